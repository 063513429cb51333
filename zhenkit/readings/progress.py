"""A town's facts -> how far each check is on the way, from 0 to 1, exactly: what the score is made of."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

from zhenkit.checks import AT_LEAST_MEMBERS, INCLUDES, All, AnyOf, Check, InPrinciple, Leaf, Of, Reading, Relaxed
from zhenkit.readings.span import Case
from zhenkit.values import Fact, Value

Share = Fraction | int
HALF = Fraction(1, 2)


class Progress(Reading[Share]):
    """The progress of a check with missing and uncertain facts at their worst (`end` 0) or their best (`end` 1)."""

    def __init__(self, case: Case, end: int) -> None:
        self.case, self.end = case, end

    def leaf(self, check: Leaf) -> Share:
        """1 where it holds, else the share of what is asked; one half where the table sets no figure."""
        facts = self.case.facts
        value = check.ends(facts.get(check.fact.id))[self.end]
        figure = check.asked(facts)
        if figure is None:
            return HALF
        if check.comparison.holds(value, figure):
            return 1
        return _share(check, value, figure)

    def all(self, _check: All, parts: Sequence[Share]) -> Share:
        """The mean."""
        return _mean(parts)

    def any(self, _check: AnyOf, parts: Sequence[Share]) -> Share:
        """The largest."""
        return max(parts)

    def of(self, check: Of, parts: Sequence[Share]) -> Share:
        """The mean of the best so many."""
        return _mean(sorted(parts)[-check.count :])

    def relaxed(self, _check: Relaxed, part: Share) -> Share:
        """That of its check."""
        return part

    def in_principle(self, _check: InPrinciple, part: Share) -> Share:
        """That of its check."""
        return part


def _mean(parts: Sequence[Share]) -> Share:
    total = sum(parts)
    return 1 if total == len(parts) else Fraction(total) / len(parts) if total else 0


def _share(check: Leaf, value: Value, figure: Value) -> Share:
    """Given / asked of a leaf that does not hold: figures and levels by value, sets by share of members; else 0."""
    if check.comparison is INCLUDES:
        return Fraction(len(value & figure), len(figure))
    if check.comparison is AT_LEAST_MEMBERS:
        return Fraction(len(value), figure)
    if isinstance(value, bool) or value == math.inf:
        return 0
    return Fraction(value, figure)


def progress(check: Check, case: Case, choices: Sequence[Fact]) -> tuple[Share, Share]:
    """The lowest and the highest progress that the missing and uncertain facts allow, each from 0 to 1."""
    completions = tuple(case.completions(choices))
    low = min([check.fold(Progress(completion, 0)) for completion in completions])
    high = max([check.fold(Progress(completion, 1)) for completion in completions])
    return low, high


def score(shares: Sequence[Share], weights: Sequence[Fraction | int]) -> float:
    """100 times the weighted mean, rounded half to even to one decimal."""
    total = sum(weights)
    exact = sum((share * weight for share, weight in zip(shares, weights, strict=True)), start=Fraction(0)) / total
    return round(exact * 1000) / 10
