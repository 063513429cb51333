"""Sheets of rows -> towns: one table after another of the sheet that has them, or a form, with what is no town said."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack
from itertools import islice
from typing import NamedTuple

from zhenkit.core.errors import FileProblems, Problem, near, quoted
from zhenkit.core.i18n import _
from zhenkit.documents.yaml import Document
from zhenkit.facts.dictionary import Facts
from zhenkit.towns.inputs import Intake
from zhenkit.towns.options import Options
from zhenkit.towns.tables.cells import Cell, Merged, continues, is_blank
from zhenkit.towns.tables.doubts import form_with_doubts, layout_with_doubts
from zhenkit.towns.tables.form import FORM_ROWS, Form, explains_columns, find_form
from zhenkit.towns.tables.form_table import table_of_form
from zhenkit.towns.tables.form_totals import without_totals
from zhenkit.towns.tables.in_one_cell import not_read_above, of_other_figures
from zhenkit.towns.tables.layout import (
    HEADER_ROWS,
    TITLE_ROWS,
    Layout,
    Row,
    find_layout,
    head_of,
    header_at,
    known,
    no_header,
)
from zhenkit.towns.tables.long_table import find_long
from zhenkit.towns.tables.no_towns import NoTown, remark_on
from zhenkit.towns.tables.notes_below import is_note_on_units, with_notes
from zhenkit.towns.tables.odd_names import OddNames
from zhenkit.towns.tables.row_kinds import RowKinds, kinds_of_sheet, texts_of_line, without_ditto
from zhenkit.towns.tables.sheet import Sheet
from zhenkit.towns.tables.table import Table

LOOKED_AT = 400
"""Among so many rows notes on units are looked for; further down they are reported where they say another unit."""
PLAINLY_A_TABLE = 8
"""A header that names the town and so many facts in one row is that of a table, and nothing else is tried."""


class SheetOfTowns(NamedTuple):
    """A sheet, and how its towns stand in it: in a table below a header, or in a form."""

    sheet: Sheet
    layout: Layout | Form

    @property
    def is_form(self) -> bool:
        """Whether facts stand one below another."""
        return isinstance(self.layout, Form)

    @property
    def names_towns(self) -> bool:
        """Whether it has the names of its towns."""
        return isinstance(self.layout, Form) or self.layout.header.names_a_town

    @property
    def is_plainly_a_table(self) -> bool:
        """Whether its header says so much that nothing else need be tried."""
        layout = self.layout
        return isinstance(layout, Layout) and layout.header.names_a_town and known(layout.header) >= PLAINLY_A_TABLE


def look_into(sheet: Sheet, facts: Facts, options: Options) -> SheetOfTowns | None:
    """How the towns stand in a sheet; None where it has none."""
    rows = list(head_of(sheet.rows(), LOOKED_AT + 1))
    if explains_columns(rows):
        return None
    layout = find_layout(rows[: TITLE_ROWS + HEADER_ROWS], facts, options)
    long = None if layout is None else find_long(rows, layout, facts, options, sheet.rows)
    if long is not None:
        return SheetOfTowns(sheet, form_with_doubts(sheet, rows, without_totals(long, facts, options), facts, options))
    # a form has few rows: one that goes on is a table
    if (layout is None or not SheetOfTowns(sheet, layout).is_plainly_a_table) and len(rows) <= FORM_ROWS:
        form = find_form(rows, layout, facts, options)
        if form is not None:
            return SheetOfTowns(
                sheet, form_with_doubts(sheet, rows, without_totals(form, facts, options), facts, options)
            )
    if layout is None:
        return None
    above = [row for row in rows if row[0] < layout.first_row]
    stated = {column.fact.id for column in layout.header.columns if column.fact is not None}
    not_read = (*not_read_above(above, stated, facts, options), *of_other_figures(above))
    layout = layout._replace(header=layout.header._replace(above=not_read)) if not_read else layout
    kinds = RowKinds(layout.header.columns, facts, options)
    layout = with_notes(layout, rows, kinds, to_the_end=len(rows) <= LOOKED_AT)
    if len(rows) <= LOOKED_AT:
        layout = layout_with_doubts(sheet, layout, rows, facts, options)
    return SheetOfTowns(sheet, layout)


def read_sheets(
    file: str,
    opened: AbstractContextManager[Sequence[Sheet]],
    facts: Facts,
    options: Options,
) -> Intake:
    """The towns of a workbook's sheets, read as they are asked for; raises FileProblems."""
    with ExitStack() as held:
        sheets = held.enter_context(opened)
        remarks: list[Problem] = []
        found = choose(file, sheets, facts, options, remarks)
        return intake_of(file, found, facts, options, remarks, held.pop_all())


