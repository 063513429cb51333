"""YAML changed in place: values set in documents that were read before, comments, order and quotes kept."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from zhenkit.core.extras import load
from zhenkit.core.patterns import late

WIDE = 1_000_000
"""So wide that no line is folded that was not."""


class Edit(NamedTuple):
    """A value to set in a document (from 0) of a file, at a path of keys; mappings on the way are made."""

    document: int
    path: tuple[str, ...]
    value: Any
    """A text, or a list or mapping of texts; None takes the key away."""
    before: str | None = None
    """The key of the same mapping that a new key is put before, where no comment comes before that one."""
    in_line: bool = False
    """Whether a list is written in one line."""


class OtherwiseRead(ValueError):
    """What changes a text reads it otherwise than we do: it cannot be changed in place."""


def edited(text: str, edits: Iterable[Edit]) -> str:
    """The text with these values; documents in which nothing is set stay as they are.

    Raises MissingExtra, OtherwiseRead.

    The text has been read within bounds before (`documents/yaml.py`): it is YAML, and of a size to be held.
    """
    load("ruamel.yaml", "merge")
    by_document: dict[int, list[Edit]] = {}
    for edit in edits:
        by_document.setdefault(edit.document, []).append(edit)
    pieces, at = [], 0
    for mark, body, is_document in _documents(text):
        pieces.append(mark)
        pieces.append(_edited(body, by_document[at]) if is_document and at in by_document else body)
        at += is_document
    return "".join(pieces)


_MARK = late(r"(?m)^---[^\S\r\n]*(?:#[^\r\n]*)?(?:\r?\n|\Z)")
_NOTHING = late(r"(?:(?:\.\.\.)?[^\S\r\n]*(?:#[^\r\n]*)?\r?\n)*+(?:#[^\r\n]*|\s*)")
_END = late(r"(?m)^\.\.\.[^\S\r\n]*(?:\r?\n|\Z)")
_LIST = late(r"(?m)^(?P<key> *)[^\s#-][^\n]*:[^\S\n]*\n(?P<dash> *)- ")


def _documents(text: str) -> Iterator[tuple[str, str, bool]]:
    """The parts of a text: the line that begins a document, what is below it, whether that holds anything.

    Documents that hold nothing are none, as where they are read.
    """
    at, mark = 0, ""
    for found in _MARK.finditer(text):
        body = text[at : found.start()]
        yield mark, body, _NOTHING.fullmatch(body) is None
        mark, at = found[0], found.end()
    yield mark, text[at:], _NOTHING.fullmatch(text[at:]) is None


def _edited(body: str, edits: Sequence[Edit]) -> str:
    from ruamel.yaml import YAML
    from ruamel.yaml.comments import CommentedMap, CommentedSeq
    from ruamel.yaml.error import YAMLError

    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = WIDE
    windows, body = "\r\n" in body, body.replace("\r\n", "\n")
    _indent(yaml, body)
    end = _END.search(body)
    try:
        with warnings.catch_warnings(action="ignore"):  # of anchors that are there twice
            document = yaml.load(body[: end.start()] if end else body)
    except (YAMLError, ValueError, OverflowError) as error:
        raise OtherwiseRead(str(error)) from None
    document = CommentedMap() if document is None else document
    if not isinstance(document, CommentedMap):
        raise OtherwiseRead(type(document).__name__)
    for edit in edits:
        value, inner = edit.value, document
        if edit.in_line and isinstance(value, list):
            value = CommentedSeq(value)
            value.fa.set_flow_style()
        for step in edit.path[:-1]:
            key = _key(inner, step)
            if not isinstance(inner.get(key), dict):
                inner[key] = CommentedMap()
            inner = inner[key]
        key, keys = _key(inner, edit.path[-1]), list(inner)
        if value is None:
            inner.pop(key, None)
            continue
        if key not in inner and edit.before in keys:
            at = keys.index(edit.before)
            if at and keys[at - 1] not in inner.ca.items:  # else a comment is between the two
                inner.insert(at, key, value)
                continue
        inner[key] = value
    stream = io.StringIO()
    yaml.dump(document, stream)
    after = stream.getvalue() + (body[end.start() :] if end else "")
    return after.replace("\n", "\r\n") if windows else after


def _key(inner: Any, step: str) -> Any:
    """The key that is read as this text; a new one is written as people write it, numbers without quotes."""
    number = int(step) if step.isascii() and step.isdecimal() else step
    return next((key for key in inner if str(key) == step), number)


def _indent(yaml: Any, text: str) -> None:
    """Write lists as far in as the file has its own."""
    found = _LIST.search(text)
    offset = len(found["dash"]) - len(found["key"]) if found else 2
    if 0 <= offset <= 8:
        yaml.indent(mapping=2, sequence=offset + 2, offset=offset)
