"""The types of figures: counts, money, numbers, percents, and figures by year."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar

from zhenkit.core.errors import quoted
from zhenkit.core.i18n import _, noted
from zhenkit.core.patterns import late
from zhenkit.facts.money import Money
from zhenkit.facts.quantities import (
    FEN_PER_YUAN,
    FINEST,
    MOST_COUNT,
    MOST_FEN,
    UNDEFINED,
    UNITS,
    OrUndefined,
    Range,
    Series,
    Unreadable,
    read_count,
    read_money,
    read_number,
    read_signed_money,
    rounded_money,
    write_count,
    write_money,
    write_number,
)
from zhenkit.facts.types.base import OF_FIGURES, FactType, Json, Storage, Value, is_missing, one_value
from zhenkit.facts.types.patterns import (
    COUNT,
    FIRST_YEAR,
    LAST_YEAR,
    MONEY,
    MONEY_RANGE,
    PERCENT,
    SIGNED,
    SIGNED_MONEY,
    SIGNED_MONEY_RANGE,
    TO,
    YEAR_DIGITS,
    whole,
)


class AmountType(FactType):
    """What all figures share: how one is shown to a person, who may have to know that it is rounded, or open."""

    ordered = True
    has_steps = True
    is_quantity = True
    has_ranges = True
    takes_dates = False
    operators = OF_FIGURES
    examples: ClassVar[tuple[str, str]]
    """Two figures as a file has them."""
    scale: ClassVar[int] = 1
    """What a figure as it is written is multiplied by, to be the value's."""

    def how_to_ask(self) -> str:
        """`at_least:` with a figure."""
        return _("write `at_least: {figure}`").format(figure=self.asked_example)

    asked_example: ClassVar[str]

    def show(self, value: Value) -> str:
        """The figure; `≈` where no decimal holds it, `from ...` where a derived one has no upper end."""
        if value is UNDEFINED:
            return _("cannot be computed: divided by 0")
        if isinstance(value, OrUndefined):
            defined = value.value
            if isinstance(defined, Range) and defined.high > BEYOND:  # divided by one fen: no figure that says anything
                defined = defined._replace(high=math.inf)  # type: ignore[arg-type]
            return _("{figure}, or cannot be computed: divided by 0").format(figure=self.show(defined))
        if not isinstance(value, Range):
            return self._shown(value)
        if value.high != math.inf:
            return f"{self._shown(value.low)}~{self._shown(value.high)}"
        if value.low in NOTHING_KNOWN:
            return _("not known")
        return _("from {figure}").format(figure=self._shown(value.low))

    def difference(self, amount: Value) -> str:
        """A figure."""
        return self.show(amount)

    def _shown(self, value: Value) -> str:
        """One figure, with a sign where it is not the very figure."""
        exact = isinstance(value, (int, float)) or (isinstance(value, Fraction) and (FINEST * value).denominator == 1)
        return str(self.write(value)) if exact else f"≈{self.write(value)}"


BEYOND = 10**6
"""A quotient above this has no upper end, to a person: its divisor may be the least money there is."""
NOTHING_KNOWN = (-math.inf, -1, 0)
"""The lowest that sums, growths and others can be."""


SAME_MEASURE: tuple[str, ...] = ("户家个", "人名", "项件个种")
"""The measure words that count the same things."""


def counting_the_same(measures: Sequence[str], unit: str) -> tuple[str, ...]:
    """Those measure words that count what this unit counts: all where there is none, none of a unit of another kind."""
    if not unit:
        return tuple(measures)
    same = next((each for each in SAME_MEASURE if unit[0] in each), "")
    return tuple(measure for measure in measures if measure in same)


def digits_of(raw: object) -> str:
    """What a file has for a whole number, as text; one beyond all bounds shortened."""
    if isinstance(raw, int) and not isinstance(raw, bool):
        return str(raw) if -(10**15) < raw < 10**15 else "9" * 16
    if isinstance(raw, Decimal):
        return format(raw, "f") if raw.is_finite() and abs(raw.adjusted()) < 20 else str(raw)
    return one_value(raw)


class CountType(AmountType):
    """A whole number of 0 or more, or a range of them."""

    name = noted("count")
    takes_units = True
    definition = "Count"
    bottom = 0
    top = math.inf
    has_shares = True
    ordinary = 100
    examples = ("12", "15")
    asked_example = "10"
    measures: ClassVar[Sequence[str]] = tuple("户家个人项件种名")
    units: ClassVar[Mapping[str, str | None]] = {
        **dict.fromkeys("户家个人项件年名种"),
        **{f"{many}{measure}": many for many in "百千万" for measure in ("", *"户家个人项件种名")},
    }
    storage = Storage.ENDS
    scales: ClassVar[Mapping[str | None, int]] = {None: 1, "百": 100, "千": 1000, "万": 10**4}
    factors: ClassVar[Mapping[str, tuple[int, str]]] = {"百": (100, ""), "千": (1000, ""), "万": (10**4, "")}
    most = MOST_COUNT

    def read(self, raw: object) -> int | Range:
        """The number, or a Range."""
        return read_count(digits_of(raw))

    def write(self, value: Value) -> int | str:
        """`12`, or `8~12`."""
        return write_count(value)

    def how_to_write(self) -> str:
        """A figure or a range."""
        return _("a whole number such as 12, or a range such as 8~12")

    def schema(self) -> Json:
        """A whole number, or a text of one or of a range."""
        return {
            "anyOf": [
                {"type": "integer", "minimum": 0, "maximum": MOST_COUNT},
                {"type": "string", "pattern": whole(f"{COUNT}(?:{TO}{COUNT})?")},
            ]
        }

    def figure_schema(self) -> Json:
        """A whole number."""
        return {"anyOf": [{"type": "integer", "minimum": 0}, {"type": "string", "pattern": whole(COUNT)}]}


