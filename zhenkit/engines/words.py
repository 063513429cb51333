"""Verdicts and rule sets in a frame as words of a short list: of each row a number is held, and text is shown."""

from __future__ import annotations

from typing import TypeVar

import polars as pl

from zhenkit.engines.judging import VERDICTS
from zhenkit.engines.plan import RULE_SET, Plan

Frame = TypeVar("Frame", pl.DataFrame, pl.LazyFrame)


def as_words(frame: Frame, plan: Plan) -> Frame:
    """The frame with its verdicts and rule sets as such words."""
    lists = _lists(plan)
    return frame.with_columns(pl.col(name).cast(pl.Enum(words)) for name, words in lists.items())


def of_codes(frame: Frame, plan: Plan) -> Frame:
    """The frame with the words that the numbers of its verdicts and rule sets stand for."""
    return frame.with_columns(
        pl.lit(pl.Series(words, dtype=pl.Enum(words))).gather(pl.col(name)).alias(name)
        for name, words in _lists(plan).items()
    )


def _lists(plan: Plan) -> dict[str, list[str]]:
    return {"verdict": list(VERDICTS), RULE_SET: [rule_set.id for rule_set in plan.rule_sets]}
