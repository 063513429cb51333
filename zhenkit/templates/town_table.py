"""A table to fill in, CSV or XLSX: one header row, a column a fact; the workbook explains each and offers its words."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from zhenkit.checks.tree import leaves
from zhenkit.core.escape import cell, visible
from zhenkit.core.extras import load
from zhenkit.core.i18n import Text, _, current
from zhenkit.core.print_setup import set_up
from zhenkit.facts.dictionary import IDENTITY, Facts
from zhenkit.facts.fact import Fact
from zhenkit.facts.quantities import FEN_PER_YUAN
from zhenkit.facts.series_years import years_asked
from zhenkit.facts.types.base import MISSING_WORDS
from zhenkit.facts.types.members import Member, SetType
from zhenkit.facts.types.money import MoneyType
from zhenkit.facts.types.registry import PLAIN_TYPES
from zhenkit.rulesets.fact_usage import Asking, askings, in_words
from zhenkit.rulesets.model import RuleSet
from zhenkit.towns.tables.cells import cell_name
from zhenkit.towns.tables.header import Role, read_header

ROWS = 1000
"""For how many rows of towns the workbook offers its words."""
YEARS = 3
"""How many years of a series have a column, where nothing asks for a number of them."""
LARGE = 10**8 * FEN_PER_YUAN
"""From this sum that is asked for on, money is filled in in 亿元; else in 元."""
MOST_OFFERED = 255
"""The longest list, in characters, that Excel takes in a rule itself; longer ones are on a sheet."""
MOST_NOTED = 2000
WIDEST = 30
UNKNOWN = tuple(sorted(MISSING_WORDS - {""}))
"""What may be in a cell, in Chinese, for what is looked up in vain; a cell not filled in yet is empty."""


class TemplateColumn(NamedTuple):
    """A column to fill in."""

    title: str
    fact: Fact
    offered: tuple[str, ...]
    """The words that may stand in it; none where it is free."""
    member: Member | None = None
    """Of a set: the member it is of."""
    unit: str | None = None
    """Of money: the unit that its title names."""


def blank_csv(
    facts: Facts,
    rule_sets: Iterable[RuleSet],
    last_year: int,
    delimiter: str = ",",
    stated: Iterable[Fact] | None = None,
) -> str:
    """The header alone, with the mark by which Excel knows UTF-8."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerow(
        column.title for column in columns(facts, rule_sets, last_year, stated)
    )
    return "\ufeff" + text.getvalue()


def columns(
    facts: Facts, rule_sets: Iterable[RuleSet], last_year: int, stated: Iterable[Fact] | None = None
) -> list[TemplateColumn]:
    """The columns of a table to fill in, in the language in use; those by which towns are known first.

    Of all facts, or those `stated`.

    A series has a column for each year that is asked for, up to the last.
    """
    large = _large(rule_sets)
    first = [facts[fact_id] for fact_id in ("name", *IDENTITY) if fact_id in facts.by_id]
    return [
        column
        for fact in dict.fromkeys([*first, *(facts.stated if stated is None else stated)])
        for column in _of_fact(fact, facts, last_year, _unit(fact, large))
    ]


def _large(rule_sets: Iterable[RuleSet]) -> frozenset[str]:
    """The ids of the amounts of money of which large sums are asked for, or of what is computed from them."""
    found = set()
    for rule_set in rule_sets:
        for criterion in rule_set.criteria:
            for leaf in leaves(criterion.require):
                if isinstance(leaf.fact.type, MoneyType) and any(figure >= LARGE for figure in leaf.figures):
                    found |= {leaf.fact.id, *(base.id for base in leaf.fact.bases)}
    return frozenset(found)


def _unit(fact: Fact, large: Collection[str]) -> str | None:
    """The unit that a fact's figures are filled in in; None of what is no money."""
    if not isinstance(fact.type.figure, MoneyType):
        return None
    return "亿元" if fact.id in large else "元"


