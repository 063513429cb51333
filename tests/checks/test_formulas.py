"""Columns: the formulas of a tree, worked out for one town, give the very span that judging the town gives."""

from hypothesis import given
from hypothesis import strategies as st

from tests.checks.test_evaluate import cases, choices
from tests.strategies import criterion, rule_set
from zhenkit.checks.evaluate import span
from zhenkit.checks.formulas import (
    Both,
    Chosen,
    Decided,
    Either,
    Enough,
    Holds,
    Not,
    Unproven,
    at_least_points,
    conjunction,
    disjunction,
    ends_of,
)
from zhenkit.checks.grades import Grade, Span
from zhenkit.checks.tree import Leaf
from zhenkit.columnar.evaluate.criteria import criterion_columns, rule_set_columns
from zhenkit.facts.quantities import UNDEFINED
from zhenkit.facts.town import Decision
from zhenkit.judging.judgement import CriterionJudgement


def true(formula, case, decision=None):
    """What a formula is for one town: what an engine works out for a column of them."""

    def each(parts):
        return [true(part, case, decision) for part in parts]

    match formula:
        case bool():
            return formula
        case Both(parts):
            return all(each(parts))
        case Either(parts):
            return any(each(parts))
        case Enough(parts, points, mark):
            return sum(worth for held, worth in zip(each(parts), points, strict=True) if held) >= mark
        case Not(what):
            return not true(what, case, decision)
        case Unproven(fact):
            return fact.id in case.unproven
        case Chosen(fact, values):
            return fact.id not in case.facts or case.facts[fact.id] in values
        case Decided(_number, granted):
            return decision is not None and decision.granted is granted
        case Holds(fact, comparison, figure, at_best, if_undefined):
            leaf, value = Leaf(None, None, fact, comparison, figure), case.facts.get(fact.id)
            found = {
                if_undefined if end is UNDEFINED else bool(comparison.holds(end, figure)) for end in leaf.ends(value)
            }
            if leaf.may_be_undefined(value):
                found.add(if_undefined)
            return max(found) if at_best else min(found)


def grade(cuts, case, decision=None):
    return Grade(sum(true(cut, case, decision) for cut in cuts))


@given(cases())
def test_the_formulas_give_the_span_of_any_town(drawn):
    check, case = drawn
    ends = ends_of(check, choices(check), frozenset(case.facts), case.unproven)
    assert Span(*(grade(cuts, case) for cuts in ends)) == span(check, case, choices(check))


@given(cases())
def test_a_column_for_every_fact_changes_nothing(drawn):
    check, case = drawn
    every = frozenset(fact.id for fact in criterion(check).asked)
    ends = ends_of(check, choices(check), every, every)
    assert Span(*(grade(cuts, case) for cuts in ends)) == span(check, case, choices(check))


@given(cases(), st.none() | st.booleans())
def test_decisions_turn_what_is_for_review(drawn, granted):
    check, case = drawn
    decision = None if granted is None else Decision(granted, "省工信厅", "2023-05-01", "跨两县")
    rules = rule_set(check)
    (found,) = rule_set_columns(rules, frozenset(case.facts), case.unproven, frozenset([1]))
    judged = CriterionJudgement(rules.criteria[0], case, decision)
    assert Span(*(grade(cuts, case, decision) for cuts in found.ends)) == judged.span


@given(cases())
def test_merits_are_counted_where_they_are_held(drawn):
    check, case = drawn
    preferring = criterion(check, prefer=(check, check))
    found = criterion_columns(preferring, frozenset(case.facts), case.unproven, frozenset())
    held = [merit.held is True for merit in CriterionJudgement(preferring, case, None).merits] or [False, False]
    assert [true(merit, case) for merit in found.merits] == held


def test_what_is_certain_leaves_the_formulas():
    one, other = Decided(1, True), Decided(2, True)
    assert conjunction([True, one]) == one and conjunction([one, False]) is False and conjunction([]) is True
    assert disjunction([False, one]) == one and disjunction([one, True]) is True and disjunction([]) is False
    assert conjunction([one, other, one]) == Both((one, other))
    assert at_least_points([True, one, False], (1, 1, 1), 1) is True
    assert at_least_points([False, one], (1, 1), 2) is False
    assert at_least_points([True, one, other], (1, 1, 1), 2) == Enough((one, other), (1, 1), 1)
