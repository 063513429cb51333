"""The table of criteria at a terminal: a row a criterion with its findings, and below it a row for each figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from zhenkit.core.escape import plain
from zhenkit.core.i18n import _
from zhenkit.judging.judgement import Judgement
from zhenkit.reports.layout.styles import COLOURS, graded, table_of, text
from zhenkit.reports.phrases.criteria import Line, lines
from zhenkit.reports.phrases.grades import grade_word
from zhenkit.reports.phrases.values import FigureLine

LEAST_VALUE = 28
"""Cells that the column of values keeps before the names of figures have to wrap."""
INDENT = 2
BETWEEN = 2
"""Cells before a figure's name, and between columns."""


class CriterionRow(NamedTuple):
    """Four cells: a criterion's number, its name and grade (or a figure's name), values, the margin."""

    number: Text
    front: Text
    value: Text
    margin: Text
    is_figure: bool = False

    def widths(self) -> list[int]:
        """The cells that each column needs for this row to stay on the lines it has."""
        need = [max(map(cell_len, cell.plain.split("\n"))) for cell in self[:4]]
        need[1] += INDENT if self.is_figure else 0
        return need


def criteria_table(judgement: Judgement, width: int) -> Table:
    """The table, for a terminal of this many cells."""
    names = [str(judged.criterion.name) for judged in judgement.criteria]
    across = max(map(cell_len, [*map(plain, names), _("Criterion")]))
    header = CriterionRow(
        Text("#"), _beside(_("Criterion"), Text(_("Grade")), across), text(_("Value / required")), text(_("Margin"))
    )
    rows: list[CriterionRow] = []
    for judged, name in zip(judgement.criteria, names, strict=True):
        word, found = judged.span.word, lines(judged, judgement)
        front = _beside(name, graded(word, grade_word(word)), across)
        findings = "".join(line.text for line in found if not line.label)
        rows.append(CriterionRow(text(str(judged.criterion.number)), front, text(findings), Text()))
        rows += [_figure_row(line) for line in found if line.label]
    table = table_of(*header[:4])
    table.columns[0].justify = table.columns[3].justify = "right"
    for column, cells in zip(table.columns, _widths(header, rows, width), strict=True):
        column.width = cells
    for row in rows:
        front_cell = Padding(row.front, (0, 0, 0, INDENT)) if row.is_figure else row.front
        table.add_row(row.number, front_cell, row.value, row.margin)
    return table


def _beside(name: str, grade: Text, across: int) -> Text:
    """A name and, where the widest name ends, a grade: figures' names may then be as wide as both."""
    cell = text(name)
    return cell.append(" " * (across - cell.cell_len + BETWEEN)).append_text(grade)


def _figure_row(line: Line) -> CriterionRow:
    label, value = text(line.label, "dim"), text(line.text)
    if not isinstance(line, FigureLine):
        return CriterionRow(Text(), label, value, Text(), True)
    if line.note:
        value.append("\n").append_text(text(line.note, "dim"))
    colour = {True: COLOURS["met"], False: COLOURS["not_met"], None: COLOURS["incomplete"]}[line.met]
    margin = Text("\n~ ", style=colour).join([text(end, colour) for end in line.margin])
    return CriterionRow(Text(), label, value, margin, True)


def _widths(header: CriterionRow, rows: Sequence[CriterionRow], width: int) -> list[int]:
    """The columns' widths: number and margin get what they need, the two that may wrap share the rest."""
    number, front, value, margin = map(max, zip(*[row.widths() for row in (header, *rows)], strict=True))
    margin = min(margin, width // 4)
    rest = width - number - margin - 3 * BETWEEN
    with_grade = max(row.front.cell_len for row in rows if not row.is_figure)
    front = max(min(front, rest - min(value, LEAST_VALUE)), min(with_grade, rest - LEAST_VALUE // 2))
    return [number, front, rest - front, margin]