def intake_of(
    file: str,
    found: SheetOfTowns,
    facts: Facts,
    options: Options,
    remarks: Iterable[Problem] = (),
    held: ExitStack | None = None,
) -> Intake:
    """The towns of a sheet, read as they are asked for; `held` is closed with them. Raises FileProblems."""
    held = held or ExitStack()
    with ExitStack() as until_read:
        until_read.push(held)
        intake = Intake([], [], list(remarks))
        towns = TownsOfSheet(file, found, facts, options, intake)
        until_read.pop_all()  # whoever reads the documents closes it
    return intake._replace(documents=_documents(towns, held), titles=tuple(towns.table.titles.values()))


def _documents(towns: TownsOfSheet, held: ExitStack) -> Iterator[Document]:
    """The towns; what is wrong further down joins the problems, and that there is none is one."""
    count, problems = 0, towns.intake.problems
    with held:
        try:
            for document in towns.documents():
                count += 1
                yield document
        except FileProblems as error:
            problems.extend(error.problems)
            return
    if not count and not problems:
        problems.append(Problem(towns.file, 1, 1, _("there is no town in this file")))


def choose(file: str, sheets: Sequence[Sheet], facts: Facts, options: Options, remarks: list[Problem]) -> SheetOfTowns:
    """The sheet asked for, else the one in sight that has towns; raises FileProblems where there is none, or several.

    A hidden sheet is read where no other has towns; that it is hidden, or was not read, is a remark.
    """

    def refusal(said: str) -> FileProblems:
        return FileProblems([Problem(file, 1, 1, said)])

    names = [sheet.name for sheet in sheets]
    if options.sheet is not None and options.sheet not in names:
        close = near(options.sheet, names)
        said = _("there is no sheet {sheet}; there are: {sheets}").format(
            sheet=quoted(options.sheet), sheets=_(", ").join(map(quoted, names))
        )
        raise refusal(said + (_("; did you mean {near}?").format(near=close) if close else ""))
    asked = [sheet for sheet in sheets if options.sheet in (None, sheet.name)]
    found = [one for sheet in asked if (one := look_into(sheet, facts, options))]
    seen = [one for one in found if not one.sheet.hidden] or found
    if named := [one for one in seen if one.names_towns]:
        for other in (one for one in seen if not one.names_towns):
            said = _("the sheet {sheet} has no column of the towns' names and is not read; --sheet {sheet} asks for it")
            remarks.append(Problem(file, 1, 1, said.format(sheet=quoted(other.sheet.name))))
        seen = named
    if len(seen) > 1:
        listed = _(", ").join(quoted(one.sheet.name) for one in seen)
        raise refusal(_("several sheets contain towns: {sheets}; name one with --sheet").format(sheets=listed))
    if not seen:
        heads = [(sheet, list(islice(sheet.rows(), TITLE_ROWS + 1))) for sheet in asked if not sheet.hidden]
        for sheet, head in heads:
            if any(cells for _number, cells in head):
                raise refusal(no_header(head, sheet.read_as or _("sheet {sheet}").format(sheet=sheet.name), facts))
        raise refusal(_("there is no town in this file"))
    if seen[0].sheet.hidden and options.sheet is None:
        remarks.append(
            Problem(file, 1, 1, _("the sheet {sheet} is hidden; it is read").format(sheet=seen[0].sheet.name))
        )
    for other in found:
        if other.sheet.hidden and other not in seen:
            said = _("the hidden sheet {sheet} contains towns too and is not read; --sheet {sheet} reads it")
            remarks.append(Problem(file, 1, 1, said.format(sheet=other.sheet.name)))
    return seen[0]


