"""A ranking as a workbook for programs (`--ids`): the columns of CSV, and a sheet that says what they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from zhenkit import __version__
from zhenkit.checks.grades import GRADE_WORDS
from zhenkit.core.i18n import _
from zhenkit.judging.ranking import Ranking
from zhenkit.reports.layout.workbook import (
    SAMPLE,
    WIDEST,
    WorkbookCell,
    check_size,
    colour,
    made,
    width,
    write_about,
    write_row,
)
from zhenkit.reports.phrases.grades import GRADE_OF, VERDICTS, grade_word, order_note, score_note, tally, verdict_word
from zhenkit.reports.phrases.titles import rule_set_heading
from zhenkit.reports.ranking import since_baseline
from zhenkit.reports.ranking.columns import titles, values


def render(ranking: Ranking) -> bytes:
    """The workbook's bytes; raises ZhenkitError where it does not fit a sheet, MissingExtra without XlsxWriter."""
    header = titles(ranking)
    check_size(len(ranking.rows), len(header))

    def write(workbook: Any) -> None:
        _write_ranking(workbook, ranking, header)
        write_about(workbook, _about(ranking), _("Ranking of towns"))

    return made(_("Ranking of towns"), write)


def _write_ranking(workbook: Any, ranking: Ranking, header: Sequence[str]) -> None:
    sheet = workbook.add_worksheet(_("Ranking"))
    numbers, rows = ranking.numbers, len(ranking.rows)
    sample = [values(ranked, ranking, numbers) for ranked in ranking.rows[:SAMPLE]]
    for position, title in enumerate(header):
        widest = max([width(title) + 3, *(width(row[position]) + 1 for row in sample)])
        sheet.set_column(position, position, min(widest, WIDEST))
    sheet.freeze_panes(1, 2)
    write_row(sheet, 0, header, workbook.add_format({"bold": True, "bottom": 1}))
    for row, ranked in enumerate(ranking.rows, start=1):
        write_row(sheet, row, values(ranked, ranking, numbers))
    sheet.autofilter(0, 0, rows, len(header) - 1)
    if rows:
        of_town, of_criteria, behind = header.index("verdict"), header.index("best") + 1, header.index("score_low")
        colour(workbook, sheet, (1, of_town, rows, of_criteria - 1), [(word, GRADE_OF[word]) for word in VERDICTS])
        colour(workbook, sheet, (1, of_criteria, rows, behind - 1), [(word, word) for word in GRADE_WORDS])


def _about(ranking: Ranking) -> Iterator[tuple[str, WorkbookCell]]:
    """What the table is: (title, text), a line each."""
    yield _("Made by"), f"zhenkit {__version__}"
    for rule_set in ranking.rule_sets.values():
        yield "", ""
        yield _("Rule set"), f"{rule_set.id} ({rule_set.digest})"
        yield _("Title"), str(rule_set.title)
        yield _("Document"), rule_set_heading(rule_set)
        for criterion in rule_set.criteria:
            yield f"c{criterion.number}", f"{criterion.name} · {criterion.clause}"
    yield "", ""
    yield _("Towns read"), ranking.counts.read
    yield _("Towns judged"), ranking.counts.judged
    yield _("Towns rejected"), ranking.counts.rejected
    for verdict, count in tally(ranking.rows):
        yield f"{verdict} ({verdict_word(verdict)})", count
    yield "", ""
    for word in GRADE_WORDS[::-1]:
        yield word, grade_word(word)
    yield "rank", order_note()
    yield "score", score_note()
    if ranking.changes is not None:
        yield from since_baseline.table(ranking.changes)
    for problem in ranking.problems:
        yield _("Problem"), str(problem)
