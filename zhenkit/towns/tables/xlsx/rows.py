"""The rows of a worksheet, one by one: numbers as they are seen, formulas with their results, merged cells filled."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import BinaryIO, NamedTuple
from xml.etree import ElementTree

from zhenkit.core.errors import quoted
from zhenkit.core.i18n import _, plural
from zhenkit.towns.tables.cells import Cell, Merged, Unusable, cell_name, continues, is_blank, number_text
from zhenkit.towns.tables.layout import MAX_COLUMNS
from zhenkit.towns.tables.sheet import SheetRemark
from zhenkit.towns.tables.xlsx.parts import Element, Look, Package, SeenText, local, text_of, unescaped

MAX_ROWS = 1_048_576
MAX_CELLS = 50_000_000
PIECE = 1024 * 1024
ROWS_SHOWN = 5


class TooMuch(Exception):
    """More rows or cells than are read; the text says so."""


class Area(NamedTuple):
    """A rectangle of cells, ends included, from 1."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


class SheetOutline(NamedTuple):
    """What is known of a sheet from one look over its text."""

    merged: list[Area]
    is_ordered: bool
    """Whether its rows stand one below another."""
    is_filtered: bool


_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref\s*=\s*[\"']([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})[\"']")
_ROW = re.compile(rb"<(?:\w+:)?row\s[^>]*?\br\s*=\s*[\"']([0-9]{1,9})[\"']")
_FILTER = re.compile(rb"<(?:\w+:)?filterColumn[\s>]")
_KEPT = 512
"""So many bytes before a piece are looked at with it."""


def outline(stream: BinaryIO) -> SheetOutline:
    """One look over the text of a sheet: merged cells follow the rows that they are needed for."""
    merged: dict[Area, None] = {}
    ordered, filtered, last, kept = True, False, 0, b""
    while piece := stream.read(PIECE):
        text = kept + piece
        for found in _MERGED.finditer(text):
            merged[area(found[1].decode())] = None
        filtered = filtered or _FILTER.search(text) is not None
        if ordered:
            numbers = [int(number) for number in _ROW.findall(text)]
            start = next((at for at, number in enumerate(numbers) if number == last), -1) + 1 if kept else 0
            for number in numbers[start:]:
                ordered, last = ordered and number > last, number
        kept = text[-_KEPT:]
    return SheetOutline(list(merged), ordered, filtered)


def area(reference: str) -> Area:
    """`B2:C5` as numbers."""
    first, _colon, last = reference.partition(":")
    (top, left), (bottom, right) = place(first), place(last or first)
    return Area(min(top, bottom), min(left, right), max(top, bottom), max(left, right))


_PLACE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_columns: dict[str, int] = {}


def place(reference: str) -> tuple[int, int]:
    """The row and column of `C5`; raises ValueError."""
    found = _PLACE.fullmatch(reference)
    if found is None:
        raise ValueError(reference)
    return int(found[2]), column_number(found[1])


def column_number(letters: str) -> int:
    """The number of a column, from 1: `AA` is 27."""
    number = _columns.get(letters)
    if number is None:
        number = 0
        for letter in letters.upper():
            number = number * 26 + ord(letter) - 64
        _columns[letters] = number
    return number


