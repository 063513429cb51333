"""Inputs judged by columns: tables opened, planned, given to an engine; what is rejected or stands twice is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

import polars as pl

from zhenkit.columnar.duplicates import repeats
from zhenkit.columnar.evaluate.score import Scorer
from zhenkit.columnar.names import HIGH, LOW, ROW
from zhenkit.columnar.part import Log, Part, Standards
from zhenkit.columnar.plan import Plan
from zhenkit.columnar.prepare.preparer import Preparer, RejectedCell
from zhenkit.columnar.sources import RawTable, open_csv, open_parquet
from zhenkit.core.errors import FileProblems, Problem
from zhenkit.facts.dictionary import Facts
from zhenkit.towns.inputs import find_inputs
from zhenkit.towns.options import Options


class Engine(Protocol):
    """What judges the rows of tables."""

    def write(self, parts: Sequence[Part], output: Path) -> list[Log]:
        """Judge all rows into a Parquet file of `batch`'s columns, in the order of the tables."""

    def collect(self, parts: Sequence[Part]) -> tuple[pl.DataFrame, list[Log]]:
        """Judge all rows into memory; the table (`part`) and row that each came from stand beside it."""


def engine(name: str, master: str | None = None) -> Engine:
    """The engine of a name; `master` is where Spark runs."""
    found: Engine = import_module(f"zhenkit.columnar.engines.{name}").engine(master)
    return found


@dataclass(frozen=True)
class OpenedInputs:
    """The tables of the inputs, the other inputs, and what was told on the way."""

    tables: list[RawTable]
    others: list[str]
    """Inputs that are read town by town."""
    problems: list[Problem]
    remarks: list[Problem]


def beside_rows(parts: Sequence[Part]) -> list[str]:
    """The columns prepared that go along with rows collected: where they came from, what orders and scores them."""
    scored = any(part.preparer.scorer is not None for part in parts)
    return [ROW, "year", *([LOW, HIGH] if scored else [])]


OPENERS: Mapping[str, Callable[..., RawTable]] = {".parquet": open_parquet, ".csv": open_csv, ".tsv": open_csv}
"""What opens the files that are scanned as tables, by their endings."""


def open_inputs(inputs: Sequence[str], facts: Facts, options: Options, spool: Path) -> OpenedInputs:
    """The tables among the inputs, opened."""
    opened = OpenedInputs([], [], [], [])
    for found in find_inputs(inputs):
        if found is None:
            opened.others.append("-")
        elif not isinstance(found, Path):
            opened.problems.extend(found.problems)
        elif (opener := OPENERS.get(found.suffix.lower())) is None:
            opened.others.append(str(found))
        else:
            try:
                table = opener(found, facts, options, spool / f"table{len(opened.tables)}.parquet")
            except FileProblems as error:
                opened.problems.extend(error.problems)
                continue
            opened.tables.append(table)
            opened.problems.extend(table.problems)
            opened.remarks.extend(table.remarks)
    return opened


def plan_of(table: RawTable, standards: Standards, strict: bool, keep: Sequence[str], score: bool) -> Part:
    """A table with all that is to be done to its rows."""
    by_title = {**{title: index for index, title in table.table.kept.items()}, **table.stated}
    plan = Plan(
        table.table.header.columns,
        standards.facts,
        standards.rule_sets,
        strict,
        tuple((by_title.get(title), title) for title in keep),
        score,
        table.untitled,
    )
    preparer = Preparer(plan, table.frame.collect_schema(), standards.find)
    preparer.scorer = Scorer(plan, preparer.read) if score else None
    return Part(table, plan, preparer)


def judge_parts(parts: Sequence[Part], run: Callable[[Sequence[Part]], tuple[Any, list[Log]]]) -> tuple[Any, list[Log]]:
    """What `run` gives for the tables; where a town stands twice, it is run again without the second."""
    try:
        found, logs = run(parts)
    except pl.exceptions.PolarsError:
        parts = [_otherwise(part) for part in parts]
        found, logs = run(parts)
    again = repeats(parts, [log.identities for log in logs])
    if not any(again):
        return found, logs
    for part, repeated in zip(parts, again, strict=True):
        part.preparer.repeated = repeated
    return run(parts)


def _otherwise(part: Part) -> Part:
    """The table read another way, where there is one."""
    return part if part.table.otherwise is None else part._replace(table=part.table.otherwise())


def problems(parts: Sequence[Part], logs: Sequence[Log]) -> Iterator[Problem]:
    """What was wrong with cells, in the order of the rows."""
    for part, log in zip(parts, logs, strict=True):
        for reject in sorted(log.rejects):
            yield problem(part.table, reject)


def problem(table: RawTable, reject: RejectedCell) -> Problem:
    """A reject as a problem of its file."""
    if table.places is None:
        return table.table.problem(reject.row, reject.column + 1, reject.message)
    file, line = table.place(reject.row)
    return Problem(file, line, 1, reject.message)
