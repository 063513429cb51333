"""Columns to keep, as texts: a cell of a type that is no plain text is written as reports write it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import polars as pl

from zhenkit.columnar.names import raw
from zhenkit.columnar.prepare.fast_paths import exact_float
from zhenkit.columnar.row_reader import RowReader
from zhenkit.columnar.sources import RawTable
from zhenkit.core.i18n import current, speaking
from zhenkit.facts.dictionary import Facts
from zhenkit.facts.fact import Fact
from zhenkit.judging.ranking import kept_text
from zhenkit.towns.tables.cells import Unusable
from zhenkit.towns.tables.header import HeaderColumn, Role
from zhenkit.towns.tables.parquet import as_cell

PLAIN = (pl.String, pl.Date, pl.Categorical, pl.Enum, pl.Null)
"""Types of which, beside whole numbers, every engine makes the same texts."""


def with_texts(table: RawTable, keep: Sequence[str], facts: Facts) -> RawTable:
    """The table, its columns to keep such that every engine makes the same texts of them."""
    table = _with_facts(table, keep, facts)
    schema = table.frame.collect_schema()
    names = [raw(index) for index, title in table.table.kept.items() if title in keep]
    odd = [name for name in names if schema[name] not in PLAIN and not schema[name].is_integer()]
    if not odd:
        return table
    frame = table.frame.with_columns(exact_float(pl.col(name), schema[name]) for name in odd)
    texts = [pl.col(name).map_elements(_writer(), return_dtype=pl.String) for name in odd]
    return replace(table, frame=frame.with_columns(texts), parquet=None)


def _with_facts(table: RawTable, keep: Sequence[str], facts: Facts) -> RawTable:
    """The table with a column for each fact that is kept by another name than its column has: what the row states."""
    made: list[pl.Expr] = []
    stated: dict[str, int] = {}
    for title in keep:
        fact = facts.named(title)
        columns = [column for column in table.table.header.columns if fact is not None and column.fact is fact]
        columns = [column for column in columns if column.role is not Role.EVIDENCE]
        if fact is None or not columns or title in table.table.kept.values():
            continue
        stated[title] = table.width + len(stated)
        cells = pl.struct(raw(column.index) for column in columns)
        texts = cells.map_elements(
            _statement(fact, columns, RowReader(facts, mapping=table.mapping)), return_dtype=pl.String
        )
        made.append(texts.alias(raw(stated[title])))
    return replace(table, frame=table.frame.with_columns(made), parquet=None, stated=stated) if made else table


def _statement(
    fact: Fact, columns: Sequence[HeaderColumn], read: RowReader
) -> Callable[[Mapping[str, Any]], str | None]:
    """Writes what cells state of a fact."""

    def write(cells: Mapping[str, Any]) -> str | None:
        town, _wrong = read(columns, list(cells.values()))
        value = town.facts.get(fact.id) if town is not None else None
        return None if value is None else kept_text(fact.type.write(value))

    return write


def _writer() -> Callable[[Any], str]:
    """Writes a value as the row path does; in whatever thread, in the language in use now."""
    language = current()

    def write(value: Any) -> str:
        with speaking(language):
            cell = as_cell(value.to_list() if isinstance(value, pl.Series) else value)
        return cell.message if isinstance(cell, Unusable) else kept_text(cell)

    return write
