"""The types there are: a new one is a class in a file of its own, and its place here."""

from __future__ import annotations

from collections.abc import Mapping

from zhenkit.facts.types.amounts import AmountType
from zhenkit.facts.types.base import FactType
from zhenkit.facts.types.counts import CountType
from zhenkit.facts.types.dates import DateType
from zhenkit.facts.types.members import ChoiceType, LevelType, MemberType, SetType
from zhenkit.facts.types.money import MoneyType, SignedMoneyType
from zhenkit.facts.types.numbers import NumberType, PercentType
from zhenkit.facts.types.series import SeriesType
from zhenkit.facts.types.text import TextType
from zhenkit.facts.types.years import YearType
from zhenkit.facts.types.yes_no import FindingType, YesNoType

PLAIN_TYPES: Mapping[str, FactType] = {
    **{
        kind.name: kind()
        for kind in (TextType, YesNoType, FindingType, CountType, MoneyType, NumberType, PercentType, DateType)
    },
    "year": YearType(),
}


MEMBER_TYPES: Mapping[str, type[MemberType]] = {kind.name: kind for kind in (LevelType, ChoiceType, SetType)}


TYPE_NAMES = (*PLAIN_TYPES, SeriesType.name, *MEMBER_TYPES)


AMOUNT_TYPES: Mapping[str, AmountType] = {
    name: kind for name, kind in PLAIN_TYPES.items() if isinstance(kind, AmountType) and kind.is_quantity
}
"""The types of figures that can be added up, divided, or come by year in a series."""

SIGNED_TYPES: Mapping[str, AmountType] = {kind.name: kind for kind in (SignedMoneyType(),)}
"""The types of figures that may be below 0 where a fact says so, by the name of what they are otherwise."""
