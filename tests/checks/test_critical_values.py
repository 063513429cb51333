"""The grid of critical values: enough to tell apart whatever a check can tell apart."""

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.checks.shipped import RULE_SETS
from tests.strategies import DICTIONARY, domain, text, trees
from zhenkit.checks.critical_values import cells
from zhenkit.checks.tree import AT_LEAST, AT_MOST, INCLUDES, LESS_THAN, MORE_THAN, Leaf, facts_asked, leaves
from zhenkit.facts.derived import Derivation, Growth
from zhenkit.facts.fact import Fact
from zhenkit.facts.quantities import Range
from zhenkit.facts.types.registry import PLAIN_TYPES


def outcomes(fact, asking, values):
    """How the leaves that ask for a fact come out, for each of these values."""
    mine = [leaf for leaf in asking if leaf.fact is fact]
    return {tuple(leaf.operator.holds(value, figure) for leaf in mine for figure in leaf.figures) for value in values}


@given(trees())
def test_every_outcome_of_the_leaves_has_its_cell(check):
    asking = leaves(check)
    for fact in facts_asked(check):
        grid = cells(fact, asking)
        assert outcomes(fact, asking, grid) == outcomes(fact, asking, domain(fact))
        assert len(grid) == len(set(grid))


def test_figures_cut_a_scale_into_cells_lowest_first():
    asking = [Leaf(None, None, DICTIONARY["count_a"], AT_LEAST, figure) for figure in (5, 2, 5, 0)]
    assert cells(DICTIONARY["count_a"], asking) == (0, 2, 5)
    assert cells(DICTIONARY["count_a"], asking, Range(3, 9)) == (3, 5)
    assert cells(DICTIONARY["count_a"], asking, Range(1, 2)) == (1, 2)
    assert cells(DICTIONARY["count_a"], asking, 7) == (7,)


AVERAGE = Fact("average", PLAIN_TYPES["money"], text("average"), derived=Derivation("average", ("x",), 3))
SUM = Fact("sum", PLAIN_TYPES["money"], text("sum"), derived=Derivation("sum", ("x",), 3))
comparisons = st.sampled_from([AT_LEAST, MORE_THAN, AT_MOST, LESS_THAN])
thirds = st.integers(0, 15).map(lambda part: Fraction(part, 3))


@pytest.mark.parametrize("fact", [AVERAGE, SUM, DICTIONARY["number"], DICTIONARY["percent"], DICTIONARY["count_a"]])
@given(
    st.lists(st.tuples(comparisons, st.integers(0, 5)), min_size=1, max_size=4),
    st.one_of(st.none(), st.tuples(thirds, st.one_of(thirds, st.just(math.inf)))),
)
def test_a_range_has_a_cell_for_each_outcome_that_lies_in_it_and_none_beside_it(fact, asked, ends):
    asking = [Leaf(None, None, fact, comparison, figure) for comparison, figure in asked]
    given = None
    if ends is not None:
        low, high = sorted(ends)
        if fact.whole:
            low, high = math.floor(low), high if high == math.inf else math.ceil(high)
        given = Range(low, high)
    least, most = given or (fact.type.bottom, math.inf)
    step = 1 if fact.whole else Fraction(1, 6)
    every = [part * step for part in range(-6, int(7 / step)) if least <= part * step <= most]
    grid = cells(fact, asking, given)
    within = [one for one in grid if one != -math.inf]
    assert all(least <= one <= most for one in within)
    assert outcomes(fact, asking, grid) == outcomes(fact, asking, every)
    assert list(grid) == sorted(set(grid))


def test_an_average_of_whole_figures_may_lie_between_two_and_a_sum_may_not():
    asking = [
        Leaf(None, None, fact, how, 4 + (how is AT_LEAST)) for fact in (AVERAGE, SUM) for how in (AT_LEAST, MORE_THAN)
    ]
    assert cells(AVERAGE, asking, Range(0, 9)) == (0, 4, Fraction(9, 2), 5)
    assert cells(SUM, asking, Range(0, 9)) == (0, 4, 5)
    assert cells(AVERAGE, asking, Range(0, Fraction(13, 3))) == (0, 4, Fraction(13, 3))


def test_a_range_may_end_at_a_growth_that_no_fraction_is():
    root = Growth(Fraction(6, 5), 2)  # 9.54…%
    asking = [
        Leaf(None, None, DICTIONARY["percent"], MORE_THAN, figure) for figure in (Fraction(9, 100), Fraction(1, 10))
    ]
    assert cells(DICTIONARY["percent"], asking, Range(-1, root)) == (-1, Fraction(9, 100), root)
    assert cells(DICTIONARY["percent"], asking, Range(root, math.inf)) == (root, Fraction(1, 10), Fraction(11, 10))


def test_members_that_the_same_checks_name_are_alike():
    services = RULE_SETS["shanxi"].facts["services"]
    asking = RULE_SETS["shanxi"].criterion(7).leaves
    assert [len(cell) for cell in cells(services, asking)] == list(range(9))  # not 256 sets
    one = Leaf(None, None, DICTIONARY["set"], INCLUDES, frozenset("x"))
    assert [sorted(cell) for cell in cells(DICTIONARY["set"], [one])] == [
        [],
        ["y"],
        ["x"],
        ["y", "z"],
        ["x", "y"],
        ["x", "y", "z"],
    ]


def test_a_choice_has_a_cell_for_each_of_its_values():
    assert cells(DICTIONARY["kind"], []) == ("one", "two", "three")
