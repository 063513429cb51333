"""Rule sets from Python: by id or file, the newest edition or that of a day."""

from __future__ import annotations

import datetime
from os import PathLike

from zhenkit.rulesets.catalog import shipped
from zhenkit.rulesets.editions import as_day
from zhenkit.rulesets.model import RuleSet

Day = datetime.date | str
"""A day, or how it is written: `"2023-05-01"`."""
Rules = RuleSet | str | PathLike[str]
"""By what towns are judged: a rule set, or the id or file of one."""


def load_rules(name: str | PathLike[str], *, on: Day | None = None) -> RuleSet:
    """The rule set of an id (`"shanxi"`) or of a file (`"mine.yaml"`): the newest edition, or that in force `on` a day.

    Raises ZhenkitError: `NoSuchRules` for an unknown id, or where none is in force that day, `NoSuchDay` for a day that
    is not one (write `"2023-05-01"`), `FileProblems` (with `.problems`) for a file that is wrong.

    >>> load_rules("shanxi")
    <RuleSet shanxi@2022-09-26: level province, 8 criteria>
    >>> load_rules("shanxi", on=datetime.date(2023, 5, 1)) == load_rules("shanxi", on="2023-05-01")
    True
    """
    return shipped().named(str(name), written_day(on))


def written_day(on: Day | None) -> str | None:
    """A day as rule files have it; raises NoSuchDay."""
    if isinstance(on, datetime.datetime):
        on = on.date()
    return None if on is None else as_day(str(on))


def as_rules(rules: Rules) -> RuleSet:
    """A rule set, or the newest edition of the one that is named; raises as `load_rules` does."""
    return rules if isinstance(rules, RuleSet) else load_rules(rules)
