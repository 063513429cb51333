"""How two rule sets are related: the result of comparing them, criterion by criterion and as wholes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from zhenkit.checks.grades import Grade
from zhenkit.facts.dictionary import Facts
from zhenkit.facts.fact import Fact
from zhenkit.facts.types.base import Value
from zhenkit.rulesets.dictionary_file import Assumption
from zhenkit.rulesets.model import Criterion, RuleSet

EQUAL, STRICTER, LOOSER, INCOMPARABLE = "equal", "stricter", "looser", "incomparable"


def relation_of(higher_a: object, higher_b: object) -> str:
    """How B is related to A, by whether some town has a higher grade under A, and whether some has under B."""
    if higher_a:
        return INCOMPARABLE if higher_b else STRICTER
    return LOOSER if higher_b else EQUAL


@dataclass(frozen=True)
class Witness:
    """A whole town that one side grades higher, and the facts that set it off from the ideal town."""

    facts: Mapping[str, Value]
    stated: Mapping[str, Value] | None
    """The facts that a town file states: none that is derived. None where none were found that derive the same."""
    named: tuple[Fact, ...]
    a: Grade
    b: Grade
    """What it proves: the grade of the criterion (of the whole: of the town) under either side."""
    verdict_a: Grade
    verdict_b: Grade
    at_best: bool = True
    """Whether the facts that are not named are at their best: no criterion that fails would be met by others."""

    @property
    def by_verdict(self) -> bool:
        """Whether the verdict differs as the grade does."""
        return (self.verdict_a - self.verdict_b) * (self.a - self.b) > 0


@dataclass(frozen=True)
class Compared:
    """A criterion of two rule sets (None where a side has none of that number: it counts as met), with the proofs."""

    number: int
    a: Criterion | None
    b: Criterion | None
    higher_a: Witness | None = None
    higher_b: Witness | None = None

    @property
    def relation(self) -> str:
        """How B's criterion is related to A's, by its grade for complete towns."""
        return relation_of(self.higher_a, self.higher_b)


@dataclass(frozen=True)
class DiffResult:
    """Two rule sets compared: as wholes, by the verdict, and criterion by criterion, by the grade."""

    a: RuleSet
    b: RuleSet
    facts: Facts
    """The facts of both."""
    criteria: tuple[Compared, ...]
    higher_a: Witness | None
    higher_b: Witness | None
    assuming: tuple[Assumption, ...] = ()
    derived: tuple[Fact, ...] = ()
    """The facts asked for that are computed from others: each is taken as a quantity of its own."""

    @property
    def relation(self) -> str:
        """How B is related to A, by the verdict on complete towns."""
        return relation_of(self.higher_a, self.higher_b)

    @property
    def same_grades(self) -> bool:
        """Whether every complete town has the same verdict and the same grades by both."""
        return self.relation == EQUAL and all(compared.relation == EQUAL for compared in self.criteria)
