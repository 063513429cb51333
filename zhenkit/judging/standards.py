"""By which rule set towns are judged: the one named, or that of a level at each town's place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zhenkit.core.errors import ZhenkitError
from zhenkit.core.i18n import _
from zhenkit.facts.dictionary import PLACE_FACTS, Facts
from zhenkit.rulesets.catalog import LEVELS, NoSuchRules, Rulebook, file_named, shipped
from zhenkit.rulesets.editions import as_day
from zhenkit.rulesets.model import RuleSet
from zhenkit.towns.inputs import read_inputs
from zhenkit.towns.town_file import RawTown


class UnclearRules(ZhenkitError):
    """Both of `--level` and `--rules` are given, or neither."""


@dataclass(frozen=True)
class Standards:
    """The rule sets that towns of a run may be judged by."""

    rule_sets: tuple[RuleSet, ...]
    facts: Facts
    """The dictionary by which tables' headers are read."""
    level: str | None = None
    """None where one rule set is for all."""
    book: Rulebook | None = None
    """Where the editions of these rule sets are; None where a file is named, which is one edition."""
    day: str | None = None

    @property
    def named(self) -> RuleSet | None:
        """The rule set named for all towns, wherever they lie."""
        return self.rule_sets[0] if self.level is None else None

    def at(self, place: Mapping[str, str]) -> RuleSet | str:
        """The rule set for a place, or why there is none."""
        if self.level is None or self.book is None:
            return self.rule_sets[0]
        try:
            return self.book.at(place, self.level, self.day)
        except NoSuchRules as error:
            return str(error)


def standards(inputs: Sequence[str], level: str | None, rules: str | None, on: str | None = None) -> Standards:
    """The rule set named by `rules`, or those of a level: the newest editions, or those in force on a day (`on`).

    Raises NoSuchDay where `on` is not a day, UnclearRules unless exactly one of `level` and `rules` is given,
    NoSuchRules and FileProblems for `rules`.
    """
    book = shipped()
    day = on if on is None else as_day(on)
    if (level is None) == (rules is None):
        raise UnclearRules(_which_rules(inputs, book, day, both=level is not None))
    if rules is not None:
        book, name = book.of_folder(rules)
        named = book.named(name, day).to_judge_by
        return Standards((named,), named.facts, book=None if file_named(name) else book)
    assert level is not None  # or both are None
    of_level = tuple(rule_set for rule_set in book.of_level(level, day) if rule_set.criteria)
    return Standards(of_level, book.facts, level, book, day)


def _which_rules(inputs: Sequence[str], book: Rulebook, on: str | None, both: bool) -> str:
    """The message that one of `--level` and `--rules` is needed, with the levels there are where the towns lie."""
    said = _("give --level or --rules, not both") if both else _("give --level or --rules")
    there_is: dict[str, str] = {}
    for intake in read_inputs(inputs, book.facts):
        for document in intake.documents:
            place = RawTown(document).place(book.facts)
            found = book.levels_at(place, on)
            where = " ".join(place[key] for key in PLACE_FACTS if key in place) or document.file
            levels = [
                _("--level {level} ({rules})").format(level=level, rules=found[level].id)
                for level in LEVELS
                if level in found
            ]
            there_is[where] = _(", ").join(levels) or _no_level(place, book)
    lying = list(there_is.items())[:PLACES_SHOWN]
    places = [_("{place}: {levels}").format(place=where, levels=levels) for where, levels in lying]
    if not places:
        return said + _("; rule sets: {ids}").format(ids=_(", ").join(book.to_judge_by))
    return said + _("; available for {places}").format(places=_("; ").join(places))


def _no_level(place: Mapping[str, str], book: Rulebook) -> str:
    """What to say of a town for which no level has a rule set: what its file does not state, and how to go on."""
    absent = [str(book.facts[key].label) for key in PLACE_FACTS if key not in place]
    said = _("none; --rules takes one of: {ids}")
    if absent:
        said = _("none, since the file does not state: {places}; fill these in, or use --rules with one of: {ids}")
    return said.format(places=_(", ").join(absent), ids=_(", ").join(book.to_judge_by))


PLACES_SHOWN = 5
