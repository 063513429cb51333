"""The readings R1 to R14 of the rule files: what each does to a town, and that each is stated beside its check."""

import re

import pytest

from tests.rules.test_policy import FLOORS, fen_off
from tests.rules.towns import GOOD, LEGS, RELAXED, SERVICES, SETS, STANDARDS, TRADITION, grade, judged, nodes
from zhenkit.facts.town import Town
from zhenkit.judging.judgement import judge

EXPORTING = ("shanxi", "changzhi")
STATED = {
    # reading: the rule sets that state it, and facts of the check it stands beside
    "R1": (STANDARDS, {"single_county"}),
    "R2": (STANDARDS, {"annual_output"}),
    "R3": (STANDARDS, {*TRADITION, *LEGS}),
    "R4": (STANDARDS, {"annual_output"}),
    "R5": (EXPORTING, {"exports", "overseas_prospects"}),
    "R6": (STANDARDS, {"brand_level"}),
    "R7": (STANDARDS, {"services"}),
    "R8": (STANDARDS, {"heritage_product", "brand_effect", "social_recognition", "local_identity"}),
    "R9": (("jincheng",), set(TRADITION)),
    "R10": (STANDARDS, {"annual_output"}),
    "R11": (STANDARDS, {"leading_firms"}),
    "R12": (("jincheng",), {"brand_level"}),
    "R13": (STANDARDS, {*TRADITION, *LEGS}),
    "R14": (STANDARDS, {"influence_scope"}),
}


@pytest.mark.parametrize("reading", STATED)
def test_a_reading_is_stated_beside_the_check_it_governs_in_both_languages(reading):
    rule_sets, facts = STATED[reading]
    for rules in rule_sets:
        beside = [
            check.reading
            for _number, check, asked in nodes(rules)
            if asked == facts and check.reading is not None and reading in cited(check.reading.zh)
        ]
        assert beside, f"{rules} does not state {reading}"
        assert all(reading in cited(said.en) for said in beside)


@pytest.mark.parametrize(
    ("reading", "fact"),
    [("R2", "supporting_firms"), ("R6", "standards"), ("R11", "designated_leaders"), ("R14", "industry_influence")],
)
@pytest.mark.parametrize("rules", STANDARDS)
def test_a_reading_that_governs_two_checks_stands_beside_both(rules, reading, fact):
    assert any(
        check.reading is not None and reading in cited(check.reading.zh)
        for _number, check, asked in nodes(rules)
        if asked == {fact}
    )


def test_the_preference_reading_stands_beside_brand_and_standards():
    stated = [asked for _n, check, asked in nodes("jincheng") if check.reading and "R12" in cited(check.reading.zh)]
    assert stated == [{"brand_level"}, {"standards"}]


@pytest.mark.parametrize("rules", STANDARDS)
def test_both_languages_cite_the_same_readings_and_none_that_is_unknown(rules):
    for _number, check, _asked in nodes(rules):
        if check.reading is not None:
            assert cited(check.reading.zh) == cited(check.reading.en)
            assert cited(check.reading.zh)
            assert cited(check.reading.zh) <= set(STATED)


def cited(text: str) -> set[str]:
    """The readings that a text cites by their numbers, in brackets: `(R2, R3)`."""
    return {
        number for brackets in re.findall(r"[(（]([R\d、, ]+)[)）]", text) for number in re.findall(r"R\d+", brackets)
    }


@pytest.mark.parametrize("rules", SETS)
def test_r1_spreading_over_several_counties_is_an_exception_to_argue(rules):
    assert grade(rules, 4, single_county="no") == "review"
    assert grade(rules, 4, single_county="no", annual_output="1000元") == "not_met"
    assert grade(rules, 4, single_county=None) == "review..met"


@pytest.mark.parametrize("rules", SETS)
@pytest.mark.parametrize("leg", LEGS)
def test_r3_every_leg_of_the_relaxation_is_needed(rules, leg):
    below = {**RELAXED, "annual_output": f"{FLOORS[rules]}亿元"}
    assert grade(rules, 4, **{**below, leg: "no"}) == "not_met"
    assert grade(rules, 4, **{**below, leg: None}) == "not_met..relaxed"


@pytest.mark.parametrize("rules", SETS)
def test_r3_r9_any_traditional_feature_will_do_and_one_is_needed(rules):
    below = {**RELAXED, "annual_output": f"{FLOORS[rules]}亿元", **dict.fromkeys(TRADITION, "no")}
    assert grade(rules, 4, **below) == "not_met"
    for feature in TRADITION:
        assert grade(rules, 4, **{**below, feature: "yes"}) == "relaxed"
        assert grade(rules, 4, **{**below, feature: None}) == "not_met..relaxed"


