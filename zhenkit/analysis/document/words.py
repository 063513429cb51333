"""Where a text names facts of the dictionary: by label, alias, words of titles, or phrases of documents."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from zhenkit.analysis.document.read import plain_line
from zhenkit.facts.dictionary import Facts
from zhenkit.facts.fact import Fact
from zhenkit.facts.types.members import ChoiceType, LevelType, MemberType, SetType
from zhenkit.facts.types.years import YearType

UNNAMED = ("text", "date", "choice", "set", "series")
"""Types of facts that are not looked for by their names: choices and sets by their members."""
SHORTEST = 2
BETWEEN = r"[^。;:]{0,12}?"
"""What may be for … in a phrase."""


class Mention(NamedTuple):
    """Words of a text that name a fact; where several go by them, in the order of the dictionary."""

    start: int
    end: int
    facts: tuple[Fact, ...]


class Members(NamedTuple):
    """Words of a text that name a member of a choice, a set or the scale of levels."""

    start: int
    end: int
    id: str


class Vocabulary:
    """The words by which a dictionary's facts are known in a document."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts

    @cached_property
    def _phrases(self) -> list[tuple[re.Pattern[str], tuple[Fact, ...]]]:
        named: dict[str, list[Fact]] = {}
        for fact in self.facts.by_id.values():
            if fact.type.name not in UNNAMED and not isinstance(fact.type, YearType):
                for phrase in dict.fromkeys(_phrases_of(fact)):
                    named.setdefault(phrase, []).append(fact)
        return [(_pattern(phrase), tuple(facts)) for phrase, facts in named.items()]

    @cached_property
    def choices(self) -> tuple[Fact, ...]:
        """The choices by which figures may differ: categories, not what a figure measures."""
        bases = {fact.basis for fact in self.facts.by_id.values()}
        return tuple(f for f in self.facts.by_id.values() if isinstance(f.type, ChoiceType) and f.id not in bases)

    @cached_property
    def sets(self) -> tuple[Fact, ...]:
        """The sets."""
        return tuple(fact for fact in self.facts.by_id.values() if isinstance(fact.type, SetType))

    @cached_property
    def levels(self) -> LevelType:
        """The scale of levels."""
        return LevelType(self.facts.levels)

    def mentions(self, text: str) -> list[Mention]:
        """Where the text names facts, in order; of what overlaps, the longest."""
        found: dict[tuple[int, int], list[Fact]] = {}
        for pattern, facts in self._phrases:
            for match in pattern.finditer(text):
                found.setdefault(match.span(), []).extend(facts)
        order = {fact_id: at for at, fact_id in enumerate(self.facts.by_id)}
        spans = _apart(found)
        unique = {span: dict.fromkeys(found[span]) for span in spans}
        return [Mention(*span, tuple(sorted(unique[span], key=lambda fact: order[fact.id]))) for span in spans]

    def members(self, text: str, kind: MemberType) -> list[Members]:
        """Where the text names members, in order; of what overlaps, the longest."""
        found: dict[tuple[int, int], str] = {}
        for member in kind.members:
            for name in map(plain_line, (member.label.zh, *member.aliases)):
                if len(name) >= SHORTEST:
                    found |= {match.span(): member.id for match in re.finditer(re.escape(name), text)}
        return [Members(*span, found[span]) for span in _apart(found)]


def _apart(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    taken: set[int] = set()
    for start, end in sorted(spans, key=lambda span: (span[0] - span[1], span)):
        if taken.isdisjoint(range(start, end)):
            kept.append((start, end))
            taken.update(range(start, end))
    return sorted(kept)


def _phrases_of(fact: Fact) -> Iterator[str]:
    for name in (fact.label.zh, *fact.aliases, *fact.titles, *fact.phrases):
        phrase = plain_line(name)
        if len(phrase) >= SHORTEST and not phrase.isascii():
            yield phrase
        if phrase.endswith("数") and len(phrase) > 4:  # 龙头企业数 is 龙头企业 in a text
            yield phrase[:-1]


def _pattern(phrase: str) -> re.Pattern[str]:
    return re.compile(BETWEEN.join(map(re.escape, phrase.split("…"))))
