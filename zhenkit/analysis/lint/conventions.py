"""How a standard is written down: its numbers, missing readings, facts whose spans get wider than necessary."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from zhenkit.analysis.lint.lint import NOTE, Lint, at
from zhenkit.checks.tree import Gathered, InPrinciple, Leaf
from zhenkit.core.errors import LintProblem
from zhenkit.core.i18n import _, noted
from zhenkit.facts.derived import Pulls
from zhenkit.rulesets.model import RuleSet

NUMBERS, UNREAD = "numbers", "principle-unread"
WITH_BASE, TOGETHER = "derived-with-base", "derived-together"
PROGRAMME, EIGHT = "专业镇", 8
"""A document of this name has eight criteria; those of other programmes have as many as they have."""


def numbers(rule_set: RuleSet) -> Iterator[LintProblem]:
    """Numbers that do not run from 1 to the last without a gap; to eight, for specialised towns."""
    if rule_set.adopts or not rule_set.criteria:
        return
    found = {criterion.number for criterion in rule_set.criteria}
    specialised = PROGRAMME in rule_set.document.title
    last = EIGHT if specialised else max(found)
    if absent := [str(number) for number in range(1, last + 1) if number not in found]:
        said = _("there is no criterion {numbers}; criteria are numbered from 1 without a gap")
        if specialised:
            said = _("there is no criterion {numbers}; a standard for specialised towns has eight, numbered 1 to 8")
        yield rule_set.problem(("criteria",), said.format(numbers=", ".join(absent)), NUMBERS)
    for index, criterion in enumerate(rule_set.criteria):
        if criterion.number > last:
            said = _("there is a criterion {number}; a standard for specialised towns has eight, numbered 1 to 8")
            yield rule_set.problem(("criteria", index, "number"), said.format(number=criterion.number), NUMBERS)


class Unread(Gathered[InPrinciple]):
    """The checks in principle of which neither they nor the check below say how the phrase is read."""

    def in_principle(self, check: InPrinciple, part: tuple[InPrinciple, ...], /) -> tuple[InPrinciple, ...]:
        """The check itself, where it does not say."""
        return (check, *part) if check.reading is None and check.check.reading is None else part


def principles(rule_set: RuleSet) -> Iterator[LintProblem]:
    """Checks in principle of which neither they nor the check below say how the phrase is read."""
    for criterion in () if rule_set.adopts else rule_set.criteria:
        for part in (criterion.require, *criterion.prefer):
            for check in part.fold(Unread()):
                said = _("it says “in principle” but not how that is interpreted; add `reading:`")
                yield at(rule_set, check, said, UNREAD)


def derived_with_base(rule_set: RuleSet) -> Iterator[LintProblem]:
    """Derived facts that a criterion uses together with their base, of which the two favour opposite values."""
    for one, other in _torn(rule_set):
        for leaf, base in ((one, other), (other, one)):
            if base.fact in leaf.fact.bases:
                said = _(
                    "{fact} is derived from {bases}, which this criterion uses too: "
                    "where they are missing or a range, its span may be wider than necessary"
                )
                yield at(rule_set, leaf, said.format(fact=leaf.fact.called, bases=base.fact.called), WITH_BASE)


def derived_together(rule_set: RuleSet) -> Iterator[LintProblem]:
    """Facts that a criterion uses together and that are derived from one, of which they favour opposite values; ratios
    of two such facts.
    """
    for criterion in () if rule_set.adopts else rule_set.criteria:
        for leaf in criterion.leaves:
            every = [part.bases or (part,) for part in leaf.fact.parts]
            if len(every) == 2 and (shared := [base.called for base in every[0] if base in every[1]]):
                said = _(
                    "both sides of {fact} come from {bases}: "
                    "where it is missing or a range, the criterion's span may be wider than necessary"
                )
                yield at(rule_set, leaf, said.format(fact=leaf.fact.called, bases=_(", ").join(shared)), TOGETHER)
    for one, other in _torn(rule_set):
        if bases := [base.called for base in other.fact.bases if base in one.fact.bases]:
            said = _(
                "{fact} and {other} are both derived from {bases}, but favour opposite values of it: "
                "where it is missing or a range, the criterion's span may be wider than necessary"
            )
            message = said.format(fact=other.fact.called, other=one.fact.called, bases=_(", ").join(bases))
            yield at(rule_set, other, message, TOGETHER)


def _torn(rule_set: RuleSet) -> Iterator[tuple[Leaf, Leaf]]:
    """Pairs of leaves of one criterion, of two facts, that cannot both be at their worst or their best."""
    for criterion in () if rule_set.adopts else rule_set.criteria:
        first = {leaf.fact.id: leaf for leaf in reversed(criterion.leaves)}
        asked = [leaf for leaf in criterion.leaves if first[leaf.fact.id] is leaf]
        for one, other in combinations(asked, 2):
            here, there = _pulls(one), _pulls(other)
            if any(here[at] is None or here[at] != there[at] for at in here.keys() & there.keys()):
                yield one, other


def _pulls(leaf: Leaf) -> Pulls:
    """Which way each figure that a leaf depends on moves its grade."""
    return {at: None if pull is None else pull == leaf.operator.upward for at, pull in leaf.fact.pulls.items()}


LINTS = (
    Lint(NUMBERS, noted("a missing number means a clause that is not judged"), one=numbers),
    Lint(
        UNREAD, noted("“in principle” leaves discretion: an official must see how it was interpreted"), one=principles
    ),
    Lint(
        WITH_BASE,
        noted("a derived fact is treated as independent of its base: spans are sound, but no longer tight"),
        NOTE,
        one=derived_with_base,
    ),
    Lint(
        TOGETHER,
        noted("facts derived from the same fact are treated as independent: spans are sound, but no longer tight"),
        NOTE,
        one=derived_together,
    ),
)
