"""Towns that were read one by one -> a table, so that all of a run are judged by columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl

from zhenkit.columnar.names import ROW, raw
from zhenkit.columnar.sources import RawTable, spool_rows
from zhenkit.facts.dictionary import Facts
from zhenkit.facts.fact import Fact
from zhenkit.facts.town import Town
from zhenkit.towns.options import Options
from zhenkit.towns.tables.header import Header, HeaderColumn, Role
from zhenkit.towns.tables.table import Table

Fill = Callable[[Town], Any]


@dataclass
class _Columns:
    """The columns of a table made of towns: what each is, and how it is filled."""

    columns: list[HeaderColumn] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)

    def add(self, title: str, role: Role, fact: Fact | None, part: str, fill: Fill) -> None:
        self.columns.append(HeaderColumn(len(self.columns), title, role, fact, None, part))
        self.fills.append(fill)


def of_towns(
    towns: Sequence[Town], facts: Facts, options: Options, kept: Sequence[Mapping[str, Any]], spool: Path
) -> RawTable:
    """Towns that were read one by one, as a table; `kept` are what each has in the columns to keep."""
    made = _Columns()
    for fact in facts.stated:
        if fact.id == "name" or any(fact.id in town.facts for town in towns):
            _add_fact(made, fact, towns)
        if any(fact.id in town.evidence for town in towns):
            made.add(f"evidence.{fact.id}", Role.EVIDENCE, fact, "", partial(_joined, fact.id))
    for number in sorted({number for town in towns for number in town.decisions}):
        for name in ("granted", "by", "date", "why"):
            title = f"decisions.{number}.{name}"
            made.add(title, Role.DECISION, None, f"{number}.{name}", _decided(number, name))
    header = Header(
        tuple(made.columns), tuple((len(made.columns) + n, title) for n, title in enumerate(options.keep)), ()
    )
    table = Table("", header, 0, facts, options._replace(given=()))  # what is given they have
    width = len(made.columns) + len(options.keep)
    rows = (
        (nth, *(fill(town) for fill in made.fills), *(_text(cells.get(title)) for title in options.keep))
        for nth, (town, cells) in enumerate(zip(towns, kept, strict=True))
    )
    schema = {ROW: pl.UInt32, **{raw(index): pl.String for index in range(width)}}
    path = spool_rows(rows, schema, spool)
    return RawTable(table, pl.scan_parquet(path), width, path, places=[(town.file, town.line) for town in towns])


def _add_fact(made: _Columns, fact: Fact, towns: Sequence[Town]) -> None:
    if fact.type.parted != "year":
        made.add(fact.id, Role.FACT, fact, "", lambda town: _written(fact, town.facts.get(fact.id)))
        return
    years = sorted({year for town in towns if fact.id in town.facts for year, _figure in town.facts[fact.id].years})
    for year in years:
        made.add(f"{fact.id}.{year}", Role.YEAR, fact, str(year), _of_year(fact, year))


def _of_year(fact: Fact, year: int) -> Fill:
    def fill(town: Town) -> Any:
        figures = dict(town.facts[fact.id].years) if fact.id in town.facts else {}
        figure = figures.get(year)
        return None if figure is None else _text(fact.type.figure.write(figure))

    return fill


def _decided(number: int, name: str) -> Fill:
    def fill(town: Town) -> Any:
        decision = town.decisions.get(number)
        return None if decision is None else _text(getattr(decision, name))

    return fill


def _written(fact: Fact, value: Any) -> str | None:
    written = None if value is None else fact.type.write(value)
    return (";".join(written) or "none") if isinstance(written, list) else _text(written)


def _joined(fact_id: str, town: Town) -> str | None:
    return "; ".join(town.evidence.get(fact_id, ())) or None


def _text(value: Any) -> str | None:
    if value is None:
        return None
    return str(value).lower() if isinstance(value, bool) else str(value)
