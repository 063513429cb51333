"""Towns from files -> what separates each from a grade: what `gap` does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from zhenkit.core.errors import Problem
from zhenkit.core.i18n import _
from zhenkit.facts.dictionary import Facts
from zhenkit.judging.costs import Costs, read_costs
from zhenkit.judging.gap import Gap
from zhenkit.judging.judgement import Memo, judge
from zhenkit.judging.outcome import FAILED, OPEN, PASSED, REQUIRE, TROUBLE
from zhenkit.judging.routes import Asked, GapMemo, held_by, named
from zhenkit.judging.run import ReadingByRules
from zhenkit.judging.standards import standards
from zhenkit.rulesets.catalog import LEVELS, NoSuchRules, Rulebook, shipped
from zhenkit.rulesets.editions import as_day
from zhenkit.rulesets.model import RuleSet
from zhenkit.towns.inputs import Reading, all_of
from zhenkit.towns.options import Options
from zhenkit.towns.town_file import RawTown


@dataclass(frozen=True)
class Wanted:
    """What is asked of the towns of a run, and what reports of them say."""

    to: str = "pass"
    fixed: Sequence[str] = ()
    free: Sequence[str] = ()
    costs: Path | None = None
    most: int = 0
    """How many whole ways, and how many questions, are listed of each town."""
    blockers: bool = False
    """Whether reports for people say what keeps a town out."""
    ask: bool = False
    """Whether the next questions are reported."""
    ladder: bool = False
    """Whether each town is looked at by the standards of all levels at its place."""


@dataclass(frozen=True)
class Gaps:
    """What separates the towns of one run from a grade, and every problem of the files they came from."""

    gaps: Sequence[Gap]
    problems: Sequence[Problem] = ()
    wanted: Wanted = field(default_factory=Wanted)

    @property
    def exit_code(self) -> int:
        """2 where there is trouble, or no town; 1 where some town has no way to the grade; else 3 where for some town
        none was found though there may be one; else 0.
        """
        if self.problems or not self.gaps:
            return TROUBLE
        without = [gap for gap in self.gaps if not gap.reachable]
        if any(gap.complete for gap in without):
            return FAILED
        return OPEN if without else PASSED

    @property
    def alone(self) -> bool:
        """Whether they are all of one town."""
        return len({id(gap.town) for gap in self.gaps}) == 1


class Found(NamedTuple):
    """The gaps and the remarks made on the way."""

    gaps: Gaps
    remarks: list[Problem]


class Rungs:
    """The standards of all levels at a place, the lowest level first."""

    def __init__(self, rule_sets: Sequence[RuleSet], missing: Sequence[str]) -> None:
        self.rule_sets = rule_sets
        self.missing = missing
        """Why there is none of each other level."""

    @cached_property
    def facts(self) -> Facts:
        """The facts of all of them."""
        first = self.rule_sets[0].facts
        return Facts(
            {fact.id: fact for each in self.rule_sets for fact in each.facts.by_id.values()}.values(), first.levels
        )


def gaps_of(
    inputs: Sequence[str],
    level: str | None,
    rules: str | None,
    wanted: Wanted,
    on: str | None = None,
    options: Options = Options(),  # noqa: B008 - it is frozen
) -> Found:
    """What separates the towns of files and folders from a verdict, by the rule set of a level or by the one named.

    With `ladder` by those of all levels. Raises as `standards` does, NoSuchFact for a name that no fact goes by,
    FileProblems for a file of costs.
    """
    if wanted.ladder:
        facts = shipped().facts
        ladder = all_of(Reading(inputs, _rungs_at(shipped(), on if on is None else as_day(on)), facts, options))
        towns = [(town, rule_set) for town, rungs in ladder.towns for rule_set in rungs.rule_sets]
        first = {why: town for town, rungs in reversed(ladder.towns) for why in rungs.missing}
        said = _("a level is left out: {why}")
        left_out = [Problem(town.file, town.line, 1, said.format(why=why)) for why, town in first.items()]
        problems, remarks = ladder.problems, [*ladder.remarks, *left_out]
    else:
        by = standards(inputs, level, rules, on)
        facts = by.facts
        found = all_of(ReadingByRules(inputs, by, options))
        towns, problems, remarks = found.towns, found.problems, found.remarks
    fixed, free = named(wanted.fixed, facts), named(wanted.free, facts)
    costs: Costs | None = read_costs(wanted.costs, facts) if wanted.costs is not None else None
    judged: Memo = {}
    memo: GapMemo = {}
    asked: dict[RuleSet, Asked] = {}
    gaps = []
    for town, rule_set in towns:
        if rule_set not in asked:
            known = rule_set.facts.by_id
            held = held_by(rule_set, [one for one in fixed if one in known], [one for one in free if one in known])
            asked[rule_set] = Asked(REQUIRE[wanted.to], held)
        gaps.append(Gap(judge(town, rule_set, memo=judged), asked[rule_set], memo, costs))
    return Found(Gaps(gaps, problems, wanted), remarks)


def _rungs_at(book: Rulebook, day: str | None) -> Callable[[RawTown], Rungs | Problem]:
    """The standards at a town's place, or the problem that there is none of any level."""

    def rungs(raw: RawTown) -> Rungs | Problem:
        place, found, missing = raw.place(book.facts), [], []
        for level in reversed(LEVELS):
            try:
                found.append(book.at(place, level, day))
            except NoSuchRules as error:
                missing.append(str(error))
        return Rungs(found, missing) if found else raw.document.problem((), missing[-1])

    return rungs