def fen_of(factor: int, unit: str) -> int:
    """So many times a unit of money, in fen."""
    return factor * UNITS[unit.removesuffix("元")]


class MoneyType(AmountType):
    """An amount in whole fen, or a range of amounts; a file's figure carries its unit."""

    name = noted("money")
    definition = "Money"
    bottom: ClassVar[Value] = 0
    top = math.inf
    has_shares = True
    ordinary = 10**8 * FEN_PER_YUAN
    examples = ("41亿元", "45亿元")
    asked_example = "10亿元"
    factors: ClassVar[Mapping[str, tuple[int, str]]] = {
        "千元": (10**3, "元"),
        "百万元": (10**2, "万元"),
        "千万元": (10**3, "万元"),
        "十亿元": (10, "亿元"),
        "百亿元": (10**2, "亿元"),
    }
    units: ClassVar[Mapping[str, str | None]] = {
        **dict(zip(("亿元", "亿", "万元", "万", "元"), ("亿元", "亿元", "万元", "万元", "元"), strict=True)),
        **{unit: unit for unit in factors},
        **{unit.removesuffix("元"): unit for unit in factors if unit != "千元"},
    }
    storage = Storage.ENDS
    scales: ClassVar[Mapping[str | None, int]] = {
        **{f"{unit}元": fen for unit, fen in UNITS.items()},
        **dict(zip(factors, (fen_of(*factor) for factor in factors.values()), strict=True)),
    }
    most = MOST_FEN

    def read(self, raw: object) -> int | Range:
        """Fen, or a Range of fen."""
        return read_money(one_value(raw))

    def write(self, value: Value) -> str:
        """`12.5亿元`."""
        return write_money(value)

    def how_to_write(self) -> str:
        """An amount with its unit, or a range."""
        return _("money with its unit such as 12.5亿元 or 8000万元, or a range such as 9.5~10.5亿元")

    def schema(self) -> Json:
        """A text of an amount, or of a range, with its unit."""
        return {"type": "string", "pattern": whole(f"{MONEY}|{MONEY_RANGE}")}

    def figure_schema(self) -> Json:
        """A text of an amount."""
        return {"type": "string", "pattern": whole(MONEY)}

    def _to_python(self, value: Value) -> Money:
        return Money.of_fen(value)

    def _shown(self, value: Value) -> str:
        is_exact = isinstance(value, int) or abs(value) == math.inf
        return write_money(value) if is_exact else f"≈{rounded_money(value)}"


class SignedMoneyType(MoneyType):
    """An amount that may be below 0: profits, which may be losses."""

    definition = "SignedMoney"
    bottom: ClassVar[Value] = -math.inf

    def read(self, raw: object) -> int | Range:
        """Fen, or a Range of fen."""
        return read_signed_money(one_value(raw))

    def how_to_write(self) -> str:
        """An amount with its unit, or a range."""
        return _("money with its unit such as 12.5亿元, or -3亿元 for a loss, or a range such as -3~10.5亿元")

    def schema(self) -> Json:
        """A text of an amount, or of a range, with its unit."""
        return {"type": "string", "pattern": whole(f"{SIGNED_MONEY}|{MONEY_RANGE}|{SIGNED_MONEY_RANGE}")}

    def figure_schema(self) -> Json:
        """A text of an amount."""
        return {"type": "string", "pattern": whole(SIGNED_MONEY)}


