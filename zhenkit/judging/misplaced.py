"""Towns that lie in another place than the rule set named for them is for: a remark on each such place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from zhenkit.core.errors import Problem, quoted
from zhenkit.core.i18n import _, plural
from zhenkit.facts.dictionary import same_place
from zhenkit.facts.town import Town
from zhenkit.rulesets.model import RuleSet


class Misplaced(NamedTuple):
    """Towns of another place than the rule set named for them: the first, its place, how many, where that is stated."""

    name: str
    place: str
    towns: int
    file: str
    line: int
    column: int

    def remark(self, rule_set: RuleSet) -> Problem:
        """The remark on them."""
        said = _("{town} lies in {place}; {rules} is the rule set for {other}").format(
            town=quoted(self.name), place=quoted(self.place), rules=rule_set.id, other=" ".join(rule_set.place.values())
        )
        if more := self.towns - 1:
            said += plural("; so does {count} more town", "; so do {count} more towns", more).format(count=more)
        return Problem(self.file, self.line, self.column, said)


def misplaced_by(stated: Mapping[str, Any], rule_set: RuleSet) -> str | None:
    """The fact by which a place is not that of a rule set; None where nothing says so."""
    for key, place in rule_set.place.items():
        if stated.get(key) is not None and not same_place(stated[key], place):
            return key
    return None


class MisplacedTowns:
    """Gathers the towns that lie in another place than the rule set named for them: once a place, at its first town."""

    def __init__(self) -> None:
        self.found: dict[tuple[str, RuleSet], Misplaced] = {}

    def see(self, town: Town, rule_set: RuleSet) -> None:
        """Look at a town."""
        if (key := misplaced_by(town.facts, rule_set)) is None:
            return
        place = town.facts[key]
        first = self.found.get((place, rule_set))
        if first is None:
            first = Misplaced(town.name, place, 0, town.file, *town.find(key))
        self.found[place, rule_set] = first._replace(towns=first.towns + 1)

    def remarks(self) -> Iterator[Problem]:
        """A remark on each place."""
        for (_place, rule_set), first in self.found.items():
            yield first.remark(rule_set)
