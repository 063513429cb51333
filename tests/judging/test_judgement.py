"""Judging a town: criteria, decisions, strictness, merits, remarks."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import (
    DICTIONARY,
    GRANTED,
    REFUSED,
    completions,
    criterion,
    grade,
    known,
    rule_set,
    town,
    trees,
    values,
)
from zhenkit.checks.grades import MET, NOT_MET, RELAXED, REVIEW, Span, granted, lowest, refused
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
    Leaf,
    Relaxed,
    facts_asked,
)
from zhenkit.facts.quantities import Range
from zhenkit.facts.town import Town
from zhenkit.judging import judgement
from zhenkit.judging.judgement import judge


def leaf(name, figure=True, comparison=None):
    return Leaf(None, None, DICTIONARY[name], comparison or (IS_YES if figure is True else AT_LEAST), figure)


FOUND, OTHER = leaf("found_a"), leaf("found_b")
REVIEWED = InPrinciple(None, None, FOUND)


@st.composite
def towns(draw, check):
    """A town that knows some of what a check asks for, with evidence of some of it."""
    facts = draw(known(check, most_completions=300))
    facts |= {fact: value for fact in ["basis"] if (value := draw(values(DICTIONARY[fact]))) is not None}
    evidence = {fact: ("seen",) for fact in sorted(facts) if draw(st.booleans())}
    decisions = draw(st.sampled_from([{}, {"decision_1": GRANTED}, {"decision_1": REFUSED}]))
    return town(facts, evidence, **decisions)


def test_a_town_is_as_good_as_its_lowest_criterion():
    rules = rule_set(FOUND, Relaxed(None, None, OTHER), REVIEWED)
    judgement = judge(town({"found_a": True, "found_b": True}), rules)
    assert [judged.span.word for judged in judgement.criteria] == ["met", "relaxed", "met"]
    assert judgement.verdict == "relaxed"
    assert judge(town({"found_a": True}), rules).span == Span(NOT_MET, RELAXED)
    assert judge(town({"found_a": True}), rules).verdict == "incomplete"


@given(st.data())
def test_a_town_lies_between_the_lowest_of_its_criterias_ends(data):
    checks = data.draw(st.lists(trees(most_leaves=3), min_size=1, max_size=3))
    judgement = judge(data.draw(towns(All(None, None, tuple(checks)))), rule_set(*checks))
    assert judgement.span == lowest([judged.span for judged in judgement.criteria])
    assert 0 <= judgement.score.low <= judgement.score.high <= 100


@given(st.data())
def test_a_decision_maps_the_grades_that_every_completion_gives(data):
    check = data.draw(trees())
    judged_town = data.draw(towns(check))
    (judged,) = judge(judged_town, rule_set(check)).criteria
    decision = judged_town.decisions.get(1)
    change = {None: lambda one: one, GRANTED: granted, REFUSED: refused}[decision]
    reached = [change(grade(check, full)) for full in completions(list(facts_asked(check)), judged.case.facts)]
    assert judged.span == Span(min(reached), max(reached))


def test_granted_turns_review_into_relaxed_and_refused_into_not_met_and_nothing_else_is_touched():
    rules = rule_set(REVIEWED, REVIEWED)
    judgement = judge(town({"found_a": False}, decision_1=GRANTED), rules)
    assert [judged.span.word for judged in judgement.criteria] == ["relaxed", "review"]
    assert judgement.verdict == "review"
    judgement = judge(town({"found_a": False}, decision_1=REFUSED), rules)
    assert [judged.span.word for judged in judgement.criteria] == ["not_met", "review"]
    assert judge(town({"found_a": True}, decision_1=REFUSED), rules).verdict == "pass"
    assert judge(town({}, decision_1=GRANTED), rules).criteria[0].span == Span(RELAXED, MET)
    assert judge(town({}, decision_1=REFUSED), rules).criteria[0].span == Span(NOT_MET, MET)


def test_a_decision_on_a_criterion_that_is_not_open_to_one_is_a_remark():
    rules = rule_set(FOUND, REVIEWED)

    def remarks(facts, **decisions):
        return [str(remark) for remark in judge(town(facts, **decisions), rules).remarks]

    assert remarks({"found_a": False}, decision_2=GRANTED) == []
    assert remarks({}, decision_1=GRANTED) == []  # not met to met: review lies between
    assert remarks({"found_a": True}, decision_1=GRANTED) == [
        "-:1:1: the decision on criterion 1 changes nothing: it does not need review"
    ]
    assert remarks({"found_a": True}, decision_2=REFUSED) == [
        "-:1:1: the decision on criterion 2 changes nothing: it does not need review"
    ]
    assert remarks({}, decision_9=GRANTED) == ["-:1:1: the decision on criterion 9: random has no such criterion"]


def strictly(check, facts, evidence=None):
    judgement = judge(town(facts, evidence), rule_set(check), strict=True)
    return judgement.criteria[0].span.word


@pytest.mark.parametrize(
    ("check", "facts", "evidence", "word"),
    [
        (FOUND, {"found_a": True}, {}, "review"),
        (FOUND, {"found_a": True}, {"found_a": ("2023 survey",)}, "met"),
        (FOUND, {"found_a": True}, {"found_b": ("2023 survey",)}, "review"),
        (FOUND, {"found_a": False}, {}, "not_met"),
        (FOUND, {}, {}, "incomplete"),
        (leaf("found_a", False, IS_NO), {"found_a": False}, {}, "met"),
        (leaf("found_a", False, IS_NO), {"found_a": True}, {}, "not_met"),
        (leaf("fact_a"), {"fact_a": True}, {}, "met"),  # a yes or no that nobody judged
        (leaf("money", 2), {"money": 3}, {}, "met"),
        (leaf("money", 2), {"money": 3, "basis": "plain"}, {}, "met"),
        (leaf("money", 2), {"money": 3, "basis": "odd"}, {}, "review"),
        (leaf("money", 2), {"money": 3, "basis": "odd"}, {"money": ("yearbook",)}, "review"),
        (leaf("money", 2), {"money": 1, "basis": "odd"}, {}, "not_met"),
        (leaf("money", 2), {"basis": "odd"}, {}, "incomplete"),
        (leaf("money", 2), {"money": Range(1, 3), "basis": "odd"}, {}, "incomplete"),
        (leaf("money", 2), {"money": Range(2, 3), "basis": "odd"}, {}, "review"),
        (leaf("count_a", 2), {"count_a": 3, "basis": "odd"}, {}, "met"),
        (Relaxed(None, None, FOUND), {"found_a": True}, {}, "review"),
        (AnyOf(None, None, (FOUND, leaf("fact_a"))), {"found_a": True, "fact_a": True}, {}, "met"),
    ],
)
def test_strict_counts_a_yes_without_evidence_and_a_figure_of_another_basis_as_review(check, facts, evidence, word):
    assert strictly(check, facts, evidence) == word


def test_what_is_missing_stays_missing_under_strict():
    (judged,) = judge(town({}), rule_set(FOUND), strict=True).criteria
    assert (judged.span, [fact.id for fact in judged.missing]) == (Span(NOT_MET, MET), ["found_a"])
    (judged,) = judge(town({"basis": "odd"}), rule_set(leaf("money", 2)), strict=True).criteria
    assert (judged.span, [fact.id for fact in judged.missing]) == (Span(NOT_MET, MET), ["money"])


@given(st.data())
def test_strict_never_gives_a_better_grade(data):
    check = data.draw(trees())
    judged_town = data.draw(towns(check))
    (loose,), (strict,) = (judge(judged_town, rule_set(check), strict=way).criteria for way in (False, True))
    assert strict.span.worst <= loose.span.worst
    assert strict.span.best <= loose.span.best


@given(st.data())
def test_strict_is_tight_too(data):
    check = data.draw(trees())
    judged_town = data.draw(towns(check))
    (judged,) = judge(Town(judged_town.facts, judged_town.evidence), rule_set(check), strict=True).criteria
    doubted = {
        fact.id
        for fact in facts_asked(check)
        if (
            fact.type.name == "finding"
            and judged_town.facts.get(fact.id) is True
            and fact.id not in judged_town.evidence
        )
        or (fact.id == "money" and "money" in judged_town.facts and judged_town.facts.get("basis") == "odd")
    }
    reached = [grade(check, full, doubted) for full in completions(list(facts_asked(check)), judged.case.facts)]
    assert judged.span == Span(min(reached), max(reached))


def test_a_granted_review_is_relaxed_under_strict_too():
    judgement = judge(town({"found_a": True}, decision_1=GRANTED), rule_set(FOUND), strict=True)
    assert judgement.verdict == "relaxed"
    assert judgement.strict


@given(st.data())
def test_towns_judged_with_one_memo_are_judged_as_without(data):
    check = data.draw(trees(most_leaves=4))
    rules, memo = rule_set(check, Relaxed(None, None, check)), {}
    for _each in range(data.draw(st.integers(2, 5))):
        one, strict = data.draw(towns(check)), data.draw(st.booleans())
        remembered, afresh = (judge(one, rules, strict=strict, memo=found) for found in (memo, None))
        for mine, other in zip(remembered.criteria, afresh.criteria, strict=True):
            assert (mine.span, mine.missing, mine.uncertain) == (other.span, other.missing, other.uncertain)
            assert (mine.progress, mine.decision) == (other.progress, other.decision)
        assert remembered.score == afresh.score


def test_a_memo_does_not_grow_for_ever(monkeypatch):
    monkeypatch.setattr(judgement, "MEMO_SIZE", 3)
    rules, memo = rule_set(leaf("count_a", 2)), {}
    for count in range(10):
        assert judge(town({"count_a": count}), rules, memo=memo).verdict == ("pass" if count >= 2 else "fail")
        assert len(memo) <= 3


def test_what_is_remembered_of_open_facts_does_not_grow_for_ever(monkeypatch):
    monkeypatch.setattr(judgement, "MEMO_SIZE", 3)
    names = ("found_a", "found_b", "found_c", "fact_a")
    one = criterion(All(None, None, tuple(leaf(name) for name in names)))
    rules = rule_set()
    object.__setattr__(rules, "criteria", (one,))
    for values_given in product((None, True), repeat=4):
        facts = {name: value for name, value in zip(names, values_given, strict=True) if value}
        (judged,) = judge(town(facts), rules).criteria
        assert [fact.id for fact in judged.missing] == [name for name in names if name not in facts]
        assert len(one.memo) <= 4


def merits(*prefer, **facts):
    one = criterion(FOUND, prefer=prefer)
    rules = rule_set(FOUND)
    object.__setattr__(rules, "criteria", (one,))
    return [(merit.facts[-1].id, merit.held) for merit in judge(town(facts), rules).merits]


def test_merits_tell_those_held_and_those_that_cannot_be_told_yet():
    assert merits(leaf("level", 2), level=2) == [("level", True)]
    assert merits(leaf("level", 2), level=1) == []
    assert merits(leaf("level", 2)) == [("level", None)]
    assert merits(leaf("count_a", 2), count_a=Range(1, 3)) == [("count_a", None)]
    assert merits(leaf("count_a", 2), leaf("fact_a"), count_a=2, fact_a=False) == [("count_a", True)]


def test_a_merit_by_a_choice_that_is_missing_is_held_where_any_of_its_values_holds_it():
    table = leaf("money", FigureTable(DICTIONARY["side"], {"left": 1, "right": 3}))
    assert merits(table, money=3) == [("money", True)]
    assert merits(table, money=2) == [("money", None)]
    assert merits(table, money=0) == []


def test_merits_never_change_a_verdict():
    assert judge(town({"found_a": True}), rule_set(FOUND)).verdict == "pass"
    assert merits(OTHER, found_a=True, found_b=False) == []


def test_a_criterion_that_asks_a_whole_set_in_principle_is_for_review_with_part_of_it():
    check = All(
        None,
        None,
        (
            leaf("set", 1, AT_LEAST_MEMBERS),
            InPrinciple(None, None, leaf("set", frozenset("xyz"), INCLUDES)),
        ),
    )
    spans = [
        judge(town({"set": frozenset(names)}), rule_set(check)).criteria[0].span.word
        for names in ("", "x", "xy", "xyz")
    ]
    assert spans == ["not_met", "review", "review", "met"]


def test_a_rule_set_of_one_criterion_that_is_for_review_whatever_is_known():
    table = leaf("money", FigureTable(DICTIONARY["kind"], dict.fromkeys(("one", "two", "three"))))
    (judged,) = judge(town({}), rule_set(table)).criteria
    assert (judged.span, judged.missing, judged.progress) == (Span(REVIEW, REVIEW), (), (0.5, 0.5))
