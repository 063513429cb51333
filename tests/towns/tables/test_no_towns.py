"""Rows of totals, notes and signatures are no towns: a remark with their number, by rows and by columns."""

import polars as pl
import pytest

from tests.towns.tables.grids import csv_text, read
from zhenkit.columnar.prepare.fast_paths import BEHIND_LATIN
from zhenkit.towns.tables.no_towns import NOTE, SIGNS, TOTAL, is_note, is_total, numbers_columns, what_it_is

TOTALS = [
    *(
        "合计",
        "合　计",
        "总 计",
        "小计：",
        "合计（12个）",
        "全省合计",
        "祁县小计",
        "平均",
        "平均值",
        "平均数",
        "均值",
        "合计数",
    ),
    *(
        "汇总",
        "虚构市 汇总",
        "虚构市汇总",
        "全省",
        "全市",
        "全县",
        "虚构市 平均值",
        "其中：",
        "其中：虚构县",
        "一、虚构市",
        "十二、其他",
    ),
    *("制造业", "特优农业", "轻工类", "与平均值之差", "第二产业"),
    *("标准", "省级标准", "国家级认定标准", "认定条件", "标准值", "门槛"),
    *("占比", "上年同期", "增长率（%）", "同比增长", "其他", "较上年"),
    *("Total", "SUBTOTAL", "Grand total", "sum", "Average"),
    *("共计2个", "合计2个镇", "共 2 个专业镇", "占全县比重", "2024年比2023年增长%", "较2023年增减", "户均", "达标个数"),
    *(
        "承前页",
        "续上表",
        "全部专业镇",
        "省级专业镇",
        "市本级",
        "其余县",
        "规上企业",
        "其中省级",
        "最大",
        "1-6月",
        "计划数",
    ),
]
NOTES = [
    *(
        "注：数据来源于虚构统计年鉴",
        "备注：",
        "说明：见附件",
        "填表人：张三",
        "审核人:",
        "数据来源：统计局",
        "注1：口径为产值",
    ),
    *(
        "*为估计数",
        "※ 见说明",
        "单位：亿元",
        "填报单位：虚构县工信局",
        "填报日期：2024-05-01",
        "说明",
        *("示例镇", "XX镇", "某某专业镇", "×××镇", "必填", "文本型"),
        *("审核人", "填表人 张三      审核人 李四", "联系电话 0355"),
        "Note: estimated",
        "Source: yearbook",
    ),
]
TOWNS = [
    "计家镇",
    "合计镇",
    "总计局专业镇",
    "Totalia",
    "平均镇",
    "Sumei",
    "注家镇",
    "单位镇",
    "其中镇",
    "其他镇",
    "增长镇",
    "全省镇",
    "一品镇",
    *(
        "工业镇",
        "某家镇",
        "文旅小镇",
        "农业农村镇",
        "标准件镇",
        "计划镇",
        "共青陶瓷镇",
        "占陂镇",
        "比亚迪镇",
        "上年坪镇",
    ),
    *("电话机镇", "手机壳专业镇", "制表专业镇", "签字笔专业镇", "审核镇", "省级镇", "第五镇", "中心专业镇", "日照绿茶"),
]


@pytest.fixture
def table(tmp_path):
    def of(*rows):
        path = tmp_path / "towns.csv"
        path.write_text(csv_text(rows), "utf-8")
        return read(path)

    return of


@pytest.mark.parametrize("name", TOTALS)
def test_a_row_that_sums_up_others_is_no_town(table, name):
    towns, problems, remarks = table(["name", "firms"], ["A", "3"], ["B", "4"], [name, "7"], ["C", "5"])
    assert [town.name for town in towns] == ["A", "B", "C"]
    assert problems == []
    assert remarks == ["4:1: A4: 1 row of totals, averages or comparisons is not a town and is ignored (row 4)"]


@pytest.mark.parametrize("name", NOTES)
def test_a_row_of_notes_is_no_town(table, name):
    towns, problems, remarks = table(["name", "firms"], ["A", "3"], [name, ""])
    assert [town.name for town in towns] == ["A"]
    assert (problems, remarks) == ([], ["3:1: A3: 1 row of notes or signatures is not a town and is ignored (row 3)"])


@pytest.mark.parametrize("name", TOWNS)
def test_a_name_that_only_holds_such_a_word_is_a_town(table, name):
    assert [town.name for town in table(["name", "firms"], [name, "3"])[0]] == [name]


