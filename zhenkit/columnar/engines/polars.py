"""Polars judges: tables streamed from disk to disk through the preparation and the formulas, as small integers.

A table whose rows are mostly written plainly is judged in one pass of expressions alone, on all cores. The rows that
are odd are set aside on disk, read cell by cell, and put where they belong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import reduce
from pathlib import Path
from tempfile import TemporaryDirectory

import narwhals as nw
import polars as pl
from polars.io.plugins import register_io_source

from zhenkit.columnar.duplicates import PART
from zhenkit.columnar.evaluate.grades import judged, kept_titles, of_codes
from zhenkit.columnar.names import IDENTITY, ODD, ROW
from zhenkit.columnar.part import Log, Part
from zhenkit.columnar.pipeline import beside_rows
from zhenkit.columnar.prepare.preparer import HEAD, PreparedRows
from zhenkit.columnar.results import writing
from zhenkit.core.signals import heeding_interrupts_alone


def lazily(parts: Sequence[Part], logs: Sequence[Log], beside: Sequence[str] = ()) -> pl.LazyFrame:
    """The rows of all tables, judged when the frame is collected or sunk; `logs` then tell the rest."""
    frames = []
    for number, (part, log) in enumerate(zip(parts, logs, strict=True)):
        frame = _judged(_prepared(part, log, part.preparer), part, beside)
        frames.append(frame.with_columns(pl.lit(number, pl.Int32).alias(PART)) if beside else frame)
    return pl.concat(frames) if len(frames) > 1 else frames[0]


def _judged(prepared: pl.LazyFrame, part: Part, beside: Sequence[str] = ()) -> pl.LazyFrame:
    """Rows prepared, judged."""
    steps = judged(part.plan, beside, coded=True)
    return of_codes(
        reduce(lambda rows, step: rows.select(step), steps, nw.from_native(prepared)).to_native(), part.plan
    )


def _prepared(part: Part, log: Log, prepare: Callable[[pl.DataFrame], PreparedRows]) -> pl.LazyFrame:
    """A table's rows prepared, batch by batch as they are asked for."""

    def batches(
        _columns: list[str] | None, _predicate: pl.Expr | None, _rows: int | None, _size: int | None
    ) -> Iterator[pl.DataFrame]:
        for batch in part.table.batches():
            found = prepare(batch)
            log.note(found)
            yield found.rows if _columns is None else found.rows.select(_columns)

    return register_io_source(batches, schema=part.preparer.prepared_schema)


class _OnePass:
    """One table judged: what is plainly written in one pass, the odd rows after it."""

    def __init__(self, part: Part, log: Log, folder: Path) -> None:
        self.part, self.log, self.folder = part, log, folder
        self.plain, self.odd, self.mended = (folder / f"{name}.parquet" for name in ("plain", "odd", "mended"))

    def __call__(self) -> pl.LazyFrame | Path:
        """The rows judged, in order: as a file where one holds them all."""
        part, frame = self.part, self.part.table.frame
        if not part.preparer.is_columnar:
            return lazily([part], [self.log])
        scans_columns = part.table.parquet is not None
        head = frame.head(HEAD).collect(engine="streaming")
        part.preparer.learn(head, frame if scans_columns else None)
        seen = part.preparer.seen(frame)
        rows = self._read_again(seen) if scans_columns else self._read_once(seen)
        if not self.odd.exists():
            self._note(rows)
            return self.plain
        aside = pl.read_parquet(self.odd, columns=[ROW])[ROW]
        self._note(rows.filter(~pl.col(ROW).is_in(aside.implode())))
        if not self._judge_odd_rows() and not scans_columns:
            return self.plain
        titles = kept_titles(part.plan)
        plain = pl.scan_parquet(self.plain).rename({title: name for name, title in titles.items()})
        judged = pl.concat([plain, rows.lazy().select(ROW)], how="horizontal").filter(pl.col("worst").is_not_null())
        mended = pl.scan_parquet(self.mended).select(judged.collect_schema().names())
        return judged.merge_sorted(mended, key=ROW).drop(ROW).rename(titles)

    def _read_once(self, seen: pl.LazyFrame) -> pl.DataFrame:
        """Text is read once, and held for all that is made of it: the rows judged, and the odd ones; the former."""
        preparer = self.part.preparer
        seen = seen.cache()
        prepared = preparer.finished(seen.filter(~pl.col(ODD)))
        rows = prepared.select(ROW, IDENTITY)
        judged = _judged(prepared, self.part).sink_parquet(self.plain, lazy=True)
        odd = seen.filter(ODD).select(list(preparer.schema)).sink_parquet(self.odd, compression="lz4", lazy=True)
        found: pl.DataFrame = pl.collect_all([judged, rows, odd])[1]
        if not _height(self.odd):
            self.odd.unlink()
        return found

    def _read_again(self, seen: pl.LazyFrame) -> pl.DataFrame:
        """Columns are sooner read again than held: all rows are judged, the worst grade of the odd ones left open."""
        preparer = self.part.preparer
        judged = _judged(preparer.finished(seen, ODD), self.part, [ODD])
        judged = judged.with_columns(worst=pl.when(~pl.col(ODD)).then("worst")).drop(ODD)
        judged.rename(kept_titles(self.part.plan)).sink_parquet(self.plain)
        if pl.scan_parquet(self.plain).select(pl.col("worst").null_count()).collect().item():
            seen.filter(ODD).select(list(preparer.schema)).sink_parquet(self.odd, compression="lz4")
        return preparer.finished(seen).select(ROW, IDENTITY).collect(engine="streaming")

    def _note(self, rows: pl.DataFrame) -> None:
        self.log.read += rows.height
        self.log.identities.append(rows)

    def _judge_odd_rows(self) -> int:
        """Judge the rows set aside; how many of them can be."""
        frame = pl.scan_parquet(self.odd)
        part = self.part._replace(table=replace(self.part.table, frame=frame, parquet=self.odd))
        prepared = _prepared(part, self.log, part.preparer.cell_by_cell)
        _judged(prepared, part, [ROW]).sink_parquet(self.mended)
        return _height(self.mended)


def _height(file: Path) -> int:
    """How many rows a Parquet file has."""
    return int(pl.scan_parquet(file).select(pl.len()).collect().item())


class Polars:
    """The engine that is built in."""

    def write(self, parts: Sequence[Part], output: Path) -> list[Log]:
        """Judge all rows into a Parquet file of `batch`'s columns, in the order of the tables."""
        logs = [Log() for _part in parts]
        # the folder outside: nothing is to interrupt its being cleared away
        aside = TemporaryDirectory(prefix=f".{output.name}.", dir=output.parent)
        with aside as name, heeding_interrupts_alone(), writing():
            folders = [Path(name) / str(number) for number in range(len(parts))]
            found = []
            for part, log, folder in zip(parts, logs, folders, strict=True):
                folder.mkdir()
                found.append(_OnePass(part, log, folder)())
            only, *others = found
            if isinstance(only, Path) and not others:
                only.replace(output)
            else:
                pl.concat(pl.scan_parquet(each) if isinstance(each, Path) else each for each in found).sink_parquet(
                    output
                )
        return logs

    def collect(self, parts: Sequence[Part]) -> tuple[pl.DataFrame, list[Log]]:
        """Judge all rows into memory; the table (`part`) and row that each came from stand beside it."""
        logs = [Log() for _part in parts]
        with heeding_interrupts_alone():
            return lazily(parts, logs, beside_rows(parts)).collect(engine="streaming"), logs


def engine(_master: str | None) -> Polars:
    """The engine."""
    return Polars()
