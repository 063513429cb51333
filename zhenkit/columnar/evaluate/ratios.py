"""A check -> its progress as whole numbers over a common denominator, for a whole column at once: exact, and fast.

What cannot be computed so (shares of figures that are to be low, of numbers, of facts computed, of so many of a list)
is refused with NotWhole, and `score.py` computes such a rule set's scores row by row.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import polars as pl

from zhenkit.checks.score import NEARLY
from zhenkit.checks.tree import (
    AT_LEAST,
    IS_NO,
    IS_YES,
    MORE_THAN,
    All,
    AnyOf,
    Check,
    Fold,
    InPrinciple,
    Leaf,
    Of,
    Relaxed,
)
from zhenkit.columnar.names import has_own_column, high, is_figure, low
from zhenkit.columnar.plan import Plan, share_of
from zhenkit.facts.fact import Fact
from zhenkit.facts.types.base import Value
from zhenkit.facts.types.members import SetType

MOST = 2**62
"""The largest denominator that 64 bits leave room for."""


class NotWhole(Exception):
    """A check whose progress has no denominator that is known beforehand."""


@dataclass(frozen=True)
class Ratio:
    """Progress at its lowest and its highest: two columns of whole numbers, over one denominator."""

    low: pl.Expr
    high: pl.Expr
    of: int

    def over(self, denominator: int) -> Ratio:
        """The same over a multiple of its denominator."""
        if denominator > MOST:
            raise NotWhole
        times = denominator // self.of
        return self if times == 1 else Ratio(self.low * times, self.high * times, denominator)


def together(ratios: Sequence[Ratio]) -> list[Ratio]:
    """The ratios over one denominator."""
    # The denominators come from the rule file, not from the rows (10 firms required: tenths), so one fits all rows, and
    # exact fractions are added, compared and averaged as whole numbers. Floats would rank towns by their rounding.
    common = math.lcm(*[ratio.of for ratio in ratios])
    return [ratio.over(common) for ratio in ratios]


def mean(ratios: Sequence[Ratio], weights: Sequence[int] | None = None) -> Ratio:
    """Their mean, each weighed."""
    weights = weights or [1] * len(ratios)
    common = together(ratios)
    of = common[0].of * sum(weights)
    if of > MOST:
        raise NotWhole
    lows = [ratio.low * weight for ratio, weight in zip(common, weights, strict=True)]
    highs = [ratio.high * weight for ratio, weight in zip(common, weights, strict=True)]
    return Ratio(pl.sum_horizontal(lows), pl.sum_horizontal(highs), of)


class Ratios(Fold[Ratio]):
    """The progress of a check, for one value of each choice."""

    def __init__(self, plan: Plan, chosen: Mapping[str, Value]) -> None:
        self.plan, self.chosen = plan, chosen

    def leaf(self, check: Leaf) -> Ratio:
        """1 where it is met, else the share of what is required."""
        figure = check.asked(self.chosen)
        if figure is None:
            return _constant(1, 1, 2)
        fact = check.fact
        if check.operator in (IS_YES, IS_NO):
            return self._yes_or_no(check)
        if isinstance(fact.type, SetType):
            return self._set(check, figure)
        is_prepared = is_figure(fact) or has_own_column(fact)
        if check.operator not in (AT_LEAST, MORE_THAN) or not (is_prepared and fact.type.has_shares):
            raise NotWhole
        if not check.operator.holds(fact.type.top, figure):
            raise NotWhole  # beyond the scale: not even a missing fact can be all of it
        if figure <= 0 and fact.type.bottom < 0:
            raise NotWhole
        is_nearly = check.operator is MORE_THAN and figure > 0
        if figure <= 0:
            figure = 1  # more than 0 is 1 or more; at least 0 is always reached
            if check.operator is AT_LEAST:
                return _constant(1, 1, 1)
        if fact.id not in self.plan.given:
            return _constant(0, figure, figure)
        names = (low(fact), high(fact)) if is_figure(fact) else (fact.id, fact.id)
        if is_nearly:
            return self._above(figure, *names)
        worst, best = (pl.col(name).cast(pl.Int64).clip(0, figure) for name in names)
        return Ratio(worst.fill_null(0), best.fill_null(figure), figure)

    def _above(self, figure: int, *names: str) -> Ratio:
        """Of values that must be above a figure: nearly whole up to it."""
        of = figure * NEARLY.denominator
        if of > MOST // NEARLY.denominator:
            raise NotWhole
        ends = [
            pl.when(pl.col(name) > figure)
            .then(of)
            .otherwise(
                (pl.col(name).cast(pl.Int64).clip(0, figure) * NEARLY.denominator).clip(0, figure * NEARLY.numerator)
            )
            for name in names
        ]
        worst, best = (pl.when(pl.col(name).is_not_null()).then(end) for name, end in zip(names, ends, strict=True))
        return Ratio(worst.fill_null(0), best.fill_null(of), of)

    def _yes_or_no(self, check: Leaf) -> Ratio:
        if check.fact.id not in self.plan.given:
            return _constant(0, 1, 1)
        yes = pl.col(check.fact.id) if check.operator is IS_YES else ~pl.col(check.fact.id)
        return Ratio(yes.fill_null(False).cast(pl.Int64), yes.fill_null(True).cast(pl.Int64), 1)

    def _set(self, check: Leaf, figure: Value) -> Ratio:
        requirement = (check.fact, check.operator, figure, False)
        of = len(figure) if isinstance(figure, frozenset) else figure
        if not check.operator.upward or of < 1:
            raise NotWhole
        if check.fact.id not in self.plan.given:
            return _constant(0, of, of)
        share = pl.col(share_of(self.plan.answers[requirement])).cast(pl.Int64)
        return Ratio(share.fill_null(0), share.fill_null(of), of)

    def all(self, _check: All, parts: Sequence[Ratio]) -> Ratio:
        """The mean."""
        return mean(parts)

    def any(self, _check: AnyOf, parts: Sequence[Ratio]) -> Ratio:
        """The largest."""
        common = together(parts)
        lows, highs = [ratio.low for ratio in common], [ratio.high for ratio in common]
        return Ratio(pl.max_horizontal(lows), pl.max_horizontal(highs), common[0].of)

    def of(self, _check: Of, _parts: Sequence[Ratio]) -> Ratio:
        """The best so many differ from row to row."""
        raise NotWhole

    def relaxed(self, _check: Relaxed, part: Ratio) -> Ratio:
        """That of its check."""
        return part

    def in_principle(self, _check: InPrinciple, part: Ratio) -> Ratio:
        """That of its check."""
        return part


def _constant(lowest: int, highest: int, of: int) -> Ratio:
    return Ratio(pl.lit(lowest, pl.Int64), pl.lit(highest, pl.Int64), of)


def ratio(check: Check, choices: Sequence[Fact], plan: Plan) -> Ratio:
    """The progress of a check: where a choice is missing, the lowest and the highest over its values."""
    # In a row whose choice is known, the cases of its other values must not count: they are put where they cannot be
    # the lowest (1) or the highest (0). Where the choice is missing, all count.
    cases = []
    for values in product(*(fact.type.by_id for fact in choices)):  # type: ignore[attr-defined]
        chosen = dict(zip([fact.id for fact in choices], values, strict=True))
        cases.append((chosen, check.fold(Ratios(plan, chosen))))
    if len(cases) == 1:
        return cases[0][1]
    common = together([found for _chosen, found in cases])
    of = common[0].of
    lows = [
        _if_chosen(chosen, choices, plan, each.low, of) for (chosen, _found), each in zip(cases, common, strict=True)
    ]
    highs = [
        _if_chosen(chosen, choices, plan, each.high, 0) for (chosen, _found), each in zip(cases, common, strict=True)
    ]
    return Ratio(pl.min_horizontal(lows), pl.max_horizontal(highs), of)


def _if_chosen(
    chosen: Mapping[str, Value], choices: Sequence[Fact], plan: Plan, value: pl.Expr, otherwise: int
) -> pl.Expr:
    """The value in rows whose choices may be these."""
    may_be = [
        (pl.col(fact.id) == list(fact.type.by_id).index(chosen[fact.id])).fill_null(True)  # type: ignore[attr-defined]
        for fact in choices
        if fact.id in plan.given
    ]
    return pl.when(pl.all_horizontal(may_be)).then(value).otherwise(otherwise) if may_be else value
