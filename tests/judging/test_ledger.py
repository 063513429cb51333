"""The problem ledger: an entry for each thing that is open, kept from run to run with what people wrote."""

import csv
import io
import json
import zipfile
from typing import get_args

import pytest
import yaml
from jsonschema import Draft202012Validator

from tests.paths import ROOT
from zhenkit.core import i18n
from zhenkit.judging.kept_ledger import COLUMNS, ENDINGS, read_ledger
from zhenkit.judging.ledger import OUTCOMES, STATES
from zhenkit.reports.formats import LEDGER, formats_of
from zhenkit.schemas.ledger import Outcome, State
from zhenkit.schemas.report import report_schema

VALID = Draft202012Validator(report_schema("ledger"), format_checker=Draft202012Validator.FORMAT_CHECKER)
MADE_UP = ROOT / "samples" / "made-up"
ONE = ("--level", "province", "--due", "2027-06-30", "--on", "2026-11-27")


@pytest.fixture(autouse=True)
def in_english():
    with i18n.speaking("en"):
        yield


@pytest.fixture
def town(tmp_path):
    """Writes a made-up town that lacks some facts; the file."""

    def write(*without, **stated):
        lines = (MADE_UP / "pass.yaml").read_text("utf-8").splitlines()
        drop = {*without, *stated}
        kept = [line for line in lines if line.partition(":")[0] not in drop]
        at = kept.index(next(line for line in kept if line.startswith("year:")))
        kept[at + 1 : at + 1] = [f"{key}: {value}" for key, value in stated.items()]
        file = tmp_path / "town.yaml"
        file.write_text("\n".join(kept) + "\n", "utf-8")
        return file

    return write


@pytest.fixture
def entries(zhenkit):
    """The entries of a run, by what they are about; the exit code."""

    def run(*arguments):
        code, out, err = zhenkit("ledger", *arguments, "--format", "json")
        assert code != 2, err
        VALID.validate(json.loads(out))
        return {each["key"].rpartition("-")[0]: each for each in json.loads(out)["entries"]}, code

    return run


def test_the_schema_has_every_state_and_outcome():
    assert (get_args(State), get_args(Outcome)) == (tuple(STATES), tuple(OUTCOMES))


def test_nothing_is_open_of_a_town_that_passes(zhenkit):
    code, out, _err = zhenkit("ledger", MADE_UP / "pass.yaml", *ONE)
    assert (code, "nothing is open" in out) == (0, True)


def test_what_every_way_needs_is_an_entry_each_and_the_choices_are_one(town, entries):
    found, code = entries(town("brand_effect", "exports", "overseas_prospects", annual_output="6亿元"), *ONE)
    assert code == 0
    assert set(found) == {"1-brand_effect", "3-choice", "4-annual_output"}
    assert found["1-brand_effect"]["ways"] == [[{"fact": "brand_effect", "from": None, "to": True, "kind": "find_out"}]]
    assert [way[0]["fact"] for way in found["3-choice"]["ways"]] == ["exports", "overseas_prospects"]
    assert found["4-annual_output"]["tasks"] == [2, 4]
    assert found["4-annual_output"]["departments"]["lead"] == ["省工信厅", "省农业农村厅", "省文旅厅", "省发展改革委"]
    assert {each["due"] for each in found.values()} == {"2027-06-30"}


def test_what_nothing_reaches_is_an_entry_too(town, entries):
    found, _code = entries(town("category", category="other"), *ONE)
    assert [key for key, each in found.items() if each["kind"] == "cannot"] == ["4-cannot"]


def test_the_plan_that_is_named_has_its_departments_and_work_group(tmp_path, zhenkit):
    file = ROOT / "samples" / "jishan-packaging.yaml"
    code, out, _err = zhenkit("ledger", file, *ONE, "--duties", "jishan")
    assert code == 0
    assert "县市场监管局, 县小企业发展促进中心 and others" in out
    assert "包装印刷: led by 稷山经开区; township: 翟店镇" in out
    _code, _out, err = zhenkit("ledger", MADE_UP / "fail.yaml", *ONE, "--duties", "jishan")
    assert "does not lie where the tasks of jishan are for" in err


