"""A rule set as it is loaded: criteria, checks, facts of its own, weights, digests."""

import re
from decimal import Decimal
from fractions import Fraction

import pytest

from tests.strategies import rule_set, town
from zhenkit.checks.tree import (
    AT_LEAST,
    AT_LEAST_MEMBERS,
    INCLUDES,
    IS_NO,
    IS_YES,
    All,
    AnyOf,
    FigureTable,
    InPrinciple,
    Of,
    Relaxed,
)
from zhenkit.core.errors import FileProblems
from zhenkit.judging.judgement import judge
from zhenkit.rulesets.catalog import shipped
from zhenkit.rulesets.model import digest

YUAN_100M = 10**10
HEAD = """
id: mine
level: province
place: {province: 山西省}
title: {zh: 标准, en: standard}
document: {title: 文件, issuer: 政府, date: 2023-01-01}
effective: {from: 2023-01-01}
"""


@pytest.fixture
def load(tmp_path):
    """The rule set of a file: its first criterion requires this check, and what else stands in it."""

    def loaded(require="{fact: standards, at_least: 1}", rest="", prefer="[]"):
        path = tmp_path / "mine.yaml"
        criterion = (
            f"{{number: 1, id: one, name: {{zh: 一, en: one}}, clause: 一, require: {require}, prefer: {prefer}}}"
        )
        path.write_text(f"{HEAD}criteria:\n  - {criterion}\n{rest}\n", "utf-8")
        return shipped().load(path)

    return loaded


def required(rules):
    return rules.criteria[0].require


