"""The editions of one standard: every day one of them is in force, and no more than one."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from zhenkit.analysis.lint.lint import Lint
from zhenkit.core.errors import LintProblem
from zhenkit.core.i18n import _, noted
from zhenkit.rulesets.model import RuleSet

EDITIONS_OVERLAP, EDITIONS_GAP = "editions-overlap", "editions-gap"


def _beside(day: str, days: int) -> str:
    return (datetime.date.fromisoformat(day) + datetime.timedelta(days)).isoformat()


def overlaps(editions: Sequence[RuleSet]) -> Iterator[LintProblem]:
    """Editions still in force when the next one begins."""
    for one, following in pairwise(editions):
        if one.until is None or one.until >= following.effective:
            said = _("it is still in force on {day}, when {file} begins; write `until: {last}`")
            last, file = _beside(following.effective, -1), Path(following.file).name
            said = said.format(day=following.effective, file=file, last=last)
            yield one.problem(("effective", "until"), said, EDITIONS_OVERLAP)


def gaps(editions: Sequence[RuleSet]) -> Iterator[LintProblem]:
    """Days between two editions on which none is in force, no earlier one either."""
    lasting: RuleSet | None = None
    for one, following in pairwise(editions):
        if lasting is None or _last_day(one) > _last_day(lasting):
            lasting = one
        if lasting.until is not None and (first := _beside(lasting.until, 1)) < following.effective:
            said = _("no edition is in force from {first} to {last}, when {file} begins")
            last, file = _beside(following.effective, -1), Path(following.file).name
            yield lasting.problem(("effective", "until"), said.format(first=first, last=last, file=file), EDITIONS_GAP)


def _last_day(edition: RuleSet) -> str:
    return edition.until or datetime.date.max.isoformat()


LINTS = (
    Lint(
        EDITIONS_OVERLAP,
        noted("on a day with two editions in force it is unclear which one to judge by"),
        several=overlaps,
    ),
    Lint(EDITIONS_GAP, noted("on a day between two editions no town can be judged"), several=gaps),
)
