"""Groups above titles: whose the figures below are, and in which unit."""

import openpyxl
import pytest

from tests.towns.tables.grids import read as read_file

PLACES = ["名称", "县"]
TOWN, OTHER = ["甲镇", "虚构县"], ["乙镇", "虚构县"]


def read(table, group, titles, first, beside_names=False):
    """What a town states below a group that stands over `titles`: in the row of the names, or in one above it."""
    blank = [""] * (len(titles) - len(group))
    head = [[*PLACES, *group, *blank], ["", "", *titles]] if beside_names else [["", "", *group], [*PLACES, *titles]]
    towns, problems, remarks = table(*head, [*TOWN, *first], [*OTHER, *first])
    return (
        problems,
        {key: towns[0].facts.get(key) if towns else None for key in ("employees", "firms", "annual_output")},
        remarks,
    )


@pytest.mark.parametrize("beside_names", [False, True])
@pytest.mark.parametrize("group", ["上年", "规上企业", "2025年目标", "龙头企业", "其中：规上", "主要指标（规上）"])
def test_figures_below_a_lone_group_of_others_are_not_the_town_s(table, group, beside_names):
    problems, stated, remarks = read(table, [group], ["年产值（亿元）", "企业户数"], ["12.5", "41"], beside_names)
    assert (problems, set(stated.values())) == ([], {None})
    assert sum("this column is ignored" in remark for remark in remarks) == 2


@pytest.mark.parametrize("beside_names", [False, True])
@pytest.mark.parametrize(
    ("group", "output", "employees"),
    [
        ("就业情况（万人）", "5亿元", 30_000),
        ("经济指标（单位：万元、万人）", "5", 30_000),
        ("经济指标（万元）", "5", 3),
        ("主要指标（%）", "5亿元", 3),
        ("规模（单位：万元、万人）", "5", 30_000),
    ],
)
def test_the_unit_of_a_group_is_that_of_figures_below_it(table, group, output, employees, beside_names):
    problems, stated, _remarks = read(table, [group], ["从业人数", "年产值"], ["3", output], beside_names)
    assert (problems, stated["employees"]) == ([], employees)
    assert stated["annual_output"] == (50_000_000_000 if "亿" in output else 5_000_000)


@pytest.mark.parametrize("group", ["全县", "规上企业", "上年同期", "所在县"])
def test_what_names_its_own_figures_is_not_the_town_s_below_a_group_of_others_either(table, group):
    problems, _stated, remarks = read(table, ["基本情况", group], ["企业户数", "龙头企业数"], ["41", "3"])
    assert problems == []
    assert [remark.split(": ")[2] for remark in remarks] == ["this column is ignored"]


def test_a_merged_group_ends_where_it_does(tmp_path):
    path, book = tmp_path / "towns.xlsx", openpyxl.Workbook()
    for row in (["", "", "2025年目标", "", "", ""], [*PLACES, "企业户数", "年产值（亿元）", "龙头企业数", "从业人数"]):
        book.active.append(row)
    book.active.append([*TOWN, 50, 20, 3, 900])
    book.active.merge_cells("C1:D1")
    book.save(path)
    (town,), problems, _remarks = read_file(path)
    assert (problems, dict(town.facts)) == (
        [],
        {"name": "甲镇", "county": "虚构县", "leading_firms": 3, "employees": 900},
    )


def test_a_unit_of_a_group_that_is_none_is_asked_about(table):
    problems, _stated, _remarks = read(table, ["经济指标（美元）"], ["年产值", "企业户数"], ["3", "4"])
    assert "（美元）" in problems[0]


def test_a_group_of_a_form_has_a_unit_too(table):
    (town,), problems, _remarks = table(
        ["专业镇名称", "甲镇"],
        ["县", "虚构县"],
        ["二、就业情况（万人）", ""],
        ["从业人数", "3"],
        ["三、经济情况（单位：万元）", ""],
        ["年产值", "125000"],
    )
    assert (problems, town.facts["employees"], town.facts["annual_output"]) == ([], 30_000, 125_000_000_000)


@pytest.mark.parametrize("above", [["二、就业情况（万人）", "", ""], ["单位：万人", "", ""]])
def test_a_unit_beside_a_label_wins_over_that_of_its_group_and_of_a_line_above(table, above):
    rows = ["指标", "单位", "甲镇"], ["县", "", "虚构县"], ["从业人数", "人", "9000"], ["年产值", "亿元", "12.5"]
    order = (*rows[:2], above, *rows[2:]) if "二" in above[0] else (above, *rows)
    (town,), problems, _remarks = table(*order)
    assert (problems, town.facts["employees"], town.facts["annual_output"]) == ([], 9_000, 125_000_000_000)


@pytest.mark.parametrize(
    "line",
    [
        ["", "", "虚构县专业镇基本情况", ""],
        ["", "", "", "2024年12月"],
        ["", "", "", "附表1"],
        ["", "", "", "虚构县工信局"],
        ["", "", "红色为必填项", ""],
        ["", "", "（公章）", ""],
    ],
)
def test_a_line_above_a_header_is_no_group_wherever_it_stands(table, line):
    towns, problems, remarks = table(line, [*PLACES, "年产值（亿元）", "企业户数"], [*TOWN, "12.5", "41"])
    assert (problems, remarks) == ([], [])
    assert (towns[0].facts["annual_output"], towns[0].facts["firms"]) == (125_000_000_000, 41)


@pytest.mark.parametrize("title", ["2024年1-6月运行情况", "2025年发展目标", "规上企业情况表", "第三季度报表", "快报数"])
def test_a_title_of_other_figures_is_told(table, title):
    _towns, problems, remarks = table([title], [*PLACES, "企业户数"], [*TOWN, "41"])
    assert problems == []
    assert remarks[0].startswith(f"1:1: A1: '{title}' above the figures may say that they are not a whole year's")


@pytest.mark.parametrize("line", ["专业镇从业情况表（万人）", "（万人）", "万人"])
def test_a_unit_alone_above_a_table_is_that_of_its_figures(table, line):
    (town,), problems, remarks = table([line], [*PLACES, "从业人数"], [*TOWN, "3"])
    assert (problems, town.facts["employees"]) == ([], 30_000)
    assert "where neither title nor cell has one" in remarks[-1]


def test_a_header_may_have_its_titles_again_in_english(table):
    (town,), problems, remarks = table(
        [*PLACES, "年产值（亿元）"], ["Name", "County", "Output (100 million yuan)"], [*TOWN, "12.5"]
    )
    assert (problems, remarks, town.facts["annual_output"]) == ([], [], 125_000_000_000)
    (town,), problems, _remarks = table(
        ["名称\nTown", "县 County", "年产值 Annual output（亿元）", "企业户数/Firms", "年产值 Growth（%）"],
        [*TOWN, "12.5", "41", "3"],
    )
    assert (problems, town.facts["annual_output"], town.facts["firms"]) == ([], 125_000_000_000, 41)
