"""The towns that prove what `zhenkit diff` says, written as a town file."""

import json
import re

import pytest
import yaml

from tests.paths import ROOT
from tests.programmes import of_figures, programme
from zhenkit.core import i18n

SAMPLES = ROOT / "samples"


@pytest.fixture(autouse=True)
def in_english():
    with i18n.speaking("en"):
        yield


@pytest.mark.parametrize("names", [("shanxi", "jincheng"), ("shanxi", "changzhi"), ("jincheng", "changzhi")])
def test_check_grades_the_proofs_as_promised(zhenkit, tmp_path, names):
    file = tmp_path / "witness.yaml"
    report = json.loads(zhenkit("diff", *names, "--format", "json", "--witness", file)[1])
    promised = {}
    for criterion in report["criteria"]:
        for side in ("a", "b"):
            if town := criterion[f"higher_under_{side}"]:
                promised[town["name"]] = (criterion["number"], side, town)
    assert promised
    grades = {}
    for name in names:
        code, out, err = zhenkit("check", file, "--rules", name, "--format", "json")
        assert code in (0, 1)
        assert err == ""
        grades[name] = {town["name"]: town for town in json.loads(out)["towns"]}
    order = ["not_met", "review", "relaxed", "met"]
    verdicts = ["fail", "review", "relaxed", "pass"]
    assert grades[names[0]].keys() == promised.keys()
    for town_name, (number, side, facts) in promised.items():
        one, other = (grades[name][town_name] for name in names)
        assert one["facts"] == facts
        found = [town["criteria"][number - 1]["grade"] for town in (one, other)]
        difference = order.index(found[0]) - order.index(found[1])
        assert difference > 0 if side == "a" else difference < 0
        by_verdict = verdicts.index(one["verdict"]) - verdicts.index(other["verdict"])
        assert by_verdict > 0 if side == "a" else by_verdict < 0


def test_each_proof_stands_below_a_word_on_what_it_proves(zhenkit, tmp_path):
    file = tmp_path / "witness.yaml"
    zhenkit("diff", "shanxi", "jincheng", "--witness", file)
    documents = file.read_text("utf-8").split("---\n")[1:]
    assert len(documents) == 5
    assert documents[2].startswith(
        "# criterion 4: annual output of the leading industry: 10亿元, all else at its best: "
    )


def test_equal_rule_sets_leave_a_file_that_says_so(zhenkit, tmp_path):
    file = tmp_path / "witness.yaml"
    assert zhenkit("diff", "jincheng", "yangcheng", "--witness", file)[0] == 0
    assert file.read_text("utf-8") == "# No town has a different grade by jincheng and yangcheng.\n"


def test_a_proof_by_computed_facts_is_told_in_the_facts_they_come_from(zhenkit, tmp_path):
    one = programme(tmp_path, "one")
    two = programme(
        tmp_path, "two", growth="5%", total="36亿元", multiple="more_than: 3", accidents=1, rank="at_most: 20"
    )
    file = tmp_path / "witness.yaml"
    code, out, err = zhenkit("diff", one, two, "--witness", file)
    assert (code, err) == (1, "")
    said = " ".join(out.split())
    assert "Decided exactly, over all complete towns." in said
    assert "yearly growth: 5%, all else at its best: not met under one, met under two" in said
    towns = list(yaml.safe_load_all(file.read_text("utf-8")))
    assert all("growth" not in town and len(town["output_by_year"]) >= 3 for town in towns)
    verdicts = []
    for rules in (one, two):
        code, out, err = zhenkit("check", file, "--rules", rules, "--format", "json")
        assert err == ""
        verdicts.append([town["verdict"] for town in json.loads(out)["towns"]])
    assert verdicts == [["pass", "fail", "pass", "fail"], ["fail", "pass", "fail", "pass"]]


