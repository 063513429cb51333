"""Files of a region and of its towns -> how far its goals are reached, and at what pace: what `goals` does.

The figures of a year are taken as they are at its end. A goal is judged by the newest figures up to its last day; once
that day is past, figures of later years are looked at where those do not reach it.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal, NamedTuple

from zhenkit.checks.evaluate import KnownFacts
from zhenkit.checks.grades import NOT_MET, RELAXED, REVIEW
from zhenkit.checks.trace import Trace, trace
from zhenkit.checks.tree import Leaf
from zhenkit.core.errors import Problem, ZhenkitError
from zhenkit.core.i18n import _, plural
from zhenkit.facts.derived import bounds, quotient
from zhenkit.facts.dictionary import PLACE_FACTS, Facts, same_place
from zhenkit.facts.fact import Fact
from zhenkit.facts.quantities import Range
from zhenkit.facts.town import Town
from zhenkit.facts.types.base import Value
from zhenkit.judging.judgement import judge
from zhenkit.judging.misplaced import misplaced_by
from zhenkit.judging.outcome import FAILED, OPEN, PASSED, TROUBLE
from zhenkit.judging.pace import Pace, last_year, pace_to
from zhenkit.rulesets.catalog import Rulebook
from zhenkit.rulesets.goals import REGION, TOWN, Goal, Goals, Multiple
from zhenkit.rulesets.model import RuleSet
from zhenkit.towns.inputs import read_towns

Status = Literal["met", "behind", "not_due", "unknown"]
STATUSES: tuple[Status, ...] = ("met", "behind", "not_due", "unknown")
"""Reached; its last day is past and it is not reached; that day is ahead and it is not; the figures do not say."""


class NoGoals(ZhenkitError, LookupError):
    """The goals of a rule set are asked for, and it has none."""


class CountedTowns(NamedTuple):
    """Towns counted: how many were judged, and why there is no figure where there is none."""

    judged: int = 0
    why_not: str = ""


@dataclass(frozen=True, eq=False)
class GoalState:
    """One goal of the region or of one town: its status, and the check with what is and what is required."""

    goal: Goal
    subject: GoalSubject
    status: Status
    late: bool
    """Whether figures of after its last day are the first to reach it."""
    trace: Trace
    years: Mapping[str, int]
    """By a fact: of which year its value is."""
    paces: Mapping[Leaf, Pace]
    goals: Goals

    @property
    def facts(self) -> Facts:
        """The dictionary."""
        return self.goals.facts

    @property
    def multiples(self) -> Mapping[str, Multiple]:
        """The facts that are multiples of others."""
        return self.goals.multiples

    def leaf_traces(self) -> Iterator[Trace]:
        """Every fact against its figure."""
        return _leaf_traces(self.trace)


@dataclass(frozen=True)
class GoalsFound:
    """How far the goals of a rule set are reached on a day."""

    rule_set: RuleSet
    goals: Goals
    on: str
    states: Sequence[GoalState]
    problems: Sequence[Problem] = ()
    remarks: Sequence[Problem] = ()
    given: bool = True
    """Whether there are files to look at."""

    @property
    def exit_code(self) -> int:
        """2 where a file has a problem; 1 where a goal is behind; 3 where one is unknown; without files always 0."""
        statuses = {state.status for state in self.states}
        if self.problems:
            return TROUBLE
        if not self.given:
            return PASSED
        return FAILED if "behind" in statuses else OPEN if "unknown" in statuses else PASSED


@dataclass(frozen=True, eq=False)
class GoalSubject:
    """The region or a town: what its files state, by year."""

    scope: str
    name: str
    records: Mapping[int, Town] = field(default_factory=dict)
    series: dict[str, dict[int, Value]] = field(default_factory=dict)
    """By the id of a fact: its value in each year that has one, the earliest first."""
    counts: Mapping[str, CountedTowns] = field(default_factory=dict)
    """The facts that were counted from towns, or could not be."""

    def at(self, year: int) -> dict[str, tuple[int, Value]]:
        """The newest values up to a year, each with its year."""
        found = {}
        for fact_id, values in self.series.items():
            years = [each for each in values if each <= year]
            if years:
                found[fact_id] = years[-1], values[years[-1]]
        return found

    def points(self, fact: Fact) -> list[tuple[int, Value]]:
        """The values of a fact by year."""
        return list(self.series.get(fact.id, {}).items())


def goals_of(name: str, inputs: Sequence[str], on: datetime.date, book: Rulebook) -> GoalsFound:
    """How far the goals of a rule set, by id or file, are reached on a day, by files of its region and its towns.

    Raises NoGoals, NoSuchRules, FileProblems.
    """
    rule_set = book.named(name)
    if rule_set.goals is None:
        there_is = [each.id for each in book if each.goals is not None]
        said = _("{id} has no goals; there are goals of: {ids}")
        raise NoGoals(said.format(id=rule_set.id, ids=_(", ").join(there_is)))
    return _Looking(rule_set, rule_set.goals, on, book).found(inputs)


class _ReadBy(NamedTuple):
    """By what files of goals are read."""

    facts: Facts


class _Looking:
    """Looks at the goals of one rule set on one day."""

    def __init__(self, rule_set: RuleSet, goals: Goals, on: datetime.date, book: Rulebook) -> None:
        self.rule_set, self.goals, self.on, self.book = rule_set, goals, on, book
        self.region_name = rule_set.place[rule_set.level]
        self.remarks: list[Problem] = list(rule_set.remarks)
        self.problems: list[Problem] = []

    def found(self, inputs: Sequence[str]) -> GoalsFound:
        by = _ReadBy(self._facts())
        read = read_towns(inputs, lambda _raw: by, by.facts)
        self.problems += read.problems
        self.remarks += read.remarks
        records: dict[int, Town] = {}
        region = GoalSubject(REGION, self.region_name, records)
        towns: dict[tuple[Any, ...], GoalSubject] = {}
        aside: list[Town] = []
        for town, _by in read.towns:
            if misplaced_by(town.facts, self.rule_set) is not None:
                aside.append(town)
                continue
            if same_place(town.name, self.region_name):
                self._record(town, region.scope, records)
                continue
            if self.rule_set.level not in town.facts:
                said = _(
                    "{town} does not state its {place}; whether it lies in {region} is not known: it is left aside"
                )
                self._remark(
                    town, "name", said.format(town=town.name, place=_(self.rule_set.level), region=region.name)
                )
                continue
            subject = towns.setdefault(town.identity[:-1], GoalSubject(TOWN, town.name, {}))
            assert isinstance(subject.records, dict)
            self._record(town, TOWN, subject.records)
        if aside:
            said = plural(
                "{count} town lies elsewhere than {region} and is left aside, first {town}",
                "{count} towns lie elsewhere than {region} and are left aside, first {town}",
                len(aside),
            )
            self._remark(aside[0], "name", said.format(count=len(aside), region=region.name, town=aside[0].name))
        counted = {fact_id: self._count(level, list(towns.values())) for fact_id, level in self.goals.counted.items()}
        region = self._filled(region, counted)
        subjects = [self._filled(subject, {}) for subject in towns.values()] or [GoalSubject(TOWN, "")]
        states = [
            self._state(goal, subject)
            for of, several in ((REGION, [region]), (TOWN, subjects))
            for subject in several
            for goal in self.goals.listed
            if goal.scope == of
        ]
        return GoalsFound(
            self.rule_set, self.goals, self.on.isoformat(), states, self.problems, self.remarks, bool(inputs)
        )

    def _facts(self) -> Facts:
        """The dictionary by which files are read: that of the goals, and those of the standards that towns may meet."""
        known = dict(self.goals.facts.by_id)
        if self.goals.counted:
            for standard in self.book.levels_at(self.rule_set.place).values():
                known = {**standard.facts.by_id, **known}
        return Facts(known.values(), self.goals.facts.levels)

    def _remark(self, town: Town, fact: str, said: str) -> None:
        self.remarks.append(Problem(town.file, *town.find(fact), said))

    def _record(self, town: Town, scope: str, records: dict[int, Town]) -> None:
        """Keep what a file states for a year, unless that year is not over or not known."""
        year = town.facts.get("year")
        if isinstance(year, Range):
            said = _("{town}: goals are looked at year by year; state one year")
            self.problems.append(Problem(town.file, *town.find("year"), said.format(town=town.name)))
            return
        if year is None:
            year = self.on.year
            self._remark(
                town, "name", _("{town} states no year: it is taken as of {year}").format(town=town.name, year=year)
            )
        if year > self.on.year:
            said = _("{town}: its year {year} is after {day} and left aside")
            self._remark(town, "year", said.format(town=town.name, year=year, day=self.on))
            return
        if year in records:
            said = _("{town} is stated for {year} twice, once without a year; state the year")
            self.problems.append(Problem(town.file, *town.find("name"), said.format(town=town.name, year=year)))
            return
        asked_of = [fact for goal in self.goals.listed if goal.scope == scope for fact in goal.asked]
        asked = {each.id for fact in asked_of for each in (fact, *fact.bases)}
        asked |= {multiple.of.id for fact_id, multiple in self.goals.multiples.items() if fact_id in asked}
        for fact_id in town.facts:
            if fact_id in self.goals.own_facts and fact_id not in asked:
                said = _("{fact} is asked of the region alone, in a file with its name: {region}")
                if scope == REGION:
                    said = _("{fact} is asked of towns alone, not of {region}")
                fact = self.goals.facts[fact_id].called
                self._remark(town, fact_id, said.format(fact=fact, region=self.region_name))
        records[year] = town

    def _count(self, level: str, towns: Sequence[GoalSubject]) -> tuple[CountedTowns, int, Value | None]:
        """How many towns meet the standard of a level, by the newest figures of each; of which year those are."""
        newest = [subject.records[max(subject.records)] for subject in towns if subject.records]
        sure = possible = 0
        for town in newest:
            place = {**self.rule_set.place, **{key: town.facts[key] for key in PLACE_FACTS if key in town.facts}}
            standard = self.book.levels_at(place).get(level)
            if standard is None:
                said = _("no {level}-level rule set for {place} is known")
                lying = " ".join(place[key] for key in PLACE_FACTS[: PLACE_FACTS.index(level) + 1] if key in place)
                return CountedTowns(why_not=said.format(level=_(level), place=lying)), 0, None
            span = judge(town, standard).span
            sure += span.worst >= RELAXED
            possible += span.best >= REVIEW
        if not newest:
            return CountedTowns(why_not=_("no town is given to count")), 0, None
        year = max(max(subject.records) for subject in towns if subject.records)
        return CountedTowns(len(newest)), year, sure if sure == possible else Range(sure, possible)

    def _filled(
        self, subject: GoalSubject, counted: Mapping[str, tuple[CountedTowns, int, Value | None]]
    ) -> GoalSubject:
        """The subject with the series of its facts: those stated, and those computed or counted."""
        years = sorted(subject.records)
        series: dict[str, dict[int, Value]] = {}
        for year in years:
            for fact_id, value in subject.records[year].facts.items():
                series.setdefault(fact_id, {})[year] = value
        stated = GoalSubject(subject.scope, subject.name, subject.records, series)
        computed: dict[str, dict[int, Value]] = {}
        for fact in {fact.id: fact for goal in self.goals.listed for fact in goal.asked}.values():
            if fact.derived is not None:
                for year in years:
                    if any(base.id in subject.records[year].facts for base in fact.bases):
                        known = {fact_id: value for fact_id, (_year, value) in stated.at(year).items()}
                        computed.setdefault(fact.id, {})[year] = fact.value_of(known)
        for fact_id, (of, since) in self.goals.multiples.items():
            values = series.get(of.id, {})
            if fact_id not in series and values.get(since):  # of nothing there is no multiple
                later = {year: _multiple(value, values[since]) for year, value in values.items() if year >= since}
                computed[fact_id] = later
        counts = {}
        for fact_id, (count, year, value) in counted.items():
            if fact_id not in series:
                counts[fact_id] = count
                if value is not None:
                    computed[fact_id] = {year: value}
        return GoalSubject(subject.scope, subject.name, subject.records, {**series, **computed}, counts)

    def _state(self, goal: Goal, subject: GoalSubject) -> GoalState:
        last = None if goal.by is None else datetime.date.fromisoformat(goal.by)
        until = self.on.year if last is None else min(self.on.year, last_year(last))
        now = self._look(goal, subject, until)
        if last is None or self.on <= last:
            status: Status = "met" if _is_met(now[0]) else "unknown" if not _is_short(now[0]) else "not_due"
            return self._made(goal, subject, status, now, last)
        if _is_met(now[0]):
            return self._made(goal, subject, "met", now, None)
        later = self._look(goal, subject, self.on.year)
        asked = [fact.id for fact in goal.asked]
        if any(later[1].get(fact_id, 0) > until for fact_id in asked):
            if _is_met(later[0]):
                return self._made(goal, subject, "met", later, None, late=True)
            return self._made(goal, subject, "behind" if _is_short(later[0]) else "unknown", later, None)
        of_the_day = all(now[1].get(leaf.fact.id) == until for leaf in goal.leaves)
        return self._made(goal, subject, "behind" if _is_short(now[0]) and of_the_day else "unknown", now, None)

    def _look(self, goal: Goal, subject: GoalSubject, year: int) -> tuple[Trace, dict[str, int]]:
        known = subject.at(year)
        case = KnownFacts({fact_id: value for fact_id, (_year, value) in known.items()})
        return trace(goal.require, case, goal.choices), {fact_id: year for fact_id, (year, _value) in known.items()}

    def _made(
        self,
        goal: Goal,
        subject: GoalSubject,
        status: Status,
        look: tuple[Trace, dict[str, int]],
        last: datetime.date | None,
        late: bool = False,
    ) -> GoalState:
        found, years = look
        paces: dict[Leaf, Pace] = {}
        if status == "not_due" and last is not None:
            for each in _leaf_traces(found):
                assert isinstance(each.check, Leaf)
                if each.check.fact.id in years:
                    made = pace_to(each, subject.points(each.check.fact), years[each.check.fact.id], last_year(last))
                    if made is not None:
                        paces[each.check] = made
        return GoalState(goal, subject, status, late, found, years, paces, self.goals)


def _multiple(value: Value, base: Value) -> Value:
    (low, high), (least, most) = bounds(value), bounds(base)
    ends = [end if end == math.inf else Fraction(end) for end in (quotient(low, most), quotient(high, least))]
    return ends[0] if ends[0] == ends[1] else Range(*ends)  # type: ignore[arg-type]


def _is_met(found: Trace) -> bool:
    return found.span.worst >= RELAXED


def _is_short(found: Trace) -> bool:
    return found.span.best == NOT_MET


def _leaf_traces(found: Trace) -> Iterator[Trace]:
    if isinstance(found.check, Leaf):
        yield found
    for part in found.parts:
        yield from _leaf_traces(part)
