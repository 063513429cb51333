"""What every engine does as the evaluator does: columns to keep by any title, columns of any type, several tables."""

import datetime
import io
from dataclasses import replace
from decimal import Decimal

import openpyxl
import polars as pl
import pytest

from tests.columnar.answers import answers
from tests.reports.runs import town, write_town
from zhenkit.columnar.batch import batch_by_columns
from zhenkit.core import i18n
from zhenkit.judging.batch import Request, batch_by_rows
from zhenkit.judging.kept_columns import CannotBatch
from zhenkit.judging.ranking import kept_text
from zhenkit.reports.formats import Style, render_ranking


def check_same(engine, *files, **options):
    """An engine answers as the evaluator does; the answer."""
    names = tuple(map(str, files))
    expected = answers(Request(names, rules="shanxi", format="csv", **options))
    found = answers(Request(names, rules="shanxi", format="csv", engine=engine, **options))
    for each in (expected, found):
        each["rows"] = [row._replace(kept=tuple(map(kept_text, row.kept))) for row in each["rows"]]
    for what in expected:
        assert found[what] == expected[what], what
    return expected


# columns to keep

TITLES = [
    "前 后",
    'say "hi"',
    "it's",
    "a.b",
    "`tick`",
    "备注（二）",
    "a;b",
    "SELECT",
    "identity",
    "part",
    "kept__0",
    "rank",
]
TAKEN = ["verdict", "c1_worst", "merits", "rule_set"]
"""Titles that the results have too: no name for a second column of a Parquet file."""


@pytest.fixture
def odd(tmp_path):
    """A table with columns of such titles, of which each cell says where it stands."""
    rows = {"name": ["甲", "乙"], "province": ["山西", "山西"], "year": ["2023", "2022"]}
    frame = pl.DataFrame(rows | {title: [f"{title} 1", f"{title} 2"] for title in TITLES + TAKEN})
    frame.write_parquet(tmp_path / "towns.parquet")
    frame.write_csv(tmp_path / "towns.csv")
    return tmp_path


@pytest.mark.parametrize("source", ["towns.parquet", "towns.csv"])
def test_columns_of_any_title_are_kept(engine, odd, source):
    keep = (*TITLES, *TAKEN, "name", "year")
    found = check_same(engine, odd / source, keep=keep)
    assert {row.kept for row in found["rows"]} == {
        tuple([f"{title} {nth}" for title in TITLES + TAKEN] + [name, year])
        for nth, name, year in ((1, "甲", "2023"), (2, "乙", "2022"))
    }


def test_columns_of_any_title_are_kept_in_parquet(engine, odd):
    output = odd / "judged.parquet"
    source, keep = (str(odd / "towns.csv"),), (*TITLES, "year")
    batch_by_columns(Request(source, rules="shanxi", output=output, format="parquet", keep=keep, engine=engine))
    judged = pl.read_parquet(output)
    assert judged.columns[-len(TITLES) - 2 :] == ["merits", *TITLES, "year"]
    assert [judged[title].to_list() for title in TITLES] == [[f"{title} 1", f"{title} 2"] for title in TITLES]


@pytest.mark.parametrize("title", [*TAKEN, "name"])
def test_parquet_has_one_column_of_a_name(odd, title):
    request = Request(
        (str(odd / "towns.csv"),), rules="shanxi", format="parquet", keep=(title,), output=odd / "o.parquet"
    )
    with i18n.speaking("en"), pytest.raises(CannotBatch) as told:
        batch_by_columns(request)
    assert str(told.value) == f"--keep '{title}': the output has a column of this name already"
    assert not (odd / "o.parquet").exists()


def test_rank_and_score_take_their_names_where_they_are_asked_for(odd):
    ranked = Request((str(odd / "towns.csv"),), rules="shanxi", format="parquet", keep=("rank",), rank=True)
    with i18n.speaking("en"), pytest.raises(CannotBatch, match="'rank': the output has a column of this name"):
        batch_by_columns(ranked)


# columns of any type

