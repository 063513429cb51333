"""The kinds of cases: of inputs in every format, of each command beside those that judge, of the library."""

from __future__ import annotations

import contextlib
import csv
import io
import random
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from tests.fuzz.cases import Case, chance_of
from tests.fuzz.contents import Content, Grid, Raw, Tree
from tests.fuzz.material import (
    SAMPLES,
    STANDARDS,
    baseline,
    dictionary,
    documents,
    judged,
    named,
    rows_of,
    rule_file,
    rules,
    suite,
    table,
    town_file,
    towns,
    tree,
)
from tests.fuzz.mutate import mutated_grid, mutated_text, title, word
from tests.paths import ROOT
from zhenkit.cli import main
from zhenkit.core.i18n import speaking
from zhenkit.judging.answers import COLUMNS as ASKED
from zhenkit.reports.formats import formats_of
from zhenkit.rulesets.catalog import shipped

VERDICTS = ("pass", "relaxed", "review")
WITH_GOALS = [part for part in rules() if part.get("goals")]
YEARLY = sorted((SAMPLES / "assessment").rglob("*.yaml"))


def of_command(chance: random.Random, name: str) -> dict[str, Any]:
    """Options of a command that reports on towns: by which standard, in which language and format."""
    return {
        "rules": chance.choice(STANDARDS),
        "to": chance.choice(VERDICTS),
        "lang": chance.choice(("en", "zh")),
        "format": chance.choice([format for format in formats_of(name) if format not in ("json", "text")]),
    }


def some_towns(chance: random.Random, rules: str, most: int = 2) -> dict[str, Content]:
    """A file of a few towns, of samples or with figures beside those asked for, at times as they are."""
    if chance.random() < 0.5:
        rows = rows_of(chance, rules, typed=False)[: 1 + most]
        return {
            "towns.csv": Grid(mutated_grid(chance, rows, shipped().facts) if chance.random() < 0.5 else rows, "csv")
        }
    parts = [chance.choice(towns()) for _town in range(chance.randint(1, most))]
    return {"towns.yaml": tree(chance, parts, towns(), "yaml") if chance.random() < 0.6 else Tree(parts, "yaml")}


def fact(chance: random.Random, rules: str) -> str:
    """What a fact that a standard asks for is called, at times another or none."""
    if chance.random() < 0.1:
        return chance.choice((title(chance, shipped().facts), word(chance)))
    asked = chance.choice(shipped().named(named(rules)).asked)
    return chance.choice((asked.id, str(asked.label)))


def given(chance: random.Random, rules: str) -> str:
    """What `--set` may say."""
    header, *rows = rows_of(chance, rules, typed=False)
    at = chance.randrange(len(header))
    return f"{header[at]}={rows[0][at] if chance.random() < 0.8 else word(chance)}"


def gap(chance: random.Random) -> Case:
    """What separates towns from a verdict."""
    options = of_command(chance, "gap")
    files, more = some_towns(chance, options["rules"]), ["--most", chance.choice(("0", "1", "5", "20"))]
    for flag, share in (("--ladder", 0.15), ("--ask", 0.3), ("--blockers", 0.3)):
        more += [flag] if chance.random() < share else []
    for option, share in (("--fixed", 0.2), ("--free", 0.2)):
        more += [option, fact(chance, options["rules"])] if chance.random() < share else []
    if chance.random() < 0.3 and "--ladder" not in more:
        more += ["--set", given(chance, options["rules"])]
    if chance.random() < 0.25:
        costs = {fact(chance, options["rules"]): chance.choice((0, 1, 2.5, "3/4", 10**9)) for _fact in range(3)}
        files["costs.yaml"] = tree(chance, [{**costs, "prove": 2}], [costs], "yaml", 1)
        more += ["--costs", "costs.yaml"]
    return Case("gap", files, {**options, "more": more})


def sweep(chance: random.Random) -> Case:
    """What hangs on a fact, or on two."""
    options = of_command(chance, "sweep")
    options["facts"] = [fact(chance, options["rules"]) for _fact in range(chance.choice((1, 1, 2)))]
    options["more"] = ["--set", given(chance, options["rules"])] if chance.random() < 0.2 else []
    return Case("sweep", some_towns(chance, options["rules"]), options)


