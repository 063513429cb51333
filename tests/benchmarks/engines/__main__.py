"""A process of its own that judges a register in another engine, and compares every row with zhenkit's evaluator.

`python -m tests.benchmarks.engines NAME ROWS ROUNDS` prints JSON: the least processor and clock time of the rounds,
how many rows differ, and how many of those OpenFisca's 32-bit money explains. Making the engine's input is not timed.
`python -m tests.benchmarks.engines pitfalls` prints what each engine makes of a missing value, and of money.
"""

from __future__ import annotations

import importlib
import json
import struct
import sys
from collections.abc import Callable
from types import ModuleType

from tests.benchmarks.by_hand_polars import OUTPUT, YI
from tests.benchmarks.engines.standard import completed
from tests.benchmarks.judged import judged_rows
from tests.benchmarks.measuring import Function, least
from tests.benchmarks.registers import towns
from zhenkit import load_rules

MODULES = {
    "zen-engine": "gorules",
    "common-expression-language": "common_expression_language",
    "rule-engine": "ruleengine",
    "openfisca-core": "openfisca",
}
QUESTIONS: tuple[tuple[str, dict[str, int | None]], ...] = (
    ("supporting_firms >= 10", {"supporting_firms": None}),
    ("clear_plan ? 3 : 0", {"clear_plan": None}),
    ("not exports", {"exports": None}),
    (f"annual_output >= {20 * YI}", {"annual_output": 20 * YI - 1}),
)
THRESHOLDS = (YI, 10 * YI, 20 * YI)


def load(name: str) -> ModuleType:
    """The engine's module; the engine itself is imported with it."""
    return importlib.import_module(f"tests.benchmarks.engines.{MODULES[name]}")


def measure(name: str, rows: int, rounds: int) -> dict[str, float]:
    """Judge a register, compare, and time."""
    register = towns(rows).collect()
    judge = load(name).judging([completed(town) for town in register.iter_rows(named=True)])
    expected = [row[8:] for row in judged_rows(register, load_rules("shanxi"))]
    differing = [
        output
        for output, answer, right in zip(register[OUTPUT], judge(), expected, strict=True)
        if tuple(answer) != right
    ]
    cost = least({"judge": Function(judge, 1)}, rounds)["judge"]
    return {
        "processor": cost.processor,
        "clock": cost.clock,
        "differing": len(differing),
        "rounded": sum(output is not None and _rounds_to_a_threshold(output) for output in differing),
    }


def _rounds_to_a_threshold(output: int) -> bool:
    """Whether the figure is below a threshold that its nearest 32-bit float is not below."""
    (rounded,) = struct.unpack("f", struct.pack("f", output))
    return any(output < threshold <= rounded for threshold in THRESHOLDS)


def pitfalls() -> None:
    """Print what each engine makes of missing values, and of a yuan too little."""
    for name in MODULES:
        engine = load(name)
        print(name)
        for formula, facts in QUESTIONS:
            ((fact, value),) = facts.items()
            answer = _told(lambda ask=engine.ask, formula=formula, facts=facts: ask(formula, facts))
            print(f"  {formula}, {fact} {'missing' if value is None else value}: {answer}")


def _told(ask: Callable[[], object]) -> str:
    try:
        return repr(ask())
    except Exception as error:  # noqa: BLE001  # whatever it raises is what is shown
        said = str(error).partition("\n")[0].partition(". ")[0]
        return f"{type(error).__name__}: {said}"


if __name__ == "__main__":
    if sys.argv[1] == "pitfalls":
        pitfalls()
    else:
        print(json.dumps(measure(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))))
