"""A document's file -> its lines as plain text, each with where it is: text, Markdown, HTML, Word, PDF."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryFile
from typing import NamedTuple

from zhenkit.core.apart import run_apart
from zhenkit.core.characters import HIDDEN, half_width
from zhenkit.core.errors import FileProblems, Problem, ZhenkitError
from zhenkit.core.extras import load
from zhenkit.core.files import MAX_BYTES, CannotRead, cannot_read, decode, writing_aside
from zhenkit.core.i18n import _, noted
from zhenkit.core.patterns import late

MOST_CHARACTERS = 1024 * 1024
"""The longest text of a document that is read: the longest plans have a tenth of it."""
SECONDS = 60
"""So long reading a PDF may take."""
LINE, PARAGRAPH, PAGE = noted("line"), noted("paragraph"), noted("page")
"""What the numbers of a document's lines count."""


class SourceLine(NamedTuple):
    """A line of a document as plain text, and the number of the line, paragraph or page it stands in."""

    number: int
    text: str


class SourceText(NamedTuple):
    """The lines of a document that hold something, what their numbers count, and how the file was read."""

    file: str
    unit: str
    lines: tuple[SourceLine, ...]
    remark: Problem | None = None


_WIDE = r"[\u2014\u2018-\u201d\u2026\u3001-\u30ff\u3400-\u9fff]"
_BLANKS = late(r"\s+")
_AROUND_WIDE = late(rf"(?<={_WIDE}) | (?={_WIDE})|(?<=[(\[]) | (?=[)\],;:])")
_YEAR_BRACKETS = late(r"[\[【({〈]((?:19|20)[0-9]{2})[\])】}〉](?=[0-9]+号)")
_HIDDEN = str.maketrans(dict.fromkeys(HIDDEN, "")) | {ord("．"): ".", ord("﹙"): "(", ord("﹚"): ")"}
_CONTROL = late("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
_PAGE_NUMBER = late(r"[-—–·\s]*[0-9]{1,3}[-—–·\s]*|第\s*[0-9]{1,3}\s*页.{0,12}")


def plain_line(text: str) -> str:
    """A line with one form of each sign: half-width brackets and commas, no blank beside a Chinese character.

    >>> plain_line("（四）原则上 限定在一个县（区、市）内，晋政办发[2022]80号")
    '(四)原则上限定在一个县(区、市)内,晋政办发〔2022〕80号'
    """
    text = _BLANKS.sub(" ", half_width(_CONTROL.sub(" ", text.translate(_HIDDEN)))).strip()
    return _YEAR_BRACKETS.sub(r"〔\1〕", _AROUND_WIDE.sub("", text))


_BESIDE_WIDE = late(rf"(?<={_WIDE})[(),:;!?]|[(),:;!?](?={_WIDE})")
_FULL_WIDTH = str.maketrans("(),:;!?", "（），：；！？")


def as_printed(text: str) -> str:
    """A plain line with the signs beside Chinese characters as Chinese print has them.

    >>> as_printed("一个县(区、市)内,不低于3.5%(含)")
    '一个县（区、市）内，不低于3.5%（含）'
    """
    return _BESIDE_WIDE.sub(lambda match: match[0].translate(_FULL_WIDTH), text)


def read_source(path: Path) -> SourceText:
    """The lines of a document; raises FileProblems, MissingExtra where reading a PDF needs a library."""
    ending = path.suffix.lower()
    if ending not in READERS:
        said = _("no document: what is read here ends in {endings}").format(endings=" ".join(READERS))
        raise FileProblems([Problem(str(path), 1, 1, said)])
    unit, reader = READERS[ending]
    try:
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise CannotRead([Problem(str(path), 1, 1, cannot_read(error))]) from None
    if len(content) > MAX_BYTES:
        said = _("larger than {size} MiB, which no such document is").format(size=MAX_BYTES // 1024**2)
        raise FileProblems([Problem(str(path), 1, 1, said)])
    remarks: list[Problem] = []
    lines = [SourceLine(number, plain_line(text)) for number, text in reader(content, str(path), remarks)]
    kept = tuple(line for line in lines if line.text and not _PAGE_NUMBER.fullmatch(line.text))
    if sum(len(line.text) for line in kept) > MOST_CHARACTERS:
        said = _("its text is longer than that of any such document")
        raise FileProblems([Problem(str(path), 1, 1, said)])
    if not kept:
        said = _("there is no text in it")
        if unit == PAGE:
            said = _("there is no text in it: it is a scan; have its characters recognised (OCR) and give the text")
        raise FileProblems([Problem(str(path), 1, 1, said)])
    return SourceText(str(path), unit, kept, *remarks)


Numbered = Iterable[tuple[int, str]]


def _text(content: bytes, file: str, remarks: list[Problem]) -> Numbered:
    text, remark = decode(content, file)
    if remark is not None:
        remarks.append(remark)
    return enumerate(re.split(r"\r\n|[\n\r\f\v]", text), 1)


_MARKDOWN = late(
    r"^\s{0,3}(?:#{1,6}\s+|>\s?|[-*+]\s+(?=\S))+|\s+#+\s*$|\*\*|__|`|^\s*(?:[-*_]\s*){3,}$|^\s*\|?(?:\s*:?-{2,}:?\s*\|)+\s*$|\|"
)
_LINK = late(r"!?\[([^\[\]]{0,300})\]\([^()\s]{0,2000}\)")


def _markdown(content: bytes, file: str, remarks: list[Problem]) -> Numbered:
    return ((number, _MARKDOWN.sub(" ", _LINK.sub(r"\1", line))) for number, line in _text(content, file, remarks))


def _html(content: bytes, file: str, remarks: list[Problem]) -> Numbered:
    parser = _Blocks()
    parser.feed("\n".join(text for _number, text in _text(content, file, remarks)))
    parser.close()
    parser.end()
    return parser.found


class _Blocks(HTMLParser):
    """The blocks of a page, each with the line it begins on."""

    INLINE = frozenset(("a", "b", "em", "font", "i", "label", "mark", "small", "span", "strong", "sub", "sup", "u"))
    UNSEEN = frozenset(("script", "style", "template", "noscript", "head"))

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[int, str]] = []
        self.pieces: list[str] = []
        self.line = 1
        self.unseen = 0

    def end(self) -> None:
        self.found.append((self.line, " ".join("".join(self.pieces).split())))
        self.pieces = []

    def handle_starttag(self, tag: str, _attributes: list[tuple[str, str | None]]) -> None:
        self.unseen += tag in self.UNSEEN
        if tag not in self.INLINE:
            self.end()

    def handle_endtag(self, tag: str) -> None:
        self.unseen = max(0, self.unseen - (tag in self.UNSEEN))
        if tag not in self.INLINE:
            self.end()

    def handle_data(self, data: str) -> None:
        if not self.unseen and data.strip():
            if not self.pieces:
                self.line = self.getpos()[0] + data[: len(data) - len(data.lstrip())].count("\n")
            self.pieces.append(data)


def _word(content: bytes, file: str, _remarks: list[Problem]) -> Numbered:
    from zhenkit.analysis.document.word import paragraphs

    return paragraphs(content, file)


def _pdf(content: bytes, file: str, _remarks: list[Problem]) -> Numbered:
    load("pypdf", "documents")
    with writing_aside(), TemporaryFile("w+", encoding="utf-8") as out:
        code = run_apart("zhenkit.analysis.document.pdf_child", content, out, SECONDS)
        if code is None:
            said = _("reading it takes more than {seconds} seconds; give its text as .txt").format(seconds=SECONDS)
            raise FileProblems([Problem(file, 1, 1, said)])
        if code:
            said = _("no PDF that can be read; where it has a password or is damaged, give its text as .txt")
            raise FileProblems([Problem(file, 1, 1, said)])
        out.seek(0)
        pages = json.load(out)
    return ((number, line) for number, text in enumerate(pages, 1) for line in text.split("\n"))


Reader = Callable[[bytes, str, list[Problem]], Numbered]
READERS: dict[str, tuple[str, Reader]] = {
    ".txt": (LINE, _markdown),
    ".md": (LINE, _markdown),
    ".html": (LINE, _html),
    ".htm": (LINE, _html),
    ".docx": (PARAGRAPH, _word),
    ".pdf": (PAGE, _pdf),
}
"""By the ending of a document: what its places count, and how its lines are read."""


def where(unit: str, number: int) -> str:
    """A place in a document, in the language in use: `line 12`."""
    return _("{unit} {number}").format(unit=_(unit), number=number)


def nothing_found(file: str) -> ZhenkitError:
    """What to say of a text in which no clause was found."""
    said = _(
        "no clause found: the document's items are known by their numbers (一、 （一） 1. 第三条), "
        "each at the beginning of a line"
    )
    return FileProblems([Problem(file, 1, 1, said)])
