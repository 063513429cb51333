"""A table of thousands of rows laid out at once: Rich's own takes a second for what this does in a tenth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise, zip_longest
from typing import NamedTuple

from rich.cells import cell_len

from zhenkit.core.escape import plain
from zhenkit.reports.layout.wrap import breaks

GAP = 2
LEAST = 4
"""Cells between columns, and those that a column which folds keeps."""


class TextCell(NamedTuple):
    """A text and its colour; a text of several parts has a colour for each."""

    text: str
    colour: str = ""


Content = TextCell | tuple[TextCell, ...]


class TextColumn(NamedTuple):
    """A column: its title, whether it folds where the table is too wide, whether it is aligned to the right."""

    title: str
    folds: bool = False
    right: bool = False


def lay_out(
    columns: Sequence[TextColumn], rows: Sequence[Sequence[Content]], width: int, colour: bool
) -> Iterator[str]:
    """The lines of the table: the titles, a rule, then each row, its long cells folded."""
    columns = [column._replace(title=plain(column.title)) for column in columns]
    rows = [[_plain(cell) for cell in row] for row in rows]
    texts = [[_text(cell) for cell in row] for row in rows]
    widths = _widths(columns, texts, width)
    yield from _row(
        columns,
        [column.title for column in columns],
        [TextCell(column.title, "dim") for column in columns],
        widths,
        colour,
    )
    yield paint("─" * (sum(widths) + GAP * (len(widths) - 1)), "dim", colour)
    for row, said in zip(rows, texts, strict=True):
        yield from _row(columns, said, row, widths, colour)


def _plain(cell: Content) -> Content:
    """A cell with nothing in it that a terminal, or a log, acts on."""
    return _plain_part(cell) if isinstance(cell, TextCell) else tuple(map(_plain_part, cell))


def _plain_part(cell: TextCell) -> TextCell:
    text = plain(cell.text)
    return cell if text == cell.text else cell._replace(text=text)


def _text(cell: Content) -> str:
    return cell.text if isinstance(cell, TextCell) else "".join(part.text for part in cell)


def natural_widths(columns: Sequence[TextColumn], rows: Sequence[Sequence[Content]]) -> list[int]:
    """The cells that each column needs for nothing to fold, with the gap before it."""
    needs = _needs(columns, [[_text(_plain(cell)) for cell in row] for row in rows])
    return [needs[0], *(need + GAP for need in needs[1:])]


def _needs(columns: Sequence[TextColumn], texts: Sequence[Sequence[str]]) -> list[int]:
    return [max(map(cell_len, (column.title, *said))) for column, *said in zip(columns, *texts, strict=True)]


def _widths(columns: Sequence[TextColumn], texts: Sequence[Sequence[str]], width: int) -> list[int]:
    """What each column needs; where that is too much, the widest of those that fold give way."""
    needs = _needs(columns, texts)
    folding = [position for position, column in enumerate(columns) if column.folds]
    for _over in range(sum(needs) + GAP * (len(needs) - 1) - width):
        widest = max(folding, key=needs.__getitem__, default=None)
        if widest is None or needs[widest] <= LEAST:
            break
        needs[widest] -= 1
    return needs


def _row(
    columns: Sequence[TextColumn], texts: Sequence[str], row: Sequence[Content], widths: Sequence[int], colour: bool
) -> Iterator[str]:
    folded = [
        _folded(text, width) if column.folds else [text]
        for column, text, width in zip(columns, texts, widths, strict=True)
    ]
    for nth, line in enumerate(zip_longest(*folded, fillvalue="")):
        pieces = []
        for column, text, cell, width in zip(columns, line, row, widths, strict=True):
            blank = " " * (width - cell_len(text))
            said = _painted(text, cell if nth == 0 or column.folds else TextCell(""), colour)
            pieces.append(blank + said if column.right else said + blank)
        yield (" " * GAP).join(pieces).rstrip(" ")


def _folded(text: str, width: int) -> list[str]:
    if cell_len(text) <= width:
        return [text]
    places = [0, *breaks(text, width), len(text)]
    return [text[start:end].strip(" ") for start, end in pairwise(places)]


def _painted(text: str, cell: Content, colour: bool) -> str:
    if isinstance(cell, TextCell):
        return paint(text, cell.colour, colour)
    return "".join(paint(part.text, part.colour, colour) for part in cell)


def paint(text: str, style: str, colour: bool) -> str:
    """The text in a style of Rich's, where there is colour."""
    if not (colour and style and text):
        return text
    before, after = _codes(style)
    return f"{before}{text}{after}"


@cache
def _codes(style: str) -> tuple[str, str]:
    from rich.color import ColorSystem
    from rich.style import Style

    before, _mark, after = Style.parse(style).render("\0", color_system=ColorSystem.STANDARD).partition("\0")
    return before, after
