"""Units that stand beside the figures: above a table, within it, below it, in a column or a remark of the row."""

import pytest

from tests.towns.tables.grids import HEAD, TOWN
from zhenkit.facts.quantities import read_money

OUTPUT = read_money("12.5亿元")


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
    assert sum("names, where neither title nor cell has one" in remark for remark in remarks) == 2


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


ROW = ["甲镇", "虚构县", "2024"]
TITLES = ["名称", "县", "年份"]


@pytest.mark.parametrize("title", ["单位", "计量单位", "金额单位", "unit"])
@pytest.mark.parametrize("before", [True, False])
def test_a_column_of_units_gives_each_row_s_figure_its_unit(table, title, before):
    titles, rows = ["年产值", title], [["12.5", "亿元"], ["80000", "（万元）"], ["9亿元", "万元"], ["12.5", "某局"]]
    if before:
        titles, rows = titles[::-1], [row[::-1] for row in rows]
    towns, problems, remarks = table(
        [*TITLES, *titles], *([f"{name}镇", *ROW[1:], *row] for name, row in zip("甲乙丙丁", rows, strict=True))
    )
    assert [town.facts["annual_output"] for town in towns] == [OUTPUT, read_money("8亿元"), read_money("9亿元")]
    assert len(problems) == 1
    assert "'12.5' has no unit" in problems[0]
    assert any("the units that cells of this column name are those of '年产值'" in remark for remark in remarks)


def test_two_columns_of_units_are_each_of_the_figure_before_them(table):
    (town,), problems, _remarks = table(
        ["名称", "县", "产值", "单位", "从业人数", "单位"], ["甲镇", "虚构县", "12.5", "亿元", "1.2", "万人"]
    )
    assert (problems, town.facts["annual_output"], town.facts["employees"]) == ([], OUTPUT, 12_000)


def test_a_unit_that_contradicts_its_title_is_told_unless_the_cell_has_its_own(table):
    towns, problems, _remarks = table(
        [*TITLES, "年产值（亿元）", "单位"], [*ROW, "12.5", "亿元"], ["乙镇", *ROW[1:], "80000", "万元"]
    )
    assert [town.name for town in towns] == ["甲镇"]
    said = "'万元' in this row is not the unit of '年产值（亿元）'; write the unit behind that figure"
    assert problems == [f"3:5: E3: {said}"]


def test_a_unit_of_which_it_is_not_said_whose_it_is_is_asked_about(table):
    titles = ["名称", "县", "企业户数", "备注", "从业人数", "说明", "单位"]
    towns, problems, _remarks = table(titles, ["甲镇", "虚构县", "3", "", "2", "", "万"])
    assert towns == []
    assert "is the unit of one figure, but it is not said of which" in problems[0]


@pytest.mark.parametrize("remark", ["单位：万人", "人数单位为万人", "以万人计", "万人", "按万人为单位填报"])
def test_a_remark_that_says_the_unit_of_its_row_is_heeded(table, remark):
    towns, problems, remarks = table(
        [*TITLES, "从业人数", "备注"], [*ROW, "12", "主导产业为法兰"], ["乙镇", *ROW[1:], "8", remark]
    )
    assert (problems, [town.facts["employees"] for town in towns]) == ([], [12, 80_000])
    assert remarks[-1].startswith("3:5: E3: the unit that this remark names is that of the figures in its row")


@pytest.mark.parametrize("remark", ["元", "金额单位：元", "（元）"])
def test_a_remark_may_say_that_money_is_in_yuan(table, remark):
    (town,), problems, _remarks = table([*TITLES, "年产值", "备注"], [*ROW, "1250000000", remark])
    assert (problems, town.facts["annual_output"]) == ([], OUTPUT)


def test_a_remark_that_contradicts_a_title_is_told_and_one_on_other_figures_is_not(table):
    towns, problems, _remarks = table(
        [*TITLES, "年产值（亿元）", "备注"],
        [*ROW, "12.5", "利润单位为万元"],
        ["乙镇", *ROW[1:], "80000", "单位：万元"],
        ["丙镇", *ROW[1:], "8", "某单位：联系人张三"],
    )
    assert [town.name for town in towns] == ["甲镇", "丙镇"]
    said = "'单位：万元' in this row is not the unit of '年产值（亿元）'; write the unit behind that figure"
    assert problems == [f"3:5: E3: {said}"]


