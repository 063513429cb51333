"""Findings that a file acknowledges where they are, `lint: {CODE: why}`; acknowledgements that acknowledge none."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import NamedTuple

from zhenkit.analysis.lint.lint import ERROR, Lint
from zhenkit.core.errors import LintProblem, near, quoted
from zhenkit.core.i18n import _, noted
from zhenkit.documents.yaml import Path as KeyPath

UNUSED, UNKNOWN = "unused-acknowledgement", "unknown-acknowledgement"

At = Callable[[KeyPath, str, str], LintProblem]
"""Makes a finding of a path of the file, what it says, and its lint's code."""


class Acknowledged(NamedTuple):
    """A finding, and why it is left as it is."""

    finding: LintProblem
    reason: str


class Sorted(NamedTuple):
    """The findings of a file: those that are not acknowledged, and those that are."""

    findings: list[LintProblem]
    acknowledged: list[Acknowledged]


def sort_out(
    findings: Iterable[LintProblem],
    reasons: Mapping[KeyPath, Mapping[str, str]],
    at: At,
    lints: Mapping[str, Lint],
    undecided: Collection[str],
) -> Sorted:
    """The findings of one file by whether it acknowledges them, at their place or above it.

    An acknowledgement of no finding is one itself; not where its lint could not be decided (`undecided`).
    """
    found = Sorted([], [])
    used: set[tuple[KeyPath, str]] = set()
    for finding in findings:
        above = (finding.path[:length] for length in range(len(finding.path), -1, -1))
        place = next((path for path in above if finding.code in reasons.get(path, ())), None)
        if place is None or not _can_be(finding.code, lints):
            found.findings.append(finding)
        else:
            used.add((place, finding.code))
            found.acknowledged.append(Acknowledged(finding, reasons[place][finding.code]))
    for path, codes in reasons.items():
        for code in codes:
            here = (*path, "lint", code)
            if not _can_be(code, lints):
                found.findings.append(at(here, _said(code, lints), UNKNOWN))
            elif (path, code) not in used and code not in undecided:
                said = _("there is no finding of {lint} here to acknowledge; remove it").format(lint=code)
                found.findings.append(at(here, said, UNUSED))
    return found


def _can_be(code: str, lints: Mapping[str, Lint]) -> bool:
    """Whether a lint can be acknowledged: not what keeps a file from being loaded, nor an acknowledgement."""
    return code in lints and lints[code].level != ERROR and code not in (UNUSED, UNKNOWN)


def _said(code: str, lints: Mapping[str, Lint]) -> str:
    if code in lints:
        return _("{lint} cannot be acknowledged; remove it").format(lint=code)
    said = _("there is no lint {name}").format(name=quoted(code))
    close = near(code, [name for name in lints if _can_be(name, lints)])
    return said + (_("; did you mean {near}?").format(near=close) if close else "")


LINTS = (
    Lint(UNUSED, noted("an acknowledgement left over hides findings that come later, for a reason that is not theirs")),
    Lint(UNKNOWN, noted("an acknowledgement of a lint that there is not acknowledges nothing")),
)
