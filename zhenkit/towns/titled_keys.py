"""JSON whose keys are titles as tables have them (`年产值（亿元）`), as programs export tables: read as rows are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from zhenkit.core.characters import seen
from zhenkit.core.errors import Problem, quoted
from zhenkit.core.i18n import _
from zhenkit.documents.yaml import Document, Path
from zhenkit.facts.dictionary import PLACE_FACTS, Facts
from zhenkit.towns.tables.cells import number_text
from zhenkit.towns.tables.header import read_header
from zhenkit.towns.tables.no_towns import ENDS_OF_PLACES, NoTown, is_total, remark_on
from zhenkit.towns.tables.row import TableRow, grouped, path_of
from zhenkit.towns.tables.row_kinds import PlacesOfTowns, uncounted
from zhenkit.towns.town_file import DECISION_KEYS, EVIDENCE_KEYS


def with_titles(document: Document, facts: Facts) -> Document:
    """A town's document with what is under titles stated as facts; the same where all keys are facts."""
    value = document.value
    if not isinstance(value, dict):
        return document
    titles = [key for key in value if facts.named(key) is None and key not in (*EVIDENCE_KEYS, *DECISION_KEYS)]
    header = read_header(titles, facts) if titles else None
    if header is None or not (header.columns or header.problems):
        return document
    row = TableRow([_as_cell(value[title]) for title in titles], grouped(header), lambda _index: False)
    problems = [
        *document.problems,
        *(document.problem((titles[index],), said, key=True) for index, said in header.problems),
        *(document.problem((titles[index],), said) for index, said in row.faults),
        *(document.problem((titles[index],), _missing(word)) for index, word in row.placeholders),
    ]
    meant = {titles[column.index] for column in header.columns} | {titles[index] for index, _said in header.problems}
    stated = {key: raw for key, raw in value.items() if key not in meant}
    of_keys = {fact.id: key for key in stated if (fact := facts.named(key)) is not None}
    for key, raw in row.mapping.items():
        first = of_keys.get(key)
        if first is None and not isinstance(stated.get(key), dict):
            stated[key] = raw
        elif first is None:
            stated[key] = {**stated[key], **raw}
        else:
            title = next(titles[column.index] for column in header.columns if path_of(column)[0] == key)
            said = _("{key} states the fact {fact} again ({first} did); keep one")
            said = said.format(key=quoted(title), fact=facts[key].called, first=quoted(first))
            problems.append(document.problem((title,), said, key=True))
    keys: dict[Path, str] = {}
    for column in header.columns:
        path = path_of(column)
        for length in range(1, len(path) + 1):
            keys.setdefault(path[:length], titles[column.index])
    return replace(document, value=stated, problems=tuple(problems), find=_Finder(document, keys, value))


def without_totals(documents: Sequence[Document], facts: Facts) -> tuple[list[Document], list[Problem]]:
    """The towns among records, and what is to be said of those that sum up others, as rows of a table may."""
    names = [_stated(document, facts, "name") for document in documents]
    lies_in = PlacesOfTowns.of_rows(
        (name, _stated(document, facts, place))
        for name, document in zip(names, documents, strict=True)
        for place in PLACE_FACTS
    )
    found: dict[NoTown, list[int]] = {}
    for number, name in enumerate(names, 1):
        if is_total(name):
            found.setdefault(NoTown.TOTAL, []).append(number)
        elif (place := uncounted(name)).endswith(ENDS_OF_PLACES) and lies_in(place):
            found.setdefault(NoTown.PLACE, []).append(number)
    left_out = {number for numbers in found.values() for number in numbers}
    remarks = [documents[numbers[0] - 1].problem((), remark_on(kind, numbers)) for kind, numbers in found.items()]
    return [document for number, document in enumerate(documents, 1) if number not in left_out], remarks


def _stated(document: Document, facts: Facts, fact_id: str) -> str:
    """The text that a record states of a fact; empty where it has none."""
    value = document.value if isinstance(document.value, dict) else {}
    for key, raw in value.items():
        if isinstance(raw, str) and (fact := facts.named(key)) is not None and fact.id == fact_id:
            return seen(raw)
    return ""


def _as_cell(value: Any) -> Any:
    """A value as a cell: a number as its text."""
    is_number = not isinstance(value, (str, bool, list, dict)) and value is not None
    return number_text(value) if is_number else value


def _missing(word: str) -> str:
    return _("{word} says that there is no value; write null").format(word=quoted(word))


class _Finder:
    """Where a fact stands: under its title, or as the document has it."""

    def __init__(self, document: Document, keys: Mapping[Path, str], value: Mapping[str, Any]) -> None:
        self.document, self.keys, self.value = document, keys, value

    def __call__(self, path: Path, key: bool) -> tuple[int, int]:
        if not path or path[0] in self.value:
            return self.document.find(path, key)
        while path and path not in self.keys:
            path = path[:-1]
        return self.document.find((self.keys[path],) if path else (), key)
