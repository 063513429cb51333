"""Parquet files -> towns, row by row: for the reports that explain each town; columns are judged in `engines`."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

from zhenkit.core.errors import FileProblems, Problem, quoted
from zhenkit.core.extras import load, raised_by_reader
from zhenkit.core.files import opened
from zhenkit.core.i18n import _, noted
from zhenkit.facts.dictionary import Facts
from zhenkit.towns.inputs import Intake
from zhenkit.towns.options import Options
from zhenkit.towns.tables.cells import Cell, Unusable, number_text
from zhenkit.towns.tables.header import Role, read_header
from zhenkit.towns.tables.layout import Layout
from zhenkit.towns.tables.reading import look_into, read_sheets
from zhenkit.towns.tables.sheet import Sheet
from zhenkit.towns.tables.table import Table

ROWS_AT_FIRST, ROWS_AT_ONCE = 500, 10_000
"""How many rows are read at a time: a few at first, for who looks for the header asks for no more."""


def read(path: Path, facts: Facts, options: Options) -> Intake:
    """The towns of a file, a record a town, counted from 1; raises FileProblems, MissingExtra."""
    return read_sheets(str(path), open_sheets(path, facts, options), facts, options)


@contextmanager
def open_sheets(path: Path, facts: Facts, options: Options) -> Iterator[list[Sheet]]:
    """The file as the one sheet that it is, its titles as row 0; raises FileProblems, MissingExtra."""
    schema = schema_of(path)
    titles = list(schema)
    table = Table(str(path), read_header(titles, facts, options.mapping), 0, facts, options)
    if faults := _kinds_not_read(table, schema, path):
        raise FileProblems(faults)

    def rows() -> Iterator[tuple[int, Sequence[Cell]]]:
        yield 0, titles
        yield from _rows(path, table, schema)

    yield [Sheet("", rows, "Parquet")]


def open_table(path: Path, facts: Facts, options: Options) -> tuple[Table, Mapping[str, Any]] | None:
    """The file with its header read, and the titles and types of its columns; raises FileProblems, MissingExtra.

    None where its titles are not its header, or not all of it: then it takes the reader of rows to say what it is.
    """
    with open_sheets(path, facts, options) as (sheet,):
        found = look_into(sheet, facts, options)
    if found is None or not isinstance(found.layout, Layout) or found.layout.last_row != 0:
        return None
    table = Table(str(path), found.layout.header, 0, facts, options)
    if faults := table.faults():
        raise FileProblems(faults)
    return table, schema_of(path)


def schema_of(path: Path) -> Mapping[str, Any]:
    """The titles and types of a file's columns; raises FileProblems, MissingExtra."""
    os.environ.setdefault("POLARS_IGNORE_TIMEZONE_PARSE_ERROR", "1")  # it panics at +08:30, which others write
    polars = load("polars", "scale")
    opened(path).close()  # what is not there is reported as of any file
    with telling_damage(path):
        schema: Mapping[str, Any] = polars.scan_parquet(path, glob=False).collect_schema()
    return schema


@contextmanager
def telling_damage(path: Path) -> Iterator[None]:
    """Raise FileProblems where Polars cannot read the file in the block, whatever it raises."""
    try:
        yield
    except BaseException as error:
        if isinstance(error, OSError) or raised_by_reader(error):
            raise FileProblems([broken(str(path))]) from None
        raise


def broken(file: str) -> Problem:
    """What to say of a file that is damaged."""
    return Problem(file, 1, 1, _("not a Parquet file that can be read"))


MOST_DIGITS = 38
"""So many digits a decimal has that Polars computes with."""


def is_beyond(dtype: Any) -> bool:
    """Whether Polars knows a column to be of this type, but cannot read it."""
    return bool(dtype.is_decimal() and dtype.precision > MOST_DIGITS)


