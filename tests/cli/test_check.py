"""`zhenkit check` as a user meets it: what it judges by, what it exits with, where its output goes."""

import io
import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.paths import ROOT
from zhenkit.cli import main
from zhenkit.cli.check import Verdict
from zhenkit.core import i18n
from zhenkit.reports.phrases.grades import VERDICTS
from zhenkit.towns.inputs import ENDINGS

SAMPLES = ROOT / "samples" / "made-up"
EXIT = {"pass": (0, 0, 0), "relaxed": (1, 0, 0), "review": (3, 3, 0), "incomplete": (3, 3, 3), "fail": (1, 1, 1)}
"""Exit codes of a town of each verdict under --require pass, relaxed and review."""


@pytest.fixture(autouse=True)
def in_english():
    with i18n.speaking("en"):
        yield


@pytest.fixture
def check(capfdbinary):
    """Runs `zhenkit check`: the exit code, standard output, standard error."""

    def run(*arguments):
        code = main.run(["check", *map(str, arguments)])
        out, err = capfdbinary.readouterr()
        return code, out.decode(), err.decode()

    return run


@pytest.fixture
def town(tmp_path, monkeypatch):
    """Writes a town file into a folder that is then the working one; gives its name."""
    monkeypatch.chdir(tmp_path)

    def written(text, name="town.yaml"):
        Path(name).write_text(text, "utf-8")
        return name

    return written


def verdicts(out):
    return [found["verdict"] for found in json.loads(out)["towns"]]


# exit codes


@pytest.mark.parametrize("verdict", EXIT)
@pytest.mark.parametrize(("position", "require"), list(enumerate(["pass", "relaxed", "review"])))
def test_the_exit_code_of_each_verdict_under_each_requirement(check, verdict, position, require):
    code, out, _err = check(SAMPLES / f"{verdict}.yaml", "--level", "province", "--require", require, "-f", "json")
    assert verdicts(out) == [verdict]
    assert code == EXIT[verdict][position]


def test_relaxed_is_required_unless_said_otherwise(check):
    for verdict, codes in EXIT.items():
        assert check(SAMPLES / f"{verdict}.yaml", "--rules", "shanxi", "-f", "json")[0] == codes[1]


def test_a_failure_goes_before_an_open_town_and_trouble_before_both(check, town):
    towns = [SAMPLES / f"{verdict}.yaml" for verdict in ("pass", "incomplete", "fail")]
    assert check(*towns[:2], "--rules", "shanxi", "-f", "json")[0] == 3
    assert check(*towns, "--rules", "shanxi", "-f", "json")[0] == 1
    code, out, err = check(*towns, town("name: A\nfirms: x\n"), "--rules", "shanxi", "-f", "json")
    assert (code, verdicts(out)) == (2, ["pass", "incomplete", "fail"])
    assert err.startswith("town.yaml:2:8: firms: 'x' is not a whole number")


@pytest.mark.parametrize("text", ["", "# nothing\n", "---\n"])
def test_no_town_at_all_is_bad_input(check, town, text):
    code, out, err = check(town(text), "--rules", "shanxi", "-f", "json")
    assert (code, verdicts(out)) == (2, [])
    assert err == "town.yaml:1:1: there is no town in this file\n"


def test_a_folder_without_towns_is_bad_input(check, tmp_path):
    code, out, err = check(tmp_path, "--rules", "shanxi")
    assert (code, out) == (2, "")
    assert err == f"{tmp_path}:1:1: no town file in this folder ({' '.join(ENDINGS)})\n"


