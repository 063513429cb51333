"""A check -> the same check with one check in it settled at a grade, whatever the town: to ask whether it decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from zhenkit.checks.grades import Grade
from zhenkit.checks.tree import All, AnyOf, Check, Fold, Group, InPrinciple, Leaf, Of, Relaxed

ALWAYS = All(None, None, ())
"""A check that holds for every town."""
NEVER = AnyOf(None, None, ())
"""A check that holds for none."""
CONSTANTS = (NEVER, InPrinciple(None, None, NEVER), Relaxed(None, None, ALWAYS), ALWAYS)
"""A check of each grade that every town gets."""


class Settled(Fold[Check]):
    """The check with `part`, the very check, replaced by one of a constant grade."""

    def __init__(self, part: Check, grade: Grade) -> None:
        self.part, self.constant = part, CONSTANTS[grade]

    def leaf(self, check: Leaf) -> Check:
        """The leaf, or the constant in its place."""
        return self.constant if check is self.part else check

    def _group(self, check: Group, parts: Sequence[Check]) -> Check:
        return self.constant if check is self.part else replace(check, checks=tuple(parts))

    def all(self, check: All, parts: Sequence[Check]) -> Check:
        """The same over the parts as they are now."""
        return self._group(check, parts)

    def any(self, check: AnyOf, parts: Sequence[Check]) -> Check:
        """The same over the parts as they are now."""
        return self._group(check, parts)

    def of(self, check: Of, parts: Sequence[Check]) -> Check:
        """The same over the parts as they are now."""
        return self._group(check, parts)

    def relaxed(self, check: Relaxed, part: Check) -> Check:
        """The same over the part as it is now."""
        return self.constant if check is self.part else replace(check, check=part)

    def in_principle(self, check: InPrinciple, part: Check) -> Check:
        """The same over the part as it is now."""
        return self.constant if check is self.part else replace(check, check=part)


def settled(check: Check, part: Check, grade: Grade) -> Check:
    """The check with one check in it settled at a grade."""
    return check.fold(Settled(part, grade))
