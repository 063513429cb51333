"""What `rules lint` found, as annotations of GitHub Actions."""

from __future__ import annotations

from zhenkit.analysis.lint.registry import LINTS
from zhenkit.analysis.lint.run import Linted
from zhenkit.core.i18n import _
from zhenkit.reports.judgement.github import command
from zhenkit.reports.lint.text import no_findings

COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}
"""The workflow command for each level of a lint."""


def render(linted: Linted) -> str:
    """A command a finding; what could not be read is an error."""
    lines = [
        command(COMMANDS[LINTS[found.code].level], found.file, found.line, found.column, found.code, found.message)
        for found in linted.findings
    ]
    for problem in linted.trouble:
        lines.append(command("error", *problem[:3], _("problem in the file"), problem.message))
    for problem in linted.left_out:
        lines.append(command("notice", *problem[:3], _("not decided"), problem.message))
    return "".join(f"{line}\n" for line in lines or [no_findings(linted)])
