"""Lines broken as Chinese is: between any two characters, but no line begins with a comma or ends with a bracket.

Rich breaks at spaces alone, which Chinese hardly has: it would start a new line before each long run of characters.
"""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import get_character_cell_size
from rich.console import Console, JustifyMethod, OverflowMethod
from rich.containers import Lines
from rich.text import Text

NOT_FIRST = frozenset("，。；：、！？）》」』】〕”’％,.;:!?)]}%/~")
NOT_LAST = frozenset("（《「『【〔“‘([{")
"""Punctuation that no line begins with, or ends with (禁则)."""
UNITS = ("亿元", "万元")
"""Units of money that stay whole."""


class FlowingText(Text):
    """Text whose long lines of Chinese are broken as Chinese is."""

    def wrap(
        self,
        console: Console,
        width: int,
        *,
        justify: JustifyMethod | None = None,
        overflow: OverflowMethod | None = None,
        tab_size: int = 8,
        no_wrap: bool | None = None,
    ) -> Lines:
        """The lines of the text, each at most so many cells wide."""
        flowed = Lines()
        if not (no_wrap or justify == "right" or self.plain.isascii()):
            for line in self.split("\n", allow_blank=True):
                flowed.extend(line.divide(breaks(line.plain, width)))
            for line in flowed:
                line.rstrip_end(width)
        if not flowed or any(line.cell_len > width for line in flowed):
            return super().wrap(console, width, justify=justify, overflow=overflow, tab_size=tab_size, no_wrap=no_wrap)
        return flowed


def breaks(text: str, width: int) -> Iterator[int]:
    """Where to break a line so that each part has at most so many cells: at the last good place, else anywhere."""
    start = good = 0
    cells = 0
    for position, character in enumerate(text):
        if position > start and _may_break(text[position - 1], character):
            good = position
        cells += get_character_cell_size(character)
        if cells > width and position > start and character != " ":
            start = good if good > start else position
            yield start
            cells = sum(map(get_character_cell_size, text[start : position + 1]))


def _may_break(before: str, after: str) -> bool:
    """Whether a line may end between two characters."""
    if before == " " or after == " ":
        return after != " "
    if after in NOT_FIRST or before in NOT_LAST or before.isdecimal() or before + after in UNITS:
        return False
    return get_character_cell_size(before) == 2 or get_character_cell_size(after) == 2
