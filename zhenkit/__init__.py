"""zhenkit judges specialised towns (专业镇) against a jurisdiction's published standard.

from zhenkit import load_rules, load_towns, judge

rules = load_rules("shanxi")
for town in load_towns("towns.yaml", rules=rules):
    judgement = judge(town, rules)
    print(town.name, judgement.verdict, judgement.span)
"""

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["Judgement", "RuleSet", "Town", "ZhenkitError", "judge", "load_rules", "load_towns"]

if TYPE_CHECKING:
    from zhenkit.api import Judgement, RuleSet, Town, ZhenkitError, judge, load_rules, load_towns


def __getattr__(name: str) -> Any:
    if name in __all__:
        from zhenkit import api

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
