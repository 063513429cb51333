"""How far goals are reached: what the figures of each year say on a day, and at what pace."""

import datetime
import io
import json
import zipfile
from fractions import Fraction

import pytest

from tests.paths import ROOT, TESTS
from zhenkit import judge, load_rules, load_towns
from zhenkit.checks.tree import STRICT
from zhenkit.cli import main
from zhenkit.core import i18n
from zhenkit.facts.quantities import Range
from zhenkit.judging.goals import NoGoals, goals_of
from zhenkit.reports.formats import GOALS, Style, formats_of, report
from zhenkit.rulesets.catalog import NoSuchRules, shipped
from zhenkit.rulesets.model import GoalsAlone

SAMPLES = ROOT / "samples" / "rules" / "goals"
XIANGNING = "{name: %s, province: 山西省, city: 临汾市, county: 乡宁县, %s}"
JISHAN = "{name: 稷山县, province: 山西省, city: 运城市, county: 稷山县, %s}"


@pytest.fixture
def look(tmp_path):
    """The goals of a rule set on a day, by documents."""

    def looked(rules, on, *documents):
        file = tmp_path / "given.yaml"
        file.write_text("\n---\n".join(documents), "utf-8")
        with i18n.speaking("en"):
            return goals_of(rules, [str(file)] if documents else [], datetime.date.fromisoformat(on), shipped())

    return looked


def town(said, name="镇"):
    return XIANGNING % (name, said)


def status(found, goal_id):
    (state,) = [state for state in found.states if state.goal.id == goal_id]
    return ("late " if state.late else "") + state.status


@pytest.mark.parametrize(
    ("on", "figures", "expected"),
    [
        # firms: 50 are asked for by the end of 2023
        ("2023-12-31", {2022: 41}, "not_due"),
        ("2023-12-31", {2022: 50}, "met"),
        ("2024-01-01", {2023: 49}, "behind"),
        ("2024-01-01", {2023: 50}, "met"),
        ("2024-01-01", {2022: 49}, "unknown"),  # that of 2023 may be enough
        ("2024-01-01", {2022: 50}, "met"),
        ("2024-01-01", {2023: "48~52"}, "unknown"),
        ("2023-06-01", {2022: "48~52"}, "unknown"),
        ("2023-06-01", {}, "unknown"),
        ("2025-02-01", {2023: 49, 2024: 50}, "late met"),
        ("2025-02-01", {2023: 49, 2024: 49}, "behind"),
        ("2025-02-01", {2022: 41, 2024: 49}, "behind"),
        ("2025-02-01", {2023: 50, 2024: 40}, "met"),  # it was reached by its last day
        ("2023-06-01", {2022: 41, 2024: 60}, "not_due"),  # a year to come is left aside
    ],
)
def test_the_status_of_a_goal_follows_from_its_last_day_and_the_figures_by_year(look, on, figures, expected):
    found = look("xiangning", on, *(town(f"year: {year}, firms: {firms}") for year, firms in figures.items()))
    assert status(found, "firms_2023") == expected


def test_a_figure_that_is_not_stated_for_a_year_is_that_of_the_year_before(look):
    found = look("xiangning", "2025-02-01", town("year: 2023, firms: 60"), town("year: 2024, annual_output: 8亿元"))
    assert (status(found, "firms_2023"), status(found, "output_2023")) == ("met", "late met")
    (state,) = [state for state in found.states if state.goal.id == "firms_2025"]
    assert state.years == {**state.years, "firms": 2023, "annual_output": 2024}


