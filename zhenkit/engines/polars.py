"""Polars judges: tables streamed from disk through the preparation and the formulas, as small integers to the end."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from threading import Lock

import narwhals as nw
import polars as pl

from zhenkit.engines.judging import judged
from zhenkit.engines.repeats import PART
from zhenkit.engines.running import Log, Part, beside_rows
from zhenkit.engines.words import as_words


def lazily(parts: Sequence[Part], logs: Sequence[Log], beside: Sequence[str] = ()) -> pl.LazyFrame:
    """The rows of all tables, judged when the frame is collected or sunk; `logs` then tell the rest."""
    frames = []
    for number, (part, log) in enumerate(zip(parts, logs, strict=True)):
        prepared = _prepared(part, log)
        first, last = judged(part.plan, beside)
        frame = nw.from_native(prepared).select(first).select(last).to_native()
        frame = as_words(frame, part.plan)
        frames.append(frame.with_columns(pl.lit(number, pl.Int32).alias(PART)) if beside else frame)
    return pl.concat(frames) if len(frames) > 1 else frames[0]


def _prepared(part: Part, log: Log) -> pl.LazyFrame:
    lock = Lock()

    def step(batch: pl.DataFrame) -> pl.DataFrame:
        found = part.preparer(batch)
        with lock:
            log.note(found)
        return found.rows

    schema = part.preparer.prepared_schema
    return part.table.frame.map_batches(step, schema=schema, validate_output_schema=False, streamable=True)


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