def test_a_rule_set_without_tasks_says_where_there_are_some(zhenkit):
    _code, out, err = zhenkit("ledger", ROOT / "samples" / "yangcheng-ceramics.yaml", "--rules", "jincheng")
    assert "jincheng has no tasks" in err and "yangcheng" in err
    assert "lead departments" not in out


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_ledger_is_kept_whatever_file_and_language(town, entries, tmp_path, ending, language):
    kept = tmp_path / f"ledger{ending}"
    with i18n.speaking(language):
        first, _code = entries(town("brand_effect", "standards"), *ONE, "--ledger", kept)
        assert {each["outcome"] for each in first.values()} == {"new"}
        again, _code = entries(town("brand_effect", "focused_products"), *ONE[:-1], "2026-12-24", "--ledger", kept)
    assert {key: (each["outcome"], each["state"]) for key, each in again.items()} == {
        "1-brand_effect": ("open", "registered"),
        "6-standards": ("solved", "closed"),
        "6-focused_products": ("new", "registered"),
    }
    assert (again["6-standards"]["closed"], again["6-standards"]["since"]) == ("2026-12-24", "2026-11-27")


def as_rows(file):
    return list(csv.reader(io.StringIO(file.read_text("utf-8-sig"))))


def fill(file, key, **said):
    """Write into a ledger of CSV as somebody does; columns that are not there are added."""
    titles, *rows = as_rows(file)
    names = {str(title): name for name, title in COLUMNS.items()}
    for name, text in said.items():
        title = str(COLUMNS.get(name, name))
        if title not in titles:
            titles.append(title)
            rows = [[*row, ""] for row in rows]
        for row in rows:
            if row[0].startswith(key):
                row[titles.index(title)] = text
    assert names
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([titles, *rows])


def test_what_people_wrote_stays_their_own_columns_and_rows_too(town, entries, tmp_path, zhenkit):
    file, kept = town("brand_effect"), tmp_path / "ledger.csv"
    entries(file, *ONE, "--ledger", kept)
    fill(kept, "1-brand_effect", note="=1+1", due="2027年3月1日", assigned="县工信局、县商务局", mine="own\n-2 lines")
    titles, row = as_rows(kept)
    with kept.open("a", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerow(["", "", "另一件事", *[""] * (len(titles) - 3)])
    assert row
    for _run in range(2):
        found, _code = entries(file, *ONE, "--ledger", kept)
    entry = found["1-brand_effect"]
    assert (entry["due"], entry["note"], entry["extra"]) == ("2027-03-01", "=1+1", {"mine": "own\n-2 lines"})
    assert entry["departments"]["asked"] == ["县工信局", "县商务局"]
    assert found[""]["town"] == "另一件事" and found[""]["outcome"] == "own"
    assert "'=1+1" in kept.read_text("utf-8")


@pytest.mark.parametrize(
    ("state", "said", "day", "expected"),
    [
        ("registered", {}, "2027-06-30", "registered"),
        ("registered", {}, "2027-07-01", "urged"),
        ("通知", {}, "2027-06-30", "notified"),
        ("notified", {}, "2027-07-01", "urged"),
        ("urged", {"due": "2027-12-31"}, "2027-07-01", "notified"),
        ("notified", {"extension_asked": "2027-06-30", "extended_to": "2027-08-31"}, "2027-07-01", "extended"),
        ("urged", {"extension_asked": "2027-06-30", "extended_to": "2027-08-31"}, "2027-09-01", "urged"),
        ("书面反馈", {}, "2027-06-01", "returned"),
        ("办结", {}, "2027-06-01", "returned"),
        ("归档", {}, "2027-06-01", "returned"),
        ("退回", {}, "2027-07-01", "urged"),
    ],
)
def test_states_follow_how_supervision_runs(town, entries, tmp_path, state, said, day, expected):
    file, kept = town("brand_effect"), tmp_path / "ledger.csv"
    entries(file, *ONE, "--ledger", kept)
    fill(kept, "1-brand_effect", state=state, **said)
    found, code = entries(file, *ONE[:-1], day, "--ledger", kept)
    assert (found["1-brand_effect"]["state"], code) == (expected, 1 if expected == "urged" else 0)


@pytest.mark.parametrize("format", ["text", "markdown", "html", "docx"])
@pytest.mark.parametrize(("asked", "day"), [("2027-06-30", "2027-08-31"), ("2027-07-01", "2027-06-30")])
def test_reports_tell_the_day_that_counts(town, zhenkit, tmp_path, format, asked, day):
    file, kept, out = town("brand_effect"), tmp_path / "ledger.csv", tmp_path / "out"
    zhenkit("ledger", file, *ONE, "--ledger", kept)
    fill(kept, "1-brand_effect", extension_asked=asked, extended_to="2027-08-31")
    zhenkit("ledger", file, *ONE, "--ledger", kept, "--format", format, "--output", out)
    content = out.read_bytes()
    if format == "docx":
        content = zipfile.ZipFile(out).read("word/document.xml")
    found = {each for each in ("2027-06-30", "2027-08-31") if each.encode() in content}
    assert found == {day}


def test_what_is_archived_stays_so_when_it_is_solved(town, entries, tmp_path):
    kept = tmp_path / "ledger.csv"
    entries(town("brand_effect"), *ONE, "--ledger", kept)
    fill(kept, "1-brand_effect", state="归档")
    assert entries(MADE_UP / "pass.yaml", *ONE, "--ledger", kept)[0]["1-brand_effect"]["state"] == "archived"


def test_a_town_that_is_not_read_leaves_its_entries_as_they_are(town, entries, tmp_path):
    kept = tmp_path / "ledger.csv"
    entries(town("brand_effect"), *ONE, "--ledger", kept)
    found, _code = entries(MADE_UP / "fail.yaml", *ONE, "--ledger", kept)
    assert (found["1-brand_effect"]["outcome"], found["1-brand_effect"]["state"]) == ("unseen", "registered")


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"state": "done"}, "'done' is no state; there are: registered"),
        ({"due": "soon"}, "is not a date"),
        ({"extended_to": "2027-08-31"}, "fill in that column too"),
        ({"extended_to": "2027-08-31", "extension_asked": "2027-07-01"}, "after the last day, 2027-06-30"),
    ],
)
def test_what_people_wrote_wrong_is_told_with_its_cell_and_nothing_is_written(town, zhenkit, tmp_path, said, message):
    file, kept = town("brand_effect"), tmp_path / "ledger.csv"
    zhenkit("ledger", file, *ONE, "--ledger", kept)
    fill(kept, "1-brand_effect", **said)
    before = kept.read_bytes()
    code, _out, err = zhenkit("ledger", file, *ONE, "--ledger", kept)
    assert (code, kept.read_bytes()) == (2, before)
    assert message in err and err.startswith(f"{kept}:2:")


