"""Notes below the towns of a table that say the units of the figures above: `注：产值单位为万元`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from zhenkit.towns.tables.cells import Cell, is_blank
from zhenkit.towns.tables.layout import Layout, Row
from zhenkit.towns.tables.no_towns import NoTown
from zhenkit.towns.tables.row_kinds import RowKinds, texts_of_line

_NOTE = re.compile(r"[\s\u3000*＊※（(]*(?:注|备注|附注|说明)")
_OF_BELOW = re.compile("以下|下列|下表")


def is_note_on_units(cells: Sequence[Cell]) -> bool:
    """Whether a line that says units is a note on what is above it."""
    text = next((text for text in texts_of_line(cells) if text.strip()), "")
    return _NOTE.match(text) is not None and not _OF_BELOW.search(text)


def with_notes(layout: Layout, below: Iterable[Row], kinds: RowKinds, to_the_end: bool) -> Layout:
    """The layout with the units that notes say below its towns.

    `to_the_end` says that the rows below are all there are: else what follows the last town may be no note on it.
    """
    lines: list[Sequence[Cell]] = []
    ended = to_the_end
    for number, cells in below:
        if number <= layout.last_row or all(map(is_blank, cells)):
            continue
        kind = kinds(cells)
        if kind is NoTown.HEADER:
            lines, ended = [line for line in lines if is_note_on_units(line)], True
            break
        if kind is None:
            lines = []
        elif kind is NoTown.UNITS:
            lines.append(cells)
    return layout.with_units_of_notes(text for line in lines for text in texts_of_line(line)) if ended else layout