class NumberType(AmountType):
    """An exact decimal number, or a range: a rank, a density, how many times as much. May be negative."""

    name = noted("number")
    takes_units = True
    definition = "Number"
    bottom = -math.inf
    top = math.inf
    whole = False
    has_shares = True
    ordinary: ClassVar[int] = 100
    examples = ("1.2", "1.5")
    asked_example = "1.5"
    sign = ""

    def read(self, raw: object) -> Any:
        """A Fraction, or a Range of them."""
        if isinstance(raw, Decimal):
            raw = format(raw, "f") if raw.is_finite() and -30 < raw.adjusted() < 30 else str(raw)
        return self._scaled(read_number(one_value(raw), self.sign), Fraction(1, self.scale))

    def write(self, value: Value) -> str:
        """`12.5`, `10~12.5`; of a percent `12.5%`."""
        return write_number(self._scaled(value, self.scale), self.sign)

    def _to_python(self, value: Value) -> Decimal:
        return Decimal(write_number(value))

    def how_to_write(self) -> str:
        """A figure or a range."""
        return _("a number such as 12.5, or a range such as 10~12.5")

    def schema(self) -> Json:
        """A number, or a text of one or of a range."""
        return {
            "anyOf": [
                {"type": "number", "exclusiveMinimum": -(10**18), "exclusiveMaximum": 10**18},
                {"type": "string", "pattern": whole(rf"{SIGNED}(?:\s*[~～至]\s*{SIGNED})?")},
            ]
        }

    def figure_schema(self) -> Json:
        """A number."""
        return {"anyOf": [{"type": "number"}, {"type": "string", "pattern": whole(SIGNED)}]}

    @staticmethod
    def _scaled(value: Any, factor: Any) -> Any:
        if value is UNDEFINED:
            return value
        if isinstance(value, OrUndefined):
            return OrUndefined(NumberType._scaled(value.value, factor))
        if isinstance(value, Range):
            return Range(NumberType._scaled(value.low, factor), NumberType._scaled(value.high, factor))
        if value in (math.inf, -math.inf) or factor == 1:
            return value
        return (value if isinstance(value, (int, Fraction)) else Fraction(float(value))) * factor


class PercentType(NumberType):
    """A percentage, or a range; a value is its hundredth: 12.5% is 1/8."""

    name = noted("percent")
    takes_units = False
    definition = "Percent"
    ordinary = 1
    examples = ("12%", "12.5%")
    asked_example = "10%"
    sign = "%"
    scale = 100
    units: ClassVar[Mapping[str, str | None]] = {"%": "%"}

    def how_to_write(self) -> str:
        """A figure or a range."""
        return _("a percentage such as 12.5%, or a range such as 10~12.5%")

    def schema(self) -> Json:
        """A text of a percentage, or of a range."""
        return {"type": "string", "pattern": whole(rf"(?:{SIGNED}\s*[%％]?\s*[~～至]\s*)?{PERCENT}")}

    def figure_schema(self) -> Json:
        """A text of a percentage."""
        return {"type": "string", "pattern": whole(PERCENT)}


_YEAR = late(YEAR_DIGITS)
_YEAR_TITLE = late(f"({YEAR_DIGITS})年?")
MAX_YEARS = 200


class SeriesType(FactType):
    """Figures by year: `{2021: 41亿元, 2022: 45亿元}`."""

    name = noted("series")
    parted = "year"
    takes_dates = False

    def __init__(self, figure: AmountType) -> None:
        self._figure = figure
        self.definition = f"{figure.definition}ByYear"  # type: ignore[misc]  # of each kind of series its own

    @property
    def figure(self) -> AmountType:
        """The type of each year's figure."""
        return self._figure

    def how_to_write(self) -> str:
        """Figures by year."""
        one, other = self.figure.examples
        said = _("figures by year, such as {example}; null for a year whose figure is missing")
        return said.format(example=f"{{2022: {one}, 2023: {other}}}")

    def how_to_ask(self) -> str:
        """By what is derived from it."""
        return _("ask a fact derived from it")

    def part_of(self, text: str) -> str | None:
        """The year."""
        return match[1] if (match := _YEAR_TITLE.fullmatch(text)) else None

    def schema(self) -> Json:
        """Figures by year: each is there, or known to be missing."""
        either = {"anyOf": [{"$ref": f"#/$defs/{self.figure.definition}"}, {"$ref": "#/$defs/Missing"}]}
        return {
            "type": "object",
            "patternProperties": {whole(YEAR_DIGITS): either},
            "additionalProperties": False,
            "minProperties": 1,
            "maxProperties": MAX_YEARS,
        }

    def read(self, raw: object) -> Series:
        """The figures by year, earliest first; a year with a missing figure is there with None."""
        if not isinstance(raw, dict) or not raw or len(raw) > MAX_YEARS:
            raise Unreadable(_("figures by year are expected here, like {{2021: ..., 2022: ...}}").format())
        found = {}
        for year, figure in raw.items():
            if not _YEAR.fullmatch(str(year).strip()):
                said = _("{value} is not a year from {first} to {last}")
                raise Unreadable(said.format(value=quoted(year), first=FIRST_YEAR, last=LAST_YEAR))
            if int(str(year).strip()) in found:
                raise Unreadable(_("{value} is here twice; keep one").format(value=quoted(year)))
            found[int(str(year).strip())] = None if is_missing(figure) else self.figure.read(figure)
        return Series(tuple(sorted(found.items())))

    def write(self, value: Value) -> dict[str, Any]:
        """The figures by year, as a town file would have them."""
        return {str(year): None if figure is None else self.figure.write(figure) for year, figure in value.years}

    def to_python(self, value: Value) -> dict[int, Any]:
        """The figures by year; None for a year whose figure is missing."""
        figure = self.figure.to_python
        return {year: None if known is None else figure(known) for year, known in value.years}

    def show(self, value: Value) -> str:
        """The figures by year, for a person."""
        return _("; ").join(
            f"{year} {_('missing') if figure is None else self.figure.show(figure)}" for year, figure in value.years
        )
