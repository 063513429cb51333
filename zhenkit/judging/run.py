"""Towns from files, each judged by the rule set for it: what `check` does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from zhenkit.core.errors import Problem
from zhenkit.documents.yaml import Document
from zhenkit.facts.town import Town
from zhenkit.judging.judgement import Memo, judge
from zhenkit.judging.misplaced import MisplacedTowns
from zhenkit.judging.outcome import Run
from zhenkit.judging.series_years import SeriesElsewhere
from zhenkit.judging.standards import Standards, standards
from zhenkit.rulesets.model import RuleSet
from zhenkit.towns.inputs import Reading, all_of
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
    found = all_of(ReadingByRules(inputs, standards(inputs, level, rules, on), options))
    memo: Memo = {}
    judgements = [judge(town, rule_set, strict=strict, memo=memo) for town, rule_set in found.towns]
    remarks = found.remarks + [remark for judgement in judgements for remark in judgement.remarks]
    return Checked(Run(judgements, found.problems), remarks)


class ReadingByRules(Reading[RuleSet]):
    """Reads towns, each with the rule set to judge it by."""

    def __init__(
        self,
        inputs: Sequence[str],
        by: Standards,
        options: Options = Options(),  # noqa: B008 - it is frozen
    ) -> None:
        def standard_of(raw: RawTown) -> RuleSet | Problem:
            found = by.named or by.at(raw.place(by.facts))
            return raw.document.problem((), found) if isinstance(found, str) else found

        super().__init__(inputs, standard_of, by.facts, options)
        self.named = by.named

    def __iter__(self) -> Iterator[tuple[Town, RuleSet, Document]]:
        """Each town with its rule set and what it was read from."""
        misplaced, elsewhere = MisplacedTowns(), SeriesElsewhere()
        if self.named is not None:
            self.remarks.extend(self.named.remarks)
        for town, rule_set, document in super().__iter__():
            if self.named is not None:
                misplaced.see(town, rule_set)
            elsewhere.see(town, rule_set)
            yield town, rule_set, document
        self.remarks.extend(misplaced.remarks())
        self.remarks.extend(elsewhere.remarks())
