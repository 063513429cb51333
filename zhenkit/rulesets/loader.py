"""A rule file -> a rule set, the dictionary's file -> the dictionary; what is wrong is reported with its place."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pydantic import ValidationError

from zhenkit.checks.tree import All, Check, Leaf, leaves
from zhenkit.core.errors import FileProblems, Problem, quoted
from zhenkit.core.files import read_text
from zhenkit.core.i18n import _
from zhenkit.documents.yaml import Document, as_value, read_yaml
from zhenkit.documents.yaml import Path as KeyPath
from zhenkit.facts.dictionary import PLACE_FACTS, Facts
from zhenkit.rulesets.builder import CheckBuilder, repeated
from zhenkit.rulesets.dictionary_file import Assumption, read_facts
from zhenkit.rulesets.duties import TASKS, WORK_GROUPS, Duties
from zhenkit.rulesets.model import Criterion, RuleSet, digest
from zhenkit.rulesets.schema import DRAFT, CriterionShape, Dictionary, RuleFile, acknowledged
from zhenkit.rulesets.shape import Shape
from zhenkit.towns.file_kinds import FileKind, kind_of

if TYPE_CHECKING:
    from zhenkit.rulesets.goals import Goals
    from zhenkit.rulesets.other_shapes import CriterionDraft, RuleDraft

Shaped = TypeVar("Shaped", bound=Shape)
NUMBERS_TWICE, WEIGHTS = "numbers-twice", "weights"
"""Codes of lints."""
MAX_RULES = 1024 * 1024
"""The largest rule file we read."""


def read_document(path: Path, facts: Facts | None = None) -> Document:
    """The one document of a YAML file, a mapping; raises FileProblems.

    With the dictionary of `facts` it is to be a rule file: one line says of a town file or a file of cases what it is.
    """
    file = str(path)
    if path.is_file() and path.stat().st_size > MAX_RULES:
        said = _("larger than {size} MiB, which no rule file is").format(size=MAX_RULES // 1024**2)
        raise FileProblems([Problem(file, 1, 1, said)])
    text, remark = read_text(path)
    documents = list(read_yaml(text, file, as_value))
    problems = [problem for document in documents for problem in document.problems]
    kind = kind_of(documents[0].value, facts) if documents and facts is not None else None
    if kind is not None and kind is not FileKind.RULES:
        raise FileProblems([documents[0].problem((), kind.said)])
    if not documents:
        problems.append(Problem(file, 1, 1, _("the file is empty; one mapping is expected here")))
    for extra in documents[1:]:
        problems.append(Problem(file, extra.line, 1, _("a second document begins here; a rule file has one")))
    if not problems and not isinstance(documents[0].value, dict):
        from zhenkit.rulesets.schema_errors import is_mapping

        problems.append(documents[0].problem((), is_mapping(documents[0].value)))
    if problems:
        raise FileProblems(problems)
    return replace(documents[0], remark=remark)


def read_shape(path: Path, shape: type[Shaped]) -> tuple[Document, Shaped]:
    """The document of a file that is no rule file, and its shape; raises FileProblems."""
    document = read_document(path)
    try:
        return document, shape.model_validate(document.value)
    except ValidationError as error:
        from zhenkit.rulesets.schema_errors import problems_of

        raise FileProblems(problems_of(error, document)) from None


def acknowledged_in_dictionary(path: Path) -> Mapping[KeyPath, Mapping[str, str]]:
    """Where the dictionary's file acknowledges lints: at an assumption; raises FileProblems."""
    from zhenkit.rulesets.other_shapes import FactsFile

    return dict(acknowledged(read_shape(path, FactsFile)[1]))


def load_facts(path: Path) -> Facts:
    """The dictionary of facts; raises FileProblems."""
    document, shape = read_shape(path, Dictionary)
    facts, problems = read_facts(shape.facts, shape.levels)
    if problems:
        raise FileProblems(document.problem(where, message) for where, message in problems)
    return facts


def load_assumptions(path: Path, facts: Facts) -> tuple[Assumption, ...]:
    """What the dictionary's file assumes of its facts; raises FileProblems."""
    from zhenkit.rulesets.other_shapes import FactsFile

    document, shape = read_shape(path, FactsFile)
    wrong: list[Problem] = []
    build = CheckBuilder(
        facts, lambda where, message, key=False, code="": wrong.append(document.problem(where, message, key, code))
    ).check
    found = tuple(
        Assumption(
            build(("assumes", index, "if"), entry.if_),
            build(("assumes", index, "then"), entry.then),
            entry.reading.text(),
        )
        for index, entry in enumerate(shape.assumes)
    )
    if wrong:
        raise FileProblems(sorted(wrong))
    return found


FindAdopted = Callable[[str, str | None], RuleSet]
"""Gives the rule set that a file adopts, by its name and the day from which the file is in force."""


