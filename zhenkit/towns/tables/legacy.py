"""Workbooks of other kinds (.xls, .xlsb, .ods, WPS's .et) -> their sheets, as far as calamine shows them.

What it does not show are number formats, hidden rows and columns, and which cells are formulas: that is a remark.
"""

from __future__ import annotations

import datetime
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from zhenkit.core.errors import FileProblems, Problem
from zhenkit.core.extras import load, raised_by_reader
from zhenkit.core.files import opened
from zhenkit.core.i18n import _
from zhenkit.facts.dictionary import Facts
from zhenkit.towns.inputs import Intake
from zhenkit.towns.options import Options
from zhenkit.towns.tables.cells import Cell, number_text
from zhenkit.towns.tables.layout import MAX_COLUMNS
from zhenkit.towns.tables.reading import read_sheets
from zhenkit.towns.tables.sheet import Sheet, SheetRemark
from zhenkit.towns.tables.xlsx import workbook
from zhenkit.towns.tables.xlsx.guard import Refused, bounded
from zhenkit.towns.tables.xlsx.rows import MAX_CELLS, Area, TooMuch, filled

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""What the old binary workbooks begin with."""
MAX_BINARY = 256 * 1024 * 1024
"""The largest of them that is read."""
TEXT_INSTEAD = (b"<", b"\xef\xbb\xbf<")
"""What a web page saved as .xls begins with, as many systems export them."""


def read(path: Path, facts: Facts, options: Options) -> Intake:
    """The towns of a workbook, a row of its one sheet of towns a town; raises FileProblems, MissingExtra."""
    return read_sheets(str(path), open_sheets(path, facts, options), facts, options)


@contextmanager
def open_sheets(path: Path, facts: Facts, options: Options) -> Iterator[list[Sheet]]:
    """The sheets of a workbook, by what the file is, whatever its name; raises FileProblems, MissingExtra."""
    with opened(path) as stream:
        kind = _kind(str(path), stream)
    if kind == "xlsx":
        with workbook.open_sheets(path, facts, options) as sheets:
            yield sheets
        return
    calamine = load("python_calamine", "tables")
    with opened(path) as stream:
        with _telling_damage(str(path)):
            book = calamine.load_workbook(stream)
            listed = [sheet for sheet in book.sheets_metadata if sheet.typ == calamine.SheetTypeEnum.WorkSheet]
            sheets = [_sheet(str(path), calamine, book, sheet) for sheet in listed]
        yield sheets


def _kind(file: str, stream: Any) -> str:
    """What a file is by its beginning and its parts; raises FileProblems for what is no workbook."""
    begin = stream.read(512)
    stream.seek(0)
    if begin.startswith(b"PK"):
        try:
            with zipfile.ZipFile(stream) as archive:
                bounded(archive, stream.seek(0, 2))
                names = [name.casefold() for name in archive.namelist()]
        except Refused as error:
            raise FileProblems([Problem(file, 1, 1, str(error))]) from None
        except (zipfile.BadZipFile, ValueError, OSError):
            raise _broken(file) from None
        return "xlsx" if any(name.endswith("workbook.xml") for name in names) else "other"
    if begin.startswith(OLE):
        if stream.seek(0, 2) > MAX_BINARY:
            said = _("larger than {size} MiB; save it as .xlsx").format(size=MAX_BINARY // 1024**2)
            raise FileProblems([Problem(file, 1, 1, said)])
        return "other"
    if begin.lstrip().startswith(TEXT_INSTEAD):
        said = _("this is a web page or XML text, not a workbook; open it in Excel and save it as .xlsx")
    elif b"\0" not in begin and begin:
        said = _("this is a text file, not a workbook; name it .csv, or save it as .xlsx")
    else:
        raise _broken(file)
    raise FileProblems([Problem(file, 1, 1, said)])


def _broken(file: str) -> FileProblems:
    said = _("not a workbook that can be read (a password, or damage); open it in Excel and save it as .xlsx")
    return FileProblems([Problem(file, 1, 1, said)])


@contextmanager
def _telling_damage(file: str) -> Iterator[None]:
    """Raise FileProblems where calamine cannot read the file in the block, whatever it raises.

    It is called directly, so that Python's errors that it raises seem to be raised here.
    """
    try:
        yield
    except BaseException as error:
        if isinstance(error, (OSError, ValueError, OverflowError)) or raised_by_reader(error):
            raise _broken(file) from None
        raise


def _sheet(file: str, calamine: Any, book: Any, listed: Any) -> Sheet:
    said = _("of this kind of file number formats and hidden cells are not seen: check the units, or save it as .xlsx")
    rows = partial(_rows, file, calamine, book, listed.name)
    hidden = listed.visible != calamine.SheetVisibleEnum.Visible
    return Sheet(listed.name, rows, hidden=hidden, remarks=[SheetRemark(0, 0, said)])


def _rows(file: str, calamine: Any, book: Any, name: str) -> Iterator[tuple[int, Sequence[Cell]]]:
    """The rows of a sheet, with the value of merged cells in each cell that they cover; raises FileProblems."""
    with _telling_damage(file):
        sheet = book.get_sheet_by_name(name)
        size, (top, left) = sheet.total_height * sheet.total_width, sheet.start or (0, 0)
        merged = [
            Area(first[0] + 1, first[1] + 1, last[0] + 1, last[1] + 1)
            for first, last in (sheet.merged_cell_ranges or ())
        ]
        if size <= MAX_CELLS:
            values = sheet.to_python(skip_empty_area=True)
    try:
        if size > MAX_CELLS:
            raise TooMuch(_("more than {most} cells are not read from a workbook").format(most=MAX_CELLS))
        plain = _numbered(values, top, left)
        yield from filled(plain, merged) if merged else plain
    except TooMuch as error:
        raise FileProblems([Problem(file, 1, 1, str(error))]) from None


def _numbered(rows: Sequence[Sequence[Any]], top: int, left: int) -> Iterator[tuple[int, list[Cell]]]:
    """The rows that have cells, each with its number."""
    empty: list[Cell] = [None] * min(left, MAX_COLUMNS)
    for number, row in enumerate(rows, top + 1):
        cells = [*empty, *map(_cell, row[: MAX_COLUMNS + 1])]
        if any(cell is not None for cell in cells):
            yield number, cells


def _cell(value: Any) -> Cell:
    """A value as a cell."""
    if isinstance(value, bool):
        return value
    if isinstance(value, (int, float)):
        return number_text(value)
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date()
    return None if value == "" else value
