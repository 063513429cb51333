"""The command that measures everything, prints the ratios, and exits 1 where one is above its limit."""

from __future__ import annotations

import argparse
import os
import platform
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import yaml

from tests.benchmarks import measures, scale
from tests.benchmarks.engines.names import ENGINES
from tests.benchmarks.measures import Counted, Note, Peak, Row
from tests.benchmarks.measuring import Broken

LINE = "{:<24} {:<27} {:>10} {:>10} {:>7} {:>7} {:>6}  {}"
PACKAGES = ("zhenkit", "typer", "pydantic", "PyYAML", "rich", "check-jsonschema", "polars", "pyspark", *ENGINES)
MEASURES = {**measures.MEASURES, **scale.MEASURES}


def main() -> int:
    """Measure what was asked for; the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks",
        description="Measure zhenkit beside programs that do the least, and print the ratios. "
        "Ratios are of processor time (user and system), the least of many rounds that take turns; "
        "those by the clock stand beside them.",
    )
    parser.add_argument(
        "measures",
        nargs="*",
        metavar="MEASURE",
        help=f"{', '.join(MEASURES)} (default: those of no more than a thousand towns)",
    )
    parser.add_argument("--rounds", type=int, default=20, metavar="N", help="rounds of each (default: 20)")
    options = parser.parse_args()
    if unknown := [name for name in options.measures if name not in MEASURES]:
        parser.error(f"no measure {unknown[0]}; there are: {', '.join(MEASURES)}")
    if options.rounds < 1:
        parser.error("--rounds is 1 or more")
    _describe_machine()
    print(LINE.format("zhenkit", "against", "ms", "against ms", "ratio", "clock", "limit", ""), flush=True)
    kept = True
    for name in options.measures or measures.MEASURES:
        try:
            for row in MEASURES[name](options.rounds):
                kept &= _show(row)
        except Broken as error:
            kept = False
            print(f"{name}: not measured: {error}", flush=True)
    return 0 if kept else 1


def _describe_machine() -> None:
    print(f"{_processor()}, {os.cpu_count()} cores, {platform.system()} {platform.release()}")
    print(f"{platform.python_implementation()} {platform.python_version()}, libyaml {yaml.__with_libyaml__}, ", end="")
    print(", ".join(f"{name} {_version(name)}" for name in PACKAGES), end="\n\n")


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"


def _show(row: Row | Counted | Peak | Note) -> bool:
    """Print one row; whether it keeps its limit."""
    if isinstance(row, Note):
        print(row.text, flush=True)
        return True
    kept = row.ratio <= row.limit
    print(LINE.format(row.what, row.against, *row.cells, f"{row.limit:g}", "ok" if kept else "OVER"), flush=True)
    return kept


if __name__ == "__main__":
    sys.exit(main())