def _of_fact(fact: Fact, facts: Facts, last_year: int, unit: str | None) -> Iterator[TemplateColumn]:
    if isinstance(fact.type, SetType):
        yes_or_no = PLAIN_TYPES["yes/no"].offered(current() == "zh")
        for member in fact.type.members:
            yield TemplateColumn(_title(fact, facts, Role.MEMBER, unit, member), fact, yes_or_no, member)
    elif fact.type.parted:
        for year in years_asked(fact, facts, last_year) or range(last_year - YEARS + 1, last_year + 1):
            yield TemplateColumn(_title(fact, facts, Role.YEAR, unit, year), fact, (), unit=unit)
    else:
        title = _title(fact, facts, Role.FACT, unit)
        yield TemplateColumn(title, fact, fact.type.offered(current() == "zh"), unit=unit)


def _title(fact: Fact, facts: Facts, role: Role, unit: str | None, part: Member | int | None = None) -> str:
    """The column's title in the language in use; by ids where the labels would not be read back as this column."""
    ids = f".{part.id if isinstance(part, Member) else part}" if part is not None else ""
    labels = f"·{part.label.zh if isinstance(part, Member) else part}" if part is not None else ""
    plain, labelled = f"{fact.id}{ids}", f"{fact.label.zh}{labels}"
    if unit is not None:
        plain, labelled = f"{plain} ({unit})", f"{labelled}（{unit}）"
    if current() != "zh" or labelled != cell(labelled):
        return plain
    read = read_header([labelled], facts).columns
    by_id = read_header([plain], facts).columns
    same = [(one.role, one.fact, one.part) for one in read] == [(one.role, one.fact, one.part) for one in by_id]
    return labelled if same and read and read[0].role is role else plain


def blank_workbook(
    facts: Facts, rule_sets: Iterable[RuleSet], last_year: int, stated: Iterable[Fact] | None = None
) -> bytes:
    """The workbook; raises MissingExtra without XlsxWriter."""
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    found, asked = columns(facts, rule_sets, last_year, stated), askings(rule_sets)
    with load("xlsxwriter", "tables").Workbook(stream, options) as workbook:
        top = {"text_wrap": True, "valign": "top"}
        bold = workbook.add_format({**top, "bold": True, "bottom": 1})
        towns = workbook.add_worksheet(_("Towns"))
        _explain(workbook.add_worksheet(_("Columns")), found, asked, bold, workbook.add_format(top))
        _head(towns, found, asked, bold, workbook.add_format({"num_format": "0"}))
        _offer(workbook, towns, found)
    return stream.getvalue()


def _head(
    sheet: Any, found: Sequence[TemplateColumn], asked: Mapping[str, tuple[Asking, ...]], bold: Any, whole: Any
) -> None:
    """The header row, a note on each of its cells."""
    sheet.freeze_panes(1, 1)
    widths = [min(max(_width(column.title) + 2, 10), WIDEST) for column in found]
    set_up(sheet, _("Towns"), sum(widths), 1)
    for position, (column, wide) in enumerate(zip(found, widths, strict=True)):
        style = whole if column.fact.id == "year" else None
        sheet.set_column(position, position, wide, style)
        sheet.write_string(0, position, column.title, bold)
        noted = "\n".join(filter(None, _described(column, asked)))
        sheet.write_comment(0, position, noted[:MOST_NOTED], {"author": "zhenkit", "x_scale": 2, "y_scale": 2})


def _width(text: str) -> int:
    """How wide a text is: a Chinese sign as two."""
    return sum(1 if sign < "\u1100" else 2 for sign in text)


def _described(column: TemplateColumn, asked: Mapping[str, tuple[Asking, ...]]) -> tuple[str, str, str, str]:
    """Of a column: what it is called in both languages, how it is written, who asks for it, a note."""
    fact = column.fact
    label = (
        _in_both(fact.label) if column.member is None else f"{_in_both(fact.label)}: {_in_both(column.member.label)}"
    )
    criteria = in_words(asked.get(fact.id, ()))
    return (
        visible(label),
        visible(how_to_fill_in(column)),
        _("required by: {criteria}").format(criteria=criteria) if criteria else "",
        visible(str(fact.note)) if fact.note is not None else "",
    )


