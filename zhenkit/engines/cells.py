"""Columns of raw cells -> columns prepared, as fast as each kind allows; what is not plain is read as a row's cell is.

Each kind of fact has a *plain* way, an expression for the whole column that knows the cells everybody writes: words it
has read before, digits, an amount with the header's unit. The cells it does not know are few or few different ones:
each different one is read once, by the very code that reads a row, and so are its mistakes told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple

import polars as pl

from zhenkit.engines.expressions import high, is_figure, low
from zhenkit.engines.plan import IDENTITY_TEXTS, Asked, Plan, Source, holds_value
from zhenkit.errors import Problem
from zhenkit.fact_type import MISSING_WORDS
from zhenkit.facts import Facts, Town
from zhenkit.intake.headers import Column, Header, Role
from zhenkit.intake.options import Options
from zhenkit.intake.sharing import CellProblem
from zhenkit.intake.tables import Table, number_text
from zhenkit.intake.towns import RawTown
from zhenkit.quantities import MOST_COUNT, MOST_FEN, UNITS, Range
from zhenkit.values import ChoiceType, Fact, TextType, Value, YesNoType

MOST_WORDS = 12
"""How many words of a column are looked for one by one; more are looked up in a table."""


class Wrong(NamedTuple):
    """What is wrong with a cell."""

    column: int
    """The index of its column, from 0."""
    message: str


class RowReader:
    """Reads cells as those of a row: by the code that reads rows."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.tables: dict[tuple[Column, ...], Table] = {}
        self.name = Column(0, "name", Role.FACT, facts["name"], None, "")

    def __call__(self, columns: Sequence[Column], cells: Sequence[Any]) -> tuple[Town | None, tuple[Wrong, ...]]:
        """The town that the cells of these columns make (its name may be lent), and what is wrong with them."""
        key = tuple(columns)
        if key not in self.tables:
            self.tables[key] = self._table(key)
        table = self.tables[key]
        (document,) = table.documents([(1, [*map(_as_cell, cells), LENT_NAME])])
        raw = RawTown(document)
        town = raw.read(self.facts)
        wrong = [Wrong(columns[min(at.column, len(columns)) - 1].index, _said(at)) for at in raw.problems]
        return town, tuple(wrong)

    def _table(self, columns: tuple[Column, ...]) -> Table:
        moved = [replace(column, index=nth) for nth, column in enumerate(columns)]
        if not any(column.fact is self.name.fact and column.role is Role.FACT for column in columns):
            moved.append(replace(self.name, index=len(columns)))
        else:
            moved.append(Column(len(columns), "lent", Role.EVIDENCE, self.name.fact, None, ""))
        return Table("", Header(tuple(moved), (), ()), 1, self.facts, Options())


LENT_NAME = "-"
"""Stands for the name where cells are read without it, and where it is read stands behind it."""


def _said(problem: Problem) -> str:
    return problem.said if isinstance(problem, CellProblem) else problem.message


def _as_cell(value: Any) -> Any:
    """A value of a frame as a cell of a table."""
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        return number_text(value)
    return value


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
    return [Prepared(name, pl.Boolean, partial(holds_value, asked), asked) for asked, name in plan.comparisons(fact)]


class Plain(NamedTuple):
    """The plain way of a source: an expression for each column prepared, and one for the cells it knows."""

    values: tuple[pl.Expr, ...]
    known: pl.Expr


def blank(cell: pl.Expr) -> pl.Expr:
    """Whether a text is one of the plain ways to leave it out."""
    return cell.is_null() | _is_one_of(cell, MISSING_WORDS)


def _is_one_of(cell: pl.Expr, words: Iterable[str]) -> pl.Expr:
    """Whether a text is one of a few: comparing with each is faster than looking up."""
    return pl.any_horizontal([cell == word for word in words])


