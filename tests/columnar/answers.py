"""What two runs of `batch` are compared by: every row with all that is told of it, and every problem."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.columnar.registers import Register
from tests.paths import ROOT
from zhenkit.columnar.batch import batch_by_columns
from zhenkit.judging.batch import Request, batch_by_rows
from zhenkit.judging.outcome import REQUIRE
from zhenkit.reports.ranking.columns import titles
from zhenkit.rulesets.catalog import shipped

SAMPLES = ROOT / "samples" / "rules"
RULES = [*shipped().to_judge_by, *(str(file) for file in sorted(SAMPLES.glob("*.yaml")))]
"""The rule sets shipped, and the two programmes that show what else rules may say."""


def answers(request: Request) -> dict[str, Any]:
    """What a run answers; a row's grades, score, merits and place as one value."""
    found = batch_by_columns(request) if request.engine else batch_by_rows(request)
    ranking = found.ranking
    return {
        "rows": list(ranking.rows),
        "problems": sorted(str(problem) for problem in ranking.problems),
        "rejects": sorted(ranking.rejects),
        "remarks": sorted(str(remark) for remark in found.remarks),
        "header": titles(ranking),
        "counts": ranking.counts,
    }


def check_same(engines: Iterable[str], rules: str, seed: int, typed: bool, strict: bool, rows: int = 60) -> None:
    """Engines answer as the evaluator does, on a random table."""
    with tempfile.TemporaryDirectory() as folder:
        file = Register(shipped().named(rules), seed).save(Path(folder), rows, typed)
        distance = None if strict else list(REQUIRE.values())[seed % 3]
        request = Request((str(file),), rules=rules, strict=strict, format="csv", keep=("编号",), distance=distance)
        expected = answers(request)
        for engine in engines:
            found = answers(replace(request, engine=engine))
            for what in expected:
                assert found[what] == expected[what], (engine, what)
    assert expected["counts"].read == rows
