"""What a difference is about, and what a side requires there, as facts, operators and figures: words are reports'."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from zhenkit.checks.normal_form import ALL, GROUPS, IN_PRINCIPLE, LEAF, RELAXED_CHECK, Outline
from zhenkit.checks.tree import Check, FigureTable, Leaf, leaves
from zhenkit.core.i18n import Text
from zhenkit.facts.fact import Fact
from zhenkit.facts.types.yes_no import YesNoType

REQUIRED, ONE_WAY, EXCEPTION, PRINCIPLE, PREFERRED = "required", "one_way", "exception", "in_principle", "preferred"
"""How a part counts."""
CRITERION, CHECK, FACT, FLOOR, THRESHOLD, COUNT, WEIGHT = (
    "criterion", "check", "fact", "floor", "threshold", "count", "weight"
)  # fmt: skip
"""What may differ: a whole criterion, a check, a fact, the least of its figures, rows of a table, how many of
a list, a weight in the score."""


@dataclass(frozen=True)
class Subject:
    """What a change, or a row of a matrix, is about."""

    kind: str
    checks: tuple[Check, ...] = ()
    """The checks it is about; of a list, its parts; where one took another's place, both."""
    path: str = REQUIRED
    """On what side path they lie: in an exception, in a check in principle, in one of several ways."""
    by: Fact | None = None
    """Of rows of a table: the choice that they are for ..."""
    choices: tuple[Any, ...] = ()
    """... and its values."""
    name: Text | None = None
    """What a criterion or a list is called, where it has a name."""

    @property
    def facts(self) -> list[str]:
        """The ids of the facts it is about."""
        return list(dict.fromkeys(leaf.fact.id for check in self.checks for leaf in leaves(check)))


@dataclass(frozen=True)
class Requirement:
    """What a side requires."""

    role: str | None = None
    """How it counts, where the sides may differ in that."""
    leaf: Leaf | None = None
    figure: Any = None
    """What the leaf requires, or a row of its table."""
    with_operator: bool = False
    """Whether the sides compare in different ways."""
    check: Check | None = None
    """Another check, in the place of the other side's."""
    count: int | Fraction | None = None
    """How many parts of a list; points; a weight."""
    total: int | None = None
    """Of how many."""
    points: bool = False
    """Whether points are counted."""


@dataclass(frozen=True)
class Place:
    """Where in a criterion two parts lie: in which kind of group, on what side path, beside which leaves."""

    leaves: tuple[tuple[Leaf, ...], ...] = ()
    """The leaves of the criterion on either side."""
    kind: str = ALL
    path: str = REQUIRED

    @property
    def role(self) -> str:
        """How a part counts there."""
        return REQUIRED if self.kind == ALL else ONE_WAY

    def within(self, kind: str) -> Place:
        """The place of the parts of a part of this kind."""
        path = self.path
        if path != EXCEPTION:
            inner = ONE_WAY if kind == ALL and self.kind != ALL else path
            path = {RELAXED_CHECK: EXCEPTION, IN_PRINCIPLE: PRINCIPLE}.get(kind, inner)
        return Place(self.leaves, kind if kind in GROUPS else ALL, path)

    def about(self, *checks: Check) -> Subject:
        """The subject of checks there."""
        return Subject(CHECK, checks, self.path)

    def figure(self, leaf: Leaf, choices: Iterable[Any] = (), by: Fact | None = None) -> Subject:
        """The subject of a figure: rows of a table; a floor, where a table requires as much; or the one there is."""
        if by is not None:
            return Subject(THRESHOLD, (leaf,), self.path, by, tuple(choices))
        kind = FACT
        if not isinstance(leaf.figure, (FigureTable, frozenset)) and leaf.operator.upward:
            beside = next((side for side in self.leaves if leaf in side), ())
            tables = [one for one in beside if one.fact.id == leaf.fact.id and isinstance(one.figure, FigureTable)]
            if tables and all(leaf.figure <= figure for table in tables for figure in table.figures):
                kind = FLOOR
        return Subject(kind, (leaf,), self.path)

    def part(self, part: Outline) -> Subject:
        """The subject of a part, whichever it is."""
        leaf = part.leaves[0]
        return self.about(part.check) if part.kind != LEAF or is_yes_no(leaf) else self.figure(leaf)


def role_of(part: Outline, place: Place) -> str:
    """How a part counts in a place."""
    return {RELAXED_CHECK: EXCEPTION, IN_PRINCIPLE: PRINCIPLE}.get(part.kind, place.role)


def requirement(part: Outline, role: str) -> Requirement:
    """What a side requires that has a part."""
    return Requirement(role, part.leaves[0], part.leaves[0].figure) if part.kind == LEAF else Requirement(role)


def is_yes_no(leaf: Leaf) -> bool:
    """Whether a leaf requires a yes or a no, so that it has no figure."""
    return isinstance(leaf.fact.type, YesNoType)
