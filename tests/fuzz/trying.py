"""Trying cases: in this process, or in one of its own that is ended where it hangs and missed where it dies."""

from __future__ import annotations

import multiprocessing
import os
import sys
from multiprocessing.connection import Connection

from tests.fuzz.answers import Fault
from tests.fuzz.cases import Case
from tests.fuzz.oracles import fault_of

HANGS = 90
"""Seconds after which a case is taken to hang."""


class Worker:
    """A process that tries one case after another."""

    def __init__(self, limit: float = HANGS) -> None:
        self.limit = limit
        self._start()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.here, there = context.Pipe()
        self.process = context.Process(target=_serve, args=(there,), daemon=True)
        self.process.start()
        there.close()

    def __call__(self, case: Case) -> Fault | None:
        self.here.send(case)
        try:
            if self.here.poll(self.limit):
                told = self.here.recv()
                return None if told is None else Fault(*told)
            fault = Fault("hangs", f"longer than {self.limit} s")
        except EOFError:
            self.process.join()
            fault = Fault(f"died: {self.process.exitcode}")
        self.stop()
        self._start()
        return fault

    def stop(self) -> None:
        """End the process."""
        self.process.kill()
        self.process.join()
        self.here.close()


def _serve(there: Connection) -> None:
    # what libraries not in Python say as they die goes nowhere; our own tracebacks are seen
    sys.stderr = os.fdopen(os.dup(2), "w", encoding="utf-8", errors="backslashreplace", buffering=1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    while True:
        try:
            case = there.recv()
        except EOFError:
            return
        fault = fault_of(case)
        there.send(None if fault is None else (fault.what, fault.details))
