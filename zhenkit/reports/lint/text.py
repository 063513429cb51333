"""What `rules lint` found, a line a finding."""

from __future__ import annotations

from zhenkit.analysis.lint.run import Linted
from zhenkit.core.escape import plain
from zhenkit.core.i18n import plural


def render(linted: Linted) -> str:
    """One line a finding, its lint's code behind it; or one that says there is none."""
    if not linted.findings and not linted.trouble:
        return f"{no_findings(linted)}\n"
    return "".join(f"{plain(f'{finding} [{finding.code}]')}\n" for finding in linted.findings)


def no_findings(linted: Linted) -> str:
    """That so many files have none."""
    return plural("{count} file, no findings", "{count} files, no findings", linted.files).format(count=linted.files)
