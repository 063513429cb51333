"""The JSON Schemas: valid themselves, and of one mind with what zhenkit reads."""

import json
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tests.paths import ROOT
from tests.rules_examples import BAD, GOOD, by_schema, name
from zhenkit.cli import main
from zhenkit.core import i18n
from zhenkit.documents.yaml import as_text, as_value, read_yaml
from zhenkit.facts.dictionary import Facts
from zhenkit.facts.quantities import Unreadable
from zhenkit.rulesets.catalog import shipped, shipped_rules
from zhenkit.schemas.catalog import schema
from zhenkit.schemas.report import REPORTS
from zhenkit.towns.inputs import READERS

COMMITTED = ("town", "rules", "facts", "assessment")
OTHERS = {"facts.yaml": "facts", "assessment.yaml": "assessment"}
"""The files beside the rule files, each with its schema."""
SAMPLES = ROOT / "samples"
TOWNS = sorted(path for path in SAMPLES.rglob("*") if path.suffix in READERS and SAMPLES / "rules" not in path.parents)


@cache
def validator(described: str) -> Draft202012Validator:
    with i18n.speaking("en"):
        return Draft202012Validator(json.loads(schema(described, shipped())))


def valid(town: object) -> bool:
    return validator("town").is_valid(town)


def told(described: str, value: object) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in validator(described).iter_errors(value)]


def yaml_value(file: Path) -> object:
    """What an editor makes of a rule file."""
    (document,) = read_yaml(file.read_text("utf-8"), str(file), as_value)
    return document.value


@pytest.mark.parametrize("described", [*COMMITTED, *REPORTS])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_command_prints_a_valid_schema_of_draft_2020_12(described, lang, capfdbinary):
    assert main.run(["schema", described, "--lang", lang]) == 0
    printed = json.loads(capfdbinary.readouterr().out)
    assert printed["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(printed)


@pytest.mark.parametrize("described", COMMITTED)
def test_the_schema_beside_the_rules_is_what_the_command_prints(described):
    """After a change that is meant: `zhenkit schema town --lang en --output rules/schema/town.json`, and so on."""
    with i18n.speaking("en"):
        assert (shipped_rules() / "schema" / f"{described}.json").read_text("utf-8") == schema(described, shipped())


def test_each_shipped_file_names_the_schema_that_lies_beside_it():
    for file in shipped_rules().glob("*.yaml"):
        first = file.read_text("utf-8").partition("\n")[0]
        described = OTHERS.get(file.name, "rules")
        assert first == f"# yaml-language-server: $schema=schema/{described}.json"


def test_an_unknown_schema_is_a_usage_error(capfd):
    assert main.run(["schema", "towns"]) == 2
    assert "town" in capfd.readouterr().err


@pytest.mark.parametrize("described", ["rules", "facts", *REPORTS])
def test_only_the_schema_of_towns_is_narrowed_by_a_rule_set(described, capfd):
    assert main.run(["schema", described, "--rules", "shanxi", "--lang", "en"]) == 2
    assert "--rules narrows the schema of town files alone" in capfd.readouterr().err


# rule files


@pytest.mark.parametrize("file", [*GOOD, *sorted(shipped_rules().glob("*.yaml"))], ids=name)
def test_a_rule_file_that_loads_is_valid(file):
    assert told(OTHERS.get(file.name, "rules"), yaml_value(file)) == []


@pytest.mark.parametrize("file", [file for file in BAD if by_schema(file) == "refuses"], ids=name)
def test_a_rule_file_of_the_wrong_shape_is_not_valid(file):
    assert told("rules", yaml_value(file)) != []


@pytest.mark.parametrize("file", [file for file in BAD if by_schema(file) == "accepts"], ids=name)
def test_what_no_schema_can_tell_is_left_to_lint(file):
    assert told("rules", yaml_value(file)) == []


def test_every_key_of_a_rule_file_that_needs_words_has_them():
    definitions = validator("rules").schema["$defs"]
    for shape in ("LeafShape", "CriterionShape", "DocumentShape", "Check"):
        assert definitions[shape]["description"]
    assert definitions["LeafShape"]["properties"]["fact"]["anyOf"][0]["enum"] == list(shipped().facts.by_id)


# town files


@pytest.mark.parametrize("file", TOWNS, ids=name)
def test_every_sample_is_valid(file):
    documents = list(READERS[file.suffix](file.read_text("utf-8"), str(file)))
    assert documents
    for document in documents:
        assert told("town", document.value) == []


def test_a_list_of_towns_is_valid_where_each_of_them_is():
    assert told("town", [{"name": "A"}, {"名称": "B", "firms": 3}]) == []
    for wrong in ([], [[{"name": "A"}]], ["A"], [{"name": "A"}, {"firms": 3}], [{"name": "A", "firm": 3}]):
        assert told("town", wrong) != []


def test_a_town_may_be_written_in_chinese_throughout():
    text = """
名称: 某镇
省: 山西省
年份: 2023
类别: 特色轻工
年产值: 9.5~10.5亿元
企业技术中心级别: 省级
公共服务功能: 研发设计、检验检测
传承产品工艺: 是
有出口产品: 无
专精特新: 未知
佐证:
  年产值: [统计年鉴, 2023]
评审决定:
  4: {同意: 是, 单位: 省工信厅, 日期: 2023-05-01, 理由: 跨两县，产业链一体}
"""
    (document,) = read_yaml(text, "-", as_text)
    assert told("town", document.value) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"name": None},
        {"name": "未知"},
        {"name": "  "},
        {"name": ["a"]},
        {"name": "a", "industry": "b"},
        {"name": "a", "category": "mining"},
        {"name": "a", "brand_level": "3"},
        {"name": "a", "exports": "maybe"},
        {"name": "a", "exports": 1},
        {"name": "a", "annual_output": 12},
        {"name": "a", "annual_output": "12.5"},
        {"name": "a", "annual_output": "亿元"},
        {"name": "a", "supporting_firms": -1},
        {"name": "a", "supporting_firms": "many"},
        {"name": "a", "supporting_firms": 1.5},
        {"name": "a", "services": ["testing", "mining"]},
        {"name": "a", "services": "testing, mining"},
        {"name": "a", "evidence": {"output": "b"}},
        {"name": "a", "evidence": {"annual_output": {"title": "b"}}},
        {"name": "a", "evidence": ["b"]},
        {"name": "a", "decisions": {"four": {}}},
        {"name": "a", "decisions": {"4": {"granted": "yes", "by": "b", "date": "2023-05-01"}}},
        {"name": "a", "decisions": {"4": {"granted": "yes", "by": "b", "date": "1 May", "why": "c"}}},
        {"name": "a", "decisions": {"4": {"granted": "yes", "by": "b", "date": "2023-05-01", "why": "c", "when": 1}}},
    ],
    ids=json.dumps,
)
def test_a_wrong_town_is_not_valid(wrong):
    assert not valid(wrong)


