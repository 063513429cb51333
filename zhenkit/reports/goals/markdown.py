"""Goals as Markdown: a table of those of the region and of each town, then each in full."""

from __future__ import annotations

from collections.abc import Iterator

from zhenkit.core.i18n import _
from zhenkit.judging.goals import GoalsFound, GoalState
from zhenkit.reports.formats import Style
from zhenkit.reports.judgement.markdown import bullets, inline, problems, table
from zhenkit.reports.phrases.goals import (
    Chart,
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
from zhenkit.reports.phrases.grades import SYMBOLS


def render(found: GoalsFound, _style: Style) -> str:
    """The report."""
    blocks = [f"## {inline(title(found))}", inline(heading(found))]
    blocks.append(inline(_(", ").join(f"{status_word(status)} {count}" for status, count in tally_of(found))))
    for subject, states in groups(found):
        blocks.append(f"### {inline(subject_title(subject))}")
        headers = [_("Goal"), _("Until"), _("Clause"), _("Status"), _("What is / what is asked")]
        blocks.append(table(headers, map(_row, states)))
        for chart in charts(states):
            blocks += _figures(chart)
    blocks += problems(found.problems)
    return "\n\n".join(blocks) + "\n"


def _row(state: GoalState) -> list[str]:
    status = f"{SYMBOLS[state.status]} {status_word(state.status)}"
    said = _("; ").join(lines(state))
    return [str(state.goal.name), until(state.goal), state.goal.clause, status, said]


def _figures(chart: Chart) -> Iterator[str]:
    """The figures of a chart by year."""
    yield f"**{inline(chart.title)}**"
    yield bullets(
        inline(_("{year}: {said}").format(year=row.year, said=_(", ").join(filter(None, (row.value, marked(row))))))
        for row in chart.rows
    )
