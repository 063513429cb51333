"""What separates towns from a grade, for people at a terminal: what every way needs, then the choices that are left."""

from __future__ import annotations

from typing import TypeVar

from zhenkit.judging.gap import Gap
from zhenkit.judging.gaps import Gaps
from zhenkit.reports.formats import Style
from zhenkit.reports.judgement.text import TownReport
from zhenkit.reports.layout.styles import COLOURS, text
from zhenkit.reports.layout.table import TextCell, TextColumn, lay_out, natural_widths
from zhenkit.reports.phrases.gap import headline, sections
from zhenkit.reports.phrases.gap_table import (
    CLASSES,
    COUNTED,
    VERDICT,
    cells,
    headers,
    overall,
    summary,
)

T = TypeVar("T")


def render(found: Gaps, style: Style) -> str:
    """The report: of one town what it needs; of several a row each, and which facts keep most of them out."""
    page = TownReport(style)
    if len(found.gaps) == 1:
        (gap,) = found.gaps
        page.head(gap.judgement)
        page.say(text(headline(gap), "bold"), before=1)
        for section in sections(gap, found.wanted):
            page.section(section)
    elif found.gaps:
        _towns(page, found, style)
    return page.printed()


def _towns(page: TownReport, found: Gaps, style: Style) -> None:
    gaps, rules = found.gaps, found.wanted.ladder
    page.say(text(summary(gaps), "bold"))
    page.console.print()
    columns = [TextColumn(title, place <= VERDICT + 1, place >= COUNTED) for place, title in enumerate(headers(rules))]
    rows = [_cells(gap, rules) for gap in gaps]
    if sum(natural_widths(columns, rows)) > page.console.width:  # the place goes, and the classes of effort
        columns, rows = _narrow(columns, rules), [_narrow(row, rules) for row in rows]
    page.lines(lay_out(columns, rows, page.console.width, style.colour))
    for section in overall(found):
        page.section(section)


def _cells(gap: Gap, rules: bool) -> list[TextCell]:
    colours = {VERDICT: COLOURS[gap.judgement.verdict]}
    return [TextCell(said, colours.get(place, "")) for place, said in enumerate(cells(gap, rules))]


def _narrow(cells: list[T], rules: bool) -> list[T]:
    return [*cells[: 2 if rules else 1], *cells[VERDICT:CLASSES]]
