"""The next question: which fact that is not known would settle most, whatever the answer is.

What is to be settled is whether a town reaches a grade. A question is ranked by how many facts would still matter
after its worst answer, then after its answers on average.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from zhenkit.checks.critical_values import cells
from zhenkit.checks.evaluate import KnownFacts, span
from zhenkit.checks.grades import MET, NOT_MET, Grade, Span, lowest
from zhenkit.checks.relevance import Decisive, SharedOutcomes, decisive, is_open
from zhenkit.facts.fact import Fact
from zhenkit.facts.types.base import Value
from zhenkit.judging.judgement import CriterionJudgement, Judgement

EFFORT = 20_000
"""How many leaves are looked at to find what still matters of one criterion after one answer."""
EFFORT_IN_ALL = 150_000
"""How many after all answers together, about a second; those left beyond that are only known to be open."""


class Outlook(NamedTuple):
    """What is known of whether a town reaches a grade."""

    reached: bool | None
    """None while that is open."""
    left: tuple[Fact, ...] = ()
    """The facts that still matter."""
    complete: bool = True
    """False where the search was given up: then `left` has each fact that is not known to be without effect."""


class Answer(NamedTuple):
    """What one answer would come to: any value from this one up to that of the next answer."""

    value: Value
    outlook: Outlook


class Question(NamedTuple):
    """A fact to find out, with what each answer would come to, in the order of its values."""

    fact: Fact
    answers: tuple[Answer, ...]

    @property
    def rank(self) -> tuple[int, float]:
        """Lower is better: how much is left at worst, and on average."""
        left = [len(answer.outlook.left) for answer in self.answers]
        return max(left), sum(left) / len(left)


class Inquiry:
    """What would settle whether a town reaches a grade."""

    def __init__(self, judgement: Judgement, grade: Grade) -> None:
        self.criteria, self.grade = judgement.criteria, grade
        self.facts = judgement.facts
        self._asking = [leaf for judged in self.criteria for leaf in judged.criterion.leaves]
        self._known: dict[tuple[object, ...], tuple[Span, Decisive]] = {}
        self._leaves: SharedOutcomes = {}
        self._share, self._left = EFFORT, dict.fromkeys(range(len(self.criteria)), EFFORT_IN_ALL)

    def questions(self, facts: Mapping[str, Value] | None = None) -> list[Question]:
        """The questions that may still settle something, best first."""
        facts = self.facts if facts is None else facts
        found = []
        asked = self.outlook(facts).left
        values_of = [cells(fact, self._asking, facts.get(fact.id)) for fact in asked]
        self._share = min(EFFORT, EFFORT_IN_ALL // max(1, sum(map(len, values_of))))  # to all answers the same
        self._left = dict.fromkeys(self._left, EFFORT_IN_ALL)
        for fact, values in zip(asked, values_of, strict=True):
            answers = tuple([Answer(value, self.outlook({**facts, fact.id: value})) for value in values])
            found.append(Question(fact, answers))
        return sorted(found, key=lambda question: question.rank)

    def outlook(self, facts: Mapping[str, Value]) -> Outlook:
        """Whether a town of these facts reaches the grade, or what still matters to that."""
        found = [self._criterion(at, judged, facts) for at, judged in enumerate(self.criteria)]
        whole = lowest([ends for ends, _open in found])
        if whole.worst >= self.grade:
            return Outlook(True)
        if whole.best < self.grade:
            return Outlook(False)
        still = [decided for ends, decided in found if ends.worst < self.grade]
        left = {fact.id: fact for decided in still for fact in decided.facts}
        return Outlook(None, tuple(left.values()), all(decided.complete for decided in still))

    def _criterion(self, at: int, judged: CriterionJudgement, facts: Mapping[str, Value]) -> tuple[Span, Decisive]:
        criterion = judged.criterion
        key = (criterion, *(facts.get(fact.id) for fact in criterion.asked))
        if key not in self._known:
            case = KnownFacts(facts, judged.case.unproven)
            ends = span(criterion.require, case, criterion.choices).map(judged.decided)
            found = Decisive((), True)
            if ends.worst < self.grade <= ends.best:
                reaching: Callable[[Grade], Grade] = lambda grade: (  # noqa: E731 - which grades reach it
                    MET if judged.decided(grade) >= self.grade else NOT_MET
                )
                if self._left[at] > 0:
                    found = decisive(criterion.require, criterion.asked, case, reaching, self._share, self._leaves)
                    self._left[at] -= found.looked_at
                else:
                    still = [fact for fact in criterion.asked if is_open(facts.get(fact.id))]
                    found = Decisive(tuple(still), False)
            self._known[key] = ends, found
        return self._known[key]
