"""What the JSON of `goals` holds."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from zhenkit.judging.report_model import (
    ByYear,
    Day,
    DocumentJson,
    FactId,
    FromOne,
    GradeWord,
    JsonObject,
    ProblemJson,
    TextJson,
    Value,
    Words,
    Year,
)

CalendarYear = Annotated[int, Field(ge=1900, le=2100)]
Amount = Annotated[str, Field(description="an amount a year, with the unit that a town file would give it")]


class PaceJson(JsonObject):
    """What is needed a year until the last day, and what there was so far."""

    needed: Amount
    until: CalendarYear
    so_far: Amount | None = Field(description="null where there are figures of one year alone")
    since: CalendarYear
    enough: bool | None
    reached: FromOne | None = Field(description="the year, at the pace so far; null where that never comes")


class CountedJson(JsonObject):
    """How a figure was counted from towns, or why not."""

    towns: Annotated[int, Field(ge=0, description="how many were judged")]
    why_not: Words | None = None


class GoalLeafJson(JsonObject):
    """A fact against a figure."""

    text: TextJson
    worst: GradeWord
    best: GradeWord
    fact: FactId
    value: Value | ByYear | None = Field(description="null where it is missing")
    year: CalendarYear | None = Field(description="of which year the value is")
    required: Value | dict[str, Value]
    evidence: list[Words]
    series: dict[Year, Value | ByYear] | None = Field(None, description="the values of all years there are")
    pace: PaceJson | None = None
    counted: CountedJson | None = None
    reading: TextJson | None = None


class GoalGroupJson(JsonObject):
    """Several checks together."""

    text: TextJson
    worst: GradeWord
    best: GradeWord
    reading: TextJson | None = None
    checks: list[GoalLeafJson | GoalGroupJson]


class GoalJson(JsonObject):
    """A goal and how far it is reached."""

    id: FactId
    by: Day | None = Field(description="its last day; null where the document names none, then `when` is what it says")
    scope: Literal["town", "region"]
    name: TextJson
    status: Literal["met", "behind", "not_due", "unknown"]
    when: TextJson | None = None
    late: Literal[True] | None = Field(None, description="figures of after its last day are the first to reach it")
    of: Words | None = Field(None, description="the town or the region, as its files name it")
    clause: Words
    checks: list[GoalLeafJson | GoalGroupJson]


class GoalsJson(DocumentJson):
    """What `zhenkit goals --format json` prints."""

    jurisdiction: str
    on: Day
    problems: list[ProblemJson] | None = None
    goals: list[GoalJson]
