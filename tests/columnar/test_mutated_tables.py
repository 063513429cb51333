"""A table with whatever may be wrong in it is told alike by rows and by columns: problems, rejects, remarks, counts."""

import csv
import io
import random

import pytest

from tests.columnar.answers import answers
from zhenkit.judging.batch import Request

HEADER = ["序号", "名称", "省", "县", "年份", "年产值（亿元）", "企业户数", "有出口产品"]
HEADER += ["公共服务功能", "佐证.企业户数"]
TITLES = ["备注", "", "年产值2", "级别"]
CELLS = (
    *("", " ", "　", "—", "不详", "/", "无", "x", "是", "否", "1", "0", "√", "12.5", "1,234", "8~9.5", "12户", "同上"),
    *("合计", "注：来源", "甲\x07镇", "\x00", "a\u200bb", "\ufeff甲", "甲\u0085", "甲\x7f", "﷐￾"),
    *("甲\n乙", '"', "=1+1"),
    *("#N/A", "#REF!", "2024年", "检验检测;物流服务", "检验检测;?", "1e3", "-5", "9" * 40),
    *("长" * 131_072, "长" * 131_073),
)


def mutated(seed):
    """A table of a few towns, with a few things wrong."""
    chance = random.Random(seed)
    rows = [
        [str(nth), f"镇{nth}", "山西省", "祁县", "2024", "12.5", "12", "是", "检验检测", "年鉴"]
        for nth in range(chance.choice((0, 1, 6, 6, 6, 6)))
    ]
    header = list(HEADER)
    if chance.random() < 0.3:
        header.insert(chance.randrange(len(header) + 1), chance.choice(TITLES))
        for row in rows:
            row.insert(chance.randrange(len(row) + 1), "")
    for row in rows:
        for _time in range(chance.choice((0, 0, 1, 2))):
            row[chance.randrange(len(row))] = chance.choice(CELLS)
        if chance.random() < 0.15:
            row += chance.choices(CELLS[:-2], k=chance.choice((1, 2, 4)))
        if chance.random() < 0.1:
            del row[chance.randrange(len(row)) :]
    for _time in range(chance.choice((0, 0, 1))):
        odd = chance.choice(
            [
                ["", "合计", "", "", "", "—", "不详", "", "", ""],
                ["注：来源不详", "", "", "—"],
                ["", "平均", "/", "/", "", "10", "x", "长" * 131_073],
                [],
                ["", "", "", "", "", "", "", "", "", "", "", "x", "y"],
                ["9", "", "山西省", "—", "", "", "", "", "", ""],
                list(header),
            ]
        )
        rows.insert(chance.randrange(len(rows) + 1), odd)
    text = io.StringIO()
    csv.writer(text, lineterminator=chance.choice(("\n", "\r\n"))).writerows([header, *rows])
    return text.getvalue()


@pytest.mark.parametrize("seed", range(60))
def test_rows_and_columns_say_the_same_of_a_mutated_table(tmp_path, seed):
    path = tmp_path / "towns.csv"
    path.write_text(mutated(seed), "utf-8")
    keep = ("备注",) if "备注" in path.read_text("utf-8").partition("\n")[0] else ()
    expected, *found = [
        answers(Request((str(path),), rules="shanxi", format="csv", keep=keep, engine=engine))
        for engine in (None, "polars", "duckdb")
    ]
    for one in found:
        for what in expected:
            assert one[what] == expected[what], what
