"""A mapping from a file becomes a town, or every problem of it is told with its place."""

import pytest

from tests.strategies import GRANTED
from zhenkit.core.i18n import speaking
from zhenkit.documents.json import read_json
from zhenkit.documents.yaml import as_text, read_yaml
from zhenkit.facts.quantities import Range
from zhenkit.facts.town import Decision
from zhenkit.rulesets.catalog import shipped
from zhenkit.towns.town_file import MOST_SUGGESTIONS, RawTown

FACTS = shipped().facts


def raw(text):
    (document,) = read_yaml(text, "t.yaml", as_text)
    return RawTown(document)


def town(text):
    found = raw(text)
    one = found.read(FACTS)
    assert found.problems == []
    return one


def told(text, reader=None):
    (document,) = reader(text, "t") if reader else read_yaml(text, "t", as_text)
    found = RawTown(document)
    assert found.read(FACTS) is None
    return [str(problem) for problem in found.problems]


def test_chinese_and_english_keys_and_values_mix():
    assert town(
        """
        名称: 祁县玻璃器皿专业镇
        province: 山西省
        县: 祁县
        数据年份: 2023
        annual_output: 9.5~10.5亿元
        类别: 特色轻工
        exports: 有
        brand_level: 全国
        企业技术中心级别: province
        公共服务功能: [testing, 物流]
        """
    ).facts == {
        "name": "祁县玻璃器皿专业镇",
        "province": "山西省",
        "county": "祁县",
        "year": 2023,
        "annual_output": Range(95 * 10**9, 105 * 10**9),
        "category": "light_industry",
        "exports": True,
        "brand_level": 4,
        "technology_centre": 3,
        "services": {"testing", "logistics"},
    }


def test_json_has_types_of_its_own():
    (document,) = read_json('{"名称": "A", "year": 2023, "firms": 12.0, "exports": false, "services": ["检测"]}', "t")
    assert RawTown(document).read(FACTS).facts == {
        "name": "A",
        "year": 2023,
        "firms": 12,
        "exports": False,
        "services": {"testing"},
    }


@pytest.mark.parametrize("value", ["", "~", "null", "未知", "' '", "''"])
def test_null_blank_and_weizhi_are_missing(value):
    assert town(f"name: A\nexports: {value}\nannual_output: {value}\nservices: {value}\n").facts == {"name": "A"}


