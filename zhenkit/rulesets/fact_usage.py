"""A fact -> the criteria that ask for it, rule set by rule set: for those who fill in a town file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from zhenkit.checks.tree import facts_asked
from zhenkit.core.i18n import _
from zhenkit.facts.dictionary import IDENTITY, Facts
from zhenkit.facts.fact import Fact
from zhenkit.rulesets.model import Criterion, RuleSet


class Asking(NamedTuple):
    """A criterion of a rule set that asks for a fact; `merit` where only its preferences do."""

    rule_set: RuleSet
    criterion: Criterion
    merit: bool


def askings(rule_sets: Iterable[RuleSet]) -> Mapping[str, tuple[Asking, ...]]:
    """The criteria that ask for each fact, by its id, in the order of the rule sets; what is adopted is listed once.

    A criterion that asks for a derived fact asks for those it is computed from.
    """
    found: dict[str, tuple[Asking, ...]] = {}
    seen: list[Criterion] = []
    for rule_set in rule_sets:
        for criterion in rule_set.criteria:
            if criterion in seen:
                continue
            seen.append(criterion)
            required = dict.fromkeys(_stated(criterion.asked))
            preferred = dict.fromkeys(_stated(fact for check in criterion.prefer for fact in facts_asked(check)))
            for fact_id in required | preferred:
                asking = Asking(rule_set, criterion, fact_id not in required)
                found[fact_id] = (*found.get(fact_id, ()), asking)
    return found


def facts_to_state(facts: Facts, rule_set: RuleSet) -> tuple[Fact, ...]:
    """What a town file states for a rule set: by what it is known, what criteria ask for, at the end what merits do.

    Beside a figure is the fact that says what it measures.
    """
    asked = askings([rule_set])
    required = {fact_id for fact_id, each in asked.items() if not all(one.merit for one in each)}
    bases = {fact.basis for fact in facts.stated if fact.id in required and fact.basis is not None}
    known_by = [facts[fact_id] for fact_id in ("name", *IDENTITY) if fact_id in facts.by_id]
    wanted = [fact for fact in facts.stated if fact.id in required | bases]
    merits = [fact for fact in facts.stated if fact.id in asked]
    return tuple(dict.fromkeys([*known_by, *wanted, *merits]))


def _stated(asked: Iterable[Fact]) -> Iterator[str]:
    """The ids of facts that a town file states: of a derived one, of those it is computed from."""
    return (stated.id for fact in asked for stated in fact.bases or (fact,))


def in_words(asked: Iterable[Asking]) -> str:
    """The criteria, in the language in use: `changzhi 4; shanxi 4, 5 (merit)`."""
    by_set: dict[str, list[str]] = {}
    for rule_set, criterion, merit in asked:
        number = _("{number} (merit)").format(number=criterion.number) if merit else str(criterion.number)
        by_set.setdefault(rule_set.id, []).append(number)
    return _("; ").join(f"{rule_id} {_(', ').join(numbers)}" for rule_id, numbers in by_set.items())
