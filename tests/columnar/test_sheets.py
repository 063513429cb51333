"""What is no plain table with a header in its first row is read alike by rows and by columns."""

import pytest

from tests.columnar.answers import answers
from tests.towns.tables.grids import csv_text
from zhenkit.judging.batch import Request

PLACES = [["省", *["山西省"] * 3], ["市", *["虚构市"] * 3], ["县", *["虚构县"] * 3], ["年份", *["2024"] * 3]]
TOWNS = [["年产值（亿元）", "12", "30", "x"], ["企业户数", "3", "4", "7"]]
TITLES = ["名称", "省", "市", "县", "年份", "年产值", "企业户数", "从业人数"]
ROW = ["甲镇", "山西省", "虚构市", "虚构县", "2024", "12.5", "30", "2"]


@pytest.mark.parametrize(
    "rows",
    [
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
        [TITLES, ["虚构县", *ROW[1:]], ["另一县", *ROW[1:3], "另一县", *ROW[4:]]],
        [TITLES, ROW, ["乙镇", '"', "〃", "“", *ROW[4:]], ["丙镇", "''", *ROW[2:]]],
    ],
)
def test_rows_and_columns_say_the_same(tmp_path, rows):
    path = tmp_path / "towns.csv"
    path.write_text(csv_text(rows), "utf-8")
    expected, *found = [
        answers(Request((str(path),), rules="shanxi", format="csv", engine=engine))
        for engine in (None, "polars", "duckdb")
    ]
    for one in found:
        assert one == expected
