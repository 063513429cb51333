"""Towns judged by derived facts: what is open, what it is told by, what it may say; from the file to the report."""

import json

import pytest
from jsonschema import Draft202012Validator

from tests.loading import load_towns
from zhenkit import load_rules
from zhenkit.checks.grades import REVIEW
from zhenkit.core.errors import FileProblems
from zhenkit.core.i18n import speaking
from zhenkit.judging.judgement import judge
from zhenkit.judging.run import check_towns
from zhenkit.reports.formats import Style, render
from zhenkit.rulesets.catalog import shipped
from zhenkit.rulesets.fact_usage import askings
from zhenkit.schemas.catalog import schema
from zhenkit.templates.town_yaml import template

RULES = """
id: mine
level: province
place: {province: 虚构省}
title: {zh: 标准, en: standard}
document: {title: 文件}
effective: {from: 2024-01-01}
facts:
  sales: {type: series, of: money, zh: 历年销售, en: sales by year, basis: output_basis}
  intensity: {type: number, zh: 强度, en: intensity}
  before: {type: number, zh: 从前强度, en: intensity before}
  surplus: {type: series, of: number, zh: 历年盈余, en: surplus by year}
  growth: {type: percent, zh: 增长, en: growth, derived: {yearly_growth: sales, years: 2}}
  slowest: {type: percent, zh: 最低增长, en: slowest growth, derived: {least_growth: sales, years: 2}}
  total: {type: number, zh: 盈余合计, en: surplus in all, derived: {sum: surplus, years: 2}}
  ratio: {type: percent, zh: 强度比, en: intensity against before, derived: {ratio: [intensity, before]}}
  mean: {type: money, zh: 平均销售, en: mean of sales, derived: {average: sales, years: 3}}
criteria:
  - number: 1
    id: growth
    name: {zh: 增长, en: growth}
    clause: 一
    require: {fact: growth, CHECK}
  - number: 2
    id: ratio
    name: {zh: 强度, en: intensity}
    clause: 二
    require: {fact: ratio, at_most: 80%}
  - number: 3
    id: surplus
    name: {zh: 盈余, en: surplus}
    clause: 三
    require: {fact: total, more_than: 0}
"""
TEN = "at_least: 10%"


@pytest.fixture
def rules(tmp_path):
    def loaded(check=TEN, fact="growth"):
        path = tmp_path / "mine.yaml"
        path.write_text(RULES.replace("fact: growth, CHECK", f"fact: {fact}, {check}"), "utf-8")
        return load_rules(str(path))

    return loaded


@pytest.fixture
def town_of(tmp_path):
    def made(rule_set, said):
        path = tmp_path / "town.yaml"
        path.write_text(f"name: 虚构镇\n{said}\n", "utf-8")
        (town,) = load_towns(path, rules=rule_set)
        return town

    return made


def open_facts(judged):
    return [fact.id for fact in judged.missing], [fact.id for fact in judged.uncertain]


@pytest.mark.parametrize(
    ("sales", "word", "missing", "uncertain"),
    [
        ("sales: {2022: 100亿元, 2023: 110亿元, 2024: 121亿元}", "met", [], []),
        ("sales: {2022: 100亿元, 2023: null, 2024: 121亿元}", "met", [], []),
        ("sales: {2022: 100亿元, 2024: 121亿元}", "met", [], []),
        ("sales: {2022: 100亿元, 2023: 110亿元, 2024: 120.99亿元}", "not_met", [], []),
        ("sales: {2022: 100亿元, 2023: 110亿元, 2024: 120~125亿元}", "incomplete", [], ["sales"]),
        ("sales: {2022: 100亿元, 2023: 110亿元, 2024: null}", "incomplete", [], ["sales"]),
        ("sales: {2023: 110亿元, 2024: 121亿元}", "incomplete", [], ["sales"]),
        ("sales: {2021: null, 2022: 100亿元, 2023: 1亿元, 2024: 121亿元}", "met", [], []),
        ("", "incomplete", ["sales"], []),
        ("sales: ", "incomplete", ["sales"], []),
    ],
)
def test_a_series_is_missing_where_it_is_absent_and_uncertain_where_a_year_that_matters_is(
    rules, town_of, sales, word, missing, uncertain
):
    rule_set = rules()
    judged = judge(town_of(rule_set, sales), rule_set).criteria[0]
    assert (judged.span.word, *open_facts(judged)) == (word, missing, uncertain)


