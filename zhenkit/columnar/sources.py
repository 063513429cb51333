"""Inputs -> tables that an engine scans: Parquet and plain CSV as they are, all else spooled to Parquet first."""

from __future__ import annotations

import mmap
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any

import polars as pl

from zhenkit.columnar.errors import as_os_errors
from zhenkit.columnar.names import ROW, raw
from zhenkit.core.errors import FileProblems, Problem
from zhenkit.core.extras import raised_by_reader
from zhenkit.core.i18n import _
from zhenkit.facts.dictionary import Facts
from zhenkit.towns.inputs import STDIN, find_inputs
from zhenkit.towns.options import Options
from zhenkit.towns.partitions import partitions
from zhenkit.towns.tables import csv, parquet
from zhenkit.towns.tables.header import HeaderColumn, Role
from zhenkit.towns.tables.layout import Layout
from zhenkit.towns.tables.table import Table
from zhenkit.towns.tables.title_map import TitleMap

SPOOLED = 20_000
"""How many rows are spooled at a time."""
LONGEST_FAULT = 200
"""As many characters of what an engine says are reported."""
OF_CSV, OF_PARQUET = 50_000, 100_000
"""How many rows are prepared at a time; a table of CSV is read ahead, and takes more room."""


@dataclass(frozen=True, eq=False)
class RawTable:
    """A table to scan: its columns are called by their index, and the number of each row is beside them."""

    table: Table
    """Its header, and how its problems are reported."""
    frame: pl.LazyFrame
    width: int
    """How many columns it has; a frame may have one more, of cells behind the last."""
    parquet: Path | None = None
    """The Parquet file that the frame scans, for engines that scan it themselves."""
    problems: Sequence[Problem] = ()
    remarks: Sequence[Problem] = ()
    input: str | None = None
    """The file, to read it row by row where its columns turn out to be no one table."""
    otherwise: Callable[[], RawTable] | None = None
    """The same table read another way, where scanning it as it is should fail."""
    stated: Mapping[str, int] = field(default_factory=dict)
    """Columns to keep that are called as facts are, not as the table's own: the index of what was made for each."""
    added: tuple[int, ...] = ()
    """The columns that the file does not have: they make no row of a blank one."""
    places: Sequence[tuple[str, int]] | None = None
    """Of each row (from 0), the file and line it came from; None where they are the table's own."""

    def batches(self) -> Iterator[pl.DataFrame]:
        """The rows, some at a time, in order."""
        if self.parquet is None:
            return self.frame.collect_batches(chunk_size=OF_CSV, maintain_order=True)
        return batches(self.frame)

    def place(self, row: int) -> tuple[str, int]:
        """The file and line of a row."""
        return (self.table.file, row) if self.places is None else self.places[row]

    def fault(self, error: BaseException) -> Problem | None:
        """What to say of the file where this was raised as it was read or judged; None where it is not to blame.

        An engine raises whatever it likes of a damaged file. What we raise ourselves is no fault of a file, nor is a
        disk that is full, nor what befalls a file that we wrote.
        """
        if self.input is None or isinstance(error, OSError) or not raised_by_reader(error):
            return None
        if Path(self.input).suffix.lower() == ".parquet":
            return parquet.broken(self.input)
        said = " ".join(str(error).split())[:LONGEST_FAULT]
        return Problem(self.input, 1, 1, _("the engine cannot read it: {said}").format(said=said))

    @property
    def mapping(self) -> TitleMap | None:
        """What is said of the words in its cells; none of those that were read one by one, and are words no more."""
        return self.table.options.mapping if self.places is None else None

    @property
    def titles(self) -> list[str]:
        """The titles of its columns; empty where one has none."""
        found = [""] * self.width
        for index, title in [
            *((each.index, each.title) for each in self.table.header.columns),
            *self.table.header.unknown,
        ]:
            found[index] = title.strip()
        return found

    @property
    def untitled(self) -> tuple[int, ...]:
        """The columns under no title, which are to be empty."""
        return tuple(index for index in self.table.untitled if index < self._beyond)

    @property
    def beyond(self) -> tuple[int, ...]:
        """The columns behind the last title, which are to be empty."""
        return tuple(index for index in range(self._beyond, self.width) if index not in self.added)

    @property
    def _beyond(self) -> int:
        """The first column behind the last title."""
        header = self.table.header
        titled = {*(each.index for each in header.columns), *(index for index, _title in header.unknown)}
        return max(titled.difference(self.added), default=-1) + 1


