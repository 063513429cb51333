"""Is there a town that keeps some conditions? Branch and prune over a finite grid: exact, with the nearest such town.

A condition says that some checks are high, or others low. A town is built fact by fact; a branch is cut where a
condition cannot be kept any more, where all are kept already, and where the same question has been answered with no.
A fact of which every open condition wants more (or less) is put to that end at once: nothing is lost by it.

The grid of two shipped rule sets (shanxi, jincheng) is more than 10 ** 11 towns; to compare them exactly, a few hundred
partly known ones are looked at.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from zhenkit.analysis.search.order import simplified
from zhenkit.checks.grades import MET
from zhenkit.checks.partial import Hinge, Hinging, hinging
from zhenkit.checks.rewrite import ALWAYS
from zhenkit.checks.tree import Check, FigureTable, Leaf, leaves
from zhenkit.facts.derived import FactValues
from zhenkit.facts.fact import Fact
from zhenkit.facts.quantities import UNDEFINED
from zhenkit.facts.types.base import Value


class State(NamedTuple):
    """A condition, for a partly known town."""

    possible: bool
    certain: bool
    key: Hashable
    wishes: tuple[tuple[Leaf, bool], ...]
    """The leaves it still depends on, each with whether it is to come out high."""


class Condition(ABC):
    """`high` is to be high, or `low` low."""

    def __init__(self, high: Check, low: Check = ALWAYS) -> None:
        self.high: Hinging = hinging(high)
        self.low: Hinging = hinging(low)
        self.leaves = (*leaves(high), *leaves(low))
        self.fact_ids = frozenset(fact.id for leaf in self.leaves for fact in facts_of(leaf))

    def state(self, facts: FactValues) -> State:
        """What is known of it."""
        high, low = self.high(facts), self.low(facts)
        wishes = (*((leaf, True) for leaf in high.leaves), *((leaf, False) for leaf in low.leaves))
        return State(*self._ends(high, low), (high.key, low.key), wishes)

    @abstractmethod
    def _ends(self, high: Hinge, low: Hinge) -> tuple[bool, bool]:
        """Whether it can be kept, and whether it is kept whatever the rest."""


class Over(Condition):
    """The grade of `high` is above that of `low`."""

    def __init__(self, high: Check, low: Check) -> None:
        super().__init__(*simplified(high, low))

    def _ends(self, high: Hinge, low: Hinge) -> tuple[bool, bool]:
        # where both hang in the same way on what is open, neither is ever above the other
        return high.key != low.key and high.span.best > low.span.worst, high.span.worst > low.span.best


class Met(Condition):
    """`high` is met."""

    def _ends(self, high: Hinge, _low: Hinge) -> tuple[bool, bool]:
        return high.span.best == MET, high.span.worst == MET


class Kept(Condition):
    """Where `low` is met, so is `high`: an implication."""

    def _ends(self, high: Hinge, low: Hinge) -> tuple[bool, bool]:
        possible = high.span.best == MET or low.span.worst < MET
        return possible, high.span.worst == MET or low.span.best < MET


def facts_of(leaf: Leaf) -> tuple[Fact, ...]:
    """The facts that a leaf asks for: its own, and the choice of its table."""
    return (leaf.figure.by, leaf.fact) if isinstance(leaf.figure, FigureTable) else (leaf.fact,)


class OutOfReach(Exception):
    """The search looked at as much as it may, and could not decide."""


MOST_LEAVES = 500_000
"""How many leaves are looked at in one search: about half a second."""


@dataclass
class Budget:
    """How many leaves may still be looked at: work counted, not timed, so that the answer is the same everywhere."""

    left: int = field(default_factory=lambda: MOST_LEAVES)

    def spend(self, leaves: int) -> None:
        """Count so many; raises OutOfReach."""
        self.left -= leaves
        if self.left < 0:
            raise OutOfReach


@dataclass
class _Node:
    facts: dict[str, Value]
    states: tuple[State, ...]
    children: Iterator[tuple[str, Value]] = field(default_factory=lambda: iter(()))

    @property
    def possible(self) -> bool:
        return all(state.possible for state in self.states)

    @property
    def certain(self) -> bool:
        return all(state.certain for state in self.states)

    @property
    def key(self) -> Hashable:
        # what is certain asks nothing of the facts still open, and so makes no difference between two towns; what is
        # open asks the same of them where its key is the same, whichever facts were settled before
        return tuple([None if state.certain else state.key for state in self.states])

    def wishes(self) -> dict[str, Counter[bool | None]]:
        """The facts that open conditions depend on, and how many leaves want them high, low, or (a choice) neither."""
        found: dict[str, Counter[bool | None]] = {}
        for state in self.states:
            if state.certain:
                continue
            for leaf, high in state.wishes:
                if leaf.fact.id not in self.facts:
                    # more of the fact makes an upward leaf high and another low: what is wanted of the leaf and the
                    # way it points are both turned, or neither, where the wish is for more
                    found.setdefault(leaf.fact.id, Counter())[high == leaf.operator.upward] += 1
                if isinstance(leaf.figure, FigureTable) and leaf.figure.by.id not in self.facts:
                    found.setdefault(leaf.figure.by.id, Counter())[None] += 1
        return found


class Grid:
    """The cells of each fact, lowest first and from the ideal outwards; the facts in the order to settle them."""

    def __init__(self, scales: Mapping[str, tuple[Value, ...]], ideal: FactValues) -> None:
        self.scales = scales
        self.ideal = {fact_id: ideal[fact_id] for fact_id in scales}
        self.outwards = {fact_id: _outwards(scale, ideal[fact_id]) for fact_id, scale in scales.items()}


def _outwards(scale: tuple[Value, ...], ideal: Value) -> tuple[Value, ...]:
    at = scale.index(ideal)
    return tuple(sorted(scale, key=lambda cell: abs(scale.index(cell) - at)))


def _is_flat(leaf: Leaf, scale: tuple[Value, ...]) -> bool:
    """Whether all figures of a scale meet what a leaf requires (a row of its table), or none does."""
    defined = [cell for cell in scale if cell is not UNDEFINED]
    return any(len({leaf.operator.holds(cell, figure) for cell in defined}) < 2 for figure in leaf.figures)


class Search:
    """A search for a town on a grid that keeps all conditions. `given` facts are settled."""

    def __init__(
        self, grid: Grid, conditions: Sequence[Condition], budget: Budget, given: Mapping[str, Value] | None = None
    ) -> None:
        self.grid, self.conditions, self.budget = grid, conditions, budget
        self.too_far: dict[Hashable, int] = {}
        """By the key of a partly known town: with how many more facts off the ideal it keeps no conditions yet."""
        self.unordered = frozenset(
            leaf.fact.id
            for condition in conditions
            for leaf in condition.leaves
            if leaf.fact.may_be_undefined and _is_flat(leaf, grid.scales.get(leaf.fact.id, ()))
        )
        """Facts of which neither end need be the best: a leaf that every figure meets, what is UNDEFINED does not."""
        facts = dict(given or {})
        self.root = _Node(facts, tuple([condition.state(facts) for condition in conditions]))

    def whole(self, facts: FactValues) -> dict[str, Value]:
        """The town with every fact that is not known at its ideal."""
        return {**self.grid.ideal, **facts}

    def keeps(self, facts: FactValues) -> bool:
        """Whether a whole town keeps all conditions."""
        return all(condition.state(facts).certain for condition in self.conditions)

    def _with(self, node: _Node, changes: Mapping[str, Value]) -> _Node:
        facts = {**node.facts, **changes}
        states = []
        looked_at = 1
        for condition, state in zip(self.conditions, node.states, strict=True):
            if not state.certain and changes.keys() & condition.fact_ids:
                looked_at += len(condition.leaves)
                state = condition.state(facts)
            states.append(state)
        self.budget.spend(looked_at)
        return _Node(facts, tuple(states))

    def any(self) -> dict[str, Value] | None:
        """Some town that keeps all conditions; None where there is none; raises OutOfReach."""
        return next(self.towns(), None)

    def towns(self, loose: Collection[str] = ()) -> Iterator[dict[str, Value]]:
        """Towns that keep all conditions, unlike ones; none where there is none; raises OutOfReach.

        Facts that are `loose` are tried at every cell, and not only at the end where they are wanted.
        """
        refuted: set[Hashable] = set()
        path: list[_Node] = []  # instead of recursion: a rule set may ask for more facts than Python has levels
        node = self._settled(self.root, loose)
        while True:
            if node.possible and node.certain:
                yield self.whole(node.facts)
            elif node.possible and node.key not in refuted:
                # branch: one child for each cell of a fact, the ideal first, as the nearer towns are the better proofs
                fact_id = self._busiest(node.wishes())
                node.children = iter([(fact_id, cell) for cell in self.grid.outwards[fact_id]])
                path.append(node)
            while path:
                child = next(path[-1].children, None)
                if child is not None:
                    break
                refuted.add(path.pop().key)  # all children are done with: so is any town that asks the same
            else:
                return
            node = self._settled(self._with(path[-1], dict([child])), loose)

    def _settled(self, node: _Node, loose: Collection[str]) -> _Node:
        """The node with every fact at its end that is wanted at one end alone."""
        # If some town keeps the conditions, so does the one with such a fact moved to that end, since no open condition
        # loses by it. That may decide conditions, and so leave other facts wanted at one end alone: hence the loop.
        while node.possible and not node.certain:
            ends = {
                fact_id: self.grid.scales[fact_id][-1 if True in wanted else 0]
                for fact_id, wanted in node.wishes().items()
                if wanted.keys() in ({True}, {False}) and fact_id not in loose and fact_id not in self.unordered
            }
            if not ends:
                break
            node = self._with(node, ends)
        return node

    def _busiest(self, wishes: Mapping[str, Counter[bool | None]]) -> str:
        """The choice, or else the fact, that the most leaves depend on: settled first, it settles the most."""
        # a choice goes first because its values have no order: while it is open, nothing can be put to an end with it,
        # and a table's leaf is as wide as all of its rows
        return max(
            (fact_id for fact_id in self.grid.scales if fact_id in wishes),
            key=lambda fact_id: (None in wishes[fact_id], wishes[fact_id].total()),
        )

    def _next(self, wishes: Mapping[str, object]) -> str:
        """The first fact of the grid's order."""
        return next(fact_id for fact_id in self.grid.scales if fact_id in wishes)

    def nearest(self, found: dict[str, Value], effort: int) -> dict[str, Value]:
        """A town that keeps all conditions and differs from the ideal in the fewest facts, given one that does.

        Beyond the effort (leaves looked at) it differs in no fact without need; beyond as much again, in some.
        """
        # None with no difference, else one with one, and so on: the first that is found has the fewest. Each round
        # repeats those before it, which `too_far` makes cheap.
        self.budget = Budget(effort)
        differing = sum(found[fact_id] != cell for fact_id, cell in self.grid.ideal.items())
        try:
            for deviations in range(differing):
                if (nearer := self._deviating(self.root, deviations)) is not None:
                    return nearer
        except (OutOfReach, RecursionError):
            pass
        return self._without_need(found, effort)

    def _deviating(self, node: _Node, left: int) -> dict[str, Value] | None:
        """A town that differs from the ideal in so many more facts at most."""
        if not node.possible:
            return None
        if node.certain or not left:
            whole = self.whole(node.facts)
            return whole if self.keeps(whole) else None
        if self.too_far.get(node.key, -1) >= left:
            return None
        # in the grid's order, and each fact at its ideal before elsewhere: so it is the last facts that differ, which
        # are figures, and figures explain a proof best
        fact_id = self._next(node.wishes())
        for position, cell in enumerate(self.grid.outwards[fact_id]):
            nearer = self._deviating(self._with(node, {fact_id: cell}), left - bool(position))
            if nearer is not None:
                return nearer
        self.too_far[node.key] = left
        return None

    def _without_need(self, found: dict[str, Value], effort: int) -> dict[str, Value]:
        # fact by fact as near to the ideal as it goes: not always the fewest differences, but each is needed
        each = sum(len(condition.leaves) for condition in self.conditions)
        for fact_id, cells in self.grid.outwards.items():
            for cell in cells:
                effort -= each
                if effort < 0:
                    return found
                if cell == found[fact_id] or self.keeps({**found, fact_id: cell}):
                    found = {**found, fact_id: cell}
                    break
        return found
