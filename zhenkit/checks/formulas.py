"""Column names -> grades: the tree as expressions that any dataframe engine computes for all rows at once.

A grade is split into three *cuts*: is it at least review, at least relaxed, at least met? Each cut is a formula of and,
or and so-many-of over yes/no columns, since a minimum of grades is met where all are, a maximum where one is. So a
whole tree becomes logic over bits, which engines are best at, and the integers 0 to 3 are made once, at the end. Both
ends of a span have formulas of their own: the worst takes what is missing at its worst, the best at its best.

The formulas know nothing of dataframes; `columnar/evaluate/expressions.py` makes narwhals expressions of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, NamedTuple

from zhenkit.checks.tree import All, AnyOf, Check, Fold, InPrinciple, Leaf, Of, Operator, Relaxed
from zhenkit.facts.fact import Fact
from zhenkit.facts.types.base import Value


@dataclass(frozen=True, slots=True)
class Holds:
    """Whether a fact meets a figure, what is missing or uncertain taken at one end."""

    fact: Fact
    operator: Operator
    figure: Any
    at_best: bool
    if_undefined: bool = False
    """What it is where the fact is UNDEFINED."""

    @property
    def if_missing(self) -> bool:
        """What it is where the fact is missing."""
        end = self.fact.type.bottom if self.at_best != self.operator.upward else self.fact.type.top
        holds = bool(self.operator.holds(end, self.figure))
        if not self.fact.may_be_undefined:
            return holds
        return (holds or self.if_undefined) if self.at_best else (holds and self.if_undefined)


@dataclass(frozen=True, slots=True)
class Unproven:
    """Whether a fact counts as review at best (`--strict`)."""

    fact: Fact


@dataclass(frozen=True, slots=True)
class Chosen:
    """Whether a choice is one of these values, or missing and so perhaps one of them."""

    fact: Fact
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decided:
    """Whether people granted (or refused) what needs review in a criterion."""

    number: int
    granted: bool


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite of something known for every row."""

    what: Unproven | Chosen | Decided


@dataclass(frozen=True, slots=True)
class Both:
    """All of the parts are true."""

    parts: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """One of the parts is true."""

    parts: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Enough:
    """The parts that are true are together worth at least `mark` points."""

    parts: tuple[Formula, ...]
    points: tuple[int, ...]
    mark: int


Atom = Holds | Unproven | Chosen | Decided
Formula = bool | Atom | Not | Both | Either | Enough


def conjunction(parts: Iterable[Formula]) -> Formula:
    """All of them: what is certain is left out.

    >>> conjunction([True, Unproven(firms), Unproven(firms)]) == Unproven(firms)
    True
    >>> conjunction([Unproven(firms), False])
    False
    """
    open_parts = dict.fromkeys(part for part in parts if part is not True)
    if False in open_parts:
        return False
    return Both(tuple(open_parts)) if len(open_parts) > 1 else next(iter(open_parts), True)


def disjunction(parts: Iterable[Formula]) -> Formula:
    """One of them: what cannot be is left out.

    >>> disjunction([False, Unproven(firms)]) == Unproven(firms)
    True
    >>> disjunction([])
    False
    """
    open_parts = dict.fromkeys(part for part in parts if part is not False)
    if True in open_parts:
        return True
    return Either(tuple(open_parts)) if len(open_parts) > 1 else next(iter(open_parts), False)


def at_least_points(parts: Sequence[Formula], points: Sequence[int], mark: int) -> Formula:
    """Those that are true are worth so much: what is certain is counted now.

    >>> at_least_points([True, Unproven(firms), False], points=(2, 1, 1), mark=3)
    Enough(parts=(Unproven(fact=Fact(id='firms', ...)),), points=(1,), mark=1)
    >>> at_least_points([True, Unproven(firms), False], points=(2, 1, 1), mark=4)
    False
    """
    mark -= sum(worth for part, worth in zip(parts, points, strict=True) if part is True)
    left = [(part, worth) for part, worth in zip(parts, points, strict=True) if part is not True and part is not False]
    if mark <= 0:
        return True
    if sum(worth for _part, worth in left) < mark:
        return False
    return Enough(tuple(part for part, _worth in left), tuple(worth for _part, worth in left), mark)


class Cuts(NamedTuple):
    """A grade: whether it is at least review, at least relaxed, at least met. Each implies the one before."""

    review: Formula
    relaxed: Formula
    met: Formula


class GradeEnds(NamedTuple):
    """The worst and the best grade."""

    worst: Cuts
    best: Cuts