@pytest.mark.parametrize("missing", [None, "", "未知"])
@pytest.mark.parametrize("fact_id", [fact_id for fact_id in shipped().facts.by_id if fact_id != "name"])
def test_every_fact_may_be_missing(fact_id, missing):
    assert valid({"name": "a", fact_id: missing})


def test_every_name_of_every_fact_and_member_is_known():
    facts = shipped().facts
    for fact in facts.by_id.values():
        for called in fact.names:
            assert called in validator("town").schema["properties"]
        for member in getattr(fact.type, "members", ()):
            for word in member.names:
                assert valid({"name": "a", fact.id: word}), (fact.id, word)


def test_a_description_tells_labels_type_unit_note_and_who_asks():
    described = validator("town").schema["$defs"]["supporting_firms"]["description"]
    assert "配套企业户数 / supporting firms" in described
    assert "a whole number" in described
    assert "changzhi 5; jincheng 5; shanxi 5" in described
    assert "家庭农场" in described


def test_descriptions_are_in_the_language_asked_for(capfdbinary):
    main.run(["schema", "town", "--lang", "zh"])
    chinese = json.loads(capfdbinary.readouterr().out)
    assert chinese["properties"] == validator("town").schema["properties"]


def test_the_schema_of_one_rule_file_knows_its_own_facts(capfdbinary):
    own = next(file for file in GOOD if file.stem == "own-facts")
    assert main.run(["schema", "town", "--rules", str(own)]) == 0
    of_its_own = Draft202012Validator(json.loads(capfdbinary.readouterr().out))
    town = {"name": "a", "kilns": "3", "釉色": "甜白", "窑产值": "2亿元"}
    assert of_its_own.is_valid(town)
    assert not valid(town)


def reads(facts: Facts, fact_id: str, raw: object) -> bool:
    try:
        facts[fact_id].type.read(raw)
    except Unreadable:
        return False
    return True


DIGITS = st.text("0123456789", min_size=1, max_size=6)
NUMBERS = st.one_of(
    DIGITS, st.builds("{}.{}".format, DIGITS, st.text("0123456789", max_size=2)), st.sampled_from(["1,000", "1,00", ""])
)
UNITS = st.sampled_from(["", "亿", "万", "元", "亿元", "万元", " 亿元", "亿 元", "千元"])
AMOUNTS = st.builds("{}{}".format, NUMBERS, UNITS)
WRITTEN = st.one_of(
    AMOUNTS,
    st.builds("{}亿{}万元".format, DIGITS, DIGITS),
    st.builds("{}{}{}".format, AMOUNTS, st.sampled_from(["~", "-", "至", " – ", "～", "+"]), AMOUNTS),
)


@given(WRITTEN)
def test_money_that_is_read_is_valid_and_what_is_not_money_is_not(text):
    """The schema knows the form of money and counts; sizes and the order of a range are left to zhenkit."""
    facts = shipped().facts
    for fact_id in ("annual_output", "firms"):
        is_valid = valid({"name": "a", fact_id: text}) and text.strip() != ""
        if reads(facts, fact_id, text):
            assert is_valid
        elif is_valid:
            # of the right form: it is too fine, or goes down
            with i18n.speaking("en"), pytest.raises(Unreadable, match=r"finer|goes down|more than 1亿|too large"):
                facts[fact_id].type.read(text)


@given(
    st.lists(st.sampled_from(["testing", "培训", " 研发", "none", "无", "mining", ""]), max_size=4),
    st.sampled_from(";、, \n"),
)
def test_a_set_in_one_text_is_valid_where_it_is_read(words, divider):
    facts = shipped().facts
    text = divider.join(words)
    if text.strip() and reads(facts, "services", text):
        assert valid({"name": "a", "services": text})
    elif text.strip():
        assert not valid({"name": "a", "services": text})


@given(st.sampled_from(["yes", "no", "true", "false", "是", "否", "有", "无", "y", "ok"]), st.booleans())
def test_yes_and_no_are_valid_in_every_spelling_that_is_read(word, upper):
    text = word.upper() if upper else word
    assert valid({"name": "a", "exports": text}) == reads(shipped().facts, "exports", text)