def test_a_pace_reaches_the_figure_in_the_year_that_is_told_and_not_before(look):
    for series in ({2021: 41, 2023: 52}, {2020: 10, 2021: 30, 2023: 40}, {2022: 60, 2023: 50}, {2023: 45}):
        documents = [town(f"year: {year}, firms: {n}, annual_output: {n}000万元") for year, n in series.items()]
        found = look("xiangning", "2024-03-01", *documents)
        paced = [(state, check, pace) for state in found.states for check, pace in state.paces.items()]
        assert paced
        for state, check, pace in paced:
            (trace,) = state.leaf_traces()
            strict = check.operator in STRICT
            assert trace.value + pace.needed * (pace.until - 2023) == trace.asked
            if pace.so_far is None:
                assert len(series) == 1
                continue
            reached = [
                year
                for year in range(2024, 2200)
                if check.operator.holds(Fraction(trace.value) + pace.so_far * (year - 2023), trace.asked)
            ]
            assert pace.reached == (reached[0] if reached else None)
            assert pace.enough == (pace.reached is not None and pace.reached <= pace.until)
            assert pace.enough == (pace.so_far > pace.needed if strict else pace.so_far >= pace.needed)


@pytest.mark.parametrize(
    ("base", "now", "value", "expected"),
    [
        ("24亿元", "48亿元", 2, "met"),
        ("24亿元", "47.99亿元", Fraction(4799, 2400), "not_due"),
        ("8亿元~10亿元", "18亿元", Range(Fraction(9, 5), Fraction(9, 4)), "unknown"),
        ("8亿元~10亿元", "20亿元~21亿元", Range(2, Fraction(21, 8)), "met"),
        (None, "48亿元", None, "unknown"),
    ],
)
def test_doubling_is_a_multiple_of_the_base_year(look, base, now, value, expected):
    documents = [JISHAN % f"year: 2022, city_towns_output: {base}"] if base else []
    found = look("jishan", "2025-03-01", *documents, JISHAN % f"year: 2024, city_towns_output: {now}")
    (state,) = [state for state in found.states if state.goal.id == "city_towns_output_2025"]
    (trace,) = state.leaf_traces()
    assert (trace.value, state.status) == (value, expected)


def test_towns_are_counted_by_the_standard_of_the_level_unless_the_region_states_how_many(look):
    towns = [
        f"{{name: {name}, province: 山西省, city: 长治市, county: 甲县, year: 2023, {said}}}"
        for name, said in (("一", "annual_output: 100万元, category: manufacturing"), ("二", "firms: 3"))
    ]
    elsewhere = "{name: 三, province: 山西省, city: 晋城市, county: 甲县, year: 2023}"
    nowhere = "{name: 四, year: 2023}"
    found = look("changzhi", "2024-03-01", *towns, elsewhere, nowhere)
    states = {state.goal.id: state for state in found.states}
    (trace,) = states["city_towns_2025"].leaf_traces()
    assert trace.value == Range(0, 1)  # the first is below the floor for good
    assert states["city_towns_2025"].subject.counts["city_towns"].judged == 2
    assert [status(found, goal_id) for goal_id in ("city_towns_first", "city_towns_2025")] == ["not_due", "not_due"]
    said = " ".join(remark.message for remark in found.remarks)
    assert "1 town lies elsewhere than 长治市 and is left aside, first 三" in said
    assert "四 does not state its city; whether it lies in 长治市 is not known" in said
    stated = look(
        "changzhi", "2024-03-01", *towns, "{name: 长治市, province: 山西省, city: 长治, year: 2023, city_towns: 31}"
    )
    assert [state.status for state in stated.states] == ["met", "not_due", "met"]


def test_where_no_standard_is_known_nothing_is_counted(look):
    found = look("jishan", "2025-03-01", "{name: 一, province: 山西省, city: 运城市, county: 稷山县, year: 2023}")
    (state,) = [state for state in found.states if state.goal.id == "city_towns_2025"]
    assert state.status == "unknown"
    assert state.subject.counts["city_towns"].why_not == "no city-level rule set for 山西省 运城市 is known"


