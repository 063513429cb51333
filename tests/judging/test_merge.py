"""Sheets for departments and what comes back: answers go into the town files, what contradicts is told and left."""

import csv
import json
import sys

import openpyxl
import pytest
from jsonschema import Draft202012Validator

from tests.loading import load_towns
from tests.made_up_rules import HEAD as RULES
from tests.paths import ROOT
from zhenkit.core import i18n
from zhenkit.judging.answers import COLUMNS
from zhenkit.schemas.report import report_schema
from zhenkit.templates.requests import write_requests

VALID = Draft202012Validator(report_schema("merge"), format_checker=Draft202012Validator.FORMAT_CHECKER)
MADE_UP = ROOT / "samples" / "made-up"
RULES_OF_SERIES = ROOT / "tests" / "examples" / "lints" / "derived-together" / "good.yaml"
HEAD = list(COLUMNS)
TOWN = """\
# made up
name: 虚构镇
province: 山西省
city: 虚构市
county: 虚构县
year: 2024

annual_output: 9亿元~11亿元   # not known exactly
exports: no
services: [testing, training]
firms:
evidence:
  exports: 海关
"""


@pytest.fixture(autouse=True)
def in_english():
    with i18n.speaking("en"):
        yield


@pytest.fixture
def merge(tmp_path, zhenkit):
    """Merges rows of (item, answer, department, ...) into the town; the exit code, the report, standard error."""

    def run(*rows, options=(), town=TOWN, ending=".yaml"):
        folder = tmp_path / "sheets"
        folder.mkdir(exist_ok=True)
        for old in folder.iterdir():
            old.unlink()
        for nth, (item, answer, *rest) in enumerate(rows):
            given = zip(("department", "evidence", "by", "date", "why", "town"), rest, strict=False)
            said = {"town": "虚构镇", "county": "虚构", "fact": item, "answer": answer}
            said |= {name: text for name, text in given if text}
            with (folder / f"{nth}.csv").open("w", encoding="utf-8", newline="") as stream:
                csv.writer(stream).writerows([HEAD, [said.get(name, "") for name in HEAD]])
        file = tmp_path / f"town{ending}"
        if town is not None:
            file.write_text(town, "utf-8")
        code, out, err = zhenkit("merge", folder, "--into", file, "--format", "json", *options)
        report = json.loads(out)
        VALID.validate(report)
        return code, report, err, file.read_text("utf-8")

    return run


def outcomes(report):
    return [each["outcome"] for each in report["answers"]]


def test_an_answer_goes_in_with_its_evidence_and_who_gave_it(merge):
    code, report, err, text = merge(("brand_effect", "yes", "县市场监管局", "证书第3号", "张三", "2024-03-05"))
    assert (code, err, outcomes(report)) == (0, "", ["added"])
    added = "brand_effect: yes\n"
    evidence = "  brand_effect: 证书第3号 (县市场监管局 张三, 2024-03-05)\n"
    assert text == TOWN.replace("evidence:\n", f"{added}evidence:\n") + evidence


@pytest.mark.parametrize(
    ("item", "answer", "line"),
    [
        ("firms", "12", "firms: 12"),
        ("企业户数（户）", "12", "firms: 12"),
        ("annual_output (亿元)", "10.5", "annual_output: 10.5亿元"),
        ("年产值（万元）", "98,000", "annual_output: 9.8亿元"),
        ("brand_level", "省级", "brand_level: province"),
    ],
)
def test_an_answer_is_read_as_a_cell_of_a_table_is(merge, item, answer, line):
    code, report, _err, text = merge((item, answer, "县统计局"))
    assert (code, outcomes(report)) == (0, ["added"])
    assert line in [each.partition(" #")[0].rstrip() for each in text.splitlines()]


@pytest.mark.parametrize(
    ("item", "answer"), [("exports", "yes"), ("annual_output (亿元)", "12"), ("annual_output", "8亿元~10亿元")]
)
def test_what_the_file_says_otherwise_stays_without_replace(merge, item, answer):
    code, report, _err, text = merge((item, answer, "县统计局", "年鉴"))
    assert (code, outcomes(report), text) == (1, ["contradicts"], TOWN)
    code, report, _err, text = merge((item, answer, "县统计局", "年鉴"), options=("--replace",))
    assert (code, outcomes(report)) == (0, ["replaced"])
    assert text != TOWN and ("海关" in text) is (item != "exports")


