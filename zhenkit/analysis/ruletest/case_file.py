"""Case files: towns, and what a rule set must say of them; read like every other file, each problem with its place.

A file holds YAML documents. A document is one case, or a suite: `cases:` and what they share.

    rules: shanxi                   # an id or a file (as seen from this folder), or a list: the case is run by each
    bases:                          # towns to start from: facts, evidence and decisions, as in a town file
      good: {category: manufacturing, annual_output: 20亿元, leading_firms: 1, ...}
    like: good                      # what a case starts from, where it names no other base or case
    cases:
      - name: below the threshold, the prospects not weighed yet
        town: {annual_output: 19亿元, development_prospects: null}      # null leaves a fact out
        strict: no
        verdict: incomplete         # pass, relaxed, review, incomplete, fail; or both ends: [fail, relaxed]
        grades: {4: [not_met, relaxed], 5: met}
        missing: {4: [development_prospects]}       # exactly these; `uncertain:` likewise
        merits: {5: [technology_centre]}            # the facts of the merits held, exactly

Whatever is expected is optional, and what is not expected is not looked at. A criterion is given by its number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from zhenkit.analysis.ruletest.expectations import EXPECTATIONS, Expectation, read_expectations
from zhenkit.core.errors import FileProblems, Problem, near, quoted
from zhenkit.core.files import CannotRead, read_text
from zhenkit.core.i18n import _
from zhenkit.documents.yaml import Document, as_text, read_yaml
from zhenkit.documents.yaml import Path as KeyPath
from zhenkit.facts.dictionary import Facts
from zhenkit.facts.quantities import Unreadable
from zhenkit.facts.town import Town
from zhenkit.facts.types.base import is_missing
from zhenkit.facts.types.registry import PLAIN_TYPES
from zhenkit.rulesets.model import RuleSet
from zhenkit.towns.file_kinds import FileKind, kind_of
from zhenkit.towns.town_file import EVIDENCE_KEYS, RawTown

SHARED = ("rules", "like", "strict")
SUITE_KEYS = (*SHARED, "bases", "cases")
CASE_KEYS = ("name", *SHARED, "town", *EXPECTATIONS)
MOST_LIKE = 50
"""How many cases may start from each other in a row."""


@dataclass(frozen=True, eq=False)
class Case:
    """A town, a rule set, and what it must say of the town."""

    name: str
    rule_set: RuleSet
    town: Town
    strict: bool
    expectations: tuple[Expectation, ...]
    file: str
    find: Callable[[tuple[str | int, ...]], tuple[int, int]]
    """The line and column of what the case says, by the steps to it; of the case itself, by none."""


@dataclass(frozen=True)
class Cases:
    """The cases of a file, and every problem and remark of it; a case with a problem is left out."""

    cases: list[Case] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)


def read_cases(path: Path, rules_of: Callable[[str], RuleSet], facts: Facts) -> Cases:
    """The cases of one file.

    `rules_of` gives the rule set of an id or a file; it raises FileProblems, or LookupError with what there is. By the
    dictionary of `facts` a file of another kind is recognised.
    """
    try:
        text, remark = read_text(path)
    except FileProblems as error:
        return Cases(problems=list(error.problems))
    file = _CaseFile(rules_of, facts)
    for document in read_yaml(text, str(path), as_text):
        file.enter_document(document)
    cases = [case for entry in file.named.values() for case in file.cases_of(entry)]
    if not file.named and not file.problems:
        file.problems[Problem(str(path), 1, 1, _("there is no case in this file"))] = None
    return Cases(cases, sorted(file.problems), [remark] if remark else [])


class _Entry(NamedTuple):
    """A base or a case as the file has it: its place, and what its suite says for it."""

    document: Document
    path: KeyPath
    name: str
    value: Mapping[str, Any]
    shared: Mapping[str, Any]
    base: bool

    @property
    def town_path(self) -> KeyPath:
        return self.path if self.base else (*self.path, "town")

    def given(self, key: str) -> tuple[KeyPath, Any]:
        """Where it says something for a key, or else its suite does, and what."""
        if key in self.value or key not in self.shared:
            return (*self.path, key), self.value.get(key)
        return (key,), self.shared[key]


class _CaseFile:
    """Reads the documents of a file into cases, gathering every problem."""

    def __init__(self, rules_of: Callable[[str], RuleSet], facts: Facts) -> None:
        self.rules_of, self.facts = rules_of, facts
        self.problems: dict[Problem, None] = {}  # a case by several rule sets is wrong once
        self.named: dict[str, _Entry] = {}
        """The cases, by their names."""
        self.bases: list[dict[str, _Entry]] = []
        """The bases of each document, by their names: two documents may each have a base of one name."""
        self.towns: dict[tuple[int, RuleSet], Town | None] = {}

    def report(self, document: Document, path: KeyPath, message: str, key: bool = False) -> None:
        self.problems[document.problem(path, message, key)] = None

    def enter_document(self, document: Document) -> None:
        self.problems.update(dict.fromkeys(document.problems))
        value = document.value
        if value is None and document.problems:
            return
        kind = kind_of(value, self.facts)
        if kind is not None and kind is not FileKind.CASES:
            self.report(document, (), kind.said)
            return
        if not isinstance(value, dict) or not ("cases" in value or "bases" in value):
            self.enter(document, (), value, {})
            return
        self.known(document, (), value, SUITE_KEYS)
        bases, cases = value.get("bases") or {}, value.get("cases") or []
        if not isinstance(bases, dict):
            self.report(document, ("bases",), _("`bases:` is a mapping from names to towns"))
            bases = {}
        if not isinstance(cases, list):
            self.report(document, ("cases",), _("`cases:` is a list of cases"))
            cases = []
        self.bases.append(
            {name: _Entry(document, ("bases", name), name, {"town": town}, {}, True) for name, town in bases.items()}
        )
        for index, case in enumerate(cases):
            self.enter(document, ("cases", index), case, value)

    def enter(self, document: Document, path: KeyPath, value: Any, shared: Mapping[str, Any]) -> None:
        """Take in a case, if it is one and has a name."""
        if not isinstance(value, dict):
            self.report(document, path, _("a case is a mapping, with `name:`, `rules:` and `town:`"))
            return
        self.known(document, path, value, CASE_KEYS)
        name = value.get("name")
        if not isinstance(name, str) or is_missing(name):
            self.report(document, (*path, "name"), _("a case needs a name that says what it shows: write `name: ...`"))
            return
        own_base = next((base for base in self.bases_called(name) if base.document is document), None)
        first = self.named.get(name, own_base)
        if first is None:
            self.named[name] = _Entry(document, path, name, value, shared, False)
        else:
            said = _("the name {name} is taken already (on line {line}); give each its own")
            line = first.document.find(first.path, first.base)[0]
            self.report(document, (*path, "name"), said.format(name=quoted(name), line=line))

    def bases_called(self, name: str) -> list[_Entry]:
        """The bases of this name, of all documents."""
        return [bases[name] for bases in self.bases if name in bases]

    def called(self, name: str, document: Document) -> list[_Entry]:
        """What a case of a document means by a name: its own document's base, else a case, else bases of others."""
        bases = self.bases_called(name)
        own = [base for base in bases if base.document is document]
        return own or ([self.named[name]] if name in self.named else bases)

    def known(self, document: Document, path: KeyPath, value: Mapping[str, Any], keys: tuple[str, ...]) -> None:
        for key in value:
            if key not in keys:
                if close := near(key, keys):
                    said = _("unknown key {key}; did you mean {near}?").format(key=quoted(key), near=close)
                else:
                    said = _("unknown key {key}; there are: {keys}").format(key=quoted(key), keys=", ".join(keys))
                self.report(document, (*path, key), said, True)

    def cases_of(self, entry: _Entry) -> Iterator[Case]:
        """The case by each of its rule sets, where nothing is wrong with it."""
        document = entry.document
        path, raw = entry.given("strict")
        strict = False
        try:
            strict = not is_missing(raw) and bool(PLAIN_TYPES["yes/no"].read(raw))
        except Unreadable as error:
            self.report(document, path, str(error))
        for rule_set in self.rule_sets(entry):
            wrong: list[Problem] = []

            def report(steps: KeyPath, message: str, key: bool = False, wrong: list[Problem] = wrong) -> None:
                wrong.append(document.problem((*entry.path, *steps), message, key))

            expectations = tuple(read_expectations(entry.value, rule_set, report))
            self.problems.update(dict.fromkeys(wrong))
            town = self.town(entry, rule_set, ())
            if town is not None and not wrong:
                yield Case(
                    entry.name,
                    rule_set,
                    town,
                    strict,
                    expectations,
                    document.file,
                    lambda steps: document.find((*entry.path, *steps), False),
                )

    def rule_sets(self, entry: _Entry) -> Iterator[RuleSet]:
        path, raw = entry.given("rules")
        if is_missing(raw) or raw == []:
            said = _("it does not say which rules to judge by: write `rules: shanxi`, or a rule file")
            self.report(entry.document, entry.path, said)
            return
        for at, name in (
            [((*path, index), name) for index, name in enumerate(raw)] if isinstance(raw, list) else [(path, raw)]
        ):
            if not isinstance(name, str):
                self.report(entry.document, at, _("`rules:` is the id of a rule set or a rule file, or a list of them"))
                continue
            try:
                yield self.rules_of(name)
            except LookupError as error:
                self.report(entry.document, at, str(error))
            except CannotRead as error:
                self.report(entry.document, at, f"{name}: {error.problems[0].message}")
            except FileProblems as error:
                self.problems.update(dict.fromkeys(error.problems))

    def town(self, entry: _Entry, rule_set: RuleSet, starting: tuple[str, ...]) -> Town | None:
        """The town of a base or a case by the dictionary of a rule set: what it starts from, and its own facts."""
        key = (id(entry), rule_set)
        if key not in self.towns:
            base = self.base(entry, rule_set, (*starting, entry.name))
            self.towns[key] = None if base is _WRONG else self.own_town(entry, rule_set, base)
        return self.towns[key]

    def base(self, entry: _Entry, rule_set: RuleSet, starting: tuple[str, ...]) -> Any:
        """The town that one starts from: a Town, None where it starts from nothing, _WRONG after a problem."""
        path, like = ((), None) if entry.base else entry.given("like")
        if is_missing(like):
            if "town" in entry.value:
                return None
            said = _("a case has a town: `town:` with its facts, or `like:` another case or a base")
            self.report(entry.document, entry.path, said)
            return _WRONG
        found = self.called(like, entry.document) if isinstance(like, str) else []
        if not found:
            said = _("no case or base of this file is called {name}").format(name=quoted(like))
            names = [*self.named, *(name for bases in self.bases for name in bases)]
            close = near(like, names) if isinstance(like, str) else None
            said += _("; did you mean {near}?").format(near=quoted(close)) if close else ""
        elif len(found) > 1:
            lines = _(", ").join(str(each.document.find(each.path, True)[0]) for each in found)
            said = _("several documents of this file have a base {name} (lines {lines}), and this one has none")
            said = said.format(name=quoted(like), lines=lines)
        elif len(starting) > MOST_LIKE:
            said = _("more than {most} cases start from each other here").format(most=MOST_LIKE)
        elif like in starting:
            said = _("it starts from itself, through {names}").format(names=" > ".join((*starting, like)))
        else:
            town = self.town(found[0], rule_set, starting)
            return _WRONG if town is None else town
        self.report(entry.document, path, said)
        return _WRONG

    def own_town(self, entry: _Entry, rule_set: RuleSet, base: Town | None) -> Town | None:
        facts, document, at = rule_set.facts, entry.document, entry.town_path
        mapping: Any = entry.value.get("town")
        if mapping is None:
            mapping = {}
        if isinstance(mapping, dict) and all(is_missing(mapping.get(name)) for name in facts["name"].names):
            unnamed = {key: raw for key, raw in mapping.items() if key not in facts["name"].names}
            mapping = {**unnamed, "name": entry.name}
        raw = RawTown(
            Document(document.file, mapping, document.line, (), lambda path, key: document.find((*at, *path), key))
        )
        town = raw.read(facts)
        self.problems.update(dict.fromkeys(raw.problems))
        return town if town is None or base is None else _upon(base, town, mapping, rule_set)


_WRONG = object()
"""What could not be read, with the problem reported."""


def _upon(base: Town, town: Town, mapping: Mapping[str, Any], rule_set: RuleSet) -> Town:
    """A town with what the base says wherever it says nothing itself; what it leaves blank is left out."""

    def blank(raw_values: Mapping[str, Any]) -> set[str]:
        named = ((rule_set.facts.named(name), raw) for name, raw in raw_values.items())
        return {fact.id for fact, raw in named if fact is not None and is_missing(raw)}

    left_out = blank(mapping)
    unproven = {fact_id for key in EVIDENCE_KEYS for fact_id in blank(mapping.get(key) or {})}
    return Town(
        {fact_id: value for fact_id, value in {**base.facts, **town.facts}.items() if fact_id not in left_out},
        {fact_id: said for fact_id, said in {**base.evidence, **town.evidence}.items() if fact_id not in unproven},
        {**base.decisions, **town.decisions},
        town.file,
        town.line,
        town.find,
        town.find_decision,
    )
