"""Rows of a sheet that are read as towns, and may be none, or not in that unit: found by their figures, not by words.

Whatever a row is called, what is the sum of others is a total. Sheets of more rows than people look through are left.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from zhenkit.core.errors import quoted
from zhenkit.core.i18n import _, plural
from zhenkit.facts.dictionary import Facts
from zhenkit.facts.fact import Fact
from zhenkit.facts.quantities import UNITS, write_money
from zhenkit.facts.town import Town
from zhenkit.towns.options import Options
from zhenkit.towns.tables.cells import Cell, continues, is_blank
from zhenkit.towns.tables.form import Form
from zhenkit.towns.tables.form_table import table_of_form
from zhenkit.towns.tables.in_one_cell import of_other_figures
from zhenkit.towns.tables.layout import Layout, Row
from zhenkit.towns.tables.no_towns import ROWS_SHOWN, NoTown
from zhenkit.towns.tables.row_kinds import RowKinds, kinds_of_sheet, without_ditto
from zhenkit.towns.tables.sheet import Sheet
from zhenkit.towns.tables.table import Table
from zhenkit.towns.town_file import RawTown

APART = 1000
"""Figures of one column that lie so many times apart, with none between them, are hardly in one unit."""
MOST_MONEY = 10_000 * UNITS["亿"]
"""What no town makes in a year: 1万亿元."""
NAMES_SHOWN = 3
TELLING = 3
"""Of fewer digits than so many, sums of others may be sums by chance."""

Doubt = tuple[int, int, str]
"""Row, column (from 0), and what is to be said."""


MOST_TOWNS = 400
"""Of a form with more towns none is looked at so."""


class _Row(NamedTuple):
    number: int
    town: Town


def form_with_doubts(sheet: Sheet, rows: Sequence[Row], form: Form, facts: Facts, options: Options) -> Form:
    """A form with what is to be said of its towns."""
    if form.faults or not form.labels or len(form.towns) > MOST_TOWNS:
        return form
    table = table_of_form("", sheet, form, facts, options)
    if table.faults():
        return form
    first = min(row for row, _column in form.labels)
    found = list(of_other_figures(row for row in rows if row[0] < first))
    towns = ((town.number, town.cells) for town in form.towns if not all(map(is_blank, town.cells)))
    found += doubts(table, towns, facts)
    return form._replace(remarks=(*form.remarks, *found))


def layout_with_doubts(sheet: Sheet, layout: Layout, rows: Sequence[Row], facts: Facts, options: Options) -> Layout:
    """The layout of a short table with what is to be said of its rows, up to the next header."""
    table = Table("", layout.header, layout.last_row, facts, options, sheet.name or None)
    if table.faults():
        return layout
    below = [row for row in rows if row[0] > layout.last_row]
    table.can_reread(lambda: below)
    kinds = kinds_of_sheet(layout.header.columns, facts, options, lambda: (cells for _number, cells in rows))
    found = tuple(doubts(table, _towns(below, kinds), facts))
    return layout._replace(header=layout.header._replace(doubts=found))


def _towns(rows: Iterable[Row], kinds: RowKinds) -> Iterator[Row]:
    """The rows of towns below a header, up to the next."""
    above = None
    for number, cells in rows:
        if all(map(is_blank, cells)) or continues(number, cells, kinds.columns):
            continue
        kind = kinds(cells)
        if kind in (NoTown.HEADER, NoTown.UNITS):
            return
        if kind is None:
            above = cells = without_ditto(cells, above)
            yield number, cells


def doubts(table: Table, rows: Iterable[tuple[int, Sequence[Cell]]], facts: Facts) -> list[Doubt]:
    """What is to be said of rows that are read as towns; those with a problem are reported anyway."""
    read = []
    for number, cells in rows:
        for document in table.documents([(number, cells)]):
            town = RawTown(document).read(facts)
            if town is not None:
                read.append(_Row(number, town))
    money = [fact for fact in table.facts_by_column.values() if fact.type.name == "money"]
    found = [*_sums(table, read), *_without_a_year(table, read), *_alone(table, read)]
    for fact in dict.fromkeys(money):
        found += _of_another_unit(table, fact, read)
    return found


def _at(table: Table, row: _Row, fact: str, said: str) -> Doubt:
    """A remark at the cell of a row's fact."""
    line, column = table.place(row.number, table.places.get((fact,), table.places[()]) + 1)
    return line, column - 1, said


def _listed(table: Table, rows: Sequence[_Row]) -> str:
    lines = [table.place(row.number, table.places[()] + 1)[0] for row in rows]
    return _(", ").join(map(str, lines[:ROWS_SHOWN])) + (_(", ...") if len(lines) > ROWS_SHOWN else "")


def _figures(row: _Row) -> Mapping[str, int]:
    """The exact figures of a town, but its year."""
    return {key: value for key, value in row.town.facts.items() if type(value) is int and key != "year"}


