"""What `rules lint` found, as GitLab's Code Quality report."""

from __future__ import annotations

from zhenkit.analysis.lint.registry import LINTS
from zhenkit.analysis.lint.run import Linted
from zhenkit.reports.judgement.gitlab import listed, problems

SEVERITIES = {"error": "major", "warning": "minor", "note": "info"}
"""The severity of each level of a lint."""


def render(linted: Linted) -> str:
    """A finding each; what could not be read is critical, what was not decided for information."""
    found = {code: [one for one in linted.findings if one.code == code] for code in LINTS}
    results = [each for code, of_it in found.items() for each in problems(of_it, code, SEVERITIES[LINTS[code].level])]
    return listed([*results, *problems(linted.trouble), *problems(linted.left_out, "not-decided", "info")])
