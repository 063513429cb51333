"""Towns as a workbook for people: a sheet sets each against the criteria (对照表); several towns have an index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from zhenkit.core.errors import ZhenkitError
from zhenkit.core.i18n import _
from zhenkit.core.print_setup import set_up
from zhenkit.judging.outcome import Run
from zhenkit.reports.formats import Style
from zhenkit.reports.judgement.outline import CriterionOutline, Given, Note, TownOutline, outline
from zhenkit.reports.layout.workbook import (
    FILLS,
    HEAD,
    LINE,
    ROW,
    WRAPPED,
    colour,
    fit_height,
    made,
    sheet_names,
    write_merged,
    write_row,
    write_table,
)
from zhenkit.reports.phrases.grades import GRADE_OF, GRADES, VERDICTS, grade_word, in_brackets, verdict_word
from zhenkit.reports.phrases.sections import Item, Section
from zhenkit.reports.phrases.titles import compared, compared_of

MOST_TOWNS = 500
"""As many sheets as Excel still opens in a reasonable time."""
WIDTHS = 22, 36, 52, 16, 36
"""How wide the columns of a town's sheet are, in characters."""
TYPE, LARGE = 11, 18
"""How large the type is, and that of a title, in points."""
RESULT = 3
"""The column of grades."""


def render(run: Run, style: Style) -> bytes:
    """The workbook's bytes; raises MissingExtra without XlsxWriter, ZhenkitError for too many towns."""
    if len(run.judgements) > MOST_TOWNS:
        said = _("a workbook has at most {most} towns, a sheet each; these are {count}: rank them (`zhenkit batch`)")
        raise ZhenkitError(said.format(most=MOST_TOWNS, count=len(run.judgements)))
    towns = [outline(judgement, style.day, style.sections(judgement)) for judgement in run.judgements]
    alone = len(towns) == 1
    index, problems, *names = sheet_names((_("Towns"), _("Problems"), *(town.name for town in towns)))

    def write(workbook: Any) -> None:
        if not alone:
            _write_index(workbook, index, towns, names)
        for name, town in zip(names, towns, strict=True):
            _Sheet(workbook, workbook.add_worksheet(name), town).write()
        if run.problems:
            columns = [(_("File"), 40), (_("Line"), 8), (_("Column"), 8), (_("Problem"), 90)]
            write_table(workbook, problems, columns, run.problems, _("a town with a problem is not judged"))

    return made(compared_of(towns[0].name) if alone else compared(), write)


def _write_index(workbook: Any, name: str, towns: Sequence[TownOutline], names: Sequence[str]) -> None:
    """The sheet that lists the towns, with a link to that of each."""
    columns = [
        (_("Town"), 22),
        (_("Place"), 40),
        (_("Rules"), 30),
        (_("Verdict"), 16),
        (_("Score"), 10),
        (_("Criteria not fully met"), 48),
    ]
    sheet, last = write_table(workbook, name, columns, map(_in_index, towns), compared(), names)
    if last:
        colour(workbook, sheet, (1, 3, last, 3), [(verdict_word(word), GRADE_OF[word]) for word in VERDICTS])
    else:
        write_row(sheet, 1, [_("no town was judged")])


def _in_index(town: TownOutline) -> list[str]:
    wanting: dict[str, list[str]] = {}
    for criterion in town.criteria:
        if criterion.grade != "met":
            wanting.setdefault(criterion.said, []).append(_titled(criterion))
    listed = (said + _(": ") + _("; ").join(names) for said, names in wanting.items())
    return [town.name, town.heading, town.rules, town.said, town.score, "\n".join(listed)]


