"""The sheets that departments fill in -> answers: of which town, which fact, what it is, by what evidence, from whom.

A sheet has a row a question. What is in the column of answers is read as a cell of a table of towns is, under the
title that the row names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from zhenkit.core.characters import seen
from zhenkit.core.errors import FileProblems, Problem, quoted
from zhenkit.core.extras import MissingExtra
from zhenkit.core.files import files_below
from zhenkit.core.i18n import Text, _
from zhenkit.facts.dictionary import PLACE_FACTS, Facts, same_place
from zhenkit.facts.fact import Fact
from zhenkit.facts.quantities import Series, Unreadable
from zhenkit.facts.town import Decision, Town
from zhenkit.facts.types.base import Value, is_missing
from zhenkit.facts.types.registry import PLAIN_TYPES
from zhenkit.towns.options import Options
from zhenkit.towns.tables.cells import cell_name
from zhenkit.towns.tables.header import Role
from zhenkit.towns.tables.layout import read_titles
from zhenkit.towns.tables.plain import PLAIN_TABLES, PlainSheet, unescaped, with_rows
from zhenkit.towns.tables.table import Table
from zhenkit.towns.town_file import RawTown

COLUMNS = {
    "key": Text("编号", "key"),
    "town": Text("专业镇", "town"),
    "province": Text("省", "province"),
    "city": Text("市", "city"),
    "county": Text("县（区、市）", "county"),
    "criterion": Text("认定条件", "criterion"),
    "fact": Text("填报项", "item"),
    "how": Text("填写方法", "how to fill in"),
    "required": Text("差距", "gap"),
    "due": Text("办理期限", "due"),
    "department": Text("填报单位", "department"),
    "answer": Text("填报值", "answer"),
    "evidence": Text("佐证", "evidence"),
    "by": Text("填报人", "filled in by"),
    "date": Text("填报日期", "filled in on"),
    "why": Text("说明", "remarks"),
}
"""The columns of a sheet, each with its title in both languages."""
TO_FILL_IN = ("answer", "evidence", "by", "date", "why")
NEEDED = ("town", "fact", "answer")


class AnswerSource(NamedTuple):
    """What shows an answer, and who gave it when; empty where the sheet does not say."""

    evidence: str
    department: str
    by: str
    date: str
    why: str

    @property
    def filled_in(self) -> bool:
        """Whether somebody filled in any of it: the department's name the sheet had."""
        return any((self.evidence, self.by, self.date, self.why))

    @property
    def text(self) -> str:
        """It all, as the evidence of a town file."""
        who = " ".join(filter(None, (self.department, self.by)))
        source = _(", ").join(filter(None, (who, self.date)))
        evidence = _("; ").join(filter(None, (self.evidence, self.why)))
        if evidence and source:
            return _("{evidence} ({source})").format(evidence=evidence, source=source)
        return evidence or (_("as filled in by {source}").format(source=source) if source else "")


class FilledAnswer(NamedTuple):
    """What a department says of a fact of a town, or what was decided on a criterion."""

    town: Mapping[str, str]
    """Name, province, city and county, as the sheet has them."""
    fact: Fact | None
    """None of a decision."""
    value: Value
    decision: tuple[int, Decision] | None
    given: tuple[AnswerSource, ...]
    """By what evidence, and from whom."""
    keys: tuple[str, ...]
    """The ledger's entries that asked for it."""
    place: Problem
    """Where it is; without a message."""

    @property
    def sources(self) -> list[str]:
        """The evidence, and who gave it, each text once."""
        return list(dict.fromkeys(filter(None, (one.text for one in self.given))))

    @property
    def filled_in(self) -> bool:
        """Whether somebody gave evidence, a name, a day or a remark: else it may be what the sheet had."""
        return any(one.filled_in for one in self.given)

    def problem(self, said: str) -> Problem:
        """Something to say of it."""
        return self.place._replace(message=said)

    def is_of(self, town: Mapping[str, str]) -> bool:
        """Whether it is of a town with this name that lies there, as far as both say where."""
        if seen(town.get("name", "")) != seen(self.town["name"]):
            return False
        both = [(town[place], self.town[place]) for place in PLACE_FACTS if town.get(place) and self.town.get(place)]
        return all(same_place(one, other) for one, other in both)


class AnswersFound(NamedTuple):
    """The answers of all sheets, how many questions have none yet, and what is wrong or worth saying."""

    answers: list[FilledAnswer]
    open: int
    problems: list[Problem]
    remarks: list[Problem]
    unread: list[Problem]
    """Where answers stand that could not be read; without a message, which `problems` has."""


