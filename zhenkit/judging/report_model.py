"""What the JSON of `check` and `batch` holds: `--baseline` is read by this model, and its JSON Schema is made of it.

Reports are written without it, since one may hold a hundred thousand towns; tests hold what is written to the schema.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema, WrapValidator

from zhenkit.checks.grades import GRADE_WORDS, VERDICT_WORDS
from zhenkit.judging.outcome import SCHEMA, Kind

Json = dict[str, Any]
VerdictWord = Literal["fail", "review", "relaxed", "pass"]
GradeWord = Literal["not_met", "review", "relaxed", "met"]
FactId = Annotated[str, Field(pattern="^[a-z][a-z0-9_]*$", description="a fact's id")]
FactIds = Annotated[list[FactId], Field(json_schema_extra={"uniqueItems": True})]
Words = Annotated[str, Field(min_length=1)]
FromOne = Annotated[int, Field(ge=1)]
Percent = Annotated[float, Field(ge=0, le=100)]
Day = Annotated[str, Field(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$", json_schema_extra={"format": "date"})]
Digest = Annotated[
    str,
    Field(
        pattern="^[0-9a-f]{12}$",
        description="first 12 hex digits of the SHA-256 of the content as UTF-8 JSON, keys sorted, no spaces",
    ),
]
Value = Annotated[
    str | int | bool | Annotated[list[str], Field(json_schema_extra={"uniqueItems": True})],
    Field(description="a fact's value as a town file would have it, whatever the language"),
]
Year = Annotated[str, Field(pattern="^[12][0-9]{3}$")]
ByYear = Annotated[dict[Year, Value | None], Field(min_length=1, description="a series; null where a year is missing")]

AS_IT_IS = WrapValidator(lambda value, _validate: value)
"""Of what a baseline may hold in another form than described: it is shown, never judged."""
SKIPPED = WrapValidator(lambda _value, _validate: None)
"""Of what no baseline needs, and may be large: it is described, and not read."""


def _one_word(key: str, words: Iterable[str]) -> list[Any]:
    """The word says what both ends are, and `incomplete` that they differ."""
    ends: list[Json] = [{"properties": {"worst": {"const": word}, "best": {"const": word}}} for word in words]
    return [
        *({"if": {"properties": {key: {"const": end["properties"]["worst"]["const"]}}}, "then": end} for end in ends),
        {"if": {"properties": {key: {"const": "incomplete"}}}, "then": {"not": {"anyOf": ends}}},
    ]


class JsonObject(BaseModel):
    """An object of a report. A key with a default may be absent; by the schema it has no other keys."""

    model_config = ConfigDict(strict=True, frozen=True)


class DocumentJson(JsonObject):
    """A report."""

    zhenkit: str = Field(description="the version of zhenkit")
    number: Annotated[int, WithJsonSchema({"const": SCHEMA})] = Field(alias="schema", description="of this format")


class TextJson(JsonObject):
    """A text in both languages."""

    zh: Words
    en: Words


class ProblemJson(JsonObject):
    """A problem with its place, in the language in use."""

    file: str
    line: FromOne
    column: FromOne
    message: Words


class DecisionJson(JsonObject):
    """What people decided of a criterion, as the town file records it."""

    granted: bool
    by: Words
    date: Day
    why: Words


class _CheckJson(JsonObject):
    text: TextJson = Field(description="what the check requires")
    worst: GradeWord
    best: GradeWord
    decides: bool = Field(description="whether one of the criterion's ends depends on it")
    reading: TextJson | None = None


class LeafJson(_CheckJson):
    """A check of one fact."""

    fact: FactId
    value: Value | None = Field(description="null where missing")
    required: Value | Annotated[dict[str, Value], Field(min_length=1)] = Field(
        description="`review` where no figure is set; by choice where the choice is missing"
    )
    evidence: list[str]


class PointsAwardJson(JsonObject):
    """The points of one part of a points table: all there are, those sure, those still possible."""

    points: int = Field(ge=1)
    earned: int = Field(ge=0)
    possible: int = Field(ge=0)


class PointsJson(JsonObject):
    """What a points table gave."""

    earned: int = Field(ge=0, description="the points that are sure")
    possible: int = Field(ge=0, description="with all that is missing, uncertain or needs review at its best")
    required: int = Field(ge=1)
    awards: list[PointsAwardJson] = Field(min_length=1, description="in the order of the checks")


class GroupJson(_CheckJson):
    """A check of several."""

    points: PointsJson | None = Field(default=None, description="where its parts are worth points")
    checks: list[LeafJson | GroupJson] = Field(min_length=1)


class CriterionJson(JsonObject):
    """A criterion, the ends of its grade and what can still move them."""

    model_config = ConfigDict(json_schema_extra={"allOf": _one_word("grade", GRADE_WORDS)})

    number: int = Field(ge=1, le=999)
    id: str
    name: TextJson
    clause: Words
    grade: GradeWord | Literal["incomplete"]
    worst: GradeWord
    best: GradeWord
    missing: FactIds = Field(description="missing facts that can still move the criterion")
    uncertain: FactIds = Field(description="facts given as a range that can still move the criterion")
    complete: Annotated[
        Literal[False] | None,
        SKIPPED,
        Field(
            description="false where there are too many combinations to try: "
            "then `missing` and `uncertain` may name facts that no longer matter, and leave out none that does"
        ),
    ] = None
    decision: DecisionJson | None = None
    check: Annotated[LeafJson | GroupJson | None, SKIPPED] = None


class MeritJson(JsonObject):
    """A merit."""

    criterion: FromOne
    label: TextJson
    facts: FactIds
    held: Literal[True] | None = Field(description="null where it cannot be known yet")


class EditionJson(JsonObject):
    """The edition of a rule set that judged a town."""

    id: str
    effective: Day
    digest: Digest


class RuleSetJson(EditionJson):
    """The rule set that judged a town."""

    level: Literal["province", "city", "county"]
    title: TextJson
    document: Words = Field(description="the document's number, or its title where none is known")


class ScoreJson(JsonObject):
    """The score, with every missing fact at its worst and at its best."""

    low: Percent
    high: Percent


class DistanceJson(JsonObject):
    """How far a town is from a verdict."""

    to: Literal["pass", "relaxed", "review"]
    changes: Annotated[int, Field(ge=0)] | None = Field(
        description="the least number of elementary changes that reach it; null where none do"
    )


class TownJson(JsonObject):
    """A town with its verdict and grades."""

    model_config = ConfigDict(
        json_schema_extra={
            "allOf": [
                *_one_word("verdict", VERDICT_WORDS),
                {
                    "description": "`check` reports every check, `batch` with --explain",
                    "if": {"required": ["rank"]},
                    "else": {"properties": {"criteria": {"items": {"required": ["check"]}}}},
                },
            ]
        }
    )

    name: Words
    file: str = Field(description="`-` for standard input")
    line: FromOne = Field(description="where the town begins in its file")
    facts: dict[FactId, Annotated[Value | ByYear, AS_IT_IS]] = Field(
        description="by id, as a town file would have them; a missing fact is absent",
        json_schema_extra={"required": ["name"]},
    )
    digest: Digest
    rule_set: RuleSetJson
    verdict: VerdictWord | Literal["incomplete"]
    worst: VerdictWord
    best: VerdictWord
    score: ScoreJson
    rank: FromOne | None = Field(
        None, description="within its rule set, by what is known to hold before what may; of `batch` alone"
    )
    distance: DistanceJson | None = Field(None, description="from the verdict asked for; of `batch --distance` alone")
    merits: list[MeritJson]
    criteria: list[CriterionJson] = Field(min_length=1)


class VerdictJson(JsonObject):
    """A verdict and its ends."""

    verdict: VerdictWord | Literal["incomplete"]
    worst: VerdictWord
    best: VerdictWord


class GradeJson(JsonObject):
    """A grade and its ends."""

    grade: GradeWord | Literal["incomplete"]
    worst: GradeWord
    best: GradeWord


class CriterionChangeJson(JsonObject):
    """A criterion with another grade; null where a run's rule set has no such criterion."""

    number: FromOne
    before: GradeJson | None
    after: GradeJson | None


