"""A town of a grid, made presentable: figures next to a threshold, derived facts replaced by those they come from.

Every step is tried, and taken only where all grades stay what they are.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import islice, product
from typing import Any

from zhenkit.facts.derived import GROWTHS, RATIO, REVIEW, WITHOUT_YEARS, YEARS_SINCE, Derivation, exactly
from zhenkit.facts.fact import Fact
from zhenkit.facts.quantities import UNDEFINED, Series, Unreadable
from zhenkit.facts.types.base import FactType, Value
from zhenkit.facts.types.series import SeriesType

FactsOfTown = dict[str, Value]
Same = Callable[[FactsOfTown], bool]
"""Whether a town has the same grades as the one that was found."""

MOST_WAYS = 3_000
"""How many towns are tried to replace the derived facts of a group by others."""
LAST_YEAR = 2024
"""The last year of a made-up series of a town that states none: any will do, for no answer depends on it."""
PLACES = 6
"""Decimal places of a figure where its exact value has no end."""


def closest(
    town: FactsOfTown,
    scales: Mapping[str, Sequence[Value]],
    steps: Container[tuple[str, Value]],
    shown: Mapping[str, Fact],
    same: Same,
) -> FactsOfTown:
    """The town with the figures that are `shown` as close to a threshold as they can be, where they are on none.

    `scales` are the values that represent each cell of a fact, `steps` the figures that facts are compared with.
    """
    for fact_id, scale in scales.items():
        value = town[fact_id]
        if fact_id not in shown or (fact_id, value) in steps or not _between(shown[fact_id], value, scale):
            continue
        for nearer in _nearer(shown[fact_id], value, scale):
            if same(changed := {**town, fact_id: nearer}):
                town = changed
                break
    return town


def _between(fact: Fact, value: Value, scale: Sequence[Value]) -> bool:
    """Whether a figure represents all below the first step, or what lies between two."""
    if not fact.type.has_steps or value is UNDEFINED:
        return False
    return value == scale[0] or not fact.type.whole


def _nearer(fact: Fact, value: Value, scale: Sequence[Value]) -> Iterator[Value]:
    """Values next to the step above, next to the step below, on it."""
    above = [step for step in scale if step > value]
    below = [step for step in scale if -math.inf < step < value]
    if above:
        yield math.ceil(above[0]) - 1 if fact.whole else above[0] - _step(fact, above[0])
    if below:
        yield math.floor(below[-1]) + 1 if fact.whole else below[-1] + _step(fact, below[-1])
    if value == -math.inf:
        yield from above[:1] or [0 if fact.type.whole else Fraction(0)]


def _step(fact: Fact, figure: Value) -> Any:
    """The least step from a figure: 1 where values are whole, else one in the digit after its last."""
    if fact.type.whole:
        return 1
    scale = getattr(fact.type, "scale", 1)
    digits = len(str(fact.type.write(figure)).partition(".")[2].rstrip("%"))
    return Fraction(1, scale * 10 ** (digits + 1))


def in_base_facts(
    town: FactsOfTown,
    derived: Sequence[Fact],
    scales: Mapping[str, Sequence[Value]],
    same: Same,
    most_ways: int = MOST_WAYS,
) -> FactsOfTown | None:
    """The town with the facts that derived ones come from in their place; None where no such town was found.

    A derived fact is to be what it is in `town`, or elsewhere below the next step of its scale. Facts that come from
    the same ones are replaced together, and those that share nothing group by group.
    """
    ids = {fact.id for fact in derived}
    town = _above_nothing(town, derived, scales, same)
    stated = {fact_id: value for fact_id, value in town.items() if fact_id not in ids}
    _name_year(stated, derived)
    in_order = sorted(derived, key=lambda fact: _kind(fact) != YEARS_SINCE)  # a series ends in the year that these make
    for group in _sharing(in_order, stated):
        bases = {base.id: base for fact in group for base in fact.bases}
        found = islice(_made(stated, _together(group, town, scales)), most_ways)
        for made in found:
            computed = {fact.id: fact.value_of(made) for fact in group}
            implausible = any(fact.contradiction(made) is not None for fact in group)
            if not implausible and same(changed := {**town, **made, **computed}) and _can_be_written(made, bases):
                town, stated = changed, made
                break
        else:
            return None
    return stated


def _above_nothing(
    town: FactsOfTown, derived: Sequence[Fact], scales: Mapping[str, Sequence[Value]], same: Same
) -> FactsOfTown:
    """The town with something of each fact that a ratio is made of, where that changes nothing else: of nothing, no
    ratio but 0 can be made."""
    for base in (base for fact in derived if _kind(fact) == RATIO for base in fact.bases):
        above = [step for step in scales.get(base.id, ()) if step > 0]
        if above and town.get(base.id) == 0:
            some = above[0] // 2 if base.type.whole else Fraction(above[0]) / 2
            if some and same(changed := {**town, base.id: some}):
                town = changed
    return town


def _name_year(stated: FactsOfTown, derived: Sequence[Fact]) -> None:
    """A town's year, where several facts need one and no date says which: with it, they share nothing."""
    since = [fact.bases for fact in derived if _kind(fact) == YEARS_SINCE]
    if since and not any(date.id in stated for date, _year in since):
        stated.setdefault(since[0][1].id, LAST_YEAR)


