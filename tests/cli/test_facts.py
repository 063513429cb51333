"""`zhenkit facts` finds a fact by any word of it, in both languages."""

import json

import pytest

from zhenkit.rulesets.catalog import shipped

FACTS = shipped().facts


def found(zhenkit, *arguments):
    code, out, err = zhenkit("facts", *arguments, "--format", "json")
    assert (code, err) == (0, "")
    return [fact["id"] for fact in json.loads(out)["facts"]]


def test_all_of_them_are_listed(zhenkit):
    assert found(zhenkit) == list(FACTS.by_id)
    _code, out, _err = zhenkit("facts", "--lang", "zh")
    assert all(fact_id in out for fact_id in ("technology_centre", "annual_output", "services"))


@pytest.mark.parametrize(
    ("word", "first"),
    [
        *(("annual_output", "annual_output"), ("Annual Output", "annual_output"), ("年产值", "annual_output")),
        *(
            ("龙头", "leading_firms"),
            ("leading firms", "leading_firms"),
            ("县市区", "county"),
            ("就业人员", "employees"),
        ),
        *(("检测", "services"), ("物流", "services"), ("logistics", "services"), ("工艺美术", "category")),
        *(("技术中心", "technology_centre"), ("anual_output", "annual_output"), ("工业总产值", "annual_output")),
    ],
)
def test_a_fact_is_found_by_any_word(zhenkit, word, first):
    assert first in found(zhenkit, word)


def test_what_is_known_of_it_is_shown(zhenkit):
    code, out, err = zhenkit("facts", "brand_level", "--lang", "en")
    assert (code, err) == (0, "")
    for said in ("brand_level", "知名品牌最高级别", "a level, from the lowest", "品牌级别", "shanxi 6"):
        assert said in out


def test_a_rule_file_brings_its_own(zhenkit, tmp_path):
    code, out, _err = zhenkit("facts", "--rules", "yangcheng", "annual_output", "--format", "json")
    assert code == 0
    assert {asking["rule_set"] for asking in json.loads(out)["facts"][0]["asked"]} == {"yangcheng"}


def test_a_word_of_none_is_told(zhenkit):
    code, out, err = zhenkit("facts", "xyzzy", "--lang", "en")
    assert (code, out) == (1, "")
    assert "no fact goes by 'xyzzy'; `zhenkit facts` lists all of them" in err
