"""Formulas over columns -> narwhals expressions, for any engine that speaks narwhals; and the columns they are of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import add, ge, gt, le, lt, or_
from typing import Any

import narwhals as nw

from zhenkit.checks.formulas import Both, Chosen, Cuts, Decided, Either, Enough, Formula, Holds, Not, Unproven
from zhenkit.checks.tree import AT_LEAST, AT_MOST, IS_NO, IS_YES, LESS_THAN, MORE_THAN, Operator
from zhenkit.columnar.names import granted_column, has_own_column, high, is_figure, low, unproven
from zhenkit.facts.fact import Fact

_OPERATORS = {AT_LEAST: ge, MORE_THAN: gt, AT_MOST: le, LESS_THAN: lt}


class Expressions:
    """Formulas as narwhals expressions over the columns prepared; equal formulas are one expression.

    `answers` names the column of a requirement that is prepared as one: on a set, on a fact that is computed.
    """

    def __init__(self, answers: Mapping[tuple[Fact, Operator, Any, bool], str]) -> None:
        self.answers = answers
        self.made: dict[Formula, nw.Expr] = {}

    def of(self, formula: Formula) -> nw.Expr:
        """The expression of a formula: yes or no for every row, never null."""
        if formula not in self.made:
            self.made[formula] = self._make(formula)
        return self.made[formula]

    def grade(self, cuts: Cuts) -> nw.Expr:
        """The grade of the cuts, 0 to 3, as a small integer."""
        formulas = [cut for cut in cuts if cut is not False]
        if not formulas:
            return self._number(0)
        times = {formula: formulas.count(formula) for formula in formulas}
        return reduce(add, [self._points(formula, times[formula]) for formula in times]).cast(nw.Int8)

    def count(self, formulas: Sequence[Formula]) -> nw.Expr:
        """How many of the formulas are true."""
        return reduce(add, [self._points(formula, 1) for formula in formulas], self._number(0)).cast(nw.Int16)

    def _number(self, number: int) -> nw.Expr:
        return nw.lit(number).cast(nw.Int8)

    def _points(self, formula: Formula, points: int) -> nw.Expr:
        held = self.of(formula).cast(nw.Int8)
        return held * points if points > 1 else held

    def _make(self, formula: Formula) -> nw.Expr:
        col, lit = nw.col, nw.lit
        match formula:
            case bool():
                return lit(formula)
            case Both(parts):
                return nw.all_horizontal(*map(self.of, parts), ignore_nulls=False)
            case Either(parts):
                return nw.any_horizontal(*map(self.of, parts), ignore_nulls=False)
            case Enough(parts, points, mark):
                earned = [self.of(part).cast(nw.Int32) * worth for part, worth in zip(parts, points, strict=True)]
                return reduce(add, earned) >= mark
            case Not(what):
                return ~self.of(what)
            case Unproven(fact):
                return col(unproven(fact))
            case Chosen(fact, values):
                codes = [list(fact.type.by_id).index(value) for value in values]  # type: ignore[attr-defined]
                return reduce(or_, [col(fact.id) == code for code in codes]).fill_null(True)
            case Decided(number, was_granted):
                decided = col(granted_column(number))
                return (decided if was_granted else ~decided).fill_null(False)
            case Holds():
                return self._holds(formula).fill_null(formula.if_missing)

    def _holds(self, atom: Holds) -> nw.Expr:
        fact, operator, figure = atom.fact, atom.operator, atom.figure
        col = nw.col
        if operator is IS_YES:
            return col(fact.id)
        if operator is IS_NO:
            return ~col(fact.id)
        if is_figure(fact):
            end = high(fact) if atom.at_best == operator.upward else low(fact)
            return _OPERATORS[operator](col(end), figure)  # type: ignore[no-any-return]
        if has_own_column(fact):
            return _OPERATORS[operator](col(fact.id), figure)  # type: ignore[no-any-return]
        return col(self.answers[fact, operator, figure, atom.if_undefined])
