"""A process of its own that measures one pass over a folder of towns, imports and rule files left out.

`python -m tests.benchmarks.inside parse|zhenkit FOLDER OUTPUT` prints the seconds of processor and of clock.
A process for each pass: what zhenkit remembers of towns within a run must not help the next.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks import parse

TOWN = Path(__file__).with_name("town.yaml")


def main(what: str, folder: str, output: str) -> None:
    """Warm up on one town, then measure the pass over the folder."""
    work = parse.main if what == "parse" else _check(output)
    work(str(TOWN))
    processor, clock = time.process_time(), time.perf_counter()
    work(folder)
    print(time.process_time() - processor, time.perf_counter() - clock)


def _check(output: str) -> Callable[[str], object]:
    from zhenkit.__main__ import GARBAGE_THRESHOLD
    from zhenkit.cli.main import run

    gc.set_threshold(GARBAGE_THRESHOLD)  # as the program does, which is what is measured
    return lambda path: run(["check", path, "--rules", "shanxi", "--format", "json", "--output", output])


if __name__ == "__main__":
    main(*sys.argv[1:])
