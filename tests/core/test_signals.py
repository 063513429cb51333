"""Stopped half-way: a line to say so, the exit code of the signal, and never half a file under the name asked for."""

import errno
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.reports.runs import town, write_town
from zhenkit.cli import main
from zhenkit.core import i18n

pytestmark = pytest.mark.slow

SAID = {signal.SIGINT: (130, b"interrupted\n"), signal.SIGTERM: (143, b"terminated\n"), signal.SIGKILL: (-9, b"")}
AT_FSYNC = """
import os, signal, sys

def written(handle):
    os.write(1, b"x")
    signal.pause()

os.fsync = written
sys.argv[0] = "zhenkit"
from zhenkit.__main__ import main
main()
"""
"""zhenkit, that says so and waits once its output is written and has not taken its name yet."""


def start(folder, *command):
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen([sys.executable, *command], cwd=folder, env=environment, **pipes)


def ended(process, by):
    process.send_signal(by)
    _out, err = process.communicate(timeout=60)
    return process.returncode, err


@pytest.mark.parametrize("by", SAID)
def test_stopped_while_reading_it_says_so_and_writes_nothing(tmp_path, by):
    os.mkfifo(tmp_path / "towns.yaml")
    command = ("-m", "zhenkit", "batch", "towns.yaml", "--rules", "shanxi", "-o", "out.csv", "--rejects", "no.csv")
    process = start(tmp_path, *command)
    with (tmp_path / "towns.yaml").open("wb"):  # opens once zhenkit reads, and gives it nothing
        assert ended(process, by) == SAID[by]
    assert [path.name for path in tmp_path.iterdir()] == ["towns.yaml"]


@pytest.mark.parametrize("before", [None, "what stood there"])
@pytest.mark.parametrize("file", ["out.csv", "out.xlsx"])
@pytest.mark.parametrize("by", SAID)
def test_stopped_while_writing_the_name_holds_what_it_held(tmp_path, by, file, before):
    write_town(tmp_path / "towns.yaml", town())
    if before is not None:
        (tmp_path / file).write_text(before)
    process = start(tmp_path, "-c", AT_FSYNC, "batch", "towns.yaml", "--rules", "shanxi", "-o", file)
    assert process.stdout.read(1) == b"x"
    assert ended(process, by) == SAID[by]
    assert (tmp_path / file).exists() == (before is not None)
    assert before is None or (tmp_path / file).read_text() == before
    if by != signal.SIGKILL:  # which leaves no time to clear away
        assert {path.name for path in tmp_path.iterdir()} - {file} == {"towns.yaml"}


def test_where_sigterm_is_ignored_it_stays_so(tmp_path):
    write_town(tmp_path / "towns.yaml", town())
    ignoring = AT_FSYNC.replace("signal.pause()", "sys.stdin.read(1)").replace(
        "os.fsync = written", "os.fsync = written; signal.signal(signal.SIGTERM, signal.SIG_IGN)"
    )
    process = start(tmp_path, "-c", ignoring, "batch", "towns.yaml", "--rules", "shanxi", "-o", "out.csv")
    assert process.stdout.read(1) == b"x"
    process.send_signal(signal.SIGTERM)
    process.communicate(b"x", timeout=60)
    assert process.returncode == 0
    assert (tmp_path / "out.csv").read_text("utf-8").startswith("rank,")


# a full disk


