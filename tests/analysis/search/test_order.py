"""What shapes tell of two checks: never more than is so, and what is left asks the same of every town."""

from math import prod

import pytest
from hypothesis import assume, given, settings

from tests.analysis.diff.test_compare import either, every, least, yes
from tests.strategies import DICTIONARY, completions, domain, grade, trees
from zhenkit.analysis.search.order import simplified
from zhenkit.checks.partial import hinging
from zhenkit.checks.rewrite import ALWAYS, NEVER
from zhenkit.checks.tree import AT_LEAST, AT_MOST, LESS_THAN, MORE_THAN, InPrinciple, Leaf, Of, Relaxed, facts_asked


def _grade(check, town):
    return hinging(check)(town).span.worst


def towns_of(*checks):
    asked = {fact.id: fact for check in checks for fact in facts_asked(check)}
    assume(prod(len(domain(fact)) for fact in asked.values()) <= 1500)
    return list(completions(list(asked.values()), {}, {fact.id: domain(fact) for fact in asked.values()}))


@settings(max_examples=150)
@given(trees(most_leaves=4), trees(most_leaves=4))
def test_what_is_left_is_above_for_the_same_towns(one, other):
    high, low = simplified(one, other)
    for town in towns_of(one, other):
        assert (_grade(high, town) > _grade(low, town)) == (grade(one, town) > grade(other, town))


@settings(max_examples=100)
@given(trees(most_leaves=4), trees(most_leaves=2))
def test_parts_in_common_are_left_out_and_change_nothing(one, part):
    for a, b in ((every(one, part), part), (part, either(one, part)), (every(part, one), either(part, one))):
        assert simplified(a, b) == (NEVER, ALWAYS)
        high, low = simplified(b, a)
        for town in towns_of(a, b):
            assert (_grade(high, town) > _grade(low, town)) == (grade(b, town) > grade(a, town))


def count(operator, figure):
    return Leaf(None, None, DICTIONARY["count_a"], operator, figure)


def of(mark, *parts):
    """Parts, each with its points."""
    return Of(None, None, tuple(part for part, _points in parts), mark, tuple(points for _part, points in parts))


A, B, C = yes("found_a"), yes("found_b"), yes("found_c")


@pytest.mark.parametrize(
    ("weak", "strong"),
    [
        (count(AT_LEAST, 5), count(AT_LEAST, 6)),
        (count(AT_LEAST, 5), count(MORE_THAN, 5)),
        (count(AT_MOST, 6), count(AT_MOST, 5)),
        (count(AT_MOST, 5), count(LESS_THAN, 5)),
        (either(A, B), A),
        (A, every(A, B)),
        (InPrinciple(None, None, A), A),
        (A, Relaxed(None, None, A)),
        (of(4, (A, 2), (B, 3), (C, 2)), of(5, (A, 2), (B, 3), (C, 2))),
        (of(5, (A, 2), (B, 4), (C, 2)), of(5, (A, 2), (B, 3), (C, 2))),
        (of(4, (A, 3), (least("count_a", 5), 3), (B, 3)), of(4, (A, 3), (least("count_a", 6), 3), (B, 3))),
        (of(2, (A, 2), (B, 3)), every(A, C)),
        (A, of(6, (A, 4), (B, 2), (C, 2))),
        (of(3, (A, 2), (B, 3), (C, 2)), of(5, (A, 2), (B, 3), (C, 2), (count(AT_LEAST, 1), 2))),
    ],
)
def test_the_weaker_of_two_is_told_by_shape(weak, strong):
    assert simplified(strong, weak) == (NEVER, ALWAYS)
    assert simplified(weak, strong) != (NEVER, ALWAYS)
