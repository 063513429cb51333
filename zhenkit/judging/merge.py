"""Answers of departments -> the town files: each with its evidence; what contradicts is reported and left as it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from zhenkit.core.errors import Problem
from zhenkit.core.files import cannot_write, read_text, write_whole
from zhenkit.core.i18n import _
from zhenkit.documents.yaml import Document, as_text, read_yaml
from zhenkit.documents.yaml_edit import Edit, OtherwiseRead, edited
from zhenkit.facts.dictionary import Facts
from zhenkit.facts.fact import Fact
from zhenkit.facts.quantities import Range, Series
from zhenkit.facts.town import Decision, Town
from zhenkit.facts.types.base import Value
from zhenkit.facts.types.members import MemberType
from zhenkit.judging.answers import FilledAnswer, read_answers
from zhenkit.judging.outcome import FAILED, PASSED, TROUBLE
from zhenkit.towns.inputs import read_inputs
from zhenkit.towns.town_file import DECISION_FIELDS, DECISION_KEYS, EVIDENCE_KEYS, RawTown

YAML = (".yaml", ".yml")
ADDED, REPLACED, SAME, CONTRADICTS, DISPUTED = OUTCOMES = ("added", "replaced", "same", "contradicts", "disputed")
"""What became of an answer: put in; put in the place of another; there already; not put in, since the file says
otherwise, or since another department does."""
LEFT_OUT = (CONTRADICTS, DISPUTED)


class MergedAnswer(NamedTuple):
    """An answer, and what became of it."""

    answer: FilledAnswer
    file: str
    outcome: str
    before: Any = None
    """What the file stated; of what is disputed, nothing."""


@dataclass(frozen=True)
class MergeFound:
    """What became of all answers."""

    merged: Sequence[MergedAnswer]
    open: int
    """How many questions have no answer yet."""
    problems: Sequence[Problem]
    remarks: Sequence[Problem]
    files: Sequence[str]
    """The files that were changed, or would be."""
    unplaced: int
    """How many answers came to no town, as problems say: not to be read, of no town there is, no file to change."""
    written: bool = True
    """Whether the files were changed, or only would be."""

    @property
    def exit_code(self) -> int:
        """2 where there is trouble, 1 where an answer contradicts, else 0."""
        if self.problems:
            return TROUBLE
        return FAILED if any(one.outcome in LEFT_OUT for one in self.merged) else PASSED


class _TownAt(NamedTuple):
    """A town of a file: which document it is, and what it states."""

    file: str
    nth: int
    document: Document
    town: Town | None
    problems: Sequence[Problem]
    names: Mapping[str, str]


def merge(
    folder: Path, into: Path, facts: Facts, replace: bool = False, write: bool = True, ledger: Path | None = None
) -> MergeFound:
    """Put the answers of a folder's sheets into town files; a file is written whole, or not at all.

    `ledger` may lie among the sheets, and is none.
    Raises MissingExtra without ruamel.yaml, ZhenkitError where a file cannot be written.
    """
    found = read_answers(folder, facts, ledger)
    problems, remarks = list(found.problems), list(found.remarks)
    towns = list(_towns(into, facts, problems))
    if not towns and len(problems) > len(found.problems):
        return MergeFound([], found.open, problems, remarks, [], 0)  # that no answer finds its town needs no saying
    unplaced = len(found.unread)
    by_town: dict[tuple[str, int], tuple[_TownAt, list[FilledAnswer]]] = {}
    for answer in found.answers:
        places = _latest([town for town in towns if answer.is_of(town.names)])
        if len(places) != 1:
            said = _("no town of this name lies there in {into}") if not places else _("{count} towns have this name")
            problems.append(answer.problem(said.format(into=into, count=len(places))))
            unplaced += 1
            continue
        (at,) = places
        by_town.setdefault((at.file, at.nth), (at, []))[1].append(answer)
    merged: list[MergedAnswer] = []
    edits: dict[str, list[Edit]] = {}
    for at, answers in by_town.values():
        if wrong := _why_not(at):
            problems += [answer.problem(wrong) for answer in answers]
            unplaced += len(answers)
            continue
        done, changes = _Merging(at, facts, replace).merge(answers)
        merged += done
        if changes:
            edits.setdefault(at.file, []).extend(changes)
    files = [file for file, changes in edits.items() if _changed(Path(file), changes, facts, problems, write)]
    kept = [one for one in merged if one.file in files or one.file not in edits or one.outcome in LEFT_OUT]
    return MergeFound(kept, found.open, problems, remarks, files, unplaced + len(merged) - len(kept), write)


def _towns(into: Path, facts: Facts, problems: list[Problem]) -> Iterator[_TownAt]:
    for intake in read_inputs([str(into)], facts):
        for index, document in enumerate(intake.documents):
            raw = RawTown(document)
            value = document.value if isinstance(document.value, dict) else {}
            names = raw.place(facts)
            for key, said in value.items():
                fact = facts.named(str(key))
                if fact is not None and fact.id == "name" and isinstance(said, str):
                    names["name"] = said
            town = raw.read(facts)
            yield _TownAt(document.file, index, document, town, raw.problems, names)
        problems += intake.problems


def _latest(places: Sequence[_TownAt]) -> Sequence[_TownAt]:
    """Of one town that is given for several years the latest, which a ledger takes too; else all of them."""
    by_year = {place.town.data_year: place for place in places if place.town is not None}
    if len(by_year) < len(places) or len({place.town.identity[:-1] for place in by_year.values() if place.town}) != 1:
        return places
    return [by_year[max(by_year)]]


def takes_answers(file: str) -> bool:
    """Whether answers can be put into the towns of a file: of YAML alone."""
    return Path(file).suffix.lower() in YAML


def _why_not(at: _TownAt) -> str:
    """Why nothing can be put into a town; empty where it can."""
    if not takes_answers(at.file):
        said = _("the town is in {file}: answers go into town files of YAML; this one is filled in by hand")
        return said.format(file=at.file)
    if at.town is None:
        first = at.problems[0] if at.problems else None
        said = _("the town's file has problems; fix it first ({problem})")
        return said.format(problem=first if first is not None else at.file)
    return ""


class _Merging:
    """Puts answers into one town."""

    def __init__(self, at: _TownAt, facts: Facts, replace: bool) -> None:
        assert at.town is not None  # looked at before
        self.at, self.town, self.facts, self.replace = at, at.town, facts, replace
        self.keys = list(at.document.value)
        self.chinese = any(not str(key).isascii() for key in self.keys)
        self.edits: list[Edit] = []

    def merge(self, answers: Sequence[FilledAnswer]) -> tuple[list[MergedAnswer], list[Edit]]:
        """What became of each, and how the file changes."""
        found: list[MergedAnswer] = []
        by_fact: dict[Fact, list[FilledAnswer]] = {}
        decided: dict[int, list[FilledAnswer]] = {}
        for answer in answers:
            if answer.fact is not None:
                by_fact.setdefault(answer.fact, []).append(answer)
            elif answer.decision is not None:
                decided.setdefault(answer.decision[0], []).append(answer)
        for fact, several in by_fact.items():
            found += self._of_fact(fact, several)
        for number, several in decided.items():
            found += self._of_criterion(number, several)
        return found, self.edits

    def _of_fact(self, fact: Fact, answers: Sequence[FilledAnswer]) -> Iterator[MergedAnswer]:
        before = self.town.facts.get(fact.id)
        said = [one for one in answers if one.filled_in or one.value != before]  # else a sheet has it as it was
        if _disagree(one.value for one in said):
            yield from (MergedAnswer(one, self.at.file, DISPUTED) for one in said)
            return
        if said:
            after = before
            for one in said:
                after = _together(after, one.value)
            outcome = SAME if after == before else ADDED if _adds(before, after) else REPLACED
            if outcome == REPLACED and not self.replace:
                yield from (MergedAnswer(each, self.at.file, CONTRADICTS, before) for each in said)
                return
            if outcome != SAME:
                written = self._written(fact, fact.type.write(after))
                before_key = self._section(EVIDENCE_KEYS)
                self.edits.append(Edit(self.at.nth, (self._key(fact),), written, before_key, in_line=True))
            new = self._evidence(fact, said, outcome == REPLACED)
            if outcome == SAME and new:
                outcome = ADDED
            yield from (MergedAnswer(each, self.at.file, outcome, before) for each in said)

    def _evidence(self, fact: Fact, said: Iterable[FilledAnswer], replaced: bool) -> bool:
        """Add what shows it; of a figure that was replaced the evidence is as well. Whether there is something new."""
        known = () if replaced else self.town.evidence.get(fact.id, ())
        found = dict.fromkeys(text for one in said for text in one.sources)
        new = [text for text in found if text not in known]
        if not new and not replaced:
            return False
        section = self._section(EVIDENCE_KEYS)
        inside = self.at.document.value.get(section)
        key = self._key(fact, inside if isinstance(inside, dict) else {})
        texts = [*known, *new]
        if texts:
            self._set((section, key), texts[0] if len(texts) == 1 else texts)
        elif isinstance(inside, dict) and key in inside:
            self._set((section, key), None)
        return bool(new)

    def _of_criterion(self, number: int, answers: Sequence[FilledAnswer]) -> Iterator[MergedAnswer]:
        before = self.town.decisions.get(number)
        decisions = [one.decision[1] for one in answers if one.decision is not None]
        if len({decision.granted for decision in decisions}) > 1:
            yield from (MergedAnswer(one, self.at.file, DISPUTED) for one in answers)
            return
        decision = decisions[0]
        same = before is not None and before.granted == decision.granted
        outcome = SAME if same else ADDED if before is None else REPLACED
        if outcome == REPLACED and not self.replace:
            yield from (MergedAnswer(one, self.at.file, CONTRADICTS, before and before.granted) for one in answers)
            return
        if outcome != SAME:
            self._set((self._section(DECISION_KEYS), str(number)), self._decision(decision))
        yield from (MergedAnswer(one, self.at.file, outcome, before and before.granted) for one in answers)

    def _decision(self, decision: Decision) -> dict[str, str]:
        """A decision as the file would have it."""
        names = list(DECISION_FIELDS)
        fields = names[len(names) // 2 :] if self.chinese else names[: len(names) // 2]
        return dict(zip(fields, (self._yes_or_no(decision.granted), *decision[1:]), strict=True))

    def _set(self, path: tuple[str, ...], value: Any) -> None:
        self.edits.append(Edit(self.at.nth, path, value))

    def _written(self, fact: Fact, value: Any) -> Any:
        """A value as the file would have it, its words in the file's language; a file is read as texts."""
        if value is None:  # a year that the file itself states as not known
            return None
        if isinstance(value, bool):
            return self._yes_or_no(value)
        if isinstance(value, list):
            return [self._written(fact, each) for each in value]
        if isinstance(value, dict):
            return {int(year): self._written(fact, each) for year, each in value.items()}
        if self.chinese and isinstance(fact.type, MemberType):
            return next((member.label.zh for member in fact.type.members if member.id == value), str(value))
        return value if isinstance(value, int) else str(value)

    def _yes_or_no(self, value: bool) -> str:
        return ("是" if value else "否") if self.chinese else ("yes" if value else "no")

    def _section(self, names: Sequence[str]) -> str:
        """What the file calls a section, or would."""
        return next((name for name in names if name in self.keys), names[-1 if self.chinese else 0])

    def _key(self, fact: Fact, keys: Iterable[str] | None = None) -> str:
        """What the file calls a fact, or would."""
        for key in self.keys if keys is None else keys:
            named = self.facts.named(str(key))
            if named is not None and named.id == fact.id:
                return str(key)
        label = fact.label.zh
        named = self.facts.named(label) if self.chinese else None
        return label if named is not None and named.id == fact.id else fact.id


