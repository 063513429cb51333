"""The standard in `rule-engine`: one rule for each criterion, parsed before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import rule_engine

from tests.benchmarks.engines.standard import Completed, Grades, Judging, formulas, grades

PACKAGE = "rule-engine"


def judging(towns: Sequence[Completed]) -> Judging:
    """Judge these towns; the rules are parsed before."""
    rules = [rule_engine.Rule(formula) for formula in formulas("{}.length".format).values()]

    def answers(town: Mapping[str, Any]) -> list[int]:
        return [int(rule.evaluate(town)) for rule in rules]

    def judge() -> list[Grades]:
        found: list[Grades] = []
        for worst, best in towns:
            low = answers(worst)
            found.append(grades(low, low if best is None else answers(best)))
        return found

    return judge


def ask(formula: str, facts: Mapping[str, Any]) -> object:
    """What it makes of one formula."""
    return rule_engine.Rule(formula).evaluate(facts)
