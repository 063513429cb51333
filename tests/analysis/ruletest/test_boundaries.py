"""The cases made of a rule set's figures: at, just below and just above each, where it decides."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from tests.case_examples import RULES
from tests.paths import ROOT
from tests.rules.towns import STANDARDS
from zhenkit.analysis.ruletest import boundaries as module
from zhenkit.analysis.ruletest.boundaries import Boundaries, boundary_cases
from zhenkit.analysis.ruletest.run import run_cases
from zhenkit.checks.tree import FigureTable, Leaf, leaves
from zhenkit.core import i18n
from zhenkit.documents.yaml import as_text, read_yaml
from zhenkit.facts.quantities import UNDEFINED, UNITS
from zhenkit.facts.types.members import ChoiceType
from zhenkit.rulesets.catalog import shipped


@pytest.fixture
def invented(tmp_path):
    """The boundaries of rules, written and read back: the rules' file, and a way to run what is made of them."""

    def of(rules):
        (tmp_path / "rules.yaml").write_text(rules, encoding="utf-8")
        return Boundaries(shipped().load(tmp_path / "rules.yaml"))

    return of


def tried(boundaries, fact_id, **others):
    """The values of a fact that are tried where other facts have these values."""
    return {
        case.judgement.town.facts[fact_id]
        for case in boundaries.cases
        if all(case.judgement.town.facts[name] == value for name, value in others.items())
    }


@pytest.mark.parametrize("rules", STANDARDS)
@pytest.mark.parametrize("spoken", ["zh", "en"])
def test_the_cases_are_read_back_as_expected_and_reach_everything(tmp_path, rules, spoken):
    with i18n.speaking(spoken):
        text = boundary_cases(shipped().get(rules), rules)
        file = tmp_path / "made.yaml"
        file.write_text(text, encoding="utf-8")
        found = run_cases([str(file)], shipped())
    assert (found.problems, found.failed) == ([], [])
    (coverage,) = found.coverage.values()
    assert [target.lacking.en for target in coverage.not_reached] == []
    assert text.startswith("# ")


SAMPLES = sorted((ROOT / "samples" / "rules").glob("*.yaml"))


@pytest.mark.parametrize("rules", SAMPLES, ids=lambda file: file.stem)
def test_the_cases_of_a_sample_are_read_back_as_expected(tmp_path, rules):
    file = tmp_path / "made.yaml"
    file.write_text(boundary_cases(shipped().load(rules), str(rules), file), encoding="utf-8")
    found = run_cases([str(file)], shipped())
    assert (found.problems, found.failed) == ([], [])
    assert found.ran


ONLY_CEILINGS = """
id: ceilings
level: province
place: {province: 虚构省}
title: {zh: 虚构, en: Made up}
document: {title: 虚构}
effective: {from: 2024-01-01}
facts:
  energy: {type: number, zh: 能耗, en: energy}
  debt: {type: percent, zh: 负债率, en: debt}
criteria:
  - {number: 1, id: one, name: {zh: 甲, en: One}, clause: 一, require: {fact: energy, at_most: 5}}
  - {number: 2, id: two, name: {zh: 乙, en: Two}, clause: 二, require: {fact: debt, less_than: -3%}}
"""


def test_a_figure_that_may_be_as_low_as_can_be_is_one_that_a_town_file_can_hold(tmp_path, invented):
    assert invented(ONLY_CEILINGS).ideal == {"energy": 0, "debt": Fraction(-4, 100)}
    rules, file = tmp_path / "rules.yaml", tmp_path / "made.yaml"
    file.write_text(boundary_cases(shipped().load(rules), str(rules), file), encoding="utf-8")
    found = run_cases([str(file)], shipped())
    assert (found.problems, found.failed) == ([], [])
    assert len(found.ran) == 7


@pytest.mark.parametrize("rules", STANDARDS)
def test_each_figure_is_tried_at_itself_and_on_either_side(rules):
    rule_set = shipped().get(rules)
    boundaries = Boundaries(rule_set)

    def check(leaf: Leaf, figure, **row):
        kind, values = leaf.fact.type.name, tried(boundaries, leaf.fact.id, **row)
        if kind in ("money", "count"):
            assert {figure - 1, figure, figure + 1} <= values
        elif kind == "level":
            assert {figure - 1, figure} <= values
        elif kind in ("finding", "yes/no"):
            assert values == {True, False}
        elif leaf.operator.word == "includes":
            assert {figure, *(figure - {member} for member in figure)} <= values
        else:
            assert {figure - 1, figure, figure + 1} <= {len(value) for value in values}

    for criterion in rule_set.criteria:
        for leaf in (leaf for root in (criterion.require, *criterion.prefer) for leaf in leaves(root)):
            if isinstance(leaf.figure, FigureTable):
                for choice, figure in leaf.figure.figures.items():
                    if figure is not None:
                        check(leaf, figure, category=choice)
                    else:
                        assert tried(boundaries, leaf.fact.id, category=choice)
            else:
                check(leaf, leaf.figure)