def test_an_interrupted_run_ends_as_the_signal_says(check, monkeypatch):
    def interrupted(*_arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr("zhenkit.judging.run.check_towns", interrupted)
    assert check("x.yaml", "--rules", "shanxi") == (130, "", "interrupted\n")


# by what to judge


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "zhenkit: give --level or --rules; available for "),
        (["--level", "city", "--rules", "shanxi"], "zhenkit: give --level or --rules, not both; available for "),
    ],
)
def test_neither_or_both_of_level_and_rules_names_the_levels_there_are_for_the_place(check, town, arguments, said):
    file = town("name: A\n省: 山西省\ncity: 晋城市\ncounty: 阳城县\n---\nname: B\ncity: 临汾市\nprovince: 山西省\n")
    code, out, err = check(file, *arguments)
    assert (code, out) == (2, "")
    assert err == (
        f"{said}山西省 晋城市 阳城县: --level province (shanxi), --level city (jincheng), --level county (yangcheng);"
        " 山西省 临汾市: --level province (shanxi)\n"
    )


def test_where_no_place_is_known_the_rule_sets_are_named(check, town):
    assert check("nowhere.yaml")[2] == (
        "zhenkit: give --level or --rules; rule sets: changzhi, jincheng, shanxi, yangcheng\n"
    )
    assert check(town("name: A\n"))[2].endswith(
        "; available for town.yaml: none, since the file does not state: province, city, county; "
        "fill these in, or use --rules with one of: changzhi, jincheng, shanxi, yangcheng\n"
    )
    blank = check(town("name: A\nprovince: \ncity: 太原市\n"))[2]
    assert "; available for 太原市: none, since the file does not state: province, county; fill these in" in blank
    elsewhere = check(town("name: A\nprovince: 浙江省\ncity: 虚构市\ncounty: 虚构县\n"))[2]
    assert elsewhere.endswith(" 虚构县: none; --rules takes one of: changzhi, jincheng, shanxi, yangcheng\n")


def test_many_places_are_not_all_listed(check, town):
    file = town("".join(f"---\nname: A\ncity: 城{number}\n" for number in range(50)))
    assert check(file)[2].count(": none") == 5


def test_no_rule_set_for_the_place_names_it_the_level_and_what_there_is(check, town):
    file = town("name: A\nprovince: 山西省\ncity: 临汾市\n---\nname: B\ncity: 长治市\n")
    code, out, err = check(file, "--level", "city", "-f", "json")
    assert code == 2
    assert [found["rule_set"]["id"] for found in json.loads(out)["towns"]] == ["changzhi"]
    assert err == (
        "town.yaml:1:1: no city-level rule set for 山西省 临汾市; there are: changzhi (city: 山西省 长治市);"
        " jincheng (city: 山西省 晋城市); shanxi (province: 山西省); yangcheng (county: 山西省 晋城市 阳城县);"
        " goals are known, which set no standard: `zhenkit goals xiangning`\n"
    )


def test_towns_of_one_run_are_judged_each_by_the_rules_of_its_place(check, town):
    file = town(
        "".join(f"---\nname: A\nprovince: 山西\ncity: {city}\n" for city in ("长治", "晋城市", "长治县", "大同市"))
    )
    _code, out, err = check(file, "--level", "city", "-f", "json")
    assert [found["rule_set"]["id"] for found in json.loads(out)["towns"]] == ["changzhi", "jincheng"]
    first, second = err.splitlines()
    assert first.startswith("town.yaml:10:1: no city-level rule set for 山西 长治县;")
    assert second.startswith("town.yaml:14:1: no city-level rule set for 山西 大同市;")


def test_a_town_that_does_not_state_its_place_is_told_with_its_other_problems(check, town):
    _code, _out, err = check(town("name: A\nfirms: x\n"), "--level", "province")
    told = err.splitlines()
    assert told[0].startswith("town.yaml:1:1: the town does not state its province, so its rule set is not known;")
    assert told[1].startswith("town.yaml:2:8: firms: 'x' is not a whole number")


def test_an_unknown_rule_set_is_told_with_the_near_one(check, town):
    code, out, err = check(town("name: A\n"), "--rules", "shanxy")
    assert (code, out) == (2, "")
    assert err.startswith(
        "zhenkit: no rule set 'shanxy'; there are: changzhi, jincheng, jishan, shanxi, xiangning, yangcheng"
    )
    assert err.endswith(". Did you mean shanxi?\n")


