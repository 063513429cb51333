"""A fact -> the steps of its scale that checks ask for, as bits: from the first figure asked for to the furthest.

More of a fact always helps, or always hurts, so what a leaf requires is a step on the chain of its fact: 10 firms, then
20. A way to a grade (`ways.py`) is a whole number with the bits of the steps that are to be reached, and with a step
all those below it.

Of a set each member is a step of its own. What has no order (a choice) or pulls one way in one criterion and the other
way in another is a list of states instead, of which a town has one: each is tried, and a way says which one it needs.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from itertools import combinations, islice, product

from zhenkit.checks.critical_values import cells
from zhenkit.checks.tree import AT_LEAST, AT_LEAST_MEMBERS, AT_MOST, INCLUDES, IS_NO, IS_YES, LESS_THAN, MORE_THAN, Leaf
from zhenkit.facts.fact import Fact
from zhenkit.facts.quantities import Range
from zhenkit.facts.types.base import Value
from zhenkit.facts.types.members import ChoiceType, SetType

Way = int
"""The steps to be reached, as bits."""
Ways = tuple[Way, ...]
"""An antichain of ways, shortest first; without one there is no way, and the empty way (0) says that nothing is left
to do."""

THERE: Ways = (0,)
NO_WAY: Ways = ()
MOST_WAYS = 1200
"""How many ways of one check are kept."""


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
    low = fact.type.bottom if fact.least is None else fact.least
    high = fact.type.top if fact.most is None else fact.most
    value = max(value, low) if operator.upward else min(value, high)  # what any figure meets, the first does
    return value if low <= value <= high else None


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
    the bits of those that lie between it and where the town is.
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
        between: Callable[[Value], bool] = lambda other: other <= one  # noqa: E731 - by where the town is
        if value is not None and type(value) is not Range:
            between = (lambda other: value < other <= one) if one > value else (lambda other: one <= other < value)
        return sum(1 << self.final + at for at, other in enumerate(self.values) if between(other))

    def goal(self, way: Way, value: Value | None) -> Value:
        """The value that a finished way asks for."""
        wanted = way & self.mask
        return next(one for bit, one in self.moves(value) if self.ordered(bit, value) == wanted)


Steps = Chain | Membership | States