def test_what_is_not_understood_of_files_is_said(look):
    found = look(
        "xiangning",
        "2024-03-01",
        town("firms: 60"),
        town("year: 2022~2023, firms: 60", "乙"),
        XIANGNING % ("乡宁县", "year: 2023, innovation_platforms: 3"),
    )
    assert [problem.message for problem in found.problems] == ["乙: goals are looked at year by year; state one year"]
    assert "镇 states no year: it is taken as of 2024" in [remark.message for remark in found.remarks]
    assert "innovation_platforms is asked of towns alone, not of 乡宁县" in [each.message for each in found.remarks]
    assert found.exit_code == 2


def test_each_of_several_towns_has_the_goals_of_towns(look):
    found = look("xiangning", "2024-03-01", town("year: 2023, firms: 60"), town("year: 2023, firms: 40", "乙"))
    assert [(state.subject.name, state.status) for state in found.states if state.goal.id == "firms_2023"] == [
        ("镇", "met"),
        ("乙", "behind"),
    ]


@pytest.mark.parametrize(
    ("documents", "code"),
    [((), 0), (["year: 2023, firms: 1"], 1), (["year: 2023, firms: 60"], 3), (["year: 2023, firms: x"], 2)],
)
def test_the_exit_code_says_what_is_behind_and_what_is_unknown(look, documents, code):
    assert look("xiangning", "2024-03-01", *map(town, documents)).exit_code == code


def test_all_shipped_goals_are_those_of_the_policy_and_have_their_clause():
    dated = {
        rule_set.id: sorted((goal.by or "", len(goal.leaves)) for goal in rule_set.goals.listed)
        for rule_set in shipped()
        if rule_set.goals
    }
    assert {rule_id: [by for by, _leaves in goals] for rule_id, goals in dated.items()} == {
        "shanxi": ["2025-12-31"],
        "yangcheng": ["2025-12-31"],
        "changzhi": ["", "2025-12-31", "2025-12-31"],
        "xiangning": ["", "", "", *["2023-12-31"] * 2, *["2025-12-31"] * 2, *["2027-12-31"] * 3],
        "jishan": ["2023-12-31"] * 2 + ["2025-12-31"] * 5,
    }


def test_no_town_is_judged_by_goals(capfd):
    (any_town,) = load_towns(TESTS.parent / "samples" / "made-up" / "pass.yaml")
    with pytest.raises(GoalsAlone, match="xiangning"):
        judge(any_town, load_rules("xiangning"))
    for command in (
        ["check", "samples/made-up/pass.yaml", "--rules", "xiangning"],
        ["diff", "shanxi", "jishan"],
        ["init", "--rules", "jishan"],
        ["rules", "test", "--boundaries", "jishan"],
    ):
        assert main.run([*command, "--lang", "en"]) == 2
        assert "has goals and no criteria" in capfd.readouterr().err
    with pytest.raises(NoGoals, match=r"jincheng .*: changzhi, jishan, shanxi, xiangning, yangcheng"):
        goals_of("jincheng", [], datetime.date(2024, 1, 1), shipped())
    for city, goals in (("运城市", "jishan"), ("临汾", "xiangning")):
        with pytest.raises(NoSuchRules, match=f"no city-level rule set for .*`zhenkit goals {goals}`"):
            shipped().at(
                {"province": "山西省", "city": city, "county": "某县"} if not goals else {"city": city}, "city"
            )


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_format_says_the_same_and_shows_names_as_they_are(look, lang):
    hostile = '"=1|<script>alert(1)</script>[a](b)"'
    found = look(
        "xiangning", "2024-03-01", town("year: 2021, firms: 40", hostile), town("year: 2023, firms: 52", hostile)
    )
    reports = {}
    with i18n.speaking(lang):
        for name in formats_of(GOALS):
            reports[name] = report(GOALS, name, found, Style())
    for name in ("text", "markdown", "html"):
        assert "52" in reports[name]
        assert "乡政办发〔2023〕30号" in reports[name]
    assert "=1|<script>alert(1)</script>[a](b)" in reports["text"]
    assert "=1\\|&lt;script&gt;alert(1)&lt;/script&gt;\\[a\\](b)" in reports["markdown"]
    assert "=1|&lt;script&gt;alert(1)&lt;/script&gt;[a](b)" in reports["html"]
    assert "<script" not in reports["html"]
    with zipfile.ZipFile(io.BytesIO(reports["docx"])) as parts:
        assert "=1|&lt;script&gt;alert(1)&lt;/script&gt;[a](b)" in parts.read("word/document.xml").decode()
    first = json.loads(reports["json"])["goals"][0]
    assert list(first)[:5] == ["id", "by", "scope", "name", "status"]
    assert (first["id"], first["by"], first["scope"], first["status"]) == ("firms_2023", "2023-12-31", "town", "met")
    (check,) = first["checks"]
    assert (check["fact"], check["value"], check["year"], check["series"]) == (
        "firms",
        52,
        2023,
        {"2021": 40, "2023": 52},
    )


