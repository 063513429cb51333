"""Tables that hold no towns (a ledger, a sheet that a department filled in) -> rows of texts, by the same door.

The readers of towns' tables open them: with their bounds, their encodings, and what a person sees in a cell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from zhenkit.core.errors import FileProblems, Problem
from zhenkit.core.escape import cell
from zhenkit.core.i18n import _
from zhenkit.towns.tables.cells import DATES, Cell, Merged, Unusable, cell_name, number_text

PLAIN_TABLES = (".xlsx", ".csv")
"""The kinds of file that are read so."""
MOST_ROWS, MOST_CELLS = 100_000, 500
"""So many rows a sheet, and so many cells a row."""


class PlainSheet(NamedTuple):
    """A sheet of texts."""

    name: str
    rows: Callable[[], Iterable[tuple[int, Sequence[str]]]]
    """The rows that have cells, each with its number from 1; raises FileProblems."""


@contextmanager
def with_rows(path: Path) -> Iterator[list[PlainSheet]]:
    """The sheets of a file that are in sight, of CSV the one there is; raises FileProblems."""
    if path.suffix.lower() == ".csv":
        from zhenkit.towns.tables.csv import plain_records

        with plain_records(path) as records:
            yield [PlainSheet("", lambda: _texts(str(path), "", records()))]
        return
    from zhenkit.towns.tables.xlsx.workbook import workbook_sheets

    with workbook_sheets(path) as sheets:
        yield [
            PlainSheet(sheet.name, lambda sheet=sheet: _texts(str(path), sheet.name, sheet.rows()))  # type: ignore[misc]
            for sheet in sheets
            if not sheet.hidden
        ]


def _texts(file: str, sheet: str, rows: Iterable[tuple[int, Sequence[Cell]]]) -> Iterator[tuple[int, Sequence[str]]]:
    for count, (number, cells) in enumerate(rows):
        if count >= MOST_ROWS or len(cells) > MOST_CELLS:
            said = _("more than {rows} rows or {cells} cells a row are not read here")
            raise FileProblems([Problem(file, number, 1, said.format(rows=MOST_ROWS, cells=MOST_CELLS))])
        yield number, [_text(file, sheet, number, index, cell) for index, cell in enumerate(cells)]


def _text(file: str, sheet: str, number: int, index: int, found: Cell) -> str:
    """A cell as a person sees it."""
    if isinstance(found, Merged):
        found = found.value if (number, index + 1) == (found.first_row, found.first_column) else None
    if isinstance(found, Unusable):
        where = cell_name(number, index + 1)
        where = f"{sheet}!{where}" if sheet else where
        raise FileProblems([Problem(file, number, index + 1, f"{where}: {found.message}")])
    if found is None or isinstance(found, str):
        return found or ""
    if isinstance(found, DATES):
        return str(found)[:10]
    return str(found).lower() if isinstance(found, bool) else number_text(found) if not isinstance(found, list) else ""


def unescaped(text: str) -> str:
    """A text without the apostrophes by which its lines were kept from being formulas."""
    return "\n".join(map(_unescaped, text.split("\n")))


def _unescaped(line: str) -> str:
    return line[1:] if line.startswith("'") and cell(line[1:]) == line else line
