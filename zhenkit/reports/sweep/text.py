"""A town along the values of a fact, or of two, for people at a terminal: a row a piece, then the points of change."""

from __future__ import annotations

from zhenkit.core.i18n import _
from zhenkit.judging.sweep import Sweep, Sweeps, Swept
from zhenkit.reports.formats import Style
from zhenkit.reports.judgement.text import TownReport
from zhenkit.reports.layout.styles import COLOURS, grid, text
from zhenkit.reports.layout.table import TextCell, TextColumn, lay_out
from zhenkit.reports.phrases.sweep import (
    axis_title,
    criteria_moving,
    headline,
    legend,
    mark,
    no_share,
    nothing,
    piece_in_words,
    region_rows,
    share_lines,
    still,
    symbols,
    turn_in_words,
    verdict_there,
    word_there,
)


def render(found: Sweeps, style: Style) -> str:
    """The report: each town of the file."""
    page = TownReport(style)
    for place, sweep in enumerate(found.sweeps):
        if place:
            page.divide()
        page.head(sweep.judgement)
        page.say(text(headline(sweep), "bold"), before=1)
        for line in nothing(sweep):
            page.say(text(line))
        if sweep.moves:
            page.console.print()
            if len(sweep.axes) > 1:
                _map(page, sweep, style)
            _pieces(page, sweep, style)
        if len(sweep.axes) == 1:
            _points(page, sweep)
        if sweep.moves and (line := still(sweep)):
            page.heading(_("Criteria that stay as they are"))
            page.say(text(line), indent=2)
    return page.printed()


def _pieces(page: TownReport, sweep: Sweep, style: Style) -> None:
    """A row a piece, or of a map a row a region, with the criteria that change."""
    numbers = [TextColumn(str(criterion.number), right=True) for _at, criterion in criteria_moving(sweep)]
    heads = [TextColumn(axis_title(axis.fact), folds=True) for axis in sweep.axes]
    front = [TextColumn("")] if len(sweep.axes) == 1 else []
    rows = []
    for words, outcome, marked in _rows(sweep):
        cells = [*([TextCell(marked)] if front else ()), *map(TextCell, words), _verdict(outcome)]
        rows.append([*cells, *map(TextCell, symbols(sweep, outcome))])
    columns = [*front, *heads, TextColumn(_("Verdict"), folds=True), *numbers]
    page.lines(lay_out(columns, rows, page.width, style.colour))
    for line in legend(sweep):
        page.say(text(line, "dim"), indent=2)


def _rows(sweep: Sweep) -> list[tuple[list[str], Swept, str]]:
    if len(sweep.axes) == 1:
        axis = sweep.axes[0]
        return [([piece_in_words(axis, piece)], outcome, mark(sweep, axis, piece)) for piece, outcome in sweep.pieces]
    return [(words, outcome, "") for words, outcome in region_rows(sweep)]


def _verdict(outcome: Swept) -> TextCell:
    return TextCell(verdict_there(outcome), COLOURS[word_there(outcome)])


def _map(page: TownReport, sweep: Sweep, style: Style) -> None:
    """The verdicts as a map: a row a piece of the first fact, a column a piece of the second."""
    one, other = sweep.axes
    columns = [TextColumn(axis_title(one.fact), folds=True)]
    columns += [TextColumn(piece_in_words(other, piece), folds=True) for piece in other.pieces]
    rows = [
        [
            TextCell(piece_in_words(one, piece)),
            *(_verdict(sweep.outcomes[place, column]) for column in range(len(other.pieces))),
        ]
        for place, piece in enumerate(one.pieces)
    ]
    page.say(text(_("Across: {fact}").format(fact=axis_title(other.fact)), "dim"))
    page.lines(lay_out(columns, rows, page.width, style.colour))
    page.heading(_("Regions"), _("values that come out alike in every criterion"))


def _points(page: TownReport, sweep: Sweep) -> None:
    if sweep.turns:
        page.heading(_("Points of change"), _("exact: the town was judged at each and on both sides of it"))
        table = grid(3)
        for turn in sweep.turns:
            where, said = turn_in_words(sweep, turn)
            table.add_row(text("  "), text(where), text(said))
        page.console.print(table)
    if shares := share_lines(sweep):
        page.heading(_("Share of the range"), _("how much of it is at each verdict, every value counting alike"))
        table = grid(3)
        for _span, said, share in shares:
            table.add_row(text("  "), text(said), text(share))
        page.console.print(table)
    if line := no_share(sweep):
        page.say(text(line, "dim"), before=1)
