"""A column's title, as people write it, taken apart: its words, unit and year, and what only says how to fill in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from zhenkit.facts.names import tidy
from zhenkit.towns.tables.units import is_like_a_unit, unit_behind

MOST_CHARACTERS = 100
"""The longest title that is taken apart; a longer one is looked up as it is."""

_MARKS = re.compile(
    "[\u2460-\u24ff\u2776-\u2793\u3220-\u3229\u00b9\u00b2\u00b3\u2070-\u209f*＊※†‡★☆●■◆▲]|[\\[【〔][0-9０-９]{1,2}[\\]】〕]"
)
"""Marks of footnotes, of what has to be filled in, and numbers in circles: never a part of the words or figures."""
_QUOTATION = dict.fromkeys(map(ord, "\"'“”‘’「」『』《》〈〉＂＇`"))
_BRACKETS = str.maketrans("[]{}〔〕【】", "()()()()")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_ENUMERATED = re.compile(
    r"(?:\((?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})\)[、.]?|[0-9]{1,2}(?:\.[0-9]{1,2}){0,2}[、.)](?![0-9])"
    r"|[0-9]{1,2}(?:\.[0-9]{1,2}){1,2} "
    r"|[一二三四五六七八九十]{1,3}[、.)]|第[一二三四五六七八九十0-9]{1,3}项[、:]?)\s*"
)
_AT_END = " :?。.!；;，,、"
_PER_YEAR = re.compile(r"(?<=[元亿万])/(?:年|a|year)$")
_LETTER = re.compile(r"[^\W\d_]")
_COMMAS = re.compile("[,;、/]")
_INNERMOST = re.compile(r"\(([^()]*)\)")
_YEAR_WORDS = r"(?:年度|年末|年底|年|度)?"
_YEAR_ALONE = re.compile(rf"(?:截至|截止|截止到|数据)?((?:19|20)[0-9]{{2}}){_YEAR_WORDS}(?:数据)?")
_YEAR_BEFORE = re.compile(rf"(?:截至|截止到?)?((?:19|20)[0-9]{{2}})(?![0-9])\s*{_YEAR_WORDS}[\s_/|,:.·・•-]*(?=.)")
_YEAR_BEHIND = re.compile(rf"(.*[^0-9\s_/|,:.·・•~～至—–-])[\s_/|,:.·・•-]*((?:19|20)[0-9]{{2}})\s*{_YEAR_WORDS}")
_YES_NO = re.compile(
    "(?:请)?(?:填写?|选择?|打|回答)?(?:是|有|√|yes|y)(?:[/或、,|-]|或者)?(?:否|无|没有|不是|×|no|n)|是否|有无"
)
_FILL_IN = re.compile(
    "(?:可|允许|限|请)?(?:多选|单选|复选)(?:题|项)?|(?:必|选|可)填(?:项|写)?|可不填|可?为空|可空|下拉(?:选择|选项|菜单|框|列表)?|选项"
    "|[如若]有(?:请填写?)?|没有的?填无|无则填无|请?(?:填写?|选择)(?:最高级别?|数字|整数|阿拉伯数字)?|数字|整数|小数"
    "|现价|当年价(?:格)?|(?:保留|精确到?)[一二两三0-9]+位?小数|(?:规范)?全称|(?:加?盖|签)?公?章|multiplechoice|singlechoice|required|optional"
)


def cleaned(title: str) -> str:
    """A title with plain signs, without marks, quotation marks, hidden characters and what numbers it."""
    text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), title)
    text = unicodedata.normalize("NFKC", _MARKS.sub("", text)).translate(_QUOTATION).translate(_BRACKETS)
    text = "".join(sign for sign in text if unicodedata.category(sign) not in ("Cf", "Cc") or sign in "\t\n\r\x0b\x0c")
    text = " ".join(text.split()).strip(_AT_END)
    return _ENUMERATED.sub("", text, count=1) if _ENUMERATED.match(text) else text


@dataclass
class Title:
    """A title taken apart."""

    text: str
    """What is left, with plain signs, tidied but for what may divide it."""
    others: list[str] = field(default_factory=list)
    """What is in brackets and is none of what a title may say so: a part of the text, or words to choose from."""
    without: str = ""
    """The text without those."""
    units: list[str] = field(default_factory=list)
    years: list[int] = field(default_factory=list)
    yes_no: str = ""
    """The words in brackets that ask for a yes or no."""

    @property
    def dated(self) -> int | None:
        """The year of its figures."""
        return self.years[0] if self.years else None


def taken_apart(title: str) -> Iterator[Title]:
    """The ways to take a title apart: with what follows it as a part of it, and as its unit and its year."""
    if len(title) > MOST_CHARACTERS or not _LETTER.search(title):
        return
    found = _without_brackets(cleaned(title))
    yield found
    dated = _without_years(found)
    if dated is not found:
        yield dated
    if not found.units and (measured := _without_unit(found)) is not None:
        yield measured
        dated = _without_years(measured)
        if dated is not measured:
            yield dated
    if found.years or not found.units:
        return
    behind = _without_unit(_without_years(found))
    if behind is not None and len(behind.units) == 1:
        yield behind


@lru_cache(maxsize=1000)
def names_a_unit(title: str) -> bool:
    """Whether a title says the unit of its figures, be it one that changes nothing, such as 人."""
    return any(way.units for way in taken_apart(title))


def _without_brackets(text: str) -> Title:
    title = Title("")
    marked = text
    while match := _INNERMOST.search(marked):
        inner, kept = _PER_YEAR.sub("", tidy(match[1])), ""
        divided = [part for part in _COMMAS.split(inner) if part]
        parts = [inner] if _takes(inner) and not all(map(_takes, divided)) else divided
        if all(map(_takes, parts)):
            for part in parts:
                _take(title, part)
        else:
            title.others.append(match[1].strip())
            kept = f"\x00{match[1]}\x01"
        marked = marked[: match.start()] + kept + marked[match.end() :]
    title.text = marked.replace("\x00", "").replace("\x01", "").strip(_AT_END)
    title.without = _outermost_gone(marked).strip(_AT_END)
    return title


def _takes(inner: str) -> bool:
    """Whether what is in brackets (tidied) is no part of the words: a unit, a year, how to fill in."""
    of_words = (_YES_NO, _YEAR_ALONE, _FILL_IN)
    return not inner or is_like_a_unit(inner) or any(pattern.fullmatch(inner) for pattern in of_words)


def _take(title: Title, inner: str) -> None:
    if _YES_NO.fullmatch(inner):
        title.yes_no = inner
    elif year := _YEAR_ALONE.fullmatch(inner):
        title.years.append(int(year[1]))
    elif not _FILL_IN.fullmatch(inner):
        title.units.append(inner)


def _outermost_gone(marked: str) -> str:
    depth, kept = 0, []
    for sign in marked:
        if sign == "\x00":
            depth += 1
        elif sign == "\x01":
            depth -= 1
        elif not depth:
            kept.append(sign)
    return "".join(kept)


def _without_years(title: Title) -> Title:
    """The title without a year before or behind it; the very title where it has none."""
    text, without, years = title.text, title.without, list(title.years)
    if match := _YEAR_BEFORE.match(text):
        years.append(int(match[1]))
        text = text[match.end() :]
        without = _YEAR_BEFORE.sub("", without, count=1)
    if match := _YEAR_BEHIND.fullmatch(text):
        years.append(int(match[2]))
        text = match[1]
        without = behind[1] if (behind := _YEAR_BEHIND.fullmatch(without)) else without
    if len(years) == len(title.years):
        return title
    return Title(text, title.others, without, title.units, years, title.yes_no)


def _without_unit(title: Title) -> Title | None:
    """The title without the unit behind it, None where it has none."""
    parts = unit_behind(title.text)
    if parts is None:
        return None
    return Title(parts[0], [], parts[0], [*title.units, parts[1]], title.years, title.yes_no)
