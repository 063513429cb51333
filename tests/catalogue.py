"""Keeps the Chinese catalogue in step with the code: `python -m tests.catalogue` extracts, updates and compiles it.

Run it after a change to any message, translate in `zhenkit/locale/zh/LC_MESSAGES/zhenkit.po` what it lists as missing,
and run it again. Messages of libraries that reach our users through `_` or through gettext are listed here.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "zhenkit"
PO = PACKAGE / "locale" / "zh" / "LC_MESSAGES" / "zhenkit.po"
MO = PO.with_suffix(".mo")
KEYWORDS = {"_": None, "both": None, "noted": None, "plural": (1, 2), "pgettext": ((1, "c"), 2)}

TYPER = (
    "(deprecated) ",
    "[default: {}]",
    "[required]",
    "Arguments",
    "Options",
    "Commands",
    "Missing command.",
    "Install completion for the current shell.",
    "Show completion for the current shell, to copy it or customize the installation.",
    "Install completion for the specified shell.",
    "Show completion for the specified shell, to copy it or customize the installation.",
)

FOREIGN = {"Typer": TYPER}


def extracted() -> Catalog:
    """The messages there are: those of the code, and those of libraries that are told as they are."""
    catalogue = Catalog(project="zhenkit", charset="utf-8")
    for name, _line, message, comments, context in extract_from_dir(PACKAGE, keywords=KEYWORDS):
        catalogue.add(message, None, [(f"zhenkit/{name}", 0)], auto_comments=comments, context=context)
    for source, messages in FOREIGN.items():
        for message in messages:
            catalogue.add(message, None, auto_comments=[f"said by {source}"])
    return catalogue


def translated() -> Catalog:
    """The catalogue as it stands."""
    with PO.open("rb") as file:
        return read_po(file, locale="zh", domain="zhenkit")


def compiled(catalogue: Catalog) -> bytes:
    """The catalogue as programs read it."""
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def untranslated(catalogue: Catalog) -> list[Message]:
    """The messages without a translation."""
    return [
        message
        for message in catalogue
        if message.id and not (all(message.string) if isinstance(message.string, tuple) else message.string)
    ]


def update() -> list[Message]:
    """Bring the catalogue and its compiled form up to date with the code; the messages without a translation."""
    catalogue = translated()
    # a fuzzy guess at a changed message would be wrong more often than right
    catalogue.update(extracted(), no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    catalogue.revision_date = catalogue.creation_date
    catalogue.last_translator = "zhenkit contributors"
    catalogue.language_team = "Chinese (Simplified)"
    catalogue.msgid_bugs_address = ""
    with PO.open("wb") as file:
        write_po(file, catalogue, width=110, include_lineno=False, sort_by_file=True)
    MO.write_bytes(compiled(translated()))
    return untranslated(catalogue)


if __name__ == "__main__":
    missing = update()
    for message in missing:
        print(f"no translation: {message.id!r} ({', '.join(name for name, _line in message.locations)})")
    sys.exit(bool(missing))
