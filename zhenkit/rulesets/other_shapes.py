"""The shapes that judging does not need: what the dictionary assumes, and what is right of a rule file that is not."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from zhenkit.rulesets.goal_shapes import RuleFileWithGoals
from zhenkit.rulesets.schema import (
    Acknowledged,
    AnyCheck,
    BrokenShape,
    Dictionary,
    EditionName,
    FactShape,
    Identifier,
    NonEmpty,
    TextShape,
)
from zhenkit.rulesets.shape import Shape


class AssumptionShape(Shape):
    """Where one check is met, so is the other: an implication between facts."""

    if_: AnyCheck = Field(alias="if", description="what a town may meet")
    then: AnyCheck = Field(description="what such a town then meets as well")
    reading: TextShape = Field(description="why we take it so")
    lint: Acknowledged = Field(default={})


class FactsFile(Dictionary):
    """The dictionary of facts."""

    assumes: tuple[AssumptionShape, ...] = Field(
        default=(), description="facts that are not free of each other, as we read them; `diff --assuming` keeps them"
    )


Department = Annotated[str, Field(min_length=1, max_length=60, description="a department, as the document names it")]


class TaskShape(Shape):
    """A task of the plan: who leads it, who supports it, which criteria it serves."""

    number: Annotated[int, Field(strict=True, ge=1, le=99)]
    name: TextShape
    clause: NonEmpty = Field(description="the document's section and item, e.g. 三（一）")
    lead: tuple[Department, ...] = Field(default=(), description="who leads (牵头)")
    support: tuple[Department, ...] = Field(default=(), description="who supports (配合)")
    responsible: tuple[Department, ...] = Field(
        default=(), description="who is responsible (按职责分工负责), where the document names no lead"
    )
    and_others: bool = Field(
        default=False, strict=True, description="yes where the document names departments that are not listed here"
    )
    serves: tuple[Identifier, ...] = Field(
        default=(), description="the ids of the criteria that it serves: ours, so `reading:` says how it is meant"
    )
    reading: TextShape | None = Field(default=None, description="why we take it to serve these criteria")


class WorkGroupShape(Shape):
    """The work group of a town."""

    town: NonEmpty = Field(description="what the town is called in the document, as far as its name is sure to have it")
    lead: tuple[Department, ...] = Field(min_length=1, description="who leads it")
    township: NonEmpty | None = Field(default=None, description="the township that helps")
    clause: NonEmpty = Field(description="the document's section and item")


class DutiesShape(Shape):
    """Who does what: the plan's tasks and the towns' work groups."""

    tasks: tuple[TaskShape, ...] = Field(default=(), description="the tasks of the plan, in the document's order")
    work_groups: tuple[WorkGroupShape, ...] = Field(default=(), description="the work groups of towns")


class WholeRuleFile(RuleFileWithGoals):
    """A rule file with all that it may say: what the JSON Schema describes."""

    tasks: tuple[TaskShape, ...] = Field(default=(), description="the tasks of the plan, in the document's order")
    work_groups: tuple[WorkGroupShape, ...] = Field(default=(), description="the work groups of towns")


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