def test_no_is_not_missing():
    assert town("name: A\nexports: 无\nservices: 无\nbrand_level: 无\n").facts == {
        "name": "A",
        "exports": False,
        "services": frozenset(),
        "brand_level": 0,
    }


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("anual_output: 1亿元", "t:2:1: unknown fact 'anual_output'; did you mean annual_output?"),
        ("主导产业产值: 1亿元", "t:2:1: unknown fact '主导产业产值'; did you mean 主导产业年产值?"),
        ("xyzzy: 1", "t:2:1: unknown fact 'xyzzy'; `zhenkit facts` lists the facts there are"),
        ("'': 1", "t:2:1: unknown fact ''; `zhenkit facts` lists the facts there are"),
        ("名称: B", "t:2:1: '名称' states the fact name again ('name' did); keep one"),
        ("annual_output: 12.5", "t:2:16: annual_output: '12.5' has no unit; write money like 12.5亿元"),
        ("产值: 12.5", "t:2:5: 产值: '12.5' has no unit"),
        ("annual_output: 0.001元", "t:2:16: annual_output: '0.001元' is finer than a fen"),
        (
            "annual_output: 1e999亿元",
            "t:2:16: annual_output: '1e999亿元' is written with a power of ten; write the figure out in full",
        ),
        ("annual_output: .nan", "t:2:16: annual_output: '.nan' is not an amount of money"),
        ("annual_output: -3亿元", "t:2:16: annual_output: '-3亿元' is not an amount of money"),
        ("firms: -3", "t:2:8: firms: '-3' is not a whole number of 0 or more"),
        ("firms: 12.5", "t:2:8: firms: '12.5' is not a whole number"),
        (f"firms: {'9' * 5000}", "t:2:8: firms: '99999"),
        ("firms: [12]", "t:2:8: firms: one value is expected here, not a list or a mapping"),
        ("exports: maybe", "t:2:10: exports: 'maybe' is neither yes nor no"),
        (
            "brand_level: provincial",
            "t:2:14: brand_level: 'provincial' is not one of its values; did you mean province",
        ),
        ("类别: 制造", "t:2:5: 类别: '制造' is not one of its values; did you mean 制造业?"),
        ("services: [testing, 讲课]", "t:2:11: services: '讲课' is not one of its values; there are: rd_design"),
        ("services: {testing: yes}", "t:2:11: services: a list of members is expected here"),
        ("evidence: x", "t:2:11: evidence is a mapping from facts to texts"),
        ("evidence: {anual_output: x}", "t:2:12: unknown fact 'anual_output'; did you mean annual_output?"),
        ("evidence: {firms: []}", "t:2:19: evidence is a text or a list of texts"),
        ("evidence: {firms: [x, ~]}", "t:2:19: evidence is a text or a list of texts"),
        ("佐证: {firms: {a: b}}", "t:2:13: evidence is a text or a list of texts"),
        ("decisions: [4]", "t:2:12: decisions are a mapping from criteria's numbers, like 4: {granted: yes"),
        ("decisions: {four: {}}", "t:2:13: 'four' is not a criterion's number"),
        ("decisions: {0: {}}", "t:2:13: '0' is not a criterion's number"),
        ("decisions: {04: {}}", "t:2:13: '04' is not a criterion's number"),
        ("decisions: {４: {}}", "t:2:13: '４' is not a criterion's number"),
        ("decisions: {100: {}}", "t:2:13: '100' is not a criterion's number"),
        ("decisions: {4: yes}", "t:2:16: a decision is written like 4: {granted: yes"),
        ("decisions: {4: {}}", "t:2:16: granted, by, date, why missing from the decision"),
        (
            "decisions: {4: {granted: yes, by: ' ', date: 2023-05-01, why: x}}",
            "t:2:16: by missing from the decision; write it like 4: {granted: yes, by: ",
        ),
        (
            "decisions: {4: {granted: perhaps, by: a, date: 2023-05-01, why: x}}",
            "t:2:26: granted: 'perhaps' is neither yes nor no",
        ),
        (
            "decisions: {4: {granted: yes, by: a, date: 1.5.2023, why: x}}",
            "t:2:44: date: '1.5.2023' is not a date; write it like 2023-05-01",
        ),
        ("decisions: {4: {granted: yes, by: a, date: 2023-02-30, why: x}}", "t:2:44: date: '2023-02-30' is not a date"),
        ("decisions: {4: {granted: yes, by: [a], date: 2023-05-01, why: x}}", "t:2:35: by: one value is expected here"),
        (
            "decisions: {4: {grant: yes, granted: yes, by: a, date: 2023-05-01, why: x}}",
            "t:2:17: unknown key 'grant' in a decision; it has granted, by, date and why; did you mean granted?",
        ),
        (
            "decisions: {4: {granted: yes, 同意: 否, by: a, date: 2023-05-01, why: x}}",
            "t:2:31: '同意' repeats 'granted'; keep one",
        ),
    ],
)
def test_a_problem_is_told_with_its_place_and_how_to_write_it(line, problem):
    (found,) = told(f"name: A\n{line}\n")
    assert found.startswith(problem)


def test_every_problem_of_a_town_is_told_in_one_go():
    found = told("annual_output: 12\nfirms: x\nxyzzy: 1\ndecisions: {4: {date: never, by: a}}\nevidence: 3\n")
    assert [line.split(" ")[0] for line in found] == [
        "t:1:16:",
        "t:2:8:",
        "t:3:1:",
        "t:4:23:",
        "t:4:16:",
        "t:5:11:",
        "t:1:1:",
    ]
    assert "granted, why missing from the decision" in found[4]
    assert found[-1] == "t:1:1: a town needs a name: write `name: ...`"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("year: 2023", "t:1:1: a town needs a name: write `name: ...`"),
        ("year: 2023\n名称:", "t:2:1: a town needs a name: write `name: ...`"),
        ("name: [A]", "t:1:7: name: one value is expected here"),
        ("- A", "t:1:1: a town is a mapping of facts, like `name: 定襄法兰专业镇`"),
        ("[]", "t:1:1: a town is a mapping of facts, like `name: 定襄法兰专业镇`"),
        ("A", "t:1:1: a town is a mapping of facts"),
    ],
)
def test_a_town_is_a_mapping_with_a_name(text, said):
    (found,) = told(text)
    assert found.startswith(said)


@pytest.mark.parametrize("text", ["- name: A", "- {name: A}\n- {name: B}", "[{name: A}]"])
def test_a_yaml_list_of_towns_is_answered_with_how_several_are_written(text):
    said = "t:1:1: a list of towns is not read from YAML; divide the towns by a line `---`, or save the list as .json"
    assert told(text) == [said]


