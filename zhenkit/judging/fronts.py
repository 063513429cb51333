"""Ways that conflict: one has fewer changes, another easier ones; which of them no other beats (the Pareto front)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate
from operator import le

from zhenkit.judging.changes import KINDS, GapChange


def by_class(changes: Iterable[GapChange]) -> tuple[int, ...]:
    """How many elementary changes there are of each class of effort, easiest class first."""
    found = dict.fromkeys(KINDS, 0)
    for change in changes:
        found[change.kind] += change.steps
    return tuple(found.values())


def unbeaten(ways: Sequence[Iterable[GapChange]]) -> list[bool]:
    """Which of several ways are on the Pareto front; none where nothing conflicts, since one is least by any measure.

    One way beats another where it has no more changes of each class and those harder than it together, and fewer of
    some: a change of an easier class is less than one of a harder.
    """
    counts = [tuple(accumulate(reversed(by_class(way)))) for way in ways]
    different = set(counts)
    front = {one for one in different if not any(other != one and all(map(le, other, one)) for other in different)}
    return [len(front) > 1 and one in front for one in counts]
