"""A town along the values of a fact: every value of a fine grid comes out as its piece says, and no cut is idle."""

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.checks.shipped import RULE_SETS
from tests.loading import load_towns
from tests.paths import ROOT
from tests.strategies import DICTIONARY, FIRST_DAY, known, rule_set, town, trees
from zhenkit.facts.quantities import Range
from zhenkit.facts.types.members import ChoiceType, SetType
from zhenkit.judging.axes import NoAxis
from zhenkit.judging.judgement import judge
from zhenkit.judging.sweep import Swept, sweep

MOST = 9


def grid(fact):
    """Values of a fact, many between any two figures that random trees ask for."""
    kind = fact.type
    if isinstance(kind, ChoiceType):
        return list(kind.by_id)
    if isinstance(kind, SetType):
        members = list(kind.by_id)
        return [frozenset(some) for count in range(len(members) + 1) for some in combinations(members, count)]
    if kind.top is True:
        return [False, True]
    if kind.name == "date":
        return list(range(FIRST_DAY - 3, FIRST_DAY + 8))
    if kind.name == "level":
        return list(range(kind.top + 1))
    if fact.whole:
        return list(range(MOST + 1))
    return [Fraction(part, 6) for part in range(6 * 6)]


def judged_at(one, rules, **facts):
    found = judge(one, rules, instead=facts)
    return Swept(found.span, tuple(judged.span for judged in found.criteria))


def piece_of(axis, value):
    """The number of the one piece that a value lies in."""
    (at,) = [at for at, piece in enumerate(axis.pieces) if axis.holds(piece, value)]
    return at


@st.composite
def cases(draw):
    checks = draw(st.lists(trees(most_leaves=4), min_size=1, max_size=2))
    rules = rule_set(*checks)
    facts = {}
    for check in checks:
        facts |= draw(known(check))
    stated = {name: value for name, value in facts.items() if DICTIONARY[name].derived is None}
    return town(stated), rules, [stated for fact in rules.asked for stated in (fact, *fact.bases)]


@given(cases(), st.data())
@settings(max_examples=20)
def test_every_value_comes_out_as_its_piece_says(case, data):
    one, rules, asked = case
    fact = data.draw(st.sampled_from(asked))
    found = sweep(one, rules, [fact.id])
    (axis,) = found.axes
    for value in grid(fact):
        assert found.outcomes[piece_of(axis, value),] == judged_at(one, rules, **{fact.id: value})


@pytest.mark.slow
@given(cases(), st.data())
def test_at_each_point_and_on_both_sides_of_it(case, data):
    one, rules, asked = case
    fact = data.draw(st.sampled_from(asked))
    for turn in sweep(one, rules, [fact.id]).turns:
        assert turn.before != turn.after  # no cut is idle
        step = 1 if fact.whole else Fraction(1, 10**9)
        at, near = turn.at.value, turn.at.value + step if turn.at.behind else turn.at.value - step
        before, after = (at, near) if turn.at.behind else (near, at)
        assert judged_at(one, rules, **{fact.id: before}) == turn.before
        assert judged_at(one, rules, **{fact.id: after}) == turn.after


@pytest.mark.slow
@given(cases(), st.data())
@settings(max_examples=30)
def test_every_pair_of_values_comes_out_as_the_map_says(case, data):
    one, rules, asked = case
    both = list({fact.id: fact for fact in asked}.values())
    if len(both) < 2:
        return
    first, second = data.draw(st.permutations(both))[:2]
    try:
        found = sweep(one, rules, [first.id, second.id])
    except NoAxis:
        assert any({first.id, second.id} <= {fact.id, *fact.reads} for fact in rules.derived)
        return
    covered = [
        (row, column)
        for region in found.regions
        for row in range(region.first[0], region.last[0] + 1)
        for column in range(region.first[1], region.last[1] + 1)
    ]
    assert sorted(covered) == sorted(found.outcomes)  # each piece in one rectangle
    for value in grid(first)[::3]:
        for other in grid(second)[::2]:
            place = piece_of(found.axes[0], value), piece_of(found.axes[1], other)
            assert found.outcomes[place] == judged_at(one, rules, **{first.id: value, second.id: other})
            (region,) = [
                region
                for region in found.regions
                if all(low <= at <= high for low, at, high in zip(region.first, place, region.last, strict=True))
            ]
            assert region.outcome == found.outcomes[place]


def fine(fact, asking):
    """Values of a fact of a shipped standard: at, just below and just above each figure, and far from all of them."""
    kind = fact.type
    if isinstance(kind, SetType):
        members = list(kind.by_id)
        return [frozenset(some) for count in (0, 1, 2, 7, 8) for some in combinations(members, count)]
    if isinstance(kind, ChoiceType) or kind.top is True or kind.name == "level":
        return grid(fact)
    figures = {figure for leaf in asking if leaf.fact.id == fact.id for figure in leaf.figures}
    return sorted({0, 10**15, *(figure + step for figure in figures for step in (-1, 0, 1) if figure + step >= 0)})


@pytest.mark.parametrize("name", RULE_SETS)
@pytest.mark.parametrize("sample", ["incomplete", "review"])
def test_along_every_fact_of_the_shipped_standards(name, sample):
    rules = RULE_SETS[name]
    (one,) = load_towns(ROOT / "samples" / "made-up" / f"{sample}.yaml", rules=rules)
    asking = [leaf for criterion in rules.criteria for leaf in criterion.leaves]
    for fact in rules.to_state:
        found = sweep(one, rules, [fact.id])
        (axis,) = found.axes
        for value in fine(fact, asking):
            assert found.outcomes[piece_of(axis, value),] == judged_at(one, rules, **{fact.id: value}), fact.id
        assert all(turn.before != turn.after for turn in found.turns)
        value = one.facts.get(fact.id)
        if value is not None and not isinstance(value, Range):
            assert found.outcomes[piece_of(axis, value),].span == found.judgement.span, fact.id
