"""zhenkit's own judging of a register, row by row: what every other way of judging must agree with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from tests.benchmarks.registers import title
from zhenkit.facts.fact import Fact
from zhenkit.facts.town import Town
from zhenkit.judging.judgement import Judgement, judge
from zhenkit.rulesets.model import RuleSet

NUMBERS = range(1, 9)


def judgements(register: pl.DataFrame, rules: RuleSet) -> Iterator[Judgement]:
    """Each town of a register with types, judged by the row evaluator."""
    facts = [*rules.facts.by_id.values()]
    columns = {title(fact): fact for fact in facts if title(fact) in register.columns}
    for row in register.iter_rows(named=True):
        yield judge(
            Town({fact.id: _read(fact, row[name]) for name, fact in columns.items() if row[name] is not None}), rules
        )


def judged_rows(register: pl.DataFrame, rules: RuleSet) -> list[tuple[Any, ...]]:
    """The rows that `zhenkit batch` writes for a register, grades as integers."""
    return [tuple(_row(judgement)) for judgement in judgements(register, rules)]


def _row(judgement: Judgement) -> Iterator[Any]:
    facts: Mapping[str, Any] = judgement.town.facts
    yield from (facts[name] for name in ("name", "province", "city", "county"))
    yield from (judgement.rule_set.id, judgement.verdict, *map(int, judgement.span))
    for judged in judgement.criteria:
        yield from map(int, judged.span)
    yield sum(merit.held is True for merit in judgement.merits)


def _read(fact: Fact, value: Any) -> Any:
    return fact.type.read(f"{value}元" if fact.type.name == "money" else value)
