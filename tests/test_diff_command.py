"""`zhenkit diff`, as a user meets it."""

import json
import re
from pathlib import Path

import pytest

from tests.programmes import programme
from zhenkit import language
from zhenkit.diffing import side_by_side
from zhenkit.rulebook import shipped_rules
from zhenkit.search import Budget

SAMPLES = Path(__file__).parent.parent / "samples"


@pytest.fixture(autouse=True)
def in_english():
    with language.speaking("en"):
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
    assert "Every grade is the same; what differs is only what is preferred, or weighs in the score." in said
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
        (["shanxi"], "zhenkit: two rule sets are compared; give another beside shanxi"),
        (["shanxi", "jinchen"], "Did you mean jincheng?"),
        (["shanxi", "missing.yaml"], "missing.yaml:1:1: cannot read it"),
        (["shanxi", "jincheng", "changzhi", "--witness", "w.yaml"], "--towns and --witness go with two rule sets"),
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
    assert "the fact 'rank' of one is of another kind than that of two" in err


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
    """What makes it fast: of a grid of more than a billion towns, few are looked at."""
    looked_at = []
    monkeypatch.setattr(Budget, "spend", lambda _budget: looked_at.append(1))
    assert side_by_side(["shanxi", "changzhi", "jincheng", "yangcheng"]).exit_code == 1
    assert len(looked_at) < 10_000


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
    assert "1 of 1 change verdict" in told
    assert "criterion 3: met → not met to met" in told
    assert "a high share among peers in the province: not asked → required" in told


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
    assert {
        "number": 4,
        "what": "annual output of the leading industry, threshold (special agriculture, special light industry)",
        "asked": {"shanxi": "10亿元", "changzhi": "5亿元", "jincheng": "1亿元"},
    } in report["rows"]
    assert all(set(row["asked"]) == set(report["rule_sets"]) for row in report["rows"])


# facts of two files held against each other

ENERGY = """
id: {id}
level: province
place: {{province: 虚构省}}
title: {{zh: 虚构（{id}）, en: Made up}}
document: {{title: 虚构}}
effective: {{from: {begins}}}
facts:
  figures: {{type: series, of: count, zh: 历年数, en: figures}}
  {fact}
criteria:
  - {{number: 1, id: one, name: {{zh: 甲, en: One}}, clause: 一, require: {{fact: {asked}, at_most: 5}}}}
"""


def of_energy(folder, name, fact, asked="energy", id=None, begins="2024-01-01"):
    file = folder / f"{name}.yaml"
    file.write_text(ENERGY.format(id=id or name, fact=fact, asked=asked, begins=begins), "utf-8")
    return file


def test_a_fact_in_two_units_is_no_one_fact(zhenkit, tmp_path):
    one = of_energy(tmp_path, "one", "energy: {type: number, zh: 能耗, en: energy, unit: {zh: 吨, en: tonnes}}")
    two = of_energy(tmp_path, "two", "energy: {type: number, zh: 能耗, en: energy, unit: {zh: 公斤, en: kg}}")
    code, out, err = zhenkit("diff", one, two)
    assert (code, out) == (2, "")
    assert "the fact 'energy' of one is of another kind than that of two (unit: tonnes / kg)" in err


def test_a_fact_called_otherwise_is_one_fact_and_told(zhenkit, tmp_path):
    one = of_energy(tmp_path, "one", "energy: {type: number, zh: 能耗, en: energy}")
    two = of_energy(tmp_path, "two", "energy: {type: number, zh: 综合能耗, en: energy used}")
    code, _out, err = zhenkit("diff", one, two)
    assert code == 0
    assert err == (
        f"{two}:10:11: remark: energy is called energy used here and energy in one; it is taken for the same fact\n"
    )


def test_facts_computed_alike_are_one_quantity_whatever_they_are_called(zhenkit, tmp_path):
    derived = "type: count, zh: {zh}, en: {en}, derived: {{sum: figures, years: 3}}"
    one = of_energy(tmp_path, "one", f"total: {{{derived.format(zh='合计', en='total')}}}", "total")
    two = of_energy(tmp_path, "two", f"all_of_it: {{{derived.format(zh='总和', en='all of it')}}}", "all_of_it")
    code, out, err = zhenkit("diff", one, two)
    assert code == 0
    assert out.startswith("= one and two are equal")
    assert "remark: all_of_it is computed as total of one is; they are taken for the same fact" in err


BY_CATEGORY = (
    "at_least: {{by: category, manufacturing: {}亿元, agriculture: {}亿元, light_industry: review, other: review}}"
)
SUM = "total: {type: money, zh: 三年合计, en: total, derived: {sum: output_by_year, years: 3}}"
MEAN = "mean: {type: money, zh: 三年平均, en: mean, derived: {average: output_by_year, years: 3}}"


