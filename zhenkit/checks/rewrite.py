"""A check -> another: with other leaves, or with one check in it settled at a grade, to ask whether it decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from zhenkit.checks.grades import Grade
from zhenkit.checks.tree import All, AnyOf, Check, Fold, Group, InPrinciple, Leaf, Relaxed

ALWAYS = All(None, None, ())
"""A check that every town meets."""
NEVER = AnyOf(None, None, ())
"""A check that none meets."""
CONSTANTS = (NEVER, InPrinciple(None, None, NEVER), Relaxed(None, None, ALWAYS), ALWAYS)
"""A check of each grade that every town gets."""


class Rewritten(Fold[Check]):
    """The same check over parts that a fold may have changed."""

    def leaf(self, check: Leaf) -> Check:
        """The leaf as it is."""
        return check

    def _group(self, check: Group, parts: Sequence[Check]) -> Check:
        return replace(check, checks=tuple(parts))

    all = any = of = _group

    def _one(self, check: Relaxed | InPrinciple, part: Check) -> Check:
        return replace(check, check=part)

    relaxed = in_principle = _one


class Settled(Rewritten):
    """The check with `part`, the very check, replaced by one of a constant grade."""

    def __init__(self, part: Check, grade: Grade) -> None:
        self.part, self.constant = part, CONSTANTS[grade]

    def leaf(self, check: Leaf) -> Check:
        """The leaf, or the constant in its place."""
        return self.constant if check is self.part else check

    def _group(self, check: Group, parts: Sequence[Check]) -> Check:
        return self.constant if check is self.part else super()._group(check, parts)

    all = any = of = _group

    def _one(self, check: Relaxed | InPrinciple, part: Check) -> Check:
        return self.constant if check is self.part else super()._one(check, part)

    relaxed = in_principle = _one


def settled(check: Check, part: Check, grade: Grade) -> Check:
    """The check with one check in it settled at a grade.

    >>> settled(needs_both, exporting, Grade.MET).checks == (ten_firms, ALWAYS)
    True
    """
    return check.fold(Settled(part, grade))
