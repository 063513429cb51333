"""A ratio or a growth that divides by 0 needs review, by rows as by columns, unless a rule file says more."""

import pytest

from tests.columnar.answers import answers
from tests.made_up_rules import HEAD
from zhenkit.judging.batch import Request

RULES = (
    HEAD
    + """\
  output_by_year: {type: series, of: money, zh: 历年产值, en: output by year}
  spent: {type: money, zh: 研发投入, en: R&D}
  share: {type: percent, zh: 占比, en: share, derived: {ratio: [spent, annual_output]BY_ZERO}}
  growth: {type: percent, zh: 增速, en: growth, derived: {growth: output_by_year, years: 1BY_ZERO}}
  steady: {type: percent, zh: 逐年, en: steady, derived: {least_growth: output_by_year, years: 2BY_ZERO}}
criteria:
  - {number: 1, id: a, name: {zh: 甲, en: a}, clause: 一, require: {fact: share, at_least: 3%}}
  - {number: 2, id: b, name: {zh: 乙, en: b}, clause: 二, require: {none: [{fact: share, more_than: 50%}]}}
  - {number: 3, id: c, name: {zh: 丙, en: c}, clause: 三, require: {fact: growth, more_than: 5%}}
  - {number: 4, id: d, name: {zh: 丁, en: d}, clause: 四, require: {relaxed: {fact: steady, at_least: 0%}}}
"""
)
TITLES = "name,spent,annual_output,2022年历年产值（亿元）,2023年历年产值（亿元）,2024年历年产值（亿元）,year"
N, R, X, M = "not_met", "review", "relaxed", "met"


def to(worst, best):
    return (worst, best)


TOWNS = {
    # cells, and the worst and the best of each criterion where a division by 0 needs review
    "1亿元,10亿元,1,2,3": (to(M, M), to(M, M), to(M, M), to(X, X)),
    "1亿元,0元,1,0,3": (to(R, R), to(R, R), to(R, R), to(R, R)),
    "0元,0元,0,2,1": (to(R, R), to(R, R), to(N, N), to(R, R)),
    "1亿元,0元~1亿元,1,2,3": (to(R, M), to(N, R), to(M, M), to(X, X)),
    "0元,0元~1亿元,1,2,3": (to(N, R), to(R, M), to(M, M), to(X, X)),
    "1亿元,,0,,3": (to(N, M), to(N, M), to(N, M), to(R, R)),
    ",,1,,0": (to(N, M), to(N, M), to(N, R), to(N, R)),
    ",,,,": (to(N, M), to(N, M), to(N, M), to(N, X)),
}
WORDS = {"highest": (M, N, M, X), "lowest": (N, M, N, N)}


@pytest.fixture
def run(tmp_path):
    def judged(by_zero, engine=None):
        rules, file = tmp_path / "rules.yaml", tmp_path / "towns.csv"
        rules.write_text(RULES.replace("BY_ZERO", by_zero), "utf-8")
        rows = [f"{nth},{cells},2024" for nth, cells in enumerate(TOWNS)]
        file.write_text("\n".join([TITLES, *rows]), "utf-8")
        return answers(Request((str(file),), rules=str(rules), format="csv", engine=engine))

    return judged


def test_what_divides_by_zero_needs_review(run):
    found = {row.name: row.criteria.values() for row in run("")["rows"]}
    for nth, expected in enumerate(TOWNS.values()):
        assert [tuple(end.word for end in span) for span in found[str(nth)]] == list(expected)


@pytest.mark.parametrize("by_zero", ["highest", "lowest"])
def test_a_rule_file_may_read_it_otherwise(run, by_zero):
    (row,) = [row for row in run(f", by_zero: {by_zero}")["rows"] if row.name == "1"]
    # of the years 1, 0, 3 the growth to 0 is the least
    expected = (*WORDS[by_zero][:3], N)
    assert tuple(span.word for span in row.criteria.values()) == expected


@pytest.mark.parametrize("by_zero", ["", ", by_zero: highest", ", by_zero: lowest"])
@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_it_is_so_by_columns(run, engine, by_zero):
    assert run(by_zero, engine) == run(by_zero)
