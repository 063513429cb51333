"""A town's facts -> the ways for a check to reach a grade for sure: every least set of changes that does it.

A way is a whole number with the bits of the steps that are to be reached (`steps.py`). Two ways joined are then
`a | b`, and a way that is no more than another is `a & b == a`. What a check needs is an antichain of ways: none of
them is part of another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import product
from typing import NamedTuple

from zhenkit.checks.evaluate import KnownFacts
from zhenkit.checks.grades import MET, REVIEW, Grade
from zhenkit.checks.steps import MOST_WAYS, NO_WAY, THERE, Chain, Membership, States, Steps, Way, Ways
from zhenkit.checks.tree import (
    All,
    AnyOf,
    Check,
    Fold,
    InPrinciple,
    Leaf,
    Of,
    Relaxed,
    facts_asked,
    leaves,
)
from zhenkit.facts.fact import Fact
from zhenkit.facts.quantities import UNDEFINED, OrUndefined, Range
from zhenkit.facts.types.base import Value
from zhenkit.facts.types.members import ChoiceType, SetType

MOST_STATES = 500
"""How many states of facts are tried."""
MOST_FOLLOWED = 20_000
"""How many ways to some points are followed before they reach the mark; beyond that MOST_WAYS."""
EFFORT, FEW = 12_000_000, 20
"""How many ways are compared with another to find those of one check, about a second; beyond that only few are kept."""


def defined(value: Value | None, cut: Grade = MET) -> Value | None:
    """A value as far as it has reached steps for sure: what divides by 0 has reached none, but is at review.

    >>> defined(UNDEFINED), defined(12)
    (None, 12)
    """
    if type(value) is OrUndefined:
        return value.value if cut <= REVIEW else None
    return None if value is UNDEFINED else value


def minimal(ways: Iterable[Way]) -> Ways:
    """Those that have no other of them as a part, shortest first.

    >>> minimal([0b110, 0b010, 0b101])
    (2, 5)
    """
    found: list[Way] = []
    for way in sorted(set(ways), key=lambda way: (way.bit_count(), way)):
        if all(less & way != less for less in found):
            found.append(way)
    return tuple(found)


class Joining:
    """Joins ways and keeps the least of them, within a budget: the same answer on every machine."""

    def __init__(self) -> None:
        self.complete = True
        self.compared = 0

    @property
    def most(self) -> int:
        """How many ways are kept."""
        return MOST_WAYS if self.compared < EFFORT else FEW

    def pairs(self, ways: Ways, others: Ways) -> list[Way]:
        """A way of each, joined; of too many the shortest."""
        if self.compared >= EFFORT and len(ways) * len(others) > FEW**2:
            self.complete = False
            ways, others = ways[:FEW], others[:FEW]
        return [one | other for one in ways for other in others]

    def least(self, ways: Iterable[Way]) -> Ways:
        """Those that have no other as a part, shortest first, as many as are kept."""
        found: list[Way] = []
        for way in sorted(set(ways), key=lambda way: (way.bit_count(), way)):
            if all(less & way != less for less in found):
                if len(found) >= self.most:
                    self.complete = False
                    break
                found.append(way)
            self.compared += len(found)
        return tuple(found)

    def followed(self, earning: dict[int, Ways]) -> dict[int, Ways]:
        """Ways by the points that they earn, as many as are followed: of equal length those that earn most."""
        if sum(map(len, earning.values())) <= (MOST_FOLLOWED if self.compared < EFFORT else MOST_WAYS):
            return earning
        self.complete = False
        by_length: dict[int, list[tuple[int, Way]]] = {}
        for earned in sorted(earning, reverse=True):
            for way in earning[earned]:
                by_length.setdefault(way.bit_count(), []).append((earned, way))
        kept: dict[int, list[Way]] = {}
        for found in by_length.values():
            for earned, way in found[: MOST_WAYS // len(by_length) + 1]:
                kept.setdefault(earned, []).append(way)
        return {earned: tuple(ways) for earned, ways in kept.items()}


class Reached(NamedTuple):
    """How a check can reach a grade: the ways, ready to be joined with others, and whether these are all there are."""

    ways: Ways
    complete: bool


class Held(NamedTuple):
    """What nobody will change."""

    known: frozenset[str] = frozenset()
    """Facts that are what they are: where one is missing, or a range, it can be found out."""
    facts: frozenset[str] = frozenset()
    """Facts to be left as they are, missing or not."""
    barred: Way = 0
    """Steps and states that cannot be had, whoever would change what: of facts computed from others."""

    def allow(self, fact: Fact, value: Value | None, to: Value) -> bool:
        """Whether a fact of this value may be stated with another."""
        if fact.id in self.facts:
            return False
        return fact.id not in self.known or value is None or (type(value) is Range and value.low <= to <= value.high)


class Scales:
    """The facts that checks ask for, with the bits of their steps."""

    def __init__(self, checks: Sequence[Check]) -> None:
        self.by_fact: dict[str, Steps] = {}
        self.asked = {check: tuple(facts_asked(check)) for check in checks}
        asking: dict[str, list[Leaf]] = {}
        for check in checks:
            for leaf in leaves(check):
                asking.setdefault(leaf.fact.id, []).append(leaf)
        at = 0
        for fact in {fact.id: fact for asked in self.asked.values() for fact in asked}.values():
            found = asking.get(fact.id, [])
            both_ways = len({leaf.operator.upward for leaf in found}) > 1
            kind: type[Steps] = Membership if isinstance(fact.type, SetType) else Chain
            if both_ways or isinstance(fact.type, ChoiceType):
                kind = States
            self.by_fact[fact.id] = steps = kind(fact, found, at)
            at += steps.width
        self.width = at

    @cached_property
    def states(self) -> tuple[States, ...]:
        """The facts that are tried value by value."""
        return tuple(steps for steps in self.by_fact.values() if isinstance(steps, States))

    def reach(self, check: Check, cut: Grade, facts: Mapping[str, Value], held: Held) -> Reached:
        """The ways for a check to reach a grade."""
        reached, barred, complete = 0, held.barred, True
        tried: list[tuple[States, list[tuple[Way, Value | None]]]] = []
        for fact in self.asked[check]:
            steps, value = self.by_fact[fact.id], defined(facts.get(fact.id), cut)
            if isinstance(steps, States):
                moves = [state for state in steps.moves(value) if not state[0] & held.barred]
                states = [steps.stays, *(state for state in moves if held.allow(fact, value, state[1]))]
                complete = complete and (steps.complete or len(states) == 1)
                tried.append((steps, states))
            else:
                reached |= steps.reached(value)
                if fact.id in held.facts:
                    barred |= steps.mask
                elif fact.id in held.known:
                    barred |= steps.barred(value)
        fold = Reaching(self, cut, reached, barred)
        found: list[Way] = []
        for number, chosen in enumerate(product(*(states for _steps, states in tried))):
            if number == MOST_STATES:
                complete = False
                break
            moved = {
                steps.fact.id: to for (steps, _all), (_bit, to) in zip(tried, chosen, strict=True) if to is not None
            }
            mark = sum([bit for bit, _to in chosen])
            found += [way | mark for way in fold.over({**facts, **moved}, check)]
        return Reached(minimal(found), complete and fold.joining.complete)


class Reaching(Fold[Ways]):
    """The ways of a check to reach a cut of the grades, from where a town is."""

    def __init__(self, scales: Scales, cut: Grade, reached: Way, barred: Way) -> None:
        self.scales, self.cut, self.reached, self.barred = scales, cut, reached, barred
        self.facts: Mapping[str, Value] = {}
        self.joining = Joining()

    def over(self, facts: Mapping[str, Value], check: Check) -> Ways:
        """The ways for these facts, whatever a choice is that stays missing: a way must serve each of its values."""
        choices = [fact for fact in self.scales.asked[check] if isinstance(fact.type, ChoiceType)]
        parts = []
        for completion in KnownFacts(facts).completions(choices):
            self.facts = completion.facts
            parts.append(check.fold(self))
        return self._together(parts)

    def leaf(self, check: Leaf, /) -> Ways:
        """The steps that are lacking."""
        figure, value = check.asked(self.facts), self.facts.get(check.fact.id)
        if figure is None:
            return THERE if self.cut <= REVIEW else NO_WAY
        if value is UNDEFINED and self.cut <= REVIEW:
            return THERE
        steps = self.scales.by_fact[check.fact.id]
        if isinstance(steps, States):
            worst, _best = check.ends(defined(value, self.cut))
            return THERE if check.operator.holds(worst, figure) else NO_WAY
        needed = steps.needed(check, figure, self.reached, self.barred)
        if len(needed) > MOST_WAYS:
            self.joining.complete = False
        lacking = [way & ~self.reached for way in needed[:MOST_WAYS]]
        return tuple([way for way in lacking if not way & self.barred])

    def all(self, _check: All, parts: Sequence[Ways], /) -> Ways:
        """A way of each part, joined."""
        return self._together(parts)

    def any(self, _check: AnyOf, parts: Sequence[Ways], /) -> Ways:
        """The ways of every part."""
        return self.joining.least([way for part in parts for way in part])

    def of(self, check: Of, parts: Sequence[Ways], /) -> Ways:
        """The ways to the mark, part by part: what it takes to earn so many points with the parts so far."""
        able = [(points, part) for part, points in zip(parts, check.points, strict=True) if part]
        able.sort(key=lambda each: -each[0])  # where not all can be followed, those that earn most are
        left, earning = sum(points for points, _part in able), {0: THERE}
        for points, part in able:
            left -= points
            more: dict[int, list[Way]] = {}
            for earned, ways in earning.items():
                if part != THERE and earned + left >= check.count:
                    more.setdefault(earned, []).extend(ways)
                if earned + points + left >= check.count:
                    more.setdefault(min(check.count, earned + points), []).extend(self.joining.pairs(ways, part))
            earning = self.joining.followed({earned: self.joining.least(ways) for earned, ways in more.items()})
        return earning.get(check.count, NO_WAY)

    def relaxed(self, _check: Relaxed, part: Ways, /) -> Ways:
        """No way above the cap."""
        return NO_WAY if self.cut == MET else part

    def in_principle(self, _check: InPrinciple, part: Ways, /) -> Ways:
        """Review is there already."""
        return THERE if self.cut <= REVIEW else part

    def _together(self, parts: Iterable[Ways]) -> Ways:
        alone, several = 0, []
        for part in parts:
            if not part:
                return NO_WAY
            if len(part) == 1:
                alone |= part[0]
            else:
                several.append(part)
        found: Ways = (alone,)
        for part in several:
            found = self.joining.least(self.joining.pairs(found, part))
        return found
