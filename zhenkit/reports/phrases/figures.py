"""A figure given against the figure asked for, and the margin between: counts, money, levels and sets as lines."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from zhenkit.checks.describe import OPERATOR_WORDS, figure_in_words, words
from zhenkit.checks.grades import MET, NOT_MET
from zhenkit.checks.trace import Trace
from zhenkit.checks.tree import INCLUDES, FigureTable, Leaf
from zhenkit.core.i18n import _, plural
from zhenkit.facts.derived import Growth, exactly
from zhenkit.facts.quantities import Range
from zhenkit.facts.types.figures import AmountType
from zhenkit.facts.types.members import Fact, SetType
from zhenkit.judging.judgement import Judgement

MINUS = "−"
PLAIN = ("at_least", "includes")
"""What is asked so stands as a bare figure; any other word is said."""


class FigureLine(NamedTuple):
    """One figure of a criterion: its name, what was given, what is asked, by how much they differ."""

    label: str
    given: str
    asked: str
    margin: tuple[str, ...]
    """One difference; two for a range, from its ends; none where there is nothing to compare."""
    note: str
    holds: bool | None
    """Whether what was given is what is asked; None where it cannot be told, or people decide."""

    @property
    def said(self) -> str:
        """Given / asked."""
        return _("{given} / {asked}").format(given=self.given, asked=self.asked)


def figure_lines(traces: Sequence[Trace], judgement: Judgement) -> list[FigureLine]:
    """A line for each figure; of several figures asked of one fact, the highest and those that are in doubt."""
    told = [trace for trace in traces if not _outdone(trace, traces)]
    times = Counter(_leaf(trace).fact for trace in told)
    return [_line(trace, judgement, alone=times[_leaf(trace).fact] == 1) for trace in told]


def _outdone(trace: Trace, traces: Sequence[Trace]) -> bool:
    """Whether another line says all that this one would: it asks more of the same fact, and this one is no news."""
    check = _leaf(trace)
    if trace.value is not None and trace.span.worst < MET:
        return False
    mine = _demand(check, trace.asked)
    return any(_demand(other, line.asked) > mine for line in traces if (other := _leaf(line)).fact is check.fact)


def _leaf(trace: Trace) -> Leaf:
    assert isinstance(trace.check, Leaf)  # only leaves are figures
    return trace.check


def _demand(check: Leaf, asked: Any) -> Any:
    """How much is asked, as a number that is higher where it is harder; lower than any where no figure is set."""
    if asked is None:
        return -math.inf
    if isinstance(asked, dict) and isinstance(check.figure, FigureTable):
        return max(_demand(check, figure) for figure in asked.values())
    if check.operator is INCLUDES:
        return len(asked)
    return asked if check.operator.upward else -asked


def _line(trace: Trace, judgement: Judgement, alone: bool) -> FigureLine:
    """`alone`: no other line is of the same fact, so that its label tells them apart."""
    check, value, asked = _leaf(trace), trace.value, trace.asked
    holds = {MET: True, NOT_MET: False}.get(trace.span.worst) if trace.span.decided else None
    label = str(check.fact.label if alone else words(check))
    if isinstance(check.fact.type, SetType) and value is not None:
        return _set_line(label, check, value, asked, holds)
    margin = _margin(check, value, asked) if value is not None and isinstance(asked, (int, Fraction)) else ()
    return FigureLine(label, given_in_words(trace, judgement), _asked(check, asked), margin, "", holds)


def _set_line(label: str, check: Leaf, value: frozenset[str], asked: Any, holds: bool | None) -> FigureLine:
    """A set is told by how many of its members are there; those that are asked for and are not are named."""
    named = check.operator is INCLUDES
    has = len(value & asked) if named else len(value)
    lacking = asked - value if named else frozenset()
    note = _("lacks: {list}").format(list=check.fact.type.show(lacking)) if lacking else ""
    wanted = len(asked) if named else asked
    margin = (signed(has - wanted, str),) if isinstance(wanted, int) else ()
    return FigureLine(label, str(has), _asked(check, asked), margin, note, holds)


def basis_in_words(fact: Fact, judgement: Judgement) -> str:
    """What a figure measures, in brackets, where the town file tells: sales, revenue, a whole chain."""
    facts = judgement.town.facts
    if fact.basis is None or fact.basis not in facts:
        return ""
    shown = judgement.rule_set.facts[fact.basis].type.show(facts[fact.basis])
    return _(" ({basis})").format(basis=shown)


def _asked(check: Leaf, asked: Any) -> str:
    if asked is None:
        return _("no figure set")
    if isinstance(asked, dict) and isinstance(check.figure, FigureTable):
        by = check.figure.by
        rows = [f"{_(', ').join(choices)} {_asked(check, figure)}" for figure, choices in _by_figure(asked, by).items()]
        return _("by {choice}: {rows}").format(choice=by.label, rows=_("; ").join(rows))
    if isinstance(check.fact.type, SetType):
        shown = str(len(asked) if check.operator is INCLUDES else asked)
    else:
        shown = figure_in_words(check.fact, asked)
    return shown if check.operator.word in PLAIN else _(OPERATOR_WORDS[check.operator.word]).format(figure=shown)


def _by_figure(asked: dict[str, Any], by: Fact) -> dict[Any, list[str]]:
    found: dict[Any, list[str]] = {}
    for choice, figure in asked.items():
        found.setdefault(figure, []).append(by.type.show(choice))
    return found


def _margin(check: Leaf, value: Any, asked: int | Fraction) -> tuple[str, ...]:
    fact = check.fact
    ends = value if isinstance(value, Range) else (value,)
    if any(abs(float(end)) == math.inf for end in ends):
        return ()
    write = fact.type.show if isinstance(fact.type, AmountType) else _levels
    differences = [(exactly(end) if isinstance(end, Growth) else end) - asked for end in ends]
    return tuple(
        _below(each, write) if each < 0 and not check.operator.upward else signed(each, write) for each in differences
    )


def _below(difference: int | Fraction, write: Callable[[Any], str]) -> str:
    """A difference from a limit that is not to be passed: a minus would read as a lack."""
    return _("{figure} below").format(figure=write(-difference))


def signed(difference: int | Fraction, write: Callable[[Any], str]) -> str:
    """A difference with its sign: `+6.56亿元`, `−4`, `+0`."""
    if not difference:
        return "+0"
    written = write(abs(difference))
    sign = "+" if difference > 0 else MINUS
    return f"≈{sign}{written[1:]}" if written.startswith("≈") else sign + written


def _levels(count: Fraction) -> str:
    return plural("{count} level", "{count} levels", int(count)).format(count=count)


def given_in_words(trace: Trace, judgement: Judgement) -> str:
    """What a town gives for a leaf: the value, with its basis; or that it is missing."""
    value, asked = trace.value, trace.asked
    if value is None:
        return _("missing")
    fact = _leaf(trace).fact
    shown = fact.type.show(value)
    if isinstance(fact.type, AmountType) and fact.derived is not None and isinstance(asked, (int, Fraction)):
        figure = fact.type.show(asked)
        if shown == f"≈{figure}":  # rounded onto what is asked, which it is not
            shown = (_("just below {figure}") if value < asked else _("just above {figure}")).format(figure=figure)
    return shown + "".join(basis_in_words(stated, judgement) for stated in fact.bases or (fact,))
