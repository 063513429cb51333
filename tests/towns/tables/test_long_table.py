"""Long tables: several rows a town, a column of facts and one of figures."""

import pytest

from zhenkit.facts.quantities import read_money

HEAD = ["专业镇", "县", "年份", "指标", "数值", "单位"]


def outputs(towns):
    return [(town.name, town.facts.get("year"), town.facts.get("annual_output")) for town in towns]


def test_the_rows_of_each_town_are_read_together(table):
    town = ["甲镇", "虚构县", "2024"]
    towns, problems, remarks = table(
        ["专业镇主要指标"],
        HEAD,
        [*town, "年产值", "12.5", "亿元"],
        [*town, "企业户数", "12", "户"],
        [*town, "工业总产值", "12", "吨"],
        [*town, "从业人数", "1.2", "万人"],
        ["乙镇", "虚构县", "2024", "年产值", "8000", "万元"],
        ["合计", "", "", "年产值", "9", "亿元"],
        ["注：快报数"],
    )
    assert problems == []
    assert outputs(towns) == [("甲镇", 2024, read_money("12.5亿元")), ("乙镇", 2024, read_money("8000万元"))]
    assert (towns[0].facts["firms"], towns[0].facts["employees"]) == (12, 12_000)
    assert [remark.partition(" ")[0] for remark in remarks] == ["5:4:", "8:1:", "9:1:"]


@pytest.mark.parametrize("heads", [("指标", "数值"), ("项目", "填报数据"), ("指标名称", "2024年")])
def test_titles_say_the_unit_and_differ_from_town_to_town(table, heads):
    towns, problems, _remarks = table(
        ["专业镇", *heads],
        ["甲镇", "年产值（亿元）", "12.5"],
        ["", "企业户数（户）", "3"],
        ["乙镇", "年产值（万元）", "8000"],
        ["", "企业户数", "4"],
    )
    year = 2024 if "2024年" in heads else None
    assert problems == []
    assert outputs(towns) == [("甲镇", year, read_money("12.5亿元")), ("乙镇", year, read_money("8000万元"))]
    assert [town.facts["firms"] for town in towns] == [3, 4]


def test_columns_of_years_are_towns_in_several_years(table):
    towns, problems, _remarks = table(
        ["专业镇", "指标", "单位", "2023年", "2024年"],
        ["甲镇", "年产值", "亿元", "12", "13"],
        ["甲镇", "企业户数", "户", "12", "15"],
        ["乙镇", "年产值", "万元", "", "9000"],
    )
    assert problems == []
    assert outputs(towns) == [
        ("甲镇", 2023, read_money("12亿元")),
        ("甲镇", 2024, read_money("13亿元")),
        ("乙镇", 2024, read_money("9000万元")),
    ]


def test_what_is_wrong_names_its_cell(table):
    towns, problems, _remarks = table(
        ["专业镇", "指标", "数值", "备注"],
        ["甲镇", "年产值", "12亿元", ""],
        ["甲镇", "产值", "13亿元", ""],
        ["乙镇", "从业人数", "3", "单位：万人"],
        ["丙镇", "企业户数", "约3", ""],
        ["丁镇", "企业户数", "3", ""],
    )
    assert [town.name for town in towns] == ["丁镇"]
    assert problems == [
        "3:3: C3: '产值' of this town is in row 2 already; keep one",
        "4:3: C4: '单位：万人' in this row does not say the unit of '从业人数'; write the unit behind that figure",
        "5:3: C5: 企业户数: '约3' is not an exact figure, and zhenkit does not guess; write one, or a range like 8~12, "
        "or leave it blank",
    ]


def test_figures_of_another_period_are_asked_about(table):
    towns, problems, _remarks = table(
        ["专业镇", "指标", "2024年计划"], ["甲镇", "年产值（亿元）", "12"], ["甲镇", "企业户数", "3"]
    )
    assert towns == []
    assert "'2024年计划' does not say the year's figures" in problems[0]


FIGURES = [["年产值", "9", "亿元", "120000", "万元"], ["企业户数", "3", "户", "4", "户"]]


def test_each_column_of_figures_has_its_own_column_of_units(table):
    head = ["专业镇", "指标", "2023年", "单位", "2024年", "单位"]
    towns, problems, _remarks = table(head, *(["甲镇", *row] for row in FIGURES))
    assert problems == []
    assert outputs(towns) == [("甲镇", 2023, read_money("9亿元")), ("甲镇", 2024, read_money("12亿元"))]


def test_columns_of_units_of_which_it_is_not_known_whose_they_are_are_told(table):
    head = ["专业镇", "指标", "2023年", "计量单位", "2024年", "单位", "2025年"]
    towns, problems, _remarks = table(head, *(["甲镇", *row, ""] for row in FIGURES))
    assert (towns, problems) == ([], ["1:6: F1: '单位' repeats '计量单位'; keep one"])


