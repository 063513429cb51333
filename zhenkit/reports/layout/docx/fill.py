"""A template of Word with its tags filled in: docxtpl's work, kept from doing harm.

Imported only where a document is written, for it needs the extra `reports`.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from html import unescape
from types import TracebackType
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docxtpl import DocxTemplate  # type: ignore[import-untyped]
from jinja2 import TemplateError
from lxml import etree  # type: ignore[import-untyped]

from zhenkit.core.errors import quoted
from zhenkit.core.i18n import _
from zhenkit.reports.layout.docx.sandbox import Record, Sandbox
from zhenkit.towns.tables.xlsx.guard import has_entities, is_guarded

MOST_UNPACKED, MOST_PARTS = 64 * 1024 * 1024, 2000
"""What the parts of a template may unpack to, in bytes, and how many there may be."""
CODE = ("vbaproject", "activex")
"""What content types of parts that hold programs have in them."""
LONGEST_PROPERTY = 255
LONGEST_REASON = 300
"""So much is told of what a library says, which may be the whole report where a tag calls it as if it were a macro."""
_TAG_IN_FIELD = re.compile(r"<w:(?:instrText|delInstrText)\b[^>]*>[^<]*\{[{%]|\bw:instr=\"[^\"]*\{[{%]")
_PARAGRAPH = re.compile(r"<w:p(?=[ >])")
_ELEMENT = re.compile(r"</?\w+:[^>]*>")
WRONG_TAGS = (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError, RecursionError)
"""What wrong tags raise, when they are read and when they are at work."""


class BadTemplate(Exception):
    """The template cannot be filled in; the text says why, and what to do."""


def fill(template: bytes, report: Mapping[str, Any], title: str) -> bytes:
    """The document that a template makes of a report, which is mappings, lists, texts and numbers.

    Raises BadTemplate for what is found wrong; what breaks the libraries on the way is raised as it is.
    """
    look_through(template)
    document = _Filled(io.BytesIO(template))
    document.init_docx()
    _look_at_parts(document.docx.part.package)
    document.render({key: _as_record(value) for key, value in report.items()}, Sandbox(list(report)))
    document.docx.core_properties.title = title[:LONGEST_PROPERTY]
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _as_record(value: Any) -> Any:
    if isinstance(value, Mapping):
        return Record(**{key: _as_record(one) for key, one in value.items()})
    return [_as_record(one) for one in value] if isinstance(value, list) else value


def look_through(template: bytes) -> None:
    """Raise BadTemplate for a package that is made to do harm: before anything parses it."""
    with zipfile.ZipFile(io.BytesIO(template)) as archive:
        parts = archive.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            said = _("it unpacks to more than {size} MiB; a template is small: take out what is not needed")
            raise BadTemplate(said.format(size=MOST_UNPACKED // 1024**2))
        if any(part.flag_bits & 1 for part in parts):
            raise BadTemplate(_("it is encrypted; save it without a password"))
        for part in parts:
            if is_guarded(part.filename) and has_entities(archive, part):
                said = _("a part of it ({part}) is not such as Word writes; open it in Word and save it as .docx")
                raise BadTemplate(said.format(part=quoted(part.filename)))


def _look_at_parts(package: Any) -> None:
    """Raise BadTemplate for programs, and for what Word would load from elsewhere when the document is opened."""
    for part in package.iter_parts():
        if any(word in part.content_type.lower() for word in CODE):
            raise BadTemplate(_("it holds macros; save it as .docx, which has none"))
    for relation in package.iter_rels():
        if relation.is_external and relation.reltype != RELATIONSHIP_TYPE.HYPERLINK:
            said = _("it loads {target} when it is opened; put that into the document itself, or take it out")
            raise BadTemplate(said.format(target=quoted(relation.target_ref)))


class _Filled(DocxTemplate):  # type: ignore[misc]
    """The template at work: what its tags make is held to be XML, and is told of where it is not."""

    def patch_xml(self, src_xml: str) -> str:
        """The XML with its tags where they belong; a field takes none, for a field is a command to Word."""
        patched = str(super().patch_xml(src_xml))
        if _TAG_IN_FIELD.search(patched):
            raise BadTemplate(_("a tag stands inside a field; in Word, replace the field by text (Ctrl+Shift+F9)"))
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
    number = getattr(error, "lineno", None) or _line_of_template(error.__traceback__)
    said = str(error).strip() or type(error).__name__
    said = said if len(said) <= LONGEST_REASON else f"{said[:LONGEST_REASON]}..."
    if number is None or number > len(lines):
        return _("its tags cannot be filled in: {why}").format(why=said)
    paragraph = unescape(_ELEMENT.sub("", lines[number - 1])).strip()
    return _("in {paragraph}: {why}").format(paragraph=quoted(paragraph), why=said)


def _line_of_template(trace: TracebackType | None) -> int | None:
    """The line of the template where an error was raised, as jinja tells it in the traceback."""
    found = None
    while trace is not None:
        if "__jinja_template__" in trace.tb_frame.f_globals:
            found = trace.tb_frame.f_globals["__jinja_template__"].get_corresponding_lineno(trace.tb_lineno)
        elif trace.tb_frame.f_code.co_filename in ("<template>", "<unknown>"):
            found = trace.tb_lineno
        trace = trace.tb_next
    return found
