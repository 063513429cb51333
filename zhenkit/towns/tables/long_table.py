"""A long table: several rows a town, one for each fact, with a column of the facts and one of the figures.

`专业镇, 指标, 数值` (and 单位, 年份, places) is turned, before anything is read of it, into what a form is: titles, and
for each town its cells, each with its place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from zhenkit.core.characters import seen
from zhenkit.core.errors import quoted
from zhenkit.core.i18n import _
from zhenkit.facts.dictionary import Facts
from zhenkit.facts.names import tidy
from zhenkit.towns.options import Options
from zhenkit.towns.tables.cells import Cell, Merged, Unusable, cell_name, is_blank
from zhenkit.towns.tables.form import (
    HEADS_OF_LABELS,
    HEADS_OF_VALUES,
    OTHER_PERIODS,
    YEAR,
    Form,
    FormTown,
    of_another_period,
)
from zhenkit.towns.tables.form_units import unit_in_remark
from zhenkit.towns.tables.groups import stated_by
from zhenkit.towns.tables.header import Header, HeaderColumn, Role, is_figure, what_it_may_tell
from zhenkit.towns.tables.layout import Layout, Row
from zhenkit.towns.tables.meanings import Meaning
from zhenkit.towns.tables.no_towns import NoTown
from zhenkit.towns.tables.row_kinds import RowKinds, text_of_cell, texts_of_line, without_ditto
from zhenkit.towns.tables.row_units import UnitSource, is_of_remarks, row_units
from zhenkit.towns.tables.titles import names_a_unit
from zhenkit.towns.tables.units import WrongTitle, names_units

MOST_ROWS = 100_000
"""The most rows of a long table."""
PROBED = 50
"""Among so many rows the facts are looked for that make a table a long one."""


class _Columns(NamedTuple):
    """What the columns of a long table are, by their index."""

    label: int
    values: tuple[tuple[int, str], ...]
    """Each with the year in its title; empty without one."""
    units: Mapping[int, int]
    """By the column of figures that of their units."""
    remarks: tuple[int, ...]
    ignored: tuple[tuple[int, str], ...]
    faults: tuple[tuple[int, str], ...]
    """Columns of which it is not known what they say, each with the message."""


def find_long(
    rows: Sequence[Row], layout: Layout, facts: Facts, options: Options, every: Callable[[], Iterable[Row]]
) -> Form | None:
    """The towns of a long table as a form; None where it is none.

    `rows` are the first of the sheet, `every` gives all.
    """
    header = layout.header
    if not header.names_a_town:
        return None
    below = [cells for number, cells in rows if number > layout.last_row][:PROBED]
    columns = _columns_of(header, below, facts, options)
    if columns is None:
        return None
    reading = _Reading(layout, columns, facts, options)
    for row in every():
        if row[0] > layout.last_row and not reading.take(row):
            break
    return reading.form()


def _columns_of(header: Header, below: Sequence[Sequence[Cell]], facts: Facts, options: Options) -> _Columns | None:
    unknown = [(index, title) for index, title in header.unknown if header.said.get(index) != ""]
    label = next((index for index, title in unknown if HEADS_OF_LABELS.fullmatch(tidy(title))), None)
    if label is None:
        return None
    labels = {text for cells in below if (text := text_of_cell(cells, label))}
    stated = {meant.fact if (meant := _meant(text, facts, options)) is not None else None for text in labels}
    if len(stated - {None}) < (2 if None in stated else 1):
        return None  # that a word among others is a fact's may be by chance
    units = [index for index, _title in unknown if index in header.units]
    remarks = [index for index, title in unknown if is_of_remarks(title)]
    others = [(index, title) for index, title in unknown if index not in (label, *units, *remarks)]
    years = [(index, year[1]) for index, title in others if (year := YEAR.fullmatch(tidy(title)))]
    values = years or [(index, "") for index, title in others if HEADS_OF_VALUES.fullmatch(tidy(title))]
    values = values or ([(others[0][0], "")] if len(others) == 1 else [])
    if not values:
        return None
    ignored = [(index, title) for index, title in others if index not in dict(values)]
    figures = sorted(dict(values))
    faults: list[tuple[int, str]] = []
    if len(units) in (0, 1):
        by_figure = {index: unit for unit in units for index in figures}
    elif len(units) == len(figures):
        by_figure = dict(zip(figures, units, strict=True))
    else:
        first, second = (quoted(dict(unknown)[index].strip()) for index in units[:2])
        by_figure, faults = {}, [(units[1], _("{title} repeats {first}; keep one").format(title=second, first=first))]
    return _Columns(label, tuple(values), by_figure, tuple(remarks), tuple(ignored), tuple(faults))


def _meant(label: str, facts: Facts, options: Options) -> Meaning | None:
    try:
        return stated_by(label, facts, options) if label else None
    except WrongTitle:
        return None


_Place = tuple[int, int]
_Stated = tuple[Cell, _Place]
Key = tuple[str, ...]


@dataclass
class _Town:
    """One town: what names it, and what is stated of it by the title."""

    named: list[_Stated]
    stated: dict[str, _Stated] = field(default_factory=dict)
    units: dict[str, _Stated] = field(default_factory=dict)


class _Reading:
    """Gathers the rows of each town."""

    def __init__(self, layout: Layout, columns: _Columns, facts: Facts, options: Options) -> None:
        self.layout, self.columns, self.facts, self.options = layout, columns, facts, options
        self.naming = layout.header.columns
        self.has_year = any(column.fact is not None and column.fact.id == "year" for column in self.naming)
        self.kinds = RowKinds(self.naming, facts, options)
        self.towns: dict[Key, _Town] = {}
        self.labels: dict[str, str] = {}
        """By what a label means: the first that does, or the name of the fact where they differ."""
        self.places: dict[str, _Place] = {}
        self.faults: list[tuple[int, int, str]] = []
        self.no_towns: dict[NoTown, list[int]] = {}
        self.notes: list[str] = []
        self.above: Sequence[Cell] | None = None
        self.rows = 0

    def take(self, row: Row) -> bool:
        """Take in a row; whether there may be more."""
        number, cells = row
        if all(map(is_blank, cells)):
            return True
        self.rows += 1
        if self.rows > MOST_ROWS:
            said = _("a table of several rows a town is read up to {most} rows; write one row a town")
            self.faults = [(number, 0, said.format(most=MOST_ROWS))]
            return False
        kind = self.kinds(cells)
        if kind is not None:
            self.no_towns.setdefault(kind, []).append(number)
            self.notes += texts_of_line(cells) if kind is NoTown.UNITS else []
            return True
        cells = without_ditto(cells, self.above)
        cells = [cell.value if isinstance(cell, Merged) else cell for cell in cells]
        if self.above is not None and self._is_named_above(cells, self.above):
            cells = self._named_above(cells, self.above)
        self.above = cells
        self._state(number, cells)
        return True

    def _is_named_above(self, cells: Sequence[Cell], above: Sequence[Cell]) -> bool:
        """Whether a row is of the town above: it has no name, or the same."""
        name = text_of_cell(cells, self.kinds.name)
        return not name or _as_key(name) == _as_key(text_of_cell(above, self.kinds.name))

    def _named_above(self, cells: Sequence[Cell], above: Sequence[Cell]) -> Sequence[Cell]:
        """A row of the town above, with what names it where the row leaves that blank."""
        filled = [*cells, *[None] * (len(above) - len(cells))]
        for column in self.naming:
            if column.index < len(above) and is_blank(filled[column.index]):
                filled[column.index] = above[column.index]
        return filled

    def _state(self, number: int, cells: Sequence[Cell]) -> None:
        label = text_of_cell(cells, self.columns.label)
        if not label:
            if any(not is_blank(_at(cells, index)) for index, _year in self.columns.values):
                said = _("this figure has no fact beside it; write in {cell} what it is")
                cell = cell_name(number, self.columns.label + 1)
                self.faults.append((number, self.columns.values[0][0], said.format(cell=cell)))
            return
        named = [(_at(cells, column.index), (number, column.index)) for column in self.naming]
        for index, year in self.columns.values:
            if is_blank(_at(cells, index)):
                continue
            self._put(number, cells, label, index, year, named)

    def _put(
        self, number: int, cells: Sequence[Cell], label: str, index: int, year: str, named: Sequence[_Stated]
    ) -> None:
        dated: list[_Stated] = [(year, (self.layout.last_row, index))] if year and not self.has_year else []
        key = (*(_as_key(cell) for cell, _place in named), year)
        town = self.towns.setdefault(key, _Town([*named, *dated]))
        title = self._title(label, (number, self.columns.label))
        if (first := town.stated.get(title)) is not None:
            town.stated[title] = _stated_twice(label, first[1][0], (number, index))
            return
        town.stated[title] = self._with_remark(number, cells, label, index)
        meant = _meant(label, self.facts, self.options)
        unit = self.columns.units.get(index)
        if meant is None:
            return  # of what is ignored no unit is asked
        if unit is not None and not is_blank(_at(cells, unit)):
            column = HeaderColumn(index, label, meant.role, meant.fact, meant.unit, meant.part)
            if is_figure(column) and (meant.unit is not None or names_a_unit(label)):
                of_row = row_units(cells, [UnitSource(unit, label, (column,), is_of_units=True)])
                if of_row.faults:
                    town.stated[title] = (Unusable(of_row.faults[0][1]), (number, index))
                    return
            town.units[title] = (_at(cells, unit), (number, unit))
        if meant.unit is not None and meant.role is Role.FACT:
            town.units.setdefault(title, (meant.unit, (number, self.columns.label)))

    def _with_remark(self, number: int, cells: Sequence[Cell], label: str, index: int) -> _Stated:
        """A figure with its place, or what is wrong where a remark beside it says a unit."""
        for remark in self.columns.remarks:
            if names_units([text := text_of_cell(cells, remark)]):
                return Unusable(unit_in_remark(text, label)), (number, index)
        return _at(cells, index), (number, index)

    def _title(self, label: str, place: _Place) -> str:
        """What a label is gathered under: what it means, or as it is."""
        meant = _meant(label, self.facts, self.options)
        if meant is None or meant.fact is None or meant.role is not Role.FACT:
            title = label
        else:
            title = f"{meant.fact.id}\n{meant.dated or ''}"
        first = self.labels.setdefault(title, label)
        self.places.setdefault(title, place)
        if first != label and meant is not None and meant.fact is not None and meant.role is Role.FACT:
            self.labels[title] = f"{meant.dated or ''}{meant.fact.label.zh}"
        return title

    def _with_open_rows(self) -> Sequence[_Town]:
        """The towns, rows that leave a place or the year blank with those of the one town that states it."""
        at = next(nth for nth, column in enumerate(self.naming) if column.index == self.kinds.name)
        whole: dict[Key, _Town] = {}
        by_name: dict[str, list[Key]] = {}
        for key, town in sorted(self.towns.items(), key=lambda each: each[0].count("")):
            namesakes = by_name.setdefault(key[at], []) if key[at] else []
            fitting = [
                other
                for other in namesakes
                if key[-1] == other[-1] and all(one in ("", more) for one, more in zip(key[:-1], other, strict=False))
            ]
            if len(fitting) == 1:
                self._take_in(whole[fitting[0]], town)
                continue
            if fitting:
                blank = next(nth for nth, part in enumerate(key) if not part)
                title, place = quoted(self.naming[blank].title.strip()), town.named[blank][1]
                said = _("{title} is blank here, and several towns of this name state it; write which is meant")
                town.named[blank] = (Unusable(said.format(title=title)), place)
            whole[key] = town
            namesakes.append(key)
        return [whole[key] for key in self.towns if key in whole]

    def _take_in(self, town: _Town, other: _Town) -> None:
        """Put what rows state that are open into the town they are of."""
        for title, (cell, place) in other.stated.items():
            first = town.stated.setdefault(title, (cell, place))
            if first[1] != place:
                town.stated[title] = _stated_twice(self.labels[title], first[1][0], place)
        town.units = {**other.units, **town.units}

    def form(self) -> Form:
        """What was gathered, as a form."""
        every = self._with_open_rows()
        heads = [(column.title, (self.layout.last_row, column.index)) for column in self.naming]
        if any(year for _index, year in self.columns.values) and not self.has_year:
            heads.append(("year", (self.layout.last_row, self.columns.values[0][0])))
        titles = [title for title, _place in heads]
        labels = [place for _title, place in heads]
        with_units = {title for town in every for title in town.units}
        for title, label in self.labels.items():
            titles += [label, *(["单位"] if title in with_units else [])]
            labels += [self.places[title]] * (2 if title in with_units else 1)
        towns = []
        for nth, town in enumerate(every, 1):
            cells, places = (list(each) for each in zip(*town.named, strict=True))
            for title in self.labels:
                nothing = (None, places[0])
                for stated in (town.stated, *([town.units] if title in with_units else [])):
                    cell, place = stated.get(title, nothing)
                    cells.append(cell)
                    places.append(place)
            towns.append(FormTown(nth, tuple(cells), tuple(places)))
        faults = [*self.faults, *self._of_values()]
        said = _("this column is not read: {heading}")
        remarks = [
            (self.layout.last_row, index, said.format(heading=what_it_may_tell(title) or quoted(title.strip())))
            for index, title in self.columns.ignored
        ]
        return Form(
            tuple(titles),
            tuple(labels),
            tuple(towns),
            above=self.layout.units,
            notes=tuple(self.notes),
            remarks=tuple(remarks),
            faults=tuple(faults),
            no_towns=self.no_towns,
        )

    def _of_values(self) -> Iterable[tuple[int, int, str]]:
        """What is wrong with the titles of the columns of figures, and of units."""
        row, titles = self.layout.last_row, dict(self.layout.header.unknown)
        yield from ((row, index, said) for index, said in self.columns.faults)
        for index, year in self.columns.values:
            if OTHER_PERIODS.search(tidy(titles[index])):
                yield row, index, of_another_period(titles[index])
            elif year and self.has_year:
                said = _("{title} is a year, and there is a column of years too; keep one of them")
                yield row, index, said.format(title=quoted(titles[index].strip()))


def _stated_twice(label: str, row: int, place: _Place) -> _Stated:
    said = _("{title} of this town is in row {row} already; keep one")
    return Unusable(said.format(title=quoted(label), row=row)), place


def _as_key(cell: Cell) -> str:
    """What names a town, alike however it is written: `2024年` as `2024`."""
    text = tidy("" if cell is None else seen(str(cell)))
    year = YEAR.fullmatch(text)
    return year[1] if year else text


def _at(cells: Sequence[Cell], index: int) -> Cell:
    return cells[index] if index < len(cells) else None
