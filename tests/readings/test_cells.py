"""The grid of critical values: enough to tell apart whatever a check can tell apart."""

from hypothesis import given

from tests.readings.shipped import RULE_SETS
from tests.strategies import DICTIONARY, domain, trees
from zhenkit.checks import AT_LEAST, INCLUDES, Leaf, facts_asked, leaves
from zhenkit.quantities import Range
from zhenkit.readings.cells import cells


def outcomes(fact, asking, values):
    """How the leaves that ask for a fact come out, for each of these values."""
    mine = [leaf for leaf in asking if leaf.fact is fact]
    return {tuple(leaf.comparison.holds(value, figure) for leaf in mine for figure in leaf.figures) for value in values}


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
