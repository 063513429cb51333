"""What to say of a text in the place of a figure: a mark, a guess, a word."""

from __future__ import annotations

import re
from decimal import Decimal

from zhenkit.core.characters import marks, other_digits
from zhenkit.core.errors import quoted
from zhenkit.core.i18n import _
from zhenkit.core.patterns import late

_INEXACT = late(
    "约|近|超|逾|余|多|不足|不到|不少于|不低于|不超过|至少|至多|高于|低于|以上|以下|以内|左右|上下|前后|估|预计|几|[<>≤≥≈]|[0-9][+]"
)
"""What makes a text with a figure in it no figure: about, nearly, over, or more."""
_VAGUE = late(
    "(?:若干|[较很众许]多|不少|[多数几][家户个项人名件种]|好几|少[量数许]|大量|[较很][高低大小少好]|部分|几十|上[百千万]|数[十百千万])"
)
"""Words that say that there is a figure, but not which."""
NOTHING = frozenset({"无", "没有"})


class Unreadable(ValueError):
    """A value that cannot be read; the text says how to write it."""

    def __init__(self, message: str, exact: str | None = None) -> None:
        super().__init__(message)
        self.exact = exact or message
        """What to say where one figure is expected and a range is not allowed."""


def _inexact(text: str, example: str) -> Unreadable | None:
    """What to say of a figure that is stated loosely (`10亿元以上`, `近30家`), or None."""
    if not (_INEXACT.search(text) and re.search("[0-9]", text)):
        return None
    said = _(
        "{value} is not an exact figure, and zhenkit does not guess; "
        "write one, or a range like {range}, or leave it blank"
    )
    exact = _("{value} is not an exact figure; write the one that is meant").format(value=quoted(text))
    return Unreadable(said.format(value=quoted(text), range=example), exact)


def _in_words(text: str, example: str) -> Unreadable | None:
    """What to say of a word where a figure belongs (`若干`, `无`), or None."""
    if text in NOTHING:
        return Unreadable(
            _("{value} is not a figure; write 0 if there is none, or leave it blank if it is not known").format(
                value=quoted(text)
            )
        )
    if not (_VAGUE.match(text) and not re.search("[0-9]", text)):
        return None
    said = _("{value} is not a figure; write the number, or a range like {range}, or leave it blank")
    return Unreadable(
        said.format(value=quoted(text), range=example),
        _("{value} is not a figure; write one").format(value=quoted(text)),
    )


def marked(text: str) -> Unreadable | None:
    """What to say of a figure with a mark at it (`9①`, `0.9²亿元`, `12[1]`) or in other digits (`½`), or None."""
    if other := other_digits(text):
        said = _("{signs} in {value} is not read as a number; write it in the digits 0 to 9")
        return Unreadable(said.format(signs=other, value=quoted(text)))
    found = marks(text)
    if found is None:
        return None
    signs, rest = found
    if not re.search("[0-9]", rest):
        said = _("{signs} is a mark, not a number; write the number in the digits 0 to 9")
        return Unreadable(said.format(signs=signs))
    said = _("the mark {mark} is not part of a number; write {rest} (and the note elsewhere)")
    return Unreadable(said.format(mark=signs, rest=rest))


_POWER = late(
    r"(?P<number>[+-]?(?:[0-9]{1,15})(?:\.[0-9]{1,15})?)\s*"
    r"(?:[eE]\s*(?P<exponent>[+-]?[0-9]{1,3})|[×xX*·]\s*10\s*(?:\^\s*(?P<power>[+-]?[0-9]{1,2})|(?P<raised>⁻?[⁰¹²³⁴-⁹]{1,2})))"
    r"(?![0-9])\s*(?P<unit>.{0,8})"
)
_PLAIN_POWER = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
MOST_ZEROS = 15


def _power_of_ten(text: str) -> Unreadable | None:
    """What to say of a figure with a power of ten (`1.25E+09`, `3×10³`), as spreadsheets show long ones; or None."""
    if not (found := _POWER.fullmatch(text)):
        return None
    exponent = int(found["exponent"] or found["power"] or found["raised"].translate(_PLAIN_POWER))
    if abs(exponent) > MOST_ZEROS:
        said = _("{value} is written with a power of ten; write the figure out in full")
        return Unreadable(said.format(value=quoted(text)))
    full = format(Decimal(found["number"]).scaleb(exponent), "f")
    full = full.rstrip("0").rstrip(".") if "." in full else full
    if found["exponent"]:
        said = _(
            "{value} is how spreadsheets shorten a long figure, and digits may be lost; "
            "write it out in full, like {full} (give the cells a number format before saving as CSV)"
        )
    else:
        said = _("{value} is written with a power of ten; write it out in full, like {full}")
    return Unreadable(said.format(value=quoted(text), full=full + found["unit"]))


def no_figure(text: str, example: str) -> Unreadable | None:
    """What to say of a text that is not a figure: a power of ten, a mark, a guess, a word; or None."""
    return _power_of_ten(text) or marked(text) or _inexact(text, example) or _in_words(text, example)
