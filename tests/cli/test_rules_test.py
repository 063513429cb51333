"""`zhenkit rules test`, as a user meets it."""

from __future__ import annotations

import json
import shutil

import pytest
from lxml import etree

from tests.case_examples import suite, written
from tests.schemas.fetching import JUNIT, fetched
from zhenkit.cli import main
from zhenkit.core import i18n
from zhenkit.rulesets import catalog
from zhenkit.rulesets.catalog import Rulebook, shipped


@pytest.fixture(autouse=True)
def in_english():
    with i18n.speaking("en"):
        yield


@pytest.fixture
def zhenkit(capfdbinary):
    """Runs `rules test`: the exit code, standard output, standard error."""

    def run(*arguments):
        code = main.run(["rules", "test", *map(str, arguments)])
        out, err = capfdbinary.readouterr()
        return code, out.decode(), err.decode()

    return run


GOOD = "{name: all is well, verdict: pass}"
BAD = "{name: a firm too few, town: {supporting_firms: 2}, verdict: pass, grades: {1: met}}"


def test_the_shipped_cases_are_run_by_default(zhenkit):
    code, out, err = zhenkit("--fail-under", 100)
    assert (code, err) == (0, "")
    first, *others = out.splitlines()
    assert first.endswith("cases run, all as expected")
    assert [line.partition(" (")[0] for line in sorted(others)] == [
        f"{rules}: 100.0 % reached" for rules in shipped().to_judge_by
    ]


def test_a_failure_is_one_line_with_its_place_what_was_expected_and_got(zhenkit, tmp_path):
    file = written(tmp_path, suite(GOOD, BAD))
    code, out, err = zhenkit(file)
    assert (code, err) == (1, "")
    assert out.splitlines()[:4] == [
        f"{file}:7:66: a firm too few (invented): verdict: expected pass, got fail",
        f"{file}:7:84: a firm too few (invented): criterion 1: expected met, got not met",
        "",
        "2 cases run, 1 failed",
    ]


def test_what_is_not_reached_is_listed_by_criterion_with_its_clause(zhenkit, tmp_path):
    code, out, _err = zhenkit(written(tmp_path, suite(GOOD)))
    assert code == 0
    lines = out.splitlines()
    assert lines[0] == "1 case run, all as expected"
    assert lines[1].startswith("invented: ") and lines[1].endswith("% reached (5 of 23)")
    assert lines[2] == "  checks 2/8, rows of tables 1/7, exceptions 0/1, checks in principle 0/1, grades 2/6"
    assert lines[3] == "  1 Size, 一"
    assert "    - no case in which this is not met: supporting firms: at least 3 firms" in lines
    assert "  2 County, 二" in lines


def test_reaching_too_little_exits_1_and_says_so(zhenkit, tmp_path):
    file = written(tmp_path, suite(GOOD))
    code, out, _err = zhenkit(file, "--fail-under", "50")
    assert code == 1
    assert "less than the required 50 %" in out
    assert zhenkit(file, "--fail-under", "20")[0] == 0


@pytest.mark.parametrize("percent", ["-1", "101", "half"])
def test_a_percentage_that_is_none_is_refused(zhenkit, percent):
    code, out, err = zhenkit("--fail-under", percent)
    assert (code, out) == (2, "")
    assert "--fail-under" in err


def test_a_wrong_file_exits_2_is_told_on_standard_error_and_the_others_are_run(zhenkit, tmp_path):
    file = written(tmp_path, suite(GOOD, "{name: b, grade: {1: met}}"))
    code, out, err = zhenkit(file)
    assert code == 2
    assert err == f"{file}:7:15: unknown key 'grade'; did you mean grades?\n"
    assert "all is well" not in out and out.splitlines()[0].endswith("run, all as expected")
    code, out, err = zhenkit(tmp_path / "absent.yaml")
    assert (code, out.splitlines()[0]) == (2, "no case was run")
    assert "cannot read it" in err


def test_chinese(zhenkit, tmp_path):
    code, out, _err = zhenkit(written(tmp_path, suite(BAD)), "--lang", "zh")
    assert code == 1
    assert "不达标" in out and "规模" in out


def test_json_tells_each_case_and_what_is_reached(zhenkit, tmp_path):
    file = written(
        tmp_path, suite(GOOD, BAD, "{name: c, town: {supporting_firms: null}, grades: {1: met}, missing: {1: []}}")
    )
    code, out, _err = zhenkit(file, "--format", "json")
    assert code == 1
    report = json.loads(out)
    assert (report["schema"], report["problems"]) == (1, [])
    good, bad, opened = report["cases"]
    assert good == {
        "name": "all is well",
        "file": str(file),
        "line": 6,
        "column": 5,
        "rule_set": "invented",
        "passed": True,
        "failures": [],
    }
    assert bad["failures"][1] == {
        "what": "grades",
        "criterion": 1,
        "expected": "met",
        "got": "not_met",
        "line": 7,
        "column": 84,
    }
    assert [(each["expected"], each["got"]) for each in opened["failures"]] == [
        ("met", ["not_met", "met"]),
        ([], ["supporting_firms"]),
    ]
    (coverage,) = report["coverage"]
    assert coverage["rule_set"] == "invented"
    assert coverage["reached"] + len(coverage["not_reached"]) == coverage["total"] == 23
    assert {goal["kind"] for goal in coverage["not_reached"]} == {"check", "row", "exception", "in_principle", "grade"}
    assert coverage["kinds"]["exception"] == {"reached": 0, "total": 1}
    assert coverage["not_reached"][0]["text"]["zh"]


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.fromstring(fetched(JUNIT)))


