"""Dates, and years since one, by columns: every engine answers as the evaluator does."""

import polars as pl
import pytest

from tests.columnar.answers import answers
from tests.facts.test_dates import RULES
from zhenkit.judging.batch import Request

CELLS = [
    "2010-12-31",
    "2011/1/1",
    "2015年5月31日",
    "2015-06-01",
    None,
    "未知",
    "2009-01-01~2016-01-01",
    "soon",
    "2015-01-01~2015-02-01",
]
YEARS = [2024, 2019, 2020, None]


@pytest.fixture(params=["polars", "duckdb", "spark"])
def engine(request):
    if request.param == "spark":
        request.getfixturevalue("spark_local")
    return request.param


def register(file):
    """A table of each date with each year."""
    rows = [
        {"名称": f"虚构镇{number}", "成立日期": cell, "年份": None if year is None else str(year)}
        for number, (cell, year) in enumerate((cell, year) for cell in CELLS for year in YEARS)
    ]
    frame = pl.DataFrame(rows)
    frame.write_csv(file) if file.suffix == ".csv" else frame.write_parquet(file)
    return file


@pytest.mark.parametrize("name", ["towns.csv", "towns.parquet"])
def test_columns_answer_as_rows_do(engine, name, tmp_path):
    rules = tmp_path / "rules.yaml"
    rules.write_text(RULES, "utf-8")
    table = str(register(tmp_path / name))
    expected = answers(Request((table,), rules=str(rules), format="csv"))
    found = answers(Request((table,), rules=str(rules), format="csv", engine=engine))
    assert found == expected
    assert {row.criteria[1].word for row in expected["rows"]} == {"met", "relaxed", "not_met", "incomplete"}
    assert {row.criteria[2].word for row in expected["rows"]} == {"met", "review", "not_met", "incomplete"}
