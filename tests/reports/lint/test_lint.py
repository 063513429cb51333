"""What `rules lint` prints: text, JSON, SARIF by the published schema, annotations of GitHub."""

import json

import pytest
from jsonschema import Draft202012Validator
from jsonschema.validators import validator_for

from tests.paths import TESTS
from tests.reports.judgement.test_gitlab import SCHEMA as CODE_QUALITY
from tests.schemas.fetching import SARIF, fetched
from zhenkit import __version__
from zhenkit.analysis.lint.acknowledged import Acknowledged
from zhenkit.analysis.lint.registry import LINTS
from zhenkit.analysis.lint.run import Linted, lint
from zhenkit.cli import main
from zhenkit.core.errors import LintProblem, Problem
from zhenkit.core.i18n import speaking
from zhenkit.reports.formats import LINT, report
from zhenkit.rulesets.catalog import shipped

EXAMPLES = TESTS / "examples" / "lints"
ALL = sorted(map(str, EXAMPLES.glob("*/bad*")))


@pytest.fixture(scope="module")
def found():
    with speaking("en"):
        return lint([*ALL, "nowhere"], shipped())


def hostile():
    fault = LintProblem("a,b:c\x1b.yaml", 3, 4, "::error::x \x1b[31m [a](b) {0}\n%25").of("never-fails")
    return Linted(1, (fault,), (Problem("gone.yaml", 1, 1, "cannot read it: \u202e::x"),))


def test_a_clean_lint_says_how_many_files_there_were():
    with speaking("en"):
        for format in ("text", "github"):
            assert report(LINT, format, Linted(1, (), ())) == "1 file, no findings\n"
            assert report(LINT, format, Linted(5, (), ())) == "5 files, no findings\n"


def test_text_is_a_line_a_finding_with_its_place_and_code(found):
    lines = report(LINT, "text", found).splitlines()
    assert len(lines) == len(found.findings)
    file = EXAMPLES / "never-fails" / "bad.yaml"
    assert f"{file}:12:57: every town meets this check: it requires nothing [never-fails]" in lines


def test_json_has_the_findings_their_lints_and_what_could_not_be_read(found):
    told = json.loads(report(LINT, "json", found))
    assert (told["zhenkit"], told["schema"], told["files"]) == (__version__, 1, found.files)
    assert set(told["lints"]) == set(LINTS)
    assert [problem["file"] for problem in told["problems"]] == ["nowhere"]
    (one,) = [finding for finding in told["findings"] if finding["code"] == "never-fails"]
    assert list(one) == ["code", "level", "file", "line", "column", "message"]
    assert (one["level"], one["line"], one["column"]) == ("warning", 12, 57)
    assert json.loads(report(LINT, "json", Linted(2, (), ())))["lints"] == {}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_sarif_is_valid_by_the_published_schema(language):
    schema = json.loads(fetched(SARIF))
    validator = validator_for(schema, Draft202012Validator)(schema)
    with speaking(language):
        for linted in (lint([*ALL, "nowhere"], shipped()), hostile(), Linted(1, (), ())):
            assert not [error.message for error in validator.iter_errors(json.loads(report(LINT, "sarif", linted)))]


