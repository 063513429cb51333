"""Reports that lie among the towns they are of: a run is the same again, by rows and by columns."""

import csv

import openpyxl
import pytest

from tests.reports.runs import PASSING, town, write_town
from zhenkit.towns.own_reports import is_report

OPTIONS = ("--level", "province", "--lang", "en")
REMARK = "is a report of zhenkit's, and is not read: "


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with a table of towns, to be run in."""
    towns = [PASSING, town(name="另一镇", annual_output="2亿元")]
    with (tmp_path / "towns.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, PASSING)
        writer.writeheader()
        words = {True: "yes", False: "no"}
        writer.writerows({key: words.get(value, value) for key, value in one.items()} for one in towns)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    "written",
    [
        *("check . -o a.json", "check . -o a.csv", "check . -o a.xlsx", "gap . -o a.json"),
        *("batch . -o a.json", "batch . -o a.csv", "batch . -o a.xlsx", "batch . -o a.xlsx --ids"),
    ],
)
def test_a_report_among_the_towns_is_left_aside_and_written_over(zhenkit, folder, written):
    runs = [("batch", ".", *OPTIONS), ("batch", ".", *OPTIONS, "--engine", "polars")]
    before = [zhenkit(*run) for run in runs]
    first = zhenkit(*written.split(), *OPTIONS)
    (report,) = folder.glob("a.*")
    assert is_report(report) and not is_report(folder / "towns.csv")
    for run, (code, out, err) in zip(runs, before, strict=True):
        assert zhenkit(*run) == (code, out, f".:1:1: remark: 1 file in this folder {REMARK}{report.name}\n{err}")
    again = zhenkit(*written.split(), *OPTIONS)
    assert again[:2] == first[:2] and "already" not in again[2]


def test_reports_alone_are_no_towns(zhenkit, folder):
    zhenkit("check", ".", "-o", "a.json", *OPTIONS)
    (folder / "towns.csv").unlink()
    code, out, err = zhenkit("check", ".", *OPTIONS)
    assert (code, out) == (2, "")
    assert REMARK in err and "no town file in this folder" in err
    code, out, err = zhenkit("check", "a.json", *OPTIONS)
    assert (code, out, err) == (2, "", "a.json:1:1: this is a report of zhenkit's, no file of towns\n")


@pytest.mark.parametrize("ending", [".json", ".csv", ".xlsx"])
@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b'"', b"\xff\xfe\x00", b'{"name": "zhenkit"}'])
def test_what_is_damaged_is_no_report(tmp_path, ending, content):
    path = tmp_path / f"a{ending}"
    path.write_bytes(content)
    assert not is_report(path)
    assert not is_report(tmp_path / f"none{ending}")


def test_what_comes_of_a_ledger_is_no_table_of_towns(zhenkit, folder):
    code, out, _err = zhenkit("batch", ".", *OPTIONS, "-f", "csv")
    zhenkit("ledger", ".", *OPTIONS, "--ledger", "ledger.csv", "--requests", "requests")
    zhenkit("batch", ".", *OPTIONS, "--rejects", "rejects.csv")
    for sheet in [*folder.glob("requests/*.xlsx")][:1]:  # saved again, as Excel would
        openpyxl.load_workbook(sheet).save(folder / "again.xlsx")
    assert zhenkit("batch", ".", *OPTIONS, "-f", "csv")[:2] == (code, out)
    assert zhenkit("ledger", ".", *OPTIONS, "--ledger", "ledger.csv")[0] != 2
    zhenkit("batch", ".", "--level", "province", "--lang", "zh", "-o", "ranking.xlsx")
    for engine in ((), ("--engine", "polars")):
        _code, _out, err = zhenkit("batch", "ranking.xlsx", "--rules", "shanxi", "--lang", "en", *engine)
        assert "this workbook is a report of zhenkit's: facts of towns that it does not have count as missing" in err


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_ledger_in_yaml_is_one_problem(zhenkit, tmp_path, monkeypatch, lang):
    monkeypatch.chdir(tmp_path)
    write_town(tmp_path / "town.yaml", town(exports=None, annual_output=None))
    zhenkit("ledger", "town.yaml", "--level", "province", "--ledger", "ledger.yaml", "--lang", lang)
    assert (tmp_path / "ledger.yaml").read_text("utf-8").count("\n---\n") > 1
    said = "ledger.yaml:1:1: this is a ledger of zhenkit's, no file of towns; give it as --ledger\n"
    assert zhenkit("check", "ledger.yaml", *OPTIONS) == (2, "", said)
    assert zhenkit("check", ".", *OPTIONS, "--quiet")[2] == said
