"""Towns that are in several rows: found by their hashes, compared by their names and places."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from zhenkit.columnar.judged import JudgedTable
from zhenkit.columnar.names import IDENTITY, PART, ROW
from zhenkit.facts.dictionary import PLACE_FACTS, bare_place
from zhenkit.towns.inputs import again

HASHES = 20_000_000
"""How many hashes are compared at a time."""


def reject_repeats(tables: Sequence[JudgedTable]) -> None:
    """Reject each row of a town that an earlier row is, in its table or in one before."""
    found: list[dict[int, str]] = [{} for _table in tables]
    first: dict[tuple[object, ...], tuple[int, int]] = {}
    for number, row, *known_by in _suspects(tables):
        before = first.setdefault(tuple(known_by), (number, row))
        if before != (number, row):
            found[number][row] = again(*tables[before[0]].planned.raw.place(before[1]))
    for table, repeated in zip(tables, found, strict=True):
        if repeated:
            table.reject(repeated)


def _suspects(tables: Sequence[JudgedTable]) -> list[tuple[Any, ...]]:
    """The rows that share a hash with another, in order: their table, their row, what their towns are known by."""
    twice = _twice(tables)
    if twice.is_empty():
        return []
    known_by = [*PLACE_FACTS, "name", IDENTITY]
    shared = pl.col(IDENTITY).is_in(twice.implode())
    rows = pl.concat(
        table.rows.filter(shared).select(pl.lit(number).alias(PART), ROW, *known_by).collect(engine="streaming")
        for number, table in enumerate(tables)
    )
    bare = [
        pl.col(key).replace({word: bare_place(word) for word in rows[key].drop_nulls().unique()}).fill_null("")
        for key in PLACE_FACTS
    ]
    # of one name and one hash the year is the same: the hash is that of the name, changed by that of the year
    return rows.with_columns(bare).sort(PART, ROW).rows()


def _twice(tables: Sequence[JudgedTable]) -> pl.Series:
    """The hashes that several rows share. However many rows there are, only so many are held at a time."""
    hashes = pl.concat(table.identities for table in tables)
    turns = sum(table.read - table.rejected for table in tables) // HASHES + 1
    found = []
    for turn in range(turns):
        some = hashes if turns == 1 else hashes.filter(pl.col(IDENTITY) % turns == turn)
        held = some.collect(engine="streaming")[IDENTITY]
        if held.n_unique() < held.len():
            found.append(held.filter(held.is_duplicated()).unique())
    return pl.concat(found) if found else pl.Series(IDENTITY, dtype=pl.Int64)
