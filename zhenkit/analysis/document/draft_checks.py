"""The checks of a draft: what is to be written of each, and those that are one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from zhenkit.core.i18n import Text, both, noted
from zhenkit.facts.fact import Fact
from zhenkit.facts.types.members import ChoiceType
from zhenkit.rulesets.model import NO_FIGURE

FROM_FIGURES, FROM_WORDS, OWN = "figures", "words", "own"
"""What a line was made of: a figure; words that name a fact; words that name none."""
REVIEW_READ = noted("the document sets no figure for the other categories: they need review")


@dataclass
class DraftCheck:
    """A check to write: a line (`fact` and how it is asked), or a group of such under a word."""

    word: str
    """`fact`, or the key of a group: all, any, relaxed, in_principle."""
    fact: str = ""
    asked: dict[str, Any] = field(default_factory=dict)
    of: list[DraftCheck] = field(default_factory=list)
    line: int | None = None
    said: str = ""
    source: str = ""
    reading: Text | None = None

    @property
    def is_upward(self) -> bool:
        """Of a line: whether more of its fact helps."""
        word, asked = next(iter(self.asked.items()))
        return word not in ("at_most", "less_than") and asked is not False

    def walk(self) -> Iterator[DraftCheck]:
        """The check and all below it."""
        yield self
        for each in self.of:
            yield from each.walk()


@dataclass
class DraftCriterion:
    """A criterion to write, and what of its clause found no place."""

    require: list[DraftCheck] = field(default_factory=list)
    prefer: list[DraftCheck] = field(default_factory=list)
    unplaced: list[tuple[int, str]] = field(default_factory=list)


def asked_of_words(fact: Fact, refused: bool) -> dict[str, Any] | None:
    """How a fact is asked that is named without a figure: that it is so, or there is one; None where neither can be."""
    kind = fact.type.figure.name
    if kind in ("finding", "yes/no"):
        return {"is": not refused}
    if kind == "count":
        return {"less_than" if refused else "at_least": 1}
    if kind == "level":
        return {"at_least": fact.type.write(1)}
    return None


def merged_tables(checks: Sequence[DraftCheck]) -> list[DraftCheck]:
    """Lines of one fact for several categories as one table."""
    made: list[DraftCheck] = []
    for check in checks:
        word, asked = next(iter(check.asked.items()), ("", None))
        like = (each.asked.get(word) for each in made if each.fact == check.fact)
        table = next((each for each in like if isinstance(asked, dict) and isinstance(each, dict)), None)
        if not isinstance(asked, dict) or table is None or asked["by"] != table["by"]:
            made.append(check)
            continue
        table |= asked
        into = next(each for each in made if each.asked.get(word) is table)
        into.said, into.reading = f"{into.said}；{check.said}", into.reading or check.reading
    return made


def without_repeats(checks: Sequence[DraftCheck]) -> list[DraftCheck]:
    """Lines that say the same once, tables of one fact in one."""
    kept: list[DraftCheck] = []
    for check in merged_tables(checks):
        if not any(check.word == "fact" and (each.fact, each.asked) == (check.fact, check.asked) for each in kept):
            kept.append(check)
    return kept


def complete(check: DraftCheck, choices: Sequence[Fact]) -> None:
    """Give every table below a check a row for each value of its choice: review, where the document sets no figure."""
    for each in check.walk():
        for word, asked in each.asked.items():
            if isinstance(asked, dict):
                kind = next(fact.type for fact in choices if fact.id == asked["by"])
                assert isinstance(kind, ChoiceType)
                rows = {member.id: asked.get(member.id, NO_FIGURE) for member in kind.members}
                each.asked[word] = {"by": asked["by"], **rows}
                if NO_FIGURE in rows.values() and each.reading is None:
                    each.reading = both(REVIEW_READ)
