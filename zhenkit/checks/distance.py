"""A check -> how many elementary changes it is from a grade, as a formula over facts: for one town, or a whole column.

`ways.py` gives the changes themselves, of one town. How many there are at least takes less: each requirement that is
not met costs a change (of a set, one a member), all of several cost their sum, one of several costs the least. Only a
fact that several parts ask for is not to be paid twice: it is tried as it is and as it is to be, and paid once.

The formulas know nothing of towns or dataframes; `judging/distance.py` and `columnar/evaluate/distance.py` do the sums.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, islice
from math import prod
from typing import Any, NamedTuple, TypeVar

from zhenkit.checks.grades import MET, REVIEW, Grade
from zhenkit.checks.steps import least_met
from zhenkit.checks.tree import (
    AT_LEAST_MEMBERS,
    INCLUDES,
    All,
    AnyOf,
    Check,
    FigureTable,
    Fold,
    InPrinciple,
    Leaf,
    Of,
    Operator,
    Relaxed,
    leaves,
)
from zhenkit.facts.fact import Fact
from zhenkit.facts.types.members import ChoiceType, SetType

T = TypeVar("T")

NEVER = 10_000
"""More changes than any town makes: the grade cannot be reached."""
MOST_TRIED = 64
"""How many combinations of facts, as they are or as they are to be, are tried for checks that share them."""
MOST_EARNED = 400
"""How many sums of points are followed."""


class NoFormula(Exception):
    """Checks whose distance no formula of reasonable size gives; `Gap` does, town by town."""


class Required(NamedTuple):
    """What a leaf requires of a fact."""

    fact: Fact
    operator: Operator
    figure: Any

    @property
    def counts_members(self) -> bool:
        """Whether it is of a set, of which several members may be lacking."""
        return isinstance(self.fact.type, SetType)

    @property
    def members(self) -> int:
        """How many members it requires."""
        return len(self.figure) if self.operator is INCLUDES else self.figure


@dataclass(frozen=True, slots=True)
class Lacking:
    """How many changes of its fact a requirement lacks: none where it is met for sure."""

    of: Required


@dataclass(frozen=True, slots=True)
class IfMet:
    """Nothing where a requirement is met for sure, or (`at_best`) may be met; NEVER elsewhere."""

    of: Required
    at_best: bool = False


@dataclass(frozen=True, slots=True)
class OneChange:
    """The one change of a fact, of whatever figure or yes or no."""

    fact: Fact


@dataclass(frozen=True, slots=True)
class Total:
    """All of the parts, which share no fact."""

    parts: tuple[DistanceFormula, ...]


@dataclass(frozen=True, slots=True)
class Least:
    """The part that takes the fewest."""

    parts: tuple[DistanceFormula, ...]


@dataclass(frozen=True, slots=True)
class Most:
    """The part that takes the most, since those of the others are among its changes."""

    parts: tuple[DistanceFormula, ...]


@dataclass(frozen=True, slots=True)
class Earning:
    """The parts that take the fewest of those worth at least `mark` points."""

    parts: tuple[DistanceFormula, ...]
    points: tuple[int, ...]
    mark: int


@dataclass(frozen=True, slots=True)
class ByDecision:
    """What it is by the decision on a criterion."""

    number: int
    undecided: DistanceFormula
    granted: DistanceFormula
    refused: DistanceFormula


@dataclass(frozen=True, slots=True)
class ByChoice:
    """What it is by the value of a choice, or where it is missing."""

    choice: Fact
    by_value: tuple[tuple[str, DistanceFormula], ...]
    missing: DistanceFormula


DistanceFormula = int | Lacking | IfMet | OneChange | Total | Least | Most | Earning | ByDecision | ByChoice
"""A number of changes."""


def total(parts: Iterable[DistanceFormula]) -> DistanceFormula:
    """All of them: what takes nothing is left out."""
    found = [part for part in parts if part != 0]
    if NEVER in found:
        return NEVER
    return Total(tuple(found)) if len(found) > 1 else next(iter(found), 0)


def least(parts: Iterable[DistanceFormula]) -> DistanceFormula:
    """One of them: what cannot be is left out.

    >>> least([NEVER, 2, NEVER]), least([NEVER])
    (2, 10000)
    """
    found = [part for part in dict.fromkeys(parts) if part != NEVER]
    if 0 in found:
        return 0
    return Least(tuple(found)) if len(found) > 1 else next(iter(found), NEVER)


def earning(parts: Sequence[DistanceFormula], points: Sequence[int], mark: int) -> DistanceFormula:
    """Those worth so many points: what takes nothing is counted now, what cannot be is left out."""
    mark -= sum(worth for part, worth in zip(parts, points, strict=True) if part == 0)
    left = [(part, worth) for part, worth in zip(parts, points, strict=True) if part not in (0, NEVER)]
    if mark <= 0:
        return 0
    if sum(worth for _part, worth in left) < mark:
        return NEVER
    if mark * len(left) > MOST_EARNED:
        raise NoFormula
    found = Earning(tuple(part for part, _worth in left), tuple(worth for _part, worth in left), mark)
    subsets = list(islice(_enough(left, mark), MOST_TRIED + 1))
    return found if len(subsets) > MOST_TRIED else least(map(total, subsets))


def _enough(left: Sequence[tuple[DistanceFormula, int]], mark: int) -> Iterator[list[DistanceFormula]]:
    """The parts of each subset that earns so many points, and no fewer without any one of them."""
    if mark <= 0:
        yield []
    elif left:
        (part, worth), *others = sorted(left, key=lambda pair: -pair[1])
        for more in _enough(others, mark - worth):
            yield [part, *more]
        yield from _enough(others, mark)


def tied(parts: Iterable[T], facts_of: Callable[[T], Iterable[Fact]]) -> list[list[T]]:
    """The parts, those that share a fact together."""
    groups: list[tuple[set[Fact], list[T]]] = []
    for part in parts:
        facts, mine = set(facts_of(part)), [part]
        for group in [group for group in groups if group[0] & facts]:
            groups.remove(group)
            facts, mine = facts | group[0], group[1] + mine
        groups.append((facts, mine))
    return [mine for _facts, mine in groups]


def together(parts: Iterable[DistanceFormula]) -> DistanceFormula:
    """All of them, a fact that several ask for paid once."""
    return total(_tried(group, total) for group in tied(parts, facts_moved))


def _tried(
    parts: Sequence[DistanceFormula], join: Callable[[Sequence[DistanceFormula]], DistanceFormula]
) -> DistanceFormula:
    """The parts joined, each fact that several ask for tried as it is and as it is to be."""
    asking = [set(facts_moved(part)) for part in parts]
    shared = [fact for fact in dict.fromkeys(f for part in parts for f in facts_moved(part)) if _is_twice(fact, asking)]
    states = [list(_states(fact, parts)) for fact in shared]
    if prod(map(len, states)) > MOST_TRIED:
        raise NoFormula

    def over(parts: Sequence[DistanceFormula], at: int) -> DistanceFormula:
        if at == len(shared):
            return join(parts)
        return least(
            total([price, over([assumed(part, shared[at], met) for part in parts], at + 1)])
            for met, price in states[at]
        )

    return over(parts, 0)


def _is_twice(fact: Fact, asking: Sequence[set[Fact]]) -> bool:
    return sum(fact in facts for facts in asking) > 1


Met = frozenset[Required] | None
"""The requirements on a fact that its change is to meet; None where it is to be the best that it can be."""
STAYS: Met = frozenset()


def _states(fact: Fact, parts: Sequence[DistanceFormula]) -> Iterator[tuple[Met, DistanceFormula]]:
    """What may become of a fact, and what that takes."""
    yield STAYS, 0
    if not isinstance(fact.type, SetType):
        yield None, OneChange(fact)
        return
    asked = dict.fromkeys(each.of for part in parts for each in _walk(part) if isinstance(each, Lacking))
    wanted = [required for required in asked if required.fact == fact]
    if sum(required.operator is INCLUDES for required in wanted) > 1 or len(wanted) > 4:
        raise NoFormula  # members of two lists may be the same
    for count in range(1, len(wanted) + 1):
        for met in combinations(wanted, count):
            yield frozenset(met), Most(tuple(map(Lacking, met)))


def assumed(distance: DistanceFormula, fact: Fact, met: Met) -> DistanceFormula:
    """A distance where it is known what becomes of a fact, and paid elsewhere."""
    match distance:
        case Lacking(required) if required.fact == fact:
            if met is None:
                return 0 if fact.changeable else IfMet(required, at_best=True)
            return 0 if required in met else IfMet(required)
        case OneChange(moved) if moved == fact:
            return 0 if met is None else NEVER
        case Total(parts):
            return total(assumed(part, fact, met) for part in parts)
        case Least(parts):
            return least(assumed(part, fact, met) for part in parts)
        case Most(parts):
            return Most(tuple(assumed(part, fact, met) for part in parts))
        case Earning(parts, points, mark):
            return earning([assumed(part, fact, met) for part in parts], points, mark)
        case ByDecision(number, undecided, granted, refused):
            return ByDecision(number, *(assumed(each, fact, met) for each in (undecided, granted, refused)))
    return distance


def _walk(distance: DistanceFormula) -> Iterator[DistanceFormula]:
    """A distance and all that it is made of."""
    yield distance
    match distance:
        case Total(parts) | Least(parts) | Most(parts) | Earning(parts):
            for part in parts:
                yield from _walk(part)
        case ByDecision(_number, undecided, granted, refused):
            for each in (undecided, granted, refused):
                yield from _walk(each)


def facts_moved(distance: DistanceFormula) -> Iterator[Fact]:
    """The facts whose changes it counts."""
    for each in _walk(distance):
        if isinstance(each, Lacking):
            yield each.of.fact
        elif isinstance(each, OneChange):
            yield each.fact


class Distances(Fold[DistanceFormula]):
    """How many changes a check is from a cut of the grades, for one value of its choice.

    Without a value (None) the choice stays missing, and the changes must serve each of its values.
    """

    def __init__(self, cut: Grade, choice: Fact | None, value: str | None) -> None:
        self.cut, self.choice, self.value = cut, choice, value

    def leaf(self, check: Leaf) -> DistanceFormula:
        """The changes that it lacks."""
        if not isinstance(check.figure, FigureTable):
            return self._lacking(check, check.figure)
        figures = check.figure.figures
        asked = list(figures.values()) if self.value is None else [figures[self.value]]
        return together([self._lacking(check, figure) for figure in dict.fromkeys(asked)])

    def _lacking(self, check: Leaf, figure: Any) -> DistanceFormula:
        if figure is None:
            return 0 if self.cut <= REVIEW else NEVER
        required = Required(check.fact, check.operator, figure)
        if required.counts_members:
            if check.operator not in (AT_LEAST_MEMBERS, INCLUDES) or not check.fact.changeable:
                raise NoFormula
            kind = check.fact.type
            assert isinstance(kind, SetType)
            return Lacking(required) if required.members <= len(kind.by_id) else NEVER
        return Lacking(required) if least_met(check, figure, check.figures) is not None else IfMet(required)

    def all(self, _check: All, parts: Sequence[DistanceFormula]) -> DistanceFormula:
        """All of the parts."""
        return together(parts)

    def any(self, check: AnyOf, parts: Sequence[DistanceFormula]) -> DistanceFormula:
        """The part that takes the fewest."""
        self._hold_to_one(check.checks)
        return least(parts)

    def of(self, check: Of, parts: Sequence[DistanceFormula]) -> DistanceFormula:
        """The parts that take the fewest of those that earn the points."""
        self._hold_to_one(check.checks)
        return _tried(parts, lambda each: earning(each, check.points, check.count))

    def _hold_to_one(self, checks: Sequence[Check]) -> None:
        """Changes that serve each value of a choice may serve each by another of the parts, unless one alone differs.

        Raises NoFormula.
        """
        if self.choice is not None and self.value is None and sum(map(_is_by_choice, checks)) > 1:
            raise NoFormula

    def relaxed(self, _check: Relaxed, part: DistanceFormula) -> DistanceFormula:
        """Never above the cap."""
        return NEVER if self.cut == MET else part

    def in_principle(self, _check: InPrinciple, part: DistanceFormula) -> DistanceFormula:
        """At review already."""
        return 0 if self.cut <= REVIEW else part


def _is_by_choice(check: Check) -> bool:
    return any(isinstance(leaf.figure, FigureTable) for leaf in leaves(check))


def hold_to_formulas(checks: Iterable[Check]) -> None:
    """Raises NoFormula for checks whose facts are computed, are choices, or pull both ways: more here, less there."""
    pulls: dict[Fact, set[bool]] = {}
    for check in checks:
        for leaf in leaves(check):
            pulls.setdefault(leaf.fact, set()).add(leaf.operator.upward)
    for fact, ways in pulls.items():
        if len(ways) > 1 or fact.derived is not None or fact.may_be_undefined or isinstance(fact.type, ChoiceType):
            raise NoFormula


def by_choice(choice: Fact, of_value: Callable[[str | None], DistanceFormula]) -> DistanceFormula:
    """The distance by a choice; to find out or to change its value is a change as well."""
    kind = choice.type
    assert isinstance(kind, ChoiceType)
    each: Mapping[str, DistanceFormula] = {value: of_value(value) for value in kind.by_id}
    if choice.changeable:
        each = {
            value: least([here, *(total([1, other]) for one, other in each.items() if one != value)])
            for value, here in each.items()
        }
    found = least(total([1, one]) for one in each.values())
    return ByChoice(choice, tuple(each.items()), least([of_value(None), found]))