def _sharing(derived: Sequence[Fact], stated: FactsOfTown) -> list[list[Fact]]:
    """Derived facts in groups: those of two groups come from no fact in common that is still to be made."""
    groups: list[tuple[set[str], list[Fact]]] = []
    for fact in derived:
        bases, facts = {base.id for base in fact.bases if base.id not in stated}, [fact]
        for group in [group for group in groups if group[0] & bases]:
            groups.remove(group)
            bases, facts = bases | group[0], [*group[1], *facts]
        groups.append((bases, facts))
    return [facts for _bases, facts in groups]


def _together(
    group: Sequence[Fact], town: FactsOfTown, scales: Mapping[str, Sequence[Value]]
) -> list[list[tuple[Fact, Sequence[Fraction]]]]:
    """What the facts of a group may be, those of one series together."""
    together: dict[str, list[Fact]] = {}
    # what ratios are made of is made first, where it is asked by itself
    for fact in sorted(group, key=lambda fact: any(part.derived is not None for part in fact.parts)):
        together.setdefault(fact.id if _kind(fact) in WITHOUT_YEARS else fact.bases[0].id, []).append(fact)
    return [[(fact, _aims(town[fact.id], scales[fact.id])) for fact in facts] for facts in together.values()]


def _can_be_written(made: FactsOfTown, bases: Mapping[str, Fact]) -> bool:
    """Whether a town file can state just these values: no decimal is a third."""
    try:
        return all(fact.type.read(fact.type.write(made[fact_id])) == made[fact_id] for fact_id, fact in bases.items())
    except Unreadable:
        return False


def _made(stated: FactsOfTown, groups: Sequence[Sequence[tuple[Fact, Sequence[Fraction]]]]) -> Iterator[FactsOfTown]:
    """Towns that state what each group of derived facts comes from; a group reckons with what those before it made."""
    if not groups:
        yield stated
        return
    facts = [fact for fact, _aims_of_it in groups[0]]
    make = {RATIO: _quotients, YEARS_SINCE: _days}.get(_kind(facts[0]), _series)
    for aimed in product(*(aims for _fact, aims in groups[0])):
        known = _parts_known(facts, stated)
        for made in make(list(zip(facts, aimed, strict=True)), {**stated, **known}):
            computed = {part.id: part for fact in facts for part in fact.parts if part.derived is not None}
            told = {fact_id: value for fact_id, value in made.items() if fact_id not in computed}
            unmade = [(computed[fact_id], made[fact_id]) for fact_id in made.keys() & computed.keys() - known.keys()]
            parts = [[(part, [Fraction(value)])] for part, value in sorted(unmade, key=lambda one: one[0].id)]
            yield from _made({**stated, **told}, [*parts, *groups[1:]])


