"""What is asked of a whole column by its words: whether it holds but 1 and 0, how many cells say they are missing."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import polars as pl

from zhenkit.columnar.names import ROW, raw
from zhenkit.columnar.sources import RawTable
from zhenkit.core.characters import HIDDEN, seen
from zhenkit.core.errors import Problem
from zhenkit.facts.dictionary import NAMING, PLACE_SUFFIXES
from zhenkit.towns.tables.header import Role
from zhenkit.towns.tables.no_towns import COUNTIES, ENDS_OF_PLACES
from zhenkit.towns.tables.odd_names import LONGEST_PLACE, MARKED, remark_on_called, remark_on_marked
from zhenkit.towns.tables.parquet import as_cell
from zhenkit.towns.tables.row import is_yes_or_no
from zhenkit.towns.tables.row_kinds import CITY, COUNTED, MAY_BE_OF_PLACE, PlacesOfTowns, RowKinds
from zhenkit.towns.words import OF_NAMES, is_one_or_zero, is_placeholder

MOST_WORDS = 100
"""A column of more different cells than these holds more than 1, 0 and words for what is missing."""


class OnlyOnesAndZeros:
    """Whether a column of a table holds nothing but 1 and 0: it is read for that when the first of them is met."""

    def __init__(self, table: RawTable) -> None:
        self.table = table
        self._found: dict[int, bool] = {}

    def __reduce__(self) -> tuple[Any, ...]:
        """What answers in another process, which has no table: every answer that may be asked for."""
        asked = filter(is_yes_or_no, self.table.table.header.columns)
        return Answers, ({column.index: self(column.index) for column in asked},)

    def __call__(self, index: int) -> bool:
        """Whether the column of this index (from 0) does."""
        if index not in self._found:
            self._found[index] = self._look(index)
        return self._found[index]

    def _look(self, index: int) -> bool:
        if self.table.frame.collect_schema()[raw(index)] == pl.Boolean:
            return False
        cell = pl.col(raw(index))
        words = self.table.frame.select(cell.unique()).head(MOST_WORDS + 1).collect(engine="streaming").to_series()
        others = [word for word in words if not is_one_or_zero(as_cell(word))]
        if not others or len(words) > MOST_WORDS:
            return not others
        # totals and notes may hold what they like
        rows = self.table.frame.filter(cell.is_in(others)).head(MOST_WORDS + 1).collect(engine="streaming").drop(ROW)
        table = self.table.table
        kinds = RowKinds(table.header.columns, table.facts, table.options)
        return rows.height <= MOST_WORDS and all(kinds(cells) is not None for cells in rows.rows())


def remarks_on_names(found: RawTable, no_towns: Collection[int]) -> list[Problem]:
    """What is to be said of towns called like places, and of names with numbering or marks."""
    table, schema = found.table, found.frame.collect_schema()
    kinds = RowKinds(table.header.columns, table.facts, table.options)
    if schema[raw(kinds.name)] != pl.String:
        return []
    of_towns = found.frame.filter(~pl.col(ROW).is_in(list(no_towns))) if no_towns else found.frame
    name = pl.col(raw(kinds.name))
    may_be = name.str.contains(_MAY_BE_ODD) | (name.str.len_chars() <= LONGEST_PLACE)
    looked_at = {raw(index) for index in (kinds.name, *kinds.places)}
    odd = of_towns.filter(may_be).select(ROW, *sorted(looked_at)).collect(engine="streaming")
    called = _is_like_a_county(kinds, schema) | _is_called_like_the_place_of_others(odd, of_towns, kinds, schema)
    marked = _seen(kinds.name).str.contains(MARKED)
    remarks: list[Problem] = []
    for which, said in ((called, remark_on_called), (marked, remark_on_marked)):
        rows = sorted(odd.filter(which)[ROW])
        if rows:
            remarks.append(table.problem(rows[0], kinds.name + 1, said(rows)))
    return remarks


_MAY_BE_ODD = rf"{MAY_BE_OF_PLACE}|{MARKED}|^\s|\s$|[{HIDDEN}]"


def _is_like_a_county(kinds: RowKinds, schema: pl.Schema) -> pl.Expr:
    name = _uncounted(kinds.name)
    called = pl.any_horizontal(name.str.ends_with(suffix) for suffix in COUNTIES)
    if kinds.county is None:
        return called
    stated = is_filled(pl.col(raw(kinds.county)), schema[raw(kinds.county)])
    if schema[raw(kinds.county)] != pl.String:
        return called & ~stated
    return called & (~stated | (name.str.ends_with(CITY) & (name == _seen(kinds.county))))


def _is_called_like_the_place_of_others(
    odd: pl.DataFrame, of_towns: pl.LazyFrame, kinds: RowKinds, schema: pl.Schema
) -> pl.Expr:
    name, places = _seen(kinds.name), set[str]()
    is_short = name.str.len_chars() <= LONGEST_PLACE
    short = set(odd.filter(is_short).select(name).to_series())
    for index in kinds.places if short else ():
        if schema[raw(index)] != pl.String:
            continue
        place = _bare(_seen(index))
        every = of_towns.select(pl.col(raw(index)).unique()).collect(engine="streaming").select(place).to_series()
        if not short.isdisjoint(every):
            of_others = of_towns.filter(_bare(name) != place).select(place.unique())
            places.update(of_others.collect(engine="streaming").to_series())
    return is_short & name.is_in(sorted(places - {""}))


class LiesIn:
    """Whether a row of a table lies in a place: its places are read when the first row is called like one."""

    def __init__(self, table: RawTable) -> None:
        self.table = table
        self._found: PlacesOfTowns | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        """What answers in another process, which has no table."""
        found = self._places
        return PlacesOfTowns, (found.names,)

    def __call__(self, name: str) -> bool:
        """Whether a row lies in a place of this name."""
        return self._places(name)

    @property
    def _places(self) -> PlacesOfTowns:
        if self._found is None:
            table = self.table.table
            kinds = RowKinds(table.header.columns, table.facts, table.options)
            of_others = [
                self.table.frame.filter(~_is_called_like(_uncounted(kinds.name), _seen(index))).select(
                    pl.col(raw(index)).cast(pl.String)
                )
                for index in kinds.places
            ]
            found = [one.unique().collect(engine="streaming").to_series() for one in of_others]
            self._found = PlacesOfTowns(seen(place) for each in found for place in each if place)
        return self._found


def _seen(index: int) -> pl.Expr:
    """The text of a column's cells as it is seen."""
    text = pl.col(raw(index)).cast(pl.String).fill_null("")
    return text.str.replace_all(f"[{HIDDEN}]", "").str.strip_chars()


