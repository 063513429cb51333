"""Values as Python code is given them: money that says its unit, and what lies between two ends."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import total_ordering
from typing import Any, NamedTuple

from zhenkit.core.i18n import _
from zhenkit.facts.quantities import FEN_PER_YUAN, Range, Unreadable, read_money, write_money


@total_ordering
class Money:
    """An exact amount of yuan, written and shown with its unit. It compares with money alone, never with a bare number.

    >>> output = Money("12.5亿元")
    >>> output, str(output), output.yuan
    (Money('12.5亿元'), '12.5亿元', Decimal('1250000000'))
    >>> output < Money("20亿元"), Money("1亿5000万元") == Money("1.5亿元")
    (True, True)
    """

    __slots__ = ("_fen",)

    def __init__(self, written: str) -> None:
        """The amount as a town file writes it; raises Unreadable, a ValueError that says how to write it."""
        fen = read_money(written)
        if isinstance(fen, Range):
            raise Unreadable(_("one amount is expected here, not a range"))
        self._fen = fen

    @classmethod
    def of_fen(cls, fen: int) -> Money:
        """The amount that is so many fen."""
        found = cls.__new__(cls)
        found._fen = fen
        return found

    @property
    def yuan(self) -> Decimal:
        """The amount in yuan, exact.

        >>> Money("0.01元").yuan
        Decimal('0.01')
        """
        yuan = Decimal(self._fen) / FEN_PER_YUAN
        return yuan if self._fen % FEN_PER_YUAN else Decimal(self._fen // FEN_PER_YUAN)

    def __str__(self) -> str:
        return write_money(self._fen)

    def __repr__(self) -> str:
        return f"Money({str(self)!r})"

    def __eq__(self, other: object) -> bool:
        return self._fen == other._fen if isinstance(other, Money) else NotImplemented

    def __lt__(self, other: Money) -> bool:
        return self._fen < other._fen if isinstance(other, Money) else NotImplemented

    def __hash__(self) -> int:
        return hash((Money, self._fen))

    def __reduce__(self) -> tuple[Callable[[int], Money], tuple[int]]:
        return Money.of_fen, (self._fen,)


class Between(NamedTuple):
    """A figure of which the two ends are known: its true value lies between them, ends included.

    >>> str(Between(Money("9.5亿元"), Money("10.5亿元")))
    '9.5亿元~10.5亿元'
    """

    low: Any
    high: Any

    def __str__(self) -> str:
        return f"{self.low}~{self.high}"
