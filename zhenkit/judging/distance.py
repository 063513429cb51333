"""A town judged -> how many elementary changes it is from a grade: the least that a way of its `Gap` has."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

from zhenkit.checks.distance import Distances, by_choice, hold_to_formulas
from zhenkit.checks.distance_formulas import (
    NEVER,
    ByChoice,
    ByDecision,
    DistanceFormula,
    Earning,
    IfMet,
    Lacking,
    Least,
    Most,
    NoFormula,
    OneChange,
    Required,
    Total,
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
    found = _OfTown(judgement)(formula)
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


class _OfTown:
    """The sum that a formula comes to for a town."""

    def __init__(self, judgement: Judgement) -> None:
        self.facts: Mapping[str, Value] = judgement.facts
        self.decisions = judgement.town.decisions

    def __call__(self, formula: DistanceFormula) -> int:
        """How many changes; NEVER or more where none suffice."""
        match formula:
            case int():
                return formula
            case Lacking(required):
                return self._lacking(required)
            case IfMet(required, at_best):
                return 0 if self._holds(required, at_best) else NEVER
            case OneChange():
                return 1
            case Total(parts):
                return sum(map(self, parts))
            case Least(parts):
                return min(map(self, parts))
            case Most(parts):
                return max(map(self, parts))
            case Earning(parts, points, mark):
                earned = {0: 0}
                for part, worth in zip(parts, points, strict=True):
                    taken = self(part)
                    for before, cost in list(earned.items()):
                        now = min(mark, before + worth)
                        earned[now] = min(earned.get(now, NEVER), cost + taken)
                return earned.get(mark, NEVER)
            case ByDecision(number, undecided, after_grant, after_refusal):
                decision = self.decisions.get(number)
                return self(undecided if decision is None else after_grant if decision.granted else after_refusal)
            case ByChoice(choice, by_value, missing):
                return self(dict(by_value)[self.facts[choice.id]] if choice.id in self.facts else missing)

    def _lacking(self, required: Required) -> int:
        fact, operator, figure = required
        if required.counts_members:
            members = self.facts.get(fact.id, frozenset())
            return max(0, len(figure - members) if operator is INCLUDES else figure - len(members))
        if self._holds(required, False):
            return 0
        return 1 if fact.changeable or self._holds(required, True) else NEVER

    def _holds(self, required: Required, at_best: bool) -> bool:
        fact, operator, figure = required
        ends = Leaf(None, None, fact, operator, figure).ends(self.facts.get(fact.id))
        return bool(operator.holds(ends[at_best], figure))
