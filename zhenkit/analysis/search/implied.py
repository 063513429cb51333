"""What is so of the computed facts of one series, whatever its figures: where one is high, another is not low.

A search takes computed facts as free of each other. With these implications kept, it finds fewer towns that there
cannot be: no three years whose least is 5 come to less than 15. They are not all that hold, and need not be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import permutations
from typing import Any, NamedTuple

from zhenkit.analysis.search.search import Kept
from zhenkit.checks.tree import AT_LEAST, MORE_THAN, Leaf
from zhenkit.facts.derived import GROWTHS, LEAST_GROWTH, Derivation, growth
from zhenkit.facts.fact import Fact

Change = Callable[[Any], Any]


class _Bound(NamedTuple):
    """Where one fact is at least x, another is at least `up(x)`: so where that is to be y, the one is `down(y)`."""

    up: Change
    down: Change


def implied(derived: Sequence[Fact], asking: Sequence[Leaf]) -> list[Kept]:
    """The implications between the figures that leaves ask of computed facts."""
    found = []
    figures = {fact.id: {figure for leaf in asking if leaf.fact is fact for figure in leaf.figures} for fact in derived}
    for one, other in permutations(derived, 2):
        if one.derived is not None and other.derived is not None and (bound := _bound(one.derived, other.derived)):
            pairs = [(x, bound.up(x)) for x in figures[one.id]] + [(bound.down(y), y) for y in figures[other.id]]
            found += [_kept(one, x, other, y) for x, y in pairs if isinstance(x, (int, Fraction))]
    return [kept for both in found for kept in both]


def _kept(one: Fact, x: Any, other: Fact, y: Any) -> Iterator[Kept]:
    for operator in (AT_LEAST, MORE_THAN):  # more of the one is more of the other
        yield Kept(Leaf(None, None, other, operator, y), Leaf(None, None, one, operator, x))


def _bound(one: Derivation, other: Derivation) -> _Bound | None:
    """What the one says of the other, where they come from one series; None where nothing."""
    if not one.years or not other.years or replace(one, kind=other.kind, years=other.years) != other:
        return None  # of other figures, or counted in another way
    # of figures that are never below nothing, more years have no less
    covers = one.years >= other.years or one.lowest >= 0
    if one.kind == "least" and other.kind == "least" and one.years >= other.years:
        return _times(Fraction(1))
    if one.kind == "least" and other.kind in ("sum", "average") and covers:
        return _times(Fraction(min(one.years, other.years), _parts(other)))
    if one.kind in ("sum", "average") and other.kind in ("sum", "average") and one.lowest >= 0:
        return _times(Fraction(_parts(one), _parts(other))) if one.years < other.years else None
    if one.kind == LEAST_GROWTH and other.kind in GROWTHS and one.years >= other.years:
        return _times(Fraction(1)) if other.kind != "growth" else _over(other.years)
    return None


def _parts(derivation: Derivation) -> int:
    """Into how many parts a sum goes."""
    return derivation.years if derivation.kind == "average" else 1


def _times(factor: Fraction) -> _Bound:
    return _Bound(lambda x: x * factor, lambda y: y / factor)


def _over(years: int) -> _Bound:
    """A growth in each of so many years, and over all of them; nothing grows by less than -100 %."""
    return _Bound(lambda x: (1 + max(x, -1)) ** years - 1, lambda y: growth(1 + max(Fraction(y), Fraction(-1)), years))
