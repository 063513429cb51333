"""Whole numbers of things."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import ClassVar

from zhenkit.core.i18n import _, noted
from zhenkit.facts.quantities import (
    MOST_COUNT,
    Range,
    read_count,
    write_count,
)
from zhenkit.facts.types.amounts import AmountType
from zhenkit.facts.types.base import Json, Storage, Value, one_value
from zhenkit.facts.types.patterns import (
    COUNT,
    TO,
    whole,
)

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
