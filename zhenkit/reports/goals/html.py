"""Goals as one HTML page that loads nothing and runs nothing: how many are met, each in full, a chart a figure."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from zhenkit.core.i18n import _, pgettext
from zhenkit.judging.goals import GoalsFound, GoalState
from zhenkit.reports.formats import Style
from zhenkit.reports.layout.html import Html, element, joined
from zhenkit.reports.layout.page import frame, grade, problems, text_of
from zhenkit.reports.phrases.goals import (
    Chart,
    Row,
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
from zhenkit.reports.phrases.titles import problems_note

STYLE = Path(__file__).parent / "goals.css"


def render(found: GoalsFound, _style: Style) -> str:
    """The page."""
    named = title(found)
    before, after = frame(named, text_of(STYLE))
    counts = (element("li", _status(status), f" {count}") for status, count in tally_of(found))
    pieces = [
        before,
        element("header", element("h1", named), element("p", heading(found), class_="soft")),
        "<main>",
        element("ul", joined(counts, "\n"), class_="tally"),
    ]
    if note := problems_note(found):
        pieces.append(element("p", element("a", note, href="#problems"), class_="notice"))
    for subject, states in groups(found):
        pieces.append(element("h2", subject_title(subject)))
        pieces.append(element("ul", joined(map(_goal, states), "\n"), class_="goals"))
        pieces += map(_chart, charts(states))
    pieces += problems(found.problems)
    return "\n".join((*pieces, "</main>", after.lstrip("\n")))


def _status(status: str) -> Html:
    return grade(status, status_word(status))


def _goal(state: GoalState) -> Html:
    goal = state.goal
    asked, *rest = lines(state)
    return element(
        "li",
        element("h3", joined([_status(state.status), str(goal.name)], " ")),
        element("p", _("{until} · {clause}").format(until=until(goal), clause=goal.clause), class_="soft"),
        element("p", asked),
        *(element("p", line) for line in rest),
    )


def _chart(chart: Chart) -> Html:
    """A bar a year beside its figure: words and bars say the same."""
    rows = (
        element(
            "tr",
            element("th", str(row.year), scope="row"),
            element("td", joined(_bar(row)), class_="bar"),
            element("td", row.value),
            element("td", element("span", row.goal, class_=f"goal {row.status}") if row.goal else ""),
        )
        for row in chart.rows
    )
    heads = (element("th", name, scope="col") for name in (pgettext("chart", "Year"), "", _("Figure"), _("Goal")))
    return element(
        "table",
        element("caption", chart.title),
        element("thead", element("tr", *heads)),
        element("tbody", joined(rows, "\n")),
        class_="chart",
    )


def _bar(row: Row) -> Iterator[Html]:
    """A bar to the figure, a paler one up to the highest it may be, a line at the goal."""
    parts = []
    if row.low is not None:
        high = Fraction(1) if row.high is None else row.high
        parts.append(element("rect", x=0, y=2, width=_percent(row.low), height=10, class_="is"))
        if high > row.low:
            width = _percent(high - row.low)
            parts.append(element("rect", x=_percent(row.low), y=2, width=width, height=10, class_="may"))
    if row.asked is not None:
        at = _percent(row.asked)
        parts.append(element("line", x1=at, x2=at, y1=0, y2=14, class_="goal"))
    yield element("svg", *parts, width="100%", height=14, aria_hidden="true", overflow="visible")


def _percent(share: Fraction) -> str:
    return f"{float(100 * share):.2f}%"
