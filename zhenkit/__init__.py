"""zhenkit judges specialised towns (专业镇) against a jurisdiction's published standard.

import zhenkit as zk

rules = zk.load_rules("shanxi")
judged = zk.judge({"name": "祁县玻璃器皿专业镇", "年产值": "12.5亿元"}, rules)
print(judged.verdict, judged.missing)

What is named here is public: `zhenkit guide python` describes it. All else may change. `import zhenkit` loads nothing
more than this file.
"""

from __future__ import annotations

import sys
from importlib import import_module

TYPE_CHECKING = False  # that of `typing`, which takes a while to import: signals cannot be heeded before
if TYPE_CHECKING:
    from typing import Any

    from zhenkit.core.errors import FileProblems, Problem, ZhenkitError
    from zhenkit.core.i18n import use
    from zhenkit.facts.money import Between, Money
    from zhenkit.library.compare import ComparedCriterion, RuleComparison, diff
    from zhenkit.library.find import FoundTowns, load_towns, read_towns, towns
    from zhenkit.library.gap import ChangeToMake, TownGap, gap
    from zhenkit.library.judge import CriterionResult, TownJudgement, judge
    from zhenkit.library.rank import TownRanking, rank
    from zhenkit.library.reform import RuleReform, reform
    from zhenkit.library.rules import load_rules
    from zhenkit.library.sweep import ChangePoint, TownSweep, sweep
    from zhenkit.library.town import TownRecord, town
    from zhenkit.library.words import CriterionGrade, Relation, Verdict
    from zhenkit.rulesets.model import RuleSet

__version__ = "0.1.0"
__all__ = [
    "Between",
    "ChangePoint",
    "ChangeToMake",
    "ComparedCriterion",
    "CriterionGrade",
    "CriterionResult",
    "FileProblems",
    "FoundTowns",
    "Money",
    "Problem",
    "Relation",
    "RuleComparison",
    "RuleReform",
    "RuleSet",
    "TownGap",
    "TownJudgement",
    "TownRanking",
    "TownRecord",
    "TownSweep",
    "Verdict",
    "ZhenkitError",
    "diff",
    "gap",
    "judge",
    "load_rules",
    "load_towns",
    "rank",
    "read_towns",
    "reform",
    "sweep",
    "town",
    "towns",
    "use",
]
_HOMES = {
    "core.errors": ("FileProblems", "Problem", "ZhenkitError"),
    "core.i18n": ("use",),
    "facts.money": ("Between", "Money"),
    "library.compare": ("ComparedCriterion", "RuleComparison", "diff"),
    "library.find": ("FoundTowns", "load_towns", "read_towns", "towns"),
    "library.gap": ("ChangeToMake", "TownGap", "gap"),
    "library.judge": ("CriterionResult", "TownJudgement", "judge"),
    "library.rank": ("TownRanking", "rank"),
    "library.reform": ("RuleReform", "reform"),
    "library.rules": ("load_rules",),
    "library.sweep": ("ChangePoint", "TownSweep", "sweep"),
    "library.town": ("TownRecord", "town"),
    "library.words": ("CriterionGrade", "Relation", "Verdict"),
    "rulesets.model": ("RuleSet",),
}
"""What is public, by the module that it is in."""
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return [*__all__, "__version__"]


class _Package(type(sys)):  # type: ignore[misc]  # the class of modules
    """The package: the function `towns` is public, and importing the folder of that name does not take its place."""

    def __setattr__(self, name: str, value: Any) -> None:
        if name not in _HOME_OF or not isinstance(value, type(sys)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
