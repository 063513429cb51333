"""Columns to keep, as texts: what stands in one of a type that is no plain text is written as reports write it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import polars as pl

from zhenkit.engines.prepared import raw
from zhenkit.engines.tables import RawTable
from zhenkit.intake.parquet import as_cell
from zhenkit.intake.rows import Unusable
from zhenkit.language import current, speaking
from zhenkit.reports.ranking_cells import kept_text

PLAIN = (pl.String, pl.Date, pl.Categorical, pl.Enum, pl.Null)
"""Types of which, beside whole numbers, every engine makes the same texts."""


def with_texts(table: RawTable, keep: Sequence[str]) -> RawTable:
    """The table, its columns to keep such that every engine makes the same texts of them."""
    schema = table.frame.collect_schema()
    names = [raw(index) for index, title in table.table.kept.items() if title in keep]
    odd = [name for name in names if schema[name] not in PLAIN and not schema[name].is_integer()]
    if not odd:
        return table
    frame = table.frame.with_columns(_exact(name, schema[name]) for name in odd)
    texts = [pl.col(name).map_elements(_writer(), return_dtype=pl.String) for name in odd]
    return replace(table, frame=frame.with_columns(texts), parquet=None)


def _exact(name: str, dtype: pl.DataType) -> pl.Expr:
    """A column; of single precision as the double of the same decimals, which Python would not make of it."""
    return pl.col(name).cast(pl.String).cast(pl.Float64) if dtype == pl.Float32 else pl.col(name)


def _writer() -> Callable[[Any], str]:
    """Writes a value as the row path does; in whatever thread, in the language in use now."""
    language = current()

    def write(value: Any) -> str:
        with speaking(language):
            cell = as_cell(value.to_list() if isinstance(value, pl.Series) else value)
        return cell.message if isinstance(cell, Unusable) else kept_text(cell)

    return write
