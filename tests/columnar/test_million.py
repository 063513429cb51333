"""A million towns: every engine answers alike on every row. Long: run with ZHENKIT_MILLION=1."""

import os

import polars as pl
import pytest

from tests.benchmarks.registers import write_parquet
from zhenkit.columnar.batch import batch_by_columns
from zhenkit.judging.batch import Request

MILLION = 1_000_000


@pytest.mark.skipif("ZHENKIT_MILLION" not in os.environ, reason="long; set ZHENKIT_MILLION=1 to run it")
def test_a_million_towns_fare_alike_in_every_engine(spark_local, tmp_path):
    source = tmp_path / "towns.parquet"
    write_parquet(source, MILLION)
    found = {}
    for engine in ("polars", "duckdb", "spark"):
        output = tmp_path / f"{engine}.parquet"
        batch_by_columns(Request((str(source),), rules="shanxi", format="parquet", output=output, engine=engine))
        found[engine] = pl.read_parquet(output).with_columns(pl.col("verdict", "rule_set").cast(pl.String))
    assert found["polars"].height == MILLION
    assert found["duckdb"].equals(found["polars"])
    assert found["spark"].equals(found["polars"])
