"""The rule set of each row's place, as a column: each different place is looked up once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import polars as pl

from zhenkit.columnar.plan import RULE_SET
from zhenkit.core.i18n import speaking
from zhenkit.facts.dictionary import PLACE_FACTS
from zhenkit.rulesets.model import RuleSet

FindRules = Callable[[Mapping[str, str]], RuleSet | str]
"""A place -> the rule set that is for it, or what to say where there is none."""
Place = tuple[str | None, ...]


class PlaceRules:
    """Finds the rule sets of places, and remembers them."""

    def __init__(self, find: FindRules, rule_sets: Sequence[RuleSet], language: str) -> None:
        self.find, self.rule_sets, self.language = find, rule_sets, language
        self.known: dict[Place, int | str] = {}

    def codes(self) -> pl.Expr:
        """The place among the rule sets of that for each row; -1 where there is none."""
        codes = pl.struct(PLACE_FACTS).map_batches(self._codes, return_dtype=pl.Int8, is_elementwise=True)
        assert isinstance(codes, pl.Expr)  # of an expression
        return codes

    def reason(self, place: Place) -> str:
        """Why there is no rule set for a place that was looked up."""
        return str(self.known[place])

    def _codes(self, places: pl.Series) -> pl.Series:
        each = places.struct.unnest()
        different = each.unique()
        codes = [self._code(place) for place in different.rows()]
        known = different.with_columns(pl.Series(RULE_SET, codes, dtype=pl.Int8))
        return each.join(known, on=PLACE_FACTS, how="left", nulls_equal=True, maintain_order="left")[RULE_SET]

    def _code(self, place: Place) -> int:
        if place not in self.known:
            stated = {key: text for key, text in zip(PLACE_FACTS, place, strict=True) if text is not None}
            with speaking(self.language):  # in whatever thread
                found = self.find(stated)
            self.known[place] = found if isinstance(found, str) else self.rule_sets.index(found)
        code = self.known[place]
        return -1 if isinstance(code, str) else code
