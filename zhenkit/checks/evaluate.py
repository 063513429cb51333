"""A town's facts -> the span of grades they allow, and the trace that explains it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from zhenkit.checks.grades import (
    EXACT,
    MET,
    NOT_MET,
    SPANS,
    Grade,
    Span,
    cap,
    doubted,
    enough,
    highest,
    join,
    lift,
    lowest,
)
from zhenkit.checks.tree import All, AnyOf, Check, FigureTable, Fold, InPrinciple, Leaf, Of, Relaxed
from zhenkit.facts.fact import Fact
from zhenkit.facts.quantities import Range
from zhenkit.facts.types.base import Value
from zhenkit.facts.types.yes_no import YesNoType

NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class KnownFacts:
    """What a check is judged by: the facts known, and those of them that count as review at best (`--strict`)."""

    facts: Mapping[str, Value]
    unproven: frozenset[str] = NOTHING

    def completions(self, choices: Sequence[Fact]) -> Iterator[KnownFacts]:
        """The known facts with each combination of values of those of these choices that are missing."""
        absent = [fact for fact in choices if fact.id not in self.facts]
        if not absent:
            yield self
            return
        for values in product(*(fact.type.by_id for fact in absent)):  # type: ignore[attr-defined]
            chosen = {fact.id: value for fact, value in zip(absent, values, strict=True)}
            yield KnownFacts({**self.facts, **chosen}, self.unproven)

    def grade(self, leaf: Leaf, value: Value) -> Grade:
        """The grade a leaf gives for a value of its fact."""
        grade = leaf.grade(value, self.facts)
        return doubted(grade) if leaf.fact.id in self.unproven else grade

    def span(self, leaf: Leaf) -> Span:
        """The span a leaf gives: what the worst and the best of a missing or uncertain value give."""
        return self.span_of(leaf, self.facts.get(leaf.fact.id))

    def span_of(self, leaf: Leaf, value: Value | None) -> Span:
        """The span a leaf gives for a value, a Range or None (missing)."""
        worst, best = leaf.ends(value)
        if worst is best:
            found = EXACT[self.grade(leaf, worst)]
        else:
            found = SPANS[self.grade(leaf, worst)][self.grade(leaf, best)]
        return found.or_review() if leaf.may_be_undefined(value) else found


Judge = Callable[[KnownFacts], Span]
"""A check made ready to judge: a case whose choices are known -> its span."""


class Judges(Fold[Judge]):
    """A check as a function. The tree is folded once and judges any number of cases."""

    def leaf(self, check: Leaf) -> Judge:
        """What the case gives for the leaf."""
        if isinstance(check.figure, FigureTable) or check.fact.may_be_undefined:
            return lambda case: case.span(check)
        if isinstance(check.fact.type, YesNoType):
            return _judge_of_yes_no(check)
        return _judge_of_figure(check)

    def all(self, _check: All, parts: Sequence[Judge]) -> Judge:
        """The lowest."""
        return lambda case: lowest([part(case) for part in parts])

    def any(self, _check: AnyOf, parts: Sequence[Judge]) -> Judge:
        """The highest."""
        return lambda case: highest([part(case) for part in parts])

    def of(self, check: Of, parts: Sequence[Judge]) -> Judge:
        """What so many reach."""
        return lambda case: enough([part(case) for part in parts], check.points, check.count)

    def relaxed(self, _check: Relaxed, part: Judge) -> Judge:
        """Capped."""
        return lambda case: part(case).map(cap)

    def in_principle(self, _check: InPrinciple, part: Judge) -> Judge:
        """Lifted."""
        return lambda case: part(case).map(lift)


def _judge_of_yes_no(check: Leaf) -> Judge:
    """Most leaves require a yes: the three answers are looked up."""
    fact_id = check.fact.id
    answers = {value: KnownFacts({}).span_of(check, value) for value in (True, False, None)}
    in_doubt = {value: found.map(doubted) for value, found in answers.items()}

    def judge(case: KnownFacts) -> Span:
        found = answers if fact_id not in case.unproven else in_doubt
        return found[case.facts.get(fact_id)]

    return judge


def _judge_of_figure(check: Leaf) -> Judge:
    """One figure is required, whatever the town: a known value needs one comparison."""
    fact_id, figure, holds = check.fact.id, check.figure, check.operator.holds
    met, not_met = EXACT[MET], EXACT[NOT_MET]

    def judge(case: KnownFacts) -> Span:
        value = case.facts.get(fact_id)
        if value is None or type(value) is Range or fact_id in case.unproven:
            return case.span_of(check, value)
        return met if holds(value, figure) else not_met

    return judge


@lru_cache(maxsize=4096)
def judge_of(check: Check) -> Judge:
    """The check as a function, made once.

    >>> judge_of(needs_both)(KnownFacts({"firms": 12, "exports": False}))
    Span(worst=NOT_MET, best=NOT_MET)
    """
    return check.fold(Judges())


def span(check: Check, case: KnownFacts, choices: Sequence[Fact]) -> Span:
    """The span of grades a case allows a check; each value of a missing choice is tried and the spans are joined.

    >>> span(either, KnownFacts({"exports": True}), ())  # the number of firms is missing
    Span(worst=RELAXED, best=MET)
    >>> span(by_kind, KnownFacts({"firms": 6}), (kind,))
    Span(worst=REVIEW, best=MET)
    """
    # a choice has no order, so it has no worst and best value to take: leaf by leaf, two leaves could each take the
    # value that suits them, and the span would be wider than any town's
    judge = judge_of(check)
    for choice in choices:
        if choice.id not in case.facts:
            return join([judge(completion) for completion in case.completions(choices)])
    return judge(case)
