"""What the JSON of `diff` holds: two rule sets compared, or many side by side."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, RootModel

from zhenkit.judging.report_model import (
    ByYear,
    DocumentJson,
    FromOne,
    GradeJson,
    JsonObject,
    ProblemJson,
    TextJson,
    Value,
    VerdictJson,
    Words,
)

FactOrComputed = Annotated[
    str,
    Field(
        pattern="^[a-z][a-z0-9_]*(@.+)?$",
        description="a fact's id; of one that two rule sets compute differently, with its edition",
    ),
]
Stated = Annotated[
    dict[FactOrComputed, Value | ByYear], Field(min_length=1, description="a whole town, as a town file has it")
]
Relation = Literal["equal", "stricter", "looser", "incomparable", "undecided"]
NumberB = Annotated[FromOne | None, Field(description="B's number of it, where that is another")]
Complete = Annotated[Literal[False] | None, Field(description="false where something is not decided")]
Figure = Value | float | Annotated[dict[str, Value | float], Field(min_length=1, description="a table: `by` a choice")]


class _ComparedJson(JsonObject):
    at_least: Figure | None = None
    more_than: Figure | None = None
    at_most: Figure | None = None
    less_than: Figure | None = None
    is_: Figure | None = Field(None, alias="is")
    includes: Figure | None = None


class CheckWrittenJson(_ComparedJson):
    """A check as a rule file has it, with words in both languages."""

    text: TextJson
    reading: TextJson | None = None
    fact: FactOrComputed | None = None
    all: list[CheckWrittenJson] | None = None
    any: list[CheckWrittenJson] | None = None
    of: list[CheckWrittenJson] | None = None
    points: list[AwardJson] | None = None
    relaxed: CheckWrittenJson | None = None
    in_principle: CheckWrittenJson | None = None


class AwardJson(JsonObject):
    """What a check is worth."""

    points: FromOne
    check: CheckWrittenJson


class SubjectJson(JsonObject):
    """What a change or a row is about."""

    kind: Literal["criterion", "check", "fact", "floor", "threshold", "count", "weight"]
    facts: list[FactOrComputed]
    operator: Literal["at_least", "more_than", "at_most", "less_than", "is", "includes"] | None = None
    by: FactOrComputed | None = Field(None, description="of rows of a table: the choice they are for")
    choices: list[str] | None = Field(None, description="and its values")
    within: Literal["one_way", "exception", "in_principle"] | None = Field(None, description="on which side path it is")
    text: TextJson


class RequirementJson(_ComparedJson):
    """What a side requires, other than by another figure alone: how it counts, how it compares, how many it takes."""

    role: Literal["required", "one_way", "exception", "in_principle", "preferred"] | None = None
    check: CheckWrittenJson | None = Field(None, description="a check in the place of the other side's")
    count: FromOne | None = Field(None, description="how many parts of a list")
    points: FromOne | None = None
    of: FromOne | None = Field(None, description="of how many")


Side = Annotated[Value | float | RequirementJson | None, Field(description="null where nothing is required")]


class ChangeJson(JsonObject):
    """What differs, what either side requires, and which way it goes."""

    what: SubjectJson
    a: Side
    b: Side
    direction: Relation | Literal["preference"] = Field(
        description="by the grades that this change alone moves; `equal`: none"
    )


class CriterionDiffJson(JsonObject):
    """How B relates to A in a criterion, with towns that prove it."""

    number: FromOne
    number_b: NumberB = None
    relation: Relation
    changes: list[ChangeJson]
    higher_under_a: Stated | None
    higher_under_b: Stated | None


class AssumptionJson(JsonObject):
    """What the compared towns have in common: a reading of ours."""

    if_: CheckWrittenJson = Field(alias="if")
    then: CheckWrittenJson
    reading: TextJson


class CriterionMovedJson(JsonObject):
    """A criterion that grades a town differently, and the changes that make it so."""

    number: FromOne
    number_b: NumberB = None
    a: GradeJson
    b: GradeJson
    because: list[ChangeJson]


class TownTwiceJson(JsonObject):
    """A town judged by both."""

    name: Words
    file: str
    line: FromOne
    a: VerdictJson
    b: VerdictJson
    criteria: list[CriterionMovedJson]


class DiffJson(DocumentJson):
    """Two rule sets compared."""

    a: str
    b: str
    relation: Relation = Field(description="how B relates to A over all complete towns, by the verdict")
    higher_under_a: Stated | None
    higher_under_b: Stated | None
    complete: Complete = None
    derived: list[FactOrComputed] | None = Field(None, description="computed facts, searched as independent")
    criteria: list[CriterionDiffJson]
    assuming: list[AssumptionJson] | None = None
    problems: list[ProblemJson] | None = Field(None, description="of the town files of --towns")
    towns: list[TownTwiceJson] | None = None


class CriterionRelatedJson(JsonObject):
    """How B relates to A in a criterion."""

    number: FromOne
    number_b: NumberB = None
    relation: Relation


class PairJson(JsonObject):
    """How B relates to A."""

    a: str
    b: str
    relation: Relation
    criteria: list[CriterionRelatedJson]


class RowJson(JsonObject):
    """One thing required, and what each rule set requires of it: nothing, or one thing or more."""

    number: FromOne
    what: SubjectJson
    required: dict[str, list[Value | float | RequirementJson]]


class MatrixJson(DocumentJson):
    """Many rule sets side by side."""

    rule_sets: list[str] = Field(min_length=3)
    complete: Complete = None
    derived: list[FactOrComputed] | None = None
    relations: list[PairJson]
    rows: list[RowJson]
    assuming: list[AssumptionJson] | None = None


class DiffOrMatrixJson(RootModel[DiffJson | MatrixJson]):
    """What `zhenkit diff --format json` prints: of two rule sets, or of more side by side."""