@pytest.fixture
def batch(capfdbinary, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_town(Path("towns.yaml"), town())

    def run(*arguments):
        with i18n.speaking("en"):
            code = main.run(["batch", "towns.yaml", "--rules", "shanxi", *arguments])
        out, err = capfdbinary.readouterr()
        return code, out, err.decode()

    return run


FULL = "No space left on device"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize("options", [("-o", "/dev/full", "-f", "csv"), ("-o", "/dev/full", "-f", "xlsx")])
def test_a_full_disk_is_told_with_the_file(batch, options):
    assert batch(*options) == (2, b"", f"zhenkit: cannot write /dev/full: {FULL}\n")
    assert batch("--rejects", "/dev/full") == (2, b"", f"zhenkit: cannot write /dev/full: {FULL}\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_full_disk_under_standard_output_is_told(tmp_path):
    write_town(tmp_path / "towns.yaml", town())
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "zhenkit", "batch", "towns.yaml", "--rules", "shanxi", "--lang", "en"]
        done = subprocess.run(command, cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr.decode()) == (2, f"zhenkit: cannot write the output: {FULL}\n")


@pytest.mark.parametrize("file", ["out.csv", "out.xlsx", "out.json"])
def test_a_disk_that_fills_up_leaves_what_was_there(batch, monkeypatch, file):
    def full(_handle):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    Path(file).write_text("what stood there")
    monkeypatch.setattr("os.fsync", full)
    assert batch("-o", file) == (2, b"", f"zhenkit: cannot write {file}: {FULL}\n")
    assert Path(file).read_text() == "what stood there"
    assert {path.name for path in Path().iterdir()} == {"towns.yaml", file}


WRITTEN_ASIDE = {
    "xlsxwriter.worksheet.Worksheet.write_string": ("-o", "out.xlsx"),
    "polars.DataFrame.write_parquet": ("-o", "out.csv", "--engine", "polars"),
}


@pytest.mark.parametrize("writer", WRITTEN_ASIDE)
def test_a_disk_too_full_for_what_is_kept_aside_is_told_by_its_name(batch, monkeypatch, writer):
    def full(*_arguments, **_options):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(writer, full)
    told = f"zhenkit: cannot write {tempfile.gettempdir()}: {FULL}\n"
    assert batch(*WRITTEN_ASIDE[writer]) == (2, b"", told)
    assert [path.name for path in Path().iterdir()] == ["towns.yaml"]


@pytest.mark.parametrize("options", WRITTEN_ASIDE.values())
def test_a_system_without_a_folder_for_temporary_files_is_no_fault_of_ours(batch, monkeypatch, options):
    def none():
        raise FileNotFoundError(errno.ENOENT, "No usable temporary directory found")

    with monkeypatch.context() as patched:  # pytest itself needs one afterwards
        patched.setattr(tempfile, "gettempdir", none)
        answer = batch(*options)
    assert answer == (2, b"", "zhenkit: cannot write TMPDIR: No such file or directory\n")


def test_a_reader_that_has_gone_ends_it_quietly(tmp_path):
    write_town(tmp_path / "towns.yaml", *[town(name=f"镇{number}") for number in range(300)])
    command = ("-m", "zhenkit", "batch", "towns.yaml", "--rules", "shanxi", "-f", "json", "--explain")
    process = start(tmp_path, *command)
    process.stdout.close()
    assert process.wait(timeout=60) == 141
    assert process.stderr.read() == b""
    process.stderr.close()
    process.stdin.close()


LIMITED = """import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv.pop(1)),) * 2)
from zhenkit.__main__ import main
main()"""
"""The program, which can write no file of more than so many bytes: wherever it writes, that is as a full disk is."""


@pytest.mark.parametrize(
    ("most", "options"),
    [
        (100, ("-o", "out.parquet")),
        (2000, ("-o", "out.csv", "--engine", "duckdb")),
        (2000, ("-o", "out.xlsx")),
        (2000, ("-o", "out.docx")),
    ],
)
def test_whatever_finds_no_room_says_so_in_one_line_and_leaves_nothing(tmp_path, most, options):
    pytest.importorskip("resource")
    write_town(tmp_path / "towns.yaml", town())
    (tmp_path / "tmp").mkdir()
    command = [sys.executable, "-c", LIMITED, str(most), "batch", "towns.yaml", "--rules", "shanxi", "--lang", "en"]
    done = subprocess.run(
        [*command, *options],
        cwd=tmp_path,
        env={**os.environ, "TMPDIR": str(tmp_path / "tmp")},
        capture_output=True,
        text=True,
        check=False,
    )
    (said,) = done.stderr.splitlines()
    assert done.returncode == 2 and said.startswith("zhenkit: cannot write ") and said.endswith(": File too large")
    assert {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*")} == {"towns.yaml", "tmp"}
