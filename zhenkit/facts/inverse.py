"""What facts have to be, for a fact computed from them to reach a value: the other way round than `derived.py`.

Many figures make a sum, so there are many ways to raise one. What is past stays as it is where that is possible: the
figure that moves is one that is missing, else the latest of a series, the first of a ratio, the date of years since.
Other figures that are missing are taken to be as in the nearest year that is known.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from zhenkit.facts.derived import LEAST_GROWTH, RATIO, YEAR, YEARS_SINCE, Amount, Derivation, bounds
from zhenkit.facts.fact import Fact
from zhenkit.facts.quantities import UNDEFINED, OrUndefined, Range, Series
from zhenkit.facts.types.base import Value

MOST = 10**21
"""No figure is moved beyond it."""
FactValues = Mapping[str, Any]


def reaching(
    fact: Fact, goal: Value, upward: bool, facts: FactValues, year: int, never_negative: Container[str] = ()
) -> dict[str, Value] | None:
    """The facts that a derived fact comes from, where it has reached a goal; None where moving one is not enough.

    `year` is the year of the latest figure where nothing else says it; `never_negative` are facts that may not be
    below 0 though their kind may.
    """
    way = fact.derived
    assert way is not None  # asked for derived facts alone

    def holds(value: Any) -> bool:
        if value is UNDEFINED or isinstance(value, OrUndefined):
            return False  # what divides by 0 is for people to review
        low, high = bounds(value)
        return bool(low >= goal if upward else high <= goal)

    def enough(changes: FactValues) -> bool:
        return holds(fact.value_of({**facts, **changes}))

    if enough({}):
        return {}
    if way.kind == RATIO:
        changes = _ratio(fact, upward, facts, year, never_negative, holds)
    elif way.kind == YEARS_SINCE:
        changes = _years_since(way, goal, facts, year)
    else:
        changes = _series(fact, goal, upward, facts, year, never_negative, enough)
    return changes if changes is not None and enough(changes) and _plausible(fact, changes) else None


def _plausible(fact: Fact, changes: FactValues) -> bool:
    for base in fact.bases:
        if base.id in changes and base.is_bounded:
            value = changes[base.id]
            figures = [figure for _year, figure in value.years] if isinstance(value, Series) else [value]
            for low, high in (bounds(figure) for figure in figures if figure is not None):
                if (base.least is not None and low < base.least) or (base.most is not None and high > base.most):
                    return False
    return True


def _nearest(fact: Fact, upward: bool, never_negative: Container[str], enough: Callable[[Value], bool]) -> Value | None:
    """The lowest figure that is enough, or downwards the highest; None where none is."""
    kind = fact.type.figure
    unit: Any = 1 if kind.whole else Fraction(1, 10_000 * getattr(kind, "scale", 1))
    most, ahead = kind.most or MOST, 1 if upward else -1
    signed = kind.bottom < 0 and not any(one.id in never_negative for one in fact.bases or (fact,))
    start = next((figure for figure in (0, 1) if enough(figure * unit)), None)  # by 0 nothing can be divided
    if start is None:
        if not (upward or signed):
            return None
        missed, met = 0, ahead
        while not enough(met * unit):
            missed, met = met, met * 2
            if abs(met) > most:
                return None
    else:
        if upward and not signed:
            return start * unit
        missed, met = start - ahead, start
        while enough(missed * unit):
            met, missed = missed, missed * 2
            if abs(missed) > most:
                return kind.ordinary  # any is enough
    while abs(met - missed) > 1:
        middle = (met + missed) // 2
        missed, met = (missed, middle) if enough(middle * unit) else (middle, met)
    return met * unit


def _ratio(
    fact: Fact,
    upward: bool,
    facts: FactValues,
    year: int,
    never_negative: Container[str],
    holds: Callable[[Any], bool],
) -> dict[str, Value] | None:
    """The part that is missing is what it has to be; where neither is, or both are, the first moves."""
    way, (above, below) = fact.derived, fact.parts
    assert way is not None  # it is a ratio
    known = {**facts, **{part.id: part.value_of(facts) for part in fact.parts if part.derived is not None}}

    def moved(part: Fact, value: Value, up: bool) -> dict[str, Value] | None:
        return {part.id: value} if part.derived is None else reaching(part, value, up, facts, year, never_negative)

    def nearest(part: Fact, up: bool) -> Value | None:
        return _nearest(part, up, never_negative, lambda figure: holds(way.value({**known, part.id: figure})))

    if _is_missing(below, facts) and not _is_missing(above, facts):
        value = nearest(below, not upward)
        if value:
            return moved(below, value, not upward)
    others: dict[str, Value] = {}
    if _is_missing(below, facts):
        known[below.id] = below.type.ordinary
        others = moved(below, below.type.ordinary, True) or {}
        if holds(way.value(known)):
            return others
    value = nearest(above, upward)
    if value is None:  # nothing can be divided by the second as it is
        value = nearest(below, not upward)
        if value:
            return moved(below, value, not upward)
        known[below.id] = below.type.ordinary
        others = moved(below, below.type.ordinary, True) or {}
        value = nearest(above, upward)
        if value is None:
            return None
    found = moved(above, value, upward)
    return None if found is None else {**others, **found}


def _is_missing(part: Fact, facts: FactValues) -> bool:
    return not any(base.id in facts for base in part.bases or (part,))


def _years_since(way: Derivation, goal: Value, facts: FactValues, year: int) -> dict[str, Value]:
    """The date moves by whole years."""
    date, known = facts.get(way.bases[0]), facts.get(way.bases[1])
    low, _high = bounds(known) if known is not None else (year, year)
    day = datetime.date.fromordinal(bounds(date)[0]) if date is not None else datetime.date(year, 1, 1)
    changes: dict[str, Value] = {} if known is not None else {YEAR: year}
    wanted = min(max(low - math.ceil(goal), 1), 9999)
    return {**changes, way.bases[0]: datetime.date(wanted, day.month, min(day.day, 28)).toordinal()}


def _series(
    fact: Fact,
    goal: Value,
    upward: bool,
    facts: FactValues,
    year: int,
    never_negative: Container[str],
    enough: Callable[[FactValues], bool],
) -> dict[str, Value] | None:
    way, base = fact.derived, fact.bases[0]
    assert way is not None  # a series has derived this fact
    last = way.last_year(facts)
    last = year if last is None else last
    series = facts.get(base.id)
    figures: dict[int, Any] = dict(series.years) if series is not None else {}
    wanted = sorted(way.years_read(last))
    pulls = {last - back: helps for (_base, back), helps in way.pulls.items()}
    known = {at: figure for at, figure in figures.items() if figure is not None}
    missing = [at for at in wanted if at not in known]
    for at in missing:
        nearest = min(known, key=lambda other: (abs(other - at), other), default=None)
        figures[at] = base.type.figure.ordinary if nearest is None else bounds(known[nearest])[0]

    def made(moved: Mapping[int, Value]) -> dict[str, Value]:
        return {base.id: Series(tuple(sorted({**figures, **moved}.items())))}

    # what is missing is what it has to be; only where that is not enough, what is known has to change: the latest, and
    # only where that is not enough either, the others with it
    alike = all(pulls[at] for at in wanted)  # of a sum, and not of a growth, which has a first year
    if alike:
        movers = [*([missing] if missing else []), [last], wanted]
    else:
        movers = [*([at] for at in reversed(missing) if at != last and last in known and pulls[at] is not None), [last]]
    for mover in movers:
        if last in mover and mover is not missing:
            _raise_others(way, goal, upward, wanted, figures)
            if last in known and enough(made({})):
                return made({})

        def moved(figure: Value, years: Sequence[int] = mover) -> dict[str, Value]:
            return made(dict.fromkeys(years, figure))

        up = upward is pulls[mover[0]]
        value = _nearest(base, up, never_negative, lambda figure, to=moved: enough(to(figure)))  # type: ignore[misc]
        if value is not None and (value or alike or last in mover):
            return moved(value)
    return None


def _raise_others(way: Derivation, goal: Value, upward: bool, wanted: Sequence[int], figures: dict[int, Any]) -> None:
    """Raise what no later figure makes up for: each year must be enough, or each step from a year to the next."""
    if upward and way.kind == "least":
        figures.update((at, math.ceil(goal)) for at in wanted[:-1] if bounds(figures[at])[0] < goal)
    if upward and way.kind == LEAST_GROWTH:
        for before, at in pairwise(wanted[:-1]):
            least = math.ceil(bounds(figures[before])[1] * (1 + Fraction(goal))) or int(goal > 0)
            if bounds(figures[at])[0] < least:
                figures[at] = least


def turning_points(fact: Fact, base: Fact, goals: Iterable[Value], facts: FactValues) -> Iterator[Amount]:
    """The values of a stated fact between which a fact derived from it stays on its side of each goal, at either end.

    Not all need be such: whoever asks judges at each and beyond it.
    """
    way = fact.derived
    assert way is not None  # asked of derived facts alone
    goals = tuple(goals)
    if way.kind == RATIO:
        yield from _turning_ratio(fact, base, goals, facts)
    elif way.kind == YEARS_SINCE:
        other = facts.get(way.bases[1] if base.id == way.bases[0] else way.bases[0])
        for end in bounds(other) if other is not None else ():
            for goal in goals:
                for years in (math.floor(goal), math.floor(goal) + 1):
                    if base.id != way.bases[0]:
                        yield datetime.date.fromordinal(end).year + years
                    elif 1 <= end - years <= 9998:
                        yield datetime.date(end - years, 1, 1).toordinal()
                        yield datetime.date(end - years + 1, 1, 1).toordinal()
    for series, counted in fact.of_series():
        if base.id == YEAR and counted.is_anchored and (value := facts.get(series.id)) is not None:
            first, last = value.years[0][0], value.years[-1][0]
            yield from range(first, last + counted.years + 2)  # outside these, no figure is read


def _turning_ratio(fact: Fact, base: Fact, goals: Sequence[Value], facts: FactValues) -> Iterator[Amount]:
    way, (above, below) = fact.derived, fact.parts
    assert way is not None  # it is a ratio
    if base.id not in (above.id, below.id):
        return  # it moves a part by its year alone
    other = below if base.id == above.id else above
    value = facts.get(other.id) if other.derived is None else other.value_of(facts)
    value = value.value if isinstance(value, OrUndefined) else value
    yield 0
    yield int(way.whole)  # the least that can be divided by
    for end in bounds(value, way.lowest) if value is not UNDEFINED else ():
        for goal in goals:
            if abs(end) == math.inf:
                continue
            if other is below:
                yield goal * (end or int(way.whole))
            elif goal:
                yield Fraction(end) / goal


def is_found_out(before: Series | None, after: Series) -> bool:
    """Whether a series only says more than before, and nothing that was known is another."""
    known = dict(before.years) if before is not None else {}

    def allowed(year: int, figure: Any) -> bool:
        was = known.get(year)
        return was is None or was == figure or (isinstance(was, Range) and was.low <= figure <= was.high)

    return all(allowed(year, figure) for year, figure in after.years if not isinstance(figure, Range))
