"""The unit that a column's title names, in brackets or behind it: found, and reported where it is none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from zhenkit.core.errors import quoted
from zhenkit.core.i18n import _
from zhenkit.facts.fact import Fact
from zhenkit.facts.names import tidy
from zhenkit.facts.types.counts import SAME_MEASURE, CountType
from zhenkit.facts.types.money import MoneyType
from zhenkit.facts.types.yes_no import YesNoType


class WrongTitle(Exception):
    """A title that names a fact, but in a way that its column cannot be read."""


MONEY_UNITS = MoneyType.units
_CURRENCY = re.compile(r"^(?:人民币|rmb|cny)[,、/:]?|[,、/]?(?:人民币|rmb|cny)$")
_SAID_BEFORE = ("计量单位:", "计量单位", "单位:", "单位", "unit:", "unit")
_BETWEEN = r"[\s_/|,:-]"
_WORDS = "|".join(sorted(MONEY_UNITS, key=len, reverse=True))
_MONEY = rf"(?:人民币)?(?:{_WORDS})(?:人民币)?"
_MEASURE = "[户家个人项件种名年]"
_AFTER = rf"(?<={_BETWEEN})(?:万?{_MEASURE}|[^\s_/|,:-]{{0,4}}[元亿万])"
_BEHIND = re.compile(rf"(.+?){_BETWEEN}*+(?:单位[\s:]*+)?({_MONEY}|%|{_AFTER})")
"""A title with a unit behind it. Money's needs nothing between; what may end a word does."""
_LIKE_A_UNIT = re.compile(
    rf"(?:计量)?单位.*|unit.*|(?:人民币|rmb|cny|usd)?[,、/:]?[十百千万亿]*[美欧日港]?(?:元|圆|块)?[,、/:]?(?:人民币|rmb|cny|usd)?"
    rf"|[十百千万亿]*(?:{_MEASURE}|人次|类|条|处|只|头|亩|吨|台|套|次)|[%‰$¥￥€]|百分比"
)
MOST_CHARACTERS = 100
"""The longest title behind which a unit is looked for."""
_MANY = frozenset("百千万")


def is_like_a_unit(text: str) -> bool:
    """Whether what is in a title's brackets (tidied) can only be a unit, known or not."""
    return bool(text) and len(text) <= MOST_CHARACTERS and _LIKE_A_UNIT.fullmatch(text) is not None


def unit_behind(text: str) -> tuple[str, str] | None:
    """A title without the unit behind it (`年产值/亿元`), and the unit (tidied); None without one."""
    if len(text) > MOST_CHARACTERS or not (match := _BEHIND.fullmatch(text)):
        return None
    return match[1], tidy(match[2])


def unit_of(unit: str, title: str, fact: Fact | None, is_member: bool) -> str | None:
    """The unit that bare figures of a column take, None where they take none; raises WrongTitle for one not known.

    `fact` is what they are figures of, None where the column has none; `is_member` says that it is of a set's member.
    """
    for word in _SAID_BEFORE:
        unit = unit.removeprefix(word)
    if not unit:
        return None
    if fact is None:
        raise WrongTitle(_("{title}: no unit belongs to this column").format(title=quoted(title)))
    kind = fact.type.figure
    plain = _CURRENCY.sub("", unit) if kind.units is MONEY_UNITS else unit
    known = YesNoType.units if is_member else _known(fact)
    if plain in known:
        return known[plain]
    if kind.units is MONEY_UNITS:
        raise WrongTitle(_("{title}: money is in 亿元, 万元 or 元").format(title=quoted(title)))
    if not is_member and unit in own_units(fact):
        return None
    raise WrongTitle(
        _("{title}: {unit} is not known here; give the figures without it, and write {fact} alone").format(
            title=quoted(title), unit=quoted(unit), fact=fact.id
        )
    )


_LINE = re.compile(r"单\s*位\s*(?:[:：]\s*(?:[^:：;；\s]{0,12}均?为)?|[^:：;；\s]{0,12}均?为)\s*([^\s:：;；。]+)")
"""A line that says the units: `单位：万元`, `计量单位：家、亿元`, `单位除注明外均为万元`."""
_OF_SEVERAL = re.compile(r"[,，、/和及()（）]+")