def load_rule_set(path: Path, facts: Facts, adopted: FindAdopted) -> RuleSet:
    """A rule set from its file; raises FileProblems with everything that is wrong.

    `facts` is the dictionary; `adopted` gives the rule set whose criteria a file adopts.
    """
    return rule_set_of(read_document(path, facts), facts, adopted)


def rule_set_of(document: Document, facts: Facts, adopted: FindAdopted) -> RuleSet:
    """A rule set from its file's document; raises as `load_rule_set` does."""
    try:
        shape = RuleFile.model_validate(document.value)
    except ValidationError:
        raise FileProblems(_wrong_in_shape(document, facts, adopted)) from None
    return _Builder(document, shape, facts, adopted).rule_set(shape)


def _wrong_in_shape(document: Document, facts: Facts, adopted: FindAdopted) -> Sequence[Problem]:
    """Everything that is wrong with a file that has the wrong shape, its goals among it."""
    from zhenkit.rulesets.goal_shapes import RuleFileWithGoals
    from zhenkit.rulesets.schema_errors import document_path, problems_of

    try:
        RuleFileWithGoals.model_validate(document.value)
    except ValidationError as error:
        wrong = [document_path(fault) for fault in error.errors(include_url=False)]
        return sorted({*problems_of(error, document), *_problems_beside(wrong, document, facts, adopted)})
    return ()


def _problems_beside(
    wrong: Collection[KeyPath], document: Document, facts: Facts, adopted: FindAdopted
) -> Iterator[Problem]:
    """What else is wrong with the checks of a file that has the wrong shape at these paths, as far as can be seen."""
    try:
        from zhenkit.rulesets.other_shapes import RuleDraft

        draft = RuleDraft.model_validate(document.value, extra="ignore", context=DRAFT)
    except ValidationError:
        return
    builder = _Builder(document, draft, facts, adopted)
    builder.read_criteria(draft.criteria)
    for path, problem in builder.found:
        if not any(each[: len(path)] == path for each in wrong):  # else it may be wrong for that reason alone
            yield problem


