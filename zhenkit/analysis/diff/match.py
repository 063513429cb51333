"""Which part of one check became which part of another: the pairs that are most alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from zhenkit.checks.normal_form import LEAF, Outline
from zhenkit.checks.tree import FigureTable, Leaf

ALIKE, SOMEWHAT = 0.9, 0.25


def signatures(parts: Sequence[Outline]) -> set[Any]:
    """What the parts mean."""
    return {part.signature for part in parts}


def like(part: Outline, others: Sequence[Outline]) -> Outline | None:
    """The one of others that requires the same, or something of the same fact in the same way."""
    near = max(others, key=lambda other: _likeness(part, other), default=None)
    return near if near is not None and _likeness(part, near) >= ALIKE else None


def _likeness(one: Outline, other: Outline) -> float:
    """From 0 to 1: how likely two parts are the same one, changed."""
    if one.signature == other.signature:
        return 1.0
    if one.kind == other.kind == LEAF:
        return _likeness_of_leaves(one.leaves[0], other.leaves[0])
    shared = len(one.fact_ids & other.fact_ids) / len(one.fact_ids | other.fact_ids)
    within = [0.8 for group, part in ((one, other), (other, one)) for listed in group.parts if _same(listed, part)]
    return max([*within, 0.7 * shared + 0.05 * (shared > 0 and one.kind == other.kind)])


def _likeness_of_leaves(one: Leaf, other: Leaf) -> float:
    if one.fact.id != other.fact.id:
        return 0.0
    if one.operator.word != other.operator.word:
        return 0.5
    return 0.95 if isinstance(one.figure, FigureTable) == isinstance(other.figure, FigureTable) else 0.9


def _same(listed: Outline, part: Outline) -> bool:
    """Whether a part of a group is this one, or is about this one's fact."""
    if listed.kind == part.kind == LEAF:
        return _likeness_of_leaves(listed.leaves[0], part.leaves[0]) >= ALIKE
    return listed.signature == part.signature


def partners(a: Sequence[Outline], b: Sequence[Outline]) -> dict[Outline, Outline]:
    """For each part of A the one of B that it became, the likest first."""
    ranked = sorted(
        ((_likeness(one, other), one, other) for one in a for other in b), key=lambda row: row[0], reverse=True
    )
    found: dict[Outline, Outline] = {}
    for likeness, one, other in ranked:
        if likeness >= SOMEWHAT and one not in found and other not in found.values():
            found[one] = other
    return found
