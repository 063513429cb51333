"""Columns of raw cells -> columns prepared, as fast as each kind allows; what is not plain is read as a row's cell is.

Each kind of fact has a *plain* way, an expression for the whole column that knows the cells everybody writes: words it
has read before, digits, an amount with the header's unit. The cells it does not know are few or few different ones:
each different one is read once, by the very code that reads a row, and so are its mistakes told.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from threading import Lock
from typing import Any, NamedTuple

import polars as pl

from zhenkit.engines.expressions import high, is_figure, low
from zhenkit.engines.plan import IDENTITY_TEXTS, Asked, Plan, Source, asked_for, holds_value, share_of, share_value
from zhenkit.engines.row_reader import RowReader, Wrong
from zhenkit.fact_type import MISSING_WORDS
from zhenkit.intake.headers import Column, Role
from zhenkit.intake.sums import CHINESE, SUM
from zhenkit.quantities import MOST_COUNT, MOST_FEN, UNITS, Range
from zhenkit.values import ChoiceType, Fact, SetType, TextType, Value, YesNoType

MOST_COMPARED = 8
"""How many words of a column are looked for one by one; more are looked up."""


def raw(index: int) -> str:
    """The name of a table's column before it is prepared."""
    return f"raw__{index}"


class Prepared(NamedTuple):
    """A column that is prepared: its name, its type, and its value for a value of the fact."""

    name: str
    dtype: pl.DataType | type[pl.DataType]
    value: Callable[[Value | None], Any]
    asked: Asked | None = None
    """The comparison that it holds the answers of, if it does."""
    share: bool = False
    """Whether it holds how much of what is asked for there is, not whether it is all."""


def prepared(fact: Fact, plan: Plan) -> list[Prepared]:
    """The columns that are prepared of a fact."""
    if fact.id in IDENTITY_TEXTS:
        return [Prepared(fact.id, pl.String, lambda value: value)]
    if isinstance(fact.type, YesNoType):
        return [Prepared(fact.id, pl.Boolean, lambda value: value)]
    if fact.type.name == "level":
        return [Prepared(fact.id, pl.Int8, lambda value: value)]
    if isinstance(fact.type, ChoiceType):
        codes = {member: code for code, member in enumerate(fact.type.by_id)}
        return [Prepared(fact.id, pl.Int16, lambda value: None if value is None else codes[value])]
    if is_figure(fact):
        return [
            Prepared(low(fact), pl.Int64, lambda value: value.low if isinstance(value, Range) else value),
            Prepared(high(fact), pl.Int64, lambda value: value.high if isinstance(value, Range) else value),
        ]
    compared = plan.comparisons(fact)
    found = [Prepared(name, pl.Boolean, partial(holds_value, asked), asked) for asked, name in compared]
    if plan.scored and isinstance(fact.type, SetType):
        found += [
            Prepared(share_of(name), pl.Int16, partial(share_value, asked), asked, True) for asked, name in compared
        ]
    return found


class Way(NamedTuple):
    """A plain way to read a source: an expression for each column prepared, and one for the rows it can read."""

    values: tuple[pl.Expr, ...]
    known: pl.Expr | None = None
    """Where it is not so, the values are anything. None: a first value that is null where its cell is not tells it."""


def blank(cell: pl.Expr) -> pl.Expr:
    """Whether a text is one of the plain ways to leave it out."""
    return cell.is_null() | _is_one_of(cell, MISSING_WORDS)


def _is_one_of(cell: pl.Expr, words: Iterable[str]) -> pl.Expr:
    """Whether a text is one of a few: comparing with each is faster than looking up."""
    compared = [cell == word for word in words]
    return compared[0] if len(compared) == 1 else pl.any_horizontal(compared)


