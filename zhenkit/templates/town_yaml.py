"""A town file to fill in: every fact with what it is, how it is written and which criterion asks for it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from zhenkit.core.errors import ZhenkitError
from zhenkit.core.escape import visible
from zhenkit.core.i18n import Text, _, current, plural
from zhenkit.facts.dictionary import Facts
from zhenkit.facts.fact import Fact
from zhenkit.facts.series_years import most_years
from zhenkit.rulesets.fact_usage import Asking, askings, facts_to_state, in_words
from zhenkit.rulesets.model import RuleSet
from zhenkit.towns.town_file import DECISION_FIELDS, DECISION_KEYS, EVIDENCE_KEYS

YAML = (".yaml", ".yml")
DELIMITERS = {".csv": ",", ".tsv": "\t"}
TABLES = (*DELIMITERS, ".xlsx")
REPORT = ".docx"
"""What the template of a report ends in."""

MERITS = 1000
"""In the place of a criterion's number."""
_PLAIN_KEY = re.compile(r"[^\W\d][\w（）、，。·]*")


class CannotInit(ZhenkitError):
    """The file to fill in cannot be written there, or not in that form."""


def check_target(file: Path, force: bool, endings: Sequence[str] = ()) -> None:
    """Raise CannotInit unless a template may be written to this file; `endings` are those of what it is of."""
    if file.suffix.lower() not in (endings or (*YAML, *TABLES, REPORT)):
        said = _("{file}: a town file to fill in ends in {endings}, a report's template in {report}")
        raise CannotInit(said.format(file=file, endings=_(" or ").join((*YAML, *TABLES)), report=REPORT))
    if os.path.exists(file) and not force:  # noqa: PTH110 - Path.exists raises on a name too long
        raise CannotInit(_("{file} is there already; --force writes over it").format(file=file))


def blank(
    file: Path | None, facts: Facts, rule_sets: Iterable[RuleSet], last_year: int, only: RuleSet | None = None
) -> str | bytes:
    """What to fill in, in the form that the file's ending asks for; YAML without a file. Of one rule set what it asks.

    In a table a series has columns up to the last year. Raises MissingExtra for a workbook without XlsxWriter.
    """
    ending = file.suffix.lower() if file is not None else YAML[0]
    stated = facts.stated if only is None else facts_to_state(facts, only)
    if ending not in TABLES:
        return template(facts, rule_sets, stated)
    from zhenkit.templates.town_table import blank_csv, blank_workbook

    if ending in DELIMITERS:
        return blank_csv(facts, rule_sets, last_year, DELIMITERS[ending], stated)
    return blank_workbook(facts, rule_sets, last_year, stated)


def template(facts: Facts, rule_sets: Iterable[RuleSet], stated: Iterable[Fact] | None = None) -> str:
    """The commented YAML of a town, every fact (of those `stated`) left blank, in the language in use."""
    asked = askings(rule_sets)
    lines = [*_introduction()]
    groups = _grouped(facts.stated if stated is None else stated, asked)
    for number, members in groups.items():
        lines += ["", f"# ===== {_title(number, members, asked)} ====="]
        for fact in members:
            lines += ["", *_entry(fact, asked.get(fact.id, ()), most_years(fact, facts))]
    return "\n".join([*lines, "", *_examples(facts)]) + "\n"


def _introduction() -> Iterator[str]:
    yield "# " + _("A town file for zhenkit: fill in what is known, and leave blank (or delete) what is not.")
    yield "# " + _("Blank means missing, and missing never counts as no; a finding that is not so is written as no.")
    yield "# " + _("An editor with a YAML language server completes and checks this file as it is filled in: run")
    yield "#     zhenkit schema town --output town.schema.json"
    yield "# " + _("beside it, and put this on a line of its own at the top, without the brackets:")
    yield "#     [# yaml-language-server: $schema=town.schema.json]"


def _grouped(facts: Iterable[Fact], asked: Mapping[str, tuple[Asking, ...]]) -> dict[int, list[Fact]]:
    """The facts by the first criterion that asks for them; 0 for those that none does, `MERITS` for what merits ask."""
    groups: dict[int, list[Fact]] = {}
    for fact in facts:
        required = [asking for asking in asked.get(fact.id, ()) if not asking.merit]
        none = MERITS if fact.id in asked else 0
        groups.setdefault(min((asking.criterion.number for asking in required), default=none), []).append(fact)
    return dict(sorted(groups.items()))


def _title(number: int, facts: Iterable[Fact], asked: Mapping[str, tuple[Asking, ...]]) -> str:
    if not number:
        return _("The town")
    if number == MERITS:
        return _("Merits, which change no verdict")
    criteria = [asking.criterion for fact in facts for asking in asked[fact.id] if asking.criterion.number == number]
    name = criteria[0].name
    return _("Criterion {number}: {name}").format(number=number, name=visible(_in_both(name)))


def _in_both(text: Text) -> str:
    """Both languages, the one in use first."""
    return f"{text.zh} / {text.en}" if current() == "zh" else f"{text.en} / {text.zh}"


def _key(fact: Fact) -> str:
    """The name of the fact in the language in use; its id where YAML would not read the Chinese label as it is."""
    return fact.label.zh if current() == "zh" and _PLAIN_KEY.fullmatch(fact.label.zh) else fact.id


def _entry(fact: Fact, asked: tuple[Asking, ...], years: int) -> Iterator[str]:
    unit = _(" ({unit})").format(unit=fact.unit) if fact.unit is not None else ""
    yield f"# {visible(_in_both(fact.label))}{visible(unit)}"
    yield f"#   {visible(fact.type.how_to_write())}"
    if years:
        yield "#   " + plural("{count} year is asked for", "{count} years are asked for", years).format(count=years)
    if asked:
        yield "#   " + _("required by: {criteria}").format(criteria=in_words(asked))
    if fact.note is not None:
        yield f"#   {visible(str(fact.note))}"
    if fact.id == "name":
        yield "#   " + _("the one fact that every town needs")
    yield f"{_key(fact)}:"


def _examples(facts: Facts) -> Iterator[str]:
    """Evidence and decisions as they are written, commented out."""
    first = 1 if current() == "zh" else 0
    fields = list(DECISION_FIELDS)[4 * first :]
    output = facts["annual_output"]
    yield "# " + _("Where a fact is known from, a text or a list of texts a fact:")
    yield f"# {EVIDENCE_KEYS[first]}:"
    yield f"#   {_key(output)}:"
    yield "#     - " + _("County statistical yearbook 2023, table 5-2")
    yield "#"
    yield "# " + _("What people decided on a criterion that needed review, by its number:")
    yield f"# {DECISION_KEYS[first]}:"
    granted, by, date, why = fields[:4]
    values = (_("yes"), _("provincial bureau"), "2023-05-01", _("one industrial chain across two counties"))
    said = ", ".join(f"{key}: {value}" for key, value in zip((granted, by, date, why), values, strict=True))
    yield f"#   4: {{{said}}}"
