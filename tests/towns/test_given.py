"""Facts given with the command are every town's, whatever its file states: in every kind of file, by either way."""

import json

import pytest

from tests.columnar.answers import answers
from tests.towns.tables.grids import csv_text, save_workbook
from zhenkit.facts.quantities import read_money
from zhenkit.judging.batch import Request
from zhenkit.judging.run import check_towns
from zhenkit.rulesets.catalog import shipped
from zhenkit.towns.given import GivenFact, WrongGiven, read_given
from zhenkit.towns.options import Options

HEAD = ["名称", "省", "县", "年产值（亿元）", "佐证.年产值", "企业户数"]
ROWS = [["甲镇", "山西省", "祁县", "12", "年鉴", "3"], ["乙镇", "山西省", "祁县", "约9", "", "4"]]
GIVEN = read_given(["年产值=20亿元", "leading_firms = 2", "exports=未知"], shipped().facts)


def written(folder, ending):
    path = folder / f"towns{ending}"
    if ending == ".csv":
        path.write_text(csv_text([HEAD, *ROWS]), "utf-8")
    elif ending == ".xlsx":
        save_workbook(path, [HEAD, *ROWS])
    elif ending == ".parquet":
        pytest.importorskip("polars").DataFrame(ROWS, schema=HEAD, orient="row").write_parquet(path)
    else:
        towns = [
            {"名称": row[0], "省": row[1], "县": row[2], "年产值": row[3] + "亿元", "企业户数": row[5]} for row in ROWS
        ]
        towns[0]["evidence"] = {"年产值": "年鉴", "企业户数": "年报"}
        path.write_text(json.dumps(towns, ensure_ascii=False), "utf-8")
    return path


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".parquet", ".json"])
def test_every_town_has_what_is_given(tmp_path, ending):
    path = written(tmp_path, ending)
    found = check_towns([str(path)], None, "shanxi", True, options=Options(given=GIVEN))
    towns = [judgement.town for judgement in found.run.judgements]
    assert (found.run.problems, [town.name for town in towns]) == ([], ["甲镇", "乙镇"])
    for town in towns:
        assert (town.facts["annual_output"], town.facts["leading_firms"]) == (read_money("20亿元"), 2)
        assert "annual_output" not in town.evidence  # which was for another figure
        assert town.find("annual_output")[0] == town.line
    request = Request((str(path),), rules="shanxi", format="csv", given=GIVEN)
    expected, *others = [
        answers(Request(**{**request.__dict__, "engine": name})) for name in (None, "polars", "duckdb")
    ]
    assert [other == expected for other in others] == [True, True]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("annual_output", "write a fact and its value, like annual_output=20亿元"),
        ("=3", "write a fact and its value"),
        ("annual_outputs=20亿元", "did you mean annual_output?"),
        ("annual_output=20", "'20' has no unit"),
        ("name=甲镇", "a name distinguishes towns"),
    ],
)
def test_what_cannot_be_given_is_said(text, said):
    with pytest.raises(WrongGiven) as error:
        read_given([text], shipped().facts)
    assert said in str(error.value)


def test_a_fact_is_given_once():
    with pytest.raises(WrongGiven, match="given twice"):
        read_given(["firms=3", "企业户数=4"], shipped().facts)
    assert read_given(["firms=3"], shipped().facts) == (GivenFact("firms", "3"),)


def test_the_command_says_what_was_given(zhenkit, tmp_path):
    path = written(tmp_path, ".json")
    code, _out, err = zhenkit("check", str(path), "--rules", "shanxi", "--set", "firms=5", "--lang", "en")
    assert (code, "judged as if every town stated firms = 5 (--set)" in err) == (2, True)  # 约9 is still a problem
    code, _out, err = zhenkit("check", str(path), "--rules", "shanxi", "--set", "firms=x", "--lang", "en")
    assert (code, "--set firms: 'x' is not a whole number" in err) == (2, True)
