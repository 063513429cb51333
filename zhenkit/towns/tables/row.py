"""One row of a table -> the mapping that a YAML town would be, each cell that cannot be read reported."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from types import MappingProxyType
from typing import Any, NamedTuple

from zhenkit.core.characters import control_in, half_width, seen
from zhenkit.core.errors import quoted
from zhenkit.core.i18n import _
from zhenkit.documents.yaml import Path
from zhenkit.facts.dictionary import NAMING
from zhenkit.facts.fact import DIGITS, Fact
from zhenkit.facts.quantities import Range, Unreadable, write_number
from zhenkit.facts.types.base import is_missing
from zhenkit.facts.types.counts import CountType
from zhenkit.facts.types.members import MemberType, SetType
from zhenkit.facts.types.money import MoneyType
from zhenkit.facts.types.registry import PLAIN_TYPES
from zhenkit.facts.types.years import YearType
from zhenkit.facts.types.yes_no import YesNoType
from zhenkit.towns.tables.cells import DATES, MAX_CELL, Cell, Unusable
from zhenkit.towns.tables.header import Header, HeaderColumn, Role
from zhenkit.towns.tables.title_map import TitleMap
from zhenkit.towns.tables.units import unit_in_name
from zhenkit.towns.words import (
    ONES_AND_ZEROS,
    ambiguous,
    error_in,
    is_placeholder,
    not_only_ones_and_zeros,
    ticked,
    yes_or_no,
)


def path_of(column: HeaderColumn) -> Path:
    """Where the mapping of a town holds what is in a column."""
    fact = column.fact.id if column.fact is not None else ""
    if column.role is Role.EVIDENCE:
        return "evidence", fact
    if column.role is Role.DECISION:
        return "decisions", *column.part.split(".")
    return (fact, column.part) if column.part else (fact,)


class Groups(NamedTuple):
    """The columns of a header by how they are read together."""

    plain: list[HeaderColumn]
    dated: list[list[HeaderColumn]]
    """The columns of one fact in several years, of which that of the town's year counts."""
    ranges: list[tuple[HeaderColumn, HeaderColumn]]
    parted: list[list[HeaderColumn]]
    """The members of a set, or the years of a series."""
    evidence: list[HeaderColumn]
    decisions: list[HeaderColumn]
    words: Mapping[str, Mapping[str, str]]
    """By the id of a fact: words of its cells, and what each is said to mean."""
    read: dict[int, dict[str, Any]]
    """By the index of a column: what short texts of its cells were read as, for the same come over and over."""


def grouped(header: Header, mapping: TitleMap | None = None) -> Groups:
    """The columns of a header by how they are read together."""
    by_fact: dict[str, list[HeaderColumn]] = {}
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
    plain: dict[str, list[HeaderColumn]] = {}
    for column in header.columns:
        if column.role is Role.FACT and column.fact is not None:
            plain.setdefault(column.fact.id, []).append(column)
    dated = [
        columns
        for columns in plain.values()
        if len(columns) > 1 or ("year" in plain and _is_dated(columns[0], mapping))
    ]
    alone = [columns[0] for columns in plain.values() if columns not in dated]
    of_role = {role: [column for column in header.columns if column.role is role] for role in Role}
    words = mapping.choices if mapping is not None else {}
    return Groups(
        alone,
        dated,
        ranges,
        parted,
        of_role[Role.EVIDENCE],
        of_role[Role.DECISION],
        words,
        {column.index: {} for column in header.columns},
    )


def _is_dated(column: HeaderColumn, mapping: TitleMap | None) -> bool:
    """Whether a figure is of the year in its title, and of no other; what `--map` says wins."""
    return column.dated is not None and (mapping is None or mapping.target(column.title) is None)


SHORT, MOST_REMEMBERED = 20, 1000
"""Texts of so few characters are remembered, so many of a column."""