def test_an_entry_that_is_there_twice_and_a_file_that_is_no_ledger_are_told(town, zhenkit, tmp_path):
    file, kept = town("brand_effect"), tmp_path / "ledger.csv"
    zhenkit("ledger", file, *ONE, "--ledger", kept)
    kept.write_text(kept.read_text("utf-8") + kept.read_text("utf-8").split("\n", 1)[1], "utf-8")
    assert "is there already" in zhenkit("ledger", file, *ONE, "--ledger", kept)[2]
    kept.write_text("a,b\n1,2\n", "utf-8")
    assert "this is no ledger" in zhenkit("ledger", file, *ONE, "--ledger", kept)[2]
    wrong = tmp_path / "ledger.yaml"
    wrong.write_text("- a\n", "utf-8")
    assert "an entry of a ledger is a mapping" in zhenkit("ledger", file, *ONE, "--ledger", wrong)[2]
    assert "a ledger is kept in" in zhenkit("ledger", file, *ONE, "--ledger", tmp_path / "ledger.docx")[2]


def test_the_latest_year_of_a_town_counts(town, zhenkit, tmp_path):
    older = (MADE_UP / "pass.yaml").read_text("utf-8").replace("year: 2024", "year: 2023")
    (tmp_path / "older.yaml").write_text(older, "utf-8")
    code, out, err = zhenkit("ledger", town("brand_effect"), tmp_path / "older.yaml", *ONE, "--format", "json")
    assert (code, len(json.loads(out)["entries"])) == (0, 1)
    assert "the latest year of a town" in err


@pytest.mark.parametrize("format", formats_of(LEDGER))
def test_no_text_of_a_file_is_code_in_a_report(tmp_path, zhenkit, format):
    name = '=HYPERLINK("http://a","b")<script>alert(1)</script>'
    file = tmp_path / "town.yaml"
    file.write_text(f"name: '{name}'\nprovince: 山西省\ncounty: '::error::x'\n", "utf-8")
    code, _out, _err = zhenkit("ledger", file, *ONE, "--format", format, "--output", tmp_path / "out")
    assert code == 0
    out = (tmp_path / "out").read_bytes()
    assert b"<script>alert(1)</script>" not in out or format in ("text", "json", "csv", "yaml")
    if format == "csv":
        assert not any(cell.startswith("=") for row in as_rows(tmp_path / "out") for cell in row)
    if format == "text":
        assert b"::error::" not in out
    if format == "yaml":
        assert next(yaml.safe_load_all(out))["town"] == name


def test_the_kept_file_is_read_by_ids_too(tmp_path):
    kept = tmp_path / "ledger.csv"
    kept.write_text("key,state,own\n1-a-00000000,closed,x\n", "utf-8")
    found = read_ledger(kept, STATES)
    assert (found.rows[0].state, found.extra) == ("closed", ("own",))
