"""What the cases of a rule set reach, and what none of them does.

A target is something that a case can show: that a check is met or not, that a row of a table is reached or missed, that
an exception or a lift is needed, that a grade occurs. A case reaches it only where what the case expects hangs on it:
were the check settled the other way, the case would see another answer.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from zhenkit.analysis.ruletest.case_file import Case
from zhenkit.analysis.ruletest.expectations import GRADE, MERITS, VERDICT
from zhenkit.analysis.search.grid import grid_of
from zhenkit.analysis.search.search import Budget, Condition, OutOfReach, Search
from zhenkit.checks import evaluate as spans
from zhenkit.checks.describe import asked_in_words, in_both, words
from zhenkit.checks.grades import EXACT, MET, NOT_MET, RELAXED, REVIEW, Grade, Span, lowest
from zhenkit.checks.partial import Hinge
from zhenkit.checks.rewrite import settled
from zhenkit.checks.tree import Check, FigureTable, Gathered, InPrinciple, Leaf, Relaxed, leaves
from zhenkit.core.i18n import Text, _, noted
from zhenkit.facts.fact import Fact
from zhenkit.judging.judgement import CriterionJudgement, Judgement
from zhenkit.rulesets.model import Criterion, RuleSet

OF_CHECK, OF_ROW, OF_EXCEPTION, OF_LIFT, OF_GRADE = TARGET_KINDS = (
    "check",
    "row",
    "exception",
    "in_principle",
    "grade",
)
OCCURRENCE_EFFORT = 200_000
"""How many leaves are looked at to find whether a grade can occur at all; beyond, it is taken to."""


class View:
    """One criterion of one case (or one preference of it), and what the case would notice of it."""

    def __init__(self, judged: CriterionJudgement, watched: Callable[[Span], object]) -> None:
        self.judged, self.case, self.watched = judged, judged.case, watched

    def span(self, check: Check, choices: Sequence[Fact]) -> Span:
        """The span of a check for the case's town."""
        return spans.span(check, self.case, choices)

    def notices(self, one: Span, other: Span) -> bool:
        """Whether the case, whose criterion has one span, would fail if it had the other."""
        return self.watched(one) != self.watched(other)


@dataclass(frozen=True)
class Target:
    """Something that a case can show of a criterion: what kind of thing it is, and what is lacking without it."""

    kind: str
    criterion: Criterion
    lacking: Text
    reached_in: Callable[[View], bool]
    merit: bool = False


class _Targets(Gathered[Target]):
    """The targets of a check: of each leaf, each exception, each check in principle."""

    def __init__(self, criterion: Criterion, root: Check, choices: Sequence[Fact], merit: bool) -> None:
        self.criterion, self.root, self.choices, self.merit = criterion, root, choices, merit

    def target(self, kind: str, lacking: Callable[[], str], reached_in: Callable[[View], bool]) -> Target:
        return Target(kind, self.criterion, in_both(lacking), reached_in, self.merit)

    def leaf(self, check: Leaf) -> tuple[Target, ...]:
        """That it is met, that it is not; of a table, row by row, and that a row without a figure is reached."""
        if not isinstance(check.figure, FigureTable):
            return tuple(self.outcome(OF_CHECK, check, lambda: str(words(check)), grade) for grade in (MET, NOT_MET))
        table = check.figure

        def row(choice: str) -> Callable[[], str]:
            def said() -> str:
                asked = asked_in_words(check, table.figures[choice])
                what = check.text or _("{fact}: {figure}").format(fact=check.fact.label, figure=asked)
                return _("{check} ({choice})").format(check=what, choice=table.by.type.show(choice))

            return said

        return tuple(
            self.outcome(OF_ROW, check, row(choice), grade, {table.by.id: choice})
            for choice, figure in table.figures.items()
            for grade in ((REVIEW,) if figure is None else (MET, NOT_MET))
        )

    def outcome(
        self, kind: str, check: Leaf, said: Callable[[], str], grade: Grade, given: Mapping[str, object] | None = None
    ) -> Target:
        """That a leaf has this grade, and what the case expects hangs on it."""
        # a row without a figure is for review: it decides where that is better than not met
        best = settled(self.root, check, REVIEW if grade == REVIEW else MET)
        worst = settled(self.root, check, NOT_MET)

        def lacking() -> str:
            return {
                MET: _("no case in which this is met: {check}"),
                NOT_MET: _("no case in which this is not met: {check}"),
                REVIEW: _("no case that needs review because of this: {check}"),
            }[grade].format(check=said())

        def reached_in(view: View) -> bool:
            facts = view.case.facts
            if any(facts.get(fact_id) != value for fact_id, value in (given or {}).items()):
                return False
            if view.span(check, ()) != EXACT[grade]:
                return False
            return view.notices(view.span(best, self.choices), view.span(worst, self.choices))

        return self.target(kind, lacking, reached_in)

    def needed(self, kind: str, check: Check, sentence: str, grade: Grade) -> Target:
        """That the whole has this grade, and would be not met without this check."""
        without = settled(self.root, check, NOT_MET)

        def reached_in(view: View) -> bool:
            span = view.span(self.root, self.choices)
            return span == EXACT[grade] and view.notices(span, view.span(without, self.choices))

        return self.target(kind, lambda: _(sentence).format(check=words(check)), reached_in)

    def relaxed(self, check: Relaxed, part: tuple[Target, ...]) -> tuple[Target, ...]:
        """That it is needed."""
        return (self.needed(OF_EXCEPTION, check, noted("no case that needs the exception: {check}"), RELAXED), *part)

    def in_principle(self, check: InPrinciple, part: tuple[Target, ...]) -> tuple[Target, ...]:
        """That it fails and is for review."""
        return (
            self.needed(OF_LIFT, check, noted("no case that fails this and so needs review: {check}"), REVIEW),
            *part,
        )


