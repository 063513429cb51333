"""Parquet files -> towns, row by row: for the reports that explain each town; columns are judged in `engines`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

from zhenkit.core.errors import FileProblems, Problem
from zhenkit.core.extras import load
from zhenkit.core.files import opened
from zhenkit.core.i18n import _
from zhenkit.facts.dictionary import Facts
from zhenkit.towns.inputs import Intake
from zhenkit.towns.options import Options
from zhenkit.towns.tables.cells import Cell, Unusable, number_text
from zhenkit.towns.tables.header import read_header
from zhenkit.towns.tables.layout import known, no_header
from zhenkit.towns.tables.reading import read_sheets
from zhenkit.towns.tables.sheet import Sheet
from zhenkit.towns.tables.table import Table

ROWS_AT_ONCE = 10_000


def read(path: Path, facts: Facts, options: Options) -> Intake:
    """The towns of a file, a record a town, counted from 1; raises FileProblems, MissingExtra."""
    return read_sheets(str(path), open_sheets(path, facts, options), facts, options)


@contextmanager
def open_sheets(path: Path, _facts: Facts, _options: Options) -> Iterator[list[Sheet]]:
    """The file as the one sheet that it is, its titles as row 0; raises FileProblems, MissingExtra."""
    polars, titles = load("polars", "scale"), titles_of(path)

    def rows() -> Iterator[tuple[int, Sequence[Cell]]]:
        yield 0, titles
        yield from _rows(polars, path)

    yield [Sheet("", rows, "Parquet")]


def open_table(path: Path, facts: Facts, options: Options) -> tuple[Table, list[str]]:
    """The file with its header read, and the titles of its columns; raises FileProblems, MissingExtra."""
    file, titles = str(path), titles_of(path)
    header = read_header(titles, facts)
    if not header.names_a_town and known(header) < 2:
        raise FileProblems([Problem(file, 1, 1, no_header([(1, titles)], "Parquet"))])
    table = Table(file, header, 0, facts, options)
    if faults := table.faults():
        raise FileProblems(faults)
    return table, titles


def titles_of(path: Path) -> list[str]:
    """The titles of a file's columns; raises FileProblems, MissingExtra."""
    polars = load("polars", "scale")
    opened(path).close()  # what is not there is reported as of any file
    try:
        return list(polars.scan_parquet(path, glob=False).collect_schema())
    except (OSError, polars.exceptions.PolarsError):
        raise FileProblems([_broken(str(path))]) from None


def _broken(file: str) -> Problem:
    return Problem(file, 1, 1, _("not a Parquet file that can be read"))


def _rows(polars: Any, path: Path) -> Iterator[tuple[int, Sequence[Cell]]]:
    """The records, each with its number."""
    singles = polars.selectors.by_dtype(polars.Float32)  # of which Python would make doubles of other decimals
    frame, begin = polars.scan_parquet(path, glob=False), 0
    frame = frame.with_columns(singles.cast(polars.String).cast(polars.Float64))
    while True:
        try:
            records = frame.slice(begin, ROWS_AT_ONCE).collect().rows()
        except (OSError, polars.exceptions.PolarsError):
            raise FileProblems([_broken(str(path))]) from None
        for number, record in enumerate(records, begin + 1):
            yield number, [as_cell(value) for value in record]
        if len(records) < ROWS_AT_ONCE:
            return
        begin += ROWS_AT_ONCE


def as_cell(value: Any) -> Cell:
    """A value as a cell: numbers as texts."""
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        return number_text(value)
    if isinstance(value, (bytes, dict)):
        return Unusable(_("a value of this kind is not read; write a text, a number, or yes or no"))
    return value
