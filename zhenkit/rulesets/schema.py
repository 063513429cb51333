"""The shape of the files we read as data (rule files, the dictionary of facts), as pydantic models.

Only the shape: which keys, which types. What the values mean together (a fact that is not in the dictionary, a figure
of the wrong type) is reported by `builder.py` and `dictionary_file.py`. The JSON Schemas for editors are made of these
models.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    ValidationError,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from zhenkit.core.i18n import Text, _
from zhenkit.facts.derived import (
    AMOUNTS,
    BY_ZERO,
    DERIVATIONS,
    GROWTHS,
    LATEST,
    QUOTIENTS,
    REVIEW,
    WITHOUT_YEARS,
    YEAR,
    Derivation,
)
from zhenkit.facts.types.patterns import FIRST_YEAR, LAST_YEAR
from zhenkit.facts.types.registry import AMOUNT_TYPES, TYPE_NAMES
from zhenkit.rulesets.model import Source


class Shape(BaseModel):
    """A mapping with these keys and no others."""

    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True, defer_build=True)


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


if TYPE_CHECKING:
    ByZero = str
else:
    ByZero = Literal[BY_ZERO]

YEARLESS = (*WITHOUT_YEARS, LATEST)
"""Ways to derive a fact without so many years."""
DERIVATION = "derivation"
"""The kind of error of a derived fact that is computed in no way, or in two."""


class OverYearsShape(Shape):
    """What is computed of the last years of a series."""

    years: Annotated[int, Field(strict=True, ge=1, le=50)] | None = Field(
        default=None, description="how many years of the series, counted back from the town's `year`"
    )
    until: Literal["latest"] | Annotated[int, Field(strict=True, ge=FIRST_YEAR, le=LAST_YEAR)] | None = Field(
        default=None,
        description="the last of the years instead: a year, or `latest`, the last that the series has a figure of",
    )
    sum: str | None = Field(default=None, description="the sum of the last years of a series")
    average: str | None = Field(default=None, description="their mean")
    least: str | None = Field(default=None, description="the least of them")
    latest: str | None = Field(default=None, description="the last figure that a series has, whatever the year")

    def _kinds(self, every: Sequence[str]) -> list[str]:
        """Those of these kinds that it has; raises where that is not one, or its years are wrong."""
        kinds = [kind for kind in every if getattr(self, kind) is not None]
        years_are_wrong = len(kinds) == 1 and (kinds[0] in YEARLESS) == (self.years is not None)
        if len(kinds) != 1 or years_are_wrong or (self.until is not None and self.years is None):
            raise PydanticCustomError(
                DERIVATION,
                _("a derived fact has exactly one of {kinds}; all but {others} come with `years:`"),
                {"kinds": ", ".join(every), "others": ", ".join(one for one in every if one in YEARLESS)},
            )
        return kinds

    def over_years(self) -> Derivation:
        """How it is computed."""
        if self.latest is not None:
            return Derivation("sum", (self.latest,), 1, until=LATEST)
        kind = next(kind for kind in AMOUNTS if getattr(self, kind) is not None)
        return Derivation(kind, (getattr(self, kind),), self.years or 0, until=self.until)


class OperandShape(OverYearsShape):
    """What a ratio is made of, beside facts: what is computed of a series."""

    @model_validator(mode="after")
    def _one_kind(self) -> OperandShape:
        self._kinds((*AMOUNTS, LATEST))
        return self


Operand = Annotated[
    Annotated[str, Tag("<fact>")] | Annotated[OperandShape, Tag("<years>")],
    Discriminator(lambda value: "<years>" if isinstance(value, (dict, OperandShape)) else "<fact>"),
]


class DerivedShape(OverYearsShape):
    """How a fact is computed: one of these, from other facts."""

    growth: str | None = Field(default=None, description="from the year before the last years to the last of them")
    yearly_growth: str | None = Field(default=None, description="the same spread evenly over the years (年均增长)")
    least_growth: str | None = Field(default=None, description="the least of the growths from year to year")
    ratio: Annotated[tuple[Operand, ...], Field(min_length=2, max_length=2)] | None = Field(
        default=None,
        description="the first fact over the second: a share, or how many times as much; either may be computed itself",
    )
    years_since: str | None = Field(default=None, description="the town's year less the year of a date")

    by_zero: ByZero | None = Field(
        default=None,
        description="what a growth or a ratio counts as that divides by 0: `review` (the default) leaves it to people; "
        "`highest` is above every figure, `lowest` no higher than any",
    )

    @model_validator(mode="after")
    def _one_kind(self) -> DerivedShape:
        kinds = self._kinds((*DERIVATIONS, LATEST))
        if self.by_zero is not None and kinds[0] not in QUOTIENTS:
            raise PydanticCustomError(
                DERIVATION,
                _("`by_zero:` belongs to what divides: {kinds}"),
                {"kinds": ", ".join(QUOTIENTS)},
            )
        return self

    def derivation(self, fact_id: str) -> Derivation:
        """How the fact of this id is computed; what a ratio computes for itself is called by the fact's id as well."""
        if self.ratio is not None:
            bases = tuple(base for base, _computed in self.operands(fact_id))
        elif self.years_since is not None:
            bases = (self.years_since, YEAR)
        elif growths := [kind for kind in GROWTHS if getattr(self, kind) is not None]:
            bases = (getattr(self, growths[0]),)
        else:
            return self.over_years()
        kind = next(kind for kind in DERIVATIONS if getattr(self, kind) is not None)
        return Derivation(kind, bases, self.years or 0, until=self.until, by_zero=self.by_zero or REVIEW)

    @property
    def kind(self) -> str:
        """Its key."""
        return next(kind for kind in (*DERIVATIONS, LATEST) if getattr(self, kind) is not None)

    @property
    def named(self) -> tuple[str, ...]:
        """The facts that it names, in a ratio those of which something is computed among them."""
        operands = dict(self.operands(""))
        bases = self.derivation("").bases
        return tuple(base if (each := operands.get(base)) is None else each.over_years().bases[0] for base in bases)

    def operands(self, fact_id: str) -> list[tuple[str, OperandShape | None]]:
        """The ids of what a ratio is made of, and how those are computed that no fact of the dictionary is."""
        named = enumerate(self.ratio or ())
        return [(each, None) if isinstance(each, str) else (f"{fact_id}.{nth}", each) for nth, each in named]


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

    lint: Acknowledged = {}

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