def test_a_check_is_tried_where_it_decides(invented):
    """The exception matters only below the threshold, so that is where it is tried; the review row only without it."""
    boundaries = invented(RULES)
    fen = UNITS["亿"]
    grades = {
        tuple(sorted(case.changes.items(), key=str)): case.judgement.criteria[0].span.word for case in boundaries.cases
    }
    assert grades[()] == "met"
    assert grades[(("annual_output", fen), ("historical_origin", False))] == "not_met"
    assert grades[(("annual_output", fen),)] == "relaxed"
    assert grades[(("category", "other"), ("historical_origin", False))] == "review"
    assert grades[(("annual_output", 2 * fen - 1),)] == "relaxed"


def test_no_town_is_tried_twice_and_no_two_cases_share_a_name():
    boundaries = Boundaries(shipped().get("shanxi"))
    towns = [tuple(sorted(case.changes.items(), key=lambda change: change[0])) for case in boundaries.cases]
    assert len(set(towns)) == len(towns)
    (document,) = read_yaml(boundary_cases(shipped().get("shanxi"), "shanxi"), "made.yaml", as_text)
    names = [case["name"] for case in document.value["cases"]]
    assert len(set(names)) == len(names) == len(boundaries.cases)


def test_the_ideal_town_is_the_first_case_and_expects_every_grade_and_merit():
    (document,) = read_yaml(boundary_cases(shipped().get("shanxi"), "shanxi"), "made.yaml", as_text)
    first = document.value["cases"][0]
    assert first["verdict"] == "pass"
    assert list(first["grades"].items()) == [(str(number), "met") for number in range(1, 9)]
    assert "technology_centre" in first["merits"]["5"]
    assert next(iter(document.value["bases"]["ideal"])) == "category"  # in the dictionary's order


def test_what_helps_by_being_less_is_tried_too(invented):
    boundaries = invented(
        RULES.replace("{fact: supporting_firms, at_least: 3}", "{fact: supporting_firms, less_than: 3}").replace(
            "- {fact: little_giants, at_least: 1}", "- {fact: brand_level, more_than: none}"
        )
    )
    assert boundaries.ideal["supporting_firms"] == 0
    assert {2, 3, 4} <= tried(boundaries, "supporting_firms")
    assert tried(boundaries, "brand_level") == {0, 1}


OWN = """\
facts:
  share: {type: percent, zh: 占比, en: share}
  rank: {type: number, zh: 位次, en: rank}
  output_by_year: {type: series, of: money, zh: 历年产值, en: output by year}
  growth: {type: percent, zh: 增幅, en: growth, derived: {growth: output_by_year, years: 1}}
criteria:
"""


def test_figures_without_a_next_value_are_tried_a_thousandth_beside(invented):
    boundaries = invented(
        RULES.replace("criteria:\n", OWN).replace(
            "{fact: supporting_firms, at_least: 3}", "{fact: share, at_least: 10%}"
        )
    )
    written = {boundaries.rule_set.facts["share"].type.write(value) for value in tried(boundaries, "share")}
    assert written >= {"9.999%", "10%", "10.001%"}


COMPUTED = OWN.replace(
    "criteria:\n",
    """\
  total: {type: money, zh: 合计, en: total, derived: {sum: output_by_year, years: 3}}
  per_firm: {type: number, zh: 户均, en: per firm, derived: {ratio: [supporting_firms, leading_firms]}}
  founded: {type: date, zh: 成立日期, en: founded}
  age: {type: number, zh: 年限, en: age, derived: {years_since: founded}}
criteria:
""",
)


