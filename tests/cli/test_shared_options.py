"""Options that all commands have, or all that find something: colours, quiet, exit 0; and what a shell completes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.paths import ROOT
from zhenkit.analysis.lint import registry
from zhenkit.cli import output
from zhenkit.cli.completing import lints
from zhenkit.cli.main import COMMANDS
from zhenkit.rulesets.catalog import shipped
from zhenkit.rulesets.glance import shipped_editions, shipped_facts, shipped_ids

FAIL = ROOT / "samples" / "made-up" / "fail.yaml"
FAILING = ("check", FAIL, "--level", "province", "--lang", "en")


@pytest.mark.parametrize(
    ("wanted", "environment", "screen", "to_file", "colour"),
    [
        ("auto", {}, True, False, True),
        ("auto", {}, False, False, False),
        ("auto", {"TERM": "dumb"}, True, False, False),
        ("auto", {"NO_COLOR": "1"}, True, False, False),
        ("auto", {"NO_COLOR": ""}, True, False, True),
        ("auto", {"FORCE_COLOR": "1"}, False, False, True),
        ("auto", {"FORCE_COLOR": "0"}, False, False, False),
        ("auto", {"FORCE_COLOR": "1"}, True, True, False),
        ("auto", {"FORCE_COLOR": "1", "NO_COLOR": "1"}, True, False, False),
        ("always", {"NO_COLOR": "1"}, False, False, True),
        ("never", {"FORCE_COLOR": "1"}, True, False, False),
    ],
    ids=str,
)
def test_what_is_printed_in_colour(wanted, environment, screen, to_file, colour, monkeypatch):
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: screen, raising=False)
    with output.as_by_default():
        output.colour_by(wanted)
        assert output.in_colour(Path("report.txt") if to_file else None) == colour
    assert output._colour.get() == "auto"


@pytest.mark.parametrize(
    "command", [FAILING, ("rules", "show", "shanxi"), ("diff", "shanxi", "jincheng"), ("guide", "ci")]
)
def test_color_is_an_option_of_every_command(command, zhenkit):
    assert "\x1b[" in zhenkit(*command, "--color", "always")[1]
    assert "\x1b[" not in zhenkit(*command, "--color", "never")[1]
    assert "\x1b[" not in zhenkit(*command)[1], "one run's colours are not the next one's"


def test_quiet_leaves_out_remarks_and_no_problem(zhenkit, tmp_path):
    table, bad = tmp_path / "a.csv", tmp_path / "b.yaml"
    table.write_text("name,nonsense\nA,1\n", "utf-8")
    bad.write_text("name: B\nfirms: x\n", "utf-8")
    command = ("check", table, bad, "--rules", "shanxi", "--explain", "--format", "csv", "--lang", "en")
    code, report, said = zhenkit(*command)
    assert "remark: " in said and "b.yaml:2:8" in said
    for option in ("-q", "--quiet"):
        quiet = zhenkit(*command, option)
        assert quiet[:2] == (code, report)
        assert "remark: " not in quiet[2] and "b.yaml:2:8" in quiet[2]
    assert zhenkit(*command)[2] == said


def test_exit_zero_hides_what_was_found_and_no_trouble(zhenkit, tmp_path):
    for command, code in (
        (FAILING, 1),
        (("batch", *FAILING[1:]), 1),
        (("diff", "shanxi", "jincheng"), 1),
        (("rules", "lint", ROOT / "tests/examples/lints/never-fails/bad.yaml"), 1),
        (("check", tmp_path / "none.yaml", "--rules", "shanxi"), 2),
    ):
        found = zhenkit(*command)
        hidden = zhenkit(*command, "--exit-zero")
        assert (found[0], hidden[0], found[1]) == (code, 2 if code == 2 else 0, hidden[1])


def test_only_the_module_of_the_command_that_runs_is_imported():
    program = "import sys; from zhenkit.cli.main import run; run(['facts', 'annual_output']); print(*sys.modules)"
    modules = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True).stdout
    loaded = {name for name in COMMANDS if f"zhenkit.cli.{name}" in modules.split()}
    assert loaded == {"facts"}


def completed(*words):
    """What a shell is offered for the last of these words, and the modules that it took."""
    program = (
        "import sys; from zhenkit.__main__ import main\n"
        "try: main()\n"
        "except SystemExit: print('!', *sys.modules, sep='\\n')"
    )
    said = {"COMP_WORDS": " ".join(("zhenkit", *words)), "COMP_CWORD": str(len(words))}
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        encoding="utf-8",
        check=True,
        env={**os.environ, **said, "_ZHENKIT_COMPLETE": "complete_bash", "PYTHONUTF8": "1"},
    )
    offered, _mark, modules = done.stdout.partition("!\n")
    return offered.split(), set(modules.split())


@pytest.mark.slow
def test_a_shell_is_offered_what_there_is_and_soon():
    heavy = {"pydantic", "rich", "zhenkit.rulesets.loader", "zhenkit.judging.judgement", "polars"}
    for words, offered in (
        (("rules", "show", ""), ["changzhi", "jincheng", "jishan", "shanxi", "xiangning", "yangcheng"]),
        (("check", "--rules", "shan"), ["shanxi"]),
        (("batch", "--rules", "shanxi", "@"), ["2022-09-26"]),  # as bash splits them
        (("batch", "--rules", "=", "shanxi", "@", "2022"), ["2022-09-26"]),
        (("check", "--level", "=", "pro"), ["province"]),
        (("diff", "shanxi", "jin"), ["jincheng"]),
        (("check", "--on", "2022"), ["2022-09-26"]),
        (("facts", "annual"), ["annual_output"]),
        (("facts", "龙头企业"), ["龙头企业数"]),
        (("batch", "--map", "产值", "=", "annual"), ["annual_output"]),
        (("check", "--set", "annual"), ["annual_output="]),
        (("sweep", "a.yaml", "--fact", "annual"), ["annual_output"]),
        (("gap", "a.yaml", "--fixed", "annual"), ["annual_output"]),
        (("check", "--format", "git"), ["github", "gitlab"]),
        (("check", "--exit"), ["--exit-zero"]),
        (("rules", "li"), ["list", "lint"]),
        (("rules", "lint", "--lint", "nobody"), ["nobody-passes", "nobody-fails"]),
    ):
        found, modules = completed(*words)
        assert found == offered, words
        assert not heavy & modules, words


def test_what_is_offered_is_what_there_is():
    book = shipped()
    assert shipped_ids() == list(book.ids)
    assert lints("") == tuple(registry.LINTS)
    assert {f"{rule_id}@{day}" for rule_id, day in shipped_editions()} == {one.edition for one in book.all_editions()}
    assert dict(shipped_facts()) == {fact.id: fact.label.zh for fact in book.facts.by_id.values()}
