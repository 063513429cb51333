"""The goals of a region: what is to be reached, and by when, as checks of the same tree as a standard's criteria."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from zhenkit.checks.tree import Check, Leaf, facts_asked, leaves
from zhenkit.core.i18n import Text
from zhenkit.documents.yaml import Path as KeyPath
from zhenkit.facts.dictionary import Facts
from zhenkit.facts.fact import Fact
from zhenkit.facts.types.members import ChoiceType

TOWN, REGION = "town", "region"
"""What a goal is for."""


class Multiple(NamedTuple):
    """How many times as much a figure is as in its base year: doubling is at least 2."""

    of: Fact
    since: int


@dataclass(frozen=True, eq=False)
class Goal:
    """One goal: what is to be reached, of each town or of the region, and until which day."""

    id: str
    name: Text
    clause: str
    by: str | None
    """The last day; None where the document names none."""
    when: Text | None
    """What the document says in place of a day."""
    scope: str
    require: Check

    @cached_property
    def asked(self) -> tuple[Fact, ...]:
        """The facts that it asks for, each once."""
        return tuple(facts_asked(self.require))

    @cached_property
    def choices(self) -> tuple[Fact, ...]:
        """The choice facts that select a figure."""
        return tuple(fact for fact in self.asked if isinstance(fact.type, ChoiceType))

    @cached_property
    def leaves(self) -> tuple[Leaf, ...]:
        """The facts against figures that it is made of."""
        return leaves(self.require)


@dataclass(frozen=True, eq=False)
class Goals:
    """A region's goals, in the order of its document."""

    listed: tuple[Goal, ...]
    facts: Facts
    """The dictionary, with the facts that only goals ask for."""
    counted: Mapping[str, str]
    """By the id of a fact that may be counted from towns: the level whose standard they are judged by."""
    multiples: Mapping[str, Multiple]
    """By the id of a fact: of what it is a multiple."""
    own_facts: frozenset[str] = frozenset()
    """The ids of the facts that only goals ask for."""
    acknowledged: Mapping[KeyPath, Mapping[str, str]] = field(default_factory=dict)
    """Where in the goals lints are acknowledged: the reason for each, by its code."""