def problems(load, *arguments, **more):
    with pytest.raises(FileProblems) as caught:
        load(*arguments, **more)
    return [problem.message for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("check", "comparison", "figure"),
    [
        ("{fact: supporting_firms, at_least: 10}", AT_LEAST, 10),
        ("{fact: annual_output, at_least: 20亿元}", AT_LEAST, 20 * YUAN_100M),
        ("{fact: annual_output, at_least: 0.5亿元}", AT_LEAST, YUAN_100M // 2),
        ("{fact: brand_level, at_least: province}", AT_LEAST, 3),
        ("{fact: brand_level, at_least: 省级}", AT_LEAST, 3),
        ("{fact: supporting_capacity, is: yes}", IS_YES, True),
        ("{fact: exports, is: no}", IS_NO, False),
        ("{fact: exports, is: 否}", IS_NO, False),
        ("{fact: services, includes: [testing, 物流]}", INCLUDES, frozenset({"testing", "logistics"})),
        ("{fact: services, at_least: 2}", AT_LEAST_MEMBERS, 2),
    ],
)
def test_a_leaf_asks_its_fact_for_its_figure(load, check, comparison, figure):
    found = required(load(check))
    assert (found.operator, found.figure) == (comparison, figure)
    assert found.fact is shipped().facts[found.fact.id]


def test_a_table_of_figures_is_by_a_choice_and_may_leave_one_for_review(load):
    found = required(
        load(
            "{fact: annual_output, at_least: {by: category, manufacturing: 20亿元, agriculture: 10亿元,"
            " light_industry: 1亿元, other: review}}"
        )
    )
    assert isinstance(found.figure, FigureTable)
    assert found.figure.by is shipped().facts["category"]
    assert found.figure.figures == {
        "manufacturing": 20 * YUAN_100M,
        "agriculture": 10 * YUAN_100M,
        "light_industry": YUAN_100M,
        "other": None,
    }


@pytest.mark.parametrize(
    ("check", "kind"),
    [
        ("{all: [LEAF, LEAF]}", All),
        ("{any: [LEAF, LEAF]}", AnyOf),
        ("{of: [LEAF, LEAF], at_least: 2}", Of),
        ("{relaxed: LEAF}", Relaxed),
        ("{in_principle: LEAF}", InPrinciple),
    ],
)
def test_groups_caps_and_lifts_hold_their_checks(load, check, kind):
    found = required(load(check.replace("LEAF", "{fact: standards, at_least: 1}")))
    assert type(found) is kind
    assert getattr(found, "count", 2) == 2
    parts = getattr(found, "checks", None) or (found.check,)
    assert [part.fact.id for part in parts] == ["standards"] * len(parts)


@pytest.mark.parametrize(
    ("leaf", "values"),
    [
        ("fact: standards, at_least: 2", (0, 1, 2, 3)),
        ("fact: standards, more_than: 2", (0, 1, 2, 3)),
        ("fact: standards, at_most: 2", (0, 1, 2, 3)),
        ("fact: standards, less_than: 2", (0, 1, 2, 3)),
        ("fact: brand_level, more_than: city", (0, 1, 2, 3, 4)),
        ("fact: exports, is: yes", (True, False)),
        ("fact: exports, is: no", (True, False)),
        ("fact: services, at_least: 2", (frozenset(), frozenset(["testing"]), frozenset(["testing", "training"]))),
        ("fact: services, less_than: 2", (frozenset(), frozenset(["testing"]), frozenset(["testing", "training"]))),
    ],
)
def test_a_veto_holds_just_where_what_it_names_does_not(load, leaf, values):
    asked, veto = required(load(f"{{{leaf}}}")), load(f"{{none: [{{{leaf}}}]}}")
    for value in values:
        (judged,) = judge(town({asked.fact.id: value}), veto).criteria
        assert judged.span.word == ("not_met" if asked.operator.holds(value, asked.figure) else "met")


def test_a_veto_is_worded_as_what_refuses_the_town(load):
    (part,) = required(load("{none: [{fact: exports, is: yes, text: {zh: 有出口, en: it exports}}]}")).checks
    assert (part.text.en, part.operator, part.figure) == ("not: it exports", IS_NO, False)


def test_points_are_kept_with_their_checks_and_the_mark(load):
    one, other = "{fact: standards, at_least: 1}", "{fact: exports, is: yes}"
    found = required(load(f"{{points: [{{points: 30, check: {one}}}, {{points: 20, check: {other}}}], at_least: 40}}"))
    assert (type(found), found.points, found.count, found.weighed) == (Of, (30, 20), 40, True)


def test_words_and_readings_stay_with_their_check(load):
    words = "text: {zh: 有标准, en: a standard}, reading: {zh: 任一种, en: any kind}"
    found = required(load(f"{{fact: standards, at_least: 1, {words}}}"))
    assert (found.text.en, found.reading.zh) == ("a standard", "任一种")


def test_merits_are_kept_apart_from_what_is_required(load):
    rules = load(prefer="[{fact: little_giants, at_least: 1}, {fact: firms, at_least: 5}]")
    (criterion,) = rules.criteria
    assert [fact.id for fact in criterion.asked] == ["standards"]
    assert [[fact.id for fact in preference.asked] for preference in criterion.preferences] == [
        ["little_giants"],
        ["firms"],
    ]
    assert [fact.id for fact in rules.asked] == ["standards", "little_giants", "firms"]
    assert criterion.fact_ids == ("standards", "little_giants", "firms")


def test_a_fact_of_the_rule_files_own_can_be_asked_and_goes_by_its_label(load):
    rules = load(
        "{all: [{fact: own, at_least: 3}, {fact: level_of_own, at_least: 市级}]}",
        "facts: {own: {type: count, zh: 自有, en: own}, level_of_own: {type: level, zh: 自有级别, en: level}}",
    )
    assert rules.facts.named("自有").id == "own"
    assert rules.own_facts == {"own", "level_of_own"}
    assert shipped().facts.named("自有") is None


EXPORTING, NOT = "{fact: exports, is: yes}", "{fact: exports, is: no}"
MOVE, OWN = "move one to another criterion", "state one of the two as a fact of its own, yes or no"


@pytest.mark.parametrize(
    ("check", "remedy"),
    [
        (f"{{all: [{EXPORTING}, {NOT}]}}", MOVE),
        (f"{{all: [{{all: [{EXPORTING}]}}, {{any: [{NOT}, {{fact: firms, at_least: 1}}]}}]}}", MOVE),
        (f"{{any: [{EXPORTING}, {{in_principle: {{relaxed: {NOT}}}}}]}}", OWN),
        (f"{{any: [{{fact: firms, at_least: 1}}, {{all: [{EXPORTING}, {NOT}]}}]}}", OWN),
        (f"{{of: [{EXPORTING}, {NOT}, {{fact: firms, at_least: 1}}], at_least: 2}}", OWN),
        (f"{{all: [{{fact: firms, at_least: 1}}, {{any: [{EXPORTING}, {NOT}]}}]}}", OWN),
    ],
)
def test_a_fact_that_pulls_both_ways_within_a_criterion_is_refused_with_a_remedy_that_keeps_its_meaning(
    load, check, remedy
):
    """Moved to another criterion, what was one way of several would be required of every town."""
    (said,) = problems(load, check)
    assert re.fullmatch(f"more of exports hurts here and helps in the check on line [0-9]+; {remedy}", said)


def test_a_fact_may_pull_one_way_in_what_is_required_and_the_other_in_a_merit(load):
    rules = load("{fact: exports, is: no}", prefer="[{fact: exports, is: yes}]")
    (judged,) = judge(town({"exports": True}), rules).criteria
    assert (judged.span.word, [merit.held for merit in judged.merits]) == ("not_met", [True])


def test_weights_are_exact_and_one_where_not_given(load):
    rules = load(rest="weights: {1: 0.1}")
    assert rules.weights == {1: Decimal("0.1")}
    assert Fraction(rules.weights[1]) == Fraction(1, 10)
    assert load().weights == {}


@pytest.mark.parametrize(
    ("weights", "message"),
    [("{2: 1}", "there is no criterion 2"), ("{1: 0}", "the weights are all zero"), ("{1: -1}", "-1")],
)
def test_weights_that_weigh_nothing_are_refused(load, weights, message):
    assert any(message in said for said in problems(load, rest=f"weights: {weights}"))


def test_a_document_is_called_by_its_number_or_else_its_title():
    assert shipped().get("shanxi").document.name == "晋政办发〔2022〕80号"
    assert shipped().get("changzhi").document.number is None
    assert shipped().get("changzhi").document.name == shipped().get("changzhi").document.title


def test_a_criterion_is_found_by_its_number():
    assert shipped().get("shanxi").criterion(4).id == "clustering"
    assert shipped().get("shanxi").criterion(9) is None


def test_a_choice_that_selects_a_figure_is_a_choice_of_the_criterion():
    criterion = shipped().get("shanxi").criterion(4)
    assert [fact.id for fact in criterion.choices] == ["category"]


def test_a_digest_is_of_the_content_whatever_the_order_of_its_keys():
    # echo -n '{"a":[1,"镇"],"b":null}' | sha256sum
    assert digest({"b": None, "a": [1, "镇"]}) == digest({"a": [1, "镇"], "b": None}) == "e02365b65b49"
    assert digest({"a": "\ud800"}) != digest({"a": "\ud801"})


def test_a_rule_set_may_be_made_by_hand():
    assert rule_set().asked == ()
