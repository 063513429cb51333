"""Rule files -> what is wrong with them, each finding with its lint and its place: what `rules lint` does."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from zhenkit.analysis.lint.acknowledged import Acknowledged, At, Sorted, sort_out
from zhenkit.analysis.lint.assumptions import IDLE, idle
from zhenkit.analysis.lint.lint import ERROR, own
from zhenkit.analysis.lint.loading import UNLOADABLE
from zhenkit.analysis.lint.registry import LINTS
from zhenkit.analysis.search.search import Budget, OutOfReach
from zhenkit.core.errors import CLEAN, FINDINGS, TROUBLE, FileProblems, LintProblem, Problem, ZhenkitError, near, quoted
from zhenkit.core.files import CannotRead, files_below
from zhenkit.core.i18n import _
from zhenkit.documents.yaml import Path as KeyPath
from zhenkit.rulesets.assessment import load_assessment
from zhenkit.rulesets.catalog import CASES, DICTIONARY, RULE_FILES, Rulebook, file_named, misnamed
from zhenkit.rulesets.glance import ASSESSMENT, DAY_SIGN, split
from zhenkit.rulesets.loader import acknowledged_in_dictionary, load_assumptions, load_facts, read_document
from zhenkit.rulesets.model import RuleSet

EFFORT = 300_000
"""How many leaves one lint looks at in one criterion, and in all of them together: less than half a second."""
OTHER_FOLDERS = (CASES, "towns", "goals")
"""Folders beside rule files that contain none: cases, towns to try the rules on, regions and towns to try goals on."""


class Linted(NamedTuple):
    """How many files were looked at, what is wrong with them, what could not be looked at, how they were read."""

    files: int
    findings: tuple[LintProblem, ...]
    trouble: tuple[Problem, ...]
    remarks: tuple[Problem, ...] = ()
    acknowledged: tuple[Acknowledged, ...] = ()
    left_out: tuple[LintProblem, ...] = ()
    """What was not decided, as it would take too much work."""

    @property
    def codes(self) -> frozenset[str]:
        """The codes of the lints that found something."""
        return frozenset(finding.code for finding in self.findings)

    def only(self, codes: Collection[str]) -> Linted:
        """What these lints found, and what kept files from being loaded; raises ZhenkitError for a code of no lint."""
        for code in codes:
            if code not in LINTS:
                close = near(code, LINTS)
                more = _("; did you mean {near}?") if close else _("; there are: {list}")
                listed = _(", ").join(LINTS)
                raise ZhenkitError(
                    _("there is no lint {name}").format(name=quoted(code)) + more.format(near=close, list=listed)
                )
        codes = {*codes, *(code for code, lint in LINTS.items() if lint.level == ERROR)}
        return self._replace(
            findings=tuple(one for one in self.findings if one.code in codes),
            acknowledged=tuple(one for one in self.acknowledged if one.finding.code in codes),
            left_out=tuple(one for one in self.left_out if one.code in codes),
        )

    @property
    def complete(self) -> bool:
        """Whether everything was decided."""
        return not self.left_out

    @property
    def exit_code(self) -> int:
        """2 where something could not be looked at, else 1 where something is wrong, else 0."""
        return TROUBLE if self.trouble else FINDINGS if self.findings else CLEAN


@dataclass
class _Looked:
    """A file that was looked at."""

    rule_set: RuleSet | None = None
    """None of a file that cannot be loaded, and of a dictionary of facts."""
    findings: list[LintProblem] = field(default_factory=list)
    reasons: Mapping[KeyPath, Mapping[str, str]] = field(default_factory=dict)
    at: At | None = None
    """Makes a finding at a path of it; None of a file that cannot be loaded, and so acknowledges nothing."""
    undecided: set[str] = field(default_factory=set)
    left_out: list[LintProblem] = field(default_factory=list)


def lint(names: Sequence[str], book: Rulebook) -> Linted:
    """Look at rule files, ids (all their editions) and folders; at all of the rulebook's own files where none is named.

    Editions of one standard, by their files' names, are looked at together.
    """
    trouble: list[Problem] = []
    files: dict[str, _Looked] = {}
    editions: dict[tuple[str, str], list[_Looked]] = {}
    for path, of in _paths(names or [str(book.folder)], book, trouble):
        real = os.path.realpath(path)
        if real in files:
            continue
        try:
            files[real] = looked = _look(path, of)
        except CannotRead as error:
            trouble += error.problems
            continue
        rule_set = looked.rule_set
        if rule_set is not None and split(path.stem)[0] == rule_set.id:
            editions.setdefault((os.path.dirname(real), rule_set.id), []).append(looked)  # noqa: PTH120
    for several in editions.values():
        _look_at_editions(several)
    # a file that two others adopt is wrong once
    findings: dict[LintProblem, None] = {}
    acknowledged: dict[Acknowledged, None] = {}
    for looked in files.values():
        found = Sorted(looked.findings, [])
        if looked.at is not None:
            found = sort_out(looked.findings, looked.reasons, looked.at, LINTS, looked.undecided)
        findings |= dict.fromkeys(sorted(found.findings))
        acknowledged |= dict.fromkeys(found.acknowledged)
    left_out = dict.fromkeys(problem for looked in files.values() for problem in looked.left_out)
    remarks = {said: None for looked in files.values() if looked.rule_set for said in looked.rule_set.remarks}
    return Linted(len(files), tuple(findings), tuple(trouble), tuple(remarks), tuple(acknowledged), tuple(left_out))


def _look_at_editions(several: list[_Looked]) -> None:
    """Look at the editions of one standard together; of one alone nothing can be said."""
    several.sort(key=lambda looked: looked.rule_set.effective if looked.rule_set else "")
    by_file = {looked.rule_set.file: looked for looked in several if looked.rule_set}
    rule_sets = [looked.rule_set for looked in several if looked.rule_set]
    for lint in LINTS.values():
        if lint.several is None:
            continue
        for finding in lint.several(rule_sets):
            by_file[finding.file].findings.append(finding)
        if len(several) > 1:
            for looked in several:
                looked.undecided.discard(lint.code)


def _look(path: Path, book: Rulebook) -> _Looked:
    """A file, and what is wrong with it by itself; raises CannotRead."""
    try:
        if path.name == DICTIONARY:
            facts, document = load_facts(path), read_document(path)
            looked = _Looked(
                reasons=acknowledged_in_dictionary(path),
                at=lambda where, said, code: LintProblem(str(path), *document.find(where, False), said).of(code, where),
            )
            _decide(looked, IDLE, idle(load_assumptions(path, facts), document), Problem(str(path), 1, 1, ""))
            return looked
        if path.name == ASSESSMENT:
            load_assessment(path)
            return _Looked()
        rule_set = book.load(path)
        goals, _duties = rule_set.goals, rule_set.duties
    except CannotRead:
        raise
    except FileProblems as error:
        return _Looked(findings=[_as_fault(problem) for problem in error.problems])
    if DAY_SIGN in path.stem and (wrong := misnamed(rule_set)):
        return _Looked(findings=wrong)
    reasons = rule_set.acknowledged if goals is None else {**rule_set.acknowledged, **goals.acknowledged}
    looked = _Looked(rule_set, reasons=reasons, at=rule_set.problem)
    looked.undecided |= {lint.code for lint in LINTS.values() if lint.several is not None}
    for lint in LINTS.values():
        if lint.one is not None:
            looked.findings += lint.one(rule_set)
        if lint.whole is not None and own(rule_set):
            place = rule_set.problem(("criteria",), "")
            _decide(looked, lint.code, lint.whole(rule_set, Budget(EFFORT)), place)
        if lint.each is not None:
            for index, criterion in enumerate(own(rule_set)):
                place = rule_set.problem(("criteria", index), "")
                _decide(looked, lint.code, lint.each(rule_set, criterion, Budget(EFFORT)), place)
    return looked


def _decide(looked: _Looked, code: str, findings: Iterable[LintProblem], place: Problem) -> None:
    """Gather what a lint finds; where it takes too much work to find all of it, say so."""
    try:
        for finding in findings:
            looked.findings.append(finding)
    except OutOfReach:
        looked.undecided.add(code)
        said = _("the lint {lint} could not be decided here: the checks allow too many combinations")
        looked.left_out.append(LintProblem(*place[:3], said.format(lint=code)).of(code))


def _as_fault(problem: Problem) -> LintProblem:
    return problem if isinstance(problem, LintProblem) else LintProblem(*problem).of(UNLOADABLE)


def _paths(names: Sequence[str], book: Rulebook, trouble: list[Problem]) -> Iterator[tuple[Path, Rulebook]]:
    """The files that are named, each with the rulebook it is read by."""
    for name in names:
        if os.path.isdir(name):  # noqa: PTH112 - Path.is_dir raises on a name too long, or out of reach
            none = _("no rule file in this folder ({endings})")
            found, problems = files_below(name, RULE_FILES, none, but_in=OTHER_FOLDERS)
            yield from ((path, book) for path in found)
            trouble += problems
            continue
        try:
            where, rule_id = book.of_folder(name)
            file = file_named(name) if where is book else None
            if file is not None:
                yield file, book
            elif DAY_SIGN in rule_id:
                yield where.path_of(rule_id), where
            else:
                yield from ((path, where) for path in where.paths_of(rule_id))
        except FileProblems as error:
            trouble += error.problems
        except ZhenkitError as error:
            trouble.append(Problem(name, 1, 1, str(error)))
