"""A table with whatever may be wrong in it is told alike by rows and by columns: problems, rejects, remarks, counts."""

import csv
import io
import json
import random
import re

import polars as pl
import pytest
from openpyxl import Workbook

from tests.columnar.answers import answers
from zhenkit.judging.batch import Request
from zhenkit.judging.kept_columns import CannotBatch

HEADER = ["序号", "名称", "省", "县", "年份", "年产值（亿元）", "企业户数", "有出口产品"]
HEADER += ["公共服务功能", "佐证.企业户数"]
TITLES = ["备注", "", "年产值2", "级别"]
CELLS = (
    *("", " ", "　", "—", "不详", "/", "无", "x", "是", "否", "1", "0", "√", "12.5", "1,234", "8~9.5", "12户", "同上"),
    *("合计", "注：来源", "甲\x07镇", "\x00", "a\u200bb", "\ufeff甲", "甲\u0085", "甲\x7f", "﷐￾"),
    *("甲\n乙", '"', "=1+1"),
    *("祁县", "祁县 ", "祁县\u200b", "祁县　", "祁县（2个）", "祁县（合计）", "祁旗", "祁县（玻璃）"),
    *("#N/A", "#REF!", "2024年", "检验检测;物流服务", "检验检测;?", "1e3", "-5", "9" * 40),
    *("长" * 131_072, "长" * 131_073),
)


def mutated(seed):
    """A table of a few towns, with a few things wrong, as CSV."""
    rows, chance = mutated_rows(seed)
    text = io.StringIO()
    csv.writer(text, lineterminator=chance.choice(("\n", "\r\n"))).writerows(rows)
    return text.getvalue()


def mutated_rows(seed):
    """The rows of such a table, its header first; and what else is drawn from."""
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
    return [header, *rows], chance


def as_number(cell):
    return float(cell) if re.fullmatch(r"[0-9]{1,9}(?:\.[0-9])?", cell) else cell


def as_json(rows, _chance, path):
    """Each row an object: what stands under no title is left out."""
    header, *towns = rows
    listed = [{title: cell for title, cell in zip(header, town, strict=False) if title and cell} for town in towns]
    path.write_text(json.dumps(listed, ensure_ascii=False), "utf-8")


def as_parquet(rows, chance, path):
    """Texts, or columns of numbers where all that stands in one is a number."""
    header, *towns = rows
    columns = {}
    for at, title in enumerate(header):
        cells = [town[at] if at < len(town) else None for town in towns]
        if chance.random() < 0.5 and all(cell is None or isinstance(as_number(cell), float) for cell in cells):
            cells = [None if cell is None else as_number(cell) for cell in cells]
        columns.setdefault(title or f" {at}", cells)
    pl.DataFrame(columns, strict=False).write_parquet(path)


def as_xlsx(rows, chance, path):
    """Texts, and figures as numbers; no file of a spreadsheet has control characters, or cells of any length."""
    book = Workbook()
    for row in rows:
        cells = [re.sub("[\x00-\x08\x0b-\x1f\ufffe]", "", cell)[:32_767] for cell in row]
        book.active.append([as_number(cell) if chance.random() < 0.5 else cell for cell in cells])
    for line in book.active.iter_rows():
        for cell in line:
            if cell.data_type == "f":
                cell.data_type = "s"  # a text that begins with = as it is written
    book.save(path)


WRITERS = {"json": as_json, "parquet": as_parquet, "xlsx": as_xlsx}


def told(path, keep=()):
    """What is said of a table by rows, and by each engine."""
    return [
        answers(Request((str(path),), rules="shanxi", format="csv", keep=keep, engine=engine))
        for engine in (None, "polars", "duckdb")
    ]


@pytest.mark.parametrize("seed", range(30))
def test_rows_and_columns_say_the_same_of_a_mutated_table(tmp_path, seed):
    path = tmp_path / "towns.csv"
    path.write_text(mutated(seed), "utf-8")
    by_rows, *by_engines = told(path, ("备注",) if "备注" in path.read_text("utf-8").partition("\n")[0] else ())
    assert by_engines == [by_rows] * 2


@pytest.mark.parametrize("seed", range(100, 104))
@pytest.mark.parametrize("ending", WRITERS)
def test_they_say_the_same_in_every_format(tmp_path, ending, seed):
    path = tmp_path / f"towns.{ending}"
    WRITERS[ending](*mutated_rows(seed), path)
    by_rows, *by_engines = told(path)
    assert by_engines == [by_rows] * 2


@pytest.mark.parametrize("engine", [None, "polars", "duckdb"])
@pytest.mark.parametrize("ending", ["csv", *WRITERS])
@pytest.mark.parametrize("rows", [0, 2])
def test_a_column_to_keep_that_no_input_has_is_refused(tmp_path, monkeypatch, ending, engine, rows):
    header = ["名称", "年份", "联系人"]
    towns = [header, *[[f"镇{nth}", "2024", "李"] for nth in range(rows)]]
    path = tmp_path / f"towns.{ending}"
    if ending == "csv":
        path.write_text("\n".join(map(",".join, towns)), "utf-8")
    else:
        WRITERS[ending](towns, random.Random(0), path)

    def never(*_args, **_kept):
        raise AssertionError("something was judged")

    monkeypatch.setattr("zhenkit.judging.judged_towns.JudgedTowns.judge", never)
    with pytest.raises(CannotBatch, match="联系"):
        answers(Request((str(path),), rules="shanxi", format="csv", keep=("联系",), engine=engine))
