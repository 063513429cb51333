"""Towns that lie in another place than the rule set named for them is for: a remark on each such place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
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


def misplaced(towns: Iterable[tuple[Town, RuleSet]]) -> Iterator[Problem]:
    """A remark on towns that lie in another place than the rule set named for them: once a place, at its first town."""
    found: dict[tuple[str, RuleSet], list[tuple[str, Town]]] = {}
    for town, rule_set in towns:
        if (key := misplaced_by(town.facts, rule_set)) is not None:
            found.setdefault((town.facts[key], rule_set), []).append((key, town))
    for (stated, rule_set), lying in found.items():
        key, town = lying[0]
        yield Misplaced(town.name, stated, len(lying), town.file, *town.find(key)).remark(rule_set)
