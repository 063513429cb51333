"""What a change is, what changes take, and the town after them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from zhenkit.facts.fact import Fact
from zhenkit.facts.inverse import is_found_out
from zhenkit.facts.quantities import Range, Series
from zhenkit.facts.town import Decision, Town
from zhenkit.facts.types.base import Value

KINDS = ("find_out", "prove", "decide", "achieve")
"""The classes of effort, least first: what is not known may be so already, what is not may have to be brought about."""


class GapChange(NamedTuple):
    """One change: of a fact, or (where `fact` is None) a decision that grants what needs review."""

    fact: Fact | None
    before: Value | None
    after: Value
    kind: str
    criterion: int
    serves: Fact | None = None
    """The fact computed from this one for whose sake it changes,"""
    goal: Value | None = None
    """and what that one has to be."""
    goal_upward: bool = True
    upward: bool = True
    """Whether more would do as well; else less would."""

    @property
    def steps(self) -> int:
        """How many elementary changes it is: of a set one a member."""
        if isinstance(self.after, frozenset):
            return max(1, len(self.after ^ (self.before or frozenset())))
        return 1

    @property
    def stride(self) -> float:
        """Of a figure that is known: by what part of it, or of what is required, it moves."""
        before, after = self.before, self.after
        if self.fact is None or before is None or not self.fact.type.has_steps or isinstance(before, (Range, Series)):
            return 0
        largest = max(abs(before), abs(after))
        return float(abs(after - before) / largest) if largest else 0


Effort = tuple[float, ...]
"""What ways are ordered by, least first; those of ways without a common fact add up."""


class Alternative(NamedTuple):
    """A least set of changes that reaches the grade."""

    changes: tuple[GapChange, ...]

    def effort(self, cost: float = 0) -> Effort:
        """What it costs, by whoever knows; how many elementary changes, how many changes of each class, the hardest
        first, and how far figures move.
        """
        kinds = [change.kind for change in self.changes]
        return (
            cost,
            sum([change.steps for change in self.changes]),
            *(kinds.count(kind) for kind in reversed(KINDS)),
            round(sum([change.stride for change in self.changes]), 9),
        )


def in_all(alternatives: Sequence[Alternative]) -> tuple[GapChange, ...]:
    """The changes that every alternative has."""
    first, *others = alternatives or (Alternative(()),)
    return tuple([change for change in first.changes if all(change in other.changes for other in others)])


def kind_of(before: Value | None, after: Value) -> str:
    """The class of effort of a change of a fact."""
    if isinstance(after, Series):
        return "find_out" if is_found_out(before, after) else "achieve"
    if before is None or (isinstance(before, Range) and before.low <= after <= before.high):
        return "find_out"
    return "prove" if before is False else "achieve"


def changed(town: Town, changes: Iterable[GapChange]) -> Town:
    """The town after changes, decisions among them."""
    facts: dict[str, Value] = dict(town.facts)
    decisions: Mapping[int, Decision] = dict(town.decisions)
    for change in changes:
        if change.fact is None:
            decisions = {**decisions, change.criterion: Decision(True, "-", "2000-01-01", "-")}
        else:
            facts[change.fact.id] = change.after
    return Town(facts, town.evidence, decisions, town.file, town.line, town.find, town.find_decision)
