"""A Spark session for one run: started without chatter, stopped however the run ends."""

from __future__ import annotations

import logging
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from zhenkit.errors import ZhenkitError
from zhenkit.extras import load
from zhenkit.language import _

LOCAL = "local[*]"
JAVA = 17
"""The oldest Java that Spark 4 runs on."""
SETTINGS = {
    "spark.sql.caseSensitive": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.legacy.parquet.nanosAsLong": "true",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "50000",
    "spark.sql.codegen.hugeMethodLimit": "8000",
}
"""How tables are read: each column as the file has it. Java interprets methods of more than 8,000 bytes for ever, and
a rule set's formulas in one would be that long: Spark is to divide them."""
QUIET = "rootLogger.level = off\n"


class SparkTrouble(ZhenkitError):
    """Spark cannot be started, or a job of its failed."""


@contextmanager
def session(master: str | None) -> Iterator[Any]:
    """A session on a master; in a program that has one, a sibling of that. Raises SparkTrouble, MissingExtra."""
    sql, errors = load("pyspark.sql", "spark"), load("pyspark.errors", "spark")
    protocol = load("py4j.protocol", "spark")
    logging.getLogger("py4j").setLevel(logging.CRITICAL)  # an interrupted call is told by us, in one line
    with ExitStack() as held:
        try:
            running = sql.SparkSession.getActiveSession()
            base = held.enter_context(_started(sql, master)) if running is None else running
            made = base.newSession()
            for key, value in SETTINGS.items():
                made.conf.set(key, value)
            yield made
        except (errors.PySparkException, protocol.Py4JError) as error:
            raise SparkTrouble(_("Spark: {why}").format(why=_first_line(error))) from error


@contextmanager
def _started(sql: Any, master: str | None) -> Iterator[Any]:
    """A session of our own, in a Java machine of our own whose chatter goes to a file."""
    _check_java()
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    with TemporaryDirectory(prefix="zhenkit-") as folder, _signals_as_before():
        gateway = None
        try:
            conf = _conf(master or LOCAL, Path(folder))
            with (Path(folder) / "chatter").open("wb") as chatter:
                gateway = load("pyspark.java_gateway", "spark").launch_gateway(
                    conf, {"stdout": chatter, "stderr": subprocess.STDOUT}
                )
            context = load("pyspark", "spark").SparkContext(conf=conf, gateway=gateway)
            try:
                yield sql.SparkSession(context)
            finally:
                context.stop()
        finally:
            _end(gateway)


def _conf(master: str, folder: Path) -> Any:
    log = folder / "log4j2.properties"
    log.write_text(QUIET, "utf-8")
    settings: Mapping[str, str] = {
        "spark.master": master,
        "spark.app.name": "zhenkit",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={log.as_uri()}",
    }
    if master.startswith("local"):
        settings = {**settings, "spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
    return load("pyspark", "spark").SparkConf().setAll(settings.items())


def _end(gateway: Any) -> None:
    """End the Java machine: it goes when nobody holds its standard input any more."""
    context = load("pyspark", "spark").SparkContext
    if gateway is None:
        return
    gateway.shutdown()
    gateway.proc.stdin.close()
    try:
        gateway.proc.wait(20)
    except subprocess.TimeoutExpired:
        gateway.proc.kill()
        gateway.proc.wait()
    context._gateway = context._jvm = None


@contextmanager
def _signals_as_before() -> Iterator[None]:
    """Spark answers Ctrl-C in its own way while it runs, and would ever after."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.getsignal(signal.SIGINT)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _check_java() -> None:
    """Raise SparkTrouble where there is no Java, or one too old."""
    home = os.environ.get("JAVA_HOME")
    java = str(Path(home) / "bin" / "java") if home else shutil.which("java")
    said = ""
    with suppress(OSError):
        said = subprocess.run([java or "java", "-version"], capture_output=True, text=True, check=False).stderr  # noqa: S603 - the user's Java
    version = re.search(r'version "(?:1\.)?(\d+)', said)
    if version is None:
        wrong = _("--engine spark needs Java {least} or newer, and none is found")
    elif int(version[1]) < JAVA:
        wrong = _("--engine spark needs Java {least} or newer, and this is Java {version}")
    else:
        return
    remedy = _(
        "; install it (on Debian and Ubuntu: `apt-get install openjdk-17-jre-headless`), or name it in JAVA_HOME"
    )
    raise SparkTrouble(wrong.format(least=JAVA, version=version and version[1]) + remedy)


def _first_line(error: Exception) -> str:
    """What is worth knowing of an error that may go on for pages: the line that names the cause."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    of_worker = [line for line in lines if re.match(r"[\w.]+(Error|Exception): ", line)]
    causes = [line.removeprefix("Caused by:").strip() for line in lines if line.startswith("Caused by:")]
    for found in (of_worker if "Traceback" in str(error) else [], causes):
        if found:
            return found[-1]
    return lines[0] if lines else type(error).__name__
