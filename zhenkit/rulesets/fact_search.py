"""A word -> the facts that go by it, in either language, each with the criteria that ask for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from zhenkit.core.errors import near
from zhenkit.facts.dictionary import Facts
from zhenkit.facts.fact import Fact
from zhenkit.facts.names import tidy
from zhenkit.facts.types.members import MemberType
from zhenkit.rulesets.fact_usage import Asking, askings
from zhenkit.rulesets.model import RuleSet


class FoundFact(NamedTuple):
    """A fact, and the criteria that ask for it."""

    fact: Fact
    asked: tuple[Asking, ...]


class FoundFacts(NamedTuple):
    """The facts that go by a word, or all of them."""

    word: str | None
    facts: list[FoundFact]


def find_facts(word: str | None, facts: Facts, rule_sets: Iterable[RuleSet]) -> FoundFacts:
    """The facts of which a word is called so, else of which one contains it, else near ones."""
    asked = askings(rule_sets)
    chosen = list(facts.by_id.values()) if word is None else _called(word, facts)
    return FoundFacts(word, [FoundFact(fact, asked.get(fact.id, ())) for fact in chosen])


def _called(word: str, facts: Facts) -> list[Fact]:
    wanted = tidy(word)
    words = {fact: [tidy(one) for one in _words(fact)] for fact in facts.by_id.values()}
    if not wanted:
        return []
    exact = [fact for fact, known in words.items() if wanted in known]
    containing = [fact for fact, known in words.items() if any(wanted in one for one in known) and fact not in exact]
    if exact or containing:
        return exact + containing
    close = near(wanted, [one for known in words.values() for one in known])
    within = {
        fact: max((len(one) for one in known if len(one) > 1 and one in wanted), default=0)
        for fact, known in words.items()
    }
    longest = max(within.values(), default=0)
    found = [fact for fact, known in words.items() if close in known]
    return found + [fact for fact, length in within.items() if length == longest > 0 and fact not in found]


def _words(fact: Fact) -> Iterator[str]:
    """Every word of a fact, in both languages."""
    yield from (*fact.names, fact.label.en, *fact.titles)
    if fact.unit is not None:
        yield from (fact.unit.zh, fact.unit.en)
    if isinstance(fact.type, MemberType):
        for member in fact.type.members:
            yield from (*member.names, member.label.en)
