"""Rows prepared -> rows judged, as narwhals expressions: grades as small integers, in the columns of `batch`."""

from __future__ import annotations

from collections.abc import Sequence

import narwhals as nw
import polars as pl

from zhenkit.checks.grades import VERDICT_WORDS
from zhenkit.columnar.evaluate.criteria import CriterionColumns, rule_set_columns
from zhenkit.columnar.evaluate.expressions import Expressions
from zhenkit.columnar.names import DISTANCE, kept
from zhenkit.columnar.plan import RULE_SET, Plan

INCOMPLETE = "incomplete"
VERDICTS = (*VERDICT_WORDS, INCOMPLETE)
OPENING = ("name", "province", "city", "county", "rule_set", "verdict", "worst", "best")
"""The first columns of a table of results, whatever the rule set has for criteria."""


def grade_columns(numbers: Sequence[int]) -> list[str]:
    """The columns of the criteria's grades: `c1_worst`, `c1_best`, `c2_worst`, ..."""
    return [f"c{number}_{end}" for number in numbers for end in ("worst", "best")]


def judged(plan: Plan, beside: Sequence[str] = (), coded: bool = False) -> list[list[nw.Expr]]:
    """The expressions that judge: what to select from rows prepared, what to select from that, and so on.

    First the criteria, then the town, then its verdict, so that nothing is computed twice. `beside` are columns
    prepared that go along. With `coded` verdicts and rule sets are not words, but their places in VERDICTS and among
    the plan's rule sets.
    """
    expressions = Expressions(plan.answers)
    decided = frozenset(plan.decisions)
    formulas = [rule_set_columns(each, plan.given, plan.doubtable, decided) for each in plan.rule_sets]
    of_criteria = [*grade_columns(plan.numbers), "merits"]
    grades = _by_rule_set(of_criteria, [_grades(expressions, plan.numbers, criteria) for criteria in formulas])
    first, carried = [*beside, *OPENING[:4]], list(kept_titles(plan))
    if plan.distance is not None:
        of_criteria.append(DISTANCE)
        grades.append(_distance(expressions, plan))
    ends = [
        nw.min_horizontal(*(nw.col(name) for name in of_criteria if name.endswith(f"_{end}"))).alias(end)
        for end in ("worst", "best")
    ]
    rule_set = nw.col(RULE_SET) if coded else _rule_set(plan)
    return [
        [*map(nw.col, first), rule_set, *grades, *map(nw.col, carried)],
        [*map(nw.col, [*first, RULE_SET]), *ends, *map(nw.col, [*of_criteria, *carried])],
        [*map(nw.col, [*first, RULE_SET]), _verdict(coded), *map(nw.col, ["worst", "best", *of_criteria, *carried])],
    ]


def _distance(expressions: Expressions, plan: Plan) -> nw.Expr:
    """How many changes a row is from the grade asked for."""
    from zhenkit.columnar.evaluate.distance import distance_expressions  # which few runs need, and gap with it

    found = distance_expressions(expressions, plan)
    return nw.col(DISTANCE) if found is None else _chosen(found).alias(DISTANCE)


def kept_titles(plan: Plan) -> dict[str, str]:
    """The columns prepared that are carried over, and their titles."""
    return {kept(nth): title for nth, (_index, title) in enumerate(plan.kept)}


def _grades(
    expressions: Expressions, numbers: Sequence[int], criteria: tuple[CriterionColumns, ...]
) -> list[nw.Expr | None]:
    """The ends of each criterion (None where the rule set has none of that number), and how many merits are held."""
    by_number = {criterion.number: criterion.ends for criterion in criteria}
    found: list[nw.Expr | None] = []
    for number in numbers:
        found += [expressions.grade(cuts) for cuts in by_number[number]] if number in by_number else [None, None]
    found.append(expressions.count([merit for criterion in criteria for merit in criterion.merits]))
    return found


def _by_rule_set(names: Sequence[str], of_each: Sequence[Sequence[nw.Expr | None]]) -> list[nw.Expr]:
    """Each column by the rule set of the row."""
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


def _verdict(coded: bool) -> nw.Expr:
    """The verdict by the town's ends: its word, or that word's place among VERDICTS."""
    worst, best = nw.col("worst"), nw.col("best")
    if coded:
        undecided = nw.lit(len(VERDICT_WORDS)).cast(nw.Int8)
        return nw.when(worst == best).then(worst).otherwise(undecided).alias("verdict")
    word: nw.Expr = nw.lit(VERDICT_WORDS[0])
    for grade, verdict in enumerate(VERDICT_WORDS[1:], 1):
        word = nw.when(worst == grade).then(nw.lit(verdict)).otherwise(word)
    return nw.when(worst == best).then(word).otherwise(nw.lit(INCOMPLETE)).alias("verdict")


def as_words(frame: pl.LazyFrame, plan: Plan) -> pl.LazyFrame:
    """The frame with its verdicts and rule sets as such words."""
    lists = _lists(plan)
    return frame.with_columns(pl.col(name).cast(pl.Enum(words)) for name, words in lists.items())


def of_codes(frame: pl.LazyFrame, plan: Plan) -> pl.LazyFrame:
    """The frame with the words that the numbers of its verdicts and rule sets stand for."""
    return frame.with_columns(
        pl.lit(pl.Series(words, dtype=pl.Enum(words))).gather(pl.col(name)).alias(name)
        for name, words in _lists(plan).items()
    )


def _lists(plan: Plan) -> dict[str, list[str]]:
    return {"verdict": list(VERDICTS), RULE_SET: [rule_set.id for rule_set in plan.rule_sets]}
