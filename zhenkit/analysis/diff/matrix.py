"""Many rule sets side by side: every threshold and requirement of each, a row for each."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

from zhenkit.analysis.diff.compare import compare
from zhenkit.analysis.diff.describe import (
    EXCEPTION,
    ONE_WAY,
    PREFERRED,
    PRINCIPLE,
    REQUIRED,
    Place,
    Requirement,
    Subject,
    is_yes_no,
)
from zhenkit.analysis.diff.result import DiffResult, Open, exit_code, key_of, numbers_of
from zhenkit.checks.normal_form import LEAF, Outline, outline
from zhenkit.checks.tree import FigureTable, Leaf
from zhenkit.core.errors import Problem
from zhenkit.core.i18n import Text
from zhenkit.facts.fact import Fact
from zhenkit.rulesets.dictionary_file import Assumption
from zhenkit.rulesets.lined_up import lined_up
from zhenkit.rulesets.model import Criterion, RuleSet


class MatrixRow(NamedTuple):
    """One thing required, and what each rule set requires of it: nothing, or one thing or more."""

    number: int
    key: str
    """What names the criterion among all: its number, or where rule sets number it differently, all its numbers."""
    what: Subject
    cells: tuple[tuple[Requirement, ...], ...]


class Related(NamedTuple):
    """How one of the rule sets is related to one before it, by their places in the matrix."""

    a: int
    b: int
    comparison: DiffResult


@dataclass(frozen=True, eq=False)
class Matrix:
    """Rule sets side by side, and how each pair is related."""

    labels: tuple[str, ...]
    rule_sets: tuple[RuleSet, ...]
    names: dict[str, Text]
    """What each criterion is called, by its key, in their order."""
    rows: tuple[MatrixRow, ...]
    relations: tuple[Related, ...]
    assuming: tuple[Assumption, ...] = ()
    derived: tuple[Fact, ...] = ()
    """The facts asked for that are computed from others: each is taken as a quantity of its own."""
    remarks: tuple[Problem, ...] = ()

    @property
    def exit_code(self) -> int:
        """0 where all are equal, 1 where some differ, else 2."""
        return exit_code(*(one.comparison for one in self.relations))

    @property
    def left_open(self) -> list[Open]:
        """What is not decided of any pair."""
        return [each for one in self.relations for each in one.comparison.left_open]

    @property
    def complete(self) -> bool:
        """Whether everything is decided."""
        return not self.left_open


class _Asked(NamedTuple):
    """One thing a rule set requires: what makes it the same thing in another, what it is, what is required."""

    key: Hashable
    choice: str | None
    what: Subject
    requires: Requirement
    leaf: Leaf


def matrix(rule_sets: Sequence[RuleSet], labels: Sequence[str], assuming: Sequence[Assumption] = ()) -> Matrix:
    """The rule sets side by side, every pair of them compared."""
    criteria = lined_up(rule_sets)
    names = {key_of(row): next(one.name for one in row if one is not None) for row in criteria}
    rows = [row for each in criteria for row in _rows(each)]
    related = []
    derived: dict[str, Fact] = {}
    for a, b in combinations(range(len(rule_sets)), 2):
        found = compare(rule_sets[a], rule_sets[b], assuming)
        related.append(Related(a, b, found))
        derived |= {fact.id: fact for fact in found.derived}
    return Matrix(
        tuple(labels), tuple(rule_sets), names, tuple(rows), tuple(related), tuple(assuming), tuple(derived.values())
    )


def _rows(criteria: Sequence[Criterion | None]) -> Iterator[MatrixRow]:
    number, key_of_all = numbers_of(criteria)[0], key_of(criteria)
    asked: list[dict[Hashable, list[_Asked]]] = []
    keys: dict[Hashable, _Asked] = {}
    for criterion in criteria:
        mine: dict[Hashable, list[_Asked]] = {}
        for one in _asked(criterion) if criterion is not None else ():
            mine.setdefault((one.key, one.choice), []).append(one)
            keys.setdefault((one.key, one.choice), one)
        asked.append(mine)
    alike: dict[Hashable, list[tuple[_Asked, tuple[tuple[Requirement, ...], ...]]]] = {}
    for key, one in keys.items():
        cells = tuple(_each_once(mine.get(key, ())) for mine in asked)
        alike.setdefault((one.key, one.choice is not None and cells), []).append((one, cells))
    for rows in alike.values():
        one, cells = rows[0]
        table = one.leaf.figure
        if isinstance(table, FigureTable):
            yield MatrixRow(
                number, key_of_all, Place().figure(one.leaf, (row.choice for row, _cells in rows), table.by), cells
            )
        else:
            yield MatrixRow(number, key_of_all, one.what, cells)


def _each_once(asked: Iterable[_Asked]) -> tuple[Requirement, ...]:
    """What a rule set requires of one thing, in as many ways as it does."""
    return tuple({(one.requires.role, one.requires.figure): one.requires for one in asked}.values())


def _asked(criterion: Criterion) -> Iterator[_Asked]:
    place = Place((criterion.leaves,))
    yield from _within(outline(criterion.require), REQUIRED, place)
    for check in criterion.prefer:
        yield from _within(outline(check), PREFERRED, place)


def _within(part: Outline, role: str, place: Place) -> Iterator[_Asked]:
    if part.kind == LEAF:
        yield from _leaf(part.leaves[0], role, place)
        return
    inner = {"relaxed": EXCEPTION, "in_principle": PRINCIPLE, "any": ONE_WAY, "of": ONE_WAY}.get(part.kind, role)
    for one in part.parts:
        yield from _within(one, role if role in (EXCEPTION, PREFERRED) else inner, place)


def _leaf(leaf: Leaf, role: str, place: Place) -> Iterator[_Asked]:
    """A leaf by its fact and how it compares; of a table, each row."""
    if is_yes_no(leaf):
        what = place.figure(leaf) if leaf.figure else place.about(leaf)
        key: Hashable = (leaf.fact.id, leaf.operator.word, leaf.figure)
        yield _Asked(key, None, what, Requirement(role, leaf, leaf.figure), leaf)
        return
    what = place.figure(leaf)
    shown = None if role in (REQUIRED, ONE_WAY) else role
    rows = leaf.figure.figures if isinstance(leaf.figure, FigureTable) else {None: leaf.figure}
    for choice, figure in rows.items():
        yield _Asked(
            (leaf.fact.id, leaf.operator.word, what.kind), choice, what, Requirement(shown, leaf, figure), leaf
        )
