"""The yearly assessment as a workbook for people: a row a town, then what moved, then by which rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from zhenkit import __version__
from zhenkit.core.i18n import _
from zhenkit.core.print_setup import set_up
from zhenkit.judging.assessment import AssessedGroup, AssessedTown, Assessment
from zhenkit.reports.assessment.outline import (
    GRADES,
    AssessmentOutline,
    outline,
    reason_in_words,
    result_word,
    standing_word,
)
from zhenkit.reports.formats import Style
from zhenkit.reports.layout.workbook import WorkbookCell, check_size, colour, fit_height, made, write_row
from zhenkit.reports.phrases.grades import GRADE_OF, VERDICTS, verdict_in_words, verdict_word

HAIR = 7
"""The thinnest line of Excel's, between rows."""
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
        _about(workbook, said, found)

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
        (_("Result"), 11),
        (_("Reasons"), 50),
    ]


def _towns(workbook: Any, found: Assessment) -> None:
    """A row a town, group by group."""
    columns = _columns()
    rows = (_row(group, town) for group in found.groups for town in group.towns)
    sheet, last = _table(workbook, _("Assessment"), columns, rows)
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
        result_word("commended" if town.commended else "slow" if town.slow else ""),
        "\n".join(map(reason_in_words, (*town.commended, *town.slow))),
    ]


def _moved(workbook: Any, said: AssessmentOutline) -> None:
    """What changed, town by town; then how many towns moved in each criterion and fact."""
    columns = [(_("Town"), 44), (_("Change"), 12), (_("What"), 70)]
    rows = ([town.town, town.word, "\n".join(town.details)] for town in said.changed)
    _table(workbook, _("Changes"), columns, rows)
    columns = [(_("Of"), 16), (_("Name"), 44), (_("Up"), 8), (_("Down"), 8), (_("Otherwise"), 10)]
    lines = [(_("Criterion"), one) for one in said.criteria] + [(_("Fact"), one) for one in said.facts]
    _table(workbook, _("Movement"), columns, ([kind, *one] for kind, one in lines))


def _table(
    workbook: Any, name: str, columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[WorkbookCell]]
) -> tuple[Any, int]:
    """A sheet with a header and rows; gives the sheet and the number of its last row."""
    cell = {"text_wrap": True, "valign": "top", "bottom": HAIR, "bottom_color": "#BFBFBF"}
    head = workbook.add_format({"text_wrap": True, "valign": "top", "bold": True, "bottom": 1})
    plain = workbook.add_format(cell)
    sheet = workbook.add_worksheet(name)
    titles, widths = [title for title, _wide in columns], [wide for _title, wide in columns]
    for position, wide in enumerate(widths):
        sheet.set_column(position, position, wide)
    sheet.freeze_panes(1, 0)
    fit_height(sheet, 0, titles, widths)
    write_row(sheet, 0, titles, head)
    last = 0
    for last, row in enumerate(rows, 1):
        fit_height(sheet, last, row, widths)
        write_row(sheet, last, row, plain)
    if last:
        sheet.autofilter(0, 0, last, len(columns) - 1)
    set_up(sheet, name, sum(widths))
    return sheet, last


def _about(workbook: Any, said: AssessmentOutline, found: Assessment) -> None:
    rows = list(_lines(said, found))
    sheet = workbook.add_worksheet(_("About"))
    bold = workbook.add_format({"text_wrap": True, "valign": "top", "bold": True})
    plain = workbook.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 90)
    for number, row in enumerate(rows):
        fit_height(sheet, number, row, (28, 90))
        write_row(sheet, number, row, [bold, plain])
    set_up(sheet, said.title)


def _lines(said: AssessmentOutline, found: Assessment) -> Iterator[tuple[str, str]]:
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
