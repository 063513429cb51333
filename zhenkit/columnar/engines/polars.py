"""Polars judges: tables streamed from disk to disk through the preparation and the formulas, as small integers.

A table is judged in one pass of expressions alone, on all cores. The rows that are not plainly written (odd) are put
aside on disk, read cell by cell, and put where they belong.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from pathlib import Path

import narwhals as nw
import polars as pl
from polars.io.plugins import register_io_source

from zhenkit.columnar.errors import as_os_errors, original, remembering
from zhenkit.columnar.evaluate.grades import judged, kept_titles, of_codes
from zhenkit.columnar.judged import JudgedTable, each_judged
from zhenkit.columnar.names import IDENTITY, ODD, ROW
from zhenkit.columnar.planned import PlannedTable
from zhenkit.columnar.prepare.preparer import HEAD
from zhenkit.columnar.sources import batches


class _OnePass:
    """One table judged: what is plainly written in one pass, the odd rows after it."""

    def __init__(self, planned: PlannedTable, folder: Path, beside: Sequence[str]) -> None:
        self.planned, self.beside = planned, beside
        self.found = JudgedTable(planned)
        self.errors: list[BaseException] = []
        self.plain, self.odd, self.reread = (folder / f"{name}.parquet" for name in ("plain", "odd", "reread"))
        # under its titles, a file can be the output; with columns beside, it will not, and their names may be like ours
        self.titles = {} if beside else kept_titles(planned.plan)

    def __call__(self) -> JudgedTable:
        """The table judged."""
        raw, preparer, found = self.planned.raw, self.planned.preparer, self.found
        preparer.learn(raw.frame.head(HEAD).collect(engine="streaming"), raw.frame if raw.parquet is not None else None)
        seen = preparer.seen(raw.frame)
        again = raw.parquet is not None and not preparer.reads_cells
        rows = self._read_again(seen) if again else self._read_once(seen)
        plain = pl.scan_parquet(self.plain).rename({title: name for name, title in self.titles.items()})
        found.rows = pl.concat([rows.lazy(), plain], how="horizontal")
        found.identities = rows.lazy().select(IDENTITY)
        found.read = rows.height
        found.file = self.plain
        if self.odd.exists():
            self._put_in_odd_rows(rows, again)
        return found

    def _read_once(self, seen: pl.LazyFrame) -> pl.DataFrame:
        """Rows are read once for all that is made of them, where that takes long: text, cells one by one.

        Gives the rows judged; the odd ones are put aside.
        """
        preparer = self.planned.preparer
        seen = seen.cache()
        prepared = preparer.finished(seen.filter(~pl.col(ODD)))
        rows = prepared.select(ROW, IDENTITY)
        judged = self._judged(prepared, self.beside).rename(self.titles).sink_parquet(self.plain, lazy=True)
        odd = seen.filter(ODD).select(list(preparer.schema)).sink_parquet(self.odd, compression="lz4", lazy=True)
        found: pl.DataFrame = pl.collect_all([judged, rows, odd])[1]
        if not _height(self.odd):
            self.odd.unlink()
        return found

    def _read_again(self, seen: pl.LazyFrame) -> pl.DataFrame:
        """Columns are read again for each thing made of them: that takes no longer than to hold them, and less memory.

        All rows are judged, the worst grade of the odd ones left open; then those are put aside.
        """
        preparer = self.planned.preparer
        judged = self._judged(preparer.finished(seen, ODD), [ODD, *self.beside])
        judged = judged.with_columns(worst=pl.when(~pl.col(ODD)).then("worst")).drop(ODD)
        judged.rename(self.titles).sink_parquet(self.plain)
        if pl.scan_parquet(self.plain).select(pl.col("worst").null_count()).collect().item():
            seen.filter(ODD).select(list(preparer.schema)).sink_parquet(self.odd, compression="lz4")
        return preparer.finished(seen).select(ROW, IDENTITY).collect(engine="streaming")

    def _put_in_odd_rows(self, rows: pl.DataFrame, are_among_them: bool) -> None:
        """Judge the rows put aside, and put those that can be where they belong."""
        found = self.found
        if are_among_them:
            aside = pl.read_parquet(self.odd, columns=[ROW])[ROW]
            others = rows.filter(~pl.col(ROW).is_in(aside.implode()))
            found.rows, found.file = found.rows.filter(pl.col("worst").is_not_null()), None
            found.identities, found.read = others.lazy().select(IDENTITY), others.height
        self._judged(self._odd_rows(), [ROW, IDENTITY, *self.beside]).sink_parquet(self.reread)
        if _height(self.reread):
            reread = pl.scan_parquet(self.reread).select(found.rows.collect_schema().names())
            found.rows, found.file = found.rows.merge_sorted(reread, key=ROW), None
            found.identities = pl.concat([found.identities, reread.select(IDENTITY)])

    def _odd_rows(self) -> pl.LazyFrame:
        """The rows put aside, prepared batch by batch."""
        preparer = self.planned.preparer

        def prepared(
            columns: list[str] | None, _predicate: pl.Expr | None, _rows: int | None, _size: int | None
        ) -> Iterator[pl.DataFrame]:
            with remembering(self.errors):
                for batch in batches(pl.scan_parquet(self.odd)):
                    some = preparer.cell_by_cell(batch)
                    self.found.note(some)
                    yield some.rows if columns is None else some.rows.select(columns)

        return register_io_source(prepared, schema=preparer.prepared_schema)

    def _judged(self, prepared: pl.LazyFrame, beside: Sequence[str]) -> pl.LazyFrame:
        """Rows prepared, judged."""
        plan = self.planned.plan
        steps = judged(plan, beside, coded=True)
        return of_codes(reduce(lambda rows, step: rows.select(step), steps, nw.from_native(prepared)).to_native(), plan)


def _height(file: Path) -> int:
    """How many rows a Parquet file has."""
    return int(pl.scan_parquet(file).select(pl.len()).collect().item())


class Polars:
    """The engine that is built in."""

    def judge(self, tables: Sequence[PlannedTable], folder: Path, beside: Sequence[str]) -> list[JudgedTable]:
        """Judge all rows, into files."""

        def judge(number: int, table: PlannedTable) -> JudgedTable:
            own = folder / str(number)
            own.mkdir()
            one = _OnePass(table, own, beside)
            with as_os_errors(own), original(one.errors):
                return one()

        return each_judged(tables, judge)


def engine(_master: str | None) -> Polars:
    """The engine."""
    return Polars()
