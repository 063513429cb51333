"""A town of a grid, made fit to be shown: figures next to a threshold, derived facts told by those they come from.

Every step is tried, and taken only where all grades stay what they are.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from typing import Any

from zhenkit.amounts import SeriesType
from zhenkit.derived import GROWTHS, RATIO, Derivation, exactly
from zhenkit.quantities import FEN_PER_YUAN, Series
from zhenkit.values import Fact, Value

Town = dict[str, Value]
Same = Callable[[Town], bool]
"""Whether a town has the same grades as the one that was found."""

LAST_YEAR = 2024
"""The last year of a made-up series: any will do, for no answer depends on it."""
PLAIN = {"count": 100, "money": 10**8 * FEN_PER_YUAN, "number": 100, "percent": 1}
"""A figure of each type for a fact of which nothing is asked."""


def closest(
    town: Town,
    scales: Mapping[str, Sequence[Value]],
    steps: Container[tuple[str, Value]],
    told: Mapping[str, Fact],
    same: Same,
) -> Town:
    """The town with the figures that are `told` as close to a threshold as they can be, where they are on none.

    `scales` are the values that stand for each cell of a fact, `steps` the figures that are asked of facts.
    """
    for fact_id, scale in scales.items():
        value = town[fact_id]
        if fact_id not in told or (fact_id, value) in steps or not _between(told[fact_id], value, scale):
            continue
        for nearer in _nearer(told[fact_id], value, scale):
            if same(changed := {**town, fact_id: nearer}):
                town = changed
                break
    return town


def _between(fact: Fact, value: Value, scale: Sequence[Value]) -> bool:
    """Whether a figure stands for all below the first step, or for what lies between two."""
    if fact.type.name not in (*PLAIN, "level"):
        return False
    return value == scale[0] or not fact.type.whole


def _nearer(fact: Fact, value: Value, scale: Sequence[Value]) -> Iterator[Value]:
    """Values next to the step above, next to the step below, on it."""
    above = [step for step in scale if step > value]
    below = [step for step in scale if -math.inf < step < value]
    if above:
        yield above[0] - _step(fact, above[0])
    if below:
        yield below[-1] + _step(fact, below[-1])
    if value == -math.inf:
        yield from above[:1] or [Fraction(0)]


def _step(fact: Fact, figure: Value) -> Any:
    """The least step from a figure: 1 where values are whole, else one in the digit after its last."""
    if fact.type.whole:
        return 1
    scale = getattr(fact.type, "scale", 1)
    digits = len(str(fact.type.write(figure)).partition(".")[2].rstrip("%"))
    return Fraction(1, scale * 10 ** (digits + 1))


def in_base_facts(town: Town, derived: Sequence[Fact], same: Same) -> Town | None:
    """The town with the facts that derived ones come from in their place; None where no such town was found.

    `same` is asked of a town of base facts, and derives what it needs.
    """
    stated = {fact_id: value for fact_id, value in town.items() if fact_id not in {fact.id for fact in derived}}
    series: dict[str, list[Fact]] = {}
    ratios = []
    for fact in derived:
        assert fact.derived is not None  # only derived facts are given
        if fact.derived.kind == RATIO:
            ratios.append(fact)
        else:
            series.setdefault(fact.bases[0].id, []).append(fact)
    ways = [[{base: made} for made in _series(facts, town)] for base, facts in series.items()] + [
        list(_quotients(fact, town, stated)) for fact in ratios
    ]
    for way in product(*ways):
        made = dict(stated)
        for part in way:
            made |= part
        if same(made):
            return made
    return None


def _series(derived: Sequence[Fact], town: Town) -> Iterator[Series]:
    """Series that grow as is asked and come to the amount that is asked, as nearly as whole figures can."""
    figure = derived[0].bases[0].type
    assert isinstance(figure, SeriesType)  # told when the rule file is read
    wanted = [(fact.derived, exactly(town[fact.id])) for fact in derived if fact.derived and town[fact.id] != math.inf]
    years = max(derivation.years for derivation, _value in wanted) + 1 if wanted else 2
    for shape in _shapes(wanted, years):
        unit = Fraction(math.lcm(*(part.denominator for part in shape)))
        first = {unit * math.ceil(PLAIN[figure.figure.name] / unit)}
        for derivation, value in wanted:
            last = shape[-derivation.years :]
            amount = {"sum": sum(last), "average": sum(last) / Fraction(len(last)), "least": min(last)}
            if amount.get(derivation.kind):
                size = value / amount[derivation.kind]
                first |= {size, unit * math.ceil(size / unit), unit * math.floor(size / unit)}
        for size in sorted(first):
            exact = [size * part for part in shape]
            for ends in (math.ceil, math.floor) if figure.figure.whole else (Fraction,):
                found = [ends(one) for one in exact]
                yield Series(tuple((LAST_YEAR - years + 1 + year, one) for year, one in enumerate(found)))


def _shapes(wanted: Sequence[tuple[Derivation, Fraction]], years: int) -> Iterator[list[Fraction]]:
    """How a series may run, its first figure being 1: the same each year, by an even growth, or by one leap."""
    yield [Fraction(1)] * years
    for derivation, value in wanted:
        if derivation.kind in GROWTHS:
            yield [(1 + value) ** year for year in range(years)]
            leap = (1 + value) ** (derivation.years if derivation.kind == "yearly_growth" else 1)
            yield [*[Fraction(1)] * (years - 1), leap]


def _quotients(fact: Fact, town: Town, stated: Town) -> Iterator[Town]:
    """The two facts of a ratio; one that is asked for by itself stays what it is."""
    one, other = fact.bases
    value = exactly(town[fact.id]) if town[fact.id] != math.inf else Fraction(1)
    below = Fraction(stated.get(other.id, value.denominator * math.ceil(PLAIN[other.type.name] / value.denominator)))
    if one.id not in stated:
        above = below * value
        for whole in (math.ceil, math.floor):
            yield {one.id: whole(above) if one.type.whole else above, other.id: stated.get(other.id, below)}
    elif other.id not in stated and value:
        below = Fraction(stated[one.id]) / value
        for whole in (math.ceil, math.floor):
            yield {other.id: whole(below) if other.type.whole else below}
    else:
        yield {}