@pytest.mark.parametrize("rules", SETS)
def test_r3_prospects_that_nobody_weighed_leave_it_open_only_below_the_threshold(rules):
    unweighed = {**RELAXED, "development_prospects": None}
    assert grade(rules, 4, **unweighed, annual_output="0.9~1亿元") == "not_met..relaxed"
    assert grade(rules, 4, **unweighed, annual_output="1~20亿元") == "not_met..met"
    assert grade(rules, 4, **unweighed) == "met"


@pytest.mark.parametrize("rules", SETS)
def test_r4_an_industry_outside_the_three_categories_is_for_review_from_the_floor_on(rules):
    floor = FLOORS[rules]
    assert grade(rules, 4, category="other", annual_output="9000亿元") == "review"
    assert grade(rules, 4, category="other", annual_output=f"{floor}亿元") == "review"
    assert grade(rules, 4, category="other", annual_output=fen_off(floor, -1)) == "not_met"
    assert grade(rules, 4, **RELAXED, category="other", annual_output=f"{floor}亿元") == "relaxed"


@pytest.mark.parametrize("rules", SETS)
def test_r4_a_category_that_is_not_given_may_be_any_of_the_four(rules):
    assert grade(rules, 4, category=None, annual_output="20亿元") == "review..met"
    assert grade(rules, 4, category=None, annual_output=f"{FLOORS[rules]}亿元") == "not_met..review"


@pytest.mark.parametrize("rules", EXPORTING)
def test_r5_the_overseas_clause_binds_towns_that_export(rules):
    assert grade(rules, 3, exports="no", overseas_prospects=None) == "met"
    assert grade(rules, 3, exports="no", overseas_prospects="no") == "met"
    assert grade(rules, 3, exports="yes", overseas_prospects="yes") == "met"
    assert grade(rules, 3, exports="yes", overseas_prospects="no") == "not_met"
    assert grade(rules, 3, exports="yes", overseas_prospects=None) == "not_met..met"
    assert grade(rules, 3, exports=None, overseas_prospects="no") == "not_met..met"
    assert grade(rules, 3, exports=None, overseas_prospects="yes") == "met"


@pytest.mark.parametrize("rules", ["jincheng", "yangcheng"])
def test_jincheng_asks_nothing_of_exports(rules):
    assert grade(rules, 3, exports="yes", overseas_prospects="no") == "met"


@pytest.mark.parametrize("rules", SETS)
def test_r7_all_functions_are_met_some_are_for_review_none_is_not_met(rules):
    assert grade(rules, 7) == "met"
    assert grade(rules, 7, services=list(SERVICES[:7])) == "review"
    assert grade(rules, 7, services=["logistics"]) == "review"
    assert grade(rules, 7, services="none") == "not_met"
    assert grade(rules, 7, services=None) == "not_met..met"


def test_r8_a_finding_without_evidence_is_for_review_under_strict():
    good = judged("shanxi")
    rules = good.rule_set
    bare = judge(good.town, rules, strict=True)
    assert [judgement.span.word for judgement in bare.criteria][:3] == ["review"] * 3
    proven = Town(good.town.facts, dict.fromkeys(rules.facts.findings, ("年鉴",)))
    assert judge(proven, rules, strict=True).verdict == "pass"


@pytest.mark.parametrize("rules", SETS)
def test_r10_below_the_figure_and_without_the_relaxation_is_not_met(rules):
    assert grade(rules, 4, annual_output=fen_off(FLOORS[rules], 1)) == "not_met"


@pytest.mark.parametrize("rules", SETS)
def test_r11_a_titled_firm_is_no_leading_firm(rules):
    assert grade(rules, 5, leading_firms=0, designated_leaders=3) == "not_met"


@pytest.mark.parametrize("rules", ["jincheng", "yangcheng"])
def test_r12_jincheng_prefers_brand_and_standards_and_requires_neither(rules):
    without = judged(rules, brand_level="none", standards=0)
    assert without.verdict == "pass"
    assert without.merits == ()
    assert [merit.facts[0].id for merit in judged(rules).merits] == ["brand_level", "standards"]


@pytest.mark.parametrize("rules", SETS)
def test_r13_the_relaxation_relaxes_the_output_figure_alone(rules):
    for changes in ({"supporting_capacity": "no"}, {"supporting_firms": 1}, {"influence_scope": "county"}):
        assert judged(rules, **RELAXED, **changes).verdict == "fail"


@pytest.mark.parametrize("rules", SETS)
def test_r14_how_large_and_how_far_influence_is_are_two_facts(rules):
    assert GOOD["industry_influence"] == "no"
    assert grade(rules, 6) == "met"
    below = {**RELAXED, "annual_output": f"{FLOORS[rules]}亿元", "influence_scope": "none"}
    assert grade(rules, 4, **below) == "relaxed"
