"""Text of a file made harmless where it is shown: no control characters, no commands of a CI log, no formulas."""

from __future__ import annotations

import json
from typing import Any

from zhenkit.core.patterns import late

_CONTROL = late(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
_COMMAND = late(r"::|##(?=[A-Za-z]*\[)")
_FULL_WIDTH = {"::": "：：", "##": "＃＃"}


def visible(text: str) -> str:
    """The text on one line: its breaks are blanks, control, bidirectional and invisible characters spelled out.

    >>> visible("a certificate\\n  of 2023\\x07\\n")
    'a certificate of 2023\\\\x07'
    """
    if text.isascii() and text.isprintable():
        return text
    if "\n" in text or "\r" in text:
        text = " ".join(filter(None, map(str.strip, text.replace("\r", "\n").split("\n"))))
    return _CONTROL.sub(lambda match: ascii(match[0])[1:-1], text)


def plain(text: str) -> str:
    """`visible`, and nothing that a CI runner would take for a command of its log (`::error::`, `##teamcity[...]`)."""
    return _COMMAND.sub(lambda match: _FULL_WIDTH[match[0]], visible(text))


_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_FIGURE = late(r"[+-]?[0-9][0-9,]*(?:\.[0-9]+)?%?")


def cell(text: str) -> str:
    """`visible`, and nothing that a spreadsheet would run as a formula; a plain figure (`-1`) would not be."""
    text = visible(text)
    return f"'{text}" if text.lstrip().startswith(_FORMULA) and not _FIGURE.fullmatch(text) else text


def cell_of_lines(text: str) -> str:
    """`cell` of each line of a text."""
    return "\n".join(map(cell, text.split("\n")))


_ESCAPE = late(
    "[\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)


_encode = json.JSONEncoder(ensure_ascii=False).encode


def encode(value: Any) -> str:
    """JSON on one line, with nothing in it that a terminal would act on."""
    return _ESCAPE.sub(lambda match: json.dumps(match[0])[1:-1], _encode(value))
