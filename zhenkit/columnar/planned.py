"""A table with all that is to be done to its rows: the plan to judge them by, and what prepares them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from zhenkit.checks.grades import Grade
from zhenkit.columnar.cell_words import (
    LiesIn,
    OnlyOnesAndZeros,
    blank_remarks,
    placeholder_remarks,
    remarks_on_names,
)
from zhenkit.columnar.evaluate.expressions import Expressions
from zhenkit.columnar.evaluate.score import Scorer
from zhenkit.columnar.plan import Plan
from zhenkit.columnar.prepare.preparer import Measure, Preparer, RejectedCell
from zhenkit.columnar.sources import RawTable
from zhenkit.core.errors import Problem
from zhenkit.judging.standards import Standards


class PlannedTable(NamedTuple):
    """A table, and how its rows are prepared and judged."""

    raw: RawTable
    plan: Plan
    preparer: Preparer
    only_ones_and_zeros: OnlyOnesAndZeros
    lies_in: LiesIn

    def otherwise(self) -> PlannedTable:
        """The table read another way, where there is one."""
        if self.raw.otherwise is None:
            return self
        self.only_ones_and_zeros.table = self.lies_in.table = raw = self.raw.otherwise()
        return self._replace(raw=raw)

    def remarks(self, every_column: bool, no_towns: Collection[int]) -> list[Problem]:
        """What was noticed of its cells, but of rows that are `no_towns`.

        Of `every_column`, where others may have met what is to be said.
        """
        if self.raw.places is not None:
            return []  # said when they were read
        met = self.preparer.read.with_placeholders
        of_words = placeholder_remarks(self.raw, range(self.raw.width) if every_column else met, no_towns)
        return [*of_words, *blank_remarks(self.raw, no_towns), *remarks_on_names(self.raw, no_towns)]

    def problems(self, rejects: Iterable[RejectedCell]) -> Iterator[Problem]:
        """Cells rejected as problems of their files, in the order of the rows."""
        for row, column, message in sorted(rejects):
            if self.raw.places is None:
                yield self.raw.table.problem(row, column + 1, message)
            else:
                yield Problem(*self.raw.place(row), 1, message)


def plan_table(
    table: RawTable,
    by: Standards,
    strict: bool,
    keep: Sequence[str],
    score: bool,
    given: bool = False,
    distance: Grade | None = None,
) -> PlannedTable:
    """A table with its plan."""
    by_title = {**{title: index for index, title in table.table.kept.items()}, **table.stated}
    plan = Plan(
        table.table.header.columns,
        by.facts,
        by.rule_sets,
        strict,
        tuple((by_title.get(title), title) for title in keep),
        score,
        distance,
        given,
        table.untitled,
        table.beyond,
        table.mapping,
        table.added,
        table.table.units,
        table.places is not None,
    )
    schema = table.frame.collect_schema()
    asked = OnlyOnesAndZeros(table)
    lies_in = LiesIn(table)
    measures: list[Measure] = [Scorer(plan)] if score else []
    if distance is not None:
        from zhenkit.columnar.evaluate.distance import DistanceByRow, distance_expressions  # as in `grades.py`

        if distance_expressions(Expressions(plan.answers), plan) is None:
            measures.append(DistanceByRow(plan))
    preparer = Preparer(plan, schema, asked, None if by.named else by.at, measures, lies_in=lies_in)
    return PlannedTable(table, plan, preparer, asked, lies_in)
