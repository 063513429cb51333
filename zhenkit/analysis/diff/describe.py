"""A part of a criterion in words: what it is called, how it counts, which figure it requires."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from zhenkit.checks.describe import asked_in_words, figure_in_words, words
from zhenkit.checks.normal_form import ALL, GROUPS, IN_PRINCIPLE, LEAF, RELAXED_CHECK, Outline
from zhenkit.checks.tree import FigureTable, Leaf
from zhenkit.core.i18n import _
from zhenkit.facts.types.members import YesNoType

REQUIRED, ONE_WAY, EXCEPTION, PRINCIPLE, PREFERRED = "required", "one_way", "exception", "in_principle", "preferred"


def role_in_words(role: str) -> str:
    """How a part counts: required, one way among several, ..."""
    return {
        REQUIRED: _("required"),
        ONE_WAY: _("one way"),
        EXCEPTION: _("as an exception"),
        PRINCIPLE: _("in principle"),
        PREFERRED: _("preferred"),
    }[role]


@dataclass(frozen=True)
class Place:
    """Where in a criterion two parts are: in which kind of group, on what side path, beside which leaves."""

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

    def aside(self) -> str:
        """What is said behind the name of a part on a side path."""
        return {
            EXCEPTION: _(" (in the exception)"),
            PRINCIPLE: _(" (in principle)"),
            ONE_WAY: _(" (in one of the ways)"),
        }.get(self.path, "")


def row_of(leaf: Leaf, choice: Any) -> Any:
    """The figure that a leaf requires where a choice has this value."""
    return leaf.figure.figures[choice] if isinstance(leaf.figure, FigureTable) else leaf.figure


def figure(leaf: Leaf, asked: Any) -> str:
    """A figure that a leaf requires: alone where it is a minimum, else with how it compares."""
    if isinstance(asked, frozenset) and asked == leaf.fact.type.top:
        return _("all {count}").format(count=len(asked))
    if asked is None or (leaf.operator.word == "at_least" and leaf.fact.type.name != "set"):
        return figure_in_words(leaf.fact, asked)
    return asked_in_words(leaf, asked)


def role_of(part: Outline, place: Place) -> str:
    """How a part counts in a place."""
    return {RELAXED_CHECK: EXCEPTION, IN_PRINCIPLE: PRINCIPLE}.get(part.kind, place.role)


def standing(part: Outline, role: str) -> str:
    """What a part is to the side that has it: how it counts, and the figure where it requires one."""
    how = role_in_words(role)
    if part.kind != LEAF or isinstance(part.leaves[0].fact.type, YesNoType):
        return how
    leaf = part.leaves[0]
    if is_one(leaf):
        return how
    asked = asked_in_words(leaf, leaf.figure) if isinstance(leaf.figure, FigureTable) else figure(leaf, leaf.figure)
    return _("{how}: {asked}").format(how=how, asked=asked)


def is_one(leaf: Leaf) -> bool:
    """Whether a leaf requires at least one: that there is any."""
    return leaf.fact.type.name == "count" and leaf.operator.word == "at_least" and leaf.figure == 1


def name(part: Outline, place: Place) -> str:
    """What a part is called."""
    if part.kind != LEAF:
        return str(words(part.check)) + place.aside()
    leaf = part.leaves[0]
    if isinstance(leaf.fact.type, YesNoType):
        return str(words(leaf)) + place.aside()
    return label(leaf, place) + place.aside()


def label(leaf: Leaf, place: Place, choices: tuple[Any, ...] = (), by: Any = None) -> str:
    """What a figure is called: its fact; of a table, for which choices; of the least of several, that it is a floor."""
    said = str(leaf.fact.label)
    if by is not None:
        rows = _(", ").join(by.type.show(choice) for choice in choices)
        return _("{fact}, threshold ({choices})").format(fact=said, choices=rows)
    if not isinstance(leaf.figure, (FigureTable, frozenset)) and leaf.operator.upward:
        beside = next((side for side in place.leaves if leaf in side), ())
        tables = [other for other in beside if other.fact.id == leaf.fact.id and isinstance(other.figure, FigureTable)]
        if tables and all(leaf.figure <= asked for table in tables for asked in table.figures):
            return _("{fact}, floor").format(fact=said)
    return said
