"""GitLab's Code Quality report: a JSON list of findings, one a criterion of each town that is not plainly met.

Not met is `major`, needs review or incomplete `minor`, relaxed `info`; a problem of a file is `critical`. A finding is
known from run to run by its fingerprint, wherever in the file it is. Paths begin at the root of the repository.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from zhenkit.core.errors import Problem
from zhenkit.core.escape import encode, visible
from zhenkit.core.i18n import _
from zhenkit.core.repository import from_root
from zhenkit.facts.dictionary import IDENTITY
from zhenkit.judging.judgement import Judgement
from zhenkit.judging.outcome import Run
from zhenkit.reports.formats import Style
from zhenkit.reports.phrases.criteria import explanation, place_in_file
from zhenkit.reports.phrases.titles import criterion_title, town_title
from zhenkit.rulesets.model import digest
from zhenkit.towns.inputs import STDIN

SEVERITIES = {"not_met": "major", "review": "minor", "incomplete": "minor", "relaxed": "info"}
"""The severity of each grade that is a finding."""


def render(run: Run, _style: Style) -> str:
    """The report as one JSON list, a finding a line."""
    found = [finding for judgement in run.judgements for finding in _of_town(judgement)]
    return listed([*found, *problems(run.problems)])


def _of_town(judgement: Judgement) -> Iterator[dict[str, Any]]:
    town = judgement.town
    for judged in judgement.criteria:
        if (severity := SEVERITIES.get(judged.span.word)) is not None:
            rule_id = f"{judgement.rule_set.id}-{judged.criterion.number}"
            said = _("{name}: {said}").format(
                name=f"{town_title(town)}{_(': ')}{criterion_title(judged.criterion)}",
                said=explanation(judged, judgement),
            )
            line, _column = place_in_file(judged, town)
            known_by = [[str(town.facts.get(key, "")) for key in IDENTITY], rule_id]
            yield finding(rule_id, severity, said, town.file, line, known_by)


def problems(
    found: Iterable[Problem], check: str = "problem-in-file", severity: str = "critical"
) -> Iterator[dict[str, Any]]:
    """Problems of files; several that say the same of one file are distinguished by which of them it is."""
    times: Counter[tuple[str, str]] = Counter()
    for problem in found:
        times[key := (problem.file, problem.message)] += 1
        known_by = [check, from_root(problem.file), problem.message, times[key]]
        yield finding(check, severity, problem.message, problem.file, problem.line, known_by)


def finding(check: str, severity: str, said: str, file: str, line: int, known_by: list[Any]) -> dict[str, Any]:
    """One finding, `known_by` what is the same of it from run to run."""
    return {
        "description": visible(said),
        "check_name": check,
        "fingerprint": digest(known_by),
        "severity": severity,
        "location": {"path": visible(file if file == STDIN else from_root(file)), "lines": {"begin": line}},
    }


def listed(found: Iterable[dict[str, Any]]) -> str:
    """A report of these findings."""
    return "[" + ",".join(f"\n  {encode(each)}" for each in found) + "\n]\n"
