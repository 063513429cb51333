"""The one family of errors, and a problem: where it is, what is wrong, how to write it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

CLEAN, FINDINGS, TROUBLE = 0, 1, 2
"""Exit codes of commands that look for something: nothing found, something found, something could not be looked at."""


class Problem(NamedTuple):
    """Something wrong (or, as a remark, worth knowing) at a place in a file; line and column count from 1."""

    file: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.message}"


class LintProblem(Problem):
    """A problem of a rule file that a lint is named for."""

    code = ""
    """The lint's."""
    path: tuple[str | int, ...] = ()
    """The keys and indexes that lead to the place, as far as they are known."""

    def of(self, code: str, path: tuple[str | int, ...] = ()) -> LintProblem:
        """The problem, found by the lint of this code at a path of the file."""
        self.code, self.path = code, path
        return self


class ZhenkitError(Exception):
    """What zhenkit raises on purpose; its text is fit for a user."""


class FileProblems(ZhenkitError):
    """A file could not be used; `problems` says why, each with its place."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


LONGEST_NAME = 60
"""The longest word that can be a mistyped name."""


def near(word: str, names: Iterable[str], likeness: float = 0.6) -> str | None:
    """The name a mistyped word most likely meant, or None where none is so much like it (1: the same)."""
    return _near(word, tuple(names), likeness) if len(word) <= LONGEST_NAME else None


@lru_cache(maxsize=1000)
def _near(word: str, names: tuple[str, ...], likeness: float) -> str | None:
    from difflib import get_close_matches

    close = get_close_matches(word, names, n=1, cutoff=likeness)
    return close[0] if close else None


def quoted(value: object) -> str:
    """A value for a message: quoted, short, free of control characters."""
    text = str(value)
    return repr(text if len(text) <= 60 else text[:57] + "...")


def system_error(error: BaseException | None) -> OSError | None:
    """The error of the system that was at the bottom of this one, which a library may have made another of.

    >>> system_error(ValueError("no")) is None
    True
    """
    while error is not None and not isinstance(error, OSError):
        error = error.__cause__ or error.__context__
    return error
