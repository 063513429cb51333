"""A table judged: what every engine gives, whether its rows are in memory or on disk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Protocol

import polars as pl

from zhenkit.columnar.names import ROW
from zhenkit.columnar.planned import PlannedTable
from zhenkit.columnar.prepare.preparer import BY_ROWS, NO_TOWN, PreparedRows, RejectedCell
from zhenkit.core.errors import Problem


@dataclass
class JudgedTable:
    """The rows of a table that could be judged, in order, and the cells for which others were not."""

    planned: PlannedTable
    rows: pl.LazyFrame = field(default_factory=pl.LazyFrame)
    """ROW, IDENTITY and the columns wanted beside, then `batch`'s columns; what is kept under names of ours."""
    identities: pl.LazyFrame = field(default_factory=pl.LazyFrame)
    """IDENTITY of each of the rows, in any order."""
    read: int = 0
    """How many rows were not blank."""
    rejects: list[RejectedCell] = field(default_factory=list)
    no_towns: dict[str, list[int]] = field(default_factory=dict)
    """The rows that are no towns, by what they are."""
    file: Path | None = None
    """A Parquet file of these rows, as it is to be written."""
    fault: Problem | None = None
    """Why the table could not be judged at all."""

    def note(self, batch: PreparedRows) -> None:
        """Count rows that were prepared, and those rejected."""
        self.read += batch.read
        self.put_aside(batch.rejects)

    def put_aside(self, rejects: Iterable[RejectedCell]) -> None:
        """Take in the cells for which rows are not judged, and the rows that are no towns."""
        for reject in rejects:
            if reject.column == NO_TOWN:
                self.no_towns.setdefault(reject.message, []).append(reject.row)
            else:
                self.rejects.append(reject)

    @property
    def reads_on_by_rows(self) -> bool:
        """Whether a row was met that only who reads row by row can judge, such as another header."""
        return any(kind in self.no_towns for kind in BY_ROWS)

    def reject(self, rows: Mapping[int, str]) -> None:
        """Reject rows that were judged, each for a reason."""
        self.rejects += [RejectedCell(row, self.planned.preparer.name.index, why) for row, why in rows.items()]
        dtype = self.rows.collect_schema()[ROW]
        self.rows = self.rows.filter(~pl.col(ROW).is_in(pl.Series(list(rows), dtype=dtype).implode()))
        self.file = None

    @property
    def rejected(self) -> int:
        """How many rows were not judged."""
        return len({reject.row for reject in self.rejects})


class Engine(Protocol):
    """What judges the rows of tables."""

    def judge(self, tables: Sequence[PlannedTable], folder: Path, beside: Sequence[str]) -> list[JudgedTable]:
        """Judge all rows, with columns prepared (`beside`) going along. What is judged may lie in files of `folder`."""


def each_judged(tables: Sequence[PlannedTable], judge: Callable[[int, PlannedTable], JudgedTable]) -> list[JudgedTable]:
    """Each table judged in turn; one that an engine cannot read or judge is a problem, and the others are judged."""
    found = []
    for number, table in enumerate(tables):
        try:
            found.append(judge(number, table))
        except BaseException as error:
            fault = table.raw.fault(error)
            if fault is None:
                raise
            found.append(JudgedTable(table, fault=fault))
    return found


def load_engine(name: str, master: str | None = None) -> Engine:
    """The engine of a name; `master` is where Spark runs."""
    found: Engine = import_module(f"zhenkit.columnar.engines.{name}").engine(master)
    return found