def how_to_fill_in(column: TemplateColumn) -> str:
    """How a cell of the column is written."""
    fact = column.fact
    if column.member is not None:
        return _("yes or no; leave all columns of this set empty where it is not known")
    if column.unit is not None:
        return _(
            "a figure in {unit} such as 12.5, a range such as 9.5~10.5, or with its own unit such as 8000万元"
        ).format(unit=column.unit)
    if fact.type.parted:
        return _("the figure of this year; another year may have a column of its own")
    return fact.type.how_to_write()


def _in_both(text: Text) -> str:
    return text.zh if text.zh == text.en else f"{text.zh} / {text.en}"


def _explain(
    sheet: Any, found: Sequence[TemplateColumn], asked: Mapping[str, tuple[Asking, ...]], bold: Any, plain: Any
) -> None:
    """The sheet that explains the columns. No cell of it is a fact's name alone, or it would be taken for a header."""
    rows = [(_("column / fact"), _("what it is"), _("how it is written"), _("required by"), _("note"))]
    rows += [(f"{column.title} / {column.fact.id}", *_described(column, asked)) for column in found]
    for position, width in enumerate((40, 50, 60, 50, 60)):
        sheet.set_column(position, position, width)
    sheet.freeze_panes(1, 1)
    set_up(sheet, _("Columns"))
    for number, row in enumerate((*rows, *((said,) for said in ("", *_advice())))):
        for position, text in enumerate(row):
            sheet.write_string(number, position, text, plain if number else bold)


def _advice() -> Iterator[str]:
    """What else a table may hold."""
    yield _("One row per town. An empty cell means missing, and missing never counts as no.")
    yield _("A figure that is not known exactly is a range in one cell (8~12), or takes two columns:")
    yield "    firms_low | firms_high"
    yield _("The source of a fact goes into a column of its own, beside it or at the end:")
    yield "    evidence.annual_output" if current() != "zh" else "    年产值佐证 | evidence.annual_output"
    yield _("What people decided on a criterion that needed review takes four columns, by its number:")
    yield "    decisions.4.granted | decisions.4.by | decisions.4.date | decisions.4.why"


class OfferedWords:
    """Where a workbook has the words of its drop-down lists.

    In the rule itself; those that are too long for one, or have a comma, on a hidden sheet.
    """

    def __init__(self, workbook: Any) -> None:
        self.workbook = workbook
        self.sheet: Any = None
        self.ranges: dict[tuple[str, ...], str] = {}

    def source(self, offered: tuple[str, ...]) -> Any:
        """The source of a list of these words, in Chinese with the word for missing as well."""
        words = (*offered, *UNKNOWN) if current() == "zh" else offered
        if len(",".join(words)) <= MOST_OFFERED and not any("," in word or '"' in word for word in words):
            return list(words)
        name = _("Lists")
        if self.sheet is None:
            self.sheet = self.workbook.add_worksheet(name)
            self.sheet.hide()
        if words not in self.ranges:
            at = len(self.ranges)
            for row, word in enumerate(words):
                self.sheet.write_string(row, at, word)
            letters = cell_name(0, at + 1)
            self.ranges[words] = f"='{name}'!${letters}$1:${letters}${len(words)}"
        return self.ranges[words]

    def rule(self, offered: tuple[str, ...]) -> dict[str, Any]:
        """The rule of cells that take one of these words."""
        return {
            "validate": "list",
            "source": self.source(offered),
            "error_title": _("Not in the list"),
            "error_message": _("Choose a word of the list, or leave the cell empty."),
        }


def _offer(workbook: Any, sheet: Any, found: Sequence[TemplateColumn]) -> None:
    """Drop-down lists."""
    words = OfferedWords(workbook)
    for position, column in enumerate(found):
        if column.offered:
            sheet.data_validation(1, position, ROWS, position, words.rule(column.offered))
