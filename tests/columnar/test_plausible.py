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


COMPUTED = (
    RULES[: RULES.index("criteria:")]
    + """\
  sme_sales: {type: money, zh: 中小企业销售额, en: SME sales}
  sme_share: {type: percent, zh: 中小企业占比, en: SME share, at_most: 100%, derived: {ratio: [sme_sales, total]}}
  grown: {type: percent, zh: 增速, en: growth, at_least: -50%, at_most: 900%, derived: {growth: sales, years: 1}}
criteria:
  - {number: 1, id: a, name: {zh: 甲, en: a}, clause: 一, require: {fact: sme_share, at_least: 30%}}
"""
)
CONTRADICTED = [
    # name, sales of 2022 and 2023, sales of small firms; and what is wrong, if something is
    ("all of it", "1", "2", "2亿元", None),
    (
        "700",
        "1",
        "2",
        "14亿元",
        "sme_share comes to 700% (sme_sales: 14亿元; sales: 2022 1亿元; 2023 2亿元), above 100%",
    ),
    ("perhaps", "1", "2", "1亿元~3亿元", None),
    ("surely", "1", "2", "3亿元~4亿元", "sme_share comes to 150%~200% (sme_sales: 3亿元~4亿元; sales"),
    ("nothing", "0", "0", "1亿元", None),
    ("missing", "1", "", "100亿元", None),
    ("fell", "4", "1", "1亿元", "grown comes to -75% (sales: 2022 4亿元; 2023 1亿元), below -50%"),
    ("rose", "1", "11", "1亿元", "grown comes to 1000% (sales: 2022 1亿元; 2023 11亿元), above 900%"),
    ("both", "4", "1", "2亿元", "sme_share comes to 200%"),
    ("unread", "4", "1", "two", "'two' is not an amount of money"),
]


@pytest.mark.parametrize(("ending", "engine"), [("csv", None), ("csv", "polars"), ("csv", "duckdb"), ("yaml", None)])
def test_figures_that_contradict_each_other_are_a_problem_of_the_town(tmp_path, ending, engine):
    rules, file = tmp_path / "rules.yaml", tmp_path / f"towns.{ending}"
    rules.write_text(COMPUTED, "utf-8")
    if ending == "csv":
        rows = [f"{name},{before},{after},{small},2023" for name, before, after, small, _said in CONTRADICTED]
        file.write_text("\n".join(["name,sales.2022（亿元）,sales.2023（亿元）,sme_sales,year", *rows]), "utf-8")
    else:
        towns = [
            f"name: {name}\nyear: 2023\nsales: {{2022: {before}亿元, 2023: {after + '亿元' if after else 'null'}}}\n"
            f"sme_sales: {small}"
            for name, before, after, small, _said in CONTRADICTED
        ]
        file.write_text("\n---\n".join(towns), "utf-8")
    with speaking("en"):
        found = answers(Request((str(file),), rules=str(rules), format="csv", engine=engine))
    assert sorted(row.name for row in found["rows"]) == sorted(row[0] for row in CONTRADICTED if row[-1] is None)
    wrong = [said for *_row, said in CONTRADICTED if said is not None]
    assert found["counts"].rejected == len(wrong)
    for said in wrong:
        assert any(said in problem for problem in found["problems"]), said
    again = "grown comes to -75%"
    assert len(found["problems"]) == len(wrong) + sum(again in problem for problem in found["problems"]) - 1
    if engine:
        with speaking("en"):
            assert found == answers(Request((str(file),), rules=str(rules), format="csv"))
