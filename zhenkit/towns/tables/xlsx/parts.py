"""The parts of the package that a workbook is: its sheets, its shared texts, the formats of its cells.

Names of elements are matched without their namespace, so that Strict Open XML is read too; names of parts without
regard to capitals, as Excel does.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from enum import Enum
from functools import cached_property
from typing import BinaryIO, NamedTuple
from xml.etree import ElementTree

from zhenkit.core.i18n import _
from zhenkit.towns.tables.cells import Cell, Unusable
from zhenkit.towns.tables.xlsx.guard import is_guarded
from zhenkit.towns.tables.xlsx.number_format import BUILT_IN, NumberFormat, number_format

Element = ElementTree.Element


class Look(Enum):
    """How a cell may look that people take for empty, or for withdrawn."""

    STRUCK = "struck"
    WHITE = "white"
    SIGNS = "signs"


class SheetPart(NamedTuple):
    """A worksheet as the workbook lists it."""

    name: str
    part: str
    hidden: bool


_locals: dict[str, str] = {}


def local(tag: str) -> str:
    """An element's name without its namespace."""
    name = _locals.get(tag)
    if name is None:
        if len(_locals) > MOST_NAMES:
            _locals.clear()
        name = _locals[tag] = tag.rpartition("}")[2]
    return name


MOST_NAMES = 1000
"""So many names of elements are remembered."""


def attribute(element: Element, name: str) -> str | None:
    """An attribute in whatever namespace."""
    return next((value for key, value in element.items() if local(key) == name), None)


