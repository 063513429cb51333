"""Criteria and rule sets, and how a rule file becomes one."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from zhenkit.checks import (
    AT_LEAST,
    AT_LEAST_MEMBERS,
    INCLUDES,
    IS_NO,
    IS_YES,
    All,
    AnyOf,
    Check,
    Comparison,
    InPrinciple,
    Leaf,
    Of,
    Relaxed,
    Table,
    facts_asked,
    leaves,
)
from zhenkit.documents import Document, as_value, read_yaml
from zhenkit.errors import FileProblems, Problem
from zhenkit.facts import Facts, read_facts
from zhenkit.files import read_text
from zhenkit.language import Text, _
from zhenkit.quantities import Range, Unreadable, shown
from zhenkit.shapes import CriterionShape, FactsFile, RuleFile, Shape, problems_of
from zhenkit.values import PLAIN_TYPES, ChoiceType, Fact, MemberType, SetType, YesNoType

KeyPath = tuple[str | int, ...]

NO_FIGURE = "review"
"""What a table of figures says where the document sets none."""


def digest(content: object) -> str:
    """The first 12 hex digits of the SHA-256 of the content as JSON (UTF-8, keys sorted, no spaces)."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]


@dataclass(frozen=True, eq=False)
class Criterion:
    """One criterion: its clause, the check it requires, the merits it prefers."""

    number: int
    id: str
    name: Text
    clause: str
    require: Check
    prefer: tuple[Check, ...]

    @cached_property
    def asked(self) -> tuple[Fact, ...]:
        """The facts that `require` asks for, each once."""
        return tuple(facts_asked(self.require))

    @cached_property
    def choices(self) -> tuple[Fact, ...]:
        """The choice facts that select a figure in `require`."""
        return _choices(self.asked)

    @cached_property
    def leaves(self) -> tuple[Leaf, ...]:
        """The leaves of `require`."""
        return leaves(self.require)

    @cached_property
    def repeated(self) -> frozenset[str]:
        """The ids of facts that stand in more than one leaf of `require`."""
        times = Counter(leaf.fact.id for leaf in self.leaves)
        return frozenset(fact_id for fact_id, count in times.items() if count > 1)

    @cached_property
    def fact_ids(self) -> tuple[str, ...]:
        """The ids of every fact that `require` or `prefer` asks for."""
        asked = (*self.asked, *(fact for preference in self.preferences for fact in preference.asked))
        return tuple(dict.fromkeys(fact.id for fact in asked))

    @cached_property
    def preferences(self) -> tuple[Preference, ...]:
        """The checks of `prefer`, each with the facts it asks for."""
        return tuple(Preference(check, asked := tuple(facts_asked(check)), _choices(asked)) for check in self.prefer)

    @cached_property
    def memo(self) -> dict[Any, tuple[Fact, ...]]:
        """Which facts can still move this criterion, by what that depends on (see `judging.py`)."""
        return {}


class Preference(NamedTuple):
    """A check that is preferred (优先评定), the facts it asks for, and the choices among them."""

    check: Check
    asked: tuple[Fact, ...]
    choices: tuple[Fact, ...]


def _choices(asked: Iterable[Fact]) -> tuple[Fact, ...]:
    return tuple(fact for fact in asked if isinstance(fact.type, ChoiceType))


class Source(NamedTuple):
    """The official document a rule set encodes."""

    title: str
    number: str | None
    issuer: str | None
    date: str | None
    known_through: str | None

    @property
    def name(self) -> str:
        """The document's number, or its title where no number is known."""
        return self.number or self.title


@dataclass(frozen=True, eq=False)
class RuleSet:
    """A jurisdiction's standard, ready to judge by."""

    id: str
    level: str
    place: Mapping[str, str]
    title: Text
    document: Source
    effective: str
    until: str | None
    note: Text | None
    criteria: tuple[Criterion, ...]
    weights: Mapping[int, Any]
    facts: Facts
    digest: str
    file: str
    adopts: str | None = None
    own_facts: frozenset[str] = field(default_factory=frozenset)

    @cached_property
    def asked(self) -> tuple[Fact, ...]:
        """Every fact that a criterion or a merit asks for, each once."""
        found = {
            fact.id: fact
            for criterion in self.criteria
            for check in (criterion.require, *criterion.prefer)
            for fact in facts_asked(check)
        }
        return tuple(found.values())

    def criterion(self, number: int) -> Criterion | None:
        """The criterion of this number."""
        return next((criterion for criterion in self.criteria if criterion.number == number), None)


def read_shape(path: Path, shape: type[Shape]) -> tuple[Document, Any]:
    """The one document of a YAML file, and its validated shape; raises FileProblems."""
    file = str(path)
    text, _remark = read_text(path)
    documents = list(read_yaml(text, file, as_value))
    problems = [problem for document in documents for problem in document.problems]
    if len(documents) != 1 and not problems:
        problems = [
            Problem(file, 1, 1, _("one YAML document is wanted here, not {count}").format(count=len(documents)))
        ]
    if problems:
        raise FileProblems(problems)
    try:
        return documents[0], shape.model_validate(documents[0].value)
    except ValidationError as error:
        raise FileProblems(problems_of(error, documents[0])) from None


