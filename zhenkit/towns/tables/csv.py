"""CSV and TSV files -> towns: their encoding, their delimiter and their header found, their rows read one by one."""

from __future__ import annotations

import codecs
import csv
import io
import mmap
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from typing import BinaryIO, NamedTuple, TextIO

from zhenkit.core.errors import FileProblems, Problem, quoted
from zhenkit.core.files import opened
from zhenkit.core.i18n import _
from zhenkit.documents.syntax import why
from zhenkit.facts.dictionary import Facts
from zhenkit.towns.inputs import Intake
from zhenkit.towns.options import Options
from zhenkit.towns.tables.cells import cell_name
from zhenkit.towns.tables.form import Form
from zhenkit.towns.tables.layout import TITLE_ROWS, Layout, known, no_header, read_titles
from zhenkit.towns.tables.reading import SheetOfTowns, look_into, read_sheets
from zhenkit.towns.tables.sheet import Sheet, SheetRemark
from zhenkit.towns.tables.table import Table

MAX_LINE = 16 * 1024 * 1024
"""The longest line, in characters."""
PIECE = 1024 * 1024
DELIMITERS = {".csv": ",;\t", ".tsv": "\t,;"}
"""What may divide the cells; of two that name as many facts, the first is taken."""
OTHER_DIVIDERS = "|，；"
"""What people divide cells by that is not read: a comma of Chinese texts stands in cells as well."""
WORKBOOKS = {b"PK\x03\x04": ".xlsx", b"\xd0\xcf\x11\xe0": ".xls"}
"""How workbooks begin, and the ending they ought to have."""
UTF8 = "utf-8-sig"
ENCODINGS = {UTF8: "UTF-8", "gb18030": "GB18030", "utf-16": "UTF-16"}
UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
"""What a file in UTF-16 begins with, such as Excel's "Unicode text"."""


BOM = "\ufeff"
"""A byte-order mark, decoded: one stands at the beginning, and more where files that had one were put together."""


class _Refused(Exception):
    """The file cannot be read on from this line; the text says why."""

    def __init__(self, line: int, why: str) -> None:
        self.line = line
        super().__init__(_("{why}; reading stopped here, and the lines below were not read").format(why=why))


class OpenedCsv(NamedTuple):
    """A file of which is known how it is written, and how its towns stand in it."""

    path: Path
    encoding: str
    delimiter: str
    layout: Layout | Form
    remarks: list[Problem]
    open: Callable[[], BinaryIO]
    """Gives the file from its beginning, also where it is a pipe."""

    def rows(self) -> Iterator[tuple[int, Sequence[str]]]:
        """The rows of the file, each with the line it begins in; raises FileProblems where reading ends early."""
        with self.open() as binary, _as_text(binary, self.encoding) as text:
            try:
                yield from _records(text, self.delimiter)
            except _Refused as error:
                raise FileProblems([Problem(str(self.path), error.line, 1, str(error))]) from None


def open_csv(path: Path, facts: Facts, options: Options, by_head: bool = False) -> OpenedCsv:
    """How the file is written and its towns stand in it; raises FileProblems.

    `by_head` takes a file for UTF-8 whose beginning is: for a reader that finds out itself where the rest is not.
    """
    file = str(path)
    with opened(path) as binary:
        encoding = UTF8 if by_head and _begins_as_utf8(binary) else _encoding(binary, file)
        delimiter, found = _probed(binary, encoding, path, facts, options)
        if delimiter == ";" and isinstance(found.layout, Layout):
            table = Table(file, found.layout.header, found.layout.last_row, facts, options)
            if fault := two_commas(table, binary, encoding):
                raise FileProblems([fault])
        content = binary.getvalue() if isinstance(binary, io.BytesIO) else None  # what came from a pipe comes once
    remarks = []
    if encoding != UTF8:
        said = _("read as {encoding}, since it is not UTF-8").format(encoding=ENCODINGS[encoding])
        remarks.append(Problem(file, 1, 1, said))
    again = partial(opened, path) if content is None else partial(io.BytesIO, content)
    return OpenedCsv(path, encoding, delimiter, found.layout, remarks, again)


def read(path: Path, facts: Facts, options: Options) -> Intake:
    """The towns of a file, a row a town; raises FileProblems."""
    return read_sheets(str(path), open_sheets(path, facts, options), facts, options)


@contextmanager
def open_sheets(path: Path, facts: Facts, options: Options) -> Iterator[list[Sheet]]:
    """The file as the one sheet that it is; raises FileProblems."""
    found = open_csv(path, facts, options)
    said = [SheetRemark(0, 0, remark.message) for remark in found.remarks]
    yield [Sheet("", found.rows, ENCODINGS[found.encoding], remarks=said)]