class Package:
    """The parts of a workbook. What is broken raises what the zip and XML readers raise, or a LookupError."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.names = {_normal(name): name for name in archive.namelist()}

    def open(self, part: str) -> BinaryIO:
        """A part, to be read: one that the guard has looked through."""
        if not is_guarded(part):
            raise LookupError(part)
        return self.archive.open(self.names[_normal(part)])  # type: ignore[return-value]

    def has(self, part: str) -> bool:
        """Whether there is such a part."""
        return _normal(part) in self.names

    def tree(self, part: str) -> Element:
        """A part, parsed."""
        with self.open(part) as stream:
            return ElementTree.parse(stream).getroot()  # noqa: S314 - the guard refuses entities

    def relations(self, part: str) -> Mapping[str, tuple[str, str]]:
        """What a part refers to: by id, the last word of the kind and the part."""
        folder, _slash, name = part.rpartition("/")
        listed = posixpath.join(folder, "_rels", f"{name}.rels")
        if not self.has(listed):
            return {}
        found = {}
        for relation in self.tree(listed):
            kind, target = relation.get("Type", "").rpartition("/")[2], relation.get("Target", "").replace("\\", "/")
            where = target if target.startswith("/") else posixpath.join(folder, target)
            found[relation.get("Id", "")] = (kind, posixpath.normpath(where).lstrip("/"))
        return found

    @cached_property
    def workbook_part(self) -> str:
        """The part that lists the sheets."""
        for kind, part in self.relations("").values():
            if kind == "officeDocument":
                return part
        raise LookupError("no workbook")

    @cached_property
    def workbook(self) -> Element:
        """The part that lists the sheets, parsed."""
        return self.tree(self.workbook_part)

    @cached_property
    def sheets(self) -> list[SheetPart]:
        """The worksheets in order; sheets of charts and dialogues are none."""
        relations = self.relations(self.workbook_part)
        found = []
        for element in self.workbook.iter():
            if local(element.tag) == "sheet":
                kind, part = relations[attribute(element, "id") or ""]
                if kind == "worksheet":
                    hidden = element.get("state", "visible") != "visible"
                    found.append(SheetPart(element.get("name", ""), part, hidden))
        return found

    @cached_property
    def since_1904(self) -> bool:
        """Whether its days are counted from 1904 on."""
        properties = (each for each in self.workbook.iter() if local(each.tag) == "workbookPr")
        return any(each.get("date1904") in ("1", "true") for each in properties)

    @cached_property
    def is_uncomputed(self) -> bool:
        """Whether the program that wrote it left all formulas to be computed: stored results are placeholders."""
        settings = (each for each in self.workbook.iter() if local(each.tag) == "calcPr")
        return any(each.get("fullCalcOnLoad") in ("1", "true") for each in settings)

    def comments(self, part: str) -> Iterator[tuple[str, str]]:
        """The comments on the cells of a sheet: the name of each cell, and the text; none of those that we write."""
        listed = [target for kind, target in self.relations(part).values() if kind == "comments" and self.has(target)]
        for target in listed:
            authors: list[str] = []
            with self.open(target) as stream:
                for _root, element in _ended(stream):
                    if local(element.tag) == "author":
                        authors.append(element.text or "")
                    elif local(element.tag) == "comment":
                        number = int(element.get("authorId", "0"))
                        if authors[number : number + 1] != [OURS]:
                            yield element.get("ref", ""), _text_of_comment(element)
                        element.clear()

    def boxes(self, part: str) -> Iterator[tuple[int, int, str]]:
        """The texts of boxes over the cells of a sheet: row and column (from 1) of their corner, and the text."""
        for kind, target in self.relations(part).values():
            if kind != "drawing" or not self.has(target):
                continue
            with self.open(target) as stream:
                for _root, element in _ended(stream):
                    if not local(element.tag).endswith("Anchor"):
                        continue
                    begins = next((each for each in element if local(each.tag) == "from"), ())
                    at = {local(each.tag): int(each.text or "0") for each in begins}
                    text = "".join(each.text or "" for each in element.iter() if local(each.tag) == "t")
                    if text.strip():
                        yield at.get("row", 0) + 1, at.get("col", 0) + 1, text
                    element.clear()

    def _related(self, kind: str) -> str | None:
        relations = self.relations(self.workbook_part).values()
        return next((part for known, part in relations if known == kind and self.has(part)), None)

    @cached_property
    def texts(self) -> list[SeenText]:
        """The shared texts."""
        part = self._related("sharedStrings")
        if part is None:
            return []
        found = []
        with self.open(part) as stream:
            for root, element in _ended(stream):
                if local(element.tag) == "si":
                    found.append(text_of(element))
                    root.clear()
        return found

    @cached_property
    def _styles(self) -> dict[str, Element]:
        """The groups that the part of styles has, by name; none where there is no such part."""
        part = self._related("styles")
        return {} if part is None else {local(group.tag): group for group in self.tree(part)}

    @cached_property
    def formats(self) -> list[NumberFormat | None]:
        """The number format of each style of cells; None where numbers are seen as they are."""
        codes: dict[int, str] = dict(BUILT_IN)
        for element in self._styles.get("numFmts", ()):
            codes[int(element.get("numFmtId", ""))] = element.get("formatCode", "")
        found: list[NumberFormat | None] = []
        for style in self._styles.get("cellXfs", ()):
            shown = number_format(codes.get(int(style.get("numFmtId", "0")), "General"))
            found.append(None if shown.is_plain else shown)
        return found

    @cached_property
    def looks(self) -> Mapping[str, Look]:
        """The styles that strike out what is in a cell, or hide it, by their numbers as cells name them."""
        fonts, fills = (list(self._styles.get(name, ())) for name in ("fonts", "fills"))
        found: dict[str, Look] = {}
        for number, style in enumerate(self._styles.get("cellXfs", ())):
            font, fill = fonts[int(style.get("fontId", "0")) :][:1], fills[int(style.get("fillId", "0")) :][:1]
            parts = {local(part.tag): part for each in font for part in each}
            if "name" in parts and parts["name"].get("val", "").lower().startswith(("wingdings", "webdings")):
                found[str(number)] = Look.SIGNS
            elif "strike" in parts and is_on(parts["strike"].get("val")):
                found[str(number)] = Look.STRUCK
            elif "color" in parts and _is_white(parts["color"]) and not any(map(_is_filled, fill)):
                found[str(number)] = Look.WHITE
        return found


OURS = "zhenkit"
"""Whose comments on the titles of a table to fill in are none of the people's who filled it in."""


