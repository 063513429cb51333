"""Made-up towns at random, the same ones for a seed: whole ones to compare verdicts on, files with gaps to time."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from zhenkit.facts.fact import Fact
from zhenkit.facts.types.members import MemberType
from zhenkit.rulesets.model import RuleSet

Facts = dict[str, Any]

CATEGORIES = ("manufacturing", "agriculture", "light_industry", "other")
EXACT_OUTPUTS = ("9999.99万元", "1亿元", "1.00000001亿元", "9.99999999亿元", "10亿元", "19.99999999亿元", "20亿元")
"""Figures at and just beside the standard's thresholds."""
EVENLY = ("exports", "historical_origin", "geographical_indication", "traditional_feature")


def whole_towns(rules: RuleSet, count: int, seed: int) -> Iterator[Facts]:
    """The facts of towns that leave nothing out, as zhenkit reads them.

    Towns range from those that nearly always have what is asked to those that seldom do, so that every verdict occurs.
    """
    luck = random.Random(seed)
    for number in range(count):
        raw = _town(rules, luck, number, good=luck.choice((0.5, 0.9, 0.98, 1.0)))
        yield {name: rules.facts[name].type.read(value) for name, value in raw.items()}


def write_files(rules: RuleSet, folder: Path, count: int, seed: int) -> None:
    """Write town files, one town each: some cells missing, some ranges and evidence, a third in Chinese."""
    luck = random.Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        town = _town(rules, luck, number, good=luck.choice((0.8, 0.95, 1.0, 1.0)))
        gaps = luck.choice((0.0, 0.05, 0.15))
        for name in list(town)[1:]:
            if luck.random() < gaps:
                del town[name]
        if "annual_output" in town and luck.random() < 0.1:
            low = luck.uniform(0.5, 30)
            town["annual_output"] = f"{low:.2f}~{low * 1.1:.2f}亿元"
        if "supporting_firms" in town and luck.random() < 0.05:
            town["supporting_firms"] = f"{luck.randrange(5, 12)}~{luck.randrange(12, 30)}"
        text = _file(rules, town, luck, chinese=number % 3 == 0)
        (folder / f"town-{number:04}.yaml").write_text(text, encoding="utf-8")


def _town(rules: RuleSet, luck: random.Random, number: int, good: float) -> Facts:
    """Every fact of a town as a file would state it; `good` is how often a fact is as asked."""
    town: Facts = {
        "name": f"虚构专业镇{number:04}",
        "province": "山西省",
        "city": luck.choice(("云岫市", "青岚市", "石泉市")),
        "county": f"第{number % 97}县",
        "year": luck.randrange(2020, 2025),
        "firms": luck.randrange(20, 400),
        "employees": luck.randrange(500, 40_000),
        "output_basis": luck.choice(("output", "output", "sales", "revenue", "chain")),
        "leading_industry": luck.choice(("精密铸造", "小米", "玻璃器皿", "中药材", "乡村旅游")),
        "category": luck.choice(CATEGORIES),
    }
    for name, fact in rules.facts.by_id.items():
        if name not in town:
            town[name] = _value(fact, luck, 0.5 if name in EVENLY else good)
    return town


def _value(fact: Fact, luck: random.Random, good: float) -> Any:
    as_asked = luck.random() < good
    kind = fact.type.name
    if kind == "money":
        return luck.choice(EXACT_OUTPUTS) if luck.random() < 0.2 else f"{luck.uniform(0.1, 45):.2f}亿元"
    if kind == "count":
        return luck.randrange(10, 60) if as_asked else luck.randrange(0, 12)
    if isinstance(fact.type, MemberType):
        members = list(fact.type.by_id)
        if kind == "level":  # the two highest are what the standard asks of any
            return luck.choice(members[-2:] if as_asked else members)
        return members if as_asked else luck.sample(members, luck.randrange(len(members)))
    if kind == "date":
        return f"{luck.randrange(2022, 2025)}-12-01"
    return as_asked


def _file(rules: RuleSet, town: Facts, luck: random.Random, chinese: bool) -> str:
    facts = rules.facts
    lines = ["# a made-up town"]
    for name, value in town.items():
        fact = facts[name]
        lines.append(f"{fact.label.zh if chinese else name}: {_written(fact, value, chinese)}")
    lines.append("佐证:" if chinese else "evidence:")
    for name in sorted(luck.sample([name for name in town if name not in ("name", "province", "city", "county")], 4)):
        key = facts[name].label.zh if chinese else name
        lines.append(f"  {key}: 年鉴（虚构），{luck.randrange(2020, 2025)}-06-30，第{luck.randrange(1, 400)}页")
    return "\n".join(lines) + "\n"


def _written(fact: Fact, value: Any, chinese: bool) -> str:
    if isinstance(value, bool):
        return ("是" if value else "否") if chinese else ("yes" if value else "no")
    if not isinstance(fact.type, MemberType):
        return str(value)
    if isinstance(value, list):
        return "[" + ", ".join(_word(fact.type, member, chinese) for member in value) + "]"
    return _word(fact.type, value, chinese)


def _word(kind: MemberType, member: str, chinese: bool) -> str:
    return kind.by_id[member].label.zh if chinese else member
