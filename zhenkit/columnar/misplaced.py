"""Rows of towns that lie in another place than the rule set named for them: found among the places there are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import polars as pl

from zhenkit.columnar.names import ROW
from zhenkit.core.errors import Problem
from zhenkit.judging.run import Elsewhere, elsewhere_of
from zhenkit.rulesets.model import RuleSet

if TYPE_CHECKING:
    from zhenkit.columnar.part import Log, Part

AT = "at"
"""The column of a row's place among the rows judged, from 0."""


def elsewhere(rows: pl.LazyFrame, parts: Sequence[Part], logs: Sequence[Log], rule_set: RuleSet) -> Iterator[Problem]:
    """A remark on each such place, at its first town; `rows` are all that were judged, in the order of the tables.

    Towns that were read one by one are left out: of them it is told where they are read.
    """
    keys = list(rule_set.place)
    counts = [log.read - log.rejected for log in logs]
    read = sum(count for part, count in zip(parts, counts, strict=True) if part.table.places is None)
    if not keys:
        return
    rows = rows.head(read)
    other = pl.any_horizontal(pl.col(key) != place for key, place in rule_set.place.items())
    if not rows.select(other.any()).collect(engine="streaming").item():
        return  # found soonest where all say the same
    indexed = rows.with_row_index(AT)
    found: dict[str, Elsewhere] = {}
    places = indexed.group_by(keys).agg(pl.len(), pl.col(AT).min()).sort(AT).collect(engine="streaming")
    for *stated, count, at in places.select(*keys, "len", AT).rows():
        key = elsewhere_of(dict(zip(keys, stated, strict=True)), rule_set)
        if key is None:
            continue
        place = stated[keys.index(key)]
        if place in found:
            found[place] = found[place]._replace(towns=found[place].towns + count)
            continue
        name = indexed.filter(pl.col(AT) == at).select("name").collect(engine="streaming").item()
        found[place] = Elsewhere(name, place, count, *_where(parts, counts, at, key))
    for each in found.values():
        yield each.told(rule_set)


def _where(parts: Sequence[Part], counts: Sequence[int], at: int, key: str) -> tuple[str, int, int]:
    """File, line and column of the place of a row: it is prepared again, for rows before it may have been left out."""
    number = 0
    while at >= counts[number]:
        at -= counts[number]
        number += 1
    part = parts[number]
    column = next(source.columns[0].index + 1 for source in part.plan.sources if source.fact.id == key)
    for batch in part.table.batches():
        rows = part.preparer(batch).rows[ROW]
        if at < rows.len():
            return (*part.table.place(rows[at]), column)
        at -= rows.len()
    raise AssertionError("a row that was judged is there again")
