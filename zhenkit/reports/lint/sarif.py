"""What `rules lint` found, as SARIF 2.1.0: a rule a lint, a result a finding; a file that is not there notifies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from zhenkit.analysis.lint.registry import LINTS
from zhenkit.analysis.lint.run import Linted
from zhenkit.core.errors import LintProblem
from zhenkit.core.escape import visible
from zhenkit.reports.judgement.sarif import beyond, descriptor, finding, log


def render(linted: Linted) -> str:
    """The findings as one SARIF log."""
    results = [_result(found) for found in linted.findings]
    for found, reason in linted.acknowledged:
        suppressed = {"suppressions": [{"kind": "inSource", "justification": visible(reason)}]}
        results.append({**_result(found), **suppressed})
    rules = [descriptor(lint.code, lint.why, lint.level) for lint in LINTS.values()]
    return log(rules, results, linted.trouble, linted.left_out)


def limits(linted: Linted) -> Iterator[str]:
    """A remark where GitHub takes no log of so many findings."""
    yield from beyond(len(linted.findings) + len(linted.acknowledged))


def _result(found: LintProblem) -> dict[str, Any]:
    return finding(found, found.code, list(LINTS).index(found.code), LINTS[found.code].level)
