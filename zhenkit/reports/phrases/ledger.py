"""The ledger in words: what is open, why, who answers for it, what would show it; and an entry's row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from zhenkit.checks.describe import figure_in_words
from zhenkit.core.i18n import _, plural
from zhenkit.facts.fact import Fact
from zhenkit.facts.quantities import Series
from zhenkit.judging.changes import GapChange
from zhenkit.judging.kept_ledger import COLUMNS
from zhenkit.judging.ledger import OUTCOMES, STATES, Ledger, LedgerEntry, OpenItem
from zhenkit.reports.phrases.duties import departments, group_line, task_title
from zhenkit.reports.phrases.gap import MOST_LISTED, change_in_words, in_one_line, kind_word
from zhenkit.reports.phrases.titles import place

SHOWN = ("criterion", "problem", "gap", "task", "lead", "support", "evidence", "due", "state")
"""The columns of an entry in reports that are read from top to bottom, below its town; `due` with its extension."""


def described(item: OpenItem) -> Mapping[str, str]:
    """The texts of a thing that is open, by column of the ledger."""
    town, criterion = item.gap.town, item.criterion.judged.criterion
    others = any(task.and_others for task in item.tasks)
    return {
        "key": item.key,
        "town": town.name,
        "place": place(town),
        "rules": item.gap.rule_set.id,
        "criterion": f"{criterion.number} {criterion.name}",
        "problem": _problem(item),
        "gap": _gap(item),
        "kind": kind_word(item.kind) if item.ways else _("out of reach"),
        "task": _("; ").join(map(task_title, item.tasks)),
        "lead": departments(item.first, others and not item.support),
        "support": departments(item.support, others),
        "group": group_line(item.group) if item.group is not None else "",
        "evidence": _("; ").join(dict.fromkeys(_evidence(item))),
    }


def _problem(item: OpenItem) -> str:
    """What is so now."""
    if not item.ways:
        return _("no change that anybody can make reaches the grade")
    return _("; ").join(dict.fromkeys(_as_it_is(change) for way in item.ways for change in way))


def _as_it_is(change: GapChange) -> str:
    fact, before = change.fact, change.before
    if fact is None:
        return _("needs review: people decide")
    if before is None or isinstance(before, Series):
        said = _("missing") if before is None else _("figures are missing or too low")
    else:
        said = figure_in_words(fact, before)
    return _("{fact}: {value}").format(fact=fact.label, value=said)


def _gap(item: OpenItem) -> str:
    """What has to change: one thing, or one of several."""
    if len(item.ways) == 1:
        (change,) = item.ways[0]
        said = change_in_words(change)
        return said if said[0] not in "+-" else in_one_line([change])  # a sign at the beginning would be a formula
    listed = [in_one_line(way) for way in item.ways[:MOST_LISTED]]
    if (more := len(item.ways) - MOST_LISTED) > 0:
        listed.append(_("... and {count} more").format(count=more))
    if not listed:
        return ""
    return "\n".join([_("one of {count}:").format(count=len(item.ways)), *(f"· {each}" for each in listed)])


def _evidence(item: OpenItem) -> Iterator[str]:
    """What would show that it is so, by the kinds of facts."""
    for way in item.ways:
        for change in way:
            yield _("who decided, when and why") if change.fact is None else evidence_of(change.fact)


def evidence_of(fact: Fact) -> str:
    """What would show that a fact is so."""
    if fact.type.figure.is_quantity:
        return _("the source of the figure, with its year and what it measures")
    if fact.type.name in ("finding", "yes/no"):
        return _("documents that show it, or the opinion of assessors")
    return _("the document that grants or announces it")


def state_word(state: str) -> str:
    """What a state is called."""
    return str(STATES[state])


def outcome_word(outcome: str) -> str:
    """What this run says of an entry."""
    return str(OUTCOMES[outcome])


def row_of(entry: LedgerEntry) -> dict[str, str]:
    """An entry's texts by column, its state and outcome in words."""
    known = {**entry.said, "key": entry.key, "state": state_word(entry.state), "outcome": outcome_word(entry.outcome)}
    return {name: known.get(name, "") for name in COLUMNS}


def shown_row(entry: LedgerEntry) -> dict[str, str]:
    """The same for reports that are read from top to bottom: due on the day that counts."""
    return {**row_of(entry), "due": entry.last_day}


def titles(ledger: Ledger) -> list[str]:
    """The titles of the columns, with those that people added."""
    return [*(str(title) for title in COLUMNS.values()), *ledger.extra]


def cells(entry: LedgerEntry, ledger: Ledger) -> list[str]:
    """A row of the ledger."""
    return [*row_of(entry).values(), *(entry.said.get(title, "") for title in ledger.extra)]


def title() -> str:
    """What the report is called."""
    return _("Problem ledger")


def summary(ledger: Ledger) -> str:
    """How many entries there are, and what this run says of them."""
    entries = plural("{count} entry", "{count} entries", len(ledger.entries)).format(count=len(ledger.entries))
    towns = []
    if (count := ledger.towns) is not None:
        towns.append(plural("{count} town looked at", "{count} towns looked at", count).format(count=count))
    counts = [f"{outcome_word(outcome)} {count}" for outcome in OUTCOMES if (count := ledger.count(outcome))]
    return _(" · ").join((ledger.day, *towns, entries, *counts))


def states_line(ledger: Ledger) -> str:
    """How many entries are in each state."""
    counts = ((state, sum(entry.state == state for entry in ledger.entries)) for state in STATES)
    return _(", ").join(f"{state_word(state)} {count}" for state, count in counts if count)


def by_town(ledger: Ledger) -> Iterator[tuple[str, list[LedgerEntry]]]:
    """The entries of each town together, below what it is called."""
    order = {name: place for place, name in reversed(list(enumerate(map(_town, ledger.entries))))}
    for name, found in groupby(sorted(ledger.entries, key=lambda entry: order[_town(entry)]), key=_town):
        yield name, list(found)


def _town(entry: LedgerEntry) -> str:
    said = entry.said
    return _(" · ").join(filter(None, (said.get("town", ""), said.get("place", ""), said.get("rules", ""))))


def lines(entry: LedgerEntry) -> Iterator[tuple[str, str]]:
    """What there is to say of an entry below its criterion: (title, text)."""
    row = shown_row(entry)
    for name in (*SHOWN[1:-1], "group", "assigned", "closed", "reply", "note"):
        if row[name]:
            yield str(COLUMNS[name]), row[name]
