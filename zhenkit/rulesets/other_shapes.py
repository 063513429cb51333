"""The shapes that judging does not need: what the dictionary assumes, and what is right of a rule file that is not."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from zhenkit.rulesets.schema import (
    Acknowledged,
    AnyCheck,
    BrokenShape,
    Dictionary,
    EditionName,
    FactShape,
    Identifier,
    Shape,
    TextShape,
)


class AssumptionShape(Shape):
    """Where one check is met, so is the other: an implication between facts."""

    if_: AnyCheck = Field(alias="if", description="what a town may meet")
    then: AnyCheck = Field(description="what such a town then meets as well")
    reading: TextShape = Field(description="why we take it so")
    lint: Acknowledged = {}  # noqa: RUF012 - pydantic copies it


class FactsFile(Dictionary):
    """The dictionary of facts."""

    assumes: tuple[AssumptionShape, ...] = Field(
        default=(), description="facts that are not free of each other, as we read them; `diff --assuming` keeps them"
    )


class CriterionDraft(Shape):
    """What can be looked at of a criterion whose shape may be wrong."""

    number: Any = None
    id: Any = None
    require: Annotated[AnyCheck, Field(default_factory=BrokenShape)]
    prefer: tuple[AnyCheck, ...] = ()


class RuleDraft(Shape):
    """What can be looked at of a rule file whose shape is wrong, where its own facts are right."""

    facts: dict[Identifier, FactShape] = Field(default_factory=dict)
    adopts: EditionName | None = None
    criteria: tuple[CriterionDraft, ...] = ()
    goals: Any = ()
