"""What a row in the table of formats brings: choices, endings, refusals and help, for every command that reports."""

import sys
from types import SimpleNamespace

import pytest

from tests.paths import ROOT
from zhenkit.core import i18n
from zhenkit.reports import formats
from zhenkit.reports.formats import BATCH, CHECK, FOLDERS, FORMATS, Format, formats_of

DOCUMENTS = ROOT / "samples" / "rules" / "documents"
PASS = ROOT / "samples" / "made-up" / "pass.yaml"
TOWN = (PASS, "--rules", "shanxi")
ARGUMENTS = {
    "check": TOWN,
    "batch": TOWN,
    "diff": ("shanxi", "jincheng"),
    "rules list": (),
    "rules show": ("shanxi",),
    "rules lint": (),
    "rules verify": (DOCUMENTS / "made-up-plan.yaml", "--document", DOCUMENTS / "made-up-plan.md"),
    "preview": (ROOT / "tests" / "cli" / "towns.csv",),
    "facts": ("产值",),
    "gap": TOWN,
    "sweep": (*TOWN, "--fact", "annual_output"),
    "reform": ("shanxi", "jincheng", "--towns", PASS),
    "goals": ("shanxi", "--on", "2024-01-01"),
    "ledger": (*TOWN, "--on", "2024-01-01"),
    "merge": (ROOT / "tests" / "examples" / "answers.csv", "--into", PASS, "--dry-run"),
    "assess": TOWN,
    "rules test": (ROOT / "rules" / "tests" / "jincheng.yaml",),
}


@pytest.fixture(autouse=True)
def in_english():
    with i18n.speaking("en"):
        yield


@pytest.fixture
def shout(monkeypatch):
    """A made-up format: a row in the table, and a module in the folder of each command that has it."""

    def add(**row):
        made_up = Format("shout", ".loud", **{"commands": (CHECK, BATCH), **row})
        monkeypatch.setattr(formats, "FORMATS", (*FORMATS, made_up))
        for command in made_up.commands:
            said = f"{FOLDERS[command].upper()}!\n"
            module = SimpleNamespace(render=lambda *_about, said=said: said)
            monkeypatch.setitem(sys.modules, f"zhenkit.reports.{FOLDERS[command]}.shout", module)

    return add


def test_a_new_format_is_a_choice_of_its_commands_alone(shout, zhenkit, monkeypatch):
    shout()
    monkeypatch.setenv("COLUMNS", "300")  # so that no choice is folded
    assert zhenkit("check", *TOWN, "--format", "shout") == (0, "JUDGEMENT!\n", "")
    assert zhenkit("batch", *TOWN, "--format", "shout") == (0, "RANKING!\n", "")
    assert "|shout>" in zhenkit("check", "--help")[1]
    assert "shout" not in zhenkit("diff", "--help")[1]
    code, _out, err = zhenkit("diff", "shanxi", "jincheng", "--format", "shout")
    assert code == 2
    assert "'shout' is not one of its values; there are: text, json, markdown" in err
    assert "'shuot' is not one of its values; did you mean shout?" in zhenkit("check", *TOWN, "--format", "shuot")[2]


def test_a_new_format_is_chosen_by_its_ending(shout, zhenkit, tmp_path):
    shout()
    assert zhenkit("check", *TOWN, "--output", tmp_path / "report.LOUD")[0] == 0
    assert (tmp_path / "report.LOUD").read_text("utf-8") == "JUDGEMENT!\n"
    assert " .loud\n" in zhenkit("check", *TOWN, "--output", tmp_path / "report.doc")[2]


def test_a_new_format_that_is_binary_is_refused_on_a_terminal(shout, zhenkit, monkeypatch):
    shout(binary=True)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    code, out, err = zhenkit("check", *TOWN, "--format", "shout")
    assert (code, out) == (2, "")
    assert "shout is not for a terminal: give --output FILE" in err


def test_a_new_format_that_reports_as_check_does_is_judged_town_by_town(shout, zhenkit):
    shout(needs_judgements=True, as_check=True)
    assert zhenkit("batch", *TOWN, "--format", "shout")[1] == "JUDGEMENT!\n"
    code, _out, err = zhenkit("batch", *TOWN, "--format", "shout", "--engine", "polars")
    assert code == 2
    assert "--format shout" in err


@pytest.mark.parametrize("reports", [False, True])
def test_what_a_new_format_does_not_report_is_a_remark(shout, zhenkit, tmp_path, reports):
    shout(reports_changes=reports, reports_counts=reports, explains=reports)
    last = tmp_path / "last.json"
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("name,annual_output（亿元）\n甲,12.5\n乙,many\n", "utf-8")
    zhenkit("batch", PASS, "--rules", "shanxi", "--output", last)
    options = ("--format", "shout", "--explain", "--baseline", last)
    _code, _out, err = zhenkit("batch", PASS, wrong, "--rules", "shanxi", *options)
    for said in ("--explain has no effect on shout", "Towns judged: 2 ", "1 new"):
        assert (f"remark: {said}" in err or said in err) != reports


@pytest.mark.parametrize("command", FOLDERS)
def test_each_ending_chooses_its_format_and_another_is_refused(zhenkit, tmp_path, command):
    arguments = (*command.split(), *ARGUMENTS[command])
    for format in formats_of(command).values():
        if format.ending is not None and format.name != "parquet":  # tests/columnar write Parquet
            by_name = zhenkit(*arguments, "--format", format.name, "--output", tmp_path / "by-name.txt")
            assert zhenkit(*arguments, "--output", tmp_path / f"by-ending{format.ending}") == by_name
            if not format.binary:  # a workbook holds the time it was made
                ending = (tmp_path / f"by-ending{format.ending}").read_bytes()
                assert ending == (tmp_path / "by-name.txt").read_bytes() != b""
    code, out, err = zhenkit(*arguments, "--output", tmp_path / "report.doc")
    assert (code, out, (tmp_path / "report.doc").exists()) == (2, "", False)
    endings = " ".join(format.ending for format in formats_of(command).values() if format.ending)
    assert f"report.doc: its ending names no format; give --format, or one of {endings}\n" in err


@pytest.mark.parametrize("command", FOLDERS)
def test_a_dash_is_standard_output_and_no_file(zhenkit, tmp_path, monkeypatch, command):
    arguments = (*command.split(), *ARGUMENTS[command])
    monkeypatch.chdir(tmp_path)
    printed = zhenkit(*arguments, "--format", "json")
    assert zhenkit(*arguments, "--format", "json", "--output", "-") == printed
    assert zhenkit(*arguments, "-o", "-") == zhenkit(*arguments)
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize(
    ("command", "endings"),
    [("schema town", ".json"), ("guide reports", ".md .txt"), ("rules test --boundaries jincheng", ".yaml .yml")],
)
def test_what_is_written_one_way_has_no_other_ending(zhenkit, tmp_path, command, endings):
    code, out, err = zhenkit(*command.split(), "--output", tmp_path / "a.docx")
    assert (code, out, [*tmp_path.iterdir()]) == (2, "", [])
    assert f"a.docx: what is written here is a file of {endings}; choose such a name\n" in err


def test_no_ending_is_of_two_formats_of_a_command():
    for command in FOLDERS:
        endings = [format.ending for format in formats_of(command).values() if format.ending]
        assert len(endings) == len(set(endings))
        assert next(iter(formats_of(command))) == "text"
