"""What `rules lint` found, as SARIF 2.1.0: a rule a lint, a result a finding; a file that is not there notifies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from zhenkit.analysis.lint.lint import Lint
from zhenkit.analysis.lint.registry import LINTS
from zhenkit.analysis.lint.run import Linted
from zhenkit.core.errors import LintProblem
from zhenkit.core.escape import visible
from zhenkit.reports.judgement.sarif import beyond, location, log, message
from zhenkit.rulesets.model import digest

FINGERPRINT = "findingAndFile/v1"
"""Names what a finding is known by from run to run: its lint, its file and what it says, whatever its line."""


def render(linted: Linted) -> str:
    """The findings as one SARIF log."""
    codes = list(LINTS)
    results = [_result(finding, codes.index(finding.code)) for finding in linted.findings]
    for finding, reason in linted.acknowledged:
        suppressed = {"suppressions": [{"kind": "inSource", "justification": visible(reason)}]}
        results.append({**_result(finding, codes.index(finding.code)), **suppressed})
    return log([_descriptor(lint) for lint in LINTS.values()], results, linted.trouble, linted.left_out)


def limits(linted: Linted) -> Iterator[str]:
    """A remark where GitHub takes no log of so many findings."""
    yield from beyond(len(linted.findings) + len(linted.acknowledged))


def _descriptor(lint: Lint) -> dict[str, Any]:
    return {
        "id": lint.code,
        "name": "".join(part.capitalize() for part in lint.code.split("-")),
        "shortDescription": {"text": lint.why},
        "defaultConfiguration": {"level": lint.level},
    }


def _result(finding: LintProblem, index: int) -> dict[str, Any]:
    return {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": LINTS[finding.code].level,
        "message": {"text": message(finding.message)},
        "locations": [location(finding.file, finding.line, finding.column)],
        "partialFingerprints": {FINGERPRINT: digest([finding.code, finding.file, finding.message])},
    }