class TableRow:
    """Reads the cells of one row into a town's mapping; `faults` are the cells (from 0) that cannot be."""

    def __init__(
        self,
        cells: Sequence[Cell],
        groups: Groups,
        only_ones_and_zeros: Callable[[int], bool],
        units: Mapping[int, str | None] = MappingProxyType({}),
    ) -> None:
        self.cells, self.only_ones_and_zeros = cells, only_ones_and_zeros
        self.units = units
        """By the index of a column: the unit of its figure that the row itself says."""
        self.words, self.read = groups.words, groups.read
        self.mapping: dict[str, Any] = {}
        self.faults: list[tuple[int, str]] = []
        self.placeholders: list[tuple[int, str]] = []
        """The cells (from 0) that say in a word of the table's that they are missing, and the word."""
        for column in groups.plain:
            raw = self.value(column)
            if raw is not None and column.fact is not None:
                self.mapping[column.fact.id] = raw
        for columns in groups.dated:
            self.of_its_year(columns)
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
                self.put(path_of(column), raw)

    def put(self, path: Path, raw: Any) -> None:
        """Put a value into mappings within the town's."""
        inner = self.mapping
        for step in path[:-1]:
            inner = inner.setdefault(str(step), {})
        inner[str(path[-1])] = raw

    def report(self, column: HeaderColumn, message: str) -> None:
        """Note that a cell cannot be read."""
        self.faults.append((column.index, message))

    def value(self, column: HeaderColumn) -> Any:
        """What a cell says, its title's unit behind a bare figure; None where it is blank, or its fault reported."""
        cell = self.cells[column.index] if column.index < len(self.cells) else None
        if type(cell) is str:
            if column.index in self.units:
                return self.value_of_text(cell, replace(column, unit=self.units[column.index]))
            read = self.read[column.index]
            if cell in read:
                return read[cell]
            before = len(self.faults) + len(self.placeholders)
            value = self.value_of_text(cell, column)
            if len(cell) <= SHORT and len(self.faults) + len(self.placeholders) == before:
                if len(read) >= MOST_REMEMBERED:
                    read.clear()
                read[cell] = value
            return value
        if isinstance(cell, Unusable):
            self.report(column, cell.message)
            return None
        if isinstance(cell, DATES):
            if column.fact is not None and column.role is not Role.EVIDENCE and not column.fact.type.takes_dates:
                self.report(column, _dated(cell, column.fact))
                return None
            return cell.date().isoformat() if isinstance(cell, datetime.datetime) else str(cell)
        return cell

    def value_of_text(self, cell: str, column: HeaderColumn) -> Any:
        """What the text of a cell says; None where it is blank, or its fault reported."""
        if said := control_in(cell):
            self.report(column, said)
            return None
        if len(cell) > MAX_CELL:
            self.report(column, _("a cell of more than {most} characters is not read").format(most=MAX_CELL))
            return None
        text = seen(cell)
        if column.role is Role.FACT and column.fact is not None and isinstance(column.fact.type, MemberType):
            words = ticked(text)
            text = "；".join(words) if words and (len(words) == 1 or isinstance(column.fact.type, SetType)) else text
        return self.text(self.as_said(text, column) if self.words else text, column) or None

    def as_said(self, text: str, column: HeaderColumn) -> str:
        """A cell's text, each word for which another is said by that one."""
        fact = column.fact
        words = self.words.get(fact.id) if fact is not None and column.role is Role.FACT else None
        if not words or fact is None:
            return text
        if text in words or not isinstance(fact.type, SetType):
            return words.get(text, text)
        return ";".join(words.get(word.strip(), word) for word in fact.type.divided(text))

    def text(self, text: str, column: HeaderColumn) -> str:
        """What a cell's text says; empty where it is missing, or its fault reported."""
        fact = column.fact
        if is_placeholder(text, fact is not None and fact.id in NAMING and column.role is Role.FACT):
            self.placeholders.append((column.index, text))
            return ""
        if said := error_in(text):
            self.report(column, said)
            return ""
        if column.role is Role.EVIDENCE:
            return text
        if "\n" in text and fact is not None and fact.id in NAMING:
            text = in_one_line(text)
        if text[-1:] in ")）" and fact is not None and fact.id == "name" and (said := unit_in_name(text)):
            self.report(column, said)
            return ""
        if is_yes_or_no(column):
            if text in ONES_AND_ZEROS:
                if self.only_ones_and_zeros(column.index):
                    return "yes" if ONES_AND_ZEROS[text] else "no"
                self.report(column, not_only_ones_and_zeros(text))
                return ""
            if said := ambiguous(text):
                self.report(column, said)
                return ""
            return yes_or_no(text)
        return _as_meant(text, column)

    def kept(self, index: int) -> Any:
        """A cell as it is, for those who keep it; None of an empty one, in every kind of file."""
        cell = self.cells[index] if index < len(self.cells) else None
        if isinstance(cell, Unusable):
            return cell.message
        return None if cell == "" else cell

    def figure(self, column: HeaderColumn) -> Any:
        """What a cell says of one figure, read on trial: the cell itself is reported; None where missing or wrong."""
        raw = self.value(column)
        if is_missing(raw):
            return None
        assert column.fact is not None  # a figure is a fact's
        try:
            found = column.fact.type.figure.read(raw)
            if isinstance(found, Range) and column.role is not Role.YEAR:
                raise Unreadable(_("one end of a range is expected here"))
        except Unreadable as error:
            self.report(column, f"{column.title.strip()}: {error}")
            return None
        return raw

    def of_its_year(self, columns: list[HeaderColumn]) -> None:
        """The figure of the town's year, of columns of several years."""
        year = str(self.mapping.get("year", ""))
        its_own = next((column for column in columns if str(column.dated) == year), None)
        if not year and len(columns) == 1:
            its_own = columns[0]
        if its_own is not None:
            raw = self.value(its_own)
            if raw is not None and its_own.fact is not None:
                self.mapping[its_own.fact.id] = raw
        elif any(not is_missing(self.value(column)) for column in columns):
            said = _(
                "the columns are of the years {years}, the row is of {year}; write its year, or say which with --map"
            )
            years = _(", ").join(str(column.dated) for column in columns)
            self.report(columns[0], said.format(years=years, year=year or _("no year")))

    def range(self, low: HeaderColumn, high: HeaderColumn) -> None:
        """A range from two columns: both are given, or neither."""
        before = len(self.faults)
        ends = [self.figure(low), self.figure(high)]
        if len(self.faults) > before or ends == [None, None]:
            return
        if None in ends:
            empty, other = (low, high) if ends[0] is None else (high, low)
            said = _("a range has two ends: fill in {empty}, or leave {other} empty too")
            self.report(empty, said.format(empty=quoted(empty.title.strip()), other=quoted(other.title.strip())))
            return
        assert low.fact is not None  # as above
        self.mapping[low.fact.id] = f"{ends[0]}~{ends[1]}"

    def members(self, columns: list[HeaderColumn]) -> None:
        """A set from a yes/no column a member: all are given, or none."""
        before = len(self.faults)
        said = [self.yes_or_no(column) for column in columns]
        if len(self.faults) > before or all(one is None for one in said):
            return
        fact = columns[0].fact
        assert fact is not None  # as above
        if None in said:
            column = columns[said.index(None)]
            message = _("{title} is open where others of {fact} are not: write yes or no in each, or leave all empty")
            self.report(column, message.format(title=quoted(column.title.strip()), fact=fact.id))
            return
        self.mapping[fact.id] = [column.part for column, taken in zip(columns, said, strict=True) if taken]

    def yes_or_no(self, column: HeaderColumn) -> bool | None:
        """Whether a member is in, None where that is missing or cannot be read."""
        raw = self.value(column)
        if is_missing(raw):
            return None
        try:
            return bool(PLAIN_TYPES["yes/no"].read(raw))
        except Unreadable as error:
            self.report(column, f"{column.title.strip()}: {error}")
            return None

    def years(self, columns: list[HeaderColumn]) -> None:
        """A series from a column a year."""
        figures = {column.part: self.figure(column) for column in columns}
        if any(figure is not None for figure in figures.values()):
            assert columns[0].fact is not None  # as above
            self.mapping[columns[0].fact.id] = figures


