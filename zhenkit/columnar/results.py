"""Rows judged by columns -> what `batch` gives: a Parquet file, or a ranking for its other reports."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polars as pl

from zhenkit.checks.grades import SPANS, Span
from zhenkit.columnar.duplicates import PART
from zhenkit.columnar.evaluate.grades import grade_columns
from zhenkit.columnar.names import HIGH, LOW, ROW, kept
from zhenkit.columnar.part import Part
from zhenkit.facts.dictionary import PLACE_FACTS
from zhenkit.judging.judgement import Score
from zhenkit.judging.ranking import Ranked
from zhenkit.rulesets.model import RuleSet

Spans = Mapping[Span, int]


def spans(output: Path) -> Spans:
    """How many towns of a Parquet file of results have each span."""
    counted = pl.scan_parquet(output, glob=False).group_by("worst", "best").len().collect(engine="streaming")
    return Counter({SPANS[worst][best]: count for worst, best, count in counted.rows()})


def ranked(frame: pl.DataFrame) -> pl.DataFrame:
    """The rows in the order to show, each with its rank."""
    merit = [pl.col("worst"), pl.col("best"), pl.col(LOW), pl.col("merits")]
    behind = ["name", *PLACE_FACTS, "year", PART, ROW]
    ordered = frame.with_columns(pl.col("rule_set").cast(pl.String), pl.col(PLACE_FACTS).fill_null("")).sort(
        "rule_set", *merit, *behind, descending=[False, *[True] * len(merit), *[False] * len(behind)]
    )
    ordered = ordered.with_columns(pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("rule_set").alias("rank"))
    return ordered.with_columns(pl.col("rank").min().over("rule_set", *merit))


@contextmanager
def writing() -> Iterator[None]:
    """What Polars says of a disk meanwhile, as Python would: OSError."""
    try:
        yield
    except pl.exceptions.PolarsError as error:
        found = re.search(r"\(os error (\d+)\)", str(error))
        if found is None:
            raise
        raise OSError(int(found[1]), os.strerror(int(found[1]))) from None


def write_ranking(frame: pl.DataFrame, output: Path, rank: bool, score: bool, titles: Sequence[str]) -> None:
    """Write rows collected as Parquet: in the order to show where their rank is asked for, else as they came."""
    frame = ranked(frame) if rank else frame.sort(PART, ROW)
    scores = [LOW, HIGH] if score else []
    opening = ["rank"] if rank else []
    grades = [name for name in frame.columns if name.startswith("c") and name.endswith(("_worst", "_best"))]
    first = ["name", *PLACE_FACTS, "rule_set", "verdict", "worst", "best"]
    carried = [pl.col(kept(nth)).alias(title) for nth, title in enumerate(titles)]
    with writing():
        frame.select(*opening, *first, *grades, *scores, "merits", *carried).write_parquet(output)


def rows(frame: pl.DataFrame, parts: Sequence[Part], titles: Sequence[str]) -> Iterator[Ranked]:
    """The rows of a ranking, in the order to show."""
    numbers: Mapping[str, tuple[int, ...]] = {
        rule_set.id: tuple(criterion.number for criterion in rule_set.criteria)
        for part in parts
        for rule_set in part.plan.rule_sets
    }
    for row in ranked(frame).iter_rows(named=True):
        file, line = parts[row[PART]].table.place(row[ROW])
        yield Ranked(
            rank=row["rank"],
            name=row["name"],
            **{key: row[key] or "" for key in PLACE_FACTS},
            rule_set=row["rule_set"],
            span=SPANS[row["worst"]][row["best"]],
            criteria={number: _span(row, number) for number in numbers[row["rule_set"]]},
            score=Score(row[LOW], row[HIGH]),
            merits=row["merits"],
            kept=tuple(row[kept(nth)] for nth in range(len(titles))),
            file=file,
            line=line,
            year=row["year"] or None,
        )


def _span(row: Mapping[str, Any], number: int) -> Span:
    worst, best = (int(row[name]) for name in grade_columns([number]))
    return SPANS[worst][best]


def rule_sets(parts: Sequence[Part]) -> dict[str, RuleSet]:
    """The rule sets that rows may have been judged by, by id."""
    return {rule_set.id: rule_set for part in parts for rule_set in part.plan.rule_sets}
