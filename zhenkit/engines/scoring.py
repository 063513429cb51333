"""The score of rows, exact: each criterion's progress is computed once for each different combination of its cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from zhenkit.engines.cells import RowReader, raw
from zhenkit.engines.plan import Plan
from zhenkit.readings.progress import Share, progress, score
from zhenkit.readings.span import Case
from zhenkit.ruleset import Criterion, RuleSet

LOW, HIGH = "score_low", "score_high"

Shares = tuple[Share, Share]


class Scorer:
    """Scores the batches of a table; what combinations it has met it remembers."""

    def __init__(self, plan: Plan, read: RowReader) -> None:
        self.plan, self.read = plan, read
        self.shares: dict[tuple[object, ...], Shares] = {}
        self.scores: dict[tuple[object, ...], tuple[float, float]] = {}

    def __call__(self, batch: pl.DataFrame, rule_sets: pl.Series) -> list[pl.Series]:
        """The lowest and the highest score of each row; `rule_sets` tell the place of its rule set in the plan."""
        ends: list[tuple[float, float] | None] = [None] * batch.height
        for code, rule_set in enumerate(self.plan.rule_sets):
            at = (rule_sets == code).arg_true()
            if at.len():
                for row, found in zip(at, self._of_rows(rule_set, batch[at]), strict=True):
                    ends[row] = found
        return [
            pl.Series(name, [None if end is None else end[nth] for end in ends], dtype=pl.Float64)
            for nth, name in enumerate((LOW, HIGH))
        ]

    def _of_rows(self, rule_set: RuleSet, rows: pl.DataFrame) -> list[tuple[float, float]]:
        columns = [self._progress(criterion, rows) for criterion in rule_set.criteria]
        return [self._score(rule_set, shares) for shares in zip(*columns, strict=True)]

    def _score(self, rule_set: RuleSet, shares: Sequence[Shares]) -> tuple[float, float]:
        key = (rule_set.id, *shares)
        if key not in self.scores:
            weights = [rule_set.weights.get(criterion.number, 1) for criterion in rule_set.criteria]
            lows, highs = zip(*shares, strict=True)
            low = score(lows, weights)
            _forget(self.scores)
            self.scores[key] = (low, low if lows == highs else score(highs, weights))
        return self.scores[key]

    def _progress(self, criterion: Criterion, rows: pl.DataFrame) -> list[Shares]:
        facts = {stated.id for fact in criterion.asked for stated in (fact, *fact.bases)}
        columns = [column for source in self.plan.sources if source.fact.id in facts for column in source.columns]
        names = [raw(column.index) for column in columns]
        keys = rows.select(names).rows() if names else [()] * rows.height
        found = []
        for cells in keys:
            key = (criterion, *(tuple(cell) if isinstance(cell, list) else cell for cell in cells))
            if key not in self.shares:
                town, _wrong = self.read(columns, cells)
                given = dict(town.facts) if town is not None else {}
                given.update({fact.id: fact.derived.value(given) for fact in criterion.asked if fact.derived})
                _forget(self.shares)
                self.shares[key] = progress(criterion.require, Case(given), criterion.choices)
            found.append(self.shares[key])
        return found


MOST_REMEMBERED = 200_000


def _forget(memory: dict[Any, Any]) -> None:
    if len(memory) >= MOST_REMEMBERED:
        memory.clear()
