"""What `rules lint` found, as JSON."""

from __future__ import annotations

from zhenkit.analysis.lint.registry import LINTS
from zhenkit.analysis.lint.run import Linted
from zhenkit.core.i18n import both
from zhenkit.reports.layout.json import document


def render(linted: Linted) -> str:
    """The findings, one a line, with the lints they are of."""
    lints = {
        code: {"level": lint.level, "why": both(lint.reason)._asdict()}
        for code, lint in LINTS.items()
        if code in linted.codes
    }
    findings = [{"code": found.code, "level": LINTS[found.code].level, **found._asdict()} for found in linted.findings]
    problems = [problem._asdict() for problem in linted.trouble]
    return document({"files": linted.files, "lints": lints}, {"problems": problems, "findings": findings})