def test_a_set_that_gains_and_a_range_that_is_settled_lose_nothing(merge):
    code, _report, err, _text = merge(("services.testing", "yes", "县科技局"), ("services.training", "yes", "县科技局"))
    assert code == 2 and "these are not there" in err  # a set is answered whole in a sheet
    code, report, _err, text = merge(("services", "、".join(["检验检测", "业务培训", "产品展销"]), "县科技局"))
    assert (code, outcomes(report)) == (0, ["added"])
    assert "services: [testing, training, exhibition]" in text.replace("training, testing", "testing, training")
    assert merge(("services", "检验检测", "县科技局", "目录"))[1]["answers"][0]["outcome"] == "contradicts"


def test_departments_that_contradict_each_other_are_told_and_neither_goes_in(merge):
    other = ("brand_effect", "yes", "县工信局", "丙")
    code, report, _err, text = merge(("firms", "12", "县工信局", "甲"), ("firms", "13", "县统计局", "乙"), other)
    assert (code, sorted(outcomes(report))) == (1, ["added", "disputed", "disputed"])
    assert "firms:\n" in text and "brand_effect: yes" in text


def test_departments_that_agree_are_evidence_both(merge):
    code, _report, _err, text = merge(("firms", "12", "县工信局", "甲"), ("firms", "12户", "县统计局", "乙"))
    assert code == 0
    assert "  firms:\n    - 甲 (县工信局)\n    - 乙 (县统计局)\n" in text


def test_merging_again_changes_nothing(merge):
    row = ("firms", "12", "县工信局", "甲")
    once = merge(row)[3]
    code, report, _err, twice = merge(row, town=once)
    assert (code, outcomes(report), twice, report["files"]) == (0, ["same"], once, [])


def test_a_decision_has_who_when_and_why(merge, tmp_path):
    code, report, _err, text = merge(("decisions.4.granted", "yes", "省工信厅", "", "", "2024-03-05", "产业链一体"))
    assert (code, outcomes(report)) == (0, ["added"])
    (town,) = load_towns(tmp_path / "town.yaml")
    assert town.decisions[4] == (True, "省工信厅", "2024-03-05", "产业链一体")
    code, _report, err, text = merge(("decisions.4.granted", "yes", "省工信厅"))
    assert (code, text) == (2, TOWN)
    assert "fill in filled in on, remarks" in err


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("firms", "many"), "0.csv:2:12: "),
        (("nothing_known", "1"), "is no item that a town states"),
        (("firms", "12", "", "", "", "", "", "别的镇"), "no town of this name lies there"),
        (("", "12"), "names no town or no item"),
        (("annual_output (亿元)", "约12"), "0.csv:2:12: "),
    ],
)
def test_what_cannot_be_put_in_is_told_with_its_cell_and_the_rest_goes_in(merge, row, said):
    code, report, err, text = merge(row, ("brand_effect", "yes", "县工信局", "甲"))
    assert code == 2 and said in err, err
    assert (outcomes(report), report["unplaced"], "brand_effect: yes" in text) == (["added"], 1, True)


def test_a_wrong_answer_in_a_sheet_leaves_the_others_of_it(tmp_path, zhenkit):
    file, sheet = tmp_path / "town.yaml", tmp_path / "sheet.csv"
    file.write_text(TOWN, "utf-8")
    rows = [["firms", "x"], ["brand_effect", "yes"], ["services.testing", "yes"], ["services.training", ""]]
    with sheet.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([["town", "item", "answer"], *(["虚构镇", *row] for row in rows)])
    code, out, err = zhenkit("merge", sheet, "--into", file)
    assert code == 2
    assert [line.partition(": ")[0] for line in err.splitlines()] == [f"{sheet}:4:3", f"{sheet}:2:3"]
    assert "brand_effect: yes" in file.read_text("utf-8")
    assert out.startswith("3 answers · 1 file changed · 2 not put in · 1 question without an answer")


def test_what_is_not_known_is_no_answer_and_no_evidence(merge):
    code, report, _err, text = merge(("firms", "未知", "县统计局"))
    assert (code, report["answers"], report["open"], text) == (0, [], 1, TOWN)
    code, _report, _err, text = merge(("firms", "12", "", "未知"))
    assert code == 0 and "firms: 12" in text and "未知" not in text
    again = merge(("firms", "12", "", "未知"), town=text)
    assert (again[0], again[1]["files"]) == (0, [])


