"""Polars judges: tables streamed from disk through the preparation and the formulas, as small integers to the end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from pathlib import Path

import narwhals as nw
import polars as pl
from polars.io.plugins import register_io_source

from zhenkit.engines.judging import judged
from zhenkit.engines.repeats import PART
from zhenkit.engines.running import Log, Part, beside_rows
from zhenkit.engines.words import of_codes


def lazily(parts: Sequence[Part], logs: Sequence[Log], beside: Sequence[str] = ()) -> pl.LazyFrame:
    """The rows of all tables, judged when the frame is collected or sunk; `logs` then tell the rest."""
    frames = []
    for number, (part, log) in enumerate(zip(parts, logs, strict=True)):
        prepared = _prepared(part, log)
        frame = reduce(
            lambda rows, step: rows.select(step), judged(part.plan, beside, coded=True), nw.from_native(prepared)
        ).to_native()
        frame = of_codes(frame, part.plan)
        frames.append(frame.with_columns(pl.lit(number, pl.Int32).alias(PART)) if beside else frame)
    return pl.concat(frames) if len(frames) > 1 else frames[0]


def _prepared(part: Part, log: Log) -> pl.LazyFrame:
    """A table's rows prepared, batch by batch as they are asked for."""
    preparer = part.preparer
    empty = pl.DataFrame(schema=preparer.schema)

    def batches(
        _columns: list[str] | None, _predicate: pl.Expr | None, _rows: int | None, _size: int | None
    ) -> Iterator[pl.DataFrame]:
        for batch in part.table.batches():
            found = preparer(batch)
            log.note(found)
            yield found.rows if _columns is None else found.rows.select(_columns)

    return register_io_source(batches, schema=preparer(empty).rows.schema)


class Polars:
    """The engine that is built in."""

    def write(self, parts: Sequence[Part], output: Path) -> list[Log]:
        """Judge all rows into a Parquet file of `batch`'s columns, in the order of the tables."""
        logs = [Log() for _part in parts]
        lazily(parts, logs).sink_parquet(output)
        return logs

    def collect(self, parts: Sequence[Part]) -> tuple[pl.DataFrame, list[Log]]:
        """Judge all rows into memory; the table (`part`) and row that each came from stand beside it."""
        logs = [Log() for _part in parts]
        return lazily(parts, logs, beside_rows(parts)).collect(engine="streaming"), logs


def engine(_master: str | None) -> Polars:
    """The engine."""
    return Polars()
