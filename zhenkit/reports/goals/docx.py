"""Goals as a document of Word: a table of those of the region and of each town, then a chart of each figure by year."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from zhenkit.core.i18n import _, pgettext
from zhenkit.judging.goals import GoalsFound, GoalState
from zhenkit.reports.formats import Style
from zhenkit.reports.layout.docx.package import package
from zhenkit.reports.layout.docx.template import document
from zhenkit.reports.phrases.goals import (
    Chart,
    bar,
    charts,
    groups,
    heading,
    lines,
    status_word,
    subject_title,
    tally_of,
    title,
    until,
)
from zhenkit.reports.phrases.grades import SYMBOLS
from zhenkit.reports.phrases.titles import problems_note

DOCUMENT = Path(__file__).parent / "document.xml"
BAR = 40
"""Characters of the longest bar."""


def render(found: GoalsFound, _style: Style) -> bytes:
    """The document's bytes; raises MissingExtra."""
    return document(_template(), _report(found), title(found))


def _report(found: GoalsFound) -> dict[str, Any]:
    return {
        "title": title(found),
        "heading": heading(found),
        "tally": [f"{status_word(status)} {count}" for status, count in tally_of(found)],
        "subjects": [
            {
                "title": subject_title(subject),
                "goals": [_goal(state) for state in states],
                "charts": [_chart(chart) for chart in charts(states)],
            }
            for subject, states in groups(found)
        ],
        "problems": [str(problem) for problem in found.problems],
        "problems_note": problems_note(found),
    }


def _goal(state: GoalState) -> dict[str, Any]:
    return {
        "name": str(state.goal.name),
        "clause": state.goal.clause,
        "until": until(state.goal),
        "status": f"{SYMBOLS[state.status]} {status_word(state.status)}",
        "lines": list(lines(state)),
    }


def _chart(chart: Chart) -> dict[str, Any]:
    rows = [
        {
            "year": row.year,
            "bar": bar(row, BAR, fine=False).rstrip(),
            "value": row.value,
            "goal": row.goal,
        }
        for row in chart.rows
    ]
    return {"title": chart.title, "rows": rows}


def _template() -> bytes:
    return package(
        DOCUMENT,
        {
            "goal": _("Goal"),
            "until": _("Until"),
            "status": _("Status"),
            "measured": _("What is / what is asked"),
            "year": pgettext("chart", "Year"),
            "figure": _("Figure"),
            "problems": _("Problems"),
        },
    )
