"""Holds the form's script to the evaluator: `python -m tests.reports.form.agreement --count 2000 --seed 1`.

It judges so many random towns of each rule set that zhenkit ships, and of so many random rule sets and so many whose
facts are computed in every way a few towns each. The page is asked once for each hundred rule sets.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from tests.browser import Browser, chromium
from tests.reports.form.towns import Case, case, derived_cases, random_cases, towns_of
from zhenkit.checks.steps import least_met
from zhenkit.checks.tree import AT_LEAST_MEMBERS, FEWER_MEMBERS, INCLUDES, FigureTable, Leaf, leaves
from zhenkit.core.i18n import speaking
from zhenkit.facts.quantities import Range
from zhenkit.facts.town import Town
from zhenkit.facts.types.base import Value
from zhenkit.judging.judgement import judge
from zhenkit.reports.form.html import render
from zhenkit.rulesets.catalog import shipped
from zhenkit.rulesets.model import RuleSet

JUDGE = """
return JSON.stringify(JSON.parse(arguments[0]).map(({rules, towns}) =>
  towns.map(({facts, decisions}) => zhenkit.judge(rules, facts, decisions))));
"""
AT_ONCE = 100


class Found(NamedTuple):
    """How many towns were judged, how many ways were tried, and what differs."""

    towns: int
    ways: int
    differing: list[str]


def shipped_ids() -> list[str]:
    """The rule sets that zhenkit ships and towns can be judged by."""
    return list(shipped().to_judge_by)


def shipped_cases(count: int, number: int) -> Iterator[Case]:
    """So many towns of each rule set that zhenkit ships."""
    for name in shipped_ids():
        rules = shipped().named(name, None).to_judge_by
        yield case(rules, towns_of(rules, count, number))


def held(browser: Browser, cases: Sequence[Case]) -> Found:
    """The cases judged in the page that is open; what differs is told."""
    towns, ways, differing = 0, 0, []
    for at in range(0, len(cases), AT_ONCE):
        some = cases[at : at + AT_ONCE]
        asked = json.dumps([{"rules": each.data, "towns": each.told} for each in some])
        answers = json.loads(browser.driver.execute_script(JUDGE, asked))
        for each, found in zip(some, answers, strict=True):
            for town, told, wanted, answer in zip(each.towns, each.told, each.answers, found, strict=True):
                towns += 1
                if (said := _compared(told, wanted, answer)) is not None:
                    differing.append(f"{said}\n{json.dumps(each.data['criteria'])}\n{told}")
                tried, short = _ways(each.rules, town, answer)
                ways += tried
                differing += [f"not enough: {said}\n{told}" for said in short]
    return Found(towns, ways, differing)


def _compared(told: Any, wanted: Any, answer: Any) -> str | None:
    if answer["told"]:
        return f"not read: {answer['told']}"
    ends = [[each["span"], each["missing"], each["uncertain"], each["complete"]] for each in answer["criteria"]]
    if wanted != (got := {"span": answer["span"], "criteria": ends}):
        return f"the evaluator has {wanted}, the page {got}"
    return None


def _ways(rules: RuleSet, town: Town, answer: Any) -> tuple[int, list[str]]:
    """How many ways that are said to be enough were tried, and which are not."""
    every = [leaf for criterion in rules.criteria for leaf in leaves(criterion.require)]
    tried, short = 0, []
    for criterion, found in zip(rules.criteria, answer["criteria"], strict=True):
        facts = dict(town.facts)
        way = [every[leaf["at"]] for leaf in found["leaves"]]
        if not way or not all(_meet(leaf, facts) for leaf in way):
            continue
        tried += 1
        judged = judge(Town(facts, {}, town.decisions), rules)
        worst = judged.criteria[rules.criteria.index(criterion)].span.worst
        if worst < found["reaches"]:
            short.append(f"{criterion.number} comes to {worst!r}, not {found['reaches']}: {found['leaves']}")
    return tried, short


def _meet(leaf: Leaf, facts: dict[str, Value]) -> bool:
    """Change a fact so that a leaf is met; False where that is not for the leaf alone to say."""
    fact = leaf.fact
    if fact.derived is not None or (isinstance(leaf.figure, FigureTable) and leaf.figure.by.id not in facts):
        return False
    figure, value = leaf.asked(facts), facts.get(fact.id)
    if leaf.operator in (INCLUDES, AT_LEAST_MEMBERS, FEWER_MEMBERS):
        now = value if value is not None else (fact.type.bottom if leaf.operator.upward else fact.type.top)
        others = sorted(fact.type.top - now)
        if leaf.operator is INCLUDES:
            facts[fact.id] = now | figure
        elif leaf.operator is AT_LEAST_MEMBERS:
            facts[fact.id] = now | frozenset(others[: max(figure - len(now), 0)])
        else:
            facts[fact.id] = frozenset(sorted(now)[: max(figure - 1, 0)])
        return bool(leaf.operator.holds(facts[fact.id], figure))
    met = least_met(leaf, figure)
    if met is None:
        return False  # no value of the fact is enough
    if value is None or isinstance(value, Range):
        value = met
    facts[fact.id] = max(value, met) if leaf.operator.upward else min(value, met)
    return True


def main(arguments: list[str] | None = None) -> int:
    """Judge, and say what differs: 0 nothing, 1 something."""
    parser = argparse.ArgumentParser(description="Holds the form's script to the evaluator.")
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    code = 0
    with tempfile.TemporaryDirectory() as name, chromium(Path(name) / "profile") as browser, speaking("en"):
        browser.driver.set_script_timeout(3600)
        browser.open(render(shipped().named("shanxi", None)).encode(), Path(name))
        for kind, make in (("shipped", shipped_cases), ("random", random_cases), ("computed", derived_cases)):
            found = held(browser, list(make(given.count, given.seed)))
            print(f"{kind}: {found.towns} towns, {found.ways} ways, {len(found.differing)} differ", flush=True)
            for said in found.differing[:3]:
                print(said)
            code = code or bool(found.differing)
    return code


if __name__ == "__main__":
    sys.exit(main())
