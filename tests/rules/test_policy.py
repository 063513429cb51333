"""The rule files against the policy's tables: figures, levels, aspects, preferences, clauses, side by side."""

from decimal import Decimal

import pytest

from tests.rules.towns import FINDINGS, GOOD, LEGS, RELAXED, SERVICES, SETS, STANDARDS, TRADITION, grade, judged
from zhenkit import load_rules

DOCUMENTS = {
    # rule set: level, place, document, issuer, date, in force from
    "shanxi": ("province", ["山西省"], "晋政办发〔2022〕80号", "山西省人民政府办公厅", "2022-09-26", "2022-09-26"),
    "changzhi": (
        "city",
        ["山西省", "长治市"],
        "长治市促进专业镇高质量发展实施方案",
        "长治市人民政府办公室",
        "2023-03-31",
        "2023-03-31",
    ),
    "jincheng": ("city", ["山西省", "晋城市"], "晋城市促进专业镇高质量发展实施方案", None, None, "2023-04-26"),
    "yangcheng": (
        "county",
        ["山西省", "晋城市", "阳城县"],
        "阳政办发〔2023〕27号",
        "阳城县人民政府办公室",
        "2023-04-26",
        "2023-04-26",
    ),
}

NAMES = {
    "shanxi": "历史传承厚重 就业富民带动面广 市场需求较大 产业集聚度高 "
    "龙头企业带动效应强 产品特色突出 公共服务完善 发展环境良好",
    "jincheng": "历史传承厚重 就业富民带动面广 市场需求较大 产业集聚度高 "
    "龙头企业带动明显 主导产品特色突出 公共服务配套完善 营商环境发展良好",
}
NAMES["changzhi"] = NAMES["shanxi"]
NAMES["yangcheng"] = NAMES["jincheng"]

OUTPUT = {
    # in 亿元: manufacturing, agriculture, light industry, floor
    "shanxi": ("20", "10", "10", "1"),
    "changzhi": ("10", "5", "5", "0.5"),
    "jincheng": ("10", "1", "1", "0.5"),
    "yangcheng": ("10", "1", "1", "0.5"),
}
CATEGORIES = ("manufacturing", "agriculture", "light_industry")
THRESHOLDS = [
    (rules, category, figure)
    for rules, figures in OUTPUT.items()
    for category, figure in zip(CATEGORIES, figures[:3], strict=True)
]
FLOORS = {rules: figures[3] for rules, figures in OUTPUT.items()}


def fen_off(figure: str, fen: int) -> str:
    """An amount so many fen above or below a figure in 亿元."""
    return f"{Decimal(figure) * 10**8 + Decimal(fen) / 100}元"


ASPECTS = {
    # what each standard's criteria 3 to 7 require, fact by fact; the others are the same findings everywhere
    "shanxi": {
        3: ["high_market_share", "exports", "overseas_prospects"],
        6: ["focused_products", "influence_scope", "brand_level", "standards"],
    },
    "changzhi": {
        3: ["provincial_share_high", "high_market_share", "exports", "overseas_prospects"],
        6: ["focused_products", "influence_scope", "national_reputation", "brand_level", "standards"],
    },
    "jincheng": {3: ["comparative_advantage", "high_market_share"], 6: ["focused_products", "influence_scope"]},
}
for _aspects in ASPECTS.values():
    _aspects |= FINDINGS
    _aspects[4] = ["single_county", "supporting_capacity", "annual_output", "category", *TRADITION, *LEGS]
    _aspects[5] = ["leading_firms", "supporting_firms"]
    _aspects[7] = ["services", "infrastructure"]

NOT_REQUIRED = {(3, "exports"), (4, "single_county"), (4, "high_market_share")}
"""What a criterion asks but can be met or argued without."""

SUPPORTING_FIRMS = {"shanxi": 10, "changzhi": 10, "jincheng": 5, "yangcheng": 5}