DRAFT = "draft"
"""Validated in this context, a check whose shape is wrong is left out, so that the rest can be looked at."""


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
    lint: Acknowledged = {}


class MultipleShape(Shape):
    """How many times as much a figure is as in its base year."""

    of: str = Field(description="the id of a figure")
    since: Annotated[int, Field(strict=True, ge=FIRST_YEAR, le=LAST_YEAR, description="the base year")]


class GoalFactShape(FactShape):
    """A fact that only goals ask for: of a region, or of a town."""

    counted: Literal["province", "city", "county"] | None = Field(
        default=None,
        description="where no file states it: how many towns meet the standard of this level, of those that are given",
    )
    multiple: MultipleShape | None = Field(
        default=None, description="computed: a figure as a multiple of that of a base year (doubling is 2)"
    )


class GoalShape(Shape):
    """What is to be reached, and by when."""

    id: Identifier
    name: TextShape
    clause: NonEmpty = Field(description="the document's section and item")
    by: Day | None = Field(default=None, description="the last day to reach it")
    when: TextShape | None = Field(default=None, description="in place of a day: what the document says of the time")
    scope: Literal["town", "region"] = Field(description="whether each town is to reach it, or the region")
    require: AnyCheck
    lint: Acknowledged = {}


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
    """A jurisdiction's standard."""

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
    goal_facts: dict[Identifier, GoalFactShape] = Field(
        default_factory=dict, description="facts that the goals ask for, beside those of the dictionary"
    )
    goals: tuple[GoalShape, ...] = Field(default=(), description="what the region is to reach, in the document's order")
    tasks: Any = ()
    work_groups: Any = ()  # these two are read when needed: see `duties.py`
    lint: Acknowledged = {}
