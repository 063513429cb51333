"""A JSON text -> documents: one object is one town, a list is one town an item."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from json import JSONDecodeError
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Any

from zhenkit.documents import MAX_DEPTH, Document, Path
from zhenkit.errors import Problem
from zhenkit.language import _
from zhenkit.quantities import shown


class _Repeats:
    """Builds objects, and counts those that state a key twice."""

    def __init__(self) -> None:
        self.found = 0

    def __call__(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        result = dict(pairs)
        if len(result) != len(pairs):
            self.found += 1
        return result


def read_json(text: str, file: str) -> Iterator[Document]:
    """The towns of a JSON text; a text that cannot be read gives one document with None and its problem."""
    repeats = _Repeats()

    def refused(message: str, at: int) -> Document:
        line, column = _position(text, at)
        problem = Problem(file, line, column, message)
        return Document(file, None, line, (problem,), lambda _path, _key: (line, column))

    too_deep = _("nested more than {depth} levels deep").format(depth=MAX_DEPTH)
    try:
        value = json.loads(
            text, object_pairs_hook=repeats, parse_float=Decimal, parse_int=_whole, parse_constant=_constant
        )
    except JSONDecodeError as error:
        yield refused(_("not JSON: {why}").format(why=error.msg), error.pos)
        return
    except RecursionError:
        yield refused(too_deep, _where_too_deep(text))
        return
    if isinstance(value, (dict, list)) and _is_too_deep(value):
        yield refused(too_deep, _where_too_deep(text))
        return
    towns = value if isinstance(value, list) else [value]
    places = _Places(text)
    broken = repeats.found or _LONE.search(text)
    for index, town in enumerate(towns):
        path: Path = (index,) if isinstance(value, list) else ()
        yield Document(
            file,
            town,
            places.find(path)[0] if path else _position(text, len(text) - len(text.lstrip()))[0],
            tuple(places.faults(path, file)) if broken else (),
            lambda inner, key, path=path: places.find((*path, *inner), key),  # type: ignore[misc]
        )


def _whole(digits: str) -> int | Decimal:
    return int(digits) if len(digits) < 30 else Decimal(digits)


def _constant(word: str) -> str:
    return word  # NaN and Infinity: no fact's type reads them


_LONE = re.compile(r"\\u[dD][89a-fA-F]")
_BRACKETS = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\Z)|[\[\]{}]', re.DOTALL)


def _is_too_deep(value: Any) -> bool:
    """Whether a value nests deeper than a town's may."""
    layer = [value]
    for _depth in range(MAX_DEPTH + 1):
        layer = [
            part
            for container in layer
            for part in (container.values() if isinstance(container, dict) else container)
            if isinstance(part, (dict, list))
        ]
        if not layer:
            return False
    return True


def _where_too_deep(text: str) -> int:
    """The index of the bracket that opens the level too many."""
    depth = 0
    for match in _BRACKETS.finditer(text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(match[0], 0)
        if depth > MAX_DEPTH:
            return match.start()
    return 0  # pragma: no cover - asked only of texts that do nest too deep


def _position(text: str, at: int) -> tuple[int, int]:
    """Line and column, from 1, of an index."""
    return text.count("\n", 0, at) + 1, at - (text.rfind("\n", 0, at) + 1) + 1


_SPACE = re.compile(r"[ \t\n\r]*")
_PLAIN = re.compile(r"[^\s,\]}]+")


class _Places:
    """Where the values of a valid JSON text stand; the text is scanned when the first is asked for."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.keys: dict[Path, int] = {}
        self.values: dict[Path, int] = {}
        self.repeats: list[tuple[Path, str, int]] = []
        self.lone: list[tuple[Path, int]] = []

    def find(self, path: Path, key: bool = False) -> tuple[int, int]:
        """The line and column of a value, or of its key; of the innermost that is there."""
        self.scan()
        while path not in self.values:
            path = path[:-1]
        return _position(self.text, self.keys.get(path, self.values[path]) if key else self.values[path])

    def faults(self, path: Path, file: str) -> Iterator[Problem]:
        """Keys stated twice and characters that are none, at and below a path."""
        self.scan()
        for where, name, at in self.repeats:
            if where[: len(path)] == path:
                first = _position(self.text, self.keys[(*where, name)])[0]
                yield Problem(
                    file,
                    *_position(self.text, at),
                    _("{key} stands here twice (first on line {line}); keep one").format(key=shown(name), line=first),
                )
        for where, at in self.lone:
            if where[: len(path)] == path:
                yield Problem(file, *_position(self.text, at), _("half of a surrogate pair is no character; remove it"))

    def scan(self) -> None:
        if not self.values:
            self.value(self.space(0), ())

    def space(self, at: int) -> int:
        match = _SPACE.match(self.text, at)
        assert match is not None  # it matches nothing at all too
        return match.end()

    def string(self, at: int, path: Path) -> tuple[str, int]:
        value, end = scanstring(self.text, at + 1, True)
        if any("\ud800" <= character <= "\udfff" for character in value):
            self.lone.append((path, at))
        return value, end

    def value(self, at: int, path: Path) -> int:
        self.values[path] = at
        opening = self.text[at]
        if opening == '"':
            return self.string(at, path)[1]
        if opening == "{":
            return self.object(at + 1, path)
        if opening == "[":
            return self.array(at + 1, path)
        match = _PLAIN.match(self.text, at)
        assert match is not None  # json.loads read it
        return match.end()

    def object(self, at: int, path: Path) -> int:
        at = self.space(at)
        while self.text[at] != "}":
            key_at = at
            key, at = self.string(at, path)
            if (*path, key) in self.keys:
                self.repeats.append((path, key, key_at))
            else:
                self.keys[(*path, key)] = key_at
            at = self.value(self.space(self.space(at) + 1), (*path, key))
            at = self.space(at)
            if self.text[at] == ",":
                at = self.space(at + 1)
        return at + 1

    def array(self, at: int, path: Path) -> int:
        at = self.space(at)
        index = 0
        while self.text[at] != "]":
            at = self.space(self.value(at, (*path, index)))
            index += 1
            if self.text[at] == ",":
                at = self.space(at + 1)
        return at + 1