LEAST = [
    # rule set, fact, the least level or count that is met, the highest that is not
    ("shanxi", "influence_scope", "nation", "province"),
    ("shanxi", "brand_level", "province", "city"),
    ("shanxi", "standards", 1, 0),
    ("changzhi", "influence_scope", "province", "city"),
    ("changzhi", "brand_level", "city", "county"),
    ("changzhi", "standards", 1, 0),
    ("jincheng", "influence_scope", "nation", "province"),
]

TITLES = ("specialised_firms", "little_giants", "single_champions", "designated_leaders")
PREFERENCES = {
    # fact: the least that is preferred
    "shanxi": {"technology_centre": "province", "engineering_centre": "province", **dict.fromkeys(TITLES, 1)},
    "changzhi": {"technology_centre": "city", "engineering_centre": "city", **dict.fromkeys(TITLES, 1)},
    "jincheng": {
        "technology_centre": "province",
        **dict.fromkeys(TITLES, 1),
        "high_tech_firms": 1,
        "brand_level": "province",
        "standards": 1,
    },
}
PREFERRED = [(rules, fact, least) for rules, facts in PREFERENCES.items() for fact, least in facts.items()]
BELOW = {"province": "city", "city": "county", 1: 0}
NO_MERITS = {
    **dict.fromkeys(TITLES, 0),
    "high_tech_firms": 0,
    "technology_centre": "none",
    "engineering_centre": "none",
}


@pytest.mark.parametrize("rules", SETS)
def test_a_rule_set_says_its_document_and_from_when_it_holds(rules):
    rule_set = load_rules(rules)
    source = rule_set.document
    said = (rule_set.level, list(rule_set.place.values()), source.name, source.issuer, source.date, rule_set.effective)
    assert said == DOCUMENTS[rules]


def test_jinchengs_own_plan_is_known_through_the_county_document_alone():
    jincheng = load_rules("jincheng")
    assert jincheng.document.known_through == "阳政办发〔2023〕27号 三"
    assert "阳政办发〔2023〕27号" in jincheng.note.zh
    assert "阳政办发〔2023〕27号" in jincheng.note.en


def test_yangcheng_holds_its_towns_to_jinchengs_standard():
    yangcheng = load_rules("yangcheng")
    assert yangcheng.adopts == "jincheng"
    assert [(each.number, each.clause) for each in yangcheng.criteria] == [
        (each.number, each.clause) for each in load_rules("jincheng").criteria
    ]


@pytest.mark.parametrize("rules", SETS)
def test_the_eight_criteria_stand_under_their_names_and_clauses(rules):
    section = "三" if rules in ("jincheng", "yangcheng") else "二"
    criteria = load_rules(rules).criteria
    assert [criterion.name.zh for criterion in criteria] == NAMES[rules].split()
    assert [criterion.clause for criterion in criteria] == [f"{section}（{item}）" for item in "一二三四五六七八"]
    assert [criterion.number for criterion in criteria] == list(range(1, 9))


@pytest.mark.parametrize("rules", SETS)
def test_the_good_town_meets_everything_and_has_no_title(rules):
    judgement = judged(rules)
    assert judgement.verdict == "pass"
    assert {merit.facts[0].id for merit in judgement.merits} <= {"brand_level", "standards"}


@pytest.mark.parametrize("rules", STANDARDS)
@pytest.mark.parametrize("number", range(1, 9))
def test_a_criterion_asks_its_aspects_and_nothing_else(rules, number):
    criterion = load_rules(rules).criteria[number - 1]
    assert {fact.id for fact in criterion.asked} == set(ASPECTS[rules][number])


@pytest.mark.parametrize(
    ("rules", "number", "aspect"),
    [
        (rules, number, aspect)
        for rules in STANDARDS
        for number, aspects in ASPECTS[rules].items()
        for aspect in aspects
        if GOOD[aspect] == "yes" and (number, aspect) not in NOT_REQUIRED
    ],
)
def test_every_finding_of_a_criterion_is_required(rules, number, aspect):
    assert grade(rules, number, **{aspect: "no"}) == "not_met"
    assert grade(rules, number, **{aspect: None}) == "not_met..met"


