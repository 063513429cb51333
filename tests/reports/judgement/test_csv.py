from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from tests.reports.runs import FOUR, GRANTED, HOSTILE, check, hostile_run, one_of_each_grade, reported, town, write_town
from zhenkit.core.i18n import speaking
from zhenkit.judging.outcome import Run


def rows(run: Run) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(reported("csv", run)), strict=True))


def test_csv_has_one_row_a_criterion_of_each_town(tmp_path: Path) -> None:
    found = rows(one_of_each_grade(tmp_path))
    assert [row["criterion"] for row in found] == [str(number) for number in range(1, 9)] * len(FOUR)
    assert {row["grade"] for row in found if row["criterion"] != "4"} == {"met"}
    assert [row["grade"] for row in found if row["criterion"] == "4"] == list(FOUR)


def test_each_row_says_which_town_it_is_and_how_the_town_did(tmp_path: Path) -> None:
    row = rows(check(write_town(tmp_path / "a.yaml", town(single_county=False))))[0]
    told = {"name": "虚构镇", "province": "山西省", "city": "虚构市", "county": "虚构县", "year": "2024"}
    assert (
        row.items() >= {**told, "rule_set": "shanxi", "verdict": "review", "worst": "review", "best": "review"}.items()
    )


def test_an_open_criterion_names_what_is_missing_and_what_is_uncertain(tmp_path: Path) -> None:
    facts = town(annual_output="19亿元~21亿元", single_county=None, supporting_capacity=None)
    row = rows(check(write_town(tmp_path / "a.yaml", facts)))[3]
    assert (row["grade"], row["criterion_worst"], row["criterion_best"]) == ("incomplete", "not_met", "met")
    assert set(row["missing"].split(";")) >= {"single_county", "supporting_capacity"}
    assert row["uncertain"] == "annual_output"


def test_a_decision_is_shown_with_who_took_it_when_and_why(tmp_path: Path) -> None:
    facts = town(single_county=False, decisions={"4": GRANTED})
    row = rows(check(write_town(tmp_path / "a.yaml", facts)))[3]
    assert row["grade"] == "relaxed"
    shown = (row["decision"], row["decided_by"], row["decided_on"], row["decided_why"])
    assert shown == ("granted", GRANTED["by"], GRANTED["date"], GRANTED["why"])


def test_the_header_is_english_in_any_language_and_the_criterion_is_named_in_the_one_in_use(tmp_path: Path) -> None:
    run = check(write_town(tmp_path / "a.yaml", town()))
    english = reported("csv", run).splitlines()
    with speaking("zh"):
        chinese = reported("csv", run).splitlines()
    assert english[0] == chinese[0]
    assert "Deep heritage" in english[1]
    assert "历史传承厚重" in chinese[1]


def test_lines_end_in_a_line_feed_alone(tmp_path: Path) -> None:
    found = reported("csv", check(write_town(tmp_path / "a.yaml", town())))
    assert found.count("\n") == 9
    assert "\r" not in found


def test_without_a_town_there_is_the_header_alone(tmp_path: Path) -> None:
    assert reported("csv", check(tmp_path / "absent.yaml")).count("\n") == 1


def test_no_cell_can_run_as_a_formula_or_reach_into_another_row(tmp_path: Path) -> None:
    run = hostile_run(tmp_path)
    found = rows(run)
    assert len(found) == len(HOSTILE) * 8
    for row in found:
        for value in row.values():
            assert not value.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
            assert all(character.isprintable() for character in value)


@pytest.mark.parametrize("text", ["=1+1", "+1+1", "-A1", "@SUM(A1)", " =1", "＝1"])
def test_a_formula_is_kept_as_a_text(tmp_path: Path, text: str) -> None:
    row = rows(check(write_town(tmp_path / "a.yaml", town(county=text))))[0]
    assert row["county"] == "'" + text.strip()
