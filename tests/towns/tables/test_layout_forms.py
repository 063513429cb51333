"""Sheets that are forms: facts one below another, a column for each town, or two facts in a row."""

import pytest

from tests.towns.tables.grids import HEAD, TOWN, facts
from zhenkit.facts.quantities import read_money

OUTPUT = read_money("12.5亿元")


FORM = list(zip(["名称", "省", "市", "县", "年份", "年产值"], [*TOWN[:5], "12.5亿元"], strict=True))


def test_a_form_stands_upright(table):
    towns, problems, _remarks = table(*FORM)
    assert (problems, [facts(town) for town in towns]) == (
        [],
        [{"name": "甲镇", "county": "虚构县", "year": 2024, "annual_output": OUTPUT}],
    )


def test_a_form_has_several_towns_units_and_notes(table):
    towns, problems, _remarks = table(
        ["附件2", "", "", "", "", ""],
        ["序号", "指标", "单位", "甲镇", "乙镇", "备注"],
        ["1", "县", "", "虚构县", "虚构县", ""],
        ["2", "年份", "年", "2024", "2024", ""],
        ["3", "年产值", "亿元", "12.5", "20", "统计局数"],
        ["4", "企业户数", "户", "3", "4", ""],
    )
    assert problems == []
    assert [(town.name, town.facts["annual_output"]) for town in towns] == [
        ("甲镇", OUTPUT),
        ("乙镇", read_money("20亿元")),
    ]


def test_a_form_with_two_facts_in_a_row(table):
    towns, problems, _remarks = table(
        ["专业镇申报表", "", "", ""],
        ["名称", "甲镇", "县", "虚构县"],
        ["年份", "2024", "年产值", "12.5亿元"],
        ["企业户数", "41", "从业人数", "300"],
    )
    assert problems == []
    assert facts(towns[0]) == {"name": "甲镇", "county": "虚构县", "year": 2024, "annual_output": OUTPUT, "firms": 41}


def test_a_problem_of_a_form_names_its_cell(table):
    towns, problems, _remarks = table(*FORM, ["企业户数", "约40"])
    assert towns == []
    assert problems[0].startswith("7:2: B7: 企业户数: '约40' is not an exact figure")


def test_the_unit_said_above_a_form_is_that_of_its_figures(table):
    form = [[label, value.removesuffix("亿元")] for label, value in FORM]
    (town,), problems, _remarks = table(["单位：万元", ""], *form)
    assert (problems, town.facts["annual_output"]) == ([], read_money("12.5万元"))


PLACES = [["省", "山西省"], ["市", "虚构市"], ["县", "虚构县"]]


def form_of(head, *rows):
    """A form with these headings: places are the same in every column."""
    return [head, *([label, *[value] * (len(head) - 1)] for label, value in PLACES), *rows]


def test_headings_of_a_form_that_are_years_date_its_columns(table):
    rows = ["名称", "甲镇", "甲镇"], ["年产值（亿元）", "10", "12.5"], ["企业户数", "3", "4"]
    towns, problems, _remarks = table(*form_of(["指标", "2023年", "2024"], *rows))
    assert problems == []
    assert [(town.name, town.facts["year"], town.facts["firms"]) for town in towns] == [
        ("甲镇", 2023, 3),
        ("甲镇", 2024, 4),
    ]


def test_headings_of_a_form_that_are_years_or_say_nothing_name_no_town(table):
    for heads in (["2023年", "2024年"], ["本年", "数值"]):
        towns, problems, _remarks = table(*form_of(["指标", *heads], ["年产值（亿元）", "10", "12.5"]))
        assert towns == []
        assert "no row has the towns' names" in problems[0]


@pytest.mark.parametrize("heading", ["合计", "全县合计", "平均", "增长率（%）", "上年", "备注", "说明"])
@pytest.mark.parametrize("first", ["指标", "名称"])
def test_a_column_of_a_form_that_is_no_town_s_is_ignored_with_a_remark(table, heading, first):
    rows = ["年产值（亿元）", "10", "12.5", "22.5"], ["企业户数", "3", "4", "7"]
    towns, problems, remarks = table(*form_of([first, "甲镇", "乙镇", heading], *rows))
    assert (problems, [town.name for town in towns]) == ([], ["甲镇", "乙镇"])
    assert remarks == [f"1:4: D1: this column is no town's and is ignored: '{heading}'"]


