"""What `rules lint` found, as annotations of GitHub Actions."""

from __future__ import annotations

from zhenkit.analysis.lint.registry import LINTS
from zhenkit.analysis.lint.run import Linted
from zhenkit.core.i18n import _
from zhenkit.reports.judgement.github import Log
from zhenkit.reports.lint.text import no_findings

COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}
"""The workflow command for each level of a lint."""


def render(linted: Linted) -> str:
    """A command a finding; what could not be read is an error."""
    log = Log()
    for found in linted.findings:
        log.annotate(COMMANDS[LINTS[found.code].level], *found[:3], found.code, found.message)
    for problem in linted.trouble:
        log.annotate("error", *problem[:3], _("problem in the file"), problem.message)
    for problem in linted.left_out:
        log.annotate("notice", *problem[:3], _("not decided"), problem.message)
    if not log.lines:
        log.say(no_findings(linted))
    return log.text()