def exactly(cell: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    """A cell for Python, which would make doubles of other decimals of single floats."""
    return cell.cast(pl.String).cast(pl.Float64) if dtype == pl.Float32 else cell


class Words:
    """Cells of which there are few different ones: each is read once and remembered."""

    def __init__(self, columns: Sequence[Prepared]) -> None:
        self.columns = columns
        self.read: dict[str, tuple[Any, ...]] = {}

    def way(self, cell: pl.Expr) -> Way:
        """By the words read so far."""
        if not self.read:
            return Way(tuple(pl.lit(None, column.dtype) for column in self.columns), cell.is_null())
        many = len(self.read) > MOST_COMPARED
        code = self.code(cell)
        values = tuple(
            self.of_code(code, nth) if many else self._compared(cell, nth) for nth in range(len(self.columns))
        )
        if values and not self.some_mean_nothing:
            return Way(values)
        known = code.is_not_null() if many else _is_one_of(cell, self.read)
        return Way(values, known | cell.is_null())

    @property
    def some_mean_nothing(self) -> bool:
        """Whether a word was read that leaves the first column open, as a missing one does."""
        return any(values[0] is None for word, values in self.read.items() if word not in MISSING_WORDS)

    def code(self, cell: pl.Expr) -> pl.Expr:
        """The place of a cell's word among those read."""
        return cell.cast(pl.Enum(list(self.read)), strict=False).to_physical()

    def of_code(self, code: pl.Expr, nth: int) -> pl.Expr:
        """What the word in that place means to a column."""
        values = pl.Series([values[nth] for values in self.read.values()], dtype=self.columns[nth].dtype)
        return pl.lit(values).gather(code)

    def _compared(self, cell: pl.Expr, nth: int) -> pl.Expr:
        dtype = self.columns[nth].dtype
        by_value: dict[Any, list[str]] = {}
        for word, values in self.read.items():
            if values[nth] is not None:
                by_value.setdefault(values[nth], []).append(word)
        if not by_value:
            return pl.lit(None, dtype)
        chain: Any = pl
        for value, words in by_value.items():
            chain = chain.when(_is_one_of(cell, words)).then(pl.lit(value, dtype))
        return chain.otherwise(pl.lit(None, dtype))  # type: ignore[no-any-return]


def ways_of_figure(fact: Fact, column: Column, dtype: pl.DataType) -> list[Way]:
    """The plain ways to read one column of counts or of money, the quickest first."""
    cell = pl.col(raw(column.index))
    money = fact.type.name == "money"
    if dtype.is_integer():
        return [] if money and column.unit is None else [_whole(cell, *_scale(fact, column))]
    if dtype.is_decimal() or dtype.is_float():
        cell = cell.cast(pl.String)
    elif dtype != pl.String:
        return []
    if dtype.is_float():  # of more digits, a spreadsheet would show fewer
        cell = pl.when(cell.str.len_bytes() <= DIGITS_SHOWN + 1).then(cell)
    stripped = cell.str.strip_chars()
    if not money:
        return [_digits(cell, 1, MOST_COUNT), _digits(stripped.str.strip_suffix(".0"), 1, MOST_COUNT)]
    by_header = [_digits(cell, *_scale(fact, column)), _amount(cell, column.unit)] if column.unit is not None else []
    return by_header + [
        _amount(stripped.str.strip_suffix(unit), unit, stripped.str.ends_with(unit)) for unit in UNITS_AT_END
    ]


DIGITS_SHOWN = 15
UNITS_AT_END = ("亿元", "万元", "元", "亿", "万")


def _scale(fact: Fact, column: Column) -> tuple[int, int]:
    """What a whole figure of the column is multiplied by, and the most it may be."""
    if fact.type.name != "money":
        return 1, MOST_COUNT
    scale = UNITS[(column.unit or "元").removesuffix("元")]
    return scale, MOST_FEN // scale


def _whole(cell: pl.Expr, scale: int, most: int) -> Way:
    """Whole numbers as such."""
    whole = cell.cast(pl.Int64, strict=False)
    return _figure(whole.is_between(0, most), whole * scale if scale > 1 else whole)


def _digits(cell: pl.Expr, scale: int, most: int) -> Way:
    """Whole numbers as text, of so few digits that they cannot be too large."""
    whole = cell.cast(pl.Int64, strict=False)
    unsigned = cell >= "0"  # the signs stand before the digits
    short = cell.str.len_bytes() < len(str(most))
    return _figure(unsigned & short, whole * scale if scale > 1 else whole)


def _amount(digits: pl.Expr, unit: str, if_so: pl.Expr | None = None) -> Way:
    """An amount of money of digits in a unit that whole fen can be, of so few that it cannot be too large."""
    fen = UNITS[unit.removesuffix("元")]
    places = len(str(fen)) - 1
    whole = len(str(MOST_FEN // fen)) - 1
    plain = digits.str.contains(rf"^[0-9]{{1,{whole}}}(?:\.[0-9]{{1,{places}}})?$")
    amount = (digits.cast(pl.Decimal(38, 10), strict=False) * fen).cast(pl.Int64, strict=False)
    return _figure(plain if if_so is None else if_so & plain, amount)


def _figure(readable: pl.Expr, figure: pl.Expr) -> Way:
    """A figure's two ends, which are one."""
    value = pl.when(readable).then(figure)
    return Way((value, value))


class Cells:
    """Reads the cells of one source, batch by batch."""

    def __init__(self, source: Source, plan: Plan, schema: Mapping[str, pl.DataType], read: RowReader) -> None:
        self.source, self.read_row = source, read
        self.columns = prepared(source.fact, plan)
        self.names = [raw(column.index) for column in source.columns]
        self.words = Words(self.columns)
        self.dtypes = [schema[name] for name in self.names]
        self.missing: list[str] = []
        """The words of what is missing that stand in its column."""
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
        """What the first rows tell: the words in use, and how what is missing is written."""
        rows = head.select(self.names)
        if self.dtypes == [pl.String]:
            self.missing = sorted(MISSING_WORDS & set(rows.to_series().unique()))
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
        self.plainest = known.index(most) if known and most >= PLAIN * rows else None

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

    def plain(self) -> Plain:
        """The way for most rows."""
        if self.dtypes == [pl.Boolean] and isinstance(self.source.fact.type, YesNoType):
            return Plain({column.name: pl.col(self.names[0]) for column in self.columns}, None)
        if self.plainest is None or (self.has_many_words and not self.knows_all):
            return self._by_reading()
        if self.has_many_words:
            return self._by_code()
        way = self._ways()[self.plainest]
        values = {column.name: value for column, value in zip(self.columns, way.values, strict=False)}
        if way.known is not None:
            return Plain(values, ~way.known)
        cell = pl.col(self.names[0])
        lost = pl.col(self.columns[0].name).is_null() & cell.is_not_null()
        return Plain(values, lost & ~_is_one_of(cell, self.missing) if self.missing else lost)

    def _by_code(self) -> Plain:
        """Where all words are known: each is looked up once for all that is prepared of it."""
        code, cell = f"read::{self.key}", pl.col(self.names[0])
        values = {column.name: self.words.of_code(pl.col(code), nth) for nth, column in enumerate(self.columns)}
        return Plain(values, pl.col(code).is_null() & cell.is_not_null(), self.words.code(cell).alias(code))

    def _by_reading(self) -> Plain:
        """Where no one way will do: every cell is read, batch by batch."""
        name = f"read::{self.key}"
        fields = {**{column.name: column.dtype for column in self.columns}, WRONG: pl.Boolean}
        read = pl.struct(self.names).map_batches(self._read_struct, return_dtype=pl.Struct(fields), is_elementwise=True)
        assert isinstance(read, pl.Expr)  # of an expression
        values = {column.name: pl.col(name).struct.field(column.name) for column in self.columns}
        return Plain(values, pl.col(name).struct.field(WRONG), read.alias(name))

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
        return of_text and not is_figure(fact) and not isinstance(fact.type, TextType)

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
            case Role.FACT if is_figure(fact):
                return ways_of_figure(fact, columns[0], self.dtypes[0])
            case Role.FACT if isinstance(fact.type, YesNoType) and self.dtypes[0] == pl.Boolean:
                return [Way((cell,))]
            case Role.FACT if self.dtypes[0] == pl.String and isinstance(fact.type, TextType):
                return self._ways_of_text(cell)
            case Role.FACT if self._is_of_words:
                return [self.words.way(cell)]
            case Role.LOW | Role.HIGH if is_figure(fact):
                return self._ways_of_ends()
            case Role.MEMBER if all(dtype in (pl.Boolean, pl.String) for dtype in self.dtypes):
                return [self._way_of_members()]
        return []

    def _ways_of_text(self, cell: pl.Expr) -> list[Way]:
        """Text as it is where nothing in it is odd; that none of many signs is in it is found soonest."""
        missing = _is_one_of(cell, self.missing) if self.missing else pl.lit(False)
        value = pl.when(~missing).then(cell) if self.missing else cell
        without = ~cell.str.contains_any(SUSPECT) & (cell.str.len_bytes() > 0)
        if self.key == "name":
            without = ~cell.str.contains_any([*SUSPECT, *CHINESE]) & (cell >= BEHIND_LATIN)
        with_none = ~cell.str.contains(f"{ODD_TEXT}|{SUM}" if self.key == "name" else ODD_TEXT)
        return [Way((value,) * len(self.columns), known.fill_null(True) | missing) for known in (without, with_none)]

    def _ways_of_ends(self) -> list[Way]:
        by_role = {column.role: (column, dtype) for column, dtype in zip(self.source.columns, self.dtypes, strict=True)}
        lows = ways_of_figure(self.source.fact, *by_role[Role.LOW])
        highs = ways_of_figure(self.source.fact, *by_role[Role.HIGH])
        if not lows or not highs:
            return []
        least, most = lows[0].values[0], highs[0].values[0]
        neither = pl.all_horizontal([pl.col(name).is_null() for name in self.names])
        return [Way((least, most), (least <= most).fill_null(False) | neither)]

    def _way_of_members(self) -> Way:
        """A yes/no column a member: those of yes and no alone are plain, and rows where all are empty."""
        yes, no, empty = {}, {}, []
        for column, name, dtype in zip(self.source.columns, self.names, self.dtypes, strict=True):
            cell = pl.col(name)
            if dtype == pl.Boolean:
                yes[column.part], no[column.part] = cell.fill_null(False), (~cell).fill_null(False)
                empty.append(cell.is_null())
            else:
                yes[column.part] = _is_one_of(cell, PLAIN_YES).fill_null(False)
                no[column.part] = _is_one_of(cell, PLAIN_NO).fill_null(False)
                empty.append(blank(cell))
        told = pl.all_horizontal([yes[part] | no[part] for part in yes])
        values = tuple(
            pl.when(told).then(_members_hold(column.asked, yes, column.share))
            for column in self.columns
            if column.asked
        )
        return Way(values, told | pl.all_horizontal(empty))

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
        rows = rows.select(exactly(pl.col(name), dtype) for name, dtype in zip(self.names, self.dtypes, strict=True))
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
        town, wrong = self.read_row(
            self.source.columns, [list(cell) if isinstance(cell, tuple) else cell for cell in cells]
        )
        value = town.facts.get(self.source.fact.id) if town is not None else None
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
    mended = [
        (value if value.dtype == new.dtype else value.cast(new.dtype)).scatter(at, new)
        for value, new in zip(values, read.values, strict=True)
    ]
    rows = at.to_list() if read.wrong else []
    return Read(mended, [(rows[row], wrong) for row, wrong in read.wrong])


def _members_hold(asked: Asked, yes: Mapping[str, pl.Expr], share: bool) -> pl.Expr:
    """Whether a comparison of a set holds, by the members it has; or how many of those asked for there are."""
    _fact, comparison, figure = asked
    counted = figure if isinstance(figure, frozenset) else yes
    count = pl.sum_horizontal([yes[member].cast(pl.Int16) for member in counted]) if counted else pl.lit(0, pl.Int16)
    if share:
        return count.clip(0, asked_for(asked))
    holds: pl.Expr = count >= asked_for(asked) if comparison.upward else count < asked_for(asked)
    return holds


def _others_of(fact: Fact, words: Collection[str]) -> list[str]:
    """Words that are to be met as well where these were: the rest of a list, the no to a yes."""
    lists: list[Sequence[str]] = [list(pair) for pair in zip(PLAIN_YES, PLAIN_NO, strict=True)]
    if isinstance(fact.type, ChoiceType):
        lists = [list(fact.type.by_id)]
    return [word for each in lists if not set(words).isdisjoint(each) for word in each if word not in words]


PLAIN = 0.9
"""A way will do for a column where it reads so many of its first rows."""
WIDE = 50_000
"""So many rows are looked at first for the words of a column that has many."""
WRONG = "wrong"
PLAIN_YES = ("true", "yes", "是", "有")
PLAIN_NO = ("false", "no", "否", "无")
MOST_REMEMBERED = 1000

ODD_TEXT = r"[\x00-\x1f\x7f-\x9f\x{fffe}\x{ffff}]|^\s|\s$|^$|^未知$"
"""Texts that hold a control character, are to be trimmed, or may be none: they are read as a row's are."""
SUSPECT = [
    *map(chr, (*range(0x21), *range(0x7F, 0xA1), 0x1680, *range(0x2000, 0x200B))),
    *map(chr, (0x2028, 0x2029, 0x202F, 0x205F, 0x3000, 0xFFFE, 0xFFFF)),
    "未知",
]
"""What a text has to hold to be odd."""
BEHIND_LATIN = "{"
"""All names of sums that are not Chinese begin with a letter before this sign."""
FEW = 1000
"""Rows so few are read sooner without a search for the different ones."""


def _hashable(cell: Any) -> Any:
    return tuple(cell) if isinstance(cell, list) else cell
