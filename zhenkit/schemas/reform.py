"""What the JSON of `reform` holds."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from zhenkit.judging.report_model import (
    DocumentJson,
    FromOne,
    GradeWord,
    JsonObject,
    ProblemJson,
    RuleSetJson,
    VerdictWord,
    Words,
)

FromZero = Annotated[int, Field(ge=0)]
Verdict = Literal["pass", "relaxed", "review", "incomplete", "fail"]


class ChangedFigureJson(JsonObject):
    """A figure of the rule file that was changed with the command, as the file writes it."""

    figure: Words
    from_: Any = Field(alias="from")
    to: Any


class MovesJson(JsonObject):
    """How many come out higher, lower, and otherwise where something is open."""

    gains: FromZero
    loses: FromZero
    moves: FromZero


class TallyJson(MovesJson):
    """What becomes of towns' verdicts."""

    stays: FromZero


class FromToJson(JsonObject):
    """How many towns go from one verdict to another."""

    a: Verdict
    b: Verdict
    towns: FromOne


class PlaceTallyJson(TallyJson):
    """What becomes of the verdicts of a place."""

    place: str


class CriterionTallyJson(MovesJson):
    """What becomes of a criterion; null on the side that has none."""

    a: FromOne | None
    b: FromOne | None


class VerdictUnderJson(JsonObject):
    """A town's verdict by one side."""

    verdict: Verdict
    worst: VerdictWord
    best: VerdictWord


class GradeUnderJson(JsonObject):
    """A criterion's grade by one side."""

    number: FromOne
    worst: GradeWord
    best: GradeWord


class ReformedCriterionJson(JsonObject):
    """A criterion that comes out otherwise."""

    change: Literal["gains", "loses", "moves"]
    a: GradeUnderJson | None
    b: GradeUnderJson | None


class ReformedTownJson(JsonObject):
    """A town of which some criterion comes out otherwise."""

    name: Words
    province: str | None = None
    city: str | None = None
    county: str | None = None
    year: int | None = None
    file: str = Field(description="`-` for standard input")
    line: FromOne
    change: Literal["gains", "loses", "moves", "stays"] = Field(description="what becomes of its verdict")
    a: VerdictUnderJson
    b: VerdictUnderJson
    criteria: Annotated[list[ReformedCriterionJson], Field(min_length=1)]


class ReformJson(DocumentJson):
    """What `zhenkit reform --format json` prints."""

    a: RuleSetJson
    b: RuleSetJson
    changed: list[ChangedFigureJson] = Field(description="what --set-rule changed of B")
    towns_judged: FromZero
    tally: TallyJson
    verdicts: list[FromToJson]
    places: list[PlaceTallyJson] = Field(description="by city; where all towns lie in one, by county")
    criteria: list[CriterionTallyJson]
    problems: list[ProblemJson]
    towns: list[ReformedTownJson] = Field(description="those of which some criterion comes out otherwise")
