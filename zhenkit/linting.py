"""Rule files -> what is wrong with them: what `rules lint` does."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from zhenkit.errors import FileProblems, Problem
from zhenkit.files import CannotRead, search
from zhenkit.language import _
from zhenkit.rulebook import CASES, DICTIONARY, RULE_FILES, NoSuchRules, Rulebook, file_named
from zhenkit.rulefile import load_facts

CLEAN, FINDINGS, TROUBLE = 0, 1, 2
"""Exit codes of `rules lint`."""


class Linted(NamedTuple):
    """How many files were looked at, what is wrong with them, and what could not be looked at."""

    files: int
    findings: tuple[Problem, ...]
    trouble: tuple[Problem, ...]

    @property
    def exit_code(self) -> int:
        """2 where something could not be looked at, else 1 where something is wrong, else 0."""
        return TROUBLE if self.trouble else FINDINGS if self.findings else CLEAN


def lint(names: Sequence[str], book: Rulebook) -> Linted:
    """Look at rule files, ids and folders; at all of the rulebook's own files where none is named."""
    seen: set[str] = set()
    findings: dict[Problem, None] = {}  # a file that two others adopt is wrong once
    trouble: list[Problem] = []
    for path in _paths(names or [str(book.folder)], book, trouble):
        real = os.path.realpath(path)
        if real in seen:
            continue
        try:
            found = findings_in(path, book)
        except CannotRead as error:
            trouble += error.problems
        else:
            seen.add(real)
            findings.update(dict.fromkeys(found))
    return Linted(len(seen), tuple(findings), tuple(trouble))


def findings_in(path: Path, book: Rulebook) -> tuple[Problem, ...]:
    """What is wrong with one rule file, or with a dictionary of facts; raises CannotRead.

    Lints of meaning belong here: they look at what is loaded, once it can be.
    """
    try:
        if path.name == DICTIONARY:
            load_facts(path)
        else:
            book.load(path)
    except CannotRead:
        raise
    except FileProblems as error:
        return error.problems
    return ()


def _paths(names: Sequence[str], book: Rulebook, trouble: list[Problem]) -> Iterator[Path]:
    for name in names:
        if os.path.isdir(name):  # noqa: PTH112 - Path.is_dir raises on a name too long, or out of reach
            errors: list[OSError] = []
            found = [path for path in search(Path(name), RULE_FILES, errors.append) if path.parent.name != CASES]
            yield from found
            for error in errors:
                why = _("cannot read it: {why}").format(why=error.strerror)
                trouble.append(Problem(str(error.filename), 1, 1, why))
            if not found and not errors:
                trouble.append(
                    Problem(
                        name, 1, 1, _("no rule file in this folder ({endings})").format(endings=" ".join(RULE_FILES))
                    )
                )
            continue
        try:
            yield file_named(name) or book.path_of(name)
        except NoSuchRules as error:
            trouble.append(Problem(name, 1, 1, str(error)))
