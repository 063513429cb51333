"""The unit that a column's title names, in brackets or behind it: found, and told where it is none."""

from __future__ import annotations

import re
import unicodedata

from zhenkit.core.errors import quoted
from zhenkit.core.i18n import _
from zhenkit.facts.types.base import FactType
from zhenkit.facts.types.figures import SeriesType
from zhenkit.facts.types.members import Fact


class WrongTitle(Exception):
    """A title that names a fact, but in a way that its column cannot be read."""


def tidy(title: str) -> str:
    """A title as it is looked up: full-width signs made plain, without blanks, line breaks, underscores, capitals."""
    return re.sub(r"[\s_]+", "", unicodedata.normalize("NFKC", title)).casefold()


MONEY_UNITS = {"亿元": "亿元", "亿": "亿元", "万元": "万元", "万": "万元", "元": "元"}
_CURRENCY = re.compile(r"^(?:人民币|rmb|cny)[,、/:]?|[,、/]?(?:人民币|rmb|cny)$")
_CLASSIFIERS = frozenset("户家个人项件年名")
"""Words for `one of them`, which scale no count."""
_YES_OR_NO = frozenset({"是/否", "有/无", "yes/no", "是否", "有无"})
_SAID_BEFORE = ("单位:", "单位", "unit:")
_BETWEEN = r"[\s_/|,:-]"
_MONEY = rf"(?:人民币)?(?:{'|'.join(MONEY_UNITS)})(?:人民币)?"
_AFTER = rf"(?<={_BETWEEN})(?:[{''.join(_CLASSIFIERS)}]|[^\s_/|,:-]{{0,4}}[元亿万]|万人)"
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
    kind: FactType = fact.type.figure if isinstance(fact.type, SeriesType) else fact.type
    if kind.name == "money":
        if (plain := _CURRENCY.sub("", unit)) in MONEY_UNITS:
            return MONEY_UNITS[plain]
        raise WrongTitle(_("{title}: money is in 亿元, 万元 or 元").format(title=quoted(title)))
    if kind.name == "percent" and unit == "%":
        return unit
    if is_member or kind.name in ("yes/no", "finding"):
        known = _YES_OR_NO
    else:
        known = _CLASSIFIERS if kind.name == "count" else frozenset()
        known |= {tidy(word) for text in (fact.unit, fact.unit_of_one) if text is not None for word in text}
    if unit in known:
        return None
    raise WrongTitle(
        _("{title}: {unit} is not known here; write {fact} alone").format(
            title=quoted(title), unit=quoted(unit), fact=fact.id
        )
    )
