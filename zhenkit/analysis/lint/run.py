"""Rule files -> what is wrong with them, each finding with its lint and its place: what `rules lint` does."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from zhenkit.analysis.lint.assumptions import IDLE, idle
from zhenkit.analysis.lint.loading import UNLOADABLE
from zhenkit.analysis.lint.registry import LINTS
from zhenkit.analysis.search.search import OutOfReach
from zhenkit.core.errors import FileProblems, LintProblem, Problem, ZhenkitError
from zhenkit.core.files import CannotRead, cannot_read, search
from zhenkit.core.i18n import _
from zhenkit.rulesets.catalog import CASES, DICTIONARY, RULE_FILES, Rulebook, file_named, misnamed
from zhenkit.rulesets.editions import AT, split
from zhenkit.rulesets.loader import load_assumptions, load_facts, read_document
from zhenkit.rulesets.model import RuleSet

BESIDE = (CASES, "towns")
"""Folders beside rule files that hold none: cases, and towns to try the rules on."""
CLEAN, FINDINGS, TROUBLE = 0, 1, 2
"""Exit codes of `rules lint`."""


class Linted(NamedTuple):
    """How many files were looked at, what is wrong with them, what could not be looked at, how they were read."""

    files: int
    findings: tuple[LintProblem, ...]
    trouble: tuple[Problem, ...]
    remarks: tuple[Problem, ...] = ()

    @property
    def codes(self) -> frozenset[str]:
        """The codes of the lints that found something."""
        return frozenset(finding.code for finding in self.findings)

    @property
    def exit_code(self) -> int:
        """2 where something could not be looked at, else 1 where something is wrong, else 0."""
        return TROUBLE if self.trouble else FINDINGS if self.findings else CLEAN


def lint(names: Sequence[str], book: Rulebook) -> Linted:
    """Look at rule files, ids (all their editions) and folders; at all of the rulebook's own files where none is named.

    Editions of one standard, as the files' names tell them, are looked at together.
    """
    seen: set[str] = set()
    found: dict[LintProblem, None] = {}  # a file that two others adopt is wrong once
    trouble: list[Problem] = []
    remarks: dict[Problem, None] = {}
    editions: dict[tuple[str, str], list[RuleSet]] = {}
    for path, of in _paths(names or [str(book.folder)], book, trouble):
        real = os.path.realpath(path)
        if real in seen:
            continue
        try:
            rule_set, faults = look(path, of, trouble)
        except CannotRead as error:
            trouble += error.problems
            continue
        seen.add(real)
        found.update(dict.fromkeys(faults))
        if rule_set is not None:
            remarks.update(dict.fromkeys(rule_set.remarks))
        if rule_set is not None and split(path.stem)[0] == rule_set.id:
            editions.setdefault((os.path.dirname(real), rule_set.id), []).append(rule_set)  # noqa: PTH120
    for several in editions.values():
        several.sort(key=lambda edition: edition.effective)
        found.update(dict.fromkeys(fault for lint in LINTS.values() for fault in (lint.several or _none)(several)))
    return Linted(len(seen), tuple(found), tuple(trouble), tuple(remarks))


def look(path: Path, book: Rulebook, trouble: list[Problem]) -> tuple[RuleSet | None, list[LintProblem]]:
    """A rule set and what is wrong with it; of a file that cannot be loaded, and of a dictionary of facts, no rule set.

    Lints that could not be decided are added to `trouble`. Raises CannotRead.
    """
    try:
        if path.name == DICTIONARY:
            facts = load_facts(path)
            found = idle(load_assumptions(path, facts), read_document(path))
            return None, sorted(_decided(IDLE, found, path, trouble))
        rule_set = book.load(path)
    except CannotRead:
        raise
    except FileProblems as error:
        return None, [_as_fault(problem) for problem in error.problems]
    if AT in path.stem and (wrong := misnamed(rule_set)):
        return None, sorted(wrong)
    return rule_set, sorted(
        fault for lint in LINTS.values() for fault in _decided(lint.code, (lint.one or _none)(rule_set), path, trouble)
    )


def _decided(code: str, faults: Iterable[LintProblem], path: Path, trouble: list[Problem]) -> Iterator[LintProblem]:
    """What a lint finds; where it takes too much work to find all of it, that is trouble."""
    try:
        yield from faults
    except OutOfReach:
        said = _("the lint {lint} could not be decided: the checks allow too many combinations")
        trouble.append(Problem(str(path), 1, 1, said.format(lint=code)))


def _none(_looked_at: object) -> Iterable[LintProblem]:
    return ()


def _as_fault(problem: Problem) -> LintProblem:
    return problem if isinstance(problem, LintProblem) else LintProblem(*problem).of(UNLOADABLE)


def _paths(names: Sequence[str], book: Rulebook, trouble: list[Problem]) -> Iterator[tuple[Path, Rulebook]]:
    """The files that are named, each with the rulebook it is read by."""
    for name in names:
        if os.path.isdir(name):  # noqa: PTH112 - Path.is_dir raises on a name too long, or out of reach
            errors: list[OSError] = []
            found = [path for path in search(Path(name), RULE_FILES, errors.append) if path.parent.name not in BESIDE]
            yield from ((path, book) for path in found)
            for error in errors:
                why = cannot_read(error)
                trouble.append(Problem(str(error.filename), 1, 1, why))
            if not found and not errors:
                trouble.append(
                    Problem(
                        name, 1, 1, _("no rule file in this folder ({endings})").format(endings=" ".join(RULE_FILES))
                    )
                )
            continue
        try:
            where, rule_id = book.of_folder(name)
            file = file_named(name) if where is book else None
            if file is not None:
                yield file, book
            elif AT in rule_id:
                yield where.path_of(rule_id), where
            else:
                yield from ((path, where) for path in where.paths_of(rule_id))
        except FileProblems as error:
            trouble += error.problems
        except ZhenkitError as error:
            trouble.append(Problem(name, 1, 1, str(error)))
