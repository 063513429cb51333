"""The score: how far a town is on the way, exactly."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import strategies
from tests.checks.shipped import RULE_SETS, completions_of, towns_of
from tests.strategies import DICTIONARY, completions, known, rule_set, town, trees
from zhenkit.checks.evaluate import KnownFacts
from zhenkit.checks.score import progress, score
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
    Of,
    Relaxed,
    facts_asked,
)
from zhenkit.facts.quantities import Range
from zhenkit.facts.types.members import ChoiceType
from zhenkit.judging.judgement import judge


def choices(check):
    return tuple(fact for fact in facts_asked(check) if isinstance(fact.type, ChoiceType))


@st.composite
def cases(draw):
    check = draw(trees())
    return check, draw(known(check, most_completions=600))


@settings(max_examples=80)
@given(cases())
def test_its_ends_are_the_least_and_the_most_that_the_missing_facts_allow(drawn):
    check, facts = drawn
    reached = [strategies.progress(check, full) for full in completions(list(facts_asked(check)), facts)]
    low, high = progress(check, KnownFacts(facts), choices(check))
    assert isinstance(low, (int, Fraction))  # never rounded on the way
    assert isinstance(high, (int, Fraction))
    assert (low, high) == (min(reached), max(reached))


@pytest.mark.parametrize("rules", RULE_SETS)
@settings(max_examples=15)
@given(data=st.data())
def test_it_is_so_for_every_criterion_of_the_shipped_rule_sets(rules, data):
    for criterion in RULE_SETS[rules].criteria:
        facts = data.draw(towns_of(criterion, most_completions=200))
        reached = [strategies.progress(criterion.require, full) for full in completions_of(criterion, facts)]
        ends = progress(criterion.require, KnownFacts(facts), criterion.choices)
        assert ends == (min(reached), max(reached))


def leaf(name, figure=True, comparison=None):
    return Leaf(None, None, DICTIONARY[name], comparison or (IS_YES if figure is True else AT_LEAST), figure)


COUNT = leaf("count_a", 10)
FOUND = leaf("found_a")


@pytest.mark.parametrize(
    ("check", "facts", "low", "high"),
    [
        (COUNT, {"count_a": 3}, Fraction(3, 10), Fraction(3, 10)),
        (COUNT, {"count_a": 10}, 1, 1),
        (COUNT, {"count_a": 30}, 1, 1),
        (COUNT, {"count_a": 0}, 0, 0),
        (COUNT, {}, 0, 1),
        (COUNT, {"count_a": Range(3, 7)}, Fraction(3, 10), Fraction(7, 10)),
        (COUNT, {"count_a": Range(7, 12)}, Fraction(7, 10), 1),
        (FOUND, {"found_a": False}, 0, 0),
        (leaf("fact_a", False, IS_NO), {"fact_a": True}, 0, 0),
        (leaf("fact_a", False, IS_NO), {"fact_a": False}, 1, 1),
        (leaf("fact_a", False, IS_NO), {}, 0, 1),
        (leaf("level", 3), {"level": 2}, Fraction(2, 3), Fraction(2, 3)),
        (leaf("set", frozenset("xyz"), INCLUDES), {"set": frozenset("xz")}, Fraction(2, 3), Fraction(2, 3)),
        (leaf("set", frozenset("xy"), INCLUDES), {"set": frozenset("z")}, 0, 0),
        (leaf("set", 2, AT_LEAST_MEMBERS), {"set": frozenset("z")}, Fraction(1, 2), Fraction(1, 2)),
        (leaf("set", 2, AT_LEAST_MEMBERS), {}, 0, 1),
        (All(None, None, (COUNT, FOUND)), {"count_a": 5, "found_a": True}, Fraction(3, 4), Fraction(3, 4)),
        (All(None, None, (COUNT, FOUND)), {"count_a": 5}, Fraction(1, 4), Fraction(3, 4)),
        (AnyOf(None, None, (COUNT, FOUND)), {"count_a": 5, "found_a": False}, Fraction(1, 2), Fraction(1, 2)),
        (
            Of(None, None, (COUNT, FOUND, leaf("found_b")), 2),
            {"count_a": 5, "found_a": True, "found_b": False},
            Fraction(3, 4),
            Fraction(3, 4),
        ),
        (Relaxed(None, None, FOUND), {"found_a": True}, 1, 1),
        (InPrinciple(None, None, FOUND), {"found_a": False}, 0, 0),
    ],
)
def test_the_progress_of_each_kind_of_check(check, facts, low, high):
    assert progress(check, KnownFacts(facts), ()) == (low, high)


TABLE = leaf("count_a", FigureTable(DICTIONARY["kind"], {"one": 10, "two": 5, "three": None}))


@pytest.mark.parametrize(
    ("facts", "low", "high"),
    [
        ({"kind": "three", "count_a": 1}, Fraction(1, 2), Fraction(1, 2)),
        ({"kind": "three"}, Fraction(1, 2), Fraction(1, 2)),
        ({"kind": "one", "count_a": 4}, Fraction(4, 10), Fraction(4, 10)),
        ({"count_a": 4}, Fraction(4, 10), Fraction(4, 5)),
        ({"count_a": 5}, Fraction(1, 2), 1),
        ({}, 0, 1),
    ],
)
def test_a_missing_choice_counts_with_each_of_its_values_and_no_figure_is_one_half(facts, low, high):
    assert progress(TABLE, KnownFacts(facts), (DICTIONARY["kind"],)) == (low, high)


@pytest.mark.parametrize(
    ("share", "points"),
    [
        (Fraction(1, 2000), 0.0),  # 0.05: half, to even
        (Fraction(3, 2000), 0.2),  # 0.15
        (Fraction(5, 2000), 0.2),  # 0.25
        (Fraction(1251, 2000), 62.6),  # 62.55
        (Fraction(1253, 2000), 62.6),  # 62.65
        (Fraction(2, 3), 66.7),
        (Fraction(19999, 20000), 99.9),  # 100.0 is of a whole alone
        (0, 0.0),
        (1, 100.0),
    ],
)
def test_the_score_is_rounded_half_to_even_to_one_decimal(share, points):
    assert score([share], [1]) == points


@given(
    st.lists(st.tuples(st.fractions(0, 1), st.integers(0, 5)), min_size=1).filter(lambda two: sum(w for _s, w in two))
)
def test_the_score_is_the_weighted_mean(pairs):
    shares, weights = zip(*pairs, strict=True)
    exact = sum(share * weight for share, weight in pairs) / Fraction(sum(weights)) * 100
    found = Fraction(Decimal(str(score(shares, weights))))
    assert abs(found - exact) <= Fraction(1, 20) or (found == Fraction(999, 10) and exact < 100)
    assert 0 <= found <= 100


def test_weights_of_a_rule_set_weigh_its_criteria():
    checks = (leaf("found_a"), leaf("found_b"), leaf("found_c"))
    facts = {"found_a": True, "found_b": False, "found_c": False}
    assert judge(town(facts), rule_set(*checks)).score.low == 33.3
    assert judge(town(facts), rule_set(*checks, weights={1: Decimal(2)})).score.low == 50.0
    assert judge(town(facts), rule_set(*checks, weights={1: Decimal("0.5")})).score.low == 20.0
    assert judge(town(facts), rule_set(*checks, weights={2: Decimal(0), 3: Decimal(0)})).score.low == 100.0


def test_missing_facts_make_the_score_a_range():
    found = judge(town({"found_a": True}), rule_set(leaf("found_a"), leaf("found_b"))).score
    assert (found.low, found.high) == (50.0, 100.0)


def test_a_missing_category_makes_the_score_a_range():
    found = judge(town({"count_a": 4}), rule_set(TABLE)).score
    assert (found.low, found.high) == (40.0, 80.0)
