"""The rows of a table -> documents, each with the mapping that a YAML town would be, and the cells it came from."""

from __future__ import annotations

import pathlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from zhenkit.core.errors import Problem, quoted
from zhenkit.core.i18n import _, plural
from zhenkit.documents.yaml import Document, Path
from zhenkit.facts.dictionary import IDENTITY, PLACE_FACTS, Facts, bare_place
from zhenkit.facts.fact import Fact
from zhenkit.facts.quantities import Unreadable
from zhenkit.towns.options import Options
from zhenkit.towns.own_reports import OF_EVERY_RESULT, is_report
from zhenkit.towns.partitions import MISSING
from zhenkit.towns.problem_groups import CellProblem
from zhenkit.towns.tables.cells import Cell, Merged, Unusable, cell_name, is_blank
from zhenkit.towns.tables.header import Header, Role, left_aside, of_different_years, read_header, without_facts
from zhenkit.towns.tables.layout import MAX_COLUMNS
from zhenkit.towns.tables.missing_cells import BlanksBelow, Placeholders
from zhenkit.towns.tables.row import TableRow, grouped, path_of
from zhenkit.towns.tables.row_units import NO_UNITS, remarks_on_units, row_units, unit_sources
from zhenkit.towns.words import is_one_or_zero

_RESULT = re.compile("rank|rule_set|verdict|worst|best|score(?:_low|_high)?|merits|distance|c[0-9]+_(?:worst|best)")
"""The columns that a ranking has beside facts."""
WORDS_SHOWN = 5


MOST_ASIDE, ASIDE_SHOWN = 60, 20
"""Of more columns that are ignored than so many, so many are named."""
MOST_NAMELESS = 3
"""So many titles are named where none is of the towns' names."""


def too_wide() -> str:
    """What to say of a row of too many columns."""
    return _("more than {most} columns are not read").format(most=MAX_COLUMNS)


def untitled() -> str:
    """What to say of a cell under no title: what it is of, nobody can know."""
    return _("this cell has no title above it; give its column one, or clear the cell")


def beyond() -> str:
    """What to say of a row that goes on behind the last title: once, at the column behind it."""
    return _("this row has a cell beyond the last title; give its column a title, or clear the cell")


