"""CSV and TSV files -> towns: their encoding, their delimiter and their header found, their rows read one by one."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import BinaryIO, TextIO

from zhenkit.documents import Document
from zhenkit.errors import FileProblems, Problem
from zhenkit.facts import Facts
from zhenkit.files import CannotRead
from zhenkit.intake import Intake
from zhenkit.intake.headers import Header
from zhenkit.intake.options import Options
from zhenkit.intake.tables import TITLE_ROWS, Table, find_header, known, no_header
from zhenkit.language import _

MAX_TABLE = 1024**3
"""The largest table we read, in bytes."""
MAX_LINE = 16 * 1024 * 1024
"""The longest line, in characters."""
PIECE = 1024 * 1024
DELIMITERS = {".csv": ",;\t", ".tsv": "\t,;"}
"""What may divide the cells; of two that name as many facts, the first is taken."""
ENCODINGS = {"utf-8-sig": "UTF-8", "gb18030": "GB18030"}


class _Refused(Exception):
    """The file cannot be read on; the text says why."""


def read(path: Path, facts: Facts, options: Options) -> Intake:
    """The towns of a file, a row a town; raises FileProblems."""
    file = str(path)
    with ExitStack() as held:
        binary = held.enter_context(_opened(path))
        encoding = _encoding(binary, file)
        delimiter, header_row, header = _probe(binary, encoding, path, facts)
        table = Table(file, header, header_row, facts, options)
        if faults := table.faults():
            raise FileProblems(faults)
        held.pop_all()  # whoever reads the documents closes it
    remarks = table.remarks()
    if encoding != "utf-8-sig":
        remarks.insert(0, Problem(file, 1, 1, _("read as GB18030, since it is not UTF-8")))
    intake = Intake([], [], remarks)
    return intake._replace(documents=_documents(table, _as_text(binary, encoding), delimiter, intake.problems))


def _documents(table: Table, text: TextIO, delimiter: str, problems: list[Problem]) -> Iterator[Document]:
    """The rows below the header as documents; where reading ends early, `problems` says why."""
    row, towns = 0, 0

    def rows() -> Iterator[tuple[int, Sequence[str]]]:
        nonlocal row
        for row, cells in enumerate(_records(text, delimiter), 1):
            if row > table.header_row:
                yield row, cells

    with text:
        try:
            for document in table.documents(rows()):
                towns += 1
                yield document
            if not towns:
                problems.append(Problem(table.file, 1, 1, _("there is no town in this file")))
        except _Refused as error:
            problems.append(Problem(table.file, row + 1, 1, str(error)))


def _opened(path: Path) -> BinaryIO:
    """The file, open and seekable; raises FileProblems."""
    try:
        stream = path.open("rb")
        if not stream.seekable():
            with stream:
                return io.BytesIO(_bounded(stream.read(MAX_TABLE + 1), path))
        size = stream.seek(0, io.SEEK_END)
    except OSError as error:
        said = _("cannot read it: {why}").format(why=_(str(error.strerror)))
        raise CannotRead([Problem(str(path), 1, 1, said)]) from None
    if size > MAX_TABLE:
        stream.close()
        raise too_large(path)
    return stream


def _bounded(content: bytes, path: Path) -> bytes:
    if len(content) > MAX_TABLE:
        raise too_large(path)
    return content


def too_large(path: Path) -> FileProblems:
    """What to raise for a table that is too large to be read row by row."""
    said = _("larger than {size} MiB; keep so many towns in Parquet, or in several files")
    return FileProblems([Problem(str(path), 1, 1, said.format(size=MAX_TABLE // 1024**2))])


def _encoding(binary: BinaryIO, file: str) -> str:
    """The encoding of a whole file; raises FileProblems where it is no text."""
    line = 1
    for encoding in ENCODINGS:
        binary.seek(0)
        decoder = codecs.getincrementaldecoder(encoding)()
        before = 0
        try:
            while piece := binary.read(PIECE):
                decoder.decode(piece)
                if encoding == "gb18030" and b"\0" in piece:
                    break
                before += piece.count(b"\n")
            else:
                decoder.decode(b"", True)
                return encoding
        except UnicodeDecodeError as error:
            if encoding == "utf-8-sig":
                line = before + piece.count(b"\n", 0, error.start) + 1
    raise FileProblems([Problem(file, line, 1, _("neither UTF-8 nor GB18030 text; save the file as UTF-8"))])


def _as_text(binary: BinaryIO, encoding: str) -> io.TextIOWrapper:
    """The file as text, from its beginning."""
    binary.seek(0)
    return io.TextIOWrapper(binary, encoding, newline="")


def _probe(binary: BinaryIO, encoding: str, path: Path, facts: Facts) -> tuple[str, int, Header]:
    """The delimiter by which the file's beginning names the most facts, the header so found, and its row (from 1)."""
    text = _as_text(binary, encoding)
    head = text.read(PIECE)
    text.detach()

    def rows(delimiter: str) -> Iterator[list[str]]:
        return islice(_harmless(_records(io.StringIO(head, newline=""), delimiter)), TITLE_ROWS)

    delimiters = DELIMITERS[path.suffix.lower()]
    found = {delimiter: header for delimiter in delimiters if (header := find_header(rows(delimiter), facts))}
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
    if error.startswith("field larger"):
        said = _("a cell of more than {most} characters is not read; is a quotation mark never closed?")
        return said.format(most=csv.field_size_limit())
    if error == "unexpected end of data":
        return _("a quotation mark is never closed")
    return _("not CSV: {why}").format(why=_(error))
