"""Goals in words: what they are called, until when, how far they are reached, at what pace; their charts as data."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from zhenkit.checks.describe import asked_in_words, figure_in_words, words
from zhenkit.checks.trace import Trace
from zhenkit.checks.tree import Leaf
from zhenkit.core.i18n import _, pgettext, plural
from zhenkit.facts.derived import bounds
from zhenkit.facts.fact import Fact
from zhenkit.facts.quantities import rounded_money
from zhenkit.facts.types.base import Value
from zhenkit.facts.types.counts import CountType
from zhenkit.facts.types.money import MoneyType
from zhenkit.judging.goals import STATUSES, GoalsFound, GoalState, GoalSubject
from zhenkit.judging.pace import Pace, last_year_of
from zhenkit.reports.phrases.grades import in_brackets
from zhenkit.reports.phrases.titles import rule_set_heading
from zhenkit.rulesets.goals import REGION, TOWN, Goal

PLACES, PLACES_OF_COUNTS = 100, 10
"""In how many parts of 1 a pace is given."""


def goal_title(goal: Goal) -> str:
    """A goal's name, and for what it is."""
    scope = _("of the town") if goal.scope == TOWN else _("of the region")
    return _("Goal: {name} ({scope})").format(name=goal.name, scope=scope)


def until(goal: Goal) -> str:
    """The last day to reach it, or what the document says in place of a day."""
    return _("by {day}").format(day=goal.by) if goal.by else str(goal.when)


def status_word(status: str) -> str:
    """What a goal's status is called, in the language in use."""
    return {
        "met": pgettext("goal", "met"),
        "behind": pgettext("goal", "behind"),
        "not_due": pgettext("goal", "not due"),
        "unknown": pgettext("goal", "unknown"),
    }[status]


def title(found: GoalsFound) -> str:
    """Whose goals they are."""
    return _("Goals of {place}").format(place=found.rule_set.place[found.rule_set.level])


def heading(found: GoalsFound) -> str:
    """By what document, and on which day."""
    return _("{rules} · on {day}").format(rules=rule_set_heading(found.rule_set), day=found.on)


def tally_of(found: GoalsFound) -> list[tuple[str, int]]:
    """How many goals have each status."""
    counts = ((status, sum(state.status == status for state in found.states)) for status in STATUSES)
    return [(status, count) for status, count in counts if count]


def groups(found: GoalsFound) -> Iterator[tuple[GoalSubject, list[GoalState]]]:
    """The goals of the region, then those of each town."""
    by_subject: dict[GoalSubject, list[GoalState]] = {}
    for state in found.states:
        by_subject.setdefault(state.subject, []).append(state)
    yield from by_subject.items()


def subject_title(subject: GoalSubject) -> str:
    """Of whom the goals below are."""
    if subject.scope == REGION:
        return _("The region: {name}").format(name=subject.name)
    return (
        _("The town: {name}").format(name=subject.name)
        if subject.name
        else _("The town: none is given that lies there")
    )


def lines(state: GoalState) -> Iterator[str]:
    """What a goal asks; each fact against its figure, with pace, reading and evidence; that it was reached late."""
    yield str(words(state.goal.require))
    for trace in state.leaf_traces():
        assert isinstance(trace.check, Leaf)
        yield _measured(trace, state)
        if trace.check in state.paces:
            yield pace_in_words(trace.check, state.paces[trace.check])
        if trace.check.reading is not None:
            yield _("reading: {text}").format(text=trace.check.reading)
        record = state.subject.records.get(state.years.get(trace.check.fact.id, 0))
        for evidence in record.evidence_of(trace.check.fact) if record is not None else ():
            yield _("evidence: {text}").format(text=evidence)
    if state.late:
        yield _("reached after its last day, by the figures there are")


def _measured(trace: Trace, state: GoalState) -> str:
    check = trace.check
    assert isinstance(check, Leaf)
    required = asked_in_words(check, trace.asked)
    if trace.value is None:
        value = _("missing")
    else:
        value = figure_in_words(check.fact, trace.value) + _basis(check.fact, state)
        if check.fact.id in state.years:
            value = _("{value} in {year}").format(value=value, year=state.years[check.fact.id])
    said = _("{fact}: {value} (required: {required})").format(fact=check.fact.label, value=value, required=required)
    return said + "".join(in_brackets(note) for note in _notes(check.fact, trace, state))


def _basis(fact: Fact, state: GoalState) -> str:
    """What a figure measures, where the file says so."""
    record = state.subject.records.get(state.years.get(fact.id, 0))
    if fact.basis is None or record is None or fact.basis not in record.facts:
        return ""
    shown = state.facts[fact.basis].type.show(record.facts[fact.basis])
    return in_brackets(shown)


def _notes(fact: Fact, trace: Trace, state: GoalState) -> Iterator[str]:
    """Where a figure comes from that no file states, or why there is none."""
    multiple = state.multiples.get(fact.id)
    if multiple is not None:
        base = state.subject.series.get(multiple.of.id, {}).get(multiple.since)
        label, since = multiple.of.label, multiple.since
        if base is None:
            yield _("{fact} of {year} is missing").format(fact=label, year=since)
        else:
            figure = figure_in_words(multiple.of, base)
            yield _("{fact} in {year}: {figure}").format(fact=label, year=since, figure=figure)
    count = state.subject.counts.get(fact.id)
    if count is not None and count.why_not:
        yield _("not counted: {why}").format(why=count.why_not)
    elif count is not None and trace.value is not None:
        yield plural(
            "counted: those that meet the standard, of {count} town given",
            "counted: those that meet the standard, of {count} towns given",
            count.judged,
        ).format(count=count.judged)


