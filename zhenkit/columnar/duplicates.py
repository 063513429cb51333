"""Towns that stand in several rows: found by their hashes, made sure of by what they are known by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import polars as pl

from zhenkit.columnar.names import IDENTITY, ROW
from zhenkit.facts.dictionary import PLACE_FACTS, bare_place
from zhenkit.towns.inputs import again

if TYPE_CHECKING:
    from zhenkit.columnar.part import Part

PART = "part"


def repeats(parts: Sequence[Part], identities: Sequence[Sequence[pl.DataFrame]]) -> list[dict[int, str]]:
    """For each table, the rows of towns that stand before in it or in another, and what to say of each."""
    found: list[dict[int, str]] = [{} for _part in parts]
    first: dict[tuple[object, ...], tuple[int, int]] = {}
    for number, row, *known_by in _alike(_suspects(parts, identities)):
        before = first.setdefault(tuple(known_by), (number, row))
        if before != (number, row):
            found[number][row] = again(*parts[before[0]].table.place(before[1]))
    return found


def _suspects(parts: Sequence[Part], identities: Sequence[Sequence[pl.DataFrame]]) -> list[pl.DataFrame]:
    """Of each table, the rows that share a hash with another, with what their towns are known by."""
    hashes = pl.concat([rows[IDENTITY] for of_one in identities for rows in of_one] or [pl.Series(dtype=pl.Int64)])
    if hashes.n_unique() == hashes.len():
        return []
    together = pl.concat(
        rows.with_columns(pl.lit(number).alias(PART)) for number, of_one in enumerate(identities) for rows in of_one
    )
    alike = together.filter(pl.col(IDENTITY).is_duplicated())
    found = []
    for number, part in enumerate(parts):
        rows = alike.filter(pl.col(PART) == number)[ROW]
        if rows.len():
            raw = part.table.frame.filter(pl.col(ROW).is_in(rows.implode())).collect(engine="streaming")
            found.append(_known_by(part.preparer(raw).rows).with_columns(pl.lit(number).alias(PART)))
    return found


def _known_by(rows: pl.DataFrame) -> pl.DataFrame:
    """What the towns are known by: places without what may stand behind their names."""
    bare = []
    for key in PLACE_FACTS:
        words = rows[key].drop_nulls().unique()
        shorter = {word: bare_place(word) for word in words}
        bare.append(pl.col(key).replace(shorter).fill_null(""))
    years = [
        (pl.col(name) if name in rows.columns else pl.lit(None, pl.Int64)).alias(name)
        for name in ("year__low", "year__high")
    ]
    return rows.select(ROW, *bare, "name", *years)


def _alike(several: Sequence[pl.DataFrame]) -> list[tuple[Any, ...]]:
    """Rows that are known by the same as another, in order: their table, their row, what they are known by."""
    if not several:
        return []
    together = pl.concat(several)
    known_by = [name for name in together.columns if name not in (PART, ROW)]
    alike = together.filter(pl.struct(known_by).is_duplicated())
    return alike.sort(PART, ROW).select(PART, ROW, *known_by).rows()
