"""What becomes of a grade when it is judged anew: after a year, or by another standard."""

from __future__ import annotations

from typing import Literal

from zhenkit.checks.grades import Span

Direction = Literal["gains", "loses", "moves", "stays"]
DIRECTIONS: tuple[Direction, ...] = ("gains", "loses", "moves", "stays")
"""An open grade may come out otherwise and be neither higher nor lower."""


def direction(before: Span, after: Span) -> Direction:
    """What becomes of a grade: it gains or loses where no end goes the other way."""
    if before == after:
        return "stays"
    if after.worst >= before.worst and after.best >= before.best:
        return "gains"
    return "loses" if after.worst <= before.worst and after.best <= before.best else "moves"
