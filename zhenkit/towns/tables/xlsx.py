"""XLSX workbooks -> towns: the sheet that holds them, and its cells as they stand."""

from __future__ import annotations

import datetime
import re
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, TypeVar

from zhenkit.core.errors import FileProblems, Problem, near, quoted
from zhenkit.core.extras import load
from zhenkit.core.files import opened
from zhenkit.core.i18n import _
from zhenkit.documents.yaml import Document
from zhenkit.facts.dictionary import Facts
from zhenkit.towns.inputs import Intake
from zhenkit.towns.options import Options
from zhenkit.towns.tables.cells import Cell, Unusable, as_shown, number_text
from zhenkit.towns.tables.header import Header
from zhenkit.towns.tables.table import MAX_COLUMNS, TITLE_ROWS, Table, find_header, no_header
from zhenkit.towns.tables.title_map import TitleMap
from zhenkit.towns.tables.xlsx_guard import Refused, inspect

MAX_ROWS = 1_048_576
MAX_CELLS = 50_000_000
ROWS_AT_ONCE = 1000

BROKEN = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    zlib.error,
    zipfile.BadZipFile,
)
"""What openpyxl, and the zip and XML readers beneath it, raise on a broken workbook: it has no error of its own."""


class _Sheet(NamedTuple):
    """A worksheet that was looked into."""

    name: str
    header_row: int
    header: Header


def read(path: Path, facts: Facts, options: Options) -> Intake:
    """The towns of a workbook, a row of its one sheet of towns a town; raises FileProblems, MissingExtra."""
    openpyxl = load("openpyxl", "tables")
    with ExitStack() as held:
        book = held.enter_context(_Workbook(path, opened(path), openpyxl))
        sheet = book.sheet_of_towns(facts, options)
        table = Table(book.file, sheet.header, sheet.header_row, facts, options, sheet.name)
        if faults := table.faults():
            raise FileProblems(faults)
        held.pop_all()  # whoever reads the documents closes it
    intake = Intake([], [], table.remarks())
    return intake._replace(documents=_documents(book, table, intake.problems))


def _documents(book: _Workbook, table: Table, problems: list[Problem]) -> Iterator[Document]:
    """The rows below the header as documents; where reading ends early, `problems` says why."""
    towns = 0
    with book:
        rows = ((row, cells) for row, cells in book.rows(table.sheet or "") if row > table.header_row)
        try:
            for document in table.documents(rows):
                towns += 1
                yield document
        except FileProblems as error:
            problems.extend(error.problems)
            return
    if not towns:
        problems.append(Problem(table.file, 1, 1, _("there is no town in this file")))


T = TypeVar("T")


