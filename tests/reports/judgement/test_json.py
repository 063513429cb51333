from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tests import strategies
from tests.benchmarks.random_towns import write_files
from tests.paths import ROOT
from tests.reports.runs import FOUR, GRANTED, check, hostile_run, one_of_each_grade, reported, town, write_town
from zhenkit import load_rules
from zhenkit.core.i18n import speaking
from zhenkit.judging.judgement import judge
from zhenkit.judging.outcome import Run
from zhenkit.reports.formats import CHECK, formats_of
from zhenkit.schemas.report import report_schema

VALIDATOR = Draft202012Validator(report_schema(), format_checker=Draft202012Validator.FORMAT_CHECKER)
RULES = ("shanxi", "changzhi", "jincheng", "yangcheng")
SAMPLES = ROOT / "samples"
MANY = 20
TEXTS = [name for name, format in formats_of(CHECK).items() if not format.binary and name != "gitlab"]
"""Formats that say something of every town: GitLab's says nothing of what is met."""


def report(run: Run) -> dict[str, Any]:
    return json.loads(reported("json", run))


def checks(check_: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A check and all below it."""
    yield check_
    for part in check_.get("checks", ()):
        yield from checks(part)


def leaves(judged: dict[str, Any]) -> list[dict[str, Any]]:
    return [leaf for criterion in judged["criteria"] for leaf in checks(criterion["check"]) if "fact" in leaf]


def digest(content: Any) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:12]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of many towns: with gaps, ranges, evidence and decisions, in both languages."""
    found = tmp_path_factory.mktemp("towns")
    write_files(load_rules("shanxi"), found, 13, seed=7)
    decided = [town(name=f"决定镇{number}", single_county=False, decisions={"4": GRANTED}) for number in range(2)]
    write_town(found / "decided.yaml", *decided, *[town(name=grade, **changes) for grade, changes in FOUR.items()])
    return found


def test_the_schema_is_a_json_schema_of_2020_12() -> None:
    schema = report_schema()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize(("rules", "strict"), [*((rules, False) for rules in RULES), ("shanxi", True)])
def test_the_report_of_many_towns_is_valid_by_its_own_schema(folder: Path, rules: str, strict: bool) -> None:
    found = report(check(folder, rules=rules, strict=strict))
    VALIDATOR.validate(found)
    assert len(found["towns"]) == MANY
    if rules == "shanxi" and not strict:
        assert {one["verdict"] for one in found["towns"]} == {"pass", "relaxed", "review", "incomplete", "fail"}


def test_the_report_of_the_samples_is_valid_by_its_own_schema() -> None:
    VALIDATOR.validate(report(check(SAMPLES)))


def test_a_report_with_problems_is_valid_too(tmp_path: Path) -> None:
    found = report(one_of_each_grade(tmp_path))
    VALIDATOR.validate(found)
    (problem,) = found["problems"]
    assert (Path(problem["file"]).name, problem["line"], problem["column"]) == ("zz.yaml", 2, 16)


def spoil(found: dict[str, Any], where: str, value: Any) -> None:
    *path, last = where.split(".")
    for step in path:
        found = found[int(step) if step.isdigit() else step]
    found[last] = value


@pytest.mark.parametrize(
    ("where", "value"),
    [
        ("extra", 1),
        ("schema", 2),
        ("towns.0.extra", 1),
        ("towns.0.rank", 0),
        ("towns.0.verdict", "fail"),
        ("towns.0.verdict", "incomplete"),
        ("towns.0.digest", "xyz"),
        ("towns.0.facts.annual_output", 12.5),
        ("towns.0.score.low", -1),
        ("towns.0.rule_set.effective", "2022-13-41"),
        ("towns.0.criteria.0.grade", "relaxed"),
        ("towns.0.criteria.0.check.checks.0.value", 1.5),
        ("towns.0.criteria.0.check.checks.0.checks", []),
        ("towns.0.criteria.0.check.fact", "exports"),
        ("towns.0.criteria.0.decision", {"granted": True}),
        ("towns.0.merits", [{"criterion": 5, "label": {"zh": "甲", "en": "a"}, "facts": [], "held": False}]),
        ("problems", [{"file": "a", "line": 0, "column": 1, "message": "b"}]),
    ],
)
def test_the_schema_refuses_what_the_contract_does_not_allow(tmp_path: Path, where: str, value: Any) -> None:
    found = report(check(write_town(tmp_path / "a.yaml", town())))
    assert VALIDATOR.is_valid(found)
    spoil(found, where, value)
    assert not VALIDATOR.is_valid(found)


def test_digests_can_be_computed_from_the_facts(folder: Path) -> None:
    towns = report(check(folder, SAMPLES))["towns"]
    assert all(one["digest"] == digest(one["facts"]) for one in towns)
    assert len({one["digest"] for one in towns}) == len(towns)


def test_the_facts_fed_back_as_a_json_file_are_judged_the_same(folder: Path, tmp_path: Path) -> None:
    for rules in RULES:
        towns = report(check(folder, SAMPLES, rules=rules))["towns"]
        again = tmp_path / f"{rules}.json"
        again.write_text(json.dumps([one["facts"] for one in towns], ensure_ascii=False), encoding="utf-8")
        found = report(check(again, rules=rules))
        assert not found["problems"]
        for one, other in zip(towns, found["towns"], strict=True):
            assert other["facts"] == one["facts"]
            assert other["digest"] == one["digest"]
            if not any("decision" in criterion for criterion in one["criteria"]):
                assert other["verdict"] == one["verdict"]
                assert other["score"] == one["score"]
                assert other["merits"] == one["merits"]
                assert [leaf | {"evidence": []} for leaf in leaves(one)] == leaves(other)


def test_value_and_required_are_written_as_a_town_file_would_have_them(folder: Path) -> None:
    run = check(folder, SAMPLES)
    facts = run.judgements[0].rule_set.facts
    seen = set()
    for one in report(run)["towns"]:
        for leaf in leaves(one):
            fact, required = facts[leaf["fact"]], leaf["required"]
            assert leaf["value"] == one["facts"].get(fact.id)
            for figure in required.values() if isinstance(required, dict) else [required]:
                seen.add(type(figure))
                if figure != "review" and not (fact.type.name == "set" and isinstance(figure, int)):
                    assert fact.type.write(fact.type.read(figure)) == figure
    assert seen == {str, int, bool, list}


def test_what_is_required_depends_on_the_choice_and_a_missing_choice_shows_every_figure(tmp_path: Path) -> None:
    towns = [town(), town(name="乙", category="agriculture"), town(name="丙", category="other")]
    found = report(check(write_town(tmp_path / "a.yaml", *towns, town(name="丁", category=None))))["towns"]
    asked = [[leaf["required"] for leaf in leaves(one) if leaf["fact"] == "annual_output"] for one in found]
    table = {"manufacturing": "20亿元", "agriculture": "10亿元", "light_industry": "10亿元", "other": "review"}
    assert asked == [["1亿元", "20亿元"], ["1亿元", "10亿元"], ["1亿元", "review"], ["1亿元", table]]


def test_the_report_is_the_same_in_any_language(folder: Path) -> None:
    run = check(folder)
    english = reported("json", run)
    with speaking("zh"):
        assert reported("json", run) == english


def test_evidence_and_decisions_are_told_where_they_count(tmp_path: Path) -> None:
    facts = town(
        single_county=False,
        evidence={"annual_output": ["2023年鉴", "第12页"]},
        decisions={"4": GRANTED},
    )
    (found,) = report(check(write_town(tmp_path / "a.yaml", facts)))["towns"]
    assert [criterion.get("decision") for criterion in found["criteria"]] == [None] * 3 + [GRANTED] + [None] * 4
    told = {leaf["fact"]: leaf["evidence"] for leaf in leaves(found) if leaf["evidence"]}
    assert told == {"annual_output": ["2023年鉴", "第12页"]}


def deciding_parts(found: dict[str, Any]) -> list[tuple[bool, bool]]:
    """For each group: whether it decides, and whether one of its parts does."""
    every = [check_ for one in found["towns"] for judged in one["criteria"] for check_ in checks(judged["check"])]
    return [
        (group["decides"], any(part["decides"] for part in group["checks"])) for group in every if "checks" in group
    ]


def test_what_decides_leads_from_the_criterion_down_to_a_fact(folder: Path) -> None:
    found = report(check(folder, SAMPLES))
    assert all(judged["check"]["decides"] for one in found["towns"] for judged in one["criteria"])
    assert {deciding for deciding, _part in deciding_parts(found)} == {True, False}
    assert all(deciding == part for deciding, part in deciding_parts(found))


RULES_BY_CHOICE = """
id: by_choice
level: province
place: {province: 山西省}
title: {zh: 试, en: trial}
document: {title: 试}
effective: {from: 2022-09-26}
criteria:
  - number: 1
    id: by_choice
    name: {zh: 按类别, en: by category}
    clause: 一
    require:
      any:
        - fact: firms
          at_least: {by: category, manufacturing: 10, agriculture: 1000, light_industry: 1000, other: 1000}
        - fact: services
          at_least: {by: category, manufacturing: review, agriculture: 1, light_industry: 1, other: 2}
"""


def test_parts_that_meet_a_criterion_by_turns_as_a_missing_choice_falls_decide_together(tmp_path: Path) -> None:
    rules = tmp_path / "by_choice.yaml"
    rules.write_text(RULES_BY_CHOICE, encoding="utf-8")
    path = write_town(tmp_path / "a.yaml", {"name": "甲", "firms": 20, "services": ["testing", "training"]})
    run = check(path, rules=str(rules))
    (judged,) = report(run)["towns"][0]["criteria"]
    assert judged["grade"] == "met"
    assert deciding_parts(report(run)) == [(True, True)]
    assert [leaf["required"]["other"] for leaf in checks(judged["check"]) if "fact" in leaf] == [1000, 2]
    assert all("甲" in reported(name, run) for name in TEXTS)


def test_towns_that_share_a_criterion_keep_their_own_evidence(tmp_path: Path) -> None:
    evidence = {"clear_plan": "规划文本"}
    towns = [town(name="甲"), town(name="乙", evidence=evidence), town(name="丙")]
    found = report(check(write_town(tmp_path / "a.yaml", *towns)))["towns"]
    told = [[leaf["evidence"] for leaf in leaves(one) if leaf["fact"] == "clear_plan"] for one in found]
    assert told == [[[]], [["规划文本"]], [[]]]


def test_no_text_of_a_file_reaches_the_report_as_a_control(tmp_path: Path) -> None:
    run = hostile_run(tmp_path)
    text = reported("json", run)
    assert not [character for character in text if not (character.isprintable() or character == "\n")]
    found = json.loads(text)
    VALIDATOR.validate(found)
    assert found["towns"][0]["name"] == "\x1b[31mred\x1b[0m 镇"


@given(st.data())
def test_any_judgement_can_be_reported_in_every_format_and_its_json_is_valid(data: st.DataObject) -> None:
    tree = data.draw(strategies.trees())
    decided = data.draw(st.sampled_from([{}, {"decision_1": strategies.GRANTED}, {"decision_1": strategies.REFUSED}]))
    one = strategies.town(data.draw(strategies.known(tree)), **decided)
    judgement = judge(one, strategies.rule_set(tree), strict=data.draw(st.booleans()))
    run = Run([judgement])
    for name in TEXTS:
        assert reported(name, run)
    found = report(run)
    found["towns"][0]["rule_set"]["digest"] = "0" * 12  # a random rule set has no file to digest
    VALIDATOR.validate(found)
    assert all(deciding == part for deciding, part in deciding_parts(found))