def _parts_known(facts: Sequence[Fact], stated: FactsOfTown) -> FactsOfTown:
    """What the facts that others are computed from come to already, where these are computed themselves."""
    parts = [part for fact in facts for part in fact.parts if part.derived is not None]
    found = {part.id: part.value_of(stated) for part in parts if all(base.id in stated for base in part.bases)}
    return {part_id: value for part_id, value in found.items() if isinstance(value, (int, Fraction))}


def _kind(fact: Fact) -> str:
    assert fact.derived is not None  # called for derived facts alone
    return fact.derived.kind


def _aims(value: Value, scale: Sequence[Value]) -> list[Any]:
    """What a derived fact may be instead of what it is: the next step, or half-way to it."""
    if value is UNDEFINED:
        return [UNDEFINED]
    found = [value, *[step for step in scale if step > value][:1]]
    exact = [exactly(one) for one in found if abs(one) != math.inf] or [Fraction(1)]
    if below := [step for step in scale if -math.inf < step < 0 < value]:  # of a loss no gain can be made
        exact.append(exactly(below[-1]) / 2)
    return [*exact, sum(exact, Fraction(0)) / len(exact)] if len(exact) > 1 else exact


Aims = Sequence[tuple[Fact, Any]]


def _series(aims: Aims, stated: FactsOfTown) -> Iterator[FactsOfTown]:
    """Series with the required growth and the required amount, as nearly as whole figures can."""
    base = aims[0][0].bases[0]
    assert isinstance(base.type, SeriesType)  # checked when the rule file is read
    every = [(fact.derived, value) for fact, value in aims if fact.derived is not None]
    years = max(derivation.years for derivation, _value in every) + 1
    last_year = next((each for derivation, _value in every if (each := derivation.last_year(stated))), LAST_YEAR)
    wanted = [(derivation, value) for derivation, value in every if value is not UNDEFINED]
    undefined = [derivation for derivation, value in every if value is UNDEFINED]
    for made in _runs(base, wanted, years):
        for derivation in undefined:  # of a growth over three years it is the figure before them that is 0
            made[-derivation.years - 1] = 0
        yield {base.id: _by_year(made, last_year)}


def _runs(base: Fact, wanted: Sequence[tuple[Derivation, Fraction]], years: int) -> Iterator[list[Any]]:
    assert isinstance(base.type, SeriesType)  # checked when the rule file is read
    for shape in _shapes(wanted, years):
        unit = Fraction(math.lcm(*(part.denominator for part in shape)))
        first = {unit * math.ceil(base.type.figure.ordinary / unit)}
        for derivation, value in wanted:
            last = shape[-derivation.years :]
            amount = {"sum": sum(last), "average": sum(last) / Fraction(len(last)), "least": min(last)}
            if amount.get(derivation.kind):
                size = value / amount[derivation.kind]
                first |= {size, unit * math.ceil(size / unit), unit * math.floor(size / unit)}
        for size in sorted(first):
            for ends in _roundings(base.type.figure):
                figures = [ends(size * part) for part in shape]
                yield figures
                for derivation, value in wanted:
                    if derivation.kind in ("sum", "average"):  # what rounding took, the last year gives back
                        total = value * (derivation.years if derivation.kind == "average" else 1)
                        rest = total - sum(figures[-derivation.years :])
                        if rest and rest.denominator == 1 and figures[-1] + rest >= 0:
                            yield [*figures[:-1], figures[-1] + int(rest)]
    for level in _levels(wanted, years):
        for ends in _roundings(base.type.figure):
            yield [ends(figure) for figure in level]


def _levels(wanted: Sequence[tuple[Derivation, Fraction]], years: int) -> Iterator[list[Fraction]]:
    """Series that come to several amounts at once, of several last years: each stretch of years is at one level."""
    leasts = [value for derivation, value in wanted if derivation.kind == "least"]
    totals = {
        derivation.years: value * (derivation.years if derivation.kind == "average" else 1)
        for derivation, value in wanted
        if derivation.kind in ("sum", "average")
    }
    figures: list[Fraction] = []  # the last year first
    for span, total in sorted(totals.items()):
        more = span - len(figures)
        figures += [(total - sum(figures, Fraction(0))) / more] * more
    for span, least in sorted((derivation.years, value) for derivation, value in wanted if derivation.kind == "least"):
        figures += [least] * (span - len(figures))
    if not figures or min(figures) < wanted[0][0].lowest:
        return
    run = [*figures, *[figures[-1]] * (years - len(figures))][::-1]
    yield run
    for least in leasts:  # one year is at the least, and another has what it lacks of the total
        for low, high in ((-1, -2), (-2, -1)):
            if len(figures) > 1 and (rest := run[low] + run[high] - least) >= wanted[0][0].lowest:
                changed = list(run)
                changed[low], changed[high] = least, rest
                yield changed


