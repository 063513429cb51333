"""The standard in `openfisca-core`: a variable for each fact and criterion, computed over whole columns by NumPy.

Money is a float there, of 32 bits, as every amount of OpenFisca's is; a missing value is the variable's default.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from operator import and_, or_
from typing import Any

import numpy
from openfisca_core.entities import Entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from tests.benchmarks.by_hand_polars import (
    CATEGORIES,
    ENVIRONMENT,
    FEATURES,
    HERITAGE,
    LIVELIHOOD,
    RELAXATION,
    SERVICES,
    TITLES,
    YES_OR_NO,
    YI,
)
from tests.benchmarks.engines.standard import (
    FIGURE_NAMES,
    LEVELLED,
    NATION,
    PROVINCE,
    Completed,
    Grades,
    Judging,
    formulas,
    grades,
)

PACKAGE = "openfisca-core"
PERIOD = "2024"
Columns = Mapping[str, Any]
TOWN = Entity("town", "towns", "a town", "")
UNKNOWN = len(CATEGORIES)
"""What stands for a category that is not known; the others go by their place."""
MANUFACTURING, AGRICULTURE, LIGHT_INDUSTRY, OTHER = range(UNKNOWN)
FACTS: Mapping[str, type] = {
    **dict.fromkeys((*YES_OR_NO, "optimistic"), bool),
    **dict.fromkeys((*FIGURE_NAMES, *LEVELLED, "services", "category"), int),
    "annual_output": float,
}


def judging(towns: Sequence[Completed]) -> Judging:
    """Judge these towns, at their worst and at their best; columns and the system are made before."""
    system = _system()
    worst = _columns([town.worst for town in towns])
    best = _columns([town.best or town.worst for town in towns])

    def judge() -> list[Grades]:
        low, high = _answers(system, worst), _answers(system, best)
        return [grades(*ends) for ends in zip(low, high, strict=True)]

    return judge


def _columns(towns: Sequence[Mapping[str, Any]]) -> Columns:
    columns = {name: [town[name] for town in towns] for name in FACTS}
    columns["services"] = [len(members) for members in columns["services"]]
    columns["category"] = [CATEGORIES.index(name) if name else UNKNOWN for name in columns["category"]]
    return {name: numpy.array(values, dtype=FACTS[name]) for name, values in columns.items()}


def _answers(system: TaxBenefitSystem, columns: Columns) -> list[tuple[int, ...]]:
    count = len(columns["category"])
    simulation = SimulationBuilder().build_default_simulation(system, count)
    for name, values in columns.items():
        simulation.set_input(name, PERIOD, values)
    found = [simulation.calculate(name, PERIOD).tolist() for name in formulas()]
    return list(zip(*found, strict=True))


def _system() -> TaxBenefitSystem:
    system = TaxBenefitSystem([TOWN])
    for name, kind in FACTS.items():
        system.add_variable(_variable(name, kind))
    for name, compute in _CRITERIA.items():
        system.add_variable(_variable(name, int, compute))
    return system


def _variable(name: str, kind: type, compute: Callable[[Callable[[str], Any]], Any] | None = None) -> type[Variable]:
    said: dict[str, Any] = {"value_type": kind, "entity": TOWN, "definition_period": DateUnit.YEAR, "label": name}
    if compute is not None:
        said["formula"] = lambda town, period: compute(lambda fact: town(fact, period))
    return type(name, (Variable,), said)


def _every(*names: str) -> Callable[[Callable[[str], Any]], Any]:
    return lambda fact: 3 * reduce(and_, map(fact, names))


def _clustering(fact: Callable[[str], Any]) -> Any:
    output, category, optimistic = fact("annual_output"), fact("category"), fact("optimistic")
    unknown = category == UNKNOWN
    ten = (category == AGRICULTURE) | (category == LIGHT_INDUSTRY) | (unknown & optimistic)
    reached = (category == MANUFACTURING) & (output >= 20 * YI) | ten & (output >= 10 * YI)
    exception = reduce(or_, map(fact, FEATURES)) & reduce(and_, map(fact, RELAXATION))
    review = (category == OTHER) | unknown & (optimistic | (output >= 20 * YI))
    grade = numpy.select([reached, exception, review], [3, 2, 1], 0)
    in_one_county = numpy.where(fact("single_county"), grade, numpy.minimum(grade, 1))
    return numpy.where(fact("supporting_capacity") & (output >= YI), in_one_county, 0)


def _products(fact: Callable[[str], Any]) -> Any:
    reaches = (fact("influence_scope") >= NATION) & (fact("brand_level") >= PROVINCE)
    return 3 * (fact("focused_products") & reaches & (fact("standards") >= 1))


def _services(fact: Callable[[str], Any]) -> Any:
    every, some = fact("services") == len(SERVICES), fact("services") >= 1
    return numpy.where(fact("infrastructure"), numpy.select([every, some], [3, 1], 0), 0)


def _merits(fact: Callable[[str], Any]) -> Any:
    centres = [(fact(name) >= PROVINCE).astype(int) for name in LEVELLED[:2]]
    return sum([*centres, *((fact(title) >= 1).astype(int) for title in TITLES)])


_CRITERIA: Mapping[str, Callable[[Callable[[str], Any]], Any]] = {
    "c1": _every(*HERITAGE),
    "c2": _every(*LIVELIHOOD),
    "c3": lambda fact: 3 * (fact("high_market_share") & (~fact("exports") | fact("overseas_prospects"))),
    "c4": _clustering,
    "c5": lambda fact: 3 * ((fact("leading_firms") >= 1) & (fact("supporting_firms") >= 10)),
    "c6": _products,
    "c7": _services,
    "c8": _every(*ENVIRONMENT),
    "merits": _merits,
}


def ask(formula: str, facts: Mapping[str, Any]) -> object:
    """What it makes of one question; it takes no null, so of what is missing nothing is said."""
    ((name, value),) = facts.items()
    system = TaxBenefitSystem([TOWN])
    system.add_variable(_variable(name, FACTS[name]))
    simulation = SimulationBuilder().build_default_simulation(system, 1)
    if value is not None:
        simulation.set_input(name, PERIOD, numpy.array([value]))
    return _QUESTIONS[formula](simulation.calculate(name, PERIOD)).tolist()[0]


_QUESTIONS: Mapping[str, Callable[[Any], Any]] = {
    "supporting_firms >= 10": lambda given: given >= 10,
    "clear_plan ? 3 : 0": lambda given: numpy.where(given, 3, 0),
    "not exports": lambda given: ~given,
    f"annual_output >= {20 * YI}": lambda given: given >= 20 * YI,
}
