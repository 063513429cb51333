"""Rows of towns that lie in another place than the rule set named for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from zhenkit.columnar.judged import JudgedTable
from zhenkit.columnar.names import PART, ROW
from zhenkit.core.errors import Problem
from zhenkit.judging.misplaced import Misplaced, misplaced_by
from zhenkit.rulesets.model import RuleSet

AT = "at"
"""The column of the first row of a place: its table and its number as one."""
MOST_ROWS = 2**40
"""More than any table has."""


def misplaced(rows: pl.LazyFrame, tables: Sequence[JudgedTable], rule_set: RuleSet) -> Iterator[Problem]:
    """A remark on each such place, at its first town; `rows` are all that were judged, with PART and ROW.

    Towns that were read one by one are not looked at: theirs are reported where they are read.
    """
    keys = list(rule_set.place)
    if not keys:
        return
    own = [number for number, table in enumerate(tables) if table.planned.raw.places is None]
    rows = rows.filter(pl.col(PART).is_in(own)) if len(own) < len(tables) else rows
    other = pl.any_horizontal(pl.col(key) != place for key, place in rule_set.place.items())
    if not rows.select(other.any()).collect(engine="streaming").item():
        return  # found soonest where all say the same
    place_of_row = pl.col(PART).cast(pl.Int64) * MOST_ROWS + pl.col(ROW)
    found: dict[str, Misplaced] = {}
    places = rows.group_by(keys).agg(pl.len(), place_of_row.min().alias(AT)).sort(AT).collect(engine="streaming")
    for *stated, count, at in places.select(*keys, "len", AT).rows():
        key = misplaced_by(dict(zip(keys, stated, strict=True)), rule_set)
        if key is None:
            continue
        place = stated[keys.index(key)]
        if place in found:
            found[place] = found[place]._replace(towns=found[place].towns + count)
            continue
        name = rows.filter(place_of_row == at).select("name").collect(engine="streaming").item()
        number, row = divmod(at, MOST_ROWS)
        planned = tables[number].planned
        file, line = planned.raw.place(row)
        column = next(source.columns[0].index + 1 for source in planned.plan.sources if source.fact.id == key)
        found[place] = Misplaced(name, place, count, file, line, column)
    for each in found.values():
        yield each.remark(rule_set)
