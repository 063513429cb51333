"""Towns that stand in several rows: found by their hashes, made sure of by what they are known by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import polars as pl

from zhenkit.engines.preparing import IDENTITY, ROW
from zhenkit.facts import PLACE_FACTS, bare_place
from zhenkit.intake import again

if TYPE_CHECKING:
    from zhenkit.engines.running import Part

PART = "part"


def repeats(parts: Sequence[Part], identities: Sequence[Sequence[pl.DataFrame]]) -> list[dict[int, str]]:
    """For each table, the rows of towns that stand before in it or in another, and what to say of each."""
    found: list[dict[int, str]] = [{} for _part in parts]
    first: dict[tuple[object, ...], tuple[int, int]] = {}
    for number, row, known_by in _suspects(parts, identities):
        before = first.setdefault(known_by, (number, row))
        if before != (number, row):
            found[number][row] = again(*parts[before[0]].table.place(before[1]))
    return found


def _suspects(
    parts: Sequence[Part], identities: Sequence[Sequence[pl.DataFrame]]
) -> list[tuple[int, int, tuple[object, ...]]]:
    """Rows that share a hash with another, in order, each with what its town is known by."""
    hashes = [
        pl.concat(of_one).sort(ROW).with_columns(pl.lit(number).alias(PART))
        for number, of_one in enumerate(identities)
        if of_one
    ]
    if not hashes:
        return []
    together = pl.concat(hashes)
    if together[IDENTITY].n_unique() == together.height:
        return []
    alike = together.filter(pl.col(IDENTITY).is_duplicated())
    found = []
    for number, part in enumerate(parts):
        rows = alike.filter(pl.col(PART) == number)[ROW]
        if rows.len():
            raw = part.table.frame.filter(pl.col(ROW).is_in(rows.implode())).collect(engine="streaming")
            found += [(number, row, known_by) for row, known_by in _known_by(part.preparer(raw).rows)]
    return found


def _known_by(rows: pl.DataFrame) -> list[tuple[int, tuple[object, ...]]]:
    years = [name for name in ("year__low", "year__high") if name in rows.columns]
    return [
        (row, (*(bare_place(place or "") for place in places), *others))
        for row, *rest in rows.sort(ROW).select(ROW, *PLACE_FACTS, "name", *years).rows()
        for places, others in [(rest[: len(PLACE_FACTS)], rest[len(PLACE_FACTS) :])]
    ]