@pytest.mark.parametrize("spoken", ["zh", "en"])
def test_junit_has_a_test_case_a_case_and_one_for_what_is_reached(zhenkit, tmp_path, schema, spoken):
    file = written(tmp_path, suite(GOOD, BAD, "{name: c, grade: {1: met}}"))
    code, out, _err = zhenkit(file, "-f", "junit", "--fail-under", 100, "--lang", spoken)
    assert code == 2
    root = etree.fromstring(out.encode())
    schema.assertValid(root)
    cases, reached, problems = root.findall("testsuite")
    assert cases.get("name") == str(file)
    assert [case.get("name") for case in cases] == ["all is well", "a firm too few", "c"]
    assert [[child.tag for child in case] for case in cases] == [[], ["failure"], []]
    assert f"{file}:7:66: " in cases[1].findtext("failure")
    assert [child.tag for child in reached[0]] == ["failure"]
    assert problems[0].find("error").get("message")
    assert (root.get("tests"), root.get("failures"), root.get("errors")) == ("5", "2", "1")


def test_junit_passes_where_all_is_well_and_nothing_more_is_asked(zhenkit, tmp_path, schema):
    code, out, _err = zhenkit(written(tmp_path, suite(GOOD)), "-f", "junit")
    root = etree.fromstring(out.encode())
    schema.assertValid(root)
    assert (code, root.get("failures"), root.get("errors")) == (0, "0", "0")
    assert "no case in which" in root.findall("testsuite")[1][0].findtext("system-out")


def test_hostile_names_do_no_harm(zhenkit, tmp_path, schema):
    name = '"red ::error::x \\u202e <&> ]]>"'
    file = written(tmp_path, suite(f"{{name: {name}, verdict: fail}}"))
    _code, out, _err = zhenkit(file)
    assert "\u202e" not in out and "::error" not in out
    _code, out, _err = zhenkit(file, "-f", "junit")
    schema.assertValid(etree.fromstring(out.encode()))
    _code, out, _err = zhenkit(file, "-f", "json")
    assert "\u202e" not in out and json.loads(out)["cases"][0]["name"].startswith("red")


def test_the_report_may_be_written_to_a_file(zhenkit, tmp_path):
    target = tmp_path / "report.json"
    code, out, _err = zhenkit(written(tmp_path, suite(GOOD)), "-f", "json", "--output", target)
    assert (code, out) == (0, "")
    assert json.loads(target.read_text(encoding="utf-8"))["cases"][0]["passed"]


# --boundaries


def test_boundaries_are_printed_or_written_and_run_as_they_are(zhenkit, tmp_path):
    code, printed, err = zhenkit("--boundaries", "shanxi")
    assert (code, err) == (0, "")
    target = tmp_path / "made.yaml"
    assert zhenkit("--boundaries", "shanxi", "--output", target) == (0, "", "")
    assert target.read_text(encoding="utf-8") == printed
    code, out, _err = zhenkit(target, "--fail-under", 100)
    assert (code, out.splitlines()[1]) == (0, "shanxi: 100.0 % reached (109 of 109)")


def test_boundaries_of_no_such_rules_are_refused(zhenkit):
    code, out, err = zhenkit("--boundaries", "shanxii")
    assert (code, out) == (2, "")
    assert "Did you mean shanxi?" in err


def test_boundaries_run_no_cases(zhenkit):
    code, out, err = zhenkit("--boundaries", "shanxi", "cases.yaml")
    assert (code, out) == (2, "")
    assert "cases.yaml" in err


# a rule file that is not what it was


@pytest.mark.parametrize(
    ("rules", "was", "becomes"),
    [
        ("shanxi", "manufacturing: 20亿元", "manufacturing: 20.0000000001亿元"),
        ("changzhi", "at_least: 5000万元", "at_least: 49999999.99元"),
        ("jincheng", "fact: supporting_firms\n          at_least: 5", "fact: supporting_firms\n          at_least: 4"),
        (
            "shanxi",
            "fact: influence_scope\n          at_least: nation",
            "fact: influence_scope\n          at_least: world",
        ),
        ("shanxi", "exports, is: no", "exports, is: yes"),
        ("yangcheng", "adopts: jincheng", "adopts: shanxi"),
    ],
)
def test_the_command_fails_where_a_rule_file_is_changed(zhenkit, tmp_path, monkeypatch, rules, was, becomes):
    folder = tmp_path / "rules"
    shutil.copytree(shipped().folder, folder)
    file = folder / f"{rules}.yaml"
    text = file.read_text(encoding="utf-8")
    assert text.count(was) == 1
    file.write_text(text.replace(was, becomes), encoding="utf-8")
    book = Rulebook(folder)
    monkeypatch.setattr(catalog, "shipped", lambda: book)
    code, out, err = zhenkit()
    assert (code, err) == (1, "")
    assert f"({rules}): " in out
