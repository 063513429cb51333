"""GitLab's Code Quality report: held to what its documentation asks for, a finding for all that is not plainly met."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.paths import TESTS
from tests.reports.runs import FOUR, NAMES, check, hostile_run, line_of, one_of_each_grade, reported, town, write_town
from zhenkit.core.errors import Problem
from zhenkit.judging.outcome import Run
from zhenkit.reports.judgement.gitlab import problems

SCHEMA = Draft202012Validator(json.loads((TESTS / "schemas" / "code-quality.json").read_text("utf-8")))


def findings(run: Run) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(reported("gitlab", run))
    SCHEMA.validate(found)
    assert len({one["fingerprint"] for one in found}) == len(found), "GitLab keeps one of each fingerprint"
    return found


def test_each_grade_but_met_is_a_finding_of_its_severity(tmp_path: Path) -> None:
    found = findings(one_of_each_grade(tmp_path))
    told = {(Path(one["location"]["path"]).stem, one["severity"], one["check_name"]) for one in found}
    severities = {"relaxed": "info", "review": "minor", "incomplete": "minor", "not_met": "major"}
    broken = ("zz", "critical", "problem-in-file")
    assert told == {*((name, severity, "shanxi-4") for name, severity in severities.items()), broken}
    assert all(NAMES[Path(one["location"]["path"]).stem] in one["description"] for one in found[:-1])


def test_a_finding_is_known_by_the_town_wherever_it_is(tmp_path: Path) -> None:
    facts = town(**FOUR["not_met"])
    (one,) = findings(check(write_town(tmp_path / "a.yaml", facts)))
    assert one["location"]["lines"]["begin"] == line_of("annual_output", facts)
    moved = tmp_path / "b.yaml"
    moved.write_text("# here\n" + (tmp_path / "a.yaml").read_text("utf-8"), "utf-8")
    (other,) = findings(check(moved))
    assert (other["fingerprint"], other["location"]["lines"]["begin"]) == (
        one["fingerprint"],
        one["location"]["lines"]["begin"] + 1,
    )


def test_the_report_of_hostile_files_is_valid_and_on_plain_lines(tmp_path: Path) -> None:
    run = hostile_run(tmp_path)
    assert [one["check_name"] for one in findings(run)].count("problem-in-file") == len(run.problems)
    assert all(line.isprintable() for line in reported("gitlab", run).splitlines())


def test_what_is_said_twice_is_told_apart() -> None:
    same = [Problem("a.yaml", line, 1, "wrong") for line in (1, 2, 3)]
    assert len({one["fingerprint"] for one in problems(same)}) == 3


def test_nothing_to_report_is_an_empty_list(tmp_path: Path) -> None:
    assert findings(check(write_town(tmp_path / "a.yaml", town()))) == []


def test_paths_begin_at_the_root_of_the_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data" / "towns").mkdir(parents=True)
    write_town(tmp_path / "data" / "towns" / "a.yaml", town(**FOUR["not_met"]))
    monkeypatch.chdir(tmp_path / "data")
    monkeypatch.setenv("CI_PROJECT_DIR", str(tmp_path))
    assert {one["location"]["path"] for one in findings(check("towns"))} == {"data/towns/a.yaml"}
