"""Verdicts and rule sets in a frame as words of a short list: of each row a number is held, and text is shown."""

from __future__ import annotations

from typing import TypeVar

import polars as pl

from zhenkit.engines.judging import INCOMPLETE
from zhenkit.engines.plan import Plan
from zhenkit.engines.preparing import RULE_SET
from zhenkit.grades import VERDICT_WORDS

VERDICTS = pl.Enum([*VERDICT_WORDS, INCOMPLETE])
Frame = TypeVar("Frame", pl.DataFrame, pl.LazyFrame)


def as_words(frame: Frame, plan: Plan) -> Frame:
    """The frame with its verdicts and rule sets as such words."""
    ids = pl.Enum([rule_set.id for rule_set in plan.rule_sets])
    return frame.with_columns(pl.col("verdict").cast(VERDICTS), pl.col(RULE_SET).cast(ids))
