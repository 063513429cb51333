"""The dictionary of facts, and a town: what is known of it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from zhenkit.core.characters import seen
from zhenkit.core.errors import near, quoted
from zhenkit.core.i18n import _
from zhenkit.facts.derived import QUOTIENTS
from zhenkit.facts.fact import Fact
from zhenkit.facts.names import tidy
from zhenkit.facts.types.members import ChoiceType, Member

if TYPE_CHECKING:
    pass

PLACE_FACTS = ("province", "city", "county")
NAMING = (*PLACE_FACTS, "name")
"""The facts that name a place or a town: a placeholder such as `/` or 无 does not."""
IDENTITY = (*NAMING, "year")


class Facts:
    """The dictionary: facts by id and by every name they go by."""

    def __init__(self, facts: Iterable[Fact], levels: tuple[Member, ...]) -> None:
        self.by_id: Mapping[str, Fact] = {fact.id: fact for fact in facts}
        self.levels = levels
        self.by_name: Mapping[str, Fact] = {name: fact for fact in self.by_id.values() for name in fact.names}

    def __getitem__(self, fact_id: str) -> Fact:
        return self.by_id[fact_id]

    def named(self, name: str) -> Fact | None:
        """The fact that a file calls so: by id, Chinese label or alias, as a person sees the name."""
        return self.by_name.get(name) or self.by_name.get(seen(name))

    def unknown(self, name: str, suggest: bool = True) -> str:
        """What to say of a name that no fact goes by; `suggest` a near one."""
        if suggest and (close := near(name, self.by_name)):
            return _("unknown fact {name}; did you mean {near}?").format(name=quoted(name), near=close)
        found = self.with_word(name) if suggest else []
        if 0 < len(found) <= MOST_WITH_WORD:
            said = _("unknown fact {name}; it could be {facts}")
            listed = _(" or ").join(f"{fact.label.zh} ({fact.id})" for fact in found)
            return said.format(name=quoted(name), facts=listed)
        return _("unknown fact {name}; `zhenkit facts` lists the facts there are").format(name=quoted(name))

    def with_word(self, word: str) -> list[Fact]:
        """The facts in whose names a word stands: those of shorter names first."""
        word = tidy(word)
        if is_too_short(word):
            return []
        found = {
            fact: min(map(len, names))
            for fact in self.by_id.values()
            if (names := [name for name in fact.names if word in tidy(name)])
        }
        return sorted(found, key=lambda fact: found[fact])

    @cached_property
    def stated(self) -> tuple[Fact, ...]:
        """The facts that a town file states: all that are not computed from others."""
        return tuple(fact for fact in self.by_id.values() if fact.derived is None)

    @cached_property
    def findings(self) -> frozenset[str]:
        """The ids of findings."""
        return frozenset(fact.id for fact in self.by_id.values() if fact.type.name == "finding")

    @cached_property
    def held_to(self) -> tuple[Fact, ...]:
        """The derived facts that have a plausible range, to which what they are computed from is held."""
        return tuple(fact for fact in self.by_id.values() if fact.derived is not None and fact.is_bounded)

    @cached_property
    def never_negative(self) -> Mapping[str, Fact]:
        """By the id of a fact that could be below 0: a growth of it, or a ratio by it, for which it may not be."""
        found: dict[str, Fact] = {}
        for fact in self.by_id.values():
            if fact.derived is not None and fact.derived.kind in QUOTIENTS:
                for divisor in fact.parts[-1:]:  # of a growth the series itself
                    could_be = [base for base in divisor.bases or (divisor,) if base.type.figure.bottom == -math.inf]
                    found |= {base.id: fact for base in could_be}
        return found

    @cached_property
    def figures_with_basis(self) -> tuple[tuple[str, str, str], ...]:
        """(figure, its basis fact, the plain basis) of each figure whose basis a town may state."""
        found = []
        for fact in self.by_id.values():
            if fact.basis is not None:
                basis = self.by_id[fact.basis].type
                assert isinstance(basis, ChoiceType)  # checked by read_facts
                found.append((fact.id, fact.basis, basis.members[0].id))
        return tuple(found)


MOST_WITH_WORD = 4
"""Of no more facts than so many a word is said to be."""


def is_too_short(word: str) -> bool:
    """Whether a word (tidied) is in too many names to say anything: 数, `in`."""
    return len(word) < (4 if word.isascii() else 2)


PLACE_SUFFIXES = ("省", "市", "县", "区")


def bare_place(name: str) -> str:
    """A place's name without 省, 市, 县 or 区 behind it."""
    return name[:-1] if len(name) > 1 and name.endswith(PLACE_SUFFIXES) else name


def same_place(one: str, other: str) -> bool:
    """Whether two names mean one place: equal, or equal but for a suffix that one of them leaves off."""
    return one == other or bare_place(one) == other or one == bare_place(other)
