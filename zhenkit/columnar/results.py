"""Rows judged by columns -> what `batch` gives: a Parquet file, or a ranking for its other reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from zhenkit.checks.grades import MET, NOT_MET, SPANS, Span
from zhenkit.columnar.errors import as_os_errors
from zhenkit.columnar.evaluate.grades import OPENING, grade_columns, kept_titles
from zhenkit.columnar.judged import JudgedTable
from zhenkit.columnar.names import DISTANCE, GIVEN, HIGH, LOW, PART, ROW
from zhenkit.columnar.plan import Plan
from zhenkit.core.errors import quoted
from zhenkit.core.i18n import _
from zhenkit.facts.dictionary import PLACE_FACTS
from zhenkit.judging.batch import Request
from zhenkit.judging.judgement import Score
from zhenkit.judging.kept_columns import CannotBatch
from zhenkit.judging.ranking import Ranked, completeness

RANKED_BY = ("year", LOW, HIGH)
"""The columns prepared that go along with rows that are to be ranked or scored."""


def columns(request: Request, plan: Plan) -> dict[str, str]:
    """The columns of the Parquet file wanted, and their titles in it.

    Raises CannotBatch for a column to keep of a name that is taken: Parquet has one of a name.
    """
    scores = [LOW, HIGH] if request.score else []
    own = [*(["rank"] if request.rank else []), *OPENING, *grade_columns(plan.numbers), *scores, "merits"]
    own += [DISTANCE] if plan.distance is not None else []
    taken = set(own)
    for title in request.keep:
        if title.casefold() in taken:
            said = _("--keep {title}: the output has a column of this name already")
            raise CannotBatch(said.format(title=quoted(title)))
        taken.add(title.casefold())  # engines may take capitals and small letters for the same
    return {**{name: name for name in own}, **kept_titles(plan)}


def spans(rows: pl.LazyFrame) -> Mapping[Span, int]:
    """How many towns have each span."""
    counted = rows.group_by("worst", "best").len().collect(engine="streaming")
    return Counter({SPANS[worst][best]: count for worst, best, count in counted.rows()})


def ranked(rows: pl.LazyFrame, numbers: Sequence[int]) -> pl.DataFrame:
    """The rows in memory, in the order to show (that of `judging/ranking.py`), each with its rank.

    `numbers` are those of the criteria.
    """
    worsts = [pl.col(name) for name in grade_columns(numbers)[::2]]
    sure = pl.sum_horizontal((worst == int(MET)).cast(pl.Int32) for worst in worsts)
    merit = [pl.col("worst"), pl.col("best") > int(NOT_MET), sure, pl.col(LOW), pl.col("merits"), pl.col("best")]
    behind = ["name", *PLACE_FACTS, "year", PART, ROW]
    ordered = rows.with_columns(pl.col("rule_set").cast(pl.String), pl.col(PLACE_FACTS).fill_null("")).sort(
        "rule_set", *merit, *behind, descending=[False, *[True] * len(merit), *[False] * len(behind)]
    )
    ordered = ordered.with_columns(pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("rule_set").alias("rank"))
    ordered = ordered.with_columns(pl.col("rank").min().over("rule_set", *merit))
    return ordered.collect(engine="streaming")


def write(rows: pl.LazyFrame, output: Path, titles: Mapping[str, str]) -> None:
    """Write rows as Parquet, these columns of them under their titles."""
    with as_os_errors(output.parent):
        rows.select(pl.col(name).alias(title) for name, title in titles.items()).sink_parquet(output)


def ranking_rows(ordered: pl.DataFrame, tables: Sequence[JudgedTable]) -> Iterator[Ranked]:
    """The rows of a ranking, in the order to show."""
    plan = tables[0].planned.plan
    numbers = {rule_set.id: [criterion.number for criterion in rule_set.criteria] for rule_set in plan.rule_sets}
    asked = {rule_set.id: len(rule_set.to_state) for rule_set in plan.rule_sets}
    for row in ordered.iter_rows(named=True):
        file, line = tables[row[PART]].planned.raw.place(row[ROW])
        yield Ranked(
            rank=row["rank"],
            name=row["name"],
            **{key: row[key] or "" for key in PLACE_FACTS},
            rule_set=row["rule_set"],
            span=SPANS[row["worst"]][row["best"]],
            criteria={number: _span(row, number) for number in numbers[row["rule_set"]]},
            score=Score(row[LOW], row[HIGH]),
            merits=row["merits"],
            kept=tuple(row[name] for name in kept_titles(plan)),
            file=file,
            line=line,
            year=row["year"] or None,
            completeness=completeness(row[GIVEN], asked[row["rule_set"]]),
            distance=row.get(DISTANCE),
        )


def _span(row: Mapping[str, Any], number: int) -> Span:
    worst, best = (int(row[name]) for name in grade_columns([number]))
    return SPANS[worst][best]
