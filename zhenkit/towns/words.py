"""What people write into cells besides values: for what is missing, for yes and no, where a formula failed."""

from __future__ import annotations

from zhenkit.core.characters import half_width, seen
from zhenkit.core.errors import quoted
from zhenkit.core.i18n import _
from zhenkit.core.patterns import late
from zhenkit.facts.types.base import MISSING_WORDS

PLACEHOLDERS = frozenset(
    {
        *(
            "-",
            "--",
            "—",
            "——",
            "–",
            "――",
            "―",
            "─",
            "──",
            "－",
            "/",
            "／",
            "//",
            "\\",
            "＼",
            "…",
            "……",
            "...",
            "．．．",
        ),
        *("不详", "无数据", "暂无", "暂无数据", "未统计", "暂缺", "缺失", "待定", "待核实", "待补充", "待填", "待查"),
        *("N/A", "n/a", "NA", "na", "N.A.", "null", "NULL", "Null"),
    }
)
"""Words for what is missing, in a cell of any column: reported once, as a remark."""
OF_NAMES = frozenset({*PLACEHOLDERS, "无", "none", "None"})
"""Words for what is missing where a place or a town is named: in every kind of file."""

YES = frozenset({"具备", "符合", "属于", "√", "✓", "✔", "✔️", "☑", "☑️", "对", "Y", "y"})
NO = frozenset({"没有", "不具备", "不符合", "不属于", "×", "✗", "✘", "✕", "✖", "✖️", "☒", "N", "n"})
"""Yes and no in a table, besides the words of every kind of file."""
ONES_AND_ZEROS = {"1": True, "0": False}
"""Yes and no where a column holds nothing else."""
OF_MANY_MEANINGS = frozenset("○△◯●◎〇▲☆★◇◆□■☐⬜▢")
"""Signs by which one person means yes, another no, a third partly."""

_ON, _OFF = "[☑√✓✔■☒✗×]️?", "[□☐▢○]"
_TICKED = late(
    rf"(?P<yes>(?:{_ON}\s*[是有]|[是有]\s*{_ON})\s*[,，、/]?\s*(?:{_OFF}\s*[否无]|[否无]\s*{_OFF}))"
    rf"|(?:{_OFF}\s*[是有]|[是有]\s*{_OFF})\s*[,，、/]?\s*(?:{_ON}\s*[否无]|[否无]\s*{_ON})"
)
"""The boxes of a form, one of them ticked: `☑是 □否`."""
_BOX, _NO_BOX = f"{_ON}|{_OFF}", r"[^☑√✓✔■☒✗×□☐▢○️]"
_BOX_BEFORE = late(rf"\s*({_BOX})({_NO_BOX}+)")
_BOX_BEHIND = late(rf"({_NO_BOX}+?)\s*({_BOX})")
_BOXES = frozenset("☑√✓✔■□☐▢○")
_BETWEEN = " \t\n\r\u3000、,，;；/"
_ERROR = late(r"#(?:[A-Z]+(?:_[A-Z]+)?[!?]|N/A|DIV/0!|GETTING_DATA|#+)")
LONGEST = max(map(len, OF_NAMES))


def is_placeholder(text: str, names: bool) -> bool:
    """Whether a cell's text (trimmed) says that its value is missing; `names` where it would name a place or a town."""
    return len(text) <= LONGEST and text in (OF_NAMES if names else PLACEHOLDERS)


def error_in(text: str) -> str:
    """What to say of a cell with the text of an error (`#REF!`), which a formula left there; else nothing."""
    if text.startswith("="):
        return _formula_as_text(text)
    if not (text.startswith("#") and _ERROR.fullmatch(text)):
        return ""
    return _("the cell contains {error}; fix the formula or clear the cell").format(error=text)


_TEXT_OF_FORMULA = late(r'="([^"]*)"')


def _formula_as_text(text: str) -> str:
    """What to say of a formula that stands in a cell as a text: nobody computed it."""
    if found := _TEXT_OF_FORMULA.fullmatch(text):
        said = _("{value} is a formula that keeps a text as it is; write {text} alone")
        return said.format(value=quoted(text), text=quoted(found[1]))
    return _("the cell contains the formula {formula} as a text; write its result").format(formula=quoted(text))


def is_one_or_zero(cell: object) -> bool:
    """Whether a cell (a number as its text) is 1 or 0, or missing."""
    if cell is None:
        return True
    text = seen(cell) if isinstance(cell, str) else ""
    return text in ONES_AND_ZEROS or (isinstance(cell, str) and (text in MISSING_WORDS or text in PLACEHOLDERS))


def yes_or_no(text: str) -> str:
    """The text of a cell that says yes or no as a word that every kind of file knows, where it is a table's own."""
    text = half_width(text)
    if found := _TICKED.fullmatch(text):
        return "yes" if found["yes"] else "no"
    return "yes" if text in YES else "no" if text in NO else text


def ticked(text: str) -> list[str] | None:
    """The words whose boxes are ticked, of a cell of boxes that all have a word: `☑研发设计 ☐业务培训`; else None.

    A crossed box says yes to some and no to others: such a cell is none of these.
    """
    if not any(sign in text for sign in "☑√✓✔■") or any(sign in text for sign in "☒✗×"):
        return None
    pattern, box, word = (_BOX_BEFORE, 0, 1) if text.strip(_BETWEEN)[0] in _BOXES else (_BOX_BEHIND, 1, 0)
    found = pattern.findall(text)
    words = [each[word].strip(_BETWEEN) for each in found]
    if not all(words) or pattern.sub("", text).strip(_BETWEEN):
        return None
    return [said for said, each in zip(words, found, strict=True) if each[box][0] not in "□☐▢○"]


def ambiguous(text: str) -> str:
    """What to say of a sign that is neither yes nor no for sure; else nothing."""
    if text not in OF_MANY_MEANINGS:
        return ""
    said = _("{sign} means different things to different people; write yes or no (是 or 否)")
    return said.format(sign=quoted(text))


def not_only_ones_and_zeros(text: str) -> str:
    """What to say of a 1 or 0 in a column of yes and no that holds other words as well."""
    said = _("{value} is yes or no only in a column of nothing but 1 and 0; write yes or no (是 or 否)")
    return said.format(value=quoted(text))
