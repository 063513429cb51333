"""Rows that sum up others (`合计`, `Total`) are no towns: judged as one, a sum would lead the ranking."""

from __future__ import annotations

import re

from zhenkit.core.errors import quoted
from zhenkit.core.i18n import _

_CHINESE = ("合计", "总计", "小计", "共计", "累计")
_LATIN = ("total", "subtotal", "grand total", "sum", "average")
_SPELT = [spelt for word in _LATIN for spelt in (word, word.capitalize(), word.title(), word.upper())]

SUM = (
    r"^(?:.*(?:" + "|".join(r"\s*".join(word) for word in _CHINESE) + r")|平\s*均[值数]?"
    "|" + "|".join(_SPELT) + r")\s*[:：]?\s*(?:[（(][^（）()]*[)）])?$"
)
"""The names of such rows, as a regular expression that Polars reads alike; `全省合计` and `合计（12个）` are two."""
CHINESE = (*_CHINESE, "平均")
"""Of these each such name has one, unless it begins with a Latin letter or has a blank within."""
MOST_CHARACTERS = 100
"""The longest such name."""

_SUM = re.compile(SUM)


def is_sum(name: str) -> bool:
    """Whether a town's name is that of a row which sums up others."""
    return len(name) <= MOST_CHARACTERS and _SUM.match(name) is not None


def no_town(name: str) -> str:
    """What to say of such a row."""
    return _("{value} is no town's name but that of a sum or an average, it seems; remove this row").format(
        value=quoted(name)
    )
