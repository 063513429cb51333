"""A town's facts -> the span of grades they allow, and the trace that explains it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from zhenkit.checks import All, AnyOf, Check, InPrinciple, Leaf, Of, Reading, Relaxed, Table
from zhenkit.grades import EXACT, REVIEW, Grade, Span, cap, highest, join, lift, lowest, nth_highest
from zhenkit.values import Fact, Value

NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Case:
    """What a reading judges: the facts known, and those of them that count as review at best (`--strict`)."""

    facts: Mapping[str, Value]
    unproven: frozenset[str] = NOTHING

    def with_fact(self, fact_id: str, value: Value) -> Case:
        """The case with one fact put to a value."""
        return Case({**self.facts, fact_id: value}, self.unproven)

    def completions(self, choices: Sequence[Fact]) -> Iterator[Case]:
        """The case for each value of each of these choices that is missing: they have no order to take ends of."""
        absent = [fact for fact in choices if fact.id not in self.facts]
        if not absent:
            yield self
            return
        for values in product(*(fact.type.by_id for fact in absent)):  # type: ignore[attr-defined]
            chosen = {fact.id: value for fact, value in zip(absent, values, strict=True)}
            yield Case({**self.facts, **chosen}, self.unproven)

    def grade(self, leaf: Leaf, value: Value) -> Grade:
        """The grade a leaf gives for a value of its fact."""
        grade = leaf.grade(value, self.facts)
        return REVIEW if grade > REVIEW and leaf.fact.id in self.unproven else grade

    def span(self, leaf: Leaf) -> Span:
        """The span a leaf gives: what the worst and the best of a missing or uncertain value give."""
        value = self.facts.get(leaf.fact.id)
        worst, best = leaf.ends(value)
        if worst is best:
            return EXACT[self.grade(leaf, worst)]
        return Span(self.grade(leaf, worst), self.grade(leaf, best))


class Spans(Reading[Span]):
    """The span of a check for a case whose choices are known."""

    def __init__(self, case: Case) -> None:
        self.case = case

    def leaf(self, check: Leaf) -> Span:
        """What the case gives for the leaf."""
        return self.case.span(check)

    def all(self, _check: All, parts: Sequence[Span]) -> Span:
        """The lowest."""
        return lowest(parts)

    def any(self, _check: AnyOf, parts: Sequence[Span]) -> Span:
        """The highest."""
        return highest(parts)

    def of(self, check: Of, parts: Sequence[Span]) -> Span:
        """What so many reach."""
        return nth_highest(parts, check.count)

    def relaxed(self, _check: Relaxed, part: Span) -> Span:
        """Capped."""
        return part.map(cap)

    def in_principle(self, _check: InPrinciple, part: Span) -> Span:
        """Lifted."""
        return part.map(lift)


def span(check: Check, case: Case, choices: Sequence[Fact]) -> Span:
    """The span of grades a case allows a check; each value of a missing choice is tried and the spans are joined."""
    return join([check.fold(Spans(completion)) for completion in case.completions(choices)])


@dataclass(frozen=True, slots=True, eq=False)
class Trace:
    """One check as judged: its span, and the traces of its parts."""

    check: Check
    spans: tuple[Span, ...]
    """One span for each value of the choices that are missing; one alone where none is."""
    parts: tuple[Trace, ...] = ()
    value: Value | None = None
    asked: Any = None
    """Of a leaf: the figure asked for; a mapping from a choice's values where the choice is missing."""

    @property
    def span(self) -> Span:
        """The span over all values of the missing choices."""
        return self.spans[0] if len(self.spans) == 1 else join(self.spans)

    def deciding(self) -> tuple[Trace, ...]:
        """The parts that this check's span hangs on: those that give one of its ends."""
        worst, best = self.span
        return tuple(part for part in self.parts if part.span.worst == worst or part.span.best == best)


class Traces(Reading[Trace]):
    """The trace of a check for a case; `completions` has a case for each value of the choices that are missing."""

    def __init__(self, case: Case, completions: Sequence[Case]) -> None:
        self.case, self.completions = case, completions

    def leaf(self, check: Leaf) -> Trace:
        """The leaf, what was given and what was asked."""
        spans = tuple([completion.span(check) for completion in self.completions])
        facts = self.case.facts
        figure = check.figure
        asked = figure.figures if type(figure) is Table and figure.by.id not in facts else check.asked(facts)
        return Trace(check, spans, (), facts.get(check.fact.id), asked)

    def all(self, check: All, parts: Sequence[Trace]) -> Trace:
        """The lowest of the parts."""
        return Trace(check, tuple([lowest(spans) for spans in _by_completion(parts)]), tuple(parts))

    def any(self, check: AnyOf, parts: Sequence[Trace]) -> Trace:
        """The highest of the parts."""
        return Trace(check, tuple([highest(spans) for spans in _by_completion(parts)]), tuple(parts))

    def of(self, check: Of, parts: Sequence[Trace]) -> Trace:
        """What so many of the parts reach."""
        return Trace(check, tuple([nth_highest(spans, check.count) for spans in _by_completion(parts)]), tuple(parts))

    def relaxed(self, check: Relaxed, part: Trace) -> Trace:
        """The part, capped."""
        return Trace(check, tuple([span.map(cap) for span in part.spans]), (part,))

    def in_principle(self, check: InPrinciple, part: Trace) -> Trace:
        """The part, lifted."""
        return Trace(check, tuple([span.map(lift) for span in part.spans]), (part,))


def _by_completion(parts: Sequence[Trace]) -> Iterator[tuple[Span, ...]]:
    return zip(*[part.spans for part in parts], strict=True)


def trace(check: Check, case: Case, choices: Sequence[Fact]) -> Trace:
    """The trace of a check: every check below it with its span."""
    return check.fold(Traces(case, tuple(case.completions(choices))))
