"""A table with all that is to be done to its rows: the plan to judge them by, and what prepares them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from zhenkit.columnar.evaluate.score import Scorer
from zhenkit.columnar.plan import Plan
from zhenkit.columnar.prepare.place_rules import FindRules
from zhenkit.columnar.prepare.preparer import Preparer, RejectedCell
from zhenkit.columnar.sources import RawTable
from zhenkit.core.errors import Problem
from zhenkit.facts.dictionary import Facts
from zhenkit.rulesets.catalog import NoSuchRules, shipped
from zhenkit.rulesets.editions import as_day
from zhenkit.rulesets.model import RuleSet


class Standards(NamedTuple):
    """By what rows are judged: one rule set, or that of each row's place."""

    rule_sets: tuple[RuleSet, ...]
    facts: Facts
    find: FindRules | None
    """None where there is one rule set for all."""


def standards(level: str | None, rules: str | None, on: str | None) -> Standards:
    """The rule set named, or those of a level; raises as `check_towns` does."""
    book = shipped()
    day = on if on is None else as_day(on)
    if rules is not None:
        named = book.named(rules, day)
        return Standards((named,), named.facts, None)

    def find(place: Mapping[str, str]) -> RuleSet | str:
        try:
            return book.at(place, level or "", day)
        except NoSuchRules as error:
            return str(error)

    of_level = tuple(rule_set for rule_set in book.of_day(day) if rule_set.level == level)
    return Standards(of_level, book.facts, find)


class PlannedTable(NamedTuple):
    """A table, and how its rows are prepared and judged."""

    raw: RawTable
    plan: Plan
    preparer: Preparer

    def otherwise(self) -> PlannedTable:
        """The table read another way, where there is one."""
        return self if self.raw.otherwise is None else self._replace(raw=self.raw.otherwise())

    def problems(self, rejects: Iterable[RejectedCell]) -> Iterator[Problem]:
        """Cells rejected as problems of their files, in the order of the rows."""
        for row, column, message in sorted(rejects):
            if self.raw.places is None:
                yield self.raw.table.problem(row, column + 1, message)
            else:
                yield Problem(*self.raw.place(row), 1, message)


def plan_table(table: RawTable, by: Standards, strict: bool, keep: Sequence[str], score: bool) -> PlannedTable:
    """A table with its plan."""
    by_title = {**{title: index for index, title in table.table.kept.items()}, **table.stated}
    plan = Plan(
        table.table.header.columns,
        by.facts,
        by.rule_sets,
        strict,
        tuple((by_title.get(title), title) for title in keep),
        score,
        table.untitled,
    )
    return PlannedTable(
        table, plan, Preparer(plan, table.frame.collect_schema(), by.find, Scorer(plan) if score else None)
    )