def test_the_chart_of_a_series_has_its_figures_and_its_goals(look):
    found = look("xiangning", "2024-03-01", town("year: 2021, firms: 45"), town("year: 2023, firms: 45~90"))
    with i18n.speaking("en"):
        lines = report(GOALS, "text", found, Style()).splitlines()
    chart = [line.split() for line in lines if line[2:6] in ("2021", "2023", "2025", "2027") and "firms" in line]
    assert [row[0] for row in chart] == ["2021", "2023", "2025", "2027"]
    half = "█" * 14
    assert chart[0][1] == half
    assert chart[1][1].startswith(half + "░")
    assert "│" in chart[1][1]
    assert len(chart[1][1]) == 28
    assert chart[3][1] == "│"


COMPUTED = """
id: our_county
level: county
place: {province: 山西省, city: 甲市, county: 乙县}
title: {zh: 目标, en: goals}
document: {title: 文件}
effective: {from: 2024-01-01}
goal_facts:
  spent: {type: money, zh: 投资, en: spent}
  made: {type: money, zh: 总产值, en: made}
  share: {type: percent, zh: 占比, en: share, derived: {ratio: [spent, made]}}
  by_year: {type: series, of: money, zh: 逐年产值, en: by year}
  growth: {type: percent, zh: 年均增长, en: growth, derived: {yearly_growth: by_year, years: 2}}
  times: {type: number, zh: 倍, en: times, multiple: {of: made, since: 2022}}
goals:
  - {id: share, by: 2026-12-31, scope: region, name: {zh: 一, en: a}, clause: 一, require: {fact: share, at_least: 20%}}
  - {id: growth, by: 2026-12-31, scope: region, name: {zh: 二, en: b}, clause: 1, require: {fact: growth, at_least: 9%}}
  - {id: times, by: 2026-12-31, scope: region, name: {zh: 三, en: c}, clause: 一, require: {fact: times, at_least: 2}}
"""


def test_computed_facts_are_of_the_year_that_states_what_they_come_from(look, tmp_path):
    rules = tmp_path / "ours.yaml"
    rules.write_text(COMPUTED, "utf-8")
    years = (
        "year: 2022, spent: 0元, made: 0元",
        "year: 2023, spent: 1亿元, made: 7亿元, by_year: {2021: 100万元, 2022: 111万元, 2023: 121万元}",
        "year: 2024, spent: 1亿元",
    )
    region = "{name: 乙县, province: 山西省, city: 甲市, county: 乙县, %s}"
    found = look(str(rules), "2025-03-01", *(region % year for year in years))
    assert found.remarks == []
    assert {state.goal.id: state.status for state in found.states} == {
        "share": "not_due",
        "growth": "met",
        "times": "unknown",  # nothing was made in the base year
    }
    assert [state.years.get(state.goal.id) for state in found.states] == [2024, 2023, None]
    with i18n.speaking("en"):
        for name in formats_of(GOALS):
            assert report(GOALS, name, found, Style())
