"""How values are written, as patterns that ECMA 262 and Python read alike: for JSON Schema."""

from __future__ import annotations

_D = "[0-9０-９]"
_WHOLE = f"(?:{_D}{{1,3}}(?:[,，]{_D}{{3}})+|{_D}+)"
NUMBER = rf"{_WHOLE}(?:[.．]{_D}+)?"
TO = r"\s*[~～至\-－–—]\s*"
"""What stands between the ends of a range."""
COUNT = rf"{_WHOLE}(?:[.．][0０]*)?"
MONEY = rf"(?:{NUMBER}\s*(?:[亿万]\s*元?|元)|{_D}+\s*亿\s*{_D}+(?:[.．]{_D}+)?\s*万\s*元?)"
SIGNED = rf"[+\-＋－]?(?:{_D}{{1,3}}(?:[,，]{_D}{{3}})+|{_D}{{1,18}})(?:[.．]{_D}{{1,18}})?"
PERCENT = rf"{SIGNED}\s*[%％]"
DAY = "[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"


def whole(pattern: str) -> str:
    """The pattern of a text that is this and nothing more, but for blanks around it."""
    return rf"^\s*(?:{pattern})\s*$"
