"""What is measured: zhenkit beside a program that does the least, each with the limit their ratio must keep."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks import by_hand
from tests.benchmarks.measuring import ROOT, Broken, Cost, Function, Program, Reported, instructions, least
from tests.benchmarks.random_towns import whole_towns, write_files
from tests.loading import load_towns
from zhenkit import load_rules
from zhenkit.facts.town import Town
from zhenkit.judging.judgement import judge

TOWN = "tests/benchmarks/town.yaml"
TOWNS = 1000
SEED = 80
ANY_VERDICT = (0, 1, 3)
MIB = 2**20


class Row(NamedTuple):
    """One ratio: what was measured against what, and the most it may be."""

    what: str
    against: str
    cost: Cost
    yardstick: Cost
    limit: float

    @property
    def ratio(self) -> float:
        """The ratio of processor times, which counts."""
        return self.cost.processor / self.yardstick.processor

    @property
    def clock_ratio(self) -> float:
        """The ratio of times by the clock."""
        return self.cost.clock / self.yardstick.clock

    @property
    def cells(self) -> tuple[str, str, str, str]:
        """Both processor times in milliseconds, and the two ratios."""
        times = [
            f"{cost.processor * 1000:.{1 if cost.processor > 0.01 else 4}f}" for cost in (self.cost, self.yardstick)
        ]
        return (*times, f"{self.ratio:.2f}", f"{self.clock_ratio:.2f}")


class Peak(NamedTuple):
    """One ratio of peaks of memory, in bytes, and the most it may be."""

    what: str
    against: str
    memory: int
    yardstick: int
    limit: float

    @property
    def ratio(self) -> float:
        """The ratio of the peaks."""
        return self.memory / self.yardstick

    @property
    def cells(self) -> tuple[str, str, str, str]:
        """Both peaks, and their ratio."""
        return (f"{self.memory / MIB:,.0f} MiB", f"{self.yardstick / MIB:,.0f} MiB", f"{self.ratio:.2f}", "")


class Counted(NamedTuple):
    """One ratio of instructions executed, and the most it may be."""

    what: str
    against: str
    count: int
    yardstick: int
    limit: float

    @property
    def ratio(self) -> float:
        """The ratio of the counts."""
        return self.count / self.yardstick

    @property
    def cells(self) -> tuple[str, str, str, str]:
        """Both counts in millions, and their ratio."""
        return (f"{self.count / 1e6:,.0f} M", f"{self.yardstick / 1e6:,.0f} M", f"{self.ratio:.2f}", "")


class Note(NamedTuple):
    """What is worth printing beside the ratios."""

    text: str


def check(*options: str) -> Program:
    """`zhenkit check` on the benchmarks' town."""
    return Program.module("zhenkit", "check", TOWN, "--level", "province", *options)


YARDSTICK = Program.module("tests.benchmarks.yardstick", TOWN)


def text(rounds: int) -> Iterator[Row]:
    """The whole process, with output for people."""
    found = least({"english": check(), "chinese": check("--lang", "zh"), "yardstick": YARDSTICK}, rounds)
    yield Row("check, text", "yardstick", found["english"], found["yardstick"], 1.25)
    yield Row("check, text in Chinese", "yardstick", found["chinese"], found["yardstick"], 1.25)


def counted(_rounds: int) -> Iterator[Counted]:
    """The same in instructions, which no other work on the machine changes."""
    yardstick = instructions(YARDSTICK)
    for what, options, limit in (
        ("check, text", (), 1.25),
        ("check, text in Chinese", ("--lang", "zh"), 1.25),
        ("check, json", ("--format", "json"), 1.1),
    ):
        yield Counted(what, "yardstick, instructions", instructions(check(*options)), yardstick, limit)


def schema(rounds: int) -> Iterator[Row]:
    """The whole process, against one that only checks the file's form."""
    with tempfile.TemporaryDirectory() as folder:
        form = Path(folder) / "town.json"
        form.write_text(Program.module("zhenkit", "schema", "town").output(), encoding="utf-8")
        checker = Program.module("check_jsonschema", "--schemafile", str(form), TOWN)
        found = least({"zhenkit": check(), "checker": checker}, rounds)
    yield Row("check, text", "check-jsonschema", found["zhenkit"], found["checker"], 1.0)


def json_output(rounds: int) -> Iterator[Row]:
    """The whole process, with output for programs."""
    found = least({"json": check("--format", "json"), "yardstick": YARDSTICK}, rounds)
    yield Row("check, json", "yardstick", found["json"], found["yardstick"], 1.1)


def version(rounds: int) -> Iterator[Row]:
    """The whole process that only tells its version."""
    found = least(
        {
            "zhenkit": Program.module("zhenkit", "--version"),
            "yardstick": Program.module("tests.benchmarks.yardstick", "--version"),
        },
        rounds,
    )
    yield Row("--version", "yardstick --version", found["zhenkit"], found["yardstick"], 1.1)


