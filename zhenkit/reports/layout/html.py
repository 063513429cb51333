"""HTML made of parts: every text that reaches a page is made harmless here, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from zhenkit.core.escape import plain

VOID = ("input",)
"""Elements that have no end."""


class Html(str):
    """A text that is HTML already; every other text is shown as it is."""

    __slots__ = ()


def escaped(text: str) -> Html:
    """HTML that shows the text, in content and in attributes alike."""
    return text if isinstance(text, Html) else Html(escape(plain(text)))


def element(name: str, /, *parts: str, **attributes: str | int | bool) -> Html:
    """An element. An attribute is not written where it is False, bare where it is True; `class_` stands for `class`."""
    opening = name + "".join(_attribute(key, value) for key, value in attributes.items() if value is not False)
    return Html(f"<{opening}>" if name in VOID else f"<{opening}>{joined(parts)}</{name}>")


def joined(parts: Iterable[str], between: str = "") -> Html:
    """Parts one after another."""
    return Html(between.join(map(escaped, parts)))


def _attribute(key: str, value: str | int) -> str:
    key = key.rstrip("_").replace("_", "-")
    return f" {key}" if value is True else f' {key}="{escaped(str(value))}"'
