"""Registers of made-up towns, as long as wanted and the same for a seed: Parquet with types, or CSV of text.

A cell is drawn from its row's number and its column alone, so that a register's first rows are those of a shorter one.
`python -m tests.benchmarks.registers TOWNS.parquet|TOWNS.csv ROWS`; in CSV a cell in a thousand cannot be read.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import compress
from pathlib import Path

import polars as pl
from polars.io.plugins import register_io_source

from tests.benchmarks.random_towns import CATEGORIES, EVENLY
from zhenkit import load_rules
from zhenkit.facts.fact import Fact
from zhenkit.facts.types.members import MemberType

SEED = 80
BATCH = 100_000
MISSING = 3
"""Of a hundred cells, how many are empty."""
YI = 10**8
EXACT_OUTPUTS = (YI - 1, YI, YI + 1, 10 * YI - 1, 10 * YI, 20 * YI - 1, 20 * YI)
"""Figures at and just beside the standard's thresholds, in yuan."""
GOOD = (50, 90, 98, 100)
"""Of a hundred facts, how many are as asked: a town is of one of these kinds, so that every grade occurs."""
CITIES = ("云岫市", "青岚市", "石泉市")
IDENTITY = ("name", "province", "city", "county", "year")
BAD = "不详?"
"""What stands in a bad cell: no figure, no yes or no and no member is written so."""
ROW = pl.col("row")


def title(fact: Fact) -> str:
    """The column of a fact: its id, and behind money the unit."""
    return f"{fact.id} (元)" if fact.type.name == "money" else fact.id


def asked() -> list[Fact]:
    """The facts that the register states beside the towns' identity: what Shanxi's standard asks for."""
    return list(load_rules("shanxi").asked)


def towns(rows: int, seed: int = SEED, missing: int = MISSING) -> pl.LazyFrame:
    """A register with types: yes/no as booleans, figures as 64-bit integers (money in yuan), all else as text."""
    return _register(rows, _columns(seed, missing))


def write_parquet(path: Path, rows: int, seed: int = SEED, missing: int = MISSING) -> None:
    """Write a register with types, batch by batch."""
    towns(rows, seed, missing).sink_parquet(path, engine="streaming")


def write_csv(path: Path, rows: int, seed: int = SEED, missing: int = MISSING, bad: int = 0) -> None:
    """Write a register as text, batch by batch; of a thousand cells that state facts, `bad` cannot be read."""
    columns = _columns(seed, missing)
    if bad:
        stated = columns[len(IDENTITY) :]
        columns[len(IDENTITY) :] = [
            pl.when(_draw(seed, f"bad {place}") % 1000 < bad).then(pl.lit(BAD)).otherwise(column.cast(pl.String))
            for place, column in enumerate(stated)
        ]
        columns = [column.alias(name) for column, name in zip(columns, [*IDENTITY, *map(title, asked())], strict=True)]
    _register(rows, columns).sink_csv(path, engine="streaming")


def _register(rows: int, columns: Sequence[pl.Expr]) -> pl.LazyFrame:
    def batch(start: int) -> pl.DataFrame:
        end = min(start + BATCH, rows)
        return pl.select(pl.int_range(start, end, dtype=pl.UInt64).alias("row")).select(columns)

    def batches(
        names: list[str] | None, predicate: pl.Expr | None, wanted: int | None, _batch: int | None
    ) -> Iterator[pl.DataFrame]:
        until = rows if wanted is None else min(wanted, rows)
        for start in range(0, until, BATCH):
            found = batch(start).head(until - start)
            found = found if predicate is None else found.filter(predicate)
            yield found if names is None else found.select(names)

    return register_io_source(batches, schema=batch(rows).schema)


def _columns(seed: int, missing: int) -> list[pl.Expr]:
    place = _draw(seed, "place")
    identity = (
        pl.format("虚构专业镇{}", ROW),
        pl.lit("山西省"),
        _one_of(CITIES, place),
        pl.format("第{}县", place // 3 % 97 + 1),
        (2020 + _draw(seed, "year") % 5).cast(pl.Int64),
    )
    good = _one_of(GOOD, _draw(seed, "good"))
    stated = [
        pl.when(_draw(seed, f"missing {fact.id}") % 100 >= missing).then(_value(fact, seed, good)).alias(title(fact))
        for fact in asked()
    ]
    return [*(column.alias(name) for name, column in zip(IDENTITY, identity, strict=True)), *stated]


def _value(fact: Fact, seed: int, good: pl.Expr) -> pl.Expr:
    """A fact's value: of a hundred draws `good` are as asked (of what has no better or worse, half)."""
    as_asked = _draw(seed, f"asked {fact.id}") % 100 < (50 if fact.id in EVENLY else good)
    drawn = _draw(seed, fact.id)
    if fact.type.name == "money":
        exact = _one_of(EXACT_OUTPUTS, drawn // 5)
        return pl.when(drawn % 5 == 0).then(exact).otherwise((drawn * 40 * YI // 2**32).cast(pl.Int64))
    if fact.type.name == "count":
        return pl.when(as_asked).then(10 + drawn % 50).otherwise(drawn % 12).cast(pl.Int64)
    if fact.type.name == "choice":
        return _one_of(CATEGORIES, drawn)
    if isinstance(fact.type, MemberType):
        members = list(fact.type.by_id)
        if fact.type.name == "level":  # the two highest are what the standard asks of any
            return pl.when(as_asked).then(_one_of(members[-2:], drawn)).otherwise(_one_of(members, drawn))
        sets = [";".join(compress(members, map(int, f"{mask:0{len(members)}b}"))) for mask in range(2 ** len(members))]
        return pl.when(as_asked).then(pl.lit(sets[-1])).otherwise(_one_of(["none", *sets[1:]], drawn))
    return as_asked


def _one_of(values: Sequence[object], drawn: pl.Expr) -> pl.Expr:
    return pl.lit(pl.Series(values)).gather(drawn % len(values))


def _draw(seed: int, what: str) -> pl.Expr:
    """A number from 0 to 2^32 - 1 by chance, for a row and a purpose: splitmix64, in arithmetic that wraps."""
    begin = int.from_bytes(sha256(f"{seed} {what}".encode()).digest()[:8])
    mixed = ROW * pl.lit(0x9E3779B97F4A7C15, pl.UInt64) + pl.lit(begin, pl.UInt64)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ (mixed // 2**shift)) * pl.lit(factor, pl.UInt64)
    return (mixed ^ (mixed // 2**31)) // 2**32


if __name__ == "__main__":
    target, count = Path(sys.argv[1]), int(sys.argv[2])
    if target.suffix == ".csv":
        write_csv(target, count, bad=1)
    else:
        write_parquet(target, count)