@pytest.mark.parametrize(
    ("check", "word"),
    [
        ("at_least: 10%", "incomplete"),
        ("more_than: 10%", "not_met"),
        ("at_most: 10%", "met"),
        ("less_than: 10%", "incomplete"),
    ],
)
def test_a_gap_that_allows_exactly_the_figure_is_decided_where_the_figure_is_not_enough(rules, town_of, check, word):
    rule_set = rules(check, "slowest")
    known, unknown = (f"sales: {{2022: 100亿元, 2023: {figure}, 2024: 121亿元}}" for figure in ("1元~9999亿元", "null"))
    assert judge(town_of(rule_set, known), rule_set).criteria[0].span.word == word
    # a year of which nothing is known may have had nothing, and no growth is from that
    with_review = judge(town_of(rule_set, unknown), rule_set).criteria[0].span
    assert with_review.worst <= REVIEW <= with_review.best


@pytest.mark.parametrize(
    ("said", "word", "missing", "uncertain"),
    [
        ("intensity: 4\nbefore: 5", "met", [], []),
        ("intensity: 4.0000001\nbefore: 5", "not_met", [], []),
        ("intensity: 3.5~4.5\nbefore: 5", "incomplete", [], ["intensity"]),
        ("intensity: 3.5~3.9\nbefore: 5", "met", [], []),
        ("intensity: 4", "incomplete", ["before"], []),
        ("before: 4~5", "incomplete", ["intensity"], ["before"]),
        ("intensity: 0", "incomplete", ["before"], []),
        ("intensity: 1\nbefore: 0", "review", [], []),
        ("intensity: 0\nbefore: 1~2", "met", [], []),
        ("", "incomplete", ["intensity", "before"], []),
    ],
)
def test_of_a_ratio_each_fact_that_is_open_is_told(rules, town_of, said, word, missing, uncertain):
    rule_set = rules()
    judged = judge(town_of(rule_set, said), rule_set).criteria[1]
    assert (judged.span.word, *open_facts(judged)) == (word, missing, uncertain)


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("{2023: -3, 2024: 4}", "met"),
        ("{2023: -3, 2024: 3}", "not_met"),
        ("{2023: null, 2024: 4}", "incomplete"),  # the year before may have eaten it up
        ("{2023: -5~-3, 2024: 4}", "incomplete"),
    ],
)
def test_a_sum_may_hold_figures_below_nothing(rules, town_of, said, word):
    rule_set = rules()
    said = said.replace("-5~-3", '"-5~-3"')
    assert judge(town_of(rule_set, f"surplus: {said}"), rule_set).criteria[2].span.word == word


def problems(town_of, rule_set, said):
    with pytest.raises(FileProblems) as caught:
        town_of(rule_set, said)
    return [(problem.line, problem.column, problem.message) for problem in caught.value.problems]


def test_what_is_computed_may_not_be_stated(rules, town_of):
    said = problems(town_of, rules(), "增长: 12%\nratio: 80%")
    assert said == [
        (2, 1, "'增长' is computed from sales; state those"),
        (3, 1, "'ratio' is computed from intensity, before; state those"),
    ]


def test_what_a_ratio_divides_by_may_not_be_below_nothing(rules, town_of):
    assert problems(town_of, rules(), "intensity: -1\nbefore: -1~2") == [
        (3, 9, "before: it is below 0, but ratio is computed from it"),
    ]


def test_towns_judged_with_one_memo_are_judged_as_without(rules, town_of):
    rule_set, memo = rules(), {}
    series = ("", "sales: {2022: 100亿元, 2024: 121亿元}", "sales: {2022: 100亿元, 2023: 1亿元, 2024: null}")
    for said in (*series, "intensity: 4", "before: 5", "intensity: 4\nbefore: 5", *series):
        town = town_of(rule_set, said)
        one, other = judge(town, rule_set, memo=memo), judge(town, rule_set)
        assert [(each.span, *open_facts(each)) for each in one.criteria] == [
            (each.span, *open_facts(each)) for each in other.criteria
        ]


