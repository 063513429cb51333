"""The sections of a number format, from its code: digits, words, dates, conditions (ECMA-376, part 1, 18.8.31)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

_TOKEN = re.compile(
    r'"(?P<text>[^"]*)"|[\\!](?P<sign>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]|(?P<general>General|G/通用格式)|(?P<exponent>E[+-])'
    r"|(?P<clock>AM/PM|A/P|上午/下午)|(?P<era>[gebGB]+(?![a-z]))|(?P<date>[yYmMdDhHsS]+)|(?P<digit>[0#?])|(?P<point>\.)"
    r"|(?P<comma>,)|(?P<percent>%)|(?P<at>@)|(?P<slash>/)|(?P<other>.)",
    re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[0-9.]+)")
_COLOUR = re.compile(
    r"(?:black|blue|cyan|green|magenta|red|white|yellow|color\s*\d+|黑|蓝|蓝绿|绿|洋红|红|白|黄|颜色\s*\d+)色?", re.I
)
_ELAPSED = re.compile(r"h+|m+|s+", re.I)


class FormatSection(NamedTuple):
    """One of the parts of a format that are divided by semicolons."""

    condition: tuple[str, Decimal] | None = None
    before: str = ""
    after: str = ""
    has_digits: bool = False
    power: int = 0
    """The number is shown divided by ten to this power."""
    is_general: bool = False
    is_date: bool = False
    year_alone: bool = False
    """Whether a date is shown by its year alone."""
    is_time: bool = False
    is_percent: bool = False
    is_odd: bool = False
    """Whether what is seen cannot be said with certainty."""

    @property
    def is_plain(self) -> bool:
        """Whether a number is seen as it is."""
        changed = self.before or self.after or self.power or self.is_date or self.is_odd or self.is_percent
        return not changed and (self.has_digits or self.is_general)


def sections(code: str) -> Iterator[FormatSection]:
    """The sections of a format.

    >>> [(each.before, each.after, each.power) for each in sections('0!.0,"万元";-#,##0')]
    [('', '万元', 4), ('-', '', 0)]
    """
    reader = _SectionReader()
    for token in _TOKEN.finditer(code):
        kind = token.lastgroup
        if token["other"] == ";":
            yield reader.section()
            reader = _SectionReader()
        elif kind is not None:
            getattr(reader, kind)(token[kind])
    yield reader.section()


class _SectionReader:
    """Reads the tokens of a section: a method for each group of `_TOKEN`, which is given what the token says."""

    def __init__(self) -> None:
        self.before = self.after = self.dates = ""
        self.condition: tuple[str, Decimal] | None = None
        self.digits = self.behind_point = 0
        self.commas = self.pending = 0
        """Commas before the point, and since the last digit: those behind the digits scale by a thousand each."""
        self.has_point = self.has_literal_point = False
        self.is_general = self.is_percent = self.is_fraction = self.is_scientific = False
        self.is_clock = self.is_elapsed = self.is_odd = False

    def _word(self, said: str, is_after: bool) -> None:
        if is_after:
            self.after += said
        else:
            self.before += said

    def text(self, said: str) -> None:
        self._word(said, bool(self.digits or self.is_general or self.dates))

    sign = other = text

    def slash(self, said: str) -> None:
        if self.digits or self.is_general:
            self.is_fraction = True
        else:
            self.text(said)

    def bracket(self, said: str) -> None:
        if found := _CONDITION.fullmatch(said):
            self.condition = (found[1], Decimal(found[2]))
        elif said.startswith("$"):
            self._word(said[1:].partition("-")[0], bool(self.digits or self.is_general))
        elif _ELAPSED.fullmatch(said):
            self.is_elapsed = True
        else:
            self.is_odd |= _COLOUR.fullmatch(said) is None and not said.lower().startswith("dbnum")

    def digit(self, _said: str) -> None:
        if self.after and self.digits and not self.is_scientific:
            # a point that is no point: `0!.0,` shows the last digit behind it
            self.is_odd |= self.after.strip() not in ("", ".") or self.has_point
            self.has_literal_point |= "." in self.after
            self.after = ""
        self.behind_point += self.has_literal_point
        self.digits, self.pending = self.digits + 1, 0

    def comma(self, said: str) -> None:
        if self.digits:
            self.pending += 1
        else:
            self.before += said
        self.commas = self.pending

    def point(self, said: str) -> None:
        if self.has_point or (not self.digits and self.before):
            self._word(said, bool(self.digits))
        self.has_point, self.commas = True, self.pending
        self.digits = self.digits or 1

    def date(self, said: str) -> None:
        self.dates += said.lower()

    def percent(self, _said: str) -> None:
        self.is_percent = True

    def general(self, _said: str) -> None:
        self.is_general = True

    at = general

    def exponent(self, _said: str) -> None:
        self.is_scientific = True

    def clock(self, _said: str) -> None:
        self.is_clock = True

    def era(self, _said: str) -> None:
        self.is_odd = True

    def section(self) -> FormatSection:
        """What the tokens make together."""
        is_date = bool(self.dates or self.is_elapsed or self.is_clock)
        thousands = self.pending or (self.commas if self.has_point and not self.behind_point else 0)
        has_hours = self.is_elapsed or self.is_clock or bool(set(self.dates) & {"h", "s"})
        return FormatSection(
            self.condition,
            self.before,
            self.after.strip() if self.is_fraction and not is_date else self.after,
            bool(self.digits) and not is_date,
            0 if is_date else 3 * thousands + self.behind_point,
            self.is_general,
            is_date,
            set(self.dates) == {"y"},
            is_date and has_hours and not set(self.dates) & {"y", "d"},
            self.is_percent,
            self.is_odd and not is_date,
        )