def test_in_chinese_a_message_names_a_fact_by_its_label_too():
    with speaking("zh"):
        assert told("name: A\nfirms: x\n企业数: 3\nexports: 也许")[:3] == [
            "t:2:8: 企业户数（firms）：'x' 不是不小于 0 的整数；请写成 12，或写成区间 8~12",
            "t:3:1: '企业数' 重复填写了指标 企业户数（firms）（'firms' 已填）；请只留一个",
            "t:4:10: 有出口产品（exports）：'也许' 既不是“是”也不是“否”；请写 是 或 否（yes 或 no）",
        ]
        assert "可选：制造业（manufacturing）、特优农业（agriculture）、" in told("name: A\n类别: x")[0]


def test_what_is_wrong_with_the_form_is_told_and_nothing_on_top_of_it():
    (said,) = told("name: [A\n")
    assert said.startswith("t:2:1: not YAML: the [ of line")
    assert told('{"name": "A"', read_json) == ["t:1:13: not JSON: a comma or a closing bracket is missing"]


def test_json_of_no_kind_is_no_town():
    for text in ("null", "12", '"A"', "[[1]]"):
        assert "a town is a mapping of facts" in told(text, read_json)[0]


def test_evidence_is_kept_as_a_list_by_fact_whatever_name_it_goes_by():
    found = town(
        """
        name: A
        evidence:
          产值: 年鉴
          annual_output: [公报, 2023]
          exports: ~
          firms: 未知
        佐证: {firms: x}
        """
    )
    assert found.evidence == {"annual_output": ("年鉴", "公报", "2023"), "firms": ("x",)}
    assert town("name: A\nevidence:\n").evidence == {}


def test_decisions_are_read_in_either_language():
    english = town(
        f"name: A\ndecisions: {{4: {{granted: yes, by: {GRANTED.by}, date: 2023-05-01, why: {GRANTED.why}}}}}"
    )
    chinese = town(f"name: A\n评审决定: {{4: {{同意: 是, 单位: {GRANTED.by}, 日期: 2023-05-01, 理由: {GRANTED.why}}}}}")
    assert english.decisions == chinese.decisions == {4: GRANTED}
    assert town("name: A\ndecisions:\n").decisions == {}


def test_decisions_of_both_names_are_read_and_none_replaces_another():
    one, other = (f"{{granted: yes, by: a, date: 2023-05-0{day}, why: x}}" for day in (1, 2))
    found = town(f"name: A\ndecisions: {{4: {one}}}\n评审决定: {{1: {other}}}\n")
    assert found.decisions == {4: Decision(True, "a", "2023-05-01", "x"), 1: Decision(True, "a", "2023-05-02", "x")}
    assert (found.find_decision(4), found.find_decision(1)) == ((2, 13), (3, 8))
    assert told(f"name: A\ndecisions: {{4: {one}}}\n评审决定: {{4: {other}}}\n") == [
        "t:3:8: criterion 4 is decided twice; keep one"
    ]


def test_a_town_knows_where_its_facts_stand():
    found = town("\nname: A\n产值: 1亿元\n")
    assert (found.file, found.line) == ("t.yaml", 2)
    assert found.find("annual_output") == (3, 1)
    assert found.find("firms") == (2, 1)  # the town's beginning


def test_the_place_is_known_before_the_facts_are_read():
    assert raw("省: 山西省\ncity: ' 长治市 '\ncounty: 未知\nfirms: x\n").place(FACTS) == {
        "province": "山西省",
        "city": "长治市",
    }
    assert raw("[1]").place(FACTS) == {}
    assert raw("city: [长治市]").place(FACTS) == {}


def test_a_thousand_unknown_facts_are_told_and_near_names_looked_up_for_the_first_few():
    found = told("name: A\n" + "".join(f"firm_{number}: 1\n" for number in range(1000)))
    assert len(found) == 1000
    assert ["did you mean" in line for line in found] == [True] * MOST_SUGGESTIONS + [False] * (1000 - MOST_SUGGESTIONS)


def test_numbers_of_json_that_no_one_can_write_are_refused():
    for number in ("1e999999999", "1e-999999999", "1e99999999999999999999", "9" * 5000, "NaN", "-1", "0.5"):
        (found,) = told(f'{{"name": "A", "firms": {number}}}', read_json)
        assert "firms: " in found
        assert len(found) < 200


def test_a_mark_is_no_digit_in_a_town_file():
    said = told("name: 虚构甲专业镇\nprovince: 山西省\nsupporting_firms: 9①\nannual_output: 9.8²亿元\n")
    assert said == [
        "t:3:19: supporting_firms: the mark ① is not part of a number; write 9 (and the note elsewhere)",
        "t:4:16: annual_output: the mark ² is not part of a number; write 9.8亿元 (and the note elsewhere)",
    ]