def reform(chance: random.Random) -> Case:
    """A standard that changes: by another, by a rule file that is changed, by a figure."""
    options = {**of_command(chance, "reform"), "other": chance.choice(STANDARDS), "set": []}
    files = some_towns(chance, options["rules"], 4)
    if chance.random() < 0.3:
        files["rules.yaml"] = tree(chance, [chance.choice(rules())], rules(), "yaml", 2)
    elif chance.random() < 0.6:
        rule_set = shipped().named(named(options["rules"]))
        for _figure in range(chance.choice((1, 1, 2))):
            criterion, asked = chance.choice(rule_set.criteria), chance.choice(rule_set.asked)
            path = chance.choice((f"{criterion.number}.{asked.id}", f"{criterion.number}.manufacturing", word(chance)))
            value = chance.choice(("12", "0", "30亿元", "5%", "省级", word(chance)))
            options["set"].append(chance.choice((f"{path}={value}", f"{criterion.number}.{asked.id}.at_least={value}")))
    return Case("reform", files, options)


def goals(chance: random.Random) -> Case:
    """How far the goals of a region are reached."""
    options = {**of_command(chance, "goals"), "rules": chance.choice([part["id"] for part in WITH_GOALS])}
    options["on"] = chance.choice(("2024-03-01", "2025-12-31", "2031-01-01", word(chance)))
    files: dict[str, Content] = {}
    if chance.random() < 0.5:
        files["rules.yaml"] = tree(chance, [chance.choice(WITH_GOALS)], WITH_GOALS, "yaml", 2)
    if chance.random() < 0.8:
        stated = [part for path in sorted((SAMPLES / "rules" / "goals").glob("*.yaml")) for part in documents(path)]
        part = [chance.choice(stated)] if chance.random() < 0.5 else stated
        files["towns.yaml"] = tree(chance, part, stated, "yaml", 2)
    return Case("goals", files or {"towns.yaml": Tree(towns()[:1], "yaml")}, options)


@cache
def ledger_of_before(ending: str) -> bytes:
    """A ledger that was kept of the samples."""
    with tempfile.TemporaryDirectory() as folder, speaking("zh"), contextlib.redirect_stdout(io.StringIO()):
        kept = Path(folder, f"ledger{ending}")
        command = ["ledger", str(SAMPLES / "made-up"), "--rules", "shanxi", "--on", "2025-01-01", "--ledger", str(kept)]
        with contextlib.redirect_stderr(io.StringIO()):
            main.run([*command, "--due", "2025-02-01", "--output", str(Path(folder, "report.txt"))])
        return kept.read_bytes()


def ledger(chance: random.Random) -> Case:
    """A ledger that is begun, or brought up to date though people changed it."""
    options = {**of_command(chance, "ledger"), "begin": chance.random() < 0.4}
    ending = chance.choice((".csv", ".yaml", ".xlsx"))
    text = ledger_of_before(".csv" if ending == ".xlsx" else ending)
    if ending == ".yaml":
        content: Content = Raw(mutated_text(chance, text) if chance.random() < 0.7 else text)
    else:
        rows = list(csv.reader(io.StringIO(text.decode("utf-8-sig"))))
        rows = [rows[0], *chance.sample(rows[1:], min(12, len(rows) - 1))]
        rows = mutated_grid(chance, rows, shipped().facts) if chance.random() < 0.7 else rows
        content = Grid(rows, ending[1:])
    return Case("ledger", {**some_towns(chance, options["rules"]), f"ledger{ending}": content}, options)


def merge(chance: random.Random) -> Case:
    """What departments filled in, for the towns of a file."""
    options = {"lang": chance.choice(("en", "zh")), "more": ["--replace"] if chance.random() < 0.3 else []}
    parts = [chance.choice(towns()) for _town in range(chance.randint(1, 3))]
    stated = tree(chance, parts, towns(), "yaml", 1) if chance.random() < 0.4 else Tree(parts, "yaml")
    rows: list[list[Any]] = [[getattr(said, options["lang"]) for said in ASKED.values()]]
    for _answer in range(chance.choice((1, 3, 6))):
        town = chance.choice(parts)
        header, *answers = rows_of(chance, "shanxi", typed=False)
        at = chance.randrange(1, len(header)) if len(header) > 1 else 0
        places = {
            "town": town.get("name", town.get("名称")),
            **{key: town.get(key, "") for key in ("province", "city")},
        }
        row = {**places, "county": town.get("county", ""), "fact": header[at], "answer": answers[0][at]}
        row |= {key: word(chance) for key in ("evidence", "by", "why", "department") if chance.random() < 0.4}
        rows.append([row.get(key, "") for key in ASKED])
    rows = mutated_grid(chance, rows, shipped().facts) if chance.random() < 0.6 else rows
    form = chance.choice(("csv", "csv", "xlsx"))
    return Case("merge", {f"answers.{form}": Grid(rows, form), "towns.yaml": stated}, options)


