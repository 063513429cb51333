"""What a cell of a table is, whatever file it stands in, and numbers as the texts that people see."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

MAX_CELL = 131_072
"""The longest text of a cell, in characters: as Python's csv module has it, four times as long as Excel's."""

DATES = (datetime.date, datetime.time, datetime.timedelta)


class Unusable(NamedTuple):
    """A cell that holds no value, but a fault: the message says which."""

    message: str


class Merged(NamedTuple):
    """A cell that is one of several merged into one: what is in that one, and where it reaches.

    Of the cells of `C5:C7` the reader gives the value of C5 to each; rows and columns are counted from 1.
    """

    value: Any
    first_row: int
    first_column: int
    last_row: int
    last_column: int


Cell = Any
"""What a cell holds: a text (of a number too), true or false, a date, a list, None, an Unusable, or a Merged of one."""


def number_text(number: float | Decimal) -> str:
    """A number as a text: a float to the 15 digits that a spreadsheet shows of it, all others exact."""
    if isinstance(number, int):
        return str(number)
    decimal = number if isinstance(number, Decimal) else as_shown(number)
    if not decimal.is_finite() or abs(decimal.adjusted()) > 400:
        return str(decimal)
    text = format(decimal, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def as_shown(number: float) -> Decimal:
    """A float as spreadsheets show it, to 15 significant digits: 0.1 + 0.2 is 0.3."""
    return Decimal(format(number, ".15g"))


def is_blank(cell: Cell) -> bool:
    """Whether nothing stands in a cell."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def cell_name(row: int, column: int) -> str:
    """A cell's name from its row and column, each from 1: `C5`; of row 0, where a file has no header row, `C`."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}" if row else letters


def continues(number: int, cells: Sequence[Cell], columns: Collection[int] | None = None) -> bool:
    """Whether a row (of this number) has nothing of its own, but cells that are merged with those above.

    With `columns` (from 0) no others are looked at.
    """
    from_above = False
    for index, cell in enumerate(cells):
        if columns is not None and index not in columns:
            continue
        if isinstance(cell, Merged) and cell.first_row < number:
            from_above = True
        elif not is_blank(cell):
            return False
    return from_above