@pytest.mark.parametrize("blank", ["\u00a0", "\u200b", "\ufeff", "\u2060"])
def test_a_key_with_a_hidden_blank_is_that_key_for_the_place_as_for_the_facts(blank):
    for text in (f"name: 甲镇\n{blank}province: 山西省\n", f"name: 甲镇\nprovince{blank}: 山西省\n"):
        found = raw(text)
        assert found.place(FACTS) == {"province": "山西省"}
        assert found.read(FACTS).facts == {"name": "甲镇", "province": "山西省"}
        assert found.problems == []
    (document,) = read_json(f'{{"name": "甲{blank}", "{blank}province": "山西省"}}', "t.json")
    assert RawTown(document).place(FACTS) == {"province": "山西省"}
    assert RawTown(document).read(FACTS).facts == {"name": "甲", "province": "山西省"}


def test_a_hidden_character_is_no_part_of_a_name():
    assert town("name: 甲\u200b镇\nfirms: '1\ufeff2'\n").facts == {"name": "甲镇", "firms": 12}


@pytest.mark.parametrize("word", ["/", "—", "－", "不详", "无", "N/A"])
def test_a_place_that_is_a_placeholder_is_missing_and_so_is_a_name(word):
    found = raw(f"name: 甲镇\nprovince: 山西省\ncity: {word}\n")
    assert found.place(FACTS) == {"province": "山西省"}
    assert found.read(FACTS).facts == {"name": "甲镇", "province": "山西省"}
    assert told(f"name: {word}\nprovince: 山西省\n") == ["t:1:1: a town needs a name: write `name: ...`"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name：甲镇\n", "t:1:1: this colon is full-width; write `: `, a plain colon and a space"),
        ("name: 甲\nevidence: {firms：年鉴}\n", "t:2:12: this colon is full-width; ..."),
        (
            "name: 甲\ndecisions: {4: {同意：是, 单位: 甲, 日期: 2023-05-01, 理由: x}}\n",
            "t:2:17: this colon is full-width; ...",
        ),
    ],
)
def test_a_full_width_colon_is_named_as_the_cause(text, said):
    first = told(text)[0]
    assert first.startswith(said.removesuffix("...")) if said.endswith("...") else first == said


def test_a_decision_in_chinese_is_told_in_its_own_keys():
    text = "name: 甲\n评审决定: {4: {同意: 是, 单位: 省工信厅}}\n"
    assert told(text) == [
        "t:2:11: 日期, 理由 missing from the decision; "
        "write it like 4: {同意: 是, 单位: 省工信厅, 日期: 2023-05-01, 理由: ...}"
    ]
    (unknown, *_others) = told("name: 甲\n评审决定: {4: {同意: 是, 何时: 2023-05-01}}\n")
    assert unknown.startswith("t:2:19: unknown key '何时' in a decision; it has 同意, 单位, 日期 and 理由")


@pytest.mark.parametrize("day", ["2023-05-01", "2023/5/1", "2023.5.1", "2023年5月1日", "２０２３-05-01"])
def test_the_date_of_a_decision_is_a_date_as_any(day):
    found = town(f"name: 甲\ndecisions: {{4: {{granted: yes, by: a, date: {day}, why: b}}}}\n")
    assert found.decisions[4].date == "2023-05-01"


@pytest.mark.parametrize("day", ["2023-05-01①", "20230501", "2023-W18-1", "2023-05-01~2023-05-02"])
def test_what_is_no_date_is_none_of_a_decision_either(day):
    (said,) = told(f"name: 甲\ndecisions: {{4: {{granted: yes, by: a, date: {day}, why: b}}}}\n")
    assert "date: " in said


@pytest.mark.parametrize(
    "text", ["towns: [{name: 甲, firms: 3}]\n", "甲镇: {name: 甲镇, firms: 3}\n乙镇: {name: 乙镇, firms: 4}\n"]
)
def test_towns_within_a_key_are_told_as_such(text):
    key = text.partition(":")[0]
    said = f"'{key}' holds towns within it: write them as a list, or one below another, without '{key}'"
    assert told(text) == [f"t:1:1: {said}"]


def test_an_unknown_word_is_told_with_the_facts_in_whose_names_it_is():
    assert told("name: 甲\n出口: 是\n") == ["t:2:1: unknown fact '出口'; it could be 有出口产品 (exports)"]
    assert told("name: 甲\n数: 3\n") == ["t:2:1: unknown fact '数'; `zhenkit facts` lists the facts there are"]
