"""Inputs -> tables that an engine scans: Parquet and plain CSV as they are, all else spooled to Parquet first."""

from __future__ import annotations

import mmap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import polars as pl

from zhenkit.columnar.names import ROW, raw
from zhenkit.core.errors import Problem
from zhenkit.facts.dictionary import Facts
from zhenkit.facts.fact import Fact
from zhenkit.facts.town import Town
from zhenkit.towns.options import Options
from zhenkit.towns.tables import csv, parquet
from zhenkit.towns.tables.header import Header, HeaderColumn, Role
from zhenkit.towns.tables.table import Table

SPOOLED = 20_000
"""How many rows are spooled at a time."""
OF_CSV, OF_PARQUET = 50_000, 100_000
"""How many rows are prepared at a time; a table of CSV is read ahead, and takes more room."""


@dataclass(frozen=True, eq=False)
class RawTable:
    """A table to scan: its columns are called by their index, and the number of each row stands beside them."""

    table: Table
    """Its header, and how its problems are told."""
    frame: pl.LazyFrame
    width: int
    """How many columns it has; a frame may have one more, of cells behind the last."""
    parquet: Path | None = None
    """The Parquet file that the frame scans, for engines that scan it themselves."""
    problems: Sequence[Problem] = ()
    remarks: Sequence[Problem] = ()
    otherwise: Callable[[], RawTable] | None = None
    """The same table read another way, where scanning it as it is should fail."""
    stated: Mapping[str, int] = field(default_factory=dict)
    """Columns to keep that are called as facts are, not as the table's own: the index of what was made for each."""
    places: Sequence[tuple[str, int]] | None = None
    """Of each row (from 0), the file and line it came from; None where they are the table's own."""

    def batches(self) -> Iterator[pl.DataFrame]:
        """The rows, some at a time, in order. Parquet is read as it is asked for: Polars would read far ahead."""
        if self.parquet is None:
            yield from self.frame.collect_batches(chunk_size=OF_CSV, maintain_order=True)
            return
        rows = self.frame.select(pl.len()).collect().item()
        for begin in range(0, rows, OF_PARQUET):
            yield self.frame.slice(begin, OF_PARQUET).collect(engine="streaming")

    def place(self, row: int) -> tuple[str, int]:
        """The file and line of a row."""
        return (self.table.file, row) if self.places is None else self.places[row]

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
        return (*self.table.untitled, *range(self.table.width, self.width))


def open_parquet(path: Path, facts: Facts, options: Options, _spool: Path) -> RawTable:
    """A Parquet file, as it is; raises FileProblems."""
    table, titles = parquet.open_table(path, facts, options)
    number = max(titles, key=len) + "_"  # a name that none of them has
    frame = pl.scan_parquet(path, row_index_name=number, row_index_offset=1, glob=False)
    renamed = frame.rename({number: ROW, **{title: raw(index) for index, title in enumerate(titles)}})
    return RawTable(table, renamed, len(titles), path, remarks=table.remarks())


def open_csv(path: Path, facts: Facts, options: Options, spool: Path) -> RawTable:
    """A CSV or TSV file: as it is where it is plain, else read as the row path reads it, and spooled."""
    found = csv.open_table(path, facts, options, by_head=True)
    table, width = found.table, found.table.width + 1
    found.binary.close()
    if found.encoding != csv.UTF8 or not _is_plain(path):
        return _spooled(csv.open_table(path, facts, options), width, spool)
    frame = _scan(path, found.delimiter, table.header_row, width)

    def spooled() -> RawTable:
        return _spooled(csv.open_table(path, facts, options), width, spool)

    return RawTable(table, frame, width, remarks=found.remarks, otherwise=spooled)


def _spooled(found: csv.OpenedCsv, width: int, spool: Path) -> RawTable:
    """A CSV file read as the row path reads it: its quotation marks, its rows of more cells than there are columns."""
    problems: list[Problem] = []
    rows = ((number, *_fitted(cells, width)) for number, cells in found.records(problems))
    schema = {ROW: pl.UInt32, **{raw(index): pl.String for index in range(width)}}
    spooled = _spool(rows, schema, spool)
    return RawTable(found.table, pl.scan_parquet(spooled), width, spooled, problems, found.remarks)


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


