"""Rows whose series end elsewhere than in their town's year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from zhenkit.columnar.judged import JudgedTable
from zhenkit.columnar.names import ROW, raw
from zhenkit.columnar.plan import RULE_SET
from zhenkit.columnar.prepare.fast_paths import is_none
from zhenkit.core.errors import Problem
from zhenkit.facts.derived import YEAR
from zhenkit.judging.series_years import FirstTown, last_years, note, remarks_on, said_of_years


def series_elsewhere(tables: Sequence[JudgedTable]) -> Iterator[Problem]:
    """A remark on series that end elsewhere: what is said alike is said once, at its first town.

    Towns that were read one by one are not looked at: theirs are reported where they are read.
    """
    found: dict[str, FirstTown] = {}
    for table in tables:
        if table.planned.raw.places is None:
            _look(table, found)
    yield from remarks_on(found)


def _look(table: JudgedTable, found: dict[str, FirstTown]) -> None:
    plan, read = table.planned.plan, table.planned.preparer.read
    rule_sets = {rule_set.id: rule_set for rule_set in plan.rule_sets}
    anchored = {fact.id for rule_set in plan.rule_sets for fact in rule_set.anchored}
    columns = [column for source in plan.sources if source.fact.id in {*anchored, YEAR} for column in source.columns]
    first_of = {source.fact.id: source.columns[0].index + 1 for source in plan.sources if source.fact.id in anchored}
    if not first_of:
        return
    names = [raw(column.index) for column in columns]
    alike = [
        pl.col(name) if column.fact is not None and column.fact.id == YEAR else is_none(pl.col(name))
        for name, column in zip(names, columns, strict=True)
    ]
    # what is said hangs on which years have a figure, so one row is read of those that have them in the same years
    judged = table.rows.select(pl.col(ROW), pl.col(RULE_SET).cast(pl.String))
    rows = table.planned.raw.frame.select(pl.col(ROW).cast(judged.collect_schema()[ROW]), *names)
    together = [f"alike__{number}" for number in range(len(alike))]
    rows = rows.with_columns(one.alias(name) for one, name in zip(alike, together, strict=True))
    groups = rows.join(judged, on=ROW).group_by(*together, RULE_SET).agg(pl.all().sort_by(ROW).first(), pl.len())
    for at, by, count, *cells in (
        groups.sort(ROW).select(ROW, RULE_SET, "len", *names).collect(engine="streaming").rows()
    ):
        town, _wrong = read(columns, cells)
        facts = town.facts if town is not None else {}
        for fact, said in said_of_years(last_years(rule_sets[by].anchored, facts), facts.get(YEAR)):
            note(found, said, FirstTown(*table.planned.raw.place(at), first_of[fact.id], count))
