"""Reports as JSON: valid by the schemas that zhenkit prints, and the same in every language but for messages."""

import json
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator

from tests.analysis.diff.test_compare import pairs
from tests.paths import ROOT, TESTS
from zhenkit.analysis.diff.changes import changes
from zhenkit.analysis.diff.compare import Ground, compare
from zhenkit.analysis.diff.matrix import matrix
from zhenkit.analysis.diff.result import UNDECIDED
from zhenkit.analysis.diff.run import Diff
from zhenkit.core.i18n import LANGUAGES
from zhenkit.reports.diff.json import render, render_matrix
from zhenkit.reports.formats import FOLDERS, Style
from zhenkit.schemas.report import report_schema

TOWNS = ROOT / "samples" / "made-up"
EXAMPLES = TESTS / "examples"
GOALS = ROOT / "samples" / "rules" / "goals"
ASSESSED = ROOT / "samples" / "assessment"
PLAN = ROOT / "samples" / "rules" / "documents" / "made-up-plan.md"
REPORTS = [
    ("report", "check", (TOWNS, EXAMPLES / "bad", "--rules", "shanxi")),
    (
        "report",
        "batch",
        (TOWNS, EXAMPLES / "bad", "--rules", "shanxi", "--baseline", TESTS / "golden" / "earlier.json"),
    ),
    ("report", "batch", (TOWNS, "--rules", "jincheng", "--explain")),
    ("diff", "diff", ("shanxi", "jincheng")),
    ("diff", "diff", ("shanxi", "changzhi", "--assuming", "--towns", TOWNS, EXAMPLES / "bad")),
    ("diff", "diff", ("shanxi", "changzhi", "jincheng", "--assuming")),
    ("goals", "goals", ("jishan", GOALS / "made-up-jishan-county.yaml", EXAMPLES / "bad", "--on", "2025-03-01")),
    ("goals", "goals", ("xiangning", GOALS / "made-up-xiangning-town.yaml", "--on", "2024-03-01")),
    ("assess", "assess", (ASSESSED / "2024", "--level", "province", "--last", ASSESSED / "2023")),
    ("assess", "assess", (ROOT / "samples" / "made-up", EXAMPLES / "bad", "--level", "province")),
    ("goals", "goals", ("changzhi", ROOT / "samples" / "qinzhou-millet.yaml", "--on", "2024-03-01")),
    ("gap", "gap", (TOWNS, EXAMPLES / "bad", "--rules", "shanxi", "--to", "relaxed", "--most", 2)),
    ("sweep", "sweep", (TOWNS / "incomplete.yaml", "--rules", "shanxi", "--fact", "annual_output")),
    ("sweep", "sweep", (TOWNS / "incomplete.yaml", "--rules", "shanxi", "--fact", "services")),
    ("sweep", "sweep", (EXAMPLES / "bad", "--rules", "shanxi", "--fact", "leading_industry")),
    ("sweep", "sweep", (TOWNS, "--rules", "jincheng", "--fact", "annual_output", "--fact", "category")),
    ("reform", "reform", ("shanxi", "--set-rule", "4.manufacturing=50亿元", "--towns", TOWNS, EXAMPLES / "bad")),
    ("reform", "reform", ("shanxi", "changzhi", "--towns", TOWNS)),
    ("ledger", "ledger", (TOWNS, EXAMPLES / "bad", "--rules", "shanxi", "--on", "2024-03-01", "--due", "2024-02-01")),
    ("merge", "merge", (EXAMPLES / "answers.csv", "--into", TOWNS, "--dry-run")),
    (None, "rules list", ("--all",)),
    (None, "rules show", (EXAMPLES / "good-rules" / "own-facts.yaml",)),
    (None, "facts", ("产值",)),
    (None, "preview", (EXAMPLES / "bad" / "table-of-no-fact.csv",)),
    ("lint", "rules lint", ()),
    ("lint", "rules lint", (EXAMPLES / "lints", EXAMPLES / "bad-rules", "missing.yaml")),
    ("verify", "rules verify", (PLAN.with_suffix(".yaml"), "--document", PLAN)),
    ("verify", "rules verify", ("shanxi", "--document", PLAN)),
    ("cases", "rules test", ()),
    ("cases", "rules test", ("failing.yaml", "missing.yaml")),
]
FAILING = """
rules: shanxi
cases:
  - name: 错例
    town: {exports: yes, annual_output: 9~11亿元, category: manufacturing}
    verdict: pass
    grades: {1: met, 3: [review, met], 4: incomplete}
    missing: {3: [exports]}
    uncertain: {4: []}
    merits: {5: [high_tech_firms]}
"""


