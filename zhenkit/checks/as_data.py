"""A check -> plain data, for a program in another language that folds the tree again: the form's script does.

Data of JSON alone. A figure is exact: a text of a whole number (`"2000000000"`) or of a fraction (`"1/8"`), `"inf"` and
`"-inf"` for what has no end; money is in fen, a level its rank, a date its day, as `facts/types/` read them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from zhenkit.checks.normal_form import ALL, ANY, IN_PRINCIPLE, LEAF, OF, RELAXED_CHECK
from zhenkit.checks.tree import All, AnyOf, Check, FigureTable, Fold, InPrinciple, Leaf, Of, Relaxed
from zhenkit.facts.derived import Derivation
from zhenkit.facts.fact import Fact
from zhenkit.facts.types.members import MemberType

Data = dict[str, Any]


class AsData(Fold[Data]):
    """A check as data, part by part in the order in which they are written."""

    def leaf(self, check: Leaf) -> Data:
        """The fact, how it compares, and the figure; or the choice that a table is by, and its figures."""
        found = {"kind": LEAF, "fact": check.fact.id, "compares": check.operator.word, "up": check.operator.upward}
        if isinstance(check.figure, FigureTable):
            figures = {choice: figure_as_data(figure) for choice, figure in check.figure.figures.items()}
            return {**found, "by": check.figure.by.id, "figures": figures}
        return {**found, "figure": figure_as_data(check.figure)}

    def all(self, _check: All, parts: Sequence[Data]) -> Data:
        """The parts."""
        return {"kind": ALL, "checks": list(parts)}

    def any(self, _check: AnyOf, parts: Sequence[Data]) -> Data:
        """The parts."""
        return {"kind": ANY, "checks": list(parts)}

    def of(self, check: Of, parts: Sequence[Data]) -> Data:
        """The parts, what each is worth, and the mark."""
        return {"kind": OF, "checks": list(parts), "points": list(check.points), "count": check.count}

    def relaxed(self, _check: Relaxed, part: Data) -> Data:
        """Its check."""
        return {"kind": RELAXED_CHECK, "check": part}

    def in_principle(self, _check: InPrinciple, part: Data) -> Data:
        """Its check."""
        return {"kind": IN_PRINCIPLE, "check": part}


def check_as_data(check: Check) -> Data:
    """A check and all below it.

    >>> check_as_data(ten_firms)
    {'kind': 'leaf', 'fact': 'firms', 'compares': 'at_least', 'up': True, 'figure': '10'}
    >>> check_as_data(by_kind)["figures"]
    {'farm': '5', 'trade': None}
    """
    return check.fold(AsData())


def figure_as_data(figure: Any) -> Any:
    """A figure, exact: a text; of a yes or no itself, of a set the list of its members, None where there is none.

    >>> figure_as_data(2 * 10**11), figure_as_data(Fraction(1, 8)), figure_as_data(frozenset("ba"))
    ('200000000000', '1/8', ['a', 'b'])
    """
    if figure is None or isinstance(figure, bool):
        return figure
    if isinstance(figure, frozenset):
        return sorted(figure)
    if figure in (math.inf, -math.inf):
        return "inf" if figure > 0 else "-inf"
    return str(Fraction(figure))


def facts_as_data(facts: Iterable[Fact]) -> dict[str, Data]:
    """Facts by id, with those that they are computed from: the scale of each, and how it is computed.

    >>> facts_as_data([exports])["exports"]["top"]
    True
    """
    found: dict[str, Data] = {}
    left = list(facts)
    while left:
        fact = left.pop(0)
        if fact.id not in found:
            found[fact.id] = _fact(fact)
            left += fact.parts
    return found


def _fact(fact: Fact) -> Data:
    kind = fact.type
    parted = kind.figure is not kind
    found: Data = {
        "id": fact.id,
        "kind": "series" if parted else kind.definition or kind.name,
        "bottom": figure_as_data(kind.figure.bottom),
        "top": figure_as_data(kind.figure.top),
        "whole": fact.whole,
        "least": figure_as_data(fact.least),
        "most": figure_as_data(fact.most),
        "undefined": fact.may_be_undefined,
        "bases": [base.id for base in fact.bases],
        "parts": [part.id for part in fact.parts],
    }
    if parted:
        found["figure"] = kind.figure.definition
    if isinstance(kind, MemberType):
        found["members"] = list(kind.by_id)
    if fact.derived is not None:
        found["derived"] = _derivation(fact.derived)
    return found


def _derivation(derived: Derivation) -> Data:
    return {
        "kind": derived.kind,
        "bases": list(derived.bases),
        "years": derived.years,
        "lowest": figure_as_data(derived.lowest),
        "whole": derived.whole,
        "until": derived.until,
        "by_zero": derived.by_zero,
        "anchored": derived.is_anchored,
        "growth": derived.of_growth,
    }
