"""What the JSON of `merge` holds."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from zhenkit.judging.report_model import ByYear, DocumentJson, FactId, FromOne, JsonObject, ProblemJson, Value, Words

MergedOutcome = Literal["added", "replaced", "same", "contradicts", "disputed"]


class GivenJson(JsonObject):
    """What shows an answer, and who gave it when; empty where the sheet does not say."""

    evidence: str
    department: str
    by: str
    date: str
    why: str


class DecidedJson(JsonObject):
    """A decision as a town file would have it."""

    granted: bool
    by: Words
    date: Words
    why: Words


class AnsweredOnJson(JsonObject):
    """An answer, and where it is."""

    town: Words
    into: str = Field(description="the town's file")
    keys: list[Words] = Field(description="the ledger's entries that asked for it")
    outcome: MergedOutcome = Field(
        description="`contradicts`: the file says otherwise; `disputed`: another department does; neither is put in"
    )
    file: str
    line: FromOne
    column: FromOne


class FactAnsweredJson(AnsweredOnJson):
    """An answer on a fact."""

    fact: FactId
    value: Value | ByYear | None = Field(description="null of a year that is stated as not known")
    before: Value | ByYear | None = Field(description="what the file had; null where it was missing, or is disputed")
    given: list[GivenJson]


class CriterionDecidedJson(AnsweredOnJson):
    """A decision on a criterion."""

    criterion: FromOne
    decision: DecidedJson
    before: bool | None = Field(description="what had been decided")


class MergeJson(DocumentJson):
    """What `zhenkit merge --format json` prints."""

    open: Annotated[int, Field(ge=0, description="how many questions have no answer yet")]
    unplaced: Annotated[int, Field(ge=0, description="how many answers came to no town, as `problems` say")]
    files: list[str] = Field(description="those that were changed, or would be")
    problems: list[ProblemJson] | None = None
    answers: list[FactAnsweredJson | CriterionDecidedJson]
