"""Where in a sheet the table is: headers of several rows, a second header, rows of numbers."""

import pytest

from tests.towns.tables.grids import HEAD, TOWN, facts
from zhenkit.facts.quantities import read_money
from zhenkit.rulesets.catalog import shipped
from zhenkit.towns.tables import layout, meanings

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


def test_the_members_of_a_set_stand_below_it(table):
    members = [member.label.zh for member in shipped().facts["services"].type.members]
    (town,), problems, _remarks = table(
        ["名称", "县", "公共服务功能", *[""] * 7], ["", "", *members], ["甲镇", "虚构县", "√", *["×"] * 7]
    )
    assert (problems, town.facts["services"]) == ([], {shipped().facts["services"].type.members[0].id})


def test_a_row_that_says_how_columns_are_computed_numbers_them(table):
    (town,), problems, _remarks = table(HEAD, ["（1）", "（2）", "（3）", "（4）", "（5）", "（6）=（7）+（8）"], TOWN)
    assert (problems, town.name) == ([], "甲镇")


def test_of_very_many_ignored_columns_the_first_are_named(table):
    _towns, problems, remarks = table([*HEAD, *[f"列{number}" for number in range(100)]], TOWN)
    assert (problems, len(remarks)) == ([], 21)
    assert remarks[-1] == "1:27: AA1: 80 more columns are ignored; `zhenkit preview FILE` shows all"


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


def test_boxes_of_which_one_is_ticked_say_yes_or_no(table):
    rows = [["甲", "☑是 □否"], ["乙", "□是 ☑否"], ["丙", "是☑ 否□"], ["丁", "没有"], ["戊", "有√ 无□"]]
    towns, problems, _remarks = table(["名称", "有出口产品"], *rows)
    assert (problems, [town.facts["exports"] for town in towns]) == ([], [True, False, True, False, True])


@pytest.mark.parametrize(
    ("above", "said"), [(50, "; a header is looked for down to row 50: remove rows above it"), (49, "")]
)
def test_a_header_too_far_down_is_told(table, above, said):
    towns, problems, _remarks = table(*[["说明", str(number), "x"] for number in range(above)], HEAD, TOWN)
    assert len(towns) == (not said)
    assert [problem[-len(said) :] for problem in problems] == ([said] if said else [])


def test_a_second_header_of_other_columns_is_read_by_though_a_word_of_it_is_a_level(table):
    first = ["名称", "县", "企业技术中心级别", "企业户数", "备注"]
    second = ["企业户数", "备注", "省", "县", "名称", "年份"]
    towns, problems, _remarks = table(
        first, ["甲镇", "虚构县", "省级", "3", ""], second, ["4", "", "", "另县", "乙镇", "2024"]
    )
    assert (problems, [(town.name, town.facts["firms"]) for town in towns]) == ([], [("甲镇", 3), ("乙镇", 4)])


def test_a_name_over_several_lines_of_its_cell_is_one(table):
    towns, problems, _remarks = table(HEAD, ["甲\n镇", *TOWN[1:3], "虚构\n县", *TOWN[4:]], ["New\nTown", *TOWN[1:]])
    assert (problems, [(town.name, town.facts["county"]) for town in towns]) == (
        [],
        [("甲镇", "虚构县"), ("New Town", "虚构县")],
    )


@pytest.mark.parametrize(
    "group",
    ["上年", "2025年目标", "全县", "规上企业", "龙头企业", "园区", "增速", "1-6月", "三年平均", "得分", "省级标准"],
)
def test_figures_below_a_group_of_others_are_not_the_town_s(table, group):
    header = ["名称", "县", group, ""], ["", "", "企业户数", "从业人数"]
    (town,), problems, remarks = table(*header, ["甲镇", "虚构县", "12", "300"])
    assert (problems, len(town.facts)) == ([], 2)
    assert [remark[:5] for remark in remarks] == ["2:3: ", "2:4: "]


@pytest.mark.parametrize("group", ["本年", "2024年", "就业收入", "企业情况", "一、产业集聚", "市场主体（家、人）"])
def test_figures_below_a_group_that_says_nothing_of_whose_they_are_are_read(table, group):
    header = ["名称", "县", group, ""], ["", "", "企业户数", "从业人数"]
    (town,), problems, remarks = table(*header, ["甲镇", "虚构县", "12", "300"])
    assert (problems, remarks, town.facts["firms"], town.facts["employees"]) == ([], [], 12, 300)
