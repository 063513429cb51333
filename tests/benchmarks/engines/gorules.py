"""The standard in `zen-engine` (GoRules): a decision of one expression node, asked in batches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import zen

from tests.benchmarks.engines.standard import Completed, Grades, Judging, formulas, grades

PACKAGE = "zen-engine"
BATCH = 5000
KEYS = tuple(formulas())


def decision() -> dict[str, Any]:
    """The decision model, as GoRules' editor would save it."""
    expressions = [{"id": key, "key": key, "value": formula} for key, formula in formulas().items()]
    nodes = [
        {"id": "request", "type": "inputNode", "name": "request", "position": {"x": 0, "y": 0}},
        {
            "id": "standard",
            "type": "expressionNode",
            "name": "standard",
            "position": {"x": 300, "y": 0},
            "content": {"expressions": expressions},
        },
        {"id": "response", "type": "outputNode", "name": "response", "position": {"x": 600, "y": 0}},
    ]
    edges = [
        {"id": f"{one}-{other}", "sourceId": one, "targetId": other, "type": "edge"}
        for one, other in (("request", "standard"), ("standard", "response"))
    ]
    return {"nodes": nodes, "edges": edges}


def judging(towns: Sequence[Completed]) -> Judging:
    """Judge these towns; the engine is made and its decision compiled before."""
    engine = zen.ZenEngine({"loader": {"type": "static", "content": {"shanxi": decision()}}})

    def judge() -> list[Grades]:
        found: list[Grades] = []
        for start in range(0, len(towns), BATCH):
            batch = towns[start : start + BATCH]
            ends = [end for town in batch for end in town if end is not None]
            answers = iter(engine.evaluate_batch([{"key": "shanxi", "context": end} for end in ends]))
            for town in batch:
                worst = _values(next(answers))
                found.append(grades(worst, worst if town.best is None else _values(next(answers))))
        return found

    return judge


def _values(answer: dict[str, Any]) -> list[int]:
    result = answer["data"]["result"]
    return [int(result[key]) for key in KEYS]


def ask(formula: str, facts: Mapping[str, Any]) -> object:
    """What it makes of one formula."""
    return zen.evaluate_expression(formula, dict(facts))
