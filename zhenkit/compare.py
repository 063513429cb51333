"""Two rule sets -> how one stands to the other, exactly, over all complete towns, with towns that prove it.

Grades depend on a town only through the cells its facts lie in (`readings/cells.py`), so a finite grid decides. It is
searched criterion by criterion, and as a whole only where criteria that share facts leave the verdict open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from zhenkit.checks import All, Check, Leaf, facts_asked, leaves
from zhenkit.errors import ZhenkitError
from zhenkit.facts import Assumption, Facts
from zhenkit.grades import MET, Grade
from zhenkit.language import _
from zhenkit.quantities import shown
from zhenkit.readings.cells import cells
from zhenkit.readings.hinges import hinging
from zhenkit.readings.outline import outline
from zhenkit.ruleset import Criterion, RuleSet
from zhenkit.search import ALWAYS, Budget, Condition, Grid, Kept, Met, OutOfReach, Over, Search, facts_of
from zhenkit.values import ChoiceType, Fact, MemberType, Value

EQUAL, STRICTER, LOOSER, INCOMPARABLE = "equal", "stricter", "looser", "incomparable"
EFFORT = 5_000
"""How many partly known towns are looked at to find a proof nearer to the ideal town: for beauty, not exactness."""
STEPPED = ("count", "money", "level")
"""Types whose values go in steps of 1 (money in fen)."""


class Undecided(ZhenkitError):
    """Two rule sets are too large to be compared exactly."""


class Differs(ZhenkitError):
    """A name means one fact to one rule set and another to the other."""


def relation_of(higher_a: object, higher_b: object) -> str:
    """How B stands to A, by whether some town has a higher grade under A, and whether some has under B."""
    if higher_a:
        return INCOMPARABLE if higher_b else STRICTER
    return LOOSER if higher_b else EQUAL


@dataclass(frozen=True)
class Witness:
    """A whole town that one side grades higher, and the facts that set it off from the ideal town."""

    facts: Mapping[str, Value]
    told: tuple[Fact, ...]
    a: Grade
    b: Grade
    """What it proves: the grade of the criterion (of the whole: of the town) under either side."""
    verdict_a: Grade
    verdict_b: Grade

    @property
    def by_verdict(self) -> bool:
        """Whether the verdict differs as the grade does."""
        return (self.verdict_a - self.verdict_b) * (self.a - self.b) > 0


@dataclass(frozen=True)
class Compared:
    """A criterion of two rule sets (None where a side has none of that number: it counts as met), with the proofs."""

    number: int
    a: Criterion | None
    b: Criterion | None
    higher_a: Witness | None = None
    higher_b: Witness | None = None

    @property
    def relation(self) -> str:
        """How B's criterion stands to A's, by its grade for complete towns."""
        return relation_of(self.higher_a, self.higher_b)


@dataclass(frozen=True)
class Comparison:
    """Two rule sets compared: as wholes, by the verdict, and criterion by criterion, by the grade."""

    a: RuleSet
    b: RuleSet
    criteria: tuple[Compared, ...]
    higher_a: Witness | None
    higher_b: Witness | None
    assuming: tuple[Assumption, ...] = ()

    @property
    def relation(self) -> str:
        """How B stands to A, by the verdict on complete towns."""
        return relation_of(self.higher_a, self.higher_b)

    @property
    def facts(self) -> Facts:
        """The facts of both."""
        return merged(self.a, self.b)


def compare(a: RuleSet, b: RuleSet, assuming: Sequence[Assumption] = ()) -> Comparison:
    """How B stands to A over all complete towns; with `assuming`, over those that keep these assumptions.

    Raises Differs where the two mean different facts by one name, Undecided where a criterion is too large.
    """
    ground = Ground(a, b, assuming)
    criteria = tuple([ground.criterion(number) for number in ground.numbers])
    higher_a = ground.verdict(a, b, [one.higher_a for one in criteria], criteria)
    higher_b = ground.verdict(b, a, [one.higher_b for one in criteria], criteria)
    return Comparison(a, b, criteria, higher_a, higher_b, ground.assuming)


class Ground:
    """What two rule sets are compared on: their facts, the grid, the ideal town, the assumptions kept."""

    def __init__(self, a: RuleSet, b: RuleSet, assuming: Sequence[Assumption] = ()) -> None:
        self.a, self.b, self.assuming = a, b, tuple(assuming)
        self.facts = merged(a, b)
        self.kept = [Kept(one.consequence, one.condition) for one in self.assuming]
        self.criteria = (*a.criteria, *b.criteria)
        assumed = [check for one in self.assuming for check in (one.condition, one.consequence)]
        required = [*(criterion.require for criterion in self.criteria), *assumed]
        preferred = [check for criterion in self.criteria for check in criterion.prefer]
        self.asked = {fact.id: fact for check in (*required, *preferred) for fact in facts_asked(check)}
        self.asking = [leaf for check in required for leaf in leaves(check)]
        self.merits = [leaf for check in preferred for leaf in leaves(check)]
        self.scales = scales(self.asking)
        self.ideal = self._ideal()
        self.grid = Grid(self.scales, self.ideal)
        self.numbers = sorted({criterion.number for criterion in self.criteria})

    def _ideal(self) -> dict[str, Value]:
        """The town best for both sides; a fact that is pulled two ways, and a choice, lies where most criteria do well.

        What merits alone ask for is there as they prefer it: it changes no grade.
        """
        ends = {**_ends(self.merits), **_ends(self.asking)}
        ideal = {fact_id: scale[_end(ends, fact_id)] for fact_id, scale in scales(self.merits).items()}
        ideal |= {fact_id: scale[_end(ends, fact_id)] for fact_id, scale in self.scales.items()}
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
        conditions: list[Condition] = [over, *self.kept]
        with_others = [*conditions, *(Met(check) for check in others.values())]
        try:
            whole = Search(self.grid, with_others, Budget(EFFORT)).any()
        except OutOfReach:
            whole = None
        if whole is not None:
            found, conditions = whole, with_others
        nearest = Search(self.grid, conditions, Budget()).nearest(found, EFFORT)
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
                return self._witness(proof.facts, proof.verdict_a, proof.verdict_b)
        whole = _whole(high)
        for compared, _proof in found:
            lower = _required(low.criterion(compared.number))
            town = self._search([Over(whole, lower)], _("the whole"))
            if town is not None:
                conditions = [Over(whole, _whole(low)), *self.kept]
                town = Search(self.grid, conditions, Budget()).nearest(town, EFFORT)
                return self._witness(town, _grade(_whole(self.a), town), _grade(_whole(self.b), town))
        return None

    def relation(self, a: Check, b: Check, given: Mapping[str, Value] | None = None) -> str:
        """How one check stands to another over all towns, or those that have what is given."""
        if outline(a).signature == outline(b).signature:
            return EQUAL
        grid = Grid(found := scales((*leaves(a), *leaves(b))), {fact_id: scale[-1] for fact_id, scale in found.items()})
        above, below = (Search(grid, [Over(high, low)], Budget(), given).any() for high, low in ((a, b), (b, a)))
        return relation_of(above, below)

    def _search(self, conditions: Sequence[Condition], what: str) -> dict[str, Value] | None:
        try:
            return Search(self.grid, [*conditions, *self.kept], Budget()).any()
        except OutOfReach:
            raise Undecided(
                _("{what} of {a} and {b} could not be compared: its checks allow too many combinations").format(
                    what=what, a=self.a.id, b=self.b.id
                )
            ) from None

    def _witness(self, found: Mapping[str, Value], a: Grade, b: Grade) -> Witness:
        facts = self._closest({**self.ideal, **found})
        told = tuple(fact for fact_id, fact in self.asked.items() if facts[fact_id] != self.ideal[fact_id])
        return Witness(facts, told, a, b, _grade(_whole(self.a), facts), _grade(_whole(self.b), facts))

    def _closest(self, facts: dict[str, Value]) -> dict[str, Value]:
        """The same town with what lies below every figure just below the first, where that is the same to both."""
        checks = [*(criterion.require for criterion in self.criteria), *self._assumed]
        for fact_id, value in facts.items():
            scale = self.scales.get(fact_id, ())
            if self.asked[fact_id].type.name in STEPPED and len(scale) > 1 and value == scale[0] != self.ideal[fact_id]:
                nearer = {**facts, fact_id: scale[1] - 1}
                if all(_grade(check, nearer) == _grade(check, facts) for check in checks):
                    facts = nearer
        return facts

    @cached_property
    def _assumed(self) -> list[Check]:
        return [check for one in self.assuming for check in (one.condition, one.consequence)]


def scales(asking: Sequence[Leaf]) -> dict[str, tuple[Value, ...]]:
    """The cells of the facts that leaves ask for, lowest first: choices, then what is yes or no, then figures.

    A search settles the first first, and tells its proof by the last.
    """
    asked = {fact.id: fact for leaf in asking for fact in facts_of(leaf)}
    order = sorted(asked.values(), key=lambda fact: 0 if _is_choice(fact) else 1 if fact.type.top is True else 2)
    return {fact.id: cells(fact, asking) for fact in order}


def _is_choice(fact: Fact) -> bool:
    return isinstance(fact.type, ChoiceType)


def _ends(asking: Iterable[Leaf]) -> dict[str, set[bool]]:
    """At which end each fact is wanted: the upper (True), the lower, or both."""
    found: dict[str, set[bool]] = {}
    for leaf in asking:
        found.setdefault(leaf.fact.id, set()).add(leaf.comparison.upward)
    return found


def _end(ends: Mapping[str, set[bool]], fact_id: str) -> int:
    return 0 if ends.get(fact_id) == {False} else -1


def _required(criterion: Criterion | None) -> Check:
    return ALWAYS if criterion is None else criterion.require


def _whole(rule_set: RuleSet) -> Check:
    """All criteria as one check: its grade is the verdict."""
    return All(None, None, tuple(criterion.require for criterion in rule_set.criteria))


def _grade(check: Check, town: Mapping[str, Value]) -> Grade:
    return hinging(check)(town).span.worst


def merged(a: RuleSet, b: RuleSet) -> Facts:
    """One dictionary with the facts of both; raises Differs where a name does not mean the same to both."""
    for fact_id in a.facts.by_id.keys() & b.facts.by_id.keys():
        if _kind(a.facts[fact_id]) != _kind(b.facts[fact_id]):
            raise Differs(
                _("the fact {fact} of {a} is of another kind than that of {b}, so the two cannot be compared").format(
                    fact=shown(fact_id), a=a.id, b=b.id
                )
            )
    for name in a.facts.by_name.keys() & b.facts.by_name.keys():
        if (one := a.facts.by_name[name].id) != (other := b.facts.by_name[name].id):
            raise Differs(
                _("the name {name} means {one} to {a} and {other} to {b}, so the two cannot be compared").format(
                    name=shown(name), one=one, other=other, a=a.id, b=b.id
                )
            )
    return Facts({**b.facts.by_id, **a.facts.by_id}.values(), a.facts.levels)


def _kind(fact: Fact) -> tuple[object, ...]:
    """What two facts of one name must have in common."""
    return fact.type.name, tuple(fact.type.by_id) if isinstance(fact.type, MemberType) else ()
