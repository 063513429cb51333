"""A Spark session for one run: started without chatter, stopped however the run ends."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
import warnings
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from zhenkit.columnar.engines.spark_errors import check_java, check_master, reporting
from zhenkit.core.extras import load
from zhenkit.core.files import temporary_folder
from zhenkit.core.signals import cleared, unstopped

LOCAL = "local[*]"
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


@contextmanager
def session(master: str | None) -> Iterator[Any]:
    """A session on a master; in a program that has one, a sibling of that. Raises SparkTrouble, MissingExtra."""
    sql = load("pyspark.sql", "spark")
    with ExitStack() as held:
        held.enter_context(_quiet())
        running = sql.SparkSession.getActiveSession()
        base = held.enter_context(_started(sql, master or LOCAL)) if running is None else running
        held.enter_context(reporting())
        made = base.newSession()
        for key, value in SETTINGS.items():
            made.conf.set(key, value)
        yield made


@contextmanager
def _started(sql: Any, master: str) -> Iterator[Any]:
    """A session of our own, in a Java machine of our own whose chatter goes to a file."""
    check_java()
    check_master(master)
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    context = gateway = None
    ended = False
    with temporary_folder() as folder, cleared(list, _kill) as launches:
        chatter = folder / "chatter"
        try:
            with reporting(chatter), _signals_as_before():
                conf = _conf(master, folder)
                gateway = _launched(conf, chatter, launches)
                context = load("pyspark", "spark").SparkContext(conf=conf, gateway=gateway)
                made = sql.SparkSession(context)
            yield made
            ended = True
        finally:
            if gateway is not None and not ended:
                gateway.proc.terminate()  # what it is at is not waited for
            _stop(context)
            _end(gateway)


@contextmanager
def _quiet() -> Iterator[None]:
    """Calls to Java that were interrupted or went wrong are reported by us, in one line; Py4J would, in many."""
    before = logging.root.manager.disable
    logging.disable(logging.ERROR)
    try:
        yield
    finally:
        logging.disable(before)


class _Launch:
    """The start of a Java machine, which takes seconds and can be broken off."""

    def __init__(self, conf: Any, chatter: Path) -> None:
        self.conf, self.chatter = conf, chatter
        self.process: Any = None
        self.is_broken_off = False

    def __call__(self) -> Any:
        """The gateway to the machine, once it is there."""
        module: Any = load("pyspark.java_gateway", "spark")
        popen = module.Popen

        def noted(*args: Any, **options: Any) -> Any:
            # a group of its own: what starts the machine is a script, which starts another Java first
            self.process = popen(*args, start_new_session=True, **options)
            if self.is_broken_off:
                self.break_off()
            return self.process

        with self.chatter.open("wb") as stream:
            module.Popen = noted  # it does not name the process before the machine answers
            try:
                return module.launch_gateway(self.conf, {"stdout": stream, "stderr": subprocess.STDOUT})
            except BaseException:
                if self.process is not None:
                    self.process.stdin.close()
                raise
            finally:
                module.Popen = popen

    def break_off(self) -> None:
        """End the process, if it has been started, and whatever it has started to become the machine."""
        self.is_broken_off = True
        if self.process is not None and self.process.poll() is None:
            if hasattr(os, "killpg"):
                os.killpg(self.process.pid, signal.SIGTERM)
            else:
                self.process.terminate()


Launches = list[tuple[_Launch, "Future[Any]"]]


def _launched(conf: Any, chatter: Path, launches: Launches) -> Any:
    """The Java machine, started aside and noted in `launches`: until it is there, an interruption could not end it."""
    launch = _Launch(conf, chatter)
    with ThreadPoolExecutor(1) as aside:
        with unstopped:
            launching = aside.submit(launch)
            launches.append((launch, launching))
        gateway = None
        try:
            gateway = launching.result()
        finally:
            if gateway is None:
                launch.break_off()
                if launching.exception() is None:
                    _end(launching.result())
        return gateway


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
        here = {
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.local.dir": str(folder),
        }
        settings = {**settings, **here}
    return load("pyspark", "spark").SparkConf().setAll(settings.items())


def _stop(context: Any) -> None:
    if context is None:
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # that its Java machine is gone, which we know
        try:
            context.stop()
        except (OSError, load("py4j.protocol", "spark").Py4JError):
            context.stop()  # what is left to stop is here


def _kill(launches: Launches) -> None:
    """End the Java machine where the program is being stopped."""
    for launch, launching in launches:
        launch.break_off()  # it clears away what it has made
        wait([launching], 20)  # so does what was waiting for it
        if launch.process is not None:
            try:
                launch.process.wait(20)
            except subprocess.TimeoutExpired:
                launch.process.kill()


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
    """Spark would answer Ctrl-C in its own way, in the midst of calls to Java that it then disturbs."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.getsignal(signal.SIGINT)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
