"""What is wrong with a file or folder that an option names is said by its true cause, with the way out of it."""

import json
import shutil

import pytest

from tests.paths import ROOT
from zhenkit.core import i18n

MADE_UP = ROOT / "samples" / "made-up"
PASS = MADE_UP / "pass.yaml"
YEAR = ROOT / "samples" / "assessment" / "2024"
ONE = ("--rules", "shanxi")
WRONG_GOALS = "goal_facts:\n  parks: {type: nosuch}\ngoals: []\n"
GREEN = ROOT / "samples" / "rules" / "made-up-green-park.yaml"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder to run in, with some wrong files."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty.json").write_text("{}", "utf-8")
    of_gap = {"zhenkit": "1", "schema": 1, "problems": [], "towns": [{"name": "x"}]}
    (tmp_path / "gap.json").write_text(json.dumps(of_gap), "utf-8")
    (tmp_path / "nowhere.yaml").write_text("name: 虚构镇\n", "utf-8")
    (tmp_path / "nowhere.csv").write_text("名称,年产值（亿元）\n虚构乡,12\n", "utf-8")
    (tmp_path / "wrong-goals.yaml").write_text(GREEN.read_text("utf-8") + WRONG_GOALS, "utf-8")
    (tmp_path / "file").write_text("", "utf-8")
    with i18n.speaking("en"):
        yield tmp_path


NO_REPORT = "not a JSON report of `zhenkit check` or `zhenkit batch`"
NOT_THERE = ":1:1: cannot read it: No such file or directory\n"
STATE_IT = "state it in the file, or name the rule set with --rules (check, batch, gap and sweep also take --set"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("merge", "nosuch", "--into", PASS), f"nosuch{NOT_THERE}"),
        (("merge", "nosuch.csv", "--into", PASS), f"nosuch.csv{NOT_THERE}"),
        (("dossier", PASS, *ONE, "-o", "out", "--templates", "nodir"), f"nodir{NOT_THERE}"),
        (("dossier", PASS, *ONE, "-o", "out", "--templates", "file"), "file:1:1: cannot read it: Not a directory\n"),
        (("assess", YEAR, *ONE, "--letters", "out", "--templates", "nodir"), f"nodir{NOT_THERE}"),
        (("check", PASS, *ONE, "-o", "x.docx", "--template", "x.xlsx"), "--template x.xlsx: a template is a document"),
        (("batch", PASS, *ONE, "--baseline", "empty.json"), f"empty.json: {NO_REPORT} (--format json)\n"),
        (("batch", PASS, *ONE, "--baseline", "gap.json"), f"gap.json: {NO_REPORT}: it has no towns.0."),
        (("gap", PASS, *ONE, "--costs", PASS), "this file is read as towns too; name another, or keep it apart"),
        (("assess", "nowhere.yaml", *ONE, "--by", "nowhere.yaml"), "this file is read as towns too; name another"),
        (("check", "nowhere.yaml", "--level", "province"), STATE_IT),
        (("ledger", "nowhere.csv", "--level", "county"), STATE_IT),
        (("form", "wrong-goals.yaml", "-o", "x.html"), "'nosuch' is not one of: text, yes/no"),
    ],
)
def test_the_cause_is_the_true_one(folder, zhenkit, arguments, said):
    code, out, err = zhenkit(*arguments)
    assert (code, said in err) == (2, True), err
    assert not any((folder / name).exists() for name in ("out", "x.docx", "x.html"))
    assert out == ""


def test_the_template_of_another_document_is_told_from_its_names(folder, zhenkit):
    zhenkit("init", "ranking.docx", "--of", "ranking")
    code, _out, err = zhenkit("check", PASS, *ONE, "-o", "x.docx", "--template", "ranking.docx")
    assert (code, "a template is for one kind of document: `zhenkit init` has --of" in err) == (2, True), err


def test_a_ledger_and_what_it_sends_out_are_written_both_or_neither(folder, zhenkit):
    town = MADE_UP / "incomplete.yaml"
    whole = ("ledger", town, *ONE, "--requests", "sheets")
    for wrong in (("--ledger", "nodir/kept.csv"), ("--ledger", "kept.csv", "-o", "nodir/x.html")):
        code, _out, err = zhenkit(*whole, *wrong)
        assert (code, "cannot write nodir" in err) == (2, True)
        assert not any((folder / name).exists() for name in ("sheets", "kept.csv"))
    inside = ("--ledger", "sheets/kept.csv")
    assert zhenkit(*whole, *inside, "-o", "nodir/x.html")[0] == 2 and not (folder / "sheets").exists()
    assert zhenkit(*whole, *inside)[0] == 0 and (folder / "sheets" / "kept.csv").exists()
    shutil.rmtree(folder / "sheets")
    assert zhenkit(*whole, "--ledger", "kept.csv", "-o", "x.html")[0] == 0
    assert list((folder / "sheets").iterdir()) and (folder / "x.html").exists()
    before = (folder / "kept.csv").read_bytes()
    (folder / "x.html").unlink()
    code, _out, err = zhenkit(*whole, "--ledger", "kept.csv", "--due", "2099-01-01", "-o", "x.html")
    assert (code, "is there already" in err) == (2, True)
    assert (before, (folder / "x.html").exists()) == ((folder / "kept.csv").read_bytes(), False)


def test_requests_on_towns_that_take_no_answers_are_told_of_at_once(folder, zhenkit):
    options = ("--rules", "shanxi", "--requests")
    said = "nowhere.csv:1:1: remark: `zhenkit merge` puts answers into town files of YAML"
    assert said in zhenkit("ledger", "nowhere.csv", "nowhere.yaml", *options, "one")[2]
    assert "`zhenkit merge` puts" not in zhenkit("ledger", "nowhere.yaml", *options, "other")[2]
    assert "no sheet was written" in zhenkit("ledger", PASS, *options, "none")[2] and not (folder / "none").exists()


def test_a_ledger_among_the_sheets_is_no_sheet(folder, zhenkit):
    (folder / "sheets").mkdir()
    town = folder / "town.yaml"
    town.write_text((MADE_UP / "incomplete.yaml").read_text("utf-8"), "utf-8")
    kept = ("--ledger", "sheets/kept.xlsx")
    assert zhenkit("ledger", town, *ONE, "--requests", "sheets", *kept)[0] == 0
    assert zhenkit("merge", "sheets", "--into", town, *kept)[::2] == (0, "")