def test_units_stand_to_the_right_of_a_form_too(table):
    rows = [[*row, ""] for row in PLACES]
    rows += [["名称", "甲镇", ""], ["年产值", "12.5", "亿元"], ["企业户数", "3", "户"]]
    (town,), problems, remarks = table(["指标", "内容", "单位"], *rows)
    assert (problems, remarks) == ([], [])
    assert (town.facts["annual_output"], town.facts["firms"]) == (OUTPUT, 3)


def test_what_stands_above_the_headings_of_a_form_is_of_every_column(table):
    towns, problems, _remarks = table(
        ["专业镇名称", "甲镇"],
        ["县", "虚构县"],
        ["指标", "单位", "2023年", "2024年"],
        ["年产值", "亿元", "9", "12.5"],
        ["企业户数", "户", "30", "33"],
    )
    assert problems == []
    assert [(town.name, town.facts["county"], town.facts["year"], town.facts["firms"]) for town in towns] == [
        ("甲镇", "虚构县", 2023, 30),
        ("甲镇", "虚构县", 2024, 33),
    ]


def test_tables_side_by_side_and_forms_below_one_another_are_told(table):
    said = "'名称' repeats '名称'; keep one, or put tables below one another, and forms on sheets of their own"
    for rows in ([[*HEAD, "", *HEAD], [*TOWN, "", *TOWN]], [*FORM, [], *FORM]):
        towns, problems, _remarks = table(*rows)
        assert towns == []
        assert said in problems[0]


@pytest.mark.parametrize("heading", ["2025年计划", "1-6月", "自评"])
def test_a_form_of_another_period_is_asked_about(table, heading):
    towns, problems, _remarks = table(*form_of(["指标", heading], ["名称", "甲镇"], ["年产值（亿元）", "12"]))
    assert towns == []
    assert f"'{heading}' does not say the year's figures" in problems[0]


@pytest.mark.parametrize("heading", ["得分", "权重", "标准值", "完成率", "目标值"])
def test_a_column_of_a_form_that_weighs_or_compares_is_no_town(table, heading):
    towns, problems, _remarks = table(
        *form_of(["指标", "甲镇", heading], ["年产值（亿元）", "12", "10"], ["企业户数", "3", "4"])
    )
    assert (problems, [town.name for town in towns]) == ([], ["甲镇"])


def test_headings_of_a_form_in_two_rows_are_asked_about(table):
    towns, problems, _remarks = table(
        ["指标", "某县", "另县"], ["", "甲镇", "丙镇"], ["年产值（亿元）", "8", "3"], ["企业户数", "5", "3"]
    )
    assert towns == []
    assert "the headings of this form are in two rows" in problems[0]


@pytest.mark.parametrize("line", ["专业镇名称：甲镇", "名称：甲镇　　所在县：虚构县", "填报人：张三 专业镇名称: 甲镇"])
def test_a_form_whose_town_s_name_stands_in_one_cell_with_its_label(table, line):
    (town,), problems, _remarks = table([line, ""], ["指标", "数值"], ["年产值（亿元）", "12.5"], ["企业户数", "3"])
    assert (problems, town.name, town.facts["annual_output"]) == ([], "甲镇", OUTPUT)


def test_a_form_of_cells_that_each_say_a_fact(table):
    (town,), problems, _remarks = table(["专业镇名称：甲镇", "县：虚构县"], ["年产值：12.5亿元", "企业户数：约3"][:1])
    assert (problems, facts(town)) == ([], {"name": "甲镇", "county": "虚构县", "annual_output": OUTPUT})
    towns, problems, _remarks = table(["专业镇名称：甲镇", "县：虚构县"], ["年产值：12.5亿元", "企业户数：约3"])
    assert towns == []
    assert problems[0].startswith("2:2: B2: 企业户数: '约3' is not an exact figure")


def test_the_unit_of_a_figure_stands_in_a_pair_of_cells_beside_it(table):
    (town,), problems, _remarks = table(
        ["专业镇名称", "甲镇", "所在县", "虚构县"],
        ["年产值", "125000", "单位", "万元"],
        ["从业人数", "1.2", "单位", "万人"],
    )
    assert (problems, town.facts["annual_output"], town.facts["employees"]) == ([], OUTPUT, 12_000)


