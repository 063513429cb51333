"""Cases of rule sets, run: which expectations failed, and what no case reaches. What `rules test` does."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from zhenkit.analysis.ruletest.case_file import Case, read_cases
from zhenkit.analysis.ruletest.coverage import Coverage
from zhenkit.analysis.ruletest.expectations import GRADE, MERITS, MISSING, UNCERTAIN, Expectation
from zhenkit.checks.grades import Span
from zhenkit.core.errors import CLEAN, FINDINGS, TROUBLE, Problem
from zhenkit.core.files import files_below
from zhenkit.core.i18n import _
from zhenkit.judging.judgement import Judgement, Memo, judge
from zhenkit.rulesets.catalog import CASES, RULE_FILES, Rulebook, file_named
from zhenkit.rulesets.model import RuleSet


class Failure(NamedTuple):
    """Something a case expects that is not so: a Span, or the ids of facts."""

    expectation: Expectation
    got: Span | tuple[str, ...]


class Ran(NamedTuple):
    """A case, and what it expects that is not so."""

    case: Case
    failures: tuple[Failure, ...]


@dataclass
class Casework:
    """Cases run, what they reach of each rule set, and what could not be run."""

    ran: list[Ran] = field(default_factory=list)
    coverage: dict[RuleSet, Coverage] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)

    @property
    def failed(self) -> list[Ran]:
        """The cases that expect something that is not so."""
        return [ran for ran in self.ran if ran.failures]

    def called(self, rule_set: RuleSet) -> str:
        """What a rule set is called: its id; of several with one id its edition, and of two of one day its file."""
        of_id = [other for other in self.coverage if other.id == rule_set.id]
        if len(of_id) < 2:
            return rule_set.id
        of_day = [other for other in of_id if other.edition == rule_set.edition]
        return rule_set.edition if len(of_day) < 2 else rule_set.file

    def exit_code(self, fail_under: float = 0) -> int:
        """2 where something could not be run, 1 where a case failed or too little is reached, else 0."""
        if self.problems:
            return TROUBLE
        below = any(coverage.is_below(fail_under) for coverage in self.coverage.values())
        return FINDINGS if self.failed or below else CLEAN


def run_cases(names: Sequence[str], book: Rulebook) -> Casework:
    """Run the cases of files and folders; the rulebook's own where none is named."""
    casework = Casework()
    memo: Memo = {}
    by_name: dict[str, RuleSet] = {}
    for path in _paths(names or [str(book.folder / CASES)], casework.problems):
        folder = path.parent

        def rules_of(name: str, folder: Path = folder) -> RuleSet:
            file = file_named(name)
            path = None if file is None else folder / file
            key = name if path is None else os.path.realpath(path)
            if key not in by_name:
                by_name[key] = book.named(name if path is None else os.path.normpath(path)).to_judge_by
                casework.remarks += by_name[key].remarks
            return by_name[key]

        found = read_cases(path, rules_of, book.facts)
        casework.problems += found.problems
        casework.remarks += found.remarks
        for case in found.cases:
            judgement = judge(case.town, case.rule_set, strict=case.strict, memo=memo)
            casework.ran.append(Ran(case, tuple(failures(case, judgement))))
            if case.rule_set not in casework.coverage:
                casework.coverage[case.rule_set] = Coverage(case.rule_set)
            casework.coverage[case.rule_set].add(case, judgement)
    return casework


def failures(case: Case, judgement: Judgement) -> Iterator[Failure]:
    """What a case expects of a town that the judgement does not say."""
    criteria = {judged.criterion.number: judged for judged in judgement.criteria}
    for expectation in case.expectations:
        what, number, wanted = expectation[:3]
        got = judgement.span if number is None else _GOT[what](criteria[number])
        if isinstance(got, Span):
            if got.decided if wanted is None else got != wanted:
                yield Failure(expectation, got)
        elif sorted(got) != sorted(wanted or ()):
            yield Failure(expectation, got)


_GOT: Any = {
    GRADE: lambda judged: judged.span,
    MISSING: lambda judged: tuple(fact.id for fact in judged.missing),
    UNCERTAIN: lambda judged: tuple(fact.id for fact in judged.uncertain),
    MERITS: lambda judged: tuple(fact.id for merit in judged.merits if merit.held for fact in merit.facts),
}
"""What is so of a criterion, by what is expected."""


def _paths(names: Iterable[str], problems: list[Problem]) -> Iterator[Path]:
    """The files that are named, and those of the folders that are, each once."""
    seen: set[str] = set()
    for name in names:
        paths = [Path(name)]
        if os.path.isdir(name):  # noqa: PTH112 - Path.is_dir raises on a name too long, or out of reach
            paths, wrong = files_below(name, RULE_FILES, _("no file of cases in this folder ({endings})"))
            problems += wrong
        for path in paths:
            real = os.path.realpath(path)
            if real not in seen:
                seen.add(real)
                yield path