def assess(chance: random.Random) -> Case:
    """The towns of a year, those of the last, who is commended, and letters."""
    options = {**of_command(chance, "assess"), "more": ["--strict"] if chance.random() < 0.2 else [], "letters": []}
    of_years = [part for path in YEARLY for part in documents(path)]
    this, last = (chance.sample(of_years, chance.choice((1, 3, 5))) for _year in range(2))
    options["rules"] = chance.choice(("shanxi", "shanxi", options["rules"]))
    files: dict[str, Content] = {"towns.yaml": tree(chance, this, towns(), "yaml", 2)}
    if chance.random() < 0.7:
        files["last.yaml"] = tree(chance, last, towns(), "yaml", 1)
    if chance.random() < 0.4:
        by = documents(ROOT / "rules" / "assessment.yaml")[0]
        files["by.yaml"] = tree(chance, [by], [by], "yaml", 2)
    for option in ("--issuer", "--code", "--addressee"):
        said = chance.choice((word(chance), f"{{county}}{word(chance)}", "{town}", "{0}", "{town.__class__}", "{"))
        options["letters"] += [option, said] if chance.random() < 0.3 else []
    return Case("assess", files, options)


def dossier(chance: random.Random) -> Case:
    """What an application asks for."""
    options = judged(chance)
    parts = [chance.choice(towns()) for _town in range(chance.choice((1, 2)))]
    parts = [{**part, "name": word(chance) + "镇"} if chance.random() < 0.5 else part for part in parts]
    content = tree(chance, parts, towns(), "yaml", 2) if chance.random() < 0.3 else Tree(parts, "yaml")
    return Case("dossier", {"towns.yaml": content}, options)


def form(chance: random.Random) -> Case:
    """A page to fill in, of a rule file that is changed."""
    source = chance.choice(rules())
    return Case(
        "form", {"rules.yaml": tree(chance, [source], rules(), "yaml", 3)}, {"lang": chance.choice(("en", "zh"))}
    )


def document(chance: random.Random) -> Case:
    """An official document, damaged as scans and conversions damage it."""
    lines = (SAMPLES / "rules" / "documents" / "made-up-plan.md").read_text("utf-8").splitlines()
    for _damage in range(chance.choice((1, 3, 10))):
        at = chance.randrange(len(lines))
        cut = chance.randrange(len(lines[at]) + 1)
        said = chance.choice((*MARKED, word(chance)))
        lines[at : at + 1] = chance.choice(
            ([], [lines[at][:cut], lines[at][cut:]], [lines[at][:cut] + said + lines[at][cut:]], [lines[at]] * 2)
        ) or [""]
    text = "\n".join(lines).encode("utf-8", "replace")
    files: dict[str, Content] = {"plan.md": Raw(mutated_text(chance, text) if chance.random() < 0.2 else text)}
    return Case("document", files, {"lang": chance.choice(("en", "zh"))})


MARKED = (
    "原则上",
    "放宽",
    "优先",
    "以上",
    "不少于",
    "5亿元",
    "3家",
    "制造业",
    "省级",
    "（三）",
    "第二条",
    "。",
    "、",
    "不予认定",
)
"""Words of documents that have a meaning of their own."""


def python(chance: random.Random) -> Case:
    """Towns, and tables of them, as `import zhenkit` is given them."""
    options = judged(chance)
    options["fixed"] = [fact(chance, options["rules"])] if chance.random() < 0.3 else []
    facts = [fact(chance, options["rules"]) for _fact in range(3)]
    options["sweep"] = [facts[:1], facts[1:]]
    parts = [chance.choice(towns()) for _town in range(chance.choice((1, 2)))]
    form = chance.choice(("csv", "jsonl", "parquet", "xlsx"))
    rows = mutated_grid(chance, rows_of(chance, options["rules"], form != "csv"), shipped().facts)
    types = "text" if form == "csv" else "typed"
    files = {"towns.json": tree(chance, parts, towns(), "json", 3), f"table.{form}": Grid(rows, form, types=types)}
    return Case("python", files, options)


KINDS: dict[str, Callable[[random.Random], Case]] = {
    "table-csv": table("csv"),
    "table-xlsx": table("xlsx"),
    "table-jsonl": table("jsonl"),
    "table-parquet": table("parquet"),
    "towns-yaml": town_file("yaml"),
    "towns-json": town_file("json"),
    "rules": rule_file,
    "dictionary": dictionary,
    "cases": suite,
    "baseline": baseline,
    "gap": gap,
    "sweep": sweep,
    "reform": reform,
    "goals": goals,
    "ledger": ledger,
    "merge": merge,
    "assess": assess,
    "dossier": dossier,
    "form": form,
    "document": document,
    "python": python,
}
"""What makes a case of each kind."""


def case(seed: int, kind: str, number: int) -> Case:
    """The case of this seed, kind and number."""
    return KINDS[kind](chance_of(seed, kind, number))
