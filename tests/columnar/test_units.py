"""A unit behind a figure is read alike in every format, by rows and by columns: `12户`, `60平方公里`."""

import polars as pl
import pytest

from tests.columnar.answers import answers
from tests.made_up_rules import HEAD
from zhenkit.judging.batch import Request

RULES = (
    HEAD
    + """\
  area: {type: number, zh: 面积, en: area, unit: {zh: 平方公里, en: square kilometres}}
  robots: {type: count, zh: 机器人, en: robots, unit: {zh: 台, en: robots}}
  visits: {type: series, of: count, zh: 历年客流, en: visits by year, unit: {zh: 人次, en: visits}}
  total: {type: count, zh: 合计, en: total, derived: {sum: visits, years: 1}}
criteria:
  - {number: 1, id: a, name: {zh: 甲, en: a}, clause: 一, require: {fact: area, at_least: 60}}
  - {number: 2, id: b, name: {zh: 乙, en: b}, clause: 二, require: {fact: robots, at_least: 12}}
  - {number: 3, id: c, name: {zh: 丙, en: c}, clause: 三, require: {fact: total, at_least: 100}}
  - {number: 4, id: d, name: {zh: 丁, en: d}, clause: 四, require: {fact: firms, at_least: 10}}
"""
)
ROWS = [
    ("甲", "60平方公里", "12台", "100人次", "10户"),
    ("乙", "59.5 平方公里", "11 台", "99 人次", "9家"),
    ("丙", "50平方公里~70平方公里", "8~12台", "90人次至110人次", "8户-12户"),
    ("丁", "60", "12", "100", "10"),
]
EXPECTED = {"甲": ["met"] * 4, "乙": ["not_met"] * 4, "丙": ["incomplete"] * 4, "丁": ["met"] * 4}


@pytest.mark.parametrize("engine", [None, "polars", "duckdb"])
@pytest.mark.parametrize("ending", ["csv", "parquet", "yaml"])
def test_a_unit_behind_a_figure_is_read_in_every_format(tmp_path, engine, ending):
    rules, file = tmp_path / "rules.yaml", tmp_path / f"towns.{ending}"
    rules.write_text(RULES, "utf-8")
    if ending == "yaml":
        text = "name: {}\narea: {}\nrobots: {}\nvisits: {{2023: {}}}\nfirms: {}"
        file.write_text("\n---\n".join(text.format(*row) for row in ROWS), "utf-8")
    else:
        frame = pl.DataFrame(ROWS, schema=["name", "area", "robots", "visits.2023", "firms"], orient="row")
        (frame.write_csv if ending == "csv" else frame.write_parquet)(file)
    found = answers(Request((str(file),), rules=str(rules), format="csv", engine=engine))
    assert found["problems"] == []
    assert {row.name: [span.word for span in row.criteria.values()] for row in found["rows"]} == EXPECTED
