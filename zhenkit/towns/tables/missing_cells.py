"""Cells of a table whose value is missing: said in a word (`—`), or blank below others, as merged cells are in CSV."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from zhenkit.core.errors import quoted
from zhenkit.core.i18n import _, plural
from zhenkit.facts.dictionary import PLACE_FACTS
from zhenkit.towns.tables.cells import Cell, is_blank
from zhenkit.towns.tables.header import HeaderColumn, Role
from zhenkit.towns.tables.no_towns import ROWS_SHOWN

_MAY_BE_MERGED = (*PLACE_FACTS, "year")


def columns_that_may_be_merged(columns: Iterable[HeaderColumn]) -> Mapping[int, str]:
    """The columns (from 0) whose cells people merge over several towns, each with its title."""
    return {
        column.index: column.title
        for column in columns
        if column.role is Role.FACT and column.fact is not None and column.fact.id in _MAY_BE_MERGED
    }


@dataclass
class Placeholders:
    """The cells of a table that say in a word (`—`, 不详) that their value is missing."""

    count: int = 0
    words: set[str] = field(default_factory=set)
    first: tuple[int, int] | None = None
    """The row, and the index of the column."""
    met: set[int] = field(default_factory=set)
    """The columns in which such words stand, by their index."""

    def note(self, row: int, index: int, word: str, count: int = 1) -> None:
        """Count such cells, of which this is the first."""
        self.count += count
        self.words.add(word)
        self.met.add(index)
        self.first = (row, index) if self.first is None else min(self.first, (row, index))


class BlanksBelow:
    """The cells of places and years that are blank below towns that state them."""

    def __init__(
        self, columns: Iterable[HeaderColumn], name: int, cell: Callable[[int, int], str] | None = None
    ) -> None:
        self.cell = cell
        """Of a form: what a cell is called in the file, of a town and a fact."""
        self.name = name
        """The column of the names: a row without one is reported as such, but others may lie in its place."""
        self.titles = columns_that_may_be_merged(columns)
        self.filled: set[int] = set()
        """The columns in which a row has something."""
        self.rows: dict[int, list[int]] = {index: [] for index in self.titles}

    def note(self, row: int, cells: Sequence[Cell]) -> None:
        """Take in the next row that may be a town."""
        is_named = self.name < len(cells) and not is_blank(cells[self.name])
        for index, rows in self.rows.items():
            if index < len(cells) and not is_blank(cells[index]):
                self.filled.add(index)
            elif is_named and index in self.filled:
                rows.append(row)

    def remarks(self) -> list[tuple[int, int, str]]:
        """Row, column (from 0) and what is to be said: of columns blank in the same rows once, at the first."""
        columns: dict[tuple[int, ...], list[int]] = {}
        for index, rows in self.rows.items():
            columns.setdefault(tuple(rows), []).append(index)
        return [(rows[0], indices[0], self._said(indices, rows)) for rows, indices in columns.items() if rows]

    def _said(self, indices: Sequence[int], rows: Sequence[int]) -> str:
        said = plural(
            "{count} row is blank in {titles} below others, which is read as missing (row {rows}); "
            "if the value above is its own too, write it into the row; if the row is no town, remove it",
            "{count} rows are blank in {titles} below others, which is read as missing (rows {rows}); "
            "if the values above are theirs too, write them into the rows; remove rows that are no towns",
            len(rows),
        )
        if self.cell is not None:
            said = plural(
                "{count} town of this form is blank in {titles} beside others, which is read as missing ({rows}); "
                "if the value beside it is its own too, write it there",
                "{count} towns of this form are blank in {titles} beside others, which is read as missing ({rows}); "
                "if the values beside them are theirs too, write them there",
                len(rows),
            )
        shown = [str(row) if self.cell is None else self.cell(row, indices[0]) for row in rows[:ROWS_SHOWN]]
        listed = _(", ").join(shown) + (_(", ...") if len(rows) > ROWS_SHOWN else "")
        titles = _(", ").join(quoted(self.titles[index].strip()) for index in sorted(indices))
        return said.format(count=len(rows), titles=titles, rows=listed)
