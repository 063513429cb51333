"""Our own templates: parts of a document as files, with words of the language in use, put into one package.

Page and fonts are as GB/T 9704 asks of official documents; `parts/styles.xml` has them.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from html import escape
from pathlib import Path
from string import Template

from zhenkit.core.i18n import _, current

PARTS = {
    "[Content_Types].xml": "content-types.xml",
    "_rels/.rels": "relations.xml",
    "docProps/core.xml": "core.xml",
    "word/_rels/document.xml.rels": "document-relations.xml",
    "word/styles.xml": "styles.xml",
    "word/numbering.xml": "numbering.xml",
    "word/settings.xml": "settings.xml",
    "word/fontTable.xml": "fontTable.xml",
    "word/footer1.xml": "footer1.xml",
    "word/footer2.xml": "footer2.xml",
}
"""The parts of a package that all our templates have, each with its file."""
FOLDER = Path(__file__).parent / "parts"
EPOCH = (1980, 1, 1, 0, 0, 0)
"""When its parts were made, as far as the package says: the same template is the same bytes."""


def package(document: Path, words: Mapping[str, str]) -> bytes:
    """The template whose text is the file `document`, with these words in their places."""
    said = {name: escape(text, quote=False) for name, text in {**words, **_common_words()}.items()} | _by_language()
    files = {part: FOLDER / name for part, name in PARTS.items()} | {"word/document.xml": document}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for part, file in files.items():
            filled = Template(file.read_text("utf-8")).substitute(said)
            archive.writestr(zipfile.ZipInfo(part, EPOCH), filled, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _common_words() -> dict[str, str]:
    """The words between others, and the names of styles."""
    before, after = _(" ({note})").split("{note}")
    return {
        "colon": _(": "),
        "comma": _(", "),
        "semicolon": _("; "),
        "open": before,
        "close": after,
        "table_text": _("Table text"),
        "table_head": _("Table header"),
        "note_text": _("Note text"),
        "remark": _("Remark"),
    }


def _by_language() -> dict[str, str]:
    """XML that is otherwise in each language: indents, numbers, bold headings, the font of quotation marks."""
    if current() == "zh":
        return {
            "hint": ' w:hint="eastAsia"',
            "bold": "",
            "indent": "640",
            "alignment": "both",
            "counting": "chineseCounting",
            "numbered": "%2、",
        }
    return {
        "hint": "",
        "bold": "<w:b/>",
        "indent": "0",
        "alignment": "left",
        "counting": "decimal",
        "numbered": "%2. ",
    }
