"""Measuring side by side on a machine that others use too: runs take turns, and the least of many rounds counts.

Noise only ever adds time, so the least time of many rounds is the steadiest estimate; taking turns lets a slow minute
slow both sides.
"""

from __future__ import annotations

import gc
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from tests.paths import ROOT


class Broken(Exception):
    """A program that was to be measured did not do its work."""


@dataclass(frozen=True)
class Cost:
    """What one run cost, in seconds: processor time (user and system), and time by the clock; its peak of memory."""

    processor: float
    clock: float
    memory: int = 0
    """Bytes; of programs alone."""


@dataclass(frozen=True)
class Program:
    """A command line, run from the project's root, and the exit codes that tell that it did its work."""

    arguments: Sequence[str]
    expected: frozenset[int] = frozenset({0})

    @classmethod
    def module(cls, name: str, *arguments: str, expected: Sequence[int] = (0,)) -> Program:
        """`python -m NAME`, with the interpreter in use."""
        return cls((sys.executable, "-m", name, *arguments), frozenset(expected))

    def run(self) -> Cost:
        """Run it to its end; raises Broken where it did not do its work."""
        begin = time.perf_counter()
        process = subprocess.Popen(
            self.arguments, cwd=ROOT, env=_environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        _pid, status, used = os.wait4(process.pid, 0)
        clock = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in self.expected:
            raise Broken(f"exit {process.returncode} of {' '.join(self.arguments[1:])}")
        return Cost(used.ru_utime + used.ru_stime, clock, used.ru_maxrss * 1024)

    def output(self) -> str:
        """What it writes to standard output; raises Broken where it did not do its work."""
        done = subprocess.run(self.arguments, cwd=ROOT, env=_environment(), capture_output=True, check=False)
        if done.returncode not in self.expected:
            why = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
            raise Broken(f"exit {done.returncode} of {' '.join(self.arguments[1:])}: {' '.join(why)}")
        return done.stdout.decode("utf-8")


def _environment() -> dict[str, str]:
    # English, and bytecode kept as any user's would be
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONDONTWRITEBYTECODE", "LANGUAGE")}
    return kept | {"LC_ALL": "C.UTF-8"}


def instructions(program: Program) -> int:
    """How many instructions a program executes, by callgrind: the same on every machine, but for the last per mille.

    It is run once before, so that bytecode is there. Raises Broken where there is no valgrind.
    """
    program.output()
    if (valgrind := shutil.which("valgrind")) is None:
        raise Broken("there is no valgrind; install it (apt-get install valgrind)")
    command = (valgrind, "--tool=callgrind", "--callgrind-out-file=/dev/null", *program.arguments)
    environment = _environment() | {"PYTHONHASHSEED": "0"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)
    counted = re.search(rb"Collected *: *(\d+)", done.stderr)
    if done.returncode not in program.expected or counted is None:
        raise Broken(f"exit {done.returncode} of {' '.join(command[1:])}")
    return int(counted[1])


@dataclass(frozen=True)
class Function:
    """Work done in this process, `times` times a run."""

    work: Callable[[], object]
    times: int

    def run(self) -> Cost:
        """Do the work."""
        work = self.work
        gc.collect()
        clock, processor = time.perf_counter(), time.process_time()
        for _time in range(self.times):
            work()
        cost = Cost(time.process_time() - processor, time.perf_counter() - clock)
        return Cost(cost.processor / self.times, cost.clock / self.times)


@dataclass(frozen=True)
class Reported:
    """A program that measures a part of its own work and prints the two figures of a cost."""

    program: Program

    def run(self) -> Cost:
        """Run it and read what it prints."""
        processor, clock = self.program.output().split()
        return Cost(float(processor), float(clock))


def least(runners: Mapping[str, Program | Function | Reported], rounds: int) -> dict[str, Cost]:
    """The least times of each in so many rounds, and the middle one of its peaks of memory.

    Each round runs all of them, and one more before only warms up.
    """
    costs: dict[str, list[Cost]] = {name: [] for name in runners}
    for number in range(rounds + 1):
        turns = list(runners.items())
        for name, runner in turns if number % 2 else reversed(turns):
            cost = runner.run()
            if number:
                costs[name].append(cost)
    return {
        name: Cost(
            min(cost.processor for cost in found),
            min(cost.clock for cost in found),
            int(median(cost.memory for cost in found)),
        )
        for name, found in costs.items()
    }