def pace_in_words(check: Leaf, pace: Pace) -> str:
    """What is needed a year until the last day, and how that compares with the pace so far."""
    needed = _("needed: {figure} a year until {year}").format(figure=a_year(check.fact, pace.needed), year=pace.until)
    if pace.so_far is None:
        return _("{needed}; the pace so far is not known: there are figures of one year").format(needed=needed)
    so_far = _("{needed}; so far {figure} a year since {year}").format(
        needed=needed, figure=a_year(check.fact, pace.so_far), year=pace.since
    )
    if pace.reached is None:
        return _("{said}: at that pace it is never reached").format(said=so_far)
    compared = _("{said}: enough, reached in {year}") if pace.enough else _("{said}: too slow, reached in {year}")
    return compared.format(said=so_far, year=pace.reached)


def a_year(fact: Fact, amount: Fraction) -> str:
    """An amount a year, rounded for a person."""
    sign, size = "-" if amount < 0 else "", abs(amount)
    if isinstance(fact.type, MoneyType):
        exact = fact.type.show(int(size)) if size.denominator == 1 else f"≈{rounded_money(size)}"
        return sign + exact
    places = PLACES_OF_COUNTS if isinstance(fact.type, CountType) else PLACES
    rounded = Fraction(round(size * places), places)
    shown = figure_in_words(fact, rounded if rounded.denominator != 1 else int(rounded))
    return sign + ("" if rounded == size else "≈") + shown


class Row(NamedTuple):
    """A year of a chart: what was, what is to be; both as shares of the longest, 0 to 1."""

    year: int
    value: str
    low: Fraction | None
    high: Fraction | None
    goal: str
    asked: Fraction | None
    status: str
    """That of the goal of this year."""


class Chart(NamedTuple):
    """A figure by year, with the goals that ask for it."""

    title: str
    rows: tuple[Row, ...]


EIGHTHS = " ▏▎▍▌▋▊▉█"
LIGHT, MARK = "░", "│"


def bar(row: Row, longest: int, fine: bool = True) -> str:
    """The bar of a year in characters: to the figure, paler to the highest it may be, a mark at the goal.

    `fine`: in eighths of a character, which not every font has.
    """
    cells = [" "] * (longest + 1)
    if row.low is not None:
        eighths = round(row.low * longest * 8) if fine else 8 * round(row.low * longest)
        upper = longest if row.high is None else round(row.high * longest)
        for cell in range(longest):
            cells[cell] = EIGHTHS[max(0, min(8, eighths - 8 * cell))]
            if row.high != row.low and cell < upper and cells[cell] != EIGHTHS[-1]:
                cells[cell] = LIGHT
    if row.asked is not None:
        cells[round(row.asked * longest)] = MARK
    return "".join(cells)


def marked(row: Row) -> str:
    """The goal of a year of a chart, named as such; nothing where there is none."""
    return _("goal: {figure}").format(figure=row.goal) if row.goal else ""


def charts(states: list[GoalState]) -> Iterator[Chart]:
    """A chart for each figure that dated goals ask for, where something is known of it."""
    asked: dict[Fact, dict[int, tuple[GoalState, Trace]]] = {}
    for state in states:
        if state.goal.by is None:
            continue
        for trace in state.leaf_traces():
            check = trace.check
            assert isinstance(check, Leaf)
            if check.fact.type.is_quantity and _plain(trace.asked):
                asked.setdefault(check.fact, {})[last_year_of(state.goal.by)] = state, trace
    for fact, goals in asked.items():
        points = dict(states[0].subject.points(fact))
        if points:
            yield _chart(fact, points, goals)


def _plain(value: Value) -> bool:
    return isinstance(value, (int, Fraction)) and not isinstance(value, bool)


def _chart(fact: Fact, points: dict[int, Value], goals: dict[int, tuple[GoalState, Trace]]) -> Chart:
    ends = {year: bounds(value) for year, value in points.items()}
    figures = [trace.asked for _state, trace in goals.values()]
    figures += [end for pair in ends.values() for end in pair if _plain(end)]
    most = Fraction(max([abs(figure) for figure in figures if figure != math.inf], default=1)) or Fraction(1)

    def share(figure: Value) -> Fraction | None:
        return min(max(Fraction(figure) / most, Fraction(0)), Fraction(1)) if _plain(figure) else None

    rows = []
    for year in sorted({*points, *goals}):
        low, high = ends.get(year, (None, None))
        state, trace = goals.get(year, (None, None))
        goal = ""
        if trace is not None and isinstance(trace.check, Leaf):
            goal = asked_in_words(trace.check, trace.asked)
        rows.append(
            Row(
                year,
                figure_in_words(fact, points[year]) if year in points else "",
                share(low),
                share(high),
                goal,
                share(trace.asked) if trace is not None else None,
                state.status if state is not None else "",
            )
        )
    return Chart(str(fact.label), tuple(rows))
