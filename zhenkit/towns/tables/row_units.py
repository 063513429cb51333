"""Units that a row of a table says itself: in a column of units beside the figures, or in a remark.

`单位` with `万元` in a row, or `备注` with `金额单位为万元`: that row's bare figures are in it. Where it is not said
whose figures are meant, or a title names another unit, that is reported: nobody can know which of them applies.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from zhenkit.core.errors import quoted
from zhenkit.core.i18n import _
from zhenkit.facts.fact import DIGITS, Fact
from zhenkit.facts.names import tidy
from zhenkit.towns.tables.cells import Cell, Merged, is_blank
from zhenkit.towns.tables.header import Header, HeaderColumn, is_figure
from zhenkit.towns.tables.titles import names_a_unit
from zhenkit.towns.tables.units import WrongTitle, is_like_a_unit, said_of, unit_said_of

SAYS_UNITS = (
    r"单\s*位|[以按][^,，;；。]{1,6}[为计]|^[\s（(]*[十百千万亿美欧日港]*"
    r"[元亿万千百户家个人项件种名%％‰吨亩台套头只次]{1,2}[\s）)]*$"
)
"""What a cell has that says units: wider than what is read so, for who looks for such rows among very many."""
_OF_SEVERAL = re.compile(r"[,，、/和及()（）\s]+")


class UnitSource(NamedTuple):
    """A column of which a cell may say the unit of others in its row."""

    column: int
    """From 0."""
    title: str
    figures: tuple[HeaderColumn, ...]
    """The columns that it may speak of."""
    is_of_units: bool
    """Whether it holds units and nothing else; else it is of remarks."""


class RowUnits(NamedTuple):
    """What a row says of units: by the index of a column of figures its unit, and what is wrong, by index."""

    units: Mapping[int, str | None]
    faults: Sequence[tuple[int, str]]
    source: int | None = None
    """The index of the remark that says a unit."""


NO_UNITS = RowUnits({}, ())


def unit_sources(header: Header) -> tuple[UnitSource, ...]:
    """The columns of units and of remarks beside the figures of a header."""
    figures = [column for column in header.columns if is_figure(column)]
    if not figures:
        return ()
    found = []
    for index, title in header.unknown:
        if header.said.get(index) == "":  # it is to be ignored
            continue
        if index in header.units:
            near = _beside(index, figures, header)
            found.append(UnitSource(index, title, tuple(near), True))
        elif is_of_remarks(title):
            found.append(UnitSource(index, title, tuple(figures), False))
    return tuple(found)


_REMARKS = re.compile(r".*(?:备注|说明|附注|注释|口径|摘要)|注|remarks?|notes?")


def is_of_remarks(title: str) -> bool:
    """Whether a column of this title holds remarks."""
    return len(title) <= MOST_TITLE and _REMARKS.fullmatch(tidy(title)) is not None


MOST_TITLE = 30


def _beside(index: int, figures: Sequence[HeaderColumn], header: Header) -> list[HeaderColumn]:
    """The figures of which a column says the unit: that before it, else that behind it, else any."""
    before = max((column.index for column in header.columns if column.index < index), default=-1)
    between = any(before < other < index for other, _title in header.unknown)
    for column in figures:
        if column.index == before and not between:
            return [column]
    behind = [column for column in figures if column.index == index + 1]
    return behind or list(figures)


def row_units(cells: Sequence[Cell], sources: Sequence[UnitSource]) -> RowUnits:
    """What a row says of the units of its bare figures."""
    units: dict[int, str | None] = {}
    faults: list[tuple[int, str]] = []
    remark: int | None = None
    for source in sources:
        text = _text(cells, source.column)
        for column in source.figures if text else ():
            said = _units_in(text, source.is_of_units, column.title)
            if not said or not _text(cells, column.index).endswith(tuple(DIGITS)):
                continue
            try:
                unit = _unit_of(column, said, source)
            except WrongTitle as error:
                faults.append((source.column, str(error)))
                continue
            if unit is not NOT_SAID:
                units[column.index] = unit
                remark = remark if source.is_of_units else source.column
    return RowUnits(units, faults, remark)


def says_units(cells: Sequence[Cell], sources: Sequence[UnitSource]) -> bool:
    """Whether a row says any unit itself."""
    return any(
        (text := _text(cells, source.column))
        and any(_units_in(text, source.is_of_units, c.title) for c in source.figures)
        for source in sources
    )


NOT_SAID = "?"


def _unit_of(column: HeaderColumn, said: Mapping[str, str], source: UnitSource) -> str | None:
    """The unit that is said for a column, NOT_SAID where none is; raises WrongTitle."""
    fact = column.fact
    assert fact is not None  # it holds figures
    text = next(iter(said.values()))
    if len(source.figures) > 1 and source.is_of_units:
        fitting = [each for each in source.figures if each.fact is not None and _fits(each.fact, said)]
        if len(fitting) > 1 and column in fitting:
            told = _("{said} is the unit of one figure, but it is not said of which; write it into that title")
            raise WrongTitle(told.format(said=quoted(text)))
    title = " ".join(column.title.split())
    told = _("{said} in this row does not say the unit of {title}; write the unit behind that figure")
    unit = unit_said_of(fact, column.title, said, told)
    if unit is None and not _fits(fact, said):
        if source.is_of_units and len(source.figures) == 1 and fact.type.figure.units:
            raise WrongTitle(
                _("{said} is not a unit of {title}; correct it").format(said=quoted(text), title=quoted(title))
            )
        return NOT_SAID
    if (column.unit is not None or names_a_unit(column.title)) and unit != column.unit:
        told = _("{said} in this row is not the unit of {title}; write the unit behind that figure")
        raise WrongTitle(told.format(said=quoted(text), title=quoted(title)))
    return unit


def _fits(fact: Fact, said: Mapping[str, str]) -> bool:
    try:
        return unit_said_of(fact, "", said) is not None or any(word in fact.units for word in said)
    except WrongTitle:
        return True


def _units_in(text: str, is_of_units: bool, title: str = "") -> dict[str, str]:
    """The units (tidied) that a cell says, each with the cell's text."""
    if len(text) > MOST_TEXT:
        return {}
    if not is_of_units:
        whole = tidy(text.strip(" ()（）"))
        is_unit = (len(whole) > 1 or whole == "元") and not whole.startswith("单位") and is_like_a_unit(whole)
        return {whole: text} if is_unit else said_of([text], title)
    words = [tidy(word) for word in _OF_SEVERAL.split(text) if word]
    words = [word for word in words if not word.startswith("单位")] or [tidy(text).removeprefix("单位").strip(":")]
    return dict.fromkeys(words, text) if all(map(is_like_a_unit, words)) else {}


MOST_TEXT = 100


def _text(cells: Sequence[Cell], index: int) -> str:
    cell = cells[index] if index < len(cells) else None
    cell = cell.value if isinstance(cell, Merged) else cell
    return cell.strip() if isinstance(cell, str) and not is_blank(cell) else ""


def remarks_on_units(header: Header) -> Iterator[tuple[int, str]]:
    """That columns of units are read with the figures beside them: index and message."""
    for source in unit_sources(header):
        if source.is_of_units:
            said = _("the units that cells of this column name are those of {titles}")
            titles = _(", ").join(quoted(" ".join(column.title.split())) for column in source.figures)
            yield source.column, said.format(titles=titles)