def test_a_total_stands_in_another_column_too(table):
    head = ["序号", "市", "名称", "firms"]
    rows = [["1", "虚构市", "A", "3"], ["", "虚构市小计", "", "3"], ["合计", "", "1个", "3"], ["", "", "", "5"]]
    towns, problems, remarks = table(head, *rows)
    assert [town.name for town in towns] == ["A"]
    assert problems == [
        "5:3: C5: there is no name here: fill it in, or remove this row (in a form, this column) if it is not a town"
    ]
    assert remarks[1:] == [
        "3:1: A3: 2 rows of totals, averages or comparisons are not towns and are ignored (rows 3, 4)"
    ]


def test_every_such_name_tells_itself_to_who_looks_for_signs_or_a_latin_letter():
    for name in [*TOTALS, *NOTES]:
        assert is_total(name) or is_note(name)
        assert any(sign in name for sign in [*SIGNS, " ", "　"]) or name < BEHIND_LATIN, name


def test_python_and_polars_read_the_patterns_alike():
    names = [*TOTALS, *NOTES, *TOWNS, "合计 （含省直）:", " 注 1、见表", "全 省", ""]
    by_polars = pl.Series(names).str.contains(f"{TOTAL}|{NOTE}").to_list()
    assert by_polars == [is_total(name) or is_note(name) for name in names]


@pytest.mark.parametrize(
    ("cells", "numbers"),
    [
        (["甲", "乙", "1", "2"], True),
        (["栏次", "1", "2", "3"], True),
        (["(1)", "(2)", "(3)"], True),
        (["①", "②", "③"], True),
        (["A", "B", "C"], True),
        (["—", "1", "2", "3"], True),
        (["甲", "1", "3"], False),
        (["甲镇", "1", "2"], False),
        (["1", "山西省", "2"], False),
        (["甲", "1"], False),
    ],
)
def test_a_row_that_numbers_the_columns(cells, numbers):
    assert numbers_columns(cells, len(cells)) is numbers


def test_numbers_of_few_of_the_columns_are_a_town():
    assert not numbers_columns(["A", "1", "2"], 9)


def test_a_blank_row_is_nothing():
    assert what_it_is(["", None, " "], 0, []) is None


@pytest.mark.parametrize(
    ("head", "cells"),
    [
        (["年份", "类别", "名称", "年产值（亿元）"], ["2024年", "其他", "甲镇", "3"]),
        (["类别", "名称", "年份"], ["其他", "甲镇", "2024年"]),
        (["企业技术中心级别", "名称", "年份"], ["无", "甲镇", "2024年度"]),
    ],
)
def test_a_year_or_a_word_of_a_fact_before_a_name_makes_no_total(table, head, cells):
    towns, problems, _remarks = table(head, cells, ["2024年", "", "合计", "3"])
    assert (problems, [(town.name, town.facts["year"]) for town in towns]) == ([], [("甲镇", 2024)])


def test_a_row_called_like_the_place_of_others_is_their_total(table):
    head = ["名称", "市", "县", "年产值（亿元）"]
    rows = [["虚构县", "青岚市", "虚构县", "20"], ["甲镇", "青岚市", "虚构县", "12"], ["青岚市", "", "", "23"]]
    towns, problems, remarks = table(head, *rows, ["另县", "青岚市", "另县", "3"])
    assert (problems, [town.name for town in towns]) == ([], ["甲镇", "另县"])
    said = "2 rows are called like the places that other rows lie in, and are ignored as their totals (rows 2, 4); "
    assert remarks == [f"2:1: A2: {said}if one is a town, write its full name"]


@pytest.mark.parametrize("behind", [" ", "\u3000", "\u200b", "（2个）", " (共 2 个专业镇)", "（合计）", "（两家）"])
@pytest.mark.parametrize("place", ["虚构县", "虚构旗", "虚构州"])
def test_a_total_of_a_place_with_something_behind_it_is_none_the_less(table, place, behind):
    head = ["名称", "县", "年产值（亿元）"]
    towns, problems, remarks = table(head, [f"{place}{behind}", place, "20"], ["甲镇", place, "12"])
    assert (problems, [town.name for town in towns]) == ([], ["甲镇"])
    assert remarks[0].startswith("2:1: A2: 1 row is called like the place that other rows lie in")
    # where no other row lies in it, it is a town
    towns, problems, _remarks = table(head, [f"{place}{behind}", place, "20"])
    assert (problems, len(towns)) == ([], 1)


def test_numbering_in_chinese_is_that_of_a_town_where_it_lies_somewhere(table):
    towns, _problems, remarks = table(["名称", "县", "firms"], ["一、甲镇", "虚构县", "3"], ["二、省级专业镇", "", "3"])
    assert [town.name for town in towns] == ["一、甲镇"]
    assert [remark[:11] for remark in remarks] == ["3:1: A3: 1 ", "2:1: A2: 1 "]


