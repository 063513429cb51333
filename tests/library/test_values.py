"""Results are values: one line, harmless HTML, the JSON of the contract, exact money, frames."""

import datetime
import json
import pickle
from decimal import Decimal

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from jsonschema import Draft202012Validator

import zhenkit as zk
from tests.paths import ROOT
from zhenkit.core import i18n
from zhenkit.rulesets.catalog import shipped
from zhenkit.schemas.catalog import schema

EVIL = '<script>alert(1)</script>\x1b[31m"&\u202e'
SAMPLES = ROOT / "samples" / "made-up"
RICH = {
    "name": "甲镇",
    "county": "某县",
    "year": 2023,
    "annual_output": "9.5~10.5亿元",
    "category": "制造业",
    "technology_centre": "省级",
    "services": {"testing", "training"},
    "exports": True,
    "leading_firms": 8.0,
    "evidence": {"annual_output": ["年鉴", "公报"]},
    "decisions": {4: {"granted": True, "by": "省工信厅", "date": datetime.date(2023, 5, 1), "why": "跨两县"}},
}


@pytest.fixture(scope="module")
def found():
    return zk.read_towns(SAMPLES, "shanxi")


@pytest.fixture(scope="module")
def results(found):
    evil = zk.town({"name": EVIL.replace("\x1b", ""), "leading_industry": "<b>", "evidence": {"exports": "<i>&"}})
    ranking = zk.rank([evil, *found.towns], "shanxi")
    judged = next(one for one in ranking if one.town == evil)
    frame = zk.towns(pl.DataFrame({"name": ["<b>", EVIL], "年产值（亿元）": ["<i>", "1"]}))
    comparison = zk.diff("shanxi", "jincheng")
    others = [zk.gap(evil, "shanxi"), zk.reform("shanxi", change={"4.manufacturing": "15亿元"}, towns=SAMPLES)]
    return [evil, judged, *judged.criteria, ranking, found, frame, comparison, *comparison.criteria, *others]


def test_what_separates_a_town_is_told_fact_by_fact():
    with i18n.speaking("zh"):
        found = zk.gap({"name": "虚构镇", "annual_output": "12.5亿元", "leading_firms": 0}, "shanxi")
        assert "龙头企业数：0家 → 1家（+1）" in [change.said for change in found.common]
        shown = found._repr_html_()
    for said in ("须查明", "龙头企业数：0家 → 1家（+1）", "各选其一", "有出口产品：缺失 → 否"):
        assert said in shown


def test_each_result_is_one_line_and_harmless_html(results):
    for one in results:
        line, page = repr(one), one._repr_html_()
        assert line.isprintable() and line.startswith(f"<{type(one).__name__} ") and line.endswith(">")
        assert page.startswith('<div class="zhenkit">') and page.endswith("</div>")
        assert not [part for part in ("<script", "<b><", "<i>", "\x1b", "\u202e") if part in page]


def test_what_becomes_json_is_what_the_schemas_describe(results, found):
    kinds = {zk.TownJudgement: "report", zk.TownRanking: "report", zk.RuleComparison: "diff", zk.TownRecord: "town"}
    kinds |= {zk.RuleReform: "reform"}
    seen = set()
    for one in (*results, *found.towns, zk.town(RICH)):
        if kind := kinds.get(type(one)):
            seen.add(kind)
            told = json.loads(json.dumps(one.to_dict()))
            Draft202012Validator(json.loads(schema(kind, shipped()))).validate(told)
    assert seen == set(kinds.values())


def test_facts_say_their_unit_and_are_exact():
    town = zk.town(RICH)
    assert town["年产值"] == zk.Between(zk.Money("9.5亿元"), zk.Money("10.5亿元")) == town.facts["annual_output"]
    assert (town["category"], town["technology_centre"], town["exports"]) == ("manufacturing", "province", True)
    assert (town["services"], town["leading_firms"], town["firms"]) == (frozenset({"testing", "training"}), 8, None)
    assert town.evidence == {"annual_output": ("年鉴", "公报")}
    assert town.decisions[4].date == "2023-05-01"
    with pytest.raises(KeyError, match="did you mean leading_firms"):
        town["leading_firm"]
    with pytest.raises(TypeError):
        town.facts["exports"] = False


def test_a_town_is_the_same_as_it_is_written():
    town = zk.town(RICH)
    assert zk.town(town.to_dict()) == town
    assert zk.town({**town.facts, "evidence": town.evidence, "decisions": town.to_dict()["decisions"]}) == town
    assert hash(zk.town(RICH)) == hash(town)
    assert town != zk.town({**RICH, "exports": False})


def test_money_is_compared_with_money_alone():
    one, other = zk.Money("199999.9999万元"), zk.Money("20亿元")
    assert (one < other, one >= other, max(one, other), {one, zk.Money("1999999999元")}) == (True, False, other, {one})
    assert (str(one), one.yuan, zk.Money("0.07元").yuan) == ("19.99999999亿元", Decimal(1999999999), Decimal("0.07"))
    assert pickle.loads(pickle.dumps(one)) == one != 199999999900
    for compared in (lambda: one < 5, lambda: one + other, lambda: float(one)):
        with pytest.raises(TypeError):
            compared()
    with pytest.raises(ValueError, match="has no unit"):
        zk.Money("5")
    with pytest.raises(ValueError, match="not a range"):
        zk.Money("5~6亿元")


