"""What the JSON of `rules verify` holds."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from zhenkit.judging.report_model import Day, Digest, DocumentJson, FromOne, JsonObject, ProblemJson, TextJson, Words

LineState = Literal["figure", "words", "reading", "people", "differs"]


class VerifiedRulesJson(JsonObject):
    """The rule set that was held against the document."""

    id: str
    file: str
    digest: Digest


class OfficialDocumentJson(JsonObject):
    """The document, and what it says of itself; null where that was not found."""

    file: str
    unit: Literal["line", "paragraph", "page"] = Field(description="what `document_line` counts")
    number: Words | None
    title: Words | None
    issuer: Words | None
    date: Day | None


class NotComparedJson(JsonObject):
    """What could not be compared, and why, in the language in use."""

    message: Words


class DifferenceKindJson(JsonObject):
    """A kind of difference."""

    why: TextJson


class DifferenceJson(ProblemJson):
    """What the rule file, at this place, and the document say differently; the message says both."""

    code: Words
    document_line: FromOne | None = Field(description="null where the document says nothing of it")


class ComparedLineJson(JsonObject):
    """A line of the rule file beside its clause."""

    state: LineState = Field(description="`words`: the clause names the fact; no more was compared")
    file: str
    line: FromOne
    column: FromOne
    text: TextJson = Field(description="what it requires")
    message: str = Field(description="what of the clause it was compared with; of a reading, the reading")
    document_line: FromOne | None


class ComparedClauseJson(JsonObject):
    """A clause with the lines of the criterion, or the goals, that cite it."""

    clause: Words
    name: TextJson
    heading: str
    document_line: FromOne
    text: str
    lines: list[ComparedLineJson]


class VerifiedJson(DocumentJson):
    """What `zhenkit rules verify --format json` prints."""

    rule_set: VerifiedRulesJson
    document: OfficialDocumentJson
    agrees: bool = Field(description="whether nothing differs of what was compared")
    kinds: dict[str, DifferenceKindJson] = Field(description="those of the differences, by code")
    lines: dict[LineState, int] = Field(description="how many lines of each state there are")
    not_compared: list[NotComparedJson]
    differences: list[DifferenceJson]
    clauses: list[ComparedClauseJson]
