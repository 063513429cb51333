"""Facts computed from computed facts, and from a year of a series: by rows, by columns, and as a rule set is shown."""

import json
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.columnar.answers import answers
from tests.made_up_rules import HEAD
from zhenkit.facts.derived import bounds
from zhenkit.facts.quantities import UNDEFINED, OrUndefined, Range, Series
from zhenkit.judging.batch import Request
from zhenkit.rulesets.catalog import shipped

FACTS = """\
  output_by_year: {type: series, of: money, zh: 历年产值, en: output by year}
  sme_output: {type: money, zh: 中小企业产值, en: SME output}
  total: {type: money, zh: 合计, en: total, derived: {sum: output_by_year, years: 2}}
  share: {type: percent, zh: 占比, en: share, derived: {ratio: [sme_output, {latest: output_by_year}]}}
  in_all: {type: percent, zh: 两年占比, en: in all, derived: {ratio: [sme_output, total], by_zero: lowest}}
  times: {type: number, zh: 倍数, en: times, derived: {ratio: [share, in_all]}}
"""
RULES = (
    HEAD
    + FACTS
    + """\
criteria:
  - {number: 1, id: a, name: {zh: 甲, en: a}, clause: 一, require: {fact: share, at_least: 70%}}
  - {number: 2, id: b, name: {zh: 乙, en: b}, clause: 二, require: {fact: in_all, at_least: 30%}}
  - {number: 3, id: c, name: {zh: 丙, en: c}, clause: 三, require: {fact: times, at_most: 2}}
"""
)
TITLES = "name,sme_output,2022年历年产值（亿元）,2023年历年产值（亿元）,year"
N, R, M = "not_met", "review", "met"
TOWNS = {
    "7亿元,10,10,2023": (M, M, M),
    "6亿元,20,10,2023": (N, N, N),
    "7亿元,,10,2023": (M, "incomplete", "incomplete"),
    "7亿元,10,,2023": (M, "incomplete", "incomplete"),
    "7亿元,0,0,2023": (R, N, R),
    "0元,10,10,2023": (N, N, R),
    ",10,10,": ("incomplete", "incomplete", "incomplete"),
    "6亿元~9亿元,10,10,": ("incomplete", M, "incomplete"),
}


@pytest.fixture
def rules(tmp_path):
    file = tmp_path / "rules.yaml"
    file.write_text(RULES, "utf-8")
    return file


@pytest.mark.parametrize("engine", [None, "polars", "duckdb"])
def test_a_share_of_the_last_year_needs_no_figure_stated_twice(rules, engine, tmp_path):
    file = tmp_path / "towns.csv"
    file.write_text("\n".join([TITLES, *(f"{nth},{cells}" for nth, cells in enumerate(TOWNS))]), "utf-8")
    request = Request((str(file),), rules=str(rules), format="csv", engine=engine)
    found = answers(request)
    given_by = {row.name: tuple(span.word for span in row.criteria.values()) for row in found["rows"]}
    assert given_by == {str(nth): grades for nth, grades in enumerate(TOWNS.values())}
    if engine:
        assert found == answers(Request((str(file),), rules=str(rules), format="csv"))


few = st.integers(0, 3)
figures = st.none() | few | st.tuples(few, few).filter(lambda two: two[0] < two[1]).map(lambda two: Range(*two))


def ways(figure):
    return range(6) if figure is None else range(figure.low, figure.high + 1) if isinstance(figure, Range) else [figure]


@pytest.fixture(scope="module")
def facts(tmp_path_factory):
    file = tmp_path_factory.mktemp("rules") / "rules.yaml"
    file.write_text(RULES, "utf-8")
    return shipped().named(str(file)).facts


@given(sme=figures, years=st.tuples(figures, figures).filter(lambda two: two[1] is not None))
def test_no_completion_lies_outside_the_bounds(facts, sme, years):
    def of(sme, years):
        stated = {"output_by_year": Series(((2022, years[0]), (2023, years[1]))), "sme_output": sme, "year": 2023}
        return {fact_id: value for fact_id, value in stated.items() if value is not None}

    known = of(sme, years)
    for fact_id in ("share", "in_all", "times"):
        found = facts[fact_id].value_of(known)
        defined = found.value if isinstance(found, OrUndefined) else found
        for one, *each in product(ways(sme), *map(ways, years)):
            latest, total = each[-1], sum(each)
            share = Fraction(one, latest) if latest else UNDEFINED
            in_all = Fraction(one, total) if total else 0
            times = share / in_all if share is not UNDEFINED and in_all else UNDEFINED
            exact = {"share": share, "in_all": in_all, "times": times}[fact_id]
            assert facts[fact_id].value_of(of(one, each)) == exact
            if exact is UNDEFINED:
                assert found is UNDEFINED or isinstance(found, OrUndefined)
            else:
                low, high = bounds(defined)
                assert low <= exact <= high


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "computed: sme_output over (the last figure of output_by_year)"),
        ("zh", "计算得出：中小企业产值（sme_output）与（历年产值（output_by_year）最后一年的数值）之比"),
    ],
)
def test_it_is_shown_as_it_is_computed(zhenkit, rules, lang, said):
    shown = "".join(zhenkit("rules", "show", rules, "--lang", lang)[1].split())
    assert "".join(said.split()) in shown
    derived = json.loads(zhenkit("rules", "show", rules, "--format", "json")[1])["rule_set"]["facts"]["share"][
        "derived"
    ]
    assert derived == {"ratio": ["sme_output", {"latest": "output_by_year"}]}


def test_a_witness_is_made_of_the_figures_that_a_town_states(zhenkit, rules, tmp_path):
    lower = tmp_path / "lower.yaml"
    lower.write_text(RULES.replace("70%", "60%").replace("id: mine", "id: lower"), "utf-8")
    report = json.loads(zhenkit("diff", rules, lower, "--format", "json")[1])
    assert report["relation"] == "looser"
    assert set(report["criteria"][0]["higher_under_b"]) >= {"sme_output", "output_by_year"}