def test_what_is_computed_from_a_figure_of_another_basis_is_for_review_when_strict(rules, town_of):
    rule_set = rules()
    grew = "sales: {2022: 100亿元, 2023: 110亿元, 2024: 121亿元}"
    for basis, strict, word in (
        ("", True, "met"),
        ("output_basis: sales", False, "met"),
        ("output_basis: sales", True, "review"),
    ):
        judged = judge(town_of(rule_set, f"{grew}\n{basis}"), rule_set, strict=strict).criteria[0]
        assert judged.span.word == word


# reports

TOWN = """name: 虚构镇
sales: {2022: 100亿元, 2023: null, 2024: 120亿元}
intensity: 4
before: 0~5
surplus: {2023: 1, 2024: null}
output_basis: sales
evidence: {sales: 年鉴, before: [公报, 档案]}
"""


@pytest.fixture
def run(rules, tmp_path):
    rule_set = rules()
    (tmp_path / "town.yaml").write_text(TOWN, "utf-8")
    return check_towns([str(tmp_path / "town.yaml")], None, rule_set.file, strict=False).run


def test_a_derived_figure_carries_the_evidence_of_what_it_is_computed_from(run):
    criteria = json.loads(render("json", run, Style()))["towns"][0]["criteria"]
    assert [each["check"]["evidence"] for each in criteria] == [["年鉴"], ["公报", "档案"], []]
    assert [each["check"]["value"] for each in criteria] == ["9.5445%", "80%~∞ or undefined", "-∞~∞"]


def test_a_report_says_what_is_rounded_what_is_open_and_by_how_much_it_is_too_little(run):
    with speaking("en"):
        told = render("text", run, Style(width=120, explain=True))
    assert "≈9.5445% (sales) / 10%" in told
    assert "short by ≈0.4555%" in told
    assert "from 80%, or cannot be computed: divided by 0 / at most 80%" in told
    assert "not known / more than 0" in told
    assert "computed from sales by year: 2022 100亿元; 2023 missing; 2024 120亿元" in told


@pytest.mark.parametrize(
    ("last", "said"),
    [("12099999999.99元", "just below 10%"), ("12100000000.01元", "just above 10%"), ("121亿元", "10%")],
)
def test_a_growth_next_to_what_is_asked_is_not_shown_as_that(rules, town_of, tmp_path, last, said):
    rule_set = rules()
    (tmp_path / "town.yaml").write_text(f"name: 虚构镇\nsales: {{2022: 100亿元, 2023: null, 2024: {last}}}\n", "utf-8")
    found = check_towns([str(tmp_path / "town.yaml")], None, rule_set.file, strict=False).run
    with speaking("en"):
        assert f"{said} / 10%" in render("text", found, Style(width=120))


# for those who fill it in


def test_what_is_computed_is_left_out_of_templates_and_what_it_is_computed_from_is_asked_for(rules):
    rule_set = rules()
    with speaking("en"):
        text = template(rule_set.facts, [rule_set])
    assert "\nsales:" in text
    assert "figures by year, such as {2022: 41亿元, 2023: 45亿元}" in text
    assert "\ngrowth:" not in text
    assert "ratio" not in text
    asked = askings([rule_set])
    assert [asking.criterion.number for asking in asked["before"]] == [2]
    assert "growth" not in asked


@pytest.mark.parametrize(
    ("town", "valid"),
    [
        ({"sales": {"2022": "41亿元", "2023": None, "2024": "45~46亿元"}}, True),
        ({"历年销售": {"2022": "41亿元"}}, True),
        ({"sales": {"2022": 41}}, False),
        ({"sales": {"22": "41亿元"}}, False),
        ({"sales": {}}, False),
        ({"sales": "41亿元"}, False),
        ({"sales": None}, True),
        ({"intensity": 1.5}, True),
        ({"intensity": "-1.5~2"}, True),
        ({"intensity": "1.5件"}, False),
        ({"surplus": {"2022": -1, "2023": "1,000.5"}}, True),
        ({"growth": "10%"}, False),
    ],
)
def test_an_editor_knows_series_and_numbers_and_refuses_what_is_computed(rules, town, valid):
    validator = Draft202012Validator(json.loads(schema("town", shipped(), rules())))
    assert validator.is_valid({"name": "虚构镇", **town}) == valid
