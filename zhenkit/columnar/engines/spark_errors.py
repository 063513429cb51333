"""What goes wrong in Spark, reported in one line: its cause out of pages, and the remedy where one is known."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from zhenkit.core.errors import ZhenkitError
from zhenkit.core.extras import load
from zhenkit.core.files import reason
from zhenkit.core.i18n import _

JAVA = 17
"""The oldest Java that Spark 4 runs on."""
ANSWERS_WITHIN = 5
"""Seconds that a master has to answer."""
PORT = 7077
"""Where a master listens by default."""
MASTER = re.compile(r"local(\[.+\])?|local-cluster\[.+\]|spark://(?P<addresses>[^/]+)|yarn|k8s://.+")
LOST = re.compile(
    "OutOfMemoryError|MemoryError|exited unexpectedly|ExecutorLostFailure|Broken pipe|EOFException|Connection reset|"
    "System memory .* must be at least"
)
"""What Spark says where a process lacks memory, or was ended for that."""
OF_JAVA = re.compile(r'^(Caused by: |: |Exception in thread "main" |Error: )')
"""What comes before an error that Java reports."""
JAVAS = re.compile(r"^([\w$]+\.)+[\w$]+: ")
"""The class of such an error, which says nothing to people."""


class SparkTrouble(ZhenkitError):
    """Spark cannot be started, or a job of its failed."""


@contextmanager
def reporting(chatter: Path | None = None) -> Iterator[None]:
    """Raise what goes wrong in Spark meanwhile as SparkTrouble; `chatter` is what its Java process says."""
    errors, protocol = load("pyspark.errors", "spark"), load("py4j.protocol", "spark")
    try:
        yield
    except (errors.PySparkException, protocol.Py4JError, ConnectionError) as error:
        said = ""
        with suppress(protocol.Py4JError, OSError):  # the text of an error in Java comes from Java
            said = str(error)
        if chatter is not None and "JAVA_GATEWAY_EXITED" in said:
            said = chatter.read_text("utf-8", "replace")
        gone = isinstance(error, (protocol.Py4JNetworkError, ConnectionError)) or not said
        why = _("its Java process has ended") if gone else _("it failed, and reports: {said}").format(said=cause(said))
        if gone or LOST.search(said):
            why += _(
                '; it may be short of memory: give it more (PYSPARK_SUBMIT_ARGS="--driver-memory 4g '
                '--executor-memory 4g pyspark-shell"), or fewer cores (--spark-master "local[1]")'
            )
        raise SparkTrouble(_("Spark: {why}").format(why=why)) from error


def cause(said: str) -> str:
    """What is worth knowing of an error that may go on for pages: the line that names the cause."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    of_worker = [line for line in lines if re.match(r"[\w.]+(Error|Exception): ", line)]
    lost = [line for line in lines if LOST.search(line)]
    of_java = [line for line in lines if OF_JAVA.match(line)]
    for found in (of_worker if "Traceback" in said else [], lost, of_java):
        if found:
            return JAVAS.sub("", OF_JAVA.sub("", found[-1], count=1), count=1)
    return lines[0]


def check_master(master: str) -> None:
    """Raise SparkTrouble for a master that Spark does not know, or that nobody answers for."""
    found = MASTER.fullmatch(master)
    if found is None:
        said = _(
            "--spark-master {master}: Spark knows no such master; write local[2], spark://HOST:PORT, yarn or k8s://URL"
        )
        raise SparkTrouble(said.format(master=master))
    if not found["addresses"]:
        return
    why = ""
    for address in found["addresses"].split(","):
        host, _colon, port = address.rpartition(":") if ":" in address else (address, "", str(PORT))
        try:
            socket.create_connection((host, int(port)), ANSWERS_WITHIN).close()
        except socket.gaierror:
            why = _("no host has this name")
        except OSError as error:
            why = reason(error)
        except (ValueError, OverflowError):
            why = _("no port has this number")
        else:
            return
    said = _("--spark-master {master}: no master answers there ({why}); start one, or correct the address")
    raise SparkTrouble(said.format(master=master, why=why))


def check_java() -> None:
    """Raise SparkTrouble where there is no Java, or one too old."""
    home = os.environ.get("JAVA_HOME")
    java = str(Path(home) / "bin" / "java") if home else shutil.which("java")
    said = ""
    with suppress(OSError):
        said = subprocess.run([java or "java", "-version"], capture_output=True, text=True, check=False).stderr  # noqa: S603 - the user's Java
    version = re.search(r'version "(?:1\.)?(\d+)', said)
    if version is None and home:
        wrong = _("--engine spark needs Java {least} or newer, and JAVA_HOME names a folder without one: {home}")
    elif version is None:
        wrong = _("--engine spark needs Java {least} or newer, and none is found")
    elif int(version[1]) < JAVA:
        wrong = _("--engine spark needs Java {least} or newer, and this is Java {version}")
    else:
        return
    remedy = _(
        "; install it (on Debian and Ubuntu: `apt-get install openjdk-17-jre-headless`), or name it in JAVA_HOME"
    )
    raise SparkTrouble(wrong.format(least=JAVA, version=version and version[1], home=home) + remedy)
