"""CSV and TSV files -> towns: their encoding, their delimiter and their header found, their rows read one by one."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import BinaryIO, NamedTuple, TextIO

from zhenkit.core.errors import FileProblems, Problem
from zhenkit.core.files import opened
from zhenkit.core.i18n import _
from zhenkit.documents.syntax import why
from zhenkit.documents.yaml import Document
from zhenkit.facts.dictionary import Facts
from zhenkit.towns.inputs import Intake
from zhenkit.towns.options import Options
from zhenkit.towns.tables.header import Header
from zhenkit.towns.tables.table import TITLE_ROWS, Table, find_header, known, no_header
from zhenkit.towns.tables.title_map import TitleMap

MAX_LINE = 16 * 1024 * 1024
"""The longest line, in characters."""
PIECE = 1024 * 1024
DELIMITERS = {".csv": ",;\t", ".tsv": "\t,;"}
"""What may divide the cells; of two that name as many facts, the first is taken."""
UTF8 = "utf-8-sig"
ENCODINGS = {UTF8: "UTF-8", "gb18030": "GB18030", "utf-16": "UTF-16"}
UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
"""What a file in UTF-16 begins with, such as Excel's "Unicode text"."""


class _Refused(Exception):
    """The file cannot be read on; the text says why."""


class OpenedCsv(NamedTuple):
    """A file of which the header is read; whoever reads its rows closes it."""

    table: Table
    binary: BinaryIO
    encoding: str
    delimiter: str
    remarks: list[Problem]

    def records(self, problems: list[Problem]) -> Iterator[tuple[int, Sequence[str]]]:
        """The rows below the header, each with its number; where reading ends early, `problems` says why."""
        row = 0
        with _as_text(self.binary, self.encoding) as text:
            try:
                for row, cells in enumerate(_records(text, self.delimiter), 1):
                    if row > self.table.header_row:
                        yield row, cells
            except _Refused as error:
                problems.append(Problem(self.table.file, row + 1, 1, str(error)))


def open_table(path: Path, facts: Facts, options: Options, by_head: bool = False) -> OpenedCsv:
    """The file with its header read; raises FileProblems.

    `by_head` takes a file for UTF-8 whose beginning is: for a reader that finds out itself where the rest is not.
    """
    file = str(path)
    with ExitStack() as held:
        binary = held.enter_context(opened(path))
        encoding = UTF8 if by_head and _begins_as_utf8(binary) else _encoding(binary, file)
        delimiter, header_row, header = _probed(binary, encoding, path, facts, options.mapping)
        table = Table(file, header, header_row, facts, options)
        if faults := table.faults():
            raise FileProblems(faults)
        held.pop_all()  # whoever reads the rows closes it
    remarks = table.remarks()
    if encoding != UTF8:
        said = _("read as {encoding}, since it is not UTF-8").format(encoding=ENCODINGS[encoding])
        remarks.insert(0, Problem(file, 1, 1, said))
    return OpenedCsv(table, binary, encoding, delimiter, remarks)


def read(path: Path, facts: Facts, options: Options) -> Intake:
    """The towns of a file, a row a town; raises FileProblems."""
    found = open_table(path, facts, options)
    intake = Intake([], [], found.remarks)
    return intake._replace(documents=_documents(found, intake.problems))


def _documents(found: OpenedCsv, problems: list[Problem]) -> Iterator[Document]:
    """The rows below the header as documents; what is wrong with the file further down joins `problems`."""
    before, towns = len(problems), 0
    for document in found.table.documents(found.records(problems)):
        towns += 1
        yield document
    if not towns and len(problems) == before:
        problems.append(Problem(found.table.file, 1, 1, _("there is no town in this file")))


def _begins_as_utf8(binary: BinaryIO) -> bool:
    """Whether the beginning of a file is UTF-8."""
    binary.seek(0)
    try:
        codecs.getincrementaldecoder(UTF8)().decode(binary.read(PIECE))
    except UnicodeDecodeError:
        return False
    return True


def _encoding(binary: BinaryIO, file: str) -> str:
    """The encoding of a whole file; raises FileProblems where it is no text."""
    binary.seek(0)
    if binary.read(2) in UTF16:
        if _undecodable_line(binary, "utf-16") is None:
            return "utf-16"
        raise FileProblems([Problem(file, 1, 1, _("it begins as UTF-16 but is none; save the file as UTF-8"))])
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


def _probed(
    binary: BinaryIO, encoding: str, path: Path, facts: Facts, mapping: TitleMap | None
) -> tuple[str, int, Header]:
    """The delimiter by which the file's beginning names the most facts, the header's row (from 1) and the header.

    Raises FileProblems where no row names any.
    """
    text = _as_text(binary, encoding)
    head = text.read(PIECE)
    text.detach()

    def rows(delimiter: str) -> Iterator[list[str]]:
        return islice(_harmless(_records(io.StringIO(head, newline=""), delimiter)), TITLE_ROWS)

    delimiters = DELIMITERS[path.suffix.lower()]
    found = {delimiter: header for delimiter in delimiters if (header := find_header(rows(delimiter), facts, mapping))}
    if not found:
        raise FileProblems([Problem(str(path), 1, 1, no_header(rows(delimiters[0]), ENCODINGS[encoding]))])
    best = max(found, key=lambda delimiter: known(found[delimiter][1]))
    position, named = found[best]
    return best, position + 1, named


def _harmless(records: Iterator[list[str]]) -> Iterator[list[str]]:
    """The records up to what cannot be read: it is told when it is read in earnest."""
    try:
        yield from records
    except _Refused:
        return


def _records(text: TextIO, delimiter: str) -> Iterator[list[str]]:
    """The records of a text; raises _Refused."""
    try:
        yield from csv.reader(_lines(text), delimiter=delimiter, strict=True, skipinitialspace=True)
    except csv.Error as error:
        raise _Refused(_said(str(error))) from None


def _lines(text: TextIO) -> Iterator[str]:
    """The lines of a text; raises _Refused for one too long."""
    while line := text.readline(MAX_LINE):
        if len(line) >= MAX_LINE:
            raise _Refused(_("a line of more than {size} MiB is not read").format(size=MAX_LINE // 1024**2))
        yield line


def _said(error: str) -> str:
    """An error of Python's csv module in our words."""
    if "larger" in error:
        said = _("a cell of more than {most} characters is not read; is a quotation mark never closed?")
        return said.format(most=csv.field_size_limit())
    return _("not CSV: {why}").format(why=why(error))
