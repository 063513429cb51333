"""Two rule sets -> how they are related, exactly, over all complete towns, with towns that prove it.

Grades depend on a town only through the cells its facts lie in (`checks/critical_values.py`), so a finite grid decides.
It is searched criterion by criterion, and as a whole only where criteria that share facts leave the verdict open.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import islice

from zhenkit.analysis.diff.align import aligned, merged
from zhenkit.analysis.diff.result import (
    EQUAL,
    Compared,
    DiffResult,
    Higher,
    Open,
    Witness,
    proof_of,
    relation_of,
)
from zhenkit.analysis.search.grid import scales
from zhenkit.analysis.search.implied import implied
from zhenkit.analysis.search.search import Budget, Condition, Grid, Kept, Met, OutOfReach, Over, Search
from zhenkit.analysis.search.witness import MOST_WAYS, Same, closest, in_base_facts
from zhenkit.checks.grades import MET, Grade
from zhenkit.checks.normal_form import outline
from zhenkit.checks.partial import hinging
from zhenkit.checks.rewrite import ALWAYS
from zhenkit.checks.tree import All, Check, Leaf, facts_asked, leaves
from zhenkit.facts.types.base import Value
from zhenkit.facts.types.members import ChoiceType
from zhenkit.rulesets.dictionary_file import Assumption
from zhenkit.rulesets.lined_up import lined_up
from zhenkit.rulesets.model import Criterion, RuleSet

PROOF_EFFORT = 200_000
"""How many leaves are looked at to find a proof nearer to the ideal town: for beauty, not exactness."""


MOST_TRIED, WAYS_TRIED = 50, 100
"""How many towns of the grid are tried where the nearest one has computed facts that no town has together, and in how
many ways each."""


def compare(a: RuleSet, b: RuleSet, assuming: Sequence[Assumption] = ()) -> DiffResult:
    """How B is related to A over all complete towns; with `assuming`, over those that satisfy these assumptions.

    Raises Differs where the two mean different facts by one name.
    """
    return Ground(*aligned(a, b), assuming).compare()


class Ground:
    """What two aligned rule sets are compared on: their facts, the grid, the ideal town, the assumptions kept."""

    def __init__(self, a: RuleSet, b: RuleSet, assuming: Sequence[Assumption] = ()) -> None:
        self.a, self.b, self.assuming = a, b, tuple(assuming)
        self.facts = merged(a, b)
        self.kept = [Kept(one.consequence, one.condition) for one in self.assuming]
        self.criteria = (*a.criteria, *b.criteria)
        assumed = [check for one in self.assuming for check in (one.condition, one.consequence)]
        self.required = [*(criterion.require for criterion in self.criteria), *assumed]
        preferred = [check for criterion in self.criteria for check in criterion.prefer]
        self.asked = {fact.id: fact for check in (*self.required, *preferred) for fact in facts_asked(check)}
        self.derived = tuple(fact for fact in self.asked.values() if fact.derived is not None)
        self.asking = [leaf for check in self.required for leaf in leaves(check)]
        self.merits = [leaf for check in preferred for leaf in leaves(check)]
        self.steps = {(leaf.fact.id, figure) for leaf in (*self.asking, *self.merits) for figure in leaf.figures}
        implications = implied(self.derived, self.asking)
        self.kept += implications
        self.scales = scales([*self.asking, *(leaf for kept in implications for leaf in kept.leaves)])
        self.every_scale = {**scales(self.merits), **self.scales}
        self.ideal = self._ideal()
        self.grid = Grid(self.scales, self.ideal)

    def compare(self) -> DiffResult:
        """How B is related to A."""
        criteria = tuple([self.criterion(a, b) for a, b in lined_up((self.a, self.b))])
        higher_a = self.verdict(self.a, self.b, [one.higher_a for one in criteria], criteria)
        higher_b = self.verdict(self.b, self.a, [one.higher_b for one in criteria], criteria)
        return DiffResult(self.a, self.b, self.facts, criteria, higher_a, higher_b, self.assuming, self.derived)

    def _ideal(self) -> dict[str, Value]:
        """The town best for both sides; a fact that is pulled two ways, and a choice, lies where most criteria do well.

        What merits alone ask for is there as they prefer it: it changes no grade.
        """
        ends = {**_ends(self.merits), **_ends(self.asking)}
        ideal = {fact_id: scale[_end(ends, fact_id)] for fact_id, scale in self.every_scale.items()}
        grades = [hinging(criterion.require) for criterion in self.criteria]
        for fact_id, scale in self.scales.items():
            if len(ends.get(fact_id, ())) != 1:
                reached = [
                    sum(grade({**ideal, fact_id: value}).span.worst == MET for grade in grades) for value in scale
                ]
                ideal[fact_id] = scale[reached.index(max(reached))]
        return ideal

    def criterion(self, a: Criterion | None, b: Criterion | None) -> Compared:
        """A criterion on either side."""
        high, low = _required(a), _required(b)
        if outline(high).signature == outline(low).signature:
            return Compared(a, b)
        others = {outline(one.require).signature: one.require for one in self.criteria if one not in (a, b)}
        return Compared(
            a, b, self.proof(high, low, others.values()), self.proof(low, high, others.values(), swapped=True)
        )

    def proof(self, high: Check, low: Check, others: Iterable[Check], swapped: bool = False) -> Higher:
        """Whether some town has a higher grade by `high` than by `low`: one with all others met, where it can be."""
        over = Over(high, low)
        try:
            found = self._search([over], Budget())
        except OutOfReach:
            return Open(None)
        if found is None:
            return None
        # That a town was found settles the relation; all else is for a proof that is easy to follow. With all other
        # criteria met, the verdict differs as the grade does, and no second town is needed to prove that.
        conditions: list[Condition] = [over, *self.kept]
        with_others = [*conditions, *(Met(check) for check in others)]
        try:
            whole = Search(self.grid, with_others, Budget(PROOF_EFFORT)).any()
        except OutOfReach:
            whole = None
        if whole is not None:
            found, conditions = whole, with_others
        nearest = Search(self.grid, conditions, Budget()).nearest(found, PROOF_EFFORT)
        return self._proven(nearest, over, (low, high) if swapped else (high, low))

    def verdict(self, high: RuleSet, low: RuleSet, proofs: Sequence[Higher], criteria: Sequence[Compared]) -> Higher:
        """Whether some town has a higher verdict by `high` than by `low`; `proofs` are those of the criteria.

        The verdict is the lowest grade. So it can be higher only through a criterion that can.
        """
        for proof in map(proof_of, proofs):
            if proof is not None and proof.by_verdict:
                return replace(proof, a=proof.verdict_a, b=proof.verdict_b)
        # A lower verdict is lower in some criterion: so "is the whole of one side above it?" is asked of each criterion
        # that can be lower at all, which is a smaller search than above the other's whole and misses no town.
        whole, found, budget = _whole(high), None, Budget()
        for compared, higher in zip(criteria, proofs, strict=True):
            if higher is None:
                continue
            over = Over(whole, _required(compared.a if low is self.a else compared.b))
            try:
                town = self._search([over], budget)
            except OutOfReach:
                found = found or Open(None)
                continue
            if town is not None:
                conditions = [Over(whole, _whole(low)), *self.kept]
                nearest = Search(self.grid, conditions, Budget()).nearest(town, PROOF_EFFORT)
                proven = self._proven(nearest, over, (_whole(self.a), _whole(self.b)))
                if isinstance(proven, Witness):
                    return proven
                found = found or proven
        return found

    def relation(self, a: Check, b: Check, budget: Budget) -> str:
        """How one check is related to another, over all towns."""
        if outline(a).signature == outline(b).signature:
            return EQUAL
        return relation_of(self._above(a, b, budget), self._above(b, a, budget))

    def _above(self, high: Check, low: Check, budget: Budget) -> Higher:
        over = Over(high, low)
        try:
            found = self._search([over], budget)
        except OutOfReach:
            return Open(None)
        return None if found is None else self._proven(found, over, (high, low))

    def _search(self, conditions: Sequence[Condition], budget: Budget) -> dict[str, Value] | None:
        """Some town that keeps conditions and assumptions; raises OutOfReach."""
        return Search(self.grid, [*conditions, *self.kept], budget).any()

    def _proven(self, found: Mapping[str, Value], over: Over, sides: tuple[Check, Check]) -> Witness | Open:
        """What proves it: a town that was found, or where no town has its computed facts, another one."""
        witness = self._witness(found, sides)
        if witness.stated is not None:
            return witness
        # the search takes computed facts as free of each other: what it finds first need not be what a town can have
        search = Search(self.grid, [over, *self.kept], Budget(PROOF_EFFORT))
        loose = {fact.id for fact in self.derived}
        try:
            for town in islice(search.towns(loose), MOST_TRIED):
                other = self._witness(town, sides, search.keeps, WAYS_TRIED)
                if other.stated is not None:
                    return other
        except OutOfReach:
            pass
        return Open(witness)

    def _witness(
        self,
        found: Mapping[str, Value],
        sides: tuple[Check, Check],
        proves: Same | None = None,
        ways: int = MOST_WAYS,
    ) -> Witness:
        """What is shown of a town that was found: next to its thresholds, and in the facts that a town file states.

        All its grades stay what they are; or only what it `proves`, and then its computed facts are what they come to.
        """
        facts = {**self.ideal, **found}
        grades = self._grades(facts)
        same = proves or (lambda town: self._grades(town) == grades and self._can_be(town))
        apart = {fact_id: fact for fact_id, fact in self.asked.items() if facts[fact_id] != self.ideal[fact_id]}
        free = apart | {fact_id: self.asked[fact_id] for fact_id, value in facts.items() if value == -math.inf}
        facts = closest(facts, self.every_scale, self.steps, free, same)
        stated: Mapping[str, Value] | None = facts
        if self.derived:
            stated = in_base_facts(facts, self.derived, self.every_scale, same, ways)
            if proves is not None and stated is not None:
                facts = {**facts, **self.with_derived(stated)}
                apart |= {fact.id: fact for fact in self.derived if facts[fact.id] != self.ideal[fact.id]}
        ordered = {fact_id: facts[fact_id] for fact_id in self.facts.by_id if fact_id in facts}
        if stated is not None:
            stated = {fact_id: stated[fact_id] for fact_id in self.facts.by_id if fact_id in stated}
        a, b, verdict_a, verdict_b = (_grade(check, facts) for check in (*sides, _whole(self.a), _whole(self.b)))
        return Witness(ordered, stated, tuple(apart.values()), a, b, verdict_a, verdict_b, self._at_best(facts, apart))

    def _at_best(self, town: Mapping[str, Value], apart: Iterable[str]) -> bool:
        """Whether no criterion that the town misses could be met but for the facts that set it apart (and choices)."""
        choices = [fact_id for fact_id in self.grid.scales if isinstance(self.asked[fact_id].type, ChoiceType)]
        given = {fact_id: town[fact_id] for fact_id in (*apart, *choices)}
        missed = [one.require for one in self.criteria if _grade(one.require, town) < MET]
        try:
            return not any(Search(self.grid, [Met(check)], Budget(PROOF_EFFORT), given).any() for check in missed)
        except OutOfReach:
            return False

    def with_derived(self, town: Mapping[str, Value]) -> dict[str, Value]:
        """A town's facts with those that are computed from them."""
        return {**town, **{fact.id: fact.value_of(town) for fact in self.derived}}

    def _can_be(self, town: Mapping[str, Value]) -> bool:
        """Whether a town breaks no assumption, and no implication between its computed facts."""
        return all(kept.state(town).certain for kept in self.kept)

    def _grades(self, town: Mapping[str, Value]) -> list[Grade]:
        return [_grade(check, town) for check in self.required]


def _ends(asking: Iterable[Leaf]) -> dict[str, set[bool]]:
    """At which end each fact is best: the upper (True), the lower, or both."""
    found: dict[str, set[bool]] = {}
    for leaf in asking:
        found.setdefault(leaf.fact.id, set()).add(leaf.operator.upward)
    return found


def _end(ends: Mapping[str, set[bool]], fact_id: str) -> int:
    return 0 if ends.get(fact_id) == {False} else -1


def _required(criterion: Criterion | None) -> Check:
    return ALWAYS if criterion is None else criterion.require


@lru_cache(maxsize=16)
def _whole(rule_set: RuleSet) -> Check:
    """All criteria as one check: its grade is the verdict."""
    return All(None, None, tuple(criterion.require for criterion in rule_set.criteria))


def _grade(check: Check, town: Mapping[str, Value]) -> Grade:
    return hinging(check)(town).span.worst
