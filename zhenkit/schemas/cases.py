"""What the JSON of `rules test` holds."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from zhenkit.judging.report_model import (
    DocumentJson,
    FactIds,
    FromOne,
    GradeWord,
    JsonObject,
    Percent,
    ProblemJson,
    TextJson,
    VerdictWord,
    Words,
)

RuleSetName = Annotated[
    str, Field(description="its id; of several with one id the edition, of two of one day the file")
]
Word = GradeWord | VerdictWord | Literal["incomplete"]
Answer = Word | list[Word] | FactIds


class FailureJson(JsonObject):
    """What came out other than expected: a word, the two ends where they differ, or facts."""

    what: Literal["verdict", "grades", "missing", "uncertain", "merits"]
    criterion: FromOne | None = Field(description="null of a verdict")
    expected: Answer
    got: Answer
    line: FromOne
    column: FromOne


class CaseJson(JsonObject):
    """A case, run by a rule set."""

    name: Words
    file: str
    line: FromOne
    column: FromOne
    rule_set: RuleSetName
    passed: bool
    failures: list[FailureJson]


class ReachedJson(JsonObject):
    """How many of a kind of target some case reaches."""

    reached: int = Field(ge=0)
    total: FromOne


class NotReachedJson(JsonObject):
    """What no case reaches."""

    kind: str
    criterion: FromOne
    clause: Words
    text: TextJson


class CoverageJson(JsonObject):
    """How much the cases of a rule set reach."""

    rule_set: RuleSetName
    percent: Percent
    reached: int = Field(ge=0)
    total: int = Field(ge=0)
    kinds: dict[str, ReachedJson]
    not_reached: list[NotReachedJson]


class CasesJson(DocumentJson):
    """What `zhenkit rules test --format json` prints."""

    problems: list[ProblemJson] = Field(description="cases and files that could not be run")
    cases: list[CaseJson]
    coverage: list[CoverageJson]
