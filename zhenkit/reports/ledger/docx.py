"""The ledger as a document of Word: a table a town."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from zhenkit.core.i18n import _
from zhenkit.judging.kept_ledger import COLUMNS
from zhenkit.judging.ledger import Ledger, LedgerEntry
from zhenkit.reports.formats import Style
from zhenkit.reports.layout.docx.package import package
from zhenkit.reports.layout.docx.template import document
from zhenkit.reports.phrases.ledger import by_town, shown_row, states_line, summary, title

DOCUMENT = Path(__file__).parent / "document.xml"


def render(ledger: Ledger, _style: Style) -> bytes:
    """The document's bytes; raises MissingExtra."""
    return document(_template(), _report(ledger), title())


def _report(ledger: Ledger) -> dict[str, Any]:
    return {
        "title": title(),
        "heading": summary(ledger),
        "states": states_line(ledger),
        "towns": [{"title": name, "entries": list(map(_entry, entries))} for name, entries in by_town(ledger)],
        "problems": [str(problem) for problem in ledger.problems],
    }


def _entry(entry: LedgerEntry) -> dict[str, Any]:
    row = shown_row(entry)
    named = [(COLUMNS["lead"], "lead"), (COLUMNS["support"], "support")]
    return {
        "criterion": row["criterion"],
        "problem": row["problem"],
        "gap": row["gap"].split("\n"),
        "task": row["task"],
        "departments": [
            _("{name}: {said}").format(name=name, said=row[column]) for name, column in named if row[column]
        ],
        "evidence": row["evidence"],
        "due": row["due"],
        "state": row["state"],
    }


def _template() -> bytes:
    words = {name: str(COLUMNS[name]) for name in ("criterion", "gap", "task", "evidence", "due", "state")}
    return package(DOCUMENT, {**words, "problems": _("Problems")})
