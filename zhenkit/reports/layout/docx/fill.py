"""A template of Word with its tags filled in: docxtpl's work, kept from doing harm.

Imported only where a document is written, for it needs the extra `reports`.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from html import unescape
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docxtpl import DocxTemplate  # type: ignore[import-untyped]
from lxml import etree  # type: ignore[import-untyped]

from zhenkit.core.errors import quoted
from zhenkit.core.i18n import _
from zhenkit.reports.layout.docx.guard import look_through
from zhenkit.reports.layout.docx.sandbox import (
    WRONG_TAGS,
    BadTemplate,
    Sandbox,
    as_record,
    check_tags,
    line_of,
    reason_of,
)

CODE = ("vbaproject", "activex")
"""What content types of parts that hold programs have in them."""
LONGEST_PROPERTY = 255
_TAG_IN_FIELD = re.compile(r"<w:(?:instrText|delInstrText)\b[^>]*>[^<]*\{[{%]|\bw:instr=\"[^\"]*\{[{%]")
_PARAGRAPH = re.compile(r"<w:p(?=[ >])")
_ELEMENT = re.compile(r"</?\w+:[^>]*>")


def fill(template: bytes, report: Mapping[str, Any], title: str) -> bytes:
    """The document that a template makes of a report, which is mappings, lists, texts and numbers.

    Raises BadTemplate for what is found wrong; what breaks the libraries on the way is raised as it is.
    """
    look_through(template, "Word", ".docx")
    document = _Filled(io.BytesIO(template))
    document.init_docx()
    _look_at_parts(document.docx.part.package)
    document.render({key: as_record(value) for key, value in report.items()}, Sandbox(list(report)))
    check_tags(*document.sources)
    document.docx.core_properties.title = title[:LONGEST_PROPERTY]
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _look_at_parts(package: Any) -> None:
    """Raise BadTemplate for programs, and for what Word would load from elsewhere when the document is opened."""
    for part in package.iter_parts():
        if any(word in part.content_type.lower() for word in CODE):
            raise BadTemplate(_("it contains macros; save it as .docx, which has none"))
    for relation in package.iter_rels():
        if relation.is_external and relation.reltype != RELATIONSHIP_TYPE.HYPERLINK:
            said = _("it loads {target} when it is opened; put that into the document itself, or take it out")
            raise BadTemplate(said.format(target=quoted(relation.target_ref)))


class _Filled(DocxTemplate):  # type: ignore[misc]
    """The template at work: what its tags make must be XML, and is reported where it is not."""

    def __init__(self, template: io.BytesIO) -> None:
        super().__init__(template)
        self.sources: list[str] = []
        """The parts, with tags where they belong."""

    def patch_xml(self, src_xml: str) -> str:
        """The XML with its tags where they belong; a field takes none, for a field is a command to Word."""
        patched = str(super().patch_xml(src_xml))
        self.sources.append(patched)
        if _TAG_IN_FIELD.search(patched):
            raise BadTemplate(_("a tag is inside a field; in Word, replace the field by text (Ctrl+Shift+F9)"))
        return patched

    def render_xml_part(self, src_xml: str, part: Any, context: Any, jinja_env: Any = None) -> str:
        """The part, filled in."""
        try:
            filled = str(super().render_xml_part(src_xml, part, context, jinja_env))
        except WRONG_TAGS as error:
            raise BadTemplate(_wrong_tag(error, src_xml)) from None
        try:
            etree.fromstring(filled.encode(), etree.XMLParser(resolve_entities=False))
        except etree.XMLSyntaxError:
            said = _("what its tags make is no document: rows are repeated by {rows}, paragraphs by {paragraphs}")
            raise BadTemplate(said.format(rows="{%tr for ... %}", paragraphs="{%p for ... %}")) from None
        return filled

    def fix_tables(self, xml: str) -> Any:
        """The parsed XML. Where a loop made nothing, Word wants a paragraph in a cell all the same, and no table."""
        tree = super().fix_tables(xml)
        for table in list(tree.iter(qn("w:tbl"))):
            if table.find(qn("w:tr")) is None:
                table.getparent().remove(table)
        for cell in tree.iter(qn("w:tc")):
            if len(cell) == 0 or cell[-1].tag != qn("w:p"):
                etree.SubElement(cell, qn("w:p"))
        return tree

    def render_properties(self, context: Any, jinja_env: Any = None) -> None:
        """The document's properties have no tags: a title with a tag in it would be text of a town, escaped twice."""


def _wrong_tag(error: Exception, source: str) -> str:
    """What is wrong with a tag, and the paragraph that has it."""
    lines = _PARAGRAPH.sub("\n<w:p", source).split("\n")  # as docxtpl does, so that a line is a paragraph
    number, said = line_of(error), reason_of(error)
    if number is None or number > len(lines):
        return _("its tags cannot be filled in: {why}").format(why=said)
    paragraph = unescape(_ELEMENT.sub("", lines[number - 1])).strip()
    return _("in {paragraph}: {why}").format(paragraph=quoted(paragraph), why=said)
