"""A town and a rule set -> what would have to change for a grade to be reached: every least set of changes.

Criterion by criterion, since that is how anyone can read it: criteria that share no fact can be dealt with one by one,
and the ways to the town's grade are a way of each. They are counted, not multiplied out, and listed shortest first as
far as anyone wants to read.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import chain as chained
from itertools import islice
from math import prod
from typing import TYPE_CHECKING, Any, NamedTuple

from zhenkit.checks.grades import NOT_MET, RELAXED, REVIEW, Grade, Span
from zhenkit.checks.ways import MOST_PAIRS, MOST_WAYS, Chain, Held, Reached, Scales, States, Way, Ways, defined, minimal
from zhenkit.facts.derived import bounds
from zhenkit.facts.fact import Fact
from zhenkit.facts.inverse import is_found_out, reaching
from zhenkit.facts.quantities import Range, Series
from zhenkit.facts.town import Decision, Town
from zhenkit.facts.types.base import Value
from zhenkit.judging.judgement import CriterionJudgement, Judgement, Memo, judge
from zhenkit.judging.outcome import REQUIRE
from zhenkit.judging.questions import Inquiry, Question
from zhenkit.rulesets.model import RuleSet

if TYPE_CHECKING:
    from zhenkit.judging.costs import Costs

KINDS = ("find_out", "prove", "decide", "achieve")
"""The classes of effort, least first: what is not known may be so already, what is not may have to be brought about."""
SHRUNK = 50
"""How many ways of a criterion are kept where there are too many to know them all."""


class GapChange(NamedTuple):
    """One change: of a fact, or (where `fact` is None) a decision that grants what needs review."""

    fact: Fact | None
    before: Value | None
    after: Value
    kind: str
    criterion: int
    serves: Fact | None = None
    """The fact computed from this one for whose sake it changes,"""
    goal: Value | None = None
    """and what that one has to be."""
    goal_upward: bool = True
    upward: bool = True
    """Whether more would do as well; else less would."""

    @property
    def steps(self) -> int:
        """How many elementary changes it is: of a set one a member."""
        if isinstance(self.after, frozenset):
            return max(1, len(self.after ^ (self.before or frozenset())))
        return 1

    @property
    def stride(self) -> float:
        """Of a figure that is known: by what part of it, or of what is required, it moves."""
        before, after = self.before, self.after
        if self.fact is None or before is None or not self.fact.type.has_steps or isinstance(before, (Range, Series)):
            return 0
        largest = max(abs(before), abs(after))
        return float(abs(after - before) / largest) if largest else 0


Effort = tuple[float, ...]
"""What ways are ordered by, least first; those of ways without a common fact add up."""


class Alternative(NamedTuple):
    """A least set of changes that reaches the grade."""

    changes: tuple[GapChange, ...]

    def effort(self, costs: Costs | None = None) -> Effort:
        """What it costs by whoever knows; how many elementary changes, how many changes of each class, the hardest
        first, and how far figures move.
        """
        kinds = [change.kind for change in self.changes]
        return (
            costs.total(self.changes) if costs is not None else 0,
            sum([change.steps for change in self.changes]),
            *(kinds.count(kind) for kind in reversed(KINDS)),
            round(sum([change.stride for change in self.changes]), 9),
        )


class Asked(NamedTuple):
    """What is asked of a gap: the grade, and what cannot change."""

    grade: Grade
    held: Held


@lru_cache(maxsize=256)
def scales_of(rule_set: RuleSet) -> Scales:
    """The steps of the facts that a rule set asks for."""
    return Scales([criterion.require for criterion in rule_set.criteria])


def held_by(rule_set: RuleSet, fixed: Iterable[str] = (), free: Iterable[str] = ()) -> Held:
    """What nobody will change: what the dictionary says so of, but for those of `free`, and all of `fixed`."""
    unchangeable = {fact.id for fact in rule_set.facts.by_id.values() if not fact.changeable}
    return Held(frozenset(unchangeable - set(free)), frozenset(fixed))


GapMemo = dict[tuple[Any, ...], Reached]
"""The ways of criteria, by all that they depend on: share one between the towns of a run."""


class _Part(NamedTuple):
    """Criteria that facts tie together, with their ways to the grade, as they are read: one of all of them."""

    criteria: tuple[int, ...]
    ways: Ways
    complete: bool


class Routes:
    """How a town can reach a grade, as bits (see `checks/ways.py`)."""

    def __init__(self, judgement: Judgement, asked: Asked, memo: GapMemo | None = None) -> None:
        self.judgement, self.asked = judgement, asked
        self.scales = scales_of(judgement.rule_set)
        self.held = asked.held._replace(barred=self._barred()) if judgement.rule_set.derived else asked.held
        self.memo: GapMemo = {} if memo is None else memo
        self.ready = [self._reach(judged) for judged in judgement.criteria]

    def decision(self, index: int) -> Way:
        """The bit of a decision that grants."""
        return 1 << self.scales.width + index

    def _barred(self) -> Way:
        """The steps of derived facts that changing what they come from does not reach."""
        found, facts = 0, self.judgement.criteria[0].case.facts
        for fact in self.judgement.rule_set.derived:
            steps = self.scales.by_fact.get(fact.id)
            if isinstance(steps, (Chain, States)):  # else a merit alone asks for it
                for bit, goal in steps.moves(defined(facts.get(fact.id), self.asked.grade)):
                    changes = reaching(fact, goal, steps.helps_upward(goal), facts, self.year)
                    if changes is None or not all(self._may_be(base, to) for base, to in changes.items()):
                        found |= bit
        return found

    def _may_be(self, fact_id: str, to: Value) -> bool:
        """Whether what a derived fact comes from may become this."""
        held, before = self.asked.held, self.judgement.town.facts.get(fact_id)
        if fact_id in held.facts:
            return False
        return fact_id not in held.known or kind_of(before, to) == "find_out"

    @property
    def year(self) -> int:
        """The year of figures where nothing says it: that of the standard."""
        return int(self.judgement.rule_set.effective[:4])

    def _reach(self, judged: CriterionJudgement) -> Reached:
        criterion, facts = judged.criterion, judged.case.facts
        given = [facts.get(fact.id) for fact in criterion.asked]
        key = (criterion, self.asked.grade, self.held, judged.decision and judged.decision.granted, *given)
        found = self.memo.get(key)
        if found is None:
            found = self.memo[key] = self._find(judged)
        return found

    def _find(self, judged: CriterionJudgement) -> Reached:
        require, facts, grade = judged.criterion.require, judged.case.facts, self.asked.grade
        cut = next(cut for cut in Grade if judged.decided(cut) >= grade)
        found = self.scales.reach(require, cut, facts, self.held)
        if grade == RELAXED and judged.decision is None:
            decide = self.decision(self.judgement.criteria.index(judged))
            to_review = self.scales.reach(require, REVIEW, facts, self.held)
            ways = minimal([*found.ways, *(way | decide for way in to_review.ways)])
            found = Reached(ways, found.complete and to_review.complete)
        return found if found.complete else Reached(self._shrunk(judged, found.ways), False)

    def _shrunk(self, judged: CriterionJudgement, ways: Ways) -> Ways:
        """The ways of a criterion of which not all are known, each without what it can do without."""
        require, facts = judged.criterion.require, judged.case.facts
        decide = self.decision(self.judgement.criteria.index(judged))
        cut = next(cut for cut in Grade if judged.decided(cut) >= self.asked.grade)

        def enough(way: Way) -> bool:
            at = REVIEW if way & decide else cut
            found = self.scales.reach(require, at, facts, self.held, way)
            marks = way & tried
            return any(other & ~tried == 0 and other & tried == marks for other in found.ways)

        tried = sum([steps.tried for steps in self.scales.states])
        found = []
        for way in ways[:SHRUNK]:
            for place in reversed(range(way.bit_length())):
                bit = 1 << place
                if way & bit & ~tried and enough(way & ~bit):
                    way &= ~bit
            found.append(way)
        return minimal(found)

    def finished(self, ways: Iterable[Way]) -> Ways:
        """Ways as they are read: what stays as it is is no part of them, and of figures the nearest is the least."""
        facts = self.judgement.criteria[0].case.facts
        found = list(ways)
        for steps in self.scales.states:
            value = defined(facts.get(steps.fact.id), self.asked.grade)
            found = [
                way & ~steps.tried | steps.ordered(way & steps.tried, value) if way & steps.tried else way
                for way in found
            ]
        return minimal(found) if self.scales.states else tuple(found)

    @cached_property
    def parts(self) -> tuple[_Part, ...]:
        """The criteria, those tied by a fact together, each with its ways."""
        ways = [found.ways for found in self.ready]
        tied = self._untie(ways) | self._tied_by_bases(ways)
        groups: list[tuple[int, ...]] = []
        for index in range(len(ways)):
            mine = [group for group in groups if any(pair in tied for pair in ((other, index) for other in group))]
            groups = [group for group in groups if group not in mine]
            groups.append((*chained.from_iterable(mine), index))
        return tuple(self._part(sorted(group), ways) for group in sorted(groups, key=min))

    def _untie(self, ways: list[Ways]) -> set[tuple[int, int]]:
        """Take from criteria what another needs in any case, and give the pairs that a fact still ties."""
        tied: set[tuple[int, int]] = set()
        for steps in self.scales.by_fact.values():
            mask = steps.tried if isinstance(steps, States) else steps.mask
            needing = [index for index, found in enumerate(ways) if any(way & mask for way in found)]
            if len(needing) < 2:
                continue
            if not isinstance(steps, States):
                wanted = {index: _joined(ways[index]) & mask for index in needing}
                needed = {index: _common(ways[index]) & mask for index in needing}
                for owner in needing:
                    if all(wanted[index] & ~needed[owner] == 0 for index in needing if index != owner):
                        for index in needing:
                            if index != owner:
                                ways[index] = minimal([way & ~mask for way in ways[index]])
                        break
                else:
                    tied.update((one, other) for one in needing for other in needing if one < other)
            elif len({way & mask for index in needing for way in ways[index]}) > 1:
                tied.update((one, other) for one in needing for other in needing if one < other)
        return tied

    def _tied_by_bases(self, ways: Sequence[Ways]) -> set[tuple[int, int]]:
        """The pairs of criteria whose facts come from the same ones, where a change could be for both."""
        read: dict[str, Way] = {}
        for fact in self.judgement.rule_set.derived:
            if fact.derived is not None and fact.id in self.scales.by_fact:
                for base in fact.reads:
                    read[base] = read.get(base, 0) | self.scales.by_fact[fact.id].mask
        tied: set[tuple[int, int]] = set()
        for base, mask in read.items():
            asked = mask | (self.scales.by_fact[base].mask if base in self.scales.by_fact else 0)
            needing = [index for index, found in enumerate(ways) if any(way & asked for way in found)]
            tied.update((one, other) for one in needing for other in needing if one < other)
        return tied

    def _part(self, group: Sequence[int], ways: Sequence[Ways]) -> _Part:
        """One part of several criteria: a way of each, joined where none contradicts another."""
        found, complete = ways[group[0]], all(self.ready[index].complete for index in group)
        states = [steps.tried for steps in self.scales.states]
        for index in group[1:]:
            others = ways[index]
            if len(found) * len(others) > MOST_PAIRS:
                complete = False
                found = found[: max(MOST_PAIRS // len(others), 100)]
                others = others[: MOST_PAIRS // len(found)]
            joined = [one | other for one in found for other in others]
            found = minimal([way for way in joined if all((way & tried).bit_count() <= 1 for tried in states)])
            if len(found) > MOST_WAYS:
                found, complete = found[:MOST_WAYS], False
        return _Part(tuple(group), self.finished(found), complete)

    @property
    def exist(self) -> bool:
        """Whether there is a way at all."""
        return all(found.ways for found in self.ready) and all(part.ways for part in self.parts)


def _joined(ways: Ways) -> Way:
    found = 0
    for way in ways:
        found |= way
    return found


def _common(ways: Ways) -> Way:
    found = ways[0]
    for way in ways:
        found &= way
    return found


class CriterionGap:
    """What a criterion needs."""

    def __init__(self, judged: CriterionJudgement, alternatives: tuple[Alternative, ...], complete: bool) -> None:
        self.judged, self.alternatives, self.complete = judged, alternatives, complete
        """All least sets of changes that bring the criterion to the grade, least effort first."""

    @property
    def common(self) -> tuple[GapChange, ...]:
        """The changes in all of them."""
        return in_all(self.alternatives)


def in_all(alternatives: Sequence[Alternative]) -> tuple[GapChange, ...]:
    """The changes that every alternative has."""
    first, *others = alternatives or (Alternative(()),)
    return tuple([change for change in first.changes if all(change in other.changes for other in others)])


class Gap:
    """What separates a town from a grade."""

    def __init__(
        self, judgement: Judgement, asked: Asked, memo: GapMemo | None = None, costs: Costs | None = None
    ) -> None:
        self.judgement, self.asked, self.costs = judgement, asked, costs
        self._memo: GapMemo = {} if memo is None else memo
        self.routes = Routes(judgement, asked, self._memo)
        self._dropped = False

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
        """The town's ends as it stands."""
        return self.judgement.span

    @property
    def reached(self) -> bool:
        """Whether the grade is there already, for sure."""
        return self.span.worst >= self.asked.grade

    @property
    def reachable(self) -> bool:
        """Whether there is a way."""
        return self.routes.exist

    @cached_property
    def best_reachable(self) -> Grade:
        """The best grade that changes can reach."""
        for grade in sorted(Grade, reverse=True):
            if grade == self.asked.grade and self.reachable:
                return grade
            if grade in (NOT_MET, self.span.worst):
                return grade
            if grade != self.asked.grade and Routes(self.judgement, self.asked._replace(grade=grade), self._memo).exist:
                return grade
        raise AssertionError  # the loop ends at not met

    @cached_property
    def complete(self) -> bool:
        """Whether every way is known."""
        return all(part.complete for part in self.routes.parts) and len(self._parts) >= 0 and not self._dropped

    @cached_property
    def ways(self) -> int:
        """How many least sets of changes there are."""
        return prod(map(len, self._parts)) if self.reachable else 0

    @cached_property
    def _parts(self) -> list[list[tuple[Effort, Alternative]]]:
        """Of each part its ways in the order of effort."""
        return [self._sorted(part.ways, part.criteria) for part in self.routes.parts] if self.reachable else []

    def _sorted(self, ways: Iterable[Way], criteria: Sequence[int]) -> list[tuple[Effort, Alternative]]:
        found = [Alternative(changes) for way in ways if (changes := self._changes(way, criteria)) is not None]
        return sorted([(one.effort(self.costs), one) for one in found], key=lambda pair: pair[0])

    def _changes(self, way: Way, criteria: Sequence[int]) -> tuple[GapChange, ...] | None:
        """The changes of a way that these criteria need; None where no facts can be stated that make it."""
        routes, left = self.routes, way
        found: list[GapChange] = []
        computed: list[tuple[Fact, Value, int]] = []
        for index in criteria:
            judged = self.judgement.criteria[index]
            number, facts = judged.criterion.number, judged.case.facts
            for fact in judged.criterion.asked if left else ():
                steps = routes.scales.by_fact[fact.id]
                if left & steps.mask:
                    before = defined(facts.get(fact.id), self.asked.grade)
                    after = steps.goal(left, before)
                    left &= ~steps.mask
                    if fact.derived is not None:
                        computed.append((fact, after, number))
                    else:
                        upward = steps.helps_upward(after)
                        found.append(GapChange(fact, before, after, kind_of(before, after), number, upward=upward))
            if left & routes.decision(index):
                found.append(GapChange(None, None, True, "decide", number))
        return self._in_stated_facts(found, computed) if computed else tuple(found)

    def _in_stated_facts(
        self, found: Sequence[GapChange], computed: Sequence[tuple[Fact, Value, int]]
    ) -> tuple[GapChange, ...] | None:
        """Changes with those of derived facts told in what these come from."""
        before = self.town.facts
        scales, stated = self.routes.scales.by_fact, self.rule_set.facts
        for order in (computed, computed[::-1]):
            facts = {**before, **{change.fact.id: change.after for change in found if change.fact is not None}}
            moved: dict[str, tuple[int, Fact, Value]] = {}
            for fact, goal, number in order:
                steps = scales[fact.id]
                assert isinstance(steps, (Chain, States))  # a derived fact is a figure
                changes = reaching(fact, goal, steps.helps_upward(goal), facts, self.routes.year)
                for base, to in (changes or {}).items():
                    if facts.get(base) != to:
                        facts[base] = to
                        moved[base] = (number, fact, goal)
            whole = [change for change in found if change.fact is None or change.fact.id not in moved]
            for base, (number, fact, goal) in moved.items():
                was, to = before.get(base), facts[base]
                goal_upward = scales[fact.id].helps_upward(goal)
                upward = goal_upward is fact.pulls.get((base, 0), True)
                kind = kind_of(was, to)
                whole.append(GapChange(stated[base], was, to, kind, number, fact, goal, goal_upward, upward))
            if all(self._holds(fact, goal, facts) for fact, goal, _number in computed):
                return tuple(whole)
        self._dropped = True
        return None

    def _holds(self, fact: Fact, goal: Value, facts: Mapping[str, Value]) -> bool:
        value = defined(fact.value_of(facts))
        if value is None:
            return False
        low, high = bounds(value)
        steps = self.routes.scales.by_fact[fact.id]
        return bool(low >= goal if isinstance(steps, (Chain, States)) and steps.helps_upward(goal) else high <= goal)

    @property
    def choices(self) -> list[list[Alternative]]:
        """Of each group of criteria that leaves a choice, its ways, least effort first."""
        return [[one for _effort, one in part] for part in self._parts if len(part) > 1]

    @cached_property
    def common(self) -> tuple[GapChange, ...]:
        """The changes in every way."""
        return tuple(chained.from_iterable(in_all([one for _effort, one in part]) for part in self._parts))

    def first(self, most: int) -> tuple[Alternative, ...]:
        """So many ways, least effort first."""
        return tuple(islice(self.alternatives(), most))

    def alternatives(self) -> Iterator[Alternative]:
        """The ways, least effort first (by costs, where these are given), as many as are taken."""
        parts = self._parts
        if not self.reachable:
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
            found.append(CriterionGap(judged, alternatives, ready.complete))
        return tuple(found)

    @cached_property
    def questions(self) -> list[Question]:
        """What to find out first, to know whether the grade is reached as the town stands."""
        return Inquiry(self.judgement, self.asked.grade).questions()

    @cached_property
    def blockers(self) -> tuple[tuple[Fact, ...], ...]:
        """The least sets of facts that keep the grade out as they stand, whatever else changes: facts that nobody can
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
            for way in _hitting(minimal(touching)):
                found.append(_joined(tuple(stated for bit, stated in stated_by.items() if way & bit) or (0,)))
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


def _hitting(ways: Ways) -> Ways:
    """The least sets that have a member in common with each of these; none where one of them is empty."""
    found: Ways = (0,)
    for way in ways:
        members = [1 << at for at in range(way.bit_length()) if way >> at & 1]
        found = minimal([one if one & way else one | member for one in found for member in members])[:MOST_WAYS]
    return found


def kind_of(before: Value | None, after: Value) -> str:
    """The class of effort of a change of a fact."""
    if isinstance(after, Series):
        return "find_out" if is_found_out(before, after) else "achieve"
    if before is None or (isinstance(before, Range) and before.low <= after <= before.high):
        return "find_out"
    return "prove" if before is False else "achieve"


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
    """
    return Gap(judge(town, rule_set, memo=judged), Asked(REQUIRE[to], held_by(rule_set, fixed, free)), memo)


def changed(town: Town, changes: Iterable[GapChange]) -> Town:
    """The town after changes, decisions among them."""
    facts: dict[str, Value] = dict(town.facts)
    decisions: Mapping[int, Decision] = dict(town.decisions)
    for change in changes:
        if change.fact is None:
            decisions = {**decisions, change.criterion: Decision(True, "-", "2000-01-01", "-")}
        else:
            facts[change.fact.id] = change.after
    return Town(facts, town.evidence, decisions, town.file, town.line, town.find, town.find_decision)
