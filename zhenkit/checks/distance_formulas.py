"""How many elementary changes something is from a grade, as a formula over facts: for one town, or a whole column.

`ways.py` gives the changes themselves, of one town. How many there are at least takes less: each requirement that is
not met costs a change (of a set, one a member), all of several cost their sum, one of several costs the least. Only a
fact that several parts ask for is not to be paid twice: it is tried as it is and as it is to be, and paid once.

The formulas know nothing of towns or dataframes: `FormulaFold` walks one, and what numbers are of a town
(`judging/distance.py`) or of a column (`columnar/evaluate/distance.py`) is said there. `distance.py` makes the formulas
of checks.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, islice
from math import prod
from typing import Any, Generic, NamedTuple, TypeVar

from zhenkit.checks.tree import INCLUDES, Operator
from zhenkit.facts.fact import Fact
from zhenkit.facts.types.members import SetType

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


class FormulaFold(ABC, Generic[T]):
    """What a formula comes to, from what each of its kinds comes to."""

    def of(self, formula: DistanceFormula) -> T:
        """What it comes to."""
        match formula:
            case int():
                return self.number(formula)
            case Lacking(required):
                return self.lacking(required)
            case IfMet(required, at_best):
                return self.if_met(required, at_best)
            case OneChange():
                return self.number(1)
            case Total(parts):
                return self.total(list(map(self.of, parts)))
            case Least(parts):
                return self.least(list(map(self.of, parts)))
            case Most(parts):
                return self.most(list(map(self.of, parts)))
            case Earning(parts, points, mark):
                return self.earning(list(map(self.of, parts)), points, mark)
            case ByDecision():
                return self.by_decision(formula)
            case ByChoice():
                return self.by_choice(formula)

    @abstractmethod
    def number(self, number: int) -> T:
        """So many changes."""

    @abstractmethod
    def lacking(self, required: Required) -> T:
        """The changes that a requirement lacks."""

    @abstractmethod
    def if_met(self, required: Required, at_best: bool) -> T:
        """None, or NEVER where a requirement is not met."""

    @abstractmethod
    def total(self, parts: Sequence[T]) -> T:
        """The sum."""

    @abstractmethod
    def least(self, parts: Sequence[T]) -> T:
        """The least."""

    @abstractmethod
    def most(self, parts: Sequence[T]) -> T:
        """The most."""

    @abstractmethod
    def earning(self, parts: Sequence[T], points: Sequence[int], mark: int) -> T:
        """The least sum of parts that are worth so many points."""

    @abstractmethod
    def by_decision(self, formula: ByDecision) -> T:
        """The one for the decision."""

    @abstractmethod
    def by_choice(self, formula: ByChoice) -> T:
        """The one for the value of the choice."""


def total(parts: Iterable[DistanceFormula]) -> DistanceFormula:
    """All of them: what takes nothing is left out.

    >>> total([0, OneChange(firms), 0]) == OneChange(firms), total([1, NEVER])
    (True, 10000)
    """
    listed = list(parts)
    number = sum(part for part in listed if isinstance(part, int))
    if number >= NEVER:
        return NEVER
    found = [*(part for part in listed if not isinstance(part, int)), *([number] if number else [])]
    return Total(tuple(found)) if len(found) > 1 else next(iter(found), 0)


def least(parts: Iterable[DistanceFormula]) -> DistanceFormula:
    """One of them: what cannot be is left out.

    >>> least([NEVER, 2, NEVER]), least([NEVER])
    (2, 10000)
    """
    listed = list(dict.fromkeys(parts))
    number = min([part for part in listed if isinstance(part, int)], default=NEVER)
    if number == 0:
        return 0
    found = [*(part for part in listed if not isinstance(part, int)), *([number] if number < NEVER else [])]
    return Least(tuple(found)) if len(found) > 1 else next(iter(found), NEVER)


def earning(parts: Sequence[DistanceFormula], points: Sequence[int], mark: int) -> DistanceFormula:
    """Those worth so many points: what takes nothing is counted now, what cannot be is left out.

    >>> earning([OneChange(firms), 0, NEVER], points=(2, 1, 1), mark=3) == OneChange(firms)
    True
    >>> earning([OneChange(firms), 0, NEVER], points=(2, 1, 1), mark=4) == NEVER
    True
    """
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
    """The parts, those that share a fact together.

    >>> tied(["ab", "c", "bd"], lambda part: part)
    [['c'], ['ab', 'bd']]
    """
    groups: list[tuple[set[Fact], list[T]]] = []
    for part in parts:
        facts, mine = set(facts_of(part)), [part]
        for group in [group for group in groups if group[0] & facts]:
            groups.remove(group)
            facts, mine = facts | group[0], group[1] + mine
        groups.append((facts, mine))
    return [mine for _facts, mine in groups]


def together(parts: Iterable[DistanceFormula]) -> DistanceFormula:
    """All of them, a fact that several ask for paid once.

    >>> lacking = Lacking(Required(firms, AT_LEAST, 10))
    >>> together([lacking, least([lacking, OneChange(exports)])])  # as it is, or changed for both
    Least(parts=(Total(...), OneChange(fact=Fact(id='firms', ...))))
    """
    return total(tried(group, total) for group in tied(parts, facts_moved))


def tried(
    parts: Sequence[DistanceFormula], join: Callable[[Sequence[DistanceFormula]], DistanceFormula]
) -> DistanceFormula:
    """The parts joined, each fact that several ask for tried as it is and as it is to be.

    >>> lacking = Lacking(Required(firms, AT_LEAST, 10))
    >>> tried([lacking, lacking], lambda parts: earning(parts, (1, 1), 2))
    Least(parts=(Total(...), OneChange(fact=Fact(id='firms', ...))))
    """
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
    """A distance where it is known what becomes of a fact, and paid elsewhere.

    >>> lacking = Lacking(Required(firms, AT_LEAST, 10))
    >>> assumed(lacking, firms, None), assumed(lacking, exports, None) == lacking  # changed; another one is
    (0, True)
    """
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
    """The facts whose changes it counts.

    >>> [fact.id for fact in facts_moved(least([OneChange(firms), OneChange(exports)]))]
    ['firms', 'exports']
    """
    for each in _walk(distance):
        if isinstance(each, Lacking):
            yield each.of.fact
        elif isinstance(each, OneChange):
            yield each.fact
