"""Odd tables as the libraries that people use write them: pandas, XlsxWriter, openpyxl."""

import datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import xlsxwriter

from tests.towns.tables.grids import read
from zhenkit.facts.quantities import read_money
from zhenkit.rulesets.catalog import shipped
from zhenkit.towns.tables.map_file import read_maps

OUTPUT = read_money("12.5亿元")


def known(town):
    return {key: town.facts.get(key) for key in ("name", "county", "year", "annual_output", "exports", "firms")}


TOWN = {"name": "甲镇", "county": "虚构县", "year": 2024, "annual_output": OUTPUT, "exports": True, "firms": 41}
FRAME = pd.DataFrame(
    {
        "专业镇名称": ["甲镇", "乙镇"],
        "县": ["虚构县", "虚构县"],
        "年份": [2024, 2024],
        "年产值（亿元）": [12.5, None],
        "有出口产品": [True, False],
        "企业户数": pd.array([41, None], dtype="Int64"),
    }
)


@pytest.mark.parametrize("engine", ["openpyxl", "xlsxwriter"])
def test_a_frame_of_pandas_as_a_workbook(tmp_path, engine):
    path = tmp_path / "towns.xlsx"
    FRAME.to_excel(path, index=False, engine=engine)
    towns, problems, _remarks = read(path)
    assert (problems, known(towns[0])) == ([], TOWN)
    assert "firms" not in towns[1].facts and "annual_output" not in towns[1].facts


UNTITLED = "this cell has no title above it; give its column one, or clear the cell"


def test_the_index_of_a_frame_has_no_title_and_is_reported_once(tmp_path):
    path = tmp_path / "towns.xlsx"
    FRAME.to_excel(path, index=True)
    towns, problems, _remarks = read(path)
    assert towns == []
    assert problems == [f"2:1: Sheet1!A2: {UNTITLED} (likewise in 2 rows: 2, 3)"]


def test_a_frame_with_two_rows_of_titles_and_merged_places(tmp_path):
    path = tmp_path / "towns.xlsx"
    frame = FRAME.set_index(["县", "专业镇名称"])
    frame.columns = pd.MultiIndex.from_tuples([("基本情况", title) for title in frame.columns])
    frame.to_excel(path, merge_cells=True)
    towns, problems, _remarks = read(path)
    assert problems == []
    assert [(town.name, town.facts["county"], town.facts["year"]) for town in towns] == [
        ("甲镇", "虚构县", 2024),
        ("乙镇", "虚构县", 2024),
    ]


def test_a_frame_as_csv_and_as_parquet(tmp_path):
    FRAME.to_csv(tmp_path / "towns.csv", index=False, encoding="utf-8-sig")
    frame = FRAME.astype({"县": "category"})
    frame.to_parquet(tmp_path / "towns.parquet", index=False)
    for name in ("towns.csv", "towns.parquet"):
        towns, problems, _remarks = read(tmp_path / name)
        assert problems == [], name
        assert known(towns[0]) == TOWN


def test_a_workbook_of_xlsxwriter_with_rich_text_merges_and_formats(tmp_path):
    path = tmp_path / "towns.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("表")
        above, money = book.add_format({"font_script": 1}), book.add_format({"num_format": '0.00"亿元"'})
        sheet.merge_range("A1:F1", "专业镇基本情况表（虚构）")
        sheet.write_row("A2", ["专业镇名称", "县", "年份", "年产值", "有出口产品", "企业户数"])
        sheet.write_rich_string("A3", "甲镇", above, "①")
        sheet.write_string("B3", "虚构县")
        sheet.write_datetime("C3", datetime.datetime(2024, 6, 30), book.add_format({"num_format": 'yyyy"年"'}))
        sheet.write_number("D3", 12.5, money)
        sheet.write_string("E3", "√")
        sheet.write_number("F3", 41)
        sheet.autofilter("A2:F3")
        sheet.data_validation("E3:E99", {"validate": "list", "source": ["√", "×"]})
    towns, problems, remarks = read(path)
    assert (problems, remarks) == ([], [])
    assert known(towns[0]) == TOWN


def test_a_result_that_was_handed_to_xlsxwriter_with_its_formula_is_not_taken_for_one(tmp_path):
    path = tmp_path / "towns.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("表")
        sheet.write_row("A1", ["专业镇名称", "企业户数"])
        sheet.write_string("A2", "甲镇")
        sheet.write_formula("B2", "=40+1", None, 41)
    towns, problems, _remarks = read(path)
    assert towns == [] and problems[0].startswith("2:2: 表!B2: a formula without a stored value")


def test_a_workbook_of_openpyxl_with_a_table_comments_and_empty_styled_cells(tmp_path):
    path = tmp_path / "towns.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["专业镇名称", "县", "年份", "年产值（亿元）", "有出口产品", "企业户数"])
    sheet.append(["甲镇", "虚构县", 2024, 12.5, "是", 41])
    sheet["A2"].comment = openpyxl.comments.Comment("虚构", "zhenkit")
    sheet.add_table(openpyxl.worksheet.table.Table(displayName="T", ref="A1:F2"))
    for row in range(3, 40):
        sheet.cell(row, 9).fill = openpyxl.styles.PatternFill("solid", fgColor="FFFF00")
    sheet.freeze_panes = "B2"
    book.create_chartsheet("图")
    book.save(path)
    towns, problems, remarks = read(path)
    assert (problems, remarks, [known(town) for town in towns]) == ([], [], [TOWN])


@pytest.mark.parametrize("ending", [".xlsx", ".xls", ".ods"])
def test_a_summary_that_libreoffice_saved(ending):
    """Two rows of titles and one of numbers, merged places, a subtotal, notes: by LibreOffice Calc, all made up."""
    mapping = read_maps(["主导产业产值（亿元） 2024年=annual_output"], shipped().facts)
    towns, problems, _remarks = read(Path(__file__).parent / "libreoffice" / f"towns{ending}", mapping=mapping)
    assert [(town.name, town.facts["annual_output"], town.facts["firms"]) for town in towns] == [
        ("甲法兰专业镇", OUTPUT, 41),
        ("乙玻璃器皿专业镇", read_money("9亿元"), 32),
    ]
    assert sorted(problem.split(": ")[1] for problem in problems) == ["汇总表!H10", "汇总表!L10"]
    # calamine does not show which cells of .ods are merged, which a remark says
    assert [town.facts.get("city") for town in towns] == ["虚构市", None if ending == ".ods" else "虚构市"]
    assert towns[0].facts["services"] == {"testing", "logistics"}
