"""Rankings in each format: the columns of the contract, what a spreadsheet opens, ranks where programs look."""

import csv
import io
import json
import re
import zipfile
from dataclasses import replace
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from jsonschema import Draft202012Validator
from rich.cells import cell_len

from tests.reports.runs import HOSTILE, NAMES, check, hostile_run, one_of_each_grade, rank_judged, town, write_town
from zhenkit import load_rules
from zhenkit.checks.grades import SPANS
from zhenkit.core.errors import ZhenkitError
from zhenkit.core.i18n import Text, speaking
from zhenkit.judging.ranking import Ranked, Ranking
from zhenkit.judging.rejects import Reject
from zhenkit.reports.formats import BATCH, Style, formats_of, render_ranking
from zhenkit.reports.layout import workbook as layout
from zhenkit.reports.phrases.grades import GRADES, VERDICTS, grade_word, verdict_word
from zhenkit.schemas.report import report_schema

COLUMNS = [
    *("rank", "name", "province", "city", "county", "rule_set", "verdict", "worst", "best"),
    *(f"c{number}_{end}" for number in range(1, 9) for end in ("worst", "best")),
    *("score_low", "score_high", "merits"),
]


@pytest.fixture(autouse=True)
def in_english():
    with speaking("en"):
        yield


@pytest.fixture
def ranking(tmp_path):
    """Five towns, one of each verdict, with a column to keep, and a file that is broken."""
    run = one_of_each_grade(tmp_path)
    kept = [(f"=code {number}",) for number, _judgement in enumerate(run.judgements)]
    return rank_judged(run.judgements, ("code",), kept, run.problems)


def hostile(folder):
    run = hostile_run(folder)
    return rank_judged(run.judgements, HOSTILE, [HOSTILE for _judgement in run.judgements], run.problems)


def rendered(format, found, **style):
    return render_ranking(format, found, Style(**style))


def rows(found):
    return list(csv.reader(io.StringIO(rendered("csv", found))))


def workbook(found, ids=True):
    return openpyxl.load_workbook(io.BytesIO(rendered("xlsx", found, ids=ids)))


def test_csv_has_the_columns_of_the_contract_then_those_to_keep(ranking):
    header, *found = rows(ranking)
    assert header == [*COLUMNS, "code"]
    assert [row[:3] for row in found] == [
        ["1", NAMES["met"], "山西省"],
        ["2", NAMES["relaxed"], "山西省"],
        ["3", NAMES["review"], "山西省"],
        ["4", NAMES["incomplete"], "山西省"],
        ["5", NAMES["not_met"], "山西省"],
    ]
    open_one = dict(zip(header, found[3], strict=True))
    assert (open_one["verdict"], open_one["worst"], open_one["best"]) == ("incomplete", "fail", "pass")
    assert (open_one["c4_worst"], open_one["c4_best"], open_one["c1_worst"]) == ("not_met", "met", "met")
    assert float(open_one["score_low"]) < float(open_one["score_high"]) == 100
    assert open_one["code"] == "'=code 3"


def test_the_workbook_of_ids_holds_what_the_csv_holds(ranking):
    sheet = workbook(ranking).worksheets[0]
    found = [["" if value is None else str(value) for value in row] for row in sheet.iter_rows(values_only=True)]
    expected = rows(ranking)
    assert found[0] == expected[0]
    scores = [COLUMNS.index("score_low"), COLUMNS.index("score_high")]
    for row, other in zip(found[1:], expected[1:], strict=True):
        for place, (one, another) in enumerate(zip(row, other, strict=True)):
            assert (float(one) == float(another)) if place in scores else one == another


def test_the_workbook_of_ids_says_what_it_holds(ranking):
    book = workbook(ranking)
    sheet, about = book.worksheets
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref == sheet.dimensions
    coloured = {rule.text for found in sheet.conditional_formatting for rule in found.rules}
    assert coloured == {"pass", "fail", "incomplete", "met", "relaxed", "review", "not_met"}
    assert sheet.column_dimensions["B"].width >= 2 * len(NAMES["met"])
    said = {row[0]: row[1] for row in about.iter_rows(values_only=True) if row[0]}
    assert said["Rule set"].startswith("shanxi (")
    assert "晋政办发〔2022〕80号" in said["Document"]
    assert said["Towns judged"] == 5
    assert said["c4"] == "Industrial clustering · 二（四）"
    assert "zz.yaml" in said["Problem"]


def column(sheet, title):
    """The cells of a column below its title."""
    place = [cell.value for cell in sheet[1]].index(title)
    return [row[place] for row in sheet.iter_rows(min_row=2, values_only=True)]


