"""What the JSON of `sweep` holds."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from zhenkit.judging.report_model import (
    ByYear,
    DocumentJson,
    FactId,
    FromOne,
    GradeWord,
    JsonObject,
    ProblemJson,
    RuleSetJson,
    Value,
    VerdictWord,
    Words,
)

FromZero = Annotated[int, Field(ge=0)]
VerdictThere = Literal["pass", "relaxed", "review", "incomplete", "fail", "impossible"]


class StretchJson(JsonObject):
    """A piece of a scale; an end is null where there is none, and written as a town file would have it."""

    from_: Value | None = Field(alias="from")
    from_included: bool
    to: Value | None
    to_included: bool


class ListedJson(JsonObject):
    """A piece of what has no scale: its values."""

    values: Annotated[list[Value], Field(min_length=1)]


class SomeOfJson(JsonObject):
    """So many members of a group, whichever these are."""

    of: Annotated[list[FactId], Field(min_length=1)]
    least: FromZero
    most: FromZero


class SetsJson(JsonObject):
    """A piece of the sets: those of any of these kinds."""

    sets: Annotated[list[list[SomeOfJson]], Field(min_length=1)]


class UndefinedJson(JsonObject):
    """The piece of what cannot be computed: it is divided by 0."""

    undefined: Literal[True]


class AxisJson(JsonObject):
    """A fact, cut where anything changes."""

    fact: Annotated[str, Field(pattern="^[a-z][a-z0-9_.]*$", description="a fact's id")]
    value: Value | ByYear | None = Field(description="what the town has there; null where it is missing")
    hangs: bool = Field(description="whether any criterion asks for it")
    pieces: list[StretchJson | ListedJson | SetsJson | UndefinedJson] = Field(
        description="none of a fact without values to tell apart"
    )


class CriterionThereJson(JsonObject):
    """A criterion in a piece."""

    number: FromOne
    worst: GradeWord
    best: GradeWord


class OutcomeJson(JsonObject):
    """What a piece comes to; `impossible` where figures of the town would contradict each other."""

    verdict: VerdictThere
    worst: VerdictWord | None
    best: VerdictWord | None
    criteria: list[CriterionThereJson]


class RegionJson(OutcomeJson):
    """A rectangle of a map: from the first to the last piece of each axis, by their places from 0."""

    first: Annotated[list[FromZero], Field(min_length=2, max_length=2)]
    last: Annotated[list[FromZero], Field(min_length=2, max_length=2)]


class PointJson(JsonObject):
    """A point where something changes: from the value itself on, or above it."""

    at: Value
    side: Literal["from", "above"]


class ShareJson(JsonObject):
    """How much of a range comes to a verdict."""

    verdict: VerdictThere
    worst: VerdictWord | None
    best: VerdictWord | None
    share: Annotated[float, Field(ge=0, le=1)]
    exact: Annotated[str, Field(pattern="^[0-9]+/[0-9]+$")]


class TownSweepJson(JsonObject):
    """A town along one fact (`pieces`, `points`, `shares`) or two (`regions`)."""

    name: Words
    file: str = Field(description="`-` for standard input")
    line: FromOne
    rule_set: RuleSetJson
    worst: VerdictWord
    best: VerdictWord
    axes: Annotated[list[AxisJson], Field(min_length=1, max_length=2)]
    pieces: list[OutcomeJson] | None = Field(None, description="what each piece of the axis comes to, in its order")
    points: list[PointJson] | None = Field(None, description="the points of change, lowest first")
    shares: list[ShareJson] | None = Field(None, description="none where the value is known, or has no measure")
    regions: list[RegionJson] | None = Field(None, description="together the whole map, each piece in one of them")


class SweepJson(DocumentJson):
    """What `zhenkit sweep --format json` prints."""

    problems: list[ProblemJson]
    towns: list[TownSweepJson]
