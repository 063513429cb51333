"""The finite grid of critical values on which rule sets can be searched exactly."""

from __future__ import annotations

import math
from collections.abc import Sequence

from zhenkit.analysis.search.search import Grid, facts_of
from zhenkit.checks.critical_values import cells
from zhenkit.checks.tree import Leaf
from zhenkit.facts.fact import Fact
from zhenkit.facts.quantities import UNDEFINED, OrUndefined, Range
from zhenkit.facts.types.base import Value
from zhenkit.facts.types.members import ChoiceType


def scales(asking: Sequence[Leaf]) -> dict[str, tuple[Value, ...]]:
    """The cells of the facts that leaves ask for, lowest first: choices, then what is yes or no, then figures.

    A search settles the first first, and its proofs differ from the ideal in the last.
    """
    asked = {fact.id: fact for leaf in asking for fact in facts_of(leaf)}
    order = sorted(
        asked.values(), key=lambda fact: 0 if isinstance(fact.type, ChoiceType) else 1 if fact.type.top is True else 2
    )
    return {fact.id: cells(fact, asking, _reach(fact)) for fact in order}


def grid_of(asking: Sequence[Leaf], defined: bool = False) -> Grid:
    """The grid of the facts that leaves ask for, to find any town on: none is nearer than another.

    `defined`: of towns all of whose facts can be computed.
    """
    found = scales(asking)
    if defined:
        found = {fact_id: tuple(cell for cell in scale if cell is not UNDEFINED) for fact_id, scale in found.items()}
    return Grid(found, {fact_id: scale[-1] for fact_id, scale in found.items()})


def _reach(fact: Fact) -> Range | OrUndefined | None:
    """What a derived fact can be."""
    if fact.derived is None:
        return None
    reach = Range(fact.derived.floor, math.inf)  # type: ignore[arg-type]
    return OrUndefined(reach) if fact.may_be_undefined else reach