@contextmanager
def plain_records(path: Path) -> Iterator[Callable[[], Iterator[tuple[int, Sequence[str]]]]]:
    """The rows of a file that holds no towns, from the first at each call; raises FileProblems."""
    file = str(path)
    with opened(path) as binary:
        encoding = _encoding(binary, file)
        text = _as_text(binary, encoding)
        first = text.readline(MAX_LINE)
        text.detach()
        delimiter = max(DELIMITERS[".csv"], key=first.count)

        def records() -> Iterator[tuple[int, Sequence[str]]]:
            text = _as_text(binary, encoding)
            try:
                yield from _records(text, delimiter)
            except _Refused as error:
                raise FileProblems([Problem(file, error.line, 1, str(error))]) from None
            finally:
                text.detach()

        yield records


def _begins_as_utf8(binary: BinaryIO) -> bool:
    """Whether the beginning of a file is UTF-8; where that is the whole file, it does not end inside a character."""
    binary.seek(0)
    piece = binary.read(PIECE)
    try:
        codecs.getincrementaldecoder(UTF8)().decode(piece, not binary.read(1))
    except UnicodeDecodeError:
        return False
    return True


def _encoding(binary: BinaryIO, file: str) -> str:
    """The encoding of a whole file; raises FileProblems where it is no text."""
    binary.seek(0)
    begin = binary.read(8)
    if kind := next((ending for sign, ending in WORKBOOKS.items() if begin.startswith(sign)), None):
        said = _("this is a workbook, not text; give it the ending {ending}, or save it as CSV")
        raise FileProblems([Problem(file, 1, 1, said.format(ending=kind))])
    binary.seek(0)
    if binary.read(2) in UTF16:
        if _undecodable_line(binary, "utf-16") is None:
            return "utf-16"
        raise FileProblems(
            [Problem(file, 1, 1, _("it begins like UTF-16 but is not valid UTF-16; save the file as UTF-8"))]
        )
    line = _undecodable_line(binary, UTF8)
    if line is None:
        return UTF8
    if _undecodable_line(binary, "gb18030") is None:
        return "gb18030"
    raise FileProblems([Problem(file, line, 1, _("neither UTF-8 nor GB18030 text; save the file as UTF-8"))])


def _undecodable_line(binary: BinaryIO, encoding: str) -> int | None:
    """The line (from 1) of the first bytes that are none of this encoding, or None."""
    binary.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    line, piece = 1, b"-"
    while piece:
        piece = binary.read(PIECE)
        try:
            decoder.decode(piece, not piece)
        except UnicodeDecodeError as error:
            return line + piece.count(b"\n", 0, error.start)
        line += piece.count(b"\n")
    return None


def _as_text(binary: BinaryIO, encoding: str) -> io.TextIOWrapper:
    """The file as text, from its beginning."""
    binary.seek(0)
    return io.TextIOWrapper(binary, encoding, newline="")


def _probed(binary: BinaryIO, encoding: str, path: Path, facts: Facts, options: Options) -> tuple[str, SheetOfTowns]:
    """The delimiter by which the file's beginning names the most facts, and how its towns stand in it.

    Raises FileProblems where none names any.
    """
    text = _as_text(binary, encoding)
    head = text.read(PIECE)
    text.detach()

    refused: dict[str, _Refused] = {}

    def sheet(delimiter: str) -> Sheet:
        return Sheet("", lambda: _up_to(_records(io.StringIO(head, newline=""), delimiter), refused, delimiter))

    delimiters = DELIMITERS[path.suffix.lower()]
    found: dict[str, SheetOfTowns] = {}
    for sign in delimiters:
        if (one := look_into(sheet(sign), facts, options)) is not None:
            found[sign] = one
            if one.is_plainly_a_table:
                break
    main = max(delimiters, key=head.partition("\n")[0].count)
    if not found and main in refused:  # what is wrong may well be the header
        raise FileProblems([Problem(str(path), refused[main].line, 1, str(refused[main]))])
    if not found:
        for sign in OTHER_DIVIDERS:
            if look_into(sheet(sign), facts, options) is not None:
                said = _("its cells are divided by {sign}; divide them by commas, semicolons or tabs")
                raise FileProblems([Problem(str(path), 1, 1, said.format(sign=quoted(sign)))])
        rows = islice(sheet(main).rows(), TITLE_ROWS + 1)
        raise FileProblems([Problem(str(path), 1, 1, no_header(rows, ENCODINGS[encoding], facts))])
    best = max(found, key=lambda sign: _stated(found[sign].layout, facts, options))
    return best, found[best]


