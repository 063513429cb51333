"""A YAML file, read safely: plain values, and the place of each of them.

Values are built from libyaml's events (PyYAML's own parser where there is no libyaml), so that depth, aliases and
tags are bounded while reading; nothing is ever constructed but mappings, lists and plain values.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import yaml
from yaml.events import AliasEvent, MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent

from zhenkit.core.characters import BLANKS, seen
from zhenkit.core.errors import LintProblem, Problem, quoted
from zhenkit.core.i18n import _
from zhenkit.core.patterns import late
from zhenkit.documents.split import chunks, is_too_large, too_large

MAX_DEPTH = 40
MAX_ALIASED = 10_000
"""The most values that aliases may stand for in one document."""

try:
    from yaml.cyaml import CParser as _Parser  # type: ignore[attr-defined]
except ImportError:  # PyYAML without libyaml works too, slower
    from yaml.parser import Parser
    from yaml.reader import Reader
    from yaml.scanner import Scanner

    class _Parser(Reader, Scanner, Parser):  # type: ignore[no-redef]
        def __init__(self, stream: str) -> None:
            Reader.__init__(self, stream)
            Scanner.__init__(self)
            Parser.__init__(self)


Path = tuple[str | int, ...]
Resolve = Callable[[str], Any]
Places = dict[Path, tuple[Any, Any]]
"""Where a key and its value are, by the value's path."""


@dataclass(frozen=True, slots=True)
class Document:
    """One document of a file: its value, the line it begins on, and what was wrong with its form."""

    file: str
    value: Any
    line: int
    problems: tuple[Problem, ...]
    find: Callable[[Path, bool], tuple[int, int]]
    """The line and column of a path (of its key, where the second argument is true)."""
    kept: Mapping[str, Any] | None = None
    """Of a table's row: what is in the columns to keep that the table has, by their titles."""
    remark: Problem | None = None
    """Of a rule file: that it was read in another encoding than UTF-8."""

    @property
    def titles(self) -> Mapping[int, str]:
        """Of a table's row: the titles of the table's columns, by their numbers from 1."""
        return {}

    def title(self, _key: str) -> str | None:
        """Of a table's row: the title of the column that states what is under a key."""
        return None

    def problem(self, path: Path, message: str, key: bool = False, code: str = "") -> Problem:
        """A problem at a path of this document; `code` is the lint's whose fault it is, if there is one."""
        line, column = self.find(path, key)
        return LintProblem(self.file, line, column, message).of(code) if code else self.at(line, column, message)

    def at(self, line: int, column: int, message: str) -> Problem:
        """A problem at a place of this document."""
        return Problem(self.file, line, column, message)


NULLS = frozenset({"", "~", "null", "Null", "NULL"})


def as_text(scalar: str) -> str | None:
    """A plain scalar of a town file: null, or the text as it is (the fact's type reads it)."""
    return None if scalar in NULLS else scalar


_TRUE, _FALSE = (
    frozenset({"true", "True", "TRUE", "yes", "Yes", "YES"}),
    frozenset({"false", "False", "FALSE", "no", "No", "NO"}),
)
_WHOLE = late(r"-?(?:0|[1-9][0-9]{0,17})")


def as_value(scalar: str) -> str | int | bool | None:
    """A plain scalar of a rule file: null, yes or no, a whole number, else the text."""
    if scalar in NULLS:
        return None
    if scalar in _TRUE:
        return True
    if scalar in _FALSE:
        return False
    return int(scalar) if _WHOLE.fullmatch(scalar) else scalar


class _Refused(Exception):
    """The document cannot be read on: the message and its mark."""

    def __init__(self, message: str, mark: Any) -> None:
        super().__init__(message)
        self.message, self.mark = message, mark


