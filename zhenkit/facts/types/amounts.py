"""What the types of figures share: counts, money, numbers, percents."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import ClassVar

from zhenkit.core.i18n import _
from zhenkit.facts.quantities import (
    FINEST,
    UNDEFINED,
    OrUndefined,
    Range,
)
from zhenkit.facts.types.base import OF_FIGURES, FactType, Value


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