def batches(parquet: pl.LazyFrame) -> Iterator[pl.DataFrame]:
    """The rows of Parquet, some at a time, read one after another: Polars would read far ahead."""
    rows = parquet.select(pl.len()).collect().item()
    for begin in range(0, rows, OF_PARQUET):
        yield parquet.slice(begin, OF_PARQUET).collect(engine="streaming")


@dataclass(frozen=True)
class OpenedInputs:
    """The tables of the inputs, the other inputs, and what was reported on the way."""

    tables: list[RawTable] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    """Inputs that are read town by town."""
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)


def open_inputs(
    inputs: Sequence[str], facts: Facts, options: Options, spool: Path, by_rows: Collection[str] = ()
) -> OpenedInputs:
    """The tables among the inputs, opened; the files `by_rows` are left to be read town by town."""
    opened = OpenedInputs()
    for found in find_inputs(inputs):
        if found is None:
            opened.others.append(STDIN)
        elif not isinstance(found, Path):
            opened.problems.extend(found.problems)
            opened.remarks.extend(found.remarks)
        elif (opener := OPENERS.get(found.suffix.lower())) is None or str(found) in by_rows:
            opened.others.append(str(found))
        else:
            said = partitions(found, inputs)
            try:
                table = opener(
                    found, facts, options._replace(partitions=said), spool / f"table{len(opened.tables)}.parquet"
                )
            except FileProblems as error:
                opened.problems.extend(error.problems)
                continue
            # each row is compared with its folder's name, or has its own year's figure
            if table is None or table.table.states_partitions or table.table.groups.dated:
                opened.others.append(str(found))
                continue
            if table.table.partitions or options.given:
                table = with_constants(table)
            opened.tables.append(table)
            opened.problems.extend(table.problems)
            opened.remarks.extend(table.remarks)
    return opened


def with_constants(raw_table: RawTable) -> RawTable:
    """A table with a column for each thing that the names of its folders say, or that is given to every town."""
    table, width = raw_table.table, raw_table.width
    given = [(table.facts.by_id[each.fact], each.text) for each in table.options.given]
    stated = [(fact, value) for fact, value in table.partitions if fact not in dict(given)]
    said = [(width + nth, fact, value) for nth, (fact, value) in enumerate([*stated, *given])]
    columns = (HeaderColumn(index, fact.id, Role.FACT, fact, None, "") for index, fact, _value in said)
    header = table.header._replace(columns=(*table.header.columns, *columns))
    options = table.options._replace(partitions=(), given=())
    otherwise = raw_table.otherwise
    return replace(
        raw_table,
        table=Table(table.file, header, table.header_row, table.facts, options),
        frame=raw_table.frame.with_columns(pl.lit(value).alias(raw(index)) for index, _fact, value in said),
        width=width + len(said),
        parquet=None,
        otherwise=None if otherwise is None else lambda: with_constants(otherwise()),
        added=tuple(index for index, _fact, _value in said),
    )


def open_parquet(path: Path, facts: Facts, options: Options, _spool: Path) -> RawTable | None:
    """A Parquet file, as it is; None where it is no plain table, and is read by rows; raises FileProblems."""
    opened = parquet.open_table(path, facts, options)
    if opened is None:
        return None
    table, titles = opened
    number = max(titles, key=len) + "_"  # a name that none of them has
    frame = pl.scan_parquet(path, row_index_name=number, row_index_offset=1, glob=False)
    changed = parquet.readable(titles)
    frame = frame.with_columns(changed) if changed else frame
    renamed = frame.rename({number: ROW, **{title: raw(index) for index, title in enumerate(titles)}})
    path_as_it_is = None if changed else path
    return RawTable(table, renamed, len(titles), path_as_it_is, remarks=table.remarks(), input=str(path))


