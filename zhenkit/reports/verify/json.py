"""What `rules verify` found, as JSON: a difference a line, then a clause a line."""

from __future__ import annotations

from typing import Any

from zhenkit.analysis.document.clauses import OfficialDocument
from zhenkit.analysis.document.kinds import DIFFERENCES, Difference
from zhenkit.analysis.document.lines import DIFFERS, FIGURE, PEOPLE, READING, WORDS, Beside
from zhenkit.analysis.document.verify import ComparedClause, Verified
from zhenkit.core.i18n import both
from zhenkit.reports.formats import Style
from zhenkit.reports.layout.json import document

STATES = {FIGURE: "figure", WORDS: "words", READING: "reading", PEOPLE: "people", DIFFERS: "differs"}


def render(verified: Verified, _style: Style) -> str:
    """The report."""
    rule_set, codes = verified.rule_set, {each.code for each in verified.differences}
    head = {
        "rule_set": {"id": rule_set.id, "file": rule_set.file, "digest": rule_set.digest},
        "document": _document(verified.document),
        "agrees": not verified.differences,
        "kinds": {code: {"why": both(kind.reason)._asdict()} for code, kind in DIFFERENCES.items() if code in codes},
        "lines": {word: len(verified.lines(state)) for state, word in STATES.items()},
        "not_compared": [{"message": said} for said in verified.not_compared],
    }
    lists = {"differences": map(_difference, verified.differences), "clauses": map(_clause, verified.clauses)}
    return document(head, lists)


def _document(read: OfficialDocument) -> dict[str, Any]:
    stated = {key: getattr(read, key) for key in ("number", "title", "issuer", "date")}
    return {
        "file": read.source.file,
        "unit": read.source.unit,
        **{key: value and value.text for key, value in stated.items()},
    }


def _difference(found: Difference) -> dict[str, Any]:
    return {"code": found.code, **found.place._asdict(), "document_line": found.line}


def _clause(clause: ComparedClause) -> dict[str, Any]:
    return {
        "clause": clause.clause,
        "name": clause.name._asdict(),
        "heading": clause.heading,
        "document_line": clause.line,
        "text": clause.text,
        "lines": [_line(line) for line in clause.lines],
    }


def _line(line: Beside) -> dict[str, Any]:
    return {
        "state": STATES[line.state],
        "file": line.place.file,
        "line": line.place.line,
        "column": line.place.column,
        "text": line.text._asdict(),
        "message": line.said,
        "document_line": line.line,
    }
