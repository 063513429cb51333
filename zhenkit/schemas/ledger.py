"""What the JSON of `ledger` holds."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from zhenkit.judging.report_model import (
    ByYear,
    Day,
    DocumentJson,
    FactId,
    FromOne,
    JsonObject,
    ProblemJson,
    Value,
    Words,
)

State = Literal["registered", "notified", "urged", "extended", "replied", "returned", "closed", "archived"]
Outcome = Literal["new", "open", "solved", "unseen", "own"]
Departments = Annotated[list[Words], Field(json_schema_extra={"uniqueItems": True})]


class FactToChangeJson(JsonObject):
    """A fact that has to change."""

    fact: FactId
    from_: Value | ByYear | None = Field(alias="from", description="null where missing")
    to: Value | ByYear
    kind: Literal["find_out", "prove", "achieve"]


class DecisionToTakeJson(JsonObject):
    """That people decide on the criterion."""

    fact: None
    kind: Literal["decide"]


class AnsweringJson(JsonObject):
    """The departments of an entry."""

    lead: Departments
    support: Departments
    asked: Departments = Field(description="those that people assigned it to, else those that lead")


class EntryJson(JsonObject):
    """A row of the ledger. What it is about is there where it is open."""

    key: str = Field(description="empty where people added the row")
    outcome: Outcome = Field(description="what this run says; `unseen`: its town is not among those read")
    state: State
    town: Words | None
    rule_set: Words | None
    since: Day | None
    closed: Day | None
    due: Day | None = Field(description="the last day, an extension not included")
    extension_asked: Day | None
    extended_to: Day | None
    assigned: Words | None
    reply: Words | None
    note: Words | None
    extra: dict[str, str] | None = Field(None, description="columns that people added, by title")
    criterion: FromOne | None = None
    kind: Literal["find_out", "prove", "decide", "achieve", "cannot"] | None = Field(
        None, description="the class of effort, of several the least; `cannot` where nothing reaches the grade"
    )
    departments: AnsweringJson | None = None
    tasks: list[FromOne] | None = Field(None, description="the numbers of the plan's tasks that serve the criterion")
    ways: list[Annotated[list[FactToChangeJson | DecisionToTakeJson], Field(min_length=1)]] | None = Field(
        None, description="one where every way to the grade needs it, several where one of them is enough"
    )


class LedgerJson(DocumentJson):
    """What `zhenkit ledger --format json` prints."""

    on: Day
    towns: int = Field(ge=0, description="how many were looked at")
    problems: list[ProblemJson] | None = None
    entries: list[EntryJson]
