"""Rows prepared -> rows judged, as narwhals expressions: grades as small integers, in the columns of `batch`."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import narwhals as nw

from zhenkit.engines.expressions import Expressions
from zhenkit.engines.plan import Plan
from zhenkit.engines.preparing import RULE_SET, kept
from zhenkit.grades import VERDICT_WORDS
from zhenkit.readings.columns import CriterionColumns, town_ends

INCOMPLETE = "incomplete"
OPENING = ("name", "province", "city", "county", "rule_set", "verdict", "worst", "best")
"""The first columns of a table of results, whatever the rule set has for criteria."""


def grade_columns(numbers: Sequence[int]) -> list[str]:
    """The columns of the criteria's grades: `c1_worst`, `c1_best`, `c2_worst`, ..."""
    return [f"c{number}_{end}" for number in numbers for end in ("worst", "best")]


def judged(plan: Plan, beside: Sequence[str] = ()) -> tuple[list[nw.Expr], list[nw.Expr]]:
    """The expressions that judge: the first list to select from rows prepared, the second from what that gives.

    In two steps, so that the verdict is of grades that are computed once. `beside` are columns prepared that go along.
    """
    expressions = Expressions(plan.holds)
    grades = _by_rule_set(plan, lambda criteria: _grades(expressions, plan.numbers, criteria))
    carried = [nw.col(kept(nth)) for nth in range(len(plan.kept))]
    texts = [nw.col(name) for name in ("name", "province", "city", "county")]
    first = [*map(nw.col, beside), *texts, _rule_set(plan), *grades, *carried]
    names = ["worst", "best", *grade_columns(plan.numbers), "merits"]
    titles = [nw.col(kept(nth)).alias(title) for nth, (_index, title) in enumerate(plan.kept)]
    last = [*map(nw.col, beside), *texts, nw.col(RULE_SET), _verdict(), *map(nw.col, names), *titles]
    return first, last


def _grades(
    expressions: Expressions, numbers: Sequence[int], criteria: tuple[CriterionColumns, ...]
) -> list[nw.Expr | None]:
    """The town's ends, each criterion's (None where the rule set has none of that number), and how many merits."""
    by_number = {criterion.number: criterion.ends for criterion in criteria}
    found: list[nw.Expr | None] = [expressions.grade(cuts) for cuts in town_ends(criteria)]
    for number in numbers:
        found += [expressions.grade(cuts) for cuts in by_number[number]] if number in by_number else [None, None]
    found.append(expressions.count([merit for criterion in criteria for merit in criterion.merits]))
    return found


def _by_rule_set(plan: Plan, columns: Callable[[tuple[CriterionColumns, ...]], list[nw.Expr | None]]) -> list[nw.Expr]:
    """Each column by the rule set that holds for the row."""
    names = ["worst", "best", *grade_columns(plan.numbers), "merits"]
    of_each = [columns(criteria) for criteria in plan.criteria]
    return [
        _chosen([_or_null(each) for each in found]).alias(name)
        for name, found in zip(names, zip(*of_each, strict=True), strict=True)
    ]


def _chosen(found: Sequence[nw.Expr]) -> nw.Expr:
    """Of one expression a rule set, the one of the row's."""
    chosen = found[-1]
    for code, each in enumerate(found[:-1]):
        chosen = nw.when(nw.col(RULE_SET) == code).then(each).otherwise(chosen)
    return chosen


def _or_null(found: nw.Expr | None) -> nw.Expr:
    return nw.lit(None, nw.Int8) if found is None else found


def _rule_set(plan: Plan) -> nw.Expr:
    return _chosen([nw.lit(rule_set.id) for rule_set in plan.rule_sets]).alias(RULE_SET)


def _verdict() -> nw.Expr:
    """The verdict's word, by the town's ends."""
    worst, best = nw.col("worst"), nw.col("best")
    word: nw.Expr = nw.lit(VERDICT_WORDS[0])
    for grade, verdict in enumerate(VERDICT_WORDS[1:], 1):
        word = nw.when(worst == grade).then(nw.lit(verdict)).otherwise(word)
    return nw.when(worst == best).then(word).otherwise(nw.lit(INCOMPLETE)).alias("verdict")