class _Builder:
    """Builds one document's value from events.

    `places` takes where each key and value is, by path. It costs as much as the building, so it is only given when
    something is to be reported of a document that has been read before.
    """

    def __init__(self, parser: Any, resolve: Resolve, places: Places | None = None) -> None:
        self.places = places
        self.path: Path = ()
        self.next: Callable[[], Any] = parser.get_event
        self.resolve = resolve
        self.anchors: dict[str, tuple[Any, int, int]] = {}
        """By name: the value, how many values it holds, how deep it nests (-1 where it is plain)."""
        self.faults: list[tuple[str, Any]] = []
        self.repeated: list[tuple[Path, str, Any]] = []
        """Keys that occur twice in one mapping: the mapping's path (known with `places` alone), the key, its mark."""
        self.indented: list[tuple[str, Any]] = []
        """Keys that begin with a blank which YAML does not count as one, each with its mark."""
        self.size = self.aliased = self.deepest = 0

    def value(self, event: Any, depth: int = 0) -> Any:
        self.size += 1
        kind = type(event)
        if kind is ScalarEvent:
            if event.tag is not None and event.tag != "!":
                self.tagged(event)
            value: Any = self.resolve(event.value) if event.implicit[0] else event.value
            if event.anchor is not None:
                self.anchors[event.anchor] = (value, 1, -1)
            return value
        if kind is AliasEvent:
            return self.alias(event, depth)
        if depth == MAX_DEPTH:
            raise _too_deep(event)
        if event.tag is not None and event.tag != "!":
            self.tagged(event)
        before, deepest, self.deepest = self.size, self.deepest, depth
        value = self.mapping(depth) if kind is MappingStartEvent else self.sequence(depth)
        if event.anchor is not None:
            self.anchors[event.anchor] = (value, self.size - before + 1, self.deepest - depth)
        if deepest > self.deepest:
            self.deepest = deepest
        return value

    def mapping(self, depth: int) -> dict[str, Any]:
        result: dict[str, Any] = {}
        following, value_of, places, path = self.next, self.value, self.places, self.path
        while type(event := following()) is not MappingEndEvent:
            if type(event) is not ScalarEvent:
                raise _Refused(_("a key must be plain text"), event.start_mark)
            key = event.value
            if event.tag is not None:
                self.tagged(event)
            if event.anchor is not None:
                self.anchors[event.anchor] = (key, 1, -1)
            if not key.isprintable():  # a key is what is seen of it
                if key[:1] in BLANKS and event.implicit[0]:
                    self.indented.append((key, event.start_mark))
                key = seen(key)
            if key in result:
                self.repeated.append((path, key, event.start_mark))
            elif key == "<<" and event.implicit[0]:
                self.faults.append((_("merge keys (<<) are not read; write the keys out"), event.start_mark))
            value = following()
            if places is not None:
                self.path = (*path, key)
                places.setdefault(self.path, (event.start_mark, value.start_mark))
            result[key] = value_of(value, depth + 1)
        self.path = path
        return result

    def sequence(self, depth: int) -> list[Any]:
        result: list[Any] = []
        places, path = self.places, self.path
        while type(event := self.next()) is not SequenceEndEvent:
            if places is not None:
                self.path = (*path, len(result))
                places[self.path] = (event.start_mark, event.start_mark)
            result.append(self.value(event, depth + 1))
        self.path = path
        return result

    def alias(self, event: Any, depth: int) -> Any:
        if event.anchor not in self.anchors:
            raise _Refused(_("the alias *{name} has no anchor before it").format(name=event.anchor), event.start_mark)
        value, size, height = self.anchors[event.anchor]
        if depth + height >= MAX_DEPTH:
            raise _too_deep(event)
        self.deepest = max(self.deepest, depth + height)
        self.size += size
        self.aliased += size
        if self.aliased > MAX_ALIASED:
            raise _Refused(_("aliases expand to more than {most} values").format(most=MAX_ALIASED), event.start_mark)
        return value

    def tagged(self, event: Any) -> None:
        self.faults.append(
            (_("tags ({tag}) are not read; write the plain value").format(tag=event.tag), event.start_mark)
        )


def _too_deep(event: Any) -> _Refused:
    return _Refused(_("nested more than {depth} levels deep").format(depth=MAX_DEPTH), event.start_mark)


_TAG_DIRECTIVE = late(r"(?:(?!%TAG)%[^\n]*\n|[ \t]*(?:#[^\n]*)?\r?\n)*+%TAG")
_UNPRINTABLE = "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"


def read_yaml(text: str, file: str, resolve: Resolve) -> Iterator[Document]:
    """The documents of a YAML text that hold anything; a document that cannot be read holds None and its problem."""
    if "\ufeff" in text:  # of a file that was put behind another: libyaml counts it as a column
        text = text.replace("\n\ufeff", "\n")
    for offset, chunk in chunks(text):
        yield from _read_chunk(chunk, file, offset, resolve)


def read_head(text: str, keys: Collection[str], resolve: Resolve) -> dict[str, Any]:
    """The values of these keys in the mapping that a YAML text begins with; reads no further than to the last of them.

    Whatever is wrong ends the reading, untold: it is a glance at a file that is to be read whole before it is used.
    """
    found: dict[str, Any] = {}
    if "%TAG" in text:  # see _read_chunk
        return found
    try:
        parser: Any = _Parser(text)
        builder = _Builder(parser, resolve)
        for _start in ("stream", "document"):
            parser.get_event()
        if type(parser.get_event()) is MappingStartEvent:
            while len(found) < len(keys) and type(key := parser.get_event()) is ScalarEvent:
                value = builder.value(parser.get_event(), 1)
                if key.value in keys:
                    found[key.value] = value
    except (_Refused, yaml.YAMLError, UnicodeEncodeError, ValueError, OverflowError):
        pass
    return found


