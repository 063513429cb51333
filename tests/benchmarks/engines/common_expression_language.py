"""The standard in `common-expression-language` (CEL in Rust): one compiled program that answers with a list."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import cel

from tests.benchmarks.engines.standard import Completed, Grades, Judging, formulas, grades

PACKAGE = "common-expression-language"
SIGNS = {"and": "&&", "or": "||", "not": "!"}


def judging(towns: Sequence[Completed]) -> Judging:
    """Judge these towns; the program is compiled before."""
    program = cel.compile(f"[{', '.join(map(_written, formulas('size({})'.format).values()))}]")

    def judge() -> list[Grades]:
        found: list[Grades] = []
        for worst, best in towns:
            low = program.execute(worst)
            found.append(grades(low, low if best is None else program.execute(best)))
        return found

    return judge


def ask(formula: str, facts: Mapping[str, Any]) -> object:
    """What it makes of one formula."""
    return cel.evaluate(_written(formula), dict(facts))


def _written(formula: str) -> str:
    return re.sub(r"\b(and|or|not)\b", lambda word: SIGNS[word[0]], formula)
