"""The tree of checks, and the one fold over it.

A check is a leaf (a fact against a figure) or a node over other checks. Everything zhenkit does with a rule file is a
`Fold`: what a leaf, an `all`, an `any`, an `of`, a cap and a lift become. `check.fold(fold)` does the rest.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import ge, gt, le, lt
from typing import Any, Generic, TypeVar

from zhenkit.checks.grades import MET, NOT_MET, REVIEW, Grade
from zhenkit.core.i18n import Text
from zhenkit.facts.fact import Fact
from zhenkit.facts.quantities import UNDEFINED, OrUndefined, Range
from zhenkit.facts.types.base import Value

T = TypeVar("T")


class Fold(ABC, Generic[T]):
    """What each kind of check becomes, given what its parts became."""

    @abstractmethod
    def leaf(self, check: Leaf, /) -> T:
        """A fact against a figure."""

    @abstractmethod
    def all(self, check: All, parts: Sequence[T], /) -> T:
        """All of the parts are met."""

    @abstractmethod
    def any(self, check: AnyOf, parts: Sequence[T], /) -> T:
        """One of the parts is met."""

    @abstractmethod
    def of(self, check: Of, parts: Sequence[T], /) -> T:
        """At least so many of the parts are met."""

    @abstractmethod
    def relaxed(self, check: Relaxed, part: T, /) -> T:
        """An exception: a cap at *relaxed*."""

    @abstractmethod
    def in_principle(self, check: InPrinciple, part: T, /) -> T:
        """A lift: failing is *review*."""


@dataclass(frozen=True, slots=True)
class Operator:
    """How a leaf compares: `holds(value, figure)`; `upward` where more of the fact helps."""

    word: str
    holds: Callable[[Value, Any], bool]
    upward: bool = True

    def __reduce__(self) -> str:
        """The name of the one of its kind: in another process it is that one as well."""
        return next(name for name, each in globals().items() if each is self)


AT_LEAST = Operator("at_least", ge)
MORE_THAN = Operator("more_than", gt)
AT_MOST = Operator("at_most", le, upward=False)
LESS_THAN = Operator("less_than", lt, upward=False)
AT_LEAST_MEMBERS = Operator("at_least", lambda value, figure: len(value) >= figure)
FEWER_MEMBERS = Operator("less_than", lambda value, figure: len(value) < figure, upward=False)
INCLUDES = Operator("includes", ge)  # of frozensets: a superset
IS_YES = Operator("is", lambda value, _figure: value)
IS_NO = Operator("is", lambda value, _figure: not value, upward=False)

OPPOSITES = {
    AT_LEAST: LESS_THAN,
    LESS_THAN: AT_LEAST,
    MORE_THAN: AT_MOST,
    AT_MOST: MORE_THAN,
    AT_LEAST_MEMBERS: FEWER_MEMBERS,
    FEWER_MEMBERS: AT_LEAST_MEMBERS,
    IS_YES: IS_NO,
    IS_NO: IS_YES,
}
"""The comparison that is true just where another is not: a veto (`none:`) is made of these, the tree has no `not`."""
COUNTING = (AT_LEAST_MEMBERS, FEWER_MEMBERS)
"""The comparisons that count a set's members."""
STRICT = (MORE_THAN, LESS_THAN, FEWER_MEMBERS)
"""The comparisons for which the figure itself is not enough."""


@dataclass(frozen=True, slots=True)
class FigureTable:
    """A figure for each value of a choice; `None` where the rule file sets none and the matter needs review."""

    by: Fact
    figures: Mapping[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Check(ABC):
    """What all checks share: our words for it, and how a vague phrase is read."""

    text: Text | None
    reading: Text | None

    @abstractmethod
    def fold(self, fold: Fold[T]) -> T:
        """What this fold makes of the check and all below it."""


@dataclass(frozen=True, slots=True, eq=False)
class Leaf(Check):
    """A fact against a figure, or against a table of figures."""

    fact: Fact
    operator: Operator
    figure: Any

    def fold(self, fold: Fold[T]) -> T:
        """What this fold makes of the leaf."""
        return fold.leaf(self)

    def asked(self, facts: Mapping[str, Value]) -> Any:
        """The figure that applies to a town of these facts; None where the table leaves it to review.

        The choice that a table is by must be known: a missing one is tried value by value, outside the fold.
        """
        figure = self.figure
        return figure.figures[facts[figure.by.id]] if type(figure) is FigureTable else figure

    def figure_of(self, choice: Value) -> Any:
        """The figure that applies where the choice that a table is by has this value."""
        return self.figure.figures[choice] if isinstance(self.figure, FigureTable) else self.figure

    def grade(self, value: Value, facts: Mapping[str, Value]) -> Grade:
        """The grade that this value of the fact gives."""
        figure = self.asked(facts)
        if figure is None or value is UNDEFINED:
            return REVIEW
        return MET if self.operator.holds(value, figure) else NOT_MET

    def may_be_undefined(self, value: Value | None) -> bool:
        """Whether a missing value (None) or an uncertain one may be UNDEFINED, and may be not."""
        return self.fact.may_be_undefined if value is None else type(value) is OrUndefined

    def ends(self, value: Value | None) -> tuple[Value, Value]:
        """The worst and the best figure that a missing value (None), a range or a known value may be."""
        if type(value) is OrUndefined:
            value = value.value
        if value is None:
            ends = (self.fact.type.bottom, self.fact.type.top)
        elif type(value) is Range:
            ends = (value.low, value.high)
        else:
            return value, value
        return ends if self.operator.upward else (ends[1], ends[0])

    @property
    def figures(self) -> tuple[Any, ...]:
        """Every figure the leaf may require."""
        if isinstance(self.figure, FigureTable):
            return tuple(figure for figure in self.figure.figures.values() if figure is not None)
        return (self.figure,)


@dataclass(frozen=True, slots=True, eq=False)
class Group(Check):
    """A node over several checks."""

    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True, eq=False)
