"""A fact may have a plausible range, which input is held to: in every format, by rows and by columns."""

import polars as pl
import pytest

from tests.columnar.answers import answers
from tests.made_up_rules import HEAD
from zhenkit.core.i18n import speaking
from zhenkit.judging.batch import Request

RULES = (
    HEAD
    + """\
  share: {type: percent, zh: 占比, en: share, at_least: 0%, at_most: 100%}
  staff: {type: count, zh: 职工, en: staff, at_least: 3, at_most: 5000}
  sales: {type: series, of: money, zh: 历年销售额, en: sales by year, at_most: 100亿元}
  total: {type: money, zh: 合计, en: total, derived: {sum: sales, years: 1}}
criteria:
  - {number: 1, id: a, name: {zh: 甲, en: a}, clause: 一, require: {fact: share, at_least: 30%}}
  - {number: 2, id: b, name: {zh: 乙, en: b}, clause: 二, require: {fact: staff, at_least: 10}}
  - {number: 3, id: c, name: {zh: 丙, en: c}, clause: 三, require: {fact: total, at_least: 1亿元}}
"""
)
ROWS = [
    # name, share, staff, sales of 2023; and what is wrong, if something is
    ("ends", "100%", "5000", "100", None),
    ("other ends", "0%", "3", "0", None),
    ("700", "700%", "20", "2", "700% is above 100%, the most that share can be; correct it"),
    ("minus", "-1%", "20", "2", "-1% is below 0%, the least that share can be; correct it"),
    ("range", "90%~101%", "20", "2", "101% is above 100%, the most that share can be; correct it"),
    ("few", "40%", "2", "2", "2 is below 3, the least that staff can be; correct it"),
    ("many", "40%", "5001", "2", "5001 is above 5000, the most that staff can be; correct it"),
    ("rich", "40%", "20", "100.1", "100.1亿元 is above 100亿元, the most that sales can be; correct it"),
    ("missing", "", "", "", None),
]


@pytest.mark.parametrize("engine", [None, "polars", "duckdb"])
@pytest.mark.parametrize("ending", ["csv", "parquet", "yaml"])
def test_a_figure_beyond_what_is_plausible_is_a_problem_of_the_input(tmp_path, engine, ending):
    rules, file = tmp_path / "rules.yaml", tmp_path / f"towns.{ending}"
    rules.write_text(RULES, "utf-8")
    if ending == "yaml":
        towns = [
            f"name: {name}\nshare: {share}\nstaff: {staff}\nsales: {{2023: {sales + '亿元' if sales else 'null'}}}"
            for name, share, staff, sales, _said in ROWS
        ]
        file.write_text("\n---\n".join(towns), "utf-8")
    else:
        columns = ["name", "share", "staff", "sales.2023（亿元）"]
        frame = pl.DataFrame([row[:4] for row in ROWS], schema=columns, orient="row")
        if ending == "csv":
            frame.write_csv(file)
        else:
            staff = pl.when(pl.col("staff") != "").then("staff").cast(pl.Int64)
            frame.with_columns(staff).write_parquet(file)
    with speaking("en"):
        found = answers(Request((str(file),), rules=str(rules), format="csv", engine=engine))
    wrong = [said for *_row, said in ROWS if said is not None]
    assert found["counts"].rejected == len(wrong)
    assert sorted(problem.rpartition(": ")[2] for problem in found["problems"]) == sorted(wrong)
    assert sorted(row.name for row in found["rows"]) == sorted(row[0] for row in ROWS if row[-1] is None)
