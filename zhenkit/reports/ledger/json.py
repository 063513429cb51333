"""The ledger as JSON: an entry with what it is known by, what people wrote, the changes that it is about."""

from __future__ import annotations

from typing import Any

from zhenkit.judging.changes import GapChange
from zhenkit.judging.kept_ledger import DATES, PEOPLE
from zhenkit.judging.ledger import Ledger, LedgerEntry
from zhenkit.reports.formats import Style
from zhenkit.reports.layout.json import document

Json = dict[str, Any]


def render(ledger: Ledger, _style: Style) -> str:
    """The report, an entry a line."""
    head: Json = {"on": ledger.day, "towns": ledger.towns}
    if ledger.problems:
        head["problems"] = [problem._asdict() for problem in ledger.problems]
    return document(head, {"entries": (_entry(entry, ledger) for entry in ledger.entries)})


def _entry(entry: LedgerEntry, ledger: Ledger) -> Json:
    item = entry.item
    said: Json = {
        "key": entry.key,
        "outcome": entry.outcome,
        "state": entry.state,
        "town": entry.said.get("town"),
        "rule_set": entry.said.get("rules"),
        **{name: entry.said.get(name) or None for name in (*DATES, *PEOPLE) if name != "state"},
    }
    if ledger.extra:
        said["extra"] = {title: entry.said[title] for title in ledger.extra if title in entry.said}
    if item is not None:
        said["criterion"] = item.criterion.judged.criterion.number
        said["kind"] = item.kind
        said["departments"] = {"lead": list(item.first), "support": list(item.support), "asked": list(entry.asked)}
        said["tasks"] = [task.number for task in item.tasks]
        said["ways"] = [[_change(change) for change in way] for way in item.ways]
    return said


def _change(change: GapChange) -> Json:
    fact = change.fact
    if fact is None:
        return {"fact": None, "kind": change.kind}
    return {
        "fact": fact.id,
        "from": None if change.before is None else fact.type.write(change.before),
        "to": fact.type.write(change.after),
        "kind": change.kind,
    }
