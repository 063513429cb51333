"""zhenkit judges specialised towns (专业镇) against a jurisdiction's published standard.

from zhenkit import load_rules, load_towns, judge

rules = load_rules("shanxi")
for town in load_towns("towns.yaml", rules=rules):
    judgement = judge(town, rules)
    print(town.name, judgement.verdict, judgement.span)

What is not named here is private. `import zhenkit` loads nothing more than this file.
"""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False  # that of `typing`, which takes a while to import: signals cannot be heeded before
if TYPE_CHECKING:
    from os import PathLike
    from typing import Any

    from zhenkit.core.errors import ZhenkitError
    from zhenkit.facts.town import Town
    from zhenkit.judging.gap import Gap, gap
    from zhenkit.judging.judgement import Judgement, judge
    from zhenkit.rulesets.model import RuleSet

__version__ = "0.1.0"
__all__ = ["Gap", "Judgement", "RuleSet", "Town", "ZhenkitError", "gap", "judge", "load_rules", "load_towns"]
_HOMES = {
    "Gap": "zhenkit.judging.gap",
    "gap": "zhenkit.judging.gap",
    "Judgement": "zhenkit.judging.judgement",
    "RuleSet": "zhenkit.rulesets.model",
    "Town": "zhenkit.facts.town",
    "ZhenkitError": "zhenkit.core.errors",
    "judge": "zhenkit.judging.judgement",
}


def load_rules(name: str | PathLike[str], *, on: str | None = None) -> RuleSet:
    """The rule set of an id (`"shanxi"`) or of a file (`"mine.yaml"`): the newest edition, or that in force `on` a day.

    Raises ZhenkitError: `NoSuchRules` for an unknown id, or where none is in force that day, `NoSuchDay` for a day that
    is not one (write `"2023-05-01"`), `FileProblems` (with `.problems`) for a file that is wrong.
    """
    from zhenkit.rulesets.catalog import shipped
    from zhenkit.rulesets.editions import as_day

    return shipped().named(str(name), None if on is None else as_day(on))


def load_towns(*paths: str | PathLike[str], rules: RuleSet | None = None) -> list[Town]:
    """The towns of files (YAML, JSON, tables) and folders, read by the dictionary of `rules` (by default, the shipped).

    Raises `FileProblems`, a ZhenkitError whose `.problems` holds every problem of every file with its line and column.
    """
    from zhenkit.core.errors import FileProblems
    from zhenkit.rulesets.catalog import shipped
    from zhenkit.towns.inputs import read_towns

    standard = rules if rules is not None else shipped()
    found = read_towns([str(path) for path in paths], lambda _raw: standard, standard.facts)
    if found.problems:
        raise FileProblems(found.problems)
    return [town for town, _standard in found.towns]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
