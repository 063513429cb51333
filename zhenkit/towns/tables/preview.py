"""What would be read of a file of tables, before anything is judged: sheets, columns, rows that are no towns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from zhenkit.core.errors import FileProblems, Problem
from zhenkit.core.extras import MissingExtra
from zhenkit.documents.yaml import Document
from zhenkit.facts.dictionary import Facts
from zhenkit.towns.inputs import TABLES, Intake, again
from zhenkit.towns.options import Options
from zhenkit.towns.problem_groups import capped, share
from zhenkit.towns.tables.cells import Cell, Merged, Unusable
from zhenkit.towns.tables.header import HeaderColumn, Role, left_aside
from zhenkit.towns.tables.layout import Layout
from zhenkit.towns.tables.no_towns import NoTown
from zhenkit.towns.tables.reading import TownsOfSheet, choose, look_into
from zhenkit.towns.tables.row import path_of
from zhenkit.towns.tables.sheet import Sheet
from zhenkit.towns.town_file import RawTown

VALUES = 3
"""So many values are shown of a column."""


class PreviewColumn(NamedTuple):
    """A column of a table, or a row of a form: what it is read as."""

    place: int
    """Its index, from 0; of a form, the row's place among its titles."""
    title: str
    column: HeaderColumn | None
    """None where it is ignored."""
    ignored: str
    """Why it is ignored; empty where it is read."""
    values: tuple[str, ...]
    """The first values that are read of it."""


@dataclass
class PreviewSheet:
    """A sheet, and what would be read of it."""

    name: str
    hidden: bool
    is_read: bool
    read_as: str = ""
    is_form: bool = False
    header_rows: tuple[int, int] | None = None
    """The first and the last row of the header; None where none was found."""
    columns: list[PreviewColumn] = field(default_factory=list)
    towns: int = 0
    """How many rows are towns without a problem."""
    rejected: int = 0
    """How many have one."""
    no_towns: dict[NoTown, list[int]] = field(default_factory=dict)
    """The rows that are no towns, by what they are."""
    merged: int = 0
    """How many groups of merged cells the rows have."""


@dataclass(frozen=True)
class Preview:
    """A file, and what would be read of it."""

    file: str
    sheets: list[PreviewSheet] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)


def preview(path: Path, facts: Facts, options: Options) -> Preview:
    """What would be read of a file of tables by a dictionary of facts; what is wrong is among its problems."""
    found = Preview(str(path))
    try:
        with import_module(TABLES[path.suffix.lower()]).open_sheets(path, facts, options) as sheets:
            try:
                chosen = choose(found.file, sheets, facts, options, found.remarks)
            except FileProblems as error:
                chosen = None
                found.problems.extend(error.problems)
            for sheet in sheets:
                is_chosen = chosen is not None and sheet is chosen.sheet
                found.sheets.append(_sheet(found, sheet, facts, options, is_chosen))
    except FileProblems as error:
        found.problems.extend(error.problems)
    except MissingExtra as error:
        found.problems.append(Problem(found.file, 1, 1, str(error)))
    found.problems[:] = capped(share(found.problems))
    return found


def _sheet(found: Preview, sheet: Sheet, facts: Facts, options: Options, is_read: bool) -> PreviewSheet:
    """One sheet; only of the sheet that is read all rows are looked at."""
    seen = PreviewSheet(sheet.name, sheet.hidden, is_read, sheet.read_as)
    how = look_into(sheet, facts, options)
    if how is None:
        return seen
    seen.is_form = how.is_form
    if isinstance(how.layout, Layout):
        seen.header_rows = (how.layout.first_row, how.layout.last_row)
        ignored = dict(left_aside(how.layout.header, facts))
        options = options._replace(keep=tuple(title.strip() for _index, title in how.layout.header.unknown))
    if not is_read:
        return seen
    merged: set[tuple[int, int]] = set()
    intake = Intake([], found.problems, found.remarks)
    counted = replace(sheet, rows=lambda: _counted(sheet, merged))
    try:
        towns = TownsOfSheet(found.file, how._replace(sheet=counted), facts, options, intake)
    except FileProblems as error:
        found.problems.extend(error.problems)
        if isinstance(how.layout, Layout):
            seen.columns = _columns(how.layout.header.columns, how.layout.header.unknown, ignored, [])
        return seen
    documents: list[Document] = []
    known: dict[tuple[object, ...], tuple[str, int]] = {}
    try:
        for document in towns.documents():
            raw = RawTown(document)
            town = raw.read(facts)
            wrong = list(raw.problems)
            if town is not None:
                place = town.file, town.line
                if (first := known.setdefault(town.identity, place)) is not place:
                    wrong.append(document.at(*town.find("name"), again(*first)))
            found.problems.extend(wrong)
            seen.towns, seen.rejected = seen.towns + (not wrong), seen.rejected + bool(wrong)
            if len(documents) < ROWS:
                documents.append(document)
    except FileProblems as error:
        found.problems.extend(error.problems)
    header = towns.table.header
    ignored = dict(left_aside(header, facts, in_form=how.is_form))
    seen.columns = _columns(header.columns, header.unknown, ignored, documents)
    seen.no_towns, seen.merged = towns.no_towns, len(merged)
    return seen


ROWS = 100
"""Among so many towns the values that are shown are looked for."""


def _counted(sheet: Sheet, merged: set[tuple[int, int]]) -> Iterator[tuple[int, Sequence[Cell]]]:
    for number, cells in sheet.rows():
        merged.update((cell.first_row, cell.first_column) for cell in cells if isinstance(cell, Merged))
        yield number, cells


def _columns(
    columns: Sequence[HeaderColumn],
    unknown: Sequence[tuple[int, str]],
    ignored: dict[int, str],
    documents: Sequence[Document],
) -> list[PreviewColumn]:
    read = [
        PreviewColumn(
            column.index,
            column.title.strip(),
            column,
            "",
            _values(column, sum(path_of(other) == path_of(column) for other in columns) > 1, documents),
        )
        for column in columns
    ]
    aside = [
        PreviewColumn(index, title.strip(), None, ignored.get(index, ""), _kept(title.strip(), documents))
        for index, title in unknown
    ]
    return sorted([*read, *aside])


def _values(column: HeaderColumn, is_one_of_years: bool, documents: Sequence[Document]) -> tuple[str, ...]:
    """The first values of a column, with its unit."""
    path = path_of(column)
    found: list[str] = []
    for document in documents:
        value: Any = document.value
        if is_one_of_years and isinstance(value, dict) and str(value.get("year")) != str(column.dated):
            continue  # what is read of that town stands in another column
        for step in path:
            value = value.get(str(step)) if isinstance(value, dict) else None
        if column.role is Role.MEMBER and column.fact is not None and isinstance(document.value, dict):
            members = document.value.get(column.fact.id)
            value = None if members is None else ("yes" if column.part in members else "no")
        if value is not None and len(found) < VALUES:
            found.append(str(value))
    return tuple(found)


def _kept(title: str, documents: Sequence[Document]) -> tuple[str, ...]:
    """The first values of a column that is ignored, as they are."""
    cells = [document.kept.get(title) for document in documents if document.kept]
    return tuple(str(cell) for cell in cells if cell not in (None, "") and not isinstance(cell, Unusable))[:VALUES]
