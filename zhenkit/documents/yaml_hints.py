"""What people write where YAML wants something else, and how to write it: read when a file is not valid YAML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from zhenkit.core.characters import BLANKS
from zhenkit.core.i18n import _
from zhenkit.core.patterns import late

FULL_COLON = "："
_COLON = late(r"^[\s{-]*[\w ]+(：)")
_BLANK = late(rf"^ *(?:- +)*([{''.join(sorted(BLANKS))}])")
_COMMA = late(r"(，)\s*[\w ]+\s*[:：]")
_INDENT = late(r"^ *(\t)")
CLOSING = {"{": "}", "[": "]"}


class Slip(NamedTuple):
    """Where it is (from 0), and what to write instead."""

    line: int
    column: int
    remedy: str


def slip(text: str, mark: Any) -> Slip | None:
    """What most likely went wrong where the parser stopped, or None; it stopped on that line or the one after."""
    lines = text.split("\n")
    for number in (mark.line, mark.line - 1):
        line = lines[number] if 0 <= number < len(lines) else ""
        for pattern, remedy in (
            (_INDENT, _("a tab indents this line; indent with spaces")),
            (_BLANK, not_spaces()),
            (_COLON, full_width_colon()),
            (_COMMA, _("this comma is full-width; write a plain `, ` between entries")),
        ):
            if found := pattern.search(line):
                return Slip(number, found.start(1), remedy)
    return None


def full_width_colon() -> str:
    """What to say of a key with a full-width colon behind it."""
    return _("this colon is full-width; write `: `, a plain colon and a space")


def not_spaces() -> str:
    """What to say of a line that is indented by blanks of another kind, a full-width one before all."""
    return _("this line is indented with full-width or non-breaking spaces; indent with plain spaces")


def indentations(text: str, keys: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, Any]]:
    """The keys (each with its mark) that a person sees indented, by blanks that indent nothing in YAML.

    A lone non-breaking space before a key on the outermost level is not indentation, where nothing above is open: it
    was pasted along, and the key is the one that is seen.
    """
    lines = text.split("\n")
    for key, mark in keys:
        above = next((line for line in reversed(lines[: mark.line]) if _CONTENT.match(line)), "")
        pasted = key[0] == "\u00a0" and key[1:2] not in BLANKS
        if not (pasted and mark.column == 0 and not _OPEN.search(above)):
            yield not_spaces(), mark


_CONTENT = late(r"\s*[^\s#]")
_OPEN = late(r"^(?!---)[\s-]|:\s*(?:[|>&!][^\s]*\s*)?(?:#.*)?$")
"""A line below which an indented one would belong to it: itself indented, or with nothing behind its colon."""


def still_open(text: str, begun: Any, offset: int) -> str:
    """What to say of the bracket that the parser was in, at a mark, when it stopped; nothing where it was in none."""
    lines = text.split("\n")
    bracket = lines[begun.line][begun.column : begun.column + 1] if begun and begun.line < len(lines) else ""
    if bracket not in CLOSING:
        return ""
    said = _("the {bracket} of line {line} is still open: add {closing}, or a comma between its entries")
    return said.format(bracket=bracket, line=offset + begun.line + 1, closing=CLOSING[bracket])


_FLOW = late(r"""[\[{]|[\]}]|"(?:[^"\\]|\\.)*+"|(?<![^\s,:\[{-])'(?:[^']|'')*+'|(?<!\S)#[^\n]*""", re.DOTALL)


def opened_too_deep(text: str, end: int, most: int) -> int:
    """The index behind the bracket that is one too deep, of those that open before `end`; 0 where none does.

    It is a bracket of the text up to there: quoted texts and comments are passed over.
    """
    depth = 0
    for found in _FLOW.finditer(text, 0, end):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(found[0], 0)
        if depth > most:
            return found.end() if found.end() < len(text) else 0
    return 0
