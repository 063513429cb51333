"""Figures and exceptions the wrong way round: a floor above its threshold, a relaxation that is not easier."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from zhenkit.analysis.lint.lint import Lint, at
from zhenkit.analysis.search.questions import above
from zhenkit.analysis.search.search import Budget
from zhenkit.checks.normal_form import ALL, ANY, LEAF, RELAXED_CHECK, Outline, outline
from zhenkit.checks.tree import INCLUDES, AnyOf, FigureTable, Leaf
from zhenkit.core.errors import LintProblem
from zhenkit.core.i18n import _, noted
from zhenkit.rulesets.model import Criterion, RuleSet

FLOOR, RELAXATION = "floor-above-threshold", "relaxation-no-easier"


def _outlines(criterion: Criterion, kind: str) -> Iterator[Outline]:
    pending = [outline(criterion.require)]
    while pending:
        found = pending.pop(0)
        pending = [*found.parts, *pending]
        if found.kind == kind:
            yield found


def floors(rule_set: RuleSet, criterion: Criterion, _budget: Budget) -> Iterator[LintProblem]:
    """Floors: figures required beside a group of alternatives, one of which requires less of the same fact."""
    for whole in _outlines(criterion, ALL):
        for floor in _leaves(whole):
            ways = [part for part in whole.parts if part.kind == ANY]
            for threshold in (leaf for part in ways for leaf in _leaves(part)):
                if (beyond := _beyond(floor, threshold)) is not None:
                    asked, less = (
                        leaf.fact.type.write(figure) for leaf, figure in zip((floor, threshold), beyond, strict=True)
                    )
                    line, _column = rule_set.find(rule_set.places.get(threshold, ()), False)
                    said = _(
                        "the floor for {fact}, {floor}, is stricter than the threshold {threshold} on line {line}, "
                        "which then has no effect"
                    )
                    message = said.format(fact=floor.fact.called, floor=asked, threshold=less, line=line)
                    yield at(rule_set, floor, message, FLOOR)
                    break


def _leaves(group: Outline) -> list[Leaf]:
    return [part.check for part in group.parts if part.kind == LEAF and isinstance(part.check, Leaf)]


def _beyond(floor: Leaf, threshold: Leaf) -> tuple[Any, Any] | None:
    """The two figures, for some choice, of a floor stricter than the threshold; None where it never is."""
    upward = floor.operator.upward
    if floor.fact.id != threshold.fact.id or INCLUDES in (floor.operator, threshold.operator):
        return None
    pairs = ((_of(floor, choice), _of(threshold, choice)) for choice in _choices(floor, threshold))
    for low, high in pairs:
        if low is not None and high is not None and (low > high if upward else low < high):
            return low, high
    return None


def _choices(*leaves: Leaf) -> list[tuple[str, str] | None]:
    """The choices on which the figures of leaves depend, each with its fact; one None where on none."""
    tables = [leaf.figure for leaf in leaves if isinstance(leaf.figure, FigureTable)]
    return [(table.by.id, choice) for table in tables for choice in table.figures] or [None]


def _of(leaf: Leaf, choice: tuple[str, str] | None) -> Any:
    """The figure a leaf requires, for a choice; None where it requires none, or by another choice."""
    if not isinstance(leaf.figure, FigureTable):
        return leaf.figure
    return leaf.figure.figures.get(choice[1]) if choice is not None and choice[0] == leaf.figure.by.id else None


def relaxations(rule_set: RuleSet, criterion: Criterion, budget: Budget) -> Iterator[LintProblem]:
    """Exceptions that no town needs that does not meet an alternative beside them."""
    for whole in _outlines(criterion, ANY):
        strict = [part.check for part in whole.parts if part.kind != RELAXED_CHECK]
        for exception in (part.check for part in whole.parts if part.kind == RELAXED_CHECK):
            if strict and not above(exception, AnyOf(None, None, tuple(strict)), budget):
                said = _("no town needs this relaxation: every town that meets it also meets what it relaxes")
                yield at(rule_set, exception, said, RELAXATION)


LINTS = (
    Lint(FLOOR, noted("a floor is the minimum required; above its threshold it is the threshold"), each=floors),
    Lint(RELAXATION, noted("an exception that is not easier than the rule has no effect"), each=relaxations),
)
