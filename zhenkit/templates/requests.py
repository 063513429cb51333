"""Sheets for departments: what each has to find out or prove, for which town, until when, ready to be filled in."""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from zhenkit import __version__
from zhenkit.core.errors import ZhenkitError
from zhenkit.core.escape import cell, cell_of_lines
from zhenkit.core.extras import load
from zhenkit.core.folders import distinct, file_stem, write_folder
from zhenkit.core.i18n import Text, _, current
from zhenkit.core.print_setup import set_up
from zhenkit.facts.dictionary import PLACE_FACTS
from zhenkit.facts.fact import Fact
from zhenkit.facts.types.members import SetType
from zhenkit.facts.types.registry import PLAIN_TYPES
from zhenkit.judging.answers import COLUMNS, TO_FILL_IN
from zhenkit.judging.ledger import LedgerEntry
from zhenkit.rulesets.model import RuleSet
from zhenkit.templates.town_table import OfferedWords, TemplateColumn, columns, how_to_fill_in

NOBODY = Text("未定责任单位", "no department")
"""The sheet of what nobody answers for."""
WIDTHS = {
    **dict.fromkeys(COLUMNS, 12),
    "key": 14,
    "town": 22,
    "criterion": 18,
    "fact": 26,
    "how": 34,
    "required": 26,
    "department": 16,
    "answer": 18,
    "evidence": 32,
    "why": 24,
}
"""How wide the columns are, in characters."""
LINE = 15
MOST_PROMPT = 255
"""What Excel shows beside a cell that is chosen, in characters."""


class SheetQuestion(NamedTuple):
    """A row of a sheet."""

    said: dict[str, str]
    offered: tuple[str, ...]

    def also(self, other: SheetQuestion) -> SheetQuestion:
        """The same question where it is asked for another entry as well: for both, by the earlier day."""
        said = dict(self.said)
        for name in ("key", "criterion", "required"):
            texts = (text for one in (self, other) for text in one.said[name].split("\n"))
            said[name] = "\n".join(dict.fromkeys(filter(None, texts)))
        said["due"] = min(filter(None, (self.said["due"], other.said["due"])), default="")
        return self._replace(said=said)


def sheets_of(entries: Iterable[LedgerEntry], last_year: int) -> dict[str, list[SheetQuestion]]:
    """By the names of departments their questions: each asked once of a department, for all the entries it settles."""
    found: dict[str, dict[tuple[str, str], SheetQuestion]] = {}
    for entry in entries:
        if entry.item is None or entry.is_done:
            continue
        questions = list(_questions(entry, last_year))
        for department in entry.asked or (str(NOBODY),):
            for question in questions:
                row = question._replace(said={**question.said, "department": department if entry.asked else ""})
                of_sheet = found.setdefault(department, {})
                asked = entry.key.rpartition("-")[2], question.said["fact"]
                of_sheet[asked] = of_sheet[asked].also(row) if asked in of_sheet else row
    return {department: list(questions.values()) for department, questions in found.items()}


def _questions(entry: LedgerEntry, last_year: int) -> Iterator[SheetQuestion]:
    item = entry.item
    assert item is not None  # of an entry that is open
    town, rule_set = item.gap.town, item.gap.rule_set
    places = {place: str(town.facts.get(place, "")) for place in PLACE_FACTS}
    said = {
        "key": entry.key,
        "town": town.name,
        **places,
        "criterion": entry.said.get("criterion", ""),
        "required": entry.said.get("gap", ""),
        "due": entry.last_day,
    }
    year = town.facts.get("year")
    last = year if isinstance(year, int) else last_year
    for fact in item.facts:
        for column in _columns(rule_set, fact, last):
            how = _("{label}: {how}").format(label=column.fact.label, how=how_to_fill_in(column))
            known = _known(column, town.facts.get(column.fact.id))
            yield SheetQuestion({**said, "fact": column.title, "how": how, "answer": known}, column.offered)
    if any(change.fact is None for way in item.ways for change in way):
        number = item.criterion.judged.criterion.number
        how = _("what people decided: yes where it is granted; the reason is under {why}").format(why=COLUMNS["why"])
        title = f"decisions.{number}.granted"
        yield SheetQuestion({**said, "fact": title, "how": how}, PLAIN_TYPES["yes/no"].offered(current() == "zh"))


