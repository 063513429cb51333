"""Rows with decisions on criteria that are not open to one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from zhenkit.columnar.judged import JudgedTable
from zhenkit.columnar.names import raw
from zhenkit.columnar.one_by_one import columns_read, towns_of
from zhenkit.columnar.prepare.fast_paths import is_blank
from zhenkit.core.errors import Problem
from zhenkit.judging.judged_towns import JudgedTowns


def idle_decisions(tables: Sequence[JudgedTable]) -> Iterator[Problem]:
    """A remark on each decision that changes nothing; the few rows that have decisions are judged one by one for it.

    Towns that were read one by one are not looked at: theirs are reported where they are read.
    """
    for table in tables:
        if table.planned.plan.decisions and table.planned.raw.places is None:
            yield from _of_table(table)


def _of_table(table: JudgedTable) -> Iterator[Problem]:
    indexes = sorted({column.index for columns in table.planned.plan.decisions.values() for column in columns})
    decided = pl.any_horizontal(~is_blank(pl.col(raw(index)).cast(pl.String)) for index in indexes)
    columns, judged = columns_read(table), JudgedTowns(table.planned.plan.strict)
    for row, town, rule_set in towns_of(table, decided):
        file, line = table.planned.raw.place(row)
        for remark in judged.judge(town, rule_set).remarks:
            yield Problem(file, line, columns[remark.column - 1].index + 1, remark.message)
