"""All the values of a fact, cut where something can come out otherwise: the axis along which a town is looked at.

The cuts come from the figures that are compared with, never from trying values: between two of them every value comes
out alike, so that one stands for all. Of computed facts the cuts are where they reach those figures.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from zhenkit.checks.critical_values import cells, figures_of, members_alike
from zhenkit.checks.tree import Leaf
from zhenkit.core.errors import ZhenkitError
from zhenkit.core.i18n import _
from zhenkit.facts.derived import YEARS_SINCE
from zhenkit.facts.fact import Fact
from zhenkit.facts.inverse import turning_points
from zhenkit.facts.quantities import UNDEFINED, OrUndefined, Range
from zhenkit.facts.types.base import Value
from zhenkit.facts.types.members import ChoiceType, SetType
from zhenkit.rulesets.model import RuleSet

MOST_CELLS = 10_000
"""How many pieces an axis, or a map of two, is cut into at most: each is judged."""


class NoAxis(ZhenkitError):
    """A fact along which nothing can be looked at."""


class Cut(NamedTuple):
    """A place on a scale: just before a value, or just behind it."""

    value: Value
    behind: bool = False


class Piece(NamedTuple):
    """Values of a fact that come out alike: those between two cuts of its scale, or those listed, where it has none.

    Of a text nothing is listed: whatever it says comes out alike.
    """

    sample: Value
    """One of them, by which it is judged."""
    low: Cut | None = None
    high: Cut | None = None
    values: tuple[Value, ...] = ()

    @property
    def is_listed(self) -> bool:
        """Whether its values are listed."""
        return self.low is None

    @property
    def is_any(self) -> bool:
        """Whether it is whatever a text says."""
        return self.low is None and not self.values

    def holds(self, value: Value) -> bool:
        """Whether a value is one of these; a set stands for those that are alike."""
        if self.low is None or self.high is None:
            return value in self.values
        return (self.low.value, self.low.behind) <= (value, False) < (self.high.value, self.high.behind)


class Axis(NamedTuple):
    """A fact with its values in pieces, in their order."""

    fact: Fact
    pieces: tuple[Piece, ...]
    alike: tuple[tuple[str, ...], ...] = ()
    """Of a set: its members in groups of which only the numbers count."""

    def holds(self, piece: Piece, value: Value | None) -> bool:
        """Whether a known value lies in a piece; nothing that is missing or uncertain does."""
        if value is None or isinstance(value, (Range, OrUndefined)):
            return False
        if self.alike and isinstance(value, frozenset):
            value = self.like(value)
        return piece.holds(value) if piece.is_listed or value is not UNDEFINED else False

    def may_hold(self, piece: Piece, value: Value | None) -> bool:
        """Whether an uncertain value may lie in a piece; one that is missing may lie anywhere, which says nothing."""
        if isinstance(value, OrUndefined):
            return UNDEFINED in piece.values or self.may_hold(piece, value.value) or self.holds(piece, value.value)
        if not isinstance(value, Range) or piece.low is None or piece.high is None:
            return False
        return piece.low <= Cut(value.high) and Cut(value.low) < piece.high

    def like(self, members: frozenset[str]) -> frozenset[str]:
        """The set that stands for those with as many of each group."""
        counts = _counts(self, members)
        return frozenset(name for group, count in zip(self.alike, counts, strict=True) for name in group[:count])


def axis_of(fact: Fact, rule_set: RuleSet, facts: Mapping[str, Value]) -> Axis:
    """The axis of a fact for a town that states these; raises NoAxis for a series and for what is cut too finely."""
    asking = [leaf for criterion in rule_set.criteria for leaf in criterion.leaves]
    if fact.type.parted == "year":
        computed = [one.called for one in rule_set.derived if fact in one.bases]
        said = _("{fact} has a figure a year, and no axis")
        if computed:
            said = _("{fact} has a figure a year, and no axis; name what is computed from it: {list}")
        raise NoAxis(said.format(fact=fact.called, list=_(", ").join(computed)))
    if isinstance(fact.type, SetType):
        return _of_set(fact, fact.type, [leaf for leaf in asking if leaf.fact.id == fact.id])
    if fact.type.top is True or isinstance(fact.type, ChoiceType):
        values = cells(fact, asking)
        return Axis(fact, tuple(Piece(value, values=(value,)) for value in values))
    if not fact.type.ordered:
        return Axis(fact, (Piece(None, values=()),))
    low, high = _ends(fact)
    at, behind = _figures(fact, rule_set, asking, facts)
    cuts = {Cut(value) for value in at if low < value <= high}
    cuts |= {Cut(value + 1) if fact.whole else Cut(value, True) for value in behind if low <= value < high}
    ends = [Cut(low, low == -math.inf), *sorted(cuts), Cut(high, high != math.inf)]
    if len(ends) > MOST_CELLS:
        raise NoAxis(_too_many())
    pieces = [Piece(_between(one, other), one, other) for one, other in pairwise(ends)]
    if fact.derived is not None and fact.may_be_undefined:
        pieces.append(Piece(UNDEFINED, values=(UNDEFINED,)))
    return Axis(fact, tuple(pieces))


def _too_many() -> str:
    return _("there are more than {count} pieces to look at; name another fact").format(count=MOST_CELLS)


def _ends(fact: Fact) -> tuple[Value, Value]:
    """The lowest and the highest that it can be."""
    low, high = fact.type.bottom, fact.type.top
    if fact.derived is not None:
        low = -math.inf if fact.derived.kind == YEARS_SINCE else fact.derived.floor
        high = math.inf
    return (low if fact.least is None else fact.least), (high if fact.most is None else fact.most)


def _figures(
    fact: Fact, rule_set: RuleSet, asking: Sequence[Leaf], facts: Mapping[str, Value]
) -> tuple[set[Value], set[Value]]:
    """The values at which something can come out otherwise than below, and those behind which it can."""
    at, behind = figures_of(fact, asking)
    if fact.derived is not None:
        return at, behind
    held_to = [one for one in rule_set.facts.held_to if one not in rule_set.derived]
    for computed in (*rule_set.derived, *held_to):
        if fact.id not in computed.reads:
            continue
        goals = {figure for leaf in asking if leaf.fact.id == computed.id for figure in leaf.figures}
        goals |= {end for end in (computed.least, computed.most) if end is not None}
        for point in turning_points(computed, fact, goals, facts):
            at.add(math.ceil(point) if fact.whole else point)
            behind.add(math.floor(point) if fact.whole else point)
    return at, behind


def _between(low: Cut, high: Cut) -> Value:
    """A value between two cuts, the lowest where there is one."""
    if not low.behind:
        return low.value
    if high.behind and high.value != math.inf:
        return high.value
    if high.value == math.inf:
        return 0 if low.value == -math.inf else low.value + 1
    return high.value - 1 if low.value == -math.inf else Fraction(low.value + high.value) / 2


def _of_set(fact: Fact, kind: SetType, asking: Sequence[Leaf]) -> Axis:
    alike = tuple(tuple(group) for group in members_alike(kind, asking))
    if math.prod(len(group) + 1 for group in alike) > MOST_CELLS:
        raise NoAxis(_too_many())
    return Axis(fact, tuple(Piece(value, values=(value,)) for value in cells(fact, asking)), alike)


def joined(pieces: Sequence[Piece]) -> Piece:
    """Pieces that come out alike as one: neighbours of a scale, or any that are listed."""
    first = pieces[0]
    if first.is_listed:
        return first._replace(values=tuple(value for piece in pieces for value in piece.values))
    return first._replace(high=pieces[-1].high)


def can_join(one: Piece, other: Piece) -> bool:
    """Whether two pieces of an axis may be one."""
    if one.is_listed or other.is_listed:
        return one.is_listed and other.is_listed and UNDEFINED not in (*one.values, *other.values)
    return one.high == other.low


def crossed(axes: Sequence[Axis], rule_set: RuleSet) -> None:
    """Raise NoAxis where two facts make one figure, so that no grid of theirs is exact."""
    one, other = (axis.fact for axis in axes)
    if one is other:
        raise NoAxis(_("{fact} is named twice; name two facts").format(fact=one.called))
    for fact in (*rule_set.derived, *rule_set.facts.held_to):
        reads = {fact.id, *fact.reads}
        if one.id in reads and other.id in reads:
            said = _("{fact} is computed from {list}: two of these have no exact map; look along {fact} instead")
            listed = _(", ").join(rule_set.facts[name].called for name in fact.reads)
            raise NoAxis(said.format(fact=fact.called, list=listed))
    if math.prod(len(axis.pieces) for axis in axes) > MOST_CELLS:
        raise NoAxis(_too_many())


def boxes(axis: Axis, sets: Iterable[frozenset[str]]) -> list[tuple[tuple[int, int], ...]]:
    """Sets as ranges of how many members there are of each group: together they hold these sets and no others."""
    found = [tuple((count, count) for count in _counts(axis, one)) for one in sets]
    for place in reversed(range(len(axis.alike))):
        merged: list[tuple[tuple[int, int], ...]] = []
        for box in sorted(found, key=lambda box: (box[:place], box[place + 1 :], box[place])):
            last = merged[-1] if merged else None
            same = last is not None and (last[:place], last[place + 1 :]) == (box[:place], box[place + 1 :])
            if last is not None and same and last[place][1] + 1 == box[place][0]:
                merged[-1] = (*last[:place], (last[place][0], box[place][1]), *last[place + 1 :])
            else:
                merged.append(box)
        found = merged
    return sorted(found)


def _counts(axis: Axis, members: frozenset[str]) -> list[int]:
    return [sum(name in members for name in group) for group in axis.alike]