def _spool(rows: Iterable[tuple[Any, ...]], schema: Mapping[str, Any], path: Path) -> Path:
    """Rows written to a Parquet file, some at a time."""

    def batches() -> Iterator[pl.DataFrame]:
        remaining = iter(rows)
        while batch := list(islice(remaining, SPOOLED)):
            yield pl.DataFrame(batch, schema=schema, orient="row")

    frame = pl.concat([pl.DataFrame(schema=schema), *batches()], rechunk=False)
    frame.write_parquet(path)
    return path


Fill = Callable[[Town], Any]


@dataclass
class _Columns:
    """The columns of a table made of towns: what each is, and how it is filled."""

    columns: list[HeaderColumn] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)

    def add(self, title: str, role: Role, fact: Fact | None, part: str, fill: Fill) -> None:
        self.columns.append(HeaderColumn(len(self.columns), title, role, fact, None, part))
        self.fills.append(fill)


def of_towns(
    towns: Sequence[Town], facts: Facts, options: Options, kept: Sequence[Mapping[str, Any]], spool: Path
) -> RawTable:
    """Towns that were read one by one, as a table; `kept` are what each has in the columns to keep."""
    made = _Columns()
    for fact in facts.stated:
        if fact.id == "name" or any(fact.id in town.facts for town in towns):
            _add_fact(made, fact, towns)
        if any(fact.id in town.evidence for town in towns):
            made.add(f"evidence.{fact.id}", Role.EVIDENCE, fact, "", partial(_joined, fact.id))
    for number in sorted({number for town in towns for number in town.decisions}):
        for name in ("granted", "by", "date", "why"):
            title = f"decisions.{number}.{name}"
            made.add(title, Role.DECISION, None, f"{number}.{name}", _decided(number, name))
    header = Header(
        tuple(made.columns), tuple((len(made.columns) + n, title) for n, title in enumerate(options.keep)), ()
    )
    table = Table("", header, 0, facts, options)
    width = len(made.columns) + len(options.keep)
    rows = (
        (nth, *(fill(town) for fill in made.fills), *(_text(cells.get(title)) for title in options.keep))
        for nth, (town, cells) in enumerate(zip(towns, kept, strict=True))
    )
    schema = {ROW: pl.UInt32, **{raw(index): pl.String for index in range(width)}}
    path = _spool(rows, schema, spool)
    return RawTable(table, pl.scan_parquet(path), width, path, places=[(town.file, town.line) for town in towns])


def _add_fact(made: _Columns, fact: Fact, towns: Sequence[Town]) -> None:
    if fact.type.parted != "year":
        made.add(fact.id, Role.FACT, fact, "", lambda town: _written(fact, town.facts.get(fact.id)))
        return
    years = sorted({year for town in towns if fact.id in town.facts for year, _figure in town.facts[fact.id].years})
    for year in years:
        made.add(f"{fact.id}.{year}", Role.YEAR, fact, str(year), _of_year(fact, year))


def _of_year(fact: Fact, year: int) -> Fill:
    def fill(town: Town) -> Any:
        figures = dict(town.facts[fact.id].years) if fact.id in town.facts else {}
        figure = figures.get(year)
        return None if figure is None else _text(fact.type.figure.write(figure))

    return fill


def _decided(number: int, name: str) -> Fill:
    def fill(town: Town) -> Any:
        decision = town.decisions.get(number)
        return None if decision is None else _text(getattr(decision, name))

    return fill


def _written(fact: Fact, value: Any) -> str | None:
    written = None if value is None else fact.type.write(value)
    return (";".join(written) or "none") if isinstance(written, list) else _text(written)


def _joined(fact_id: str, town: Town) -> str | None:
    return "; ".join(town.evidence.get(fact_id, ())) or None


def _text(value: Any) -> str | None:
    if value is None:
        return None
    return str(value).lower() if isinstance(value, bool) else str(value)
