"""What a clause states in figures: how much, compared how, of what, for which category."""

from functools import cache

import pytest

from zhenkit.analysis.document.figures import figures
from zhenkit.analysis.document.read import plain_line
from zhenkit.analysis.document.words import Vocabulary
from zhenkit.rulesets.catalog import shipped


@cache
def vocabulary() -> Vocabulary:
    return Vocabulary(shipped().facts)


def told(text: str) -> list[str]:
    return [
        " ".join([each.written, each.comparison or "-", each.facts[0].id if each.facts else "-", *each.categories])
        for each in figures(plain_line(text), vocabulary())
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("主导产业年产值达到20亿元以上。", ["20亿元 at_least annual_output"]),
        ("年产值不低于1,500万元，", ["1,500万元 at_least annual_output"]),
        ("年产值超过3亿元", ["3亿元 more_than annual_output"]),
        ("年产值不超过3亿元", ["3亿元 at_most annual_output"]),
        ("年产值低于3亿元的", ["3亿元 less_than annual_output"]),
        ("年产值5亿元以上（不含）", ["5亿元 more_than annual_output"]),
        ("从业人数1.2万人以上", ["1.2万人 at_least employees"]),
        ("至少拥有1家行业知名的龙头企业", ["1家 at_least leading_firms"]),
        ("拥有至少三家龙头企业", ["三家 at_least leading_firms"]),
        ("龙头企业3至5家", ["3至5家 at_least leading_firms"]),
        ("龙头企业1家，配套企业在10户以上", ["1家 - leading_firms", "10户 at_least supporting_firms"]),
        ("研发投入占比不低于3.5%", ["3.5% at_least -"]),
        ("成立3年以上", ["3年 at_least -"]),
        # what each figure is for
        (
            "产值应达到：制造业类20亿元以上，特优农业、特色轻工（工艺美术）类10亿元以上。年产值不少于1亿元。",
            [
                "20亿元 at_least annual_output manufacturing",
                "10亿元 at_least annual_output agriculture light_industry",
                "1亿元 at_least annual_output",
            ],
        ),
        (
            "制造业类专业镇，年产值8亿元以上；特优农业类，年产值3亿元以上，但均不少于1亿元",
            [
                "8亿元 at_least annual_output manufacturing",
                "3亿元 at_least annual_output agriculture",
                "1亿元 at_least annual_output",
            ],
        ),
        # levels, as of what is named behind them
        ("国家级或省级企业技术中心", ["国家级或省级 at_least technology_centre"]),
        ("拥有市级以上知名品牌", ["市级以上 at_least brand_level"]),
        ("市级专业镇年产值1亿元", ["1亿元 - annual_output"]),
        # no figures of a condition
        (
            "到2025年，近3年，聚焦一种特色产业，5G，“1+1+8+1”，500亿级，政发〔2022〕80号，第3条，两个市级专业镇",
            [],
        ),
    ],
)
def test_figures(text, expected):
    assert told(text) == expected


def test_facts_are_found_by_the_phrases_of_documents_and_the_longest_wins():
    found = vocabulary().mentions("国内同行业中具有比较优势,在行业内影响力大,海外拥有较大市场空间")
    assert [each.facts[0].id for each in found] == ["comparative_advantage", "industry_influence", "overseas_prospects"]


def test_no_text_takes_long():
    text = "知名" * 20_000 + "聚焦" * 20_000 + "制定" * 20_000 + "1" * 20_000 + "," * 20_000
    assert figures(text, vocabulary()) == []
