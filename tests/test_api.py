"""`import zhenkit`: the names that are public, rules and towns by them."""

import datetime
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

import zhenkit
from tests.paths import ROOT
from zhenkit import (
    FileProblems,
    RuleSet,
    TownJudgement,
    TownRecord,
    ZhenkitError,
    judge,
    load_rules,
    load_towns,
)
from zhenkit.rulesets.catalog import NoSuchRules

SAMPLES = ROOT / "samples" / "made-up"


def test_a_town_is_loaded_and_judged_in_three_lines():
    rules = load_rules("shanxi")
    (town,) = load_towns(SAMPLES / "pass.yaml", rules=rules)
    judgement = judge(town, rules)
    assert isinstance(rules, RuleSet)
    assert isinstance(town, TownRecord)
    assert isinstance(judgement, TownJudgement)
    assert (judgement.verdict, judgement.score.low) == ("pass", 100.0)
    assert [criterion.grade for criterion in judgement.criteria] == ["met"] * 8


def test_towns_come_from_several_files_and_folders_in_order():
    towns = load_towns(SAMPLES / "pass.yaml", str(SAMPLES))
    assert towns[0].file == str(SAMPLES / "pass.yaml")
    assert len({town.file for town in towns}) == len(list(SAMPLES.iterdir()))


def test_problems_are_raised_all_together_each_with_its_place(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("name: A\nfirms: x\n---\nname: B\nyear: -1\n", "utf-8")
    with pytest.raises(FileProblems) as caught:
        load_towns(path, tmp_path / "nowhere.yaml")
    assert isinstance(caught.value, ZhenkitError)
    assert [(problem.line, problem.column) for problem in caught.value.problems] == [(2, 8), (5, 7), (1, 1)]
    assert str(caught.value).splitlines()[0].startswith(f"{path}:2:8: firms: 'x' is not a whole number")


def test_rules_may_be_those_of_a_day():
    newest = load_rules("shanxi")
    assert load_rules("shanxi", on=newest.effective).digest == newest.digest
    assert load_rules("shanxi", on=datetime.date.fromisoformat(newest.effective)) is newest
    with pytest.raises(NoSuchRules, match="no edition of shanxi is in force on 1999-01-01"):
        load_rules("shanxi", on="1999-01-01")
    with pytest.raises(ZhenkitError, match="'soon' is not a date"):
        load_rules("shanxi", on="soon")


def test_unknown_rules_and_wrong_rule_files_are_raised(tmp_path):
    with pytest.raises(NoSuchRules, match="no rule set 'shanxy'"):
        load_rules("shanxy")
    with pytest.raises(FileProblems, match=r"nowhere\.yaml:1:1: cannot read it"):
        load_rules(tmp_path / "nowhere.yaml")


def test_towns_are_read_by_the_dictionary_of_their_rules(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(
        """
id: mine
level: province
place: {province: 山西省}
title: {zh: 标准, en: standard}
document: {title: 文件, issuer: 政府, date: 2023-01-01}
effective: {from: 2023-01-01}
facts: {own: {type: count, zh: 自有, en: own}}
criteria:
  - {number: 1, id: one, name: {zh: 一, en: one}, clause: 一, require: {fact: own, at_least: 3}}
""",
        "utf-8",
    )
    town_file = tmp_path / "town.json"
    town_file.write_text('{"name": "A", "自有": 3}', "utf-8")
    rules = load_rules(path)
    (town,) = load_towns(town_file, rules=rules)
    assert judge(town, rules).verdict == "pass"
    with pytest.raises(FileProblems, match="unknown fact '自有'"):
        load_towns(town_file)


def test_strict_is_by_name():
    rules = load_rules("shanxi")
    (town,) = load_towns(SAMPLES / "relaxed.yaml", rules=rules)
    assert judge(town, rules).verdict == "relaxed"
    assert judge(town, rules, strict=True).strict
    with pytest.raises(TypeError):
        judge(town, rules, True)


def test_everything_offered_is_there_and_nothing_else_is():
    words = {"CriterionGrade", "Relation", "Verdict"}
    called = {name: getattr(zhenkit, name).__name__ for name in zhenkit.__all__ if name not in words}
    assert called == {name: name for name in called}
    assert {name for name in dir(zhenkit) if not name.startswith("_")} == set(zhenkit.__all__) == set(zhenkit._HOME_OF)
    assert all(get_args(getattr(zhenkit, name)) for name in words)
    with pytest.raises(AttributeError, match="module 'zhenkit' has no attribute 'nothing'"):
        zhenkit.nothing  # noqa: B018


def test_a_folder_inside_does_not_take_the_place_of_a_function():
    program = "import zhenkit.towns.inputs, zhenkit as zk; from zhenkit import towns; assert zk.towns is towns"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, b"")


def test_importing_zhenkit_is_light():
    program = """
import sys
import zhenkit
zhenkit.__version__
for name in ("yaml", "pydantic", "rich", "typer"):
    assert name not in sys.modules, name
zhenkit.judge
for name in ("rich", "typer"):
    assert name not in sys.modules, name
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, b"")


def test_judging_reads_and_prints_nothing(monkeypatch, capfd):
    rules = load_rules("shanxi")
    (town,) = load_towns(SAMPLES / "incomplete.yaml", rules=rules)

    def refused(*_arguments, **_more):
        raise AssertionError("no file is touched")

    monkeypatch.setattr("builtins.open", refused)
    monkeypatch.setattr(Path, "open", refused)
    judgement = judge(town, rules)
    assert judgement.verdict == "incomplete"
    assert [criterion.missing for criterion in judgement.criteria]
    assert judgement.score.low <= judgement.score.high
    assert capfd.readouterr() == ("", "")