def _stated(layout: Layout | Form, facts: Facts, options: Options) -> int:
    """How many facts are stated."""
    return known(layout.header if isinstance(layout, Layout) else read_titles(layout.titles, facts, options))


def _up_to(
    records: Iterator[tuple[int, list[str]]], refused: dict[str, _Refused], delimiter: str
) -> Iterator[tuple[int, list[str]]]:
    """The records up to what cannot be read, which is noted by the delimiter."""
    try:
        yield from records
    except _Refused as error:
        refused.setdefault(delimiter, error)


def _records(text: TextIO, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The records of a text, each with the line it begins in, from 1; raises _Refused."""
    lines = _Lines(text)
    csv.field_size_limit(max(csv.field_size_limit(), MAX_LINE))  # a cell too long is reported as in any table
    reader = csv.reader(lines, delimiter=delimiter, strict=True, skipinitialspace=True)
    begin = 1
    try:
        for cells in reader:
            yield begin, cells
            begin = reader.line_num + 1
    except csv.Error as error:
        raise _Refused(begin, _said(str(error), lines.last)) from None


class _Lines:
    """The lines of a text, without the marks that they may begin with; raises _Refused for one too long."""

    def __init__(self, text: TextIO) -> None:
        self.text, self.number, self.last = text, 0, ""

    def __iter__(self) -> Iterator[str]:
        while line := self.text.readline(MAX_LINE):
            self.number += 1
            if len(line) >= MAX_LINE:
                said = _("a line of more than {size} MiB is not read").format(size=MAX_LINE // 1024**2)
                raise _Refused(self.number, said)
            self.last = line.lstrip(BOM) if line[0] == BOM else line
            yield self.last


_BLANK_BEHIND = re.compile(r'"[^\S\r\n]+(?=[,;\t\r\n]|$)')


def _said(error: str, line: str) -> str:
    """An error of Python's csv module about a line in our words."""
    if "expected after" in error and _BLANK_BEHIND.search(line):
        return _("not CSV: there is a blank between a closing quotation mark and what follows; remove it")
    if "larger" in error:
        said = _("a cell of more than {most} characters is not read; is a quotation mark never closed?")
        return said.format(most=csv.field_size_limit())
    return _("not CSV: {why}").format(why=why(error))


_TWO_COMMAS = re.compile(rb"[0-9],[0-9]{3}(?![0-9])"), re.compile(rb"[0-9],(?:[0-9]{1,2}|[0-9]{4,})(?![0-9])")
_THOUSANDS = re.compile(r"[0-9]{1,3}[,，][0-9]{3}(?![0-9,，])")
_DECIMAL = re.compile(r"[0-9][,，](?:[0-9]{1,2}|[0-9]{4,})(?![0-9])")


def two_commas(table: Table, binary: BinaryIO, encoding: str) -> Problem | None:
    """That figures of a file divided by `;` have commas that divide decimals, and others that may divide thousands.

    Programs write `;` where their comma is a decimal one. Of `1,234` alone nobody else's meaning is known than that of
    thousands; beside `12,5` both are.
    """
    if encoding == UTF8 and not isinstance(binary, io.BytesIO):
        with mmap.mmap(binary.fileno(), 0, access=mmap.ACCESS_READ) as content:
            if not all(kind.search(content) for kind in _TWO_COMMAS):
                return None
    figures = [column.index for column in table.header.columns if column.fact and column.fact.type.scales]
    thousands = decimal = None
    text = _as_text(binary, encoding)
    for line, cells in _up_to(_records(text, ";"), {}, ";"):
        if line <= table.header_row:
            continue
        for index in figures:
            cell = cells[index] if index < len(cells) else ""
            thousands = thousands or (_THOUSANDS.search(cell) and (line, index, cell))
            decimal = decimal or (_DECIMAL.search(cell) and (line, index, cell))
        if thousands and decimal:
            break
    text.detach()
    if not thousands or not decimal:
        return None
    line, index, cell = thousands
    said = _(
        "{figure} can mean two figures, since {other} in {place} has a decimal comma; "
        "write all figures of this file with a decimal point and without other commas"
    )
    place = cell_name(decimal[0], decimal[1] + 1)
    return table.problem(line, index + 1, said.format(figure=quoted(cell), other=quoted(decimal[2]), place=place))
