"""Questions of lints about checks, answered exactly, over every complete town: see `search.py`."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from zhenkit.analysis.search.grid import grid_of
from zhenkit.analysis.search.implied import implied
from zhenkit.analysis.search.search import Budget, Condition, Met, Over, Search
from zhenkit.checks.normal_form import outline
from zhenkit.checks.rewrite import ALWAYS
from zhenkit.checks.tree import All, AnyOf, Check, Fold, Group, InPrinciple, Leaf, Of, Relaxed


def some_town(*conditions: Condition, budget: Budget | None = None, defined: bool = False) -> bool:
    """Whether some town keeps all conditions; raises OutOfReach where that takes too much work.

    `defined`: of towns all of whose facts can be computed.
    """
    asking = [leaf for condition in conditions for leaf in condition.leaves]
    derived = {leaf.fact.id: leaf.fact for leaf in asking if leaf.fact.derived is not None}
    conditions = (*conditions, *implied(tuple(derived.values()), asking))
    grid = grid_of([leaf for condition in conditions for leaf in condition.leaves], defined)
    return Search(grid, conditions, budget or Budget()).any() is not None


def above(high: Check, low: Check, budget: Budget | None = None, defined: bool = False) -> bool:
    """Whether some town has a higher grade by `high` than by `low`; `defined` as of `some_town`."""
    return some_town(Over(high, low), budget=budget, defined=defined)


def same(one: Check, other: Check, budget: Budget | None = None) -> bool:
    """Whether two checks grade every town the same."""
    if outline(one).signature == outline(other).signature:
        return True
    return not (above(one, other, budget) or above(other, one, budget))


def implies(one: Check, other: Check, budget: Budget | None = None) -> bool:
    """Whether every town that meets the one meets the other, and some town does."""
    if some_town(Met(one), Over(ALWAYS, other), budget=budget):
        return False
    return some_town(Met(one), budget=budget)


Standing = tuple[tuple[int, Check], ...]
"""Checks, each with its depth."""


class Nodes(Fold[Standing]):
    """A check and all below it, each with its depth."""

    def leaf(self, check: Leaf) -> Standing:
        """The leaf itself."""
        return ((0, check),)

    def _several(self, check: Check, parts: Sequence[Standing]) -> Standing:
        return ((0, check), *((depth + 1, each) for part in parts for depth, each in part))

    all = any = of = _several

    def _one(self, check: Check, part: Standing) -> Standing:
        return self._several(check, (part,))

    relaxed = in_principle = _one


def nodes(check: Check) -> list[Check]:
    """A check and all below it, in the order they are written."""
    found: Standing = check.fold(Nodes())
    return [each for _depth, each in found]


def removable(check: Check) -> list[Check]:
    """What is below a check, the highest first, and of one height the last first."""
    below: Standing = check.fold(Nodes())
    found = list(enumerate(below))[1:]
    return [each for _at, (_depth, each) in sorted(found, key=lambda node: (node[1][0], -node[0]))]


def matters(whole: Check, gone: Collection[Check], part: Check, budget: Budget | None = None) -> bool:
    """Whether some town has another grade without a part of a check; parts `gone` are left out already.

    More parts met never make a grade lower: so what is left out of an `all` can only raise it, and of any other group
    only lower it. One way is asked about, not both.
    """
    rest, without = (whole.fold(Without(left_out)) for left_out in (gone, [*gone, part]))
    if rest is None or without is None:
        return True
    if outline(rest).signature == outline(without).signature:
        return False
    high, low = (without, rest) if isinstance(_listing(whole, gone, part), All) else (rest, without)
    return above(high, low, budget)


def _listing(whole: Check, gone: Collection[Check], part: Check) -> Check:
    """The group from which a part goes: one that would be left empty goes itself from the group above it."""
    above_it = next(each for each in nodes(whole) if part in below(each))
    empty = all(each is part or each in gone for each in below(above_it))
    return _listing(whole, gone, above_it) if empty and above_it is not whole else above_it


def below(check: Check) -> tuple[Check, ...]:
    """The checks directly below a check."""
    if isinstance(check, Group):
        return check.checks
    return (check.check,) if isinstance(check, (Relaxed, InPrinciple)) else ()


class Without(Fold[Check | None]):
    """The check as if some of its parts had not been written; None where nothing is left of it."""

    def __init__(self, gone: Collection[Check]) -> None:
        self.gone = gone

    def leaf(self, check: Leaf) -> Check | None:
        """The leaf, where it stays."""
        return None if check in self.gone else check

    def all(self, check: All, parts: Sequence[Check | None]) -> Check | None:
        """All of what stays."""
        kept = self._kept(check, parts)
        return All(check.text, check.reading, kept) if kept else None

    def any(self, check: AnyOf, parts: Sequence[Check | None]) -> Check | None:
        """Any of what stays."""
        kept = self._kept(check, parts)
        return AnyOf(check.text, check.reading, kept) if kept else None

    def of(self, check: Of, parts: Sequence[Check | None]) -> Check | None:
        """As many as before of what stays."""
        kept = self._kept(check, parts)
        points = tuple(worth for part, worth in zip(parts, check.points, strict=True) if part is not None)
        return Of(check.text, check.reading, kept, check.count, points) if kept else None

    def relaxed(self, check: Relaxed, part: Check | None) -> Check | None:
        """The exception, where its check stays."""
        return None if part is None or check in self.gone else Relaxed(check.text, check.reading, part)

    def in_principle(self, check: InPrinciple, part: Check | None) -> Check | None:
        """The check in principle, where it stays."""
        return None if part is None or check in self.gone else InPrinciple(check.text, check.reading, part)

    def _kept(self, check: Check, parts: Sequence[Check | None]) -> tuple[Check, ...]:
        return () if check in self.gone else tuple(part for part in parts if part is not None)
