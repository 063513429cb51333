"""How two rule sets are related: the result of comparing them, criterion by criterion and as wholes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from zhenkit.checks.grades import Grade
from zhenkit.core.errors import CLEAN, FINDINGS, TROUBLE
from zhenkit.facts.dictionary import Facts
from zhenkit.facts.fact import Fact
from zhenkit.facts.types.base import Value
from zhenkit.rulesets.dictionary_file import Assumption
from zhenkit.rulesets.model import Criterion, RuleSet

EQUAL, STRICTER, LOOSER, INCOMPARABLE = "equal", "stricter", "looser", "incomparable"
UNDECIDED = "undecided"
"""Neither a town that proves a difference nor a proof that there is none."""


def relation_of(higher_a: object, higher_b: object) -> str:
    """How B is related to A, by whether some town has a higher grade under A, and whether some has under B."""
    if isinstance(higher_a, Open) or isinstance(higher_b, Open):
        return UNDECIDED
    if higher_a:
        return INCOMPARABLE if higher_b else STRICTER
    return LOOSER if higher_b else EQUAL


@dataclass(frozen=True)
class Witness:
    """A whole town that one side grades higher, and the facts that set it off from the ideal town."""

    facts: Mapping[str, Value]
    stated: Mapping[str, Value] | None
    """The facts that a town file states: none that is derived. None where none were found that derive the same: such
    a town proves nothing."""
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


class Open(NamedTuple):
    """That it is not known whether some town has a higher grade under a side."""

    candidate: Witness | None
    """Computed facts of which no town was found that has them together; None where the search was given up."""


Higher = Witness | Open | None
"""Whether some town has a higher grade under a side: one that has, not known, or none has."""


def proof_of(higher: Higher) -> Witness | None:
    """The town that proves it, where there is one."""
    return higher if isinstance(higher, Witness) else None


def numbers_of(row: Iterable[Criterion | None]) -> tuple[int, ...]:
    """The numbers that a criterion has in rule sets, each once."""
    return tuple(dict.fromkeys(criterion.number for criterion in row if criterion is not None))


def key_of(row: Iterable[Criterion | None]) -> str:
    """What names a criterion of rule sets: its number, or its numbers."""
    return "→".join(map(str, numbers_of(row)))


@dataclass(frozen=True, eq=False)
class Compared:
    """A criterion of two rule sets (None where a side has none like it: it counts as met), with the proofs."""

    a: Criterion | None
    b: Criterion | None
    higher_a: Higher = None
    higher_b: Higher = None

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers it has: one, or where the sides number it differently, A's and B's."""
        return numbers_of((self.a, self.b))

    @property
    def key(self) -> str:
        """What names it among all: its number, or both."""
        return key_of((self.a, self.b))

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
    higher_a: Higher
    higher_b: Higher
    assuming: tuple[Assumption, ...] = ()
    derived: tuple[Fact, ...] = ()
    """The facts asked for that are computed from others: each is searched as a quantity of its own."""

    @property
    def relation(self) -> str:
        """How B is related to A, by the verdict on complete towns."""
        return relation_of(self.higher_a, self.higher_b)

    @property
    def _answers(self) -> list[Higher]:
        found = [self.higher_a, self.higher_b]
        return found + [higher for compared in self.criteria for higher in (compared.higher_a, compared.higher_b)]

    @property
    def differs(self) -> bool:
        """Whether a town proves that some grade or verdict differs."""
        return any(map(proof_of, self._answers))

    @property
    def left_open(self) -> list[Open]:
        """What is not decided."""
        return [answer for answer in self._answers if isinstance(answer, Open)]

    @property
    def complete(self) -> bool:
        """Whether everything is decided."""
        return not self.left_open


def exit_code(*comparisons: DiffResult) -> int:
    """0 equal, 1 different, 2 where nothing is known to differ and not everything is decided."""
    if any(one.differs for one in comparisons):
        return FINDINGS
    return CLEAN if all(one.complete for one in comparisons) else TROUBLE
