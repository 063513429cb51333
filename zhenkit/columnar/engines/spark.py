"""Spark judges what outgrows a machine: it reads, prepares and judges in parts; they are put into one file at the end.

Its workers import zhenkit, and see the tables, the output's folder and the temporary folder (TMPDIR) under the same
names as we do. All parts are written once, beside the output, with what was rejected and what towns are known by; from
there they are read as often as it takes, so that no row is judged twice, whatever is lost on the way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl

from zhenkit.columnar.engines.spark_session import session
from zhenkit.columnar.evaluate.grades import as_words, judged
from zhenkit.columnar.judged import JudgedTable, each_judged
from zhenkit.columnar.names import IDENTITY, ROW
from zhenkit.columnar.planned import PlannedTable
from zhenkit.columnar.prepare.preparer import Preparer, RejectedCell
from zhenkit.core.extras import load

arrow = load("pyarrow", "scale")

CELL, SAID = "reject__column", "reject__message"
"""Of a rejected cell, which makes a row of its own: its column, and what is wrong with it."""
NUMBER = pl.Int64
"""A row's number as Spark has it."""
PATTERN, UNREADABLE = re.compile(r"[\\*?\[\]{}]"), re.compile(r"^[._]|:")
"""Signs that Spark takes for a pattern in a file's name; names of files that it passes over or cannot read."""


class Spark:
    """The engine."""

    def __init__(self, master: str | None) -> None:
        self.master = master

    def judge(self, tables: Sequence[PlannedTable], folder: Path, beside: Sequence[str]) -> list[JudgedTable]:
        """Judge all rows, into files."""
        with session(self.master) as spark:

            def judge(number: int, table: PlannedTable) -> JudgedTable:
                with _telling_damage(table):
                    write(number, table)
                return _collected(table, folder / str(number))

            def write(number: int, table: PlannedTable) -> None:
                rows = _read(spark, table, folder / f"input{number}.parquet").mapInArrow(*_preparation(table.preparer))
                steps = judged(table.plan, [ROW, IDENTITY, CELL, SAID, *beside])
                found = reduce(lambda frame, step: frame.select(step), steps, nw.from_native(rows))
                found.to_native().write.parquet(str(folder / str(number)))

            return each_judged(tables, judge)


@contextmanager
def _telling_damage(table: PlannedTable) -> Iterator[None]:
    """Where Spark fails in the block and the table cannot be read to its end, raise what Polars says of that instead.

    What Spark says does not distinguish a damaged file from a lost worker.
    """
    try:
        yield
    except Exception:
        for _batch in table.raw.batches():
            pass
        raise


def engine(master: str | None) -> Spark:
    """The engine."""
    return Spark(master)


def _read(spark: Any, table: PlannedTable, spool: Path) -> Any:
    """A table as Spark reads it, the number of each row beside it; what Spark cannot read is made Parquet first."""
    columns = list(table.preparer.schema)
    path = table.raw.parquet
    times = [name for name, dtype in table.preparer.schema.items() if dtype == pl.Time]
    if path is None or times or UNREADABLE.search(path.name):
        path = spool
        table.raw.frame.with_columns(pl.col(times).cast(pl.Int64)).sink_parquet(path)
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


def _collected(table: PlannedTable, folder: Path) -> JudgedTable:
    """A table judged, of the files written: each holds rows that follow one another, and rejected cells."""
    files = list(folder.glob("*.parquet"))
    firsts = {file: pl.scan_parquet(file, glob=False).select(pl.col(ROW).min()).collect().item() for file in files}
    ordered = sorted((first, file) for file, first in firsts.items() if first is not None)
    written = pl.scan_parquet([file for _first, file in ordered] or files[:1], glob=False)
    good = written.filter(pl.col(CELL).is_null()).drop(CELL, SAID)
    bad = written.filter(pl.col(CELL).is_not_null()).select(ROW, CELL, SAID).collect(engine="streaming")
    found = JudgedTable(table, as_words(good, table.plan), good.select(IDENTITY))
    found.put_aside(RejectedCell(*each) for each in bad.rows())
    found.read = good.select(pl.len()).collect().item() + found.rejected
    return found
