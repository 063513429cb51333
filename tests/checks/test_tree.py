"""The tree of checks and its fold."""

import pytest
from hypothesis import given

from tests.strategies import DICTIONARY, trees
from zhenkit.checks.grades import MET, NOT_MET, REVIEW
from zhenkit.checks.tree import (
    AT_LEAST,
    AT_LEAST_MEMBERS,
    INCLUDES,
    IS_NO,
    IS_YES,
    All,
    AnyOf,
    FigureTable,
    Fold,
    InPrinciple,
    Leaf,
    Of,
    Relaxed,
    facts_asked,
    leaves,
)
from zhenkit.facts.quantities import Range


class Written(Fold[str]):
    """A check as one line: a reading as small as one can be."""

    def leaf(self, check):
        return check.fact.id

    def all(self, _check, parts):
        return f"all({' '.join(parts)})"

    def any(self, _check, parts):
        return f"any({' '.join(parts)})"

    def of(self, check, parts):
        return f"{check.count}of({' '.join(parts)})"

    def relaxed(self, _check, part):
        return f"relaxed({part})"

    def in_principle(self, _check, part):
        return f"in_principle({part})"


def leaf(name, comparison=AT_LEAST, figure=1):
    return Leaf(None, None, DICTIONARY[name], comparison, figure)


TREE = All(
    None,
    None,
    (
        leaf("count_a"),
        AnyOf(None, None, (leaf("money"), Relaxed(None, None, leaf("level")))),
        InPrinciple(None, None, Of(None, None, (leaf("set"), leaf("count_a"), leaf("count_b")), 2)),
    ),
)


def test_a_reading_is_told_every_check_once_parts_before_the_whole():
    assert TREE.fold(Written()) == "all(count_a any(money relaxed(level)) in_principle(2of(set count_a count_b)))"


def test_leaves_stand_in_the_order_written():
    assert [found.fact.id for found in leaves(TREE)] == ["count_a", "money", "level", "set", "count_a", "count_b"]


def test_facts_are_asked_once_a_choice_before_the_figure_it_picks():
    table = FigureTable(DICTIONARY["kind"], {"one": 1, "two": 2, "three": None})
    check = All(None, None, (leaf("money", figure=table), leaf("count_a"), leaf("money"), leaf("level", figure=table)))
    assert [fact.id for fact in facts_asked(check)] == ["kind", "money", "count_a", "level"]


@pytest.mark.parametrize(
    ("comparison", "figure", "value", "grade"),
    [
        (AT_LEAST, 10, 10, MET),
        (AT_LEAST, 10, 9, NOT_MET),
        (AT_LEAST, 0, 0, MET),
        (IS_YES, True, True, MET),
        (IS_YES, True, False, NOT_MET),
        (IS_NO, False, False, MET),
        (IS_NO, False, True, NOT_MET),
        (INCLUDES, frozenset("xy"), frozenset("xyz"), MET),
        (INCLUDES, frozenset("xy"), frozenset("xz"), NOT_MET),
        (AT_LEAST_MEMBERS, 2, frozenset("xy"), MET),
        (AT_LEAST_MEMBERS, 2, frozenset("x"), NOT_MET),
    ],
)
def test_a_leaf_holds_or_not(comparison, figure, value, grade):
    assert leaf("set", comparison, figure).grade(value, {}) == grade


def test_a_table_asks_the_figure_of_the_choice_and_none_is_for_review():
    check = leaf("money", figure=FigureTable(DICTIONARY["kind"], {"one": 1, "two": 2, "three": None}))
    assert [check.grade(1, {"kind": kind}) for kind in ("one", "two", "three")] == [MET, NOT_MET, REVIEW]
    assert check.figures == (1, 2)
    assert check.asked({"kind": "two"}) == 2


def test_the_ends_of_a_missing_fact_are_those_of_its_scale():
    assert leaf("count_a").ends(None) == (0, float("inf"))
    assert leaf("level").ends(None) == (0, 3)
    assert leaf("set").ends(None) == (frozenset(), frozenset("xyz"))
    assert leaf("fact_a", IS_YES).ends(None) == (False, True)


def test_where_more_of_a_fact_hurts_its_ends_are_the_other_way_round():
    assert leaf("fact_a", IS_NO).ends(None) == (True, False)


def test_the_ends_of_a_range_and_of_a_known_value():
    assert leaf("count_a").ends(Range(3, 5)) == (3, 5)
    assert leaf("count_a").ends(4) == (4, 4)


@given(trees())
def test_every_fact_of_a_random_tree_pulls_one_way(check):
    directions = {(found.fact.id, found.operator.upward) for found in leaves(check)}
    assert len(directions) == len({fact for fact, _upward in directions})
