"""Names as people write them, looked up loosely: full and half width, blanks, capitals make no difference."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import TypeVar

T = TypeVar("T")


def tidy(title: str) -> str:
    """A name as it is looked up: full-width signs made plain, without blanks, line breaks, underscores, capitals.

    >>> tidy("Annual_Output （亿元）")
    'annualoutput(亿元)'
    """
    return re.sub(r"[\s_]+", "", unicodedata.normalize("NFKC", title)).casefold()


def unambiguous(pairs: Iterable[tuple[str, T]]) -> Mapping[str, T]:
    """What each name, tidied, stands for; a name that two things share is left to its exact writing."""
    found: dict[str, T] = {}
    twice = set()
    for name, thing in pairs:
        if found.setdefault(tidy(name), thing) is not thing:
            twice.add(tidy(name))
    return {name: thing for name, thing in found.items() if name not in twice}