def _sums(table: Table, rows: Sequence[_Row]) -> Iterator[Doubt]:
    """Rows whose figures are the sums of those of others: of all, or of some directly above or below them."""
    if len(rows) < 3:
        return
    kinds = {fact.id for fact in table.facts_by_column.values() if fact.type.figure.is_quantity}
    figures = [{key: value for key, value in _figures(row).items() if key in kinds} for row in rows]
    sums = {key: [0, *accumulate(each.get(key, 0) for each in figures)] for key in kinds}
    for nth, row in enumerate(rows):
        own = {key: value for key, value in figures[nth].items() if value}
        parts = _parts(nth, own, sums) if own else None
        others = [] if parts is None else [other for other in range(*parts) if other != nth]
        at = [other for other in others if any(figures[other].get(key) for key in own)]
        # a town with the figures of one other is no sum
        if len(at) > 1 and _are_telling(own, [figures[other] for other in at]):
            of = [rows[other] for other in at]
            said = _(
                "the figures of {name} are the sums of those of {count} others ({names}), and it is read as a town: "
                "remove it if it is their total"
            )
            names = _(", ").join(other.town.name for other in of[:NAMES_SHOWN])
            names += _(", ...") if len(of) > NAMES_SHOWN else ""
            yield _at(table, row, "name", said.format(name=quoted(row.town.name), count=len(of), names=names))


def _are_telling(own: Mapping[str, int], parts: Sequence[Mapping[str, int]]) -> bool:
    """Whether figures are hardly the sums of others by chance: they have so many digits together, but for zeros."""
    digits = (max(_digits(each.get(key, 0)) for each in (own, *parts)) for key in own)
    return sum(digits) >= TELLING


def _digits(figure: int) -> int:
    return len(str(figure).rstrip("0"))


def _parts(nth: int, own: Mapping[str, int], sums: Mapping[str, Sequence[int]]) -> tuple[int, int] | None:
    """From where to where the rows are of which the row `nth` is the sum: behind them, before them, or among them."""
    key = max(own, key=lambda each: own[each])
    total = sums[key]
    every = len(total) - 1
    above = bisect_right(total, total[nth] - own[key], hi=nth + 1) - 1
    # a run ends where the sums reach the figure; rows without one beside it belong to it as well
    below = bisect_right(total, total[nth + 1] + own[key], lo=nth + 1) - 1
    for begin, end in ((0, every), (above, nth), (nth + 1, below)):
        others = end - begin - (begin <= nth < end)
        if others >= 2 and all(
            sums[each][end] - sums[each][begin] - (value if begin <= nth < end else 0) == value
            for each, value in own.items()
        ):
            return begin, end
    return None


def _without_a_year(table: Table, rows: Sequence[_Row]) -> Iterator[Doubt]:
    """Rows of a town without the year that another row of it has."""
    if not any(fact.id == "year" for fact in table.facts_by_column.values()):
        return
    dated = {row.town.identity[:-1]: row for row in reversed(rows) if "year" in row.town.facts}
    for row in rows:
        other = dated.get(row.town.identity[:-1])
        if other is not None and "year" not in row.town.facts:
            said = _(
                "{name} is in row {row} with a year and here without one, and both are read: give this row its year, "
                "or remove it if it is a part of the other"
            )
            name, line = quoted(row.town.name), _listed(table, [other])
            yield _at(table, row, "name", said.format(name=name, row=line))


def _alone(table: Table, rows: Sequence[_Row]) -> Iterator[Doubt]:
    """Rows that have a name and nothing else beside others that state something."""
    alone = [row for row in rows if len(row.town.facts) == 1]
    if alone and len(alone) < len(rows):
        said = plural(
            "{count} row has a name and nothing else, and is read as a town (row {rows}): remove it if it is none",
            "{count} rows have a name and nothing else, and are read as towns (rows {rows}): remove what is none",
            len(alone),
        )
        yield _at(table, alone[0], "name", said.format(count=len(alone), rows=_listed(table, alone)))


def _of_another_unit(table: Table, fact: Fact, rows: Sequence[_Row]) -> Iterator[Doubt]:
    """Money so far from the rest of its column, or so high, that its unit is hardly the one it is read in."""
    stated = ((figure, row) for row in rows if (figure := _figures(row).get(fact.id)))
    figures = sorted(stated, key=lambda each: each[0])
    apart = next((nth for nth, (one, two) in enumerate(pairwise(figures), 1) if two[0] >= APART * one[0]), None)
    if apart is not None:
        few = figures[apart:] if len(figures) <= 2 * apart else figures[:apart]
        other = figures[apart - 1] if few[-1] is figures[-1] else figures[apart]
    else:
        few = [each for each in figures if each[0] >= MOST_MONEY]
        other = None
    if not few:
        return
    few = sorted(few, key=lambda each: each[1].number)
    (figure, row), listed = few[0], _listed(table, [row for _figure, row in few])
    if other is not None:
        said = _(
            "{figure} in {title} is far from {other} in the same column (row {rows}); check the unit, and write it "
            "behind the figure where it is not the title's"
        )
    else:
        said = _("{figure} in {title} is more than a town makes (row {rows}); check the unit")
    title = " ".join(table.titles.get(table.places.get((fact.id,), 0) + 1, fact.label.zh).split())
    said = said.format(
        figure=write_money(figure), other=write_money(other[0]) if other else "", title=quoted(title), rows=listed
    )
    yield _at(table, row, fact.id, said)