class TownsOfSheet:
    """Reads the towns of one sheet: of a form, or of its tables one below another."""

    def __init__(self, file: str, found: SheetOfTowns, facts: Facts, options: Options, intake: Intake) -> None:
        self.file, self.sheet, self.facts, self.options, self.intake = file, found.sheet, facts, options, intake
        self.layout = found.layout
        self.passed_on = 0
        """How many of the sheet's remarks have been made."""
        self.odd_names = OddNames()
        self.unheeded: dict[int, str] = {}
        """Notes that say units, behind the rows that were not read by them: by their rows."""
        self.no_towns: dict[NoTown, list[int]] = {}
        """The rows that are no towns, by what they are."""
        if isinstance(found.layout, Form):
            self.no_towns |= found.layout.no_towns
        if isinstance(found.layout, Form):
            self.table = table_of_form(file, found.sheet, found.layout, facts, options)
        else:
            self.table = self._table(found.layout)
        wrong = found.layout.faults if isinstance(found.layout, Form) else ()
        faults = [self.table.problem_at(row, column + 1, said) for row, column, said in wrong] or self.table.faults()
        if faults:
            raise FileProblems(faults)
        self.tables = [self.table]
        """All whose rows were read."""
        self._pass_on_remarks()
        self.intake.remarks.extend(self.table.remarks())
        if isinstance(found.layout, Form):
            for row, column, heading in found.layout.ignored:
                said = _("this column is no town's and is ignored: {heading}").format(heading=quoted(heading))
                self.intake.remarks.append(self.table.problem_at(row, column + 1, said))
            for row, column, said in found.layout.remarks:
                self.intake.remarks.append(self.table.problem_at(row, column + 1, said))

    def documents(self) -> Iterator[Document]:
        """The towns, one by one; remarks on the sheet are made at the end."""
        rows = iter(self.sheet.rows())
        if isinstance(self.layout, Form):
            for town in self.layout.towns:
                if not all(map(is_blank, town.cells)):
                    yield from self.table.documents([(town.number, town.cells)])
            deque(rows, maxlen=0)  # what is worth a remark is found in all of them
        else:
            yield from self._of_tables(rows, self.layout)
        for kind, numbers in self.no_towns.items():
            self.intake.remarks.append(self.table.problem_at(numbers[0], 1, remark_on(kind, numbers)))
        for number, index, said in self.odd_names.remarks():
            self.intake.remarks.append(self.table.problem_at(number, index + 1, said))
        for number, text in self.unheeded.items():
            said = _(
                "{said} names a unit by which the rows above were not read; write it into the titles of the figures"
            )
            self.intake.problems.append(self.table.problem_at(number, 1, said.format(said=quoted(text))))
        for table in self.tables:
            self.intake.remarks.extend(table.remarks_on_cells())
        self._pass_on_remarks()

    def _pass_on_remarks(self) -> None:
        """What was found of the sheet so far."""
        for row, column, said in self.sheet.remarks[self.passed_on :]:
            if row:
                self.intake.remarks.append(self.table.problem_at(row, column, said))
            else:
                where = f"{self.sheet.name}: " if self.sheet.name else ""
                self.intake.remarks.append(Problem(self.file, 1, 1, where + said))
        self.passed_on = len(self.sheet.remarks)

    def _of_tables(self, rows: Iterator[Row], layout: Layout) -> Iterator[Document]:
        """The towns below a header, and below others further down."""
        table: Table | None = self.table
        for number, cells, kind, header in self._rows_by_kind(rows, layout):
            if kind is not None:
                self.no_towns.setdefault(kind, []).append(number)
            if kind in (NoTown.HEADER, NoTown.UNITS):
                table = self._next_table(header, table)
            elif kind is None and table is not None:
                yield from table.documents([(number, cells)])

    def _rows_by_kind(
        self, rows: Iterator[Row], layout: Layout
    ) -> Iterator[tuple[int, Sequence[Cell], NoTown | None, Layout]]:
        """The rows below a header, each with what it is that is no town, and the header it is read by."""
        kinds = self._kinds(layout)
        above, ahead, said = None, deque[Row](), layout.units
        while (row := ahead.popleft() if ahead else next(rows, None)) is not None:
            number, cells = row
            if number <= layout.last_row or all(map(is_blank, cells)):
                continue
            kind = NoTown.CONTINUED if continues(number, cells, kinds.columns) else kinds(cells)
            if kind in (NoTown.HEADER, NoTown.UNITS):
                while len(ahead) < LOOKED_AT and (following := next(rows, None)) is not None:
                    ahead.append(following)
            if kind is NoTown.HEADER:
                again = header_at([row, *islice(ahead, HEADER_ROWS)], self.facts, self.options)
                assert again is not None  # that it is a header was found out by the same code
                layout, above = again.with_units(said), None
                kinds = self._kinds(layout)
                layout = with_notes(layout, ahead, kinds, to_the_end=len(ahead) < LOOKED_AT)
            elif kind is NoTown.UNITS and (is_note_on_units(cells) or self._is_last(ahead, kinds)):
                kind = kinds.without_units(cells)
                if layout.with_units_of_notes(texts_of_line(cells)).header != layout.header:
                    self.unheeded[number] = next(text.strip() for text in texts_of_line(cells) if text.strip())
            elif kind is NoTown.UNITS:
                said = tuple(texts_of_line(cells))
                other = layout.with_units_of_line(number, said)
                if other.header == layout.header:
                    kind = kinds.without_units(cells)
                layout = other
            elif kind is None:
                above = cells = without_ditto(cells, above)
                self.odd_names.note(number, cells, kinds)
            yield number, cells, kind, layout

    def _kinds(self, layout: Layout) -> RowKinds:
        """What distinguishes the rows below a header."""
        rows = lambda: (cells for _number, cells in self.sheet.rows())  # noqa: E731 - it is read only if asked for
        return kinds_of_sheet(layout.header.columns, self.facts, self.options, rows)

    @staticmethod
    def _is_last(ahead: Collection[Row], kinds: RowKinds) -> bool:
        """Whether no town and no header comes behind a row, of those `ahead`."""
        of_rest = (kinds(cells) for _number, cells in ahead if not all(map(is_blank, cells)))
        return len(ahead) < LOOKED_AT and not any(kind in (None, NoTown.HEADER) for kind in of_rest)

    def _table(self, layout: Layout) -> Table:
        table = Table(self.file, layout.header, layout.last_row, self.facts, self.options, self.sheet.name or None)

        def again() -> Iterator[Row]:
            """The rows of towns that are read by this header."""
            first = self.layout
            assert isinstance(first, Layout)  # else there is no table
            for number, cells, kind, header in self._rows_by_kind(iter(self.sheet.rows()), first):
                if kind is None and header.header == layout.header:
                    yield number, [cell.value if isinstance(cell, Merged) else cell for cell in cells]

        table.can_reread(again)
        return table

    def _next_table(self, layout: Layout, before: Table | None) -> Table | None:
        """The table below another header; None where no row can be read by it, which is a problem."""
        if before is not None and before.header == layout.header:
            return before
        table = self._table(layout)
        if faults := table.faults():
            said = _("{problem} (the rows below this header are not read)")
            self.intake.problems.extend(fault._replace(message=said.format(problem=fault.message)) for fault in faults)
            return None
        self.tables.append(table)
        self.intake.remarks.extend(table.remarks())
        return table