def test_brackets_that_count_nothing_make_no_total(table):
    towns, problems, _remarks = table(["名称", "县"], ["祁县（玻璃）", "祁县"], ["甲镇", "祁县"])
    assert (problems, [town.name for town in towns]) == ([], ["祁县（玻璃）", "甲镇"])


def test_towns_called_like_counties_are_told_where_nobody_says_where_they_lie(table):
    towns, problems, remarks = table(["名称", "年产值（亿元）"], ["虚构县", "20"], ["甲镇", "12"], ["另一市合计", "3"])
    assert (problems, [town.name for town in towns]) == ([], ["虚构县", "甲镇"])
    assert remarks[-1].startswith("2:1: A2: 1 row is called like a county or a city and is read as a town (row 2)")


def test_a_town_called_like_a_city_that_has_no_county_is_told_where_others_have_one(table):
    rows = [["虚构市", "", "30"], ["甲镇", "虚构县", "10"], ["另县", "另县", "20"]]
    towns, problems, remarks = table(["名称", "县", "年产值（亿元）"], *rows)
    assert (problems, [town.name for town in towns]) == ([], ["虚构市", "甲镇", "另县"])
    assert remarks == [
        "2:1: A2: 1 row is called like a county or a city and is read as a town (row 2); "
        "if it is the total of others, remove it; if it is a town, write its full name, and its county"
    ]


@pytest.mark.parametrize(
    "line",
    [
        "2023年专业镇情况",
        "以下为培育镇",
        "第一批",
        "（二）培育类",
        "附件2 名单",
        "虚构县",
        "2.产值为快报数",
        "虚构市工信局",
        "虚构市工信局（盖章）",
        "2024-12-31",
        "数据截至上月末",
    ],
)
def test_a_line_that_titles_a_part_of_the_table_is_no_town(table, line):
    towns, problems, remarks = table(["name", "firms"], ["A", "3"], [line, ""], ["B", "4"])
    assert (problems, [town.name for town in towns]) == ([], ["A", "B"])
    assert remarks == ["3:1: A3: 1 row of notes or signatures is not a town and is ignored (row 3)"]
    towns, _problems, _remarks = table(["name", "firms"], [line, "3"])
    assert [town.name for town in towns] == [line]


def test_a_total_called_by_all_the_places_it_lies_in_is_one(table):
    head = ["名称", "市", "县", "年产值（亿元）"]
    rows = [["青岚市虚构县", "青岚市", "虚构县", "20"], ["甲镇", "青岚", "虚构县", "12"]]
    towns, problems, _remarks = table(head, *rows)
    assert (problems, [town.name for town in towns]) == ([], ["甲镇"])
    towns, problems, _remarks = table(head, rows[0])  # none other lies there
    assert (problems, len(towns)) == ([], 1)


def test_towns_called_like_the_places_of_others_without_what_they_are_are_told(table):
    rows = [["青岚", "青岚市", "虚构县", "20"], ["虚构", "青岚市", "虚构县", "12"], ["另", "青岚市", "另县", "12"]]
    towns, problems, remarks = table(["名称", "市", "县", "年产值（亿元）"], *rows)
    assert (problems, [town.name for town in towns]) == ([], ["青岚", "虚构", "另"])
    assert [remark.partition(";")[0] for remark in remarks] == [
        "2:1: A2: 2 rows are called like counties or cities and are read as towns (rows 2, 3)"
    ]


NAMES = [
    "1.甲镇",
    "1、甲镇",
    "（1）甲镇",
    "12）甲镇",
    "①甲镇",
    "甲镇①",
    "甲镇¹",
    "甲镇*",
    "甲镇[1]",
    "甲镇（注2）",
    "☆甲镇",
]


def test_names_with_numbering_or_marks_are_told(table):
    towns, problems, remarks = table(["名称", "县"], *([name, "虚构县"] for name in [*NAMES, "甲镇", "3号镇"]))
    assert (problems, [town.name for town in towns]) == ([], [*NAMES, "甲镇", "3号镇"])
    assert remarks == [
        "2:1: A2: 11 names have numbering or marks at them and are read as they are (rows 2, 3, 4, 5, 6, ...); "
        "write the names alone: elsewhere they are other towns"
    ]
    _towns, _problems, remarks = table(["名称", "甲镇①"], ["县", "虚构县"], ["企业户数", "3"])
    assert "'甲镇①' has numbering or a mark at it and is read as it is" in remarks[0]
