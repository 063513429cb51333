"""The plain ways to read a column: expressions for the cells everybody writes, that know what they cannot read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import polars as pl

from zhenkit.columnar.names import raw
from zhenkit.columnar.plan import Requirement, members_required
from zhenkit.columnar.prepare.columns import Prepared
from zhenkit.core.characters import HIDDEN
from zhenkit.facts.fact import Fact
from zhenkit.facts.quantities import UNITS
from zhenkit.facts.types.base import MISSING_WORDS
from zhenkit.towns.tables.cells import MAX_CELL
from zhenkit.towns.tables.header import HeaderColumn, Role
from zhenkit.towns.tables.no_towns import ALONE, HEADER_NAME, NOTE, SIGNS, TOTAL
from zhenkit.towns.tables.row_kinds import DITTO
from zhenkit.towns.words import OF_NAMES, PLACEHOLDERS

PLAIN_YES = ("true", "yes", "是", "有")
PLAIN_NO = ("false", "no", "否", "无")
_SAID = {*OF_NAMES, *MISSING_WORDS, *DITTO} - {""}
_WORDS = "|".join(re.escape(word) for word in sorted(_SAID))
_HIDDEN = "".join(rf"\x{{{ord(character):x}}}" for character in HIDDEN)
ODD_TEXT = rf"[\x00-\x1f\x7f-\x9f\x{{fffe}}\x{{ffff}}{_HIDDEN}]|^\s|\s$|^$|^[#=]|^(?:{_WORDS})$"
"""Texts that contain a character that is hidden or none, are to be trimmed, may be none, stand for another, are a
formula or name its error: they are read as a row's are."""
NEVER_TITLES = sorted({*PLAIN_YES, *PLAIN_NO, *PLACEHOLDERS, *MISSING_WORDS})
"""Words that are in cells, and are no title of a column."""
NO_TOWN = rf"{TOTAL}|{NOTE}|{HEADER_NAME}|{ALONE}|单\s*位\s*[:：]|[)）]$"
"""What may be in the name's column, or before it, of a row that is no town; behind a name a unit may be."""
SHORT = 3
"""A text of so few bytes may be one of the words for what is missing: a Chinese sign has three."""
SUSPECT = [
    *map(chr, (*range(0x21), *range(0x7F, 0xA1), 0x1680, *range(0x2000, 0x200B))),
    *map(chr, (0x2028, 0x2029, 0x202F, 0x205F, 0x3000, 0xFFFE, 0xFFFF)),
    *HIDDEN,
    *sorted(word for word in _SAID if len(word.encode()) > SHORT),
    "#",
    "=",
]
"""What makes a text odd that contains it, unless it is a short one."""
BEHIND_LATIN = "{"
"""What is no town's and has none of the signs begins with a letter before this one."""


class Way(NamedTuple):
    """A plain way to read a source: an expression for each column prepared, and one for the rows it can read."""

    values: tuple[pl.Expr, ...]
    known: pl.Expr | None = None
    """Where it is not so, the values are anything. None: where the first value is null, its cell is to be null."""


def is_odd_text(cell: pl.Expr, more: str = "") -> pl.Expr:
    """Whether a text is read as a row's is: odd by what it contains (`more` is a pattern beside) or by its length."""
    pattern = f"{ODD_TEXT}|{more}" if more else ODD_TEXT
    return cell.str.contains(pattern) | (cell.str.len_bytes() > MAX_CELL)


def is_blank(cell: pl.Expr) -> pl.Expr:
    """Whether a text is one of the plain ways to leave it out."""
    return cell.is_null() | is_one_of(cell, MISSING_WORDS)


def is_none(cell: pl.Expr) -> pl.Expr:
    """Whether a cell of evidence or of a decision says nothing, by a word of the table's for what is missing too."""
    text = cell.cast(pl.String).str.strip_chars()
    return text.is_null() | text.is_in(sorted({*MISSING_WORDS, *PLACEHOLDERS}))


def is_one_of(cell: pl.Expr, words: Iterable[str]) -> pl.Expr:
    """Whether a text is one of a few: comparing with each is faster than looking up."""
    compared = [cell == word for word in words]
    return compared[0] if len(compared) == 1 else pl.any_horizontal(compared)