@cache
def _columns(rule_set: RuleSet, fact: Fact, last_year: int) -> list[TemplateColumn]:
    """The columns that a table to fill in would have for a fact."""
    found = columns(rule_set.facts, [rule_set], last_year, [fact])
    return [column for column in found if column.fact is fact]


def _known(column: TemplateColumn, value: Any) -> str:
    """What the file has of a set already, so that it is not lost when the rest is filled in."""
    if column.member is None or not isinstance(value, frozenset) or not isinstance(column.fact.type, SetType):
        return ""
    yes, no = PLAIN_TYPES["yes/no"].offered(current() == "zh")[:2]
    return yes if column.member.id in value else no


def write_requests(folder: Path, sheets: dict[str, list[SheetQuestion]]) -> list[Path]:
    """Write a workbook a department, all or none; where one of them is there already, none.

    Raises ZhenkitError, MissingExtra.
    """
    names = [f"{stem}.xlsx" for stem in distinct(map(file_stem, sheets))]
    for name in names:
        if os.path.lexists(folder / name):
            said = _("{file} is there already, and may have been filled in; name another folder, or move it away")
            raise ZhenkitError(said.format(file=folder / name))
    files = {name: workbook(*sheet) for name, sheet in zip(names, sheets.items(), strict=True)}
    write_folder(folder, files)
    return [folder / name for name in names]


def workbook(department: str, questions: Sequence[SheetQuestion]) -> bytes:
    """A department's workbook; raises MissingExtra without XlsxWriter."""
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with load("xlsxwriter", "tables").Workbook(stream, options) as book:
        book.set_properties({"comments": f"zhenkit {__version__}"})  # by which it is known for no table of towns
        sheet = book.add_worksheet(_("Questions"))
        _explain(book, department)
        _write(book, sheet, questions)
        set_up(sheet, department, sum(WIDTHS.values()), 2)
    return stream.getvalue()


def _write(book: Any, sheet: Any, questions: Sequence[SheetQuestion]) -> None:
    plain = {"text_wrap": True, "valign": "top", "border": 7, "border_color": "#BFBFBF"}
    filled = {**plain, "bg_color": "#FFF8E1", "num_format": "@"}
    text, to_fill_in = book.add_format(plain), book.add_format(filled)
    heads = book.add_format({**plain, "bold": True}), book.add_format({**filled, "bold": True})
    for position, (name, title) in enumerate(COLUMNS.items()):
        sheet.set_column(position, position, WIDTHS[name])
        sheet.write_string(0, position, str(title), heads[name in TO_FILL_IN])
    sheet.freeze_panes(1, 2)
    words, at = OfferedWords(book), list(COLUMNS).index("answer")
    for row, question in enumerate(questions, 1):
        lines = 1
        for position, name in enumerate(COLUMNS):
            said = cell_of_lines(question.said.get(name, ""))
            style = to_fill_in if name in TO_FILL_IN else text
            if said:
                sheet.write_string(row, position, said, style)
            else:
                sheet.write_blank(row, position, None, style)
            wide = sum(1 if sign < "\u1100" else 2 for sign in said)
            lines = max(lines, wide // (WIDTHS[name] - 2) + 1 + said.count("\n"))
        sheet.set_row(row, LINE * min(lines, 20))
        prompt = {"input_title": question.said["fact"][:32], "input_message": question.said["how"][:MOST_PROMPT]}
        rule = words.rule(question.offered) if question.offered else {"validate": "any"}
        sheet.data_validation(row, at, row, at, {**rule, **prompt})
    sheet.autofilter(0, 0, len(questions), len(COLUMNS) - 1)


def _explain(book: Any, department: str) -> None:
    """The sheet that says how to fill in; no title of it is one of the questions'."""
    sheet = book.add_worksheet(_("Notes"))
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 100)
    columns = _(", ").join(str(COLUMNS[name]) for name in TO_FILL_IN)
    for row, said in enumerate(
        (
            _("{department}: please fill in the coloured columns ({columns}) and send the file back.").format(
                department=department, columns=columns
            ),
            _("Leave an answer empty that is not known. A finding that is not so is answered no."),
            _("Give each answer its evidence (title, date, page) and who filled it in; both go into the town's file."),
            _("Of a set, such as the services, answer all rows with yes or no, or none of them."),
            _("Leave the other columns as they are: by them the answers find their way back."),
        )
    ):
        sheet.write_string(row, 0, cell(said), wrapped)
    set_up(sheet, department)
