"""A town and a rule set -> the ways to a grade, criterion by criterion, as bits (see `checks/ways.py`).

Criteria that share no fact can be dealt with one by one, and the ways to the town's grade are a way of each. What one
of them needs in any case the others need not be asked for; only what still ties criteria is multiplied out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import chain as chained
from typing import Any, NamedTuple

from zhenkit.checks.evaluate import KnownFacts, span
from zhenkit.checks.grades import RELAXED, REVIEW, Grade, granted
from zhenkit.checks.steps import THERE, Chain, States, Way, Ways
from zhenkit.checks.tree import FigureTable, Leaf
from zhenkit.checks.ways import Held, Joining, Reached, Scales, defined, minimal
from zhenkit.core.errors import ZhenkitError
from zhenkit.facts.derived import may_be_negative
from zhenkit.facts.dictionary import Facts
from zhenkit.facts.fact import Fact
from zhenkit.facts.inverse import reaching
from zhenkit.facts.types.base import Value
from zhenkit.judging.changes import kind_of
from zhenkit.judging.judgement import CriterionJudgement, Judgement
from zhenkit.rulesets.model import RuleSet

SHRUNK = 50
"""How many ways of a criterion are kept where there are too many to know them all."""


class NoSuchFact(ZhenkitError):
    """A name that no fact goes by."""


def named(names: Iterable[str], facts: Facts) -> list[str]:
    """The ids of facts that are given by any of their names; raises NoSuchFact."""
    found = []
    for name in names:
        fact = facts.named(name)
        if fact is None:
            raise NoSuchFact(facts.unknown(name))
        found.append(fact.id)
    return found


class Asked(NamedTuple):
    """What is asked of a gap: the grade, and what cannot change."""

    grade: Grade
    held: Held


@lru_cache(maxsize=256)
def pulled_both_ways(rule_set: RuleSet) -> frozenset[str]:
    """The facts of which more helps one line and hurts another, through what is computed from them."""
    pulls: dict[str, set[bool | None]] = {}
    for criterion in rule_set.criteria:
        for leaf in criterion.leaves:
            for (base, _back), helps in leaf.fact.pulls.items():
                pulls.setdefault(base, set()).add(None if helps is None else helps is leaf.operator.upward)
    return frozenset(base for base, found in pulls.items() if found not in ({True}, {False}))


@lru_cache(maxsize=256)
def scales_of(rule_set: RuleSet) -> Scales:
    """The steps of the facts that a rule set asks for."""
    return Scales([criterion.require for criterion in rule_set.criteria])


def held_by(rule_set: RuleSet, fixed: Iterable[str] = (), free: Iterable[str] = ()) -> Held:
    """What nobody will change: what the dictionary says so of, but for those of `free`, and all of `fixed`.

    Raises NoSuchFact.
    """
    fixed, free = named(fixed, rule_set.facts), named(free, rule_set.facts)
    unchangeable = {fact.id for fact in rule_set.facts.by_id.values() if not fact.changeable}
    return Held(frozenset(unchangeable - set(free)), frozenset(fixed))


GapMemo = dict[tuple[Any, ...], Reached]
"""The ways of criteria, by all that they depend on: share one between the towns of a run."""


class Part(NamedTuple):
    """Criteria that facts tie together, with their ways to the grade, as they are read: one of all of them."""

    criteria: tuple[int, ...]
    ways: Ways
    complete: bool


class Routes:
    """How a town can reach a grade, as bits (see `checks/ways.py`)."""

    def __init__(self, judgement: Judgement, asked: Asked, memo: GapMemo | None = None) -> None:
        self.judgement, self.asked = judgement, asked
        self.scales = scales_of(judgement.rule_set)
        self.both_ways = pulled_both_ways(judgement.rule_set)
        self.held = asked.held._replace(barred=self._barred())
        self.memo: GapMemo = {} if memo is None else memo
        self.owned = 0
        """The steps that one criterion takes in any case, and others need as well."""
        self.ready = [self._reach(judged) for judged in judgement.criteria]

    def decision(self, index: int) -> Way:
        """The bit of a decision that grants."""
        return 1 << self.scales.width + index

    def _barred(self) -> Way:
        """The steps that no town file states, and of derived facts those that changing what they come from misses."""
        found, facts = 0, self.judgement.facts
        for fact_id in self.judgement.rule_set.facts.never_negative:
            steps = self.scales.by_fact.get(fact_id)
            if isinstance(steps, (Chain, States)):
                below = [bit for bit, goal in steps.moves(None) if goal < 0 and not steps.helps_upward(goal)]
                found |= joined(below)
        for fact in self.judgement.rule_set.derived:
            steps = self.scales.by_fact.get(fact.id)
            if isinstance(steps, (Chain, States)):  # else a merit alone asks for it
                for bit, goal in steps.moves(defined(facts.get(fact.id), self.asked.grade)):
                    changes = self.reaching(fact, goal, steps.helps_upward(goal), facts)
                    if changes is None or not all(self._may_be(base, to) for base, to in changes.items()):
                        found |= bit
        return found

    def _may_be(self, fact_id: str, to: Value) -> bool:
        """Whether what a derived fact comes from may become this."""
        held, before = self.asked.held, self.judgement.town.facts.get(fact_id)
        if fact_id in held.facts:
            return False
        return fact_id not in held.known or kind_of(before, to) == "find_out"

    def is_statable(self, fact_id: str, to: Value) -> bool:
        """Whether a town file may state this: no loss where another fact is divided by it."""
        return fact_id not in self.judgement.rule_set.facts.never_negative or not may_be_negative(to)

    def reaching(self, fact: Fact, goal: Value, upward: bool, facts: Mapping[str, Value]) -> dict[str, Value] | None:
        """What a derived fact comes from, where it has reached a goal; years are those of the standard else."""
        rule_set = self.judgement.rule_set
        return reaching(fact, goal, upward, facts, int(rule_set.effective[:4]), rule_set.facts.never_negative)

    def _reach(self, judged: CriterionJudgement) -> Reached:
        criterion, facts = judged.criterion, judged.case.facts
        given = [facts.get(fact.id) for fact in criterion.asked]
        here = frozenset(fact.id for fact in criterion.asked)  # what others cannot change makes no difference
        held = Held(self.held.known & here, self.held.facts & here, self.held.barred & self._mask(criterion.asked))
        key = (criterion, self.asked.grade, held, judged.decision and judged.decision.granted, *given)
        found = self.memo.get(key)
        if found is None:
            found = self.memo[key] = self._find(judged)
        return found

    def _mask(self, facts: Iterable[Fact]) -> Way:
        """The steps of facts."""
        return joined(self.scales.by_fact[fact.id].mask for fact in facts) if self.held.barred else 0

    def _find(self, judged: CriterionJudgement) -> Reached:
        require, facts, grade = judged.criterion.require, judged.case.facts, self.asked.grade
        cut = next(cut for cut in Grade if judged.decided(cut) >= grade)
        found = self.scales.reach(require, cut, facts, self.held)
        if grade == RELAXED and judged.decision is None:
            decide = self.decision(self.judgement.criteria.index(judged))
            to_review = self.scales.reach(require, REVIEW, facts, self.held)
            ways = minimal([*found.ways, *(way | decide for way in to_review.ways)])
            found = Reached(ways, found.complete and to_review.complete)
        return found if found.complete else Reached(self._shrunk([judged], found.ways), False)

    def _shrunk(self, group: Sequence[CriterionJudgement], ways: Ways, owned: Way = 0) -> Ways:
        """The ways of criteria of which not all are known, each without what it can do without.

        `owned` are the steps that other criteria take in any case.
        """
        found = []
        facts = {fact.id for judged in group for fact in judged.criterion.asked}
        for way in ways[:SHRUNK]:
            for steps in (steps for name, steps in self.scales.by_fact.items() if name in facts):
                for place in reversed(range(steps.at, steps.at + steps.width)):
                    if isinstance(steps, States) or not way >> place & 1:
                        continue
                    if all(self._enough(judged, way & ~(1 << place) | owned) for judged in group):
                        way &= ~(1 << place)
                    elif isinstance(steps, Chain):
                        break  # the steps below it come with it
            found.append(way)
        return minimal(found)

    def _enough(self, judged: CriterionJudgement, way: Way) -> bool:
        """Whether a criterion reaches the grade by a way, as judging has it."""
        facts, criterion = dict(judged.case.facts), judged.criterion
        for fact in criterion.asked:
            steps = self.scales.by_fact[fact.id]
            taken = way & steps.mask
            if isinstance(steps, States) and taken:
                taken = steps.ordered(taken, defined(facts.get(fact.id)))
            if taken:
                facts[fact.id] = steps.goal(taken, defined(facts.get(fact.id)))
        cut = next(cut for cut in Grade if judged.decided(cut) >= self.asked.grade)
        if way & self.decision(self.judgement.criteria.index(judged)):
            cut = REVIEW
        return span(criterion.require, KnownFacts(facts), criterion.choices).worst >= cut

    def is_blocked(self, group: Sequence[int], facts: frozenset[str]) -> bool:
        """Whether facts keep one of these criteria out as they are, whatever the others are."""
        for index in group:
            judged = self.judgement.criteria[index]
            known = {}
            for fact in judged.criterion.asked:
                if fact.id in facts:
                    value = defined(judged.case.facts.get(fact.id))
                    asking = next(leaf for leaf in judged.criterion.leaves if leaf.fact is fact or _is_by(leaf, fact))
                    if value is None and asking.fact is not fact:
                        return False  # a choice that stays missing: not decided here
                    known[fact.id] = asking.ends(value)[0] if asking.fact is fact else value
            best = span(judged.criterion.require, KnownFacts(known), judged.criterion.choices).best
            if self.asked.grade == RELAXED and judged.decision is None:
                best = granted(best)
            if judged.decided(best) < self.asked.grade:
                return True
        return False

    def finished(self, ways: Iterable[Way]) -> Ways:
        """Ways as they are read: what stays as it is is no part of them, and of figures the nearest is the least."""
        facts = self.judgement.facts
        found = list(ways)
        for steps in self.scales.states:
            value = defined(facts.get(steps.fact.id), self.asked.grade)
            found = [
                way & ~steps.tried | steps.ordered(way & steps.tried, value) if way & steps.tried else way
                for way in found
            ]
        return minimal(found) if self.scales.states else tuple(found)

    @cached_property
    def parts(self) -> tuple[Part, ...]:
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
                wanted = {index: joined(ways[index]) & mask for index in needing}
                needed = {index: _common(ways[index]) & mask for index in needing}
                for owner in needing:
                    if all(wanted[index] & ~needed[owner] == 0 for index in needing if index != owner):
                        self.owned |= needed[owner]
                        for index in needing:
                            if index != owner:
                                ways[index] = minimal([way & ~mask for way in ways[index]])
                        break
                else:
                    tied.update((one, other) for one in needing for other in needing if one < other)
            elif len(states := {way & mask for index in needing for way in ways[index]}) > 1:
                tied.update((one, other) for one in needing for other in needing if one < other)
            else:  # the same value in every way of all of them: the first takes it
                self.owned |= joined(states)
                for index in needing[1:]:
                    ways[index] = minimal([way & ~mask for way in ways[index]])
        return tied

    def _tied_by_bases(self, ways: Sequence[Ways]) -> set[tuple[int, int]]:
        """The pairs of criteria whose facts come from the same ones, where a change could be for both, or harm one."""
        criteria = [judged.criterion for judged in self.judgement.criteria]
        read: dict[str, Way] = {}
        for fact in self.judgement.rule_set.derived:
            if fact.derived is not None and fact.id in self.scales.by_fact:
                for base in fact.reads:
                    read[base] = read.get(base, 0) | self.scales.by_fact[fact.id].mask
        tied: set[tuple[int, int]] = set()
        for base, mask in read.items():
            asked = mask | (self.scales.by_fact[base].mask if base in self.scales.by_fact else 0)
            needing = [index for index, found in enumerate(ways) if any(way & asked for way in found)]
            if needing and base in self.both_ways:
                needing = [index for index, each in enumerate(criteria) if _reads(each.asked, base)]
            tied.update((one, other) for one in needing for other in needing if one < other)
        return tied

    def _part(self, group: Sequence[int], ways: Sequence[Ways]) -> Part:
        """One part of several criteria: a way of each, joined where none contradicts another."""
        joining, found = Joining(), ways[group[0]]
        states = [steps.tried for steps in self.scales.states]
        for index in group[1:]:
            pairs = joining.pairs(found, ways[index])
            found = joining.least([way for way in pairs if all((way & tried).bit_count() <= 1 for tried in states)])
        complete = joining.complete and all(self.ready[index].complete for index in group)
        if not joining.complete:
            found = self._shrunk([self.judgement.criteria[index] for index in group], found, self.owned)
        return Part(tuple(group), self.finished(found), complete)

    @property
    def exist(self) -> bool:
        """Whether there is a way at all."""
        return all(found.ways for found in self.ready) and all(part.ways for part in self.parts)


def _reads(facts: Iterable[Fact], base: str) -> bool:
    return any(fact.id == base or base in fact.reads for fact in facts)


def joined(ways: Iterable[Way]) -> Way:
    """The steps of any of the ways."""
    found = 0
    for way in ways:
        found |= way
    return found


def _common(ways: Ways) -> Way:
    found = ways[0]
    for way in ways:
        found &= way
    return found


def hitting(ways: Ways) -> Ways:
    """The least sets that have a member in common with each of these; none where one of them is empty."""
    joining, found = Joining(), THERE
    for way in ways:
        members = bits_of(way)
        found = joining.least([one if one & way else one | member for one in found for member in members])
    if joining.complete:
        return found
    # where some were left out, others may have grown beyond what is needed
    return tuple([one for one in found if all(any(way & one == bit for way in ways) for bit in bits_of(one))])


def bits_of(way: Way) -> list[Way]:
    """Each bit of a way."""
    return [1 << at for at in range(way.bit_length()) if way >> at & 1]


def _is_by(leaf: Leaf, fact: Fact) -> bool:
    """Whether a fact is the choice by which the leaf's figures are listed."""
    return isinstance(leaf.figure, FigureTable) and leaf.figure.by is fact
