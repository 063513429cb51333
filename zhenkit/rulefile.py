"""A rule file -> a rule set, the dictionary's file -> the dictionary; what is wrong is told with its place."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from zhenkit.building import CheckBuilder
from zhenkit.checks import Check, leaves
from zhenkit.documents import Document, as_value, read_yaml
from zhenkit.documents import Path as KeyPath
from zhenkit.errors import FileProblems, Problem
from zhenkit.facts import PLACE_FACTS, Facts, read_facts
from zhenkit.files import read_text
from zhenkit.language import _
from zhenkit.quantities import shown
from zhenkit.ruleset import Criterion, RuleSet, Source, digest
from zhenkit.shapes import DRAFT, BrokenShape, CriterionShape, FactsFile, RuleChecks, RuleFile


def read_document(path: Path) -> Document:
    """The one document of a YAML file that holds a mapping; raises FileProblems."""
    file = str(path)
    text, _remark = read_text(path)
    documents = list(read_yaml(text, file, as_value))
    problems = [problem for document in documents for problem in document.problems]
    if not documents:
        problems.append(Problem(file, 1, 1, _("the file is empty; one mapping is wanted here")))
    for extra in documents[1:]:
        problems.append(Problem(file, extra.line, 1, _("a second document begins here; a rule file holds one")))
    if not problems and not isinstance(documents[0].value, dict):
        from zhenkit.misshapen import is_mapping

        problems.append(documents[0].problem((), is_mapping(documents[0].value)))
    if problems:
        raise FileProblems(problems)
    return documents[0]


def load_facts(path: Path) -> Facts:
    """The dictionary of facts; raises FileProblems."""
    document = read_document(path)
    try:
        shape = FactsFile.model_validate(document.value)
    except ValidationError as error:
        from zhenkit.misshapen import problems_of

        raise FileProblems(problems_of(error, document)) from None
    facts, problems = read_facts(shape.facts, shape.levels)
    if problems:
        raise FileProblems(document.problem(where, message) for where, message in problems)
    return facts


def load_rule_set(path: Path, facts: Facts, adopted: Callable[[str], RuleSet]) -> RuleSet:
    """A rule set from its file; raises FileProblems with everything that is wrong.

    `facts` is the dictionary; `adopted` gives the rule set of an id, for a file that adopts another's criteria.
    """
    document = read_document(path)
    try:
        shape = RuleFile.model_validate(document.value)
    except ValidationError as error:
        from zhenkit.misshapen import problems_of

        problems = [*problems_of(error, document), *_problems_of_checks(document, facts, adopted)]
        raise FileProblems(sorted(set(problems))) from None
    return _Builder(document, shape, facts, adopted).rule_set(shape)


def _problems_of_checks(document: Document, facts: Facts, adopted: Callable[[str], RuleSet]) -> list[Problem]:
    """What the checks of a file whose shape is wrong say that is wrong too, as far as it can be told."""
    try:
        draft = RuleChecks.model_validate(document.value, extra="ignore", context=DRAFT)
    except ValidationError:
        return []
    builder = _Builder(document, draft, facts, adopted)
    builder.build()
    return builder.problems


class _Builder:
    """Builds a rule set from a file's shape, gathering every problem with its place."""

    def __init__(self, document: Document, shape: RuleChecks, facts: Facts, adopted: Callable[[str], RuleSet]) -> None:
        self.document, self.shape, self.base, self.adopted = document, shape, facts, adopted
        self.facts = facts
        self.problems: list[Problem] = []

    def tell(self, path: KeyPath, message: str, key: bool = False) -> None:
        self.problems.append(self.document.problem(path, message, key))

    def build(self) -> tuple[RuleSet | None, tuple[Criterion, ...]]:
        """The rule set adopted, if any, and the criteria of the file's own; `problems` holds what is wrong."""
        shape = self.shape
        base = self.adopted_set()
        self.facts, problems = read_facts(shape.facts, self.base.levels, base.facts if base else self.base)
        for where, message in problems:
            self.tell(where, message)
        if bool(shape.criteria) == (shape.adopts is not None):
            self.tell(
                ("criteria",),
                _("a rule file has `criteria:` of its own, or `adopts:` another's; one of the two"),
                key=True,
            )
        self.check = CheckBuilder(self.facts, self.tell).check
        whole = [entry for entry in enumerate(shape.criteria) if not isinstance(entry[1], BrokenShape)]
        criteria = tuple([self.criterion(("criteria", index), entry) for index, entry in whole])
        self.unique("number", [(index, entry.number) for index, entry in whole])
        self.unique("id", [(index, entry.id) for index, entry in whole])
        if len(whole) == len(shape.criteria):
            self.weights({entry.number for entry in (shape.criteria or (base.criteria if base else ()))})
        return base, criteria

    def rule_set(self, shape: RuleFile) -> RuleSet:
        """The rule set; raises FileProblems."""
        base, criteria = self.build()
        if shape.effective.until and shape.effective.until < shape.effective.from_:
            self.tell(("effective", "until"), _("it ends before it begins"))
        for level in PLACE_FACTS[: PLACE_FACTS.index(shape.level) + 1]:
            if getattr(shape.place, level) is None:
                self.tell(
                    ("place",),
                    _("a rule set of level {level} names its {place}").format(level=shape.level, place=level),
                )
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
            criteria=base.criteria if base else criteria,
            weights=shape.weights or (base.weights if base else {}),
            facts=self.facts,
            digest=digest(content),
            file=self.document.file,
            adopts=shape.adopts,
            own_facts=frozenset(shape.facts) | (base.own_facts if base else frozenset()),
        )

    def adopted_set(self) -> RuleSet | None:
        if self.shape.adopts is None:
            return None
        try:
            return self.adopted(self.shape.adopts)
        except LookupError as error:
            self.tell(("adopts",), str(error.args[0]))
            return None

    def unique(self, key: str, values: Iterable[tuple[int, object]]) -> None:
        """Tell what stands in two criteria under this key."""
        first: dict[object, int] = {}
        for index, value in values:
            if (before := first.setdefault(value, index)) != index:
                line, _column = self.document.find(("criteria", before, key), False)
                self.tell(
                    ("criteria", index, key),
                    _("{value} is the {key} of another criterion (on line {line}); give each its own").format(
                        value=shown(value), key=key, line=line
                    ),
                )

    def weights(self, numbers: Collection[int]) -> None:
        """Tell weights of criteria there are not, and weights that come to nothing."""
        weights = self.shape.weights
        for key in self.document.value.get("weights") or ():
            if numbers and int(key) not in numbers:
                self.tell(("weights", key), _("there is no criterion {number}").format(number=int(key)), key=True)
        if weights and not any(weights.get(number, 1) for number in numbers or weights):
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