class All(Group):
    """All of the checks are met."""

    def fold(self, fold: Fold[T]) -> T:
        """What this fold makes of the checks, all together."""
        return fold.all(self, [check.fold(fold) for check in self.checks])


@dataclass(frozen=True, slots=True, eq=False)
class AnyOf(Group):
    """One of the checks is met."""

    def fold(self, fold: Fold[T]) -> T:
        """What this fold makes of the checks, any of them."""
        return fold.any(self, [check.fold(fold) for check in self.checks])


@dataclass(frozen=True, slots=True, eq=False)
class Of(Group):
    """The checks that are met earn at least `count` points; each earns one, unless `points` says how many."""

    count: int
    points: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if not self.points:
            object.__setattr__(self, "points", (1,) * len(self.checks))

    @property
    def weighed(self) -> bool:
        """Whether the checks are worth points of their own."""
        return any(points != 1 for points in self.points)

    def fold(self, fold: Fold[T]) -> T:
        """What this fold makes of the checks, so many of them."""
        return fold.of(self, [check.fold(fold) for check in self.checks])


@dataclass(frozen=True, slots=True, eq=False)
class Relaxed(Check):
    """An exception: it may be met, but never better than *relaxed*."""

    check: Check

    def fold(self, fold: Fold[T]) -> T:
        """What this fold makes of the exception."""
        return fold.relaxed(self, self.check.fold(fold))


@dataclass(frozen=True, slots=True, eq=False)
class InPrinciple(Check):
    """Failing it is *review*, not *not met*."""

    check: Check

    def fold(self, fold: Fold[T]) -> T:
        """What this fold makes of the check in principle."""
        return fold.in_principle(self, self.check.fold(fold))


class Gathered(Fold[tuple[T, ...]]):
    """Something of the checks that have it, in the order they are written; a fold says of which and what."""

    def leaf(self, _check: Leaf, /) -> tuple[T, ...]:
        """Nothing."""
        return ()

    def _joined(self, _check: Check, parts: Sequence[tuple[T, ...]], /) -> tuple[T, ...]:
        return tuple(found for part in parts for found in part)

    all = any = of = _joined

    def relaxed(self, _check: Relaxed, part: tuple[T, ...], /) -> tuple[T, ...]:
        """That of its check."""
        return part

    def in_principle(self, _check: InPrinciple, part: tuple[T, ...], /) -> tuple[T, ...]:
        """That of its check."""
        return part


class Leaves(Gathered[Leaf]):
    """The leaves of a check, in the order they are written."""

    def leaf(self, check: Leaf, /) -> tuple[Leaf, ...]:
        """The leaf itself."""
        return (check,)


def leaves(check: Check) -> tuple[Leaf, ...]:
    """The leaves of a check, in the order they are written.

    >>> [leaf.fact.id for leaf in leaves(either)]
    ['firms', 'exports']
    """
    return check.fold(Leaves())


def facts_asked(check: Check) -> Iterator[Fact]:
    """The facts a check asks for, each once, in the order it does; the choice of a table before its figure.

    >>> [fact.id for fact in facts_asked(by_kind)]
    ['kind', 'firms']
    """
    seen: set[str] = set()
    for leaf in leaves(check):
        for fact in (leaf.figure.by, leaf.fact) if isinstance(leaf.figure, FigureTable) else (leaf.fact,):
            if fact.id not in seen:
                seen.add(fact.id)
                yield fact
