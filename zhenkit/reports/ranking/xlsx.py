"""A ranking as an Excel workbook: the table with its grades in colours, and a sheet that says what it is.

Every text is written as a text, so that none is a formula, a link or a number to Excel, and safely so where the sheet
is saved as CSV later. Rows go to disk as they are written: a sheet of many takes no more memory than one of few.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from tempfile import gettempdir
from typing import Any

from zhenkit import __version__
from zhenkit.checks.grades import GRADE_WORDS
from zhenkit.core.errors import ZhenkitError
from zhenkit.core.escape import cell
from zhenkit.core.extras import load
from zhenkit.core.files import reason, temporary_folder
from zhenkit.core.i18n import _
from zhenkit.judging.baseline import Changes
from zhenkit.judging.ranking import Ranking
from zhenkit.reports.formats import Style
from zhenkit.reports.phrases.grades import GRADE_OF, VERDICTS, grade_word, order_note, score_note, tally, verdict_word
from zhenkit.reports.phrases.titles import rule_set_heading
from zhenkit.reports.ranking import since_baseline
from zhenkit.reports.ranking.columns import RankingCell, titles, values

MOST_ROWS = 1_048_575
MOST_COLUMNS = 16_384
MOST_CHARACTERS = 32_767
"""What a sheet and a cell hold: rows below the header, columns, characters."""
FILLS = {
    "met": ("#C6EFCE", "#006100"),
    "relaxed": ("#DDEBF7", "#1F4E78"),
    "review": ("#FFEB9C", "#7F6000"),
    "incomplete": ("#E4DFEC", "#403151"),
    "not_met": ("#FFC7CE", "#9C0006"),
}
"""The colours of each grade: of the cell and of its text."""
WIDEST = 50
SAMPLE = 1000
"""How many rows are looked at for the widths of columns."""


def render(ranking: Ranking, _style: Style) -> bytes:
    """The workbook's bytes; raises ZhenkitError where it does not fit a sheet, MissingExtra without XlsxWriter."""
    header = titles(ranking)
    if len(ranking.rows) > MOST_ROWS or len(header) > MOST_COLUMNS:
        said = _("a sheet of Excel has at most {rows} rows and {columns} columns; write CSV or Parquet")
        raise ZhenkitError(said.format(rows=MOST_ROWS, columns=MOST_COLUMNS))
    stream = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    try:
        with (
            temporary_folder() as folder,
            load("xlsxwriter", "tables").Workbook(stream, {**options, "tmpdir": str(folder)}) as workbook,
        ):
            workbook.set_properties({"title": _("Ranking of towns"), "comments": f"zhenkit {__version__}"})
            _write_ranking(workbook, ranking, header)
            _write_about(workbook, ranking)
    except OSError as error:  # of the rows on disk
        where = error.filename or gettempdir()
        raise ZhenkitError(_("cannot write {file}: {why}").format(file=where, why=reason(error))) from None
    return stream.getvalue()


def _write_ranking(workbook: Any, ranking: Ranking, header: Sequence[str]) -> None:
    sheet = workbook.add_worksheet(_("Ranking"))
    numbers = ranking.numbers
    sample = [values(ranked, numbers) for ranked in ranking.rows[:SAMPLE]]
    for position, title in enumerate(header):
        width = max([_cells(title) + 3, *(_cells(row[position]) + 1 for row in sample)])
        sheet.set_column(position, position, min(width, WIDEST))
    sheet.freeze_panes(1, 2)
    _write_row(sheet, 0, header, workbook.add_format({"bold": True, "bottom": 1}))
    for row, ranked in enumerate(ranking.rows, start=1):
        _write_row(sheet, row, values(ranked, numbers))
    sheet.autofilter(0, 0, len(ranking.rows), len(header) - 1)
    _colour(workbook, sheet, header, len(ranking.rows))


def _write_row(sheet: Any, row: int, found: Sequence[RankingCell], style: Any = None) -> None:
    for position, value in enumerate(found):
        if isinstance(value, str):
            if value:
                sheet.write_string(row, position, _fitting(value), style)
        else:
            sheet.write_number(row, position, value, style)


def _fitting(text: str) -> str:
    """The text made harmless, as much of it as a cell holds."""
    said = cell(text)
    return said if _units(said) <= MOST_CHARACTERS else f"{said[: MOST_CHARACTERS // 2]}…"


def _units(text: str) -> int:
    """How long Excel takes a text to be: in units of UTF-16."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def _cells(value: RankingCell) -> int:
    """How wide a value is, in characters of the width of a digit."""
    text = str(value)
    return sum(1 if character < "\u1100" else 2 for character in text[:WIDEST])


def _colour(workbook: Any, sheet: Any, header: Sequence[str], rows: int) -> None:
    """Colour the verdict, the ends and the grades by what they say, so that they stay right where cells are edited."""
    if not rows:
        return
    ends = header.index("score_low") - 1
    of_town, of_criteria = header.index("verdict"), header.index("best") + 1
    verdicts = [(word, FILLS[GRADE_OF[word]]) for word in VERDICTS]
    grades = [(word, FILLS[word]) for word in GRADE_WORDS]
    for first, last, words in ((of_town, of_criteria - 1, verdicts), (of_criteria, ends, grades)):
        for word, (fill, ink) in words:
            style = workbook.add_format({"bg_color": fill, "font_color": ink})
            rule = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": style}
            sheet.conditional_format(1, first, rows, last, rule)


def _write_about(workbook: Any, ranking: Ranking) -> None:
    sheet = workbook.add_worksheet(_("About"))
    bold = workbook.add_format({"bold": True})
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 90)
    for row, (title, said) in enumerate(_about(ranking)):
        _write_row(sheet, row, [title], bold)
        _write_row(sheet, row, ["", said])


def _about(ranking: Ranking) -> Iterator[tuple[str, RankingCell]]:
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
        yield from _changes(ranking.changes)
    for problem in ranking.problems:
        yield _("Problem"), str(problem)


def _changes(found: Changes) -> Iterator[tuple[str, RankingCell]]:
    yield "", ""
    yield _("Changes"), since_baseline.headline(found)
    for line in since_baseline.rules_lines(found):
        yield "", line
    for town in since_baseline.changed_towns(found):
        yield town.word, _("; ").join((town.town, *town.details))
