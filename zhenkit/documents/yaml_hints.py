"""What people write where YAML wants something else, and how to write it: read when a file is no YAML."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from zhenkit.core.i18n import _

_COLON = re.compile(r"^[\s{-]*[\w ]+(：)")
_COMMA = re.compile(r"(，)\s*[\w ]+\s*[:：]")
_INDENT = re.compile(r"^ *(\t)")
CLOSING = {"{": "}", "[": "]"}


class Slip(NamedTuple):
    """Where it stands (from 0), and what to write instead."""

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
            (_COLON, _("this colon is full-width; write `: `, a plain colon and a space")),
            (_COMMA, _("this comma is full-width; write a plain `, ` between entries")),
        ):
            if found := pattern.search(line):
                return Slip(number, found.start(1), remedy)
    return None


def still_open(text: str, begun: Any, offset: int) -> str:
    """What to say of the bracket that the parser was in, at a mark, when it stopped; nothing where it was in none."""
    lines = text.split("\n")
    bracket = lines[begun.line][begun.column : begun.column + 1] if begun and begun.line < len(lines) else ""
    if bracket not in CLOSING:
        return ""
    said = _("the {bracket} of line {line} is still open: add {closing}, or a comma between its entries")
    return said.format(bracket=bracket, line=offset + begun.line + 1, closing=CLOSING[bracket])


_FLOW = re.compile(r"""[\[{]|[\]}]|"(?:[^"\\]|\\.)*+"|(?<![^\s,:\[{-])'(?:[^']|'')*+'|(?<!\S)#[^\n]*""", re.DOTALL)


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
