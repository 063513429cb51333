"""Characters as a person sees them: full-width forms are plain, hidden ones left out, and a mark is not a digit."""

from __future__ import annotations

import unicodedata

from zhenkit.core.i18n import _
from zhenkit.core.patterns import late

_PLAIN = {full: full - 0xFEE0 for full in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0xFFE1: "£", 0xFFE5: "¥"}


def half_width(text: str) -> str:
    """The text with its full-width letters, digits and signs made plain, and nothing else.

    Not NFKC, which makes digits of marks: `9①` is not 91, `12¹` is not 121, and half is not 1 over 2.

    >>> half_width("１２．５％　①")
    '12.5% ①'
    """
    return text if text.isascii() else text.translate(_PLAIN)


HIDDEN = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff"
"""Characters that nobody sees: zero-width blanks and joiners, byte-order marks, soft hyphens."""
BLANKS = frozenset("\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000")
"""Blanks that indent nothing in YAML, though a person sees no difference."""
_UNHIDDEN = str.maketrans(dict.fromkeys(HIDDEN, ""))


def seen(text: str) -> str:
    """The text without hidden characters, trimmed: one answer for keys, names and values, in every kind of file.

    A person who sees `甲镇` means that name, whatever was pasted along with it.
    """
    return (text if text.isprintable() else text.translate(_UNHIDDEN)).strip()


_CONTROL = late("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def control_in(text: str) -> str | None:
    """What to say of a text with a character that no file should hold; None where it has none.

    YAML and spreadsheets know no such characters; JSON and quoted YAML can smuggle them in as escapes.
    """
    if text.isprintable() or (bad := _CONTROL.search(text)) is None:
        return None
    return _("the character {code} is not allowed; remove it").format(code=f"U+{ord(bad[0]):04X}")


_NOTE = late(r"[\[(【〔]\s*(?:注|见注|附注|备注)?\s*(?:[0-9]{1,3}|[*†‡※]|[①-⓿])\s*[\])】〕]|注[0-9]{1,3}(?![0-9])")
"""A reference to a footnote in brackets, or `注1`."""
_SIGNS = frozenset("*†‡※§¶#°ªº△▲☆★◎●○□■◆◇")
_FRACTIONS = late(r"[¼-¾⅐-⅟↉]")


def _is_mark(character: str) -> bool:
    """Whether a character behind a figure is a mark: raised, lowered, circled, a sign of a footnote."""
    if character.isascii() or character in _SIGNS:
        return character in _SIGNS
    return unicodedata.category(character) in ("No", "Nl", "Lm", "Mn", "Me")


def marks(text: str) -> tuple[str, str] | None:
    """The marks in a text (in half width) that has a figure, and the text without them; None where it has none.

    >>> marks("9.8②亿元")
    ('②', '9.8亿元')
    """
    notes = [found[0] for found in _NOTE.finditer(text)]
    rest = _NOTE.sub("", text)
    signs = [character for character in rest if _is_mark(character)]
    rest = "".join(character for character in rest if not _is_mark(character)).strip()
    return ("".join([*notes, *signs]), rest) if notes or signs else None


def other_digits(text: str) -> str:
    """What in a text stands for a number but is not a digit from 0 to 9: `½`, `Ⅲ`, `٣`; empty where nothing is."""
    return "".join(
        character
        for character in text
        if not character.isascii()
        and (unicodedata.category(character) in ("Nd", "Nl") or _FRACTIONS.fullmatch(character) is not None)
    )
