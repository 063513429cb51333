from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from jsonschema import Draft202012Validator
from jsonschema.validators import validator_for

from tests.paths import ROOT
from tests.reports.runs import (
    FOUR,
    GRANTED,
    NAMES,
    check,
    hostile_run,
    line_of,
    one_of_each_grade,
    reported,
    town,
    write_town,
)
from tests.schemas.fetching import SARIF, fetched
from zhenkit import __version__
from zhenkit.core.i18n import speaking
from zhenkit.judging.outcome import Run
from zhenkit.reports.formats import Style
from zhenkit.reports.judgement import sarif
from zhenkit.reports.judgement.sarif import limits, uri

URI_REFERENCE = re.compile(r"(?:file://)?(?:[A-Za-z0-9._~!$&'()*+,;=@/-]|%[0-9A-F]{2})+")
"""What the paths of a report may be of RFC 3986's URI references."""


def log(run: Run) -> dict[str, Any]:
    return json.loads(reported("sarif", run))["runs"][0]


def results(run: Run) -> list[dict[str, Any]]:
    return log(run)["results"]


def line(result: dict[str, Any]) -> int:
    return result["locations"][0]["physicalLocation"]["region"]["startLine"]


@pytest.fixture(scope="module")
def schema() -> Any:
    found = json.loads(fetched(SARIF))
    return validator_for(found, Draft202012Validator)(found)


def assert_valid(schema: Any, run: Run) -> None:
    assert not [error.message for error in schema.iter_errors(json.loads(reported("sarif", run)))]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_report_is_valid_by_the_published_schema(tmp_path: Path, schema: Any, language: str) -> None:
    with speaking(language):
        assert_valid(schema, one_of_each_grade(tmp_path))


def test_the_report_of_hostile_files_is_valid_too(tmp_path: Path, schema: Any) -> None:
    assert_valid(schema, hostile_run(tmp_path))


def test_the_report_of_nothing_but_a_problem_is_valid_too(tmp_path: Path, schema: Any) -> None:
    assert_valid(schema, check(tmp_path / "absent.yaml"))


def test_the_tool_and_a_rule_for_each_criterion_are_told_once(tmp_path: Path) -> None:
    driver = log(one_of_each_grade(tmp_path))["tool"]["driver"]
    assert (driver["name"], driver["version"], driver["language"]) == ("zhenkit", __version__, "en")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert driver["informationUri"] == project["urls"]["Homepage"]
    assert [rule["id"] for rule in driver["rules"]] == [f"shanxi-{number}" for number in range(1, 9)]
    assert driver["rules"][3]["name"] == "Clustering"
    assert driver["rules"][3]["properties"]["clause"] == "二（四）"


def test_more_results_than_github_takes_are_remarked_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = one_of_each_grade(tmp_path)
    assert list(limits(run, Style())) == []
    monkeypatch.setattr(sarif, "MOST_RESULTS", 3)
    assert list(limits(run, Style())) == []
    (said,) = limits(run, Style(every=True))
    assert said.startswith("the report has 40 results; GitHub refuses more than 3 in one file and shows 5000")


def test_rules_are_described_in_the_language_in_use(tmp_path: Path) -> None:
    run = check(write_town(tmp_path / "a.yaml", town()))
    with speaking("zh"):
        driver = log(run)["tool"]["driver"]
    assert driver["language"] == "zh"
    assert driver["rules"][0]["shortDescription"]["text"] == "历史传承厚重"


def test_every_result_refers_to_its_rule(tmp_path: Path) -> None:
    run = log(one_of_each_grade(tmp_path))
    rules = run["tool"]["driver"]["rules"]
    assert len(run["results"]) == 8 * len(NAMES)
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])


@pytest.mark.parametrize(
    ("grade", "kind", "level"),
    [
        ("met", "pass", "none"),
        ("relaxed", "pass", "none"),
        ("review", "review", "none"),
        ("incomplete", "open", "none"),
        ("not_met", "fail", "error"),
    ],
)
def test_the_kind_tells_the_grade_and_only_a_failure_has_a_level(
    tmp_path: Path, grade: str, kind: str, level: str
) -> None:
    result = results(check(write_town(tmp_path / "a.yaml", town(**FOUR[grade]))))[3]
    assert (result["kind"], result["level"], result["properties"]["grade"]) == (kind, level, grade)


@pytest.mark.parametrize(
    ("changes", "fact"),
    [
        ({"annual_output": "2亿元"}, "annual_output"),
        ({"annual_output": "25亿元", "supporting_capacity": False}, "supporting_capacity"),
        ({"single_county": False}, "single_county"),
        ({"annual_output": "19亿元~21亿元"}, "annual_output"),
        ({"annual_output": "未知"}, "annual_output"),
        ({"category": "other"}, "annual_output"),
    ],
)
def test_a_result_stands_at_the_fact_that_decides(tmp_path: Path, changes: dict[str, Any], fact: str) -> None:
    facts = town(**{"industry_influence": False, **changes})
    assert line(results(check(write_town(tmp_path / "a.yaml", facts)))[3]) == line_of(fact, facts)


