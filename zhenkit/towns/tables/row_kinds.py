"""What the rows below a header are: towns, totals, notes, another header; and cells that repeat the one above."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache

from zhenkit.core.characters import HIDDEN, seen
from zhenkit.core.i18n import _
from zhenkit.facts.dictionary import PLACE_FACTS, Facts, bare_place
from zhenkit.facts.types.base import Storage
from zhenkit.facts.types.members import MemberType
from zhenkit.towns.options import Options
from zhenkit.towns.tables.cells import Cell, Merged, Unusable, is_blank
from zhenkit.towns.tables.groups import names_a_fact
from zhenkit.towns.tables.header import HeaderColumn, Role
from zhenkit.towns.tables.layout import known, read_titles, titles_of
from zhenkit.towns.tables.no_towns import COUNTIES, ENDS_OF_PLACES, MOST_CHARACTERS, NoTown, what_it_is
from zhenkit.towns.tables.units import names_units, units_of_line

DITTO = frozenset({"同上", "同前", "〃", "″", "〞", '"', "＂", "“", "”", "''", "′′", "ditto", "Ditto"})
"""What stands for the cell above."""
_BEGINS_AS_DATA = re.compile(r"\s*[+-]?[0-9]+(?:[.,][0-9]|[^年0-9]|$)")
LONGEST_DITTO, LONGEST_TITLE = 10, 60
PROBES = 3
MORE = 2
"""So many times as many titles as values make a header of a row that has both."""
MOST_REMEMBERED = 10_000


def text_of_cell(cells: Sequence[Cell], index: int) -> str:
    """The text of a cell as it is seen; empty where it is none."""
    cell = cells[index] if index < len(cells) else None
    cell = cell.value if isinstance(cell, Merged) else cell
    return seen(cell) if isinstance(cell, str) else ""


COUNTED = (
    r"[\s　]*[（(][\s　]*(?:[共计]?[\s　]*[0-9一二三四五六七八九十百两]+[\s　]*[个家户项]?[\s　]*(?:专业)?镇?"
    r"|合计|小计|总计|共计|汇总)[\s　]*[）)][\s　]*$"
)
"""What follows a place where its row sums up others: `虚构县（2个）`, `虚构县（合计）`; Polars reads it alike."""
MAY_BE_OF_PLACE = rf"[{''.join(ENDS_OF_PLACES)}](?:$|[\s（({HIDDEN}])"
"""What a name has that may be called like a place, for who looks for such rows among very many."""
_COUNTED = re.compile(COUNTED)
CITY = "市"


def uncounted(name: str) -> str:
    """A place's name without what says of how many towns it is the sum."""
    return _COUNTED.sub("", name)


