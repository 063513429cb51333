"""Criteria and rule sets: a jurisdiction's standard, ready to judge by."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from zhenkit.checks.relevance import Decisive, SharedOutcomes
from zhenkit.checks.tree import Check, Leaf, facts_asked, leaves
from zhenkit.core.errors import LintProblem, Problem, ZhenkitError
from zhenkit.core.i18n import Text, _
from zhenkit.documents.yaml import Path as KeyPath
from zhenkit.facts.dictionary import Facts
from zhenkit.facts.fact import Fact
from zhenkit.facts.types.members import ChoiceType
from zhenkit.rulesets.duties import Duties

if TYPE_CHECKING:
    from zhenkit.rulesets.goals import Goals

NO_FIGURE = "review"
"""What a table of figures says where the document sets none."""


class GoalsAlone(ZhenkitError, LookupError):
    """A town is to be judged by a rule set that has goals and no criteria."""


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
    def fact_ids(self) -> tuple[str, ...]:
        """The ids of every fact that `require` or `prefer` asks for, and of those that such facts are computed from."""
        asked = (*self.asked, *(fact for preference in self.preferences for fact in preference.asked))
        computed = (fact_id for fact in asked if fact.derived is not None for fact_id in fact.reads)
        return tuple(dict.fromkeys((*(fact.id for fact in asked), *computed)))

    @cached_property
    def preferences(self) -> tuple[Preference, ...]:
        """The checks of `prefer`, each with the facts it asks for."""
        return tuple(Preference(check, asked := tuple(facts_asked(check)), _choices(asked)) for check in self.prefer)

    @cached_property
    def memo(self) -> dict[Any, Decisive]:
        """Which facts can still move this criterion, by what that depends on (see `judgement.py`)."""
        return {}

    @cached_property
    def outcomes(self) -> SharedOutcomes:
        """What its leaves come to for the values that towns have (see `relevance.py`)."""
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
    adopted_from: str | None = None
    """From when the edition that is adopted is in force."""
    adopted: RuleSet | None = None
    """The rule set that states the criteria, where they are adopted."""
    own_facts: frozenset[str] = field(default_factory=frozenset)
    places: Mapping[Check, KeyPath] = field(default_factory=dict)
    """Where in the file each check is."""
    find: Callable[[KeyPath, bool], tuple[int, int]] = lambda _path, _key: (1, 1)
    """The line and column of a path of the file."""
    acknowledged: Mapping[KeyPath, Mapping[str, str]] = field(default_factory=dict)
    """Where in the file lints are acknowledged: the reason for each, by its code."""
    remarks: tuple[Problem, ...] = ()
    """What is worth saying of how the file, and those it adopts, were read."""
    read_goals: Callable[[], Goals | None] = lambda: None
    """Reads what the region is to reach, which judging does not need; raises FileProblems."""
    read_duties: Callable[[], Duties] | None = None
    """Reads the plan's tasks and work groups, which judging does not need; raises FileProblems. None of no file."""

    @cached_property
    def goals(self) -> Goals | None:
        """What the region is to reach; None where the file names nothing; raises FileProblems where it is wrong."""
        return self.read_goals()

    @cached_property
    def duties(self) -> Duties:
        """The plan's tasks and work groups, those of the file itself; raises FileProblems where they are wrong."""
        if self.read_duties is not None:
            return self.read_duties()
        return Duties()

    @property
    def to_judge_by(self) -> RuleSet:
        """The rule set, which has criteria; raises GoalsAlone where it has none."""
        if not self.criteria:
            said = _(
                "{id} has goals and no criteria: no town can be judged by it; `zhenkit goals {id}` shows its goals"
            )
            raise GoalsAlone(said.format(id=self.id))
        return self

    def __repr__(self) -> str:
        return f"<RuleSet {self.edition}: level {self.level}, {len(self.criteria)} criteria>"

    def problem(self, at: KeyPath, message: str, code: str = "") -> LintProblem:
        """Something wrong at a path of the file."""
        return LintProblem(self.file, *self.find(at, False), message).of(code, at)

    @property
    def edition(self) -> str:
        """What names this edition and no other: `shanxi@2022-09-26`."""
        return f"{self.id}@{self.effective}"

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

    @cached_property
    def to_state(self) -> tuple[Fact, ...]:
        """The facts that its criteria ask a town to state; of one that is computed, those it is computed from."""
        asked = (fact for criterion in self.criteria for fact in criterion.asked)
        return tuple(dict.fromkeys(stated for fact in asked for stated in fact.bases or (fact,)))

    @cached_property
    def derived(self) -> tuple[Fact, ...]:
        """The facts asked for that are computed from others."""
        return tuple(fact for fact in self.asked if fact.derived is not None)

    @cached_property
    def anchored(self) -> tuple[Fact, ...]:
        """The series asked for whose years are counted back from the town's year."""
        computed = [each for fact in self.derived for each in fact.of_series()]
        return tuple(dict.fromkeys(series for series, way in computed if way.is_anchored))

    def criterion(self, number: int) -> Criterion | None:
        """The criterion of this number."""
        return next((criterion for criterion in self.criteria if criterion.number == number), None)
