"""Figures by year."""

from __future__ import annotations

from typing import Any

from zhenkit.core.errors import quoted
from zhenkit.core.i18n import _, noted
from zhenkit.core.patterns import late
from zhenkit.facts.quantities import (
    Series,
    Unreadable,
)
from zhenkit.facts.types.amounts import AmountType
from zhenkit.facts.types.base import FactType, Json, Value, is_missing
from zhenkit.facts.types.patterns import (
    FIRST_YEAR,
    LAST_YEAR,
    YEAR_DIGITS,
    whole,
)

_YEAR = late(YEAR_DIGITS)
_YEAR_TITLE = late(f"({YEAR_DIGITS})年?")
MAX_YEARS = 200


class SeriesType(FactType):
    """Figures by year: `{2021: 41亿元, 2022: 45亿元}`."""

    name = noted("series")
    parted = "year"
    takes_dates = False

    def __init__(self, figure: AmountType) -> None:
        self._figure = figure
        self.definition = f"{figure.definition}ByYear"  # type: ignore[misc]  # of each kind of series its own

    @property
    def figure(self) -> AmountType:
        """The type of each year's figure."""
        return self._figure

    def how_to_write(self) -> str:
        """Figures by year."""
        one, other = self.figure.examples
        said = _("figures by year, such as {example}; null for a year whose figure is missing")
        return said.format(example=f"{{2022: {one}, 2023: {other}}}")

    def how_to_ask(self) -> str:
        """By what is derived from it."""
        return _("ask a fact derived from it")

    def part_of(self, text: str) -> str | None:
        """The year."""
        return match[1] if (match := _YEAR_TITLE.fullmatch(text)) else None

    def schema(self) -> Json:
        """Figures by year: each is there, or known to be missing."""
        either = {"anyOf": [{"$ref": f"#/$defs/{self.figure.definition}"}, {"$ref": "#/$defs/Missing"}]}
        return {
            "type": "object",
            "patternProperties": {whole(YEAR_DIGITS): either},
            "additionalProperties": False,
            "minProperties": 1,
            "maxProperties": MAX_YEARS,
        }

    def read(self, raw: object) -> Series:
        """The figures by year, earliest first; a year with a missing figure is there with None."""
        if not isinstance(raw, dict) or not raw or len(raw) > MAX_YEARS:
            raise Unreadable(_("figures by year are expected here, like {{2021: ..., 2022: ...}}").format())
        found = {}
        for year, figure in raw.items():
            if not _YEAR.fullmatch(str(year).strip()):
                said = _("{value} is not a year from {first} to {last}")
                raise Unreadable(said.format(value=quoted(year), first=FIRST_YEAR, last=LAST_YEAR))
            if int(str(year).strip()) in found:
                raise Unreadable(_("{value} is here twice; keep one").format(value=quoted(year)))
            found[int(str(year).strip())] = None if is_missing(figure) else self.figure.read(figure)
        return Series(tuple(sorted(found.items())))

    def write(self, value: Value) -> dict[str, Any]:
        """The figures by year, as a town file would have them."""
        return {str(year): None if figure is None else self.figure.write(figure) for year, figure in value.years}

    def to_python(self, value: Value) -> dict[int, Any]:
        """The figures by year; None for a year whose figure is missing."""
        figure = self.figure.to_python
        return {year: None if known is None else figure(known) for year, known in value.years}

    def show(self, value: Value) -> str:
        """The figures by year, for a person."""
        return _("; ").join(
            f"{year} {_('missing') if figure is None else self.figure.show(figure)}" for year, figure in value.years
        )
