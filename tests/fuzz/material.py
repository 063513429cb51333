"""What is changed: towns, tables, rule files, cases, reports that are right, and cases of inputs made of them."""

from __future__ import annotations

import contextlib
import datetime
import io
import random
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tests.columnar.registers import Register
from tests.fuzz.cases import Case
from tests.fuzz.contents import Content, Grid, Raw, Tree
from tests.fuzz.mutate import KEYS, flipped, mutated_grid, mutated_text, mutated_tree
from tests.paths import ROOT, TESTS
from zhenkit.cli import main
from zhenkit.core.i18n import speaking
from zhenkit.rulesets.catalog import shipped

SAMPLES = ROOT / "samples"
STANDARDS = (
    *shipped().to_judge_by,
    *(str(path.relative_to(ROOT)) for path in sorted((SAMPLES / "rules").glob("*.yaml"))),
)
"""The rule sets shipped and the samples, by what names them to a command that runs anywhere (see `named`)."""
RULE_FILES = [
    *(path for path in sorted((ROOT / "rules").glob("*.yaml")) if path.name != "facts.yaml"),
    *sorted((SAMPLES / "rules").glob("*.yaml")),
    *sorted((TESTS / "examples" / "good-rules").glob("*.yaml")),
]
TOWN_FILES = [
    *sorted(SAMPLES.rglob("*.yaml")),
    *(path for path in sorted((TESTS / "examples" / "good").glob("*.yaml")) if path.name != "gb18030.yaml"),
]


def named(rules: str) -> str:
    """What names a standard to a command, whatever the folder it runs in."""
    return str(ROOT / rules) if rules.endswith(".yaml") else rules


@cache
def documents(path: Path) -> tuple[Any, ...]:
    """What a YAML file holds."""
    return tuple(part for part in yaml.safe_load_all(path.read_text("utf-8-sig")) if part)


@cache
def towns() -> list[dict[str, Any]]:
    """Towns as files state them."""
    found = [part for path in TOWN_FILES if SAMPLES / "rules" not in path.parents[:1] for part in documents(path)]
    return [part for part in found if "name" in part or "名称" in part]


@cache
def rules() -> list[Any]:
    """Rule files."""
    return [part for path in RULE_FILES for part in documents(path)]


@cache
def suites() -> list[Any]:
    """Suites of cases of `rules test`."""
    return [part for path in sorted((ROOT / "rules" / "tests").glob("*.yaml")) for part in documents(path)]


@cache
def report(command: str) -> Any:
    """A report of towns, as a run writes it."""
    import json

    text = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    files = map(str, sorted((SAMPLES / "made-up").glob("*.yaml")))
    with speaking("en"), contextlib.redirect_stdout(text), contextlib.redirect_stderr(io.StringIO()):
        main.run([command, *files, "--rules", "shanxi", "--format", "json"])
    return json.loads(text.buffer.getvalue())


def part_of(chance: random.Random, values: list[Any]) -> Any:
    """A value from some depth of one of the values."""
    value = chance.choice(values)
    while chance.random() < 0.8 and value and isinstance(value, dict | list):
        value = chance.choice(list(value.values() if isinstance(value, dict) else value))
    return value


def plain(value: Any) -> Any:
    """A value as JSON can have it."""
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(each) for each in value]
    if isinstance(value, datetime.date):
        return value.isoformat()
    return value


def tree(chance: random.Random, parts: list[Any], source: list[Any], form: str, most: int = 4) -> Content:
    """Values changed as values, and at times as text as well."""
    times = chance.randrange(most + 1)
    changed = mutated_tree(chance, parts, lambda: part_of(chance, source), KEYS, times)
    changed = changed if isinstance(changed, list) else [changed]
    content = Tree(plain(changed) if form == "json" else changed, form)
    if chance.random() < 0.35 or not times:
        return Raw(mutated_text(chance, content.written()))
    return content


def judged(chance: random.Random) -> dict[str, Any]:
    """Options of a run that judges."""
    return {
        "rules": chance.choice(STANDARDS),
        "strict": chance.random() < 0.3,
        "require": chance.choice(("pass", "relaxed", "review")),
        "lang": chance.choice(("en", "en", "zh")),
    }