def _kinds_not_read(table: Table, schema: Mapping[str, Any], path: Path) -> list[Problem]:
    """The columns that state something, or are kept, and are of a type that holds no cell; each is a problem."""
    polars = load("polars", "scale")
    roles = {column.index: column.role for column in table.header.columns}
    found: dict[int, str] = {}
    for index, (title, dtype) in enumerate(schema.items()):
        stated = index in roles or not title.strip()
        kind = _not_read(dtype, polars, roles.get(index)) if stated else None
        if is_beyond(dtype) and index in table.kept:
            kind = _BEYOND
        if kind is not None:
            said = _("{title} is a column of {kind}, which is not read; make it a text, a number, or yes or no")
            found[index] = said.format(title=quoted(title), kind=_(kind))
        elif (stated or index in table.kept) and _beyond_python(path, title, dtype, polars):
            said = _("{title} has dates outside the years 1 to 9999; correct them")
            found[index] = said.format(title=quoted(title))
    return [table.problem(0, index + 1, message) for index, message in found.items()]


_BEYOND = noted("decimals of more than 38 digits")


def _not_read(dtype: Any, polars: Any, role: Role | None) -> str | None:
    """What a column of this type holds that is no cell; a list of texts is one, where members or evidence stand."""
    if isinstance(dtype, polars.Extension):
        dtype = dtype.ext_storage()
    if is_beyond(dtype):
        return _BEYOND
    if dtype.is_nested():
        inner: Any = getattr(dtype, "inner", None)
        listed = isinstance(dtype, (polars.List, polars.Array)) and role in (Role.FACT, Role.EVIDENCE)
        if listed and (inner.is_numeric() or inner in (polars.String, polars.Categorical, polars.Enum, polars.Null)):
            return None
        return noted("lists or structs")
    if dtype == polars.Binary:
        return noted("bytes")
    if dtype in (polars.Duration, polars.Time):
        return noted("times")
    return None


def _beyond_python(path: Path, title: str, dtype: Any, polars: Any) -> bool:
    """Whether a column has dates where Python has none."""
    if dtype not in (polars.Date, polars.Datetime):
        return False
    year = polars.col(title).dt.year()
    beyond = polars.scan_parquet(path, glob=False).select((year.min() < 1) | (year.max() > 9999))
    with telling_damage(path):
        found: bool = beyond.collect().item() is True
    return found


def _rows(path: Path, table: Table, schema: Mapping[str, Any]) -> Iterator[tuple[int, Sequence[Cell]]]:
    """The records, each with its number; raises FileProblems where reading ends early."""
    polars = load("polars", "scale")
    singles = polars.selectors.by_dtype(polars.Float32)  # of which Python would make doubles of other decimals
    frame, begin = polars.scan_parquet(path, glob=False).with_columns(readable(schema)), 0
    frame = frame.with_columns(singles.cast(polars.String).cast(polars.Float64))
    # of what is ignored, only whether there is something counts: no value need be one that Python has
    ignored = [title for index, title in table.header.unknown if index not in table.kept]
    frame = frame.with_columns(
        polars.when(polars.col(title).is_not_null()).then(polars.lit("?")).alias(title)
        for title in ignored
        if not (schema[title].is_numeric() or schema[title] in (polars.String, polars.Boolean))
    )
    while True:
        count = ROWS_AT_ONCE if begin else ROWS_AT_FIRST
        with telling_damage(path):
            records = frame.slice(begin, count).collect().rows()
        for number, record in enumerate(records, begin + 1):
            yield number, [as_cell(value) for value in record]
        if len(records) < count:
            return
        begin += count


def readable(schema: Mapping[str, Any]) -> list[Any]:
    """What to make of the columns that Polars, though it knows their types, cannot work with as they are."""
    polars = load("polars", "scale")
    found = []
    for title, dtype in schema.items():
        if is_beyond(dtype):  # it is ignored, or this file would not be read
            found.append(polars.lit(None).alias(title))
        elif isinstance(dtype, polars.Extension):
            found.append(polars.col(title).ext.storage())
        elif offset := _OFFSET.fullmatch(getattr(dtype, "time_zone", None) or ""):
            sign, hours, minutes = offset.groups()
            local = polars.col(title).cast(polars.Datetime(dtype.time_unit))
            found.append(local + polars.duration(hours=int(sign + hours), minutes=int(sign + minutes)))
    return found


_OFFSET = re.compile(r"([+-])(\d\d):(\d\d)")


def as_cell(value: Any) -> Cell:
    """A value as a cell: numbers as texts."""
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        return number_text(value)
    if isinstance(value, (bytes, dict)):
        return Unusable(not_of_a_file())
    return value


def not_of_a_file() -> str:
    """What to say of a value that no text file could have."""
    return _("a value of this kind is not read; write a text, a number, or yes or no")