def _by_year(figures: Sequence[Any], last_year: int) -> Series:
    return Series(tuple(enumerate(figures, last_year - len(figures) + 1)))


def _roundings(kind: FactType) -> Sequence[Callable[[Fraction], Any]]:
    """How a figure of this type is made of an exact one."""
    return (math.ceil, math.floor) if kind.whole else (Fraction, math.ceil, math.floor, _down, _up)


def _down(exact: Fraction) -> Fraction:
    return Fraction(math.floor(exact * 10**PLACES), 10**PLACES)


def _up(exact: Fraction) -> Fraction:
    return -_down(-exact)


def _shapes(wanted: Sequence[tuple[Derivation, Fraction]], years: int) -> Iterator[list[Fraction]]:
    """How a series may run, its first figure being 1: by an even growth, but for its last year."""
    slow = [value for derivation, value in wanted if derivation.kind == "least_growth"]
    leaps = [
        (derivation.years, (1 + value) ** (derivation.years if derivation.kind == "yearly_growth" else 1))
        for derivation, value in wanted
        if derivation.kind in ("growth", "yearly_growth")
    ]
    even = [value for derivation, value in wanted if derivation.kind in GROWTHS]
    for rate in dict.fromkeys([*slow, *even, Fraction(0)]):
        run = [(1 + rate) ** year for year in range(years)]
        yield run
        for _years, leap in leaps:
            yield [*run[:-1], leap]
    since = dict(leaps)
    if len(since) > 1 and all(since.values()):  # growths over several spans: each says what the year before it had
        backwards = [Fraction(1)]
        for back in range(1, years):
            backwards.append(1 / since[back] if back in since else backwards[-1])
        yield backwards[::-1]


def _quotients(aims: Aims, stated: FactsOfTown) -> Iterator[FactsOfTown]:
    """The two facts of a ratio; one that is used by itself stays what it is."""
    ((fact, value),) = aims
    one, other = fact.parts
    if value is UNDEFINED:
        pass
    elif one.id not in stated:
        unit = value.denominator
        below = Fraction(stated.get(other.id, unit * math.ceil(other.type.ordinary / unit)))
        for ends in _roundings(one.type):
            yield {one.id: ends(below * value), other.id: stated.get(other.id, below)}
    elif other.id in stated:
        yield {}
    elif value:
        divisors = [ends(Fraction(stated[one.id]) / value) for ends in _roundings(other.type)]
        yield from ({other.id: divisor} for divisor in divisors if divisor > 0)
    if value is UNDEFINED or (fact.derived is not None and fact.derived.by_zero != REVIEW):
        # though it is used by itself: by what is asked of it, it may be 0 as well
        yield {one.id: stated.get(one.id, one.type.ordinary), other.id: 0}


def _days(aims: Aims, stated: FactsOfTown) -> Iterator[FactsOfTown]:
    """A date so many years before the town's year; one that is required by itself stays what it is."""
    ((fact, value),) = aims
    date, year = fact.bases
    if date.id in stated:
        born = datetime.date.fromordinal(stated[date.id]).year
        # the ordinary year first, where it does as well
        for last in [stated[year.id]] if year.id in stated else [LAST_YEAR, born + math.floor(value)]:
            yield {year.id: last}
        return
    last = stated.get(year.id, LAST_YEAR)
    if datetime.MINYEAR <= last - math.floor(value) <= datetime.MAXYEAR:
        yield {date.id: datetime.date(last - math.floor(value), 1, 1).toordinal(), year.id: last}
