"""What `rules lint` found: lines for people, JSON, and annotations of GitHub Actions."""

from __future__ import annotations

from zhenkit import __version__
from zhenkit.analysis.lint.registry import LINTS
from zhenkit.analysis.lint.run import Linted
from zhenkit.core.errors import LintProblem
from zhenkit.core.escape import encode, plain
from zhenkit.core.i18n import _, plural
from zhenkit.reports.judgement import github
from zhenkit.reports.judgement.json import SCHEMA

COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}
"""The workflow command for each level of a lint."""


def render(format: str, linted: Linted) -> str:
    """The report in one of the formats `text`, `json`, `sarif`, `github`."""
    if format == "sarif":
        from zhenkit.reports.lint import sarif

        return sarif.render(linted)
    if format == "json":
        return as_json(linted)
    return as_annotations(linted) if format == "github" else as_text(linted)


def as_text(linted: Linted) -> str:
    """One line a finding, its lint's code behind it; or one that says there is none."""
    if not linted.findings and not linted.trouble:
        return f"{_clean(linted)}\n"
    return "".join(f"{plain(f'{finding} [{finding.code}]')}\n" for finding in linted.findings)


def _clean(linted: Linted) -> str:
    return plural("{count} file, no findings", "{count} files, no findings", linted.files).format(count=linted.files)


def as_json(linted: Linted) -> str:
    """The findings, one a line, with the lints they are of."""
    lints = {code: {"level": lint.level, "why": lint.why} for code, lint in LINTS.items() if code in linted.codes}
    rows = ",".join(f"\n  {encode(_finding(finding))}" for finding in linted.findings)
    problems = encode([problem._asdict() for problem in linted.trouble])
    return (
        f'{{"zhenkit": {encode(__version__)}, "schema": {SCHEMA}, "files": {linted.files},\n'
        f' "problems": {problems},\n "lints": {encode(lints)},\n "findings": [{rows}]}}\n'
    )


def _finding(finding: LintProblem) -> dict[str, str | int]:
    return {"code": finding.code, "level": LINTS[finding.code].level, **finding._asdict()}


def as_annotations(linted: Linted) -> str:
    """A command a finding; what could not be read is an error."""
    lines = [
        github.command(
            COMMANDS[LINTS[finding.code].level],
            finding.file,
            finding.line,
            finding.column,
            finding.code,
            finding.message,
        )
        for finding in linted.findings
    ]
    for problem in linted.trouble:
        lines.append(github.command("error", *problem[:3], _("problem in the file"), problem.message))
    return "".join(f"{line}\n" for line in lines or [_clean(linted)])
