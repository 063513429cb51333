"""A town: its facts, evidence and decisions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from zhenkit.facts.dictionary import IDENTITY, PLACE_FACTS, bare_place
from zhenkit.facts.fact import Fact
from zhenkit.facts.types.base import Value


@lru_cache(maxsize=10_000)
def shared_ids(ids: tuple[str, ...]) -> tuple[str, ...]:
    """Of equal tuples of facts' ids always the same one: towns of a table state the same facts, or nearly so."""
    return ids


class Decision(NamedTuple):
    """What people decided of a criterion that needed review."""

    granted: bool
    by: str
    date: str
    why: str


@dataclass(frozen=True, eq=False)
class Town:
    """A town: its facts by id (missing ones are absent), evidence and decisions, and where they are."""

    facts: Mapping[str, Value]
    evidence: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    decisions: Mapping[int, Decision] = field(default_factory=dict)
    file: str = "-"
    line: int = 1
    find: Callable[[str], tuple[int, int]] = lambda _fact: (1, 1)
    """The line and column of a fact in the file; of the town's beginning where the file does not state it."""
    find_decision: Callable[[int], tuple[int, int]] = lambda _number: (1, 1)
    """The line and column of the decision on a criterion."""

    def evidence_of(self, fact: Fact) -> tuple[str, ...]:
        """Where a fact is known from: of a derived one, what it is computed from as well."""
        return tuple(said for stated in (fact, *fact.bases) for said in self.evidence.get(stated.id, ()))

    @property
    def name(self) -> str:
        """The town's name."""
        return str(self.facts["name"])

    @property
    def data_year(self) -> int:
        """The year of its data; 0 where it is not known, or lies in a range."""
        year = self.facts.get("year")
        return year if isinstance(year, int) else 0

    @property
    def identity(self) -> tuple[Any, ...]:
        """What a town is known by: province, city, county, name and year."""
        return tuple(
            bare_place(self.facts.get(key, "")) if key in PLACE_FACTS else self.facts.get(key) for key in IDENTITY
        )
