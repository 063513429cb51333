"""The paragraphs of a Word document, with the numbers that Word itself writes before them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from zhenkit.core.errors import FileProblems, Problem
from zhenkit.core.i18n import _
from zhenkit.towns.tables.xlsx.guard import Refused, bounded, has_entities, is_guarded
from zhenkit.towns.tables.xlsx.parts import Package, attribute, local
from zhenkit.towns.tables.xlsx.workbook import BROKEN

DOCUMENT, NUMBERING, STYLES = "word/document.xml", "word/numbering.xml", "word/styles.xml"
DIGITS = "零一二三四五六七八九"
NumberOf = tuple[str, int]
"""A list of the document, and the level in it."""


def paragraphs(content: bytes, file: str) -> Iterator[tuple[int, str]]:
    """The paragraphs of a document, numbered from 1; raises FileProblems."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _refuse_harm(archive, len(content))
            package = Package(archive)
            numbers = _Numbers(package)
            body = package.tree(DOCUMENT)
            found = [numbers.before(each) + _seen(each) for each in body.iter() if local(each.tag) == "p"]
    except Refused as error:
        raise FileProblems([Problem(file, 1, 1, str(error))]) from None
    except (*BROKEN, RecursionError):
        said = _("no .docx that can be read; save it as .docx from Word or WPS, or as .txt")
        raise FileProblems([Problem(file, 1, 1, said)]) from None
    return iter(enumerate(found, 1))


def _refuse_harm(archive: zipfile.ZipFile, size: int) -> None:
    """Raise Refused for what Word would not write: a bomb, a password, entities."""
    try:
        bounded(archive, size)
    except Refused:
        raise Refused(_("it has a password, or unpacks to more than is read; save it as .txt")) from None
    if any(is_guarded(part.filename) and has_entities(archive, part) for part in archive.infolist()):
        raise Refused(_("a part of it is not such as Word writes; save it as .docx anew, or as .txt"))


def _seen(paragraph: Element) -> str:
    """The text that a person sees: none that is hidden or deleted, none of a text box inside."""
    pieces: list[str] = []
    for run in _below(paragraph):
        kind = local(run.tag)
        if kind == "t":
            pieces.append(run.text or "")
        elif kind in ("tab", "br", "cr"):
            pieces.append(" ")
    return "".join(pieces)


def _below(element: Element) -> Iterator[Element]:
    for child in element:
        kind = local(child.tag)
        if kind in ("p", "Fallback") or (kind == "r" and any(local(each.tag) == "vanish" for each in child.iter())):
            continue
        yield child
        yield from _below(child)


class _Numbers:
    """Counts the paragraphs that are numbered by Word."""

    def __init__(self, package: Package) -> None:
        self.counts: dict[NumberOf, int] = {}
        self.levels: dict[NumberOf, tuple[str, str, int]] = {}
        """By list and level: how a number is written, the text around it, where it starts."""
        self.of_style: Mapping[str, NumberOf] = {}
        if package.has(NUMBERING):
            self._read(package.tree(NUMBERING))
        if package.has(STYLES):
            styles = (each for each in package.tree(STYLES) if local(each.tag) == "style")
            found = ((attribute(style, "styleId") or "", _number_of(style)) for style in styles)
            self.of_style = {style: number for style, number in found if number is not None}

    def _read(self, numbering: Element) -> None:
        abstract: dict[str, dict[int, tuple[str, str, int]]] = {}
        for each in numbering:
            if local(each.tag) == "abstractNum":
                abstract[attribute(each, "abstractNumId") or ""] = dict(map(_level, _named(each, "lvl")))
            elif local(each.tag) == "num":
                of = next((attribute(ref, "val") or "" for ref in _named(each, "abstractNumId")), "")
                list_id = attribute(each, "numId") or ""
                self.levels |= {(list_id, at): level for at, level in abstract.get(of, {}).items()}

    def before(self, paragraph: Element) -> str:
        """The number that stands before a paragraph; empty where it has none."""
        own = next(iter(_named(paragraph, "pPr")), None)
        style = next((attribute(each, "val") or "" for each in _named(own, "pStyle")), "") if own is not None else ""
        number = _number_of(paragraph) or self.of_style.get(style)
        if number is None or number not in self.levels:
            return ""
        list_id, at = number
        written, around, start = self.levels[number]
        if written == "bullet":
            return ""
        self.counts[number] = self.counts.get(number, start - 1) + 1
        for deeper in [each for each in self.counts if each[0] == list_id and each[1] > at]:
            del self.counts[deeper]
        for level in range(at + 1):
            count = self.counts.get((list_id, level), 1)
            around = around.replace(f"%{level + 1}", _written(written, count))
        return around


def _named(element: Element, name: str) -> Iterator[Element]:
    return (each for each in element if local(each.tag) == name)


def _number_of(paragraph: Element) -> NumberOf | None:
    """The list and level that a paragraph, or a style, says it is numbered by."""
    for properties in _named(paragraph, "pPr"):
        for number in _named(properties, "numPr"):
            said = {local(each.tag): attribute(each, "val") or "0" for each in number}
            if "numId" in said:
                return said["numId"], int(said.get("ilvl", "0"))
    return None


def _level(level: Element) -> tuple[int, tuple[str, str, int]]:
    said = {local(each.tag): attribute(each, "val") or "" for each in level}
    start = int(said.get("start", "1") or 1)
    return int(attribute(level, "ilvl") or 0), (said.get("numFmt", ""), said.get("lvlText", ""), start)


def _written(kind: str, number: int) -> str:
    if not kind.startswith(("chinese", "japanese", "taiwanese", "ideograph")) or not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    return (DIGITS[tens] if tens > 1 else "") + ("十" if tens else "") + (DIGITS[ones] if ones else "")
