"""Columns of raw cells -> columns prepared, as fast as each kind allows; what is not plain is read as a row's cell is.

Each kind of fact has a *plain* way, an expression for the whole column that knows the cells everybody writes: words it
has read before, digits, an amount with the header's unit. The cells it does not know are few or few different ones:
each different one is read once, by the very code that reads a row, and so are its mistakes told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

import polars as pl

from zhenkit.engines.expressions import high, is_figure, low
from zhenkit.engines.plan import IDENTITY_TEXTS, Asked, Plan, Source, asked_for, holds_value, share_of, share_value
from zhenkit.engines.row_reader import RowReader, Wrong
from zhenkit.fact_type import MISSING_WORDS
from zhenkit.intake.headers import Column, Role
from zhenkit.quantities import MOST_COUNT, MOST_FEN, UNITS, Range
from zhenkit.values import ChoiceType, Fact, SetType, TextType, Value, YesNoType

MOST_COMPARED = 3
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
    known: pl.Expr
    """Where it is not so, the values are anything."""
    by_null: bool = False
    """Whether a value that is null where its cell is not tells the same."""


class Quick(NamedTuple):
    """The plain way where it can read a whole batch: the values then, and one answer whether that is so."""

    values: tuple[pl.Expr, ...]
    fine: pl.Expr


def blank(cell: pl.Expr) -> pl.Expr:
    """Whether a text is one of the plain ways to leave it out."""
    return cell.is_null() | _is_one_of(cell, MISSING_WORDS)


def _is_one_of(cell: pl.Expr, words: Iterable[str]) -> pl.Expr:
    """Whether a text is one of a few: comparing with each is faster than looking up."""
    compared = [cell == word for word in words]
    return compared[0] if len(compared) == 1 else pl.any_horizontal(compared)


class Words:
    """Cells of which there are few different ones: each is read once and remembered."""

    def __init__(self, columns: Sequence[Prepared]) -> None:
        self.columns = columns
        self.read: dict[str, tuple[Any, ...]] = {}

    def way(self, cell: pl.Expr) -> Way:
        """By the words read so far."""
        if not self.read:
            return Way(tuple(pl.lit(None, column.dtype) for column in self.columns), cell.is_null())
        if len(self.read) > MOST_COMPARED:
            code = cell.cast(pl.Enum(list(self.read)), strict=False).to_physical()
            values = tuple(self._of_code(code, nth) for nth in range(len(self.columns)))
            return Way(values, code.is_not_null() | cell.is_null(), bool(values) and not self.some_mean_nothing)
        values = tuple(self._compared(cell, nth) for nth in range(len(self.columns)))
        by_null = bool(values) and not self.some_mean_nothing
        known = values[0].is_not_null() if by_null else _is_one_of(cell, self.read)
        return Way(values, known | cell.is_null(), by_null)

    @property
    def some_mean_nothing(self) -> bool:
        """Whether a word was read that leaves the first column open, as a missing one does."""
        return any(values[0] is None for values in self.read.values())

    def _of_code(self, code: pl.Expr, nth: int) -> pl.Expr:
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
    stripped = cell.str.strip_chars()
    if not money:
        return [_digits(cell, 1, MOST_COUNT), _digits(stripped.str.strip_suffix(".0"), 1, MOST_COUNT)]
    by_header = [_digits(cell, *_scale(fact, column)), _amount(cell, column.unit)] if column.unit is not None else []
    return by_header + [
        _amount(stripped.str.strip_suffix(unit), unit, stripped.str.ends_with(unit)) for unit in UNITS_AT_END
    ]


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
    return _figure(whole * scale if scale > 1 else whole, cell.is_null() | cell.is_between(0, most))


def _digits(cell: pl.Expr, scale: int, most: int) -> Way:
    """Whole numbers as text."""
    whole = cell.cast(pl.Int64, strict=False)
    unsigned = cell >= "0"  # the signs stand before the digits
    short = cell.str.len_bytes() <= len(str(MOST_COUNT))
    known = (whole <= most).fill_null(False) & short & unsigned
    return _figure(whole * scale if scale > 1 else whole, known | cell.is_null())


def _amount(digits: pl.Expr, unit: str, if_so: pl.Expr | None = None) -> Way:
    """An amount of money of digits in a unit that whole fen can be."""
    fen = UNITS[unit.removesuffix("元")]
    places = len(str(fen)) - 1
    plain = digits.str.contains(rf"^[0-9]{{1,{17 - places}}}(?:\.[0-9]{{1,{places}}})?$")
    amount = (digits.cast(pl.Decimal(38, 10), strict=False) * fen).cast(pl.Int64, strict=False)
    known = plain & (amount <= MOST_FEN).fill_null(False)
    return _figure(amount, digits.is_null() | known if if_so is None else (if_so & known).fill_null(False))


def _figure(value: pl.Expr, known: pl.Expr) -> Way:
    """A figure's two ends, which are one."""
    return Way((value, value), known)


