"""CSV for spreadsheets and data tools: a header in English ids, then one row a criterion of each town.

Lines end in "\\n", not in RFC 4180's "\\r\\n": spreadsheets and CSV readers take both, while `cut`, `awk`, `diff` and
git would see a stray "\\r" in the last column. The text is UTF-8. Problems of files have no row: they are reported on
standard error, and by the exit code.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from zhenkit.checks.grades import GRADE_WORDS
from zhenkit.core.escape import cell
from zhenkit.facts.dictionary import PLACE_FACTS
from zhenkit.facts.quantities import write_count
from zhenkit.judging.judgement import CriterionJudgement, Judgement
from zhenkit.judging.outcome import Run
from zhenkit.reports.formats import Style

TOWN_COLUMNS = ("name", *PLACE_FACTS, "year", "rule_set", "effective", "verdict", "worst", "best")
CRITERION_COLUMNS = (
    "criterion",
    "criterion_id",
    "criterion_name",
    "clause",
    "grade",
    "criterion_worst",
    "criterion_best",
    "missing",
    "uncertain",
    "decision",
    "decided_by",
    "decided_on",
    "decided_why",
)

CsvCell = str | int


def render(run: Run, _style: Style) -> str:
    """The report as CSV; a text that a spreadsheet would run as a formula begins with an apostrophe."""
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(TOWN_COLUMNS + CRITERION_COLUMNS)
    writer.writerows(row for judgement in run.judgements for row in _rows(judgement))
    return table.getvalue()


def _rows(judgement: Judgement) -> Iterator[list[CsvCell]]:
    town = [value if isinstance(value, int) else cell(value) for value in _town(judgement)]
    for judged in judgement.criteria:
        yield town + [value if isinstance(value, int) else cell(value) for value in _criterion(judged)]


def _town(judgement: Judgement) -> list[CsvCell]:
    town, span = judgement.town, judgement.span
    year = town.facts.get("year")
    return [
        town.name,
        *(str(town.facts.get(key, "")) for key in PLACE_FACTS),
        "" if year is None else write_count(year),
        judgement.rule_set.id,
        judgement.rule_set.effective,
        span.verdict,
        span.worst.verdict,
        span.best.verdict,
    ]


def _criterion(judged: CriterionJudgement) -> list[CsvCell]:
    criterion, span, decision = judged.criterion, judged.span, judged.decision
    found: list[CsvCell] = [
        criterion.number,
        criterion.id,
        str(criterion.name),
        criterion.clause,
        span.word,
        GRADE_WORDS[span.worst],
        GRADE_WORDS[span.best],
        ";".join(fact.id for fact in judged.missing),
        ";".join(fact.id for fact in judged.uncertain),
    ]
    if decision is None:
        return [*found, "", "", "", ""]
    return [*found, "granted" if decision.granted else "refused", decision.by, decision.date, decision.why]
