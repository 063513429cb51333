"""The rows of a table -> documents, each with the mapping that a YAML town would be, and the cells it came from."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from zhenkit.amounts import AmountType, SeriesType
from zhenkit.documents import Document, Path
from zhenkit.errors import Problem
from zhenkit.fact_type import is_missing
from zhenkit.facts import Facts
from zhenkit.intake.headers import Column, Header, Role, left_aside, read_header
from zhenkit.intake.options import Options
from zhenkit.intake.sharing import CellProblem
from zhenkit.language import _
from zhenkit.quantities import Range, Unreadable, shown
from zhenkit.values import PLAIN_TYPES, Fact

MAX_CELL = 131_072
"""The longest text of a cell, in characters: as Python's csv module has it, four times as long as Excel's."""
MAX_COLUMNS = 10_000
TITLE_ROWS = 50
"""Among how many rows the header is looked for."""
TITLES_SHOWN = 5

DATES = (datetime.date, datetime.time, datetime.timedelta)


class Unusable(NamedTuple):
    """A cell that holds no value, but a fault: the message says which."""

    message: str


Cell = Any
"""What a cell holds: a text (of a number too), true or false, a date, a list, None, or an Unusable."""


def number_text(number: float | Decimal) -> str:
    """A number as a text, exact: of a float the decimal that it prints as."""
    if isinstance(number, int):
        return str(number)
    decimal = number if isinstance(number, Decimal) else Decimal(repr(number))
    if not decimal.is_finite() or abs(decimal.adjusted()) > 400:
        return str(decimal)
    text = format(decimal, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def cell_name(row: int, column: int) -> str:
    """A cell's name from its row and column, each from 1: `C5`."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


def is_blank(cell: Cell) -> bool:
    """Whether nothing stands in a cell."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def find_header(rows: Iterable[Sequence[Cell]], facts: Facts) -> tuple[int, Header] | None:
    """The first row (from 0) that names two facts or the town's name, read as a header; None where none does."""
    for number, cells in enumerate(rows):
        header = read_header(_titles(cells), facts)
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
    return said.format(how=read_as, titles=", ".join(shown(title.strip()) for title in first[:TITLES_SHOWN]))


def too_wide() -> str:
    """What to say of a row of too many columns."""
    return _("more than {most} columns are not read").format(most=MAX_COLUMNS)


@dataclass(frozen=True, slots=True)
class TableDocument(Document):
    """A row of a table as a document: its problems name the cell."""

    table: Table | None = None

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
        self.groups = _groups(header)
        for column in header.columns:
            _mark(self.places, _path(column), column.index)
        self.places[()] = self.places.get(("name",), 0)
        titled = {column.index for column in header.columns} | {index for index, _title in header.unknown}
        self.width = max(titled, default=-1) + 1
        self.untitled = [index for index in range(self.width) if index not in titled]
        self.kept = {index: title.strip() for index, title in self._all_titles() if title.strip() in options.keep}

    def _all_titles(self) -> Iterator[tuple[int, str]]:
        yield from ((column.index, column.title) for column in self.header.columns)
        yield from self.header.unknown

    def problem(self, row: int, column: int, message: str) -> CellProblem:
        """A problem of a cell, which it names."""
        cell = self.name_cell(row, column)
        where = cell if self.sheet is None else f"{self.sheet}!{cell}"
        return CellProblem(self.file, row, column, f"{where}: {message}").of(self.sheet or "", message)

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
        """The columns of no known fact, which are left aside."""
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
        row = _Row(cells, self.groups)
        row.faults += [(index, untitled()) for index in self._untitled(len(cells)) if not is_blank(cells[index])]
        problems = tuple(self.problem(number, index + 1, message) for index, message in row.faults)

        def find(path: Path, _key: bool) -> tuple[int, int]:
            while path not in self.places:
                path = path[:-1]
            return number, self.places[path] + 1

        kept = {title: row.plain(index) for index, title in self.kept.items()} if self.kept else None
        return TableDocument(self.file, row.mapping, number, problems, find, kept, table=self)


def _path(column: Column) -> Path:
    """Where the mapping of a town holds what stands in a column."""
    fact = column.fact.id if column.fact is not None else ""
    if column.role is Role.EVIDENCE:
        return "evidence", fact
    if column.role is Role.DECISION:
        return "decisions", *column.part.split(".")
    return (fact, column.part) if column.part else (fact,)


def _mark(places: dict[Path, int], path: Path, index: int) -> None:
    """Note the column of a path, and of what holds it where that has none yet."""
    for length in range(1, len(path) + 1):
        places.setdefault(path[:length], index)


class _Groups(NamedTuple):
    """The columns of a header by how they are read together."""

    plain: list[Column]
    ranges: list[tuple[Column, Column]]
    parted: list[list[Column]]
    """The members of a set, or the years of a series."""
    evidence: list[Column]
    decisions: list[Column]


def _groups(header: Header) -> _Groups:
    by_fact: dict[str, list[Column]] = {}
    for column in header.columns:
        if column.role in (Role.LOW, Role.HIGH, Role.MEMBER, Role.YEAR) and column.fact is not None:
            by_fact.setdefault(column.fact.id, []).append(column)
    ranges, parted = [], []
    for columns in by_fact.values():
        low = next((column for column in columns if column.role is Role.LOW), None)
        high = next((column for column in columns if column.role is Role.HIGH), None)
        if low is not None and high is not None:
            ranges.append((low, high))
        else:
            parted.append(columns)
    of_role = {role: [column for column in header.columns if column.role is role] for role in Role}
    return _Groups(of_role[Role.FACT], ranges, parted, of_role[Role.EVIDENCE], of_role[Role.DECISION])


