"""Words with a colour, for Rich: harmless whatever they say, and never read as markup."""

from __future__ import annotations

from rich.box import Box
from rich.table import Table
from rich.text import Text

from zhenkit.core.escape import plain
from zhenkit.reports.layout.wrap import FlowingText
from zhenkit.reports.phrases.grades import GRADE_OF, GRADES, SYMBOLS

_GRADE_COLOURS = dict(zip(GRADES, ("green", "cyan", "yellow", "magenta", "red"), strict=True))
COLOURS = {word: _GRADE_COLOURS[grade] for word, grade in GRADE_OF.items()} | {
    "equal": "green",
    "stricter": "red",
    "looser": "cyan",
    "incomparable": "magenta",
    "undecided": "magenta",
    "preference": "dim",
    "behind": "red",
    "not_due": "cyan",
    "unknown": "magenta",
}
"""A colour for all that has a symbol."""


def text(words: str, style: str = "") -> Text:
    """Words made harmless; what does not fit on a line is folded, never cut."""
    return FlowingText(plain(words), style=style, overflow="fold")


def text_of_lines(words: str) -> Text:
    """`text` of several lines of our own, or of a cell that people write in, for where all of them are indented."""
    return FlowingText("\n".join(map(plain, words.split("\n"))), overflow="fold")


def graded(word: str, said: str = "", weight: str = "") -> Text:
    """A grade, a verdict or a relation (`met`, `fail`, `stricter`, ...): its symbol in its colour, then some words."""
    return text(f"{SYMBOLS[word]} {said}".rstrip(), f"{weight} {COLOURS[word]}".strip())


_UNDERLINED = Box("    \n    \n ── \n    \n    \n    \n    \n    \n")


def table_of(*headers: str | Text) -> Table:
    """A calm table: one line below the header, two cells between columns, nothing cut off."""
    table = Table(box=_UNDERLINED, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
    table.header_style = table.border_style = "dim"
    for header in headers:
        table.add_column(header, overflow="fold")
    return table


def grid(columns: int, folding: int | None = None) -> Table:
    """Columns without a header or lines; `folding`: only the last so many give way where it is too wide, else all."""
    table = Table.grid(padding=(0, 2, 0, 0))
    for number in range(columns):
        table.add_column(overflow="fold", no_wrap=folding is not None and number < columns - folding)
    return table
