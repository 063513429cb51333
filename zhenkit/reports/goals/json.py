"""Goals as JSON: each with its status, and its check with what is, what is asked, the figures by year and the pace."""

from __future__ import annotations

from typing import Any

from zhenkit.checks.describe import words
from zhenkit.checks.grades import GRADE_WORDS
from zhenkit.checks.trace import Trace
from zhenkit.checks.tree import FigureTable, Leaf
from zhenkit.core.i18n import Text
from zhenkit.facts.fact import Fact
from zhenkit.facts.quantities import write_money, write_number
from zhenkit.facts.types.members import SetType
from zhenkit.facts.types.money import MoneyType
from zhenkit.judging.goals import GoalsFound, GoalState
from zhenkit.judging.pace import Pace
from zhenkit.reports.formats import Style
from zhenkit.reports.layout.json import document
from zhenkit.rulesets.model import NO_FIGURE

Json = dict[str, Any]


def render(found: GoalsFound, _style: Style) -> str:
    """The report, a goal a line."""
    head: Json = {"jurisdiction": found.rule_set.id, "on": found.on}
    if found.problems:
        head["problems"] = [problem._asdict() for problem in found.problems]
    return document(head, {"goals": map(_goal, found.states)})


def _goal(state: GoalState) -> Json:
    goal, subject = state.goal, state.subject
    said: Json = {"id": goal.id, "by": goal.by, "scope": goal.scope, "name": _text(goal.name), "status": state.status}
    if goal.when is not None:
        said["when"] = _text(goal.when)
    if state.late:
        said["late"] = True
    if subject.records:
        said["of"] = subject.name
    return {**said, "clause": goal.clause, "checks": [_check(state.trace, state)]}


def _text(text: Text) -> Json:
    return {"zh": text.zh, "en": text.en}


def _check(trace: Trace, state: GoalState) -> Json:
    check, span = trace.check, trace.span
    said: Json = {
        "text": _text(words(check)),
        "worst": GRADE_WORDS[span.worst],
        "best": GRADE_WORDS[span.best],
    }
    if isinstance(check, Leaf):
        said |= _leaf(check, trace, state)
    if check.reading is not None:
        said["reading"] = _text(check.reading)
    if trace.parts:
        said["checks"] = [_check(part, state) for part in trace.parts]
    return said


def _leaf(check: Leaf, trace: Trace, state: GoalState) -> Json:
    fact, subject = check.fact, state.subject
    year = None if trace.value is None else state.years.get(fact.id)
    record = subject.records.get(year or 0)
    said: Json = {
        "fact": fact.id,
        "value": None if trace.value is None else fact.type.write(trace.value),
        "year": year,
        "required": _required(check, trace.asked),
        "evidence": list(record.evidence_of(fact)) if record is not None else [],
    }
    if points := subject.points(fact):
        said["series"] = {str(each): fact.type.write(value) for each, value in points}
    if check in state.paces:
        said["pace"] = _pace(fact, state.paces[check])
    count = subject.counts.get(fact.id)
    if count is not None:
        said["counted"] = {"towns": count.judged, **({"why_not": count.why_not} if count.why_not else {})}
    return said


def _required(check: Leaf, asked: Any) -> Any:
    """What is asked, as a town file would have it; `review` where no figure is set; by choice where that is missing."""
    if asked is None:
        return NO_FIGURE
    if isinstance(check.figure, FigureTable) and isinstance(asked, dict):
        return {choice: _required(check, figure) for choice, figure in asked.items()}
    return asked if isinstance(check.fact.type, SetType) and isinstance(asked, int) else check.fact.type.write(asked)


def _pace(fact: Fact, pace: Pace) -> Json:
    """Amounts a year, as a town file would have a figure of the fact, but not always whole."""

    def amount(size: Any) -> str:
        sign, size = "-" if size < 0 else "", abs(size)
        return sign + (write_money(size) if isinstance(fact.type, MoneyType) else write_number(size))

    return {
        "needed": amount(pace.needed),
        "until": pace.until,
        "so_far": None if pace.so_far is None else amount(pace.so_far),
        "since": pace.since,
        "enough": pace.enough,
        "reached": pace.reached,
    }
