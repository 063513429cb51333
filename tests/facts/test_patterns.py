"""The patterns of the schemas accept what the readers read, and nothing else."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tests.strategies  # noqa: F401 - the profile
from zhenkit.facts.quantities import Unreadable
from zhenkit.facts.types.base import is_missing
from zhenkit.rulesets.catalog import shipped

FACTS = shipped().facts
PIECES = {
    "services": [
        "检验检测",
        "物流",
        "testing",
        "无",
        "none",
        "1.",
        "2、",
        "（1）",
        "①",
        "②",
        "、",
        "，",
        ",",
        ";",
        "/",
        "(2)",
        "3)",
        "：",
        "12.",
        "乱",
        "\u3000",
        "\n",
    ],
    "annual_output": [
        "1",
        "12",
        ".5",
        "亿",
        "万",
        "元",
        "人民币",
        "¥",
        "￥",
        "~",
        "至",
        "-",
        ",000",
        "（人民币）",
        "RMB",
        "①",
        "美元",
        "约",
        "９",
        "．",
    ],
    "year": ["2024", "1900", "2100", "1899", "~", "-", "２０", "２４", "20", ".0", "年", "①"],
}
OF_VALUES = ("goes from low", "finer than", "too large", "1亿 in 万", "more digits", "two ends")
"""What is wrong with a text of the right form: no pattern can tell."""


def accepted(schema, text):
    kinds = schema.get("anyOf", [schema])
    return any(
        text in kind.get("enum", ()) or ("pattern" in kind and re.search(kind["pattern"], text) is not None)
        for kind in kinds
    )


@pytest.mark.parametrize("fact", PIECES)
@given(data=st.data())
@settings(max_examples=500)
def test_a_text_is_accepted_where_it_is_read(fact, data):
    text = "".join(data.draw(st.lists(st.sampled_from([*PIECES[fact], " "]), min_size=1, max_size=6)))
    kind = FACTS[fact].type
    if is_missing(text):
        return
    try:
        kind.read(text)
    except Unreadable as error:
        if not any(word in str(error) for word in OF_VALUES):
            assert not accepted(kind.schema(), text)
    else:
        assert accepted(kind.schema(), text)
