"""Names of towns that may be meant otherwise than they are read: those of places, and those with numbers or marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from zhenkit.core.i18n import _, plural
from zhenkit.facts.dictionary import bare_place
from zhenkit.towns.tables.cells import Cell
from zhenkit.towns.tables.no_towns import ROWS_SHOWN
from zhenkit.towns.tables.row_kinds import RowKinds, text_of_cell

_CIRCLED = "①-⓿❶-➓㈠-㈩"
MARKED = (
    rf"^(?:[0-9０-９]{{1,3}}(?:[.．、)）]|\s+)|[一二三四五六七八九十]{{1,3}}[、.．]"
    rf"|[(（][0-9０-９一二三四五六七八九十]{{1,3}}[)）]|[{_CIRCLED}*＊※★☆▲△])"
    r"|[(（](?:快报|年报|初报|核定|审定|调整|修订|更新|预计|计划|目标|上年|去年|同期|(?:19|20)[0-9]{2}年?度?)[数值后]?[)）]$"
    rf"|(?:[{_CIRCLED}¹²³⁰-₉*＊※†‡★☆▲△]|[\[【〔]注?[0-9]{{1,2}}[\]】〕]|[(（]注[0-9]{{0,2}}[)）])$"
)
"""Names with numbering before them or the mark of a note: `1.甲镇`, `甲镇①`; Polars reads it alike."""
LONGEST_PLACE = 5
"""The most signs of a place's name without 市 or 县."""
_MARKED = re.compile(MARKED)


class OddNames:
    """The rows of towns with such names: noted one by one, reported together."""

    def __init__(self) -> None:
        self.called: dict[int, int] = {}
        """The rows of those called like counties, each with the column (from 0) of its name."""
        self.marked: dict[int, int] = {}
        self._short: dict[int, tuple[str, int]] = {}
        """Those that may be called like a place without the word for what it is."""
        self._places: set[str] = set()
        """The places, without that word, in which other towns lie than those called so."""

    def note(self, number: int, cells: Sequence[Cell], kinds: RowKinds) -> None:
        """Take in the row of a town."""
        name, column = text_of_cell(cells, kinds.name), kinds.name
        bare = bare_place(name)
        if kinds.is_like_a_county(cells):
            self.called[number] = column
        if _MARKED.search(name):
            self.marked[number] = column
        elif len(name) <= LONGEST_PLACE:
            self._short[number] = (name, column)
        for place in kinds.places:
            if (text := text_of_cell(cells, place)) and bare_place(text) != bare:
                self._places.add(bare_place(text))

    def close(self) -> None:
        """When all were noted: those called like the place of others are known."""
        self.called.update((row, column) for row, (name, column) in self._short.items() if name in self._places)

    def remarks(self) -> Iterable[tuple[int, int, str]]:
        """Row, column (from 0) and what is to be said: of each kind once, at the first of them."""
        self.close()
        for found, said in ((self.called, remark_on_called), (self.marked, remark_on_marked)):
            if found:
                rows = sorted(found)
                yield rows[0], found[rows[0]], said(rows)


def remark_on_called(rows: Sequence[int]) -> str:
    """What to say of towns called like places."""
    said = plural(
        "{count} row is called like a county or a city and is read as a town (row {rows}); "
        "if it is the total of others, remove it; if it is a town, write its full name, and its county",
        "{count} rows are called like counties or cities and are read as towns (rows {rows}); "
        "if they are totals of others, remove them; if they are towns, write their full names, and their county",
        len(rows),
    )
    return _filled(said, rows)


def remark_on_marked(rows: Sequence[int]) -> str:
    """What to say of names with numbering or marks."""
    said = plural(
        "{count} name has numbering or a mark at it and is read as it is (row {rows}); "
        "write the name alone: elsewhere it is another town",
        "{count} names have numbering or marks at them and are read as they are (rows {rows}); "
        "write the names alone: elsewhere they are other towns",
        len(rows),
    )
    return _filled(said, rows)


def _filled(said: str, rows: Sequence[int]) -> str:
    listed = _(", ").join(map(str, rows[:ROWS_SHOWN])) + (_(", ...") if len(rows) > ROWS_SHOWN else "")
    return said.format(count=len(rows), rows=listed)
