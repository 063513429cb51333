"""How values are written, as patterns that ECMA 262 and Python read alike: for JSON Schema."""

from __future__ import annotations

_D = "[0-9０-９]"
_WHOLE = f"(?:{_D}{{1,3}}(?:[,，]{_D}{{3}})+|{_D}+)"
NUMBER = rf"{_WHOLE}(?:[.．]{_D}+)?"
TO = r"\s*[~～至\-－–—]\s*"
"""What is between the ends of a range."""
COUNT = rf"{_WHOLE}(?:[.．][0０]*)?"
FIRST_YEAR, LAST_YEAR = 1900, 2100
"""Between which a year of data lies: what a spreadsheet counts days with (45657) does not, nor does 20240101."""
YEAR_DIGITS = "19[0-9]{2}|20[0-9]{2}|2100"
YEAR = f"(?:[1１][9９]{_D}{{2}}|[2２][0０]{_D}{{2}}|[2２][1１][0０]{{2}})"
_AMOUNT = rf"(?:{NUMBER}\s*(?:[亿万]\s*元?|元)|{_D}+\s*亿\s*{_D}+(?:[.．]{_D}+)?\s*万\s*元?)"
_BEFORE = r"(?:人民币|[RrＲｒ][MmＭｍ][BbＢｂ]|[CcＣｃ][NnＮｎ][YyＹｙ]|[¥￥])\s*"
_AFTER = r"\s*(?:人民币|[(（]人民币[)）])"
"""That money is yuan; behind it only where its unit is."""
_WITH_UNIT = f"(?:{_BEFORE})?{_AMOUNT}(?:{_AFTER})?"
MONEY = f"(?:{_BEFORE}{NUMBER}|{_WITH_UNIT})"
MONEY_RANGE = f"(?:{MONEY}{TO}{MONEY}|{NUMBER}{TO}{_WITH_UNIT}|{_BEFORE}{NUMBER}{TO}{NUMBER})"
"""The first end takes the unit of the second, the second the currency of the first."""
_MINUS = r"(?:[\-－]\s*)?"
SIGNED_MONEY = f"{_MINUS}{MONEY}"
SIGNED_MONEY_RANGE = rf"{_MINUS}(?:{MONEY}|{NUMBER})\s*[~～至]\s*{SIGNED_MONEY}"
SIGNED = rf"[+\-＋－]?(?:{_D}{{1,3}}(?:[,，]{_D}{{3}})+|{_D}{{1,18}})(?:[.．]{_D}{{1,18}})?"
PERCENT = rf"{SIGNED}\s*[%％]"
_DD = f"{_D}{{1,2}}"
ANY_DAY = rf"{_D}{{4}}(?:[-－]{_DD}[-－]{_DD}|[/／]{_DD}[/／]{_DD}|[.．]{_DD}[.．]{_DD}|年{_DD}月{_DD}日)"
"""A day in any of the ways that a town file may write it."""
DAY = "[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"


def whole(pattern: str) -> str:
    """The pattern of a text that is this and nothing more, but for blanks around it."""
    return rf"^\s*(?:{pattern})\s*$"