def test_a_rule_file_that_is_wrong_is_told_as_a_town_file_is(check, town):
    Path("mine.yaml").write_text("id: mine\n", "utf-8")
    code, out, err = check(town("name: A\n"), "--rules", "mine.yaml")
    assert (code, out) == (2, "")
    assert all(line.startswith("mine.yaml:1:1: ") for line in err.splitlines())


@pytest.mark.parametrize("format", ["text", "json", "csv", "markdown", "junit", "sarif", "github"])
def test_a_format_that_cannot_show_every_check_says_so_where_that_is_asked_for(check, format):
    _code, plain, _err = check(SAMPLES / "pass.yaml", "--rules", "shanxi", "-f", format)
    code, out, err = check(SAMPLES / "pass.yaml", "--rules", "shanxi", "-f", format, "--explain")
    assert code == 0
    if format in ("text", "json"):
        assert err == "" and "annual_output" in out
    else:
        assert err == f"remark: --explain has no effect on {format}: the formats that show every check are text, json\n"
        assert out == plain


# problems and remarks


def test_every_problem_of_every_file_is_told_once_and_the_good_towns_are_reported(check, town):
    files = [
        town("name: A\nyear: x\n---\nname: B\n", "one.yaml"),
        town('[{"name": "C", "annual_output": 12}, {"name": "D"}]', "two.json"),
        "nowhere.yaml",
    ]
    code, out, err = check(*files, "--rules", "shanxi", "-f", "json")
    assert code == 2
    assert [found["name"] for found in json.loads(out)["towns"]] == ["B", "D"]
    told = [line.partition(" ")[0] for line in err.splitlines()]
    assert told == ["one.yaml:2:7:", "two.json:1:33:", "nowhere.yaml:1:1:"]
    problems = json.loads(out)["problems"]
    assert [f"{found['file']}:{found['line']}:{found['column']}:" for found in problems] == told


def test_a_town_judged_by_the_rules_of_another_place_is_remarked(check, town):
    text = "name: A\nprovince: 陕西省\n---\nname: B\nprovince: 陕西\n---\nname: C\nprovince: 陕西省\n"
    code, _out, err = check(town(text), "--rules", "shanxi", "-f", "json")
    assert code == 3
    assert err.splitlines() == [
        "town.yaml:2:1: remark: 'A' lies in '陕西省'; shanxi is the rule set for 山西省; so does 1 more town",
        "town.yaml:5:1: remark: 'B' lies in '陕西'; shanxi is the rule set for 山西省",
    ]
    found = check(town("name: A\ncity: 长治\n"), "--rules", "jincheng", "-f", "json")
    assert "'A' lies in '长治'; jincheng is the rule set for 山西省 晋城市" in found[2]


@pytest.mark.parametrize("place", ["", "province: 山西", "province: 山西省\ncity: 长治市"])
def test_a_town_that_lies_there_or_says_nothing_of_it_is_judged_without_a_remark(check, town, place):
    assert check(town(f"name: A\n{place}\n"), "--rules", "shanxi", "-f", "json")[2] == ""


def test_remarks_are_told_and_are_no_problems(check, tmp_path):
    path = tmp_path / "gb.yaml"
    text = (SAMPLES / "pass.yaml").read_text("utf-8")
    decision = "\ndecisions: {4: {granted: yes, by: 省工信厅, date: 2023-05-01, why: 无}}\n"
    path.write_bytes((text + decision).encode("gb18030"))
    code, out, err = check(path, "--rules", "shanxi", "-f", "json")
    assert (code, verdicts(out), json.loads(out)["problems"]) == (0, ["pass"], [])
    first, second = err.splitlines()
    assert first == f"{path}:1:1: remark: read as GB18030, since it is not UTF-8"
    line = text.count("\n") + 2
    assert second == f"{path}:{line}:13: remark: the decision on criterion 4 changes nothing: it does not need review"


def test_a_file_is_named_as_it_was_given(check, town):
    town("name: A\nfirms: x\n")
    for name in ("town.yaml", "./town.yaml", str(Path("town.yaml").resolve())):
        assert check(name, "--rules", "shanxi")[2].startswith(f"{Path(name)}:2:8: ")


