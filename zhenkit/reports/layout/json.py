"""JSON documents that a person can read too: an item a line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from zhenkit import __version__
from zhenkit.core.escape import encode
from zhenkit.judging.outcome import SCHEMA


def document(head: Mapping[str, Any], lists: Mapping[str, Iterable[Any]]) -> str:
    """Zhenkit's version, the schema's number and `head` on the first line; then each list, an item a line."""
    first = encode({"zhenkit": __version__, "schema": SCHEMA, **head})
    rest = "".join(f",\n {encode(name)}: [{item_lines(items)}]" for name, items in lists.items())
    return f"{first[:-1]}{rest}}}\n"


def item_lines(items: Iterable[Any], indent: int = 2) -> str:
    """The items of a list, each on a line of its own."""
    return ",".join(f"\n{' ' * indent}{encode(item)}" for item in items)
