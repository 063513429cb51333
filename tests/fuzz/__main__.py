"""`python -m tests.fuzz --seconds N --seed S [--kind K]`: try cases for so long; exit 1 if a fault was found."""

from __future__ import annotations

import argparse
import hashlib
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from tests.fuzz.answers import Fault
from tests.fuzz.cases import Case
from tests.fuzz.kinds import KINDS, case
from tests.fuzz.shrink import shrunk
from tests.fuzz.trying import Worker
from tests.paths import TESTS

BAD = TESTS / "examples" / "bad" / "fuzz"
"""A folder for each fault that was found: the files, shrunk, and a note of seed and command."""
Try = Callable[[Case], Fault | None]


def fuzz(
    attempt: Try, seed: int, kinds: list[str], seconds: float, into: Path, first: int = 0, most: int | None = None
) -> tuple[Counter[str], dict[str, Path]]:
    """How many cases of each kind were tried, and the folder in which each fault found is kept, by what it is."""
    until, tried, found, number = time.monotonic() + seconds, Counter[str](), dict[str, Path](), first
    while time.monotonic() < until and (most is None or number < first + most):
        for kind in kinds:
            tried[kind] += 1
            made = case(seed, kind, number)
            fault = attempt(made)
            if fault is not None and fault.what not in found:
                found[fault.what] = keep(attempt, made, fault, seed, number, into)
        number += 1
    return tried, found


def keep(attempt: Try, made: Case, fault: Fault, seed: int, number: int, into: Path) -> Path:
    """Write down a case that fails, shrunk, with how it was found."""
    print(f"{made.kind} {number}: {fault.what}", flush=True)

    def fails(less: Case) -> bool:
        again = attempt(less)
        return again is not None and again.what == fault.what

    least = shrunk(made, fails) if fault.what != "hangs" else made
    folder = into / f"{made.kind}-{hashlib.sha256(fault.what.encode()).hexdigest()[:8]}"
    again = attempt(least)
    command = f"python -m tests.fuzz --seed {seed} --kind {made.kind} --case {number}"
    least.keep(folder, {"found": fault.what, "command": command})
    print(f"  kept in {folder}; {command}\n  {(again or fault).details[-1500:]}", flush=True)
    return folder


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description="Try inputs changed at random.")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, help="what decides about all cases; by default a new one")
    parser.add_argument("--kind", choices=KINDS, action="append", help="only cases of this kind; may be repeated")
    parser.add_argument("--case", type=int, help="only the case of this number")
    parser.add_argument("--into", type=Path, default=BAD, help="where what fails is kept")
    given = parser.parse_args()
    seed = random.randrange(10**9) if given.seed is None else given.seed
    print(f"seed {seed}", flush=True)
    worker = Worker()
    start = time.monotonic()
    try:
        first, most = (0, None) if given.case is None else (given.case, 1)
        tried, found = fuzz(worker, seed, given.kind or list(KINDS), given.seconds, given.into, first, most)
    finally:
        worker.stop()
    counts = ", ".join(f"{count} {kind}" for kind, count in tried.items())
    print(f"{tried.total()} cases in {time.monotonic() - start:.0f} s ({counts}): {len(found)} faults")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
