"""What is no plain table with a header in its first row is read alike by rows and by columns."""

import re
from dataclasses import replace

import pytest

from tests.columnar.answers import answers
from tests.towns.tables.grids import csv_text
from zhenkit.judging.batch import Request

PLACES = [["省", *["山西省"] * 3], ["市", *["虚构市"] * 3], ["县", *["虚构县"] * 3], ["年份", *["2024"] * 3]]
TOWNS = [["年产值（亿元）", "12", "30", "x"], ["企业户数", "3", "4", "7"]]
TITLES = ["名称", "省", "市", "县", "年份", "年产值", "企业户数", "从业人数"]
ROW = ["甲镇", "山西省", "虚构市", "虚构县", "2024", "12.5", "30", "2"]


SHEETS = [
    [["指标", "甲镇", "乙镇", "合计"], *PLACES, *TOWNS],
    [["名称", "甲镇", "增长率", "丙镇"], *PLACES, *TOWNS],
    [["指标", "2022年", "2023年", "2024年"], ["名称", *["甲镇"] * 3], *PLACES[:3], *TOWNS],
    [["指标", "2022年", "2023年", "上年"], *PLACES[:3], *TOWNS],
    [["单位：万元、万人"], TITLES, ROW],
    [["单位：万元、亿人"], TITLES, ROW],
    [TITLES, ROW, ["占比", *ROW[1:]], ["增长率（%）", "", "", "", "", "5"], ["说明", "快报"]],
    [TITLES, ROW, ["二、特优农业（单位：万元）"], ["乙镇", *ROW[1:]]],
    [[*TITLES[:5], "年产值（亿元）"], ROW[:6], ["以下单位：万元"], ["乙镇", *ROW[1:6]]],
    [[*TITLES[:5], "2023年产值（亿元）"], ROW[:6], ["乙镇", *ROW[1:4], "2023", "9"]],
    [["name", "brand_level", "influence_scope", "technology_centre"], ["甲镇", "province", "county", "city"]],
    [[*TITLES[:5], "有出口产品"], [*ROW[:5], "☑是 □否"], ["乙镇", *ROW[1:5], "没有"]],
    [[*TITLES, "计量单位"], [*ROW, "万人"], ["乙镇", *ROW[1:7], "8000", "人"]],
    [[*TITLES, "备注"], [*ROW, "主导产业为法兰"], ["乙镇", *ROW[1:], "单位：万人"]],
    [[*TITLES, "备注"], [*ROW, "除年产值外以万元计"], ["乙镇", *ROW[1:], "单位：万元（从业人数除外）"]],
    [["单位：除从业人数为万人外均为亿元"], TITLES, ROW],
    [TITLES, ROW, ["注：上年产值单位为万元"]],
    [["专业镇", "指标", "2023年", "单位", "2024年", "单位"], ["甲镇", "年产值", "9", "亿元", "120000", "万元"]],
    [[*TITLES[:5], "年产值（亿元）", "单位"], [*ROW[:6], "亿元"], ["乙镇", *ROW[1:6], "万元"]],
    [TITLES, ROW, ["注：人数单位为万人，产值以亿元计"]],
    [[*TITLES[:5], "年产值（亿元）"], ROW[:6], ["注：金额单位为万元"]],
    [[*TITLES[:5], "年产值（亿元）"], ROW[:6], ["乙镇（万元）", *ROW[1:6]], ["丙镇（山西）", *ROW[1:6]]],
    [TITLES, [*ROW[:6], "350人", "2"], ["乙镇", *ROW[1:6], "30家", "2户"]],
    [
        [*TITLES[:5], "年产值（元）", "企业户数"],
        [*ROW[:5], "1.25E+09", "3×10³"],
        ['="乙镇"', *ROW[1:5], "=A1", '="0012"'],
    ],
    [TITLES, ["虚构县", *ROW[1:]], ROW, ["乙镇", *ROW[1:]], ["虚构市", "", "", "", "", "25"], ["另一县", *ROW[1:]]],
    *(
        [TITLES, [f"{place}{behind}", *ROW[1:3], place, *ROW[4:]], [*ROW[:3], place, *ROW[4:]]]
        for place, behind in zip(
            ["虚构县", "虚构县", "虚构县", "虚构县", "虚构旗", "虚构县"],
            [" ", "\u3000", "\u200b", "（2个）", " (合计)", "（玻璃）"],
            strict=True,
        )
    ),
    [["名称", "年产值（亿元）"], ["虚构县\u200b", "20"], ["另县（2个）", "30"], ["甲镇", "12"]],
    [TITLES, ["虚构县", *ROW[1:]], ["另一县", *ROW[1:3], "另一县", *ROW[4:]]],
    [
        ["名称", "年产值（亿元）"],
        ["虚构县", "20"],
        ["甲镇", "12"],
        ["乙镇", "8"],
        ["合计县", "20"],
        ["另市合计", "20"],
    ],
    [TITLES, ROW, ["2023年专业镇情况"], ["（二）培育类"], ["乙\n镇", *ROW[1:]], ["第一批"]],
    [
        ["专业镇", "县", "指标", "数值", "单位"],
        ["甲", "虚构县", "产值", "2", "亿元"],
        ["", "", "企业户数", "3", "户"],
    ],
    [
        ["专业镇", "县", "指标", "数值"],
        *(
            [name, "虚构县", fact, "2亿元" if fact == "产值" else "3"]
            for name in ("虚构县（2个）", "甲镇", "乙镇")
            for fact in ("产值", "企业户数")
        ),
    ],
    [["指标", "虚构县", "甲镇", "乙镇"], *PLACES[2:], *TOWNS],
    [["指标", "虚构县", "甲镇"], ["年产值（亿元）", "12", "30"], ["企业户数", "3", "4"]],
    [["年份：2024"], ["县", "虚构县"], ["名称", "年产值（亿元）"], ["甲镇", "12"]],
    [["专业镇名称：甲镇"], ["指标", "数值"], ["县", "虚构县"], ["年产值（亿元）", "12"], ["企业户数", "3"]],
    [["名称", "县", "单位", "产值"], ["甲镇", "虚构县", "亿元", "2"], ["乙镇", "虚构县", "某局", "2"]],
    [TITLES, ROW, ["乙镇", *ROW[1:3], "", *ROW[4:]], ["合计"], [], ["丙镇", "山西省", " ", "", "", *ROW[5:]]],
    [["名称", "县", "年产值（亿元）"], ["虚构市", "", "30"], ["甲镇", "虚构县", "10"], ["乙镇", "另县", "20"]],
    [TITLES, ROW, ["乙镇", '"', "〃", "“", *ROW[4:]], ["丙镇", "''", *ROW[2:]]],
    [TITLES, ["虚构市虚构县", *ROW[1:]], ROW, ["虚构", *ROW[1:]], ["另市", *ROW[1:3], "另市", *ROW[4:]]],
    [TITLES, ["山西省另县", *ROW[1:3], "另县", *ROW[4:]], ["山西", *ROW[1:]], ["虚构市", "", "", "虚构市", *ROW[4:]]],
    [TITLES, *([name, *ROW[1:]] for name in ("甲镇①", "1.乙镇", "(2) 丙镇", "*丁镇", "3 戊镇", "己镇¹", "庚镇（2）"))],
    [TITLES, [*ROW[:4], "2023-2024", *ROW[5:]], ["乙镇", *ROW[1:4], "2023至2024", *ROW[5:]]],
    [
        ["名称", "年产值（亿元）"],
        ["虚构县"],
        ["甲镇", "12"],
        ["2.快报数"],
        ["虚构市统计局"],
        ["制造业", "3"],
        ["XX镇", "3"],
    ],
    [["名称", "县", "年产值（亿元）"], ["一、甲镇", "虚构县", "3"], ["二、省级专业镇", "", "4"], ["必填", "", "选填"]],
    [["上年产值单位：万元"], [*TITLES[:5], "年产值"], ROW[:6], ["乙镇", *ROW[1:5], "2亿元"]],
    [["专业镇", "县", "指标", "数值"], ["甲镇", "", "产值", "2亿元"], ["甲镇", "虚构县", "企业户数", "3"]],
]
"""Each is a file of its own, of places and towns of its own."""


@pytest.mark.parametrize(("engine", "sheets"), [("polars", SHEETS), ("duckdb", SHEETS[::5])])
def test_rows_and_columns_say_the_same(tmp_path, engine, sheets):
    for number, rows in enumerate(sheets):
        text = csv_text(rows).replace("虚构县", f"虚构{number}县")
        text = re.sub("([甲乙丙])镇", rf"\g<1>{number}镇", text)
        (tmp_path / f"sheet{number:02}.csv").write_text(text, "utf-8")
    request = Request((str(tmp_path),), rules="shanxi", format="csv")
    expected, found = answers(request), answers(replace(request, engine=engine))
    for number, rows in enumerate(sheets):
        of_file = f"sheet{number:02}.csv"
        for what in ("problems", "remarks"):
            said = [[one for one in answer[what] if of_file in one] for answer in (found, expected)]
            assert said[0] == said[1], (rows, what)
    assert found == expected
