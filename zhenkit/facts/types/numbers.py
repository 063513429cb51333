"""Numbers with decimals, and percents."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar

from zhenkit.core.i18n import _, noted
from zhenkit.facts.quantities import (
    UNDEFINED,
    OrUndefined,
    Range,
    read_number,
    write_number,
)
from zhenkit.facts.types.amounts import AmountType
from zhenkit.facts.types.base import Json, Value, one_value
from zhenkit.facts.types.patterns import (
    PERCENT,
    SIGNED,
    whole,
)


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