@cache
def validator(described):
    return Draft202012Validator(report_schema(described), format_checker=Draft202012Validator.FORMAT_CHECKER)


def without_messages(value):
    if isinstance(value, list):
        return [without_messages(each) for each in value]
    if isinstance(value, dict):
        return {key: without_messages(each) for key, each in value.items() if key != "message"}
    return value


@pytest.mark.parametrize(("described", "command", "arguments"), REPORTS)
def test_a_report_is_valid_and_the_same_in_every_language(
    zhenkit, tmp_path, monkeypatch, described, command, arguments
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "failing.yaml").write_text(FAILING, "utf-8")
    found = []
    for language in LANGUAGES:
        _code, out, _err = zhenkit(*command.split(), *arguments, "--format", "json", "--lang", language)
        found.append(json.loads(out))
        if described is not None:
            validator(described).validate(found[-1])
    assert without_messages(found[0]) == without_messages(found[1])


def test_every_command_that_reports_is_among_these():
    assert {command for _described, command, _arguments in REPORTS} == {*FOLDERS}


@settings(max_examples=40)
@given(pairs(most_criteria=2))
def test_the_differences_of_random_rule_sets_are_valid(drawn):
    (a, b), _asked = drawn
    ground, comparison = Ground(a, b), compare(a, b)
    found = Diff(("a", "b"), comparison, {one.key: changes(ground, one) for one in comparison.criteria})
    validator("diff").validate(json.loads(render(found, Style())))
    unsure = {
        key: tuple(replace(change, direction=UNDECIDED) for change in listed) for key, listed in found.changes.items()
    }
    said = json.loads(render(replace(found, changes=unsure), Style()))
    validator("diff").validate(said)
    assert ("complete" in said) == any(unsure.values())
    validator("diff").validate(json.loads(render_matrix(matrix((a, b, a), ("a", "b", "c")), Style())))


@pytest.mark.parametrize(
    ("command", "where", "value"),
    [
        ("diff", ("extra",), 1),
        ("diff", ("relation",), "weaker"),
        ("diff", ("higher_under_a",), {}),
        ("diff", ("criteria", 3, "changes", 0, "what"), "annual output"),
        ("diff", ("criteria", 3, "changes", 0, "what", "kind"), "ceiling"),
        ("diff", ("criteria", 3, "changes", 0, "what", "within"), None),
        ("diff", ("criteria", 3, "changes", 0, "direction"), "equally"),
        ("rules lint", ("files",), -1),
        ("rules lint", ("findings",), [{"code": "a"}]),
        ("rules verify", ("clauses", 0, "lines", 0, "state"), "agrees"),
        ("rules verify", ("differences", 0, "document_line"), 0),
        ("rules test", ("coverage", 0, "percent"), 101),
        ("rules test", ("cases", 0, "passed"), "yes"),
    ],
)
def test_the_schemas_refuse_what_no_report_holds(zhenkit, command, where, value):
    described, _command, arguments = next(one for one in REPORTS if one[1] == command)
    report = json.loads(zhenkit(*command.split(), *arguments, "--format", "json")[1])
    assert validator(described).is_valid(report)
    *path, last = where
    found = report
    for step in path:
        found = found[step]
    found[last] = value
    assert not validator(described).is_valid(report)
