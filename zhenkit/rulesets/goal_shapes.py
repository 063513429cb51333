"""The shapes of a region's goals, and of the facts that they alone ask for: judging needs neither."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from zhenkit.facts.types.patterns import FIRST_YEAR, LAST_YEAR
from zhenkit.rulesets.schema import (
    Acknowledged,
    AnyCheck,
    Day,
    FactShape,
    Identifier,
    NonEmpty,
    RuleFile,
    TextShape,
)
from zhenkit.rulesets.shape import Shape


class MultipleShape(Shape):
    """How many times as much a figure is as in its base year."""

    of: str = Field(description="the id of a figure")
    since: Annotated[int, Field(strict=True, ge=FIRST_YEAR, le=LAST_YEAR, description="the base year")]


class GoalFactShape(FactShape):
    """A fact that only goals ask for: of a region, or of a town."""

    counted: Literal["province", "city", "county"] | None = Field(
        default=None,
        description="where no file states it: how many towns meet the standard of this level, of those that are given",
    )
    multiple: MultipleShape | None = Field(
        default=None, description="computed: a figure as a multiple of that of a base year (doubling is 2)"
    )


class GoalShape(Shape):
    """What is to be reached, and by when."""

    id: Identifier
    name: TextShape
    clause: NonEmpty = Field(description="the document's section and item")
    by: Day | None = Field(default=None, description="the last day to reach it")
    when: TextShape | None = Field(default=None, description="in place of a day: what the document says of the time")
    scope: Literal["town", "region"] = Field(description="whether each town is to reach it, or the region")
    require: AnyCheck
    lint: Acknowledged = Field(default={})


class RuleFileWithGoals(RuleFile):
    """A jurisdiction's standard, and the goals of its region."""

    goal_facts: dict[Identifier, GoalFactShape] = Field(
        default_factory=dict, description="facts that the goals ask for, beside those of the dictionary"
    )
    goals: tuple[GoalShape, ...] = Field(default=(), description="what the region is to reach, in the document's order")
