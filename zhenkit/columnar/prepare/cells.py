"""Columns of raw cells -> columns prepared, as fast as each kind allows; what is not plain is read as a row's cell is.

Each kind of fact has a *plain* way, an expression for the whole column that knows the cells everybody writes: words it
has read before, digits, an amount with the header's unit. The cells it does not know are few or few different ones:
each different one is read once, by the very code that reads a row, and so are its mistakes reported.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from threading import Lock
from typing import Any, NamedTuple

import polars as pl

from zhenkit.columnar.names import is_figure, raw
from zhenkit.columnar.plan import FactColumns, Plan
from zhenkit.columnar.prepare.columns import prepared
from zhenkit.columnar.prepare.fast_paths import (
    MOST_COMPARED,
    NO_TOWN,
    PLAIN_NO,
    PLAIN_YES,
    FewTexts,
    Way,
    exact_float,
    is_odd_text,
    is_one_of,
    way_of_members,
    ways_of_ends,
    ways_of_figure,
    ways_of_text,
)
from zhenkit.columnar.row_reader import RowReader, Wrong
from zhenkit.facts.dictionary import NAMING
from zhenkit.facts.fact import Fact
from zhenkit.facts.types.base import MISSING_WORDS, Storage
from zhenkit.facts.types.members import ChoiceType
from zhenkit.towns.tables.header import Role
from zhenkit.towns.tables.row_kinds import DITTO
from zhenkit.towns.words import OF_NAMES, PLACEHOLDERS


class Cells:
    """Reads the cells of one source, batch by batch."""

    def __init__(
        self,
        source: FactColumns,
        plan: Plan,
        schema: Mapping[str, pl.DataType],
        read: RowReader,
        is_held: bool = False,
    ) -> None:
        self.source, self.read_row = source, read
        self.is_held = is_held
        """Whether it is read for nothing but whether a derived fact is plausible."""
        self.columns = [] if is_held else prepared(source.fact, plan)
        self.names = [raw(column.index) for column in source.columns]
        self.words = FewTexts(self.columns)
        self.dtypes = [schema[name] for name in self.names]
        name = plan.name
        self.tells_town = name is not None and bool(source.columns) and source.columns[0].index <= name.index
        """Whether it is from this column, or one behind it, that a row is seen to be no town."""
        self.missing: list[str] = []
        """The words for what is missing that occur in its column."""
        self.plainest: int | None = None
        """Which of its ways reads nearly all of it."""
        self.knows_all = False
        """Whether it has met every word of its column."""
        self.lock = Lock()
        self._made: tuple[int, list[Way]] = (-1, [])

    @property
    def key(self) -> str:
        """The fact's id."""
        return self.source.fact.id

    def learn(self, head: pl.DataFrame) -> None:
        """Take in the words of the first rows, and how what is missing is written."""
        rows = head.select(self.names)
        if self.dtypes == [pl.String]:
            words = set(rows.to_series().unique())
            self.missing = sorted(MISSING_WORDS & words)
            for word in sorted(filter(None, words & (OF_NAMES if self.key in NAMING else PLACEHOLDERS))):
                self._value_of((word,))  # so that it is known to have been met
                self.missing.append(word)
        self._made = (-1, [])
        if self._is_of_words:
            self.read(rows)
            for word in _others_of(self.source.fact, self.words.read):
                self._value_of((word,))

    def known(self) -> list[pl.Expr]:
        """For each plain way, how many rows it can read."""
        ways = enumerate(self._ways())
        return [self._known(way).cast(pl.UInt32).sum().alias(f"{self.key}::{nth}") for nth, way in ways]

    def settle(self, known: Sequence[int], rows: int) -> None:
        """Take the way that reads most of so many rows, if it does read nearly all."""
        most = max(known, default=0)
        self.plainest = known.index(most) if known and most >= NEARLY_ALL * rows else None

    @property
    def has_many_words(self) -> bool:
        """Whether its words are too many to have met them all."""
        return self._is_of_words and len(self.words.read) > MOST_COMPARED

    def learn_all(self, column: pl.LazyFrame) -> None:
        """Take in the words of the whole column, where they are not too many."""
        words = column.head(WIDE).select(pl.col(self.names[0])).collect(engine="streaming").to_series()
        if words.unique_counts().min() == 1:  # where some words are rare, there are others
            words = column.select(pl.col(self.names[0]).unique()).collect(engine="streaming").to_series()
        words = words.unique()
        if words.len() < MOST_REMEMBERED:
            self.read(pl.DataFrame({self.names[0]: words}))
            self.knows_all = True

    @property
    def has_no_way(self) -> bool:
        """Whether no expression will do: every cell is read, which takes long."""
        return self.plainest is None or (self.has_many_words and not self.knows_all)

    def plain(self) -> Plain:
        """The way for most rows."""
        if self.dtypes == [pl.Boolean] and self.source.fact.type.storage is Storage.YES_NO:
            return Plain({column.name: pl.col(self.names[0]) for column in self.columns}, None)
        if self.has_no_way:
            return self._by_reading()
        if self.has_many_words:
            return self._by_code()
        assert self.plainest is not None  # or there is no way
        way = self._ways()[self.plainest]
        values = {column.name: value for column, value in zip(self.columns, way.values, strict=False)}
        if way.known is not None:
            return Plain(values, ~way.known)
        cell = pl.col(self.names[0])
        lost = pl.col(self.columns[0].name).is_null() & cell.is_not_null()
        return Plain(values, lost & ~is_one_of(cell, self.missing) if self.missing else lost)

    def _by_code(self) -> Plain:
        """Where all words are known: each is looked up once for all that is prepared of it."""
        code, cell = f"read::{self.key}", pl.col(self.names[0])
        values = {column.name: self.words.of_code(pl.col(code), nth) for nth, column in enumerate(self.columns)}
        return Plain(values, pl.col(code).is_null() & cell.is_not_null(), self.words.code(cell).alias(code))

    def _by_reading(self) -> Plain:
        """Where no one way will do: every cell is read, batch by batch."""
        name = f"held::{self.key}" if self.is_held else f"read::{self.key}"
        fields = {**{column.name: column.dtype for column in self.columns}, WRONG: pl.Boolean}
        read = pl.struct(self.names).map_batches(self._read_struct, return_dtype=pl.Struct(fields), is_elementwise=True)
        assert isinstance(read, pl.Expr)  # of an expression
        values = {column.name: pl.col(name).struct.field(column.name) for column in self.columns}
        odd = pl.col(name).struct.field(WRONG)
        if self.tells_town and self.dtypes == [pl.String]:  # who reads cells alone takes a total for a name
            odd |= is_odd_text(pl.col(self.names[0]), NO_TOWN).fill_null(False)
        elif self.dtypes == [pl.String] and self.source.fact.type.storage is Storage.TEXT:
            odd |= pl.col(self.names[0]).str.strip_chars().is_in(sorted(DITTO)).fill_null(False)
        return Plain(values, odd, read.alias(name))

    def _read_struct(self, cells: pl.Series) -> pl.Series:
        with self.lock:
            read = self.read(cells.struct.unnest())
        wrong = pl.Series(WRONG, [False]).new_from_index(0, cells.len()).scatter([at for at, _said in read.wrong], True)
        values = [value.alias(column.name) for value, column in zip(read.values, self.columns, strict=True)]
        return pl.DataFrame([*values, wrong]).to_struct(cells.name)

    @property
    def _is_of_words(self) -> bool:
        fact = self.source.fact
        of_text = self.source.role is Role.FACT and self.dtypes[0] == pl.String
        return of_text and fact.type.storage is not Storage.TEXT and not _has_digits(fact)

    def _known(self, way: Way) -> pl.Expr:
        """Whether the way can read a row."""
        return way.known if way.known is not None else way.values[0].is_not_null() | pl.col(self.names[0]).is_null()

    def _ways(self) -> list[Way]:
        """The plain ways, the quickest first; made anew when words have been learned."""
        if self._made[0] != len(self.words.read):
            self._made = (len(self.words.read), self._make_ways())
        return self._made[1]

    def _make_ways(self) -> list[Way]:
        fact, columns = self.source.fact, self.source.columns
        cell = pl.col(self.names[0])
        match self.source.role:
            case _ if fact.derived is not None:
                return []
            case Role.FACT if _has_digits(fact):
                return ways_of_figure(fact, columns[0], self.dtypes[0])
            case Role.FACT if fact.type.storage is Storage.YES_NO and self.dtypes[0] == pl.Boolean:
                return [Way((cell,))]
            case Role.FACT if self.dtypes[0] == pl.String and fact.type.storage is Storage.TEXT:
                return ways_of_text(cell, self.tells_town, self.missing, len(self.columns))
            case Role.FACT if self._is_of_words:
                return [self.words.way(cell)]
            case Role.LOW | Role.HIGH if _has_digits(fact):
                return ways_of_ends(fact, columns, self.dtypes)
            case Role.MEMBER if all(dtype in (pl.Boolean, pl.String) for dtype in self.dtypes):
                return [way_of_members(columns, self.dtypes, self.columns)]
        return []

    def read(self, rows: pl.DataFrame) -> Read:
        """The values prepared of any rows: by one plain way after another, and what is left cell by cell."""
        return self._by_ways(rows.select(self.names), self._ways())

    def _by_ways(self, rows: pl.DataFrame, ways: Sequence[Way]) -> Read:
        """By the first way, and rows that it cannot read by the next, at last one by one."""
        if not ways:
            return self._one_by_one(rows)
        way, *others = ways
        values = [value.alias(column.name) for value, column in zip(way.values, self.columns, strict=False)]
        done = rows.select(*self.names, *values, known=self._known(way))
        found = [done[column.name] for column in self.columns[: len(values)]]
        left = (~done["known"]).arg_true()
        return put_in(found, left, self._by_ways(rows[left], others)) if left.len() else Read(found, [])

    def _one_by_one(self, rows: pl.DataFrame) -> Read:
        """Each different combination of cells is read once, as a row's are."""
        rows = rows.select(
            exact_float(pl.col(name), dtype) for name, dtype in zip(self.names, self.dtypes, strict=True)
        )
        if rows.height > FEW and not any(dtype.is_nested() for dtype in self.dtypes):
            return self._many(rows)
        keys = [tuple(map(_hashable, cells)) for cells in rows.rows()]
        found = {key: self._value_of(key) for key in dict.fromkeys(keys)}
        values = [
            pl.Series(column.name, [found[key][0][nth] for key in keys], dtype=column.dtype)
            for nth, column in enumerate(self.columns)
        ]
        return Read(values, [(at, found[key][1]) for at, key in enumerate(keys) if found[key][1]])

    def _many(self, rows: pl.DataFrame) -> Read:
        """The same of many rows, of which the different ones are found by Polars."""
        different = rows.unique(maintain_order=True)
        read = [self._value_of(cells) for cells in different.rows()]
        which = rows.join(
            different.with_row_index("which"), on=self.names, how="left", nulls_equal=True, maintain_order="left"
        )["which"]
        values = [
            pl.Series(column.name, [values[nth] for values, _wrong in read], dtype=column.dtype).gather(which)
            for nth, column in enumerate(self.columns)
        ]
        bad = [number for number, (_values, wrong) in enumerate(read) if wrong]
        rows_wrong = which.is_in(bad).arg_true().to_list() if bad else []
        return Read(values, [(row, read[which[row]][1]) for row in rows_wrong])

    def _value_of(self, cells: tuple[Any, ...]) -> tuple[tuple[Any, ...], tuple[Wrong, ...]]:
        held_to = (self.source.fact,) if self.is_held else ()
        listed = [list(cell) if isinstance(cell, tuple) else cell for cell in cells]
        town, wrong = self.read_row(self.source.columns, listed, held_to)
        if self.is_held:
            return (), wrong
        facts = town.facts if town is not None and not wrong else {}
        if self.source.fact.derived is not None:
            value, wrong = self.source.fact.value_of(facts), ()  # what is wrong with a base is reported of that
        else:
            value = facts.get(self.source.fact.id)
        values = tuple(column.value(value) for column in self.columns)
        if len(cells) == 1 and isinstance(cells[0], str) and not wrong and len(self.words.read) < MOST_REMEMBERED:
            self.words.read[cells[0]] = values
        return values, wrong


