"""Series that do not end in the town's year, or in one year: remarks, for years are counted back from there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from zhenkit.core.errors import Problem
from zhenkit.core.i18n import _, plural
from zhenkit.facts.derived import YEAR
from zhenkit.facts.fact import Fact
from zhenkit.facts.town import Town
from zhenkit.rulesets.model import RuleSet


class FirstTown(NamedTuple):
    """Where a remark is made, and of how many towns."""

    file: str
    line: int
    column: int
    towns: int = 1


class SeriesElsewhere:
    """Gathers the towns whose series end elsewhere: what is said alike is said once, at its first town."""

    def __init__(self) -> None:
        self.found: dict[str, FirstTown] = {}

    def see(self, town: Town, rule_set: RuleSet) -> None:
        """Look at a town."""
        for fact, said in said_of_years(last_years(rule_set.anchored, town.facts), town.facts.get(YEAR)):
            note(self.found, said, FirstTown(town.file, *town.find(fact.id)))

    def remarks(self) -> Iterator[Problem]:
        """A remark on each that was said."""
        return remarks_on(self.found)


def note(found: dict[str, FirstTown], said: str, place: FirstTown) -> None:
    """Take in what is said of a town, or of several."""
    first = found.setdefault(said, place._replace(towns=0))
    found[said] = first._replace(towns=first.towns + place.towns)


def remarks_on(found: Mapping[str, FirstTown]) -> Iterator[Problem]:
    """The remarks of all that was taken in."""
    for said, (file, line, column, towns) in found.items():
        more = towns - 1
        also = plural("; likewise in {count} more town", "; likewise in {count} more towns", more).format(count=more)
        yield Problem(file, line, column, said + also if more else said)


def last_years(series: Sequence[Fact], facts: Mapping[str, Any]) -> dict[Fact, int]:
    """The last year that each series has a figure of; those that have none are not in it."""
    stated = [(fact, facts[fact.id]) for fact in series if fact.id in facts]
    return {fact: value.latest for fact, value in stated if any(figure is not None for _year, figure in value.years)}


def said_of_years(ends: Mapping[Fact, int], year: object) -> Iterator[tuple[Fact, str]]:
    """What to say of series that end in these years, each with the series; `year` is the town's, None where missing."""
    if year is None and len(set(ends.values())) > 1:
        listed = [_("{fact} in {year}").format(fact=fact.called, year=end) for fact, end in ends.items()]
        said = _(
            "series end in different years ({series}), and the town has no year to count back from; state its {year}"
        )
        yield next(iter(ends)), said.format(series=_(", ").join(listed), year=YEAR)
    if not isinstance(year, int):
        return
    for fact, end in ends.items():
        if end < year:
            said = _("{fact} ends in {end}, before the town's year {year}: the years after {end} count as missing")
            yield fact, said.format(fact=fact.called, end=end, year=year)
        elif end > year:
            said = _("{fact} goes on to {end}, after the town's year {year}: the years after {year} do not count")
            yield fact, said.format(fact=fact.called, end=end, year=year)
