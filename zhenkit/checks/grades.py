"""Grades are a chain, an answer is a span of it; the algebra of spans."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import IntEnum
from typing import NamedTuple


class Grade(IntEnum):
    """A grade of a check, a criterion or a town, lowest first."""

    NOT_MET = 0
    REVIEW = 1
    RELAXED = 2
    MET = 3

    def __repr__(self) -> str:
        return self.name

    @property
    def word(self) -> str:
        """The grade's word in JSON: `not_met`, `review`, `relaxed`, `met`."""
        return GRADE_WORDS[self]

    @property
    def verdict(self) -> str:
        """The word for a town: `fail`, `review`, `relaxed`, `pass`."""
        return VERDICT_WORDS[self]


NOT_MET, REVIEW, RELAXED, MET = Grade
GRADE_WORDS = ("not_met", "review", "relaxed", "met")
VERDICT_WORDS = ("fail", "review", "relaxed", "pass")


class Span(NamedTuple):
    """The lowest and the highest grade that missing and uncertain facts still allow."""

    worst: Grade
    best: Grade

    @property
    def decided(self) -> bool:
        """True where both ends are the same grade."""
        return self.worst == self.best

    @property
    def word(self) -> str:
        """The span as one word for a criterion: a grade, or `incomplete` where the ends differ."""
        return GRADE_WORDS[self.worst] if self.worst == self.best else "incomplete"

    @property
    def verdict(self) -> str:
        """The span as one word for a town: a verdict, or `incomplete` where the ends differ."""
        return VERDICT_WORDS[self.worst] if self.worst == self.best else "incomplete"

    def or_review(self) -> Span:
        """The span where the grade may be *review* as well."""
        return SPANS[min(self.worst, REVIEW)][max(self.best, REVIEW)]

    def map(self, change: Callable[[Grade], Grade]) -> Span:
        """The span after a change that keeps the order of grades."""
        return SPANS[change(self.worst)][change(self.best)]


SPANS = tuple(tuple(Span(worst, best) for best in Grade) for worst in Grade)
"""SPANS[worst][best]: spans are few and asked for often, so each is made once."""
EXACT = tuple(SPANS[grade][grade] for grade in Grade)
"""EXACT[grade] is the span of a check that is decided."""


def lowest(spans: Iterable[tuple[Grade, Grade]]) -> Span:
    """`all`: the lower of the worsts, the lower of the bests.

    >>> lowest([(MET, MET), (NOT_MET, RELAXED)])
    Span(worst=NOT_MET, best=RELAXED)
    """
    worst = best = MET
    for low, high in spans:
        if low < worst:
            worst = low
        if high < best:
            best = high
    return SPANS[worst][best]


def highest(spans: Iterable[tuple[Grade, Grade]]) -> Span:
    """`any`: the higher of the worsts, the higher of the bests.

    >>> highest([(REVIEW, REVIEW), (NOT_MET, RELAXED)])
    Span(worst=REVIEW, best=RELAXED)
    """
    worst = best = NOT_MET
    for low, high in spans:
        if low > worst:
            worst = low
        if high > best:
            best = high
    return SPANS[worst][best]


def reached(grades: Iterable[Grade], points: Iterable[int], mark: int) -> Grade:
    """The highest grade that parts of at least `mark` points together have; `of` gives each part one point.

    >>> reached([MET, NOT_MET, REVIEW], points=(1, 1, 1), mark=2)
    REVIEW
    >>> reached([MET, NOT_MET, REVIEW], points=(2, 1, 1), mark=2)
    MET
    """
    # from the best part downwards: the part that brings the points to the mark is the worst of those that are needed,
    # and no other choice of parts does better, since each of a higher grade has been taken already
    earned = 0
    for grade, worth in sorted(zip(grades, points, strict=True), reverse=True):
        earned += worth
        if earned >= mark:
            return grade
    return NOT_MET


def enough(spans: Sequence[Span], points: Sequence[int], mark: int) -> Span:
    """`of` and `points`: what parts of at least `mark` points reach, at either end.

    >>> enough([EXACT[MET], SPANS[NOT_MET][RELAXED]], points=(1, 1), mark=2)
    Span(worst=NOT_MET, best=RELAXED)
    """
    # a part that is better never makes the whole worse: so all parts are at their worst together, and at their best
    worst = reached([span.worst for span in spans], points, mark)
    return SPANS[worst][reached([span.best for span in spans], points, mark)]


def join(spans: Iterable[tuple[Grade, Grade]]) -> Span:
    """The smallest span that contains all of them: the lowest worst, the highest best.

    >>> join([EXACT[RELAXED], EXACT[NOT_MET]])
    Span(worst=NOT_MET, best=RELAXED)
    """
    worst, best = MET, NOT_MET
    for low, high in spans:
        worst, best = min(worst, low), max(best, high)
    return SPANS[worst][best]


def cap(grade: Grade) -> Grade:
    """`relaxed`: never better than relaxed.

    >>> cap(MET), cap(REVIEW)
    (RELAXED, REVIEW)
    """
    return grade if grade < RELAXED else RELAXED


def lift(grade: Grade) -> Grade:
    """`in_principle`: never worse than review.

    >>> lift(NOT_MET), lift(MET)
    (REVIEW, MET)
    """
    return grade if grade > REVIEW else REVIEW


def doubted(grade: Grade) -> Grade:
    """What is not proven: never better than review.

    >>> doubted(MET), doubted(NOT_MET)
    (REVIEW, NOT_MET)
    """
    return grade if grade < REVIEW else REVIEW


def granted(grade: Grade) -> Grade:
    """A decision that grants: review becomes relaxed.

    >>> granted(REVIEW), granted(NOT_MET)
    (RELAXED, NOT_MET)
    """
    return RELAXED if grade == REVIEW else grade


def refused(grade: Grade) -> Grade:
    """A decision that refuses: review becomes not met.

    >>> refused(REVIEW), refused(RELAXED)
    (NOT_MET, RELAXED)
    """
    return NOT_MET if grade == REVIEW else grade
