"""How a standard is written down: its numbers, the readings it owes, facts whose bounds get wider than need be."""

from __future__ import annotations

from collections.abc import Iterator

from zhenkit.checks import InPrinciple
from zhenkit.errors import Fault
from zhenkit.language import _, noted
from zhenkit.lints.exact import nodes
from zhenkit.lints.interface import NOTE, Lint, at
from zhenkit.ruleset import RuleSet

NUMBERS, UNREAD, WITH_BASE = "numbers", "principle-unread", "derived-with-base"
PROGRAMME, EIGHT = "专业镇", 8
"""A document of this name has eight criteria; those of other programmes have as many as they have."""


def numbers(rule_set: RuleSet) -> Iterator[Fault]:
    """Numbers that do not run from 1 to the last without a gap; to eight, for specialised towns."""
    if rule_set.adopts:
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


def principles(rule_set: RuleSet) -> Iterator[Fault]:
    """Checks in principle of which neither they nor what they hold say how the phrase is read."""
    for criterion in () if rule_set.adopts else rule_set.criteria:
        for part in (criterion.require, *criterion.prefer):
            for check in nodes(part):
                if isinstance(check, InPrinciple) and check.reading is None and check.check.reading is None:
                    said = _("it says “in principle” but not how that is read; add `reading:`")
                    yield at(rule_set, check, said, UNREAD)


def derived(rule_set: RuleSet) -> Iterator[Fault]:
    """Derived facts that a criterion asks for together with a fact they are derived from."""
    for criterion in () if rule_set.adopts else rule_set.criteria:
        asked = {fact.id for fact in criterion.asked}
        for leaf in criterion.leaves:
            if bases := [base.id for base in leaf.fact.bases if base.id in asked]:
                said = _(
                    "{fact} is derived from {bases}, which this criterion asks for too: "
                    "where they are missing or a range, its bounds may be wider than need be"
                )
                yield at(rule_set, leaf, said.format(fact=leaf.fact.id, bases=", ".join(bases)), WITH_BASE)


LINTS = (
    Lint(NUMBERS, noted("a number that is left out is a clause that nobody judges"), one=numbers),
    Lint(UNREAD, noted("“in principle” leaves room: an official has to see how it was taken"), one=principles),
    Lint(
        WITH_BASE,
        noted("a derived fact is taken as free of its base: bounds are sound, but no longer tight"),
        NOTE,
        one=derived,
    ),
)
