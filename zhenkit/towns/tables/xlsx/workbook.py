"""XLSX workbooks -> their sheets: whatever is broken in a file becomes one problem of it."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path

from zhenkit.core.errors import FileProblems, Problem
from zhenkit.core.files import opened
from zhenkit.core.i18n import _
from zhenkit.facts.dictionary import Facts
from zhenkit.towns.inputs import Intake
from zhenkit.towns.options import Options
from zhenkit.towns.tables.cells import Cell
from zhenkit.towns.tables.reading import read_sheets
from zhenkit.towns.tables.sheet import Sheet, SheetRemark
from zhenkit.towns.tables.xlsx.guard import Refused, inspect
from zhenkit.towns.tables.xlsx.parts import Package
from zhenkit.towns.tables.xlsx.rows import RowsOfSheet, TooMuch

BROKEN = (
    ArithmeticError,
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
"""What the zip and XML readers, and we, raise on a broken workbook."""


def read(path: Path, facts: Facts, options: Options) -> Intake:
    """The towns of a workbook, a row of its one sheet of towns a town; raises FileProblems."""
    return read_sheets(str(path), open_sheets(path, facts, options), facts, options)


def open_sheets(path: Path, _facts: Facts, _options: Options) -> AbstractContextManager[list[Sheet]]:
    """The sheets of a workbook; raises FileProblems."""
    return workbook_sheets(path)


@contextmanager
def workbook_sheets(path: Path) -> Iterator[list[Sheet]]:
    """The sheets of a workbook, whatever it holds; raises FileProblems."""
    file = str(path)
    with opened(path) as stream:
        with _as_problems(file):
            inspect(stream)
            package = Package(zipfile.ZipFile(stream))
            sheets = [_sheet(file, package, *listed) for listed in package.sheets]
        yield sheets


def _sheet(file: str, package: Package, name: str, part: str, hidden: bool) -> Sheet:
    remarks: list[SheetRemark] = []
    return Sheet(name, partial(_rows, file, package, part, remarks), hidden=hidden, remarks=remarks)


def _rows(file: str, package: Package, part: str, remarks: list[SheetRemark]) -> Iterator[tuple[int, Sequence[Cell]]]:
    """The rows of a sheet; raises FileProblems where it is broken."""
    with _as_problems(file):
        rows = RowsOfSheet(package, part, remarks)()
    while True:
        with _as_problems(file):
            row = next(rows, None)
        if row is None:
            return
        yield row


@contextmanager
def _as_problems(file: str) -> Iterator[None]:
    """Whatever is broken is a problem of the file."""
    try:
        yield
    except (Refused, TooMuch) as error:
        raise FileProblems([Problem(file, 1, 1, str(error))]) from None
    except BROKEN:
        said = _("not an XLSX workbook that can be read; open it in Excel and save it as .xlsx anew")
        raise FileProblems([Problem(file, 1, 1, said)]) from None
