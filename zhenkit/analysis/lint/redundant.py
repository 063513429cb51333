"""Checks without effect: every town meets them, none can, or they change no grade. Decided over all towns."""

from __future__ import annotations

from collections.abc import Iterator

from zhenkit.analysis.lint import ordering
from zhenkit.analysis.lint.lint import Lint, at, own
from zhenkit.analysis.search.questions import above, implies, matters, nodes, removable, same
from zhenkit.analysis.search.search import Budget
from zhenkit.checks.normal_form import outline
from zhenkit.checks.rewrite import ALWAYS, NEVER
from zhenkit.checks.tree import Check, leaves
from zhenkit.core.errors import LintProblem
from zhenkit.core.i18n import _, noted
from zhenkit.rulesets.model import Criterion, RuleSet

NEVER_FAILS, NEVER_HOLDS, NEVER_MATTERS, REPEATS = "never-fails", "never-holds", "never-matters", "preference-repeats"


def never_fails(rule_set: RuleSet, criterion: Criterion, budget: Budget) -> Iterator[LintProblem]:
    """The smallest checks that every town meets that has a figure for them."""
    for check in (criterion.require, *criterion.prefer):
        for found in _smallest([each for each in nodes(check) if not above(ALWAYS, each, budget, defined=True)]):
            said = _("every town meets this check: it requires nothing")
            if any(leaf.fact.may_be_undefined for leaf in leaves(found)):
                said = _("every town meets this check, unless it divides by 0: it requires nothing")
            yield at(rule_set, found, said, NEVER_FAILS)


def never_holds(rule_set: RuleSet, criterion: Criterion, budget: Budget) -> Iterator[LintProblem]:
    """The smallest checks that no town can meet, not even by review or relaxed, whatever its figures."""
    for check in (criterion.require, *criterion.prefer):
        for found in _smallest([each for each in nodes(check) if not above(each, NEVER, budget, defined=True)]):
            said = _("no town can meet this check")
            if found is criterion.require:
                said = _("no town can meet this check, and so none can pass: criterion {number} fails for every town")
            yield at(rule_set, found, said.format(number=criterion.number), NEVER_HOLDS)


def _smallest(found: list[Check]) -> Iterator[Check]:
    """Those that contain none of the others."""
    for check in found:
        if not any(below in found for below in nodes(check)[1:]):
            yield check


def never_matters(rule_set: RuleSet, criterion: Criterion, budget: Budget) -> Iterator[LintProblem]:
    """Checks without which each town would have the same grade of the criterion.

    A criterion in which another lint says why is left to it.
    """
    explained = {
        finding.line
        for found in (
            never_fails(rule_set, criterion, budget),
            never_holds(rule_set, criterion, budget),
            ordering.floors(rule_set, criterion, budget),
            ordering.relaxations(rule_set, criterion, budget),
        )
        for finding in found
    }
    if explained.isdisjoint(at(rule_set, each, "", "").line for each in nodes(criterion.require)):
        for idle in _idle(criterion.require, budget):
            said = _("it changes no grade: without it, every town gets the same grade in criterion {number}")
            yield at(rule_set, idle, said.format(number=criterion.number), NEVER_MATTERS)


def _idle(whole: Check, budget: Budget) -> Iterator[Check]:
    gone: list[Check] = []
    for part in removable(whole):
        if not any(part in nodes(each) for each in gone) and not matters(whole, gone, part, budget):
            gone.append(part)
            yield part


def preferences(rule_set: RuleSet, budget: Budget) -> Iterator[LintProblem]:
    """Preferences that a requirement, or a preference before them, covers already."""
    criteria = own(rule_set)
    explained = {finding.line for each in criteria for finding in never_fails(rule_set, each, budget)}
    before: dict[object, Criterion] = {}
    for criterion in criteria:
        for check in criterion.prefer:
            asked = outline(check)
            other = before.setdefault(asked.signature, criterion)
            if other is not criterion or any(
                check is not each and same(check, each, budget) for each in _earlier(criterion, check)
            ):
                said = _("it is already preferred under criterion {number}")
                yield at(rule_set, check, said.format(number=other.number), REPEATS)
                continue
            for required in criteria:
                shared = asked.fact_ids & outline(required.require).fact_ids
                line = at(rule_set, check, "", "").line
                if shared and line not in explained and implies(required.require, check, budget):
                    said = _("every town that meets criterion {number} has this merit: it distinguishes none")
                    yield at(rule_set, check, said.format(number=required.number), REPEATS)
                    break


def _earlier(criterion: Criterion, check: Check) -> tuple[Check, ...]:
    return criterion.prefer[: criterion.prefer.index(check)]


LINTS = (
    Lint(
        NEVER_FAILS,
        noted("a check that every town meets looks like a requirement but has no effect"),
        each=never_fails,
    ),
    Lint(
        NEVER_HOLDS,
        noted("a check that no town can meet excludes every town, or is an option that nobody can take"),
        each=never_holds,
    ),
    Lint(
        NEVER_MATTERS,
        noted("a check that another one covers looks like a requirement or an option but has no effect"),
        each=never_matters,
    ),
    Lint(
        REPEATS,
        noted("a merit ranks towns that pass; one that all of them have, or that counts twice, does not"),
        whole=preferences,
    ),
)
