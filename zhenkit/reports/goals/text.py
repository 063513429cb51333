"""Goals for people at a terminal: how many are met, then each with what is and what is asked, and a chart a figure."""

from __future__ import annotations

from rich.text import Text

from zhenkit.core.i18n import _
from zhenkit.judging.goals import GoalsFound, GoalState
from zhenkit.reports.formats import Style
from zhenkit.reports.layout.styles import COLOURS, graded, grid, text
from zhenkit.reports.layout.terminal import Page
from zhenkit.reports.phrases.goals import (
    Chart,
    bar,
    charts,
    groups,
    heading,
    lines,
    marked,
    status_word,
    subject_title,
    tally_of,
    title,
    until,
)
from zhenkit.reports.phrases.titles import problems_note

BAR, INDENT = 28, 2
"""Cells of the longest bar, and before what is below a goal."""


def render(found: GoalsFound, style: Style) -> str:
    """The report."""
    page = Page(style)
    page.say(text(title(found), "bold"))
    page.say(text(heading(found), "dim"))
    counts = (graded(status, f"{status_word(status)} {count}") for status, count in tally_of(found))
    page.say(Text("  ").join(counts), before=1)
    for subject, states in groups(found):
        page.say(text(subject_title(subject), "bold"), before=1)
        for state in states:
            _goal(page, state)
        for chart in charts(states):
            _chart(page, chart)
    if found.problems:
        page.say(text(problems_note(found), "yellow"), before=1)
    return page.printed()


def _goal(page: Page, state: GoalState) -> None:
    """A goal: its status, name and last day; what is and what is asked; the pace."""
    goal = state.goal
    said = graded(state.status, status_word(state.status), "bold")
    said.append("  ").append_text(text(str(goal.name), "bold"))
    page.say(said, before=1)
    page.say(text(_("{until} · {clause}").format(until=until(goal), clause=goal.clause), "dim"), INDENT)
    for line in lines(state):
        page.say(text(line), INDENT)


def _chart(page: Page, chart: Chart) -> None:
    """A bar a year: the figure, paler up to the highest it may be; a mark where a goal is."""
    page.say(text(chart.title, "dim"), INDENT, before=1)
    table = grid(4, folding=2)
    for row in chart.rows:
        colour = COLOURS.get(row.status, "")
        table.add_row(text(str(row.year)), text(bar(row, BAR), colour), text(row.value), text(marked(row), colour))
    page.say(table, INDENT)
