"""Which facts of a row are unproven, as columns: a yes without evidence, a figure of another basis (`--strict`)."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import polars as pl

from zhenkit.columnar.names import is_figure, low, raw, unproven
from zhenkit.columnar.plan import Plan
from zhenkit.columnar.prepare.fast_paths import is_none
from zhenkit.facts.fact import Fact


def unproven_facts(plan: Plan, prepared: Collection[str]) -> Mapping[str, pl.Expr]:
    """For each fact that may be unproven the column of whether it is, over raw cells and columns prepared.

    `prepared` are the ids of the facts that have such columns.
    """
    if not plan.strict:
        return {}
    found = {}
    for fact_id in sorted(plan.doubtable):  # in one order in every process
        fact = plan.facts[fact_id]
        if fact.derived is None:
            found[fact_id] = _of_yes(fact, plan, prepared) if fact_id in plan.facts.findings else _of_figure(fact, plan)
    for fact, _columns in plan.computed:
        bases = [found[base.id] for base in fact.bases if base.id in plan.bases]
        if bases:
            found[fact.id] = pl.any_horizontal(bases)
    return {unproven(plan.facts[fact_id]): doubted for fact_id, doubted in found.items()}


def _of_yes(fact: Fact, plan: Plan, prepared: Collection[str]) -> pl.Expr:
    if fact.id not in prepared:
        return pl.lit(False)
    yes = pl.col(fact.id).fill_null(False)
    if fact.id not in plan.evidence:
        return yes
    return yes & is_none(pl.col(raw(plan.evidence[fact.id])))


def _of_figure(fact: Fact, plan: Plan) -> pl.Expr:
    basis, plain = plan.bases[fact.id]
    codes = list(plan.facts[basis].type.by_id)  # type: ignore[attr-defined]
    known = pl.col(low(fact)).is_not_null() if is_figure(fact) else _is_given(fact, plan)
    return known & (pl.col(basis) != codes.index(plain)).fill_null(False)


def _is_given(fact: Fact, plan: Plan) -> pl.Expr:
    source = next(source for source in plan.sources if source.fact is fact)
    return pl.any_horizontal(~is_none(pl.col(raw(column.index))) for column in source.columns)
