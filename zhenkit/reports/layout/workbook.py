"""Workbooks of Excel: every text written as a text, so that none is a formula, a link or a number to Excel.

Texts are safe where a sheet is saved as CSV later, too. Rows go to disk as they are written: a sheet of many takes no
more memory than one of few.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, count
from traceback import clear_frames
from typing import Any, NamedTuple

from zhenkit import __version__
from zhenkit.core.errors import ZhenkitError, system_error
from zhenkit.core.escape import cell_of_lines, visible
from zhenkit.core.extras import load
from zhenkit.core.files import cannot_write_aside, temporary_folder
from zhenkit.core.i18n import _
from zhenkit.core.print_setup import set_up

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
"""The widest that a column is made, in characters."""
SAMPLE = 1000
"""How many rows are looked at for the widths of columns."""

LINE, HIGHEST = 16, 405
"""How high a line of text is (Chinese needs more than Latin letters do), and a row at most, in points."""
LONGEST_NAME = 31
"""The longest name of a sheet, in characters as Excel counts them."""
WRAPPED = {"text_wrap": True, "valign": "top"}
ROW = {**WRAPPED, "bottom": 7, "bottom_color": "#BFBFBF"}
HEAD = {**WRAPPED, "bold": True, "bottom": 1}
"""A text, a row of a table (7 is Excel's thinnest line), and its header."""
LINK = {"font_color": "#0563C1", "underline": 1}
ABOUT = 28, 90
"""How wide the columns of the sheet that explains are, in characters."""

WorkbookCell = str | int | float | None
"""None stays empty."""


def made(title: str, write: Callable[[Any], None]) -> bytes:
    """The bytes of a workbook that `write` fills; raises ZhenkitError where the disk is full, MissingExtra."""
    stream = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    try:
        with (
            temporary_folder() as folder,
            load("xlsxwriter", "tables").Workbook(stream, {**options, "tmpdir": str(folder)}) as workbook,
        ):
            workbook.set_properties({"title": visible(title), "comments": f"zhenkit {__version__}"})
            write(workbook)
    except Exception as error:
        if (wrong := system_error(error)) is None:
            raise
        for each in (error, wrong):  # the archive begun is let go of while there is a stream to close it on
            clear_frames(each.__traceback__)
        raise cannot_write_aside(wrong) from None  # of the rows and the sheets, which are on disk at first
    return stream.getvalue()


def sheet_names(wanted: Iterable[str]) -> list[str]:
    """A name a sheet that Excel takes: short, without signs of its addresses, and each once whatever its case."""
    taken, found = {"history"}, []  # a name that Excel keeps for itself
    for name in wanted:
        said = "".join("_" if sign in "[]:*?/\\" else sign for sign in visible(name)).strip("' ") or "_"
        endings = chain([""], (f"~{number}" for number in count(2)))
        found.append(next(one for one in (_short(said, ending) for ending in endings) if one.casefold() not in taken))
        taken.add(found[-1].casefold())
    return found


def _short(name: str, ending: str) -> str:
    while _units(name) + len(ending) > LONGEST_NAME:
        name = name[:-1]
    return name.rstrip("' ") + ending


def check_size(rows: int, columns: int) -> None:
    """Raise ZhenkitError where a table does not fit a sheet."""
    if rows > MOST_ROWS or columns > MOST_COLUMNS:
        said = _("a sheet of Excel has at most {rows} rows and {columns} columns; write CSV or Parquet")
        raise ZhenkitError(said.format(rows=MOST_ROWS, columns=MOST_COLUMNS))


def write_row(sheet: Any, row: int, found: Iterable[WorkbookCell], styles: Any = None) -> None:
    """Write a row, in one style or each cell in its own."""
    for position, value in enumerate(found):
        style = styles[position] if isinstance(styles, Sequence) else styles
        if isinstance(value, str):
            if value:
                sheet.write_string(row, position, _fitting(value), style)
            elif style is not None:
                sheet.write_blank(row, position, None, style)
        elif value is not None:
            sheet.write_number(row, position, value, style)


def _fitting(text: str) -> str:
    """The text made harmless, line by line, as much of it as a cell holds."""
    said = cell_of_lines(text)
    return said if _units(said) <= MOST_CHARACTERS else f"{said[: MOST_CHARACTERS // 2]}…"


def _units(text: str) -> int:
    """How long Excel takes a text to be: in units of UTF-16."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


FIRST_WIDE = "\u1100"
"""The first character that is as wide as two digits, as all after it nearly are."""


def width(value: WorkbookCell, most: int = WIDEST) -> int:
    """How wide a value is, in characters of the width of a digit; of `most` characters at most."""
    text = str(value)[:most]
    return len(text) if text.isascii() else len(text) + sum(map(FIRST_WIDE.__le__, text))


def write_merged(sheet: Any, row: int, first: int, last: int, text: str, style: Any) -> None:
    """Write a text over several columns."""
    sheet.merge_range(row, first, row, last, "", style)
    if text:
        sheet.write_string(row, first, _fitting(text), style)


def row_height(found: Iterable[WorkbookCell], widths: Sequence[float]) -> int:
    """How high a row is whose texts are wrapped, in points."""
    lines = 1
    for value, wide in zip(found, widths, strict=True):
        if isinstance(value, str):
            needed = sum(int(width(line, MOST_CHARACTERS) // max(wide - 1, 1)) + 1 for line in value.split("\n"))
            lines = max(lines, needed)
    return min(lines * LINE, HIGHEST)


def fit_height(sheet: Any, row: int, found: Iterable[WorkbookCell], widths: Sequence[float], size: float = 1) -> None:
    """Make a row, before it is written, as high as its wrapped texts need; not every program does that itself.

    `size` is how large its letters are beside those of the sheet.
    """
    sheet.set_row(row, min(row_height(found, widths) * size, HIGHEST))


def write_table(
    workbook: Any,
    name: str,
    columns: Sequence[tuple[str, int]],
    rows: Iterable[Sequence[WorkbookCell]],
    said: str = "",
    links: Sequence[str] = (),
) -> tuple[Any, int]:
    """A sheet with a header and rows below it, to filter and to print; gives the sheet and the number of its last row.

    `columns` are titles and widths, in characters; `said` is above each printed page, else the sheet's name; the first
    cells of the rows are links to the sheets of these names.
    """
    head, row_style, link_style = (workbook.add_format(style) for style in (HEAD, ROW, {**ROW, **LINK}))
    sheet = workbook.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    last = 0
    for last, row in _written(sheet, columns, rows, head, row_style):
        if links:
            _write_link(sheet, last, links[last - 1], str(row[0]), link_style)
    set_up(sheet, said or name, sum(wide for _title, wide in columns))
    return sheet, last


def _written(
    sheet: Any,
    columns: Sequence[tuple[str, int]],
    rows: Iterable[Sequence[WorkbookCell]],
    head: Any,
    styles: Any,
    fitted: bool = True,
) -> Iterator[tuple[int, Sequence[WorkbookCell]]]:
    """Write a header and rows to be filtered, each as high as its texts; each row with its number once it is there."""
    widths = [wide for _title, wide in columns]
    for position, (_title, wide) in enumerate(columns):
        sheet.set_column(position, position, wide)
    titles = [title for title, _wide in columns]
    fit_height(sheet, 0, titles, widths)
    write_row(sheet, 0, titles, head)
    last = 0
    for last, row in enumerate(rows, 1):
        if fitted:
            fit_height(sheet, last, row, widths)
        write_row(sheet, last, row, styles)
        yield last, row
    if last:
        sheet.autofilter(0, 0, last, len(columns) - 1)


def _write_link(sheet: Any, row: int, name: str, text: str, style: Any) -> None:
    quoted = name.replace("'", "''")
    sheet.write_url(row, 0, f"internal:'{quoted}'!A1", style, _fitting(text) or None)


def write_about(workbook: Any, rows: Iterable[tuple[str, WorkbookCell]], said: str) -> None:
    """The sheet that explains the others: titles, each with a text beside it."""
    sheet = workbook.add_worksheet(_("About"))
    styles = workbook.add_format({**WRAPPED, "bold": True}), workbook.add_format({**WRAPPED, "align": "left"})
    for position, wide in enumerate(ABOUT):
        sheet.set_column(position, position, wide)
    for number, row in enumerate(rows):
        fit_height(sheet, number, row, ABOUT)
        write_row(sheet, number, row, styles)
    set_up(sheet, said)


def colour(workbook: Any, sheet: Any, area: tuple[int, int, int, int], words: Iterable[tuple[str, str]]) -> None:
    """Colour cells by the words that they begin with, each as a grade: they stay right where cells are edited."""
    for word, grade in words:
        fill, ink = FILLS[grade]
        style = workbook.add_format({"bg_color": fill, "font_color": ink})
        rule = {"type": "text", "criteria": "begins with", "value": word, "format": style}
        sheet.conditional_format(*area, rule)


class FormColumn(NamedTuple):
    """A column of a form: its title, its width in characters."""

    title: str
    width: int
    people: bool = False
    """Whether people fill it in."""


FORM = {"text_wrap": True, "valign": "top", "align": "left", "border": 7, "border_color": "#BFBFBF"}
"""A cell of a form (7 is Excel's thinnest line)."""
PEOPLE = {"bg_color": "#FFF8E1", "num_format": "@"}
"""What is added to those that people fill in: all that they write is a text."""


def write_form(
    workbook: Any,
    sheet: Any,
    columns: Sequence[FormColumn],
    rows: Iterable[Sequence[WorkbookCell]],
    fitted: bool = True,
) -> int:
    """Write a form, a header and rows to be filtered, each as high as its texts; gives the number of its last row.

    The rows of a template are not `fitted`: they are when they are filled in.
    """
    styles = {people: workbook.add_format({**FORM, **(PEOPLE if people else {})}) for people in (False, True)}
    bold = {"bold": True, "bottom": 1}
    heads = {people: workbook.add_format({**FORM, **(PEOPLE if people else {}), **bold}) for people in (False, True)}
    head, row_styles = ([of[column.people] for column in columns] for of in (heads, styles))
    measured = [(column.title, column.width) for column in columns]
    return max((last for last, _row in _written(sheet, measured, rows, head, row_styles, fitted)), default=0)
