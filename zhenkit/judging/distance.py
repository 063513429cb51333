"""A town judged -> how many elementary changes it is from a grade: the least that a way of its `Gap` has."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from zhenkit.checks.distance import Distances, by_choice, hold_to_formulas
from zhenkit.checks.distance_formulas import (
    NEVER,
    ByChoice,
    ByDecision,
    DistanceFormula,
    FormulaFold,
    NoFormula,
    Required,
    least,
    tied,
    together,
    total,
)
from zhenkit.checks.grades import RELAXED, Grade, granted, refused
from zhenkit.checks.tree import INCLUDES, Leaf
from zhenkit.facts.fact import Fact
from zhenkit.facts.types.base import Value
from zhenkit.judging.gap import Gap
from zhenkit.judging.judgement import Judgement
from zhenkit.judging.routes import Asked, GapMemo, held_by
from zhenkit.rulesets.model import Criterion, RuleSet


def distance(judgement: Judgement, grade: Grade, memo: GapMemo | None = None) -> int | None:
    """The least number of elementary changes by which a town reaches a grade for sure; None where none reach it.

    A change is of one fact, of a set of one member, or a decision. `memo`: towns measured with the same one share what
    their facts have in common.
    """
    formula = formula_of(judgement.rule_set, grade)
    if formula is None:
        first = Gap(judgement, Asked(grade, held_by(judgement.rule_set)), memo).first(1)
        return sum(change.steps for change in first[0].changes) if first else None
    found = _OfTown(judgement).of(formula)
    return found if found < NEVER else None


@lru_cache(maxsize=256)
def formula_of(rule_set: RuleSet, grade: Grade) -> DistanceFormula | None:
    """The distance of any town from a grade, as a formula; None where there is none of reasonable size."""
    if any(fact.id in rule_set.facts.never_negative for fact in rule_set.asked):
        return None  # some figures no town file may state
    try:
        hold_to_formulas(criterion.require for criterion in rule_set.criteria)
        return total(_of_group(group, grade) for group in tied(rule_set.criteria, lambda criterion: criterion.asked))
    except NoFormula:
        return None


def _of_group(criteria: list[Criterion], grade: Grade) -> DistanceFormula:
    """The distance of criteria that facts tie together."""
    choices = dict.fromkeys(choice for criterion in criteria for choice in criterion.choices)
    if not choices:
        return together(_of_criterion(criterion, grade, None)(None) for criterion in criteria)
    if len(choices) > 1:
        raise NoFormula
    (choice,) = choices
    each = [_of_criterion(criterion, grade, choice) for criterion in criteria]
    return by_choice(choice, lambda value: together(one(value) for one in each))


def _of_criterion(criterion: Criterion, grade: Grade, choice: Fact | None) -> Callable[[str | None], DistanceFormula]:
    """The distance of a criterion by the value of the choice, whatever was decided on it."""

    def cut(decided: Callable[[Grade], Grade]) -> Grade:
        return next(cut for cut in Grade if decided(cut) >= grade)

    def of_value(value: str | None) -> DistanceFormula:
        undecided, after_grant, after_refusal = (
            criterion.require.fold(Distances(cut, choice, value)) for cut in (grade, cut(granted), cut(refused))
        )
        if grade == RELAXED:
            undecided = least([undecided, total([after_grant, 1])])
        return ByDecision(criterion.number, undecided, after_grant, after_refusal)

    return of_value


class _OfTown(FormulaFold[int]):
    """The sum that a formula comes to for a town; NEVER or more where no changes suffice."""

    def __init__(self, judgement: Judgement) -> None:
        self.facts: Mapping[str, Value] = judgement.facts
        self.decisions = judgement.town.decisions

    def number(self, number: int) -> int:
        """So many."""
        return number

    def lacking(self, required: Required) -> int:
        """By the fact of the town; what is missing lacks all."""
        fact, operator, figure = required
        if required.counts_members:
            members = self.facts.get(fact.id, frozenset())
            return max(0, len(figure - members) if operator is INCLUDES else figure - len(members))
        if self._holds(required, False):
            return 0
        return 1 if fact.changeable or self._holds(required, True) else NEVER

    def if_met(self, required: Required, at_best: bool) -> int:
        """By the fact of the town."""
        return 0 if self._holds(required, at_best) else NEVER

    def _holds(self, required: Required, at_best: bool) -> bool:
        fact, operator, figure = required
        ends = Leaf(None, None, fact, operator, figure).ends(self.facts.get(fact.id))
        return bool(operator.holds(ends[at_best], figure))

    def total(self, parts: Sequence[int]) -> int:
        """The sum."""
        return sum(parts)

    def least(self, parts: Sequence[int]) -> int:
        """The least."""
        return min(parts)

    def most(self, parts: Sequence[int]) -> int:
        """The most."""
        return max(parts)

    def earning(self, parts: Sequence[int], points: Sequence[int], mark: int) -> int:
        """The least sum for each number of points, one part after the other."""
        earned = {0: 0}
        for taken, worth in zip(parts, points, strict=True):
            for before, cost in list(earned.items()):
                now = min(mark, before + worth)
                earned[now] = min(earned.get(now, NEVER), cost + taken)
        return earned.get(mark, NEVER)

    def by_decision(self, formula: ByDecision) -> int:
        """By the decision recorded of the town."""
        decision = self.decisions.get(formula.number)
        if decision is None:
            return self.of(formula.undecided)
        return self.of(formula.granted if decision.granted else formula.refused)

    def by_choice(self, formula: ByChoice) -> int:
        """By the town's value."""
        value = self.facts.get(formula.choice.id)
        return self.of(formula.missing if value is None else dict(formula.by_value)[value])