class _Workbook:
    """A workbook opened twice where it has formulas: for their stored values, and to know them."""

    def __init__(self, path: Path, stream: BinaryIO, openpyxl: Any) -> None:
        self.file, self.stream = str(path), stream
        try:
            has_formulas = self.quietly(lambda: inspect(stream))
            self.values = self.open(openpyxl, data_only=True)
            self.formulas = self.open(openpyxl, data_only=False) if has_formulas else None
        except FileProblems:
            stream.close()
            raise

    def __enter__(self) -> _Workbook:
        return self

    def __exit__(self, *_error: object) -> None:
        for book in (self.values, self.formulas):
            if book is not None:
                book.close()
        self.stream.close()

    def open(self, openpyxl: Any, data_only: bool) -> Any:
        return self.quietly(lambda: openpyxl.load_workbook(self.stream, read_only=True, data_only=data_only))

    def quietly(self, do: Callable[[], T]) -> T:
        """What `do` gives, without openpyxl's warnings; raises FileProblems where the workbook is broken."""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return do()
        except Refused as error:
            raise self.refusal(str(error)) from None
        except BROKEN:
            said = _("not an XLSX workbook that can be read; open it in Excel and save it as .xlsx anew")
            raise self.refusal(said) from None

    def refusal(self, message: str) -> FileProblems:
        return FileProblems([Problem(self.file, 1, 1, message)])

    def sheet_of_towns(self, facts: Facts, options: Options) -> _Sheet:
        """The sheet asked for, else the one that has a header; raises FileProblems where there is none, or several."""
        sheets = {sheet.title: sheet.sheet_state == "visible" for sheet in self.values.worksheets}
        if options.sheet is not None and options.sheet not in sheets:
            close = near(options.sheet, sheets)
            said = _("there is no sheet {sheet}; there are: {sheets}").format(
                sheet=quoted(options.sheet), sheets=_(", ").join(map(quoted, sheets))
            )
            raise self.refusal(said + (_("; did you mean {near}?").format(near=close) if close else ""))
        named = [options.sheet] if options.sheet is not None else [name for name, seen in sheets.items() if seen]
        found = [sheet for name in named if (sheet := self.look_into(name, facts, options.mapping))]
        if len(found) > 1:
            listed = _(", ").join(quoted(sheet.name) for sheet in found)
            said = _("several sheets contain towns: {sheets}; name one with --sheet")
            raise self.refusal(said.format(sheets=listed))
        if not found:
            filled = next((name for name in named if any(cells for _row, cells in self.head(name))), None)
            if filled is None:
                raise self.refusal(_("there is no town in this file"))
            said = no_header((cells for _row, cells in self.head(filled)), _("sheet {sheet}").format(sheet=filled))
            raise self.refusal(said)
        return found[0]

    def head(self, name: str) -> list[tuple[int, list[Cell]]]:
        return list(islice(self.rows(name), TITLE_ROWS))

    def look_into(self, name: str, facts: Facts, mapping: TitleMap | None) -> _Sheet | None:
        """The sheet, where it has a header."""
        rows = self.head(name)
        found = find_header((cells for _row, cells in rows), facts, mapping)
        return _Sheet(name, rows[found[0]][0], found[1]) if found else None

    def rows(self, name: str) -> Iterator[tuple[int, list[Cell]]]:
        """The rows of a sheet that hold anything, each with its number; raises FileProblems."""
        values, formulas = self.cells(self.values, name), self.cells(self.formulas, name)
        number = seen = 0
        while chunk := self.quietly(lambda: _converted(values, formulas)):
            for cells in chunk:
                number, seen = number + 1, seen + len(cells)
                if number > MAX_ROWS:
                    raise self.refusal(_("more than {most} rows are not read").format(most=MAX_ROWS))
                if seen > MAX_CELLS:
                    raise self.refusal(_("more than {most} cells are not read from a workbook").format(most=MAX_CELLS))
                if cells:
                    yield number, cells

    def cells(self, book: Any, name: str) -> Iterator[Sequence[Any]]:
        if book is None:
            return iter(())
        sheet = book[name]
        sheet.reset_dimensions()  # what the file says of them need not be true
        return iter(sheet.iter_rows())


def _converted(values: Iterator[Sequence[Any]], formulas: Iterator[Sequence[Any]]) -> list[list[Cell]]:
    """The next rows, their cells as they stand; none at the end. Of a row too wide no more than tells it."""
    chunk = list(islice(values, ROWS_AT_ONCE))
    beside = list(islice(formulas, len(chunk)))
    beside += [()] * (len(chunk) - len(beside))
    most = MAX_COLUMNS + 1
    return [[_value(cell) for cell in _known(row[:most], others)] for row, others in zip(chunk, beside, strict=True)]


def _known(cells: Sequence[Any], formulas: Sequence[Any]) -> Iterator[Any]:
    """The cells, those whose formula has no stored value as unusable."""
    without = _("a formula without a stored value; open the file in Excel, calculate and save it")
    for at, cell in enumerate(cells):
        # a formula that came to an empty text has that for its stored value
        formula = at < len(formulas) and formulas[at].data_type == "f"
        yield Unusable(without) if formula and cell.value is None and cell.data_type != "str" else cell


_UNSHOWN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
"""What of a number format is no code: texts, escaped signs, blanks, fillers, colours."""


def _value(cell: Any) -> Cell:
    """What a cell holds: numbers as exact texts, percentages with their sign."""
    if isinstance(cell, Unusable):
        return cell
    value, kind = cell.value, cell.data_type
    if value is None:
        return None
    if kind == "e":
        return Unusable(_("the cell contains {error}; fix the formula or clear the cell").format(error=value))
    if isinstance(value, bool):
        return value
    if isinstance(value, (int, float)):
        if "%" in _UNSHOWN.sub("", cell.number_format or ""):
            return _percentage(value)
        return number_text(value)
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date()
    return value if isinstance(value, (datetime.date, datetime.time, datetime.timedelta)) else str(value)


def _percentage(value: float) -> str:
    """A number shown as a percentage: 0.125 is `12.5%`."""
    return number_text(as_shown(value).scaleb(2)) + "%"
