"""`zhenkit batch` as a user meets it: what goes in, in which form it comes out, what it exits with."""

import csv
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import polars
import pytest

from tests.paths import ROOT
from tests.reports.runs import line_of, town, write_town
from zhenkit.cli import main
from zhenkit.core import i18n

FALLEN = {"annual_output": "2亿元", "industry_influence": False}
SAMPLES = ROOT / "samples" / "made-up"
TABLE = """\
name,province,city,county,代码,联系人
甲镇,山西省,晋中市,祁县,007,"=cmd|' /C calc'!A0"
乙镇,山西省,晋中市,平遥县,008,
"""


@pytest.fixture(autouse=True)
def in_english():
    with i18n.speaking("en"):
        yield


@pytest.fixture
def batch(capfdbinary, tmp_path, monkeypatch):
    """Runs `zhenkit batch` in a folder of its own: the exit code, standard output, standard error."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments):
        code = main.run(["batch", *map(str, arguments)])
        out, err = capfdbinary.readouterr()
        return code, out.decode("utf-8", "replace"), err.decode()

    return run


@pytest.fixture
def table(batch):
    Path("towns.csv").write_text(TABLE, "utf-8")
    return "towns.csv"


def names(out):
    return [(found["rank"], found["name"]) for found in json.loads(out)["towns"]]


# what comes out


def test_towns_of_files_and_folders_are_ranked(batch):
    write_town(Path("a.yaml"), town(name="低", **FALLEN), town(name="高"))
    Path("more").mkdir()
    Path("more/b.json").write_text(json.dumps(town(name="另高")), "utf-8")
    code, out, err = batch("a.yaml", "more", "--level", "province", "--format", "json")
    assert (code, err) == (1, "")
    assert names(out) == [(1, "另高"), (1, "高"), (3, "低")]


@pytest.mark.parametrize(
    ("ending", "begins"),
    [
        (".txt", b"Towns judged"),
        (".json", b'{"zhenkit"'),
        (".csv", b"rank,name,"),
        (".md", b"## Towns judged"),
        (".xml", b"<?xml"),
        (".sarif", b'{"version": "2.1.0"'),
        (".xlsx", b"PK"),
        (".XLSX", b"PK"),
    ],
)
def test_the_ending_of_the_output_says_the_format(batch, ending, begins):
    write_town(Path("a.yaml"), town())
    assert batch("a.yaml", "--rules", "shanxi", "--output", f"out{ending}") == (0, "", "")
    assert Path(f"out{ending}").read_bytes().startswith(begins)


def test_csv_files_are_plain_utf_8_and_are_read_back(batch):
    write_town(Path("a.yaml"), town(name="甲镇"))
    arguments = ("a.yaml", "--rules", "shanxi", "-f", "csv")
    (_code, out, _err) = batch(*arguments)
    assert batch(*arguments, "-o", "out.csv", "--rejects", "rejects.csv")[0] == 0
    assert out.startswith("rank,name,")
    assert Path("out.csv").read_bytes() == out.encode()
    assert Path("rejects.csv").read_bytes().startswith(b"file,")
    again = batch("out.csv", "--rules", "shanxi", "-f", "json")[1]
    assert [found["name"] for found in json.loads(again)["towns"]] == ["甲镇"]


def test_a_format_named_wins_over_the_ending(batch):
    write_town(Path("a.yaml"), town())
    assert batch("a.yaml", "--rules", "shanxi", "-o", "out.json", "-f", "csv")[0] == 0
    assert Path("out.json").read_text().startswith("rank,name,")


def test_an_ending_of_no_format_is_told_with_those_there_are(batch):
    write_town(Path("a.yaml"), town())
    code, out, err = batch("a.yaml", "--rules", "shanxi", "-o", "out.doc")
    assert (code, out) == (2, "")
    assert "out.doc: its ending names no format; give --format, or one of .txt .json .csv" in err
    assert not Path("out.doc").exists()


@pytest.mark.parametrize("format", ["xlsx", "parquet"])
def test_a_terminal_is_given_no_binary(batch, monkeypatch, format):
    write_town(Path("a.yaml"), town())
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    code, out, err = batch("a.yaml", "--rules", "shanxi", "-f", format)
    assert (code, out) == (2, "")
    assert f"{format} is not for a terminal: give --output FILE" in err


def test_explain_adds_every_check_below_the_table(batch):
    plain = batch(SAMPLES / "pass.yaml", "--level", "province")[1]
    explained = batch(SAMPLES / "pass.yaml", "--level", "province", "--explain")[1]
    assert explained.startswith(plain)
    assert "Every check" in explained[len(plain) :]
    assert "Every check" not in plain


# what goes in


def test_what_is_to_be_kept_comes_along_by_its_title(batch, table):
    code, out, err = batch(table, "--rules", "shanxi", "-f", "csv", "--keep", "代码", "联系人")
    header, first, second = csv.reader(io.StringIO(out))
    assert (code, err, header[-2:]) == (3, "", ["代码", "联系人"])
    assert [first[1], *first[-2:]] == ["乙镇", "008", ""]
    assert second[-2:] == ["007", "'=cmd|' /C calc'!A0"]


def test_keep_may_stand_before_other_options_and_repeat_a_title(batch, table):
    code, out, _err = batch(table, "--keep", "代码", "代码", "--rules", "shanxi", "--format", "csv")
    assert (code, out.splitlines()[0].count("代码")) == (3, 1)
    assert batch("--rules", "shanxi", "--keep", "代码", table)[0] == 3


def test_a_fact_may_be_kept_of_any_kind_of_file(batch):
    write_town(Path("a.yaml"), town(firms=12))
    out = batch("a.yaml", "--rules", "shanxi", "-f", "csv", "--keep", "年份", "services", "exports")[1]
    row = next(csv.DictReader(io.StringIO(out)))
    assert (row["年份"], row["exports"]) == ("2024", "no")
    assert row["services"].startswith("rd_design;")


def test_a_column_that_no_input_has_is_told_with_the_near_one(batch, table):
    code, out, err = batch(table, "--rules", "shanxi", "--keep", "联系")
    assert (code, out) == (2, "")
    assert err == "zhenkit: --keep '联系': no input has this column; did you mean 联系人?\n"


def test_unknown_columns_are_left_aside_or_refused(batch, table):
    code, _out, err = batch(table, "--rules", "shanxi", "--keep", "代码")
    assert (code, err.count("remark: ")) == (3, 1)
    code, _out, err = batch(table, "--rules", "shanxi", "--strict-columns")
    assert (code, err.count("unknown fact")) == (2, 2)


def test_every_problem_is_a_line_of_the_rejects(batch):
    rows = "".join(f"镇{number},{output}\n" for number, output in enumerate(["12亿元", "abc", "xyz", "5"]))
    Path("towns.csv").write_text("name,年产值（亿元）\n" + rows, "utf-8")
    write_town(Path("bad.yaml"), town(exports="maybe"))
    code, out, err = batch("towns.csv", "bad.yaml", "--rules", "shanxi", "-f", "csv", "--rejects", "rejects.csv")
    assert code == 2
    assert [row["name"] for row in csv.DictReader(io.StringIO(out))] == ["镇0", "镇3"]
    found = list(csv.DictReader(io.StringIO(Path("rejects.csv").read_text("utf-8"))))
    assert [(row["file"], row["row"], row["column"], row["title"]) for row in found] == [
        ("towns.csv", "3", "2", "年产值（亿元）"),
        ("towns.csv", "4", "2", "年产值（亿元）"),
        ("bad.yaml", str(line_of("exports", town())), "10", ""),
    ]
    assert all(row["reason"] for row in found)
    alike, alone, counted = err.splitlines()
    assert "3, 4" in alike and "maybe" in alone, "rows alike are told once on standard error"
    assert counted == "remark: Towns judged: 2 of 5 read; 3 rejected"


def test_rejects_are_a_file_also_where_there_are_none(batch):
    write_town(Path("a.yaml"), town())
    assert batch("a.yaml", "--rules", "shanxi", "--rejects", "rejects.csv")[0] == 0
    assert Path("rejects.csv").read_text("utf-8") == "file,row,column,title,reason\n"


def test_standard_input_is_yaml(batch):
    done = subprocess.run(
        [sys.executable, "-m", "zhenkit", "batch", "-", "--rules", "shanxi", "-f", "json"],
        input=b"name: A\n---\nname: B\n",
        capture_output=True,
        check=False,
    )
    assert (done.returncode, names(done.stdout)) == (3, [(1, "A"), (1, "B")])


# usage


@pytest.mark.parametrize("option", ["--output", "--rejects"])
@pytest.mark.parametrize("named", ["towns", "towns/a.csv", "./towns/../towns"])
def test_a_file_that_is_read_is_not_written_over_wherever_it_was_found(batch, option, named):
    Path("towns").mkdir()
    Path("towns/a.csv").write_text("name\nA\n", "utf-8")
    code, out, err = batch(named, "--rules", "shanxi", option, "towns/a.csv")
    assert (code, out) == (2, "")
    assert "this file is" in err and "already; choose another name" in err
    assert Path("towns/a.csv").read_text("utf-8") == "name\nA\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--spark-master", "local"], "--spark-master goes only with --engine spark"),
        (["--fail-on-regression"], "--fail-on-regression compares with --baseline: give both"),
        (["--output", "a.yaml"], "its ending names no format"),
        (["--output", "a.yaml", "-f", "json"], "--output a.yaml: this file is a.yaml already; choose another name"),
        (["--rejects", "./a.yaml"], "--rejects a.yaml: this file is a.yaml already"),
        (["--rejects", "o.csv", "-o", "o.csv"], "--output o.csv: this file is --rejects already"),
        (["--baseline", "o.json", "-o", "o.json"], "--output o.json: this file is --baseline already"),
        (["--engine", "polars", "-f", "json"], "--format json shows each criterion; it does not go with --engine"),
        (["--engine", "duckdb", "--explain"], "--explain shows each check; it does not go with --engine duckdb"),
        (["-f", "parquet", "-o", "o", "--baseline", "b"], "--baseline compares each town; it does not go with"),
        (["--ids"], "--ids is for XLSX, which has the words of your language else; it does not go with text"),
        (["--ids", "-o", "o.parquet"], "it does not go with parquet"),
        (["--sheet", "towns"], "--sheet names a sheet of a workbook, but no input is one (.xlsx)"),
        (["--to", "pass"], "--to names the verdict that --distance counts the changes to: give both"),
        (["--distance", "--strict"], "--strict asks for evidence: give one of them"),
        (["--distance", "-f", "sarif"], "--distance is a column of a ranking; sarif has none"),
        (["--keep"], "the option --keep needs a value"),
        (["--level", "city"], "give --level or --rules, not both"),
    ],
)
def test_what_does_not_go_together_is_told_and_nothing_is_written(batch, arguments, said):
    before = write_town(Path("a.yaml"), town()).read_bytes()
    code, out, err = batch("a.yaml", "--rules", "shanxi", *arguments)
    assert (code, out) == (2, "")
    assert said in err
    assert [path.name for path in Path().iterdir()] == ["a.yaml"]
    assert Path("a.yaml").read_bytes() == before


def test_nothing_to_judge_is_bad_input(batch):
    Path("empty").mkdir()
    code, out, err = batch("empty", "--rules", "shanxi")
    assert (code, out) == (2, "")
    assert "no town file in this folder" in err


# the baseline


def report(batch, *towns, code=0):
    write_town(Path("towns.yaml"), *towns)
    assert batch("towns.yaml", "--rules", "shanxi", "-o", "last.json")[0] == code


@pytest.mark.parametrize(
    ("changes", "require", "codes"),
    [
        ({}, "relaxed", (0, 0)),
        (FALLEN, "relaxed", (1, 1)),
        ({"annual_output": None}, "relaxed", (3, 1)),
        ({"single_county": False}, "review", (0, 1)),
        ({"exports": "maybe"}, "relaxed", (2, 2)),
    ],
)
def test_a_town_that_fell_exits_1_where_that_is_asked_for(batch, changes, require, codes):
    report(batch, town(name="同"), town(name="变"))
    write_town(Path("towns.yaml"), town(name="同"), town(name="变", **changes))
    options = ("towns.yaml", "--rules", "shanxi", "--require", require, "--baseline", "last.json")
    assert batch(*options)[0] == codes[0]
    assert batch(*options, "--fail-on-regression")[0] == codes[1]


def test_changes_are_told_in_every_format(batch):
    report(batch, town())
    write_town(Path("towns.yaml"), town(**FALLEN))
    options = ("towns.yaml", "--rules", "shanxi", "--baseline", "last.json")
    assert "✗ worse" in batch(*options)[1]
    assert "✗ worse" in batch(*options, "-f", "markdown")[1]
    assert json.loads(batch(*options, "-f", "json")[1])["changes"]["regressed"] is True
    _code, out, err = batch(*options, "-f", "csv")
    assert "worse" not in out
    assert err == ("remark: Since last.json: 1 worse\nremark: worse: 山西省 虚构市 虚构县 虚构镇 2024: pass → fail\n")


def test_a_report_of_check_is_a_baseline_too(batch, capfdbinary):
    write_town(Path("towns.yaml"), town())
    assert main.run(["check", "towns.yaml", "--rules", "shanxi", "-f", "json", "-o", "last.json"]) == 0
    capfdbinary.readouterr()
    out = batch("towns.yaml", "--rules", "shanxi", "--baseline", "last.json")[1]
    assert "Since last.json: no town changed" in out


def test_a_broken_baseline_is_told_before_anything_is_judged(batch):
    write_town(Path("towns.yaml"), town())
    Path("last.json").write_text("{")
    code, out, err = batch("towns.yaml", "--rules", "shanxi", "--baseline", "last.json", "-o", "out.csv")
    assert (code, out) == (2, "")
    said = "not a JSON report of `zhenkit check` or `zhenkit batch` (--format json)"
    assert err == f"zhenkit: --baseline last.json: {said}\n"
    assert not Path("out.csv").exists()


# lightness


def test_small_tables_need_no_dataframe_library(table, tmp_path):
    heavy = {"polars", "narwhals", "pandas", "pyarrow", "duckdb", "pyspark", "numpy"}
    program = (
        "import sys; from zhenkit.cli.main import run; "
        f"code = run(['batch', 'towns.csv', '--rules', 'shanxi', '-f', 'csv', '-o', 'out.csv']); "
        f"print(code, sorted(set(sys.modules) & {heavy!r}))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout == "3 []\n"


def test_rejects_go_to_standard_output_where_the_report_does_not(batch, tmp_path):
    (tmp_path / "towns.csv").write_text("名称,省,企业户数\n甲,山西,x\n", "utf-8")
    asked = ("towns.csv", "--rules", "shanxi", "--rejects", "-")
    code, out, _err = batch(*asked, "--output", "ranking.csv")
    assert (code, out.splitlines()[0]) == (2, "file,row,column,title,reason")
    assert "企业户数" in out.splitlines()[1]
    assert not (tmp_path / "-").exists()
    code, out, err = batch(*asked)
    assert (code, out) == (2, "")
    assert "the report goes to standard output already" in err


def test_a_baseline_that_is_an_input_is_told(batch, tmp_path):
    (tmp_path / "towns.json").write_text('{"name": "甲"}', "utf-8")
    code, _out, err = batch("towns.json", "--rules", "shanxi", "--baseline", "towns.json")
    assert code == 2
    assert "this file is read as towns too; name the JSON report of an earlier run" in err


@pytest.mark.parametrize("engine", [[], ["--engine", "polars"]])
def test_json_lines_are_towns_for_every_way(batch, tmp_path, engine):
    (tmp_path / "towns.jsonl").write_text('{"name": "甲"}\n\n{"name": "乙", "firms": "x"}\n', "utf-8")
    code, out, err = batch("towns.jsonl", "--rules", "shanxi", "--format", "csv", *engine)
    assert (code, len(out.splitlines())) == (2, 2)
    assert err.startswith("towns.jsonl:3:24: firms")


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("format", ["text", "markdown", "html", "csv", "json", "xlsx", "docx", "parquet"])
def test_the_distance_from_a_verdict_stands_in_every_table(batch, format, lang):
    write_town(Path("a.yaml"), town(name="远", **FALLEN), town(name="别", category="other"))
    Path("out").mkdir()
    output = Path("out") / f"ranking.{format}"
    code, _out, err = batch("a.yaml", "--rules", "shanxi", "--distance", "-f", format, "-o", output, "--lang", lang)
    assert code == 1
    assert "Traceback" not in err
    found = {"远": 1, "别": None}
    title, never = {"en": ("Changes to pass", "no way found"), "zh": ("距“符合”的改动数", "未找到办法")}[lang]
    match format:
        case "json":
            towns = json.loads(output.read_text("utf-8"))["towns"]
            assert {one["name"]: one["distance"] for one in towns} == {
                name: {"to": "pass", "changes": changes} for name, changes in found.items()
            }
        case "csv":
            rows = csv.DictReader(output.read_text("utf-8").splitlines())
            assert {row["name"]: row["distance"] for row in rows} == {"远": "1", "别": ""}
        case "parquet":
            rows = polars.read_parquet(output).rows(named=True)
            assert {row["name"]: row["distance"] for row in rows} == found
        case "xlsx":
            said = {cell.value for row in openpyxl.load_workbook(output).worksheets[0] for cell in row}
            assert {title, 1, never} <= said
        case "docx":
            with zipfile.ZipFile(output) as package:
                text = package.read("word/document.xml").decode()
            assert title in text
            assert never in text
        case _:
            text = output.read_text("utf-8")
            assert title.split(" ")[0] in text
            assert never.split(" ")[0] in text
