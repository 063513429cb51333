"""How many changes rows are from a grade: for a whole column at once, or else once for each combination of cells."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial, reduce
from operator import add
from threading import Lock
from typing import Any

import narwhals as nw
import polars as pl

from zhenkit.checks.distance_formulas import (
    NEVER,
    ByChoice,
    ByDecision,
    DistanceFormula,
    FormulaFold,
    NoFormula,
    Required,
)
from zhenkit.checks.formulas import Chosen, Decided, Holds
from zhenkit.columnar.evaluate.expressions import Expressions
from zhenkit.columnar.names import DISTANCE, raw
from zhenkit.columnar.plan import IDENTITY_TEXTS, RULE_SET, Plan, share_of
from zhenkit.columnar.row_reader import RowReader
from zhenkit.judging.distance import distance, formula_of
from zhenkit.judging.judgement import judge
from zhenkit.judging.routes import GapMemo
from zhenkit.towns.tables.header import Role

MOST_REMEMBERED = 200_000


class DistanceColumns(FormulaFold[nw.Expr]):
    """Formulas of distances as narwhals expressions over the columns prepared; equal formulas are one expression."""

    def __init__(self, expressions: Expressions, plan: Plan) -> None:
        self.holds, self.plan = expressions, plan
        self.made: dict[DistanceFormula, nw.Expr] = {}

    def __call__(self, formula: DistanceFormula) -> nw.Expr:
        """The number of changes; null where none suffice. Raises NoFormula where the expression would be too large."""
        found = self.of(formula)
        return nw.when(found < NEVER).then(found).cast(nw.Int16)

    def of(self, formula: DistanceFormula) -> nw.Expr:
        """Its expression."""
        if formula not in self.made:
            self.made[formula] = super().of(formula)
        return self.made[formula]

    def number(self, number: int) -> nw.Expr:
        """So many."""
        return nw.lit(number).cast(nw.Int32)  # several times NEVER fits

    def lacking(self, required: Required) -> nw.Expr:
        """Null cells lack all."""
        if required.counts_members:
            return self._members(required)
        otherwise = self.number(1)
        if not required.fact.changeable:
            otherwise = nw.when(self._held(required, True)).then(self.number(1)).otherwise(self.number(NEVER))
        return nw.when(self._held(required, False)).then(self.number(0)).otherwise(otherwise)

    def _members(self, required: Required) -> nw.Expr:
        if required.fact.id not in self.plan.given:
            return self.number(required.members)
        name = self.plan.answers[required.fact, required.operator, required.figure, False]
        return self.number(required.members) - nw.col(share_of(name)).fill_null(0)

    def if_met(self, required: Required, at_best: bool) -> nw.Expr:
        """By the columns of answers."""
        return nw.when(self._held(required, at_best)).then(self.number(0)).otherwise(self.number(NEVER))

    def _held(self, required: Required, at_best: bool) -> nw.Expr:
        atom = Holds(required.fact, required.operator, required.figure, at_best)
        return self.holds.of(atom if required.fact.id in self.plan.given else atom.if_missing)

    def total(self, parts: Sequence[nw.Expr]) -> nw.Expr:
        """The sum."""
        return reduce(add, parts)

    def least(self, parts: Sequence[nw.Expr]) -> nw.Expr:
        """The least."""
        return nw.min_horizontal(*parts)

    def most(self, parts: Sequence[nw.Expr]) -> nw.Expr:
        """The most."""
        return nw.max_horizontal(*parts)

    def earning(self, parts: Sequence[nw.Expr], points: Sequence[int], mark: int) -> nw.Expr:
        """Raises NoFormula."""
        raise NoFormula  # its sums would be an expression that is too large

    def by_decision(self, formula: ByDecision) -> nw.Expr:
        """By the column of decisions, where there is one."""
        found = self.of(formula.undecided)
        if formula.number not in self.plan.decisions:
            return found
        for was_granted, each in ((True, formula.granted), (False, formula.refused)):
            decided = self.holds.of(Decided(formula.number, was_granted))
            found = nw.when(decided).then(self.of(each)).otherwise(found)
        return found

    def by_choice(self, formula: ByChoice) -> nw.Expr:
        """By the column of the choice, where there is one."""
        choice, found = formula.choice, self.of(formula.missing)
        if choice.id not in self.plan.given:
            return found
        for value, each in formula.by_value:
            is_it = self.holds.of(Chosen(choice, (value,))) & ~nw.col(choice.id).is_null()
            found = nw.when(is_it).then(self.of(each)).otherwise(found)
        return found


def distance_expressions(expressions: Expressions, plan: Plan) -> list[nw.Expr] | None:
    """Of each rule set the expression of its towns' distance; None where one of them has none."""
    assert plan.distance is not None  # it is asked for
    of = DistanceColumns(expressions, plan)
    found = []
    try:
        for rule_set in plan.rule_sets:
            formula = formula_of(rule_set, plan.distance)
            if formula is None:
                return None
            found.append(of(formula))
    except NoFormula:
        return None
    return found


class DistanceByRow:
    """The distances of rows, each different combination of cells looked at once, where no expression gives them."""

    names = (DISTANCE,)

    def __init__(self, plan: Plan) -> None:
        self.plan, self.read = plan, RowReader(plan.facts, mapping=plan.mapping)
        stated = [each for each in plan.columns if each.fact is not None and each.fact.id not in IDENTITY_TEXTS]
        self.columns = [*stated, *(each for each in plan.columns if each.role is Role.DECISION)]
        self.found: dict[tuple[object, ...], int | None] = {}
        self.memo: GapMemo = {}
        self.lock = Lock()

    def __reduce__(self) -> tuple[Any, ...]:
        """What makes another, for another process."""
        return DistanceByRow, (self.plan,)

    def __call__(self, rows: pl.LazyFrame) -> pl.LazyFrame:
        """Rows of raw cells and of what is prepared of them, with the distance of each beside."""
        names = sorted({raw(column.index) for column in self.columns})
        cells = pl.struct(RULE_SET, *names)
        found = cells.map_batches(partial(self._of_rows, names), return_dtype=pl.Int16, is_elementwise=True)
        return rows.with_columns(found.alias(DISTANCE))

    def _of_rows(self, names: Sequence[str], cells: pl.Series) -> pl.Series:
        rows = cells.struct.unnest()
        with self.lock:
            found = [self._distance(names, row) for row in rows.select(RULE_SET, *names).iter_rows()]
        return pl.Series(cells.name, found, dtype=pl.Int16)

    def _distance(self, names: Sequence[str], row: Sequence[Any]) -> int | None:
        key = tuple([tuple(cell) if isinstance(cell, list) else cell for cell in row])
        if key not in self.found:
            for memory in (self.found, self.memo):
                if len(memory) >= MOST_REMEMBERED:
                    memory.clear()
            at_name = dict(zip(names, row[1:], strict=True))
            town, _wrong = self.read(self.columns, [at_name[raw(column.index)] for column in self.columns])
            self.found[key] = None
            if town is not None and row[0] >= 0:  # else the row is not judged
                assert self.plan.distance is not None  # it is asked for
                judgement = judge(town, self.plan.rule_sets[row[0]])
                self.found[key] = distance(judgement, self.plan.distance, self.memo)
        return self.found[key]
