"""Shanxi's standard as formulas, in the notation that expression engines nearly share, and towns as they take them.

None of the engines has a third truth value: what is not known is an error to some, no or yes to others. So each town
is completed twice, at its worst and at its best, and judged twice; one that leaves nothing out is judged once. A
category that is not known has no worst value of its own (manufacturing below twenty, other above): it is the empty
text, and `optimistic` says which end is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from tests.benchmarks.by_hand_polars import (
    ENVIRONMENT,
    FEATURES,
    FIGURES,
    HERITAGE,
    LEVELS,
    LIVELIHOOD,
    OUTPUT,
    RELAXATION,
    SERVICES,
    TITLES,
    YES_OR_NO,
    YI,
)

NATION, PROVINCE = LEVELS.index("nation"), LEVELS.index("province")
LEVELLED = ("technology_centre", "engineering_centre", "influence_scope", "brand_level")
BOUNDLESS = 10**9
"""A figure above all thresholds, inside 32 bits; money is in yuan, so it takes a larger one."""


class Completed(NamedTuple):
    """A town with what is missing at its worst, and at its best; None where nothing is missing."""

    worst: Mapping[str, Any]
    best: Mapping[str, Any] | None


Grades = tuple[int, ...]
"""Of each criterion the worst and the best grade, and then how many merits are held."""
Judging = Callable[[], Sequence[Grades]]
"""Judges the towns that it was made for."""


def completed(town: Mapping[str, Any]) -> Completed:
    """A row of a register, completed: levels by rank, sets as lists."""
    facts = {("annual_output" if name == OUTPUT else name): value for name, value in town.items()}
    for name in LEVELLED:
        facts[name] = None if facts[name] is None else LEVELS.index(facts[name])
    if facts["services"] is not None:
        facts["services"] = [] if facts["services"] == "none" else facts["services"].split(";")
    worst = {name: LOWEST[name] if facts[name] is None else facts[name] for name in LOWEST}
    if all(facts[name] is not None for name in LOWEST):
        return Completed(worst | {"optimistic": False}, None)
    best = {name: HIGHEST[name] if facts[name] is None else facts[name] for name in HIGHEST}
    return Completed(worst | {"optimistic": False}, best | {"optimistic": True})


FIGURE_NAMES = ("annual_output", *FIGURES[1:])
LOWEST = {
    **dict.fromkeys(YES_OR_NO, False),
    **dict.fromkeys((*FIGURE_NAMES, *LEVELLED), 0),
    "exports": True,  # a town that exports is asked for more
    "services": [],
    "category": "",
}
HIGHEST = {
    **dict.fromkeys(YES_OR_NO, True),
    **dict.fromkeys(FIGURE_NAMES, BOUNDLESS),
    **dict.fromkeys(LEVELLED, len(LEVELS) - 1),
    "annual_output": 10**6 * YI,
    "exports": False,
    "services": list(SERVICES),
    "category": "",
}


def grades(worst: Sequence[int], best: Sequence[int]) -> Grades:
    """The answers for the two ends (eight grades and the merits) as one row."""
    return (*(grade for pair in zip(worst[:8], best[:8], strict=True) for grade in pair), worst[8])


def formulas(count: Callable[[str], str] = "len({})".format) -> dict[str, str]:
    """The eight criteria and the merits. `count` writes how many members a set has."""
    services = count("services")
    threshold = f"""(category == "manufacturing" and annual_output >= {20 * YI}) or (
        (category == "agriculture" or category == "light_industry" or (category == "" and optimistic))
        and annual_output >= {10 * YI})"""
    review = f"""category == "other" or (category == "" and (optimistic or annual_output >= {20 * YI}))"""
    relaxation = f"({' or '.join(FEATURES)}) and {' and '.join(RELAXATION)}"
    by_output = f"""({threshold}) ? (single_county ? 3 : 1)
        : (({relaxation}) ? (single_county ? 2 : 1) : (({review}) ? 1 : 0))"""
    merits = [f"{centre} >= {PROVINCE}" for centre in LEVELLED[:2]] + [f"{title} >= 1" for title in TITLES]
    met = {
        "c1": " and ".join(HERITAGE),
        "c2": " and ".join(LIVELIHOOD),
        "c3": "high_market_share and (not exports or overseas_prospects)",
        "c5": "leading_firms >= 1 and supporting_firms >= 10",
        "c6": f"""focused_products and influence_scope >= {NATION} and brand_level >= {PROVINCE}
            and standards >= 1""",
        "c8": " and ".join(ENVIRONMENT),
    }
    found = {name: f"({condition}) ? 3 : 0" for name, condition in met.items()}
    found["c4"] = f"(supporting_capacity and annual_output >= {YI}) ? ({by_output}) : 0"
    found["c7"] = f"(infrastructure and {services} >= 1) ? ({services} == {len(SERVICES)} ? 3 : 1) : 0"
    found["merits"] = " + ".join(f"(({merit}) ? 1 : 0)" for merit in merits)
    return {name: " ".join(found[name].split()) for name in (*(f"c{number}" for number in range(1, 9)), "merits")}
