"""The type of a year: a count that lies between two ends, whatever a spreadsheet made of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from zhenkit.core.errors import quoted
from zhenkit.core.i18n import _, plural
from zhenkit.core.patterns import late
from zhenkit.facts.no_figure import no_figure
from zhenkit.facts.quantities import Range, Unreadable, normal
from zhenkit.facts.types.base import MARGINS_IN_TIME, Json, Value
from zhenkit.facts.types.counts import CountType, digits_of
from zhenkit.facts.types.patterns import FIRST_YEAR, LAST_YEAR, YEAR, YEAR_DIGITS, whole

_AS_TEXT = late(rf"({YEAR_DIGITS})(?:\.0*)?")
_TO = late(r"\s*~\s*")
_SEVERAL = late(rf"({YEAR_DIGITS})\s*(?:[至、,/-]|–|—)\s*({YEAR_DIGITS})")
"""Years that may be a school year, or all of them: between the two ends of what is not known stands `~` alone."""


class YearType(CountType):
    """A year, or a range of them: a count (and called so) that lies between two ends."""

    definition = "Year"
    takes_units = False
    bottom = FIRST_YEAR
    top = LAST_YEAR
    has_shares = False
    ordinary = 2023
    examples = ("2022", "2023")
    asked_example = "2020"
    is_quantity = False
    measures: ClassVar[Sequence[str]] = ("年度", "年")
    units: ClassVar[Mapping[str, str | None]] = {"年": None}
    margins = MARGINS_IN_TIME
    bare_figures = False
    least = FIRST_YEAR
    most = LAST_YEAR

    def read(self, raw: object) -> int | Range:
        """The year, or a Range."""
        text = normal(digits_of(raw))
        if match := _AS_TEXT.fullmatch(text):
            return int(match[1])
        ends = [_AS_TEXT.fullmatch(end) for end in _TO.split(text)]
        if len(ends) == 2 and ends[0] is not None and ends[1] is not None:
            low, high = int(ends[0][1]), int(ends[1][1])
            if low > high:
                raise Unreadable(_("a range goes from low to high, but {value} goes down").format(value=quoted(text)))
            return low if low == high else Range(low, high)
        if several := _SEVERAL.fullmatch(text):
            said = _("{value} is several years; write the one of the figures, such as {year}")
            raise Unreadable(said.format(value=quoted(text), year=several[1]))
        raise no_figure(text, "2022~2023") or Unreadable(
            _("{value} is not a year from {first} to {last}; write the year alone, such as 2023").format(
                value=quoted(text), first=FIRST_YEAR, last=LAST_YEAR
            )
        )

    def difference(self, amount: Value) -> str:
        """How many years."""
        return plural("{count} year", "{count} years", int(amount)).format(count=amount)

    def how_to_write(self) -> str:
        """A year."""
        return _("a year such as 2023")

    def schema(self) -> Json:
        """A whole number, or a text of one or of a range."""
        return _either(rf"{_ONE}(?:\s*[~～]\s*{_ONE})?")

    def figure_schema(self) -> Json:
        """A whole number."""
        return _either(_ONE)


_ONE = rf"{YEAR}(?:[.．][0０]*)?"


def _either(text: str) -> Json:
    """A year as a number, or as a text of this form."""
    return {
        "anyOf": [
            {"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR},
            {"type": "string", "pattern": whole(text)},
        ]
    }