class RowsOfSheet:
    """Reads the rows of one worksheet."""

    def __init__(self, package: Package, part: str, remarks: list[SheetRemark]) -> None:
        self.package, self.part, self.remarks = package, part, remarks
        self.texts, self.formats = package.texts, package.formats
        self.looks = package.looks
        self.since_1904, self.is_uncomputed = package.since_1904, package.is_uncomputed
        self.hidden_rows: list[int] = []
        self.hidden_columns: list[tuple[int, int]] = []
        self.arrays: list[Area] = []
        """The areas of array formulas above and to the left."""
        self.odd_looks: dict[Look, list[tuple[int, int]]] = {look: [] for look in (Look.STRUCK, Look.WHITE)}
        """The cells with something in them that is struck out, or white on white."""
        self.seen = 0

    def __call__(self) -> Iterator[tuple[int, list[Cell]]]:
        """The rows with cells, in order; what is hidden is a remark at the end."""
        with self.package.open(self.part) as stream:
            known = outline(stream)
        rows: Iterator[tuple[int, list[Cell]]] = self._rows()
        if not known.is_ordered:
            rows = iter(sorted(rows, key=lambda row: row[0]))
        yield from filled(rows, known.merged) if known.merged else rows
        self._remark_on_hidden(known.is_filtered)
        self._remark_on_comments()
        self._remark_on_boxes()

    def _rows(self) -> Iterator[tuple[int, list[Cell]]]:
        number = 0
        with self.package.open(self.part) as stream:
            data: Element | None = None
            # the guard has refused entities
            for event, element in ElementTree.iterparse(stream, ("start", "end")):  # noqa: S314
                name = local(element.tag)
                if event == "start":
                    data = element if name == "sheetData" else data
                elif name == "row":
                    said = element.get("r")
                    number = int(said) if said is not None else number + 1
                    if number > MAX_ROWS:
                        raise TooMuch(_("more than {most} rows are not read").format(most=MAX_ROWS))
                    cells = self._cells(element, number)
                    if cells:
                        if _is_unseen(element, "ht") and any(cell is not None for cell in cells):
                            self.hidden_rows.append(number)
                        yield number, cells
                    if data is not None:
                        data.clear()  # or all rows would be kept
                elif name == "col" and _is_unseen(element, "width"):
                    self.hidden_columns.append((int(element.get("min", "1")), int(element.get("max", "1"))))

    def _cells(self, row: Element, number: int) -> list[Cell]:
        """The cells of a row; of one too wide no more than shows it."""
        found: list[Cell] = []
        column = 0
        for element in row:
            reference = element.get("r")
            column = column_number(reference.rstrip("0123456789")) if reference else column + 1
            if not 0 < column <= 1 << 20:
                raise ValueError(reference)
            self.seen += 1
            if column > MAX_COLUMNS:
                if is_blank(self._cell(element, number, column)):
                    continue
                found += [None] * (MAX_COLUMNS - len(found))
                return [*found, "…"]  # which shows that it is too wide
            cell = self._cell(element, number, column)
            if column == len(found) + 1:
                found.append(cell)
            elif column > len(found):
                found += [None] * (column - 1 - len(found))
                found.append(cell)
            elif found[column - 1] is None:
                found[column - 1] = cell
            elif cell is not None:
                found[column - 1] = Unusable(_("the file has two cells of this name; save it anew in Excel"))
        if self.seen > MAX_CELLS:
            raise TooMuch(_("more than {most} cells are not read from a workbook").format(most=MAX_CELLS))
        return self._with_arrays(found, number) if self.arrays else found

    def _cell(self, element: Element, row: int, column: int) -> Cell:
        value, text, formula = self._content(element)
        kind, style = element.get("t", "n"), element.get("s", "")
        if kind == "s" and value is not None:
            text = self.texts[int(value)]
        look = self.looks.get(style)
        if look is Look.SIGNS and text is not None and str(text.cell).strip():
            return Unusable(_("the cell is in a font of signs, such as Wingdings; write in words what they mean"))
        if (look or (text is not None and text.is_struck)) and (text is not None or value is not None):
            self.odd_looks[look or Look.STRUCK].append((row, column))
        if formula and (self.is_uncomputed or (value is None and kind != "str")):
            return Unusable(_uncomputed())
        if text is not None:
            return text.cell
        return None if value is None else self._value(kind, value, style)

    def _content(self, element: Element) -> tuple[str | None, SeenText | None, bool]:
        """The value and the text that a cell has in it, and whether they come of a formula."""
        value: str | None = None
        text: SeenText | None = None
        formula = False
        for child in element:
            name = local(child.tag)
            if name == "v":
                value = child.text
            elif name == "f":
                formula = True
                if child.get("t") in ("array", "dataTable") and (reference := child.get("ref")):
                    self.arrays.append(area(reference))
            elif name == "is":
                text = text_of(child)
        return value, text, formula

    def _value(self, kind: str, value: str, style: str) -> Cell:
        """What the value of a cell is by its kind (ECMA-376, part 1, 18.18.11)."""
        if kind == "str":
            return unescaped(value)
        if kind == "b":
            return value.strip() in ("1", "true")
        if kind == "e":
            return Unusable(_("the cell contains {error}; fix the formula or clear the cell").format(error=value))
        if kind == "d":
            return datetime.datetime.fromisoformat(value).date() if "T00:00:00" in value or "T" not in value else value
        return self._number(value.strip(), style)

    def _number(self, value: str, style: str) -> Cell:
        """A number as it is seen."""
        number = float(value)
        if number != number or number in (float("inf"), float("-inf")):
            raise ValueError(value)
        shown = self.formats[int(style)] if style and self.formats else None
        return number_text(number) if shown is None else shown.show(value, self.since_1904)

    def _with_arrays(self, cells: list[Cell], row: int) -> list[Cell]:
        """A row with the cells of array formulas that have no result, or one that nobody computed."""
        self.arrays = [each for each in self.arrays if each.last_row >= row]
        for each in self.arrays:
            if each.first_row <= row:
                last = min(each.last_column, MAX_COLUMNS)
                cells += [None] * (last - len(cells))
                for column in range(each.first_column, last + 1):
                    if cells[column - 1] is None or self.is_uncomputed:
                        cells[column - 1] = Unusable(_uncomputed())
        return cells

    def _remark_on_hidden(self, filtered: bool) -> None:
        """What people do not see, and is read all the same."""
        if rows := self.hidden_rows:
            count = len(rows)
            said = plural(
                "{count} hidden row is read too (row {rows})", "{count} hidden rows are read too (rows {rows})", count
            )
            if filtered:
                said = plural(
                    "{count} row that a filter hides is read too (row {rows})",
                    "{count} rows that a filter hides are read too (rows {rows})",
                    count,
                )
            listed = _(", ").join(map(str, rows[:ROWS_SHOWN])) + (_(", ...") if count > ROWS_SHOWN else "")
            self._remark(SheetRemark(rows[0], 1, said.format(count=count, rows=listed)))
        if self.hidden_columns:
            listed = _(", ").join(_letters(*each) for each in self.hidden_columns[:ROWS_SHOWN])
            said = _("hidden columns are read too: {columns}").format(columns=listed)
            self._remark(SheetRemark(1, self.hidden_columns[0][0], said))
        for look, cells in self.odd_looks.items():
            if cells:
                said = _of_look(look, len(cells)).format(count=len(cells), cells=_shown(cells))
                self._remark(SheetRemark(*cells[0], said))

    def _remark_on_comments(self) -> None:
        """That cells have comments, which may change what they mean: their text is shown, and nothing read of it."""
        found = [(place(cell), text) for cell, text in islice(self.package.comments(self.part), MOST_COMMENTS)]
        if not found:
            return
        said = plural(
            "{count} cell has a comment, which is not read: {cells}",
            "{count} cells have comments, which are not read: {cells}",
            len(found),
        )
        shown = [f"{cell_name(*cell)} {quoted(_shortened(text))}" for cell, text in found[:ROWS_SHOWN]]
        cells = _(", ").join(shown) + (_(", ...") if len(found) > ROWS_SHOWN else "")
        self._remark(SheetRemark(*found[0][0], said.format(count=len(found), cells=cells)))

    def _remark_on_boxes(self) -> None:
        """That texts lie over the cells, in boxes: a unit or a note may stand in them, and nothing is read of it."""
        found = list(islice(self.package.boxes(self.part), MOST_COMMENTS))
        if not found:
            return
        said = plural("{count} text box is not read: {texts}", "{count} text boxes are not read: {texts}", len(found))
        texts = _(", ").join(quoted(_shortened(text)) for _row, _column, text in found[:ROWS_SHOWN])
        texts += _(", ...") if len(found) > ROWS_SHOWN else ""
        row, column, _text = found[0]
        self._remark(SheetRemark(row, column, said.format(count=len(found), texts=texts)))

    def _remark(self, remark: SheetRemark) -> None:
        """Take a remark in, once however often the rows are read."""
        if remark not in self.remarks:
            self.remarks.append(remark)


