"""An engine stopped in the midst of a run says so in one line, ends, and leaves nothing behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.benchmarks.registers import write_parquet
from tests.columnar.conftest import SHORT_LIVED, needs_java

pytestmark = pytest.mark.slow

SAID = {signal.SIGINT: (130, "interrupted\n"), signal.SIGTERM: (143, "terminated\n")}
AT_WORK = """
import signal, sys
from itertools import repeat

signal.signal(signal.SIGINT, signal.default_int_handler)
signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM))
{stand_in}
sys.argv[0] = "zhenkit"
from zhenkit.__main__ import main
main()
"""
"""zhenkit, that says so when its engine is at work. Signals wait before an engine starts threads, as in main."""
ENDLESS = """
from zhenkit.columnar.sources import RawTable
batches = RawTable.batches

def endless(table):
    batch = next(batches(table))
    yield batch
    print("running", flush=True)
    yield from repeat(batch)

RawTable.batches = endless
"""
"""A table that has no end: however fast a machine, its query is running."""
SAYING = """
from zhenkit.columnar.engines import {module}
before = {module}.{function}

def saying(*arguments):
    print("running", flush=True)
    return before(*arguments)

{module}.{function} = saying
"""
LONG = """
from zhenkit.columnar.engines import polars
before = polars._OnePass._read_again

def long(self, seen):
    print("running", flush=True)
    return before(self, polars.pl.concat([seen] * 50))

polars._OnePass._read_again = long
"""
"""A pass of expressions alone, of fifty times the rows."""
WAYS = {
    "polars": ("polars", LONG, None),
    "duckdb": ("duckdb", ENDLESS, None),
    "spark, starting": ("spark", SAYING.format(module="spark_session", function="_launched"), None),
    "spark, running": ("spark", SAYING.format(module="spark", function="_read"), "pyspark.daemon"),
}
"""The engine, what is changed of zhenkit, and the process of the engine's that tells it is running."""
BOTH = [("polars", by) for by in SAID] + [("duckdb", by) for by in SAID]
OF_JAVA = [("spark, starting", signal.SIGINT), ("spark, running", signal.SIGTERM)]
ROWS = 300_000


def children(process):
    """The processes that a process started, and those that they did."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
        except OSError:  # it has ended meanwhile
            continue
    found = {process.pid}
    for _generation in range(4):
        found |= {child for child, parent in parents.items() if parent in found}
    return found - {process.pid}


def command_of(pid):
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""


def wait_until(it_holds):
    for _try in range(600):
        if it_holds():
            return
        time.sleep(0.1)
    raise AssertionError("waited in vain")


def alive(pids):
    return {pid for pid in pids if Path(f"/proc/{pid}").exists()}


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    file = tmp_path_factory.mktemp("source") / "towns.parquet"
    write_parquet(file, ROWS)
    return file


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="what runs is looked up in /proc")
@pytest.mark.parametrize(("way", "by"), [*BOTH, *(pytest.param(*each, marks=needs_java) for each in OF_JAVA)])
def test_an_engine_stopped_at_work_says_so_and_leaves_nothing(source, tmp_path, way, by):
    engine, stand_in, worker = WAYS[way]
    work, temporary = tmp_path / "work", tmp_path / "temporary"
    work.mkdir()
    temporary.mkdir()
    command = ("batch", str(source), "--rules", "shanxi", "--engine", engine, "-o", "judged.parquet", "--lang", "en")
    with subprocess.Popen(
        [sys.executable, "-c", AT_WORK.format(stand_in=stand_in), *command],
        cwd=work,
        env={**os.environ, **SHORT_LIVED, "TMPDIR": str(temporary)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout.readline() == "running\n"
            if worker is not None:
                wait_until(lambda: any(worker in command_of(child) for child in children(process)))
            time.sleep(0.5)  # into the run
            started = children(process)
            assert process.poll() is None
            process.send_signal(by)
            _out, err = process.communicate(timeout=120)
        finally:
            process.kill()  # lest it should run on where it took no notice
    assert (process.returncode, err) == SAID[by]
    assert list(work.iterdir()) == []
    assert list(temporary.iterdir()) == []
    wait_until(lambda: not alive(started))


# a disk that fills up

SMALL_FILES = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
sys.argv[0] = "zhenkit"
from zhenkit.__main__ import main
main()
"""
"""zhenkit where no file may grow beyond 100 kB."""


def judge(folder, engine, output, *options, start=("-m", "zhenkit")):
    """What a run to Parquet ends with, and says."""
    command = f"batch towns.parquet --rules shanxi --lang en --engine {engine} -o {output}".split()
    command = [sys.executable, *start, *command, *options]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return run.returncode, run.stderr


@pytest.mark.parametrize("before", [None, "what stood there"])
@pytest.mark.parametrize(("engine", "options"), [("polars", ()), ("polars", ("--rank", "--score")), ("duckdb", ())])
def test_a_table_that_the_disk_does_not_hold_is_told_and_nothing_of_it_left(tmp_path, engine, options, before):
    write_parquet(tmp_path / "towns.parquet", 60_000)
    output = tmp_path / "judged.parquet"
    if before is not None:
        output.write_text(before)
    told = judge(tmp_path, engine, output.name, *options, start=("-c", SMALL_FILES))
    assert told == (2, "zhenkit: cannot write judged.parquet: File too large\n")
    assert (output.read_text() if output.exists() else None) == before
    assert {file.name for file in tmp_path.iterdir()} - {"judged.parquet"} == {"towns.parquet"}


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_a_folder_that_is_not_there_is_told(tmp_path, engine):
    write_parquet(tmp_path / "towns.parquet", 10)
    said = "zhenkit: cannot write no/judged.parquet: No such file or directory\n"
    assert judge(tmp_path, engine, "no/judged.parquet") == (2, said)
