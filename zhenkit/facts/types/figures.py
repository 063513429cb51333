"""The types of figures: counts, money, numbers, percents, and figures by year."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from fractions import Fraction
from typing import Any

from zhenkit.core.errors import quoted
from zhenkit.core.i18n import _, noted
from zhenkit.facts.quantities import (
    FINEST,
    Range,
    Series,
    Unreadable,
    read_count,
    read_money,
    read_number,
    rounded_money,
    write_count,
    write_money,
    write_number,
)
from zhenkit.facts.types.base import FactType, Value, is_missing, one_value


class AmountType(FactType):
    """What all figures share: how one is told to a person, who may have to know that it is rounded, or open."""

    ordered = True

    def show(self, value: Value) -> str:
        """The figure; `≈` where no decimal holds it, `from ...` where a derived one has no upper end."""
        if not isinstance(value, Range):
            return self._shown(value)
        if value.high != math.inf:
            return f"{self._shown(value.low)}~{self._shown(value.high)}"
        if value.low in NOTHING_KNOWN:
            return _("not known")
        return _("from {figure}").format(figure=self._shown(value.low))

    def _shown(self, value: Value) -> str:
        """One figure, with a sign where it is not the very figure."""
        exact = isinstance(value, (int, float)) or (isinstance(value, Fraction) and (FINEST * value).denominator == 1)
        return str(self.write(value)) if exact else f"≈{self.write(value)}"


NOTHING_KNOWN = (-math.inf, -1, 0)
"""The lowest that sums, growths and others can be."""


class CountType(AmountType):
    """A whole number of 0 or more, or a range of them."""

    name = noted("count")
    bottom = 0
    top = math.inf

    def read(self, raw: object) -> int | Range:
        """The number, or a Range."""
        if isinstance(raw, int) and not isinstance(raw, bool):
            raw = str(raw) if -(10**15) < raw < 10**15 else "9" * 16
        elif isinstance(raw, Decimal):
            raw = format(raw, "f") if raw.is_finite() and abs(raw.adjusted()) < 20 else str(raw)
        return read_count(one_value(raw))

    def write(self, value: Value) -> int | str:
        """`12`, or `8~12`."""
        return write_count(value)


class MoneyType(AmountType):
    """An amount in whole fen, or a range of amounts; a file's figure carries its unit."""

    name = noted("money")
    bottom = 0
    top = math.inf

    def read(self, raw: object) -> int | Range:
        """Fen, or a Range of fen."""
        return read_money(one_value(raw))

    def write(self, value: Value) -> str:
        """`12.5亿元`."""
        return write_money(value)

    def _shown(self, value: Value) -> str:
        return write_money(value) if isinstance(value, int) or value == math.inf else f"≈{rounded_money(value)}"


class NumberType(AmountType):
    """An exact decimal number, or a range: a rank, a density, how many times as much. May be negative."""

    name = noted("number")
    bottom = -math.inf
    top = math.inf
    whole = False
    sign = ""
    scale = 1

    def read(self, raw: object) -> Any:
        """A Fraction, or a Range of them."""
        if isinstance(raw, Decimal):
            raw = format(raw, "f") if raw.is_finite() and -30 < raw.adjusted() < 30 else str(raw)
        return self._scaled(read_number(one_value(raw), self.sign), Fraction(1, self.scale))

    def write(self, value: Value) -> str:
        """`12.5`, `10~12.5`; of a percent `12.5%`."""
        return write_number(self._scaled(value, self.scale), self.sign)

    @staticmethod
    def _scaled(value: Any, factor: Any) -> Any:
        if isinstance(value, Range):
            return Range(NumberType._scaled(value.low, factor), NumberType._scaled(value.high, factor))
        if value in (math.inf, -math.inf) or factor == 1:
            return value
        return (value if isinstance(value, (int, Fraction)) else Fraction(float(value))) * factor


class PercentType(NumberType):
    """A percentage, or a range; a value is its hundredth: 12.5% is 1/8."""

    name = noted("percent")
    sign = "%"
    scale = 100


MAX_YEARS = 200
_YEAR = re.compile(r"[12][0-9]{3}")


class SeriesType(FactType):
    """Figures by year: `{2021: 41亿元, 2022: 45亿元}`."""

    name = noted("series")

    def __init__(self, figure: FactType) -> None:
        self.figure = figure

    def read(self, raw: object) -> Series:
        """The figures by year, earliest first; a year with a missing figure is there with None."""
        if not isinstance(raw, dict) or not raw or len(raw) > MAX_YEARS:
            raise Unreadable(_("figures by year are wanted here, like {{2021: ..., 2022: ...}}").format())
        found = {}
        for year, figure in raw.items():
            if not _YEAR.fullmatch(str(year).strip()):
                raise Unreadable(_("{value} is not a year").format(value=quoted(year)))
            if int(str(year).strip()) in found:
                raise Unreadable(_("{value} stands here twice; keep one").format(value=quoted(year)))
            found[int(str(year).strip())] = None if is_missing(figure) else self.figure.read(figure)
        return Series(tuple(sorted(found.items())))

    def write(self, value: Value) -> dict[str, Any]:
        """The figures by year, as a town file would have them."""
        return {str(year): None if figure is None else self.figure.write(figure) for year, figure in value.years}

    def show(self, value: Value) -> str:
        """The figures by year, for a person."""
        return _("; ").join(
            f"{year} {_('missing') if figure is None else self.figure.show(figure)}" for year, figure in value.years
        )