@pytest.mark.parametrize("note", ["注：人数单位为万人", "备注：1.产值以亿元计；2.从业人员单位为万人", "单位：万人"])
def test_a_note_below_the_towns_says_the_unit_of_their_figures(table, note):
    titles = [*TITLES, "从业人数"]
    towns, problems, remarks = table(titles, [*ROW, "12"], ["合计", "", "", "12"], [note])
    assert (problems, [town.facts["employees"] for town in towns]) == ([], [120_000])
    assert any(f"figures are in the unit that '{note}' names" in remark for remark in remarks)
    towns, problems, _remarks = table(titles, [*ROW, "12"], [note], titles, ["乙镇", *ROW[1:], "12"])
    above = 12 if note.startswith("单位") else 120_000
    assert (problems, towns[0].facts["employees"]) == ([], above)


def test_a_note_below_a_form_says_the_unit_of_its_figures(table):
    (town,), problems, _remarks = table(
        ["名称", "甲镇"],
        ["县", "虚构县"],
        ["从业人数", "12"],
        ["年产值", "5"],
        ["注：人数单位为万人，产值单位为亿元", ""],
    )
    assert (problems, town.facts["employees"], town.facts["annual_output"]) == ([], 120_000, read_money("5亿元"))


def test_a_note_that_contradicts_a_title_refuses_the_table(table):
    towns, problems, _remarks = table([*TITLES, "年产值（亿元）"], [*ROW, "12"], ["注：金额单位为万元"])
    assert towns == []
    said = "'注：金额单位为万元' below the table is not the unit of '年产值（亿元）'; correct one of them"
    assert problems == [f"1:4: D1: {said}"]
    towns, problems, _remarks = table([*TITLES, "年产值（亿元）"], [*ROW, "12"], ["注：利润单位为万元"])
    assert (problems, len(towns)) == ([], 1)


def test_a_note_among_the_towns_or_far_below_that_names_another_unit_is_told(table):
    titles = [*TITLES, "从业人数"]
    many = [[f"乙{number}镇", *ROW[1:], "3"] for number in range(450)]
    for rows in ([[*ROW, "12"], ["注：人数单位为万人"], ["乙镇", *ROW[1:], "8"]], [*many, ["注：人数单位为万人"]]):
        _towns, problems, _remarks = table(titles, *rows)
        said = "'注：人数单位为万人' names a unit by which the rows above were not read; write it into the titles"
        assert len(problems) == 1
        assert said in problems[0]


@pytest.mark.parametrize("name", ["乙镇（万元）", "乙镇(单位：亿元)", "乙镇（万人）"])
def test_a_unit_behind_a_town_s_name_is_told(table, name):
    towns, problems, _remarks = table([*TITLES, "年产值（亿元）"], [*ROW, "12"], [name, *ROW[1:], "8"])
    assert [town.name for town in towns] == ["甲镇"]
    assert "has a unit; write the unit behind the figures" in problems[0]


@pytest.mark.parametrize("name", ["乙镇（原丙镇）", "乙镇（二期）"])
def test_brackets_behind_a_town_s_name_are_a_part_of_it(table, name):
    towns, problems, _remarks = table([*TITLES, "年产值（亿元）"], [name, *ROW[1:], "8"])
    assert (problems, [town.name for town in towns]) == ([], [name])


@pytest.mark.parametrize(
    ("title", "cell", "measure"),
    [("企业户数", "350人", "人"), ("从业人数", "3~5家", "家"), ("从业人数（万人）", "2万户", "户")],
)
def test_a_measure_word_of_other_things_is_told(table, title, cell, measure):
    towns, problems, _remarks = table([*TITLES, title], [*ROW, cell])
    assert towns == []
    assert f"counts {measure}, but" in problems[0]


@pytest.mark.parametrize(("title", "cell", "count"), [("企业户数", "350家", 350), ("从业人数(万人)", "2万人", 20_000)])
def test_a_measure_word_of_the_same_things_says_nothing(table, title, cell, count):
    (town,), problems, _remarks = table([*TITLES, title], [*ROW, cell])
    assert problems == []
    assert count in town.facts.values()


def test_a_title_in_persons_is_contradicted_by_ten_thousands(table):
    titled = [*TITLES, "从业人数（人）"]
    (town,), problems, _remarks = table(["单位：亿元、万人"], titled, [*ROW, "2000"])
    assert (problems, town.facts["employees"]) == ([], 2000)
    for rows in ([[*titled, "单位"], [*ROW, "12", "万人"]], [titled, [*ROW, "12"], ["注：人数单位为万人"]]):
        towns, problems, _remarks = table(*rows)
        assert towns == []
        assert "is not the unit of '从业人数（人）'" in problems[0]


