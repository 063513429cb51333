"""Regular expressions that are compiled when they are first used: a run uses few of those that there are."""

from __future__ import annotations

import re
from typing import Any, cast

METHODS = ("match", "fullmatch", "search", "sub", "split", "finditer", "findall")


class _LatePattern:
    """Stands for a compiled pattern; from its first use on, it has that one's methods as its own."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._said = pattern, flags

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(*self._said)
        vars(self).update({method: getattr(compiled, method) for method in METHODS})
        return getattr(compiled, name)

    def __reduce__(self) -> tuple[Any, ...]:
        return late, self._said


def late(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """The pattern, compiled when it is first used."""
    return cast("re.Pattern[str]", _LatePattern(pattern, flags))