def _text_of_comment(comment: Element) -> str:
    return "".join(each.text or "" for each in comment.iter() if local(each.tag) == "t")


def _is_white(color: Element) -> bool:
    return color.get("rgb", "")[-6:].upper() == "FFFFFF" or (color.get("theme") == "0" and color.get("tint") is None)


def _is_filled(fill: Element) -> bool:
    """Whether a cell has a colour of its own behind it, and not white."""
    patterns = [part for part in fill if local(part.tag) == "patternFill"]
    if not patterns:
        return len(fill) > 0  # a gradient
    colors = [part for part in patterns[0] if local(part.tag) == "fgColor"]
    return patterns[0].get("patternType", "none") != "none" and not any(map(_is_white, colors))


def _normal(part: str) -> str:
    return part.replace("\\", "/").lstrip("/").casefold()


def _ended(stream: BinaryIO) -> Iterator[tuple[Element, Element]]:
    """The elements of a part as they end, each with the root."""
    events = ElementTree.iterparse(stream, ("start", "end"))  # noqa: S314 - as above
    _event, root = next(events)
    for event, element in events:
        if event == "end":
            yield root, element


_MARK = re.compile(r"[\s0-9①-⑳⑴-⒇*＊※†‡§#a-zA-Z注\[\]()（）〔〕,，、]+")
"""What is a mark where it is written above or below the line: the number of a note."""
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_FIGURE = re.compile(r"\s*[+-]?[0-9]")


class _Run(NamedTuple):
    """A piece of a text, as it looks."""

    text: str
    is_mark: bool
    is_struck: bool


class SeenText(NamedTuple):
    """What is seen of a text, or why it cannot be read; and whether all of it is struck out."""

    cell: Cell
    is_struck: bool


def text_of(element: Element) -> SeenText:
    """The text of a cell or of a shared text, without how it is pronounced.

    A mark above or below the line is none of it, but behind a figure it is kept as such a sign (`9¹`), for the reader
    of figures to tell apart: a note's number, or 10 to the power of 8. Of a text that is struck out in part nobody
    can know what applies.
    """
    runs = [_run(child) for child in element if local(child.tag) in ("t", "r")]
    struck = {run.is_struck for run in runs if run.text.strip()}
    if len(struck) > 1:
        said = _("a part of the text is struck out; delete what no longer applies, or undo the striking out")
        return SeenText(Unusable(said), False)
    of_figure = _FIGURE.match("".join(run.text for run in runs if not run.is_mark)) is not None
    kept = (_as_sign(run.text) if run.is_mark else run.text for run in runs if of_figure or not run.is_mark)
    return SeenText(unescaped("".join(kept)), True in struck)


def _as_sign(mark: str) -> str:
    """A mark above the line as the sign for it, where there is one."""
    return mark.translate(_RAISED) if mark.strip().isdigit() else mark


def _run(element: Element) -> _Run:
    if local(element.tag) == "t":
        return _Run(element.text or "", False, False)
    text = "".join(each.text or "" for each in element if local(each.tag) == "t")
    looks = {local(each.tag): each.get("val") for each in element.iter()}
    raised = looks.get("vertAlign") in ("superscript", "subscript")
    return _Run(text, raised and _MARK.fullmatch(text) is not None, is_on(looks.get("strike", "0")))


def is_on(value: str | None) -> bool:
    """Whether a switch that is there (`<strike/>`, `<strike val="1"/>`) is on."""
    return value not in ("0", "false", "off")


_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def unescaped(text: str) -> str:
    """A text with the characters that XML cannot hold, or hides, as they are: `_x000D_` is a carriage return.

    >>> unescaped("a_x0041_b_x005F_x0041_")
    'aAb_x0041_'
    """
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text).replace("\r\n", "\n").replace("\r", "\n")
