"""A town's facts -> how far each check has got, from 0 to 1, exactly: what the score is made of."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from zhenkit.checks.evaluate import KnownFacts
from zhenkit.checks.tree import COUNTING, INCLUDES, STRICT, All, AnyOf, Check, Fold, Leaf, Of
from zhenkit.facts.derived import exactly
from zhenkit.facts.fact import Fact
from zhenkit.facts.quantities import UNDEFINED
from zhenkit.facts.types.base import Value

Share = Fraction | int
Shares = tuple[Share, Share]
"""Progress with missing and uncertain facts at their worst, and at their best."""

NONE: Shares = (0, 0)
NEARLY = Fraction(999, 1000)
"""The most that a value has got which must be above the figure, or below it, and is not."""
HALF: Shares = (Fraction(1, 2), Fraction(1, 2))
WHOLE: Shares = (1, 1)


class Progress(Fold[Shares]):
    """The progress of a check, for a case whose choices are known."""

    def __init__(self, case: KnownFacts) -> None:
        self.case = case

    def leaf(self, check: Leaf) -> Shares:
        """1 where it is met, else the share of what is required; one half where that is for review."""
        facts = self.case.facts
        figure = check.asked(facts)
        value = facts.get(check.fact.id)
        if figure is None or value is UNDEFINED:
            return HALF
        low, high = _of_figures(check, *check.ends(value), figure)
        if check.may_be_undefined(value):
            return min(low, HALF[0]), max(high, HALF[1])
        return low, high

    def all(self, _check: All, parts: Sequence[Shares]) -> Shares:
        """The mean."""
        return _mean(parts)

    def any(self, _check: AnyOf, parts: Sequence[Shares]) -> Shares:
        """The largest."""
        return max([low for low, _high in parts]), max([high for _low, high in parts])

    def of(self, check: Of, parts: Sequence[Shares]) -> Shares:
        """The mean of the best parts that make up the points required, each by the points it gives towards them."""
        lows, highs = zip(*parts, strict=True)
        return _best(lows, check), _best(highs, check)

    def _same(self, _check: Check, part: Shares) -> Shares:
        return part

    relaxed = in_principle = _same


def _mean(parts: Sequence[Shares]) -> Shares:
    lows, highs = [low for low, _high in parts], [high for _low, high in parts]
    low = _average(lows)
    return low, low if lows == highs else _average(highs)


def _best(shares: Sequence[Share], check: Of) -> Share:
    wanted, total = check.count, Fraction(0)
    # from the part that has got furthest downwards, until the points required are made up; the last gives a part of
    # its points where fewer are left to earn: 3 points of a part worth 5 count 3
    for share, points in sorted(zip(shares, check.points, strict=True), reverse=True):
        total += share * min(points, wanted)
        wanted -= min(points, wanted)
    return total / check.count


def _average(shares: Sequence[Share]) -> Share:
    """The mean, exact; over a common denominator, since adding fractions one by one is slow."""
    below = math.lcm(*[share.denominator for share in shares])
    above = sum([share.numerator * (below // share.denominator) for share in shares])
    below *= len(shares)
    return above // below if above % below == 0 else Fraction(above, below)


def _of_figures(check: Leaf, worst: Value, best: Value, figure: Value) -> Shares:
    if check.operator.holds(worst, figure):
        return WHOLE
    low = _share(check, worst, figure)
    if worst is best:
        return low, low
    return low, 1 if check.operator.holds(best, figure) else _share(check, best, figure)


def _share(check: Leaf, value: Value, figure: Value) -> Share:
    """Of a leaf that is not met: value / required, or required / value where less is better; a set's share; else 0."""
    if check.operator is INCLUDES:
        return Fraction(len(value & figure), len(figure))
    if check.operator in COUNTING:
        value = len(value)
    part, whole = (value, figure) if check.operator.upward else (figure, value)
    if not check.fact.type.has_shares or part <= 0 or whole <= 0 or whole == math.inf:
        return 0
    # 10 where more than 10 is required has not got all the way
    most = NEARLY if check.operator in STRICT else Fraction(1)
    return min(exactly(part) / exactly(whole), most)


def progress(check: Check, case: KnownFacts, choices: Sequence[Fact]) -> Shares:
    """The lowest and the highest progress that the missing and uncertain facts allow, each from 0 to 1.

    >>> progress(needs_both, KnownFacts({"firms": 5}), ())  # half the firms; exports are missing
    (Fraction(1, 4), Fraction(3, 4))
    """
    ends = [check.fold(Progress(completion)) for completion in case.completions(choices)]
    return min([low for low, _high in ends]), max([high for _low, high in ends])


def score(shares: Sequence[Share], weights: Sequence[Decimal | int]) -> float:
    """100 times the weighted mean, rounded half to even to one decimal; 100.0 only where each is whole.

    >>> score([1, Fraction(1, 3)], weights=[1, 1])
    66.7
    >>> score([1, Fraction(1, 3)], weights=[3, 1])
    83.3
    """
    if all(weight == 1 for weight in weights):
        mean = _average(shares)
    else:
        exact = [Fraction(weight) for weight in weights]
        weighted = [share * weight for share, weight in zip(shares, exact, strict=True)]
        mean = sum(weighted, Fraction(0)) / sum(exact, Fraction(0))
    return (1000 if mean == 1 else min(round(mean * 1000), 999)) / 10
