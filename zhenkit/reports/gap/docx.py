"""What separates towns from a grade, as a document of Word: of several towns first a table, then what each needs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from zhenkit.core.i18n import _
from zhenkit.judging.gap import Gap
from zhenkit.judging.gaps import Gaps
from zhenkit.reports.formats import Style
from zhenkit.reports.layout.docx.package import package
from zhenkit.reports.layout.docx.template import check_count, document
from zhenkit.reports.phrases.gap import headline, sections
from zhenkit.reports.phrases.gap_table import CLASSES, cells, headers, overall, summary
from zhenkit.reports.phrases.grades import verdict_in_words
from zhenkit.reports.phrases.sections import Section
from zhenkit.reports.phrases.titles import problems_note, rule_set_heading, town_heading

DOCUMENT = Path(__file__).parent / "document.xml"
MOST_TOWNS = 500
"""Of some two pages each; Word would not open more in a reasonable time."""


def render(found: Gaps, _style: Style) -> bytes:
    """The document's bytes; raises MissingExtra, ZhenkitError for too many towns."""
    check_count(len(found.gaps), MOST_TOWNS)
    title = found.gaps[0].town.name if len(found.gaps) == 1 else _("What separates towns from a verdict")
    return document(_template(found.wanted.ladder), _report(found, title), title)


def _report(found: Gaps, title: str) -> dict[str, Any]:
    gaps, several = found.gaps, len(found.gaps) > 1
    return {
        "title": title,
        "summary": summary(gaps) if several else "",
        "rows": [cells(gap, found.wanted.ladder)[:CLASSES] for gap in gaps] if several else [],
        "overall": list(map(_section, overall(found))) if several else [],
        "towns": [_town(gap, found) for gap in gaps],
        "problems": [str(problem) for problem in found.problems],
        "problems_note": problems_note(found),
    }


def _town(gap: Gap, found: Gaps) -> dict[str, Any]:
    lines = [town_heading(gap.judgement), str(gap.rule_set.title), rule_set_heading(gap.rule_set)]
    return {
        "name": gap.town.name,
        "heading": list(filter(None, lines)),
        "verdict": verdict_in_words(gap.span),
        "headline": headline(gap),
        "sections": [_section(section) for section in sections(gap, found.wanted)],
    }


def _section(section: Section) -> dict[str, Any]:
    """A section as rows of a table: a number, what is said first, and the other lines."""
    items = [
        {"number": str(item.number or ""), "first": item.cells[0], "lines": [*item.cells[1:], *item.below]}
        for item in section.items
    ]
    return {"title": section.title, "note": section.note, "items": items}


def _template(rules: bool) -> bytes:
    names = ("town", "place", "verdict", "lacking", "ways", "changes")
    return package(DOCUMENT, {**dict(zip(names, headers(rules), strict=False)), "problems": _("Problems")})