_BUT = re.compile(
    r"除(?P<of>[^,，。;；]{0,20}?)(?:单位)?(?:[为以按](?P<unit>[^,，。;；]{1,4}?)计?)?[之以]?外"
    r"|(?P<of_these>[^,，、。;；:：()（）]{0,20})除外"
)
"""What a line excepts: `除年产值外`, `除年产值为亿元外`, `（年产值除外）`."""
_NOTED = re.compile("注明|说明|标明|标注|特别")


def _excepted(text: str) -> list[tuple[str, str]]:
    """The figures that a text excepts from the unit it says, each with the unit that is said of them."""
    found = [(but["of"] or but["of_these"] or "", but["unit"] or "") for but in _BUT.finditer(text)]
    return [(of, unit) for of, unit in found if not _NOTED.search(of)]


def units_said(texts: Iterable[str]) -> dict[str, str]:
    """The units (tidied) that lines above a table name, each with the text that names it.

    A line that excepts figures says what unit those have, or it says no unit: whose it is would be guessed.
    """
    found: dict[str, str] = {}
    for text in texts:
        if "位" not in text or len(text) > MOST_CHARACTERS:
            continue
        others = [tidy(unit) for _of, unit in _excepted(text)]
        if all(map(is_like_a_unit, others)):
            words = [tidy(word) for line in _LINE.findall(text) for word in _OF_SEVERAL.split(line)]
            found.update((word, text) for word in (*words, *others) if is_like_a_unit(word))
    return found


_SAID = re.compile(
    r"(?P<of>[^\s,，。;；:：()（）0-9.．、]{0,12}?)单\s*位\s*(?:[:：]|[^:：;；\s,，。]{0,6}?[为是])?\s*"
    r"(?P<units>[^\s:：;；。，,]+(?:[,，][十百千万亿]*[元亿万户家个人项件种名]{1,2}(?![^\s:：;；。，,]))*)"
)
"""What names a unit in a note or a remark, and of what: `产值单位为万元`."""
_BY = re.compile(r"(?P<of>[^\s,，。;；:：()（）0-9.．、]{0,12}?)[以按]\s*(?P<units>[^\s,，。;；]{1,6}?)\s*(?:为|计)")
"""Another way to say it: `以万元计`, `按万元为单位`."""
_OF_ALL = re.compile(
    "(?:.*(?:[表单账册镇市县省局]|基本情况))?(?:注|备注|附注|说明|其中|除[^,，]{0,8}外|本表|表中|表内|以上|以下|上述|所有|全部|各项|各|本栏|本行|本镇|该镇|该行|计量|金额|货币"
    "|数据|数字|数值|数额|指标|统一|均|都|的)*"
)
_OTHER_YEAR = re.compile("上年|去年|同期|前年|计划|目标|预计")
_SHORTEST_SHARED = 2


def said_of(texts: Iterable[str], title: str = "") -> dict[str, str]:
    """The units (tidied) that notes or remarks name for a title's figures, or for all, each with the text.

    What is said of figures that are not in the title (`利润单位为万元`, `上年产值单位为万元`), or of all but them
    (`除年产值外单位为万元`), is not said of it.
    """
    found: dict[str, str] = {}
    for text in texts:
        if len(text) > MOST_CHARACTERS:
            continue
        for part in _END.split(text):
            if any(_share(of, title) for of, _unit in _excepted(part)):
                continue
            for line in (*_SAID.finditer(part), *_BY.finditer(part)):
                words = [tidy(word) for word in _OF_SEVERAL.split(line["units"]) if word]
                if _OF_ALL.fullmatch(line["of"]) or _is_of(line["of"], title):
                    found.update((word, text) for word in words if is_like_a_unit(word))
    return found


def names_units(texts: Iterable[str]) -> bool:
    """Whether notes name units, of whatever figures."""
    return any(
        is_like_a_unit(tidy(word))
        for text in texts
        if len(text) <= MOST_CHARACTERS
        for line in (*_SAID.finditer(text), *_BY.finditer(text))
        for word in _OF_SEVERAL.split(line["units"])
        if word
    )