class Columns(Fold[GradeEnds]):
    """A check's grades as formulas, for one value of each choice; facts that no column gives are missing."""

    def __init__(self, chosen: Mapping[str, Value], given: frozenset[str], doubtable: frozenset[str]) -> None:
        self.chosen, self.given, self.doubtable = chosen, given, doubtable

    def leaf(self, check: Leaf) -> GradeEnds:
        """Met or not met; where the table sets no figure, review."""
        figure = check.asked(self.chosen)
        if figure is None:
            return GradeEnds(Cuts(True, False, False), Cuts(True, False, False))
        return GradeEnds(self._cuts(check, figure, False), self._cuts(check, figure, True))

    def _cuts(self, check: Leaf, figure: Any, at_best: bool) -> Cuts:
        at_least_review, met = (self._holds(check, figure, at_best, if_undefined) for if_undefined in (True, False))
        if check.fact.id in self.doubtable:
            met = conjunction([met, Not(Unproven(check.fact))])
        return Cuts(at_least_review, met, met)

    def _holds(self, check: Leaf, figure: Any, at_best: bool, if_undefined: bool) -> Formula:
        # what cannot be undefined is met or not met: it is at least review just where it is met
        atom = Holds(check.fact, check.operator, figure, at_best, if_undefined and check.fact.may_be_undefined)
        return atom if check.fact.id in self.given else atom.if_missing

    def all(self, _check: All, parts: Sequence[GradeEnds]) -> GradeEnds:
        """Cut by cut, all of them."""
        return _cut_by_cut(parts, conjunction)

    def any(self, _check: AnyOf, parts: Sequence[GradeEnds]) -> GradeEnds:
        """Cut by cut, one of them."""
        return _cut_by_cut(parts, disjunction)

    def of(self, check: Of, parts: Sequence[GradeEnds]) -> GradeEnds:
        """Cut by cut, enough of them."""
        return _cut_by_cut(parts, lambda cuts: at_least_points(tuple(cuts), check.points, check.count))

    # a cap and a lift change no formula, they cut off one of the three: a grade capped at relaxed is nowhere met, one
    # lifted to review is everywhere at least review

    def relaxed(self, _check: Relaxed, part: GradeEnds) -> GradeEnds:
        """Never met."""
        return GradeEnds(*(Cuts(cuts.review, cuts.relaxed, False) for cuts in part))

    def in_principle(self, _check: InPrinciple, part: GradeEnds) -> GradeEnds:
        """Never below review."""
        return GradeEnds(*(Cuts(True, cuts.relaxed, cuts.met) for cuts in part))


def _cut_by_cut(parts: Sequence[GradeEnds], together: Callable[[Iterable[Formula]], Formula]) -> GradeEnds:
    ends = [Cuts(*(together(cuts) for cuts in zip(*end, strict=True))) for end in zip(*parts, strict=True)]
    return GradeEnds(*ends)


def ends_of(check: Check, choices: Sequence[Fact], given: frozenset[str], doubtable: frozenset[str]) -> GradeEnds:
    """A check's grades as formulas, whatever its choices are: a missing one may be any of its values.

    Values of a choice that lead to the same formulas are taken together.

    >>> worst, best = ends_of(either, (), given=frozenset({"firms"}), doubtable=frozenset())
    >>> worst.relaxed == worst.met == Holds(firms, AT_LEAST, 10, at_best=False)
    True
    >>> best.relaxed  # no column gives exports, so they may be there
    True
    """
    found: dict[GradeEnds, list[tuple[str, ...]]] = {}
    for values in product(*(fact.type.by_id for fact in choices)):  # type: ignore[attr-defined]
        chosen = dict(zip([fact.id for fact in choices], values, strict=True))
        found.setdefault(check.fold(Columns(chosen, given, doubtable)), []).append(values)
    if len(found) == 1:
        return next(iter(found))
    # where a choice is missing in a row, several cases apply at once: the worst grade is one that all of them reach
    # ("not this case, or its grade"), the best one that any of them reaches ("this case, and its grade")
    cases = [(_chosen(choices, values, given), ends) for ends, values in found.items()]
    worst = [conjunction(disjunction([_not(chosen), ends.worst[cut]]) for chosen, ends in cases) for cut in range(3)]
    best = [disjunction(conjunction([chosen, ends.best[cut]]) for chosen, ends in cases) for cut in range(3)]
    return GradeEnds(Cuts(*worst), Cuts(*best))


def _chosen(choices: Sequence[Fact], values: list[tuple[str, ...]], given: frozenset[str]) -> Formula:
    """Whether the choices may be one of these combinations of values."""
    if len(choices) == 1:
        return Chosen(choices[0], tuple(value for (value,) in values)) if choices[0].id in given else True
    return disjunction(
        conjunction(Chosen(fact, (value,)) for fact, value in zip(choices, each, strict=True) if fact.id in given)
        for each in values
    )


def _not(formula: Formula) -> Formula:
    """The opposite of a formula over what is known for every row."""
    if isinstance(formula, bool):
        return not formula
    if isinstance(formula, Both):
        return disjunction(_not(part) for part in formula.parts)
    if isinstance(formula, Either):
        return conjunction(_not(part) for part in formula.parts)
    assert isinstance(formula, Chosen)  # the others are never asked for
    return Not(formula)