MOST_COMMENTS, MOST_SHOWN = 10_000, 40
"""So many comments of a sheet are counted; of the text of one so many characters are shown."""


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"


def _is_unseen(element: Element, size: str) -> bool:
    """Whether a row or a column is hidden, or so small that nobody sees it."""
    given = element.get(size)
    return element.get("hidden") in ("1", "true") or (given is not None and float(given) == 0)


def _of_look(look: Look, count: int) -> str:
    if look is Look.STRUCK:
        return plural(
            "{count} struck-out cell is read too ({cells})", "{count} struck-out cells are read too ({cells})", count
        )
    return plural(
        "{count} cell in white on white is read too ({cells})",
        "{count} cells in white on white are read too ({cells})",
        count,
    )


def _shown(cells: Sequence[tuple[int, int]]) -> str:
    """The names of the first cells."""
    names = [cell_name(*cell) for cell in cells[:ROWS_SHOWN]]
    return _(", ").join(names) + (_(", ...") if len(cells) > ROWS_SHOWN else "")


def _uncomputed() -> str:
    return _("a formula without a stored value; open the file in Excel, calculate and save it")


def _letters(first: int, last: int) -> str:
    return cell_name(0, first) if first == last else f"{cell_name(0, first)}–{cell_name(0, min(last, 16_384))}"


