"""Spans of grades are tight: each end is reached by some completion of the missing facts, and none lies outside."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.checks.shipped import RULE_SETS, completions_of, towns_of
from tests.strategies import completions, domain, grade, known, trees
from zhenkit.checks.evaluate import KnownFacts, span
from zhenkit.checks.grades import Grade, Span
from zhenkit.checks.score import progress
from zhenkit.checks.trace import trace
from zhenkit.checks.tree import facts_asked, leaves
from zhenkit.facts.quantities import Range
from zhenkit.facts.types.members import ChoiceType


def choices(check):
    return tuple(fact for fact in facts_asked(check) if isinstance(fact.type, ChoiceType))


@st.composite
def cases(draw):
    """A tree, what is known of its facts, and those of them in doubt under --strict."""
    check = draw(trees())
    facts = draw(known(check))
    doubted = draw(st.frozensets(st.sampled_from(sorted(facts)))) if facts else frozenset()
    return check, KnownFacts(facts, doubted)


@settings(max_examples=80)
@given(cases())
def test_each_end_is_reached_and_none_lies_outside(drawn):
    check, case = drawn
    reached = [grade(check, full, case.unproven) for full in completions(list(facts_asked(check)), case.facts)]
    assert span(check, case, choices(check)) == Span(min(reached), max(reached))


@given(cases())
def test_the_trace_gives_every_check_its_own_tight_span(drawn):
    check, case = drawn
    traced = trace(check, case, choices(check))
    assert traced.span == span(check, case, choices(check))
    pending = [traced]
    while pending:
        found = pending.pop()
        pending += found.parts
        reached = [
            grade(found.check, full, case.unproven) for full in completions(list(facts_asked(check)), case.facts)
        ]
        assert found.span == Span(min(reached), max(reached))


@given(cases())
def test_the_trace_says_what_was_given_what_was_asked_and_which_parts_decide(drawn):
    check, case = drawn
    pending = [trace(check, case, choices(check))]
    while pending:
        found = pending.pop()
        pending += found.parts
        for part in found.deciding():
            assert part in found.parts
            under_one = len(found.parts) == 1  # what a cap or a lift gives hangs on its one part
            assert under_one or part.span.worst == found.span.worst or part.span.best == found.span.best
        if not found.parts:
            leaf = found.check
            assert found.value == case.facts.get(leaf.fact.id)
            by = getattr(leaf.figure, "by", None)
            if by is None:
                assert found.asked == leaf.figure
            else:
                assert found.asked == leaf.figure.figures.get(case.facts.get(by.id), leaf.figure.figures)


@given(cases(), st.data())
def test_learning_a_fact_never_widens_a_span(drawn, data):
    check, case = drawn
    open_facts = [fact for fact in facts_asked(check) if fact.id not in case.facts]
    if open_facts:
        fact = data.draw(st.sampled_from(open_facts))
        learned = KnownFacts({**case.facts, fact.id: data.draw(st.sampled_from(domain(fact)))}, case.unproven)
        before, after = span(check, case, choices(check)), span(check, learned, choices(check))
        assert before.worst <= after.worst <= after.best <= before.best


@given(cases(), st.data())
def test_more_of_a_fact_never_hurts_where_it_helps_and_never_helps_where_it_hurts(drawn, data):
    check, case = drawn
    ordered = [fact for fact in facts_asked(check) if not isinstance(fact.type, ChoiceType)]
    fact = data.draw(st.sampled_from(ordered))
    low, high = data.draw(
        st.tuples(st.sampled_from(domain(fact)), st.sampled_from(domain(fact))).filter(lambda two: two[0] <= two[1])
    )
    helps = next(leaf.operator.upward for leaf in leaves(check) if leaf.fact is fact)
    less, more = (
        KnownFacts({**case.facts, fact.id: value}, case.unproven - {fact.id})
        for value in ((low, high) if helps else (high, low))
    )
    for one, other in zip(span(check, less, choices(check)), span(check, more, choices(check)), strict=True):
        assert one <= other
    for one, other in zip(progress(check, less, choices(check)), progress(check, more, choices(check)), strict=True):
        assert Fraction(one) <= Fraction(other)


@pytest.mark.parametrize("rules", RULE_SETS)
@given(data=st.data())
def test_the_spans_of_the_shipped_rule_sets_are_tight(rules, data):
    for criterion in RULE_SETS[rules].criteria:
        facts = data.draw(towns_of(criterion))
        reached = {grade(criterion.require, full) for full in completions_of(criterion, facts)}
        assert span(criterion.require, KnownFacts(facts), criterion.choices) == Span(min(reached), max(reached))


CLUSTERING = RULE_SETS["shanxi"].criterion(4)
YUAN_100M = 10**10
RELAXATION = dict.fromkeys(
    ["historical_origin", "industry_influence", "name_recognition", "high_market_share", "development_prospects"], True
)
CLUSTERED = {"single_county": True, "supporting_capacity": True, "category": "manufacturing"}


@pytest.mark.parametrize(
    ("known_of_it", "worst", "best"),
    [
        ({"annual_output": 20 * YUAN_100M}, Grade.MET, Grade.MET),
        ({"annual_output": 20 * YUAN_100M - 1}, Grade.NOT_MET, Grade.RELAXED),
        ({"annual_output": 20 * YUAN_100M - 1, **RELAXATION}, Grade.RELAXED, Grade.RELAXED),
        ({"annual_output": YUAN_100M - 1, **RELAXATION}, Grade.NOT_MET, Grade.NOT_MET),
        (RELAXATION, Grade.NOT_MET, Grade.MET),
        ({"annual_output": Range(YUAN_100M, 19 * YUAN_100M), **RELAXATION}, Grade.RELAXED, Grade.RELAXED),
        ({"annual_output": Range(YUAN_100M, 20 * YUAN_100M), **RELAXATION}, Grade.RELAXED, Grade.MET),
        ({"annual_output": Range(1, 20 * YUAN_100M), **RELAXATION}, Grade.NOT_MET, Grade.MET),
        ({"annual_output": 12 * YUAN_100M, **RELAXATION, "category": None}, Grade.RELAXED, Grade.MET),
        ({"annual_output": 9 * YUAN_100M, **RELAXATION, "category": None}, Grade.RELAXED, Grade.RELAXED),
        ({"annual_output": 12 * YUAN_100M, "category": None, "name_recognition": False}, Grade.NOT_MET, Grade.MET),
        ({"annual_output": 9 * YUAN_100M, "category": None, "name_recognition": False}, Grade.NOT_MET, Grade.REVIEW),
        ({"annual_output": 25 * YUAN_100M, "category": "other"}, Grade.REVIEW, Grade.RELAXED),
        ({"annual_output": YUAN_100M - 1, "category": "other"}, Grade.NOT_MET, Grade.NOT_MET),
        ({"annual_output": 25 * YUAN_100M, "single_county": False}, Grade.REVIEW, Grade.REVIEW),
        ({"annual_output": 25 * YUAN_100M, "single_county": None}, Grade.REVIEW, Grade.MET),
    ],
)
def test_output_in_threshold_floor_and_relaxation_is_judged_as_one_figure(known_of_it, worst, best):
    facts = {fact: value for fact, value in {**CLUSTERED, **known_of_it}.items() if value is not None}
    assert span(CLUSTERING.require, KnownFacts(facts), CLUSTERING.choices) == Span(worst, best)