def town_file(form: str) -> Callable[[random.Random], Case]:
    """Town files of YAML or JSON."""

    def made(chance: random.Random) -> Case:
        parts = [chance.choice(towns()) for _town in range(chance.choice((1, 1, 2, 3)))]
        return Case(f"towns-{form}", {f"towns.{form}": tree(chance, parts, towns(), form)}, judged(chance))

    return made


def rows_of(chance: random.Random, rules: str, typed: bool) -> list[list[Any]]:
    """A table of random towns beside the figures that rules ask for."""
    register = Register(shipped().named(named(rules)), chance.randrange(10**6), bad=chance.random() < 0.3)
    rows = register.rows(chance.choice((1, 2, 4, 8)), typed)
    titles = list(rows[0])
    kept = ["name", *(title for title in titles[1:] if chance.random() < chance.choice((0.3, 0.7, 1)))]
    return [kept, *([row.get(title) for title in kept] for row in rows)]


def table(form: str) -> Callable[[random.Random], Case]:
    """Tables, by how they are written."""

    def made(chance: random.Random) -> Case:
        options = judged(chance)
        typed = form in ("xlsx", "jsonl", "parquet") and chance.random() < 0.5
        rows = mutated_grid(chance, rows_of(chance, options["rules"], typed), shipped().facts)
        ending, more = form, {}
        if form == "csv":
            more["delimiter"] = chance.choice((",", ",", ";", "\t"))
            ending = "tsv" if more["delimiter"] == "\t" else form
            more["encoding"] = chance.choice(("utf-8", "utf-8", "utf-8", "utf-8-sig", "gb18030", "utf-16"))
            more["line_end"] = chance.choice(("\n", "\n", "\r\n", "\r"))
        content: Content = Grid(rows, form, types="typed" if typed else "text", **more)
        if chance.random() < 0.15:
            binary = form in ("xlsx", "parquet") or chance.random() < 0.3
            content = Raw((flipped if binary else mutated_text)(chance, content.written()))
        return Case(f"table-{form}", {f"towns.{ending}": content}, options)

    return made


def rule_file(chance: random.Random) -> Case:
    """A rule file, the one it was made of, and the seed of the towns that both are tried with."""
    source = chance.choice(rules())
    before = Tree([source], "yaml")
    files = {"rules.yaml": tree(chance, [source], rules(), "yaml", 3), "before.yaml": before}
    return Case("rules", files, {"towns": chance.randrange(10**6), "lang": chance.choice(("en", "zh"))})


def dictionary(chance: random.Random) -> Case:
    """The facts of a rule file's own, changed; at times a whole dictionary."""
    options = {"towns": chance.randrange(10**6), "lang": chance.choice(("en", "zh"))}
    own = [part for part in rules() if part.get("facts")]
    source = chance.choice(own)
    facts = mutated_tree(chance, source["facts"], lambda: part_of(chance, [part["facts"] for part in own]), KEYS, 2)
    if chance.random() < 0.2:
        whole = documents(ROOT / "rules" / "facts.yaml")[0]
        content = tree(chance, [whole], [whole, facts], "yaml", 2)
        return Case("dictionary", {"facts.yaml": content}, options)
    return Case(
        "dictionary",
        {"rules.yaml": Tree([{**source, "facts": facts}], "yaml"), "before.yaml": Tree([source], "yaml")},
        options,
    )


def suite(chance: random.Random) -> Case:
    """Cases of `rules test`."""
    parts = [chance.choice(suites()) for _suite in range(chance.choice((1, 1, 2)))]
    parts = [{**part, "cases": part["cases"][:4]} if "cases" in part else part for part in parts]
    return Case("cases", {"cases.yaml": tree(chance, parts, suites(), "yaml")}, {"lang": chance.choice(("en", "zh"))})


def baseline(chance: random.Random) -> Case:
    """A report of before, and towns to compare with it."""
    earlier = report(chance.choice(("check", "batch")))
    some = {**earlier, "towns": [town for town in earlier["towns"] if chance.random() < 0.4]}
    content = tree(chance, [some], [earlier], "json")
    path = chance.choice(sorted((SAMPLES / "made-up").glob("*.yaml")))
    files = {"earlier.json": content, "towns.yaml": Raw(path.read_bytes())}
    return Case("baseline", files, {**judged(chance), "rules": "shanxi"})