class Cells:
    """Reads the cells of one source, batch by batch."""

    def __init__(self, source: Source, plan: Plan, schema: Mapping[str, pl.DataType], read: RowReader) -> None:
        self.source, self.read = source, read
        self.columns = prepared(source.fact, plan)
        self.names = [raw(column.index) for column in source.columns]
        self.words = Words(self.columns)
        self.dtypes = [schema[name] for name in self.names]
        self._made: tuple[int, list[Way]] = (-1, [])

    @property
    def key(self) -> str:
        """What its columns are called while they are in work."""
        return self.source.fact.id

    def quick(self) -> Quick | None:
        """The way for a batch that is plain throughout, or None where it is not looked for."""
        fact, dtype = self.source.fact, self.dtypes[0]
        cell = pl.col(self.names[0])
        if self.source.role is not Role.FACT or not self._ways():
            return None
        values = self._ways()[0].values
        if dtype == pl.Boolean and isinstance(fact.type, YesNoType):
            return Quick(values, pl.lit(True))
        if dtype.is_integer():  # the least and the most are found sooner than each is looked at
            _scaled, most = _scale(fact, self.source.columns[0])
            return Quick(values, ((cell.min() >= 0) & (cell.max() <= most)).fill_null(True))
        if dtype == pl.String and isinstance(fact.type, TextType):
            texts = cell if fact.id == "name" else cell.unique()
            plain = ~texts.str.contains_any(SUSPECT) & (texts.str.len_bytes() > 0)
            return Quick(values, plain.all())
        return None

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
                return [Way((cell,), pl.lit(True))]
            case Role.FACT if self.dtypes[0] == pl.String and isinstance(fact.type, TextType):
                return [Way((cell,) * len(self.columns), ~cell.str.contains(ODD).fill_null(False))]
            case Role.FACT if self.dtypes[0] == pl.String:
                return [self.words.way(cell)]
            case Role.LOW | Role.HIGH if is_figure(fact):
                return self._ways_of_ends()
            case Role.MEMBER if all(dtype in (pl.Boolean, pl.String) for dtype in self.dtypes):
                return [self._way_of_members()]
        return []

    def _ways_of_ends(self) -> list[Way]:
        by_role = {column.role: (column, dtype) for column, dtype in zip(self.source.columns, self.dtypes, strict=True)}
        lows = ways_of_figure(self.source.fact, *by_role[Role.LOW])
        highs = ways_of_figure(self.source.fact, *by_role[Role.HIGH])
        if not lows or not highs:
            return []
        least, most = lows[0].values[0], highs[0].values[0]
        ordered = (least <= most).fill_null(False) | (least.is_null() & most.is_null())
        return [Way((least, most), lows[0].known & highs[0].known & ordered)]

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

    def first_way(self) -> Way | None:
        """The first of the plain ways, or None where there is none."""
        return next(iter(self._ways()), None)

    def rest_of(self, rows: pl.DataFrame) -> Read:
        """The values prepared of rows that the first way cannot read, by the other ways."""
        return self._by_ways(rows, self._ways()[1:])

    def _by_ways(self, rows: pl.DataFrame, ways: Sequence[Way]) -> Read:
        """By the first way, and rows that it cannot read by the next, at last one by one."""
        if not ways:
            return self._one_by_one(rows)
        way, *others = ways
        values = [value.alias(column.name) for value, column in zip(way.values, self.columns, strict=False)]
        done = rows.select(*self.names, *values, known=way.known)
        found = [done[column.name] for column in self.columns[: len(values)]]
        left = (~done["known"]).arg_true()
        return put_in(found, left, self._by_ways(rows[left], others)) if left.len() else Read(found, [])

    def _one_by_one(self, rows: pl.DataFrame) -> Read:
        """Each different combination of cells is read once, as a row's are."""
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
        town, wrong = self.read(
            self.source.columns, [list(cell) if isinstance(cell, tuple) else cell for cell in cells]
        )
        value = town.facts.get(self.source.fact.id) if town is not None else None
        values = tuple(column.value(value) for column in self.columns)
        if len(cells) == 1 and isinstance(cells[0], str) and not wrong and len(self.words.read) < MOST_REMEMBERED:
            self.words.read[cells[0]] = values
        return values, wrong


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


PLAIN_YES = ("true", "yes", "是", "有")
PLAIN_NO = ("false", "no", "否", "无")
MOST_REMEMBERED = 1000

ODD = r"[\x00-\x1f\x7f-\x9f\x{fffe}\x{ffff}]|^\s|\s$|^$|^未知$"
"""Texts that hold a control character, are to be trimmed, or may be none: they are read as a row's are."""
SUSPECT = [
    *map(chr, (*range(0x21), *range(0x7F, 0xA1), 0x1680, *range(0x2000, 0x200B))),
    *map(chr, (0x2028, 0x2029, 0x202F, 0x205F, 0x3000, 0xFFFE, 0xFFFF)),
    "未知",
]
"""What a text has to hold to be odd: to look for these is quicker, and most texts hold none."""
FEW = 1000
"""Rows so few are read sooner without a search for the different ones."""


def _hashable(cell: Any) -> Any:
    return tuple(cell) if isinstance(cell, list) else cell
