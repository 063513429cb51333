"""Towns from files -> what separates each from a grade: what `gap` does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from zhenkit.core.errors import Problem, ZhenkitError
from zhenkit.facts.dictionary import Facts
from zhenkit.judging.gap import Asked, Gap, GapMemo, held_by
from zhenkit.judging.judgement import Memo, judge
from zhenkit.judging.outcome import FAILED, PASSED, REQUIRE, TROUBLE
from zhenkit.judging.run import ReadingByRules
from zhenkit.judging.standards import standards
from zhenkit.rulesets.model import RuleSet
from zhenkit.towns.inputs import all_of
from zhenkit.towns.options import Options


@dataclass(frozen=True)
class Gaps:
    """What separates the towns of one run from a grade, and every problem of the files they came from."""

    gaps: Sequence[Gap]
    problems: Sequence[Problem] = ()
    most: int = 0
    """How many whole ways are listed of each town."""
    blockers: bool = False
    """Whether reports for people tell what keeps a town out."""

    @property
    def exit_code(self) -> int:
        """2 where there is trouble, or no town; 1 where some town has no way to the grade; else 0."""
        if self.problems or not self.gaps:
            return TROUBLE
        return PASSED if all(gap.reachable for gap in self.gaps) else FAILED


class Found(NamedTuple):
    """The gaps and the remarks made on the way."""

    gaps: Gaps
    remarks: list[Problem]


class NoSuchFact(ZhenkitError):
    """A name that no fact goes by."""


def gaps_of(
    inputs: Sequence[str],
    level: str | None,
    rules: str | None,
    to: str,
    *,
    on: str | None = None,
    fixed: Iterable[str] = (),
    free: Iterable[str] = (),
    most: int = 0,
    blockers: bool = False,
    options: Options = Options(),  # noqa: B008 - it is frozen
) -> Found:
    """What separates the towns of files and folders from a verdict, by the rule set of a level or by the one named.

    Raises as `standards` does, and NoSuchFact for a name in `fixed` or `free` that no fact goes by.
    """
    by = standards(inputs, level, rules, on)
    fixed, free = named(fixed, by.facts), named(free, by.facts)
    found = all_of(ReadingByRules(inputs, by, options))
    judged: Memo = {}
    memo: GapMemo = {}
    asked: dict[RuleSet, Asked] = {}
    gaps = []
    for town, rule_set in found.towns:
        if rule_set not in asked:
            asked[rule_set] = Asked(REQUIRE[to], held_by(rule_set, fixed, free))
        gaps.append(Gap(judge(town, rule_set, memo=judged), asked[rule_set], memo))
    return Found(Gaps(gaps, found.problems, most, blockers), found.remarks)


def named(names: Iterable[str], facts: Facts) -> list[str]:
    """The ids of facts that are given by any of their names; raises NoSuchFact."""
    found = []
    for name in names:
        fact = facts.named(name)
        if fact is None:
            raise NoSuchFact(facts.unknown(name))
        found.append(fact.id)
    return found
