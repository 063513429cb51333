"""A rule set held against its document: what differs, clause by clause, and what people have to read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from zhenkit.analysis.document.against import Against
from zhenkit.analysis.document.clauses import Clause, OfficialDocument, bare
from zhenkit.analysis.document.kinds import Difference, difference
from zhenkit.analysis.document.lines import AskedLine, Beside, CountsOfChecks, InContext
from zhenkit.analysis.document.marks import AgainstCriterion
from zhenkit.analysis.document.passage import HeadLine
from zhenkit.analysis.document.read import as_printed, plain_line
from zhenkit.analysis.document.words import Vocabulary
from zhenkit.checks.tree import Check
from zhenkit.core.errors import CLEAN, FINDINGS, Problem
from zhenkit.core.i18n import Text, _
from zhenkit.core.patterns import late
from zhenkit.documents.yaml import Path as KeyPath
from zhenkit.rulesets.duties import Task
from zhenkit.rulesets.goals import Goal
from zhenkit.rulesets.model import Criterion, RuleSet


class ComparedClause(NamedTuple):
    """A criterion or a goal beside the clause that it cites."""

    name: Text
    clause: str
    heading: str
    line: int
    text: str
    lines: tuple[Beside, ...]


@dataclass
class Verified:
    """What came of holding a rule set against a document."""

    rule_set: RuleSet
    document: OfficialDocument
    differences: list[Difference] = field(default_factory=list)
    clauses: list[ComparedClause] = field(default_factory=list)
    not_compared: list[str] = field(default_factory=list)
    """What could not be compared at all, and why."""

    @property
    def exit_code(self) -> int:
        """1 where something differs, else 0."""
        return FINDINGS if self.differences else CLEAN

    def lines(self, state: str) -> list[Beside]:
        """The lines of which this came."""
        return [line for clause in self.clauses for line in clause.lines if line.state == state]


def verify(rule_set: RuleSet, document: OfficialDocument) -> Verified:
    """Hold a rule set against its document; raises FileProblems where its goals or tasks are wrong."""
    return _Verifier(rule_set, document).verified()


_RESPONSIBLE = late(r"[(〔]((?:[^()〔〕]|\([^()]{0,10}\)){2,2000}(?:牵头|负责|配合)[^()〔〕]{0,40})[)〕]?$")
_DUTY = late(r"等(?:有关|相关|各)?(?:部门|单位)|(?:按照?)?职责分工|分别|共同|牵头|负责|配合|落实|参与|责任单位:?|:")


class _Verifier:
    def __init__(self, rule_set: RuleSet, document: OfficialDocument) -> None:
        self.rule_set, self.document = rule_set, document
        self.states = rule_set.adopted or rule_set
        """The rule set whose file states the criteria."""
        self.unit = document.source.unit
        self.done = Verified(rule_set, document)

    def verified(self) -> Verified:
        self._head()
        if self._states_here():
            self._criteria()
        self._goals()
        self._duties()
        self.done.differences.sort(key=lambda each: (each.place[:3], each.line or 0, each.code))
        return self.done

    def _add(self, code: str, place: Problem, document: str, line: int | None, file: str, of: str = "") -> None:
        at = None if line is None else (self.unit, line)
        self.done.differences.append(difference(code, place, document, at, file, of))

    # the document itself

    def _head(self) -> None:
        source = self.rule_set.document
        if self._is_known_through(self.rule_set):
            self._cited(self.rule_set, ("document", "title"))
            return
        shown = {
            "number": _("document number"),
            "title": _("title of the document"),
            "issuer": _("issuer"),
            "date": _("date of the document"),
        }
        for key, called in shown.items():
            stated: HeadLine | None = getattr(self.document, key)
            file = getattr(source, key)
            place = self.rule_set.problem(("document", key), "")
            if stated is None:
                said = _("{what}: not found in the document").format(what=called)
                self.done.not_compared.append(said)
            elif file is None or plain_line(file).strip("《》") != plain_line(stated.text).strip("《》"):
                self._add("document-head", place, stated.text, stated.line, file or "", called)
        day = self.document.effective
        if day is not None and day.text != self.rule_set.effective:
            place = self.rule_set.problem(("effective", "from"), "")
            self._add("document-head", place, day.text, day.line, self.rule_set.effective, _("in force from"))

    def _is_known_through(self, rule_set: RuleSet) -> bool:
        """Whether this is the document through which another is known."""
        through, number = rule_set.document.known_through, self.document.number
        return through is not None and number is not None and number.text in plain_line(through)

    def _cited(self, rule_set: RuleSet, path: KeyPath) -> None:
        title = rule_set.document.title
        if bare(plain_line(title)) not in bare(self.document.text):
            self._add("not-cited", self.rule_set.problem(path, ""), "", None, title, _("the document"))

    def _states_here(self) -> bool:
        """Whether the criteria's clauses are of this document: those adopted may be of another."""
        number = self.document.number
        own = number is not None and self.states.document.number == number.text
        if own or self.states is self.rule_set:
            return True
        self._cited(self.states, ("adopts",))
        if self._is_known_through(self.states):
            return True
        said = _("the criteria of {id}: they are of another document, {document}")
        self.done.not_compared.append(said.format(id=self.states.id, document=self.states.document.name))
        return False

    def _clause(self, rule_set: RuleSet, path: KeyPath, cited: str, name: str = "") -> Clause | None:
        """The clause that is cited at a path; where there is none, that is a difference."""
        clause = self.document.clause(cited)
        if clause is None:
            called = [each for each in self.document.walk() if name and bare(each.heading) == bare(name)]
            above = [each for each in self.document.walk() if cited.startswith(each.path) and each.children]
            deepest = max(above, key=lambda each: len(each.path), default=None)
            shown = called or (deepest.children if deepest is not None else list(self.document.clauses))
            listed = "、".join(f"{each.path} {each.heading}".strip() for each in shown[:12])
            self._add("no-such-clause", rule_set.problem((*path, "clause"), ""), listed, None, cited)
        return clause

    # criteria

    def _criteria(self) -> None:
        vocabulary = Vocabulary(self.states.facts)
        of_clause: dict[int, tuple[Clause, list[tuple[KeyPath, Criterion]]]] = {}
        for index, criterion in enumerate(self.states.criteria):
            path: KeyPath = ("criteria", index)
            clause = self._clause(self.states, path, criterion.clause, criterion.name.zh)
            if clause is not None:
                of_clause.setdefault(id(clause), (clause, []))[1].append((path, criterion))
        for clause, several in of_clause.values():
            path, first = several[0]
            # of several that share a clause, each is called by its part of it
            if len(several) == 1 and clause.heading and bare(plain_line(first.name.zh)) != bare(clause.heading):
                place = self.states.problem((*path, "name"), "")
                self._add("name-differs", place, clause.heading, clause.line, first.name.zh)
            lines = tuple(line for _path, criterion in several for line in _lines_of(criterion))
            counts = [count for _path, each in several for count in each.require.fold(CountsOfChecks())]
            name = _joined([criterion.name for _path, criterion in several])
            self._compare(vocabulary, name, path, clause, lines, frozenset(counts))
        self._not_cited([clause for clause, _several in of_clause.values()])

    def _compare(
        self,
        words: Vocabulary,
        name: Text,
        path: KeyPath,
        clause: Clause,
        lines: tuple[AskedLine, ...],
        counts: frozenset[int] = frozenset(),
    ) -> None:
        of_criterion = path[0] == "criteria"
        rule_set, kind = (self.states, AgainstCriterion) if of_criterion else (self.rule_set, Against)

        def place_of(check: Check) -> Problem:
            return rule_set.problem(rule_set.places.get(check, (*path, "require")), "")

        passage = clause.whole
        place, own = rule_set.problem(path, ""), frozenset(fact.id for fact in rule_set.asked) & rule_set.own_facts
        against = kind(passage, self.unit, clause.line, words, place_of, place, lines, counts, own)
        against.compare()
        self.done.differences += against.found
        self.done.clauses.append(
            ComparedClause(
                *(name, clause.path, as_printed(clause.heading), clause.line, as_printed(passage.text)),
                tuple(against.beside),
            )
        )

    def _not_cited(self, cited: list[Clause]) -> None:
        """The clauses beside those that are cited."""
        parents = {id(parent): parent for each in cited if (parent := self.document.parent(each)) is not None}
        every = {id(each) for each in cited}
        for parent in parents.values():
            for clause in parent.children:
                if every.isdisjoint(id(each) for each in clause.walk()) and id(parent) not in every:
                    place = self.states.problem(("criteria",), "")
                    self._add("clause-not-cited", place, f"{clause.path} {clause.heading}".strip(), clause.line, "")

    # goals and duties

    def _goals(self) -> None:
        goals = self.rule_set.goals
        if goals is None:
            return
        vocabulary = Vocabulary(goals.facts)
        by_clause: dict[int, tuple[Clause, list[tuple[KeyPath, Goal]]]] = {}
        for index, goal in enumerate(goals.listed):
            path: KeyPath = ("goals", index)
            clause = self._clause(self.rule_set, path, goal.clause)
            if clause is None:
                continue
            by_clause.setdefault(id(clause), (clause, []))[1].append((path, goal))
            if goal.by is not None and goal.by[:4] not in clause.whole.text:
                years = "、".join(dict.fromkeys(re.findall(r"(?:19|20)[0-9]{2}(?=年)", clause.whole.text)))
                self._add("goal-day", self.rule_set.problem((*path, "by"), ""), years, clause.line, goal.by)
        for clause, several in by_clause.values():
            lines = tuple(line for _path, goal in several for line in goal.require.fold(InContext()))
            name = _joined([goal.name for _path, goal in several])
            self._compare(vocabulary, name, several[0][0], clause, lines)

    def _duties(self) -> None:
        duties = self.rule_set.duties
        for index, task in enumerate(duties.tasks):
            path: KeyPath = ("tasks", index)
            clause = self._clause(self.rule_set, path, task.clause, task.name.zh)
            if clause is None:
                continue
            if clause.heading and bare(plain_line(task.name.zh)) not in bare(clause.heading):
                place = self.rule_set.problem((*path, "name"), "")
                self._add("name-differs", place, clause.heading, clause.line, task.name.zh)
            self._departments(path, task, clause)
        for index, group in enumerate(duties.groups):
            path = ("work_groups", index)
            clause = self._clause(self.rule_set, path, group.clause, group.town)
            if clause is None:
                continue
            said = plain_line(f"{clause.heading}{clause.whole.text}")
            if plain_line(group.town) not in said:
                place = self.rule_set.problem((*path, "town"), "")
                self._add("name-differs", place, clause.heading or said[:30], clause.line, group.town)
            for lead in group.lead:
                if plain_line(lead) not in said:
                    place = self.rule_set.problem((*path, "lead"), "")
                    self._add("departments", place, "", clause.line, lead, _("lead"))

    def _departments(self, path: KeyPath, task: Task, clause: Clause) -> None:
        """Compare those who answer for a task with those whom its clause names at its end."""
        match = _RESPONSIBLE.search(clause.whole.text)
        if match is None:
            said = _("who answers for {name}: not found at the end of clause {clause}")
            self.done.not_compared.append(said.format(name=task.name, clause=clause.path))
            return
        leading, found, others = match[1].rpartition("牵头")
        stated = {"lead": _named(leading), "support": _named(others)} if found else {"responsible": _named(match[1])}
        for key, documents in stated.items():
            file = [plain_line(each) for each in getattr(task, key)]
            missing = [] if task.and_others and key != "lead" else [each for each in documents if each not in file]
            added = [each for each in file if each not in documents]
            if missing or added:
                of = {"lead": _("lead"), "support": _("support"), "responsible": _("responsible")}[key]
                place = self.rule_set.problem((*path, key), "")
                listed = ["、".join(each) for each in (missing, added)]
                self._add("departments", place, listed[0], clause.line, listed[1], of)


def _named(text: str) -> list[str]:
    """The departments that a text lists."""
    pieces = (_DUTY.sub("", piece) for piece in re.split("[、,;]|和(?=各|市|县)", text))
    return [piece for piece in pieces if piece]


def _joined(names: Sequence[Text]) -> Text:
    return Text("、".join(name.zh for name in names), ", ".join(name.en for name in names))


def _lines_of(criterion: Criterion) -> tuple[AskedLine, ...]:
    merits: Iterable[AskedLine] = (line for check in criterion.prefer for line in check.fold(InContext()))
    return (*criterion.require.fold(InContext()), *(line._replace(merit=True) for line in merits))
