"""The shape of the files we read as data (rule files, the dictionary of facts), as pydantic models.

Only the shape: which keys, which types. What the values mean together (a fact that is not in the dictionary, a figure
of the wrong type) is reported by `builder.py` and `dictionary_file.py`. The JSON Schemas for editors are made of these
models.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import (
    BeforeValidator,
    Discriminator,
    Field,
    GetJsonSchemaHandler,
    Tag,
    ValidationError,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)
from pydantic_core import PydanticCustomError, core_schema

from zhenkit.core.i18n import Text
from zhenkit.documents.yaml import Path as KeyPath
from zhenkit.facts.types.registry import AMOUNT_TYPES, TYPE_NAMES
from zhenkit.rulesets.model import Source
from zhenkit.rulesets.shape import Shape

DRAFT = "draft"
"""Validated in this context, a check whose shape is wrong is left out, so that the rest can be looked at."""


NonEmpty = Annotated[str, Field(min_length=1)]
Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
EditionName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*(@[0-9]{4}-[0-9]{2}-[0-9]{2})?$", max_length=60)]


def _day(raw: object) -> object:
    if not isinstance(raw, str) or len(raw) != len("2023-05-01"):
        # pydantic would also take a number for seconds since 1970, and a time of day
        raise PydanticCustomError("date_type", "not a date")
    return raw


Day = Annotated[datetime.date, BeforeValidator(_day)]


class TextShape(Shape):
    """A text in both languages."""

    zh: NonEmpty = Field(description="Chinese")
    en: NonEmpty = Field(description="English")

    def text(self) -> Text:
        """The pair."""
        return Text(self.zh, self.en)


class MemberShape(TextShape):
    """One value of a level, a choice or a set."""

    aliases: tuple[NonEmpty, ...] = Field(default=(), description="other ways to write it")


class UnitShape(TextShape):
    """What a count counts."""

    one: NonEmpty | None = Field(default=None, description="English, behind 1: `firm` where `en` is `firms`")

    def singular(self) -> Text | None:
        """The unit behind 1, where it differs."""
        return Text(self.zh, self.one) if self.one else None


class Later:
    """Stands for a shape that few files have: its module is imported when one has it, and the models made then."""

    def __init__(self, module: str, name: str) -> None:
        self.module, self.name = module, name

    @cached_property
    def shape(self) -> TypeAdapter[Any]:
        """What it stands for."""
        from pydantic import TypeAdapter

        return TypeAdapter(getattr(import_module(self.module), self.name))

    def read(self, value: Any, info: ValidationInfo) -> Any:
        """The value in its shape; raises ValidationError."""
        extra: Literal["ignore"] | None = "ignore" if info.context == DRAFT else None
        return self.shape.validate_python(value, extra=extra, context=info.context)

    def __get_pydantic_core_schema__(self, _annotated: Any, _of: Any) -> core_schema.CoreSchema:
        return core_schema.with_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, _read: Any, schema_of: GetJsonSchemaHandler) -> dict[str, Any]:
        return schema_of(self.shape.core_schema)


if TYPE_CHECKING:
    from pydantic import TypeAdapter

    from zhenkit.rulesets.derived_shapes import DerivedShape
else:
    DerivedShape = Annotated[Any, Later("zhenkit.rulesets.derived_shapes", "DerivedShape")]


if TYPE_CHECKING:
    TypeName = str
    FigureName = str
else:  # the types there are
    TypeName = Literal[TYPE_NAMES]
    FigureName = Literal[tuple(AMOUNT_TYPES)]


class FactShape(TextShape):
    """One fact of the dictionary."""

    type: TypeName
    of: FigureName | None = Field(default=None, description="what the figures of a series are")
    negative: Any = Field(default=None, description="`yes`: money of it may be below 0, such as a loss")
    derived: DerivedShape | None = Field(default=None, description="how it is computed from other facts")
    aliases: tuple[NonEmpty, ...] = Field(default=(), description="other names the fact goes by in a town file")
    titles: tuple[NonEmpty, ...] = Field(
        default=(), description="words that the title of a table's column may have for it, beside its names"
    )
    phrases: tuple[NonEmpty, ...] = Field(
        default=(), description="words that documents have for it, beside its names; … stands for a few between"
    )
    unit: UnitShape | None = Field(default=None, description="what a count counts, shown behind the figure")
    note: TextShape | None = Field(default=None, description="a word for those who fill it in")
    values: dict[Identifier, MemberShape] | None = Field(
        default=None, min_length=1, description="the values of a choice or a set"
    )
    basis: str | None = Field(
        default=None,
        description="the choice fact that says what this figure measures; its first value is the plain one",
    )
    changeable: bool = Field(default=True, description="no where nobody can change it, such as a place of origin")
    at_least: Any = Field(default=None, description="the least that a figure can plausibly be; input is held to it")
    at_most: Any = Field(default=None, description="the most that a figure can plausibly be; input is held to it")


class Dictionary(Shape):
    """The dictionary of facts, as far as judging needs it: its `assumes:` are read when needed."""

    levels: dict[Identifier, MemberShape] = Field(min_length=1, description="the ordered scale of levels, lowest first")
    facts: dict[Identifier, FactShape]
    assumes: Any = ()


Acknowledged = Annotated[
    dict[str, NonEmpty],
    Field(description="lints that are acknowledged here, and in all that is written below: each code with the reason"),
]


class CheckShape(Shape):
    """What every check may carry."""

    lint: Acknowledged = Field(default={})

    text: TextShape | None = Field(default=None, description="what the check requires, in our words")
    reading: TextShape | None = Field(default=None, description="how a vague phrase of the document is read")


class LeafShape(CheckShape):
    """A fact against a figure."""

    fact: str = Field(description="the id of a fact")
    at_least: Any = Field(
        default=None,
        description="a count, an amount of money, a level, how many members of a set; or a table {by: CHOICE, ...}",
    )
    more_than: Any = Field(default=None, description="a figure that is not enough itself (突破)")
    at_most: Any = Field(default=None, description="the highest figure allowed")
    less_than: Any = Field(default=None, description="a figure that is too much itself")
    is_: Any = Field(default=None, alias="is", description="yes or no")
    includes: tuple[str, ...] | None = Field(default=None, description="the members a set must have")


class AllShape(CheckShape):
    """All of the checks are met."""

    all: tuple[AnyCheck, ...] = Field(min_length=1)


class AnyShape(CheckShape):
    """One of the checks is met."""

    any: tuple[AnyCheck, ...] = Field(min_length=1)


class OfShape(CheckShape):
    """At least so many of the checks are met."""

    of: tuple[AnyCheck, ...] = Field(min_length=1)
    at_least: Annotated[int, Field(strict=True, ge=1, description="how many of them must be met")]


class AwardShape(Shape):
    """Points for a check that is met."""

    points: Annotated[int, Field(strict=True, ge=1, le=1_000_000)]
    check: AnyCheck


class PointsShape(CheckShape):
    """Checks that are met earn points; together at least so many."""

    points: tuple[AwardShape, ...] = Field(min_length=1)
    at_least: Annotated[int, Field(strict=True, ge=1, description="the pass mark")]


class NoneShape(CheckShape):
    """A veto: none of these is met. Each is a fact against a figure, worded as what excludes the town."""

    none: tuple[AnyCheck, ...] = Field(min_length=1)


class RelaxedShape(CheckShape):
    """An exception: it may be met, but never better than *relaxed*."""

    relaxed: AnyCheck


class InPrincipleShape(CheckShape):
    """Failing it is *review*, not *not met*."""

    in_principle: AnyCheck


class BrokenShape(CheckShape):
    """What a draft has in place of a check whose shape is wrong."""


CHECK_SHAPES: dict[str, type[CheckShape]] = {
    "fact": LeafShape,
    "all": AllShape,
    "any": AnyShape,
    "of": OfShape,
    "points": PointsShape,
    "none": NoneShape,
    "relaxed": RelaxedShape,
    "in_principle": InPrincipleShape,
}
"""The kinds of check, by the key that each has alone."""


def kind(value: Any) -> str | None:
    """The key that determines a check's kind, or None where there is not exactly one."""
    if isinstance(value, CheckShape):
        return next(name for name, shape in CHECK_SHAPES.items() if type(value) is shape)
    found = [name for name in CHECK_SHAPES if name in value] if isinstance(value, dict) else []
    return f"<{found[0]}>" if len(found) == 1 else None


