"""Spark judges what outgrows a machine: it reads, prepares and judges in parts; they are put into one file at the end.

Its workers import zhenkit, and see the tables, the output's folder and the temporary folder (TMPDIR) under the same
names as we do. All parts are written once, beside the output, with what was rejected and what towns are known by; from
there they are read as often as it takes, so that no row is judged twice, whatever is lost on the way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import narwhals as nw
import polars as pl

from zhenkit.columnar.duplicates import PART, repeats
from zhenkit.columnar.engines.spark_session import session
from zhenkit.columnar.evaluate.grades import as_words, judged, kept_titles
from zhenkit.columnar.names import IDENTITY, ROW
from zhenkit.columnar.part import Log, Part
from zhenkit.columnar.pipeline import beside_rows
from zhenkit.columnar.prepare.preparer import Preparer, RejectedCell
from zhenkit.columnar.results import writing
from zhenkit.core.extras import load

arrow = load("pyarrow", "scale")

CELL, SAID = "reject__column", "reject__message"
"""Of a rejected cell, which makes a row of its own: its column, and what is wrong with it."""
NUMBER = pl.Int64
"""A row's number as Spark has it."""
PATTERN, UNREADABLE = re.compile(r"[\\*?\[\]{}]"), re.compile(r"^[._]|:")
"""Signs that Spark takes for a pattern in a file's name; names of files that it passes over or cannot read."""
HASHES = 20_000_000
"""How many hashes of what towns are known by are compared at a time."""


class Spark:
    """The engine."""

    def __init__(self, master: str | None) -> None:
        self.master = master

    def write(self, parts: Sequence[Part], output: Path) -> list[Log]:
        """Judge all rows into a Parquet file of `batch`'s columns, in the order of the tables."""
        with TemporaryDirectory(prefix=".zhenkit-", dir=output.parent) as folder:
            frames, logs = self._judged(parts, Path(folder), [])
            columns = [PART, ROW, IDENTITY, CELL, SAID]
            with writing():
                pl.concat(frames).drop(columns).rename(kept_titles(parts[0].plan)).sink_parquet(output)
        return logs

    def collect(self, parts: Sequence[Part]) -> tuple[pl.DataFrame, list[Log]]:
        """Judge all rows into memory; the table (`part`) and row that each came from stand beside it."""
        with TemporaryDirectory(prefix="zhenkit-") as folder:
            frames, logs = self._judged(parts, Path(folder), beside_rows(parts)[1:])
            found = pl.concat(frames).drop(IDENTITY, CELL, SAID).collect(engine="streaming")
        return found.with_columns(pl.col(ROW).cast(pl.UInt32)), logs

    def _judged(
        self, parts: Sequence[Part], folder: Path, beside: Sequence[str]
    ) -> tuple[list[pl.LazyFrame], list[Log]]:
        """The rows of each table that were judged, in order, and what was told beside."""
        folders = [folder / str(number) for number in range(len(parts))]
        with session(self.master) as spark:
            for number, part in enumerate(parts):
                rows = _read(spark, part, folder / f"input{number}.parquet").mapInArrow(*_preparation(part.preparer))
                steps = judged(part.plan, [ROW, IDENTITY, CELL, SAID, *beside])
                steps[-1].append(nw.lit(number, nw.Int32).alias(PART))
                found = reduce(lambda frame, step: frame.select(step), steps, nw.from_native(rows))
                found.to_native().write.parquet(str(folders[number]))
        logs = _told(parts, folders)
        return [_in_order(*each) for each in zip(folders, parts, logs, strict=True)], logs


def engine(master: str | None) -> Spark:
    """The engine."""
    return Spark(master)


def _read(spark: Any, part: Part, spool: Path) -> Any:
    """A table as Spark reads it, the number of each row beside it; what Spark cannot read is made Parquet first."""
    columns = list(part.preparer.schema)
    path = part.table.parquet
    times = [name for name, dtype in part.preparer.schema.items() if dtype == pl.Time]
    if path is None or times or UNREADABLE.search(path.name):
        path = spool
        part.table.frame.with_columns(pl.col(times).cast(pl.Int64)).sink_parquet(path)
    rows = spark.read.parquet(PATTERN.sub(r"\\\g<0>", str(path.absolute())))
    if len(rows.columns) == len(columns):
        return rows.select(columns)
    functions = load("pyspark.sql.functions", "spark")
    numbered = rows.select((functions.col("_metadata.row_index") + 1).alias(ROW), "*")
    return numbered.toDF(*columns)


