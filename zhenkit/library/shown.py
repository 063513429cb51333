"""What results share: one line for a prompt, a table for a notebook."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence

from zhenkit.core.escape import visible
from zhenkit.core.i18n import _, plural
from zhenkit.reports.layout.html import Html, element, escaped, joined

MOST_ROWS = 60
"""So many rows a notebook shows of a table; all are in the frame."""


class Shown(ABC):
    """A result: its `repr` is one line, and a notebook shows it as HTML. It is a value, and does not change."""

    __slots__ = ()

    @abstractmethod
    def _line(self) -> str:
        """What it is, in one line."""

    @abstractmethod
    def _parts(self) -> Iterable[Html]:
        """What a notebook shows of it."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {visible(self._line())}>"

    def _repr_html_(self) -> str:
        return str(element("div", joined(self._parts(), "\n"), class_="zhenkit"))


def heading(said: str, note: str = "") -> Html:
    """A line above a table, with a note behind it."""
    return element("p", element("b", said), escaped(f" {note}" if note else ""))


def table(titles: Sequence[str], rows: Sequence[Sequence[object]]) -> Html:
    """A table; of a long one the beginning, and how many rows are left out."""
    head = element("tr", *(element("th", title, scope="col") for title in titles))
    lines = [element("tr", *(element("td", _text(cell)) for cell in row)) for row in rows[:MOST_ROWS]]
    parts = [element("table", element("thead", head), element("tbody", joined(lines, "\n")))]
    if (left := len(rows) - MOST_ROWS) > 0:
        said = plural("{count} more row is not shown", "{count} more rows are not shown", left)
        parts.append(element("p", said.format(count=left)))
    return joined(parts, "\n")


def listed(texts: Iterable[object]) -> Html:
    """A list."""
    return element("ul", *(element("li", _text(text)) for text in texts))


def _text(cell: object) -> str:
    if isinstance(cell, Html):
        return cell
    if isinstance(cell, bool):
        return _("yes") if cell else _("no")
    return "" if cell is None else str(cell)
