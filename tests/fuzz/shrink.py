"""Less of what fails: a case in which little is left that does not matter."""

from __future__ import annotations

import time
from collections.abc import Callable

from tests.fuzz.cases import Case


def shrunk(case: Case, fails: Callable[[Case], bool], seconds: float = 120) -> Case:
    """The smallest case found in the time that still fails."""
    until = time.monotonic() + seconds
    smaller = True
    while smaller:
        smaller = False
        for name in case.files:
            for less in case.smaller_by(name):
                if time.monotonic() > until:
                    return case
                if fails(less):
                    case, smaller = less, True
                    break
    return case
