"""The rows of a table -> documents, each with the mapping that a YAML town would be, and the cells it came from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from zhenkit.core.errors import Problem, quoted
from zhenkit.core.i18n import _
from zhenkit.documents.yaml import Document, Path
from zhenkit.facts.dictionary import Facts
from zhenkit.towns.options import Options
from zhenkit.towns.problem_groups import CellProblem
from zhenkit.towns.tables.cells import MAX_CELL, Cell, is_blank
from zhenkit.towns.tables.header import Header, left_aside, read_header
from zhenkit.towns.tables.row import TableRow, grouped, path_of
from zhenkit.towns.tables.title_map import TitleMap

MAX_COLUMNS = 10_000
TITLE_ROWS = 50
"""Among how many rows the header is looked for."""
TITLES_SHOWN = 5


def cell_name(row: int, column: int) -> str:
    """A cell's name from its row and column, each from 1: `C5`; of row 0, where a file has no header row, `C`."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}" if row else letters


def find_header(
    rows: Iterable[Sequence[Cell]], facts: Facts, mapping: TitleMap | None = None
) -> tuple[int, Header] | None:
    """The first row (from 0) that names two facts or the town's name, read as a header; None where none does."""
    for number, cells in enumerate(rows):
        header = read_header(_titles(cells), facts, mapping)
        if known(header) >= 2 or header.names_a_town:
            return number, header
    return None


def known(header: Header) -> int:
    """How many facts a header names."""
    return len({(column.fact and column.fact.id, column.part) for column in header.columns})


def _titles(cells: Sequence[Cell]) -> list[str]:
    """The cells of a row as titles."""
    return [cell if isinstance(cell, str) and len(cell) <= MAX_CELL else "" for cell in cells[: MAX_COLUMNS + 1]]


def no_header(rows: Iterable[Sequence[Cell]], read_as: str) -> str:
    """What to say of a table in which no header was found; `read_as` is its encoding, or its sheet."""
    first = next((titles for cells in rows if (titles := [t for t in _titles(cells) if t.strip()])), None)
    if first is None:
        return _("there is no town in this file")
    said = _("its header names no known fact (read as {how}; the first titles: {titles}); `zhenkit init` writes one")
    return said.format(how=read_as, titles=_(", ").join(quoted(title.strip()) for title in first[:TITLES_SHOWN]))


def too_wide() -> str:
    """What to say of a row of too many columns."""
    return _("more than {most} columns are not read").format(most=MAX_COLUMNS)


def untitled() -> str:
    """What to say of a cell under no title: what it is of, nobody can know."""
    return _("this cell has no title above it; give its column one, or clear the cell")


@dataclass(frozen=True, slots=True)
class TableDocument(Document):
    """A row of a table as a document: its problems name the cell."""

    table: Table | None = None

    @property
    def titles(self) -> Mapping[int, str]:
        """The titles of the table's columns, by their numbers from 1."""
        return {} if self.table is None else self.table.titles

    def at(self, line: int, column: int, message: str) -> Problem:
        """A problem of a cell."""
        assert self.table is not None  # it has a default only since fields before it have one
        return self.table.problem(line, column, message)


class Table:
    """A table of which the header is read; turns its rows into documents."""

    def __init__(
        self,
        file: str,
        header: Header,
        header_row: int,
        facts: Facts,
        options: Options,
        sheet: str | None = None,
        name_cell: Callable[[int, int], str] = cell_name,
    ) -> None:
        self.file, self.header, self.header_row, self.sheet = file, header, header_row, sheet
        self.facts, self.options, self.name_cell = facts, options, name_cell
        self.places: dict[Path, int] = {}
        self.groups = grouped(header, options.mapping)
        for column in header.columns:
            _mark(self.places, path_of(column), column.index)
        self.places[()] = self.places.get(("name",), 0)
        titled = {column.index for column in header.columns} | {index for index, _title in header.unknown}
        self.width = max(titled, default=-1) + 1
        self.untitled = [index for index in range(self.width) if index not in titled]
        self.titles = {index + 1: title.strip() for index, title in self._all_titles()}
        self.kept = {number - 1: title for number, title in self.titles.items() if title in options.keep}

    def _all_titles(self) -> Iterator[tuple[int, str]]:
        yield from ((column.index, column.title) for column in self.header.columns)
        yield from self.header.unknown

    def problem(self, row: int, column: int, message: str) -> CellProblem:
        """A problem of a cell, which it names."""
        cell = self.name_cell(row, column)
        where = cell if self.sheet is None else f"{self.sheet}!{cell}"
        return CellProblem(self.file, max(row, 1), column, f"{where}: {message}").of(self.sheet or "", message)

    def faults(self) -> list[Problem]:
        """What is wrong with the header; where something is, no row can be read by it."""
        if self.width > MAX_COLUMNS:
            return [self.problem(self.header_row, self.width, too_wide())]
        found = list(self.header.problems)
        if self.options.strict_columns:
            found += self._aside(strict=True)
        if not found and not self.header.names_a_town:
            found.append((0, _("no column has the towns' names; add the column `name` (名称)")))
        return [self.problem(self.header_row, index + 1, message) for index, message in found]

    def remarks(self) -> list[Problem]:
        """The columns of no known fact, which are ignored."""
        aside = [] if self.options.strict_columns else self._aside(strict=False)
        return [self.problem(self.header_row, index + 1, message) for index, message in aside]

    def _aside(self, strict: bool) -> list[tuple[int, str]]:
        unknown = tuple((index, title) for index, title in self.header.unknown if index not in self.kept)
        return left_aside(self.header._replace(unknown=unknown), self.facts, strict)

    def documents(self, rows: Iterable[tuple[int, Sequence[Cell]]]) -> Iterator[Document]:
        """A document for each row (its number in the sheet, its cells) that holds anything."""
        for number, cells in rows:
            if len(cells) > MAX_COLUMNS:
                fault = self.problem(number, MAX_COLUMNS + 1, too_wide())
                yield TableDocument(self.file, None, number, (fault,), lambda _path, _key: (1, 1), table=self)
            elif not all(map(is_blank, cells)):
                yield self._document(number, cells)

    def _untitled(self, width: int) -> Iterator[int]:
        """The columns of a row so wide that have no title."""
        yield from (index for index in self.untitled if index < width)
        yield from range(self.width, width)

    def _document(self, number: int, cells: Sequence[Cell]) -> TableDocument:
        row = TableRow(cells, self.groups)
        row.faults += [(index, untitled()) for index in self._untitled(len(cells)) if not is_blank(cells[index])]
        problems = tuple(self.problem(number, index + 1, message) for index, message in row.faults)

        def find(path: Path, _key: bool) -> tuple[int, int]:
            while path not in self.places:
                path = path[:-1]
            return number, self.places[path] + 1

        kept = {title: row.plain(index) for index, title in self.kept.items()} if self.kept else None
        return TableDocument(self.file, row.mapping, number, problems, find, kept, table=self)


def _mark(places: dict[Path, int], path: Path, index: int) -> None:
    """Note the column of a path, and of what holds it where that has none yet."""
    for length in range(1, len(path) + 1):
        places.setdefault(path[:length], index)
