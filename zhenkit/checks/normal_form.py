"""A check -> its outline: what it means, whatever its wording and its brackets, to be compared with another's.

`all` within `all` and `any` within `any` are one list, a list of one is what it lists, and order and repetition do not
count. Two checks of the same signature give the same grade for every town.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from zhenkit.checks.tree import All, AnyOf, Check, FigureTable, Fold, InPrinciple, Leaf, Of, Relaxed, leaves

LEAF, ALL, ANY, OF, RELAXED_CHECK, IN_PRINCIPLE = "leaf", "all", "any", "of", "relaxed", "in_principle"
GROUPS = (ALL, ANY, OF)


@dataclass(frozen=True, eq=False)
class Outline:
    """What a check means: its kind, a signature equal for checks of one meaning, the outlines of its parts."""

    check: Check
    kind: str
    signature: Hashable
    parts: tuple[Outline, ...] = ()
    count: int = 0
    """Of a group: how many points its parts must earn; without `points`, how many of them must be met."""
    points: tuple[int, ...] = ()
    """What each part is worth, where that is not one."""

    @property
    def worths(self) -> tuple[int, ...]:
        """What each part is worth."""
        return self.points or (1,) * len(self.parts)

    @cached_property
    def leaves(self) -> tuple[Leaf, ...]:
        """The leaves of the check."""
        return leaves(self.check)

    @cached_property
    def fact_ids(self) -> frozenset[str]:
        """The facts it compares with a figure."""
        return frozenset(leaf.fact.id for leaf in self.leaves)


class Outlines(Fold[Outline]):
    """The outline of a check."""

    def leaf(self, check: Leaf) -> Outline:
        """A fact, how it compares, to what figure."""
        return Outline(check, LEAF, (check.fact.id, check.operator.word, _figure(check.figure)))

    def all(self, check: All, parts: Sequence[Outline]) -> Outline:
        """All of the parts, those of an `all` among them with the others."""
        return group(check, ALL, parts)

    def any(self, check: AnyOf, parts: Sequence[Outline]) -> Outline:
        """Any of the parts, those of an `any` among them with the others."""
        return group(check, ANY, parts)

    def of(self, check: Of, parts: Sequence[Outline]) -> Outline:
        """So many of the parts; all of them, or any, where that is what the number means."""
        if check.count == sum(check.points):
            return group(check, ALL, parts)
        if check.count <= min(check.points):
            return group(check, ANY, parts)
        # unlike in `all` and `any`, a part listed twice earns twice: so parts are counted, and their brackets kept
        listed = Counter((part.signature, points) for part, points in zip(parts, check.points, strict=True))
        points = () if max(check.points) == 1 else check.points
        return Outline(check, OF, (OF, check.count, frozenset(listed.items())), tuple(parts), check.count, points)

    def relaxed(self, check: Relaxed, part: Outline) -> Outline:
        """The exception."""
        return _single(check, RELAXED_CHECK, part)

    def in_principle(self, check: InPrinciple, part: Outline) -> Outline:
        """The check in principle."""
        return _single(check, IN_PRINCIPLE, part)


def _single(check: Check, kind: str, part: Outline) -> Outline:
    """The outline of a cap or a lift; one within another of its kind adds nothing."""
    return part if part.kind == kind else Outline(check, kind, (kind, part.signature), (part,))


def group(check: Check, kind: str, parts: Iterable[Outline]) -> Outline:
    """The outline of an `all` or an `any` of these parts.

    >>> twice = group(needs_both, ALL, [outline(exporting), outline(needs_both)])
    >>> twice.signature == outline(needs_both).signature
    True
    """
    listed: dict[Hashable, Outline] = {}
    for part in parts:
        for one in part.parts if part.kind == kind else (part,):
            listed.setdefault(one.signature, one)
    if len(listed) == 1:
        return next(iter(listed.values()))
    count = len(listed) if kind == ALL else 1
    return Outline(check, kind, (kind, frozenset(listed)), tuple(listed.values()), count)


def _figure(figure: Any) -> Hashable:
    return (figure.by.id, frozenset(figure.figures.items())) if isinstance(figure, FigureTable) else figure


def outline(check: Check) -> Outline:
    """The outline of a check.

    >>> outline(All(None, None, (exporting, All(None, None, (ten_firms,))))).signature == outline(needs_both).signature
    True
    >>> outline(Of(None, None, (ten_firms, exporting), count=2)).kind
    'all'
    """
    return check.fold(Outlines())
