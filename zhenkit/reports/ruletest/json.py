"""Cases that were run, as JSON, and what no case reaches."""

from __future__ import annotations

from typing import Any

from zhenkit.analysis.ruletest.coverage import Coverage
from zhenkit.analysis.ruletest.expectations import INCOMPLETE_WORDS, VERDICT
from zhenkit.analysis.ruletest.run import Casework, Ran
from zhenkit.checks.grades import Span
from zhenkit.reports.layout.json import document
from zhenkit.reports.ruletest.phrases import kinds


def render(casework: Casework, _fail_under: float) -> str:
    """The cases and what each rule set's reach, a case and a rule set a line."""
    return document(
        {},
        {
            "problems": [problem._asdict() for problem in casework.problems],
            "cases": [_case(ran, casework) for ran in casework.ran],
            "coverage": [_coverage(coverage, casework) for coverage in casework.coverage.values()],
        },
    )


def _case(ran: Ran, casework: Casework) -> dict[str, Any]:
    line, column = ran.case.find(())
    failures = []
    for failure in ran.failures:
        what, number, wanted, at = failure.expectation
        at_line, at_column = ran.case.find(at)
        failures.append(
            {
                "what": what,
                "criterion": number,
                "expected": _answer(wanted, what),
                "got": _answer(failure.got, what),
                "line": at_line,
                "column": at_column,
            }
        )
    return {
        "name": ran.case.name,
        "file": ran.case.file,
        "line": line,
        "column": column,
        "rule_set": casework.called(ran.case.rule_set),
        "passed": not failures,
        "failures": failures,
    }


def _coverage(coverage: Coverage, casework: Casework) -> dict[str, Any]:
    reached, total = coverage.count()
    return {
        "rule_set": casework.called(coverage.rule_set),
        "percent": coverage.percent,
        "reached": reached,
        "total": total,
        "kinds": {kind: {"reached": reached, "total": total} for kind, reached, total in kinds(coverage)},
        "not_reached": [
            {
                "kind": target.kind,
                "criterion": target.criterion.number,
                "clause": target.criterion.clause,
                "text": target.lacking._asdict(),
            }
            for target in coverage.not_reached
        ],
    }


def _answer(answer: Span | tuple[str, ...] | None, what: str) -> object:
    if answer is None:
        return INCOMPLETE_WORDS[0]
    if not isinstance(answer, Span):
        return list(answer)
    worst, best = [end.verdict if what == VERDICT else end.word for end in answer]
    return worst if worst == best else [worst, best]
