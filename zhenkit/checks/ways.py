"""A town's facts -> the ways for a check to reach a grade for sure: every least set of changes that does it.

More of a fact always helps, or always hurts, so what a leaf requires is a step on the chain of its fact: 10 firms, then
20. Every step of every chain is a bit, and a way is a whole number: it has the bits of the steps that are to be
reached, and with a step all those below it. Two ways joined are then `a | b`, and a way that is no more than another
is `a & b == a`. What a check needs is an antichain of ways: none of them is part of another.

Of a set each member is a step of its own. What has no order (a choice) or pulls one way in one criterion and the other
way in another is a list of states instead, of which a town has one: each is tried, and a way says which one it needs.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import combinations, islice, product
from typing import NamedTuple

from zhenkit.checks.critical_values import cells
from zhenkit.checks.evaluate import KnownFacts
from zhenkit.checks.grades import MET, REVIEW, Grade
from zhenkit.checks.tree import (
    AT_LEAST,
    AT_LEAST_MEMBERS,
    AT_MOST,
    INCLUDES,
    IS_NO,
    IS_YES,
    LESS_THAN,
    MORE_THAN,
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

Way = int
"""The steps to be reached, as bits."""
Ways = tuple[Way, ...]
"""An antichain of ways, shortest first; without one there is no way, and the empty way (0) says that nothing is left
to do."""

THERE: Ways = (0,)
NO_WAY: Ways = ()
MOST_WAYS, MOST_STATES = 1200, 500
"""How many ways of one check are kept, and how many states of facts are tried."""
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


def least_met(leaf: Leaf, figure: Value, others: Iterable[Value] = ()) -> Value | None:
    """The value nearest to the worst that a figure lets through; None where the fact's scale has none.

    Above 9.5 there is no least number, so it is one a little above, below the next of the `others` that are asked.

    >>> least_met(ten_firms, 10), least_met(ten_firms, Fraction(19, 2)), least_met(exporting, True)
    (10, 10, True)
    """
    operator, fact = leaf.operator, leaf.fact
    if operator in (IS_YES, IS_NO):
        return operator.upward
    if fact.whole:
        value = {
            AT_LEAST: lambda: math.ceil(figure),
            MORE_THAN: lambda: math.floor(figure) + 1,
            AT_MOST: lambda: math.floor(figure),
            LESS_THAN: lambda: math.ceil(figure) - 1,
        }[operator]()
    elif operator in (AT_LEAST, AT_MOST):
        value = figure
    else:
        step = Fraction(1, 100 * getattr(fact.type, "scale", 1)) * (1 if operator is MORE_THAN else -1)
        between = [abs(Fraction(other) - Fraction(figure)) for other in others if (other - figure) * step > 0]
        while between and abs(step) >= min(between):
            step /= 10
        value = Fraction(figure) + step
    low, high = fact.least, fact.most
    if (low is not None and value < low) or (high is not None and value > high):
        return None
    return value if fact.type.bottom <= value <= fact.type.top else None


class Chain:
    """The steps of a fact that pulls one way wherever it is asked for: its figures, furthest last."""

    def __init__(self, fact: Fact, asking: Sequence[Leaf], at: int) -> None:
        self.fact, self.at = fact, at
        self.upward = asking[0].operator.upward
        figures = {figure for leaf in asking for figure in leaf.figures}
        self.met = {(leaf.operator, figure): least_met(leaf, figure, figures) for leaf in asking for figure in figures}
        wanted = {self.met[leaf.operator, figure] for leaf in asking for figure in leaf.figures}
        self.values: list[Value] = sorted((one for one in wanted if one is not None), reverse=not self.upward)
        self.width = len(self.values)
        self.mask = ((1 << self.width) - 1) << at

    def up_to(self, value: Value) -> Way:
        """The steps that a value has reached."""
        passed = [step for step in self.values if (step <= value if self.upward else step >= value)]
        return ((1 << len(passed)) - 1) << self.at

    def reached(self, value: Value | None) -> Way:
        """The steps that are reached for sure: a missing value or a range counts as the worst that it may be."""
        return self.up_to(self._ends(value)[0 if self.upward else 1])

    def barred(self, value: Value | None) -> Way:
        """The steps beyond what the value can be, where nobody can change it: what is not known can be found out."""
        return self.mask & ~self.up_to(self._ends(value)[1 if self.upward else 0])

    def _ends(self, value: Value | None) -> tuple[Value, Value]:
        if value is None:
            return self.fact.type.bottom, self.fact.type.top
        return (value.low, value.high) if type(value) is Range else (value, value)

    def needed(self, leaf: Leaf, figure: Value, _reached: Way, _barred: Way) -> Ways:
        """What the leaf needs of the fact, from the worst value on."""
        value = self.met[leaf.operator, figure]
        return NO_WAY if value is None else (self.up_to(value),)

    def goal(self, way: Way, _value: Value | None) -> Value:
        """The value that a way asks for."""
        return self.values[((way & self.mask) >> self.at).bit_length() - 1]

    def moves(self, value: Value | None) -> list[tuple[Way, Value]]:
        """Every step that is not reached, with its bit."""
        bits = [(1 << self.at + place, one) for place, one in enumerate(self.values)]
        return [(bit, one) for bit, one in bits if bit & ~self.reached(value)]

    def helps_upward(self, _goal: Value) -> bool:
        """Whether the fact is to be at least what it is to be."""
        return self.upward


class Membership:
    """The steps of a set: each member that comes in, or that goes where fewer are wanted."""

    def __init__(self, fact: Fact, asking: Sequence[Leaf], at: int) -> None:
        self.fact, self.at = fact, at
        self.upward = asking[0].operator.upward
        self.names = tuple(fact.type.top)
        if isinstance(fact.type, SetType):
            self.names = tuple(fact.type.by_id)
        self.width = len(self.names)
        self.mask = ((1 << self.width) - 1) << at
        self.bit = {name: 1 << at + place for place, name in enumerate(self.names)}

    def of(self, members: Iterable[str]) -> Way:
        """The bits of members."""
        return sum([self.bit[name] for name in members])

    def reached(self, value: Value | None) -> Way:
        """The members that are there, or gone, for sure."""
        if value is None:
            return 0
        return self.of(value) if self.upward else self.mask & ~self.of(value)

    def barred(self, value: Value | None) -> Way:
        """The other members, where the set is known and nobody can change it."""
        return 0 if value is None else self.mask & ~self.reached(value)

    def needed(self, leaf: Leaf, figure: Value, reached: Way, barred: Way) -> Ways:
        """The members named, or each choice of as many as are lacking."""
        if leaf.operator is INCLUDES:
            return (self.of(figure),)
        wanted = figure if leaf.operator is AT_LEAST_MEMBERS else self.width - figure + 1
        lacking = wanted - (reached & self.mask).bit_count()
        if lacking <= 0:
            return THERE
        free = [bit for bit in self.bit.values() if not bit & (reached | barred)]
        return tuple([sum(chosen) for chosen in islice(combinations(free, lacking), MOST_WAYS + 1)])

    def helps_upward(self, _goal: Value) -> bool:
        """Whether more members would do as well."""
        return self.upward

    def goal(self, way: Way, value: Value | None) -> Value:
        """The set that a way asks for."""
        moved = frozenset(name for name, bit in self.bit.items() if way & bit)
        now = value if value is not None else (frozenset() if self.upward else frozenset(self.names))
        return now | moved if self.upward else now - moved


class States:
    """The values of a fact that are tried one by one: of a choice, or of what pulls both ways.

    While checks are joined the lowest bit says that the fact stays as it is, each other that it has that value: of two
    that differ there is no joining. In a finished way, `ordered`, staying is no bit at all, and of figures a value has
    the bits of those that lie between it and where the town stands.
    """

    def __init__(self, fact: Fact, asking: Sequence[Leaf], at: int) -> None:
        self.fact, self.at = fact, at
        kind = fact.type
        self.up: set[Value] = set()
        self.down: set[Value] = set()
        self.complete = True
        if isinstance(kind, ChoiceType):
            self.values: list[Value] = list(kind.by_id)
        elif isinstance(kind, SetType):
            self.complete = len(kind.by_id) <= 8
            every = product(*([(False, True)] * len(kind.by_id)))
            subsets = [frozenset(name for name, has in zip(kind.by_id, way, strict=True) if has) for way in every]
            self.values = subsets if self.complete else list(cells(fact, asking))
        else:
            figures = {figure for leaf in asking for figure in leaf.figures}
            for leaf in asking:
                found = {least_met(leaf, figure, figures) for figure in leaf.figures} - {None}
                (self.up if leaf.operator.upward else self.down).update(found)
            self.values = sorted(self.up | self.down)
        self.stays: tuple[Way, Value | None] = (1 << at, None)
        members = len(kind.by_id) if isinstance(kind, SetType) else 0
        self.tried = ((1 << len(self.values) + 1) - 1) << at
        self.final = at + len(self.values) + 1
        self.width = 2 * len(self.values) + 1 + members
        self.mask = ((1 << self.width) - 1) << at

    def moves(self, value: Value | None) -> list[tuple[Way, Value]]:
        """Every other value that may help, each with its bit."""
        bits = [(1 << self.at + 1 + place, one) for place, one in enumerate(self.values)]
        return [(bit, one) for bit, one in bits if self._helps(one, value)]

    def helps_upward(self, goal: Value) -> bool:
        """Whether the fact is to be at least this, where it is to be this."""
        return goal in self.up

    def _helps(self, one: Value, value: Value | None) -> bool:
        if value is None or not (self.up or self.down):
            return bool(one != value)
        low, high = (value.low, value.high) if type(value) is Range else (value, value)
        if one > high:
            return one in self.up
        return one in self.down if one < low else bool(low < high)

    def ordered(self, bit: Way, value: Value | None) -> Way:
        """The state of a bit as a finished way has it."""
        if bit == self.stays[0]:
            return 0
        place = bit.bit_length() - self.at - 2
        one = self.values[place]
        own = 1 << self.final + place
        if isinstance(self.fact.type, SetType):
            members = list(self.fact.type.by_id)
            moved = one ^ (value or frozenset())
            return (1 << self.final) | sum(1 << self.final + 1 + members.index(name) for name in moved)
        if not (self.up or self.down):
            return own
        between: Callable[[Value], bool] = lambda other: other <= one  # noqa: E731 - by where the town stands
        if value is not None and type(value) is not Range:
            between = (lambda other: value < other <= one) if one > value else (lambda other: one <= other < value)
        return sum(1 << self.final + at for at, other in enumerate(self.values) if between(other))

    def goal(self, way: Way, value: Value | None) -> Value:
        """The value that a finished way asks for."""
        wanted = way & self.mask
        return next(one for bit, one in self.moves(value) if self.ordered(bit, value) == wanted)


Steps = Chain | Membership | States


class Reached(NamedTuple):
    """How a check can reach a grade: the ways, ready to be joined with others, and whether these are all there are."""

    ways: Ways
    complete: bool


class Held(NamedTuple):
    """What nobody will change."""

    known: frozenset[str] = frozenset()
    """Facts that are what they are: where one is missing, or a range, it can be found out."""
    facts: frozenset[str] = frozenset()
    """Facts to be left as they stand, missing or not."""
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
    """The ways of a check to reach a cut of the grades, from where a town stands."""

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
        earning: dict[int, Ways] = {0: THERE}
        for part, points in zip(parts, check.points, strict=True):
            if not part:
                continue
            more: dict[int, list[Way]] = {}
            for earned, ways in earning.items():
                if part != THERE:
                    more.setdefault(earned, []).extend(ways)
                more.setdefault(min(check.count, earned + points), []).extend(self.joining.pairs(ways, part))
            earning = {earned: self.joining.least(ways) for earned, ways in more.items()}
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
