"""A town's workbook: what it says, sheets that Excel opens and links that lead to them, whatever a town is called."""

import io

import openpyxl
import pytest

from tests.reports.runs import GRANTED, HOSTILE, PASSING, check, hostile_run, town, write_town
from zhenkit.core import i18n
from zhenkit.core.errors import ZhenkitError
from zhenkit.judging.outcome import Run
from zhenkit.reports.formats import Style, render
from zhenkit.reports.judgement import xlsx
from zhenkit.reports.layout.workbook import LONGEST_NAME, sheet_names

OPEN = town(name="缺料镇", annual_output="19亿元~21亿元", single_county=False, decisions={4: GRANTED})


def made(run):
    return openpyxl.load_workbook(io.BytesIO(render("xlsx", run, Style())))


def rows(sheet):
    return [tuple(value or "" for value in row) for row in sheet.iter_rows(values_only=True)]


@pytest.fixture(scope="module")
def one(tmp_path_factory):
    """The sheet of one open town, in Chinese."""
    given = {**OPEN, "evidence": {"single_county": "县志，第3页", "firms": "名录"}, "firms": 3}
    path = write_town(tmp_path_factory.mktemp("one") / "town.yaml", given)
    with i18n.speaking("zh"):
        book = made(check(path))
    assert book.properties.title == "缺料镇认定条件对照表"
    return book["缺料镇"]


def test_it_sets_the_town_against_the_criteria(one):
    title, place, verdict, head, *found = rows(one)
    assert (title[0], place[0]) == ("缺料镇认定条件对照表", "山西省 虚构市 虚构县 · 制造业 · 2024")
    assert verdict[0] == "资料不全（不符合至放宽符合）"
    assert verdict[1] == "缺料镇是否符合《山西省省级专业镇认定标准》尚不能确定：最差为“不符合”，最好为“放宽符合”。"
    assert head == ("认定条件", "要求", "填报情况", "等次", "佐证")
    assert [row[0].split()[0] for row in found[:8]] == list("12345678")
    name, required, given, grade, evidence = found[3]
    assert name == "4 产业集聚度高\n二（四）"
    assert required.startswith("集中在一个县，配套有力，产值达到门槛或适用放宽 [")
    assert "主导产业年产值：19亿元~21亿元（要求：20亿元；差1亿元 ~ 超1亿元）（资料不全）" in given.split("\n")
    assert given.endswith("省工信厅 2023-05-01 同意：跨两县，产业链一体")
    assert (grade, found[0][3]) == ("资料不全（不达标至放宽达标）", "达标")
    assert evidence.endswith("] 限定在一个县：县志，第3页")


def test_lists_notes_and_basis_follow_the_table(one):
    said = dict(row[:2] for row in rows(one))
    headings = ["判定结论取决于：", "缺失指标", "数值未定", "评审决定", "优先评定", "注释", "判定依据"]
    assert [title for title in said if title in headings] == headings
    assert said["程序版本"].startswith("zhenkit ")
    notes = {int(key[1:].partition("]")[0]): key for key in said if key.startswith("[")}
    shown = {int(row[4][1:].partition("]")[0]) for row in rows(one)[4:12] if row[4]}
    assert {*notes} | shown == {*range(1, max(notes) + 1)}  # each note once, evidence beside its criterion
    assert not {*notes} & shown
    assert said[notes[max(notes)]].endswith("：名录")


def test_it_is_ready_to_read_and_to_print(one):
    assert (one.freeze_panes, one.print_title_rows) == ("B5", "$1:$1")
    assert one.page_setup.orientation == "landscape"
    assert (one.page_setup.fitToWidth or 1, one.page_setup.fitToHeight) == (1, 0)
    assert one.sheet_properties.pageSetUpPr.fitToPage
    (area,) = one.conditional_formatting
    assert str(area.sqref) == "D5:D12"
    assert one.row_dimensions[8].height > 2 * one.row_dimensions[5].height  # as high as its texts


def test_several_towns_have_an_index_with_links_and_problems_a_sheet(tmp_path):
    names = ["甲'乙#", "甲乙/丙", "甲乙\\丙", "towns", "Problems", "=1+1"]
    good = write_town(tmp_path / "towns.yaml", *(town(name=name, county=name, annual_output=None) for name in names))
    bad = tmp_path / "bad.yaml"
    bad.write_text("name: 坏\nannual_output: 12\n", "utf-8")
    with i18n.speaking("en"):
        book = made(check(good, bad))
    index, *sheets, problems = book.worksheets
    assert [sheet.title for sheet in (index, *sheets, problems)] == [
        *("Towns", "甲'乙#", "甲乙_丙", "甲乙_丙~2", "towns~2", "Problems~2", "=1+1", "Problems"),
    ]
    assert [cell.value for cell in index[2]][3:] == [
        *("incomplete (fail to pass)", "94.4~100.0", "incomplete (not met to met): 4 Industrial clustering")
    ]
    for row, (name, sheet) in enumerate(zip(names, sheets, strict=True), 2):
        assert index.cell(row, 1).value.lstrip("'") == name
        quoted = sheet.title.replace("'", "''")
        assert index.cell(row, 1).hyperlink.location == f"'{quoted}'!A1"
        assert sheet["A1"].value.removeprefix("'") == f"{name} compared with the criteria"
    assert rows(problems)[1][1:3] == (2, 16)


def test_nothing_judged_is_a_workbook_too():
    with i18n.speaking("en"):
        (sheet,) = made(Run([])).worksheets
    assert sheet["A2"].value == "no town was judged"


def test_nothing_that_a_town_file_says_is_a_formula_a_link_or_a_control(tmp_path):
    book = made(hostile_run(tmp_path))
    index, *sheets = book.worksheets
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert len(sheets) > len(HOSTILE)
    assert not any(cell.data_type == "f" for cell in cells)
    assert not any(cell.hyperlink for cell in cells if cell.parent != index or cell.column > 1)
    for text in "\n".join(cell.value for cell in cells if cell.data_type == "s").split("\n"):
        assert text.isprintable()
        assert not text.lstrip().startswith(("=", "+", "-", "@", "＝"))


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (["a[b]:*?/\\c"], ["a_b______c"]),
        (["'quoted'", "", "'", "History"], ["quoted", "_", "_~2", "History~2"]),
        (["Ä", "ä", "ä~2"], ["Ä", "ä~2", "ä~2~2"]),
        (["长" * 40, "长" * 41], ["长" * LONGEST_NAME, "长" * (LONGEST_NAME - 2) + "~2"]),
        (["\U00020000" * 40], ["\U00020000" * 15]),
        (["a\x1bb"], ["a_x1bb"]),
    ],
)
def test_sheets_are_called_as_excel_allows(wanted, names):
    assert sheet_names(wanted) == names


def test_too_many_towns_are_refused(monkeypatch, tmp_path):
    run = check(write_town(tmp_path / "towns.yaml", PASSING, OPEN))
    monkeypatch.setattr(xlsx, "MOST_TOWNS", 1)
    with i18n.speaking("en"), pytest.raises(ZhenkitError, match="at most 1 towns, a sheet each; these are 2"):
        render("xlsx", run, Style())