def test_a_remark_beside_a_figure_of_a_form_that_says_another_unit_is_told(table):
    form = [["指标", "单位", "数值", "备注"], ["名称", "", "甲镇", ""], ["产值", "亿元", "12", "单位：亿元"]]
    towns, problems, _remarks = table(*form, ["从业人数", "人", "3", "以万人计"])
    assert towns == []
    said = "'以万人计' in this row does not say the unit of '从业人数'; write the unit behind that figure"
    assert problems == [f"4:4: D4: {said}"]


@pytest.mark.parametrize("units", [("亿元", "万元"), ("亿元", ""), ("", "万元")])
def test_columns_of_units_of_a_form_that_differ_are_told(table, units):
    head = ["指标", "甲镇", "单位", "乙镇", "单位"]
    rows = [["县", "虚构县", "", "虚构县", ""], ["年产值", "12", units[0], "130000", units[1]]]
    firms = ["企业户数", "3", "户", "4", "户"]
    towns, problems, _remarks = table(head, *rows, firms)
    assert towns == []
    said = ", ".join(filter(None, units))
    assert problems == [
        f"3:5: E3: '{said}' in this row does not say the unit of '年产值'; write the unit behind that figure"
    ]
    towns, problems, _remarks = table(head, rows[0], ["年产值", "12.5", "亿元", "13", "亿元"], firms)
    assert (problems, [town.facts["annual_output"] for town in towns]) == ([], [OUTPUT, read_money("13亿元")])
    # of a town without a figure none is asked
    towns, problems, _remarks = table(head, rows[0], ["年产值", "12.5", "亿元", "", ""], firms)
    assert (problems, towns[0].facts["annual_output"]) == ([], OUTPUT)


MONEY = [*TITLES, "年产值"]


@pytest.mark.parametrize(
    "note",
    [
        "注：除年产值外，金额单位为万元",
        "注：金额单位为万元（年产值除外）",
        "注：除年产值外以万元计",
        "注：上年产值单位为万元",
        "注：计划产值以万元计",
    ],
)
def test_a_note_or_remark_that_excepts_a_figure_or_speaks_of_another_year_s_does_not_say_its_unit(table, note):
    for rows in ([MONEY, [*ROW, "12"], [note]], [[*MONEY, "备注"], [*ROW, "12", note]]):
        towns, problems, _remarks = table(*rows)
        assert towns == []
        assert "年产值: '12' has no unit" in problems[0]


@pytest.mark.parametrize("note", ["注：除利润外，金额单位为万元", "注：除另有说明外，金额单位为万元"])
def test_a_note_that_excepts_other_figures_says_the_unit_of_the_rest(table, note):
    for rows in ([MONEY, [*ROW, "12"], [note]], [[*MONEY, "备注"], [*ROW, "12", note]]):
        (town,), problems, _remarks = table(*rows)
        assert (problems, town.facts["annual_output"]) == ([], read_money("12万元"))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("单位：除年产值为亿元外均为万元", "above the table does not say the unit of '年产值'"),
        ("单位：除年产值外均为万元", "'12' has no unit"),
        ("单位：万元（年产值除外）", "'12' has no unit"),
    ],
)
def test_a_line_above_a_table_that_excepts_figures_says_no_unit_of_them(table, line, said):
    towns, problems, _remarks = table([line], MONEY, [*ROW, "12"])
    assert towns == []
    assert said in problems[0]


def test_a_line_above_a_table_says_the_unit_of_what_it_excepts(table):
    line = ["单位：除从业人数为万人外均为万元"]
    (town,), problems, _remarks = table(line, [*MONEY, "从业人数"], [*ROW, "12", "2"])
    assert (problems, town.facts["annual_output"], town.facts["employees"]) == ([], read_money("12万元"), 20_000)


@pytest.mark.parametrize("line", ["上年产值单位：万元", "利润单位：万元", "计划产值以万元计，单位：某局"])
def test_the_unit_of_other_figures_said_above_a_table_is_not_theirs(table, line):
    towns, problems, _remarks = table([line], BARE, [*TOWN[:5], "12.5"])
    assert towns == []
    assert problems[0].startswith("3:6: F3: 年产值: '12.5' has no unit")


def test_units_above_a_table_that_are_said_of_different_figures_are_each_theirs(table):
    (town,), problems, _remarks = table(["利润单位：万元", "产值单位：亿元"], BARE, [*TOWN[:5], "12.5"])
    assert (problems, town.facts["annual_output"]) == ([], OUTPUT)
    (town,), problems, _remarks = table(["虚构省专业镇基本情况表单位：亿元"], BARE, [*TOWN[:5], "12.5"])
    assert (problems, town.facts["annual_output"]) == ([], OUTPUT)