def read_answers(folder: Path, facts: Facts, aside: Path | None = None) -> AnswersFound:
    """The answers of the sheets in a folder, or of one sheet; `aside` is no sheet, though it may lie among them."""
    found = AnswersFound([], 0, [], [], [])
    if folder.is_dir():
        paths, problems = files_below(str(folder), PLAIN_TABLES, _("no sheet is here; a sheet ends in {endings}"))
        found.problems.extend(problems)
        paths = [path for path in paths if aside is None or path.resolve() != aside.resolve()]
    else:
        paths = [folder]
    for path in paths:
        try:
            found = _read(path, facts, found)
        except FileProblems as error:
            found.problems.extend(error.problems)
        except MissingExtra as error:
            found.problems.append(Problem(str(path), 1, 1, str(error)))
    return found


def _read(path: Path, facts: Facts, found: AnswersFound) -> AnswersFound:
    if path.suffix.lower() not in PLAIN_TABLES and path.exists():  # else it is told that there is no such file
        said = _("a sheet that was filled in ends in {endings}")
        raise FileProblems([Problem(str(path), 1, 1, said.format(endings=" ".join(PLAIN_TABLES)))])
    with with_rows(path) as sheets:
        read = [one for sheet in sheets if (one := _FilledSheet.of(str(path), sheet)) is not None]
        if not read:
            names = _(", ").join(str(COLUMNS[name]) for name in NEEDED)
            said = _("no sheet here was made by `zhenkit ledger --requests`: its titles are {names} and others")
            raise FileProblems([Problem(str(path), 1, 1, said.format(names=names))])
        for sheet in read:
            found = found._replace(open=found.open + sheet.read(facts, found))
    return found


class _Row(NamedTuple):
    number: int
    said: Mapping[str, str]


