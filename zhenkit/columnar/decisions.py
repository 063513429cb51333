"""Rows with decisions on criteria that are not open to one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from zhenkit.columnar.judged import JudgedTable
from zhenkit.columnar.names import ROW, raw
from zhenkit.columnar.plan import RULE_SET
from zhenkit.columnar.prepare.fast_paths import is_blank
from zhenkit.core.errors import Problem
from zhenkit.judging.judgement import Memo, judge


def idle_decisions(tables: Sequence[JudgedTable]) -> Iterator[Problem]:
    """A remark on each decision that changes nothing; the few rows that have decisions are judged one by one for it.

    Towns that were read one by one are not looked at: theirs are reported where they are read.
    """
    for table in tables:
        if table.planned.plan.decisions and table.planned.raw.places is None:
            yield from _of_table(table)


def _of_table(table: JudgedTable) -> Iterator[Problem]:
    planned = table.planned
    memo: Memo = {}
    plan = planned.plan
    rule_sets = {rule_set.id: rule_set for rule_set in plan.rule_sets}
    columns = [column for column in plan.columns if column.fact is not None or column.index in _of_decisions(table)]
    judged = table.rows.select(pl.col(ROW), pl.col(RULE_SET).cast(pl.String))
    decided = pl.any_horizontal(~is_blank(pl.col(raw(index)).cast(pl.String)) for index in sorted(_of_decisions(table)))
    rows = planned.raw.frame.filter(decided).with_columns(pl.col(ROW).cast(judged.collect_schema()[ROW]))
    names = dict.fromkeys(raw(column.index) for column in columns)
    found = rows.join(judged, on=ROW).sort(ROW).select(ROW, RULE_SET, *names).collect(engine="streaming")
    at_name = {name: nth for nth, name in enumerate(names)}
    for row, by, *cells in found.iter_rows():
        town, _wrong = planned.preparer.read(columns, [cells[at_name[raw(column.index)]] for column in columns])
        if town is not None:
            file, line = planned.raw.place(row)
            for remark in judge(town, rule_sets[by], strict=plan.strict, memo=memo).remarks:
                yield Problem(file, line, columns[remark.column - 1].index + 1, remark.message)


def _of_decisions(table: JudgedTable) -> set[int]:
    return {column.index for columns in table.planned.plan.decisions.values() for column in columns}
