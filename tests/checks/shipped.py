"""The shipped rule sets, towns that know some of what a criterion asks, and every completion of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from tests import strategies
from zhenkit.facts.fact import Fact
from zhenkit.facts.quantities import Range
from zhenkit.facts.types.members import ChoiceType, LevelType, SetType
from zhenkit.rulesets.catalog import shipped
from zhenkit.rulesets.model import Criterion

RULE_SETS = {rule_id: shipped().get(rule_id) for rule_id in shipped().to_judge_by}


def values(criterion: Criterion, fact: Fact) -> tuple[Any, ...]:
    """Values of a fact that tell apart all that the criterion asks of it: each figure and the value just below."""
    kind = fact.type
    if isinstance(kind, ChoiceType):
        return tuple(kind.by_id)
    if isinstance(kind, LevelType):
        return tuple(range(len(kind.members)))
    if isinstance(kind, SetType):
        first, *others = kind.by_id
        return (frozenset(), frozenset([first]), frozenset(others), frozenset(kind.by_id))
    if kind.top is True:
        return (False, True)
    figures = {figure for leaf in criterion.leaves if leaf.fact is fact for figure in leaf.figures}
    return tuple(sorted({0, *figures, *(figure - 1 for figure in figures if figure), max(figures) + 1}))


@st.composite
def towns_of(draw: st.DrawFn, criterion: Criterion, most_completions: int = 600) -> dict[str, Any]:
    """Some of the facts that a criterion asks for, a few of them as ranges."""
    found: dict[str, Any] = {}
    left = most_completions
    for fact in draw(st.permutations(criterion.asked)):
        every = values(criterion, fact)
        way = draw(st.integers(0, 3))
        if way == 0 and len(every) <= left:
            left //= len(every)
        elif way == 1 and fact.type.name in ("count", "money") and len(every) <= left:
            left //= len(every)
            low, high = sorted(draw(st.lists(st.sampled_from(every), min_size=2, max_size=2, unique=True)))
            found[fact.id] = Range(low, high)
        else:
            found[fact.id] = draw(st.sampled_from(every))
    return found


def completions_of(criterion: Criterion, facts: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every completion of the facts that the criterion asks for."""
    domains = {fact.id: values(criterion, fact) for fact in criterion.asked}
    return strategies.completions(list(criterion.asked), facts, domains)
