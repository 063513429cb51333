"""What `rules lint` found, a line a finding."""

from __future__ import annotations

from zhenkit.analysis.lint.run import Linted
from zhenkit.core.escape import plain
from zhenkit.core.i18n import _, plural


def render(linted: Linted) -> str:
    """One line a finding, its lint's code behind it, or one that says there is none; then what is to be known of it."""
    lines = [plain(f"{finding} [{finding.code}]") for finding in linted.findings]
    if not lines and not linted.trouble:
        lines.append(no_findings(linted))
    elif linted.acknowledged:
        lines.append(acknowledged(linted))
    lines += [plain(f"{problem}") for problem in linted.left_out]
    return "".join(f"{line}\n" for line in lines)


def no_findings(linted: Linted) -> str:
    """That so many files have none, but for those acknowledged."""
    said = plural("{count} file, no findings", "{count} files, no findings", linted.files).format(count=linted.files)
    return _("{said}, {more}").format(said=said, more=acknowledged(linted)) if linted.acknowledged else said


def acknowledged(linted: Linted) -> str:
    """How many findings are acknowledged."""
    count = len(linted.acknowledged)
    return plural("{count} acknowledged", "{count} acknowledged", count).format(count=count)
