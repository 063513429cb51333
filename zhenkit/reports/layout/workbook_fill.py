"""A template of Excel with its tags filled in: rows between `{%tr for ... %}` and `{%tr endfor %}` are repeated.

What is filled in is a text or a whole number, never a formula. Imported only where a workbook is filled in, for it
needs the extra `reports`.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape, unescape
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from zhenkit.core.errors import quoted
from zhenkit.core.escape import cell_of_lines
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
from zhenkit.reports.layout.workbook import MOST_CHARACTERS, MOST_ROWS, row_height

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
TITLE = "{http://purl.org/dc/elements/1.1/}title"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
CODE = ("vbaproject", "activex", "externallink")
"""What the names of parts that hold programs, or load other files, have in them."""
WIDTH = 8.43
"""How wide a column is, in characters, where the sheet does not say."""
FOLLOWING = {
    **dict.fromkeys(("autoFilter", "hyperlink"), "ref"),
    **dict.fromkeys(("conditionalFormatting", "dataValidation"), "sqref"),
}
"""What names cells by a range, beside merged ones, and in which attribute."""
_TAG = re.compile(r"\{[{%].*?[%}]\}", re.DOTALL)
_ROW_TAG = re.compile(r"\{%-?\s*tr\s(.*?)%\}", re.DOTALL)
_CELL = re.compile(r"(?<![\w.$])(\$?[A-Z]{1,3}\$?)([0-9]{1,7})(?![\w(])")
_RANGE = re.compile(r"(\$?[A-Z]{0,3}\$?)([0-9]{1,7})(?::(\$?[A-Z]{0,3}\$?)([0-9]{1,7}))?")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})")
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")


def fill(template: bytes, report: Mapping[str, Any], title: str) -> bytes:
    """The workbook that a template makes of a report; raises BadTemplate."""
    look_through(template, "Excel", ".xlsx")
    with zipfile.ZipFile(io.BytesIO(template)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    if any(word in name.casefold() for name in parts for word in CODE):
        raise BadTemplate(_("it contains macros, or links to other workbooks; save it as .xlsx without them"))
    shared = [_text(one) for one in _parsed(parts["xl/sharedStrings.xml"])] if "xl/sharedStrings.xml" in parts else []
    check_tags(*shared, *(parts[name].decode(errors="replace") for name in filter(_SHEET.fullmatch, parts)))
    records = {key: as_record(value) for key, value in report.items()}
    sheets = {name: _Sheet(_parsed(parts[name]), shared, records) for name in filter(_SHEET.fullmatch, parts)}
    for name, sheet in sheets.items():
        sheet.fill()
        parts[name] = _written(sheet.root)
    parts["xl/workbook.xml"] = _with_names(parts, sheets)
    if "docProps/core.xml" in parts:
        properties = _parsed(parts["docProps/core.xml"])
        for one in properties.iter(TITLE):
            one.text = title
        parts["docProps/core.xml"] = _written(properties)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def _parsed(content: bytes) -> Any:
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False))


def _written(root: Any) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _text(element: Any) -> str:
    """What a string says, its runs as one; not how it is pronounced."""
    found = (one for one in element.iter(f"{MAIN}t") if one.getparent().tag != f"{MAIN}rPh")
    return "".join(one.text or "" for one in found)


def _with_names(parts: Mapping[str, bytes], sheets: Mapping[str, _Sheet]) -> bytes:
    """The workbook's list of sheets, the ranges that it names of each where their rows went."""
    root = _parsed(parts["xl/workbook.xml"])
    targets = {one.get("Id"): one.get("Target", "") for one in _parsed(parts["xl/_rels/workbook.xml.rels"])}
    listed = [targets.get(one.get(f"{RELATION}id"), "") for one in root.iter(f"{MAIN}sheet")]
    for name in root.iter(f"{MAIN}definedName"):
        at = name.get("localSheetId")
        sheet = sheets.get("xl/" + listed[int(at)].removeprefix("/xl/")) if at is not None else None
        of, mark, area = (name.text or "").partition("!")
        if sheet is not None and mark and "!" not in area:
            name.text = f"{of}!{sheet.moved(area) or area}"
    return _written(root)


