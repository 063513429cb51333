"""A town and a rule set -> what would have to change for a grade to be reached: every least set of changes.

Criterion by criterion, since that is how anyone can read it: criteria that share no fact can be dealt with one by one,
and the ways to the town's grade are a way of each. They are counted, not multiplied out, and listed shortest first as
far as anyone wants to read.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain as chained
from itertools import islice
from math import prod

from zhenkit.checks.grades import NOT_MET, Grade, Span
from zhenkit.checks.steps import Way
from zhenkit.checks.ways import Held, minimal
from zhenkit.core.errors import ZhenkitError, quoted
from zhenkit.core.i18n import _
from zhenkit.facts.fact import Fact
from zhenkit.facts.town import Town
from zhenkit.judging.changes import Alternative, Effort, GapChange, in_all
from zhenkit.judging.costs import Costs
from zhenkit.judging.judgement import CriterionJudgement, Judgement, Memo, judge
from zhenkit.judging.outcome import REQUIRE
from zhenkit.judging.questions import Inquiry, Question
from zhenkit.judging.routes import Asked, GapMemo, Routes, held_by, hitting, joined
from zhenkit.judging.stated_changes import StatedChanges
from zhenkit.rulesets.model import RuleSet


@dataclass(frozen=True)
class CriterionGap:
    """What a criterion needs."""

    judged: CriterionJudgement
    alternatives: tuple[Alternative, ...]
    """All least sets of changes that bring the criterion to the grade, least effort first."""
    common: tuple[GapChange, ...]
    """The changes in all of them."""
    complete: bool
    """Whether there are no others."""


class NoSuchVerdict(ZhenkitError):
    """A name that no verdict to be reached goes by."""


class Gap:
    """What separates a town from a grade."""

    def __init__(
        self, judgement: Judgement, asked: Asked, memo: GapMemo | None = None, costs: Costs | None = None
    ) -> None:
        self.judgement, self.asked, self.costs = judgement, asked, costs
        self._memo: GapMemo = {} if memo is None else memo
        self.routes = Routes(judgement, asked, self._memo)
        self._stated = StatedChanges(self.routes)

    def __repr__(self) -> str:
        return f"<Gap of {self.judgement.town.name} to {self.asked.grade.verdict}: {self.ways} ways>"

    @property
    def town(self) -> Town:
        """The town."""
        return self.judgement.town

    @property
    def rule_set(self) -> RuleSet:
        """The rule set it is judged by."""
        return self.judgement.rule_set

    @property
    def span(self) -> Span:
        """The town's ends as it is."""
        return self.judgement.span

    @property
    def reached(self) -> bool:
        """Whether the grade is there already, for sure."""
        return self.span.worst >= self.asked.grade

    @property
    def reachable(self) -> bool:
        """Whether there is a way, as far as they are known."""
        return self.routes.exist and all(self._parts)

    @cached_property
    def best_reachable(self) -> Grade:
        """The best grade that changes can reach."""
        for grade in sorted(Grade, reverse=True):
            if grade == self.asked.grade and self.reachable:
                return grade
            if grade in (NOT_MET, self.span.worst):
                return grade
            lower = self.asked._replace(grade=grade)
            if grade != self.asked.grade and Gap(self.judgement, lower, self._memo).reachable:
                return grade
        raise AssertionError  # the loop ends at not met

    @cached_property
    def complete(self) -> bool:
        """Whether every way is known."""
        stated = self._parts  # stating ways as changes finds those that no facts make
        return all(part.complete for part in self.routes.parts) and not (stated and self._stated.dropped)

    @cached_property
    def ways(self) -> int:
        """How many least sets of changes there are."""
        return prod(map(len, self._parts)) if self._parts else 0

    @cached_property
    def _parts(self) -> list[list[tuple[Effort, Alternative]]]:
        """Of each part its ways in the order of effort."""
        if not self.routes.exist:
            return []
        parts = self.routes.parts  # which finds what is owned
        return [self._sorted(part.ways, part.criteria, self.routes.owned) for part in parts]

    def _sorted(self, ways: Sequence[Way], criteria: Sequence[int], owned: Way = 0) -> list[tuple[Effort, Alternative]]:
        each = (self._stated.changes(way, criteria, owned) for way in ways)
        found = [Alternative(changes) for changes in each if changes is not None]
        self._stated.dropped |= not found and bool(ways)  # a lesser way than each was missed
        costs = self.costs
        efforts = [one.effort(0 if costs is None else costs.total(one.changes)) for one in found]
        return sorted(zip(efforts, found, strict=True), key=lambda pair: pair[0])

    @property
    def choices(self) -> list[list[Alternative]]:
        """Of each group of criteria that leaves a choice, its ways, least effort first."""
        return [[one for _effort, one in part] for part in self._parts if len(part) > 1]

    @cached_property
    def common(self) -> tuple[GapChange, ...]:
        """The changes in every way."""
        found: list[GapChange] = []
        for part, ways in zip(self.routes.parts, self._parts, strict=False):
            found += self._common(part.criteria, [one for _effort, one in ways], part.complete)
        return tuple(found)

    def _common(
        self, group: Sequence[int], alternatives: Sequence[Alternative], complete: bool
    ) -> tuple[GapChange, ...]:
        """The changes in all ways of these criteria: where not all are known, those that no way does without."""
        common = in_all(alternatives)
        if complete:
            return common
        changed = [(change, change.fact) for change in common]
        return tuple(
            [change for change, fact in changed if fact and self.routes.is_blocked(group, frozenset([fact.id]))]
        )

    def first(self, most: int) -> tuple[Alternative, ...]:
        """So many ways, least effort first."""
        return tuple(islice(self.alternatives(), most))

    def alternatives(self) -> Iterator[Alternative]:
        """The ways, least effort first (by costs, where these are given), as many as are taken."""
        parts = self._parts
        if not self.ways:
            return
        several = [part for part in parts if len(part) > 1]
        same = [part[0][1] for part in parts if len(part) == 1]

        def effort(chosen: Sequence[int]) -> Effort:
            each = [part[at][0] for part, at in zip(several, chosen, strict=True)]
            return tuple(map(sum, zip(*each, strict=True)))

        # a way of each part, the next best always one step from one that was listed: each is come by once
        first = (0,) * len(several)
        heap = [(effort(first), first, 0)]
        while heap:
            _effort, chosen, moved = heapq.heappop(heap)
            picked = [*same, *(part[at][1] for part, at in zip(several, chosen, strict=True))]
            changes = chained.from_iterable(one.changes for one in picked)
            yield Alternative(tuple(sorted(changes, key=lambda change: change.criterion)))
            for place in range(moved, len(several)):
                following = (*chosen[:place], chosen[place] + 1, *chosen[place + 1 :])
                if following[place] < len(several[place]):
                    heapq.heappush(heap, (effort(following), following, place))

    @cached_property
    def criteria(self) -> tuple[CriterionGap, ...]:
        """What each criterion needs by itself."""
        found = []
        for index, (judged, ready) in enumerate(zip(self.judgement.criteria, self.routes.ready, strict=True)):
            ways = self.routes.finished(ready.ways)
            alternatives = tuple(one for _effort, one in self._sorted(ways, (index,)))
            common = self._common((index,), alternatives, ready.complete)
            found.append(CriterionGap(judged, alternatives, common, ready.complete))
        return tuple(found)

    @cached_property
    def questions(self) -> list[Question]:
        """What to find out first, to know whether the grade is reached as the town is."""
        return Inquiry(self.judgement, self.asked.grade).questions()

    @cached_property
    def blockers(self) -> tuple[tuple[Fact, ...], ...]:
        """The least sets of facts that keep the grade out as they are, whatever else changes: facts that nobody can
        change among them, and decisions to be taken.

        A set without a fact says that no town reaches the grade.
        """
        routes = Routes(self.judgement, Asked(self.asked.grade, Held()), self._memo)
        scales = routes.scales.by_fact
        asked = [fact for fact in self.rule_set.asked if fact.id in scales]
        facts = {stated.id: stated for fact in asked for stated in fact.bases or (fact,)}
        bits = {fact_id: 1 << place for place, fact_id in enumerate(facts)}
        stated_by = {1 << at: sum([bits[one.id] for one in fact.bases or (fact,)]) for at, fact in enumerate(asked)}
        found: list[Way] = []
        for part in routes.parts:
            touching = {
                sum([1 << at for at, fact in enumerate(asked) if way & scales[fact.id].mask]) for way in part.ways
            }
            for way in hitting(minimal(touching)):
                names = frozenset(fact.id for at, fact in enumerate(asked) if way >> at & 1)
                if part.complete or routes.is_blocked(part.criteria, names):
                    found.append(joined(tuple(stated for bit, stated in stated_by.items() if way & bit) or (0,)))
        return tuple(tuple(facts[name] for name, bit in bits.items() if way & bit) for way in minimal(found))

    @property
    def keeping_out(self) -> tuple[tuple[Fact, ...], ...]:
        """Of the blockers those that are facts which nobody will change: why the grade cannot be reached."""
        return tuple(one for one in self.blockers if not self._changeable(one))

    @property
    def blockers_left(self) -> tuple[tuple[Fact, ...], ...]:
        """The blockers, given what nobody will change: the least sets of other facts."""
        asked = list(dict.fromkeys(fact for one in self.blockers for fact in one))
        bits = {fact: 1 << place for place, fact in enumerate(asked)}
        least = minimal(sum([bits[fact] for fact in self._changeable(one)]) for one in self.blockers)
        return tuple(tuple(fact for fact, bit in bits.items() if way & bit) for way in least)

    def _changeable(self, facts: Iterable[Fact]) -> tuple[Fact, ...]:
        """Those of facts that somebody may change."""
        held, stated = self.asked.held, self.town.facts
        certain = {fact_id for fact_id in held.known if fact_id in stated} | held.facts
        return tuple(fact for fact in facts if fact.id not in certain)


def gap(
    town: Town,
    rule_set: RuleSet,
    to: str = "pass",
    *,
    fixed: Iterable[str] = (),
    free: Iterable[str] = (),
    judged: Memo | None = None,
    memo: GapMemo | None = None,
) -> Gap:
    """What separates a town from a verdict (`pass`, `relaxed`, `review`).

    `fixed` are facts to be left as they are, `free` those to be changed though the dictionary says that nobody can.
    `judged` and `memo`: towns looked at with the same ones share what their facts have in common.
    Raises NoSuchVerdict and NoSuchFact, which are ZhenkitErrors, for what goes by no such name.
    """
    if to not in REQUIRE:
        said = _("{name} is no verdict to be reached; there are: {list}")
        raise NoSuchVerdict(said.format(name=quoted(to), list=_(", ").join(REQUIRE)))
    return Gap(judge(town, rule_set, memo=judged), Asked(REQUIRE[to], held_by(rule_set, fixed, free)), memo)
