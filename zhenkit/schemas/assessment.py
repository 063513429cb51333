"""What the JSON of `assess` holds."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from zhenkit.judging.report_model import (
    DocumentJson,
    EditionJson,
    FactId,
    FromOne,
    JsonObject,
    ProblemJson,
    RuleSetChangeJson,
    RuleSetJson,
    ScoreJson,
    TextJson,
    TownChangeJson,
    VerdictJson,
    Words,
)
from zhenkit.judging.standing import Standing

Count = Annotated[int, Field(ge=0)]
Number = Annotated[float, Field(ge=0, le=100)]


class AssessmentRulesJson(JsonObject):
    """By which rules towns are commended and slow."""

    file: Words = Field(description="`assessment.yaml` where it is zhenkit's own")
    note: TextJson | None


class LastJson(JsonObject):
    """The last assessment."""

    file: str
    rule_sets: list[RuleSetChangeJson] = Field(description="standards that are others than then")


class ReasonJson(JsonObject):
    """Why a town is commended or slow."""

    rule: Literal["first", "score_rose_by", "no_longer_meets", "below", "score_fell_by", "last"]
    rank: FromOne | None = None
    towns: FromOne | None = Field(None, description="in the group")
    places: FromOne | None = None
    points: Number | None = Field(None, description="of the score, for sure, whatever was and is missing")
    least: Number | None = None


class AssessedRowJson(VerdictJson):
    """Where a town is in its group."""

    rank: FromOne
    score: ScoreJson | None = Field(description="null where the standard was another, whose points are other points")


class StandsByJson(VerdictJson, EditionJson):
    """The edition that a town was designated under, where that is known, else that of the group; its verdict by it."""


class AssessedTownJson(JsonObject):
    """A town."""

    name: Words
    province: str
    city: str
    county: str
    year: int | None
    file: str
    line: FromOne
    standing: Standing = Field(
        description="no longer meets the standard that it met (fell), does not meet it (below), open (facts are "
        "missing, or people decide), meets it now (reached), meets it (meets)"
    )
    stands_by: StandsByJson = Field(description="the edition by which the standing is judged")
    now: AssessedRowJson
    last: AssessedRowJson | None = Field(description="null where the town was not in the last assessment")
    commended: list[ReasonJson]
    slow: list[ReasonJson]


class AssessedGroupJson(JsonObject):
    """The towns of one standard and one category, the first first."""

    rule_set: RuleSetJson
    category: Words | None = Field(description="null where towns do not state it")
    towns: list[AssessedTownJson] = Field(min_length=1)


class CriterionMovementJson(JsonObject):
    """How many towns moved in a criterion."""

    rule_set: str
    number: FromOne
    up: Count
    down: Count
    otherwise: Count


class FactMovementJson(JsonObject):
    """How many towns moved in a fact."""

    fact: FactId
    up: Count
    down: Count
    otherwise: Count = Field(description="what has no order, or was missing or not exact")


class AssessmentJson(DocumentJson):
    """What `zhenkit assess --format json` prints; the last four with --last alone."""

    problems: list[ProblemJson]
    rules: AssessmentRulesJson
    last: LastJson | None = None
    groups: list[AssessedGroupJson]
    criteria: list[CriterionMovementJson] | None = None
    facts: list[FactMovementJson] | None = None
    changes: list[TownChangeJson] | None = None
