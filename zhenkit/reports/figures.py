"""A figure given against the figure asked for, and the margin between: counts, money, levels and sets as lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from zhenkit.checks import INCLUDES, Leaf, Table
from zhenkit.grades import MET, NOT_MET
from zhenkit.judging import Judgement
from zhenkit.language import _, plural
from zhenkit.quantities import Range, write_money
from zhenkit.readings.span import Trace
from zhenkit.readings.words import words
from zhenkit.values import Fact, SetType

MINUS = "−"


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
    """How much is asked, as a number; less than nothing where no figure is set."""
    if asked is None:
        return -1
    if isinstance(asked, dict) and isinstance(check.figure, Table):
        return max(_demand(check, figure) for figure in asked.values())
    return len(asked) if check.comparison is INCLUDES else asked


def _line(trace: Trace, judgement: Judgement, alone: bool) -> FigureLine:
    """`alone`: no other line is of the same fact, so that its label tells them apart."""
    check, value, asked = _leaf(trace), trace.value, trace.asked
    holds = {MET: True, NOT_MET: False}.get(trace.span.worst) if trace.span.decided else None
    label = str(check.fact.label if alone else words(check))
    if isinstance(check.fact.type, SetType) and value is not None:
        return _set_line(label, check, value, asked, holds)
    margin = _margin(check.fact, value, asked) if value is not None and isinstance(asked, int) else ()
    return FigureLine(label, given_in_words(trace, judgement), _asked(check, asked), margin, "", holds)


def _set_line(label: str, check: Leaf, value: frozenset[str], asked: Any, holds: bool | None) -> FigureLine:
    """A set is told by how many of its members are there; those that are asked for and are not are named."""
    named = check.comparison is INCLUDES
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
    if isinstance(asked, dict) and isinstance(check.figure, Table):
        by = check.figure.by
        rows = [f"{_(', ').join(choices)} {_asked(check, figure)}" for figure, choices in _by_figure(asked, by).items()]
        return _("by {choice}: {rows}").format(choice=by.label, rows=_("; ").join(rows))
    return str(_demand(check, asked) if isinstance(check.fact.type, SetType) else check.fact.type.show(asked))


def _by_figure(asked: dict[str, Any], by: Fact) -> dict[Any, list[str]]:
    found: dict[Any, list[str]] = {}
    for choice, figure in asked.items():
        found.setdefault(figure, []).append(by.type.show(choice))
    return found


def _margin(fact: Fact, value: Any, asked: int) -> tuple[str, ...]:
    ends = value if isinstance(value, Range) else (value,)
    return tuple(signed(end - asked, _WRITERS.get(fact.type.name, str)) for end in ends)


def signed(difference: int, write: Callable[[int], str]) -> str:
    """A difference with its sign: `+6.56亿元`, `−4`, `+0`."""
    if not difference:
        return "+0"
    return ("+" if difference > 0 else MINUS) + write(abs(difference))


def _levels(count: int) -> str:
    return plural("{count} level", "{count} levels", count).format(count=count)


_WRITERS = {"money": write_money, "level": _levels}


def given_in_words(trace: Trace, judgement: Judgement) -> str:
    """What a town gives for a leaf: the value, with its basis; or that it is missing."""
    if trace.value is None:
        return _("missing")
    fact = _leaf(trace).fact
    return fact.type.show(trace.value) + basis_in_words(fact, judgement)
