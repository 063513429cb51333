"""Where in a sheet the table is: headers of several rows, a second header, rows of numbers, forms."""

import pytest

from tests.towns.tables.grids import csv_text, read
from zhenkit.facts.quantities import read_money
from zhenkit.rulesets.catalog import shipped
from zhenkit.towns.tables import layout, meanings

HEAD = ["名称", "省", "市", "县", "年份", "年产值（亿元）"]
TOWN = ["甲镇", "山西省", "虚构市", "虚构县", "2024", "12.5"]


@pytest.fixture
def table(tmp_path):
    def of(*rows):
        path = tmp_path / "towns.csv"
        path.write_text(csv_text(rows), "utf-8")
        return read(path)

    return of


def facts(town):
    return {
        key: value for key, value in town.facts.items() if key in ("name", "county", "year", "annual_output", "firms")
    }


OUTPUT = read_money("12.5亿元")


def test_groups_above_titles_are_read_with_them(table):
    towns, problems, _remarks = table(
        ["表1", "", "", "", ""],
        ["序号", "专业镇", "所在地", "", "", "数据年份", "主导产业", ""],
        ["", "名称", "省", "市", "县", "", "年产值（亿元）", "企业户数"],
        ["1", "甲镇", "山西省", "虚构市", "虚构县", "2024", "12.5", "3"],
    )
    assert problems == []
    assert [facts(town) for town in towns] == [
        {"name": "甲镇", "county": "虚构县", "year": 2024, "annual_output": OUTPUT, "firms": 3}
    ]


def test_a_group_that_says_whose_figures_they_are_is_heeded(table):
    towns, problems, remarks = table(
        ["名称", "县", "龙头企业", "", "基本情况", ""],
        ["", "", "数量", "产值（亿元）", "年份", "企业户数"],
        ["甲镇", "虚构县", "3", "12.5", "2024", "41"],
    )
    assert problems == []
    assert "annual_output" not in towns[0].facts
    assert towns[0].facts["firms"] == 41
    assert any("龙头企业 产值" in remark for remark in remarks)


