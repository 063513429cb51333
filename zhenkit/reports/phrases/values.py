"""The value of a fact, what is required of it, and the margin between: counts, money, levels and sets as lines."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from zhenkit.checks.describe import asked_in_words, figure_in_words, words
from zhenkit.checks.grades import MET, NOT_MET
from zhenkit.checks.trace import Trace
from zhenkit.checks.tree import INCLUDES, FigureTable, Leaf
from zhenkit.core.i18n import _, pgettext
from zhenkit.facts.derived import Growth, exactly
from zhenkit.facts.fact import Fact
from zhenkit.facts.quantities import UNDEFINED, OrUndefined, Range
from zhenkit.facts.types.amounts import AmountType
from zhenkit.facts.types.base import FactType
from zhenkit.facts.types.members import SetType
from zhenkit.facts.types.yes_no import YesNoType
from zhenkit.judging.judgement import Judgement
from zhenkit.reports.phrases.grades import in_brackets

BARE = ("at_least", "includes")
"""Operators that a table of values does not write: its figures are least ones, unless it says otherwise."""


class FigureLine(NamedTuple):
    """One figure of a criterion: its name, its value, what is required, by how much they differ."""

    label: str
    value: str
    required: str
    margin: tuple[str, ...] = ()
    """One difference; two for a range, from its ends; none where there is nothing to compare."""
    note: str = ""
    met: bool | None = None
    """Whether the requirement is met; None where that is open, or needs review."""

    @property
    def text(self) -> str:
        """Value / required."""
        return f"{self.value} / {self.required}"


def figure_lines(traces: Sequence[Trace], judgement: Judgement) -> list[FigureLine]:
    """A line for each figure; of several required of one fact, the highest and those that are in doubt."""
    listed = [trace for trace in traces if not _is_implied(trace, traces)]
    times = Counter(leaf_of(trace).fact for trace in listed)
    # a fact's label is clear enough unless two lines are of the same fact
    return [
        figure_line(trace, judgement, str(leaf.fact.label if times[leaf.fact] == 1 else words(leaf)))
        for trace in listed
        for leaf in [leaf_of(trace)]
    ]


def _is_implied(trace: Trace, traces: Sequence[Trace]) -> bool:
    """Whether another line implies this one: it requires more of the same fact, and this one is met or missing."""
    check = leaf_of(trace)
    if trace.value is not None and trace.span.worst < MET:
        return False
    own = demand(check, trace.asked)
    return any(demand(other, line.asked) > own for line in traces if (other := leaf_of(line)).fact is check.fact)


def leaf_of(trace: Trace) -> Leaf:
    """The check of a trace that has no parts."""
    assert isinstance(trace.check, Leaf)
    return trace.check


def demand(check: Leaf, required: Any) -> Any:
    """How much is required, as a number that is higher where it is harder; lowest where no figure is set."""
    if required is None:
        return -math.inf
    if isinstance(required, dict) and isinstance(check.figure, FigureTable):
        return max(demand(check, figure) for figure in required.values())
    if check.operator is INCLUDES:
        return len(required)
    return required if check.operator.upward else -required


def figure_line(trace: Trace, judgement: Judgement, label: str) -> FigureLine:
    """The line of one figure. Of a set it says how many members there are; those that are lacking are named."""
    check, value, required = leaf_of(trace), trace.value, trace.asked
    met = {MET: True, NOT_MET: False}.get(trace.span.worst) if trace.span.decided else None
    line = FigureLine(label, value_in_words(trace, judgement), required_in_words(check, required), met=met)
    if isinstance(check.fact.type, SetType) and value is not None:
        if check.operator is INCLUDES:
            lacking, value, required = required - value, len(value & required), len(required)
            note = _("lacks: {list}").format(list=check.fact.type.show(lacking)) if lacking else ""
            line = line._replace(note=note)
        else:
            value = len(value)
        line = line._replace(value=members_in_words(value))
    if value is None or not isinstance(required, (int, Fraction)):
        return line
    return line._replace(margin=tuple(_margin(check, value, required)))


def value_in_words(trace: Trace, judgement: Judgement) -> str:
    """A town's value for a leaf, with its unit and what it measures; or that it is missing."""
    value, required = trace.value, trace.asked
    if value is None:
        return _("missing")
    fact = leaf_of(trace).fact
    shown = figure_in_words(fact, value)
    if isinstance(fact.type, AmountType) and fact.derived is not None and isinstance(required, (int, Fraction)):
        figure = figure_in_words(fact, required)
        if shown == f"≈{figure}":  # rounded onto what is required, which it is not
            shown = (_("just below {figure}") if value < required else _("just above {figure}")).format(figure=figure)
    return shown + "".join(_basis(stated, judgement) for stated in fact.bases or (fact,))


