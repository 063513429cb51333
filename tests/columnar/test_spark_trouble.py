"""Of what Spark says over pages, the cause is told in one line, with a remedy where one is known."""

import errno
import socket

import pytest

from tests.benchmarks.registers import write_parquet
from tests.columnar.conftest import needs_java
from zhenkit.columnar.engines.spark_errors import SparkTrouble, cause, check_master, reporting
from zhenkit.core import i18n

OF_JAVA = """An error occurred while calling o24.parquet.
: org.apache.spark.SparkException: Job aborted due to stage failure: Task 0 in stage 1.0 failed 1 times
\tat org.apache.spark.Other.run(Other.scala:1)
Caused by: java.io.IOException: Input/output error
\t... 1 more
"""
OF_START = """WARNING: Using incubator modules: jdk.incubator.vector
Exception in thread "main" org.apache.spark.SparkException: When running with master 'yarn' HADOOP_CONF_DIR must be set
\tat org.apache.spark.deploy.SparkSubmit.error(SparkSubmit.scala:1068)
"""
OF_WORKER = """An exception was thrown from the Python worker.
Traceback (most recent call last):
  File "worker.py", line 1, in main
ModuleNotFoundError: No module named 'zhenkit'
"""
LOST = "Lost task 0.0: ExecutorLostFailure (executor 1 exited): Command exited with code 137\nCaused by: x.Y: z\n"


@pytest.mark.parametrize(
    ("pages", "line"),
    [
        (OF_JAVA, "Input/output error"),
        (OF_START, "When running with master 'yarn' HADOOP_CONF_DIR must be set"),
        (OF_WORKER, "ModuleNotFoundError: No module named 'zhenkit'"),
        (LOST, LOST.splitlines()[0]),
        ("[UNABLE] to do this.\nSecond line.", "[UNABLE] to do this."),
    ],
)
def test_the_line_that_names_the_cause_is_told(pages, line):
    assert cause(pages) == line


@pytest.mark.parametrize("error", [ConnectionRefusedError(111, "Connection refused"), "network"])
def test_a_java_process_that_is_gone_is_told_with_what_may_help(error):
    from py4j.protocol import Py4JNetworkError

    if error == "network":
        error = Py4JNetworkError("Answer from Java side is empty")
    with i18n.speaking("en"), pytest.raises(SparkTrouble) as told, reporting():
        raise error
    assert str(told.value).startswith("Spark: its Java process has ended; it may be short of memory: give it more")


def test_an_error_that_is_not_sparks_stays_what_it_is():
    with pytest.raises(FileNotFoundError), reporting():
        raise FileNotFoundError("towns.parquet")


@pytest.mark.parametrize(
    ("master", "said"),
    [
        ("bogus://x", "Spark knows no such master; write local[2], spark://HOST:PORT, yarn or k8s://URL"),
        ("spark://127.0.0.1:1", "no master answers there (Connection refused); start one, or correct the address"),
    ],
)
@needs_java
def test_a_master_that_is_none_is_told_in_one_line(no_spark, zhenkit, tmp_path, master, said):
    source = tmp_path / "towns.parquet"
    write_parquet(source, 10)
    options = ("--rules", "shanxi", "--engine", "spark", "--spark-master", master)
    assert zhenkit("batch", source, *options) == (2, "", f"zhenkit: --spark-master {master}: {said}\n")


def test_words_of_spark_stand_behind_our_own_in_the_language_in_use():
    from py4j.protocol import Py4JError

    with i18n.speaking("zh"), pytest.raises(SparkTrouble) as told, reporting():
        raise Py4JError(OF_JAVA)
    assert str(told.value) == "Spark 出错：运行失败，其报错原文：Input/output error"


@pytest.mark.parametrize(
    ("port", "error", "why"),
    [
        ("7077", socket.gaierror(socket.EAI_NONAME, "Name or service not known"), "没有这个名称的主机"),
        ("7077", ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused"), "连接被拒绝"),
        ("7077", TimeoutError("timed out"), "连接超时"),
        ("x", None, "没有这个端口号"),
    ],
)
def test_why_a_master_does_not_answer_is_told_in_the_language_in_use(monkeypatch, port, error, why):
    def refuse(*_arguments):
        raise error

    monkeypatch.setattr(socket, "create_connection", refuse)
    with i18n.speaking("zh"), pytest.raises(SparkTrouble) as told:
        check_master(f"spark://host:{port}")
    assert f"（{why}）" in str(told.value)
