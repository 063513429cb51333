"""What a check asks, in words, in both languages: the rule file's own where it has them, else made."""

import pytest

from tests.checks.shipped import RULE_SETS
from tests.strategies import DICTIONARY, text
from zhenkit.checks.describe import asked_in_words, figure_in_words, words
from zhenkit.checks.tree import (
    AT_LEAST,
    AT_LEAST_MEMBERS,
    INCLUDES,
    IS_NO,
    IS_YES,
    All,
    AnyOf,
    FigureTable,
    InPrinciple,
    Leaf,
    Of,
    Relaxed,
)
from zhenkit.core.i18n import speaking
from zhenkit.facts.quantities import Range

SHANXI = RULE_SETS["shanxi"].facts
YUAN_100M = 10**10


def leaf(name, comparison, figure, said=None):
    return Leaf(said, None, SHANXI[name], comparison, figure)


FIRMS = leaf("supporting_firms", AT_LEAST, 10)
LEVEL = leaf("brand_level", AT_LEAST, 3)
OUTPUT = FigureTable(
    SHANXI["category"],
    {"manufacturing": 20 * YUAN_100M, "agriculture": YUAN_100M, "light_industry": YUAN_100M, "other": None},
)


@pytest.mark.parametrize(
    ("check", "english", "chinese"),
    [
        (FIRMS, "supporting firms: at least 10 firms", "配套企业户数：10户"),
        (LEVEL, "highest level of a well-known brand: at least provinc", "知名品牌最高级别：省级"),
        (leaf("exports", IS_NO, False), "exports products: no", "有出口产品：否"),
        (leaf("infrastructure", IS_YES, True), "infrastructure fairly complete: yes", "基础设施较为完善：是"),
        (
            leaf("services", INCLUDES, frozenset({"logistics", "testing"})),
            "public service functions: includes inspection and testing, logistics",
            None,
        ),
        (leaf("services", AT_LEAST_MEMBERS, 2), "public service functions: at least 2", None),
        (
            leaf("annual_output", AT_LEAST, OUTPUT),
            "annual output of the leading industry: manufacturing at least 20亿元; special agriculture at least 1亿元;"
            " special light industry at least 1亿元; other no figure is set: needs review",
            None,
        ),
        (All(None, None, (FIRMS, LEVEL)), "all of: supporting firms: at least 10 firms; highest level", None),
        (AnyOf(None, None, (FIRMS, LEVEL)), "one of: supporting firms: at least 10 firms; highest level", None),
        (Of(None, None, (FIRMS, LEVEL), 1), "at least 1 of: supporting firms: at least 10 firms; highest level", None),
        (
            Of(None, None, (FIRMS, LEVEL), 3, (1, 2)),
            "at least 3 points of: 1 point: supporting firms: at least 10 firms; 2 points: highest level",
            None,
        ),
        (Relaxed(None, None, FIRMS), "as an exception: supporting firms: at least 10 firms", None),
        (InPrinciple(None, None, FIRMS), "in principle: supporting firms: at least 10 firms", None),
    ],
)
def test_words_are_made_where_the_rule_file_has_none(check, english, chinese):
    said = words(check)
    assert said.en.startswith(english)
    assert said.zh != said.en
    if chinese:
        label, figure = chinese.split("：")
        assert said.zh.startswith(label)
        assert said.zh.endswith(figure)


@pytest.mark.parametrize("kind", [All, AnyOf, Relaxed, InPrinciple, Of])
def test_the_rule_files_own_words_go_first(kind):
    own = text("own")
    parts = (FIRMS,) if kind in (Relaxed, InPrinciple) else ((FIRMS, LEVEL),)
    parts = (*parts, 1) if kind is Of else parts
    assert words(kind(own, None, *parts)) == own
    whole = words(All(None, None, (kind(own, None, *parts),)))
    assert (whole.en, own.zh in whole.zh) == ("all of: own", True)
    assert words(All(None, None, (leaf("exports", IS_YES, True, own),))).en == "all of: own"


def test_figures_are_shown_with_their_unit_in_the_language_in_use():
    assert figure_in_words(SHANXI["supporting_firms"], 10) == "10 firms"
    assert figure_in_words(SHANXI["supporting_firms"], 1) == "1 firm"
    assert figure_in_words(SHANXI["standards"], 1) == "1 standard"
    assert figure_in_words(SHANXI["standards"], Range(1, 2)) == "1~2 standards"
    assert figure_in_words(SHANXI["annual_output"], YUAN_100M) == "1亿元"
    assert figure_in_words(DICTIONARY["level"], None) == "no figure is set: needs review"
    with speaking("zh"):
        assert figure_in_words(SHANXI["supporting_firms"], 10).replace(" ", "") == "10户"
        assert figure_in_words(SHANXI["supporting_firms"], 1).replace(" ", "") == "1户"


def test_the_figure_that_a_known_choice_picks_is_said_alone():
    check = leaf("annual_output", AT_LEAST, OUTPUT)
    assert asked_in_words(check, 20 * YUAN_100M) == "at least 20亿元"
    assert asked_in_words(check, None) == "no figure is set: needs review"
    assert asked_in_words(check, OUTPUT.figures) == asked_in_words(check, OUTPUT)


@pytest.mark.parametrize("rules", RULE_SETS)
def test_every_check_of_the_shipped_rule_sets_has_words_in_both_languages(rules):
    for criterion in RULE_SETS[rules].criteria:
        for check in (criterion.require, *criterion.prefer):
            said = words(check)
            assert said.zh
            assert said.en
            assert said.zh != said.en
