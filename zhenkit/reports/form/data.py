"""A rule set -> the data of its form: the tree, the facts and how they are called, the words that the script says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from zhenkit.checks.as_data import check_as_data, facts_as_data
from zhenkit.checks.tree import Check, leaves
from zhenkit.core.i18n import current
from zhenkit.facts.dictionary import NAMING
from zhenkit.facts.fact import Fact
from zhenkit.facts.types.members import MemberType
from zhenkit.reports.form.outline import requirements
from zhenkit.reports.form.words import words
from zhenkit.rulesets.fact_usage import facts_to_state
from zhenkit.rulesets.model import RuleSet
from zhenkit.towns.words import OF_NAMES

Data = dict[str, Any]


def data(rule_set: RuleSet) -> Data:
    """What the script judges by, as plain JSON, in the language in use."""
    stated = facts_to_state(rule_set.facts, rule_set)
    named = {*stated, *rule_set.asked}
    held_to = [fact for fact in rule_set.facts.held_to if {*fact.bases} <= {*stated}]
    facts = facts_as_data([*stated, *rule_set.asked, *held_to])
    for fact_id, entry in facts.items():
        fact = rule_set.facts.by_id.get(fact_id)
        if fact is not None:
            entry |= _called(fact, stated=fact in named)
    return {
        "rules": rule_set.edition,
        "facts": facts,
        "stated": [fact.id for fact in stated],
        "criteria": [
            {"number": each.number, "name": str(each.name), "check": check_as_data(each.require)}
            for each in rule_set.criteria
        ],
        "merits": [
            {"number": each.number, "check": check_as_data(check)}
            for each in rule_set.criteria
            for check in each.prefer
        ],
        "required": [requirements(leaf) for check in checks_of(rule_set) for leaf in leaves(check)],
        "held_to": [fact.id for fact in held_to],
        "never_negative": {
            base: str(fact.label) for base, fact in rule_set.facts.never_negative.items() if base in facts
        },
        "words": words(),
    }


def checks_of(rule_set: RuleSet) -> Iterator[Check]:
    """The checks of its criteria and then of its merits: in this order the page and its script number leaves."""
    yield from (criterion.require for criterion in rule_set.criteria)
    yield from (check for criterion in rule_set.criteria for check in criterion.prefer)


def _called(fact: Fact, stated: bool) -> Data:
    """How a fact and its members are called: in the page, in a town file that is saved, in one that is loaded."""
    found: Data = {"label": str(fact.label)}
    if stated:
        found |= {
            "key": fact.label.zh if current() == "zh" else fact.id,
            "names": list(fact.names),
            "units": list(fact.units),
        }
    if fact.id in NAMING:
        found["placeholders"] = sorted(OF_NAMES)
    kind = fact.type
    if isinstance(kind, MemberType):
        found["names_of_members"] = {name: member.id for name, member in kind.by_name.items()}
        found["written"] = {
            member.id: member.label.zh if current() == "zh" and kind.by_name[member.label.zh] is member else member.id
            for member in kind.members
        }
        found["labels"] = {member.id: str(member.label) for member in kind.members}
    return found
