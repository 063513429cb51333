"""Towns from files, and those of the last assessment -> the yearly assessment: what `assess` does."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from zhenkit.core.errors import Problem
from zhenkit.core.i18n import _
from zhenkit.judging.assessment import Assessment, assess
from zhenkit.judging.batch import Request, batch_by_rows
from zhenkit.judging.earlier_report import as_reported, is_report, read_baseline
from zhenkit.judging.report_model import TownJson
from zhenkit.judging.standing import Standings
from zhenkit.rulesets.assessment import load_assessment


class AssessedFiles(NamedTuple):
    """The assessment, and the remarks made on the way."""

    assessment: Assessment
    remarks: list[Problem]


def assess_files(request: Request, last: Sequence[str] = (), by: Path | None = None) -> AssessedFiles:
    """Assess the towns of files and folders; `last` are those of the last assessment, or reports on it (JSON).

    `by` is a file of rules, in place of ours. Raises as `batch_by_rows` and `Standings.of` do, FileProblems for the
    rules.
    """
    rules = load_assessment(by)
    reports = [name for name in last if is_report(Path(name))]
    files = tuple(name for name in last if name not in reports)
    then: list[TownJson] = [town for name in reports for town in read_baseline(Path(name), "--last")]
    found = batch_by_rows(request)
    problems, remarks = [*found.ranking.problems], list(found.remarks)
    standings = Standings(request.standards().book, datetime.date.today())
    if files:
        before = batch_by_rows(replace(request, inputs=files))
        for judgement in before.ranking.judgements or ():
            then.append(as_reported(judgement))
            standings.towns_then[id(then[-1])] = judgement.town
        problems += before.ranking.problems
        remarks += before.remarks
    ranking = found.ranking._replace(problems=problems)
    assessment = assess(ranking, rules, standings, then if last else None, _(", ").join(last))
    return AssessedFiles(assessment, [*remarks, *assessment.remarks])