class _Row:
    """Reads the cells of one row into a town's mapping; `faults` are the cells (from 0) that cannot be."""

    def __init__(self, cells: Sequence[Cell], groups: _Groups) -> None:
        self.cells = cells
        self.mapping: dict[str, Any] = {}
        self.faults: list[tuple[int, str]] = []
        for column in groups.plain:
            raw = self.value(column)
            if raw is not None and column.fact is not None:
                self.mapping[column.fact.id] = raw
        for low, high in groups.ranges:
            self.range(low, high)
        for columns in groups.parted:
            if columns[0].role is Role.MEMBER:
                self.members(columns)
            else:
                self.years(columns)
        for column in (*groups.evidence, *groups.decisions):
            raw = self.value(column)
            if not is_missing(raw):
                self.put(_path(column), raw)

    def put(self, path: Path, raw: Any) -> None:
        """Put a value into mappings within the town's."""
        inner = self.mapping
        for step in path[:-1]:
            inner = inner.setdefault(str(step), {})
        inner[str(path[-1])] = raw

    def tell(self, column: Column, message: str) -> None:
        self.faults.append((column.index, message))

    def value(self, column: Column) -> Any:
        """What a cell says, its title's unit behind a bare figure; None where it is blank, or its fault told."""
        cell = self.cells[column.index] if column.index < len(self.cells) else None
        if type(cell) is str:
            if not cell.isprintable() and (bad := _CONTROL.search(cell)):
                said = _("the character {code} is not allowed; remove it")
                self.tell(column, said.format(code=f"U+{ord(bad[0]):04X}"))
                return None
            if len(cell) > MAX_CELL:
                self.tell(column, _("a cell of more than {most} characters is not read").format(most=MAX_CELL))
                return None
            text = cell.strip()
            return (text + column.unit if column.unit and text[-1:].isdecimal() else text) or None
        if isinstance(cell, Unusable):
            self.tell(column, cell.message)
            return None
        if isinstance(cell, DATES):
            if column.fact is not None and column.role is not Role.EVIDENCE and _is_figure(column.fact):
                self.tell(column, _("a date stands here ({value}); write the number, such as 2023").format(value=cell))
                return None
            return cell.date().isoformat() if isinstance(cell, datetime.datetime) else str(cell)
        return cell

    def plain(self, index: int) -> Any:
        """A cell as it stands, for those who keep it."""
        cell = self.cells[index] if index < len(self.cells) else None
        return cell.message if isinstance(cell, Unusable) else cell

    def figure(self, column: Column) -> Any:
        """What a cell says of one figure, read on trial so that the cell itself is told; None where missing or told."""
        raw = self.value(column)
        if is_missing(raw):
            return None
        assert column.fact is not None  # a figure is a fact's
        kind = column.fact.type.figure if isinstance(column.fact.type, SeriesType) else column.fact.type
        try:
            found = kind.read(raw)
            if isinstance(found, Range) and column.role is not Role.YEAR:
                raise Unreadable(_("one end of a range is wanted here"))
        except Unreadable as error:
            self.tell(column, f"{column.title.strip()}: {error}")
            return None
        return raw

    def range(self, low: Column, high: Column) -> None:
        """A range from two columns: both are given, or neither."""
        before = len(self.faults)
        ends = [self.figure(low), self.figure(high)]
        if len(self.faults) > before or ends == [None, None]:
            return
        if None in ends:
            empty, other = (low, high) if ends[0] is None else (high, low)
            said = _("a range has two ends: fill in {empty}, or leave {other} empty too")
            self.tell(empty, said.format(empty=shown(empty.title.strip()), other=shown(other.title.strip())))
            return
        assert low.fact is not None  # as above
        self.mapping[low.fact.id] = f"{ends[0]}~{ends[1]}"

    def members(self, columns: list[Column]) -> None:
        """A set from a yes/no column a member: all are given, or none."""
        before = len(self.faults)
        said = [self.yes_or_no(column) for column in columns]
        if len(self.faults) > before or all(one is None for one in said):
            return
        fact = columns[0].fact
        assert fact is not None  # as above
        if None in said:
            message = _("write yes or no in each column of {fact}, or leave all of them empty")
            self.tell(columns[said.index(None)], message.format(fact=fact.id))
            return
        self.mapping[fact.id] = [column.part for column, taken in zip(columns, said, strict=True) if taken]

    def yes_or_no(self, column: Column) -> bool | None:
        raw = self.value(column)
        if is_missing(raw):
            return None
        try:
            return bool(PLAIN_TYPES["yes/no"].read(raw))
        except Unreadable as error:
            self.tell(column, f"{column.title.strip()}: {error}")
            return None

    def years(self, columns: list[Column]) -> None:
        """A series from a column a year."""
        figures = {column.part: self.figure(column) for column in columns}
        if any(figure is not None for figure in figures.values()):
            assert columns[0].fact is not None  # as above
            self.mapping[columns[0].fact.id] = figures


def untitled() -> str:
    """What to say of a cell under no title: what it is of, nobody can know."""
    return _("no title stands above this cell; give its column one, or empty it")


_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def _is_figure(fact: Fact) -> bool:
    return isinstance(fact.type, (AmountType, SeriesType))