def test_sarif_has_a_rule_a_lint_and_a_result_a_finding_at_its_place(found):
    (run,) = json.loads(report(LINT, "sarif", found))["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(LINTS)
    assert len(run["results"]) == len(found.findings)
    for result, finding in zip(run["results"], found.findings, strict=True):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == finding.code
        place = result["locations"][0]["physicalLocation"]["region"]
        assert (place["startLine"], place["startColumn"]) == (finding.line, finding.column)
        assert result["level"] == LINTS[finding.code].level
    assert not run["invocations"][0]["executionSuccessful"]


def test_a_finding_is_known_again_when_it_moves(tmp_path):
    def prints(linted):
        (run,) = json.loads(report(LINT, "sarif", linted))["runs"]
        return [list(result["partialFingerprints"].values()) for result in run["results"]]

    one = LintProblem("a.yaml", 3, 4, "said").of("never-fails")
    assert prints(Linted(1, (one,), ())) == prints(
        Linted(1, (LintProblem("a.yaml", 9, 1, "said").of("never-fails"),), ())
    )
    assert prints(Linted(1, (one,), ())) != prints(Linted(1, (LintProblem("a.yaml", 3, 4, "said").of("numbers"),), ()))


def test_github_has_a_command_a_finding_by_its_level(found):
    lines = report(LINT, "github", found).splitlines()
    assert lines.pop().startswith("::notice title=zhenkit::errors: ")
    commands = {line.split("title=")[1].split("::")[0]: line.split(" ")[0] for line in lines if line[:2] == "::"}
    assert commands["unloadable"] == "::error"
    assert commands["never-fails"] == "::warning"
    assert set(commands.values()) == {"::error", "::warning", "::notice"}
    assert lines[-1].startswith("::error file=nowhere,line=1,col=1,title=problem in the file::no rule set 'nowhere'")


@pytest.mark.parametrize("format", ["text", "json", "sarif", "github", "gitlab"])
def test_nothing_of_a_file_is_a_control_or_a_command(format):
    with speaking("en"):
        said = report(LINT, format, hostile())
    assert all(character.isprintable() or character == "\n" for character in said)
    if format in ("text", "github"):
        assert "::error::x" not in said
    if format == "sarif":
        assert "](b)" not in said and "{{0}}" in said


@pytest.mark.parametrize("format", ["text", "json", "sarif", "github", "gitlab"])
def test_the_command_writes_each_format_to_a_file_and_exits_by_what_it_found(capsys, tmp_path, format):
    out = tmp_path / "found"
    bad, good = EXAMPLES / "never-fails" / "bad.yaml", EXAMPLES / "never-fails" / "good.yaml"
    for files, code in (([good], 0), ([bad, good], 1), ([bad, tmp_path / "none.yaml"], 2)):
        arguments = ["rules", "lint", *map(str, files), "--format", format, "--output", str(out), "--lang", "en"]
        assert main.run(arguments) == code
        told = out.read_text("utf-8")
        assert told
        if format == "gitlab":
            CODE_QUALITY.validate(json.loads(told))
        assert ("requires nothing" in told) == (code > 0)
    assert capsys.readouterr().out == ""


def test_what_is_acknowledged_is_counted_and_carries_its_reason():
    finding = LintProblem("a.yaml", 3, 4, "said").of("never-fails")
    quiet = Linted(2, (), (), acknowledged=(Acknowledged(finding, "文件如此"),) * 2)
    loud = quiet._replace(findings=(finding,))
    with speaking("en"):
        assert report(LINT, "text", quiet) == "2 files, no findings, 2 acknowledged\n"
        assert report(LINT, "text", loud).endswith("[never-fails]\n2 acknowledged\n")
    told = json.loads(report(LINT, "json", quiet))
    assert [one["reason"] for one in told["acknowledged"]] == ["文件如此"] * 2
    assert "never-fails" in told["lints"]
    results = json.loads(report(LINT, "sarif", loud))["runs"][0]["results"]
    suppressed = [{"kind": "inSource", "justification": "文件如此"}]
    assert [result.get("suppressions") for result in results] == [None, suppressed, suppressed]


def test_what_was_not_decided_is_said_in_every_format():
    linted = Linted(1, (), (), left_out=(Problem("a.yaml", 1, 1, "not decided"),))
    assert linted.exit_code == 0
    with speaking("en"):
        assert report(LINT, "text", linted) == "1 file, no findings\na.yaml:1:1: not decided\n"
        assert "::notice" in report(LINT, "github", linted)
        (one,) = json.loads(report(LINT, "gitlab", linted))
        assert (one["check_name"], one["severity"]) == ("not-decided", "info")
    told = json.loads(report(LINT, "json", linted))
    assert (told["complete"], told["left_out"][0]["message"]) == (False, "not decided")
    (invocation,) = json.loads(report(LINT, "sarif", linted))["runs"][0]["invocations"]
    assert [note["level"] for note in invocation["toolExecutionNotifications"]] == ["note"]
    assert invocation["executionSuccessful"]
