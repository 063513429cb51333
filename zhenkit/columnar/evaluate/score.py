"""The score of rows, exact: in whole numbers for a column at once, or else once for each combination of cells."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from functools import partial
from threading import Lock
from typing import Any

import polars as pl

from zhenkit.checks.evaluate import KnownFacts
from zhenkit.checks.score import Share, progress, score
from zhenkit.columnar.evaluate.ratios import MOST, NotWhole, mean, ratio
from zhenkit.columnar.names import HIGH, LOW, raw
from zhenkit.columnar.plan import RULE_SET, Plan
from zhenkit.columnar.row_reader import RowReader
from zhenkit.rulesets.model import Criterion, RuleSet
from zhenkit.towns.tables.header import HeaderColumn

Shares = tuple[Share, Share]


class Scorer:
    """Scores the rows of a table; what combinations of cells it has met it remembers."""

    names = (LOW, HIGH)

    def __init__(self, plan: Plan) -> None:
        self.plan, self.read = plan, RowReader(plan.facts, mapping=plan.mapping)
        self.shares: dict[tuple[object, ...], Shares] = {}
        self.scores: dict[tuple[object, ...], tuple[float, float]] = {}
        self.lock = Lock()

    def __reduce__(self) -> tuple[Any, ...]:
        """What makes another, for another process."""
        return Scorer, (self.plan,)

    def __call__(self, rows: pl.LazyFrame) -> pl.LazyFrame:
        """Rows of raw cells and of what is prepared of them, with the lowest and the highest score of each beside."""
        whole = [self._whole(rule_set) for rule_set in self.plan.rule_sets]
        rows = rows.with_columns(self._by_row(code) for code, found in enumerate(whole) if found is None)
        ends = [found or _fields_of(code) for code, found in enumerate(whole)]
        return rows.with_columns(
            _of_rule_set(each).alias(name) for name, each in zip((LOW, HIGH), zip(*ends, strict=True), strict=True)
        )

    def _whole(self, rule_set: RuleSet) -> list[pl.Expr] | None:
        """The expressions of both ends; None where whole numbers cannot give them."""
        weights = [Fraction(rule_set.weights.get(criterion.number, 1)) for criterion in rule_set.criteria]
        whole = math.lcm(*[weight.denominator for weight in weights])
        try:
            each = [ratio(criterion.require, criterion.choices, self.plan) for criterion in rule_set.criteria]
            found = mean(each, [int(weight * whole) for weight in weights])
        except NotWhole:
            return None
        if found.of > MOST // 2000:
            return None
        return [_rounded(found.low, found.of), _rounded(found.high, found.of)]

    def _by_row(self, code: int) -> pl.Expr:
        """Both ends for the rows of a rule set, each different combination of cells scored once."""
        columns = {
            raw(each.index) for criterion in self.plan.rule_sets[code].criteria for each in self._columns(criterion)
        }
        found = pl.struct(RULE_SET, *sorted(columns)).map_batches(
            partial(self._of_rows, code),
            return_dtype=pl.Struct({LOW: pl.Float64, HIGH: pl.Float64}),
            is_elementwise=True,
        )
        assert isinstance(found, pl.Expr)  # of an expression
        return found.alias(f"score__{code}")

    def _of_rows(self, code: int, cells: pl.Series) -> pl.Series:
        rows = cells.struct.unnest()
        at = (rows[RULE_SET] == code).arg_true()
        rule_set = self.plan.rule_sets[code]
        with self.lock:
            progressed = [self._progress(criterion, rows[at]) for criterion in rule_set.criteria]
            scores = [self._score(rule_set, shares) for shares in zip(*progressed, strict=True)]
        ends = {}
        for end, name in enumerate((LOW, HIGH)):
            none = pl.Series([None], dtype=pl.Float64).new_from_index(0, rows.height)
            ends[name] = none.scatter(at, [each[end] for each in scores])
        return pl.DataFrame(ends).to_struct(cells.name)

    def _columns(self, criterion: Criterion) -> list[HeaderColumn]:
        """The columns that state what a criterion asks for."""
        facts = {fact_id for fact in criterion.asked for fact_id in (fact.id, *fact.reads)}
        return [column for source in self.plan.sources if source.fact.id in facts for column in source.columns]

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
        columns = self._columns(criterion)
        names = [raw(column.index) for column in columns]
        keys = rows.select(names).rows() if names else [()] * rows.height
        found = []
        for cells in keys:
            key = (criterion, *(tuple(cell) if isinstance(cell, list) else cell for cell in cells))
            if key not in self.shares:
                town, _wrong = self.read(columns, cells)
                given = dict(town.facts) if town is not None else {}
                given.update({fact.id: fact.value_of(given) for fact in criterion.asked if fact.derived})
                _forget(self.shares)
                self.shares[key] = progress(criterion.require, KnownFacts(given), criterion.choices)
            found.append(self.shares[key])
        return found


def _fields_of(code: int) -> list[pl.Expr]:
    return [pl.col(f"score__{code}").struct.field(end) for end in (LOW, HIGH)]


def _of_rule_set(of_each: Sequence[pl.Expr]) -> pl.Expr:
    """Of one expression a rule set, the one of the row's."""
    chosen = of_each[-1]
    for code, each in enumerate(of_each[:-1]):
        chosen = pl.when(pl.col(RULE_SET) == code).then(each).otherwise(chosen)
    return chosen


def _rounded(above: pl.Expr, below: int) -> pl.Expr:
    """100 times a fraction, rounded half to even to one decimal; 100.0 only of a whole."""
    thousandths = above * 1000
    whole = thousandths // below
    twice = (thousandths - whole * below) * 2
    up = (twice > below) | ((twice == below) & (whole % 2 == 1))
    return pl.lit(SCORES).gather(pl.min_horizontal(whole + up.cast(pl.Int64), 999 + (above == below).cast(pl.Int64)))


SCORES = pl.Series([tenths / 10 for tenths in range(1001)], dtype=pl.Float64)
"""Every score there is: Polars divides by multiplying, and would be off in the last digit."""
MOST_REMEMBERED = 200_000


def _forget(memory: dict[Any, Any]) -> None:
    if len(memory) >= MOST_REMEMBERED:
        memory.clear()