def _uncounted(index: int) -> pl.Expr:
    """The text of a column's cells, without what says of how many towns a place is the sum."""
    return _seen(index).str.replace(COUNTED, "")


def _bare(text: pl.Expr) -> pl.Expr:
    """Texts without the word for what a place is."""
    return text.str.replace(f"(?s)^(.+)[{''.join(PLACE_SUFFIXES)}]$", "${1}")


def _is_called_like(name: pl.Expr, place: pl.Expr) -> pl.Expr:
    """Whether names are those of places, perhaps behind those of larger ones."""
    ends = pl.any_horizontal(name.str.ends_with(suffix) for suffix in ENDS_OF_PLACES)
    return (_bare(name) == _bare(place)) | (ends & _bare(name).str.ends_with(_bare(place)))


class Answers:
    """What was found of each column: whether it holds nothing but 1 and 0."""

    def __init__(self, found: Mapping[int, bool]) -> None:
        self.found = found

    def __call__(self, index: int) -> bool:
        """Whether the column of this index (from 0) does."""
        return self.found[index]


def placeholder_remarks(found: RawTable, columns: Collection[int], no_towns: Collection[int]) -> list[Problem]:
    """What is to be said of the cells of these columns (from 0) whose words mean that they are missing.

    Rows that are `no_towns` may hold what they like.
    """
    of_towns = found.frame.filter(~pl.col(ROW).is_in(list(no_towns))) if no_towns else found.frame
    schema = found.frame.collect_schema()
    for column in found.table.header.columns:
        dtype = schema[raw(column.index)]
        if column.index not in columns or not isinstance(dtype, (pl.String, pl.Categorical, pl.Enum)):
            continue
        names = column.fact is not None and column.fact.id in NAMING and column.role is Role.FACT
        cell = pl.col(raw(column.index)).cast(pl.String)
        likely = cell.str.strip_chars().is_in(sorted(OF_NAMES)) | cell.str.contains_any(list(HIDDEN))
        words = of_towns.filter(likely).group_by(cell).agg(pl.len(), pl.col(ROW).min())
        for text, count, row in words.collect(engine="streaming").rows():
            if is_placeholder(seen(text), names):
                found.table.placeholders.note(row, column.index, seen(text), count)
    return found.table.placeholder_remarks()


def blank_remarks(found: RawTable, no_towns: Collection[int]) -> list[Problem]:
    """What is to be said of places and years that are blank below those of other towns."""
    blanks, schema = found.table.blanks, found.frame.collect_schema()
    columns = [index for index in blanks.rows if schema[raw(index)] != pl.Null]
    if not columns:
        return []
    rows = found.frame.filter(~pl.col(ROW).is_in(list(no_towns))) if no_towns else found.frame
    of_towns = rows.filter(is_filled(pl.col(raw(blanks.name)), schema[raw(blanks.name)]))
    filled = {raw(index): is_filled(pl.col(raw(index)), schema[raw(index)]) for index in columns}
    first = rows.select(pl.col(ROW).filter(each).min().alias(name) for name, each in filled.items())
    begins = first.collect(engine="streaming").row(0, named=True)
    for index in columns:
        name = raw(index)
        if begins[name] is not None:
            blank = of_towns.filter((pl.col(ROW) > begins[name]) & ~filled[name])
            blanks.rows[index] = sorted(blank.select(ROW).collect(engine="streaming").to_series().to_list())
    return found.table.blank_remarks()


def is_filled(cell: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    """Whether anything is in a cell."""
    return (cell.str.strip_chars() != "").fill_null(False) if dtype == pl.String else cell.is_not_null()