def test_the_workbook_is_for_people(ranking):
    with speaking("zh"):
        sheet, problems, about = workbook(ranking._replace(rejects=[Reject("a.csv", 3, 2, "=产值", "错")]), ids=False)
    assert (sheet.title, problems.title, about.title) == ("排名", "问题", "说明")
    header = [cell.value for cell in sheet[1]]
    assert header[:2] == ["名次", "专业镇"]
    assert header[-1] == "code"
    assert "4 产业集聚度高" in header
    assert column(sheet, "结论") == ["符合", "放宽符合", "待评审", "资料不全", "不符合"]
    assert column(sheet, "最低至最高") == [None, None, None, "不符合至符合", None]
    assert column(sheet, "4 产业集聚度高")[2:] == ["待评审", "资料不全（不达标至达标）", "不达标"]
    assert all(type(given) is int for given in column(sheet, "已填指标"))
    assert sheet.cell(2, header.index("已填指标") + 1).number_format == f'0"/{ASKED}"'
    assert column(sheet, "还缺什么")[:3] == [None, None, None]
    open_one, fails = column(sheet, "为何未达标或放宽")[3:]
    assert open_one.startswith("4 产业集聚度高：未定：主导产业年产值：19亿元~21亿元")
    assert "主导产业年产值：2亿元（要求：不低于20亿元）" in fails
    assert [cell.value for cell in problems[2]] == ["a.csv", 3, 2, "'=产值", "错"]
    said = {row[0]: row[1] for row in about.iter_rows(values_only=True)}
    assert said["4 产业集聚度高"] == "二（四）"
    assert said["已判定专业镇"] == 5
    assert "最低结论" in said["名次"]


ASKED = len(load_rules("shanxi").to_state)


def test_what_is_missing_is_listed_by_criterion(tmp_path):
    run = check(write_town(tmp_path / "a.yaml", town(annual_output=None, exports=None, high_market_share=None)))
    sheet = workbook(rank_judged(run.judgements), ids=False).worksheets[0]
    assert column(sheet, "What is missing")[0].startswith("3 Market demand: ")
    assert "\n4 Industrial clustering: annual output of the leading industry" in column(sheet, "What is missing")[0]


def test_the_workbook_prints_on_few_pages(ranking):
    sheet, *others = workbook(ranking, ids=False)
    for each in (sheet, *others):
        assert each.page_setup.orientation == "landscape"
        assert (each.page_setup.fitToWidth or 1, each.page_setup.fitToHeight) == (1, 0)
        assert each.sheet_properties.pageSetUpPr.fitToPage
        assert each.print_title_rows == "$1:$1"
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref == sheet.dimensions
    rules = [rule for found in sheet.conditional_formatting for rule in found.rules]
    assert {rule.text for rule in rules} == {*map(verdict_word, VERDICTS), *map(grade_word, GRADES)}
    assert sheet.row_dimensions[6].height > 2 * sheet.row_dimensions[2].height


def test_a_title_is_no_command_of_a_printed_header(ranking):
    hostile = Text("A & B\n&D", "A & B\n&D")
    rule_sets = {key: replace(rule_set, title=hostile) for key, rule_set in ranking.rule_sets.items()}
    with zipfile.ZipFile(io.BytesIO(rendered("xlsx", ranking._replace(rule_sets=rule_sets)))) as book:
        header = ET.fromstring(book.read("xl/worksheets/sheet1.xml")).find(".//{*}oddHeader")
    assert header.text == "&LA && B &&D"


def test_each_rule_set_has_a_sheet_of_its_own(tmp_path):
    path = write_town(tmp_path / "a.yaml", town(name="甲"), town(name="乙"))
    judgements = [*check(path).judgements, *check(path, rules="jincheng").judgements]
    book = workbook(rank_judged(judgements), ids=False)
    assert book.sheetnames == ["Ranking jincheng", "Ranking shanxi", "Problems", "About"]
    assert [sheet.cell(2, 2).value for sheet in book.worksheets[:2]] == ["乙", "乙"]


def test_a_workbook_of_no_towns_says_so():
    book = workbook(Ranking([], {}), ids=False)
    assert book.worksheets[0].cell(1, 1).value == "no town was judged"


@pytest.mark.parametrize("format", ["csv", "xlsx", "ids"])
def test_no_cell_is_a_formula_a_link_or_a_control(tmp_path, format):
    found = hostile(tmp_path)
    found = found._replace(rejects=[Reject(text, 1, 1, text, text) for text in HOSTILE])
    if format == "csv":
        texts = [value for row in rows(found) for value in row]
    else:
        cells = [cell for sheet in workbook(found, ids=format == "ids") for row in sheet.iter_rows() for cell in row]
        assert not any(cell.data_type == "f" or cell.hyperlink for cell in cells)
        texts = [str(cell.value) for cell in cells if cell.value is not None and cell.data_type == "s"]
    assert len(texts) > 200
    for text in "\n".join(texts).split("\n"):
        assert text.isprintable()
        assert not text.lstrip().startswith(("=", "+", "-", "@", "＝"))


def test_a_long_text_is_cut_to_what_a_cell_holds(tmp_path):
    run = check(write_town(tmp_path / "a.yaml", town()))
    for long in ("长" * 40_000, "\U00020000" * 40_000):
        sheet = workbook(rank_judged(run.judgements, ("code",), [(long,)])).worksheets[0]
        value = sheet.cell(2, len(COLUMNS) + 1).value
        assert value.endswith("…")
        assert 10_000 < len(value.encode("utf-16-le")) // 2 <= 32_767


