"""`--map` -> a TitleMap: single titles on the command line, and files of titles, words and units."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path as FilePath
from typing import Any

from zhenkit.core.errors import FileProblems, Problem, ZhenkitError, near, quoted
from zhenkit.core.files import read_text
from zhenkit.core.i18n import _
from zhenkit.documents.yaml import Document, Path, as_text, read_yaml
from zhenkit.facts.dictionary import Facts
from zhenkit.facts.fact import Fact
from zhenkit.facts.quantities import Unreadable
from zhenkit.facts.types.members import MemberType, SetType
from zhenkit.towns.tables.meanings import Role, meaning
from zhenkit.towns.tables.stems import YES_NO, affixes_of
from zhenkit.towns.tables.title_map import IGNORED, NOTHING, TitleMap, title_key
from zhenkit.towns.tables.units import WrongTitle

SECTIONS = ("titles", "choices", "units")
ENDINGS = (".yaml", ".yml")


class BadMap(ZhenkitError):
    """A `--map` that is none."""


def read_maps(said: Iterable[str], facts: Facts) -> TitleMap | None:
    """What `--map` says, each `TITLE=FACT` or a file; None where nothing. Raises BadMap and FileProblems."""
    found: TitleMap | None = None
    for one in said:
        is_file = FilePath(one).suffix.lower() in ENDINGS and ("=" not in one or FilePath(one).is_file())
        read = _file(FilePath(one), facts) if is_file else _pair(one, facts)
        found = read if found is None else found.joined(read)
    return found


def _pair(said: str, facts: Facts) -> TitleMap:
    title, equals, target = said.rpartition("=")
    if not equals or not title.strip() or not target.strip():
        raise BadMap(_("--map {said}: write TITLE=FACT, or name a file of titles (.yaml)").format(said=quoted(said)))
    key = title_key(title)
    try:
        return TitleMap({key: _checked(target.strip(), facts)}, written={key: title.strip()})
    except Unreadable as error:
        raise BadMap(_("--map {said}: {error}").format(said=quoted(said), error=error)) from None


def _checked(target: str, facts: Facts) -> str:
    """A target that a title can have; raises Unreadable for another."""
    if target.lower() in IGNORED:
        return NOTHING
    try:
        if meaning(target, facts) is not None:
            return target
        said = facts.unknown(target)
    except WrongTitle as wrong:
        fact = facts.named(target)
        if fact is not None and fact.type.parted == Role.YEAR.value:  # the year is the title's
            return target
        said = str(wrong)
    raise Unreadable(said)


def _file(path: FilePath, facts: Facts) -> TitleMap:
    text, _remark = read_text(path)
    documents = list(read_yaml(text, str(path), as_text))
    problems = [problem for document in documents for problem in document.problems]
    if not problems and len(documents) != 1:
        problems = [Problem(str(path), 1, 1, _("a file of titles is one document with titles, choices or units"))]
    if problems:
        raise FileProblems(problems)
    reading = _Reading(documents[0], facts)
    reading.read()
    if reading.problems:
        raise FileProblems(reading.problems)
    return TitleMap(reading.titles, reading.choices, reading.units, reading.written)


class _Reading:
    """Reads one file of titles, gathering what is wrong with it."""

    def __init__(self, document: Document, facts: Facts) -> None:
        self.document, self.facts = document, facts
        self.problems: list[Problem] = []
        self.titles: dict[str, str] = {}
        self.choices: dict[str, dict[str, str]] = {}
        self.units: dict[str, str] = {}
        self.written: dict[str, str] = {}

    def report(self, path: Path, message: str, key: bool = False) -> None:
        self.problems.append(self.document.problem(path, message, key))

    def read(self) -> None:
        """Every section of it."""
        value = self.document.value
        if not isinstance(value, dict):
            self.report((), _("a file of titles is a mapping, like `titles: {产业名: leading_industry}`"))
            return
        for name in value:
            if name not in SECTIONS:
                close = near(name, SECTIONS)
                said = _("unknown key {key}; there are titles, choices and units").format(key=quoted(name))
                self.report((name,), said + (_("; did you mean {near}?").format(near=close) if close else ""), key=True)
        for path, title, said in self._entries("titles"):
            try:
                self.titles[self._key(path, title, self.titles)] = _checked(said, self.facts)
            except Unreadable as error:
                self.report(path, str(error))
        for path, title, said in self._entries("units"):
            self.units[self._key(path, title, self.units)] = said
        self._choices()

    def _key(self, path: Path, title: str, taken: Mapping[str, str]) -> str:
        key = title_key(title)
        if key in taken:
            said = _("{key} repeats {first}; keep one")
            self.report(path, said.format(key=quoted(title), first=quoted(self.written[key])), key=True)
        self.written.setdefault(key, title)
        return key

    def _entries(self, *path: str) -> Iterator[tuple[Path, str, str]]:
        """Path, key and text of each entry of a mapping from texts to texts."""
        found: Any = self.document.value
        for step in path:
            found = found.get(step)
        if found is None:
            return
        if not isinstance(found, dict):
            self.report(path, _("a mapping is expected here"))
            return
        for key, value in found.items():
            if isinstance(value, str) and value.strip():
                yield (*path, key), key, value.strip()
            else:
                self.report((*path, key), _("one word is expected here"))

    def _choices(self) -> None:
        found = self.document.value.get("choices")
        if found is None:
            return
        if not isinstance(found, dict):
            self.report(("choices",), _("a mapping is expected here"))
            return
        for name in found:
            try:
                meant = meaning(name, self.facts)
            except WrongTitle as error:
                self.report(("choices", name), str(error), key=True)
                continue
            fact = meant.fact if meant is not None else None
            if fact is None:
                self.report(("choices", name), self.facts.unknown(name), key=True)
            elif not isinstance(fact.type, MemberType) and affixes_of(fact) is not YES_NO:
                said = _("{fact} has no words to choose from").format(fact=fact.called)
                self.report(("choices", name), said, key=True)
            else:
                self._words(name, fact)

    def _words(self, name: str, fact: Fact) -> None:
        words = self.choices.setdefault(fact.id, {})
        for path, word, said in self._entries("choices", name):
            try:
                fact.type.read([said] if isinstance(fact.type, SetType) else said)
            except Unreadable as error:
                self.report(path, str(error))
            else:
                words[word.strip()] = said
