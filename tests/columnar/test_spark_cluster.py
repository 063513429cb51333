"""Spark loses nothing when a worker dies, and a machine that lacks Java is told so."""

import sys
import threading
import time

import polars as pl

from tests.benchmarks.registers import write_parquet
from tests.columnar.conftest import executors
from zhenkit.columnar.batch import batch_by_columns
from zhenkit.judging.batch import Request


def test_a_worker_that_dies_takes_no_row_with_it(cluster, tmp_path, monkeypatch):
    from pyspark import SparkConf, SparkContext
    from pyspark.sql import SparkSession

    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    source, output = tmp_path / "towns.parquet", tmp_path / "judged.parquet"
    write_parquet(source, 400_000)
    settings = {
        "spark.executor.memory": "512m",
        "spark.sql.files.maxPartitionBytes": str(source.stat().st_size // 12),
        "spark.sql.files.openCostInBytes": "1",
        "spark.ui.port": "0",
        "spark.ui.showConsoleProgress": "false",
    }
    context = SparkContext(cluster.master, "towns", conf=SparkConf().setAll(settings.items()))
    session = SparkSession(context)
    killed = []

    def kill():
        tracker = context.statusTracker()
        for _try in range(1200):
            stages = [tracker.getStageInfo(stage) for stage in tracker.getActiveStageIds()]
            if len(executors(context)) == 2 and any(stage and stage.numActiveTasks for stage in stages):
                cluster.kill_a_worker()
                killed.append(True)
                return
            time.sleep(0.05)

    killer = threading.Thread(target=kill)
    try:
        killer.start()
        found = batch_by_columns(
            Request((str(source),), rules="shanxi", format="parquet", output=output, engine="spark")
        )
        killer.join()
        lost = [each for each in executors(context) if not each["isActive"]]
    finally:
        session.stop()
    assert killed and lost
    assert pl.read_parquet(output)["name"].to_list() == pl.read_parquet(source)["name"].to_list()
    assert found.ranking.counts == (400_000, 400_000, 0)


def test_a_machine_without_java_is_told_so_in_one_line(zhenkit, tmp_path, monkeypatch):
    source = tmp_path / "towns.parquet"
    write_parquet(source, 10)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    code, out, err = zhenkit("batch", source, "--rules", "shanxi", "--engine", "spark")
    assert (code, out) == (2, "")
    assert err == (
        "zhenkit: --engine spark needs Java 17 or newer, and none is found; install it (on Debian and Ubuntu: "
        "`apt-get install openjdk-17-jre-headless`), or name it in JAVA_HOME\n"
    )