@pytest.mark.parametrize(
    ("one", "two", "finding"),
    [
        (("SUM", "at_least: 3亿元"), ("MEAN", "at_least: 1亿元"), "= one and two are equal"),
        (("MEAN", "at_least: 1亿元"), ("SUM", "at_least: 3亿元"), "= one and two are equal"),
        (("SUM", "at_least: 3亿元"), ("MEAN", "at_least: 1.5亿元"), "+ two is stricter than one"),
        (("SUM", "at_most: 3亿元"), ("MEAN", "at_most: 1.5亿元"), "- two is looser than one"),
        (("SUM", "at_least: 4亿元"), ("SUM_AS_MEAN", "at_least: 1亿元"), "- two is looser than one"),
        (("SUM", BY_CATEGORY.format(3, 6)), ("MEAN", BY_CATEGORY.format(1, 2)), "= one and two are equal"),
    ],
    ids=["equal", "the-other-way", "stricter", "at-most", "one-name", "by-choice"],
)
def test_an_average_and_the_sum_of_the_same_years_are_one_quantity(zhenkit, tmp_path, one, two, finding):
    facts = {"SUM": SUM, "MEAN": MEAN, "SUM_AS_MEAN": SUM.replace("sum:", "average:")}
    files = []
    for name, (fact, asked) in (("one", one), ("two", two)):
        file = of_energy(tmp_path, name, facts[fact], facts[fact].partition(":")[0])
        text = file.read_text("utf-8").replace("at_most: 5", asked).replace("of: count", "of: money")
        file.write_text(text.replace("figures:", "output_by_year:", 1), "utf-8")
        files.append(file)
    code, out, err = zhenkit("diff", *files)
    assert out.startswith(finding)
    assert code == (0 if "equal" in finding else 1)
    assert "remark:" in err and "they are compared by the sum" in err


TWO_WAYS = """
id: {id}
level: province
place: {{province: 虚构省}}
title: {{zh: 虚构, en: Made up}}
document: {{title: 虚构}}
effective: {{from: 2024-01-01}}
criteria:
  - {{number: 1, id: few, name: {{zh: 少, en: Few}}, clause: 一, require: {{fact: firms, at_most: 5}}}}
  - {{number: 2, id: many, name: {{zh: 多, en: Many}}, clause: 二, require: {{fact: firms, at_least: {many}}}}}
  - {{number: 3, id: led, name: {{zh: 标准, en: Led}}, clause: 三, require: {{fact: standards, at_least: {standards}}}}}
"""


@pytest.mark.parametrize(("many", "rest"), [(9, "all else as most criteria prefer it"), (4, "all else at its best")])
def test_all_else_is_at_its_best_only_where_no_other_criterion_fails_for_it(zhenkit, tmp_path, many, rest):
    """Nine firms at least and five at most: however many there are, a criterion fails for it."""
    files = []
    for name, standards in (("one", 1), ("two", 3)):
        files.append(tmp_path / f"{name}.yaml")
        files[-1].write_text(TWO_WAYS.format(id=name, many=many, standards=standards), "utf-8")
    said = " ".join(zhenkit("diff", *files)[1].split())
    assert f"standards led or joined: 1 standard, {rest}: met under one, not met under two" in said


def test_an_average_of_other_years_than_the_sum_is_another_quantity(zhenkit, tmp_path):
    one = of_energy(tmp_path, "one", MEAN.replace("money", "number").replace("output_by_year", "figures"), "mean")
    total = SUM.replace("money", "number").replace("output_by_year", "figures").replace("years: 3", "years: 2")
    two = of_energy(tmp_path, "two", total, "total")
    for file in (one, two):
        file.write_text(file.read_text("utf-8").replace("of: count", "of: number"), "utf-8")
    code, out, err = zhenkit("diff", one, two)
    assert (code, err) == (1, "")
    assert out.startswith("x one and two are incomparable")


def test_an_edition_that_counts_other_years_is_compared_by_two_quantities(zhenkit, tmp_path):
    derived = "total: {{type: count, zh: 合计, en: total, derived: {{sum: figures, years: {years}}}}}"
    old = of_energy(tmp_path, "our@2024-01-01", derived.format(years=3), "total", "our")
    new = of_energy(tmp_path, "our", derived.format(years=2), "total", "our", "2025-01-01")
    code, out, err = zhenkit("diff", old, new)
    assert (code, err) == (1, "")
    said = " ".join(out.split())
    assert "total: at most 5 → total (our@2025-01-01): at most 5" in said


NOT_PROVEN = {
    "sum": "total: {type: count, zh: 合计, en: total, derived: {sum: figures, years: 3}}",
    "least": "total: {type: count, zh: 合计, en: total, derived: {least: figures, years: 3}}",
}


def test_what_no_town_was_found_for_is_called_no_proof_and_states_no_computed_fact(zhenkit, tmp_path):
    """The least of three figures over 5 with a sum of 5 at most: the quantities allow it, no town has it."""
    one, two = (of_energy(tmp_path, kind, fact, "total") for kind, fact in NOT_PROVEN.items())
    code, out, _err = zhenkit("diff", one, two)
    assert code == 1
    assert "Not proven by a town total (least@2024-01-01): 6" in " ".join(out.split())
    (criterion,) = json.loads(zhenkit("diff", one, two, "--format", "json")[1])["criteria"]
    assert criterion["relation"] == "incomparable"
    assert criterion["higher_under_a"] is None
    assert criterion["higher_under_b"].keys() == {"name", "figures"}