def load_facts(path: Path) -> Facts:
    """The dictionary of facts; raises FileProblems."""
    document, shape = read_shape(path, FactsFile)
    facts, problems = read_facts(shape.facts, shape.levels)
    if problems:
        raise FileProblems(document.problem(where, message) for where, message in problems)
    return facts


def load_rule_set(path: Path, facts: Facts, adopted: Callable[[str], RuleSet]) -> RuleSet:
    """A rule set from its file; raises FileProblems with everything that is wrong.

    `facts` is the dictionary; `adopted` gives the rule set of an id, for a file that adopts another's criteria.
    """
    document, shape = read_shape(path, RuleFile)
    return _Builder(document, shape, facts, adopted).rule_set()


class _Builder:
    """Builds a rule set from a file's shape, gathering every problem with its place."""

    def __init__(self, document: Document, shape: RuleFile, facts: Facts, adopted: Callable[[str], RuleSet]) -> None:
        self.document, self.shape, self.base, self.adopted = document, shape, facts, adopted
        self.facts = facts
        self.problems: list[Problem] = []

    def tell(self, path: KeyPath, message: str, key: bool = False) -> None:
        self.problems.append(self.document.problem(path, message, key))

    def rule_set(self) -> RuleSet:
        shape = self.shape
        base = self.adopted_set()
        self.facts, problems = read_facts(shape.facts, self.base.levels, base.facts if base else self.base)
        for where, message in problems:
            self.tell(where, message)
        if bool(shape.criteria) == (base is not None):
            self.tell(
                ("criteria",), _("a rule file has `criteria:` of its own, or `adopts:` another's; one of the two")
            )
        criteria = [self.criterion(("criteria", index), entry) for index, entry in enumerate(shape.criteria)]
        self.numbers()
        if shape.effective.until and shape.effective.until < shape.effective.from_:
            self.tell(("effective", "until"), _("it ends before it begins"))
        if self.problems:
            raise FileProblems(sorted(self.problems))
        content: Any = self.document.value if base is None else {**self.document.value, "adopts": base.digest}
        return RuleSet(
            id=shape.id,
            level=shape.level,
            place={key: name for key, name in shape.place.model_dump().items() if name},
            title=shape.title.text(),
            document=Source(
                shape.document.title,
                shape.document.number,
                shape.document.issuer,
                shape.document.date.isoformat() if shape.document.date else None,
                shape.document.known_through,
            ),
            effective=shape.effective.from_.isoformat(),
            until=shape.effective.until.isoformat() if shape.effective.until else None,
            note=shape.note.text() if shape.note else None,
            criteria=base.criteria if base else tuple(criteria),
            weights=shape.weights or (base.weights if base else {}),
            facts=self.facts,
            digest=digest(content),
            file=self.document.file,
            adopts=shape.adopts,
            own_facts=frozenset(shape.facts),
        )

    def adopted_set(self) -> RuleSet | None:
        if self.shape.adopts is None:
            return None
        try:
            return self.adopted(self.shape.adopts)
        except LookupError as error:
            self.tell(("adopts",), str(error.args[0]))
            raise FileProblems(self.problems) from None

    def numbers(self) -> None:
        seen: dict[int, int] = {}
        for index, entry in enumerate(self.shape.criteria):
            if entry.number in seen:
                self.tell(
                    ("criteria", index, "number"), _("criterion {number} stands here twice").format(number=entry.number)
                )
            seen[entry.number] = index
        for number in self.shape.weights:
            if self.shape.criteria and number not in seen:
                self.tell(("weights", str(number)), _("there is no criterion {number}").format(number=number), key=True)
        if self.shape.weights and not any(self.shape.weights.get(number, 1) for number in seen or self.shape.weights):
            self.tell(("weights",), _("the weights are all zero"))

    def criterion(self, path: KeyPath, shape: CriterionShape) -> Criterion:
        require = self.check((*path, "require"), shape.require)
        prefer = tuple(self.check((*path, "prefer", index), check) for index, check in enumerate(shape.prefer))
        self.one_direction(path, require)
        return Criterion(shape.number, shape.id, shape.name.text(), shape.clause, require, prefer)

    def one_direction(self, path: KeyPath, check: Check) -> None:
        """Each fact pulls one way within a criterion: the bounds depend on it."""
        directions: dict[str, bool] = {}
        for leaf in leaves(check):
            upward = leaf.comparison.upward
            if directions.setdefault(leaf.fact.id, upward) != upward:
                self.tell(
                    (*path, "require"),
                    _("more of {fact} helps in one check and hurts in another of this criterion").format(
                        fact=leaf.fact.id
                    ),
                )

    def check(self, path: KeyPath, shape: Any) -> Check:
        words = (shape.text and shape.text.text(), shape.reading and shape.reading.text())
        return self.BUILD[type(shape).__name__](self, path, shape, words)

    def leaf(self, path: KeyPath, shape: Any, words: tuple[Text | None, Text | None]) -> Check:
        stated = [
            (word, figure)
            for word, figure in (("at_least", shape.at_least), ("is", shape.is_), ("includes", shape.includes))
            if figure is not None
        ]
        fact = self.facts.by_id.get(shape.fact)
        if fact is None:
            self.tell((*path, "fact"), self.facts.unknown(shape.fact))
        elif len(stated) != 1:
            self.tell(path, _("a check of a fact has exactly one of at_least, is, includes"))
        else:
            word, figure = stated[0]
            try:
                comparison, asked = self.comparison((*path, word), fact, word, figure)
                return Leaf(*words, fact, comparison, asked)
            except Unreadable as error:
                self.tell((*path, word), f"{fact.id}: {error}")
        return All(*words, ())

    def comparison(self, path: KeyPath, fact: Fact, word: str, figure: Any) -> tuple[Comparison, Any]:
        kind = fact.type
        if word == "is" and isinstance(kind, YesNoType):
            return (IS_YES if (value := kind.read(figure)) else IS_NO), value
        if word == "includes" and isinstance(kind, SetType):
            members = kind.read(list(figure))
            if not members:
                raise Unreadable(_("it includes nothing"))
            return INCLUDES, members
        if word == "at_least" and isinstance(kind, SetType):
            return AT_LEAST_MEMBERS, self.figure(path, figure, lambda raw: _members_asked(kind, raw))
        if word == "at_least" and kind.ordered and not isinstance(kind, YesNoType):
            return AT_LEAST, self.figure(path, figure, lambda raw: _exact(kind.read(raw)))
        raise Unreadable(
            _("a {type} is not asked with `{word}:`; {how}").format(
                type=kind.name, word=word, how=_(HOW_TO_ASK.get(kind.name, "it is not asked in a check"))
            )
        )

    def figure(self, path: KeyPath, raw: Any, read: Callable[[Any], Any]) -> Any:
        if not isinstance(raw, dict):
            return read(raw)
        by = self.facts.by_id.get(str(raw.get("by")))
        if by is None or not isinstance(by.type, ChoiceType):
            raise Unreadable(_("a table of figures names a choice fact: `by: category`"))
        figures: dict[str, Any] = {}
        for key, value in raw.items():
            if key == "by":
                continue
            if key not in by.type.by_id:
                self.tell((*path, key), by.type.unknown(key), key=True)
                continue
            try:
                figures[key] = None if value == NO_FIGURE else read(value)
            except Unreadable as error:
                self.tell((*path, key), f"{key}: {error}")
        absent = [member for member in by.type.by_id if member not in raw]
        if absent:
            raise Unreadable(
                _("the table says nothing of {absent}; give a figure, or `review` where the document sets none").format(
                    absent=", ".join(absent)
                )
            )
        return Table(by, figures)

    def several(self, path: KeyPath, key: str, checks: Iterable[Any]) -> tuple[Check, ...]:
        return tuple(self.check((*path, key, index), check) for index, check in enumerate(checks))

    def of(self, path: KeyPath, shape: Any, words: tuple[Text | None, Text | None]) -> Check:
        if shape.at_least > len(shape.of):
            self.tell((*path, "at_least"), _("it asks for more checks than it lists"))
        return Of(*words, self.several(path, "of", shape.of), shape.at_least)

    BUILD: Mapping[str, Callable[[_Builder, KeyPath, Any, tuple[Text | None, Text | None]], Check]] = {
        "LeafShape": leaf,
        "AllShape": lambda self, path, shape, words: All(*words, self.several(path, "all", shape.all)),
        "AnyShape": lambda self, path, shape, words: AnyOf(*words, self.several(path, "any", shape.any)),
        "OfShape": of,
        "RelaxedShape": lambda self, path, shape, words: Relaxed(*words, self.check((*path, "relaxed"), shape.relaxed)),
        "InPrincipleShape": lambda self, path, shape, words: InPrinciple(
            *words, self.check((*path, "in_principle"), shape.in_principle)
        ),
    }


HOW_TO_ASK = {
    "yes/no": "write `is: yes` or `is: no`",
    "finding": "write `is: yes` or `is: no`",
    "count": "write `at_least: 10`",
    "money": "write `at_least: 10亿元`",
    "level": "write `at_least: province`",
    "set": "write `includes: [...]` or `at_least: 1`",
    "choice": "a choice selects a figure: `at_least: {by: category, ...}`",
}


def _exact(value: Any) -> Any:
    if isinstance(value, Range):
        raise Unreadable(_("a threshold is one figure, not a range"))
    return value


def _members_asked(kind: MemberType, raw: Any) -> int:
    count = _exact(PLAIN_TYPES["count"].read(raw))
    if count > len(kind.members):
        raise Unreadable(
            _("{value} is more than its {count} members").format(value=shown(raw), count=len(kind.members))
        )
    return int(count)