@pytest.mark.parametrize("kind", ["number", "count"])
def test_a_proof_states_figures_that_a_file_can_hold_exactly(zhenkit, tmp_path, kind):
    """Ten over three years is no three thirds of ten: no decimal is one."""
    one, two = of_figures(tmp_path, "one", kind, "at_least"), of_figures(tmp_path, "two", kind, "more_than")
    file = tmp_path / "witness.yaml"
    code, _out, err = zhenkit("diff", one, two, "--witness", file)
    assert (code, err) == (1, "")
    assert zhenkit("check", file, "--rules", one)[0] == 0
    assert zhenkit("check", file, "--rules", two)[0] == 1


def test_figures_by_year_of_two_types_are_not_compared(zhenkit, tmp_path):
    one, two = of_figures(tmp_path, "one", "number", "at_least"), of_figures(tmp_path, "two", "count", "at_least")
    two.write_text(two.read_text("utf-8").replace("total", "sum").replace("三年合计", "三年总和"), "utf-8")
    code, _out, err = zhenkit("diff", one, two)
    assert code == 2
    assert "the fact 'figures' differs between one and two" in err


def test_computed_facts_that_no_town_has_together_are_left_out_and_told(zhenkit, tmp_path):
    """An output of 10 over a baseline of 4 at most is 2.5 times: less is required by nobody's town."""
    one = programme(tmp_path, "one")
    text = one.read_text("utf-8").replace("multiple, at_least: 2", "baseline, at_most: 4亿元")
    # else a baseline of 0 were a proof: what it divides is for people to review
    text = text.replace("[annual_output, baseline]", "[annual_output, baseline], by_zero: highest")
    one.write_text(text, "utf-8")
    two = tmp_path / "two.yaml"
    more = "- {fact: multiple, at_least: 2.5}\n        - {fact: annual_output"
    two.write_text(text.replace("id: one", "id: two").replace("- {fact: annual_output", more), "utf-8")
    witness = tmp_path / "witness.yaml"
    code, out, err = zhenkit("diff", one, two, "--witness", witness)
    assert code == 2
    assert "(no town with such facts was found)" in " ".join(out.split())
    assert "not in the file, since no facts were found" in err
    assert witness.read_text("utf-8").startswith("# No town was found that has a different grade by one and two; not")


def test_facts_that_one_side_alone_knows_are_left_out_for_the_other(zhenkit, tmp_path):
    one, witness = programme(tmp_path, "one"), tmp_path / "witness.yaml"
    err = zhenkit("diff", one, "shanxi", "--witness", witness)[2]
    commands = re.findall("`zhenkit (check .+?)`", err)
    assert commands == [f"check {tmp_path / 'witness-b.yaml'} --rules shanxi"]
    report = json.loads(zhenkit("diff", one, "shanxi", "--format", "json", "--towns", witness)[1])
    assert report["problems"] == []
    for town in report["towns"]:
        assert town["a"]["verdict"] != town["b"]["verdict"]
        assert any(criterion["because"] for criterion in town["criteria"])
    for side, command in (("a", f"check {witness} --rules {one}"), ("b", commands[0])):
        _code, out, err = zhenkit(*command.split(), "--format", "json")
        assert err == ""
        proven = {town["name"]: town["verdict"] for town in json.loads(out)["towns"]}
        assert proven == {town["name"]: town[side]["verdict"] for town in report["towns"]}


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--witness", "-"], "--witness names a file; standard output is the report's"),
        (["--witness", "x.md", "-o", "./x.md"], "--witness and --output name one file: x.md"),
    ],
)
def test_the_towns_that_prove_it_have_a_file_of_their_own(zhenkit, tmp_path, monkeypatch, options, told):
    monkeypatch.chdir(tmp_path)
    code, out, err = zhenkit("diff", "shanxi", "jincheng", *options)
    assert (code, out, err) == (2, "", f"zhenkit: {told}\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("format", ["text", "markdown"])
def test_towns_that_fare_the_same_are_counted_and_not_listed(zhenkit, format):
    towns = SAMPLES / "made-up" / "pass.yaml"
    out = zhenkit("diff", "jincheng", "yangcheng", "--towns", towns, "--format", format)[1]
    assert "verdicts that change: 0 of 1; same grades under both: 1" in out
    assert "虚构镇（符合示例）" not in out


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
