"""Two rule sets -> how they are related, exactly, over all complete towns, with towns that prove it.

Grades depend on a town only through the cells its facts lie in (`checks/critical_values.py`), so a finite grid decides.
It is searched criterion by criterion, and as a whole only where criteria that share facts leave the verdict open.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from zhenkit.analysis.diff.align import aligned, merged, told_apart
from zhenkit.analysis.diff.result import EQUAL, Compared, DiffResult, Witness, relation_of
from zhenkit.analysis.search.grid import grid_of, scales
from zhenkit.analysis.search.search import Budget, Condition, Grid, Kept, Met, OutOfReach, Over, Search
from zhenkit.analysis.search.witness import closest, in_base_facts
from zhenkit.checks.grades import MET, Grade
from zhenkit.checks.normal_form import outline
from zhenkit.checks.partial import hinging
from zhenkit.checks.rewrite import ALWAYS
from zhenkit.checks.tree import All, Check, Leaf, facts_asked, leaves
from zhenkit.core.errors import ZhenkitError
from zhenkit.core.i18n import _
from zhenkit.facts.types.base import Value
from zhenkit.facts.types.members import ChoiceType
from zhenkit.rulesets.dictionary_file import Assumption
from zhenkit.rulesets.model import Criterion, RuleSet

PROOF_EFFORT = 5_000
"""How many partly known towns are looked at to find a proof nearer to the ideal town: for beauty, not exactness."""


class Undecided(ZhenkitError):
    """Two rule sets are too large to be compared exactly."""


def compare(a: RuleSet, b: RuleSet, assuming: Sequence[Assumption] = ()) -> DiffResult:
    """How B is related to A over all complete towns; with `assuming`, over those that satisfy these assumptions.

    Raises Differs where the two mean different facts by one name, Undecided where a criterion is too large.
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
        self.scales = scales(self.asking)
        self.every_scale = {**scales(self.merits), **self.scales}
        self.ideal = self._ideal()
        self.grid = Grid(self.scales, self.ideal)

    def compare(self) -> DiffResult:
        """How B is related to A; raises Undecided."""
        numbers = sorted({criterion.number for criterion in self.criteria})
        criteria = tuple([self.criterion(number) for number in numbers])
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

    def criterion(self, number: int) -> Compared:
        """The criterion of this number on either side."""
        a, b = self.a.criterion(number), self.b.criterion(number)
        high, low = _required(a), _required(b)
        if outline(high).signature == outline(low).signature:
            return Compared(number, a, b)
        what = _("criterion {number}").format(number=number)
        return Compared(
            number, a, b, self.proof(high, low, what, number), self.proof(low, high, what, number, swapped=True)
        )

    def proof(self, high: Check, low: Check, what: str, number: int, swapped: bool = False) -> Witness | None:
        """A town with a higher grade by `high` than by `low`, where it can be with all other criteria met."""
        over = Over(high, low)
        found = self._search([over], what)
        if found is None:
            return None
        others = {
            outline(criterion.require).signature: criterion.require
            for criterion in self.criteria
            if criterion.number != number
        }
        # That a town was found settles the relation; all else is for a proof that is easy to follow. With all other
        # criteria met, the verdict differs as the grade does, and no second town is needed to prove that.
        conditions: list[Condition] = [over, *self.kept]
        with_others = [*conditions, *(Met(check) for check in others.values())]
        try:
            whole = Search(self.grid, with_others, Budget(PROOF_EFFORT)).any()
        except OutOfReach:
            whole = None
        if whole is not None:
            found, conditions = whole, with_others
        nearest = Search(self.grid, conditions, Budget()).nearest(found, PROOF_EFFORT)
        grades = (
            (_grade(low, nearest), _grade(high, nearest)) if swapped else (_grade(high, nearest), _grade(low, nearest))
        )
        return self._witness(nearest, *grades)

    def verdict(
        self, high: RuleSet, low: RuleSet, proofs: Sequence[Witness | None], criteria: Sequence[Compared]
    ) -> Witness | None:
        """A town with a higher verdict by `high` than by `low`; `proofs` are those of the criteria, in their order.

        The verdict is the lowest grade. So it can be higher only through a criterion that can.
        """
        found = [(compared, proof) for compared, proof in zip(criteria, proofs, strict=True) if proof is not None]
        for _compared, proof in found:
            if proof.by_verdict:
                return replace(proof, a=proof.verdict_a, b=proof.verdict_b)
        # A lower verdict is lower in some criterion: so "is the whole of one side above it?" is asked of each criterion
        # that can be lower at all, which is a smaller search than above the other's whole and misses no town.
        whole = _whole(high)
        for compared, _proof in found:
            lower = _required(low.criterion(compared.number))
            town = self._search([Over(whole, lower)], _("the whole"))
            if town is not None:
                conditions = [Over(whole, _whole(low)), *self.kept]
                town = Search(self.grid, conditions, Budget()).nearest(town, PROOF_EFFORT)
                return self._witness(town, _grade(_whole(self.a), town), _grade(_whole(self.b), town))
        return None

    def relation(self, a: Check, b: Check, given: Mapping[str, Value] | None = None) -> str:
        """How one check is related to another over all towns, or those with the facts `given`."""
        if outline(a).signature == outline(b).signature:
            return EQUAL
        grid = grid_of((*leaves(a), *leaves(b)))
        found_a, found_b = (
            self._found(Search(grid, [Over(high, low)], Budget(), given), _("a part")) for high, low in ((a, b), (b, a))
        )
        return relation_of(found_a is not None, found_b is not None)

    def _search(self, conditions: Sequence[Condition], what: str) -> dict[str, Value] | None:
        return self._found(Search(self.grid, [*conditions, *self.kept], Budget()), what)

    def _found(self, search: Search, what: str) -> dict[str, Value] | None:
        try:
            return search.any()
        except OutOfReach:
            a, b = told_apart(self.a, self.b)
            raise Undecided(
                _("{what} of {a} and {b} could not be compared: its checks allow too many combinations").format(
                    what=what, a=a, b=b
                )
            ) from None

    def _witness(self, found: Mapping[str, Value], a: Grade, b: Grade) -> Witness:
        """What is shown of a town that was found: next to its thresholds, and in the facts that a town file states."""
        facts = {**self.ideal, **found}
        grades = self._grades(facts)
        apart = {fact_id: fact for fact_id, fact in self.asked.items() if facts[fact_id] != self.ideal[fact_id]}
        free = apart | {fact_id: self.asked[fact_id] for fact_id, value in facts.items() if value == -math.inf}
        facts = closest(facts, self.every_scale, self.steps, free, lambda town: self._grades(town) == grades)
        ordered = {fact_id: facts[fact_id] for fact_id in self.facts.by_id if fact_id in facts}
        stated: Mapping[str, Value] | None = ordered
        if self.derived:
            stated = in_base_facts(
                ordered, self.derived, self.every_scale, lambda town: self._grades(self.with_derived(town)) == grades
            )
        verdicts = (_grade(_whole(self.a), facts), _grade(_whole(self.b), facts))
        return Witness(ordered, stated, tuple(apart.values()), a, b, *verdicts, self._at_best(facts, apart))

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
        return {**town, **{fact.id: fact.derived.value(town) for fact in self.derived if fact.derived}}

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
