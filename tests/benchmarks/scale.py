"""What is measured of many towns: `zhenkit batch` beside the standard by hand in Polars, and beside other engines."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from tests.benchmarks.engines.names import ENGINES
from tests.benchmarks.measures import ANY_VERDICT, Note, Peak, Row
from tests.benchmarks.measuring import Broken, Cost, Program, least

MILLION = 1_000_000
GIB = 2**30
WITH_REJECTS = 2
Measured = Row | Peak | Note


def batch(source: Path, output: Path, *options: str, expected: tuple[int, ...] = ANY_VERDICT) -> Program:
    """`zhenkit batch` on a register."""
    arguments = ("batch", str(source), "--rules", "shanxi", "--output", str(output), *options)
    return Program.module("zhenkit", *arguments, expected=expected)


def by_hand(*paths: Path) -> Program:
    """The script by hand on a register."""
    return Program.module("tests.benchmarks.by_hand_polars", *map(str, paths))


def register(path: Path, rows: int) -> Path:
    """Write a register; in a process of its own, for a large parent would count as its children's peak of memory."""
    Program.module("tests.benchmarks.registers", str(path), str(rows)).run()
    return path


def check_same(one: Path, other: Path) -> None:
    """Raise Broken where two tables differ."""
    try:
        Program.module("tests.benchmarks.same", str(one), str(other)).run()
    except Broken:
        raise Broken("zhenkit and the script by hand answer differently") from None


def million(rounds: int) -> Iterator[Measured]:
    """A million towns from Parquet to Parquet, whole processes."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = register(folder / "towns.parquet", MILLION)
        ours, theirs = folder / "zhenkit.parquet", folder / "hand.parquet"
        programs = {"zhenkit": batch(source, ours), "hand": by_hand(source, theirs)}
        found = least(programs, max(3, rounds // 4))
        check_same(ours, theirs)
    yield from _both("1,000,000 from Parquet", found["zhenkit"], found["hand"])


def distance(rounds: int) -> Iterator[Measured]:
    """A million towns from Parquet to Parquet with the changes each is from `pass`, against their grades alone."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = register(folder / "towns.parquet", MILLION)
        programs = {
            "grades": batch(source, folder / "grades.parquet"),
            "distance": batch(source, folder / "distance.parquet", "--distance"),
        }
        found = least(programs, max(3, rounds // 4))
    yield Row("1,000,000 with distances", "their grades alone", found["distance"], found["grades"], 1.5)


def csv(rounds: int) -> Iterator[Measured]:
    """A million towns from CSV, every cell checked, one in a thousand refused."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = register(folder / "towns.csv", MILLION)
        ours, theirs = folder / "zhenkit.parquet", folder / "hand.parquet"
        refused = folder / "zhenkit.csv"
        programs = {
            "zhenkit": batch(source, ours, "--rejects", str(refused), expected=(WITH_REJECTS,)),
            "hand": by_hand(source, theirs, folder / "hand.csv"),
        }
        found = least(programs, max(3, rounds // 4))
        check_same(ours, theirs)
        cells = [len(path.read_text("utf-8").splitlines()) for path in (refused, folder / "hand.csv")]
        if cells[0] != cells[1]:
            raise Broken(f"zhenkit refused {cells[0]} cells, the script by hand {cells[1]}")
    yield from _both("1,000,000 from CSV", found["zhenkit"], found["hand"])


def _both(what: str, ours: Cost, theirs: Cost) -> Iterator[Measured]:
    yield Row(what, "by hand in Polars", ours, theirs, 1.5)
    yield Peak(f"{what}, peak", "by hand in Polars", ours.memory, theirs.memory, 1.5)


def engines(rounds: int) -> Iterator[Measured]:
    """A town in other engines, without making their input, against one of a million from Parquet to Parquet."""
    with tempfile.TemporaryDirectory() as name:
        source = register(Path(name) / "towns.parquet", MILLION)
        program = batch(source, Path(name) / "judged.parquet")
        whole = least({"zhenkit": program}, max(3, rounds // 4))["zhenkit"]
    ours = Cost(whole.processor / MILLION, whole.clock / MILLION)
    for engine, rows in ENGINES.items():
        arguments = (engine, str(rows), str(max(2, rounds // 10)))
        found = json.loads(Program.module("tests.benchmarks.engines", *arguments).output())
        theirs = Cost(found["processor"] / rows, found["clock"] / rows)
        yield Row("a town of a million", engine, ours, theirs, 1.0)
        if found["differing"] != found["rounded"]:
            raise Broken(f"{engine} differs in {found['differing'] - found['rounded']} rows that nothing explains")
        yield Note(f"  {rows / found['processor']:,.0f} towns a second; of {rows:,} {found['differing']:,} differ")


def ten_million(_rounds: int) -> Iterator[Measured]:
    """Ten million towns from Parquet to Parquet: the peak of memory."""
    with tempfile.TemporaryDirectory() as name:
        source = register(Path(name) / "towns.parquet", 10 * MILLION)
        ours = batch(source, Path(name) / "zhenkit.parquet").run()
        theirs = by_hand(source, Path(name) / "hand.parquet").run()
        check_same(Path(name) / "zhenkit.parquet", Path(name) / "hand.parquet")
    yield Peak("10,000,000, peak", "2 GiB", ours.memory, 2 * GIB, 1.0)
    yield Peak("10,000,000, peak", "by hand in Polars", ours.memory, theirs.memory, 1.5)
    yield Row("10,000,000 from Parquet", "by hand in Polars", ours, theirs, 1.5)


def spark(rounds: int) -> Iterator[Measured]:
    """One, two and four million towns in Spark on two cores: whole processes by the clock."""
    times = {}
    with tempfile.TemporaryDirectory() as name:
        for millions in (1, 2, 4):
            source = register(Path(name) / f"towns-{millions}.parquet", millions * MILLION)
            ours, theirs = (Path(name) / f"{who}-{millions}.parquet" for who in ("zhenkit", "hand"))
            program = batch(source, ours, "--engine", "spark", "--spark-master", "local[2]")
            times[millions] = min(program.run().clock for _round in range(max(1, rounds // 10)))
            by_hand(source, theirs).run()
            check_same(ours, theirs)
            yield Note(f"  {millions:,} million: {millions * MILLION / times[millions]:,.0f} towns a second")
    for millions in (2, 4):
        rows = [Cost(times[count] / count, times[count] / count) for count in (millions, millions // 2)]
        yield Row(f"Spark, of {millions} million", f"of {millions // 2} million", *rows, 1.0)


MEASURES: Mapping[str, Callable[[int], Iterator[Measured]]] = {
    "million": million,
    "distance": distance,
    "csv": csv,
    "engines": engines,
    "ten-million": ten_million,
    "spark": spark,
}