@dataclass(frozen=True)
class _Prepare:
    """What a worker does: Arrow in, Arrow out."""

    preparer: Preparer
    schema: Any

    def __call__(self, batches: Iterable[Any]) -> Iterator[Any]:
        for batch in batches:
            raw = pl.from_arrow(arrow.Table.from_batches([batch]))
            assert isinstance(raw, pl.DataFrame)  # a table makes one
            found = self.preparer(raw.cast(pl.Schema(self.preparer.schema)))
            rejects = pl.DataFrame(found.rejects, schema={ROW: NUMBER, CELL: pl.Int32, SAID: pl.String}, orient="row")
            rows = pl.concat([found.rows.with_columns(pl.col(ROW).cast(NUMBER)), rejects], how="diagonal")
            yield from rows.select(self.schema.names).to_arrow().cast(self.schema).to_batches()


def _preparation(preparer: Preparer) -> tuple[_Prepare, Any]:
    """What prepares rows in Spark, and the columns that gives."""
    schema = pl.Schema({**preparer.prepared_schema, ROW: NUMBER(), CELL: pl.Int32(), SAID: pl.String()})
    fields = pl.DataFrame(schema=schema).to_arrow().schema
    text = arrow.string()
    plain = arrow.schema([field.with_type(text) if field.type == arrow.large_string() else field for field in fields])
    return _Prepare(preparer, plain), load("pyspark.sql.pandas.types", "spark").from_arrow_schema(plain)


def _told(parts: Sequence[Part], folders: Sequence[Path]) -> list[Log]:
    """What the rows written tell beside the grades."""
    written = [pl.scan_parquet(_files(folder), glob=False) for folder in folders]
    good = [rows.filter(pl.col(CELL).is_null()).select(ROW, IDENTITY) for rows in written]
    logs = []
    for judged_rows, rows in zip(good, written, strict=True):
        bad = rows.filter(pl.col(CELL).is_not_null()).select(ROW, CELL, SAID).collect()
        log = Log(rejects=[RejectedCell(*each) for each in bad.rows()])
        log.read = judged_rows.select(pl.len()).collect().item() + log.rejected
        logs.append(log)
    twice = _twice(pl.concat(good), sum(log.read for log in logs)).implode()
    suspects = [
        [rows.filter(pl.col(IDENTITY).is_in(twice)).with_columns(pl.col(ROW).cast(pl.UInt32)).collect()]
        for rows in good
    ]
    for part, log, repeated in zip(parts, logs, repeats(parts, suspects), strict=True):
        log.rejects += [RejectedCell(row, part.preparer.name.index, said) for row, said in repeated.items()]
    return logs


def _twice(rows: pl.LazyFrame, count: int) -> pl.Series:
    """The hashes that several rows share. However many rows there are, only so many are held at a time."""
    turns = count // HASHES + 1
    found = []
    for turn in range(turns):
        hashes = rows.select(IDENTITY).filter(pl.col(IDENTITY) % turns == turn).collect(engine="streaming")[IDENTITY]
        found.append(hashes.filter(hashes.is_duplicated()).unique())
    return pl.concat(found)


def _files(folder: Path) -> list[Path]:
    return list(folder.glob("*.parquet"))


def _in_order(folder: Path, part: Part, log: Log) -> pl.LazyFrame:
    """The rows of a table that were judged. Spark's parts each hold rows that follow one another."""
    files = {
        file: pl.scan_parquet(file, glob=False).select(pl.col(ROW).min()).collect().item() for file in _files(folder)
    }
    ordered = sorted((first, file) for file, first in files.items() if first is not None)
    rows = pl.scan_parquet([file for _first, file in ordered] or list(files)[:1], glob=False)
    rejected = pl.Series([reject.row for reject in log.rejects], dtype=NUMBER).unique()
    good = rows.filter(pl.col(CELL).is_null() & ~pl.col(ROW).is_in(rejected.implode()))
    return as_words(good, part.plan)
