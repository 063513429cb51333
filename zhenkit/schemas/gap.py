"""What the JSON of `gap` holds."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from zhenkit.judging.report_model import (
    ByYear,
    DocumentJson,
    FactId,
    FactIds,
    FromOne,
    GradeWord,
    JsonObject,
    ProblemJson,
    RuleSetJson,
    Value,
    VerdictWord,
    Words,
)


class GrantedJson(JsonObject):
    """That a decision grants what needs review."""

    granted: Literal[True]


class FactChangedJson(JsonObject):
    """A change: of a fact, or of `decisions`."""

    fact: FactId = Field(description="a fact's id, or `decisions`")
    from_: Value | ByYear | None = Field(alias="from", description="null where missing")
    to: Value | ByYear | Annotated[dict[str, GrantedJson], Field(min_length=1, max_length=1)] = Field(
        description="as a town file would have it; of a decision what it decides, by the criterion's number"
    )
    kind: Literal["find_out", "prove", "decide", "achieve"]
    criterion: FromOne


class AlternativeJson(JsonObject):
    """A least set of changes: without any of them the grade is not reached."""

    changes: list[FactChangedJson]


class CriterionGapJson(JsonObject):
    """What a criterion needs by itself."""

    number: FromOne
    worst: GradeWord
    best: GradeWord
    complete: bool = Field(description="whether there are no other least sets of changes")
    ways: int = Field(ge=0)
    common: list[FactChangedJson]
    alternatives: list[AlternativeJson] = Field(description="all; one without changes where the criterion is there")


class AnsweredJson(JsonObject):
    """What an answer would come to: any value from this one on, up to that of the next answer."""

    from_: Value | float = Field(alias="from")
    reached: bool | None = Field(description="whether the grade is then reached for sure; null while that is open")
    left: FactIds = Field(description="the facts that then still matter")
    complete: bool = Field(description="false where a budget was passed: then `left` may have facts that do not matter")


class QuestionJson(JsonObject):
    """A fact to find out."""

    fact: FactId
    answers: list[AnsweredJson] = Field(min_length=1)


class TownGapJson(JsonObject):
    """What separates a town from a grade."""

    name: Words
    file: str = Field(description="`-` for standard input")
    line: FromOne
    rule_set: RuleSetJson
    worst: VerdictWord
    best: VerdictWord
    to: VerdictWord
    complete: bool = Field(description="whether there are no other least sets of changes")
    alternatives: list[AlternativeJson] = Field(description="for the whole, shortest first, at most --most")
    ways: int = Field(ge=0, description="how many least sets of changes there are")
    common: list[FactChangedJson] = Field(description="the changes in all of them")
    reachable: VerdictWord = Field(description="the best that changes can reach")
    blockers: list[FactIds] = Field(
        description="the least sets of facts that keep the grade out as they are, whatever else changes"
    )
    questions: list[QuestionJson] | None = Field(None, description="with --ask: what to find out first, best first")
    criteria: list[CriterionGapJson] = Field(min_length=1)


class GapJson(DocumentJson):
    """What `zhenkit gap --format json` prints."""

    problems: list[ProblemJson]
    towns: list[TownGapJson]