class _Builder:
    """Builds a rule set from a file's shape, gathering every problem with its place."""

    def __init__(self, document: Document, shape: RuleFile | RuleDraft, facts: Facts, adopted: FindAdopted) -> None:
        self.document = document
        self.found: list[tuple[KeyPath, Problem]] = []
        self.base = self._adopted_by(shape, adopted)
        self.facts, problems = read_facts(shape.facts, facts.levels, self.base.facts if self.base else facts)
        for where, message in problems:
            self.report(where, message)
        own, adopts = bool(shape.criteria), shape.adopts is not None
        if (own and adopts) or not (own or adopts or shape.goals):
            said = _("a rule file has `criteria:` of its own, or `adopts:` another's; one of the two")
            self.report(("criteria",), said, key=True)
        self.builder = CheckBuilder(self.facts, self.report, declared=shape.facts.keys())

    def report(self, path: KeyPath, message: str, key: bool = False, code: str = "") -> None:
        self.found.append((path, self.document.problem(path, message, key, code)))

    def _adopted_by(self, shape: RuleFile | RuleDraft, adopted: FindAdopted) -> RuleSet | None:
        if shape.adopts is None:
            return None
        try:
            return adopted(shape.adopts, shape.effective.first if isinstance(shape, RuleFile) else None).to_judge_by
        except LookupError as error:
            self.report(("adopts",), str(error.args[0]))
            return None

    def rule_set(self, shape: RuleFile) -> RuleSet:
        """The rule set; raises FileProblems."""
        checks = self.read_criteria(shape.criteria)
        criteria = tuple(
            Criterion(entry.number, entry.id, entry.name.text(), entry.clause, require, prefer)
            for entry, (require, prefer) in zip(shape.criteria, checks, strict=True)
        )
        self.weights(shape.weights, {criterion.number for criterion in (self.base or shape).criteria})
        self.place_and_days(shape)
        read_goals = partial(_goals_of, self.document, self.facts)
        if self.found:
            raise FileProblems(sorted([*(problem for _path, problem in self.found), *_wrong_in(read_goals)]))
        # files are judged by the dictionary and the file's own facts, and looked at for what the goals ask as well
        goals = read_goals() if not criteria and self.base is None else None
        own = RuleSet(
            id=shape.id,
            level=shape.level,
            place={key: name for key, name in shape.place.model_dump().items() if name},
            title=shape.title.text(),
            document=shape.document.source(),
            effective=shape.effective.first,
            until=shape.effective.last,
            note=shape.note.text() if shape.note else None,
            criteria=criteria,
            weights=shape.weights,
            facts=self.facts if goals is None else goals.facts,
            digest=digest(self.document.value),
            file=self.document.file,
            adopts=shape.adopts,
            own_facts=frozenset(shape.facts),
            places=self.builder.places,
            read_goals=read_goals,
            read_duties=partial(_duties_of, self.document, [each.id for each in (self.base or shape).criteria]),
            acknowledged=dict(acknowledged(shape)),
            find=self.document.find,
            remarks=(self.document.remark,) if self.document.remark else (),
        )
        return own if self.base is None else self._adopting(own, self.base)

    def _adopting(self, own: RuleSet, base: RuleSet) -> RuleSet:
        """The rule set with what it takes from the one it adopts, on which its digest depends as well."""
        return replace(
            own,
            criteria=base.criteria,
            weights=own.weights or base.weights,
            digest=digest({**self.document.value, "adopts": base.digest}),
            adopted_from=base.effective,
            adopted=base.adopted or base,
            own_facts=own.own_facts | base.own_facts,
            remarks=(*own.remarks, *base.remarks),
        )

    def read_criteria(
        self, entries: Sequence[CriterionShape | CriterionDraft]
    ) -> list[tuple[Check, tuple[Check, ...]]]:
        """What each criterion requires and prefers."""
        checks = [self.checks(("criteria", index), entry) for index, entry in enumerate(entries)]
        self.unique("number", [entry.number for entry in entries])
        self.unique("id", [entry.id for entry in entries])
        return checks

    def place_and_days(self, shape: RuleFile) -> None:
        """Report a last day before the first, and a place without the name that the level needs."""
        if shape.effective.last and shape.effective.last < shape.effective.first:
            self.report(("effective", "until"), _("it ends before it begins"))
        for level in PLACE_FACTS[: PLACE_FACTS.index(shape.level) + 1]:
            if getattr(shape.place, level) is None:
                said = _("a rule set of level {level} names its {place}")
                self.report(("place",), said.format(level=shape.level, place=level))

    def unique(self, key: str, values: Iterable[object]) -> None:
        """Report what two criteria have under this key."""
        for index, before, value in repeated(values):
            line, _column = self.document.find(("criteria", before, key), False)
            said = _("{value} is the {key} of another criterion (on line {line}); give each its own")
            self.report(
                ("criteria", index, key),
                said.format(value=quoted(value), key=key, line=line),
                code=NUMBERS_TWICE if key == "number" else "",
            )

    def weights(self, weights: Mapping[int, Decimal], numbers: Collection[int]) -> None:
        """Report weights of criteria that do not exist, and weights that are all zero."""
        for key in self.document.value.get("weights") or ():
            if numbers and int(key) not in numbers:
                self.report(
                    ("weights", key),
                    _("there is no criterion {number}").format(number=int(key)),
                    key=True,
                    code=WEIGHTS,
                )
        if weights and not any(weights.get(number, 1) for number in numbers):
            self.report(("weights",), _("the weights are all zero"), code=WEIGHTS)

    def checks(self, path: KeyPath, shape: CriterionShape | CriterionDraft) -> tuple[Check, tuple[Check, ...]]:
        build = self.builder.check
        require = build((*path, "require"), shape.require)
        prefer = tuple(build((*path, "prefer", index), check) for index, check in enumerate(shape.prefer))
        self.one_direction(path, require)
        return require, prefer

    def one_direction(self, path: KeyPath, check: Check) -> None:
        """Each fact pulls one way within a criterion: the bounds depend on it."""
        first: dict[str, Leaf] = {}
        for leaf in leaves(check):
            other = first.setdefault(leaf.fact.id, leaf)
            if other.operator.upward != leaf.operator.upward:
                line, _column = self.document.find(self.builder.places[other], False)
                said = _("more of {fact} hurts here and helps in the check on line {line}; {remedy}")
                if leaf.operator.upward:
                    said = _("more of {fact} helps here and hurts in the check on line {line}; {remedy}")
                remedy = _("state one of the two as a fact of its own, yes or no")
                if _both_required(check, other, leaf):
                    remedy = _("move one to another criterion")
                self.report(self.builder.places[leaf], said.format(fact=leaf.fact.called, line=line, remedy=remedy))


def _goals_of(document: Document, facts: Facts) -> Goals | None:
    if not any(key in document.value for key in ("goals", "goal_facts")):
        return None
    from zhenkit.rulesets.goals_file import read_goals

    return read_goals(document, facts)


def _duties_of(document: Document, criteria: Sequence[str]) -> Duties:
    if not any(key in document.value for key in (TASKS, WORK_GROUPS)):
        return Duties()
    from zhenkit.rulesets.duties_file import read_duties  # judging needs none, and their shapes take time to load

    return read_duties(document, criteria)


def _wrong_in(read_goals: Callable[[], Goals | None]) -> Sequence[Problem]:
    """What is wrong with the goals."""
    try:
        read_goals()
    except FileProblems as error:
        return error.problems
    return ()


def _both_required(check: Check, one: Leaf, other: Leaf) -> bool:
    """Whether a criterion of two, each with one of these leaves, would require the same: they are parts of an `all`."""
    # a town has to meet every criterion: so of two ways to meet one, neither can be moved to another
    while isinstance(check, All):
        parts = [next(part for part in check.checks if leaf in leaves(part)) for leaf in (one, other)]
        if parts[0] is not parts[1]:
            return True
        check = parts[0]
    return False
