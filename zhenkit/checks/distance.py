"""A check -> how many elementary changes it is from a grade, as a formula of any town (see `distance_formulas.py`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from zhenkit.checks.distance_formulas import (
    NEVER,
    ByChoice,
    DistanceFormula,
    IfMet,
    Lacking,
    NoFormula,
    Required,
    earning,
    least,
    together,
    total,
    tried,
)
from zhenkit.checks.grades import MET, REVIEW, Grade
from zhenkit.checks.steps import least_met
from zhenkit.checks.tree import (
    AT_LEAST_MEMBERS,
    INCLUDES,
    All,
    AnyOf,
    Check,
    FigureTable,
    Fold,
    InPrinciple,
    Leaf,
    Of,
    Relaxed,
    leaves,
)
from zhenkit.facts.fact import Fact
from zhenkit.facts.types.members import ChoiceType, SetType


class Distances(Fold[DistanceFormula]):
    """How many changes a check is from a cut of the grades, for one value of its choice.

    Without a value (None) the choice stays missing, and the changes must serve each of its values.
    """

    def __init__(self, cut: Grade, choice: Fact | None, value: str | None) -> None:
        self.cut, self.choice, self.value = cut, choice, value

    def leaf(self, check: Leaf) -> DistanceFormula:
        """The changes that it lacks."""
        if not isinstance(check.figure, FigureTable):
            return self._lacking(check, check.figure)
        figures = check.figure.figures
        asked = list(figures.values()) if self.value is None else [figures[self.value]]
        return together([self._lacking(check, figure) for figure in dict.fromkeys(asked)])

    def _lacking(self, check: Leaf, figure: Any) -> DistanceFormula:
        if figure is None:
            return 0 if self.cut <= REVIEW else NEVER
        required = Required(check.fact, check.operator, figure)
        if required.counts_members:
            if check.operator not in (AT_LEAST_MEMBERS, INCLUDES) or not check.fact.changeable:
                raise NoFormula
            kind = check.fact.type
            assert isinstance(kind, SetType)
            return Lacking(required) if required.members <= len(kind.by_id) else NEVER
        return Lacking(required) if least_met(check, figure, check.figures) is not None else IfMet(required)

    def all(self, _check: All, parts: Sequence[DistanceFormula]) -> DistanceFormula:
        """All of the parts."""
        return together(parts)

    def any(self, check: AnyOf, parts: Sequence[DistanceFormula]) -> DistanceFormula:
        """The part that takes the fewest."""
        self._hold_to_one(check.checks)
        return least(parts)

    def of(self, check: Of, parts: Sequence[DistanceFormula]) -> DistanceFormula:
        """The parts that take the fewest of those that earn the points."""
        self._hold_to_one(check.checks)
        return tried(parts, lambda each: earning(each, check.points, check.count))

    def _hold_to_one(self, checks: Sequence[Check]) -> None:
        """Changes that serve each value of a choice may serve each by another of the parts, unless one alone differs.

        Raises NoFormula.
        """
        if self.choice is not None and self.value is None and sum(map(_is_by_choice, checks)) > 1:
            raise NoFormula

    def relaxed(self, _check: Relaxed, part: DistanceFormula) -> DistanceFormula:
        """Never above the cap."""
        return NEVER if self.cut == MET else part

    def in_principle(self, _check: InPrinciple, part: DistanceFormula) -> DistanceFormula:
        """At review already."""
        return 0 if self.cut <= REVIEW else part


def _is_by_choice(check: Check) -> bool:
    return any(isinstance(leaf.figure, FigureTable) for leaf in leaves(check))


def hold_to_formulas(checks: Iterable[Check]) -> None:
    """Raises NoFormula for checks whose facts are computed, are choices, or pull both ways: more here, less there.

    >>> hold_to_formulas([either])
    """
    pulls: dict[Fact, set[bool]] = {}
    for check in checks:
        for leaf in leaves(check):
            pulls.setdefault(leaf.fact, set()).add(leaf.operator.upward)
    for fact, ways in pulls.items():
        if len(ways) > 1 or fact.derived is not None or fact.may_be_undefined or isinstance(fact.type, ChoiceType):
            raise NoFormula


def by_choice(choice: Fact, of_value: Callable[[str | None], DistanceFormula]) -> DistanceFormula:
    """The distance by a choice; to find out or to change its value is a change as well.

    >>> by_choice(kind, lambda value: 0 if value == "farm" else 1).missing
    1
    """
    kind = choice.type
    assert isinstance(kind, ChoiceType)
    each: Mapping[str, DistanceFormula] = {value: of_value(value) for value in kind.by_id}
    if choice.changeable:
        each = {
            value: least([here, *(total([1, other]) for one, other in each.items() if one != value)])
            for value, here in each.items()
        }
    found = least(total([1, one]) for one in each.values())
    return ByChoice(choice, tuple(each.items()), least([of_value(None), found]))
