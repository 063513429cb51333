"""Facts computed from other facts: a sum, a growth, a ratio, each with its own rule for bounds.

A derived value is exact. Where a base fact is missing or a range, it is the Range of all values that the base facts
allow; `tests/test_derived.py` holds each rule to brute force. To the tree and to every reading a derived fact is a
fact like others.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import total_ordering
from itertools import pairwise
from typing import Any

from zhenkit.facts.quantities import UNDEFINED, OrUndefined, Range, Series

AVERAGE, RATIO, LEAST_GROWTH, YEARS_SINCE = "average", "ratio", "least_growth", "years_since"
WITHOUT_YEARS = (RATIO, YEARS_SINCE)
"""Kinds of derivations that are not over so many years of a series."""
YEAR = "year"
"""The fact that says which year a town's figures are of: years are counted back from it."""
LATEST = "latest"
"""That years are counted back from the last that a series has a figure of, whatever the town's year."""
GROWTHS = ("growth", "yearly_growth", LEAST_GROWTH)
"""Kinds of derivations that are more than a name of their own."""
AMOUNTS = ("sum", AVERAGE, "least")
"""Kinds of derivations that give an amount of a series: what a ratio can be made of."""
QUOTIENTS = (*GROWTHS, RATIO)
"""Kinds of derivations that divide by a figure, which may be 0."""
REVIEW, HIGHEST, LOWEST = "review", "highest", "lowest"
BY_ZERO = (REVIEW, HIGHEST, LOWEST)
"""What a quotient counts as whose divisor is 0: nothing, which is for people to review; or above, or below all."""

Amount = Any
"""A quantity: int, Fraction, Growth, or math.inf for what has no upper end."""

Bounds = tuple[Amount, Amount]


def bounds(value: Any, lowest: Amount = 0) -> Bounds:
    """The lowest and the highest that a value stands for; a missing one (None) may be anything from `lowest` up."""
    if value is None:
        return lowest, math.inf
    return (value.low, value.high) if isinstance(value, Range) else (value, value)


def may_be_negative(value: Any) -> bool:
    """Whether a figure, or one of figures by year, is or may be below 0.

    >>> may_be_negative(Range(-1, 2)), may_be_negative(None)
    (True, False)
    """
    figures = [figure for _year, figure in value.years] if isinstance(value, Series) else [value]
    return any(figure is not None and bounds(figure)[0] < 0 for figure in figures)


def _value(low: Amount, high: Amount) -> Any:
    """Bounds as a fact's value: itself where they agree; whole numbers as such."""
    low, high = (int(end) if isinstance(end, Fraction) and end.denominator == 1 else end for end in (low, high))
    return low if low == high else Range(low, high)


def quotient(one: Amount, other: Amount) -> Amount:
    """one / other, exact; an `other` of 0 stands for what is as near to it as it may be, and is not 0."""
    if abs(one) == math.inf:
        return one
    if other == math.inf or one == 0:
        return 0
    if not other:
        return math.inf if one > 0 else -math.inf
    return Fraction(one) / other


def hull(values: Sequence[Any]) -> Any:
    """The smallest value that stands for all of these."""
    ends: list[Bounds] = []
    undefined = False
    for value in values:
        undefined = undefined or value is UNDEFINED or isinstance(value, OrUndefined)
        if value is not UNDEFINED:
            ends.append(bounds(value.value if isinstance(value, OrUndefined) else value))
    if not ends:
        return UNDEFINED
    found = _value(min(low for low, _high in ends), max(high for _low, high in ends))
    return OrUndefined(found) if undefined else found


def growth(factor: Amount, years: int) -> Amount:
    """The yearly growth that makes this factor in so many years: a Fraction where one is it, else a Growth."""
    if factor in (0, math.inf):
        return factor - 1
    factor = Fraction(factor)
    for root in (root for root in range(years, 1, -1) if years % root == 0):
        above, below = _whole_root(factor.numerator, root), _whole_root(factor.denominator, root)
        if above is not None and below is not None:
            factor, years = Fraction(above, below), years // root
            break
    return factor - 1 if years == 1 else Growth(factor, years)