def test_what_a_file_says_cannot_command_the_terminal_or_a_ci_log(check, town):
    _code, _out, err = check(town('"::error::x\\e[31m\\u202e": 1\nname: A\n'), "--rules", "shanxi")
    assert "\x1b" not in err
    assert "\u202e" not in err
    assert "::error" not in err


def test_a_dash_reads_yaml_from_standard_input(check, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO((SAMPLES / "pass.yaml").read_bytes())))
    code, out, _err = check("-", "--rules", "shanxi", "-f", "json")
    assert (code, json.loads(out)["towns"][0]["file"]) == (0, "-")


# strict


def test_strict_asks_for_evidence(check):
    assert check(SAMPLES / "pass.yaml", "--rules", "shanxi", "--strict", "-f", "json")[0] == 0
    code, out, _err = check(SAMPLES / "relaxed.yaml", "--rules", "shanxi", "--strict", "-f", "json")
    assert (code, verdicts(out)) == (3, ["review"])


# output


def test_output_is_written_whole_and_keeps_its_permissions(check, town):
    path = Path("report.json")
    path.write_text("old", "utf-8")
    path.chmod(0o600)
    code, out, err = check(town("name: A\n"), "--rules", "shanxi", "-f", "json", "--output", path)
    assert (code, out, err) == (3, "", "")
    assert json.loads(path.read_text("utf-8"))["towns"][0]["name"] == "A"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert sorted(found.name for found in Path().iterdir()) == ["report.json", "town.yaml"]


@pytest.mark.parametrize("target", ["nowhere/report.json", "town.yaml/report.json", ".", "x" * 300])
def test_where_nothing_can_be_written_is_told_in_one_line(check, town, target):
    code, out, err = check(town("name: A\n"), "--rules", "shanxi", "-f", "json", "--output", target)
    assert (code, out) == (2, "")
    assert err.startswith(f"zhenkit: cannot write {target}: ")
    assert err.count("\n") == 1
    assert [found.name for found in Path().iterdir()] == ["town.yaml"]


def program(*arguments, **more):
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}
    more = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "env": environment, "timeout": 60, **more}
    return subprocess.run([sys.executable, "-m", "zhenkit", *map(str, arguments)], check=False, **more)


def test_output_to_standard_output_by_its_name():
    done = program("check", SAMPLES / "pass.yaml", "--rules", "shanxi", "-f", "json", "--output", "/dev/stdout")
    assert (done.returncode, verdicts(done.stdout)) == (0, ["pass"])


def test_a_reader_that_goes_away_is_no_traceback(tmp_path):
    towns = tmp_path / "many.yaml"
    towns.write_text("".join(f"---\nname: A{number}\n" for number in range(500)), "utf-8")
    read_end, write_end = os.pipe()
    os.close(read_end)
    with os.fdopen(write_end, "wb") as gone:
        done = program("check", towns, "--rules", "shanxi", "-f", "json", stdout=gone)
    assert done.stderr == b""
    assert done.returncode == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_told_in_one_line():
    with Path("/dev/full").open("wb") as full:
        done = program("check", SAMPLES / "pass.yaml", "--rules", "shanxi", "-f", "json", stdout=full)
    assert done.stderr == b"zhenkit: cannot write the output: No space left on device\n"
    assert done.returncode == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("asked", [["--help"], ["check", "--help"], ["--version"], ["--show-completion", "bash"]])
def test_help_that_cannot_be_written_is_told_in_one_line(asked):
    with Path("/dev/full").open("wb") as full:
        done = program(*asked, stdout=full)
    assert (done.returncode, done.stderr) == (2, b"zhenkit: cannot write the output: No space left on device\n")


@pytest.mark.parametrize("asked", [["--help"], ["check", "--help"], ["--version"]])
def test_help_that_nobody_reads_is_not_a_town_that_failed(asked):
    read_end, write_end = os.pipe()
    os.close(read_end)
    with os.fdopen(write_end, "wb") as gone:
        done = program(*asked, stdout=gone)
    assert (done.returncode, done.stderr) == (141, b"")