def test_what_stands_above_a_table_and_has_no_column_is_told(table):
    towns, problems, remarks = table(["年份：2024"], ["县", "虚构县"], ["名称", "年产值（亿元）"], ["甲镇", "12.5"])
    assert (problems, len(towns)) == ([], 1)
    said = "above the table is not read; if it is of every town, say so with --set"
    assert remarks == [f"1:1: A1: '年份：2024' {said} year=2024", f"2:1: A2: '县：虚构县' {said} county=虚构县"]


AGAIN = "of this town is in row {row} already; keep one"
BELOW = [["指标", "数值"], ["年产值（亿元）", "12.5"], ["企业户数", "3"]]


def test_cells_that_contradict_one_another_are_told(table):
    one_by_one = [["专业镇名称：甲镇"], ["年产值：12.5亿元"], ["专业镇名称：乙镇"], ["年产值：13亿元"]]
    towns, problems, _remarks = table(*one_by_one)
    assert towns == []
    assert problems == [
        f"3:1: A3: '专业镇名称' {AGAIN.format(row=1)}",
        f"4:1: A4: '年产值' {AGAIN.format(row=2)}",
    ]
    towns, problems, _remarks = table(["专业镇名称：甲镇", "县：虚构县"], *BELOW, ["县：另县"])
    assert (towns, problems) == ([], [f"5:1: A5: '县' {AGAIN.format(row=1)}"])


def test_cells_that_say_the_same_again_are_read(table):
    (town,), problems, remarks = table(["专业镇名称：甲镇", "县：虚构县"], *BELOW, ["县： 虚构县"])
    assert (problems, remarks, town.facts["county"]) == ([], [], "虚构县")
    (town,), problems, _remarks = table(["专业镇名称：甲镇"], ["年产值：12.5亿元"], ["年产值：12.5 亿元"])
    assert (problems, town.facts["annual_output"]) == ([], OUTPUT)


@pytest.mark.parametrize("cell", ["企业户数：3：4", "县：虚构县　企业户数：约：3"])
def test_a_cell_whose_value_is_not_read_is_told(table, cell):
    for rows in ([["年产值：12.5亿元"]], BELOW[:2]):
        towns, problems, _remarks = table(["专业镇名称：甲镇"], *rows, [cell])
        assert towns == []
        assert [problem.partition(": ")[2].partition(": ")[2] for problem in problems] == [
            "what follows '企业户数' in this cell is not read; write the value alone after one colon"
        ]


def test_a_cell_to_fill_in_is_blank(table):
    cells = ["专业镇名称：甲镇　县：　年份：2024", "企业户数：____　从业人数："]
    (town,), problems, _remarks = table(cells, ["年产值：12.5亿元"])
    assert (problems, facts(town)) == ([], {"name": "甲镇", "year": 2024, "annual_output": OUTPUT})


def test_a_column_of_a_form_that_is_called_like_the_place_of_others_is_their_total(table):
    rows = ["年产值（亿元）", "20.5", "12.5", "8"], ["企业户数", "7", "3", "4"]
    for head in ("虚构县", "虚构县（2个）"):
        towns, problems, remarks = table(*form_of(["指标", head, "甲镇", "乙镇"], *rows))
        assert (problems, [town.name for town in towns]) == ([], ["甲镇", "乙镇"])
        assert remarks == [f"1:2: B1: this column is no town's and is ignored: '{head}'"]
    towns, problems, remarks = table(["指标", "虚构县", "甲镇", "乙镇"], *rows)
    assert (problems, len(towns)) == ([], 3)
    assert remarks == [
        "1:2: B1: '虚构县' is called like a county or a city and is read as a town; "
        "if it is the total of others, remove it; if it is a town, write its full name, and its county",
        "1:2: B1: the figures of '虚构县' are the sums of those of 2 others (甲镇, 乙镇), and it is read as a town: "
        "remove it if it is their total",
    ]


def test_a_form_of_one_town_that_is_called_like_its_county_has_it(table):
    (town,), problems, remarks = table(["名称", "虚构县"], ["县", "虚构县"], ["年产值（亿元）", "12.5"])
    assert (town.name, problems, remarks) == ("虚构县", [], [])


NAMED = [["专业镇名称", "甲镇"], ["县", "虚构县"], ["年份", "2024"]]