@pytest.mark.parametrize("backend", ["pandas", "polars", "pyarrow"])
def test_towns_become_a_frame_and_towns_again(found, backend):
    frame = found.to_frame(backend)
    assert type(frame).__module__.split(".")[0] == backend.replace("pyarrow", "pyarrow")
    again = zk.towns(frame)
    assert again.problems == ()
    assert [town.facts for town in again.towns] == [town.facts for town in found.towns]


@pytest.mark.parametrize("backend", ["pandas", "polars", "pyarrow"])
def test_a_ranking_becomes_a_frame_of_the_columns_of_batch(found, backend):
    ranking = zk.rank(found, "shanxi")
    frame = pl.DataFrame(ranking.to_frame(backend))
    assert frame.columns[:5] == ["rank", "name", "province", "city", "county"]
    assert frame["verdict"].to_list() == [one.verdict for one in ranking]
    assert frame["score_low"].to_list() == [one.score.low for one in ranking]
    assert frame["c4_worst"].to_list() == [one.criteria[3].worst for one in ranking]


def test_of_nothing_there_is_a_frame_too():
    assert list(zk.rank([], "shanxi").to_frame("pandas").columns)[:2] == ["rank", "name"]
    assert zk.towns(pl.DataFrame({"name": []})).to_frame("polars").shape == (0, 1)
    assert repr(zk.rank([], "shanxi")) == "<TownRanking 0 towns by shanxi@2022-09-26>"


FRAMES = {
    "pandas": pd.DataFrame,
    "pandas with Arrow inside": lambda columns: pd.DataFrame(columns).convert_dtypes(dtype_backend="pyarrow"),
    "polars": pl.DataFrame,
    "polars, lazy": pl.LazyFrame,
    "pyarrow": pa.table,
}


@pytest.mark.parametrize("kind", FRAMES)
def test_rows_that_cannot_be_read_are_returned_and_spoil_no_other(kind):
    frame = FRAMES[kind](
        {
            "名称": ["甲", "乙", None, "丁", "甲"],
            "年产值（亿元）": [0.1 + 0.2, 12.5, 3.0, None, 0.3],
            "龙头企业数": ["3", "-2", "1", None, "3"],
            "成立": [datetime.date(2020, 1, 1)] * 5,
            "出口": [True, None, None, False, True],
        }
    )
    found = zk.towns(frame, "shanxi", mapping=None)
    assert [town.name for town in found.towns] == ["甲", "丁"]
    assert found.towns[0]["annual_output"] == zk.Money("0.3亿元")
    assert found.towns[1].to_dict() == {"name": "丁"}
    assert found.rejected == (1, 2, 4)
    assert [(one.file, one.line) for one in found.problems] == [("<frame>", 2), ("<frame>", 3), ("<frame>", 5)]
    assert found.rejects[0].title == "龙头企业数"
    assert any("成立" in str(one) for one in found.remarks)


def test_single_floats_are_what_they_show():
    frame = pl.DataFrame({"name": ["A"], "年产值（亿元）": [0.1]}).cast({"年产值（亿元）": pl.Float32})
    found = zk.towns(frame)
    assert found.towns[0]["annual_output"] == zk.Money("0.1亿元")


def test_a_frame_without_names_has_no_towns():
    found = zk.towns(pd.DataFrame({"年产值（亿元）": [1.0], 0: ["x"]}))
    assert (found.towns, found.rejected, len(found.problems)) == ((), (), 1)
    assert "its header names no known fact (read as a frame;" in found.problems[0].message


def test_a_row_of_pandas_is_a_town():
    row = pd.DataFrame({"name": ["A", "B"], "firms": [3, None], "annual_output": ["1亿元", None]}).iloc[1]
    assert zk.town(row.to_dict()).to_dict() == {"name": "B"}


def test_without_narwhals_it_is_said_what_to_install(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "narwhals", None)
    with pytest.raises(zk.ZhenkitError, match=r"zhenkit\[frames\]"):
        zk.towns(pd.DataFrame({"name": ["A"]}))


def test_a_comparison_has_its_proofs_and_takes_rules_that_are_loaded():
    rules = [zk.load_rules(name) for name in ("shanxi", "jincheng")]
    found = zk.diff(*rules)
    assert found.to_dict() == zk.diff("shanxi", "jincheng").to_dict()
    assert found.complete
    better = [zk.judge(found.higher_under_a, one).verdict for one in rules]
    assert better == ["pass", "fail"]
    assert zk.diff("shanxi", rules[0]).higher_under_b is None


@pytest.mark.parametrize("day", ["2024-06-01", datetime.date(2024, 6, 1), datetime.datetime(2024, 6, 1, 12)])
def test_a_reform_names_who_gains_and_who_loses_on_a_day_however_it_is_given(day):
    harder = zk.reform("shanxi", change={"5.supporting_firms": 900}, towns=SAMPLES / "pass.yaml", on=day)
    easier = zk.reform("shanxi", change={"4.light_industry": "1元"}, towns=SAMPLES / "relaxed.yaml", on=day)
    assert (harder.gaining, harder.losing) == ((), ("虚构镇（符合示例）",))
    assert (easier.gaining, easier.losing, easier.tally["gains"]) == (("虚构镇（放宽示例）",), (), 1)
    assert zk.diff("shanxi", "shanxi", on=day).relation == "equal"


def test_it_speaks_chinese_when_asked():
    zk.use("zh")
    try:
        judged = zk.judge({"name": "甲镇"}, "shanxi")
        assert "资料不全" in judged._repr_html_() and "缺失" in judged.criteria[0].reasons[0]
        assert str(judged.criteria[0].name) == judged.criteria[0].name.zh
    finally:
        zk.use("en")