def test_closed_streams_are_no_traceback():
    command = 'exec "$0" -m zhenkit check "$1" --rules shanxi'
    for closed in ("<&-", ">&-", "2>&-"):
        done = subprocess.run(
            ["sh", "-c", f"{command} {closed}", sys.executable, SAMPLES / "pass.yaml"],
            capture_output=True,
            check=False,
            timeout=60,
        )
        assert b"Traceback" not in done.stderr
        assert done.returncode == (2 if closed == ">&-" else 0)


def test_the_program_speaks_utf_8_whatever_the_locale(tmp_path):
    path = tmp_path / "甲.yaml"
    path.write_text("name: 甲\nfirms: 乙\n---\nname: 丙\n", "utf-8")
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    done = program("check", path, "--rules", "shanxi", "-f", "json", env=environment)
    assert json.loads(done.stdout)["towns"][0]["name"] == "丙"
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr


def test_a_table_is_judged_as_files_are_and_its_columns_are_watched(check, tmp_path):
    table = tmp_path / "towns.csv"
    table.write_text("name,province,firmz\nA,山西省,3\nB,山西省,3\n", "utf-8")
    code, out, err = check(table, "--rules", "shanxi", "--format", "csv")
    assert (code, len(out.splitlines())) == (3, 17)
    assert err == f"{table}:1:3: remark: C1: this column is ignored: unknown fact 'firmz'; did you mean firms?\n"
    code, out, err = check(table, "--rules", "shanxi", "--strict-columns")
    assert (code, out) == (2, "")
    assert err == f"{table}:1:3: C1: unknown fact 'firmz'; did you mean firms?\n"


