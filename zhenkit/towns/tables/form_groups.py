"""Groups over the facts of a form: to the left of their labels (龙头企业, merged over rows), or in a row above them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from zhenkit.facts.dictionary import Facts
from zhenkit.facts.fact import Fact
from zhenkit.facts.names import tidy
from zhenkit.facts.types.members import MemberType
from zhenkit.towns.options import Options
from zhenkit.towns.tables.cells import Cell, Merged, is_blank
from zhenkit.towns.tables.groups import is_neutral, is_of_others, joined_title, names_a_fact, stated_by
from zhenkit.towns.tables.layout import title_of
from zhenkit.towns.tables.units import WrongTitle

_NUMBERED = re.compile(
    r"[一二三四五六七八九十]{1,3}[、.．].+|[(（][一二三四五六七八九十]{1,3}[)）].+|第[一二三四五六七八九十]{1,3}部分.*"
)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}年?度?")


class FormGroups:
    """The groups of a form, gathered row by row: each is that of the rows below as well, until the next."""

    def __init__(self, facts: Facts, options: Options) -> None:
        self.facts, self.options = facts, options
        self.section = ""
        """What is in a row of its own above."""
        self.beside: dict[int, str] = {}
        """By column (from 0) the group that stood there last."""

    def begins(self, cells: Sequence[Cell], label: int, next_label: str) -> bool:
        """Whether a row heads those below: its label has no value, and is that of a part, of a year, of others."""
        text = _text(cells, label)
        if not text or any(not is_blank(cell) and not _is_of(cell, label) for cell in cells[label + 1 :]):
            return False
        bare = tidy(text)
        of_parts = _NUMBERED.fullmatch(bare) is not None and _NUMBERED.fullmatch(tidy(next_label)) is None
        heads = of_parts or _YEAR.fullmatch(bare) is not None or is_of_others(bare) or is_neutral(bare)
        if not heads or names_a_fact(text, self.facts, self.options):
            return False
        self.section, self.beside = text, {}
        return True

    def note(self, cells: Sequence[Cell], columns: Iterable[int]) -> None:
        """Take in the groups of a row, which stand in these columns; what is in others of them is none."""
        for column in columns:
            if not is_blank(_at(cells, column)):
                text = _text(cells, column)
                self.beside[column] = "" if text.isdigit() else text

    def title(self, label: str, columns: Iterable[int]) -> str:
        """A label with the groups to its left in these columns, and above."""
        groups = [self.section, *(self.beside.get(column, "") for column in columns)]
        return joined_title([*groups, label], self.facts, self.options) if any(groups) else label

    def labels_in(self, number: int, cells: Sequence[Cell], columns: Sequence[int]) -> Iterable[tuple[int, str]]:
        """The labels of a row that has several, each with its title; `columns` are those in which most of them stand.

        A label next to which there is a label and no value is a group; of a fact and a text it is the value.
        """
        found: list[int] = []
        for column, cell in enumerate(cells):
            if is_blank(cell) or (isinstance(cell, Merged) and cell.first_column != column + 1):
                continue
            beside = found[-1] if found and column == _end(cells, found[-1]) else None
            is_value = beside is not None and self._takes(cells, beside, column)
            if not is_value and (column in columns or (beside is not None and self._fact(cells, column) is not None)):
                found.append(column)
        groups = [column for column, following in pairwise(found) if following == _end(cells, column)]
        for column, cell in enumerate(cells):
            from_above = isinstance(cell, Merged) and cell.first_row < number
            if column not in groups and not is_blank(cell) and not from_above:
                self.beside.pop(column, None)
        self.note(cells, groups)
        for column in found:
            if column not in groups:
                yield column, self.title(_text(cells, column), range(column))

    def _takes(self, cells: Sequence[Cell], label: int, column: int) -> bool:
        """Whether a cell is the value of a label before it: no label itself, which of a level may be a word like it."""
        fact = self._fact(cells, label)
        return fact is not None and (isinstance(fact.type, MemberType) or self._fact(cells, column) is None)

    def _fact(self, cells: Sequence[Cell], column: int) -> Fact | None:
        try:
            meant = stated_by(text, self.facts, self.options) if (text := _text(cells, column)) else None
        except WrongTitle:
            return None
        return None if meant is None else meant.fact


def _at(cells: Sequence[Cell], column: int) -> Cell:
    return cells[column] if column < len(cells) else None


def _text(cells: Sequence[Cell], column: int) -> str:
    return title_of(_at(cells, column)).strip()


def _end(cells: Sequence[Cell], column: int) -> int:
    """The column (from 0) behind a cell, which may be merged with others."""
    cell = cells[column]
    return cell.last_column if isinstance(cell, Merged) else column + 1


def _is_of(cell: Cell, label: int) -> bool:
    """Whether a cell is one with that of a label."""
    return isinstance(cell, Merged) and cell.first_column <= label + 1
