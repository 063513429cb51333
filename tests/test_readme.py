"""What the READMEs show is what zhenkit prints: every console block is run, every example file is used."""

import re
import shlex

import pytest

from tests.paths import ROOT
from zhenkit import judge, load_rules, load_towns
from zhenkit.cli import main
from zhenkit.core import i18n

READMES = ("README.md", "README.zh.md")


def blocks(kind: str) -> list[tuple[str, str]]:
    return [
        (name, block)
        for name in READMES
        for block in re.findall(rf"^```{kind}\n(.*?)^```$", (ROOT / name).read_text("utf-8"), re.MULTILINE | re.DOTALL)
    ]


def run(command: str, capfd) -> str:
    with i18n.speaking("en"):
        main.run(shlex.split(command))
    printed = capfd.readouterr()
    return printed.out + printed.err


@pytest.mark.parametrize(("readme", "block"), blocks("console"))
def test_the_output_shown_is_the_real_output(readme, block, capfd, monkeypatch, request):
    monkeypatch.chdir(ROOT)
    commands = re.findall(r"^\$ zhenkit (.*)\n", block, re.MULTILINE)
    real = "".join(f"$ zhenkit {command}\n{run(command, capfd)}" for command in commands)
    if request.config.getoption("--update-golden"):
        path = ROOT / readme
        path.write_text(path.read_text("utf-8").replace(f"```console\n{block}```", f"```console\n{real}```"), "utf-8")
    else:
        assert block == real


def test_every_command_and_option_of_the_program_is_in_the_readme():
    import typer.main

    text = (ROOT / "README.md").read_text("utf-8")
    root = typer.main.get_command(main.app)
    judging = [*root.commands["check"].params, *root.commands["batch"].params]
    options = {option for parameter in judging for option in parameter.opts if option.startswith("--")}
    missing = [option for option in sorted(options) if option not in text]
    assert not missing
    for name in (
        *(name for name in root.commands if name != "rules"),
        *(f"rules {n}" for n in root.commands["rules"].commands),
    ):
        assert f"zhenkit {name}" in text, name


@pytest.mark.parametrize(("readme", "block"), blocks("yaml"))
def test_the_example_files_are_read(readme, block, tmp_path):
    path = tmp_path / "example.yaml"
    path.write_text(block, "utf-8")
    if block.startswith("id:"):
        assert load_rules(path).criteria
    elif block.startswith("rules:"):
        assert main.run(["rules", "test", str(path)]) == 0
    else:
        town = load_towns(path)[0]
        assert judge(town, load_rules("shanxi")).verdict


@pytest.mark.parametrize(("readme", "block"), blocks("csv"))
def test_the_example_table_is_read(readme, block, tmp_path):
    path = tmp_path / "towns.csv"
    path.write_text(block, "utf-8")
    first, second, third = load_towns(path)
    assert first.evidence["annual_output"] == ("统计年鉴",) and len(first.facts["services"]) == 2
    assert (second.facts["firms"], second.facts["services"]) == (12, frozenset())
    assert "services" not in third.facts and "firms" not in third.facts


@pytest.mark.parametrize(("readme", "block"), blocks("python"))
def test_the_python_example_runs(readme, block, capsys, monkeypatch):
    monkeypatch.chdir(ROOT)
    exec(compile(block, readme, "exec"), {})
    assert "祁县" in capsys.readouterr().out


@pytest.mark.parametrize("readme", READMES)
def test_both_readmes_have_the_same_two_commands(readme):
    text = (ROOT / readme).read_text("utf-8")
    assert "zhenkit check samples/made-up/pass.yaml --level province" in text
    assert "pip install -q -c tests/constraints.txt -e '.[test]' && .venv/bin/python -m pytest -q -n auto" in text
