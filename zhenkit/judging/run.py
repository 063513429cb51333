"""Towns from files, each judged by the rule set for it: what `check` does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from zhenkit.core.errors import Problem
from zhenkit.judging.judgement import Memo, judge
from zhenkit.judging.misplaced import misplaced
from zhenkit.judging.outcome import Run
from zhenkit.judging.series_years import series_elsewhere
from zhenkit.judging.standards import Standards, standards
from zhenkit.rulesets.model import RuleSet
from zhenkit.towns.inputs import Towns, read_towns
from zhenkit.towns.options import Options
from zhenkit.towns.town_file import RawTown


class Checked(NamedTuple):
    """A run and the remarks made on the way."""

    run: Run
    remarks: list[Problem]


def check_towns(
    inputs: Sequence[str],
    level: str | None,
    rules: str | None,
    strict: bool,
    on: str | None = None,
    options: Options = Options(),  # noqa: B008 - it is frozen
) -> Checked:
    """Judge the towns of files and folders by the rule set of a level at their place, or by the one named.

    The newest edition of it, or the one in force on a day (`on`). Raises as `standards` does.
    """
    return judge_all(read_with_rules(inputs, standards(inputs, level, rules, on), options=options), strict)


def read_with_rules(
    inputs: Sequence[str],
    by: Standards,
    step: Callable[[], object] = lambda: None,
    options: Options = Options(),  # noqa: B008 - it is frozen
) -> Towns[RuleSet]:
    """The towns of files and folders, each with the rule set to judge it by; `step` is called before each is read."""

    def standard_of(raw: RawTown) -> RuleSet | Problem:
        step()
        found = by.named or by.at(raw.place(by.facts))
        return raw.document.problem((), found) if isinstance(found, str) else found

    found = read_towns(inputs, standard_of, by.facts, options)
    if by.named is not None:
        found.remarks[:0] = by.named.remarks
        found.remarks.extend(misplaced(found.towns))
    found.remarks.extend(series_elsewhere(found.towns))
    return found


def judge_all(found: Towns[RuleSet], strict: bool, step: Callable[[], object] = lambda: None) -> Checked:
    """The towns judged, in the order they were read; `step` is called after each."""
    memo: Memo = {}
    judgements = []
    for town, rule_set in found.towns:
        judgements.append(judge(town, rule_set, strict=strict, memo=memo))
        step()
    remarks = found.remarks + [remark for judgement in judgements for remark in judgement.remarks]
    return Checked(Run(judgements, found.problems), remarks)
