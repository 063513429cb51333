"""The yearly assessment as a workbook for people: a row a town, then what moved, then by which rules."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from zhenkit import __version__
from zhenkit.core.i18n import _
from zhenkit.judging.assessment import AssessedGroup, AssessedTown, Assessment
from zhenkit.reports.assessment.outline import (
    GRADES,
    AssessmentOutline,
    edition_word,
    outline,
    reason_in_words,
    result_word,
    standing_word,
)
from zhenkit.reports.formats import Style
from zhenkit.reports.layout.workbook import WorkbookCell, check_size, colour, made, write_about, write_table
from zhenkit.reports.phrases.grades import GRADE_OF, VERDICTS, verdict_in_words, verdict_word

STANDING, VERDICT = 14, 9
"""The columns that are coloured."""


def render(found: Assessment, _style: Style) -> bytes:
    """The workbook's bytes; raises ZhenkitError where it does not fit a sheet, MissingExtra without XlsxWriter."""
    check_size(sum(len(group.towns) for group in found.groups), 20)
    said = outline(found)

    def write(workbook: Any) -> None:
        _towns(workbook, found)
        if said.since:
            _moved(workbook, said)
        write_about(workbook, _about(said, found), said.title)

    return made(said.title, write)


def _columns() -> list[tuple[str, int]]:
    return [
        (_("Standard"), 22),
        (_("Category"), 12),
        (_("Rank"), 6),
        (_("Rank, last time"), 8),
        (_("Town"), 20),
        (_("Province"), 9),
        (_("City"), 9),
        (_("County"), 9),
        (_("Year"), 7),
        (_("Verdict"), 14),
        (_("Verdict, last time"), 14),
        (_("Score, lowest"), 8),
        (_("Score, highest"), 8),
        (_("Score, lowest, last time"), 9),
        (_("Standing"), 14),
        (_("Standing by"), 16),
        (_("Result"), 11),
        (_("Reasons"), 50),
    ]


def _towns(workbook: Any, found: Assessment) -> None:
    """A row a town, group by group."""
    columns = _columns()
    rows = (_row(group, town) for group in found.groups for town in group.towns)
    sheet, last = write_table(workbook, _("Assessment"), columns, rows)
    sheet.freeze_panes(1, 5)
    colour(workbook, sheet, (1, VERDICT, last, VERDICT), [(verdict_word(word), GRADE_OF[word]) for word in VERDICTS])
    standings = [(standing_word(standing), grade) for standing, grade in GRADES.items()]
    colour(workbook, sheet, (1, STANDING, last, STANDING), standings)


def _row(group: AssessedGroup, town: AssessedTown) -> list[WorkbookCell]:
    row, before = town.row, town.before
    score, score_before = row.score, None if before is None else before.score
    return [
        str(group.rule_set.title),
        group.category_name or _("category not stated"),
        row.rank,
        None if before is None else before.rank,
        row.name,
        row.province,
        row.city,
        row.county,
        row.year,
        verdict_in_words(row.span),
        None if before is None else verdict_in_words(before.span),
        None if score is None else score.low,
        None if score is None else score.high,
        None if score_before is None else score_before.low,
        standing_word(town.standing),
        edition_word(town.stand.judgement.rule_set),
        result_word("commended" if town.commended else "slow" if town.slow else ""),
        "\n".join(map(reason_in_words, (*town.commended, *town.slow))),
    ]


def _moved(workbook: Any, said: AssessmentOutline) -> None:
    """What changed, town by town; then how many towns moved in each criterion and fact."""
    columns = [(_("Town"), 44), (_("Change"), 12), (_("What"), 70)]
    rows = ([town.town, town.word, "\n".join(town.details)] for town in said.changed)
    write_table(workbook, _("Changes"), columns, rows)
    columns = [(_("Of"), 16), (_("Name"), 44), (_("Up"), 8), (_("Down"), 8), (_("Otherwise"), 10)]
    lines = [(_("Criterion"), one) for one in said.criteria] + [(_("Fact"), one) for one in said.facts]
    write_table(workbook, _("Movement"), columns, ([kind, *one] for kind, one in lines))


def _about(said: AssessmentOutline, found: Assessment) -> Iterator[tuple[str, str]]:
    yield _("Made by"), f"zhenkit {__version__}"
    yield said.title, said.counted
    for group in said.groups:
        yield _("Rule set"), f"{group.title}\n{group.heading}"
    if said.since:
        yield _("Changes"), "\n".join((said.since, *said.rules_changed))
    yield _("Rules of the assessment"), "\n".join(said.rules)
    for line in said.notes:
        yield "", line
    for problem in found.problems:
        yield _("Problem"), str(problem)