class FactChangeJson(JsonObject):
    """A fact with another value; null where it is missing."""

    fact: str
    before: Any
    after: Any


class DecisionChangeJson(JsonObject):
    """A decision that is new, gone or another."""

    number: FromOne
    before: DecisionJson | None
    after: DecisionJson | None


class TownChangeJson(JsonObject):
    """What changed of a town."""

    change: Kind
    name: str
    province: str
    city: str
    county: str
    year: Any = Field(description="null where it is not stated")
    before: VerdictJson | None = Field(description="null where the town is new")
    after: VerdictJson | None = Field(description="null where the town is gone")
    criteria: list[CriterionChangeJson]
    facts: list[FactChangeJson]
    decisions: list[DecisionChangeJson]


class RuleSetChangeJson(JsonObject):
    """A rule set that is another than before, or another edition of it."""

    before: EditionJson
    after: EditionJson


class ChangesJson(JsonObject):
    """What changed since the run whose report was given as `--baseline`."""

    baseline: str = Field(description="the earlier report's file")
    regressed: bool = Field(description="whether some town is worse")
    rule_sets: list[RuleSetChangeJson]
    towns: list[TownChangeJson]


class ReportJson(DocumentJson):
    """What `zhenkit check --format json` prints: every town judged, with its whole trace. `batch` adds ranks and
    changes, and has the trace with --explain alone.
    """

    problems: list[ProblemJson]
    changes: Annotated[ChangesJson | None, SKIPPED] = None
    towns: list[TownJson]
