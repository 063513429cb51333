"""The critical values of each fact: the finite grid on which a check's grade is decided.

Between two neighbouring critical values no check of the fact comes out differently, so one value of each interval
stands for all of it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import product

from zhenkit.checks.tree import AT_MOST, INCLUDES, MORE_THAN, Leaf
from zhenkit.facts.fact import Fact
from zhenkit.facts.quantities import UNDEFINED, OrUndefined, Range
from zhenkit.facts.types.base import Value
from zhenkit.facts.types.members import ChoiceType, SetType


def cells(fact: Fact, asking: Iterable[Leaf], value: Value | None = None) -> tuple[Value, ...]:
    """One value of `fact` for each way the leaves about it can come out, lowest first; before its last UNDEFINED.

    `value` narrows them: a Range to what lies in it, a known value to itself; None (missing) leaves the whole scale.

    >>> cells(firms, [ten_firms])
    (0, 10)
    >>> cells(firms, [ten_firms], Range(12, 20))
    (12,)
    """
    if type(value) is OrUndefined or (value is None and fact.may_be_undefined):
        found = _defined(fact, asking, value.value if type(value) is OrUndefined else None)
        # where there is but one figure, all leaves agree about it, and UNDEFINED is the other end for each of them
        return (*found[:-1], UNDEFINED, *found[-1:])
    return _defined(fact, asking, value)


def _defined(fact: Fact, asking: Iterable[Leaf], value: Value | None) -> tuple[Value, ...]:
    if value is not None and type(value) is not Range:
        return (value,)
    if isinstance(fact.type, ChoiceType):
        return tuple(fact.type.by_id)
    if isinstance(fact.type, SetType):
        return _sets(fact.type, [leaf for leaf in asking if leaf.fact.id == fact.id])
    low, high = (value.low, value.high) if value is not None else (fact.type.bottom, fact.type.top)
    if fact.type.top is True:
        return (False, True)
    steps, beyond = figures_of(fact, asking)
    highest = [step for step in sorted(steps) if low < step <= high]
    above = [_just_above(fact, step, highest, high) for step in sorted(beyond) if low <= step < high]
    return (low, *sorted({*highest, *above}))


def figures_of(fact: Fact, asking: Iterable[Leaf]) -> tuple[set[Value], set[Value]]:
    """The figures that leaves compare a fact with, and those of them above which alone a leaf comes out otherwise.

    >>> figures_of(firms, [ten_firms])
    ({10}, set())
    """
    steps: set[Value] = set()
    beyond: set[Value] = set()
    for leaf in asking:
        if leaf.fact.id == fact.id:
            figures = leaf.figures
            if fact.whole:  # 9.5 years are nobody's: at least 9.5 is at least 10, more than 9.5 is more than 9
                to_whole = math.floor if leaf.operator in (MORE_THAN, AT_MOST) else math.ceil
                figures = tuple(map(to_whole, figures))
            steps.update(figures)
            if leaf.operator in (MORE_THAN, AT_MOST):  # the figure itself and what is just above it come out unlike
                beyond.update(figures)
    return steps, beyond


def _just_above(fact: Fact, figure: Value, steps: Sequence[Value], high: Value) -> Value:
    """A value above a figure and below the next step: the next one where values are whole, else half-way."""
    if fact.whole:
        return figure + 1
    following = next((step for step in steps if step > figure), None)
    if following is None:
        return figure + 1 if high == math.inf else high
    return Fraction(figure + following) / 2


def _sets(kind: SetType, asking: Sequence[Leaf]) -> tuple[frozenset[str], ...]:
    """Sets that cover every outcome: members that the same checks name are alike, so only how many of them counts."""
    # of eight services of which a check names three: 4 x 6 sets, of so many of the three and of the five, not 2 ** 8
    alike = members_alike(kind, asking)
    ways = product(*(range(len(members) + 1) for members in alike))
    found = [
        frozenset(name for members, count in zip(alike, way, strict=True) for name in members[:count]) for way in ways
    ]
    return tuple(sorted(found, key=len))


def members_alike(kind: SetType, asking: Iterable[Leaf]) -> list[list[str]]:
    """A set's members in groups: all checks that name one of a group name all of it.

    >>> from zhenkit.facts.types.members import SetType
    >>> members_alike(SetType(kinds.members), [])
    [['farm', 'trade']]
    """
    wanted = [figure for leaf in asking if leaf.operator is INCLUDES for figure in leaf.figures]
    alike: dict[tuple[bool, ...], list[str]] = {}
    for member in kind.by_id:
        alike.setdefault(tuple(member in figure for figure in wanted), []).append(member)
    return list(alike.values())
