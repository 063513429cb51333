"""The start of Spark's Java machine can be broken off at any moment: at once, and nothing of it is left."""

import os
import signal
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path

import pytest

from zhenkit.columnar.engines import spark_session
from zhenkit.columnar.engines.spark_session import _kill, _Launch

pyspark = pytest.importorskip("pyspark")
SLOW = """#!/bin/sh
trap '' INT
sleep 300 &
echo $! > {noted}
wait
"""
"""In the place of the script that starts the machine: it starts something else, which takes its time."""


@pytest.fixture
def launch(tmp_path, monkeypatch):
    home, temporary = tmp_path / "spark", tmp_path / "tmp"
    (home / "bin").mkdir(parents=True)
    temporary.mkdir()
    script = home / "bin" / "spark-submit"
    script.write_text(SLOW.format(noted=tmp_path / "started"), "utf-8")
    script.chmod(0o755)
    monkeypatch.setenv("SPARK_HOME", str(home))
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    return _Launch(pyspark.SparkConf(loadDefaults=False), tmp_path / "chatter")


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0] != "Z"


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="what runs is looked up in /proc")
@pytest.mark.parametrize("at_once", [False, True])
def test_a_launch_is_broken_off_and_no_limit_is_waited_out(tmp_path, launch, at_once, monkeypatch):
    started, waited = tmp_path / "started", []
    monkeypatch.setattr(spark_session, "wait", lambda on, limit: waited.append(wait(on, limit)))
    with ThreadPoolExecutor(1) as aside:
        launching = aside.submit(launch)
        while not at_once and not (started.exists() and started.read_text()):
            time.sleep(0.01)
        _kill([(launch, launching)])
    assert launching.exception() is not None
    assert [each.not_done for each in waited] == [set()]
    assert launch.process is None or launch.process.returncode == -signal.SIGTERM  # else the last limit was waited out
    assert list((tmp_path / "tmp").iterdir()) == []
    if not at_once:
        other = int(started.read_text())
        for _try in range(100):
            if not is_alive(other):
                break
            time.sleep(0.01)
        assert not is_alive(other)
