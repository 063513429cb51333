"""The hand-written standard that judging is measured against gives the verdicts zhenkit gives."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.benchmarks import by_hand
from tests.benchmarks.random_towns import whole_towns
from zhenkit import load_rules
from zhenkit.facts.town import Town
from zhenkit.judging.judgement import judge


def test_hand_written_standard_and_zhenkit_agree_on_whole_towns_of_every_verdict():
    rules = load_rules("shanxi")
    verdicts: Counter[str] = Counter()
    for facts in whole_towns(rules, 4000, seed=20220926):
        verdict = judge(Town(facts), rules).verdict
        assert verdict == by_hand.verdict(facts), facts
        verdicts[verdict] += 1
    assert set(verdicts) == {"pass", "relaxed", "review", "fail"}
    assert min(verdicts.values()) > 100, verdicts


@pytest.mark.parametrize(
    ("fact", "value", "verdict"),
    [
        ("annual_output", by_hand.FEN_PER_YI - 1, "fail"),
        ("annual_output", by_hand.FEN_PER_YI, "relaxed"),
        ("annual_output", 20 * by_hand.FEN_PER_YI - 1, "relaxed"),
        ("annual_output", 20 * by_hand.FEN_PER_YI, "pass"),
        ("category", "other", "relaxed"),
        ("single_county", False, "review"),
        ("services", by_hand.SERVICES - {"testing"}, "review"),
        ("services", frozenset(), "fail"),
        ("standards", 0, "fail"),
    ],
)
def test_hand_written_standard_follows_the_clauses(fact, value, verdict):
    rules = load_rules("shanxi")
    town = dict.fromkeys([asked.id for asked in rules.asked], True) | {
        "category": "manufacturing",
        "annual_output": 30 * by_hand.FEN_PER_YI,
        "services": by_hand.SERVICES,
        "leading_firms": 1,
        "supporting_firms": 10,
        "standards": 1,
        "influence_scope": by_hand.NATION,
        "brand_level": by_hand.PROVINCE,
    }
    assert by_hand.verdict(town) == "pass"
    assert by_hand.verdict(town | {fact: value}) == verdict
