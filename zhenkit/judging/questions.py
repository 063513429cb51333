"""The next question: which fact that is not known would settle most, whatever the answer is.

What is to be settled is whether a town reaches a grade. A question is ranked by how many facts would still matter
after its worst answer, then after its answers on average.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from zhenkit.checks.critical_values import cells
from zhenkit.checks.evaluate import KnownFacts, span
from zhenkit.checks.grades import MET, NOT_MET, Grade, Span, lowest
from zhenkit.checks.relevance import decisive
from zhenkit.facts.fact import Fact
from zhenkit.facts.types.base import Value
from zhenkit.judging.judgement import CriterionJudgement, Judgement

EFFORT = 20_000
"""How many leaves are looked at to find what still matters of one criterion after one answer."""


class Outlook(NamedTuple):
    """What is known of whether a town reaches a grade."""

    reached: bool | None
    """None while that is open."""
    left: tuple[Fact, ...] = ()
    """The facts that still matter."""


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
        self._known: dict[tuple[object, ...], tuple[Span, tuple[Fact, ...]]] = {}

    def questions(self, facts: Mapping[str, Value] | None = None) -> list[Question]:
        """The questions that may still settle something, best first."""
        facts = self.facts if facts is None else facts
        found = []
        for fact in self.outlook(facts).left:
            values = cells(
                fact, [leaf for judged in self.criteria for leaf in judged.criterion.leaves], facts.get(fact.id)
            )
            answers = tuple([Answer(value, self.outlook({**facts, fact.id: value})) for value in values])
            found.append(Question(fact, answers))
        return sorted(found, key=lambda question: question.rank)

    def outlook(self, facts: Mapping[str, Value]) -> Outlook:
        """Whether a town of these facts reaches the grade, or what still matters to that."""
        found = [self._criterion(judged, facts) for judged in self.criteria]
        whole = lowest([ends for ends, _left in found])
        if whole.worst >= self.grade:
            return Outlook(True)
        if whole.best < self.grade:
            return Outlook(False)
        left = {fact.id: fact for ends, facts_left in found if ends.worst < self.grade for fact in facts_left}
        return Outlook(None, tuple(left.values()))

    def _criterion(self, judged: CriterionJudgement, facts: Mapping[str, Value]) -> tuple[Span, tuple[Fact, ...]]:
        criterion = judged.criterion
        key = (criterion, *(facts.get(fact.id) for fact in criterion.asked))
        if key not in self._known:
            case = KnownFacts(facts, judged.case.unproven)
            ends = span(criterion.require, case, criterion.choices).map(judged.decided)
            left: tuple[Fact, ...] = ()
            if ends.worst < self.grade <= ends.best:
                reaching: Callable[[Grade], Grade] = lambda grade: (  # noqa: E731 - which grades reach it
                    MET if judged.decided(grade) >= self.grade else NOT_MET
                )
                left = decisive(criterion.require, criterion.asked, case, reaching, EFFORT).facts
            self._known[key] = ends, left
        return self._known[key]


def asked_until_settled(inquiry: Inquiry, truth: Mapping[str, Value], facts: Mapping[str, Value]) -> Sequence[Fact]:
    """The questions that are asked, best first each time, until a town of which all is known in truth is settled."""
    found = []
    facts = dict(facts)
    while questions := inquiry.questions(facts):
        fact = questions[0].fact
        found.append(fact)
        facts[fact.id] = truth[fact.id]
    return found