def exact_float(cell: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    """A cell for Python, which would make doubles of other decimals of single floats."""
    return cell.cast(pl.String).cast(pl.Float64) if dtype == pl.Float32 else cell


MOST_COMPARED = 8
"""How many words of a column are looked for one by one; more are looked up."""


class FewTexts:
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
        known = code.is_not_null() if many else is_one_of(cell, self.read)
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
            chain = chain.when(is_one_of(cell, words)).then(pl.lit(value, dtype))
        return chain.otherwise(pl.lit(None, dtype))  # type: ignore[no-any-return]


def ways_of_figure(fact: Fact, column: HeaderColumn, dtype: pl.DataType) -> list[Way]:
    """The plain ways to read one column of counts or of money, the quickest first."""
    cell, scale, most = pl.col(raw(column.index)), fact.type.scales.get(column.unit, 0), fact.type.most
    if dtype.is_integer():
        return [_whole(cell, scale, most // scale, fact.type.least)] if scale else []
    if dtype.is_decimal() or dtype.is_float():
        cell = cell.cast(pl.String)
    elif dtype != pl.String:
        return []
    if dtype.is_float():  # of more digits, a spreadsheet would show fewer
        cell = pl.when(cell.str.len_bytes() <= DIGITS_SHOWN + 1).then(cell)
    stripped = cell.str.strip_chars()
    by_header = [_digits(cell, scale, most // scale), _amount(cell, scale, most)] if column.unit is not None else []
    if None in fact.type.scales:
        least = fact.type.least
        plain = [_digits(cell, 1, most, least), _digits(stripped.str.strip_suffix(".0"), 1, most, least)]
        return by_header or plain
    return by_header + [
        _amount(stripped.str.strip_suffix(unit), UNITS[unit.removesuffix("元")], most, stripped.str.ends_with(unit))
        for unit in UNITS_AT_END
    ]


DIGITS_SHOWN = 15
UNITS_AT_END = ("亿元", "万元", "元", "亿", "万")


def _whole(cell: pl.Expr, scale: int, most: int, least: int = 0) -> Way:
    """Whole numbers as such."""
    whole = cell.cast(pl.Int64, strict=False)
    return _figure(whole.is_between(least, most), whole * scale if scale > 1 else whole)


def _digits(cell: pl.Expr, scale: int, most: int, least: int = 0) -> Way:
    """Whole numbers as text, of so few digits that they cannot be too large; or of as many as both ends have."""
    whole = cell.cast(pl.Int64, strict=False)
    unsigned = cell >= "0"  # the signs come before the digits
    if least:
        short = (cell.str.len_bytes() == len(str(most))) & whole.is_between(least, most)
    else:
        short = cell.str.len_bytes() < len(str(most))
    return _figure(unsigned & short, whole * scale if scale > 1 else whole)


def _amount(digits: pl.Expr, scale: int, most: int, if_so: pl.Expr | None = None) -> Way:
    """A figure with decimals in a unit by which it is whole, of so few digits that it cannot be too large."""
    places = len(str(scale)) - 1
    whole = len(str(most // scale)) - 1
    plain = digits.str.contains(rf"^[0-9]{{1,{whole}}}(?:\.[0-9]{{1,{places}}})?$")
    amount = (digits.cast(pl.Decimal(38, 10), strict=False) * scale).cast(pl.Int64, strict=False)
    return _figure(plain if if_so is None else if_so & plain, amount)


def _figure(readable: pl.Expr, figure: pl.Expr) -> Way:
    """A figure's two ends, which are one."""
    value = pl.when(readable).then(figure)
    return Way((value, value))


def ways_of_ends(fact: Fact, columns: Sequence[HeaderColumn], dtypes: Sequence[pl.DataType]) -> list[Way]:
    """A figure in two columns: both ends or neither, the lower not above the upper."""
    by_role = {column.role: (column, dtype) for column, dtype in zip(columns, dtypes, strict=True)}
    lows = ways_of_figure(fact, *by_role[Role.LOW])
    highs = ways_of_figure(fact, *by_role[Role.HIGH])
    if not lows or not highs:
        return []
    least, most = lows[0].values[0], highs[0].values[0]
    neither = pl.all_horizontal([pl.col(raw(column.index)).is_null() for column in columns])
    return [Way((least, most), (least <= most).fill_null(False) | neither)]


def ways_of_text(cell: pl.Expr, tells_town: bool, missing: Sequence[str], count: int) -> list[Way]:
    """Text as it is where nothing in it is odd; that none of many signs is in it is found soonest.

    `tells_town`: a row may be seen from it to be no town. `missing` are the words that mean none, `count` how many
    columns it is prepared as.
    """
    left_out = is_one_of(cell, missing) if missing else pl.lit(False)
    value = pl.when(~left_out).then(cell) if missing else cell
    without = ~cell.str.contains_any([*SUSPECT, *SIGNS] if tells_town else SUSPECT) & cell.str.len_bytes().is_between(
        SHORT + 1, MAX_CELL
    )
    if tells_town:
        without = without & (cell >= BEHIND_LATIN)
    with_none = ~is_odd_text(cell, NO_TOWN if tells_town else "")
    return [Way((value,) * count, known.fill_null(True) | left_out) for known in (without, with_none)]


def way_of_members(columns: Sequence[HeaderColumn], dtypes: Sequence[pl.DataType], prepared: Sequence[Prepared]) -> Way:
    """A yes/no column a member: those of yes and no alone are plain, and rows where all are empty."""
    yes, no, empty = {}, {}, []
    for column, dtype in zip(columns, dtypes, strict=True):
        cell = pl.col(raw(column.index))
        if dtype == pl.Boolean:
            yes[column.part], no[column.part] = cell.fill_null(False), (~cell).fill_null(False)
            empty.append(cell.is_null())
        else:
            yes[column.part] = is_one_of(cell, PLAIN_YES).fill_null(False)
            no[column.part] = is_one_of(cell, PLAIN_NO).fill_null(False)
            empty.append(is_blank(cell))
    stated = pl.all_horizontal([yes[part] | no[part] for part in yes])
    values = [
        pl.when(stated).then(_members_meet(each.requirement, yes, each.share) if each.requirement else pl.lit(True))
        for each in prepared
    ]
    return Way(tuple(values), stated | pl.all_horizontal(empty))


def _members_meet(requirement: Requirement, yes: Mapping[str, pl.Expr], share: bool) -> pl.Expr:
    """Whether a requirement on a set is met, by the members it has; or how many of those required there are."""
    _fact, operator, figure, _if_undefined = requirement
    counted = figure if isinstance(figure, frozenset) else yes
    count = pl.sum_horizontal([yes[member].cast(pl.Int16) for member in counted]) if counted else pl.lit(0, pl.Int16)
    if share:
        return count.clip(0, members_required(requirement))
    met: pl.Expr = count >= members_required(requirement) if operator.upward else count < members_required(requirement)
    return met