def _or_broken(value: Any, read: ValidatorFunctionWrapHandler, info: ValidationInfo) -> Any:
    try:
        return read(value)
    except ValidationError:
        if info.context != DRAFT:
            raise
        return BrokenShape()


AnyCheck = Annotated[
    Annotated[LeafShape, Tag("<fact>")]
    | Annotated[AllShape, Tag("<all>")]
    | Annotated[AnyShape, Tag("<any>")]
    | Annotated[OfShape, Tag("<of>")]
    | Annotated[PointsShape, Tag("<points>")]
    | Annotated[NoneShape, Tag("<none>")]
    | Annotated[RelaxedShape, Tag("<relaxed>")]
    | Annotated[InPrincipleShape, Tag("<in_principle>")],
    Discriminator(kind),
    WrapValidator(_or_broken),
]


class CriterionShape(Shape):
    """One criterion: its clause, what it requires, what it prefers."""

    number: Annotated[int, Field(strict=True, ge=1, le=99)]
    id: Identifier
    name: TextShape
    clause: NonEmpty = Field(description="the document's section and item, e.g. 二（四）")
    require: AnyCheck
    prefer: tuple[AnyCheck, ...] = Field(default=(), description="merits: reported and used to rank, never a verdict")
    lint: Acknowledged = Field(default={})