def _whole_root(number: int, degree: int) -> int | None:
    """The root of a whole number, or None where it is not whole itself."""
    low, high = 0, 1 << (number.bit_length() // degree + 1)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if middle**degree <= number else (low, middle - 1)
    return low if low**degree == number else None


@total_ordering
class Growth:
    """A yearly growth that no fraction is: the `years`-th root of `factor`, less 1. Made by `growth`, in lowest terms.

    Compared exactly, never rounded.
    """

    __slots__ = ("factor", "years")

    def __init__(self, factor: Fraction, years: int) -> None:
        self.factor, self.years = factor, years

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Growth) and (self.factor, self.years) == (other.factor, other.years)

    def __lt__(self, other: object) -> bool:
        if isinstance(other, Growth):
            return bool(self.factor**other.years < other.factor**self.years)
        if other in (math.inf, -math.inf):
            return other == math.inf
        if isinstance(other, (int, float, Fraction)):
            return other > -1 and self.factor < (1 + Fraction(other)) ** self.years
        return NotImplemented

    def __hash__(self) -> int:
        return hash((self.factor, self.years))

    def __float__(self) -> float:
        return math.pow(self.factor, 1 / self.years) - 1

    def __repr__(self) -> str:
        return f"Growth({self.factor!r}, {self.years})"


def exactly(value: Amount) -> Fraction:
    """A quantity as a fraction; of a growth over several years, which is a root, the nearest that a float gives."""
    return Fraction(float(value)) if isinstance(value, Growth) else Fraction(value)


FactValues = Mapping[str, Any]


Pulls = Mapping[tuple[str, int], bool | None]
"""For each figure, by its fact and how many years back it lies: whether more of it makes a value higher, lower
(False), or either (None)."""


@dataclass(frozen=True)
class Derivation:
    """How a fact is computed. `bases` are the ids of the facts it comes from; `years` how many years of a series.

    A ratio may be of facts that are computed themselves: `Fact.value_of` computes those first.
    """

    kind: str
    bases: tuple[str, ...]
    years: int = 0
    lowest: Amount = 0
    """The lowest that a figure of the bases may be where it is missing."""
    whole: bool = False
    """Whether the figures of the bases are whole numbers: of firms, of fen."""
    until: int | str | None = None
    """The year that the years are counted back from: the town's `year` (None), this one, or LATEST."""
    by_zero: str = REVIEW
    """What it counts as where it divides by 0: one of BY_ZERO."""

    @property
    def is_anchored(self) -> bool:
        """Whether its years are counted back from the town's year."""
        return self.kind not in WITHOUT_YEARS and self.until is None

    @property
    def of_growth(self) -> bool:
        """Whether it is a growth: of figures that are never below 0."""
        return self.kind in GROWTHS

    @property
    def may_be_undefined(self) -> bool:
        """Whether some figures make it UNDEFINED."""
        return self.kind in QUOTIENTS and self.by_zero == REVIEW

    @property
    def floor(self) -> Amount:
        """The lowest that it can be: a growth is no lower than -100 %, nothing else below what its figures can be."""
        return -1 if self.kind in GROWTHS else self.lowest

    def years_read(self, last: int) -> set[int]:
        """The years whose figures it depends on, counted back from this one or from `until`; none without a series."""
        until = self.until if isinstance(self.until, int) else last
        return {until - back for _base, back in self.pulls} if self.kind not in WITHOUT_YEARS else set()

    @property
    def is_whole(self) -> bool:
        """Whether its values are whole numbers, whatever the type: whole years of the calendar."""
        return self.kind == YEARS_SINCE

    @property
    def keeps_whole(self) -> bool:
        """Whether whole figures make a whole one."""
        return self.kind in ("sum", "least")

    @property
    def pulls(self) -> Pulls:
        """Which way each figure that it depends on moves it."""
        if self.kind in WITHOUT_YEARS:
            first_helps = self.kind == RATIO  # years since a date: the later the date, the fewer
            return {(base, 0): helps for base, helps in zip(self.bases, (first_helps, not first_helps), strict=True)}
        (base,) = self.bases
        if self.kind in GROWTHS:
            between: Pulls = {(base, back): None for back in range(1, self.years)} if self.kind == LEAST_GROWTH else {}
            return {(base, 0): True, **between, (base, self.years): False}
        return {(base, back): True for back in range(self.years)}

    def value(self, facts: FactValues) -> Any:
        """The value, or a Range of all that it may be (up to infinity, where nothing is known).

        A quotient whose divisor is 0 is UNDEFINED, one whose divisor may be 0 is OrUndefined.
        """
        compute = DERIVATIONS[self.kind]
        year = facts.get(YEAR) if self.is_anchored else None
        if not isinstance(year, Range):
            return compute(self, facts)
        return hull([compute(self, {**facts, YEAR: one}) for one in range(year.low, year.high + 1)])

    def above_zero(self, divisor: Bounds) -> Bounds | None:
        """What a divisor may be that is not 0: of figures that are not whole, a lower end of 0 is never reached."""
        low, high = divisor
        return None if high == 0 else (max(low, int(self.whole)), high)

    def quotient_of(self, defined: Any, by_zero: bool) -> Any:
        """What a quotient comes to: `defined` where its divisor is not 0 (None: it is), which it may be or not."""
        if not by_zero:
            return defined
        if self.by_zero == REVIEW:
            return UNDEFINED if defined is None else OrUndefined(defined)
        end = math.inf if self.by_zero == HIGHEST else self.floor
        return end if defined is None else hull([defined, end])

    def last_year(self, facts: FactValues) -> int | None:
        """The year that the years are counted back from; None where neither the town nor the series says."""
        if isinstance(self.until, int):
            return self.until
        if self.until is None and isinstance(year := facts.get(YEAR), int):
            return year
        series = facts.get(self.bases[0])
        return series.latest if series is not None else None

    def figures(self, facts: FactValues, more: int = 0) -> list[Bounds]:
        """The bounds of each of the last years, and of `more` before them."""
        count = self.years + more
        series, year = facts.get(self.bases[0]), self.last_year(facts)
        figures = series.last(count, year) if series is not None and year is not None else [None] * count
        return [bounds(figure, self.lowest) for figure in figures]


