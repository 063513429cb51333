"""Cells read as those of a row are, by the very code that reads rows: what they mean, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from zhenkit.core.errors import Problem
from zhenkit.facts.dictionary import Facts
from zhenkit.facts.fact import Fact
from zhenkit.facts.town import Town
from zhenkit.towns.options import Options
from zhenkit.towns.problem_groups import CellProblem
from zhenkit.towns.tables.header import Header, HeaderColumn, Role
from zhenkit.towns.tables.parquet import as_cell
from zhenkit.towns.tables.table import Table
from zhenkit.towns.tables.title_map import TitleMap
from zhenkit.towns.town_file import RawTown


class Wrong(NamedTuple):
    """What is wrong with a cell."""

    column: int
    """The index of its column, from 0."""
    message: str


class RowReader:
    """Reads cells as those of a row: by the code that reads rows."""

    def __init__(
        self,
        facts: Facts,
        only_ones_and_zeros: Callable[[int], bool] | None = None,
        mapping: TitleMap | None = None,
    ) -> None:
        self.facts, self.only_ones_and_zeros, self.options = facts, only_ones_and_zeros, Options(mapping=mapping)
        self.with_placeholders: set[int] = set()
        """The columns (from 0) in which a word was met that says that a value is missing."""
        self.tables: dict[tuple[HeaderColumn, ...], Table] = {}
        self.name = HeaderColumn(0, "name", Role.FACT, facts["name"], None, "")

    def __call__(
        self, columns: Sequence[HeaderColumn], cells: Sequence[Any], held_to: Sequence[Fact] = ()
    ) -> tuple[Town | None, tuple[Wrong, ...]]:
        """The town that the cells of these columns make (its name may be lent), and what is wrong with them.

        `held_to` are the derived facts that must be plausible by them.
        """
        key = tuple(columns)
        if key not in self.tables:
            self.tables[key] = self._table(key)
        table = self.tables[key]
        document = table.document(1, [*map(as_cell, cells), LENT_NAME])
        if table.placeholders.met:
            self.with_placeholders.update(columns[nth].index for nth in table.placeholders.met)
            table.placeholders.met.clear()
        raw = RawTown(document)
        town = raw.read(self.facts, held_to)
        wrong = [Wrong(columns[min(at.column, len(columns)) - 1].index, _said(at)) for at in raw.problems]
        return town, tuple(wrong)

    def _table(self, columns: tuple[HeaderColumn, ...]) -> Table:
        moved = [replace(column, index=nth) for nth, column in enumerate(columns)]
        if not any(column.fact is self.name.fact and column.role is Role.FACT for column in columns):
            moved.append(replace(self.name, index=len(columns)))
        else:
            moved.append(HeaderColumn(len(columns), "lent", Role.EVIDENCE, self.name.fact, None, ""))
        table = Table("", Header(tuple(moved), (), ()), 1, self.facts, self.options)
        if (asked := self.only_ones_and_zeros) is not None:
            table.only_ones_and_zeros = lambda nth: asked(columns[nth].index)
        return table


LENT_NAME = "镇"
"""The name of a town whose cells are read without it; where it is read, it comes after it."""


def _said(problem: Problem) -> str:
    return problem.said if isinstance(problem, CellProblem) else problem.message
