"""Spark answers as the evaluator does, in one file and in the order of the rows."""

import polars as pl
import pytest

from tests.benchmarks.registers import write_parquet
from tests.columnar.answers import RULES, check_same
from zhenkit.columnar.batch import batch_by_columns
from zhenkit.judging.batch import Request


@pytest.mark.parametrize("rules", [RULES[0], *RULES[-2:]])  # formulas are the same in every engine
def test_spark_answers_as_the_evaluator_does(spark_local, rules):
    check_same(["spark"], rules, seed=RULES.index(rules), typed=RULES.index(rules) % 2 == 0, strict=True, rows=100)


def test_spark_writes_one_file_in_the_order_of_the_rows(spark_local, tmp_path):
    source, outputs = tmp_path / "towns.parquet", {}
    write_parquet(source, 5000)
    for engine in ("polars", "spark"):
        outputs[engine] = tmp_path / f"{engine}.parquet"
        batch_by_columns(
            Request((str(source),), rules="shanxi", format="parquet", output=outputs[engine], engine=engine)
        )
    assert pl.read_parquet(outputs["spark"]).equals(pl.read_parquet(outputs["polars"]))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["polars.parquet", "spark.parquet", "towns.parquet"]


@pytest.mark.parametrize("name", ["{a,b}*? [1] a:b 专业镇 100%25 #", "_towns", ".towns"])
def test_spark_reads_and_writes_files_of_any_name(spark_local, tmp_path, name):
    source, output = tmp_path / f"{name}.parquet", tmp_path / f"judged {name}.parquet"
    write_parquet(source, 10)
    batch_by_columns(Request((str(source),), rules="shanxi", format="parquet", output=output, engine="spark"))
    assert (
        pl.read_parquet(output, glob=False)["name"].to_list() == pl.read_parquet(source, glob=False)["name"].to_list()
    )
