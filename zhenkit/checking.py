"""Towns from files, each judged by the rule set that holds for it: what `check` does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from zhenkit.editions import as_day
from zhenkit.errors import Problem, ZhenkitError
from zhenkit.facts import PLACE_FACTS
from zhenkit.intake import read_inputs, read_towns
from zhenkit.intake.towns import RawTown
from zhenkit.judging import Memo, judge
from zhenkit.language import _
from zhenkit.outcome import Run
from zhenkit.rulebook import LEVELS, NoSuchRules, Rulebook, shipped
from zhenkit.ruleset import RuleSet


class UnclearRules(ZhenkitError):
    """It is not said, or said twice, by which rule set to judge."""


class Checked(NamedTuple):
    """A run and the remarks made on the way."""

    run: Run
    remarks: list[Problem]


def check_towns(
    inputs: Sequence[str], level: str | None, rules: str | None, strict: bool, on: str | None = None
) -> Checked:
    """Judge the towns of files and folders by the rule set of a level at their place, or by the one named.

    The newest edition of it, or the one in force on a day (`on`). Raises NoSuchDay where that is none, UnclearRules
    unless exactly one of `level` and `rules` is given, NoSuchRules and FileProblems for `rules`.
    """
    book = shipped()
    on = on if on is None else as_day(on)
    if rules is not None and level is None:
        named = book.named(rules, on)
        found = read_towns(inputs, lambda _raw: named, book.facts)
    elif level is not None and rules is None:
        found = read_towns(inputs, lambda raw: _at(book, raw, level, on), book.facts)
    else:
        raise UnclearRules(_which_rules(inputs, book, on, both=level is not None))
    memo: Memo = {}
    judgements = [judge(town, rule_set, strict=strict, memo=memo) for town, rule_set in found.towns]
    remarks = found.remarks + [remark for judgement in judgements for remark in judgement.remarks]
    return Checked(Run(judgements, found.problems), remarks)


def _at(book: Rulebook, raw: RawTown, level: str, on: str | None) -> RuleSet | Problem:
    try:
        return book.at(raw.place(book.facts), level, on)
    except NoSuchRules as error:
        return raw.document.problem((), str(error))


def _which_rules(inputs: Sequence[str], book: Rulebook, on: str | None, both: bool) -> str:
    """The message that one of `--level` and `--rules` is wanted, with the levels there are where the towns lie."""
    said = _("give --level or --rules, not both") if both else _("say by what to judge: --level or --rules")
    there_is: dict[str, str] = {}
    for intake in read_inputs(inputs):
        for document in intake.documents:
            place = RawTown(document).place(book.facts)
            found = book.levels_at(place, on)
            where = " ".join(place[key] for key in PLACE_FACTS if key in place) or document.file
            there_is[where] = ", ".join(f"--level {level} ({found[level].id})" for level in LEVELS if level in found)
    none = _("none")
    shown = [f"{where}: {levels or none}" for where, levels in list(there_is.items())[:PLACES_SHOWN]]
    if not shown:
        return said + _("; rule sets: {ids}").format(ids=", ".join(book.ids))
    return said + _("; there are for {places}").format(places="; ".join(shown))


PLACES_SHOWN = 5