def test_a_unit_that_contradicts_the_fact_of_its_row_is_told_unless_the_figure_has_its_own(table):
    towns, problems, _remarks = table(
        ["专业镇", "指标", "数值", "单位"],
        ["甲镇", "年产值（亿元）", "12", "万元"],
        ["乙镇", "年产值", "12", "亿元"],
        ["丙镇", "从业人数（人）", "12", "万人"],
        ["丁镇", "年产值（亿元）", "12万元", "亿元"],
        ["戊镇", "年产值（亿元）", "12", "（亿元）"],
    )
    assert [(town.name, town.facts["annual_output"]) for town in towns] == [
        ("乙镇", read_money("12亿元")),
        ("丁镇", read_money("12万元")),
        ("戊镇", read_money("12亿元")),
    ]
    said = "'万元' in this row is not the unit of '年产值（亿元）'; write the unit behind that figure"
    assert problems == [f"2:3: C2: {said} (likewise in 2 rows: 2, 4)"]


@pytest.mark.parametrize(
    "again",
    [["甲镇", "", "2024"], ["甲镇", "虚构县", "2024年"], ["甲 镇", "虚构县", ""], ["甲\u200b镇", "", "2024年度"]],
)
def test_a_town_is_one_however_its_rows_name_it(table, again):
    head = ["专业镇", "县", "年份", "指标", "数值"]
    towns, problems, _remarks = table(
        head,
        ["甲镇", "虚构县", "2024", "年产值", "12亿元"],
        [*again, "企业户数", "3"],
        ["乙镇", "", "", "企业户数", "4"],
    )
    assert problems == []
    assert [(town.name, town.facts.get("county"), town.facts["firms"]) for town in towns] == [
        ("甲镇", "虚构县", 3),
        ("乙镇", None, 4),
    ]


def test_rows_of_a_town_called_like_the_place_of_others_are_their_total(table):
    rows = [["年产值", "20亿元"], ["企业户数", "7"]], [["年产值", "12亿元"], ["企业户数", "3"]]
    names = ["虚构县", "甲镇"]
    towns, problems, remarks = table(
        ["专业镇", "县", "指标", "数值"],
        *([name, "虚构县", *row] for name, of_town in zip(names, rows, strict=True) for row in of_town),
    )
    assert (problems, [town.name for town in towns]) == ([], ["甲镇"])
    said = "2 rows are called like the places that other rows lie in, and are ignored as their totals (rows 2, 3); "
    assert remarks == [f"2:1: A2: {said}if one is a town, write its full name"]
    towns, problems, remarks = table(
        ["专业镇", "指标", "数值"],
        *([name, *row] for name, of_town in zip(names, rows, strict=True) for row in of_town),
    )
    assert (problems, [town.name for town in towns]) == ([], names)
    assert remarks[0].startswith("2:1: A2: 2 rows are called like counties or cities and are read as towns (rows 2, 3)")


def test_a_column_of_a_long_table_that_says_nothing_is_not_read(table):
    towns, problems, remarks = table(
        ["专业镇", "指标", "数值", "佐证"], ["甲镇", "年产值", "12亿元", "年鉴"], ["甲镇", "企业户数", "3", "年鉴"]
    )
    assert (problems, len(towns), remarks) == ([], 1, ["1:4: D1: this column is not read: '佐证'"])


LONG = ["专业镇", "县", "年份", "指标", "数值"]


def test_rows_that_leave_open_where_a_town_lies_are_of_the_one_town_of_that_name(table):
    first, second = ["甲镇", "", "", "产值", "2亿元"], ["甲镇", "虚构县", "2024", "企业户数", "3"]
    for rows in ([first, second], [second, ["乙镇", "另县", "2024", "企业户数", "4"], first]):
        towns, problems, _remarks = table(LONG, *rows)
        stated = towns[0].facts
        assert (problems, stated["county"], stated["year"]) == ([], "虚构县", 2024)
        assert (stated["firms"], stated["annual_output"]) == (3, read_money("2亿元"))
    _towns, problems, _remarks = table(LONG, first, second, [*second[:3], "产值", "3亿元"])
    assert problems == ["2:5: E2: '产值' of this town is in row 4 already; keep one"]


def test_rows_that_may_be_of_several_towns_of_one_name_are_asked_about(table):
    rows = [["甲镇", "虚构县", year, "企业户数", "3"] for year in ("", "2023", "2024")]
    towns, problems, _remarks = table(LONG, *rows)
    assert [town.facts["year"] for town in towns] == [2023, 2024]
    assert problems == ["2:3: C2: '年份' is blank here, and several towns of this name state it; write which is meant"]


def test_a_long_table_may_have_one_fact_alone(table):
    rows = [[name, "虚构县", "2024", "产值", "2亿元"] for name in ("甲镇", "乙镇")]
    towns, problems, remarks = table(LONG, *rows)
    assert (problems, remarks, outputs(towns)) == ([], [], [(n, 2024, read_money("2亿元")) for n in ("甲镇", "乙镇")])
    # among other words one may be a fact's by chance
    towns, problems, _remarks = table(LONG, rows[0], [*rows[1][:3], "技改", "是"])
    assert (problems, outputs(towns)) == ([], [("甲镇", 2024, None), ("乙镇", 2024, None)])