def test_the_sheet_of_a_workbook_may_be_named(check, tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    for title in ("one", "two"):
        sheet = book.create_sheet(title)
        sheet.append(["name", "firms"])
        sheet.append([title, 3])
    book.save(tmp_path / "towns.xlsx")
    code, _out, err = check(tmp_path / "towns.xlsx", "--rules", "shanxi")
    assert code == 2 and "--sheet" in err
    code, out, err = check(tmp_path / "towns.xlsx", "--rules", "shanxi", "--sheet", "two", "--format", "csv")
    assert (code, out.splitlines()[1].partition(",")[0], err) == (3, "two", "")
    (tmp_path / "a.yaml").write_text("name: A\n", "utf-8")
    assert check(tmp_path, "--rules", "shanxi", "--sheet", "two", "--format", "csv")[0] == 3
    code, out, err = check(tmp_path / "a.yaml", "--rules", "shanxi", "--sheet", "two")
    assert (code, out) == (2, "") and "--sheet names a sheet of a workbook" in err


def test_a_file_that_is_read_is_not_written_over(check, tmp_path):
    (tmp_path / "a.yaml").write_text("name: A\n", "utf-8")
    for named in (tmp_path, tmp_path / "a.yaml"):
        code, out, err = check(named, "--rules", "shanxi", "--format", "json", "--output", tmp_path / "a.yaml")
        assert (code, out) == (2, "") and "already; choose another name" in err
    assert (tmp_path / "a.yaml").read_text("utf-8") == "name: A\n"


@pytest.mark.parametrize(("columns", "width"), [("", 80), ("0", 80), ("wide", 80), ("100", 100), ("60", 60)])
def test_a_report_that_is_piped_is_as_wide_as_columns_says(zhenkit, monkeypatch, columns, width):
    monkeypatch.setenv("COLUMNS", columns)
    _code, out, _err = zhenkit("check", SAMPLES / "pass.yaml", "--rules", "shanxi")
    assert max(map(cell_len, out.splitlines())) == width
    assert zhenkit("check", SAMPLES / "pass.yaml", "--rules", "shanxi", "--format", "json")[0] == 0


def test_a_decision_of_a_day_to_come_is_remarked_on(zhenkit, tmp_path):
    decision = "{granted: yes, by: 甲, date: 2999-01-01, why: 乙}"
    file = tmp_path / "town.yaml"
    file.write_text(f"name: A\ndecisions:\n  4: {decision}\n", "utf-8")
    table = tmp_path / "towns.csv"
    titles = ",".join(f"decisions.4.{part}" for part in ("granted", "by", "date", "why"))
    table.write_text(f"name,{titles}\nB,yes,甲,2999-01-01,乙\n", "utf-8")
    for given, place in ((file, "3:3"), (table, "2:")):
        for command in ("check", "batch"):
            err = zhenkit(command, given, "--rules", "shanxi", "--lang", "en")[2]
            assert f"{given}:{place}" in err
            assert "remark: the decision on criterion 4 is dated 2999-01-01, which is in the future" in err


# many towns


def test_only_the_towns_of_a_verdict_are_shown_and_the_exit_code_is_that_of_all(check):
    every = verdicts(check(SAMPLES, "--level", "province", "-f", "json")[1])
    for only in (["pass"], ["review", "incomplete"]):
        options = [word for verdict in only for word in ("--only", verdict)]
        code, out, err = check(SAMPLES, "--level", "province", "-f", "json", *options)
        shown = [verdict for verdict in every if verdict in only]
        assert (code, verdicts(out)) == (1, shown)
        assert f"remark: {len(every) - len(shown)} of {len(every)} towns are not shown\n" in err


@pytest.mark.parametrize("format", ["text", "markdown"])
@pytest.mark.parametrize("summary", [[], ["--summary"]])
def test_a_report_for_people_says_itself_how_many_towns_are_not_shown(check, format, summary):
    files = [SAMPLES / f"{name}.yaml" for name in ("pass", "fail")]
    code, out, err = check(*files, "--rules", "shanxi", "-f", format, "--only", "fail", *summary)
    assert (code, err) == (1, "")
    assert "Towns judged: 2" in out and "1 of 2 towns is not shown" in out
    assert "虚构镇（不符合示例）" in out and "虚构镇（符合示例）" not in out


def test_every_verdict_may_be_asked_for(check):
    assert {str(verdict) for verdict in Verdict} == set(VERDICTS)
    out = check(SAMPLES / "pass.yaml", "--rules", "shanxi", "--only", "fail", "--summary")[1]
    assert "虚构镇" not in out and "1 of 1 towns is not shown" in out


@pytest.mark.parametrize(("lang", "titles"), [("en", ("By place", "By criterion")), ("zh", ("按地点", "按认定条件"))])
def test_a_summary_has_a_line_a_town_and_totals(check, lang, titles):
    code, out, _err = check(SAMPLES, "--level", "province", "--summary", "--lang", lang)
    towns, places, criteria = out.split(titles[0])[0], *out.split(titles[0])[1].split(titles[1])
    assert code == 1
    assert sum("虚构镇（" in line for line in towns.splitlines()) == 12
    assert [line.split()[-5:] for line in places.splitlines() if "长治市" in line] == [["0", "0", "0", "0", "1"]]
    counts = [line.split()[-5:] for line in criteria.splitlines() if line[:1].isdigit()]
    assert len(counts) == 8
    assert all(sum(map(int, line)) == 12 for line in counts)
    assert max(map(cell_len, out.splitlines())) <= 80


def test_towns_of_one_city_are_counted_by_county(check, town):
    counties = ("甲县", "乙县", "乙")
    file = town("---\n".join(f"name: 镇{nth}\nprovince: 山西\ncounty: {at}\n" for nth, at in enumerate(counties)))
    out = check(file, "--rules", "shanxi", "--summary", "-f", "markdown")[1]
    assert "| 山西 乙县 | 0 | 0 | 0 | 2 | 0 |" in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-f", "csv"], "--summary does not go with csv: the formats that have it are text, markdown"),
        (["--explain"], "--summary is a line a town, --explain shows every check"),
    ],
)
def test_a_summary_is_refused_where_it_makes_no_sense(check, arguments, said):
    code, out, err = check(SAMPLES / "pass.yaml", "--rules", "shanxi", "--summary", *arguments)
    assert (code, out) == (2, "")
    assert said in err