def test_what_is_no_yaml_is_left_alone(merge, tmp_path):
    text = json.dumps({"name": "虚构镇"}, ensure_ascii=False)
    code, _report, err, after = merge(("firms", "12"), town=text, ending=".json")
    assert (code, after) == (2, text)
    assert "answers go into town files of YAML" in err


def test_a_file_with_problems_is_left_alone(merge):
    code, _report, err, after = merge(("firms", "12"), town=TOWN + "standards: many\n")
    assert (code, after) == (2, TOWN + "standards: many\n")
    assert "fix it first" in err


def test_a_dry_run_changes_nothing(merge, tmp_path, zhenkit):
    code, report, err, text = merge(("firms", "12"), options=("--dry-run",))
    assert (code, outcomes(report), text) == (0, ["added"], TOWN)
    assert "no file was changed" in err
    _code, out, _err = zhenkit("merge", tmp_path / "sheets", "--into", tmp_path / "town.yaml", "--dry-run")
    assert out.startswith("1 answer · 1 file would change · 0 not put in")


def test_of_several_towns_in_a_file_the_one_that_is_meant_changes(merge):
    other = TOWN.replace("county: 虚构县", "county: 别县")
    code, _report, _err, text = merge(("firms", "12", "县工信局"), town=f"{other}---\n{TOWN}")
    assert code == 0
    assert text.startswith(f"{other}---\n") and "firms: 12" in text.partition("---")[2]
    code, _report, err, _text = merge(("firms", "12", "县工信局"), town=f"{TOWN}---\n{TOWN.replace('虚构市', '别市')}")
    assert code == 2 and "2 towns have this name" in err


def test_a_chinese_file_is_answered_in_chinese(merge):
    town = "名称: 虚构镇\n省: 山西省\n县: 虚构县\n佐证:\n  年产值: 年鉴\n年产值: 9亿元\n"
    with i18n.speaking("zh"):
        _code, _report, _err, text = merge(
            ("brand_level", "province", "县工信局", "证书"), ("exports", "no"), town=town
        )
    assert "知名品牌最高级别: 省级\n" in text and "有出口产品: 否\n" in text
    assert "  知名品牌最高级别: 证书（县工信局）\n" in text


def test_without_ruamel_yaml_the_extra_is_named(tmp_path, zhenkit, monkeypatch):
    sheet = tmp_path / "sheet.csv"
    sheet.write_text("town,item,answer\n虚构镇（不符合示例）,firms,12\n", "utf-8")
    (tmp_path / "town.yaml").write_text((MADE_UP / "fail.yaml").read_text("utf-8"), "utf-8")
    monkeypatch.setitem(sys.modules, "ruamel.yaml", None)
    code, _out, err = zhenkit("merge", sheet, "--into", tmp_path / "town.yaml")
    assert code == 2 and "zhenkit[merge]" in err


@pytest.mark.parametrize("language", ["en", "zh"])
def test_sheets_have_what_each_department_is_asked_ready_to_fill_in(tmp_path, zhenkit, language):
    ledger, folder = tmp_path / "l.csv", tmp_path / "sheets"
    options = ("--level", "province", "--due", "2099-06-30", "--lang", language)
    code, _out, err = zhenkit("ledger", MADE_UP / "review.yaml", *options, "--ledger", ledger, "--requests", folder)
    assert code == 0, err
    assert "省科技厅.xlsx" in {path.name for path in folder.iterdir()}
    book = openpyxl.load_workbook(folder / "省科技厅.xlsx")
    head, *rows = book.worksheets[0].iter_rows(values_only=True)
    assert head == tuple(text.zh if language == "zh" else text.en for text in COLUMNS.values())
    at = {name: place for place, name in enumerate(COLUMNS)}
    assert {row[at["department"]] for row in rows} == {"省科技厅"}
    assert {row[at["due"]] for row in rows} == {"2099-06-30"}
    assert len(rows) == 8 and sum(row[at["answer"]] in ("yes", "是") for row in rows) == 5
    cells = {area for rule in book.worksheets[0].data_validations.dataValidation for area in str(rule.sqref).split()}
    assert cells == {f"L{row}" for row in range(2, 10)}
    assert ("通知" if language == "zh" else "notified") in ledger.read_text("utf-8")
    code, _out, err = zhenkit("ledger", MADE_UP / "review.yaml", *options, "--requests", folder)
    assert code == 2 and ".xlsx" in err