class Plain(NamedTuple):
    """What is prepared of a source from raw cells, and from both which rows are to be read cell by cell."""

    values: Mapping[str, pl.Expr]
    odd: pl.Expr | None
    """None where there can be none."""
    read: pl.Expr | None = None
    """What is to be computed before."""


class Read(NamedTuple):
    """Rows read: a series for each column prepared, and what is wrong with which rows (from 0)."""

    values: list[pl.Series]
    wrong: list[tuple[int, tuple[Wrong, ...]]]


def put_in(values: Sequence[pl.Series], at: pl.Series, read: Read) -> Read:
    """The values with those of rows that were read later put in where they belong."""
    whole = [
        (value if value.dtype == new.dtype else value.cast(new.dtype)).scatter(at, new)
        for value, new in zip(values, read.values, strict=True)
    ]
    rows = at.to_list() if read.wrong else []
    return Read(whole, [(rows[row], wrong) for row, wrong in read.wrong])


def _has_digits(fact: Fact) -> bool:
    """Whether most cells are digits, that are read as such; others are words, each of which is read once."""
    return is_figure(fact) and bool(fact.type.scales) and not fact.is_bounded  # whose figures are held to a range


def _others_of(fact: Fact, words: Collection[str]) -> list[str]:
    """Words that are to be met as well where these were: the rest of a list, the no to a yes."""
    lists: list[Sequence[str]] = [list(pair) for pair in zip(PLAIN_YES, PLAIN_NO, strict=True)]
    if isinstance(fact.type, ChoiceType):
        lists = [list(fact.type.by_id)]
    return [word for each in lists if not set(words).isdisjoint(each) for word in each if word not in words]


NEARLY_ALL = 0.9
"""A way will do for a column where it reads so many of its first rows."""
WIDE = 50_000
"""So many rows are looked at first for the words of a column that has many."""
WRONG = "wrong"
MOST_REMEMBERED = 1000

FEW = 1000
"""Rows so few are read sooner without a search for the different ones."""


def _hashable(cell: Any) -> Any:
    return tuple(cell) if isinstance(cell, list) else cell