def is_about_something(text: str) -> bool:
    """Whether a note says of which figures it names the unit."""
    return any(not _OF_ALL.fullmatch(line["of"]) for line in (*_SAID.finditer(text), *_BY.finditer(text)))


_END = re.compile("[。;；]")


def _is_of(figures: str, title: str) -> bool:
    """Whether a title is that of figures that a note speaks of: not of those of another year."""
    other = _OTHER_YEAR.search(figures)
    return _share(figures, title) and (other is None or other[0] in title)


def _share(one: str, other: str) -> bool:
    """Whether two texts have two signs in common that stand together."""
    return any(one[at : at + _SHORTEST_SHARED] in other for at in range(len(one) - _SHORTEST_SHARED + 1))


_IN_NAME = re.compile(r"[(（]\s*([^()（）]{1,12}?)\s*[)）]$")


def unit_in_name(name: str) -> str:
    """What to say of a town's name with a unit behind it (`乙镇（万元）`); else nothing."""
    found = _IN_NAME.search(name) if name[-1:] in ")）" else None
    if found is None or not is_like_a_unit(tidy(found[1])):
        return ""
    said = _("the name {name} has a unit; write the unit behind the figures, like {figure}, and the name without it")
    return said.format(name=quoted(name), figure=f"12{found[1]}")


_IN_BRACKETS = re.compile(r"[（(]([^（()）]{1,20})[)）]")


def units_of_line(texts: Iterable[str]) -> dict[str, str]:
    """The units that a line within a table names, in brackets too: `二、特优农业（万元）`."""
    texts = list(texts)
    found = units_said(texts)
    for text in texts:
        for inner in _IN_BRACKETS.findall(text) if len(text) <= MOST_CHARACTERS else ():
            words = [tidy(word) for word in _OF_SEVERAL.split(inner)]
            if all(map(is_like_a_unit, words)):
                found.update((word, text) for word in words if not word.startswith(_SAID_BEFORE))
    return found


def unit_said_of(fact: Fact, title: str, said: Mapping[str, str], told: str = "") -> str | None:
    """The unit that a column's bare figures are in by the lines above the table; None where they say none for it.

    Raises WrongTitle (of `told`) where they name one that is not known, or several of which each could be meant.
    """
    units, known = fact.type.figure.units, _known(fact)
    plain = {word: _CURRENCY.sub("", word) if units is MONEY_UNITS else word for word in said}
    # 万 alone is money; of what else it may be is not said
    unclear = [word for word in plain if word in _MANY and units is CountType.units]
    found = {known[unit]: word for word, unit in plain.items() if unit in known and word not in unclear}
    unknown = [word for word, unit in plain.items() if unit not in known and _may_be_of(unit, fact)]
    if len(found) > 1 or unknown or unclear:
        told = told or _("{said} above the table does not say the unit of {title}; write the unit into that title")
        words = [*unknown, *unclear, *found.values()]
        raise WrongTitle(told.format(said=quoted(said[words[0]].strip()), title=quoted(title.strip())))
    return next(iter(found), None)


_FOREIGN = re.compile("[美欧日港]|usd|[$€]")


def _may_be_of(unit: str, fact: Fact) -> bool:
    """Whether a unit that is not known for a fact may be meant for it: other money, so many persons of a count."""
    if fact.type.figure.units is MONEY_UNITS:
        return "元" in unit or _FOREIGN.search(unit) is not None
    own = fact.unit.zh if fact.unit is not None else ""
    same = next((each for each in SAME_MEASURE if own and own[0] in each), "")
    return fact.type.figure.units is CountType.units and len(unit) > 1 and unit[-1] in same


def own_units(fact: Fact) -> set[str]:
    """The words behind a fact's figures."""
    return {tidy(word) for text in (fact.unit, fact.unit_of_one) if text is not None for word in text}


def _known(fact: Fact) -> Mapping[str, str | None]:
    """The units of a fact's type; of a count those alone by which the same things are counted."""
    units = fact.type.figure.units
    if units is not CountType.units:
        return units
    if fact.id == "year":
        return {"年": None, "年度": None}
    own = fact.unit.zh if fact.unit is not None else ""
    same = next((each for each in SAME_MEASURE if own in each), "") if own else ""
    return {word: stands for word, stands in units.items() if not same or word[-1] in same or word in _MANY}