def test_a_sheet_that_is_too_small_is_told(ranking, monkeypatch):
    monkeypatch.setattr(layout, "MOST_ROWS", 4)
    for ids in (True, False):
        with pytest.raises(ZhenkitError, match=r"4 rows .* write CSV or Parquet"):
            rendered("xlsx", ranking, ids=ids)


def test_json_has_ranks_and_the_checks_only_when_explained(ranking):
    validator = Draft202012Validator(report_schema())
    for explain in (False, True):
        report = json.loads(rendered("json", ranking, explain=explain))
        validator.validate(report)
        assert [found["rank"] for found in report["towns"]] == [1, 2, 3, 4, 5]
        assert all(("check" in judged) is explain for found in report["towns"] for judged in found["criteria"])
        assert len(report["problems"]) == 1
    del report["towns"][0]["rank"], report["towns"][0]["criteria"][0]["check"]
    assert not validator.is_valid(report)


def test_junit_and_sarif_tell_the_rank(ranking):
    suites = ET.fromstring(rendered("junit", ranking)).findall("testsuite")
    ranks = [suite.find("properties/property[@name='rank']") for suite in suites]
    assert [found.get("value") for found in ranks if found is not None] == ["1", "2", "3", "4", "5"]
    results = json.loads(rendered("sarif", ranking, every=True))["runs"][0]["results"]
    assert [result["properties"]["rankOfTown"] for result in results[::8]] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("width", [40, 59, 60, 80, 120])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_text_fits_its_width(tmp_path, width, language):
    run = hostile_run(tmp_path)
    with speaking(language):
        text = rendered("text", rank_judged(run.judgements, (), None, run.problems), width=width)
    assert max(map(cell_len, text.splitlines())) <= width
    assert all(line.isprintable() for line in text.splitlines())


@pytest.mark.parametrize("width", [1, 40, 59])
def test_a_narrow_terminal_has_the_parts_of_a_town_below_one_another(ranking, width):
    text = rendered("text", ranking, width=width)
    first = ranking.rows[0]
    place = f"{first.province} {first.city} {first.county}"
    (start,) = [number for number, line in enumerate(text.splitlines()) if first.name in line]
    name, where, code, judged = text.splitlines()[start : start + 4]
    assert name.split() == ["1", first.name]
    assert where.strip().startswith(place) and code.strip() == f"code: {first.kept[0]}"
    assert judged.split() == ["✓", "pass", "✓✓✓✓✓✓✓✓", "100.0"]
    assert text.count("\n") < 60


def test_text_folds_a_name_and_loses_nothing_of_it(tmp_path):
    name = "一二三四五六七八九十" * 6
    run = check(write_town(tmp_path / "a.yaml", town(name=name)))
    text = rendered("text", rank_judged(run.judgements), width=60)
    column = "".join(line[6:].split("  ")[0] for line in text.splitlines() if set(line[6:10].strip()) & set(name))
    assert name in column.replace("✓ pass", "")


def test_colour_adds_nothing_but_colour(ranking):
    plain, colour = rendered("text", ranking), rendered("text", ranking, colour=True)
    assert "\x1b[32m✓" in colour
    assert re.sub(r"\x1b\[[0-9;]*m", "", colour) == plain


def test_each_rule_set_has_a_table_of_its_own(tmp_path):
    write_town(tmp_path / "a.yaml", town(city="晋城市"))
    judgements = [*check(tmp_path).judgements, *check(tmp_path, rules="jincheng").judgements]
    found = rank_judged(judgements)
    text, markdown = rendered("text", found), rendered("markdown", found)
    assert text.count("Rank  Town") == 2
    assert text.index(" jincheng ") < text.index(" shanxi ")
    assert markdown.count("| Rank | Town |") == 2
    assert [row[0] for row in rows(found)[1:]] == ["1", "1"]


def test_what_judging_by_columns_leaves_out_stays_empty():
    """No rank, no score, no judgements: the columns are there all the same."""
    of_one = dict.fromkeys(range(1, 9), SPANS[3][3])
    judged = Ranked(None, "甲", "", "", "", "shanxi", SPANS[3][3], of_one, None, 0, (None,))
    found = Ranking([judged], {"shanxi": load_rules("shanxi")}, ("code",))
    header, row = rows(found)
    told = dict(zip(header, row, strict=True))
    assert (told["rank"], told["score_low"], told["score_high"], told["code"]) == ("", "", "", "")
    assert "甲" in rendered("text", found)
    assert workbook(found).worksheets[0]["B2"].value == "甲"
    assert "甲" in rendered("markdown", found)


def test_nothing_judged_is_a_report_too():
    empty = Ranking([], {}, judgements=[])
    for format in formats_of(BATCH).keys() - {"parquet"}:
        if format != "github":
            assert rendered(format, empty)