@pytest.mark.parametrize(
    "numbers",
    [["甲", "乙", "丙", "丁", "1", "2"], ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"], ["栏次", "1", "2", "3", "4", "5"]],
)
def test_a_row_that_numbers_the_columns_is_no_town(table, numbers):
    towns, problems, _remarks = table(HEAD, numbers, TOWN)
    assert (problems, [town.name for town in towns]) == ([], ["甲镇"])


def test_what_stands_above_the_header_is_none(table):
    towns, problems, _remarks = table(
        ["专业镇基本情况表"], ["填报单位：虚构县工信局"], ["省", "山西省"], [], HEAD, TOWN
    )
    assert (problems, [town.name for town in towns]) == ([], ["甲镇"])


def test_a_second_header_is_read_by(table):
    towns, problems, remarks = table(
        HEAD,
        TOWN,
        [*HEAD[:5], "年产值（万元）"],
        ["乙镇", *TOWN[1:]],
        ["年产值（元）", "县", "名称"],
        ["5", "虚构县", "丙镇"],
    )
    assert problems == []
    assert [town.facts["annual_output"] for town in towns] == [OUTPUT, OUTPUT // 10_000, 500]
    assert remarks == [
        "3:1: A3: 2 more headers in the table: the rows below each are read by it (rows 3, 5)",
    ]


def test_a_second_header_of_two_rows_is_read_by(table):
    towns, problems, _remarks = table(
        HEAD,
        TOWN,
        [],
        ["名称", "所在地", "", "主导产业"],
        ["", "市", "县", "年产值（万元）"],
        ["乙镇", "虚构市", "虚构县", "12.5"],
    )
    assert problems == []
    assert [town.facts["annual_output"] for town in towns] == [OUTPUT, OUTPUT // 10_000]


def test_rows_below_a_header_that_cannot_be_read_are_not_read_by_the_one_before(table):
    towns, problems, _remarks = table(
        HEAD, TOWN, ["省", "县", "年份", "年产值（万元）"], ["山西省", "虚构县", "2024", "12"]
    )
    assert [town.name for town in towns] == ["甲镇"]
    said = "A3: no column has the towns' names; add the column `name` (名称) (the rows below this header are not read)"
    assert problems == [f"3:1: {said}"]


@pytest.mark.parametrize("word", ["同上", "〃", " 同上 ", '"', "“", "''"])
def test_ditto_marks_take_the_cell_above(table, word):
    towns, problems, _remarks = table(
        HEAD, TOWN, ["乙镇", word, word, word, word, "13"], ["丙镇", word, word, word, word, "14"]
    )
    assert problems == []
    assert [(town.facts["county"], town.facts["year"]) for town in towns] == [("虚构县", 2024)] * 3


def test_ditto_below_nothing_is_a_problem(table):
    towns, problems, _remarks = table(HEAD, ["甲镇", "同上", *TOWN[2:]])
    assert towns == []
    said = "the cell repeats the one above, but there is no town above; write the value"
    assert problems == [f"2:2: B2: {said}"]


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


SUMMARY = [
    ["附件1：虚构省特色专业镇基本情况汇总表（虚构数据）"],
    ["填报单位：虚构市工信局", "", "", "", "", "单位：家、亿元"],
    ["序号", "专业镇名称", "所在地", "", "数据年份", "主导产业产值（亿元）", "", "企业情况", "", "有无出口"],
    ["", "", "设区市", "县（市、区）", "", "2023年", "2024年", "企业户数（家）", "从业人数（万人）", ""],
    ["甲", "乙", "1", "2", "3", "4", "5", "6", "7", "8"],
    ["一、虚构市", "", "", "", "", "30", "32", "80", "2", ""],
    ["1", "甲镇", "虚构市", "虚构县", "2024", "9.5", "12.5", "41", "0.3", "√"],
    ["2", "乙镇", "〃", "另一县", "2023", "12.5", "9", "32", "1.2", "×"],
    ["合计", "", "", "", "", "22", "21.5", "73", "1.5", ""],
    ["注：1.产值为主导产业产值。"],
]


def test_a_summary_as_bureaus_keep_it_is_read_and_of_each_town_its_year_s_figure(table):
    towns, problems, _remarks = table(*SUMMARY)
    assert problems == []
    assert [facts(town) for town in towns] == [
        {"name": "甲镇", "county": "虚构县", "year": 2024, "annual_output": OUTPUT, "firms": 41},
        {"name": "乙镇", "county": "另一县", "year": 2023, "annual_output": OUTPUT, "firms": 32},
    ]
    assert [(town.facts["employees"], town.facts["exports"]) for town in towns] == [(3000, True), (12000, False)]


def test_figures_of_other_years_than_the_town_s_are_asked_about(table):
    rows = [list(row) for row in SUMMARY]
    rows[6][4] = "2022"
    towns, problems, _remarks = table(*rows)
    assert [town.name for town in towns] == ["乙镇"]
    said = "the columns are of the years 2023, 2024, the row is of 2022; write its year, or say which with --map"
    assert problems == [f"7:6: F7: {said}"]


def test_key_value_rows_above_are_none_of_the_header(table):
    towns, problems, _remarks = table(["省", "山西省"], ["填报人", "张三"], HEAD, TOWN)
    assert (problems, [facts(town)["name"] for town in towns]) == ([], ["甲镇"])


@pytest.mark.parametrize("columns", [200, 3_000])
def test_a_table_wide_beyond_measure_is_not_looked_through_without_end(table, columns):
    tried = meanings._own_meaning.cache_info().misses
    towns, problems, _remarks = table(*([f"第{row}行{column}" for column in range(columns)] for row in range(59)))
    assert towns == []
    assert "names no known fact" in problems[0]
    # of a column with titles in three rows: each, two and three together in either order
    assert meanings._own_meaning.cache_info().misses - tried < 9 * (layout.MOST_TITLES + columns)


def test_a_header_below_lines_that_fill_the_sheet_is_found(table):
    towns, problems, _remarks = table(*[["填报说明", *[""] * 5]] * 40, HEAD, TOWN)
    assert [facts(town)["name"] for town in towns] == ["甲镇"]
    assert problems == []


BARE = [*HEAD[:5], "年产值"]


@pytest.mark.parametrize(
    "line", [["单位：万元"], ["填报单位：某局", "", "", "", "", "单位:万元"], ["表1  计量单位：家、万元（人民币）"]]
)
def test_the_unit_said_above_a_table_is_that_of_amounts_without_one(table, line):
    rows = ["12.5"], ["3亿元"], ["7"]
    first, second, third = ([name, *TOWN[1:5], *output] for name, output in zip("甲乙丙", rows, strict=True))
    towns, problems, remarks = table(["专业镇一览表"], line, BARE, first, second, ["单位：亿元"], BARE, third)
    assert problems == []
    outputs = [town.facts["annual_output"] for town in towns]
    assert outputs == [read_money("12.5万元"), read_money("3亿元"), read_money("7亿元")]
    assert sum("above the table names, where neither title nor cell has one" in remark for remark in remarks) == 2


COUNTS = [*HEAD[:5], "年产值", "企业户数", "从业人数"]
COUNTED = [*TOWN[:5], "12.5", "30", "2"]


@pytest.mark.parametrize(
    ("line", "output", "firms", "employees"),
    [
        ("单位：亿元、万人", "12.5亿元", 30, 20_000),
        ("单位：万元、家、百人", "12.5万元", 30, 200),
        ("计量单位：万户、人、亿元", "12.5亿元", 300_000, 2),
        ("单位：除注明外均为万元", "12.5万元", 30, 2),
    ],
)
def test_units_said_above_a_table_are_those_of_counts_too(table, line, output, firms, employees):
    (town,), problems, _remarks = table([line], COUNTS, COUNTED)
    assert problems == []
    assert town.facts["annual_output"] == read_money(output)
    assert (town.facts["firms"], town.facts["employees"]) == (firms, employees)


@pytest.mark.parametrize(
    ("line", "columns"),
    [
        ("单位：亿元、万元", ["F"]),
        ("单位：万美元", ["F"]),
        ("单位：万", ["G", "H"]),
        ("单位：亿元、亿人", ["H"]),
        ("单位：亿元、万人、人", ["H"]),
    ],
)
def test_units_above_a_table_that_are_several_or_unknown_are_asked_about(table, line, columns):
    towns, problems, _remarks = table([line], COUNTS, COUNTED)
    assert towns == []
    titles = dict(zip("ABCDEFGH", COUNTS, strict=True))
    said = "'{line}' above the table does not say the unit of '{title}'; write the unit into that title"
    assert [problem.partition(": ")[2] for problem in problems] == [
        f"{column}2: {said.format(line=line, title=titles[column])}" for column in columns
    ]


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
        assert "no column has the towns' names" in problems[0]


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


@pytest.mark.parametrize(
    ("header", "below", "cells", "output"),
    [
        (["名称", "县", "年产值", "企业户数"], ["", "", "（万元）", "（户）"], ["甲镇", "虚构县", "12", "3"], "12万元"),
        (["名称", "县", "年产值", "企业户数"], ["—", "—", "亿元", "家"], ["甲镇", "虚构县", "12", "3"], "12亿元"),
    ],
)
def test_a_row_of_units_below_the_titles_is_read_with_them(table, header, below, cells, output):
    (town,), problems, remarks = table(header, below, cells)
    assert (problems, remarks) == ([], [])
    assert (town.facts["annual_output"], town.facts["firms"]) == (read_money(output), 3)


def test_the_members_of_a_set_stand_below_it(table):
    members = [member.label.zh for member in shipped().facts["services"].type.members]
    (town,), problems, _remarks = table(
        ["名称", "县", "公共服务功能", *[""] * 7], ["", "", *members], ["甲镇", "虚构县", "√", *["×"] * 7]
    )
    assert (problems, town.facts["services"]) == ([], {shipped().facts["services"].type.members[0].id})


def test_a_row_that_says_how_columns_are_computed_numbers_them(table):
    (town,), problems, _remarks = table(HEAD, ["（1）", "（2）", "（3）", "（4）", "（5）", "（6）=（7）+（8）"], TOWN)
    assert (problems, town.name) == ([], "甲镇")


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


def test_of_very_many_ignored_columns_the_first_are_named(table):
    _towns, problems, remarks = table([*HEAD, *[f"列{number}" for number in range(100)]], TOWN)
    assert (problems, len(remarks)) == ([], 21)
    assert remarks[-1] == "1:27: AA1: 80 more columns are ignored; `zhenkit preview FILE` shows all"


UNITS = ["名称", "县", "年份", "年产值", "企业户数"]
FIRST, SECOND = ["甲镇", "虚构县", "2024", "12.5", "3"], ["乙镇", "虚构县", "2024", "80000", "3"]


@pytest.mark.parametrize(
    "between", [["二、特优农业（单位：万元）"], ["附表2（单位：万元）"], ["以下单位：万元"], ["单位：", "万元"]]
)
@pytest.mark.parametrize("again", [True, False])
def test_units_said_within_a_table_are_those_of_the_rows_below(table, between, again):
    header = [UNITS] if again else []
    towns, problems, _remarks = table(["一、制造业（单位：亿元）"], UNITS, FIRST, between, *header, SECOND)
    assert problems == []
    assert [town.facts["annual_output"] for town in towns] == [read_money("12.5亿元"), read_money("8亿元")]


@pytest.mark.parametrize("between", ["二、特优农业（万元）", "单位：万元", "以下单位：万元"])
def test_a_line_that_contradicts_the_unit_of_a_title_is_told(table, between):
    towns, problems, _remarks = table([*UNITS[:3], "年产值（亿元）", "企业户数"], FIRST, [between], SECOND)
    assert [town.name for town in towns] == ["甲镇"]
    said = f"'{between}' is not the unit of '年产值（亿元）'; put a header with its unit above these rows"
    assert problems == [f"3:4: D3: {said} (the rows below this header are not read)"]


def test_a_line_with_a_bureau_s_name_and_a_date_is_none_of_the_header(table):
    (town,), problems, remarks = table(["填报单位：某县工信局", "", "2024年12月"], HEAD, TOWN)
    assert (problems, remarks, facts(town)["annual_output"]) == ([], [], OUTPUT)


def test_titles_below_groups_belong_to_the_header_though_none_is_known(table):
    towns, problems, remarks = table(
        ["名称", "企业户数", "", ""], ["", "总数", "其中：龙头企业", "其中：配套企业"], ["甲镇", "12", "3", "5"]
    )
    assert (problems, [town.name for town in towns]) == ([], ["甲镇"])
    assert any("其中" in remark for remark in remarks)


LEVELS = ["名称", "知名品牌最高级别", "行业影响力范围", "企业技术中心级别", "年产值"]


def test_a_row_of_levels_is_no_header(table):
    titles = ["name", "brand_level", "influence_scope", "technology_centre", "annual_output"]
    towns, problems, _remarks = table(titles, ["甲镇", "province", "county", "city", "12亿元"])
    assert (problems, [town.name for town in towns]) == ([], ["甲镇"])
    towns, problems, _remarks = table(LEVELS, ["甲镇", "省", "县", "市", "12亿元"])
    assert towns == []
    assert all("did you mean" in problem for problem in problems)


def test_a_dated_column_is_of_its_year_alone(table):
    towns, problems, _remarks = table(["名称", "年份", "2023年产值（亿元）"], ["甲", "2024", "12"], ["乙", "2023", "9"])
    assert [town.name for town in towns] == ["乙"]
    said = "the columns are of the years 2023, the row is of 2024; write its year, or say which with --map"
    assert problems == [f"2:3: C2: {said}"]


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
    assert "the headings of this form stand in two rows" in problems[0]


def test_boxes_of_which_one_is_ticked_say_yes_or_no(table):
    rows = [["甲", "☑是 □否"], ["乙", "□是 ☑否"], ["丙", "是☑ 否□"], ["丁", "没有"], ["戊", "有√ 无□"]]
    towns, problems, _remarks = table(["名称", "有出口产品"], *rows)
    assert (problems, [town.facts["exports"] for town in towns]) == ([], [True, False, True, False, True])