def _disagree(values: Iterable[Value]) -> bool:
    """Whether two answers are not the same; of a series only figures of the same year can be so."""
    known: dict[int | None, Any] = {}
    for value in values:
        for year, figure in value.years if isinstance(value, Series) else ((None, value),):
            if known.setdefault(year, figure) != figure:
                return True
    return False


def _together(before: Value | None, value: Value) -> Value:
    """A series has the years of both, those of the answer where both have one; all else is the answer."""
    if isinstance(before, Series) and isinstance(value, Series):
        return Series(tuple(sorted({**dict(before.years), **dict(value.years)}.items())))
    return value


def _adds(before: Value | None, after: Value) -> bool:
    """Whether nothing is lost: it was missing, a set or series gets more, what lay in a range is known."""
    if before is None:
        return True
    if isinstance(before, frozenset):
        return bool(before <= after)
    if isinstance(before, Series):
        return all(figure in (None, dict(after.years)[year]) for year, figure in before.years)
    if isinstance(before, Range):
        low, high = (after.low, after.high) if isinstance(after, Range) else (after, after)
        return bool(before.low <= low and high <= before.high)
    return False


def _changed(path: Path, changes: Sequence[Edit], facts: Facts, problems: list[Problem], write: bool) -> bool:
    """Change a file, unless it would not be read then as it is meant."""
    text, _remark = read_text(path)
    unchanged = _("this file cannot be changed without changing more than the answers; fill them in by hand")
    try:
        after = edited(text, changes)
    except OtherwiseRead:
        problems.append(Problem(str(path), 1, 1, unchanged))
        return False
    told: list[Problem] = []
    for document in read_yaml(after, str(path), as_text):
        raw = RawTown(document)
        raw.read(facts)
        told += raw.problems
    before = [document.value for document in read_yaml(text, str(path), as_text)]
    values = [document.value for document in read_yaml(after, str(path), as_text)]
    pairs = enumerate(zip(before, values, strict=False))
    if not told and (len(before) != len(values) or any(_others_moved(*pair, changes, at) for at, pair in pairs)):
        told.append(Problem(str(path), 1, 1, unchanged))
    if told:
        problems += [one._replace(message=_("with the answers: {said}").format(said=one.message)) for one in told]
        return False
    if write:
        try:
            write_whole(path, [after.encode()])
        except OSError as error:
            raise cannot_write(path, error) from None
    return True


def _others_moved(before: Any, after: Any, changes: Sequence[Edit], index: int) -> bool:
    """Whether something else than what was to be changed is not as it was."""
    if not isinstance(before, dict) or not isinstance(after, dict):
        return bool(before != after)
    touched = {edit.path[0] for edit in changes if edit.document == index}
    return any(before.get(key) != after.get(key) for key in {*before, *after} - touched)