def filled(rows: Iterator[tuple[int, list[Cell]]], merged: Sequence[Area]) -> Iterator[tuple[int, list[Cell]]]:
    """The rows with the value of merged cells in each cell that they cover.

    What is merged over a row and such below as have nothing of their own is that row's alone: people so make high rows.
    """
    together: list[tuple[int, list[Cell]]] = []
    for number, cells in _spread(rows, merged):
        if together and not continues(number, cells):
            yield from _of_the_first(together, number)
            together = []
        together.append((number, cells))
    yield from _of_the_first(together, MAX_ROWS + 1)


def _of_the_first(rows: list[tuple[int, list[Cell]]], end: int) -> list[tuple[int, list[Cell]]]:
    """Rows up to `end`, of which the first alone has cells of its own, with what is merged over them its own too."""
    for number, cells in rows[:1]:
        for index, cell in enumerate(cells):
            if isinstance(cell, Merged) and cell.first_row == number < cell.last_row < end:
                cells[index] = cell._replace(last_row=number)
    return rows


def _spread(rows: Iterator[tuple[int, list[Cell]]], merged: Sequence[Area]) -> Iterator[tuple[int, list[Cell]]]:
    waiting = sorted(merged, reverse=True)
    active: list[tuple[Area, Cell]] = []
    widest = 0  # beyond the widest row nothing stands that could be of a merged cell
    for number, cells in rows:
        widest = max(widest, len(cells))
        while waiting and waiting[-1].first_row <= number:
            each = waiting.pop()
            inside = each.first_row == number and each.first_column <= len(cells)
            active.append((each, cells[each.first_column - 1] if inside else None))
        active = [one for one in active if one[0].last_row >= number]
        for each, value in active:
            last = min(each.last_column, max(widest, each.first_column), MAX_COLUMNS)
            if last > len(cells):
                cells += [None] * (last - len(cells))
            for column in range(each.first_column, last + 1):
                cells[column - 1] = Merged(value, *each)
        yield number, cells
