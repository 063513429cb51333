"""`zhenkit diff`, as a user meets it."""

import json
import re

import pytest

from tests.paths import ROOT
from tests.programmes import programme
from zhenkit.analysis.diff.run import side_by_side
from zhenkit.analysis.search.search import Budget
from zhenkit.core import i18n
from zhenkit.rulesets.catalog import shipped_rules

SAMPLES = ROOT / "samples"


@pytest.fixture(autouse=True)
def in_english():
    with i18n.speaking("en"):
        yield


# exit codes


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (["shanxi", "jincheng"], 1),
        (["jincheng", "yangcheng"], 0),
        (["shanxi", "shanxi"], 0),
        (["jincheng", "yangcheng", "jincheng"], 0),
        (["shanxi", "changzhi", "jincheng"], 1),
    ],
)
def test_equal_exits_0_and_different_1(zhenkit, names, code):
    assert zhenkit("diff", *names)[0] == code


TWICE = """
id: {id}
level: county
place: {{province: 山西省, city: 晋中市, county: 祁县}}
title: {{zh: 虚构标准, en: Made-up standard}}
document: {{title: 虚构的文件}}
effective: {{from: 2024-01-01}}
criteria:
  - {{number: 1, id: one, name: {{zh: 甲, en: One}}, clause: 一, require: {{fact: standards, at_least: 3}}}}
  - {{number: 2, id: two, name: {{zh: 乙, en: Two}}, clause: 二, require: {{fact: standards, at_least: {figure}}}}}
"""


def test_a_criterion_that_differs_is_a_difference_where_no_verdict_does(zhenkit, tmp_path):
    files = tmp_path / "one.yaml", tmp_path / "two.yaml"
    for file, figure in zip(files, (2, 1), strict=True):
        file.write_text(TWICE.format(id=file.stem, figure=figure), "utf-8")
    code, out, _err = zhenkit("diff", *files)
    assert code == 1
    assert out.startswith("= one and two are equal: every complete town has the same verdict under both\n")
    said = " ".join(out.split())
    assert "standards led or joined: 2 standards → 1 standard" in said
    assert "met under two (its verdict: fail under one, fail under two)" in said


def test_other_words_order_and_readings_are_no_difference(zhenkit, tmp_path):
    text = (shipped_rules() / "shanxi.yaml").read_text("utf-8")
    reworded = re.sub(r"text: \{zh: [^,{}\"]+, en: [^,{}\"]+\}", "text: {zh: 换了说法, en: said otherwise}", text)
    assert reworded != text
    file = tmp_path / "reworded.yaml"
    file.write_text(reworded.replace("id: shanxi", "id: reworded"), "utf-8")
    code, out, err = zhenkit("diff", "shanxi", file)
    assert (code, err) == (0, "")
    assert "shanxi and reworded are equal" in out


@pytest.mark.parametrize("names", [["jincheng", "heavier.yaml"], ["jincheng", "preferring.yaml"]])
def test_where_only_merits_or_weights_differ_it_exits_0_and_says_that_every_grade_is_the_same(
    zhenkit, tmp_path, monkeypatch, names
):
    text = (shipped_rules() / "jincheng.yaml").read_text("utf-8").replace("id: jincheng", "id: other")
    (tmp_path / "heavier.yaml").write_text(text + "weights: {4: 2}\n", "utf-8")
    preferring = text.replace("    prefer:\n", "    prefer:\n      - {fact: exports, is: yes}\n", 1)
    assert preferring != text
    (tmp_path / "preferring.yaml").write_text(preferring, "utf-8")
    monkeypatch.chdir(tmp_path)
    code, out, err = zhenkit("diff", *names)
    assert (code, err) == (0, "")
    said = " ".join(out.split())
    assert "Every grade is the same; only merits, or weights in the score, differ." in said
    assert "* preference" in said
    assert "Every grade is the same" not in zhenkit("diff", "jincheng", "yangcheng")[1]


