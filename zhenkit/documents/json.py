"""A JSON text -> documents: one object is one town, a list is one town an item."""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from functools import cached_property
from json import JSONDecodeError
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Any

from zhenkit.core.characters import seen
from zhenkit.core.errors import Problem, quoted
from zhenkit.core.i18n import _
from zhenkit.core.patterns import late
from zhenkit.documents.split import is_too_large, too_large
from zhenkit.documents.syntax import COMMA, MORE, why
from zhenkit.documents.yaml import MAX_DEPTH, Document, Path


class _Repeats:
    """Builds objects, and counts those that state a key twice."""

    def __init__(self) -> None:
        self.found = 0

    def __call__(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        result = {_key(key): value for key, value in pairs}
        if len(result) != len(pairs):
            self.found += 1
        return result


def _key(key: str) -> str:
    """A key as a person sees it."""
    return key if key.isprintable() else seen(key)


def read_json(text: str, file: str) -> Iterator[Document]:
    """The towns of a JSON text; what cannot be read gives a document with None and its problem."""
    reader = _Reader(text, file)
    return reader.towns() if text[reader.begin : reader.begin + 1] == "[" else reader.town()


class _Reader:
    """Reads one text, a town at a time, so that a bad one spoils none before it."""

    def __init__(self, text: str, file: str) -> None:
        self.text, self.file = text, file
        self.repeats = _Repeats()
        self.read = json.JSONDecoder(
            object_pairs_hook=self.repeats, parse_float=_number, parse_int=_whole, parse_constant=_constant
        ).raw_decode
        self.begin = _skip(text, 0)
        self.at = self.breaks = 0
        self.last_break = -1
        """An index, the number of line breaks before it, and the index of the last of them."""

    def town(self) -> Iterator[Document]:
        """The one town of a text that is not a list."""
        if is_too_large(self.text, self.begin, len(self.text)):
            yield self.refused(too_large(), self.begin)
            return
        town, end = self.value(self.begin)
        yield town if end == len(self.text) or not end else self.not_json(_(MORE), end)

    def towns(self) -> Iterator[Document]:
        """The towns of a list, up to what cannot be read."""
        text, at = self.text, _skip(self.text, self.begin + 1)
        closed = text[at : at + 1] == "]"
        while not closed:
            town, at = self.value(at)
            yield town
            if not at:
                return
            closed = text[at : at + 1] == "]"
            if not closed:
                if text[at : at + 1] != ",":
                    yield self.not_json(_(COMMA), at)
                    return
                at = _skip(text, at + 1)
        at = _skip(text, at + 1)
        if at < len(text):
            yield self.not_json(_(MORE), at)

    def value(self, begin: int) -> tuple[Document, int]:
        """The town that begins there, and the index of what comes behind it; 0 where reading cannot go on."""
        self.repeats.found = 0
        try:
            value, end = self.read(self.text, begin)
        except JSONDecodeError as error:
            return self.not_json(why(error.msg), error.pos), 0
        except RecursionError:
            return self.refused(_too_deep(), _where_too_deep(self.text, begin)), 0
        return self.document(value, begin, end), _skip(self.text, end)

    def document(self, value: Any, begin: int, end: int) -> Document:
        if is_too_large(self.text, begin, end):
            return self.refused(too_large(), begin)
        if isinstance(value, (dict, list)) and _is_too_deep(value):
            return self.refused(_too_deep(), _where_too_deep(self.text, begin))
        line, column = self.position(begin)
        places = _Places(self.text, begin, end, line, column)
        broken = self.repeats.found or _LONE.search(self.text, begin, end)
        return Document(self.file, value, line, tuple(places.faults(self.file)) if broken else (), places.find)

    def not_json(self, reason: str, at: int) -> Document:
        return self.refused(_("not JSON: {why}").format(why=reason), at)

    def refused(self, message: str, at: int) -> Document:
        line, column = self.position(at)
        problem = Problem(self.file, line, column, message)
        return Document(self.file, None, line, (problem,), lambda _path, _key: (line, column))

    def position(self, at: int) -> tuple[int, int]:
        """Line and column, from 1, of an index no less than those asked for before."""
        self.breaks += self.text.count("\n", self.at, at)
        self.last_break = max(self.last_break, self.text.rfind("\n", self.at, at))
        self.at = at
        return self.breaks + 1, at - self.last_break


def _too_deep() -> str:
    return _("nested more than {depth} levels deep").format(depth=MAX_DEPTH)


def _number(digits: str) -> Decimal | str:
    try:
        return Decimal(digits)
    except InvalidOperation:  # an exponent that no number can have
        return digits


def _whole(digits: str) -> int | Decimal:
    return int(digits) if len(digits) < 30 else Decimal(digits)


def _constant(word: str) -> str:
    return word  # NaN and Infinity: no fact's type reads them


_LONE = late(r"\\u[dD][89a-fA-F]")
_BRACKETS = late(r'"(?:[^"\\]|\\.)*+(?:"|\Z)|[\[\]{}]', re.DOTALL)


def _is_too_deep(value: Any) -> bool:
    """Whether a value nests deeper than a town's may."""
    layer = [value]
    for _depth in range(MAX_DEPTH):
        layer = [
            part
            for container in layer
            for part in (container.values() if isinstance(container, dict) else container)
            if isinstance(part, (dict, list))
        ]
        if not layer:
            return False
    return True


def _where_too_deep(text: str, begin: int) -> int:
    """The index of the bracket that opens the level too many, in a value that does nest too deep."""
    depth = 0
    brackets = (match for match in _BRACKETS.finditer(text, begin) if match[0][0] != '"')
    for match in brackets:
        depth += 1 if match[0] in "[{" else -1
        if depth > MAX_DEPTH:
            return match.start()
    return begin  # pragma: no cover - only where the interpreter's own stack was nearly full


_SPACE = late(r"[ \t\n\r]*")
_PLAIN = late(r"[^\s,\]}]+")


def _skip(text: str, at: int) -> int:
    """The index of what comes behind white space."""
    match = _SPACE.match(text, at)
    assert match is not None  # it matches nothing at all too
    return match.end()


class _Places:
    """Where the values of one town are; its text is scanned when the first is asked for."""

    def __init__(self, text: str, begin: int, end: int, line: int, column: int) -> None:
        self.text, self.begin, self.end = text, begin, end
        self.line, self.column = line, column
        self.keys: dict[Path, int] = {}
        self.values: dict[Path, int] = {}
        self.repeats: list[tuple[Path, str, int]] = []
        self.lone: list[int] = []

    @cached_property
    def breaks(self) -> list[int]:
        """The indices of the town's line breaks."""
        return [match.start() for match in re.finditer("\n", self.text[self.begin : self.end])]

    def position(self, at: int) -> tuple[int, int]:
        """Line and column, from 1, of an index in the town."""
        at -= self.begin
        before = bisect_left(self.breaks, at)
        return self.line + before, (at - self.breaks[before - 1] if before else at + self.column)

    def find(self, path: Path, key: bool = False) -> tuple[int, int]:
        """The line and column of a value, or of its key; of the innermost that is there."""
        self.scan()
        while path not in self.values:
            path = path[:-1]
        return self.position(self.keys.get(path, self.values[path]) if key else self.values[path])

    def faults(self, file: str) -> Iterator[Problem]:
        """Keys stated twice, and invalid characters."""
        self.scan()
        for where, name, at in self.repeats:
            first = self.position(self.keys[(*where, name)])[0]
            said = _("{key} is here twice (first on line {line}); keep one")
            yield Problem(file, *self.position(at), said.format(key=quoted(name), line=first))
        for at in self.lone:
            yield Problem(file, *self.position(at), _("half of a surrogate pair is not a character; remove it"))

    def scan(self) -> None:
        if not self.values:
            self.value(self.begin, ())

    def string(self, at: int) -> tuple[str, int]:
        value, end = scanstring(self.text, at + 1, True)
        if any("\ud800" <= character <= "\udfff" for character in value):
            self.lone.append(at)
        return value, end

    def value(self, at: int, path: Path) -> int:
        self.values[path] = at
        opening = self.text[at]
        if opening == '"':
            return self.string(at)[1]
        if opening == "{":
            return self.object(at + 1, path)
        if opening == "[":
            return self.array(at + 1, path)
        match = _PLAIN.match(self.text, at)
        assert match is not None  # json.loads read it
        return match.end()

    def object(self, at: int, path: Path) -> int:
        at = _skip(self.text, at)
        while self.text[at] != "}":
            key_at = at
            key, at = self.string(at)
            key = _key(key)
            if (*path, key) in self.keys:
                self.repeats.append((path, key, key_at))
            else:
                self.keys[(*path, key)] = key_at
            at = self.value(_skip(self.text, _skip(self.text, at) + 1), (*path, key))
            at = _skip(self.text, at)
            if self.text[at] == ",":
                at = _skip(self.text, at + 1)
        return at + 1

    def array(self, at: int, path: Path) -> int:
        at = _skip(self.text, at)
        index = 0
        while self.text[at] != "]":
            at = _skip(self.text, self.value(at, (*path, index)))
            index += 1
            if self.text[at] == ",":
                at = _skip(self.text, at + 1)
        return at + 1
