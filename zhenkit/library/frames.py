"""Frames of any library that narwhals knows -> the sheets that tables are read from; columns -> a frame."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from zhenkit.core.errors import FileProblems, Problem
from zhenkit.core.extras import MissingExtra, load
from zhenkit.core.i18n import _
from zhenkit.facts.quantities import Unreadable
from zhenkit.library.town import ONE_VALUE, as_raw, is_nothing, without_numpy
from zhenkit.library.words import Backend
from zhenkit.towns.tables.cells import DATES, Cell, Unusable
from zhenkit.towns.tables.parquet import as_cell, not_of_a_file
from zhenkit.towns.tables.sheet import Sheet

FRAME = "<frame>"
"""What stands for the file of a town that came from a frame."""
BACKENDS: tuple[Backend, ...] = ("pandas", "polars", "pyarrow")
"""The libraries that may make a frame, the first that is installed first."""


@contextmanager
def sheets_of(frame: Any) -> Iterator[list[Sheet]]:
    """A frame as the one sheet that it is, its titles as row 0, its rows from 1; one that is lazy is collected.

    Raises MissingExtra, and what narwhals raises for what is no frame, or one with two columns of a name.
    """
    nw = load("narwhals", "frames")
    found = nw.from_native(frame)
    if isinstance(found, nw.LazyFrame):
        found = found.collect()
    # Python makes doubles of single floats, of other decimals
    singles = [name for name, dtype in found.schema.items() if dtype == nw.Float32]
    found = found.with_columns(nw.col(*singles).cast(nw.String).cast(nw.Float64)) if singles else found
    pandas_like = found.implementation.is_pandas_like()

    def rows() -> Iterator[tuple[int, Sequence[Cell]]]:
        yield 0, [str(name) for name in found.columns]
        for number, row in enumerate(_rows_of(found), 1):
            yield number, [_cell(value, pandas_like) for value in row]

    yield [Sheet("", rows, _("a frame"))]


def _rows_of(found: Any) -> Iterator[Sequence[Any]]:
    """The rows of a frame; raises FileProblems where it has dates that Python has not."""
    rows = iter(found.iter_rows())
    while True:
        try:
            row = next(rows, None)
        except (ValueError, OverflowError):
            said = _("it has dates outside the years 1 to 9999; correct them")
            raise FileProblems([Problem(FRAME, 1, 1, said)]) from None
        if row is None:
            return
        yield row


def _cell(value: Any, pandas_like: bool) -> Cell:
    if value is None or (pandas_like and is_nothing(value)):
        return None
    value = without_numpy(value)
    if isinstance(value, (*ONE_VALUE, *DATES)):
        return as_cell(value)
    try:
        return Unusable(not_of_a_file()) if isinstance(value, Mapping) else as_raw(value)
    except Unreadable as error:
        return Unusable(str(error))


def to_frame(columns: Mapping[str, Sequence[Any]], backend: Backend | None) -> Any:
    """A frame of these columns: of the library asked for, else of the first that is installed; raises MissingExtra."""
    nw = load("narwhals", "frames")
    for name in BACKENDS if backend is None else (backend,):
        try:
            load(name, "frames")
        except MissingExtra:
            continue
        return nw.from_dict(dict(columns), backend=name).to_native()
    said = _("this makes a frame with {libraries}, which is not installed; install it")
    raise MissingExtra(said.format(libraries=backend or _(" or ").join(BACKENDS)))
