"""What a rule file comes to as a whole: whether some town can pass, whether some town can fail. Over all towns."""

from __future__ import annotations

from collections.abc import Iterator

from zhenkit.analysis.lint.lint import Lint, at, own
from zhenkit.analysis.lint.redundant import never_fails
from zhenkit.analysis.search.questions import above, nodes
from zhenkit.analysis.search.search import Budget
from zhenkit.checks.grades import RELAXED
from zhenkit.checks.rewrite import CONSTANTS, NEVER
from zhenkit.checks.tree import All, Check
from zhenkit.core.errors import LintProblem
from zhenkit.core.i18n import _, noted
from zhenkit.rulesets.model import Criterion, RuleSet

NOBODY_PASSES, NOBODY_FAILS = "nobody-passes", "nobody-fails"


def nobody_passes(rule_set: RuleSet, budget: Budget) -> Iterator[LintProblem]:
    """Criteria that some town can meet one by one, and none together."""
    criteria = list(own(rule_set))
    # a criterion that no town can meet by itself is reported where it is
    if not criteria or _can_pass(criteria, budget) or not all(_can_pass([each], budget) for each in criteria):
        return
    for criterion in tuple(criteria):  # leave out what is not needed for it
        if not _can_pass(rest := [each for each in criteria if each is not criterion], budget):
            criteria = rest
    said = _("no town can pass: none can meet the criteria {numbers} together")
    numbers = _(", ").join(str(criterion.number) for criterion in criteria)
    yield at(rule_set, criteria[-1].require, said.format(numbers=numbers), NOBODY_PASSES)


def _can_pass(criteria: list[Criterion], budget: Budget) -> bool:
    """Whether some town fails none of them."""
    return above(All(None, None, tuple(criterion.require for criterion in criteria)), NEVER, budget)


def nobody_fails(rule_set: RuleSet, budget: Budget) -> Iterator[LintProblem]:
    """Criteria that every town meets at least as an exception, though it may miss each way; and a file of no others."""
    criteria = own(rule_set)
    explained = {finding.line for each in criteria for finding in never_fails(rule_set, each, budget)}
    sure = [criterion for criterion in criteria if not _can_miss(criterion.require, budget)]
    for criterion in sure:
        if explained.isdisjoint(at(rule_set, each, "", "").line for each in nodes(criterion.require)):
            said = _("no town can fail criterion {number}: each meets one of its ways")
            yield at(rule_set, criterion.require, said.format(number=criterion.number), NOBODY_FAILS)
    if len(criteria) > 1 and len(sure) == len(criteria):
        yield rule_set.problem(("criteria",), _("no town can fail: each meets every criterion"), NOBODY_FAILS)


def _can_miss(check: Check, budget: Budget) -> bool:
    """Whether some town is below *relaxed*."""
    return above(CONSTANTS[RELAXED], check, budget)


LINTS = (
    Lint(
        NOBODY_PASSES,
        noted("criteria that contradict each other exclude every town"),
        whole=nobody_passes,
    ),
    Lint(
        NOBODY_FAILS,
        noted("a criterion that no town can fail looks like a requirement but excludes none"),
        whole=nobody_fails,
    ),
)
