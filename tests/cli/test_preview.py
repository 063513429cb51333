"""`zhenkit preview`: what would be read of a table, before anything is judged."""

import json

import openpyxl
import pytest
import yaml

from tests.towns.tables.grids import csv_text

ROWS = [
    ["专业镇基本情况表"],
    ["名称", "县", "年份", "年产值（万元）", "备注", "公共服务功能"],
    ["甲镇", "虚构县", "2024", "12.5", "无", "检验检测"],
    ["乙镇", "虚构县", "2024", "约3", "", "无"],
    ["合计", "", "", "16", "", ""],
]


@pytest.fixture
def sheet(tmp_path):
    path = tmp_path / "towns.csv"
    path.write_text(csv_text(ROWS), "utf-8")
    return path


def test_columns_values_and_rows_are_shown(zhenkit, sheet):
    code, out, err = zhenkit("preview", str(sheet))
    assert code == 2
    assert "header in row 2 · 1 town · 1 with a problem" in out
    assert "annual_output, in 万元" in out and "12.5万元" in out
    assert "1 row of totals, averages or comparisons is not a town" in out
    assert "this column is ignored" in out
    assert f"{sheet}:4:4: D4: " in err


def test_json_says_the_same(zhenkit, sheet):
    code, out, _err = zhenkit("preview", str(sheet), "--format", "json")
    found = json.loads(out)
    assert code == 2 and len(found["problems"]) == 1
    (only,) = found["sheets"]
    assert (only["header_rows"], only["towns"], only["rejected"], only["no_towns"]) == ([2, 2], 1, 1, {"total": [5]})
    by_title = {column["title"]: column for column in only["columns"]}
    assert by_title["年产值（万元）"]["fact"] == "annual_output"
    assert by_title["年产值（万元）"]["values"] == ["12.5万元", "约3万元"]
    assert by_title["备注"]["fact"] is None and by_title["备注"]["values"] == ["无"]


def test_a_map_of_titles_is_written(zhenkit, sheet, tmp_path):
    target = tmp_path / "map.yaml"
    zhenkit("preview", str(sheet), "--write-map", str(target))
    assert yaml.safe_load(target.read_text("utf-8")) == {
        "titles": {
            "名称": "name",
            "县": "county",
            "年份": "year",
            "年产值（万元）": "annual_output",
            "备注": "-",
            "公共服务功能": "services",
        }
    }


def test_every_sheet_is_shown_and_which_is_read(zhenkit, tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "说明"
    book.active.append(["怎样填写"])
    towns = book.create_sheet("2024")
    for row in ROWS[1:3]:
        towns.append(row)
    book.create_sheet("旧").append(["名称", "县"])
    book["旧"].sheet_state = "hidden"
    book.save(tmp_path / "towns.xlsx")
    code, out, _err = zhenkit("preview", str(tmp_path / "towns.xlsx"))
    assert code == 0
    assert "sheet 说明 · no header of towns · not read" in out
    assert "sheet 2024 · header in row 1 · 1 town" in out
    assert "sheet 旧 · hidden · header in row 1 · not read" in out


def test_ignored_titles_are_told_with_the_facts_they_could_be_and_towns_that_stand_twice(zhenkit, tmp_path):
    path = tmp_path / "towns.csv"
    rows = [["甲镇", "是", "省级", "快报"], ["甲镇", "是", "省级", "年报"], ["乙镇", "否", "无", "年报"]]
    path.write_text(csv_text([["名称", "出口", "品牌", "数据版本"], *rows]), "utf-8")
    code, out, err = zhenkit("preview", str(path), "--format", "json")
    (sheet,) = json.loads(out)["sheets"]
    assert (code, sheet["towns"], sheet["rejected"]) == (2, 2, 1)
    assert f"{path}:3:1: A3: the same town is in {path}:2 already" in err
    exports, brand, version = (column["message"] for column in sheet["columns"][1:])
    assert "'出口' says too little; it could be 有出口产品 (exports)" in exports and '--map "出口=FACT"' in exports
    assert "知名品牌最高级别 (brand_level) or 品牌效应突出 (brand_effect)" in brand
    assert (
        "may distinguish preliminary figures from final ones" in version and "keep the rows of one version" in version
    )
    path.write_text(
        csv_text([["指标", "甲镇"], ["县", "虚构县"], ["企业户数", "3"], ["出口", "是"], ["市场", "3"]]), "utf-8"
    )
    _code, out, _err = zhenkit("preview", str(path), "--format", "json")
    *_facts, exports, market = (column["message"] for column in json.loads(out)["sheets"][0]["columns"])
    assert exports.startswith("this row is ignored: ") and "海外市场空间 (overseas_prospects)" in market


def test_what_cannot_be_read_is_said(zhenkit, tmp_path):
    (tmp_path / "a.csv").write_text("x,y\n1,2\n", "utf-8")
    code, _out, err = zhenkit("preview", str(tmp_path / "a.csv"))
    assert code == 2 and "its header names no known fact" in err
    code, _out, err = zhenkit("preview", str(tmp_path / "a.yaml"))
    assert code == 2 and "preview shows tables" in err