class _Sheet:
    """The sheet of a town, row by row: what it is, the criteria as a table, then list by list what belongs to them."""

    def __init__(self, workbook: Any, sheet: Any, town: TownOutline) -> None:
        self.workbook, self.sheet, self.town = workbook, sheet, town
        self.row = 0
        self.plain = workbook.add_format(WRAPPED)
        self.lined = workbook.add_format(ROW)
        self.bold = workbook.add_format({**WRAPPED, "bold": True})
        self.head = workbook.add_format(HEAD)
        self.section = workbook.add_format({"bold": True, "font_size": 13, "valign": "bottom"})
        self.soft = workbook.add_format({**WRAPPED, "italic": True, "font_color": "#595959"})

    def write(self) -> None:
        """Write all of it."""
        town, workbook = self.town, self.workbook
        fill, ink = FILLS[GRADE_OF[town.verdict]]
        verdict = workbook.add_format({**WRAPPED, "bold": True, "bg_color": fill, "font_color": ink})
        for position, wide in enumerate(WIDTHS):
            self.sheet.set_column(position, position, wide)
        self.across(compared_of(town.name), workbook.add_format({**WRAPPED, "bold": True, "font_size": LARGE}), LARGE)
        if town.heading:
            self.across(town.heading, self.soft)
        self.pair(town.said, town.sentence, verdict, self.bold)
        header = self.row
        self.table()
        if town.decided_by:
            self.title(_("The verdict hangs on:"))
            for one in town.decided_by:
                self.pair(f"{one.number} {one.name}", f"{one.said}{_(': ')}{one.why}")
        for section in town.sections:
            self.listing(section)
        shown = {number for criterion in town.criteria for number in criterion.evidence}
        if notes := [note for note in town.notes if note.number not in shown]:
            self.title(_("Notes"))
            for note in notes:
                self.pair(f"[{note.number}] {note.kind}", _note(note))
        self.title(_("Basis"))
        self.pair(_("Score"), f"{town.score}{in_brackets(town.score_note)}")
        for name, text in town.basis:
            self.pair(name, text)
        self.sheet.freeze_panes(header + 1, 1)
        set_up(self.sheet, town.rules, sum(WIDTHS))

    def table(self) -> None:
        """The criteria: what is required, what is given, the grade, the evidence."""
        titles = (_("Criterion"), _("Required"), _("Value"), _("Grade"), _("Evidence"))
        write_row(self.sheet, self.row, titles, self.head)
        first = self.row + 1
        notes = {note.number: note for note in self.town.notes}
        for row, criterion in enumerate(self.town.criteria, first):
            found = _criterion(criterion, notes)
            fit_height(self.sheet, row, found, WIDTHS)
            write_row(self.sheet, row, found, self.lined)
        last = first + len(self.town.criteria) - 1
        colour(
            self.workbook,
            self.sheet,
            (first, RESULT, last, RESULT),
            [(grade_word(grade), grade) for grade in GRADES],
        )
        self.row = last + 1

    def listing(self, section: Section) -> None:
        """What is missing, uncertain or for people to decide, by criterion."""
        self.title(section.title)
        if section.note:
            self.across(section.note, self.soft)
        names = {criterion.number: _titled(criterion) for criterion in self.town.criteria}
        between = _("; ") if all(len(item.cells) == 1 and not item.below for item in section.items) else "\n"
        for number, items in groupby(section.items, lambda item: item.number):
            self.pair(names.get(number, ""), between.join(map(_item, items)))

    def title(self, said: str) -> None:
        """The heading of a list."""
        self.sheet.set_row(self.row, LINE * 2)
        write_row(self.sheet, self.row, [said], self.section)
        self.row += 1

    def across(self, said: str, style: Any, size: int = TYPE) -> None:
        """A text as wide as the table, in type of this size."""
        fit_height(self.sheet, self.row, [said], [sum(WIDTHS) * TYPE // size], size / TYPE)
        write_merged(self.sheet, self.row, 0, len(WIDTHS) - 1, said, style)
        self.row += 1

    def pair(self, name: str, said: str, name_style: Any = None, style: Any = None) -> None:
        """A name, and beside it a text over the other columns."""
        fit_height(self.sheet, self.row, [name, said], [WIDTHS[0], sum(WIDTHS[1:])])
        write_row(self.sheet, self.row, [name], name_style or self.plain)
        write_merged(self.sheet, self.row, 1, len(WIDTHS) - 1, said, style or self.plain)
        self.row += 1


def _titled(criterion: CriterionOutline) -> str:
    return f"{criterion.number} {criterion.name}"


def _criterion(criterion: CriterionOutline, notes: Mapping[int, Note]) -> list[str]:
    """The row of a criterion."""
    readings = "".join(f"[{number}]" for number in criterion.readings)
    return [
        f"{_titled(criterion)}\n{criterion.clause}",
        " ".join(filter(None, (criterion.required, readings))),
        "\n".join(filter(None, (*map(_given, criterion.given), criterion.decision))),
        criterion.said,
        "\n".join(f"[{number}] {_note(notes[number])}" for number in criterion.evidence),
    ]


def _given(given: Given) -> str:
    """A line of what is given, and how it compares with what is required."""
    said = given.label + _(": ") + given.value if given.label else given.value
    required = _("required: {figure}").format(figure=given.required) if given.required else ""
    notes = filter(None, (required, " ~ ".join(given.margin), given.note))
    if listed := _("; ").join(notes):
        said += in_brackets(listed)
    return said if given.grade == "met" else said + in_brackets(grade_word(given.grade))


def _note(note: Note) -> str:
    return note.about + _(": ") + note.text if note.about else note.text


def _item(item: Item) -> str:
    """An entry of a list: its texts, and those below them."""
    return "\n".join((_(": ").join(item.cells), *item.below))
