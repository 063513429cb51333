"""The type of dates: when a firm was founded, a title granted. Compared day by day."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import ClassVar

from zhenkit.core.characters import half_width
from zhenkit.core.errors import quoted
from zhenkit.core.i18n import _, noted, plural
from zhenkit.core.patterns import late
from zhenkit.facts.no_figure import marked
from zhenkit.facts.quantities import Range, Unreadable
from zhenkit.facts.types.base import MARGINS_IN_TIME, OF_FIGURES, FactType, Json, Storage, Value, one_value
from zhenkit.facts.types.patterns import ANY_DAY, DAY, whole

_DAY = late(
    r"([0-9]{4})(?:-([0-9]{1,2})-([0-9]{1,2})|/([0-9]{1,2})/([0-9]{1,2})|\.([0-9]{1,2})\.([0-9]{1,2})"
    r"|年([0-9]{1,2})月([0-9]{1,2})日)"
)
_MIDNIGHT = late(r"[ T]00:00(?::00(?:\.0+)?)?$")
"""What spreadsheets and dataframes put behind a date."""
_TO = late(r"\s*[~至]\s*")


class DateType(FactType):
    """A day, or a range of days; a value is the day's number from the year 1 on (`datetime.date.toordinal`)."""

    name = noted("date")
    definition = "Date"
    ordered = True
    bottom = datetime.date.min.toordinal()
    top = datetime.date.max.toordinal()
    has_steps = True
    has_ranges = True
    operators = OF_FIGURES
    comparisons: ClassVar[Mapping[str, str]] = {
        "at_least": noted("on or after {figure}"),
        "more_than": noted("after {figure}"),
        "at_most": noted("on or before {figure}"),
        "less_than": noted("before {figure}"),
    }
    ordinary: ClassVar[int] = datetime.date(2000, 1, 1).toordinal()
    margins = MARGINS_IN_TIME
    bare_figures = False
    storage = Storage.ENDS

    def read(self, raw: object) -> int | Range:
        """The day's number, or a Range of them; `2023-05-01`, `2023/5/1`, `2023.5.1` and `2023年5月1日` are one day."""
        text = half_width(one_value(raw)).strip()
        ends = [self._day(end, raw) for end in _TO.split(text)]
        if len(ends) == 1:
            return ends[0]
        if len(ends) > 2 or ends[0] > ends[1]:
            raise Unreadable(_("{value} is not a range: write the earlier date first").format(value=quoted(raw)))
        return Range(*ends)

    @staticmethod
    def _day(text: str, raw: object) -> int:
        if found := _DAY.fullmatch(_MIDNIGHT.sub("", text)):
            try:
                return datetime.date(*(int(part) for part in found.groups() if part is not None)).toordinal()
            except ValueError:
                raise Unreadable(_("{value} is not a day of the calendar").format(value=quoted(raw))) from None
        raise marked(text) or Unreadable(_("{value} is not a date; write it like 2023-05-01").format(value=quoted(raw)))

    def write(self, value: Value) -> str:
        """`2023-05-01`, or `2020-01-01~2021-12-31`."""
        if isinstance(value, Range):
            return f"{self.write(value.low)}~{self.write(value.high)}"
        return datetime.date.fromordinal(value).isoformat()

    def _to_python(self, value: Value) -> datetime.date:
        return datetime.date.fromordinal(value)

    def difference(self, amount: Value) -> str:
        """How many days."""
        return plural("{count} day", "{count} days", int(amount)).format(count=amount)

    def how_to_write(self) -> str:
        """A day or a range."""
        return _("a date such as 2023-05-01, or a range such as 2020-01-01~2021-12-31")

    def how_to_ask(self) -> str:
        """By the first or the last day that will do."""
        return _("write `at_most: 2023-05-01`")

    def schema(self) -> Json:
        """A text of a date, or of a range."""
        return {"type": "string", "pattern": whole(rf"{ANY_DAY}(?:\s*[~～至]\s*{ANY_DAY})?")}

    def figure_schema(self) -> Json:
        """A text of a date."""
        return {"type": "string", "pattern": whole(DAY)}
