"""Facts computed from other facts: a sum, a growth, a ratio, each with its own rule for bounds.

A derived value is exact. Where a base fact is missing or a range, it is the Range of all values that the base facts
allow; `tests/test_derived.py` holds each rule to brute force. To the tree and to every reading a derived fact is a
fact like others.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import total_ordering
from itertools import pairwise
from typing import Any

from zhenkit.quantities import Range

Amount = Any
"""A quantity: int, Fraction, Growth, or math.inf for what has no upper end."""

Bounds = tuple[Amount, Amount]
UNKNOWN: Bounds = (0, math.inf)


def bounds(value: Any) -> Bounds:
    """The lowest and the highest that a value stands for; a missing one (None) may be anything from 0 up."""
    if value is None:
        return UNKNOWN
    return (value.low, value.high) if isinstance(value, Range) else (value, value)


def _value(low: Amount, high: Amount) -> Any:
    """Bounds as a fact's value: itself where they agree."""
    return low if low == high else Range(low, high)


def quotient(one: Amount, other: Amount) -> Amount:
    """one / other, exact; by 0 it is beyond every figure, and 0 / 0 is 0."""
    if one == math.inf:
        return math.inf
    if other == math.inf or one == 0:
        return 0
    return Fraction(one) / other if other else math.inf


@total_ordering
class Growth:
    """A yearly growth: the `years`-th root of `factor`, less 1. Compared exactly, never rounded."""

    __slots__ = ("factor", "years")

    def __init__(self, factor: Amount, years: int) -> None:
        self.factor, self.years = factor, years

    def _with(self, other: Any) -> tuple[Amount, Amount]:
        """Both sides as numbers that compare as the growths do."""
        if isinstance(other, Growth):
            return self.factor**other.years, other.factor**self.years
        if other == math.inf:
            return self.factor, math.inf
        base = 1 + Fraction(other)
        return (self.factor, base**self.years) if base >= 0 else (0, -1)

    def __eq__(self, other: object) -> bool:
        mine, its = self._with(other)
        return bool(mine == its)

    def __lt__(self, other: object) -> bool:
        mine, its = self._with(other)
        return bool(mine < its)

    def __hash__(self) -> int:
        return hash(float(self))

    def __float__(self) -> float:
        return math.inf if self.factor == math.inf else float(self.factor) ** (1 / self.years) - 1


def exactly(value: Amount) -> Fraction:
    """A quantity as a fraction; of a growth over several years, which is a root, the nearest that a float gives."""
    if isinstance(value, Growth):
        return value.factor - Fraction(1) if value.years == 1 else Fraction(float(value))
    return Fraction(value)


Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Derivation:
    """How a fact is computed. `bases` are the ids of the facts it comes from; `years` how many years of a series."""

    kind: str
    bases: tuple[str, ...]
    years: int = 0

    def value(self, facts: Facts) -> Any:
        """The value, or a Range of all that it may be (up to infinity, where nothing is known)."""
        return KINDS[self.kind](self, facts)

    def figures(self, facts: Facts, more: int = 0) -> list[Bounds]:
        """The bounds of each of the last years, and of `more` before them."""
        count = self.years + more
        series = facts.get(self.bases[0])
        return [bounds(figure) for figure in (series.last(count) if series is not None else [None] * count)]


def _sum(derivation: Derivation, facts: Facts) -> Any:
    return _value(*_totals(derivation.figures(facts)))


def _totals(figures: Sequence[Bounds]) -> Bounds:
    return sum(low for low, _high in figures), sum(high for _low, high in figures)


def _average(derivation: Derivation, facts: Facts) -> Any:
    low, high = _totals(derivation.figures(facts))
    return _value(quotient(low, derivation.years), quotient(high, derivation.years))


def _least(derivation: Derivation, facts: Facts) -> Any:
    figures = derivation.figures(facts)
    return _value(min(low for low, _high in figures), min(high for _low, high in figures))


def _growth(derivation: Derivation, facts: Facts) -> Any:
    """From the year before the last N to the last: last / first - 1."""
    return _from_first_to_last(derivation.figures(facts, more=1), 1)


def _yearly_growth(derivation: Derivation, facts: Facts) -> Any:
    """The same growth spread evenly over the years (年均增长): the N-th root of last / first, less 1."""
    return _from_first_to_last(derivation.figures(facts, more=1), derivation.years)


def _from_first_to_last(figures: Sequence[Bounds], years: int) -> Any:
    (first_low, first_high), (last_low, last_high) = figures[0], figures[-1]
    return _value(Growth(quotient(last_low, first_high), years), Growth(quotient(last_high, first_low), years))


def _least_growth(derivation: Derivation, facts: Facts) -> Any:
    """The least of the growths from each year to the next.

    Lowest: some year at its low after one at its high. Highest: the largest growth that every stretch of years can
    keep up: from year j to year i it is at most the (i - j)-th root of high(i) / low(j), less 1.
    """
    figures = derivation.figures(facts, more=1)
    low = min(Growth(quotient(after[0], before[1]), 1) for before, after in pairwise(figures))
    high = min(Growth(quotient(figures[i][1], figures[j][0]), i - j) for i in range(1, len(figures)) for j in range(i))
    return _value(low, high)


def _ratio(derivation: Derivation, facts: Facts) -> Any:
    """One fact over another; by 0 it is beyond every figure, and 0 / 0 is 0."""
    (low, high), (least, most) = (bounds(facts.get(base)) for base in derivation.bases)
    return _value(quotient(low, most), quotient(high, least))


KINDS = {
    "sum": _sum,
    "average": _average,
    "least": _least,
    "growth": _growth,
    "yearly_growth": _yearly_growth,
    "least_growth": _least_growth,
    "ratio": _ratio,
}
"""The ways to derive a fact."""

RATIO = "ratio"
GROWTHS = ("growth", "yearly_growth", "least_growth")
