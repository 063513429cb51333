"""The shape of how a fact is derived from others, which few dictionaries and rule files say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from zhenkit.core.i18n import _
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
from zhenkit.rulesets.shape import Shape

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
