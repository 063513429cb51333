"""The columns that are prepared of a fact: what every engine judges by, whatever the table looked like."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, NamedTuple

import polars as pl

from zhenkit.columnar.names import high, is_figure, is_given, low
from zhenkit.columnar.plan import IDENTITY_TEXTS, Plan, Requirement, is_met, share_met, share_of
from zhenkit.facts.fact import Fact
from zhenkit.facts.quantities import Range
from zhenkit.facts.types.base import Storage, Value
from zhenkit.facts.types.members import ChoiceType, SetType


class Prepared(NamedTuple):
    """A column that is prepared: its name, its type, and its value for a value of the fact."""

    name: str
    dtype: pl.DataType | type[pl.DataType]
    value: Callable[[Value | None], Any]
    requirement: Requirement | None = None
    """The requirement that it answers, if it does."""
    share: bool = False
    """Whether it answers how much of what is required there is, not whether it is all."""


AS_READ: Mapping[Storage, type[pl.DataType]] = {Storage.YES_NO: pl.Boolean, Storage.RANK: pl.Int8}
"""Values that are prepared as they are."""


def prepared(fact: Fact, plan: Plan) -> list[Prepared]:
    """The columns that are prepared of a fact."""
    if fact.id in IDENTITY_TEXTS:
        return [Prepared(fact.id, pl.String, lambda value: value)]
    if fact.type.storage in AS_READ:
        return [Prepared(fact.id, AS_READ[fact.type.storage], lambda value: value)]
    if isinstance(fact.type, ChoiceType):
        codes = {member: code for code, member in enumerate(fact.type.by_id)}
        return [Prepared(fact.id, pl.Int16, lambda value: None if value is None else codes[value])]
    if is_figure(fact):
        return [
            Prepared(low(fact), pl.Int64, lambda value: value.low if isinstance(value, Range) else value),
            Prepared(high(fact), pl.Int64, lambda value: value.high if isinstance(value, Range) else value),
        ]
    required = plan.requirements(fact)
    found = [Prepared(name, pl.Boolean, partial(is_met, each), each) for each, name in required]
    if plan.counts_members and isinstance(fact.type, SetType):
        found += [Prepared(share_of(name), pl.Int16, partial(share_met, each), each, True) for each, name in required]
    if plan.counts_given and fact.id in plan.to_state and fact.derived is None:
        found.append(Prepared(is_given(fact), pl.Boolean, lambda value: None if value is None else True))
    return found