def _sum(derivation: Derivation, facts: FactValues) -> Any:
    return _value(*_totals(derivation.figures(facts)))


def _totals(figures: Sequence[Bounds]) -> Bounds:
    return sum(low for low, _high in figures), sum(high for _low, high in figures)


def _average(derivation: Derivation, facts: FactValues) -> Any:
    low, high = _totals(derivation.figures(facts))
    return _value(quotient(low, derivation.years), quotient(high, derivation.years))


def _least(derivation: Derivation, facts: FactValues) -> Any:
    figures = derivation.figures(facts)
    return _value(min(low for low, _high in figures), min(high for _low, high in figures))


def _growth(derivation: Derivation, facts: FactValues) -> Any:
    """From the year before the last N to the last: last / first - 1."""
    return _from_first_to_last(derivation, derivation.figures(facts, more=1), 1)


def _yearly_growth(derivation: Derivation, facts: FactValues) -> Any:
    """The same growth spread evenly over the years (年均增长): the N-th root of last / first, less 1."""
    return _from_first_to_last(derivation, derivation.figures(facts, more=1), derivation.years)


def _from_first_to_last(derivation: Derivation, figures: Sequence[Bounds], years: int) -> Any:
    (low, high), first = figures[-1], derivation.above_zero(figures[0])
    found = None
    if first is not None:
        found = _value(growth(quotient(low, first[1]), years), growth(quotient(high, first[0]), years))
    return derivation.quotient_of(found, by_zero=figures[0][0] == 0)


def _least_growth(derivation: Derivation, facts: FactValues) -> Any:
    """The least of the growths from each year to the next."""
    figures = derivation.figures(facts, more=1)
    divisors = [derivation.above_zero(figure) for figure in figures[:-1]]
    by_zero = any(low == 0 for low, _high in figures[:-1])
    above_zero = [divisor for divisor in divisors if divisor is not None]
    found = None
    if len(above_zero) == len(divisors):
        found = _least_step(derivation, [*above_zero, figures[-1]])
    if derivation.by_zero != HIGHEST or not by_zero:
        return derivation.quotient_of(found, by_zero)
    # a step from 0 counts as above all, one to 0 from more is the lowest: so most comes of starting with years of 0
    falls = any(high > 0 for _low, high in figures[:-1])
    low = min((quotient(after[0], before[1]) for before, after in pairwise(figures) if before[1] > 0), default=0) - 1
    later = [found]
    for start in range(1, len(figures)):
        if figures[start - 1][0] > 0:
            break
        if None not in (rest := [derivation.above_zero(figure) for figure in figures[start:-1]]):
            later.append(_least_step(derivation, [*[each for each in rest if each], figures[-1]]))
    high = max((bounds(each)[1] for each in later if each is not None), default=-1)
    return _value(low, high) if falls else math.inf