def _basis(fact: Fact, judgement: Judgement) -> str:
    """What a figure measures, in brackets, where the town file states it: sales, revenue, a whole chain."""
    facts = judgement.town.facts
    if fact.basis is None or fact.basis not in facts:
        return ""
    return in_brackets(judgement.rule_set.facts[fact.basis].type.show(facts[fact.basis]))


def value_and_required(trace: Trace, judgement: Judgement, label: str, *, short: bool = False) -> str:
    """A leaf in one line: its fact, the value, what is required.

    `short`: of a set, only how many members there are and which of those required are lacking.
    """
    check = leaf_of(trace)
    value, required = value_in_words(trace, judgement), asked_in_words(check, trace.asked)
    if short and isinstance(check.fact.type, SetType) and trace.value is not None:
        line = figure_line(trace, judgement, label)
        value = line.value
        if check.operator is INCLUDES:
            required = _("; ").join(filter(None, (line.required, line.note)))
    return _("{fact}: {value} (required: {required})").format(fact=label, value=value, required=required)


def unproven(fact: Fact) -> str:
    """Why the value of a fact counts as no more than *review* under `--strict`."""
    return _("no evidence") if isinstance(fact.type, YesNoType) else _("the figure measures something else")


def required_in_words(check: Leaf, required: Any) -> str:
    """What a leaf requires, as a table of values has it: a least figure bare, of a set how many members."""
    if required is None:
        return _("no figure set")
    if isinstance(required, dict) and isinstance(check.figure, FigureTable):
        by = check.figure.by
        rows: dict[Any, list[str]] = {}
        for choice, figure in required.items():
            rows.setdefault(figure, []).append(by.type.show(choice))
        listed = [f"{_(', ').join(choices)} {required_in_words(check, figure)}" for figure, choices in rows.items()]
        return _("by {choice}: {rows}").format(choice=by.label, rows=_("; ").join(listed))
    if check.operator is INCLUDES:
        return members_in_words(len(required))
    if check.operator.word not in BARE or not check.fact.type.bare_figures:
        return asked_in_words(check, required)
    is_set = isinstance(check.fact.type, SetType)
    return members_in_words(required) if is_set else figure_in_words(check.fact, required)


def members_moved(fact: Fact, before: frozenset[str], after: frozenset[str]) -> str:
    """What a set gained and lost: `+ training; - testing`."""
    parts = [("+", after - before), ("-", before - after)]
    return _("; ").join(f"{sign} {fact.type.show(moved)}" for sign, moved in parts if moved)


def members_in_words(count: int) -> str:
    """How many members of a set there are: Chinese counts them by a word of its own."""
    return pgettext("members of a set", "{count}").format(count=count)


def _margin(check: Leaf, value: Any, required: int | Fraction) -> list[str]:
    if value is UNDEFINED or isinstance(value, OrUndefined):
        return []
    ends = value if isinstance(value, Range) else (value,)
    if any(abs(float(end)) == math.inf for end in ends):
        return []
    kind, upward = check.fact.type, check.operator.upward
    return [how_far((exactly(end) if isinstance(end, Growth) else end) - required, kind, upward) for end in ends]


def how_far(difference: int | Fraction, kind: FactType, upward: bool = True) -> str:
    """How far a value lies from what is required, in words: a sign would be good news or bad by the operator."""
    if not difference:
        return _("equal")
    below = "short" if upward else "under"
    said = kind.margins["over" if difference > 0 else below]
    return _(said).format(figure=kind.difference(abs(difference)))
