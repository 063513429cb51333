from __future__ import annotations

import io
import re
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.reports.runs import (
    FOUR,
    GRANTED,
    HOSTILE,
    NAMES,
    check,
    hostile_run,
    line_of,
    one_of_each_grade,
    reported,
    town,
    write_town,
)
from zhenkit.core.i18n import speaking
from zhenkit.judging.outcome import Run

COMMAND = re.compile(r"::(?P<command>[a-z-]+) (?P<properties>.*?)::(?P<message>.*)")


class Annotation(NamedTuple):
    """A command as the runner reads it."""

    command: str
    properties: dict[str, str]
    message: str


def annotations(run: Run) -> list[Annotation]:
    found = []
    for line in reported("github", run).splitlines():
        if match := COMMAND.fullmatch(line):
            pairs = [pair.partition("=") for pair in match["properties"].split(",")]
            properties = {key: unescaped(value) for key, _sign, value in pairs}
            found.append(Annotation(match["command"], properties, unescaped(match["message"])))
    return found


def unescaped(text: str) -> str:
    for code, character in (("%3A", ":"), ("%2C", ","), ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
        text = text.replace(code, character)
    return text


def test_each_grade_but_met_is_annotated_by_its_weight(tmp_path: Path) -> None:
    found = annotations(one_of_each_grade(tmp_path))
    told = [(annotation.command, Path(annotation.properties["file"]).stem) for annotation in found]
    assert told == [
        ("notice", "relaxed"),
        ("warning", "review"),
        ("warning", "incomplete"),
        ("error", "not_met"),
        ("error", "zz"),
    ]


def test_an_annotation_points_at_the_deciding_line_and_says_why(tmp_path: Path) -> None:
    facts = town(**FOUR["not_met"])
    path = write_town(tmp_path / "a.yaml", facts)
    (annotation,) = annotations(check(path))
    assert annotation.properties == {
        "file": str(path),
        "line": str(line_of("annual_output", facts)),
        "col": "1",
        "title": "山西省 虚构市 虚构县 虚构镇 2024: 4 Industrial clustering, 二（四）",
    }
    assert annotation.message.startswith("not met: ")
    assert "2亿元 (required: at least 20亿元)" in annotation.message


def test_problems_are_errors_at_their_place(tmp_path: Path) -> None:
    problem = annotations(one_of_each_grade(tmp_path))[-1]
    assert (problem.command, problem.properties["line"], problem.properties["col"]) == ("error", "2", "16")
    assert "has no unit" in problem.message


def test_what_is_met_is_shown_as_a_plain_line(tmp_path: Path) -> None:
    lines = reported("github", check(write_town(tmp_path / "a.yaml", town()))).splitlines()
    assert len(lines) == 9
    assert lines[0] == "山西省 虚构市 虚构县 虚构镇 2024 (shanxi@2022-09-26): pass"
    assert lines[1].startswith("  1 Deep heritage, 二（一）: met: ")
    assert not any("::" in line for line in lines)


def test_the_verdict_of_an_open_town_says_what_it_may_become(tmp_path: Path) -> None:
    run = one_of_each_grade(tmp_path)
    assert f"{NAMES['incomplete']} 2024 (shanxi@2022-09-26): incomplete (fail to pass)\n" in reported("github", run)


def test_a_set_that_is_not_whole_says_what_it_lacks(tmp_path: Path) -> None:
    facts = town(services="testing, training, information, ip_protection, financing, logistics")
    (annotation,) = annotations(check(write_town(tmp_path / "a.yaml", facts)))
    assert annotation.message == (
        "needs review: public service functions: 6 (required: 8; lacks: R&D and design, product exhibition and sales)"
    )


def test_a_decision_is_told(tmp_path: Path) -> None:
    facts = town(single_county=False, decisions={"4": GRANTED})
    (annotation,) = annotations(check(write_town(tmp_path / "a.yaml", facts)))
    assert annotation.command == "notice"
    assert annotation.properties["line"] == str(line_of("decisions", facts))
    assert all(GRANTED[key] in annotation.message for key in ("by", "date", "why"))


def test_a_town_of_standard_input_has_no_file_to_point_at(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    text = write_town(tmp_path / "a.yaml", town(single_county=False)).read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text)))
    (annotation,) = annotations(check("-"))
    assert list(annotation.properties) == ["title"]


@pytest.mark.parametrize("name", ["a,line=1::error.yaml", "100%.yaml", "a%3Ab.yaml", "定襄 法兰.yaml"])
def test_the_file_of_an_annotation_is_the_file_whatever_its_name(tmp_path: Path, name: str) -> None:
    path = write_town(tmp_path / name, town(single_county=False))
    (annotation,) = annotations(check(path))
    assert annotation.properties["file"] == str(path)


def test_the_report_speaks_the_language_in_use(tmp_path: Path) -> None:
    run = check(write_town(tmp_path / "a.yaml", town()))
    with speaking("zh"):
        assert "历史传承厚重" in reported("github", run)


def test_no_text_of_a_file_can_be_a_command(tmp_path: Path) -> None:
    run = hostile_run(tmp_path)
    lines = reported("github", run).split("\n")
    commands = [line for line in lines if line.startswith("::") and not line.startswith("::notice title=zhenkit::")]
    assert len(commands) == len(HOSTILE) + len(run.problems)
    for line in lines:
        assert line.isprintable()
        assert "##[" not in line
        assert "##vso[" not in line
        assert line.count("::") == (2 if line.startswith("::") else 0)
    assert all(line.startswith(("::error file=", "::warning file=")) for line in commands)


def test_where_github_does_not_show_all_a_last_notice_has_the_totals(tmp_path: Path) -> None:
    relaxed, failed = ([town(name=f"{at}号镇", **FOUR[grade]) for at in range(12)] for grade in ("relaxed", "not_met"))
    run = check(write_town(tmp_path / "a.yaml", *relaxed), write_town(tmp_path / "b.yaml", *failed[:3]))
    found = annotations(run)
    assert [each.command for each in found].count("notice") == 10, "so many are shown of a kind"
    assert found[-1].message.startswith("errors: 3, warnings: 0, notices: 12. GitHub shows 10 of each kind;")
    plain = [line for line in reported("github", run).splitlines() if ": relaxed: " in line and line[:2] == "  "]
    assert len(plain) == 3, "the others are lines of the log"
    few = check(write_town(tmp_path / "c.yaml", *failed[:10]))
    assert len(annotations(few)) == 10


def test_paths_begin_at_the_root_of_the_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data" / "towns").mkdir(parents=True)
    write_town(tmp_path / "data" / "towns" / "a.yaml", town(**FOUR["not_met"]))
    monkeypatch.chdir(tmp_path / "data")
    monkeypatch.setenv("GITHUB_WORKSPACE", "..")
    assert {each.properties["file"] for each in annotations(check("towns"))} == {"data/towns/a.yaml"}
