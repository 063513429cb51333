"""A table with all that is to be done to its rows: the plan to judge them by, and what prepares them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from zhenkit.columnar.evaluate.score import Scorer
from zhenkit.columnar.plan import Plan
from zhenkit.columnar.prepare.preparer import Preparer, RejectedCell
from zhenkit.columnar.sources import RawTable
from zhenkit.core.errors import Problem
from zhenkit.judging.standards import Standards


class PlannedTable(NamedTuple):
    """A table, and how its rows are prepared and judged."""

    raw: RawTable
    plan: Plan
    preparer: Preparer

    def otherwise(self) -> PlannedTable:
        """The table read another way, where there is one."""
        return self if self.raw.otherwise is None else self._replace(raw=self.raw.otherwise())

    def problems(self, rejects: Iterable[RejectedCell]) -> Iterator[Problem]:
        """Cells rejected as problems of their files, in the order of the rows."""
        for row, column, message in sorted(rejects):
            if self.raw.places is None:
                yield self.raw.table.problem(row, column + 1, message)
            else:
                yield Problem(*self.raw.place(row), 1, message)


def plan_table(table: RawTable, by: Standards, strict: bool, keep: Sequence[str], score: bool) -> PlannedTable:
    """A table with its plan."""
    by_title = {**{title: index for index, title in table.table.kept.items()}, **table.stated}
    plan = Plan(
        table.table.header.columns,
        by.facts,
        by.rule_sets,
        strict,
        tuple((by_title.get(title), title) for title in keep),
        score,
        table.untitled,
        table.mapping,
        table.added,
    )
    schema = table.frame.collect_schema()
    preparer = Preparer(plan, schema, None if by.named else by.at, Scorer(plan) if score else None)
    return PlannedTable(table, plan, preparer)
