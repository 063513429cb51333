"""Which years of a series are to be filled in: those that what is computed from it reads."""

from __future__ import annotations

from zhenkit.facts.dictionary import Facts
from zhenkit.facts.fact import Fact


def years_asked(series: Fact, facts: Facts, last: int) -> list[int]:
    """The years, earliest first, of a town of the year `last`; none where nothing is computed from the series."""
    read = {year for fact in facts.by_id.values() if series in fact.bases for year in _years_read(fact, last)}
    return list(range(min(read), max(read) + 1)) if read else []


def most_years(series: Fact, facts: Facts) -> int:
    """How many years in a row are read at most."""
    reads = [_years_read(fact, 0) for fact in facts.by_id.values() if series in fact.bases]
    return max((max(years) - min(years) + 1 for years in reads if years), default=0)


def _years_read(fact: Fact, last: int) -> set[int]:
    return fact.derived.years_read(last) if fact.derived is not None else set()