def test_a_result_stands_at_the_town_where_the_deciding_fact_is_missing(tmp_path: Path) -> None:
    path = write_town(tmp_path / "a.yaml", town(), town(name="第二镇", supporting_capacity=None))
    result = results(check(path))[8 + 3]
    assert result["kind"] == "open"
    assert line(result) == len(town()) + 2


def test_a_result_that_a_decision_settled_stands_at_the_decision(tmp_path: Path) -> None:
    facts = town(single_county=False, decisions={"4": GRANTED})
    result = results(check(write_town(tmp_path / "a.yaml", facts)))[3]
    assert line(result) == line_of("decisions", facts)
    assert result["properties"]["decision"] == GRANTED


def test_problems_are_notifications_and_the_run_has_not_succeeded(tmp_path: Path) -> None:
    (invocation,) = log(one_of_each_grade(tmp_path))["invocations"]
    (problem,) = invocation["toolExecutionNotifications"]
    assert not invocation["executionSuccessful"]
    assert problem["level"] == "error"
    assert problem["locations"][0]["physicalLocation"]["region"] == {"startLine": 2, "startColumn": 16}
    (fine,) = log(check(write_town(tmp_path / "a.yaml", town())))["invocations"]
    assert fine == {"executionSuccessful": True, "toolExecutionNotifications": []}


@pytest.mark.parametrize(
    "name", ["定襄 法兰.yaml", "a b%20c#d?e.yaml", "c:x.yaml", "子 目录/甲.yaml", "[a]{b}|^`.yaml"]
)
def test_any_file_name_becomes_a_valid_uri_reference(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(name).parent.mkdir(exist_ok=True)
    write_town(Path(name), town())
    for given in (name, str(Path(name).absolute())):
        found = results(check(given))[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert URI_REFERENCE.fullmatch(found)
        assert unquote(found.removeprefix("file://")) == given
        assert found.startswith("file:///") == Path(given).is_absolute()


def test_a_file_name_that_is_no_utf_8_keeps_its_bytes_in_the_uri() -> None:
    assert uri("town-\udcb9\udce3.yaml") == "town-%B9%E3.yaml"


def test_a_result_is_known_again_when_it_moves_and_told_apart_from_others(tmp_path: Path) -> None:
    def prints(folder: str, *towns: dict[str, Any]) -> list[str]:
        (tmp_path / folder).mkdir()
        run = check(write_town(tmp_path / folder / "a.yaml", *towns))
        return [print_ for result in results(run) for print_ in result["partialFingerprints"].values()]

    before = prints("one", town(annual_output="2亿元"), town(name="第二镇"), town(year=2023))
    after = prints("two", town(year=2023), town(name="第二镇"), town(annual_output="26亿元"))
    assert before == after[16:] + after[8:16] + after[:8]
    assert len(set(before)) == 24


def test_no_text_of_a_file_reaches_the_report_as_a_control_a_link_or_a_placeholder(tmp_path: Path) -> None:
    run = hostile_run(tmp_path)
    text = reported("sarif", run)
    assert all(character.isprintable() or character == "\n" for character in text)
    found = json.loads(text)["runs"][0]
    notifications = found["invocations"][0]["toolExecutionNotifications"]
    messages = [entry["message"]["text"] for entry in found["results"] + notifications]
    assert any("alert(1)" in message for message in messages)
    for message in messages:
        assert message.isprintable()
        assert "](" not in message
        assert re.fullmatch(r"(?:[^{}]|\{\{|\}\})*", message)
    assert all(result["properties"]["town"].isprintable() for result in found["results"])


def test_what_passes_is_a_result_only_where_all_is_asked_for(tmp_path: Path) -> None:
    run = one_of_each_grade(tmp_path)
    every = results(run)
    told = json.loads(reported("sarif", run, every=False))["runs"][0]
    assert told["results"] == [result for result in every if result["kind"] != "pass"]
    assert {result["kind"] for result in told["results"]} == {"fail", "review", "open"}
    assert [rule["id"] for rule in told["tool"]["driver"]["rules"]] == [f"shanxi-{number}" for number in range(1, 9)]
    passing = check(write_town(tmp_path / "a.yaml", town()))
    assert json.loads(reported("sarif", passing, every=False))["runs"][0]["results"] == []


def test_paths_begin_at_the_root_of_the_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data").mkdir()
    write_town(tmp_path / "data" / "a.yaml", town())
    monkeypatch.chdir(tmp_path / "data")
    monkeypatch.setenv("GITHUB_WORKSPACE", "..")
    for given in ("a.yaml", str(tmp_path / "data" / "a.yaml")):
        place = results(check(given))[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert place == "data/a.yaml"