def in_one_line(name: str) -> str:
    """A name that is broken over lines of its cell as it is meant: of Chinese signs nothing divides them."""
    lines = [line.strip() for line in name.splitlines() if line.strip()]
    joined = lines[0] if lines else ""
    for line in lines[1:]:
        joined += ("" if not (joined[-1].isascii() and line[0].isascii()) else " ") + line
    return joined


def is_yes_or_no(column: HeaderColumn) -> bool:
    """Whether yes or no stands in a column's cells."""
    if column.role is Role.DECISION:
        return column.part.endswith(".granted")
    return column.role is Role.MEMBER or (column.fact is not None and isinstance(column.fact.type, YesNoType))


def _as_meant(text: str, column: HeaderColumn) -> str:
    """A cell's text, the title's unit behind a bare figure, no measure word behind a count (`12户`, `2024年`)."""
    if column.unit in _FACTORED and column.unit is not None and column.fact is not None:
        text = _scaled(text, column.unit, column.fact)
    elif text[-1:] in DIGITS:
        return text + column.unit if column.unit and text else text
    return column.fact.bare(text) if column.fact is not None else text


_FACTORED = frozenset((*CountType.factors, *MoneyType.factors))
_BARE = re.compile(
    r"(-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,15})(?:\.[0-9]{1,15})?)(?:\s*(万)\s*([户家个人项件种名]?))?"
)
_TO = re.compile(r"\s*([~～至–—-])\s*")
_TO_SIGNED = re.compile(r"\s*([~～至])\s*")
"""What is between the ends of a range, where a dash is the sign of one."""


def _scaled(text: str, unit: str, fact: Fact) -> str:
    """A bare figure, or a range of two, in a unit in which no cell is written: exactly as much in one that is."""
    factor, of = fact.type.figure.factors[unit]
    plain = half_width(text)
    parts = (_TO if not plain.startswith("-") and "~-" not in plain else _TO_SIGNED).split(plain)
    ends = [match for end in parts[::2] if (match := _BARE.fullmatch(end))]
    if (
        len(ends) != len(parts[::2])
        or len(ends) > 2
        or any(end[2] and (unit != "万" or end[3] not in ("", *fact.units)) for end in ends)
    ):
        return text + unit if of and text[-1:] in DIGITS else text
    figures = [Fraction(end[1].replace(",", "")) * factor for end in ends]
    if any(figure.denominator != 1 for figure in figures) and not of:
        return text + unit
    return "~".join(write_number(figure) + of for figure in figures)


def _dated(cell: object, fact: Fact) -> str:
    """What to say of a date where a figure is wanted."""
    if isinstance(fact.type, YearType):
        return _("this is a date ({value}); write the year alone, such as 2023").format(value=cell)
    said = _("this is a date ({value}); write the number (spreadsheets make dates of 5-8: write a range as 5~8)")
    return said.format(value=cell)