class Words:
    """Cells of which there are few different ones: each is read once and remembered."""

    def __init__(self, columns: Sequence[Prepared]) -> None:
        self.columns = columns
        self.read: dict[str, tuple[Any, ...]] = {}

    def plain(self, cell: pl.Expr) -> Plain:
        """By the words read so far."""
        if len(self.read) > MOST_WORDS:
            words = list(self.read)
            values = [
                cell.replace_strict(
                    words, [self.read[word][nth] for word in words], default=None, return_dtype=column.dtype
                )
                for nth, column in enumerate(self.columns)
            ]
            return Plain(tuple(values), blank(cell) | cell.is_in(words))
        values = [self._chain(cell, nth, column) for nth, column in enumerate(self.columns)]
        return Plain(tuple(values), blank(cell) | _is_one_of(cell, self.read) if self.read else blank(cell))

    def _chain(self, cell: pl.Expr, nth: int, column: Prepared) -> pl.Expr:
        by_value: dict[Any, list[str]] = {}
        for word, values in self.read.items():
            if values[nth] is not None:
                by_value.setdefault(values[nth], []).append(word)
        chain: Any = pl
        for value, words in by_value.items():
            chain = chain.when(_is_one_of(cell, words)).then(pl.lit(value, column.dtype))
        return pl.lit(None, column.dtype) if chain is pl else chain.otherwise(pl.lit(None, column.dtype))


def plain_figure(fact: Fact, column: Column, dtype: pl.DataType) -> Plain | None:
    """The plain way of one column of counts or of money; None where there is none."""
    cell = pl.col(raw(column.index))
    money = fact.type.name == "money"
    if money and column.unit is None and dtype != pl.String:
        return None  # every cell is wrong, and is told so
    scale = UNITS[(column.unit or "元").removesuffix("元")] if money else 1
    most = MOST_FEN // scale if money else MOST_COUNT
    if dtype.is_integer():
        whole = cell.cast(pl.Int64, strict=False)
        known = cell.is_null() | (whole.is_not_null() & (cell >= 0) & (cell <= most))
        return _figure(whole * scale if scale > 1 else whole, known)
    if dtype.is_decimal() or dtype.is_float():
        cell = cell.cast(pl.String)
    elif dtype != pl.String:
        return None
    if money:
        return _plain_money(cell, column.unit)
    whole = cell.cast(pl.Int64, strict=False)
    signed = cell.str.starts_with("+") | cell.str.starts_with("-")
    short = cell.str.len_bytes() <= len(str(MOST_COUNT))
    return _figure(whole, blank(cell) | (whole.is_not_null() & short & (whole <= most) & ~signed))


def _plain_money(cell: pl.Expr, header_unit: str | None) -> Plain:
    """Digits and a unit: the cell's own, or else the header's."""
    amounts, knowns = [], []
    for unit in ("亿元", "万元", "元", "亿", "万"):
        amount, known = _amount(cell.str.strip_suffix(unit), unit.removesuffix("元"))
        amounts.append(pl.when(cell.str.ends_with(unit) & known).then(amount))
        knowns.append(cell.str.ends_with(unit) & known)
    if header_unit is not None:
        amount, known = _amount(cell, header_unit.removesuffix("元"))
        amounts, knowns = [pl.when(known).then(amount), *amounts], [known, *knowns]
    return _figure(pl.coalesce(amounts), blank(cell) | pl.any_horizontal(knowns))


def _amount(digits: pl.Expr, scale: str) -> tuple[pl.Expr, pl.Expr]:
    """Digits of a unit in fen, and whether they are plain digits that whole fen can be."""
    fen = UNITS[scale]
    places = len(str(fen)) - 1
    plain = digits.str.contains(rf"^[0-9]{{1,{17 - places}}}(?:\.[0-9]{{1,{places}}})?$")
    amount = (digits.cast(pl.Decimal(38, 10), strict=False) * fen).cast(pl.Int64, strict=False)
    return amount, plain & (amount <= MOST_FEN).fill_null(False)


def _figure(value: pl.Expr, known: pl.Expr) -> Plain:
    """A figure's two ends, which are one."""
    value = pl.when(known).then(value)
    return Plain((value, value), known)


