"""Shanxi's provincial standard in plain Python: what judging by a rule file is measured against."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

FEN_PER_YI = 10**8 * 100
THRESHOLDS = {"manufacturing": 20 * FEN_PER_YI, "agriculture": 10 * FEN_PER_YI, "light_industry": 10 * FEN_PER_YI}
FLOOR = 1 * FEN_PER_YI
PROVINCE, NATION = 3, 4
SERVICES = frozenset(
    ("rd_design", "testing", "training", "information", "ip_protection", "financing", "exhibition", "logistics")
)


def verdict(town: Mapping[str, Any]) -> str:
    """The verdict on a town of exact values (money in fen, levels by rank) that leaves nothing out."""
    if not (
        # 1 heritage
        town["heritage_product"]
        and town["brand_effect"]
        and town["social_recognition"]
        and town["local_identity"]
        # 2 jobs and incomes
        and town["cluster_effect"]
        and town["employment_channel"]
        and town["tax_source"]
        and town["startup_carrier"]
        and town["income_support"]
        # 3 market demand
        and town["high_market_share"]
        and (not town["exports"] or town["overseas_prospects"])
        # 4 clustering, but for the threshold and the county
        and town["supporting_capacity"]
        and town["annual_output"] >= FLOOR
        # 5 leading firms
        and town["leading_firms"] >= 1
        and town["supporting_firms"] >= 10
        # 6 distinctive products
        and town["focused_products"]
        and town["influence_scope"] >= NATION
        and town["brand_level"] >= PROVINCE
        and town["standards"] >= 1
        # 7 public services
        and town["services"]
        and town["infrastructure"]
        # 8 development environment
        and town["government_priority"]
        and town["clear_plan"]
        and town["service_awareness"]
    ):
        return "fail"
    threshold = THRESHOLDS.get(town["category"])  # none is set for other industries
    if threshold is not None and town["annual_output"] >= threshold:
        grade = "pass"
    elif (
        (town["historical_origin"] or town["geographical_indication"] or town["traditional_feature"])
        and town["industry_influence"]
        and town["name_recognition"]
        and town["high_market_share"]
        and town["development_prospects"]
    ):
        grade = "relaxed"
    elif threshold is None:
        grade = "review"
    else:
        return "fail"
    if not town["single_county"] or not town["services"] >= SERVICES:  # both are asked in principle
        return "review"
    return grade
