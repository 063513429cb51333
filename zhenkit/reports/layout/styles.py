"""Words with a colour, for Rich: harmless whatever they say, and never read as markup."""

from __future__ import annotations

from rich.box import Box
from rich.table import Table
from rich.text import Text

from zhenkit.core.escape import plain
from zhenkit.reports.layout.wrap import FlowingText
from zhenkit.reports.phrases.summary import SYMBOLS

COLOURS = {
    "met": "green",
    "pass": "green",
    "relaxed": "cyan",
    "review": "yellow",
    "incomplete": "magenta",
    "not_met": "red",
    "fail": "red",
}


def text(words: str, style: str = "") -> Text:
    """Words made harmless; what does not fit on a line is folded, never cut."""
    return FlowingText(plain(words), style=style, overflow="fold")


def graded(word: str, said: str = "", weight: str = "") -> Text:
    """A grade or a verdict (`met`, `fail`, ...): its symbol in its colour, and how it is said."""
    return text(f"{SYMBOLS[word]} {said}".rstrip(), f"{weight} {COLOURS[word]}".strip())


_UNDERLINED = Box("    \n    \n ── \n    \n    \n    \n    \n    \n")


def table_of(*headers: str | Text) -> Table:
    """A calm table: one line below the header, two cells between columns, nothing cut off."""
    table = Table(box=_UNDERLINED, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
    table.header_style = table.border_style = "dim"
    for header in headers:
        table.add_column(header, overflow="fold")
    return table