def test_a_day_picks_the_editions_that_are_compared(zhenkit, tmp_path):
    text = (shipped_rules() / "shanxi.yaml").read_text("utf-8")
    older = text.replace("from: 2022-09-26", "from: 2020-01-01, until: 2022-09-25").replace("20亿元", "30亿元")
    assert "until: 2022-09-25" in older
    (tmp_path / "shanxi.yaml").write_text(text, "utf-8")
    (tmp_path / "shanxi@2020-01-01.yaml").write_text(older, "utf-8")
    changzhi = (shipped_rules() / "changzhi.yaml").read_text("utf-8")
    (tmp_path / "changzhi.yaml").write_text(re.sub(r"from: [0-9-]+", "from: 2020-01-01", changzhi), "utf-8")
    names = tmp_path / "shanxi", tmp_path / "changzhi"
    for days, from_then in ((("--on", "2021-06-01"), "30亿元"), ((), "20亿元")):
        code, out, err = zhenkit("diff", *names, *days)
        assert (code, err) == (1, "")
        assert f"threshold (manufacturing): {from_then} →" in " ".join(out.split())
    assert zhenkit("diff", *names, "--on", "2019-01-01")[0] == 2
    code, _out, err = zhenkit("diff", "shanxi", "jincheng", "--on", "soon")
    assert code == 2
    assert "'soon' is not a date" in err
    assert zhenkit("diff", *names, names[0], "--on", "2021-06-01")[0] == 1


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["shanxi"], "zhenkit: diff compares two rule sets; name another one besides shanxi"),
        (["shanxi", "jinchen"], "Did you mean jincheng?"),
        (["shanxi", "missing.yaml"], "missing.yaml:1:1: cannot read it"),
        (["shanxi", "jincheng", "changzhi", "--witness", "w.yaml"], "--towns and --witness need exactly two rule sets"),
        (["shanxi", "jincheng", "--towns", "missing.yaml"], "missing.yaml:1:1: cannot read it"),
        (["shanxi", "jincheng", "--format", "csv"], "is not one of its values"),
        ([], "is missing"),
    ],
)
def test_trouble_exits_2_with_one_word_on_it(zhenkit, arguments, told, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, _out, err = zhenkit("diff", *arguments)
    assert code == 2
    assert told in err
    assert "Traceback" not in err


def test_a_wrong_rule_file_is_told_with_its_place(zhenkit, tmp_path):
    file = programme(tmp_path, "wrong", growth="10亿元")
    code, out, err = zhenkit("diff", "shanxi", file)
    assert (code, out) == (2, "")
    assert err.startswith(f"{file}:24:")


def test_facts_that_mean_two_things_are_trouble(zhenkit, tmp_path):
    one = programme(tmp_path, "one")
    two = programme(tmp_path, "two")
    two.write_text(two.read_text("utf-8").replace("rank: {type: number", "rank: {type: percent").replace("10.5", "10%"))
    code, _out, err = zhenkit("diff", one, two)
    assert code == 2
    assert "the fact 'rank' differs between one and two" in err


# the note


def test_the_note_says_what_changed_and_proves_it(zhenkit):
    code, out, err = zhenkit("diff", "shanxi", "jincheng")
    assert (code, err) == (1, "")
    said = " ".join(out.split())
    assert "annual output of the leading industry, threshold (manufacturing): 20亿元 → 10亿元" in said
    assert "standards led or joined: required → preferred" in said
    assert "annual output of the leading industry: 10亿元, all else at its best: relaxed under shanxi" in said
    assert "Decided exactly, over all complete towns." in said


def test_it_speaks_chinese(zhenkit):
    out = zhenkit("diff", "shanxi", "jincheng", "--lang", "zh")[1]
    assert "主导产业年产值门槛（制造业）：20亿元 → 10亿元" in out
    assert "looser" not in out


def test_the_shipped_rule_sets_are_compared_by_few_towns(monkeypatch):
    """What makes it fast: of a grid of more than a billion towns, few are looked at, leaf by leaf."""
    looked_at = []
    monkeypatch.setattr(Budget, "spend", lambda _budget, leaves: looked_at.append(leaves))
    assert side_by_side(["shanxi", "changzhi", "jincheng", "yangcheng"]).exit_code == 1
    assert sum(looked_at) < 300_000


def test_output_goes_to_a_file(zhenkit, tmp_path):
    file = tmp_path / "diff.json"
    code, out, _err = zhenkit("diff", "shanxi", "jincheng", "--format", "json", "--output", file)
    assert (code, out) == (1, "")
    assert json.loads(file.read_text("utf-8"))["relation"] == "incomparable"


def test_a_criterion_equal_by_assumption_is_told_as_equal(zhenkit):
    def relation_of_criterion_3(*options):
        report = json.loads(zhenkit("diff", "shanxi", "changzhi", "--format", "json", *options)[1])
        return report["criteria"][2]["relation"]

    assert relation_of_criterion_3() == "stricter"
    assert relation_of_criterion_3("--assuming") == "equal"


# towns


def test_towns_that_change_verdict_are_shown_with_the_reason(zhenkit):
    town = SAMPLES / "made-up" / "pass.yaml"
    code, out, _err = zhenkit("diff", "shanxi", "changzhi", "--towns", town)
    assert code == 1
    told = out[out.index("Towns") :]
    assert "verdicts that change: 1 of 1" in told
    assert "criterion 3: met → incomplete (not met to met)" in told
    assert "a high share among peers in the province: not required → required" in told


@pytest.mark.parametrize("form", ["apart", "together", "before"])
def test_several_towns_may_follow_one_option(zhenkit, form):
    towns = [SAMPLES / "made-up" / "pass.yaml", SAMPLES / "made-up" / "fail.yaml"]
    arguments = {
        "apart": ["shanxi", "changzhi", "--towns", towns[0], "--towns", towns[1], "--lang", "en"],
        "together": ["shanxi", "changzhi", "--towns", *towns, "--lang", "en"],
        "before": ["--towns", SAMPLES / "made-up", "shanxi", "changzhi"],
    }[form]
    code, out, _err = zhenkit("diff", *arguments)
    assert code == 1
    assert "虚构镇（符合示例）" in out
    assert "虚构镇（不符合示例）" in out


def test_a_town_with_a_problem_is_told_and_the_others_are_judged(zhenkit, tmp_path):
    bad = tmp_path / "bad.yaml"
    bad.write_text("name: 甲\nannual_output: 12\n", "utf-8")
    code, out, err = zhenkit("diff", "shanxi", "changzhi", "--towns", bad, SAMPLES / "made-up" / "pass.yaml")
    assert code == 2
    assert err.startswith(f"{bad}:2:")
    assert "虚构镇（符合示例）" in out


def test_decisions_of_a_town_count_on_both_sides(zhenkit):
    town = SAMPLES / "made-up" / "decided.yaml"
    report = json.loads(zhenkit("diff", "shanxi", "changzhi", "--format", "json", "--towns", town)[1])
    assert report["towns"][0]["a"]["verdict"] == "relaxed"


# the matrix


def test_three_rule_sets_stand_side_by_side(zhenkit):
    code, out, _err = zhenkit("diff", "shanxi", "changzhi", "jincheng")
    assert code == 1
    row = next(line for line in out.splitlines() if line.startswith("supporting firms"))
    assert row.split()[2:] == ["10", "firms", "10", "firms", "5", "firms"]
    brand = next(line for line in out.splitlines() if line.startswith("highest level of a well-known"))
    assert re.split("  +", brand)[1:] == ["province", "city", "preferred:"]


def test_the_matrix_as_json_has_a_row_for_each_thing_asked(zhenkit):
    report = json.loads(zhenkit("diff", "shanxi", "changzhi", "jincheng", "--format", "json")[1])
    assert report["rule_sets"] == ["shanxi", "changzhi", "jincheng"]
    assert [one["relation"] for one in report["relations"]] == ["incomparable"] * 3
    (row,) = (row for row in report["rows"] if row["what"].get("choices") == ["agriculture", "light_industry"])
    assert (row["number"], row["what"]["kind"], row["what"]["facts"]) == (4, "threshold", ["annual_output"])
    assert row["required"] == {"shanxi": ["10亿元"], "changzhi": ["5亿元"], "jincheng": ["1亿元"]}
    assert all(set(row["required"]) == set(report["rule_sets"]) for row in report["rows"])
    assert report == json.loads(zhenkit("diff", "shanxi", "changzhi", "jincheng", "-f", "json", "--lang", "zh")[1])
