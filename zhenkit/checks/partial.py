"""A partly known town -> the span of a check, and what the check still depends on: for searching a grid of towns.

The span is sound (no completion of the town lies outside it) and, once all facts are known, exact. Unlike
`evaluate.py` it takes a missing choice leaf by leaf, so that one fold answers however many choices are open.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from zhenkit.checks.evaluate import KnownFacts
from zhenkit.checks.grades import (
    EXACT,
    MET,
    NOT_MET,
    RELAXED,
    REVIEW,
    SPANS,
    Grade,
    Span,
    cap,
    highest,
    join,
    lift,
    lowest,
)
from zhenkit.checks.normal_form import outline
from zhenkit.checks.tree import All, AnyOf, Check, FigureTable, Fold, InPrinciple, Leaf, Of, Relaxed
from zhenkit.facts.quantities import UNDEFINED
from zhenkit.facts.types.base import Value


class Hinge(NamedTuple):
    """A check for a partly known town."""

    span: Span
    key: Hashable
    """Equal for two towns only where the check depends in the same way on what they both leave open; for two checks,
    only where they come to the same, whatever that is."""
    leaves: tuple[Leaf, ...] = ()
    """The leaves that can still move it; none where it is decided."""


DECIDED = tuple(Hinge(EXACT[grade], grade) for grade in Grade)
Hinging = Callable[[Mapping[str, Value]], Hinge]


class Hinges(Fold[Hinging]):
    """A check as a function from the facts known to its hinge. The tree is folded once."""

    def leaf(self, check: Leaf) -> Hinging:
        """What the facts give for the leaf."""
        if not isinstance(check.figure, FigureTable):
            return _of_figure(check)
        fact_id, by, name = check.fact.id, check.figure.by, _name_of(check)

        def hinge(facts: Mapping[str, Value]) -> Hinge:
            case = KnownFacts(facts)
            if by.id in facts:
                span = case.span(check)
            else:
                span = join([completion.span(check) for completion in case.completions([by])])
            if span.decided:
                return DECIDED[span.worst]
            return Hinge(span, (name, facts.get(fact_id), facts.get(by.id)), (check,))

        return hinge

    def all(self, _check: All, parts: Sequence[Hinging]) -> Hinging:
        """The lowest; a part that is never below the others is ignored."""

        def hinge(facts: Mapping[str, Value]) -> Hinge:
            found = [part(facts) for part in parts]
            span = lowest([part.span for part in found])
            if span.decided:
                return DECIDED[span.worst]
            # a part never worse than the best that the whole can be cannot decide it: leaving it out makes the keys of
            # towns equal that differ in it alone, and so the search need not answer for each of them
            return _open("all", span, [part for part in found if part.leaves and part.span.worst < span.best])

        return hinge

    def any(self, _check: AnyOf, parts: Sequence[Hinging]) -> Hinging:
        """The highest; a part that is never above the others is ignored."""

        def hinge(facts: Mapping[str, Value]) -> Hinge:
            found = [part(facts) for part in parts]
            span = highest([part.span for part in found])
            if span.decided:
                return DECIDED[span.worst]
            return _open("any", span, [part for part in found if part.leaves and part.span.best > span.worst])

        return hinge

    def of(self, check: Of, parts: Sequence[Hinging]) -> Hinging:
        """What so many reach."""

        def hinge(facts: Mapping[str, Value]) -> Hinge:
            undecided: list[tuple[Hinge, int]] = []
            settled, worst, best = [0] * len(Grade), [0] * len(Grade), [0] * len(Grade)
            for part, points in zip(parts, check.points, strict=True):
                found = part(facts)
                if found.leaves:
                    undecided.append((found, points))
                    worst[found.span.worst] += points
                    best[found.span.best] += points
                else:
                    settled[found.span.worst] += points
            span = SPANS[_reached(check.count, settled, worst)][_reached(check.count, settled, best)]
            if span.decided:
                return DECIDED[span.worst]
            # what the undecided parts can still do depends on the points of the settled ones that reach each grade;
            # beyond the mark more points change nothing, so they are cut off there, for keys to be equal more often
            earned = [min(sum(settled[grade:]), check.count) for grade in Grade if grade]
            key = ("of", check.count, *earned, *[points for _part, points in undecided])
            return _open(key, span, [part for part, _points in undecided])

        return hinge

    def relaxed(self, _check: Relaxed, part: Hinging) -> Hinging:
        """Capped."""
        return _changed("relaxed", part, cap)

    def in_principle(self, _check: InPrinciple, part: Hinging) -> Hinging:
        """Lifted."""
        return _changed("in_principle", part, lift)


def _name_of(check: Leaf) -> Hashable:
    """The same for leaves that ask the same, in whichever check they are."""
    return _named(outline(check).signature)


@lru_cache(maxsize=4096)
def _named(_signature: Hashable) -> Hashable:
    """An object of its own for each signature: compared and hashed faster than figures are."""
    return object()


def _of_figure(check: Leaf) -> Hinging:
    """A leaf that requires one figure, whatever the town: it is open, or needs one comparison."""
    fact_id, figure, holds = check.fact.id, check.figure, check.operator.holds
    still_open = Hinge(KnownFacts({}).span(check), _name_of(check), (check,))
    unknown = DECIDED[still_open.span.worst] if still_open.span.decided else still_open
    met, not_met = DECIDED[MET], DECIDED[NOT_MET]

    def hinge(facts: Mapping[str, Value]) -> Hinge:
        value = facts.get(fact_id)
        if value is None:
            return unknown
        if value is UNDEFINED:
            return DECIDED[REVIEW]
        return met if holds(value, figure) else not_met

    return hinge


def _reached(mark: int, *earned: Sequence[int]) -> Grade:
    """The highest grade that parts of so many points together have, given the points earned at each grade."""
    total = 0
    for grade in (MET, RELAXED, REVIEW):
        total += sum([points[grade] for points in earned])
        if total >= mark:
            return grade
    return NOT_MET


def _open(kind: Hashable, span: Span, parts: Sequence[Hinge]) -> Hinge:
    key = (kind, span, *(part.key for part in parts))
    return Hinge(span, key, tuple([leaf for part in parts for leaf in part.leaves]))


def _changed(kind: str, part: Hinging, change: Callable[[Grade], Grade]) -> Hinging:
    def hinge(facts: Mapping[str, Value]) -> Hinge:
        found = part(facts)
        span = found.span.map(change)
        return DECIDED[span.worst] if span.decided else Hinge(span, (kind, found.key), found.leaves)

    return hinge


@lru_cache(maxsize=4096)
def hinging(check: Check) -> Hinging:
    """The check as a function from the facts known, made once.

    >>> found = hinging(needs_both)({"exports": True})
    >>> found.span, [leaf.fact.id for leaf in found.leaves]
    (Span(worst=NOT_MET, best=MET), ['firms'])
    >>> hinging(needs_both)({"exports": False}).span.decided  # whatever the number of firms
    True
    """
    return check.fold(Hinges())