@pytest.mark.parametrize(("rules", "category", "threshold"), THRESHOLDS)
def test_output_at_the_threshold_counts_and_a_fen_below_does_not(rules, category, threshold):
    assert grade(rules, 4, category=category, annual_output=f"{threshold}亿元") == "met"
    assert grade(rules, 4, category=category, annual_output=fen_off(threshold, -1)) == "not_met"


@pytest.mark.parametrize(("rules", "category", "threshold"), THRESHOLDS)
def test_less_output_will_do_with_a_tradition_and_standing_but_is_never_better_than_relaxed(rules, category, threshold):
    floor = FLOORS[rules]
    assert grade(rules, 4, **RELAXED, category=category, annual_output=fen_off(threshold, -1)) == "relaxed"
    assert grade(rules, 4, **RELAXED, category=category, annual_output=f"{floor}亿元") == "relaxed"
    assert grade(rules, 4, **RELAXED, category=category, annual_output=fen_off(floor, -1)) == "not_met"


@pytest.mark.parametrize("rules", SETS)
def test_output_at_the_threshold_is_met_with_the_relaxation_at_hand_too(rules):
    assert grade(rules, 4, **RELAXED) == "met"


@pytest.mark.parametrize("rules", SETS)
def test_a_town_without_a_leading_firm_or_with_too_few_supporting_firms_fails(rules):
    least = SUPPORTING_FIRMS[rules]
    assert grade(rules, 5, leading_firms=1, supporting_firms=least) == "met"
    assert grade(rules, 5, leading_firms=1, supporting_firms=least - 1) == "not_met"
    assert grade(rules, 5, leading_firms=0, supporting_firms=least) == "not_met"
    assert grade(rules, 5, leading_firms=None, supporting_firms=least) == "not_met..met"


@pytest.mark.parametrize(("rules", "fact", "enough", "too_little"), LEAST)
def test_influence_brands_and_standards_reach_at_least_so_far(rules, fact, enough, too_little):
    assert grade(rules, 6, **{fact: enough}) == "met"
    assert grade(rules, 6, **{fact: too_little}) == "not_met"


@pytest.mark.parametrize("rules", STANDARDS)
def test_the_eight_service_functions_are_those_of_the_document(rules):
    for absent in SERVICES:
        assert grade(rules, 7, services=[name for name in SERVICES if name != absent]) == "review"


@pytest.mark.parametrize("rules", STANDARDS)
def test_the_preferences_are_these_and_no_others(rules):
    preferences = [each for criterion in load_rules(rules).criteria for each in criterion.preferences]
    assert [fact.id for each in preferences for fact in each.asked] == list(PREFERENCES[rules])


@pytest.mark.parametrize(("rules", "fact", "least"), PREFERRED)
def test_a_preference_is_held_from_its_least_level_or_first_firm_on(rules, fact, least):
    none = {**NO_MERITS, "brand_level": "none", "standards": 0}
    held = judged(rules, **{**none, fact: least}).merits
    assert [([asked.id for asked in merit.facts], merit.held) for merit in held] == [([fact], True)]
    assert judged(rules, **{**none, fact: BELOW[least]}).merits == ()
    assert [merit.held for merit in judged(rules, **{**none, fact: None}).merits] == [None]


@pytest.mark.parametrize("rules", SETS)
def test_titles_never_change_a_verdict(rules):
    titled = {**dict.fromkeys(TITLES, 9), "technology_centre": "nation", "engineering_centre": "nation"}
    for changes in ({}, {"leading_firms": 0}, {"services": ["testing"]}):
        without = judged(rules, **{**NO_MERITS, **changes})
        assert judged(rules, **{**titled, **changes}).span == without.span