def _read_chunk(text: str, file: str, offset: int, resolve: Resolve) -> Iterator[Document]:
    def refused(message: str, line: int, column: int) -> Document:
        problem = Problem(file, offset + line + 1, column + 1, message)
        return Document(file, None, problem.line, (problem,), lambda _path, _key: (problem.line, problem.column))

    if is_too_large(text, 0, len(text)):
        yield refused(too_large(), 0, 0)
        return
    if "%TAG" in text and (directive := _TAG_DIRECTIVE.match(text)):
        # libyaml compares each with all before it: a megabyte of them takes it longer than anyone waits
        yield refused(
            _("tags ({tag}) are not read; write the plain value").format(tag="%TAG"), *_place(text, directive.end() - 4)
        )
        return
    try:
        parser: Any = _Parser(text)
        parser.get_event()  # the stream's start
        nth = -1
        while type(parser.get_event()) is yaml.DocumentStartEvent:
            nth += 1
            builder = _Builder(parser, resolve)
            first = parser.get_event()
            value = builder.value(first)
            parser.get_event()  # the document's end
            if builder.indented:
                from zhenkit.documents.yaml_hints import indentations

                builder.faults += indentations(text, builder.indented)
            if value is None and not builder.faults:
                continue
            finder = _Finder(text, offset, first.start_mark, nth)
            problems = tuple(
                Problem(file, offset + mark.line + 1, mark.column + 1, message)
                for message, mark in (*builder.faults, *(finder.repeated() if builder.repeated else ()))
            )
            yield Document(file, value, offset + first.start_mark.line + 1, problems, finder)
    except _Refused as stop:
        yield refused(stop.message, stop.mark.line, stop.mark.column)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        from zhenkit.documents.syntax import why
        from zhenkit.documents.yaml_hints import opened_too_deep, slip, still_open

        if mark and (deep := opened_too_deep(text, mark.index, MAX_DEPTH)):
            # a parser looks ahead as far as brackets may be a key, and has a limit of its own on them: ours is lower
            yield from _read_chunk(text[:deep], file, offset, resolve)
            return
        said = still_open(text, error.context_mark, offset) or why(str(error.problem or error.context))
        if mark and (found := slip(text, mark)):
            yield refused(_("not YAML: {why}").format(why=found.remedy), found.line, found.column)
            return
        said = _("not YAML: {why}").format(why=said)
        yield refused(said, mark.line, mark.column) if mark else refused(said, 0, 0)
    except (yaml.reader.ReaderError, UnicodeEncodeError):
        bad = re.search(_UNPRINTABLE, text)
        at = bad.start() if bad else 0
        code = f"U+{ord(text[at]):04X}"
        said = _("the character {code} is not allowed in YAML; remove it").format(code=code)
        yield refused(said, *_place(text, at))
    except (
        ValueError,
        OverflowError,
    ):  # PyYAML's own parser, of an escape or a version that is not a number it can represent
        mark = parser.get_mark()
        from zhenkit.documents.syntax import NUMBER

        yield refused(_("not YAML: {why}").format(why=_(NUMBER)), mark.line, mark.column)


def _place(text: str, at: int) -> tuple[int, int]:
    """Line and column, from 0, of an index."""
    return text.count("\n", 0, at), at - (text.rfind("\n", 0, at) + 1)


class _Finder:
    """Where the values of one document are: reads its text once more when the first place is asked for."""

    def __init__(self, text: str, offset: int, first: Any, nth: int) -> None:
        self.text, self.offset, self.first, self.nth = text, offset, first, nth
        """The text holds more documents than one only where `...` ends one; this is the nth of them."""

    @cached_property
    def built(self) -> _Builder:
        """The document built again, this time with its places."""
        parser: Any = _Parser(self.text)
        parser.get_event()
        for _before in range(self.nth + 1):
            parser.get_event()
            builder = _Builder(parser, as_text, {})
            builder.value(parser.get_event())
            parser.get_event()
        return builder

    def __call__(self, path: Path, key: bool) -> tuple[int, int]:
        """Line and column of a path, or of what is there of it."""
        mark = self.first
        places = self.built.places or {}
        # a path that leads nowhere (a missing key, a name of the schema's) stays at what is there
        found: Path = ()
        for step in path:
            if (*found, step) in places:
                found = (*found, step)
                mark = places[found][0 if key else 1]
        return self.offset + mark.line + 1, mark.column + 1

    def repeated(self) -> Iterator[tuple[str, Any]]:
        """What to say of keys that occur twice."""
        places = self.built.places or {}
        for path, key, mark in self.built.repeated:
            line = self.offset + places[(*path, key)][0].line + 1
            yield _("{key} is here twice (first on line {line}); keep one").format(key=quoted(key), line=line), mark