class _Sheet:
    """A sheet at work."""

    def __init__(self, root: Any, shared: Sequence[str], records: Mapping[str, Any]) -> None:
        self.root, self.shared, self.records = root, shared, records
        self.data = root.find(f"{MAIN}sheetData")
        self.images: dict[int, list[int]] = {}
        """Where each row of the template went."""
        self.gone: list[int] = []
        """The rows of the template that went nowhere."""
        self.widths: dict[int, float] = {}
        for column in root.iter(f"{MAIN}col"):
            columns = range(int(column.get("min")), int(column.get("max")) + 1)
            self.widths |= dict.fromkeys(columns, float(column.get("width", WIDTH)))

    def fill(self) -> None:
        """Fill in the rows, and let all that names rows follow them."""
        for line in self.root.iter(f"{MAIN}oddHeader", f"{MAIN}oddFooter"):
            line.text = self._rendered(line.text or "", lambda text: text.replace("&", "&&"))  # & is a command there
        before = {int(row.get("r")) for row in self.data}
        rows = list(self._rows())
        self.gone = sorted(before - {int(row.get("r")) for row in rows})
        number = place = 0
        for row in rows:
            old = int(row.get("r"))
            at = old - sum(one < old for one in self.gone)
            number, place = number + max(at - place, 1), at
            self.images.setdefault(old, []).append(number)
            row.set("r", str(number))
            for one in row:
                one.set("r", _CELL.sub(rf"\g<1>{number}", one.get("r")))
        if number > MOST_ROWS:
            raise BadTemplate(_("it makes more rows than a sheet can have"))
        self.data[:] = rows
        self._follow()

    def _rows(self) -> Iterator[Any]:
        """The rows, filled in, each with the number that it had in the template."""
        source = "\n".join([self._source(row) for row in self.data])
        filled_in = self._rendered(source)
        try:
            rows = _parsed(f"<rows>{filled_in}</rows>".encode())
        except etree.XMLSyntaxError:
            rows = None
        if rows is None or any(len({one.get("r") for one in row}) < len(row) for row in rows):
            said = _("what its tags make is no sheet: rows are repeated by {rows}")
            raise BadTemplate(said.format(rows="{%tr for ... %}"))
        for row in rows:
            filled = [one for one in row if one.get("t") == "tag"]
            for one in filled:
                _write(one, _text(one))
            if filled and row.get("customHeight") is None:
                texts = [(self._said(one), self.widths.get(_column(one.get("r")), WIDTH)) for one in row]
                row.set("ht", str(row_height(*zip(*texts, strict=True))))
                row.set("customHeight", "1")
            yield row

    def _source(self, row: Any) -> str:
        """A row as text with tags in it; one that has a tag of rows is that tag alone."""
        row.attrib.pop("spans", None)
        for one in row:
            if one.find(f"{MAIN}f") is not None:
                said = _("{cell} has a formula: rows move, so that a template has texts and tags alone")
                raise BadTemplate(said.format(cell=one.get("r")))
            text = self._said(one)
            if found := _ROW_TAG.search(text):
                return f"{{% {found[1].strip()} %}}"
            if _TAG.search(text):
                one[:] = []
                one.set("t", "tag")
                etree.SubElement(one, f"{MAIN}t").text = text
        written = etree.tostring(row, encoding="unicode", with_tail=False).replace("\n", "&#10;")
        return _TAG.sub(lambda tag: unescape(tag[0]), written)

    def _said(self, one: Any) -> str:
        """What a cell says, where it is a text."""
        if one.get("t") == "s":
            return self.shared[int(one.findtext(f"{MAIN}v"))]
        return _text(one)

    def _rendered(self, source: str, safe: Callable[[str], str] = escape) -> str:
        try:
            return str(Sandbox(list(self.records), safe).from_string(source).render(self.records))
        except WRONG_TAGS as error:
            number, lines = line_of(error), source.split("\n")
            tags = " ".join(_TAG.findall(lines[number - 1])) if number is not None and number <= len(lines) else ""
            said = _("in {paragraph}: {why}") if tags else _("its tags cannot be filled in: {why}")
            raise BadTemplate(said.format(paragraph=quoted(tags), why=reason_of(error))) from None

    def _follow(self) -> None:
        """Let merged cells, filters, colours and lists go where their rows went."""
        for one in self.root.findall(f"{MAIN}dimension"):
            self.root.remove(one)
        for merged in list(self.root.iter(f"{MAIN}mergeCell")):
            for area in self._each(merged.get("ref")):
                etree.SubElement(merged.getparent(), f"{MAIN}mergeCell", ref=area)
            merged.getparent().remove(merged)
        for name, attribute in FOLLOWING.items():
            for one in list(self.root.iter(f"{MAIN}{name}")):
                if area := self.moved(one.get(attribute)):
                    one.set(attribute, area)
                else:
                    one.getparent().remove(one)
                for formula in one.iter(f"{MAIN}formula", f"{MAIN}formula1", f"{MAIN}formula2"):
                    formula.text = self._moved_in(formula.text or "")
        for name in ("mergeCells", "dataValidations", "hyperlinks"):
            for listed in self.root.findall(f"{MAIN}{name}"):
                listed.attrib.pop("count", None)
                if len(listed) == 0:
                    self.root.remove(listed)

    def _each(self, area: str) -> Iterator[str]:
        """A range as often as its rows are repeated, each time where they went."""
        match = _RANGE.fullmatch(area)
        if match is not None and match[4]:
            first, last = (self._images_of(int(match[at])) for at in (2, 4))
            if len(first) == len(last):
                yield from (f"{match[1]}{top}:{match[3]}{bottom}" for top, bottom in zip(first, last, strict=True))

    def _images_of(self, row: int) -> list[int]:
        """Where a row went, each time; one that the sheet does not write is there all the same."""
        return self.images.get(row) or ([] if row in self.gone else [self._to(row, False)])

    def _moved_in(self, formula: str) -> str:
        """A formula with its cells where they went; texts in it stay."""
        pieces = formula.split('"')
        pieces[::2] = [_CELL.sub(lambda at: f"{at[1]}{self._to(int(at[2]), False)}", piece) for piece in pieces[::2]]
        return '"'.join(pieces)

    def moved(self, areas: str) -> str:
        """Ranges where their rows went: from where the first is for the first time to where the last is at last."""
        found = []
        for area in areas.split(" "):
            match = _RANGE.fullmatch(area)
            if match is None:
                found.append(area)
                continue
            first, last = self._to(int(match[2]), False), self._to(int(match[4] or match[2]), True)
            if 0 < first <= last:
                one = match[4] is None and first == last
                found.append(f"{match[1]}{first}" + ("" if one else f":{match[3] or match[1]}{last}"))
        return " ".join(found)

    def _to(self, row: int, last: bool) -> int:
        """Where a row of the template went; of one that went nowhere, the next within the range."""
        if row in self.images:
            return self.images[row][-1 if last else 0]
        if row in self.gone:
            return self._to(row - 1 if last else row + 1, last)
        before = max((old for old in self.images if old < row), default=0)
        end = self.images[before][-1] if before else 0
        return min(end + row - before - sum(before < one < row for one in self.gone), MOST_ROWS + 1)


def _column(cell: str) -> int:
    """The number of a cell's column: of `AB7` 28."""
    number = 0
    for letter in cell.rstrip("0123456789"):
        number = 26 * number + ord(letter) - ord("A") + 1
    return number


def _write(one: Any, text: str) -> None:
    """Write what tags made of a cell."""
    one[:] = []
    del one.attrib["t"]
    if _NUMBER.fullmatch(text):
        etree.SubElement(one, f"{MAIN}v").text = text
    elif text:
        one.set("t", "inlineStr")
        said = etree.SubElement(etree.SubElement(one, f"{MAIN}is"), f"{MAIN}t")
        said.text = cell_of_lines(text)[: MOST_CHARACTERS // 2]
        said.set(SPACE, "preserve")
