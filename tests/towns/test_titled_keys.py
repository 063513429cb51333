"""JSON whose keys are titles such as tables have."""

import json

import pytest

from tests.towns.tables.grids import read
from zhenkit.facts.quantities import read_money


@pytest.fixture
def towns_of(tmp_path):
    """Towns as JSON, or as JSON Lines -> towns and problems."""

    def of(*towns, lines=False):
        path = tmp_path / ("a.jsonl" if lines else "a.json")
        texts = [json.dumps(town, ensure_ascii=False) for town in towns]
        path.write_text("\n".join(texts) if lines else f"[{','.join(texts)}]", "utf-8")
        found, problems, _remarks = read(path)
        return found, problems

    return of


@pytest.mark.parametrize("lines", [False, True])
def test_keys_are_read_as_titles_are(towns_of, lines):
    stated = {
        "专业镇名称": "甲镇",
        "年产值（亿元）": 12.5,
        "从业人数（万人）": 1.2,
        "是否有出口": "√",
        "年产值佐证": "年鉴",
    }
    (town,), problems = towns_of(stated, lines=lines)
    assert problems == []
    assert town.facts == {
        "name": "甲镇",
        "annual_output": read_money("12.5亿元"),
        "employees": 12_000,
        "exports": True,
    }
    assert town.evidence == {"annual_output": ("年鉴",)}


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("年产值（美元）", 12, "1:17: '年产值（美元）': money is in 亿元, 万元 or 元"),
        ("年产值（亿元）", "约12", "1:28: annual_output: '约12亿元' is not an exact figure"),
        ("年产值（亿元）", "—", "1:28: '—' says that there is no value; write null"),
        ("工业总产值", 12, "1:17: unknown fact '工业总产值'"),
    ],
)
def test_what_is_wrong_names_its_place(towns_of, key, value, said):
    towns, problems = towns_of({"name": "甲镇", key: value})
    assert towns == []
    assert problems[0].startswith(said)


def test_a_fact_is_not_stated_twice(towns_of):
    towns, problems = towns_of({"name": "甲镇", "年产值（亿元）": 12, "产值": "3亿元"})
    assert towns == []
    assert "'年产值（亿元）' states the fact annual_output again ('产值' did); keep one" in problems[0]
    (town,), problems = towns_of({"name": "甲镇", "年产值佐证": "年鉴", "evidence": {"exports": "海关"}})
    assert (problems, town.evidence) == ([], {"annual_output": ("年鉴",), "exports": ("海关",)})


def test_totals_among_records_are_no_towns(tmp_path):
    path = tmp_path / "towns.jsonl"
    names = ["甲镇", "合计", "虚构县（1个）", "平均值"]
    path.write_text(
        "\n".join(json.dumps({"名称": name, "县": "虚构县"}, ensure_ascii=False) for name in names), "utf-8"
    )
    towns, problems, remarks = read(path)
    assert (problems, [town.name for town in towns]) == ([], ["甲镇"])
    assert [remark.partition(" and ")[0] for remark in remarks] == [
        "2:1: 2 rows of totals, averages or comparisons are not towns",
        "3:1: 1 row is called like the place that other rows lie in,",
    ]
    path.write_text('{"名称": "合计"}', "utf-8")
    assert read(path)[:2] == ([], ["1:1: there is no town in this file"])