class PlaceShape(Shape):
    """Where a standard applies."""

    province: NonEmpty
    city: NonEmpty | None = None
    county: NonEmpty | None = None


class DocumentShape(Shape):
    """The official document a rule file encodes."""

    title: NonEmpty
    number: NonEmpty | None = Field(
        default=None, description="e.g. 晋政办发〔2022〕80号; left out where it is not known"
    )
    issuer: NonEmpty | None = Field(default=None, description="who issued it; left out where it is not known")
    date: Day | None = Field(default=None, description="its date; left out where it is not known")
    known_through: NonEmpty | None = Field(
        default=None,
        description="the document and section through which this one is known, where it was not seen itself",
    )

    def source(self) -> Source:
        """The document."""
        date = self.date.isoformat() if self.date else None
        return Source(self.title, self.number, self.issuer, date, self.known_through)


class EffectiveShape(Shape):
    """From when, and until when, the standard is in force (both days included)."""

    from_: Day = Field(alias="from")
    until: Day | None = None

    @property
    def first(self) -> str:
        """The first day, as it is written."""
        return self.from_.isoformat()

    @property
    def last(self) -> str | None:
        """The last day, as it is written."""
        return self.until.isoformat() if self.until else None


class RuleFile(Shape):
    """A jurisdiction's standard, as far as judging needs it: its goals are read when needed."""

    id: Identifier
    level: Literal["province", "city", "county"]
    place: PlaceShape
    title: TextShape
    document: DocumentShape
    effective: EffectiveShape
    note: TextShape | None = None
    facts: dict[Identifier, FactShape] = Field(default_factory=dict, description="facts of this jurisdiction's own")
    weights: dict[int, Annotated[Decimal, Field(ge=0, le=1000)]] = Field(
        default_factory=dict, description="weights of criteria in the score, by number; 1 where not given"
    )
    adopts: EditionName | None = Field(
        default=None, description="the id of the rule set whose criteria apply here, or ID@DATE of one of its editions"
    )
    criteria: tuple[CriterionShape, ...] = ()
    goal_facts: Any = None
    goals: Any = None
    tasks: Any = ()
    work_groups: Any = ()  # these four are read when needed: see `goals_file.py` and `duties_file.py`
    lint: Acknowledged = Field(default={})


def acknowledged(shape: object, path: KeyPath = ()) -> Iterator[tuple[KeyPath, Mapping[str, str]]]:
    """Where a file acknowledges lints, as its shape has them."""
    if isinstance(shape, tuple):
        for index, part in enumerate(shape):
            yield from acknowledged(part, (*path, index))
    elif isinstance(shape, Shape):
        if lint := getattr(shape, "lint", None):
            yield path, lint
        for name, field in type(shape).model_fields.items():
            yield from acknowledged(getattr(shape, name), (*path, field.alias or name))
