"""The parts of the package that a workbook is: its sheets, its shared texts, the formats of its cells.

Names of elements are matched without their namespace, so that Strict Open XML is read too; names of parts without
regard to capitals, as Excel does.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import BinaryIO, NamedTuple
from xml.etree import ElementTree

from zhenkit.towns.tables.xlsx.guard import is_guarded
from zhenkit.towns.tables.xlsx.number_format import BUILT_IN, NumberFormat, number_format

Element = ElementTree.Element


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

    def _related(self, kind: str) -> str | None:
        relations = self.relations(self.workbook_part).values()
        return next((part for known, part in relations if known == kind and self.has(part)), None)

    @cached_property
    def texts(self) -> list[str]:
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
    def formats(self) -> list[NumberFormat | None]:
        """The number format of each style of cells; None where numbers are seen as they are."""
        part = self._related("styles")
        if part is None:
            return []
        codes: dict[int, str] = dict(BUILT_IN)
        found: list[NumberFormat | None] = []
        for group in self.tree(part):
            for element in group:
                if local(element.tag) == "numFmt":
                    codes[int(element.get("numFmtId", ""))] = element.get("formatCode", "")
        for group in self.tree(part):
            if local(group.tag) == "cellXfs":
                for style in group:
                    shown = number_format(codes.get(int(style.get("numFmtId", "0")), "General"))
                    found.append(None if shown.is_plain else shown)
        return found


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


def text_of(element: Element) -> str:
    """The text of a cell or of a shared text: marks above the line are none of it, nor how it is pronounced."""
    found = []
    for child in element:
        name = local(child.tag)
        if name == "t":
            found.append(child.text or "")
        elif name == "r":
            text = "".join(each.text or "" for each in child if local(each.tag) == "t")
            raised = any(
                local(each.tag) == "vertAlign" and each.get("val") in ("superscript", "subscript")
                for each in child.iter()
            )
            if not (raised and _MARK.fullmatch(text)):
                found.append(text)
    return unescaped("".join(found))


_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def unescaped(text: str) -> str:
    """A text with the characters that XML cannot hold, or hides, as they are: `_x000D_` is a carriage return.

    >>> unescaped("a_x0041_b_x005F_x0041_")
    'aAb_x0041_'
    """
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text).replace("\r\n", "\n").replace("\r", "\n")
