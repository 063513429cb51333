"""The score of rows, exact: in whole numbers for a column at once, or else once for each combination of cells."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any

import polars as pl

from zhenkit.checks.evaluate import KnownFacts
from zhenkit.checks.score import Share, progress, score
from zhenkit.columnar.evaluate.ratios import MOST, NotWhole, mean, ratio
from zhenkit.columnar.names import HIGH, LOW, raw
from zhenkit.columnar.plan import RULE_SET, Plan
from zhenkit.columnar.row_reader import RowReader
from zhenkit.rulesets.model import Criterion, RuleSet

Shares = tuple[Share, Share]


class Scorer:
    """Scores the batches of a table; what combinations it has met it remembers."""

    def __init__(self, plan: Plan, read: RowReader) -> None:
        self.plan, self.read = plan, read
        self.shares: dict[tuple[object, ...], Shares] = {}
        self.scores: dict[tuple[object, ...], tuple[float, float]] = {}

    def __call__(self, rows: pl.DataFrame) -> list[pl.Series]:
        """The lowest and the highest score of each row, of raw cells with what is prepared of them beside."""
        found = [pl.Series(name, [None], dtype=pl.Float64).new_from_index(0, rows.height) for name in (LOW, HIGH)]
        for code in range(len(self.plan.rule_sets)):
            at = (rows[RULE_SET] == code).arg_true()
            if at.len():
                found = [all.scatter(at, some) for all, some in zip(found, self._of_one(code, rows[at]), strict=True)]
        return found

    def _of_one(self, code: int, rows: pl.DataFrame) -> list[pl.Series]:
        """The scores of rows of one rule set."""
        ends = self.ends[code]
        if ends is not None:
            return rows.lazy().select(ends).collect().get_columns()
        lows, highs = zip(*self._of_rows(self.plan.rule_sets[code], rows), strict=True)
        return [pl.Series(LOW, lows, dtype=pl.Float64), pl.Series(HIGH, highs, dtype=pl.Float64)]

    @cached_property
    def ends(self) -> list[list[pl.Expr] | None]:
        """For each rule set the expressions of both ends; None where whole numbers cannot tell them."""
        return [self._whole(rule_set) for rule_set in self.plan.rule_sets]

    def _whole(self, rule_set: RuleSet) -> list[pl.Expr] | None:
        weights = [Fraction(rule_set.weights.get(criterion.number, 1)) for criterion in rule_set.criteria]
        whole = math.lcm(*[weight.denominator for weight in weights])
        try:
            each = [ratio(criterion.require, criterion.choices, self.plan) for criterion in rule_set.criteria]
            found = mean(each, [int(weight * whole) for weight in weights])
        except NotWhole:
            return None
        if found.of > MOST // 2000:
            return None
        return [_rounded(found.low, found.of).alias(LOW), _rounded(found.high, found.of).alias(HIGH)]

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
                self.shares[key] = progress(criterion.require, KnownFacts(given), criterion.choices)
            found.append(self.shares[key])
        return found


def _rounded(above: pl.Expr, below: int) -> pl.Expr:
    """100 times a fraction, rounded half to even to one decimal."""
    thousandths = above * 1000
    whole = thousandths // below
    twice = (thousandths - whole * below) * 2
    up = (twice > below) | ((twice == below) & (whole % 2 == 1))
    return pl.lit(SCORES).gather(whole + up.cast(pl.Int64))


SCORES = pl.Series([tenths / 10 for tenths in range(1001)], dtype=pl.Float64)
"""Every score there is: Polars divides by multiplying, and would be off in the last digit."""
MOST_REMEMBERED = 200_000


def _forget(memory: dict[Any, Any]) -> None:
    if len(memory) >= MOST_REMEMBERED:
        memory.clear()