class _FilledSheet:
    """A sheet of questions."""

    def __init__(self, file: str, name: str, at: Mapping[str, int], rows: Sequence[_Row]) -> None:
        self.file, self.name, self.at, self.rows = file, name, at, rows

    @classmethod
    def of(cls, file: str, sheet: PlainSheet) -> _FilledSheet | None:
        """The sheet; None where it is none of questions."""
        rows = iter(sheet.rows())
        _number, titles = next(rows, (0, ()))
        at: dict[str, int] = {}
        for index, title in enumerate(titles):
            for name, text in COLUMNS.items():
                if seen(title) in (name, text.zh, text.en):
                    at.setdefault(name, index)
        if not all(name in at for name in NEEDED):
            return None
        texts = []
        for number, cells in rows:
            said = {name: seen(unescaped(cells[index])) for name, index in at.items() if index < len(cells)}
            said = {name: "" if is_missing(text) else text for name, text in said.items()}  # 未知 is no answer
            if any(said.values()):
                texts.append(_Row(number, said))
        return cls(file, sheet.name, at, texts)

    def place(self, row: int, column: str, said: str = "") -> Problem:
        """A problem of a cell."""
        index = self.at.get(column, 0) + 1
        where = cell_name(row, index)
        where = f"{self.name}!{where}" if self.name else where
        return Problem(self.file, row, index, f"{where}: {said}" if said else "")

    def read(self, facts: Facts, found: AnswersFound) -> int:
        """Gather the answers; how many questions have none."""
        by_town: dict[tuple[str, ...], list[_Row]] = {}
        without = 0
        for row in self.rows:
            if not row.said.get("answer"):
                without += 1
                if any(row.said.get(name) for name in TO_FILL_IN[1:]):
                    said = _("there is no answer in this row, so that it is left aside")
                    found.remarks.append(self.place(row.number, "answer", said))
            if not row.said.get("town") or not row.said.get("fact"):
                if row.said.get("answer"):
                    said = _("this answer names no town or no item: leave what the sheet had")
                    found.problems.append(self.place(row.number, "fact", said))
                    self._unread([row], found)
                continue
            town = tuple(row.said.get(name, "") for name in ("town", *PLACE_FACTS))
            by_town.setdefault(town, []).append(row)
        for town, rows in by_town.items():
            self._of_town(dict(zip(("name", *PLACE_FACTS), town, strict=True)), rows, facts, found)
        return without

    def _of_town(self, town: Mapping[str, str], rows: Sequence[_Row], facts: Facts, found: AnswersFound) -> None:
        """The answers on one town, read as one row of a table whose titles are the items.

        What cannot be read is reported, and the others are read without it.
        """
        if not any(row.said.get("answer") for row in rows):
            return
        titles = [facts["name"].id, *(row.said["fact"] for row in rows)]
        header = read_titles(titles, facts, Options())
        at = [rows[0].number, *(row.number for row in rows)]

        def place(_town: int, nth: int) -> tuple[int, int]:
            """Where what is in a column of that row stands in the sheet."""
            index = min(max(nth, 1), len(at)) - 1
            return at[index], self.at["answer" if index else "town"] + 1

        table = Table(self.file, header, 0, facts, Options(), self.name or None, place)
        faults = list(table.faults())
        faults += [
            self.place(at[index], "fact", _("{title} is no item that a town states").format(title=quoted(title)))
            for index, title in header.unknown
        ]
        read = None
        if not faults:
            raw = RawTown(table.document(1, [town["name"], *(row.said.get("answer", "") for row in rows)]))
            if isinstance(raw.document.value, dict):
                raw.document.value.pop("decisions", None)
            read, faults = raw.read(facts, held_to=()), raw.problems
        if read is None:
            found.problems.extend(faults)
            wrong = {problem.line for problem in faults}
            facts_wrong = {column.fact for column in header.columns if column.index and at[column.index] in wrong}
            right = [
                rows[column.index - 1]
                for column in header.columns
                if column.index
                and at[column.index] not in wrong
                and (not column.fact or column.fact not in facts_wrong)
            ]
            again = right if len(right) < len(rows) else []
            self._unread([row for row in rows if row not in again], found)
            if again:
                self._of_town(town, again, facts, found)
            return
        decisions = [column for column in header.columns if column.role is Role.DECISION]
        self._decisions(town, rows, [(column.index - 1, column.part) for column in decisions], found)
        found.answers.extend(self._answers(town, rows, read, header.columns))

    def _unread(self, rows: Sequence[_Row], found: AnswersFound) -> None:
        found.unread.extend(self.place(row.number, "answer") for row in rows if row.said.get("answer"))

    def _answers(
        self, town: Mapping[str, str], rows: Sequence[_Row], read: Town, columns: Sequence[object]
    ) -> Iterator[FilledAnswer]:
        by_fact: dict[Fact, list[_Row]] = {}
        for column in columns:
            fact, index = column.fact, column.index  # type: ignore[attr-defined]
            if index and fact is not None and fact.id in read.facts:
                row = rows[index - 1]
                if row.said.get("answer") or not isinstance(read.facts[fact.id], Series):  # a row a year
                    by_fact.setdefault(fact, []).append(row)
        for fact, stated in by_fact.items():
            value = read.facts[fact.id]
            if isinstance(value, Series):
                value = Series(tuple(pair for pair in value.years if pair[1] is not None))
            given = tuple(dict.fromkeys(_source(row.said) for row in stated))
            first = stated[0]
            place = self.place(first.number, "answer")
            yield FilledAnswer(town, fact, value, None, given, _keys(stated), place)

    def _decisions(
        self,
        town: Mapping[str, str],
        rows: Sequence[_Row],
        columns: Sequence[tuple[int, str]],
        found: AnswersFound,
    ) -> None:
        """What was decided on criteria: granted or not, by whom, when and why."""
        for index, part in columns:
            row = rows[index]
            if not row.said.get("answer"):
                continue
            number = int(part.partition(".")[0])
            try:
                granted = PLAIN_TYPES["yes/no"].read(row.said["answer"])
            except Unreadable as error:
                found.problems.append(self.place(row.number, "answer", str(error)))
                self._unread([row], found)
                continue
            needed = {name: row.said.get(name, "") for name in ("date", "why")}
            by = " ".join(filter(None, (row.said.get("department"), row.said.get("by"))))
            missing = [name for name, said in needed.items() if not said]
            if missing or not by:
                names = _(", ").join(str(COLUMNS[name]) for name in (*missing, *(() if by else ("by",))))
                said = _("a decision has a day, a reason and who took it: fill in {columns}")
                found.problems.append(self.place(row.number, "answer", said.format(columns=names)))
                self._unread([row], found)
                continue
            decision = Decision(bool(granted), by, needed["date"], needed["why"])
            place = self.place(row.number, "answer")
            answer = FilledAnswer(town, None, bool(granted), (number, decision), (), _keys([row]), place)
            found.answers.append(answer)


def _keys(rows: Sequence[_Row]) -> tuple[str, ...]:
    """The entries that rows name, each once; a cell has one a line."""
    return tuple(dict.fromkeys(key for row in rows for key in row.said.get("key", "").split()))


def _source(said: Mapping[str, str]) -> AnswerSource:
    return AnswerSource(*(said.get(name, "") for name in AnswerSource._fields))