def targets_of(criterion: Criterion) -> Iterable[Target]:
    """Everything that cases can show of a criterion."""
    yield from criterion.require.fold(_Targets(criterion, criterion.require, criterion.choices, False))
    for preference in criterion.preferences:
        yield from preference.check.fold(_Targets(criterion, preference.check, preference.choices, True))
    for grade in Grade:
        if can_be(criterion.require, grade):
            yield _graded(criterion, grade)


def _graded(criterion: Criterion, grade: Grade) -> Target:
    def reached_in(view: View) -> bool:
        others = [EXACT[other] for other in Grade if other != grade]
        return view.judged.span == EXACT[grade] and all(view.notices(EXACT[grade], other) for other in others)

    words_of = (
        noted("no case in which the criterion is not met"),
        noted("no case in which the criterion needs review"),
        noted("no case in which the criterion is relaxed"),
        noted("no case in which the criterion is met"),
    )
    return Target(OF_GRADE, criterion, in_both(lambda: _(words_of[grade])), reached_in)


class _Graded(Condition):
    """The check has exactly this grade."""

    def __init__(self, check: Check, grade: Grade) -> None:
        # passed as what is to be high and low at once, so that no fact is put to one end
        super().__init__(check, check)
        self.grade = grade

    def _ends(self, high: Hinge, _low: Hinge) -> tuple[bool, bool]:
        return high.span.worst <= self.grade <= high.span.best, high.span == EXACT[self.grade]


def can_be(check: Check, grade: Grade) -> bool:
    """Whether some town gets this grade."""
    try:
        return Search(grid_of(leaves(check)), [_Graded(check, grade)], Budget(OCCURRENCE_EFFORT)).any() is not None
    except OutOfReach:
        return True


class Count(NamedTuple):
    """How many targets of a kind there are, and how many are reached."""

    reached: int
    total: int


class Coverage:
    """The targets of a rule set, and which of them are not reached yet."""

    def __init__(self, rule_set: RuleSet) -> None:
        self.rule_set = rule_set
        self.targets = [target for criterion in rule_set.criteria for target in targets_of(criterion)]
        self._open = dict.fromkeys(self.targets)
        self._seen: set[object] = set()

    def add(self, case: Case, judgement: Judgement) -> None:
        """Take off what a case reaches."""
        watching = {(expectation.what, expectation.criterion) for expectation in case.expectations}
        for judged in judgement.criteria:
            number = judged.criterion.number
            others = lowest([other.span for other in judgement.criteria if other is not judged])
            views = {
                False: View(judged, _watched(judged, others, (GRADE, number) in watching, (VERDICT, None) in watching)),
                True: View(judged, _is_held if (MERITS, number) in watching else _is_nothing),
            }
            for target in [target for target in self._open if target.criterion is judged.criterion]:
                if target.reached_in(views[target.merit]):
                    del self._open[target]

    @property
    def not_reached(self) -> tuple[Target, ...]:
        """The targets that no case reaches, in the order of the rule file."""
        return tuple(self._open)

    def count(self, kind: str | None = None) -> Count:
        """How much is reached, of one kind or of all."""
        targets = [target for target in self.targets if kind in (None, target.kind)]
        return Count(sum(target not in self._open for target in targets), len(targets))

    @property
    def percent(self) -> float:
        """How much is reached, rounded down to one decimal: 100 means all."""
        return math.floor(self.share * 1000) / 10

    def is_below(self, percent: float) -> bool:
        """Whether less than this is reached."""
        return self.share * 100 < Fraction(percent)

    @property
    def share(self) -> Fraction:
        """How much is reached, 0 to 1."""
        reached, total = self.count()
        return Fraction(reached, total) if total else Fraction(1)


def _is_held(span: Span) -> bool:
    """What a case that expects merits sees of one."""
    return span.worst >= RELAXED


def _is_nothing(_span: Span) -> None:
    """What a case sees that expects nothing."""


def _watched(judged: CriterionJudgement, others: Span, grade: bool, verdict: bool) -> Callable[[Span], object]:
    """What a case that expects the criterion's grade, the verdict, both or neither sees of the criterion's span."""

    def watched(span: Span) -> object:
        span = span.map(judged.decided)
        return span if grade else None, lowest([others, span]) if verdict else None

    return watched
