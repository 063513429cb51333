"""A check as judged: every check below it with its span, its value and what is required."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from zhenkit.checks.evaluate import KnownFacts, judge_of
from zhenkit.checks.grades import (
    EXACT,
    MET,
    NOT_MET,
    Span,
    cap,
    enough,
    highest,
    join,
    lift,
    lowest,
)
from zhenkit.checks.normal_form import ALL, ANY, IN_PRINCIPLE, LEAF, OF, RELAXED_CHECK
from zhenkit.checks.tree import All, AnyOf, Check, FigureTable, Fold, InPrinciple, Leaf, Of, Relaxed
from zhenkit.facts.fact import Fact
from zhenkit.facts.types.base import Value

SETTLED = (EXACT[MET], EXACT[NOT_MET])
"""Spans of parts that an open check does not depend on any more."""


class Trace:
    """One check as judged: its span, the traces of its parts, and of a leaf the value and what is required."""

    __slots__ = ("asked", "check", "kind", "parts", "span", "value")

    def __init__(
        self,
        kind: str,
        check: Check,
        span: Span,
        parts: tuple[Trace, ...] = (),
        value: Value | None = None,
        asked: Any = None,
    ) -> None:
        self.kind, self.check, self.span, self.parts, self.value = kind, check, span, parts, value
        self.asked = asked
        """The figure required; a mapping from a choice's values where the choice is missing."""

    def deciding(self) -> tuple[Trace, ...]:
        """The parts that this check's span depends on: those that give it, or that give one of its ends."""
        span = self.span
        if len(self.parts) == 1:  # capped or lifted: it need not have the same grade
            return self.parts
        if span.decided:
            # where a choice is missing, parts may give it by turns: then all of them do together
            return tuple([part for part in self.parts if part.span == span]) or self.parts
        return tuple(
            [
                part
                for part in self.parts
                if (part.span.worst == span.worst or part.span.best == span.best) and part.span not in SETTLED
            ]
        )


Completions = Sequence[KnownFacts] | None
"""A case for each value of the choices that are missing; None where no choice is."""


Tracer = Callable[[KnownFacts, Completions], Trace]


class Tracers(Fold[Tracer]):
    """A check as a function that judges and keeps what every check below it gave."""

    def leaf(self, check: Leaf) -> Tracer:
        """The leaf, its value and what is required."""
        judge, fact_id, figure = judge_of(check), check.fact.id, check.figure
        bases = [base.id for base in check.fact.bases]

        def tracer(case: KnownFacts, completions: Completions) -> Trace:
            asked = figure
            if type(figure) is FigureTable:
                asked = check.asked(case.facts) if figure.by.id in case.facts else figure.figures
            found = judge(case) if completions is None else join([judge(completion) for completion in completions])
            value = case.facts.get(fact_id)
            if bases and not any(base in case.facts for base in bases):
                value = None  # computed from nothing
            return Trace(LEAF, check, found, (), value, asked)

        return tracer

    def all(self, check: All, parts: Sequence[Tracer]) -> Tracer:
        """The lowest of the parts."""
        return _tracer(ALL, check, parts, lowest)

    def any(self, check: AnyOf, parts: Sequence[Tracer]) -> Tracer:
        """The highest of the parts."""
        return _tracer(ANY, check, parts, highest)

    def of(self, check: Of, parts: Sequence[Tracer]) -> Tracer:
        """What so many of the parts reach."""
        return _tracer(OF, check, parts, lambda spans: enough(spans, check.points, check.count))

    def relaxed(self, check: Relaxed, part: Tracer) -> Tracer:
        """The part, capped."""
        return _tracer(RELAXED_CHECK, check, (part,), lambda spans: spans[0].map(cap))

    def in_principle(self, check: InPrinciple, part: Tracer) -> Tracer:
        """The part, lifted."""
        return _tracer(IN_PRINCIPLE, check, (part,), lambda spans: spans[0].map(lift))


def _tracer(kind: str, check: Check, parts: Sequence[Tracer], together: Callable[[Sequence[Span]], Span]) -> Tracer:
    judge = judge_of(check)

    def tracer(case: KnownFacts, completions: Completions) -> Trace:
        traced = tuple([part(case, completions) for part in parts])
        if completions is None:
            return Trace(kind, check, together([part.span for part in traced]), traced)
        return Trace(kind, check, join([judge(completion) for completion in completions]), traced)

    return tracer


@lru_cache(maxsize=4096)
def tracer_of(check: Check) -> Tracer:
    """The check as a tracing function, made once.

    >>> tracer_of(exporting)(KnownFacts({"exports": True}), None).span
    Span(worst=MET, best=MET)
    """
    return check.fold(Tracers())


def trace(check: Check, case: KnownFacts, choices: Sequence[Fact]) -> Trace:
    """The trace of a check: every check below it with its span.

    >>> found = trace(needs_both, KnownFacts({"firms": 12, "exports": False}), ())
    >>> [(part.value, part.asked, part.span.word) for part in found.parts]
    [(12, 10, 'met'), (False, True, 'not_met')]
    >>> [part.check.fact.id for part in found.deciding()]
    ['exports']
    """
    known = all(choice.id in case.facts for choice in choices)
    return tracer_of(check)(case, None if known else tuple(case.completions(choices)))
