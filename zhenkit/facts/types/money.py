"""Amounts of money, in whole fen."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import ClassVar

from zhenkit.core.i18n import _, noted
from zhenkit.facts.money import Money
from zhenkit.facts.quantities import (
    FEN_PER_YUAN,
    MOST_FEN,
    UNITS,
    Range,
    read_money,
    read_signed_money,
    rounded_money,
    write_money,
)
from zhenkit.facts.types.amounts import AmountType
from zhenkit.facts.types.base import Json, Storage, Value, one_value
from zhenkit.facts.types.patterns import (
    MONEY,
    MONEY_RANGE,
    SIGNED_MONEY,
    SIGNED_MONEY_RANGE,
    whole,
)


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
