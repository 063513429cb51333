"""What every kind of table file gives: sheets of rows of cells, before anybody knows what they mean."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from zhenkit.towns.tables.cells import Cell


class SheetRemark(NamedTuple):
    """What is worth knowing of a sheet as a person sees it: a hidden row, a filter."""

    row: int
    """From 1; 0 where it is of the whole sheet."""
    column: int
    """From 1; 0 where it is of a whole row, or of the whole sheet."""
    message: str


@dataclass(frozen=True)
class Sheet:
    """A part of a file that may be a table: a sheet of a workbook, or the whole of a file."""

    name: str
    """Empty where the file is one table."""
    rows: Callable[[], Iterable[tuple[int, Sequence[Cell]]]]
    """The rows that have cells, in order, each with its number from 1; from the first row again at each call.

    Raises FileProblems where reading ends early.
    """
    read_as: str = ""
    """What a file that is one table was read as, such as its encoding."""
    hidden: bool = False
    """Whether the sheet is not shown to people."""
    remarks: list[SheetRemark] = field(default_factory=list)
    """What was found on the way: complete once `rows` has been read to its end, then each is there once."""
