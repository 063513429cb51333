"""Towns for the tests of rule files: one that meets everything everywhere, and that town with facts changed."""

from __future__ import annotations

from typing import Any

from zhenkit import load_rules
from zhenkit.checks.tree import Check, Fold, Leaf
from zhenkit.facts.town import Town
from zhenkit.judging.judgement import Judgement, judge

SETS = ("shanxi", "changzhi", "jincheng", "yangcheng")
STANDARDS = ("shanxi", "changzhi", "jincheng")
"""The rule sets that have criteria of their own."""

FINDINGS = {
    1: ["heritage_product", "brand_effect", "social_recognition", "local_identity"],
    2: ["cluster_effect", "employment_channel", "tax_source", "startup_carrier", "income_support"],
    8: ["government_priority", "clear_plan", "service_awareness"],
}
"""The findings of the criteria that are nothing else, the same in every standard."""

SERVICES = ("rd_design", "testing", "training", "information", "ip_protection", "financing", "exhibition", "logistics")
TRADITION = ("historical_origin", "geographical_indication", "traditional_feature")
LEGS = ("industry_influence", "name_recognition", "high_market_share", "development_prospects")
"""What the relaxation asks beside a traditional feature."""

GOOD: dict[str, Any] = {
    "name": "虚构镇",
    **{finding: "yes" for findings in FINDINGS.values() for finding in findings},
    **dict.fromkeys(
        ("high_market_share", "provincial_share_high", "comparative_advantage", "overseas_prospects"), "yes"
    ),
    "exports": "yes",
    "category": "manufacturing",
    "annual_output": "20亿元",
    "single_county": "yes",
    "supporting_capacity": "yes",
    **dict.fromkeys(TRADITION, "no"),
    **dict.fromkeys(("industry_influence", "name_recognition", "development_prospects"), "no"),
    "leading_firms": 1,
    "supporting_firms": 10,
    "technology_centre": "none",
    "engineering_centre": "none",
    **dict.fromkeys(("specialised_firms", "little_giants", "single_champions", "designated_leaders"), 0),
    "high_tech_firms": 0,
    "focused_products": "yes",
    "national_reputation": "yes",
    "influence_scope": "nation",
    "brand_level": "province",
    "standards": 1,
    "services": list(SERVICES),
    "infrastructure": "yes",
}
"""A town that meets every criterion of every standard, and has no tradition and no title."""

RELAXED = {"geographical_indication": "yes", **dict.fromkeys(LEGS, "yes")}
"""What makes the relaxation hold."""


def judged(rules: str, **changes: Any) -> Judgement:
    """The good town with some facts changed (None: missing), judged by a rule set."""
    rule_set = load_rules(rules)
    raw = {name: value for name, value in {**GOOD, **changes}.items() if value is not None}
    return judge(Town({name: rule_set.facts[name].type.read(value) for name, value in raw.items()}), rule_set)


def grade(rules: str, number: int, **changes: Any) -> str:
    """The grade of one criterion of that town: `met`, or both ends where it is open, `not_met..met`."""
    worst, best = judged(rules, **changes).criteria[number - 1].span
    return worst.word if worst == best else f"{worst.word}..{best.word}"


class Nodes(Fold[tuple[tuple[Check, tuple[Leaf, ...]], ...]]):
    """Every check of a tree, each with the leaves below it."""

    def leaf(self, check):
        return ((check, (check,)),)

    def _group(self, check, parts):
        below = tuple(leaf for part in parts for leaf in part[0][1])
        return ((check, below), *(node for part in parts for node in part))

    all = any = of = _group

    def _wrapper(self, check, part):
        return self._group(check, (part,))

    relaxed = in_principle = _wrapper


def nodes(rules: str) -> list[tuple[int, Check, set[str]]]:
    """Every check of a rule set: its criterion's number, itself, the facts it asks for."""
    return [
        (criterion.number, check, {leaf.fact.id for leaf in below})
        for criterion in load_rules(rules).criteria
        for root in (criterion.require, *criterion.prefer)
        for check, below in root.fold(Nodes())
    ]