@pytest.mark.parametrize(
    "rows",
    [
        [["", *row] for row in NAMED]
        + [["上年", "企业户数", "12"], ["", "从业人数", "300"], ["本年", "年产值", "3亿元"]],
        [
            *NAMED,
            ["一、上年情况", ""],
            ["企业户数", "12"],
            ["从业人数", "300"],
            ["二、本年情况", ""],
            ["年产值", "3亿元"],
        ],
        [*NAMED, ["龙头企业", "企业户数", "12"], ["", "从业人数", "300"], ["经济指标", "年产值", "3亿元"]],
        [
            *([*row, *more] for row, more in zip(NAMED, [["主导产业", "法兰"], ["", ""], ["", ""]], strict=True)),
            ["上年情况", "", "", ""],
            ["企业户数", "12", "从业人数", "300"],
            ["（二）本年情况", "", "", ""],
            ["年产值", "3亿元", "联系人", ""],
        ],
    ],
)
def test_groups_of_a_form_say_of_whom_or_when_the_figures_are(table, rows):
    (town,), problems, remarks = table(*rows)
    assert problems == []
    assert (town.facts["annual_output"], town.facts["year"]) == (30_000_000_000, 2024)
    assert "firms" not in town.facts
    assert "employees" not in town.facts
    assert sum("is not 企业户数 (firms)" in one or "is not 从业人数 (employees)" in one for one in remarks) == 2


def test_groups_of_a_form_that_say_nothing_of_whose_the_figures_are(table):
    for group in ("经济指标", "二、发展情况"):
        rows = [[group, "企业户数", "12"], ["", "从业人数", "300"]]
        (town,), problems, _remarks = table(*(["", *row] for row in NAMED), *rows)
        assert (problems, town.facts["firms"], town.facts["employees"]) == ([], 12, 300)


def test_years_may_head_the_rows_of_a_form(table):
    (town,), problems, remarks = table(*NAMED, ["2023年", ""], ["企业户数", "12"], ["2024年", ""], ["企业户数", "15"])
    assert (problems, remarks, town.facts["firms"]) == ([], [], 15)


def test_a_title_beside_the_name_is_no_other_town(table):
    rows = [
        ["专业镇名称", "甲镇", "所在县", "虚构县"],
        ["企业户数", "12", "其中规上", "3"],
        ["年产值", "3亿元", "上年", "2"],
    ]
    (town,), problems, remarks = table(*rows)
    assert (problems, len(remarks)) == ([], 2)
    assert (town.name, town.facts["county"], town.facts["firms"]) == ("甲镇", "虚构县", 12)


def test_what_towns_are_held_to_is_no_town(table):
    rows = [["项目", "省级标准", "甲镇", "差距"], ["年产值（亿元）", "10", "12", "2"], ["企业户数", "20", "30", "10"]]
    (town,), problems, remarks = table(*rows)
    assert (problems, town.name, [remark[:4] for remark in remarks]) == ([], "甲镇", ["1:2:", "1:4:"])


def test_a_heading_with_the_words_of_a_fact_and_nothing_beside_it_is_none(table):
    (town,), problems, remarks = table(
        ["专业镇基本情况表", ""],
        ["专业镇名称", "甲镇"],
        ["三、公共服务", ""],
        ["8.公共服务功能", "☑研发设计 ☐业务培训"],
    )
    assert (problems, remarks, town.facts["services"]) == ([], [], {"rd_design"})


def test_what_is_blank_beside_others_in_a_form_is_told(table):
    _towns, problems, remarks = table(["指标", "甲镇", "乙镇"], ["县", "虚构县", ""], ["企业户数", "3", "4"])
    said = "which is read as missing (C2); if the value beside it is its own too, write it there"
    assert (problems, remarks) == ([], [f"2:3: C2: 1 town of this form is blank in '县' beside others, {said}"])


def test_a_column_of_units_may_have_another_text_above(table):
    (town,), problems, _remarks = table(
        ["填报单位：虚构县工信局", "", "填报日期：2024-5-1"],
        ["专业镇名称", "甲镇", ""],
        ["年产值", "12.5", "亿元"],
        ["从业人数", "0.09", "万人"],
    )
    assert (problems, town.facts["annual_output"], town.facts["employees"]) == ([], OUTPUT, 900)