DAY, MOMENT = datetime.date(2023, 5, 1), datetime.datetime(2023, 5, 1, 8, 30, 15, 120_000)
TYPES = {
    "day": pl.Series([DAY, None], dtype=pl.Date),
    "moment": pl.Series([MOMENT, None], dtype=pl.Datetime("us")),
    "moment of nanoseconds": pl.Series([MOMENT, None], dtype=pl.Datetime("ns")),
    "moment somewhere": pl.Series([MOMENT, None], dtype=pl.Datetime("us", "Asia/Shanghai")),
    "time": pl.Series([MOMENT.time(), None], dtype=pl.Time),
    "duration": pl.Series([datetime.timedelta(hours=36), None], dtype=pl.Duration("us")),
    "decimal": pl.Series([Decimal("1.50"), None], dtype=pl.Decimal(10, 2)),
    "single": pl.Series([1.1, None], dtype=pl.Float32),
    "small": pl.Series([200, None], dtype=pl.UInt8),
    "large": pl.Series([2**63, None], dtype=pl.UInt64),
    "yes": pl.Series([True, None], dtype=pl.Boolean),
    "list": pl.Series([["a", "b"], None], dtype=pl.List(pl.String)),
    "struct": pl.Series([{"a": 1}, None], dtype=pl.Struct({"a": pl.Int64})),
    "bytes": pl.Series([b"\x01", None], dtype=pl.Binary),
    "word": pl.Series(["a", None], dtype=pl.Categorical),
    "nothing": pl.Series([None, None], dtype=pl.Null),
}
"""Columns of every type that Parquet knows: no facts, and in nobody's way."""


def test_columns_of_any_type_are_left_aside_or_kept(engine, tmp_path):
    source = tmp_path / "towns.parquet"
    pl.DataFrame({"name": ["甲", "乙"], "province": ["山西", "山西"], **TYPES}).write_parquet(source)
    check_same(engine, source)
    check_same(engine, source, keep=tuple(TYPES))


# several tables


def test_tables_and_folders_of_files_are_judged_in_one_run(engine, tmp_path):
    (tmp_path / "folder").mkdir()
    for number in range(3):
        write_town(tmp_path / "folder" / f"{number}.yaml", town(name=f"文件{number}", year=2023))
    write_town(tmp_path / "folder" / "broken.yaml", town(name="坏", firms="many"))
    rows = ("名称,省,年份,出口,备注", "表一,山西,2023,是,a", "表二,山西,2022,maybe,b", "文件1,,2023,,c")
    (tmp_path / "towns.csv").write_text("\n".join(rows), "utf-8")
    columns = {"备注": [1, 2], "name": ["柱一", "表一"], "year": [2023, 2023], "province": ["山西", "山西省"]}
    pl.DataFrame(columns).write_parquet(tmp_path / "towns.parquet")
    inputs = (tmp_path / "towns.csv", tmp_path / "towns.parquet", tmp_path / "folder")
    found = check_same(engine, *inputs, keep=("备注",))
    assert found["counts"].read == 9


# a workbook for people


def test_a_workbook_says_what_is_missing_whichever_way_it_judged(engine, tmp_path):
    decided = {"decisions.4.granted": "是", "decisions.4.by": "评审组", "decisions.4.date": "2024-01-01"}
    rows = [
        {"名称": "甲", "省": "山西", "出口": "是", "年产值": "9~12亿元"},
        {"名称": "乙", "省": "山西", "限定在一个县": "否", **decided, "decisions.4.why": "跨县"},
        {"名称": "丙", "省": "山西", "年产值": "12", "龙头企业数": "0"},
        {"名称": "丁", "省": "山西", "龙头企业数": "0", "年份": "2023"},
    ]
    pl.DataFrame(rows).write_csv(tmp_path / "towns.csv")
    write_town(tmp_path / "town.yaml", town(annual_output="12亿元"))
    inputs = (str(tmp_path / "towns.csv"), str(tmp_path / "town.yaml"))
    request = Request(inputs, rules="shanxi", format="xlsx")
    by_rows = batch_by_rows(request).ranking
    by_columns = batch_by_columns(replace(request, engine=engine)).ranking
    assert sheets(by_columns) == sheets(by_rows)
    assert "评审组" in str(sheets(by_rows))


def sheets(ranking):
    book = openpyxl.load_workbook(io.BytesIO(render_ranking("xlsx", ranking, Style())))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}
