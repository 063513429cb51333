"""Number formats: what a person sees of a number, where its format scales it, or writes a unit or a word beside it.

A figure is read exactly, in the unit in which it is shown: 80000000 under `0!.0,` is 8000, for 8000.0 is seen; that a
format shows fewer digits than there are is no matter. The codes are those of Excel (ECMA-376, part 1, 18.8.30 and 31).
"""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from zhenkit.core.errors import quoted
from zhenkit.core.i18n import _
from zhenkit.towns.tables.cells import Cell, Unusable, as_shown, number_text
from zhenkit.towns.tables.xlsx.format_sections import FormatSection, sections

BUILT_IN = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "yyyy-m-d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy-m-d h:mm",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
    **dict.fromkeys((5, 6, 7, 8, *range(37, 45)), "#,##0.00"),
    **dict.fromkeys((27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58), "yyyy-m-d"),
    **dict.fromkeys((32, 33, 34, 35, 55, 56), "h:mm"),
}
"""The formats that a workbook need not spell out; those of money show the currency of who looks: none is read."""

_YUAN = re.compile(r"[¥￥]|CNY|RMB|人民币", re.I)
_FOREIGN = re.compile(
    r"[$€£₩₽₹₫฿₱₴₪]|US\$?|USD|EUR|GBP|JPY|HKD?|TWD|NT|美元|欧元|英镑|日元|円|港[元币]|港幣|台币|韩元", re.I
)


class NumberFormat(NamedTuple):
    """A format: what it makes of numbers."""

    code: str
    sections: tuple[FormatSection, ...]

    @property
    def is_plain(self) -> bool:
        """Whether every number is seen as it is."""
        return len(self.sections) == 1 and self.sections[0].is_plain and self.sections[0].condition is None

    def show(self, number: str, since_1904: bool) -> Cell:
        """What is seen of a number (as the file has it); Unusable where that is nothing, or cannot be said."""
        value = as_shown(float(number))
        section, signed = self._section(value)
        if section.is_odd:
            said = _("its number format {code} changes what is seen; write the figure in a plain format")
            return Unusable(said.format(code=quoted(self.code)))
        if section.is_date:
            return _date(float(number), section, since_1904)
        if not section.has_digits and not section.is_general:
            return self._without_digits(section, value)
        shown = value.scaleb((2 if section.is_percent else 0) - section.power)
        before, after = section.before, section.after
        if not signed:
            shown = abs(shown)
            if before.startswith(("-", "(", "（")):
                before, after, shown = before[1:], after.rstrip(")）"), -shown
            elif shown:
                return Unusable(_("its number format hides the sign; write the figure in a plain format"))
        if not shown and before.strip() == "-":  # the dash of accounts
            before = ""
        return _worded(before.strip(), number_text(shown), after.strip(), section.is_percent)

    def _without_digits(self, section: FormatSection, value: Decimal) -> Cell:
        """What is seen of a number where only words are shown."""
        words = (section.before + section.after).strip()
        if not words:
            return Unusable(_("its number format hides the value; write it in a plain format"))
        return "0" if words == "-" and not value else words  # the dash of accounts is a nought

    def _section(self, value: Decimal) -> tuple[FormatSection, bool]:
        """The section that shows a number, and whether with its sign."""
        found = self.sections[:3]
        if any(section.condition for section in found):
            for section in found:
                if section.condition is None or _holds(value, *section.condition):
                    return section, value >= 0 or section.condition is None or len(found) == 1
            return FormatSection(is_odd=True), True
        if value < 0 and len(found) > 1:
            return found[1], False
        if value == 0 and len(found) > 2:
            return found[2], True
        return found[0], True


def _holds(value: Decimal, sign: str, than: Decimal) -> bool:
    if sign == "=":
        return value == than
    if sign == "<>":
        return value != than
    less = value < than if "<" in sign else value > than
    return less or ("=" in sign and value == than)


def _worded(before: str, figure: str, after: str, is_percent: bool) -> Cell:
    """A figure with the words around it: yuan is the one currency that is read."""
    around = f"{before} {after}"
    yuan = _YUAN.search(around) is not None
    if (found := _FOREIGN.search(_YUAN.sub("", around))) and not after.endswith(("亿元", "万元")):
        said = _("it is shown as an amount in {currency}; yuan is the only currency that is read")
        return Unusable(said.format(currency=quoted(found[0])))
    if yuan:
        before, after = _YUAN.sub("", before).strip(), _YUAN.sub("", after).strip()
        before += "" if after else "¥"  # it says the currency; in how many yuan the figure is, the title may say
    return before + figure + ("%" if is_percent and "%" not in after else "") + after


_EPOCH = datetime.datetime(1899, 12, 30)
_EPOCH_1904 = datetime.datetime(1904, 1, 1)
_LEAP_THAT_WAS_NONE = 60
"""Excel counts a 29 February 1900: the days before it lie one further on."""


def _date(serial: float, section: FormatSection, since_1904: bool) -> Cell:
    """The date or time of a number, as Excel counts days."""
    if section.is_time:
        moment = (_EPOCH + datetime.timedelta(days=serial)) if 0 <= serial < 1 else None
        return datetime.timedelta(days=serial) if moment is None else moment.time()
    days = serial + 1 if not since_1904 and 0 < serial < _LEAP_THAT_WAS_NONE else serial
    try:
        moment = (_EPOCH_1904 if since_1904 else _EPOCH) + datetime.timedelta(days=days)
    except OverflowError:
        moment = None
    if moment is None or serial < 0:
        return Unusable(_("a date before 1900, or none; write it like 2023-05-01"))
    moment += datetime.timedelta(microseconds=500_000)
    moment = moment.replace(microsecond=0)
    if section.year_alone:
        return f"{moment.year}{section.after.strip()}"
    return moment.date() if moment.time() == datetime.time() else moment


@lru_cache(maxsize=1024)
def number_format(code: str) -> NumberFormat:
    """A format by its code.

    >>> number_format('0.00"亿元"').show("9500", False)
    '9500亿元'
    >>> number_format("0!.0,").show("80000000", False)
    '8000'
    """
    return NumberFormat(code, tuple(sections(code)))