def judging(rounds: int) -> Iterator[Row]:
    """Judging alone, against the standard written by hand, on the same town."""
    rules = load_rules("shanxi")
    for facts in whole_towns(rules, 3000, SEED):
        if judge(Town(facts), rules).verdict != by_hand.verdict(facts):
            raise Broken(f"the hand-written standard judges otherwise: {facts}")
    town = load_towns(ROOT / TOWN, rules=rules)[0]
    facts = dict(town.facts)
    found = least(
        {
            "verdict": Function(lambda: judge(town, rules).verdict, 500),
            "trace": Function(lambda: [judged.trace for judged in judge(town, rules).criteria], 200),
            "hand": Function(lambda: by_hand.verdict(facts), 20_000),
        },
        rounds,
    )
    yield Row("judging, verdict alone", "by hand", found["verdict"], found["hand"], 40)
    yield Row("judging, with trace", "by hand", found["trace"], found["hand"], 150)


def thousand(rounds: int) -> Iterator[Row]:
    """A thousand files read, judged and written as JSON, against parsing them with libyaml."""
    rounds = max(3, rounds // 4)
    with tempfile.TemporaryDirectory() as name:
        folder, output = str(Path(name) / "towns"), str(Path(name) / "towns.json")
        write_files(load_rules("shanxi"), Path(folder), TOWNS, SEED)
        arguments = ("check", folder, "--rules", "shanxi", "--format", "json", "--output", output)
        found = least(
            {
                "process": Program.module("zhenkit", *arguments, expected=ANY_VERDICT),
                "parsing process": Program.module("tests.benchmarks.parse", folder),
                "inside": Reported(Program.module("tests.benchmarks.inside", "zhenkit", folder, output)),
                "parsing": Reported(Program.module("tests.benchmarks.inside", "parse", folder, output)),
            },
            rounds,
        )
        judged = len(json.loads(Path(output).read_text(encoding="utf-8"))["towns"])
        if judged != TOWNS:
            raise Broken(f"{judged} of {TOWNS} towns were judged")
    yield Row(f"{TOWNS} files, process", "libyaml, process", found["process"], found["parsing process"], 2.5)
    yield Row(f"{TOWNS} files, work alone", "libyaml, work alone", found["inside"], found["parsing"], 2.5)


def ranking(rounds: int) -> Iterator[Row]:
    """A thousand files read, judged and ranked, in the formats of `batch`, against parsing them with libyaml."""
    formats = ("text", "csv", "json", "xlsx")
    with tempfile.TemporaryDirectory() as name:
        folder, output = str(Path(name) / "towns"), Path(name) / "ranking"
        write_files(load_rules("shanxi"), Path(folder), TOWNS, SEED)
        batch = ("batch", folder, "--rules", "shanxi", "--output", str(output), "--format")
        found = least(
            {
                **{format: Program.module("zhenkit", *batch, format, expected=ANY_VERDICT) for format in formats},
                "parsing": Program.module("tests.benchmarks.parse", folder),
            },
            max(3, rounds // 4),
        )
        Program.module("zhenkit", *batch, "csv", expected=ANY_VERDICT).output()
        if len(output.read_text(encoding="utf-8").splitlines()) != TOWNS + 1:
            raise Broken("not every town was ranked")
    for format in formats:
        yield Row(f"{TOWNS} files ranked, {format}", "libyaml, process", found[format], found["parsing"], 2.7)


def gap(rounds: int) -> Iterator[Row]:
    """What separates towns from a pass, against judging them: one town by each standard, and a thousand."""
    rules = ("shanxi", "changzhi", "jincheng", "yangcheng")
    with tempfile.TemporaryDirectory() as name:
        folder, output = str(Path(name) / "towns"), str(Path(name) / "towns.json")
        write_files(load_rules("shanxi"), Path(folder), TOWNS, SEED)
        many = (folder, "--rules", "shanxi", "--format", "json", "--output", output)
        found = least(
            {
                **{
                    f"check {one}": Program.module("zhenkit", "check", TOWN, "--rules", one, expected=ANY_VERDICT)
                    for one in rules
                },
                **{
                    f"gap {one}": Program.module("zhenkit", "gap", TOWN, "--rules", one, expected=(0, 1))
                    for one in rules
                },
            },
            rounds,
        )
        thousand = least(
            {
                "batch": Program.module("zhenkit", "batch", *many, expected=ANY_VERDICT),
                "gap": Program.module("zhenkit", "gap", *many, expected=(0, 1)),
            },
            max(3, rounds // 4),
        )
        if len(json.loads(Path(output).read_text(encoding="utf-8"))["towns"]) != TOWNS:
            raise Broken("not every town was looked at")
    for one in rules:
        yield Row(f"gap, {one}", f"check, {one}", found[f"gap {one}"], found[f"check {one}"], 1.5)
    yield Row(f"gap, {TOWNS} files", f"batch, {TOWNS} files", thousand["gap"], thousand["batch"], 3)


MEASURES: Mapping[str, Callable[[int], Iterator[Row | Counted]]] = {
    "text": text,
    "instructions": counted,
    "schema": schema,
    "json": json_output,
    "version": version,
    "judging": judging,
    "thousand": thousand,
    "ranking": ranking,
    "gap": gap,
}
"""The measures by name; each takes the number of rounds."""