def open_csv(path: Path, facts: Facts, options: Options, spool: Path) -> RawTable | None:
    """A CSV or TSV file: as it is where it is plain, else read as the row path reads it, and spooled.

    None where it is a form, that is read by rows; raises FileProblems.
    """
    found = csv.open_csv(path, facts, options, by_head=True)
    if not isinstance(found.layout, Layout):
        return None
    table = Table(str(path), found.layout.header, found.layout.last_row, facts, options)
    if faults := table.faults():
        raise FileProblems(faults)

    def spooled() -> RawTable:
        return _spooled(csv.open_csv(path, facts, options), table, spool)

    if found.encoding != csv.UTF8 or not _is_plain(path):
        return spooled()
    frame = _scan(path, found.delimiter, table.header_row, table.width + 1)
    remarks = [*found.remarks, *table.remarks()]
    return RawTable(table, frame, table.width + 1, remarks=remarks, input=str(path), otherwise=spooled)


OPENERS: Mapping[str, Callable[..., RawTable | None]] = {".parquet": open_parquet, ".csv": open_csv, ".tsv": open_csv}
"""What opens the files that are scanned as tables, by their endings."""


def _spooled(found: csv.OpenedCsv, table: Table, spool: Path) -> RawTable:
    """A CSV file read as the row path reads it: its quotation marks, its rows of more cells than there are columns."""
    problems: list[Problem] = []
    width = table.width + 1

    def rows() -> Iterator[tuple[Any, ...]]:
        try:
            for number, cells in found.rows():
                if number > table.header_row:
                    yield number, *_fitted(cells, width)
        except FileProblems as error:
            problems.extend(error.problems)

    schema = {ROW: pl.UInt32, **{raw(index): pl.String for index in range(width)}}
    spooled = spool_rows(rows(), schema, spool)
    remarks = [*found.remarks, *table.remarks()]
    return RawTable(table, pl.scan_parquet(spooled), width, spooled, problems, remarks, str(found.path))


def _is_plain(path: Path) -> bool:
    """Whether a line of a CSV file is a row and every delimiter divides: it has no quotation mark, no lone return."""
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
        if content.find(b'"') >= 0 or content.find(b"\0") >= 0:
            return False
        carriage = content.find(b"\r")
        return carriage < 0 or (content[carriage + 1 : carriage + 2] == b"\n" and _all_crlf(content))


def _all_crlf(content: mmap.mmap) -> bool:
    at = content.find(b"\r")
    while at >= 0:
        if content[at + 1 : at + 2] != b"\n":
            return False
        at = content.find(b"\r", at + 1)
    return True


def _scan(path: Path, delimiter: str, header_row: int, width: int) -> pl.LazyFrame:
    return pl.scan_csv(
        path,
        separator=delimiter,
        has_header=False,
        skip_lines=header_row,
        schema={raw(index): pl.String for index in range(width)},
        quote_char=None,
        missing_columns="insert",
        row_index_name=ROW,
        row_index_offset=header_row + 1,
        glob=False,
    )


def _fitted(cells: Sequence[str], width: int) -> Iterator[str | None]:
    """A row's cells, as many as there are columns; of those behind the last, the first that is not blank."""
    yield from cells[: width - 1]
    yield from [None] * (width - 1 - len(cells))
    yield next((cell for cell in cells[width - 1 :] if cell.strip()), None)


def spool_rows(rows: Iterable[tuple[Any, ...]], schema: Mapping[str, Any], path: Path) -> Path:
    """Rows written to a Parquet file, some at a time."""

    def batches() -> Iterator[pl.DataFrame]:
        remaining = iter(rows)
        while batch := list(islice(remaining, SPOOLED)):
            yield pl.DataFrame(batch, schema=schema, orient="row")

    frame = pl.concat([pl.DataFrame(schema=schema), *batches()], rechunk=False)
    with as_os_errors(path.parent):
        frame.write_parquet(path)
    return path
