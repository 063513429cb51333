"""What all types of facts share: how a value is read, written, shown and ordered."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, ClassVar

from zhenkit.core.i18n import _
from zhenkit.facts.quantities import Unreadable

Value = Any
"""A value read: bool, int, str, Range or frozenset[str]; `None` stands for missing."""

MISSING_WORDS = frozenset({"", "未知"})


def is_missing(raw: object) -> bool:
    """Absent, null, blank and 未知 are missing, whatever the type."""
    return raw is None or (isinstance(raw, str) and raw.strip() in MISSING_WORDS)


class FactType(ABC):
    """What all types share. `bottom` and `top` are the ends of the scale, where it has an order."""

    name: ClassVar[str]
    ordered: ClassVar[bool] = False
    whole: ClassVar[bool] = True
    """Of a scale: whether there is a next value (one more fen, the next level), or always one between two."""
    bottom: ClassVar[Value] = None
    top: ClassVar[Value] = None

    @abstractmethod
    def read(self, raw: object) -> Value:
        """The value of what a file says; raises Unreadable with how to write it."""

    def write(self, value: Value) -> Any:
        """The value as a town file (and JSON) would have it."""
        return value

    def show(self, value: Value) -> str:
        """The value for a person, in the language in use."""
        return str(self.write(value))


def one_value(raw: object) -> str:
    """The text of what a file says, where that is one value; raises Unreadable."""
    if isinstance(raw, (list, dict)):
        raise Unreadable(_("one value is wanted here, not a list or a mapping"))
    if isinstance(raw, bool):
        return "true" if raw else "false"
    return str(raw)
