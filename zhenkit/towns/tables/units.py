"""The unit that a column's title names, in brackets or behind it: found, and told where it is none."""

from __future__ import annotations

import re
import unicodedata

from zhenkit.core.errors import quoted
from zhenkit.core.i18n import _
from zhenkit.facts.names import tidy
from zhenkit.facts.types.figures import CountType, MoneyType
from zhenkit.facts.types.members import Fact, YesNoType


class WrongTitle(Exception):
    """A title that names a fact, but in a way that its column cannot be read."""


MONEY_UNITS = MoneyType.units
_CURRENCY = re.compile(r"^(?:人民币|rmb|cny)[,、/:]?|[,、/]?(?:人民币|rmb|cny)$")
_SAID_BEFORE = ("单位:", "单位", "unit:")
_BETWEEN = r"[\s_/|,:-]"
_MONEY = rf"(?:人民币)?(?:{'|'.join(MONEY_UNITS)})(?:人民币)?"
_AFTER = rf"(?<={_BETWEEN})(?:[{''.join(CountType.units)}]|[^\s_/|,:-]{{0,4}}[元亿万]|万人)"
_IN_BRACKETS = re.compile(r"(.+?)\(([^()]*)\)(.*)")
_BRACKETS = str.maketrans("[]【】", "()()")
_BEHIND = re.compile(rf"(.+?){_BETWEEN}*+(?:单位[\s:]*+)?({_MONEY}|%|{_AFTER})")
"""A title with a unit behind it. Money's needs nothing between; what may end a word does."""
MOST_CHARACTERS = 100
"""The longest title behind which a unit is looked for."""


def split_unit(title: str) -> tuple[str, str] | None:
    """A title (tidied) without its unit, in brackets or behind it (`年产值/亿元`), and the unit; None without one."""
    if match := _IN_BRACKETS.fullmatch(tidy(title).translate(_BRACKETS)):
        return match[1] + match[3], match[2]
    spaced = unicodedata.normalize("NFKC", title).strip()
    if len(spaced) <= MOST_CHARACTERS and (match := _BEHIND.fullmatch(spaced)):
        return tidy(match[1]), tidy(match[2])
    return None


def bare(title: str) -> str:
    """The title without a unit behind it."""
    if len(title) > MOST_CHARACTERS:
        return title
    rest = re.sub(r"\s*[（(][^（()）]*[)）]\s*$", "", title).strip()
    return re.sub(rf"{_BETWEEN}+{_MONEY}$", "", rest) or title


def unit_of(unit: str, title: str, fact: Fact | None, is_member: bool) -> str | None:
    """The unit that bare figures of a column take, None where they take none; raises WrongTitle for one not known.

    `fact` is what they are figures of, None where the column has none; `is_member` tells that it is of a set's member.
    """
    for word in _SAID_BEFORE:
        unit = unit.removeprefix(word)
    if not unit:
        return None
    if fact is None:
        raise WrongTitle(_("{title}: no unit belongs to this column").format(title=quoted(title)))
    kind = fact.type.figure
    plain = _CURRENCY.sub("", unit) if kind.units is MONEY_UNITS else unit
    known = YesNoType.units if is_member else kind.units
    if plain in known:
        return known[plain]
    if kind.units is MONEY_UNITS:
        raise WrongTitle(_("{title}: money is in 亿元, 万元 or 元").format(title=quoted(title)))
    own = {tidy(word) for text in (fact.unit, fact.unit_of_one) if text is not None for word in text}
    if not is_member and unit in own:
        return None
    raise WrongTitle(
        _("{title}: {unit} is not known here; write {fact} alone").format(
            title=quoted(title), unit=quoted(unit), fact=fact.id
        )
    )
