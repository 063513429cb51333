"""The dictionary of facts, and what a town is known by."""

import pytest

from zhenkit.core.i18n import speaking
from zhenkit.facts.dictionary import Facts, bare_place, same_place
from zhenkit.facts.fact import Fact
from zhenkit.facts.quantities import Range
from zhenkit.facts.town import Town
from zhenkit.facts.types.registry import PLAIN_TYPES
from zhenkit.rulesets.catalog import shipped
from zhenkit.rulesets.dictionary_file import read_facts
from zhenkit.rulesets.schema import FactShape

FACTS = shipped().facts

CONTRACT = """
text: name province city county leading_industry
count: year firms employees leading_firms supporting_firms specialised_firms little_giants single_champions
count: designated_leaders high_tech_firms standards
choice: output_basis category
finding: heritage_product brand_effect social_recognition local_identity cluster_effect employment_channel tax_source
finding: startup_carrier income_support high_market_share provincial_share_high comparative_advantage
finding: overseas_prospects supporting_capacity industry_influence name_recognition development_prospects
finding: focused_products national_reputation infrastructure government_priority clear_plan service_awareness
yes/no: exports single_county historical_origin geographical_indication traditional_feature
money: annual_output
date: designated_on
level: technology_centre engineering_centre influence_scope brand_level
set: services
"""


def test_the_dictionary_is_the_contracts():
    lines = [line.split(": ") for line in CONTRACT.strip().splitlines()]
    expected = {fact: kind for kind, facts in lines for fact in facts.split()}
    assert {fact.id: fact.type.name for fact in FACTS.by_id.values()} == expected


@pytest.mark.parametrize(
    ("name", "fact"),
    [
        ("annual_output", "annual_output"),
        ("主导产业年产值", "annual_output"),
        ("年产值", "annual_output"),
        ("产值", "annual_output"),
        (" 产值 ", "annual_output"),
        ("县（区、市）", "county"),
        ("专精特新", "specialised_firms"),
    ],
)
def test_a_fact_goes_by_its_id_its_label_and_its_aliases(name, fact):
    assert FACTS.named(name) is FACTS[fact]


def test_an_unknown_fact_is_told_with_the_near_name():
    assert FACTS.named("anual_output") is None
    assert FACTS.unknown("anual_output") == "unknown fact 'anual_output'; did you mean annual_output?"
    assert FACTS.unknown("龙头企业数量").endswith("did you mean 龙头企业数?")
    assert FACTS.unknown("zzz") == "unknown fact 'zzz'; `zhenkit facts` lists the facts there are"
    assert FACTS.unknown("x" * 10_000).endswith("`zhenkit facts` lists the facts there are")
    with speaking("zh"):
        assert "annual_output" in FACTS.unknown("anual_output")


def test_output_says_by_what_it_is_measured():
    assert FACTS.figures_with_basis == (("annual_output", "output_basis", "output"),)
    assert "annual_output" not in FACTS.findings
    assert "high_market_share" in FACTS.findings


def shape(**fields):
    return FactShape.model_validate({"type": "count", "zh": "新", "en": "new", **fields})


@pytest.mark.parametrize(
    ("fact_id", "fields", "message"),
    [
        ("annual_output", {}, "annual_output is already in the dictionary; use another id"),
        ("mine", {"zh": "产值"}, "the name '产值' is taken by the fact annual_output"),
        ("mine", {"aliases": ["firms"]}, "the name 'firms' is taken by the fact firms"),
        ("mine", {"type": "set"}, "belongs to a choice or a set, and they need it"),
        ("mine", {"values": {"a": {"zh": "甲", "en": "a"}}}, "belongs to a choice or a set, and they need it"),
        ("mine", {"basis": "firms"}, "names a choice fact"),
        ("mine", {"basis": "nothing"}, "names a choice fact"),
    ],
)
def test_a_fact_of_a_rule_files_own_may_not_clash_with_the_dictionary(fact_id, fields, message):
    _facts, problems = read_facts({fact_id: shape(**fields)}, FACTS.levels, FACTS)
    assert any(message in said for _where, said in problems)


def test_a_rule_file_may_add_facts_to_the_dictionary():
    more, problems = read_facts(
        {
            "mine": shape(zh="我的", aliases=["我方"], basis="how"),
            "how": shape(type="choice", values={"a": {"zh": "甲", "en": "a"}}),
            "rank": shape(type="level", zh="级"),
        },
        FACTS.levels,
        FACTS,
    )
    assert problems == []
    assert more.named("我方") is more["mine"]
    assert more["rank"].type.read("省级") == 3
    assert more["annual_output"] is FACTS["annual_output"]
    assert ("mine", "how", "a") in more.figures_with_basis


@pytest.mark.parametrize(
    ("one", "other"),
    [("祁县", "祁"), ("长治市", "长治"), ("山西省", "山西"), ("盐湖区", "盐湖"), ("阳泉郊区", "阳泉郊区")],
)
def test_place_names_match_with_or_without_their_suffix(one, other):
    assert same_place(one, other)
    assert same_place(other, one)


@pytest.mark.parametrize(("one", "other"), [("祁县", "沁县"), ("长治市", "晋城市"), ("市", "县"), ("祁", "祁祁")])
def test_other_place_names_do_not(one, other):
    assert not same_place(one, other)


def test_a_place_that_is_a_suffix_is_a_name_all_the_same():
    assert bare_place("市") == "市"


A_TOWN = {"name": "玻璃器皿专业镇", "province": "山西省", "city": "晋中市", "county": "祁县", "year": 2023}


@pytest.mark.parametrize("change", [{"province": "山西"}, {"city": "晋中"}, {"county": "祁"}, {"firms": 12}])
def test_a_town_is_the_same_whatever_else_is_said_of_it(change):
    assert Town({**A_TOWN, **change}).identity == Town(A_TOWN).identity


@pytest.mark.parametrize(
    "change",
    [{"name": "别的"}, {"city": "长治市"}, {"county": "平遥县"}, {"year": 2024}, {"year": Range(2022, 2023)}],
)
def test_another_name_place_or_year_makes_another_town(change):
    assert Town({**A_TOWN, **change}).identity != Town(A_TOWN).identity


def test_a_year_that_is_not_known_makes_another_town():
    without = {key: value for key, value in A_TOWN.items() if key != "year"}
    assert Town(without).identity != Town(A_TOWN).identity
    assert Town(without).identity == Town(without).identity


def test_a_town_read_from_no_file_has_a_place_all_the_same():
    town = Town(A_TOWN)
    assert (town.file, town.line, town.find("name"), town.find_decision(4)) == ("-", 1, (1, 1), (1, 1))


def test_a_dictionary_may_be_made_by_hand():
    facts = Facts([Fact("a", PLAIN_TYPES["count"], FACTS["firms"].label)], ())
    assert facts.named("企业户数") is facts["a"]