@dataclass(frozen=True, slots=True)
class TableDocument(Document):
    """A row of a table as a document: its problems name the cell."""

    table: Table | None = None

    @property
    def titles(self) -> Mapping[int, str]:
        """The titles of the table's columns, by their numbers from 1."""
        return {} if self.table is None else self.table.titles

    def title(self, key: str) -> str | None:
        """The title of the column that states what is under a key, as the table has it."""
        index = None if self.table is None else self.table.places.get((key,))
        return None if index is None else " ".join(self.titles.get(index + 1, "").split()) or None

    def at(self, line: int, column: int, message: str) -> Problem:
        """A problem of a cell."""
        assert self.table is not None  # it has a default only since fields before it have one
        return self.table.problem_at(line, column, message)


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
        place: Callable[[int, int], tuple[int, int]] | None = None,
    ) -> None:
        header = without_facts(header, {given.fact for given in options.given})
        self.file, self.header, self.header_row, self.sheet = file, header, header_row, sheet
        self.facts, self.options = facts, options
        self.place = place or _as_it_is
        """Where a cell of a row and a column stands in the file: elsewhere in a form, that stands upright."""
        self.titles_of_form: Mapping[tuple[int, int], str] = {}
        """Of a form: by row and column of a cell (from 1), the title that it has."""
        self.places: dict[Path, int] = {}
        self.groups = grouped(header, options.mapping)
        self.units = unit_sources(header)
        for column in header.columns:
            _mark(self.places, path_of(column), column.index)
        self.places[()] = self.places.get(("name",), 0)
        self.partitions = [
            (fact, value) for key, value in options.partitions if value != MISSING and (fact := _whole_fact(key, facts))
        ]
        titled = {column.index for column in header.columns} | {index for index, _title in header.unknown}
        self.width = max(titled, default=-1) + 1
        self.untitled = [index for index in range(self.width) if index not in titled]
        self.titles = {index + 1: title.strip() for index, title in self._all_titles()}
        by_title: dict[str, list[int]] = {}
        for number, title in sorted(self.titles.items()):
            by_title.setdefault(title, []).append(number - 1)
        self.kept = {indices[0]: title for title, indices in by_title.items() if title in options.keep}
        self.kept_twice = [by_title[title] for title in self.kept.values() if len(by_title[title]) > 1]
        self.only_ones_and_zeros: Callable[[int], bool] = lambda _index: False
        """Whether a column (from 0) holds nothing but 1 and 0 below the header; see `can_reread`."""
        self.placeholders = Placeholders()
        cell = None if place is None else lambda row, index: cell_name(*place(row, index + 1))
        self.blanks = BlanksBelow(header.columns, self.places[()], cell)
        self.first_with_units: tuple[int, int] | None = None
        """The row, and the index of the column, of the first remark that says the unit of its row's figures."""

    @property
    def in_form(self) -> bool:
        """Whether its towns stand in a form: its rows are columns of the file, or no rows of it at all."""
        return self.place is not _as_it_is

    def _all_titles(self) -> Iterator[tuple[int, str]]:
        yield from ((column.index, column.title) for column in self.header.columns)
        yield from self.header.unknown

    def problem(self, row: int, column: int, message: str) -> CellProblem:
        """A problem of a cell of a row, which it names."""
        return self.problem_at(*self.place(row, column), message)

    def problem_at(self, row: int, column: int, message: str) -> CellProblem:
        """A problem of what is in a row and a column of the file."""
        cell = cell_name(row, column)
        where = cell if self.sheet is None else f"{self.sheet}!{cell}"
        found = CellProblem(self.file, max(row, 1), column, f"{where}: {message}")
        return found.of(self.sheet or "", message, cell, self._title_at(row, column))

    def _title_at(self, row: int, column: int) -> str:
        """The title of a cell of the file: above it, or in a form beside it."""
        if self.place is _as_it_is:
            return self.titles.get(column, "")
        return self.titles_of_form.get((row, column), "")

    def faults(self) -> list[Problem]:
        """What is wrong with the header; where something is, no row can be read by it."""
        if self.width > MAX_COLUMNS:
            return [self.problem(self.header_row, self.width, too_wide())]
        found = list(self.header.problems)
        if self.options.strict_columns:
            found += self._aside(strict=True)
        if not found and (unreadable := list(self._unreadable_partitions())):
            return unreadable
        if not found and not self.header.names_a_town:
            found.append((0, self._nameless()))
        return [self.problem(self.header_row, index + 1, message) for index, message in found]

    def _nameless(self) -> str:
        """What to say of a header without the towns' names: the titles that could be meant for them."""
        if self.in_form:
            said = _("no row has the towns' names; add the row `name` (名称)")
        else:
            said = _("no column has the towns' names; add the column `name` (名称)")
        others = [" ".join(title.split()) for index, title in self.header.unknown if self.header.said.get(index) != ""]
        if not others:
            return said
        others.sort(key=lambda title: not any(word in title for word in ("镇", "名", "单位")))
        listed = _(", ").join(map(quoted, others[:MOST_NAMELESS]))
        return said + _('; if one of {titles} has them, say so with --map "{first}=name"').format(
            titles=listed, first=others[0]
        )

    def remarks(self) -> list[Problem]:
        """The columns of no known fact, which are ignored, and those of which one is kept."""
        aside = [] if self.options.strict_columns else self._aside(strict=False)
        if self.file.lower().endswith(".xlsx") and is_report(pathlib.Path(self.file)):
            said = _("this workbook is a report of zhenkit's: facts of towns that it does not have count as missing")
            aside.insert(0, (0, said))
        ignored = [(key, value) for key, value in self.options.partitions if _whole_fact(key, self.facts) is None]
        if ignored:
            said = _("the folder {name} is ignored: its key is not a known fact")
            aside += [(0, said.format(name=quoted(f"{key}={value}"))) for key, value in ignored]
        if len(aside) > MOST_ASIDE:
            rest = len(aside) - ASIDE_SHOWN
            said = plural("{count} more column is ignored", "{count} more columns are ignored", rest)
            preview = _("; `zhenkit preview FILE` shows all")
            aside[ASIDE_SHOWN:] = [(aside[ASIDE_SHOWN][0], said.format(count=rest) + preview)]
        aside += remarks_on_units(self.header) if self.place is _as_it_is else ()
        aside += of_different_years(self.header)
        aside += [(indices[1], self._kept_twice(indices)) for indices in self.kept_twice]
        if self.header.unit_said:
            said = _("figures are in the unit that {said} names, where neither title nor cell has one")
            aside.append((0, said.format(said=quoted(self.header.unit_said))))
        above = [self.problem_at(row, index + 1, message) for row, index, message in self.header.above]
        below = [self.problem_at(row, index + 1, message) for row, index, message in self.header.doubts]
        return [*above, *(self.problem(self.header_row, index + 1, message) for index, message in aside), *below]

    def _unreadable_partitions(self) -> Iterator[Problem]:
        for fact, value in self.partitions:
            try:
                fact.type.read(value)
            except Unreadable as error:
                said = _("the folder {name}: {error}").format(name=quoted(f"{fact.id}={value}"), error=error)
                yield Problem(self.file, 1, 1, said)

    @property
    def states_partitions(self) -> bool:
        """Whether the table has columns of what its folders say too."""
        stated = {column.fact for column in self.header.columns}
        return any(fact in stated for fact, _value in self.partitions)

    def _said_by_folders(self, row: TableRow) -> None:
        """Add to a row what the table's folders say; where the row says otherwise, it is reported."""
        for fact, value in self.partitions:
            cell = row.mapping.setdefault(fact.id, value)
            if cell is value:
                continue
            try:
                same = _bare(fact, cell) == _bare(fact, value)
            except Unreadable:
                continue  # it is reported as any cell
            if not same:
                said = _("{cell} here, but {value} in the name of the folder; correct one")
                row.faults.append((self.places[fact.id,], said.format(cell=quoted(cell), value=quoted(value))))

    def _kept_twice(self, indices: list[int]) -> str:
        names = _(", ").join(cell_name(*self.place(self.header_row, index + 1)) for index in indices)
        said = _("several columns are called {title} ({cells}); the first of them is kept")
        return said.format(title=quoted(self.titles[indices[0] + 1]), cells=names)

    def _aside(self, strict: bool) -> list[tuple[int, str]]:
        unknown = tuple((index, title) for index, title in self.header.unknown if index not in self.kept)
        results = [(index, title) for index, title in unknown if _RESULT.fullmatch(title)]
        if not strict and {title for _index, title in results} >= OF_EVERY_RESULT:
            said = _(
                "this table is a result of zhenkit: its columns {first} to {last} are ignored, and it is judged anew"
            )
            others = tuple(each for each in unknown if each not in results)
            others_said = left_aside(self.header._replace(unknown=others), self.facts, strict, self.in_form)
            return [(results[0][0], said.format(first=results[0][1], last=results[-1][1])), *others_said]
        return left_aside(self.header._replace(unknown=unknown), self.facts, strict, self.in_form)

    def documents(self, rows: Iterable[tuple[int, Sequence[Cell]]]) -> Iterator[Document]:
        """A document for each row (its number in the sheet, its cells) that holds anything."""
        for number, cells in rows:
            if len(cells) > MAX_COLUMNS:
                fault = self.problem(number, MAX_COLUMNS + 1, too_wide())
                yield TableDocument(self.file, None, number, (fault,), lambda _path, _key: (1, 1), table=self)
            elif not all(map(is_blank, cells)):
                yield self.document(number, cells)

    def remarks_on_cells(self) -> list[Problem]:
        """What is to be said of the cells of the rows that were read: of each kind once, at the first of them."""
        remarks = [*self.placeholder_remarks(), *self.blank_remarks()]
        if self.first_with_units is not None:
            row, index = self.first_with_units
            said = _("the unit that this remark names is that of the figures in its row (and so in other rows)")
            remarks.append(self.problem(row, index + 1, said))
        return remarks

    def placeholder_remarks(self) -> list[Problem]:
        """What is to be said of the cells whose words mean that they are missing: once, at the first of them."""
        found = self.placeholders
        if found.first is None:
            return []
        row, index = found.first
        said = plural(
            "{count} cell is read as missing: {words}", "{count} cells are read as missing: {words}", found.count
        )
        listed = _(", ").join(map(quoted, sorted(found.words)[:WORDS_SHOWN]))
        return [self.problem(row, index + 1, said.format(count=found.count, words=listed))]

    def blank_remarks(self) -> list[Problem]:
        """What is to be said of places and years that are blank below others."""
        return [self.problem(row, index + 1, said) for row, index, said in self.blanks.remarks()]

    def _untitled(self, cells: Sequence[Cell]) -> Iterator[tuple[int, str]]:
        """What is wrong with cells under no title."""
        for index in self.untitled:
            if index < len(cells) and not is_blank(cells[index]):
                yield index, untitled()
        if not all(map(is_blank, cells[self.width :])):
            yield self.width, beyond()

    def can_reread(self, rows: Callable[[], Iterable[tuple[int, Sequence[Cell]]]]) -> None:
        """Take in how the rows of towns can be read again: for questions that one cell does not answer."""

        @cache
        def only_ones_and_zeros(index: int) -> bool:
            return all(is_one_or_zero(cells[index]) for _number, cells in rows() if index < len(cells))

        self.only_ones_and_zeros = only_ones_and_zeros

    def document(self, number: int, cells: Sequence[Cell]) -> TableDocument:
        """A row as a document."""
        if any(type(cell) is Merged for cell in cells):
            rows = self._rows_of_town(cells)
            cells = [self._of_merged(cell, number, index, rows) for index, cell in enumerate(cells)]
        self.blanks.note(number, cells)
        said = row_units(cells, self.units) if self.units else NO_UNITS
        row = TableRow(cells, self.groups, self.only_ones_and_zeros, said.units)
        row.faults += said.faults
        if said.source is not None and self.first_with_units is None:
            self.first_with_units = (number, said.source)
        self._said_by_folders(row)
        for index, word in row.placeholders:
            self.placeholders.note(number, index, word)
        row.faults += self._untitled(cells)
        problems = tuple(self.problem(number, index + 1, message) for index, message in row.faults)

        kept = {title: row.kept(index) for index, title in self.kept.items()} if self.kept else None
        line = self.place(number, self.places[()] + 1)[0]
        return TableDocument(self.file, row.mapping, line, problems, _RowFinder(self, number), kept, table=self)

    def _rows_of_town(self, cells: Sequence[Cell]) -> tuple[int, int] | None:
        """The rows over which all that names a town, and its year, are merged: they are one town's."""
        named = [cells[index] for index in self._naming if index < len(cells)] if self.place is _as_it_is else []
        rows = {(each.first_row, each.last_row) if isinstance(each, Merged) else None for each in named}
        return rows.pop() if len(rows) == 1 else None

    @cached_property
    def _naming(self) -> list[int]:
        """The columns by which towns are distinguished."""
        return [index for index, fact in self.facts_by_column.items() if fact.id in IDENTITY]

    def _of_merged(self, cell: Cell, number: int, index: int, rows_of_town: tuple[int, int] | None) -> Cell:
        """What a cell merged with others says: the same as they; a figure belongs to all of them together."""
        if not isinstance(cell, Merged):
            return cell
        row, column = self.place(number, index + 1)
        stated = self.facts_by_column.get(index)
        if self.place is _as_it_is:
            in_one = cell.first_row == cell.last_row or (cell.first_row, cell.last_row) == rows_of_town
            others = range(cell.first_column, min(cell.last_column, self.width) + 1)
            alone = in_one and not any(other != column and self.facts_by_column.get(other - 1) for other in others)
        else:
            alone = not any(
                cell.first_row <= at <= cell.last_row and cell.first_column <= other <= cell.last_column
                for at, other in self.titles_of_form
                if (at, other) != (row, column)
            )
        if stated is None or is_blank(cell.value):
            return cell.value if column == cell.first_column and row == cell.first_row else None
        if stated.type.figure.is_quantity and stated.id != "year" and not alone:
            said = _("the figure is merged over {cells} and belongs to all of them together; give each town its own")
            first, last = cell_name(cell.first_row, cell.first_column), cell_name(cell.last_row, cell.last_column)
            return Unusable(said.format(cells=f"{first}:{last}"))
        return cell.value

    @cached_property
    def facts_by_column(self) -> Mapping[int, Fact]:
        """The fact that each column (from 0) states."""
        return {
            column.index: column.fact
            for column in self.header.columns
            if column.fact is not None and column.role is not Role.EVIDENCE
        }


class _RowFinder:
    """Where what a row says stands; a slim one, since a town's row may be all that is held of it."""

    __slots__ = ("number", "table")

    def __init__(self, table: Table, number: int) -> None:
        self.table, self.number = table, number

    def __call__(self, path: Path, _key: bool) -> tuple[int, int]:
        places = self.table.places
        while path not in places:
            path = path[:-1]
        return self.table.place(self.number, places[path] + 1)


def _as_it_is(row: int, column: int) -> tuple[int, int]:
    return row, column


def _whole_fact(key: str, facts: Facts) -> Fact | None:
    """The fact that a title means as a whole, without a unit."""
    columns = read_header([key], facts).columns
    return columns[0].fact if columns and columns[0].role is Role.FACT and columns[0].unit is None else None


def _bare(fact: Fact, raw: object) -> object:
    """What a value means; of a place, without the word for what it is."""
    value = fact.type.read(raw)
    return bare_place(value) if fact.id in PLACE_FACTS else value


def _mark(places: dict[Path, int], path: Path, index: int) -> None:
    """Note the column of a path, and of what holds it where that has none yet."""
    for length in range(1, len(path) + 1):
        places.setdefault(path[:length], index)
