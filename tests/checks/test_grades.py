"""The chain of grades and the algebra of spans."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tests.strategies  # noqa: F401 - the profile
from zhenkit.checks.grades import (
    EXACT,
    MET,
    NOT_MET,
    RELAXED,
    REVIEW,
    Grade,
    Span,
    cap,
    enough,
    granted,
    highest,
    join,
    lift,
    lowest,
    refused,
)

SPANS = [Span(worst, best) for worst, best in product(Grade, Grade) if worst <= best]
spans = st.sampled_from(SPANS)
several = st.lists(spans, min_size=1, max_size=4)


def every_way(some: list[Span]) -> list[tuple[Grade, ...]]:
    """Every choice of one grade out of each span."""
    return list(product(*[[grade for grade in Grade if worst <= grade <= best] for worst, best in some]))


def ends(grades: list[Grade]) -> Span:
    return Span(min(grades), max(grades))


def test_grades_stand_in_the_contracts_order():
    assert NOT_MET < REVIEW < RELAXED < MET


@pytest.mark.parametrize(
    ("grade", "word", "verdict"),
    [
        (NOT_MET, "not_met", "fail"),
        (REVIEW, "review", "review"),
        (RELAXED, "relaxed", "relaxed"),
        (MET, "met", "pass"),
    ],
)
def test_a_grade_has_a_word_for_a_criterion_and_one_for_a_town(grade, word, verdict):
    assert (grade.word, grade.verdict) == (word, verdict)
    assert (EXACT[grade].word, EXACT[grade].verdict) == (word, verdict)
    assert EXACT[grade].decided


@pytest.mark.parametrize("span", [span for span in SPANS if span.worst != span.best])
def test_a_span_whose_ends_differ_is_incomplete(span):
    assert (span.word, span.verdict, span.decided) == ("incomplete", "incomplete", False)


@given(several)
def test_all_of_spans_is_the_span_of_the_lowest_grade(some):
    assert lowest(some) == ends([min(way) for way in every_way(some)])


@given(several)
def test_any_of_spans_is_the_span_of_the_highest_grade(some):
    assert highest(some) == ends([max(way) for way in every_way(some)])


@given(several, st.data())
def test_so_many_of_spans_is_the_span_of_the_grade_that_so_many_reach(some, data):
    count = data.draw(st.integers(1, len(some)))

    def reached(way: tuple[Grade, ...]) -> Grade:
        return max(grade for grade in Grade if sum(one >= grade for one in way) >= count)

    assert enough(some, [1] * len(some), count) == ends([reached(way) for way in every_way(some)])


@given(several)
def test_all_and_any_are_so_many_of_spans_at_its_ends(some):
    assert enough(some, [1] * len(some), len(some)) == lowest(some)
    assert enough(some, [1] * len(some), 1) == highest(some)


@given(several)
def test_a_join_is_the_smallest_span_that_holds_all(some):
    joined = join(some)
    assert joined in SPANS
    assert all(joined.worst <= span.worst and span.best <= joined.best for span in some)
    assert {joined.worst} <= {span.worst for span in some}
    assert {joined.best} <= {span.best for span in some}


@pytest.mark.parametrize("change", [cap, lift, granted, refused])
@given(span=spans)
def test_every_change_of_grades_maps_the_ends_of_a_span_to_the_ends_of_the_changed(change, span):
    assert span.map(change) == ends([change(*way) for way in every_way([span])])


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (cap, [NOT_MET, REVIEW, RELAXED, RELAXED]),
        (lift, [REVIEW, REVIEW, RELAXED, MET]),
        (granted, [NOT_MET, RELAXED, RELAXED, MET]),
        (refused, [NOT_MET, NOT_MET, RELAXED, MET]),
    ],
)
def test_what_a_cap_a_lift_and_a_decision_do_to_each_grade(change, expected):
    assert [change(grade) for grade in Grade] == expected


def test_kleenes_logic_is_the_special_case_of_two_grades():
    true, false, unknown = EXACT[MET], EXACT[NOT_MET], Span(NOT_MET, MET)
    assert lowest([true, unknown]) == unknown
    assert lowest([false, unknown]) == false
    assert highest([true, unknown]) == true
    assert highest([false, unknown]) == unknown
    assert lowest([unknown, unknown]) == highest([unknown, unknown]) == unknown


@given(several, st.data())
def test_a_better_part_never_makes_the_whole_worse(some, data):
    index = data.draw(st.integers(0, len(some) - 1))
    worst, best = some[index]
    better = data.draw(spans.filter(lambda span: span.worst >= worst and span.best >= best))
    raised = [*some[:index], better, *some[index + 1 :]]
    count = data.draw(st.integers(1, len(some)))
    for whole in (lowest, highest, lambda parts: enough(parts, [1] * len(parts), count)):
        before, after = whole(some), whole(raised)
        assert before.worst <= after.worst
        assert before.best <= after.best
