"""Spark for the tests: one session for them all, and a cluster of two workers that is stopped at the end."""

import os
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

needs_java = pytest.mark.skipif(
    shutil.which("java") is None and "JAVA_HOME" not in os.environ, reason="Spark needs Java, and there is none"
)


ONE_PROCESS = (pytest.mark.slow, pytest.mark.xdist_group("spark"))
"""Tests of Spark run in one process, where one Java serves them."""


def pytest_collection_modifyitems(items):
    """Tests that Spark is to be started in come first: the session of the others stays to the end."""
    for item in items:
        wanted = {"spark_local", "cluster", "no_spark"} & set(getattr(item, "fixturenames", ()))
        for mark in (*ONE_PROCESS, *([] if wanted == {"no_spark"} else [needs_java])) if wanted else ():
            item.add_marker(mark)
    items.sort(key=lambda item: "no_spark" not in getattr(item, "fixturenames", ()))


@pytest.fixture(params=["polars", "duckdb", pytest.param("spark", marks=(needs_java, *ONE_PROCESS))])
def engine(request):
    """The name of an engine; Spark finds a session running."""
    if request.param == "spark":
        request.getfixturevalue("spark_local")
    return request.param


@pytest.fixture
def no_spark():
    """Spark is started by the test itself."""
    sql = pytest.importorskip("pyspark.sql")
    assert sql.SparkSession.getActiveSession() is None


@pytest.fixture(scope="session")
def spark_local():
    """A session on two cores that engines find running."""
    from zhenkit.columnar.engines.spark_session import session

    with pytest.MonkeyPatch.context() as patched:
        for name, value in SHORT_LIVED.items():
            patched.setenv(name, value)
        with session("local[2]") as made:
            yield made


SHORT_LIVED = {"JAVA_TOOL_OPTIONS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"}
"""The environment of a Java that spends no time on what would run for hours."""


class Cluster:
    """A standalone master and two workers on loopback."""

    def __init__(self, folder: Path) -> None:
        import pyspark

        self.home, self.folder = Path(pyspark.__file__).parent, folder
        self.environment = {
            **os.environ,
            "SPARK_HOME": str(self.home),
            "SPARK_LOCAL_IP": "127.0.0.1",
            "SPARK_WORKER_DIR": str(folder),
            "PYSPARK_PYTHON": sys.executable,
        }
        self.processes = []
        self.log = (folder / "master.log").open("wb")
        self._start("org.apache.spark.deploy.master.Master", "--host", "127.0.0.1", "--port", "0", "--webui-port", "0")
        self.master = self._master()
        for _worker in range(2):
            self._start(
                "org.apache.spark.deploy.worker.Worker", "--host", "127.0.0.1", "--cores", "1", "--memory", "1g",
                "--webui-port", "0", self.master,
            )  # fmt: skip

    def _start(self, name, *arguments):
        command = [str(self.home / "bin" / "spark-class"), name, *arguments]
        self.processes.append(
            subprocess.Popen(command, env=self.environment, stdout=self.log, stderr=self.log, start_new_session=True)
        )

    def _master(self):
        for _try in range(600):
            for word in (self.folder / "master.log").read_text("utf-8", "replace").split():
                if word.startswith("spark://127.0.0.1:"):
                    return word.rstrip(".,")
            time.sleep(0.1)
        raise AssertionError((self.folder / "master.log").read_text("utf-8", "replace"))

    def kill_a_worker(self):
        """End a worker and its executors at once."""
        worker = self.processes[-1]
        os.killpg(worker.pid, 9)
        worker.wait()

    def stop(self):
        for process in self.processes:
            if process.poll() is None:
                os.killpg(process.pid, 15)
        for process in self.processes:
            process.wait(30)
        self.log.close()


@pytest.fixture
def cluster(no_spark, tmp_path):
    found = Cluster(tmp_path)
    yield found
    found.stop()


def executors(context):
    """What the status tracker's page knows of executors, lost ones too."""
    import json

    address = f"{context.uiWebUrl}/api/v1/applications/{context.applicationId}/allexecutors"
    with urllib.request.urlopen(address) as page:
        return [each for each in json.load(page) if each["id"] != "driver"]
