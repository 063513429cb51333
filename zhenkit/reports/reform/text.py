"""What a change of a standard does to towns, for people at a terminal."""

from __future__ import annotations

from zhenkit.core.i18n import _
from zhenkit.judging.reform import Reform
from zhenkit.reports.formats import Style
from zhenkit.reports.judgement.text import TownReport
from zhenkit.reports.layout.styles import COLOURS, text
from zhenkit.reports.layout.table import TextCell, TextColumn, lay_out
from zhenkit.reports.phrases.grades import SYMBOLS, verdict_word
from zhenkit.reports.phrases.reform import (
    bars,
    cells,
    changes,
    headline,
    summary,
    tables,
    town_heads,
    town_lines,
    towns_title,
)
from zhenkit.reports.phrases.titles import problems_note


def render(found: Reform, style: Style) -> str:
    """The report: a chart of the verdicts, totals, a row a town whose verdict changes."""
    page = TownReport(style)
    page.say(text(headline(found), "bold"))
    for change in changes(found):
        page.say(text(change), indent=2)
    page.say(text(summary(found), "bold"), before=1)
    page.heading(_("Verdicts"))
    columns = [TextColumn(""), TextColumn("", folds=True), TextColumn("", right=True), TextColumn("")]
    last, rows = "", []
    for bar in bars(found):
        said = "" if bar.verdict == last else f"{SYMBOLS[bar.verdict]} {verdict_word(bar.verdict)}"
        colour, last = COLOURS[bar.verdict], bar.verdict
        rows.append(
            [TextCell(said, colour), TextCell(bar.side), TextCell(str(bar.towns)), TextCell(bar.blocks, colour)]
        )
    page.lines(list(lay_out(columns, rows, page.width, style.colour))[2:])
    for table in tables(found):
        page.heading(table.title, table.note)
        heads = [TextColumn(head, folds=not place, right=bool(place)) for place, head in enumerate(table.heads)]
        page.lines(lay_out(heads, [list(map(TextCell, row)) for row in table.rows], page.width, style.colour))
    if lines := town_lines(found):
        page.heading(towns_title(lines))
        heads = [TextColumn(head, folds=True) for head in town_heads(found)]
        shown = []
        for line in lines:
            colours = {3: COLOURS[line.before_word], 4: COLOURS[line.after_word]}
            shown.append([TextCell(cell, colours.get(place, "")) for place, cell in enumerate(cells(line))])
        page.lines(lay_out(heads, shown, page.width, style.colour))
    if note := problems_note(found):
        page.say(text(note, "yellow"), before=1)
    return page.printed()
