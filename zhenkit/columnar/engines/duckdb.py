"""DuckDB judges: rows prepared batch by batch flow into it as Arrow, the formulas are its own, memory is bounded."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from functools import reduce
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import narwhals as nw
import polars as pl

from zhenkit.columnar.duplicates import PART
from zhenkit.columnar.evaluate.grades import as_words, judged
from zhenkit.columnar.part import Log, Part
from zhenkit.columnar.pipeline import beside_rows
from zhenkit.core.extras import load

duckdb, arrow = load("duckdb", "scale"), load("pyarrow", "scale")

MEMORY = "1GB"
"""What DuckDB itself may hold; beyond that it spills to its temporary folder."""
AGAIN = 0.1
"""Seconds after which it is looked again whether a query is still running, or to be interrupted."""


class DuckDB:
    """The engine."""

    def write(self, parts: Sequence[Part], output: Path) -> list[Log]:
        """Judge all rows into a Parquet file of `batch`'s columns, in the order of the tables."""
        with _Run(parts) as run:
            rows = run.judged()
            run.heeding_signals(lambda: rows.write_parquet(str(output), compression="zstd"))
        return run.logs

    def collect(self, parts: Sequence[Part]) -> tuple[pl.DataFrame, list[Log]]:
        """Judge all rows into memory; the table (`part`) and row that each came from stand beside it."""
        with _Run(parts) as run:
            frame = run.heeding_signals(run.judged(beside_rows(parts)).pl)
        return as_words(frame, parts[0].plan), run.logs


def engine(_master: str | None) -> DuckDB:
    """The engine."""
    return DuckDB()


class _Run:
    """One pass over the tables, in a database in memory that spills to a temporary folder."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self.parts = parts
        self.logs = [Log() for _part in parts]
        self.error: BaseException | None = None
        """What stopped the preparation: DuckDB would only tell its text."""

    def __enter__(self) -> _Run:
        self.folder = TemporaryDirectory(prefix="zhenkit-")
        config = {
            "memory_limit": MEMORY,
            "temp_directory": self.folder.name,
            "preserve_insertion_order": True,
            "autoinstall_known_extensions": False,
        }
        self.connection = duckdb.connect(":memory:", config=config)
        return self

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        self.connection.close()
        self.folder.cleanup()
        if isinstance(error, duckdb.Error) and self.error is not None:
            raise self.error
        if isinstance(error, duckdb.IOException):
            raise _as_os_error(str(error)) from None

    def heeding_signals(self, work: Callable[[], Any]) -> Any:
        """Do the work aside: while DuckDB is at it, Python would see no signal in the thread that it waits in."""
        with ThreadPoolExecutor(1) as aside:
            working = aside.submit(work)
            try:
                while not working.done():  # another thread may be told of a signal, which does not wake this one
                    wait([working], AGAIN)
                return working.result()
            finally:
                while not working.done():  # a signal ends the waiting, and the work with it
                    self.connection.interrupt()  # which DuckDB forgets where it comes between two queries
                    wait([working], AGAIN)

    def judged(self, beside: Sequence[str] = ()) -> Any:
        """The rows of all tables, judged when the relation is run; the logs then tell the rest."""
        relations = []
        for number, (part, log) in enumerate(zip(self.parts, self.logs, strict=True)):
            prepared = self.connection.from_arrow(self._prepared(part, log))
            steps = judged(part.plan, beside)
            if beside:
                steps[-1].append(nw.lit(number, nw.Int32).alias(PART))
            rows = reduce(lambda rows, step: rows.select(step), steps, nw.from_native(prepared))
            relations.append(rows.to_native())
        return reduce(lambda one, other: one.union(other), relations)

    def _prepared(self, part: Part, log: Log) -> Any:
        """The rows of a table prepared, as Arrow batches that are made when they are asked for."""
        schema = pl.DataFrame(schema=part.preparer.prepared_schema).to_arrow().schema
        return arrow.RecordBatchReader.from_batches(schema, self._batches(part, log))

    def _batches(self, part: Part, log: Log) -> Iterator[Any]:
        try:
            for raw in part.table.batches():
                batch = part.preparer(raw)
                log.note(batch)
                yield from batch.rows.to_arrow().to_batches()
        except GeneratorExit:  # DuckDB itself has stopped
            raise
        except BaseException as error:
            self.error = error
            raise


def _as_os_error(said: str) -> OSError:
    """What DuckDB says of a disk, as Python would."""
    known = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EACCES, errno.EROFS)
    number = next((number for number in known if os.strerror(number) in said), errno.EIO)
    return OSError(number, os.strerror(number))
