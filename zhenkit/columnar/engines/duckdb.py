"""DuckDB judges: rows prepared batch by batch flow into it as Arrow, the formulas are its own, memory is bounded."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Sequence
from functools import reduce
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl

from zhenkit.columnar.errors import original, remembering, what_stops_writing
from zhenkit.columnar.evaluate.grades import as_words, judged
from zhenkit.columnar.judged import JudgedTable, each_judged
from zhenkit.columnar.names import IDENTITY, ROW
from zhenkit.columnar.planned import PlannedTable
from zhenkit.core.extras import load

duckdb, arrow = load("duckdb", "scale"), load("pyarrow", "scale")

MEMORY = "1GB"
"""The memory that DuckDB itself may take; beyond that it spills to its temporary folder."""


class DuckDB:
    """The engine."""

    def judge(self, tables: Sequence[PlannedTable], folder: Path, beside: Sequence[str]) -> list[JudgedTable]:
        """Judge all rows, into files."""

        def judge(number: int, table: PlannedTable) -> JudgedTable:
            own = folder / str(number)
            own.mkdir()
            with _Run(own) as run:
                return run.judged(table, own / "judged.parquet", beside)

        return each_judged(tables, judge)


def engine(_master: str | None) -> DuckDB:
    """The engine."""
    return DuckDB()


class _Run:
    """A table judged, in a database in memory that spills to a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.errors: list[BaseException] = []

    def __enter__(self) -> _Run:
        config = {
            "memory_limit": MEMORY,
            "temp_directory": str(self.folder / "spill"),
            "preserve_insertion_order": True,
            "autoinstall_known_extensions": False,
        }
        self.connection = duckdb.connect(":memory:", config=config)
        return self

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if not isinstance(error, duckdb.IOException):
            self.connection.close()
            return
        wrong = what_stops_writing(self.folder) or errno.EIO  # while it is open, for closing makes room
        self.connection.close()
        raise OSError(wrong, os.strerror(wrong)) from None

    def judged(self, table: PlannedTable, file: Path, beside: Sequence[str]) -> JudgedTable:
        """A table judged, its rows in a file."""
        found = JudgedTable(table)
        schema = pl.DataFrame(schema=table.preparer.prepared_schema).to_arrow().schema
        prepared = arrow.RecordBatchReader.from_batches(schema, self._batches(found))
        rows = nw.from_native(self.connection.from_arrow(prepared))
        steps = judged(table.plan, [ROW, IDENTITY, *beside])
        relation = reduce(lambda rows, step: rows.select(step), steps, rows).to_native()
        with original(self.errors):
            relation.write_parquet(str(file))
        found.rows = as_words(pl.scan_parquet(file), table.plan)
        found.identities = found.rows.select(IDENTITY)
        return found

    def _batches(self, found: JudgedTable) -> Iterator[Any]:
        """The rows of a table prepared, as Arrow batches that are made when they are wanted."""
        with remembering(self.errors):
            for raw in found.planned.raw.batches():
                batch = found.planned.preparer(raw)
                found.note(batch)
                yield from batch.rows.to_arrow().to_batches()
