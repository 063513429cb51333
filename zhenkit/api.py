"""The Python interface: rule sets and towns from files, and judging. What `import zhenkit` offers."""

from __future__ import annotations

from os import PathLike

from zhenkit.editions import as_day
from zhenkit.errors import FileProblems, ZhenkitError
from zhenkit.facts import Town
from zhenkit.intake import read_towns
from zhenkit.judging import Judgement, judge
from zhenkit.rulebook import shipped
from zhenkit.ruleset import RuleSet


def load_rules(name: str | PathLike[str], *, on: str | None = None) -> RuleSet:
    """The rule set of an id (`"shanxi"`) or of a file (`"mine.yaml"`): the newest edition, or that in force `on` a day.

    Raises ZhenkitError: `NoSuchRules` for an unknown id, or where none is in force that day, `NoSuchDay` for a day that
    is none (write `"2023-05-01"`), `FileProblems` (with `.problems`) for a file that is wrong.
    """
    return shipped().named(str(name), None if on is None else as_day(on))


def load_towns(*paths: str | PathLike[str], rules: RuleSet | None = None) -> list[Town]:
    """The towns of files (YAML, JSON, tables) and folders, read by the dictionary of `rules` (by default, the shipped).

    Raises `FileProblems`, a ZhenkitError whose `.problems` holds every problem of every file with its line and column.
    """
    standard = rules if rules is not None else shipped()
    found = read_towns([str(path) for path in paths], lambda _raw: standard, standard.facts)
    if found.problems:
        raise FileProblems(found.problems)
    return [town for town, _standard in found.towns]


__all__ = ["Judgement", "RuleSet", "Town", "ZhenkitError", "judge", "load_rules", "load_towns"]
