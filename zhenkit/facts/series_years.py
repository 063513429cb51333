"""Which years of a series are to be filled in: those that what is computed from it reads."""

from __future__ import annotations

from zhenkit.facts.dictionary import Facts
from zhenkit.facts.fact import Fact


def years_asked(series: Fact, facts: Facts, last: int) -> list[int]:
    """The years, earliest first, of a town of the year `last`; none where nothing is computed from the series."""
    read = {year for years in _years_read(series, facts, last) for year in years}
    return list(range(min(read), max(read) + 1)) if read else []


def most_years(series: Fact, facts: Facts) -> int:
    """How many years in a row are read at most."""
    return max((max(years) - min(years) + 1 for years in _years_read(series, facts, 0) if years), default=0)


def _years_read(series: Fact, facts: Facts, last: int) -> list[set[int]]:
    """The years that each of the facts computed from a series reads."""
    computed = [each for fact in facts.by_id.values() for each in fact.of_series()]
    return [way.years_read(last) for fact, way in computed if fact is series]
