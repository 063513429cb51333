"""Workbooks of other kinds (.xls, .xlsb, .ods, WPS's .et) -> their sheets, as far as calamine shows them.

What it does not show are number formats, hidden rows and columns, and which cells are formulas: that is a remark.
"""

from __future__ import annotations

import datetime
import json
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

from zhenkit.core.apart import run_apart
from zhenkit.core.errors import FileProblems, Problem
from zhenkit.core.extras import load
from zhenkit.core.files import opened, writing_aside
from zhenkit.core.i18n import _
from zhenkit.facts.dictionary import Facts
from zhenkit.towns.inputs import Intake
from zhenkit.towns.options import Options
from zhenkit.towns.tables.cells import Cell
from zhenkit.towns.tables.layout import MAX_COLUMNS
from zhenkit.towns.tables.legacy_child import MOST_CELLS, TOO_MANY
from zhenkit.towns.tables.reading import read_sheets
from zhenkit.towns.tables.sheet import Sheet, SheetRemark
from zhenkit.towns.tables.xlsx import workbook
from zhenkit.towns.tables.xlsx.guard import Refused, bounded
from zhenkit.towns.tables.xlsx.rows import Area, filled

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""What the old binary workbooks begin with."""
SECONDS = 120
"""So long reading a workbook may take."""
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
    load("python_calamine", "tables")
    with opened(path) as stream, writing_aside(), TemporaryFile("w+", encoding="utf-8") as spool:
        _read_apart(str(path), stream.read(), spool)
        yield list(_sheets(spool))


def _read_apart(file: str, content: bytes, spool: IO[str]) -> None:
    """Have another process read a workbook into a file; raises FileProblems where it cannot, or does not come back."""
    code = run_apart("zhenkit.towns.tables.legacy_child", content, spool, SECONDS)
    if code == TOO_MANY:
        said = _("more than {most} cells are not read from a workbook").format(most=MOST_CELLS)
        raise FileProblems([Problem(file, 1, 1, said)])
    if code != 0:
        raise _broken(file)


def _sheets(spool: IO[str]) -> Iterator[Sheet]:
    """The sheets that were written to a file."""
    units = _(
        "of this kind of file number formats, hidden cells and comments are not seen: "
        "check the units, or save it as .xlsx"
    )
    cells = _(
        "of this kind of file number formats, comments, hidden and merged cells are not seen: "
        "check them, or save it as .xlsx"
    )
    spool.seek(0)
    while line := spool.readline():
        if line.startswith("{"):
            head = json.loads(line)
            merged = [Area(*each) for each in head["merged"] or ()]
            said = cells if head["merged"] is None else units
            rows = partial(_rows, spool, spool.tell(), merged)
            yield Sheet(head["name"], rows, hidden=head["hidden"], remarks=[SheetRemark(0, 0, said)])


def _rows(spool: IO[str], begin: int, merged: list[Area]) -> Iterator[tuple[int, Sequence[Cell]]]:
    """The rows of a sheet, with the value of merged cells in each cell that they cover."""
    plain = _plain_rows(spool, begin)
    return filled(plain, merged) if merged else plain


def _plain_rows(spool: IO[str], at: int) -> Iterator[tuple[int, list[Cell]]]:
    while True:
        spool.seek(at)  # others may read other rows meanwhile
        line = spool.readline()
        if not line.startswith("["):
            return
        at = spool.tell()
        number, cells = json.loads(line)
        yield number, [_cell(cell) if isinstance(cell, dict) else cell for cell in cells[: MAX_COLUMNS + 1]]


def _cell(cell: dict[str, str]) -> Cell:
    return datetime.date.fromisoformat(cell["day"]) if "day" in cell else cell["time"]


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
