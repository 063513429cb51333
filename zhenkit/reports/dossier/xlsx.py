"""The tables of a dossier as workbooks: what is open is marked, and there to be filled in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from zhenkit.core.i18n import _
from zhenkit.core.print_setup import set_up
from zhenkit.reports.dossier.docx import kind_word
from zhenkit.reports.dossier.outline import DossierFact, DossierTown, lacking_mark
from zhenkit.reports.layout.workbook import WorkbookCell, fit_height, made, write_row
from zhenkit.reports.phrases.titles import open_mark

MARKED = "#FFF2CC"
"""Behind what is open or lacking."""


def profile(town: DossierTown) -> bytes:
    """The basic facts of a town; raises MissingExtra without XlsxWriter."""
    rows = [(_("The town"), fact) for fact in town.general]
    rows += [(f"{one.number} {one.name}", fact) for one in town.criteria for fact in one.facts]
    rows += [(_("Merits"), fact) for fact in town.merits]
    columns = [
        (_("Part"), 20),
        (_("Fact"), 30),
        (_("What is stated"), 30),
        (_("Unit"), 8),
        (_("How it is written"), 44),
        (_("Evidence"), 40),
    ]
    return _workbook("profile", town.name, columns, (_fact(part, fact) for part, fact in rows))


def _fact(part: str, fact: DossierFact) -> list[WorkbookCell]:
    return [part, fact.label, fact.value or open_mark(), fact.unit, fact.how, "\n".join(fact.evidence)]


def evidence(town: DossierTown) -> bytes:
    """The evidence of a town; raises MissingExtra without XlsxWriter."""
    columns = [
        (_("No."), 5),
        (_("Criterion"), 22),
        (_("Clause"), 12),
        (_("Fact"), 30),
        (_("What is stated"), 30),
        (_("Evidence"), 50),
        (_("Copies"), 8),
        (_("Note"), 20),
    ]
    rows: Iterable[list[WorkbookCell]] = (
        [*one[:5], "\n".join(one.evidence) or lacking_mark(), "", ""]  # the rest is for people to fill in
        for one in town.evidence
    )
    return _workbook("evidence", town.name, columns, rows)


def recommendation(towns: Sequence[DossierTown]) -> bytes:
    """A row a town; raises MissingExtra without XlsxWriter."""
    columns = [
        (_("No."), 5),
        (_("Town"), 20),
        (_("Place"), 24),
        (_("Leading industry"), 18),
        (_("Category"), 14),
        (_("Year"), 7),
        (_("Annual output"), 14),
        (_("Verdict"), 14),
        (_("Criteria met"), 9),
        (_("Facts given"), 9),
        (_("Facts to fill in"), 8),
        (_("Without evidence"), 9),
        (_("Opinion"), 24),
    ]
    rows: Iterable[list[WorkbookCell]] = (
        [
            number,
            town.name,
            town.place,
            town.industry or open_mark(),
            town.category or open_mark(),
            town.year or open_mark(),
            town.output or open_mark(),
            town.said,
            town.met,
            town.given,
            town.open,
            town.lacking,
            "",
        ]
        for number, town in enumerate(towns, 1)
    )
    return _workbook("recommendation", "", columns, rows)


def _workbook(kind: str, of: str, columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[WorkbookCell]]) -> bytes:
    title = " ".join(filter(None, (kind_word(kind), of)))
    titles, widths = [name for name, _wide in columns], [wide for _name, wide in columns]
    marks = {open_mark(), lacking_mark()}

    def write(workbook: Any) -> None:
        cell = {"text_wrap": True, "valign": "top", "border": 7, "border_color": "#BFBFBF"}
        head = workbook.add_format({**cell, "bold": True, "bottom": 1})
        plain = workbook.add_format(cell)
        marked = workbook.add_format({**cell, "bg_color": MARKED})
        sheet = workbook.add_worksheet(kind_word(kind))
        for position, wide in enumerate(widths):
            sheet.set_column(position, position, wide)
        sheet.freeze_panes(1, 0)
        fit_height(sheet, 0, titles, widths)
        write_row(sheet, 0, titles, head)
        last = 0
        for last, row in enumerate(rows, 1):
            fit_height(sheet, last, row, widths)
            write_row(sheet, last, row, [marked if value in marks else plain for value in row])
        if last:
            sheet.autofilter(0, 0, last, len(columns) - 1)
        set_up(sheet, title, sum(widths))

    return made(title, write)
