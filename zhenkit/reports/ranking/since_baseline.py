"""What changed since an earlier run, in words: a line a town, then its grades and facts; still plain text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from zhenkit.checks.describe import figure_in_words
from zhenkit.checks.grades import Span
from zhenkit.core.i18n import _, pgettext
from zhenkit.facts.fact import Fact
from zhenkit.facts.quantities import Unreadable
from zhenkit.facts.types.base import Value
from zhenkit.judging.baseline import Changes, DecisionChange, FactChange, TownChange
from zhenkit.judging.judgement import Judgement
from zhenkit.judging.outcome import Kind
from zhenkit.reports.phrases.criteria import decision_in_words
from zhenkit.reports.phrases.grades import grade_in_words, verdict_in_words
from zhenkit.reports.phrases.values import members_moved

MARKS = {"worse": "not_met", "better": "met", "changed": "relaxed", "new": "incomplete", "gone": "incomplete"}
"""The grade whose symbol and colour show each way to change."""


class ChangedTown(NamedTuple):
    """A town that changed: how, which, and in what."""

    kind: Kind
    word: str
    town: str
    details: tuple[str, ...]


def kind_word(kind: Kind) -> str:
    """What a way to change is called, in the language in use."""
    return {
        "worse": pgettext("change", "worse"),
        "better": pgettext("change", "better"),
        "changed": pgettext("change", "changed"),
        "new": pgettext("change", "new"),
        "gone": pgettext("change", "gone"),
    }[kind]


def headline(changes: Changes) -> str:
    """How many towns changed in each way."""
    tally = _(", ").join(
        _("{count} {change}").format(count=count, change=kind_word(kind)) for kind, count in changes.tally()
    )
    return _("Since {file}: {tally}").format(file=changes.file, tally=tally or _("no town changed"))


def rules_lines(changes: Changes) -> Iterator[str]:
    """The rule sets that are not those of the earlier run."""
    for before, after in changes.rules:
        said = _("judged by {after} ({digest}) now, by {before} ({digest_before}) before")
        yield said.format(
            after=f"{after.id}@{after.effective}",
            digest=after.digest,
            before=f"{before.id}@{before.effective}",
            digest_before=before.digest,
        )


def changed_towns(changes: Changes) -> Iterator[ChangedTown]:
    """The towns that changed, the worse first."""
    for town in changes.towns:
        yield ChangedTown(town.kind, kind_word(town.kind), _town(town), tuple(_details(town)))


def short(changes: Changes) -> Iterator[str]:
    """The changes in short, for where the report itself has no place for them."""
    yield headline(changes)
    yield from rules_lines(changes)
    for town in changes.towns:
        yield _("{change}: {town}").format(change=kind_word(town.kind), town=_town(town))


def table(changes: Changes) -> Iterator[tuple[str, str]]:
    """The changes as (title, text), a line each, for a sheet."""
    yield _("Changes"), headline(changes)
    for line in rules_lines(changes):
        yield "", line
    for town in changed_towns(changes):
        yield town.word, _("; ").join((town.town, *town.details))


def _town(town: TownChange) -> str:
    about = " ".join(part for part in (*town.place, town.name, "" if town.year is None else str(town.year)) if part)
    before, after = _verdict(town.before), _verdict(town.after)
    if not before or not after or before == after:
        return _("{town}: {verdict}").format(town=about, verdict=after or before)
    return _("{town}: {before} → {after}").format(town=about, before=before, after=after)


def _verdict(span: Span | None) -> str:
    return "" if span is None else verdict_in_words(span)


def _details(town: TownChange) -> Iterator[str]:
    if town.judgement is None:
        return
    names = {judged.criterion.number: judged.criterion.name for judged in town.judgement.criteria}
    for number, before, after in town.criteria:
        yield _("{number} {name}: {before} → {after}").format(
            number=number, name=names.get(number, ""), before=_grade(before), after=_grade(after)
        )
    for fact in town.facts:
        yield _fact(fact, town.judgement)
    for decision in town.decisions:
        yield _decision(decision)


def _grade(span: Span | None) -> str:
    return _("no such criterion") if span is None else grade_in_words(span)


def _fact(change: FactChange, judgement: Judgement) -> str:
    fact = judgement.rule_set.facts.by_id.get(change.fact)

    label = change.fact if fact is None else str(fact.label)
    (before, was), (after, is_now) = (_value(fact, raw) for raw in (change.before, change.after))
    if fact is not None and isinstance(before, frozenset) and isinstance(after, frozenset):
        return _("{fact}: {value}").format(fact=label, value=members_moved(fact, before, after))
    return _("{fact}: {before} → {after}").format(fact=label, before=was, after=is_now)


def _value(fact: Fact | None, raw: Any) -> tuple[Value | None, str]:
    """What a report stated of a fact, and in words: as it is, where it is of another dictionary or another hand."""
    if raw is None:
        return None, _("missing")
    if fact is None:
        return None, str(raw)
    try:
        value = fact.read(raw)
    except Unreadable:
        return None, str(raw)
    return value, _("missing") if value is None else figure_in_words(fact, value)


def _decision(change: DecisionChange) -> str:
    said = {
        (False, True): _("criterion {number}: new decision, {after}"),
        (True, False): _("criterion {number}: decision removed, {before}"),
    }.get((change.before is not None, change.after is not None), _("criterion {number}: {before} → {after}"))
    before, after = (decision and decision_in_words(decision) for decision in (change.before, change.after))
    return said.format(number=change.number, before=before, after=after)
