"""Compares two tables of judged towns: `python -m tests.benchmarks.same ONE.parquet OTHER.parquet`; 1 if they differ.

Tables may hold their towns in any order; the columns compared are those of the standard written by hand.
"""

from __future__ import annotations

import sys

import polars as pl

COLUMNS = (
    *("name", "province", "city", "county", "rule_set", "verdict", "worst", "best"),
    *(f"c{number}_{end}" for number in range(1, 9) for end in ("worst", "best")),
    "merits",
)


def same(one: str, other: str) -> bool:
    """Whether both tables hold the same towns with the same answers."""
    frames = [_read(path) for path in (one, other)]
    return frames[0].equals(frames[1])


def _read(path: str) -> pl.DataFrame:
    words = pl.col("rule_set", "verdict").cast(pl.String)
    grades = pl.col(*COLUMNS[6:]).cast(pl.Int8)
    return pl.scan_parquet(path).select(COLUMNS).with_columns(words, grades).sort("name").collect()


if __name__ == "__main__":
    sys.exit(0 if same(*sys.argv[1:]) else 1)
