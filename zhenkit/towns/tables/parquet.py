"""Parquet files -> towns, row by row: for the reports that explain each town; columns are judged in `engines`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from zhenkit.core.errors import FileProblems, Problem
from zhenkit.core.extras import load
from zhenkit.core.files import opened
from zhenkit.core.i18n import _
from zhenkit.documents.yaml import Document
from zhenkit.facts.dictionary import Facts
from zhenkit.towns.inputs import Intake
from zhenkit.towns.options import Options
from zhenkit.towns.tables.cells import Cell, Unusable, number_text
from zhenkit.towns.tables.header import read_header
from zhenkit.towns.tables.table import Table, known, no_header

ROWS_AT_ONCE = 10_000


def read(path: Path, facts: Facts, options: Options) -> Intake:
    """The towns of a file, a record a town, counted from 1; raises FileProblems, MissingExtra."""
    table, _titles = open_table(path, facts, options)
    intake = Intake([], [], table.remarks())
    return intake._replace(documents=_documents(table, load("polars", "scale"), path, intake.problems))


def open_table(path: Path, facts: Facts, options: Options) -> tuple[Table, list[str]]:
    """The file with its header read, and the titles of its columns; raises FileProblems, MissingExtra."""
    polars = load("polars", "scale")
    file = str(path)
    opened(path).close()  # what is not there is told as of any file
    try:
        titles = list(polars.scan_parquet(path, glob=False).collect_schema())
    except (OSError, polars.exceptions.PolarsError):
        raise FileProblems([_broken(file)]) from None
    header = read_header(titles, facts, options.mapping)
    if not known(header):
        raise FileProblems([Problem(file, 1, 1, no_header([titles], "Parquet"))])
    table = Table(file, header, 0, facts, options)
    if faults := table.faults():
        raise FileProblems(faults)
    return table, titles


def _broken(file: str) -> Problem:
    return Problem(file, 1, 1, _("not a Parquet file that can be read"))


def _documents(table: Table, polars: Any, path: Path, problems: list[Problem]) -> Iterator[Document]:
    """The records as documents; where there is none, or reading ends early, `problems` says so."""
    towns = 0
    try:
        for document in table.documents(_rows(polars, path)):
            towns += 1
            yield document
    except (OSError, polars.exceptions.PolarsError):
        problems.append(_broken(table.file))
        return
    if not towns:
        problems.append(Problem(table.file, 1, 1, _("there is no town in this file")))


def _rows(polars: Any, path: Path) -> Iterator[tuple[int, Sequence[Cell]]]:
    """The records, each with its number."""
    singles = polars.selectors.by_dtype(polars.Float32)  # of which Python would make doubles of other decimals
    frame, begin = polars.scan_parquet(path, glob=False), 0
    frame = frame.with_columns(singles.cast(polars.String).cast(polars.Float64))
    while True:
        records = frame.slice(begin, ROWS_AT_ONCE).collect().rows()
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
