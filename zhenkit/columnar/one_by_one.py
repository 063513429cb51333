"""Rows judged by columns, read again one by one as towns: for what only a judgement says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from zhenkit.columnar.judged import JudgedTable
from zhenkit.columnar.names import HIGH, LOW, PART, ROW, raw
from zhenkit.columnar.plan import RULE_SET
from zhenkit.facts.town import Town
from zhenkit.judging.judged_towns import JudgedTowns
from zhenkit.judging.judgement import Score
from zhenkit.rulesets.model import RuleSet
from zhenkit.towns.tables.header import HeaderColumn, Role


def columns_read(table: JudgedTable) -> list[HeaderColumn]:
    """The columns that a town is read from: facts, their evidence, decisions."""
    columns = table.planned.plan.columns
    return [column for column in columns if column.fact is not None or column.role is Role.DECISION]


def towns_of(table: JudgedTable, which: pl.Expr | None = None) -> Iterator[tuple[int, Town, RuleSet]]:
    """The rows judged (of those that `which` says), in order: number, town and rule set of each."""
    planned, columns = table.planned, columns_read(table)
    rule_sets = {rule_set.id: rule_set for rule_set in planned.plan.rule_sets}
    judged = table.rows.select(pl.col(ROW), pl.col(RULE_SET).cast(pl.String))
    rows = planned.raw.frame if which is None else planned.raw.frame.filter(which)
    rows = rows.with_columns(pl.col(ROW).cast(judged.collect_schema()[ROW]))
    names = dict.fromkeys(raw(column.index) for column in columns)
    found = rows.join(judged, on=ROW).sort(ROW).select(ROW, RULE_SET, *names).collect(engine="streaming")
    at_name = {name: nth for nth, name in enumerate(names)}
    for row, by, *cells in found.iter_rows():
        town, _wrong = planned.preparer.read(columns, [cells[at_name[raw(column.index)]] for column in columns])
        assert town is not None  # it was judged
        yield row, town, rule_sets[by]


def judgements(ordered: pl.DataFrame, tables: Sequence[JudgedTable]) -> JudgedTowns:
    """A judgement of each row of a ranking, in its order: judged once more, one by one."""
    judged = JudgedTowns(tables[0].planned.plan.strict)
    scores = {(part, row): Score(low, high) for part, row, low, high in ordered.select(PART, ROW, LOW, HIGH).rows()}
    at: dict[tuple[int, int], int] = {}
    for part, table in enumerate(tables):
        for row, town, rule_set in towns_of(table):
            at[part, row] = len(judged)
            judgement = judged.judge(town, rule_set)
            judgement.score = scores[part, row]
            judged.hold(judgement)
    return judged.in_order([at[place] for place in scores])