def test_a_sheet_that_nobody_filled_in_changes_nothing(tmp_path, zhenkit):
    file = tmp_path / "town.yaml"
    file.write_text((MADE_UP / "review.yaml").read_text("utf-8"), "utf-8")
    zhenkit("ledger", file, "--level", "province", "--requests", tmp_path / "sheets")
    code, out, err = zhenkit("merge", tmp_path / "sheets", "--into", file, "--format", "json")
    assert (code, json.loads(out)["answers"], err) == (0, [], "")
    assert file.read_text("utf-8") == (MADE_UP / "review.yaml").read_text("utf-8")


def test_what_people_assigned_is_asked_of_those_alone(tmp_path, zhenkit):
    ledger, folder = tmp_path / "l.csv", tmp_path / "sheets"
    options = ("--level", "province", "--ledger", ledger)
    zhenkit("ledger", MADE_UP / "fail.yaml", *options)
    head, *rows = csv.reader(ledger.read_text("utf-8-sig").splitlines())
    for row in rows:
        row[head.index("assigned to")] = "../县甲局、县乙局"
    with ledger.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([head, *rows])
    code, _out, err = zhenkit("ledger", MADE_UP / "fail.yaml", *options, "--requests", folder)
    assert code == 0, err
    assert {path.name for path in folder.iterdir()} == {"_县甲局.xlsx", "县乙局.xlsx"}


def test_replies_are_noted_in_the_ledger(tmp_path, zhenkit):
    ledger, file = tmp_path / "l.csv", tmp_path / "town.yaml"
    file.write_text((MADE_UP / "fail.yaml").read_text("utf-8"), "utf-8")
    zhenkit("ledger", file, "--level", "province", "--ledger", ledger, "--requests", tmp_path / "sheets")
    path = next(iter((tmp_path / "sheets").iterdir()))
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["L2"] = "8"
    book.worksheets[0]["N2"] = "张三"
    book.save(path)
    zhenkit("--version")  # takes what openpyxl 3.1.0 prints when it saves
    key = book.worksheets[0]["A2"].value
    code, _out, err = zhenkit("merge", tmp_path / "sheets", "--into", file, "--ledger", ledger)
    assert code in (0, 1), err
    (row,) = [row for row in csv.DictReader(ledger.read_text("utf-8-sig").splitlines()) if row["key"] == key]
    assert row["state"] == "replied" and "张三" in row["reply"]
    kept = tmp_path / "l.yaml"
    zhenkit("ledger", file, "--level", "province", "--ledger", kept)
    zhenkit("merge", tmp_path / "sheets", "--into", file, "--ledger", kept)
    assert "looked at" not in kept.read_text("utf-8").splitlines()[0]


def test_an_answer_settles_every_entry_that_asked_for_it(tmp_path, zhenkit):
    criterion = "  - {number: %d, id: c%d, name: {zh: 甲, en: a}, clause: 一, require: {fact: firms, at_least: %d}}\n"
    file, rules, ledger, folder = (tmp_path / name for name in ("town.yaml", "rules.yaml", "l.csv", "sheets"))
    rules.write_text(f"{RULES.replace('facts:', 'criteria:')}{criterion % (1, 1, 5)}{criterion % (2, 2, 9)}", "utf-8")
    file.write_text(TOWN.replace("山西省", "虚构省"), "utf-8")
    zhenkit("ledger", file, "--rules", rules, "--ledger", ledger, "--requests", folder, "--due", "2099-06-30")
    (path,) = folder.iterdir()
    book = openpyxl.load_workbook(path)
    _head, row = book.worksheets[0].iter_rows(values_only=True)
    assert [row[0].count("-firms-"), row[HEAD.index("required")].count("firms")] == [2, 2]
    assert kept_rows(ledger, "state") == ["notified"] * 2
    book.worksheets[0]["L2"] = "7"
    book.save(path)
    zhenkit("--version")  # takes what openpyxl 3.1.0 prints when it saves
    code, out, err = zhenkit("merge", folder, "--into", file, "--rules", rules, "--ledger", ledger, "--format", "json")
    assert (code, err, json.loads(out)["answers"][0]["keys"]) == (0, "", row[0].split())
    assert kept_rows(ledger, "state") == ["replied"] * 2
    zhenkit("ledger", file, "--rules", rules, "--ledger", ledger)
    assert kept_rows(ledger, "state") == ["closed", "returned"]