class PlacesOfTowns:
    """The places that rows lie in: of rows that are not called like them themselves."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = frozenset(names)

    @classmethod
    def of_rows(cls, rows: Iterable[tuple[str, str]]) -> PlacesOfTowns:
        """Of the name and the place of each row."""
        return cls(place for name, place in rows if place and not is_called_like(uncounted(name), place))

    def __call__(self, name: str) -> bool:
        """Whether rows lie in a place of this name: written so, without the word for what it is, or behind others."""
        starts = [0]
        for at in range(1, len(name) if len(name) <= MOST_CHARACTERS else 0):
            if any(self._has(name[start:at]) for start in starts):
                starts.append(at)
        return any(self._has(name[start:]) for start in starts)

    def _has(self, name: str) -> bool:
        return name in self.names or bare_place(name) in self.names


def is_called_like(name: str, place: str) -> bool:
    """Whether a name is that of a place, perhaps behind that of a larger one: `虚构市虚构县`."""
    bare = bare_place(name)
    return bare == bare_place(place) or (name.endswith(ENDS_OF_PLACES) and bare.endswith(bare_place(place)))


class RowKinds:
    """Says what the rows of one table are, from the columns of its header."""

    def __init__(
        self,
        columns: Iterable[HeaderColumn],
        facts: Facts,
        options: Options,
        lies_in: Callable[[str], bool] = lambda _place: False,
    ) -> None:
        self.facts, self.options = facts, options
        self.lies_in = lies_in
        """Whether a row of a town lies in a place of this name."""
        columns = list(columns)
        self.columns = frozenset(column.index for column in columns)
        """All that are read."""
        of_facts = [column for column in columns if column.role is Role.FACT and column.fact is not None]
        indexes = {column.fact.id: column.index for column in of_facts if column.fact is not None}
        self.name = indexes.get("name", 0)
        self.county = indexes.get("county")
        """The column that says where a town lies; where it says nothing, a sum of a county is like a town."""
        self.places = [indexes[place] for place in PLACE_FACTS if place in indexes]
        self.others = frozenset(self.columns.difference((self.name, *self.places)))
        """Those of other facts than the name and the places."""
        figures = [c.index for c in of_facts if c.fact is not None and c.fact.type.storage is not Storage.TEXT]
        self.probes = figures[:PROBES]
        """Columns in which a town has a figure or a word, and a header a title."""
        kinds = [(column.index, column.fact.type) for column in of_facts if column.fact is not None]
        self.members = [(index, kind) for index, kind in kinds if isinstance(kind, MemberType)]
        """The columns of choices, levels and sets, each with its type."""
        self.titles: dict[str, bool] = {}

    def __call__(self, cells: Sequence[Cell]) -> NoTown | None:
        """What a row is that is no town."""
        if self._is_header(cells):
            return NoTown.HEADER
        kind = self.without_units(cells)
        if kind is None:
            return NoTown.PLACE if self.is_of_place(cells) else None
        texts = texts_of_line(cells)
        return NoTown.UNITS if units_of_line(texts) or names_units(texts) else kind

    def without_units(self, cells: Sequence[Cell]) -> NoTown | None:
        """What a row is that is no town, whatever unit it names."""
        return what_it_is(cells, self.name, self.places, self.others)

    def is_like_a_county(self, cells: Sequence[Cell]) -> bool:
        """Whether a town is called like a county or a city, and nothing says in which county it lies.

        Of what is called 虚构市 and lies in 虚构市 it is not said: it may be the city with all its counties.
        """
        name = uncounted(text_of_cell(cells, self.name))
        if not name.endswith(COUNTIES):
            return False
        is_stated = self.county is not None and self.county < len(cells) and not is_blank(cells[self.county])
        return not is_stated or (name.endswith(CITY) and name == text_of_cell(cells, self.county or 0))

    def is_of_place(self, cells: Sequence[Cell]) -> bool:
        """Whether a row is called like a place that others lie in: the sum of a county above or below its towns."""
        name = uncounted(text_of_cell(cells, self.name))
        return bool(self.places) and name.endswith(ENDS_OF_PLACES) and self.lies_in(name)

    def _is_header(self, cells: Sequence[Cell]) -> bool:
        probed = [cells[index] for index in self.probes if index < len(cells) and not is_blank(cells[index])]
        if not probed:
            probed = [cell for cell in cells if not is_blank(cell)][:PROBES]
        if not any(map(self._is_title, probed)):
            return False
        values = sum(index < len(cells) and _is_value(kind, cells[index]) for index, kind in self.members)
        titles = titles_of(cells)
        header = read_titles(titles, self.facts, self.options)
        texts = sum(1 for title in titles if title.strip())
        facts = known(header)
        if values and not (header.names_a_town and facts > MORE * values):
            return False  # of a level `省` is a value, which elsewhere would be a title
        return facts >= 2 and len(header.columns) * 2 >= texts and (facts > 2 or header.names_a_town)

    def _is_title(self, cell: Cell) -> bool:
        """Whether a cell is the title of a fact; what was found out is remembered, for words come again and again."""
        cell = cell.value if isinstance(cell, Merged) else cell
        if not isinstance(cell, str) or len(cell) > LONGEST_TITLE or _BEGINS_AS_DATA.match(cell):
            return False
        found = self.titles.get(cell)
        if found is None:
            if len(self.titles) >= MOST_REMEMBERED:
                self.titles.clear()
            found = self.titles[cell] = names_a_fact(cell, self.facts, self.options)
        return found


def _is_value(kind: MemberType, cell: Cell) -> bool:
    """Whether a cell says one of the members that a type has, or the beginning of one."""
    text = cell.strip() if isinstance(cell, str) else ""
    return bool(text) and any(name.startswith(text) for member in kind.members for name in member.names)


def texts_of_line(cells: Sequence[Cell]) -> list[str]:
    """The texts of a line, and the line: `单位：` and `万元` may stand in two cells."""
    titles = titles_of(cells)
    return [*titles, "".join(titles)]


def has_ditto(cells: Sequence[Cell]) -> bool:
    """Whether a cell of the row stands for the one above it."""
    return any(type(cell) is str and len(cell) < LONGEST_DITTO and cell.strip() in DITTO for cell in cells)


def without_ditto(cells: Sequence[Cell], above: Sequence[Cell] | None) -> Sequence[Cell]:
    """The row with what is above in the place of 同上 and 〃; `above` is the town's before, None for the first."""
    if not has_ditto(cells):
        return cells
    return [
        _above(above, index) if isinstance(cell, str) and cell.strip() in DITTO else cell
        for index, cell in enumerate(cells)
    ]


def _above(above: Sequence[Cell] | None, index: int) -> Cell:
    if above is None:
        return Unusable(_("the cell repeats the one above, but there is no town above; write the value"))
    return above[index] if index < len(above) else None


def kinds_of_sheet(
    columns: Iterable[HeaderColumn], facts: Facts, options: Options, rows: Callable[[], Iterable[Sequence[Cell]]]
) -> RowKinds:
    """What distinguishes the rows below a header with these columns; `rows` gives those of the whole sheet."""
    kinds = RowKinds(columns, facts, options)

    @cache
    def places() -> PlacesOfTowns:
        return PlacesOfTowns.of_rows(
            (text_of_cell(cells, kinds.name), text_of_cell(cells, place)) for cells in rows() for place in kinds.places
        )

    kinds.lies_in = lambda name: places()(name)
    return kinds
