"""What the guide gives to CI servers, and the hooks for pre-commit, do what they say."""

import re
import shlex
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement

from tests.docs import PAGES, blocks
from tests.paths import ROOT
from tests.reports.runs import town, write_town
from zhenkit import __version__
from zhenkit.cli import main
from zhenkit.core import i18n
from zhenkit.core.repository import PROJECT

EXTRAS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
HOOKS = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))}


def commands(snippet):
    """The lines of a snippet that a server runs."""
    found = yaml.safe_load(snippet)
    if "jobs" in found:
        return [step["run"] for job in found["jobs"].values() for step in job["steps"] if "run" in step]
    return [line for job in found.values() if isinstance(job, dict) for line in job["script"]]


SNIPPETS = [block for block in blocks("yml") if "repos:" not in block[1]]


@pytest.fixture
def towns(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("towns").mkdir()
    write_town(Path("towns/a.yaml"), town())
    with i18n.speaking("en"):
        assert main.run(["batch", "towns", "--level", "province", "--output", "last.json"]) == 0
        yield


def test_there_is_a_snippet_for_each_server():
    assert [("jobs:" in snippet, "script:" in snippet) for _page, snippet in SNIPPETS] == [
        (True, False),
        (False, True),
    ] * 2


@pytest.mark.parametrize(("page", "snippet"), SNIPPETS)
def test_the_commands_of_a_snippet_pass_good_towns_and_fail_those_that_fell(page, snippet, towns, capfd):
    judging = [shlex.split(line)[1:] for line in commands(snippet) if line.startswith("zhenkit ")]
    assert judging
    assert [main.run(arguments) for arguments in judging] == [0] * len(judging)
    for reports in re.findall(r"(?:junit: |codequality: |paths: \[)([\w.]+)", snippet):
        assert Path(reports).stat().st_size
    write_town(Path("towns/a.yaml"), town(annual_output="2亿元", industry_influence=False))
    assert [main.run(arguments) for arguments in judging] == ["--exit-zero" not in each for each in judging]


def run(hook, *files):
    arguments = shlex.split(HOOKS[hook]["entry"])[1:] + HOOKS[hook].get("args", [])
    with i18n.speaking("en"):
        return main.run([*arguments, *map(str, files)])


def taken(hook, path):
    """Whether pre-commit would give the hook this file."""
    found = HOOKS[hook]
    return bool(re.search(found["files"], path)) and not re.search(found.get("exclude", "^$"), path)


def test_hooks_are_python_commands_of_this_program():
    for hook in HOOKS.values():
        assert hook["language"] == "python"
        assert hook["entry"].startswith("zhenkit ")
        assert hook["require_serial"] is True


def test_the_hook_for_towns_checks_town_files(towns, capfd):
    assert run("zhenkit-check", "towns/a.yaml") == 0
    write_town(Path("towns/b.yaml"), town(name="乙", annual_output="12"))
    assert run("zhenkit-check", "towns/a.yaml", "towns/b.yaml") == 2
    assert "towns/b.yaml:" in capfd.readouterr().err
    assert taken("zhenkit-check", "towns/a.yaml")
    assert taken("zhenkit-check", "shanxi/towns/2024/a.csv")
    assert taken("zhenkit-check", "towns/a.xlsx")
    assert not taken("zhenkit-check", "towns.yaml")
    assert not taken("zhenkit-check", "towns/readme.md")


def test_the_hook_for_rules_lints_rule_files(tmp_path, capfd):
    rules = ROOT / "rules"
    files = [path for path in sorted(rules.glob("*.yaml")) if taken("zhenkit-rules-lint", f"rules/{path.name}")]
    assert files
    assert run("zhenkit-rules-lint", *files) == 0
    bad = tmp_path / "rules.yaml"
    bad.write_text(files[0].read_text("utf-8").replace("clause:", "claus:", 1), "utf-8")
    assert run("zhenkit-rules-lint", bad) == 1
    assert not taken("zhenkit-rules-lint", "rules/facts.yaml")
    assert not taken("zhenkit-rules-lint", "rules/assessment.yaml")


def test_the_hook_for_cases_runs_them_whenever_rules_or_cases_change(tmp_path, monkeypatch, capfd):
    assert HOOKS["zhenkit-rules-test"]["pass_filenames"] is False
    (tmp_path / "rules" / "tests").mkdir(parents=True)
    for name in ("facts.yaml", "jincheng.yaml", "tests/jincheng.yaml"):
        (tmp_path / "rules" / name).write_bytes((ROOT / "rules" / name).read_bytes())
        assert taken("zhenkit-rules-test", f"rules/{name}")
    monkeypatch.chdir(tmp_path)
    assert run("zhenkit-rules-test") == 0
    cases = tmp_path / "rules" / "tests" / "jincheng.yaml"
    cases.write_text(cases.read_text("utf-8").replace("grades: {3: met}", "grades: {3: not_met}", 1), "utf-8")
    assert run("zhenkit-rules-test") == 1
    assert not taken("zhenkit-rules-test", "towns/a.yaml")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_is_installed_from_an_address_names_the_project_and_its_version(page):
    named = re.findall(r"'(zhenkit[^']*@[^']*)'", page.read_text("utf-8"))
    for each in map(Requirement, named):
        assert (each.name, each.url) == ("zhenkit", f"git+{PROJECT}@v{__version__}")
        assert each.extras <= set(EXTRAS)
    assert named or not page.name.startswith(("ci.", "install."))


def test_the_guide_names_the_hooks_there_are():
    for config in [yaml.safe_load(block) for _page, block in blocks("yml") if "repos:" in block]:
        assert {hook["id"] for hook in config["repos"][0]["hooks"]} == set(HOOKS)
