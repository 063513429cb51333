"""What `rules lint` found, as JSON."""

from __future__ import annotations

from typing import Any

from zhenkit.analysis.lint.registry import LINTS
from zhenkit.analysis.lint.run import Linted
from zhenkit.core.errors import LintProblem
from zhenkit.core.i18n import both
from zhenkit.reports.layout.json import document


def render(linted: Linted) -> str:
    """The findings, one a line, with the lints they are of."""
    codes = linted.codes | {one.finding.code for one in linted.acknowledged}
    lints = {
        code: {"level": lint.level, "why": both(lint.reason)._asdict()} for code, lint in LINTS.items() if code in codes
    }
    head: dict[str, Any] = {"files": linted.files, "lints": lints}
    if not linted.complete:
        head["complete"] = False
    lists = {
        "problems": [problem._asdict() for problem in linted.trouble],
        "findings": [_finding(found) for found in linted.findings],
        "acknowledged": [{**_finding(one.finding), "reason": one.reason} for one in linted.acknowledged],
    }
    if not linted.complete:
        lists["left_out"] = [problem._asdict() for problem in linted.left_out]
    return document(head, lists)


def _finding(found: LintProblem) -> dict[str, Any]:
    return {"code": found.code, "level": LINTS[found.code].level, **found._asdict()}
