from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from tests.reports.runs import GRANTED, NAMES, check, hostile_run, one_of_each_grade, reported, town, write_town
from tests.schemas.fetching import JUNIT, fetched
from zhenkit.core.i18n import speaking
from zhenkit.judging.outcome import Run


def tree(run: Run) -> etree._Element:
    return etree.fromstring(reported("junit", run).encode())


def suite_of(root: etree._Element, name: str) -> etree._Element:
    (suite,) = [suite for suite in root.iter("testsuite") if name in suite.get("name")]
    return suite


def fourth(root: etree._Element, grade: str) -> etree._Element:
    return suite_of(root, NAMES[grade]).findall("testcase")[3]


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.fromstring(fetched(JUNIT)))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_report_is_valid_by_the_published_schema(tmp_path: Path, schema: etree.XMLSchema, language: str) -> None:
    with speaking(language):
        schema.assertValid(tree(one_of_each_grade(tmp_path)))


def test_the_report_of_hostile_files_is_valid_too(tmp_path: Path, schema: etree.XMLSchema) -> None:
    schema.assertValid(tree(hostile_run(tmp_path)))


def test_the_report_of_nothing_but_a_problem_is_valid_too(tmp_path: Path, schema: etree.XMLSchema) -> None:
    schema.assertValid(tree(check(tmp_path / "absent.yaml")))


def test_there_is_a_suite_a_town_and_a_case_a_criterion(tmp_path: Path) -> None:
    root = tree(one_of_each_grade(tmp_path))
    suites = root.findall("testsuite")
    assert len(suites) == len(NAMES) + 1
    assert [len(suite.findall("testcase")) for suite in suites] == [8] * len(NAMES) + [1]
    assert suites[0].get("name") == f"山西省 虚构市 虚构县 {NAMES['met']} 2024"
    assert suites[0].find("testcase").get("name") == "1 Deep heritage, 二（一）"


def test_met_and_relaxed_pass_and_a_relaxed_case_says_so(tmp_path: Path) -> None:
    root = tree(one_of_each_grade(tmp_path))
    for grade in ("met", "relaxed"):
        case = fourth(root, grade)
        assert [child.tag for child in case] == ["system-out"]
        assert case.findtext("system-out").splitlines()[0] == grade


def test_not_met_is_a_failure_that_tells_what_was_given_and_what_is_asked(tmp_path: Path) -> None:
    failure = fourth(tree(one_of_each_grade(tmp_path)), "not_met").find("failure")
    assert failure.get("type") == "not_met"
    assert "2亿元 (required: at least 20亿元)" in failure.get("message")
    assert "not_met.yaml:" in failure.text


@pytest.mark.parametrize("grade", ["review", "incomplete"])
def test_what_is_not_decided_is_neither_a_pass_nor_a_failure(tmp_path: Path, grade: str) -> None:
    case = fourth(tree(one_of_each_grade(tmp_path)), grade)
    assert [child.tag for child in case] == ["skipped"]
    assert case.find("skipped").get("type") == grade


def test_the_totals_add_up(tmp_path: Path) -> None:
    root = tree(one_of_each_grade(tmp_path))
    assert (root.get("tests"), root.get("failures"), root.get("errors")) == ("41", "1", "1")
    assert len(root.findall(".//testcase")) == 41
    assert [suite.get("skipped") for suite in root.findall("testsuite")] == ["0", "0", "1", "1", "0", "0"]


def test_a_problem_of_a_file_is_an_error_at_its_place(tmp_path: Path) -> None:
    root = tree(one_of_each_grade(tmp_path))
    case = suite_of(root, "problems").find("testcase")
    assert case.get("name").endswith("zz.yaml:2:16")
    assert "has no unit" in case.find("error").get("message")


def test_a_decision_is_told(tmp_path: Path) -> None:
    root = tree(check(write_town(tmp_path / "a.yaml", town(single_county=False, decisions={"4": GRANTED}))))
    said = root.findall(".//testcase")[3].findtext("system-out")
    assert all(GRANTED[key] in said for key in ("by", "date", "why"))


def test_a_yes_without_evidence_is_told_under_strict(tmp_path: Path) -> None:
    facts = town(output_basis="sales", evidence={"clear_plan": "规划文本"})
    root = tree(check(write_town(tmp_path / "a.yaml", facts), strict=True))
    assert "(no evidence)" in root.findall(".//testcase")[0].find("skipped").get("message")
    assert "25亿元 (sales) (required: at least 20亿元) (the figure measures something else)" in root.findall(
        ".//testcase"
    )[3].find("skipped").get("message")


def test_no_text_of_a_file_reaches_the_report_as_markup_or_as_a_control(tmp_path: Path) -> None:
    run = hostile_run(tmp_path)
    text = reported("junit", run)
    assert all(character.isprintable() or character == "\n" for character in text)
    assert {element.tag for element in tree(run).iter()} <= {
        *("testsuites", "testsuite", "testcase", "properties", "property"),
        *("failure", "skipped", "error", "system-out"),
    }
