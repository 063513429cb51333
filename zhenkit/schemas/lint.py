"""What the JSON of `rules lint` holds."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from zhenkit.judging.report_model import DocumentJson, JsonObject, ProblemJson, TextJson, Words

Level = Literal["error", "warning", "note"]


class LintJson(JsonObject):
    """A lint."""

    level: Level
    why: TextJson


class FindingJson(ProblemJson):
    """What a lint found, in the language in use."""

    code: Words
    level: Level


class AcknowledgedJson(FindingJson):
    """A finding that the file acknowledges where it is."""

    reason: Words


class LintedJson(DocumentJson):
    """What `zhenkit rules lint --format json` prints."""

    files: int = Field(ge=0, description="how many were read")
    lints: dict[str, LintJson] = Field(description="those of the findings, by code")
    complete: Literal[False] | None = Field(None, description="false where something was not decided: see `left_out`")
    problems: list[ProblemJson] = Field(description="files that are not there or cannot be read")
    findings: list[FindingJson]
    acknowledged: list[AcknowledgedJson]
    left_out: list[ProblemJson] | None = Field(None, description="what was not decided, as it takes too much work")
