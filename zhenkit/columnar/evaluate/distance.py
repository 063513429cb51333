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
    Earning,
    IfMet,
    Lacking,
    Least,
    Most,
    NoFormula,
    OneChange,
    Required,
    Total,
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


class DistanceColumns:
    """Formulas of distances as narwhals expressions over the columns prepared; equal formulas are one expression."""

    def __init__(self, expressions: Expressions, plan: Plan) -> None:
        self.holds, self.plan = expressions, plan
        self.made: dict[DistanceFormula, nw.Expr] = {}

    def __call__(self, formula: DistanceFormula) -> nw.Expr:
        """The number of changes; null where none suffice."""
        found = self._of(formula)
        return nw.when(found < NEVER).then(found).cast(nw.Int16)

    def _of(self, formula: DistanceFormula) -> nw.Expr:
        if formula not in self.made:
            self.made[formula] = self._make(formula)
        return self.made[formula]

    def _make(self, formula: DistanceFormula) -> nw.Expr:
        match formula:
            case int():
                return _number(formula)
            case Lacking(required):
                return self._members(required) if required.counts_members else self._lacking(required)
            case IfMet(required, at_best):
                return nw.when(self._held(required, at_best)).then(_number(0)).otherwise(_number(NEVER))
            case OneChange():
                return _number(1)
            case Total(parts):
                return reduce(add, map(self._of, parts))
            case Least(parts):
                return nw.min_horizontal(*map(self._of, parts))
            case Most(parts):
                return nw.max_horizontal(*map(self._of, parts))
            case ByDecision(number, undecided, granted, refused):
                return self._by_decision(number, undecided, granted, refused)
            case ByChoice(choice, by_value, missing):
                found = self._of(missing)
                if choice.id in self.plan.given:
                    for value, each in by_value:
                        may_be = self.holds.of(Chosen(choice, (value,)))
                        is_it = may_be & ~nw.col(choice.id).is_null()
                        found = nw.when(is_it).then(self._of(each)).otherwise(found)
                return found
            case Earning():  # its sums would be an expression that is too large
                raise NoFormula

    def _held(self, required: Required, at_best: bool) -> nw.Expr:
        atom = Holds(required.fact, required.operator, required.figure, at_best)
        return self.holds.of(atom if required.fact.id in self.plan.given else atom.if_missing)

    def _lacking(self, required: Required) -> nw.Expr:
        otherwise = _number(1)
        if not required.fact.changeable:
            otherwise = nw.when(self._held(required, True)).then(_number(1)).otherwise(_number(NEVER))
        return nw.when(self._held(required, False)).then(_number(0)).otherwise(otherwise)

    def _members(self, required: Required) -> nw.Expr:
        if required.fact.id not in self.plan.given:
            return _number(required.members)
        name = self.plan.answers[required.fact, required.operator, required.figure, False]
        return _number(required.members) - nw.col(share_of(name)).fill_null(0)

    def _by_decision(
        self, number: int, undecided: DistanceFormula, granted: DistanceFormula, refused: DistanceFormula
    ) -> nw.Expr:
        found = self._of(undecided)
        if number not in self.plan.decisions:
            return found
        for was_granted, each in ((True, granted), (False, refused)):
            decided = self.holds.of(Decided(number, was_granted))
            found = nw.when(decided).then(self._of(each)).otherwise(found)
        return found


def _number(number: int) -> nw.Expr:
    return nw.lit(number).cast(nw.Int32)  # several times NEVER fits


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
