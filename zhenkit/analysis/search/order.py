"""Is one check never above another? Decided by their shapes alone, where that can be: without looking at any town.

Two checks that are compared mostly have most of their parts in common: what is the same on both sides, or plainly
weaker on one, need not be searched. "No" means that the shapes do not decide: the search decides.
"""

from __future__ import annotations

from typing import Any

from zhenkit.checks.normal_form import ALL, ANY, IN_PRINCIPLE, LEAF, OF, RELAXED_CHECK, Outline, outline
from zhenkit.checks.rewrite import ALWAYS, NEVER
from zhenkit.checks.tree import COUNTING, INCLUDES, STRICT, All, AnyOf, Check, FigureTable, Leaf


def simplified(high: Check, low: Check) -> tuple[Check, Check]:
    """Two checks of which the first is above the second for the same towns as `high` is above `low`."""
    shapes = _Shapes()
    one, other = outline(high), outline(low)
    # where `high` is above an `all`, it is above some part of it: not above one that is as high as `high` for every
    # town; and so with the parts of an `any` that are never above `low`
    if other.kind == ALL:
        kept = [part for part in other.parts if not shapes.never_above(one, part)]
        if len(kept) < len(other.parts):
            low = kept[0].check if len(kept) == 1 else All(None, None, tuple([part.check for part in kept]))
            other = outline(low)
    if one.kind == ANY:
        kept = [part for part in one.parts if not shapes.never_above(part, other)]
        if len(kept) < len(one.parts):
            high = kept[0].check if len(kept) == 1 else AnyOf(None, None, tuple([part.check for part in kept]))
            one = outline(high)
    if shapes.never_above(one, other):
        return NEVER, ALWAYS
    return high, low


class _Shapes:
    """Answers about outlines, each remembered."""

    def __init__(self) -> None:
        self._found: dict[tuple[Outline, Outline], bool] = {}

    def never_above(self, one: Outline, other: Outline) -> bool:
        """Whether the grade of the one is plainly never above that of the other."""
        if one.signature == other.signature:
            return True
        key = (one, other)
        if key not in self._found:
            self._found[key] = self._looked(one, other)
        return self._found[key]

    def _looked(self, one: Outline, other: Outline) -> bool:
        if other.kind == ALL:
            return all(self.never_above(one, part) for part in other.parts)
        if one.kind == ANY:
            return all(self.never_above(part, other) for part in one.parts)
        if one.kind == LEAF and other.kind == LEAF:
            return _never_above(one.leaves[0], other.leaves[0])
        return self._by_parts_of_one(one, other) or self._by_parts_of_other(one, other)

    def _by_parts_of_one(self, one: Outline, other: Outline) -> bool:
        if one.kind == ALL:
            return any(self.never_above(part, other) for part in one.parts)
        if one.kind == OF:  # a part without which the rest does not reach the mark is required
            worths = one.worths
            return any(
                sum(worths) - worth < one.count and self.never_above(part, other)
                for part, worth in zip(one.parts, worths, strict=True)
            )
        if one.kind == RELAXED_CHECK:
            return self.never_above(one.parts[0], other)
        return one.kind == IN_PRINCIPLE == other.kind and self.never_above(one.parts[0], other.parts[0])

    def _by_parts_of_other(self, one: Outline, other: Outline) -> bool:
        if other.kind == ANY:
            return any(self.never_above(one, part) for part in other.parts)
        if other.kind == OF:
            worths = other.worths
            earned = sum(worth for part, worth in zip(other.parts, worths, strict=True) if self.never_above(one, part))
            return earned >= other.count or (one.kind == OF and self._of_in_of(one, other))
        if other.kind == IN_PRINCIPLE:
            return self.never_above(one, other.parts[0])
        return one.kind == RELAXED_CHECK == other.kind and self.never_above(one.parts[0], other.parts[0])

    def _of_in_of(self, one: Outline, other: Outline) -> bool:
        """Whether parts that earn the mark of the one always earn that of the other, part by part."""
        free = list(zip(other.parts, other.worths, strict=True))
        rest = list(zip(one.parts, one.worths, strict=True))
        lost = 0
        for alike in (_is_same, self.never_above):  # a part takes its like first, so that no other takes it
            unmatched = []
            for part, worth in rest:
                match = next((each for each in free if alike(part, each[0])), None)
                if match is None:
                    unmatched.append((part, worth))
                else:
                    free.remove(match)
                    lost += max(0, worth - match[1])
            rest = unmatched
        return lost + sum(worth for _part, worth in rest) <= one.count - other.count


def _is_same(one: Outline, other: Outline) -> bool:
    return one.signature == other.signature


def _never_above(one: Leaf, other: Leaf) -> bool:
    """Whether whatever meets the one meets the other, whatever the choice that a table is by."""
    if one.fact.id != other.fact.id or one.operator.upward != other.operator.upward:
        return False
    tables = [leaf.figure for leaf in (one, other) if isinstance(leaf.figure, FigureTable)]
    if len({table.by.id for table in tables}) > 1:
        return False
    choices: Any = tables[0].figures if tables else (None,)
    return all(_asks_more(one, one.figure_of(choice), other, other.figure_of(choice)) for choice in choices)


def _asks_more(one: Leaf, figure: Any, other: Leaf, others: Any) -> bool:
    if figure is None or others is None:  # needs review, whatever the value
        return figure is others
    if INCLUDES in (one.operator, other.operator):
        return one.operator is other.operator and bool(figure >= others)
    if (one.operator in COUNTING) != (other.operator in COUNTING):
        return False
    if figure == others:  # the figure itself is enough for the one and may be too little for the other
        return one.operator is other.operator or one.operator in STRICT or other.operator not in STRICT
    return bool(figure > others) == one.operator.upward