def kept_rows(ledger, column):
    """What a ledger of CSV has in a column."""
    return [row[column] for row in csv.DictReader(ledger.read_text("utf-8-sig").splitlines())]


def test_a_decision_that_people_wrote_can_be_replaced(merge):
    town = TOWN + "decisions:\n  4: {granted: no, by: 评审组, date: 2024-01-05, why: 甲}\n"
    row = ("decisions.4.granted", "yes", "县工信局", "", "评审组", "2024-11-05", "乙")
    assert outcomes(merge(row, town=town)[1]) == ["contradicts"]
    code, report, err, text = merge(row, town=town, options=("--replace",))
    assert (code, err, outcomes(report)) == (0, "", ["replaced"])
    assert text.count("4:") == 1 and "why: 乙" in text and "'4'" not in text
    assert "\n  4:\n" in merge(row)[3]


def test_a_figure_that_is_replaced_without_a_source_loses_the_evidence_of_the_old_one(merge):
    code, _report, _err, text = merge(("exports", "yes"), options=("--replace",))
    assert code == 0
    assert "exports: yes" in text and "海关" not in text


def test_of_a_town_with_several_years_the_latest_is_answered(merge):
    town = TOWN + "---\n" + TOWN.replace("2024", "2023")
    code, _report, err, text = merge(("firms", "12", "县统计局"), town=town)
    assert (code, err) == (0, "")
    assert [part.count("firms: 12") for part in text.split("---")] == [1, 0]


def test_a_year_of_a_series_is_added_to_those_that_are_known(merge):
    town = TOWN + "output_by_year: {2022: 3亿元, 2023: 4亿元}\n"
    rows = [
        ("历年产值·2022", ""),
        ("历年产值·2024", "5亿元", "县统计局", "年鉴"),
        ("历年产值·2021", "2亿元", "县工信局", "报表"),
    ]
    code, report, err, text = merge(*rows, town=town, options=("--rules", RULES_OF_SERIES))
    assert (code, err, outcomes(report)) == (0, "", ["added", "added"])
    assert "output_by_year: {2022: 3亿元, 2023: 4亿元}" not in text
    for year in ("2021: 2亿元", "2022: 3亿元", "2023: 4亿元", "2024: 5亿元"):
        assert year in text
    other = ("历年产值·2023", "9亿元", "县统计局", "年鉴")
    assert outcomes(merge(other, town=town, options=("--rules", RULES_OF_SERIES))[1]) == ["contradicts"]
    both = [other, ("历年产值·2023", "8亿元", "县工信局", "报表")]
    assert outcomes(merge(*both, town=town, options=("--rules", RULES_OF_SERIES))[1]) == ["disputed"] * 2


def test_a_ledger_that_is_not_there_is_no_place_for_replies(tmp_path, zhenkit):
    file, ledger = tmp_path / "town.yaml", tmp_path / "l.csv"
    file.write_text((MADE_UP / "review.yaml").read_text("utf-8"), "utf-8")
    zhenkit("ledger", file, "--level", "province", "--requests", tmp_path / "sheets")
    code, _out, err = zhenkit("merge", tmp_path / "sheets", "--into", file, "--ledger", ledger)
    assert code == 2 and "there is no such ledger" in err and not ledger.exists()
    before = file.read_bytes()
    assert zhenkit("merge", tmp_path / "sheets", "--into", file, "-o", file)[0] == 2
    assert file.read_bytes() == before


def test_sheets_of_departments_with_names_that_are_near_each_other_are_all_written(tmp_path):
    names = ["甲-3", "甲", "甲:", "CON", "con"]
    paths = write_requests(tmp_path / "sheets", {name: [] for name in names})
    assert len({path.name.casefold() for path in paths}) == len(names)
    assert all(path.is_file() for path in paths)
    assert not any(path.stem.casefold() == "con" for path in paths)


def test_towns_that_cannot_be_read_are_said_once(merge, tmp_path, zhenkit):
    merge(("firms", "86", "虚构局", "虚构年鉴"), ("employees", "9200", "虚构局", "虚构年鉴"))
    code, _out, err = zhenkit("merge", tmp_path / "sheets", "--into", tmp_path / "nowhere")
    assert code == 2
    assert err.count("nowhere") == err.count("cannot read") == 1
