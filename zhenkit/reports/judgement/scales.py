"""Each figure of a criterion on a scale, to be drawn: the value or its range, and what is required, as numbers."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

from zhenkit.checks.normal_form import ALL, LEAF, RELAXED_CHECK
from zhenkit.checks.trace import Trace
from zhenkit.checks.tree import INCLUDES, FigureTable
from zhenkit.core.i18n import _, pgettext
from zhenkit.facts.quantities import UNDEFINED, OrUndefined, Range
from zhenkit.facts.types.dates import DateType
from zhenkit.facts.types.members import LevelType, SetType
from zhenkit.facts.types.years import YearType
from zhenkit.facts.types.yes_no import YesNoType
from zhenkit.judging.judgement import CriterionJudgement, Judgement
from zhenkit.reports.phrases.grades import in_brackets
from zhenkit.reports.phrases.points import PointsEarned, points_of
from zhenkit.reports.phrases.values import demand, figure_line, leaf_of, required_in_words

MarkKind = Literal["threshold", "relaxation", "floor"]
BEYOND = 2.5
"""So many times the highest mark a scale reaches; a value beyond is shown as beyond, so that marks stay apart."""
ABOVE = 1.15
"""What is left free above the highest of all."""


class Mark(NamedTuple):
    """A figure that is required, on the scale of what it is required of.

    A *floor* is required whatever else holds, below a higher threshold; a *relaxation* is enough for an exception.
    """

    kind: MarkKind
    at: float
    figure: str

    @property
    def text(self) -> str:
        """The kind and the figure."""
        return _("{kind} {figure}").format(kind=mark_word(self.kind), figure=self.figure)


class Scale(NamedTuple):
    """A figure of a criterion with all that is required of it."""

    number: int
    """Of the criterion."""
    label: str
    value: str
    margin: tuple[str, ...]
    """How far from the threshold: one difference, or two of a range; none where there is nothing to compare."""
    note: str
    grade: str
    """`met`, `not_met`, `review` or `incomplete`: how the value compares with the threshold alone."""
    marks: tuple[Mark, ...]
    """By their place on the scale."""
    low: float | None
    """The value, or the lower end of its range; None where it is missing."""
    high: float | None
    """The upper end, perhaps infinite; the same as `low` of one value."""
    start: float
    end: float
    upward: bool = True
    """Whether more of it helps."""
    steps: tuple[str, ...] = ()
    """Of a scale of levels: the name of each, from the lowest."""

    @property
    def text(self) -> str:
        """All of it in one line, for who does not see a chart."""
        said = [_("{fact}: {figure}").format(fact=self.label, figure=self.value), *(mark.text for mark in self.marks)]
        return _("; ").join(said) + (in_brackets(" ~ ".join(self.margin)) if self.margin else "")


def mark_word(kind: MarkKind) -> str:
    """What a mark is called, in the language in use."""
    return {
        "threshold": pgettext("mark", "threshold"),
        "relaxation": pgettext("mark", "if relaxed"),
        "floor": pgettext("mark", "floor"),
    }[kind]


def scales(judged: CriterionJudgement, judgement: Judgement) -> Iterator[Scale]:
    """The scale of each figure of a criterion, and of its points; none of what is yes or no."""
    asked: dict[str, list[tuple[MarkKind, Trace]]] = {}
    for kind, trace in _asked(judged.trace, "floor"):
        asked.setdefault(leaf_of(trace).fact.id, []).append((kind, trace))
    if (points := points_of(judged.trace)) is not None:
        yield _of_points(judged, points)
    for found in asked.values():
        yield _scale(judged, judgement, found)


def _asked(trace: Trace, kind: MarkKind) -> Iterator[tuple[MarkKind, Trace]]:
    """The leaves of figures: those that nothing else can stand in for, those of an exception, the others."""
    if trace.kind == LEAF:
        if not isinstance(leaf_of(trace).fact.type, YesNoType):
            yield kind, trace
        return
    for part in trace.parts:
        if trace.kind == RELAXED_CHECK:
            yield from _asked(part, "relaxation")
        else:
            yield from _asked(part, kind if trace.kind == ALL or kind == "relaxation" else "threshold")


def _of_points(judged: CriterionJudgement, points: PointsEarned) -> Scale:
    mark = Mark("threshold", points.required, str(points.required))
    all_there_are = sum(award.points for award in points.awards)
    return Scale(
        judged.criterion.number,
        _("points"),
        points.value,
        (),
        points.missed,
        judged.trace.span.word,
        (mark,),
        points.earned,
        points.possible,
        0,
        max(all_there_are, points.required),
    )


def _scale(judged: CriterionJudgement, judgement: Judgement, found: list[tuple[MarkKind, Trace]]) -> Scale:
    marks = sorted({mark for kind, trace in found for mark in _marks(kind, trace)}, key=lambda mark: mark.at)
    traces = [trace for _kind, trace in found]
    unset = next((trace for trace in traces if trace.asked is None), None)  # for people to decide, above the floor
    hardest = unset or max(traces, key=lambda trace: demand(leaf_of(trace), trace.asked))
    fact = leaf_of(hardest).fact
    line = figure_line(hardest, judgement, str(fact.label))
    if unset is None and all(mark.kind == "floor" for mark in marks):  # a floor is one where more is required besides
        marks = [mark._replace(kind="threshold") for mark in marks]
    low, high = _ends(hardest)
    steps = tuple(str(member.label) for member in fact.type.members) if isinstance(fact.type, LevelType) else ()
    start, end = _reach(fact.type, [mark.at for mark in marks], low, high)
    return Scale(
        judged.criterion.number,
        line.label,
        line.value,
        line.margin,
        line.note,
        hardest.span.word,
        tuple(marks),
        low,
        high,
        start,
        end,
        leaf_of(hardest).operator.upward,
        steps,
    )


def _marks(kind: MarkKind, trace: Trace) -> Iterator[Mark]:
    """The figures that a leaf requires; several where the choice is missing that selects one."""
    check, asked = leaf_of(trace), trace.asked
    if isinstance(asked, dict) and isinstance(check.figure, FigureTable):
        rows: dict[Any, list[str]] = {}
        for choice, figure in asked.items():
            rows.setdefault(figure, []).append(check.figure.by.type.show(choice))
        for figure, choices in rows.items():
            if figure is not None:
                yield Mark(kind, _place(figure), required_in_words(check, figure) + in_brackets(_(", ").join(choices)))
    elif asked is not None:
        yield Mark(kind, _place(asked), required_in_words(check, asked))


def _ends(trace: Trace) -> tuple[float | None, float | None]:
    value, check = trace.value, leaf_of(trace)
    if isinstance(value, OrUndefined):
        value = value.value
    if value is None or value is UNDEFINED:
        return None, None
    if isinstance(value, Range):
        return float(value.low), float(value.high)
    if check.operator is INCLUDES:
        value = value & trace.asked
    return _place(value), _place(value)


def _place(figure: Any) -> float:
    return float(len(figure) if isinstance(figure, frozenset) else figure)


def _reach(kind: Any, marks: list[float], low: float | None, high: float | None) -> tuple[float, float]:
    """From where to where a scale reaches."""
    if isinstance(kind, LevelType):
        return 0, kind.top
    known = [each for each in (*marks, low, high) if each is not None and abs(each) != math.inf]
    if isinstance(kind, SetType):
        return 0, max([len(kind.members), *known])
    if isinstance(kind, (YearType, DateType)):
        first, last = min(known, default=0), max(known, default=1)
        room = (last - first) / 4 or 1
        return first - room, last + room
    start, end = min(0, *known) if known else 0, max(known, default=1) * ABOVE
    if marks and max(marks) > 0:
        end = min(end, max(marks) * BEYOND)
    return start * ABOVE, end if end > start else start + 1
