"""The formulas of a rule set's criteria, cut by cut."""

from __future__ import annotations

from typing import NamedTuple

from zhenkit.checks.formulas import Cuts, Decided, Formula, GradeEnds, Not, conjunction, disjunction, ends_of
from zhenkit.rulesets.model import Criterion, RuleSet


class CriterionColumns(NamedTuple):
    """A criterion: the cuts of its two ends, any decision on it taken in, and its merits that are held."""

    number: int
    ends: GradeEnds
    merits: tuple[Formula, ...]


def criterion_columns(
    criterion: Criterion, given: frozenset[str], doubtable: frozenset[str], decided: frozenset[int]
) -> CriterionColumns:
    """A criterion's formulas. `given`: the facts there are columns for; `doubtable`: those that may be unproven.

    `decided`: the criteria that some row may have a decision on.
    """
    ends = ends_of(criterion.require, criterion.choices, given, doubtable)
    if criterion.number in decided:
        granted, refused = Decided(criterion.number, True), Decided(criterion.number, False)
        ends = GradeEnds(
            *(
                Cuts(
                    disjunction([cuts.relaxed, conjunction([cuts.review, Not(refused)])]),
                    disjunction([cuts.relaxed, conjunction([cuts.review, granted])]),
                    cuts.met,
                )
                for cuts in ends
            )
        )
    merits = tuple(
        ends_of(preference.check, preference.choices, given, doubtable).worst.relaxed
        for preference in criterion.preferences
    )
    return CriterionColumns(criterion.number, ends, merits)


def rule_set_columns(
    rule_set: RuleSet, given: frozenset[str], doubtable: frozenset[str], decided: frozenset[int]
) -> tuple[CriterionColumns, ...]:
    """The formulas of every criterion of a rule set."""
    return tuple(criterion_columns(criterion, given, doubtable, decided) for criterion in rule_set.criteria)
