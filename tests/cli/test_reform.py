"""`zhenkit reform`: who gains and who loses, in every format; exit codes; what is wrong is told."""

import json

import pytest

from tests.paths import ROOT
from tests.reports.runs import town, write_town

EVIL = '<script>alert(1)</script>&"|`*[x](y)'
MADE_UP = ROOT / "samples" / "made-up"


def test_who_loses_and_by_which_criterion(zhenkit):
    asked = ("reform", "shanxi", "--set-rule", "5.supporting_firms=40", "--towns", MADE_UP, "--lang", "en")
    code, out, err = zhenkit(*asked)
    assert (code, err) == (1, "")
    assert "5.supporting_firms.at_least: 10 → 40" in out
    assert "12 towns: gain 0, lose 5, come out otherwise 0, stay 7" in out
    assert "5 verdicts change" in out
    assert zhenkit(*asked, "--exit-zero")[0] == 0
    found = json.loads(zhenkit(*asked, "--format", "json")[1])
    assert found["tally"] == {"gains": 0, "loses": 5, "moves": 0, "stays": 7}
    assert {one["b"]["number"] for town in found["towns"] for one in town["criteria"]} == {5}
    easier = ("reform", "shanxi", "--set-rule", "5.supporting_firms=1", "--towns", MADE_UP)
    assert zhenkit(*easier)[0] == 0


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("4.single_county.is=no", "是 → 否"),
        ("6.brand_level=nation", "省级 → 国家级"),
        ("4.manufacturing=review", "20亿元 → 待评审"),
    ],
)
def test_a_changed_figure_is_told_in_words(zhenkit, change, said):
    out = zhenkit("reform", "shanxi", "--set-rule", change, "--towns", MADE_UP / "pass.yaml", "--lang", "zh")[1]
    assert said in out.splitlines()[1]


def test_a_second_rule_set_or_a_changed_figure_is_needed(zhenkit):
    code, _out, err = zhenkit("reform", "shanxi", "--towns", MADE_UP, "--lang", "en")
    assert code == 2
    assert "name a second rule set besides shanxi, or change a figure of it with --set-rule" in err
    code, _out, err = zhenkit("reform", "shanxi", "jincheng", "changzhi", "--towns", MADE_UP, "--lang", "en")
    assert (code, "3 are named" in err) == (2, True)
    code, out, err = zhenkit("reform", "shanxi", "--set-rule", "4.x=1", "--towns", MADE_UP, "--lang", "en")
    assert (code, out) == (2, "")
    assert "there is no such figure; there are: 4.single_county.is" in err


def test_problems_of_towns_are_told_and_exit_2(zhenkit, tmp_path):
    (tmp_path / "bad.yaml").write_text("name: A\nannual_output: 12\n", "utf-8")
    asked = ("reform", "shanxi", "jincheng", "--towns", tmp_path, MADE_UP / "pass.yaml", "--lang", "en")
    code, out, err = zhenkit(*asked)
    assert code == 2
    assert "has no unit" in err
    assert "1 town: gain 0, lose 1" in out
    assert "Problems in the files: 1." in out


def test_tables_are_read_as_batch_reads_them(zhenkit, tmp_path):
    table = tmp_path / "towns.csv"
    table.write_text("名称,类别,年产值（亿元）\n甲,制造业,18\n乙,制造业,25\n", "utf-8")
    asked = ("reform", "shanxi", "--set-rule", "4.manufacturing=15亿元", "--towns", table, "--format", "json")
    found = json.loads(zhenkit(*asked)[1])
    assert [(one["name"], one["change"]) for one in found["towns"]] == [("甲", "gains")]


@pytest.mark.parametrize("format", ["html", "markdown", "text"])
def test_nothing_of_a_file_becomes_markup(zhenkit, tmp_path, format):
    file = write_town(tmp_path / "town.yaml", town(name=EVIL, county=EVIL, supporting_firms=12))
    asked = ("reform", "shanxi", "--set-rule", "5.supporting_firms=40", "--towns", file, "--format", format)
    _code, out, _err = zhenkit(*asked, "--lang", "en")
    assert "\x1b" not in out
    assert format == "text" or "<script>" not in out
