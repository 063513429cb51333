"""Towns from files, each judged by the rule set that holds for it: what `check` does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from zhenkit.core.errors import Problem, ZhenkitError, quoted
from zhenkit.core.i18n import _, plural
from zhenkit.facts.dictionary import PLACE_FACTS, same_place
from zhenkit.facts.town import Town
from zhenkit.judging.judgement import Memo, judge
from zhenkit.judging.outcome import Run
from zhenkit.rulesets.catalog import LEVELS, NoSuchRules, Rulebook, shipped
from zhenkit.rulesets.editions import as_day
from zhenkit.rulesets.model import RuleSet
from zhenkit.towns.inputs import Towns, read_inputs, read_towns
from zhenkit.towns.options import Options
from zhenkit.towns.town_file import RawTown


class UnclearRules(ZhenkitError):
    """It is not said, or said twice, by which rule set to judge."""


class Checked(NamedTuple):
    """A run and the remarks made on the way."""

    run: Run
    remarks: list[Problem]


def check_towns(
    inputs: Sequence[str],
    level: str | None,
    rules: str | None,
    strict: bool,
    on: str | None = None,
    options: Options = Options(),  # noqa: B008 - it is frozen
) -> Checked:
    """Judge the towns of files and folders by the rule set of a level at their place, or by the one named.

    The newest edition of it, or the one in force on a day (`on`). Raises NoSuchDay where that is none, UnclearRules
    unless exactly one of `level` and `rules` is given, NoSuchRules and FileProblems for `rules`.
    """
    return judge_all(read_judged(inputs, level, rules, on, options=options), strict)


def read_judged(
    inputs: Sequence[str],
    level: str | None,
    rules: str | None,
    on: str | None = None,
    step: Callable[[], object] = lambda: None,
    options: Options = Options(),  # noqa: B008 - it is frozen
) -> Towns[RuleSet]:
    """The towns of files and folders, each with the rule set to judge it by; raises as `check_towns` does.

    `step` is called for each town, before it is read.
    """
    book = shipped()
    on = on if on is None else as_day(on)
    if (level is None) == (rules is None):
        raise UnclearRules(_which_rules(inputs, book, on, both=level is not None))
    named = book.named(rules, on) if rules is not None else None

    def standard_of(raw: RawTown) -> RuleSet | Problem:
        step()
        return _at(book, raw, level or "", on) if named is None else named

    found = read_towns(inputs, standard_of, (named or book).facts, options)
    if named is not None:
        found.remarks[:0] = named.remarks
        found.remarks.extend(_elsewhere(found.towns))
    return found


def judge_all(found: Towns[RuleSet], strict: bool, step: Callable[[], object] = lambda: None) -> Checked:
    """The towns judged, in the order they were read; `step` is called after each."""
    memo: Memo = {}
    judgements = []
    for town, rule_set in found.towns:
        judgements.append(judge(town, rule_set, strict=strict, memo=memo))
        step()
    remarks = found.remarks + [remark for judgement in judgements for remark in judgement.remarks]
    return Checked(Run(judgements, found.problems), remarks)


def _at(book: Rulebook, raw: RawTown, level: str, on: str | None) -> RuleSet | Problem:
    try:
        return book.at(raw.place(book.facts), level, on)
    except NoSuchRules as error:
        return raw.document.problem((), str(error))


class Elsewhere(NamedTuple):
    """Towns of another place than the rule set named for them: the first, the place, how many, and where it stands."""

    name: str
    place: str
    towns: int
    file: str
    line: int
    column: int

    def told(self, rule_set: RuleSet) -> Problem:
        """The remark on them."""
        said = _("{town} lies in {place}; {rules} is the standard of {other}").format(
            town=quoted(self.name), place=quoted(self.place), rules=rule_set.id, other=" ".join(rule_set.place.values())
        )
        if more := self.towns - 1:
            said += plural("; so does {count} more town", "; so do {count} more towns", more).format(count=more)
        return Problem(self.file, self.line, self.column, said)


def elsewhere_of(stated: Mapping[str, Any], rule_set: RuleSet) -> str | None:
    """The fact by which a place is not that of a rule set; None where nothing says so."""
    for key, place in rule_set.place.items():
        if stated.get(key) is not None and not same_place(stated[key], place):
            return key
    return None


def _elsewhere(towns: Iterable[tuple[Town, RuleSet]]) -> Iterator[Problem]:
    """A remark on towns that lie in another place than the rule set named for them: once a place, at its first town."""
    found: dict[tuple[str, RuleSet], list[tuple[str, Town]]] = {}
    for town, rule_set in towns:
        if (key := elsewhere_of(town.facts, rule_set)) is not None:
            found.setdefault((town.facts[key], rule_set), []).append((key, town))
    for (stated, rule_set), lying in found.items():
        key, town = lying[0]
        yield Elsewhere(town.name, stated, len(lying), town.file, *town.find(key)).told(rule_set)


def _which_rules(inputs: Sequence[str], book: Rulebook, on: str | None, both: bool) -> str:
    """The message that one of `--level` and `--rules` is wanted, with the levels there are where the towns lie."""
    said = _("give --level or --rules, not both") if both else _("say by what to judge: --level or --rules")
    there_is: dict[str, str] = {}
    for intake in read_inputs(inputs, book.facts):
        for document in intake.documents:
            place = RawTown(document).place(book.facts)
            found = book.levels_at(place, on)
            where = " ".join(place[key] for key in PLACE_FACTS if key in place) or document.file
            there_is[where] = _(", ").join(
                _("--level {level} ({rules})").format(level=level, rules=found[level].id)
                for level in LEVELS
                if level in found
            )
    none = _("none")
    lying = list(there_is.items())[:PLACES_SHOWN]
    places = [_("{place}: {levels}").format(place=where, levels=levels or none) for where, levels in lying]
    if not places:
        return said + _("; rule sets: {ids}").format(ids=_(", ").join(book.ids))
    return said + _("; there are for {places}").format(places=_("; ").join(places))


PLACES_SHOWN = 5
