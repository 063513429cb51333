"""A town along the values of a fact: every value of a fine grid comes out as its piece says, and no cut is idle."""

from fractions import Fraction
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.strategies import DICTIONARY, FIRST_DAY, known, rule_set, town, trees
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
def test_every_value_comes_out_as_its_piece_says(case, data):
    one, rules, asked = case
    fact = data.draw(st.sampled_from(asked))
    found = sweep(one, rules, [fact.id])
    (axis,) = found.axes
    for value in grid(fact):
        assert found.outcomes[piece_of(axis, value),] == judged_at(one, rules, **{fact.id: value})


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
