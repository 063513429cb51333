"""A series of a figure by year -> how much a year is needed to reach a figure in time, and how much it was so far."""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from zhenkit.checks.trace import Trace
from zhenkit.checks.tree import STRICT, Leaf
from zhenkit.facts.quantities import Series
from zhenkit.facts.types.base import Value


class Pace(NamedTuple):
    """How much a year is needed until the last day, and how much it was so far; below 0 where less is better."""

    needed: Fraction
    until: int
    so_far: Fraction | None
    """None where there are no two years to compare."""
    since: int
    enough: bool | None
    reached: int | None
    """The year in which it is reached at the pace so far; None where that never comes, or is not known."""


def _is_exact(value: Any) -> bool:
    """Whether a value is one number, neither a range nor a yes or no."""
    return isinstance(value, (int, Fraction)) and not isinstance(value, bool)


def pace_to(found: Trace, points: Sequence[tuple[int, Value]], year: int, until: int) -> Pace | None:
    """The pace of a figure that is not reached yet; None where there is none, or no year left to reach it in."""
    check, value, asked = found.check, found.value, found.asked
    assert isinstance(check, Leaf)
    if not check.fact.type.is_quantity or not _is_exact(value) or not _is_exact(asked) or until <= year:
        return None
    lacking, strict = Fraction(asked - value), check.operator in STRICT
    if check.operator.holds(value, asked):
        return None
    needed = lacking / (until - year)
    exact = [(each, figure) for each, figure in points if each <= year and _is_exact(figure)]
    (first, before), (last, now) = exact[0], exact[-1]
    if first == last:
        return Pace(needed, until, None, first, None, None)
    so_far = Fraction(now - before) / (last - first)
    ahead = so_far > 0 if check.operator.upward else so_far < 0
    reached = None
    if ahead:
        years = lacking / so_far
        reached = year + (math.floor(years) + 1 if strict else math.ceil(years))
    return Pace(needed, until, so_far, first, reached is not None and reached <= until, reached)


class SeriesPace(NamedTuple):
    """How fast a figure of a series is to grow, and how fast it did; below 0 where less is better."""

    year: int
    """The latest that has a figure."""
    growth: Fraction | None
    """What is to be more than the year before, as a part of that; None where that is not known, or 0."""
    so_far: Fraction | None
    """How much more it was each year; None where there are no two years before to compare."""
    since: int
    reached: int | None
    """The year in which it is reached at the pace so far; None where that never comes, or is not known."""


def pace_of(before: Series, after: Series) -> SeriesPace | None:
    """The pace of a series whose latest figure is to be another; None where the latest stays, or is a range."""
    known, year = dict(before.years), before.latest
    now, goal, last = known[year], dict(after.years)[year], dict(after.years).get(year - 1)
    if not (_is_exact(now) and _is_exact(goal)) or now == goal:
        return None
    growth = Fraction(goal - last, last) if last and _is_exact(last) and last > 0 else None
    exact = [(each, figure) for each, figure in before.years if each < year and _is_exact(figure)]
    if not exact:
        return SeriesPace(year, growth, None, year, None)
    since, began = exact[0]
    so_far = Fraction(now - began) / (year - since)
    ahead = bool(so_far) and (goal - now) / so_far > 0
    return SeriesPace(year, growth, so_far, since, year + math.ceil((goal - now) / so_far) if ahead else None)


def last_year_of(day: str) -> int:
    """The last year that is over at the end of a day, as it is written."""
    return last_year(datetime.date.fromisoformat(day))


def last_year(day: datetime.date) -> int:
    """The last year that is over at the end of a day."""
    return day.year if (day.month, day.day) == (12, 31) else day.year - 1