class Cells:
    """Reads the cells of one source, batch by batch."""

    def __init__(self, source: Source, plan: Plan, schema: Mapping[str, pl.DataType], read: RowReader) -> None:
        self.source, self.read = source, read
        self.columns = prepared(source.fact, plan)
        self.names = [raw(column.index) for column in source.columns]
        self.words = Words(self.columns)
        self.dtypes = [schema[name] for name in self.names]

    @property
    def key(self) -> str:
        """What its columns are called while they are in work."""
        return self.source.fact.id

    def plain(self) -> Plain | None:
        """The plain way, or None where every cell is read one by one."""
        fact, columns = self.source.fact, self.source.columns
        cell = pl.col(self.names[0])
        match self.source.role:
            case Role.FACT if is_figure(fact):
                return plain_figure(fact, columns[0], self.dtypes[0])
            case Role.FACT if isinstance(fact.type, YesNoType) and self.dtypes[0] == pl.Boolean:
                return Plain((cell,), pl.lit(True))
            case Role.FACT if self.dtypes[0] == pl.String and isinstance(fact.type, TextType):
                return Plain((cell.str.strip_chars(),) * len(self.columns), ~cell.str.contains(ODD).fill_null(False))
            case Role.FACT if self.dtypes[0] == pl.String:
                return self.words.plain(cell)
            case Role.LOW | Role.HIGH if is_figure(fact):
                return self._plain_ends()
            case Role.MEMBER:
                return self._plain_members()
        return None

    def _plain_ends(self) -> Plain | None:
        by_role = {column.role: (column, dtype) for column, dtype in zip(self.source.columns, self.dtypes, strict=True)}
        lows = plain_figure(self.source.fact, *by_role[Role.LOW])
        highs = plain_figure(self.source.fact, *by_role[Role.HIGH])
        if lows is None or highs is None:
            return None
        least, most = lows.values[0], highs.values[0]
        ordered = (least <= most).fill_null(False) | (least.is_null() & most.is_null())
        return Plain((least, most), lows.known & highs.known & ordered)

    def _plain_members(self) -> Plain | None:
        """A yes/no column a member: those of yes and no alone are plain, and rows where all are empty."""
        if any(dtype not in (pl.Boolean, pl.String) for dtype in self.dtypes):
            return None
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
        known = pl.all_horizontal([yes[part] | no[part] for part in yes])
        values = tuple(pl.when(known).then(_members_hold(column.asked, yes)) for column in self.columns if column.asked)
        return Plain(values, known | pl.all_horizontal(empty))

    def values_of(self, rows: pl.DataFrame) -> tuple[list[pl.Series], list[tuple[Wrong, ...]]]:
        """The values prepared of rows that are not plain, and what is wrong with each of them."""
        keys = [tuple(row) for row in rows.select(self.names).rows()]
        found: dict[tuple[Any, ...], tuple[tuple[Any, ...], tuple[Wrong, ...]]] = {}
        for key in keys:
            hashable = _hashable(key)
            if hashable not in found:
                found[hashable] = self._value_of(key)
        answers = [found[_hashable(key)] for key in keys]
        series = [
            pl.Series(column.name, [values[nth] for values, _wrong in answers], dtype=column.dtype)
            for nth, column in enumerate(self.columns)
        ]
        return series, [wrong for _values, wrong in answers]

    def _value_of(self, cells: tuple[Any, ...]) -> tuple[tuple[Any, ...], tuple[Wrong, ...]]:
        town, wrong = self.read(self.source.columns, cells)
        value = town.facts.get(self.source.fact.id) if town is not None else None
        values = tuple(column.value(value) for column in self.columns)
        if len(cells) == 1 and isinstance(cells[0], str) and not wrong and len(self.words.read) < MOST_REMEMBERED:
            self.words.read[cells[0]] = values
        return values, wrong


def _members_hold(asked: Asked, yes: Mapping[str, pl.Expr]) -> pl.Expr:
    """Whether a comparison of a set holds, by the members it has."""
    _fact, comparison, figure = asked
    if isinstance(figure, frozenset):
        return pl.all_horizontal([yes[member] for member in figure]) if figure else pl.lit(True)
    count = pl.sum_horizontal([each.cast(pl.Int16) for each in yes.values()])
    holds: pl.Expr = count >= figure if comparison.upward else count < figure
    return holds


PLAIN_YES = ("true", "yes", "是", "有")
PLAIN_NO = ("false", "no", "否", "无")
MOST_REMEMBERED = 1000

ODD = r"[\x00-\x1f\x7f-\x9f\x{fffe}\x{ffff}]|^\s*$|^\s*未知\s*$"
"""Texts that hold a control character, or may be none: they are read as a row's are."""


def _hashable(key: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(tuple(cell) if isinstance(cell, list) else cell for cell in key)
