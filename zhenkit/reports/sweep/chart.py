"""The chart of a town along the values of a fact (a band for the verdict and for each criterion that changes), or the
map of two. Not to scale: each piece is as wide as its words, with the points of change between them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len

from zhenkit.core.escape import plain
from zhenkit.core.i18n import _
from zhenkit.judging.axes import Axis, Piece
from zhenkit.judging.sweep import Sweep, Swept
from zhenkit.reports.layout.html import Html, element, joined
from zhenkit.reports.phrases.grades import grade_in_words, verdict_in_words
from zhenkit.reports.phrases.sweep import axis_title, criteria_moving, mark, piece_in_words, word_there

CELL, PAD, HIGH, GAP = 7, 10, 30, 4
"""In pixels: the width of half a character of Chinese, the room beside words, a band's height, between bands."""
MOST_CHARACTERS = 60
"""How much of a text is shown in the chart; all of it is its title."""


class Box(NamedTuple):
    """A coloured box with words."""

    word: str
    said: str


def chart(sweep: Sweep) -> Html:
    """The chart as an element of SVG; its colours are by the classes of grades and verdicts."""
    if len(sweep.axes) > 1:
        one, other = sweep.axes
        heads, names = ([_head(sweep, axis, piece) for piece in axis.pieces] for axis in (other, one))
        rows = [
            [_verdict(sweep.outcomes[place, column]) for column in range(len(heads))] for place in range(len(names))
        ]
        corner = f"{axis_title(one.fact)} ↓  {axis_title(other.fact)} →"
        return _drawn(corner, heads, names, rows)
    axis = sweep.axes[0]
    heads = [_head(sweep, axis, piece) for piece in axis.pieces]
    rows = [[_verdict(outcome) for _piece, outcome in sweep.pieces]]
    names = [_("Verdict")]
    for at, criterion in criteria_moving(sweep):
        names.append(f"{criterion.number} {criterion.name}")
        rows.append([_grade(outcome, at) for _piece, outcome in sweep.pieces])
    return _drawn(axis_title(axis.fact), heads, names, rows)


def _verdict(outcome: Swept) -> Box:
    if outcome.span is None:
        return Box("none", "–")
    return Box(word_there(outcome), verdict_in_words(outcome.span))


def _grade(outcome: Swept, at: int) -> Box:
    if outcome.span is None:
        return Box("none", "–")
    return Box(outcome.criteria[at].word, grade_in_words(outcome.criteria[at]))


def _head(sweep: Sweep, axis: Axis, piece: Piece) -> str:
    """A piece in words, marked where the town lies in it."""
    return f"{mark(sweep, axis, piece)} {piece_in_words(axis, piece)}".strip()


def _drawn(corner: str, heads: Sequence[str], names: Sequence[str], rows: Sequence[Sequence[Box]]) -> Html:
    """A grid of boxes below titles and beside names."""
    left = _width([corner, *names])
    widths = [_width([head, *(row[column].said for row in rows)]) for column, head in enumerate(heads)]
    starts = [left + sum(widths[:column]) for column in range(len(widths))]
    total, height = left + sum(widths), (len(rows) + 1) * (HIGH + GAP) + GAP
    parts = [_text(0, 0, corner, "soft")]
    for head, start in zip(heads, starts, strict=True):
        parts.append(_text(start, 0, head, "head"))
    for place, (name, row) in enumerate(zip(names, rows, strict=True), 1):
        top = place * (HIGH + GAP)
        parts.append(_text(0, top, name, "name"))
        for box, start, wide in zip(row, starts, widths, strict=True):
            rect = element("rect", x=start, y=top, width=wide - 1, height=HIGH)
            parts.append(element("g", rect, _text(start, top, box.said, ""), class_=f"box {box.word}"))
    bottom = height - GAP
    for start in starts[1:]:
        parts.append(element("line", x1=start, x2=start, y1=4, y2=bottom, class_="cut"))
    label = _("The verdict and the criteria that change, piece by piece; not to scale")
    return element(
        "svg",
        element("title", label),
        joined(parts, "\n"),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {total} {height}",
        width=total,
        height=height,
        role="img",
        class_="sweep",
    )


def _width(texts: Sequence[str]) -> int:
    return max(cell_len(_shown(one)) for one in texts) * CELL + 2 * PAD + 2 * CELL


def _shown(said: str) -> str:
    said = plain(said)
    return said if len(said) <= MOST_CHARACTERS else f"{said[: MOST_CHARACTERS - 1]}…"


def _text(x: int, top: int, said: str, kind: str) -> Html:
    whole = element("title", said) if _shown(said) != plain(said) else ""
    return element("text", _shown(said), whole, x=x + PAD, y=top + HIGH // 2 + 5, class_=kind or "said")