def _least_step(derivation: Derivation, figures: Sequence[Bounds]) -> Any:
    """The least growth between figures of which all but the last are above 0 (an end of 0 is never reached).

    Lowest: some year at its low after one at its high. Highest: the largest growth that every stretch of years can
    keep up: from year j to year i it is at most the (i - j)-th root of high(i) / low(j), less 1. Whole figures may not
    come that far (see `_pace`).
    """
    # e.g. 100, missing, 121: nothing is known of either step alone, yet no figure between lets both grow by more than
    # 10 %, for the two years together grow by 21 %
    if len(figures) == 1:
        return math.inf
    low = min(growth(quotient(after[0], before[1]), 1) for before, after in pairwise(figures))
    stretches = [(first, last) for last in range(1, len(figures)) for first in range(last)]
    high = min(growth(quotient(figures[i][1], figures[j][0]), i - j) for j, i in stretches)
    return _value(low, growth(_pace(figures), 1) if derivation.whole and low != high else high)


def _pace(figures: Sequence[Bounds]) -> Amount:
    """How many times as much each year can be at least as the year before, where figures are whole numbers."""
    bounded = [year for year, (_low, high) in enumerate(figures) if year and high != math.inf]
    if not bounded:
        return math.inf
    figures = figures[: bounded[-1] + 1]  # what comes after the last that is bounded keeps any pace
    beyond = 2 + max(end for ends in figures for end in ends if end != math.inf)
    # Halving between a pace that can be kept and one that cannot. Any pace that figures really have is a fraction of
    # two of them, and two such fractions are at least 1 / beyond ** 2 apart: nearer than that, one alone is left.
    kept, missed = Fraction(0), Fraction(beyond)
    while missed - kept >= Fraction(1, beyond**2):
        middle = (kept + missed) / 2
        kept, missed = (middle, missed) if _steps(figures, middle) is not None else (kept, middle)
    steps = _steps(figures, kept)
    assert steps is not None  # a pace of 0 is kept by any figures
    return min(quotient(after, before) for before, after in pairwise(steps))


def _steps(figures: Sequence[Bounds], pace: Amount) -> list[int] | None:
    """The lowest whole figures that keep a pace, one a year; None where that goes beyond what a year can be."""
    # the lowest figure of a year leaves those after it the most room: if these steps go too far, all others do
    steps: list[int] = [figures[0][0]]
    for low, high in figures[1:]:
        steps.append(max(low, math.ceil(steps[-1] * pace)))
        if steps[-1] > high:
            return None
    return steps


def _ratio(derivation: Derivation, facts: FactValues) -> Any:
    """One fact over another, which is never below 0. Of what is UNDEFINED, every quotient is."""
    values = [facts.get(base) for base in derivation.bases]
    if UNDEFINED in values:
        return UNDEFINED
    whole = [value.value if isinstance(value, OrUndefined) else value for value in values]
    (low, high), (least, most) = (bounds(value, derivation.lowest) for value in whole)
    found, least = None, max(least, 0)
    if (divisor := derivation.above_zero((least, most))) is not None:
        smallest, largest = divisor  # the more it is divided by, the nearer to 0 it comes
        lowest = quotient(low, largest if low >= 0 else smallest)
        found = _value(lowest, quotient(high, smallest if high >= 0 else largest))
    computed = derivation.quotient_of(found, by_zero=least == 0)
    return hull([computed, UNDEFINED]) if whole != values else computed


def _years_since(derivation: Derivation, facts: FactValues) -> Any:
    """The town's year less the year of a date: whole years of the calendar, below 0 where the date is later."""
    date, year = (facts.get(base) for base in derivation.bases)
    if date is None or year is None:
        return _value(-math.inf, math.inf)
    (earliest, latest), (first, last) = bounds(date), bounds(year)
    return _value(first - _year_of(latest), last - _year_of(earliest))


def _year_of(day: int) -> int:
    return datetime.date.fromordinal(day).year


DERIVATIONS = {
    "sum": _sum,
    AVERAGE: _average,
    "least": _least,
    "growth": _growth,
    "yearly_growth": _yearly_growth,
    LEAST_GROWTH: _least_growth,
    RATIO: _ratio,
    YEARS_SINCE: _years_since,
}
"""The ways to derive a fact."""