@pytest.mark.parametrize(
    ("asked", "figure"),
    [
        ("{fact: growth, at_least: 5%}", Fraction(5, 100)),
        ("{fact: growth, less_than: 5%}", Fraction(5, 100)),
        ("{fact: total, at_least: 3亿元}", 3 * UNITS["亿"]),
        ("{fact: per_firm, at_least: 2.5}", Fraction(5, 2)),
        ("{fact: age, at_least: 3}", 3),
        ("{all: [{fact: growth, at_least: 5%}, {fact: total, at_least: 3亿元}]}", Fraction(5, 100)),
    ],
)
def test_a_figure_of_a_computed_fact_is_tried_by_the_facts_it_comes_from(invented, tmp_path, asked, figure):
    boundaries = invented(
        RULES.replace("criteria:\n", COMPUTED).replace("{fact: supporting_firms, at_least: 3}", asked)
    )
    cases = boundaries.cases
    fact = next(case.facts[0] for case in cases if len(case.facts) == 1 and case.facts[0].derived is not None)
    values = [fact.value_of(case.judgement.town.facts) for case in cases if case.facts == (fact,)]
    values.append(fact.value_of(cases[0].judgement.town.facts))
    assert (UNDEFINED in values) == fact.may_be_undefined
    values = [value for value in values if value is not UNDEFINED]
    assert {(value > figure) - (value < figure) for value in values} == {-1, 0, 1}
    assert min(abs(value - figure) for value in values if value != figure) <= max(figure, 1) / 1000 or fact.whole
    assert boundaries.untried == ()
    assert all(case.judgement.span.decided for case in cases)
    file = tmp_path / "made.yaml"
    file.write_text(boundary_cases(boundaries.rule_set, str(tmp_path / "rules.yaml"), file), encoding="utf-8")
    found = run_cases([str(file)], shipped())
    assert (found.problems, found.failed) == ([], [])
    assert len(found.ran) == len(cases)


def test_a_computed_figure_that_no_town_comes_to_is_named(invented, tmp_path):
    """No year that a town file can state is 9000 years after a date."""
    rules = RULES.replace("criteria:\n", COMPUTED)
    boundaries = invented(rules.replace("{fact: supporting_firms, at_least: 3}", "{fact: age, at_least: 9000}"))
    text = boundary_cases(boundaries.rule_set, str(tmp_path / "rules.yaml"))
    assert "# Cases at figures that no town was found to come to are left out, of these computed facts: age" in text
    assert "verdict" in text


@pytest.mark.parametrize("rules", SAMPLES, ids=lambda file: file.stem)
def test_every_computed_figure_of_a_sample_is_tried(rules):
    boundaries = Boundaries(shipped().load(rules))
    tried = {fact for case in boundaries.cases[1:] for fact in case.facts}
    assert {fact for fact in boundaries.rule_set.asked if fact.derived is not None} <= tried
    assert (boundaries.untried, boundaries.unsure) == ((), ())


def test_where_the_search_is_given_up_the_facts_are_named(invented, tmp_path, monkeypatch):
    boundaries = invented(RULES)
    monkeypatch.setattr(module, "SEARCH_EFFORT", 0)
    text = boundary_cases(boundaries.rule_set, str(tmp_path / "rules.yaml"))
    said = "# The checks allow too many combinations to find where each figure decides; these facts may be tried where"
    assert said in text


def test_rules_are_named_in_full_where_the_cases_go_to_standard_output(tmp_path, monkeypatch):
    """Redirected into another folder, a path as seen from here would name nothing there."""
    (tmp_path / "rules.yaml").write_text(RULES, encoding="utf-8")
    (tmp_path / "tests").mkdir()
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "tests" / "made.yaml"
    file.write_text(boundary_cases(shipped().load(Path("rules.yaml")), "rules.yaml"), encoding="utf-8")
    found = run_cases([str(file)], shipped())
    assert (found.problems, found.failed) == ([], [])
    assert found.ran


def test_rules_of_a_file_are_named_as_seen_from_where_the_cases_are_written(tmp_path):
    (tmp_path / "rules.yaml").write_text(RULES, encoding="utf-8")
    rule_set = shipped().load(tmp_path / "rules.yaml")
    (tmp_path / "tests").mkdir()
    text = boundary_cases(rule_set, str(tmp_path / "rules.yaml"), tmp_path / "tests" / "made.yaml")
    assert 'rules: "../rules.yaml"' in text
    (tmp_path / "tests" / "made.yaml").write_text(text, encoding="utf-8")
    found = run_cases([str(tmp_path / "tests")], shipped())
    assert (found.problems, found.failed) == ([], [])
    assert found.exit_code(100) == 0


def test_every_choice_of_a_table_is_tried(invented):
    boundaries = invented(RULES)
    category = boundaries.rule_set.facts["category"].type
    assert isinstance(category, ChoiceType)
    assert tried(boundaries, "category") == set(category.by_id)
