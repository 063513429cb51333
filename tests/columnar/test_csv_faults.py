"""What is wrong with a CSV file itself is told alike by rows and by columns, each with its line in the file."""

import pytest
import xlsxwriter

from tests.columnar.answers import answers
from zhenkit.columnar.batch import batch_by_columns
from zhenkit.core.i18n import speaking
from zhenkit.judging.batch import Request, batch_by_rows
from zhenkit.reports.formats import Style, render_ranking

FILES = {
    "lines in cells": '名称,省,企业户数\n"甲\n镇","山\n\n西",3\n\n乙,山西,x\n',
    "a blank behind a quotation mark": '名称,省,企业户数\n甲,山西,3\n"乙" ,山西,4\n丙,山西,5\n',
    "in the first row": '"名称" ,"省"\n甲,山西\n',
    "marks of an encoding": "\ufeff\ufeff名称,省,企业户数\n甲,山西,3\n\ufeff乙,山西,x\n",
    "two kinds of commas": "名称;省;年产值（亿元）\n甲;山西;12,5\n乙;山西;1,234\n",
    "decimal commas": "名称;省;年产值（亿元）\n甲;山西;12,5\n乙;山西;3\n",
    "titles of several lines": '"一\n览\n表"\n名称,省,企业户数\n甲,山西,x\n',
}
LINES = {"lines in cells": ":7:3:", "marks of an encoding": ":3:3:", "titles of several lines": ":5:3:"}
"""The lines of the cells that cannot be read."""


@pytest.mark.parametrize("name", FILES)
def test_rows_and_columns_say_the_same(tmp_path, name):
    path = tmp_path / "towns.csv"
    path.write_text(FILES[name], "utf-8")
    found = [answers(Request((str(path),), rules="shanxi", format="csv", engine=e)) for e in (None, "polars", "duckdb")]
    assert found[1:] == found[:1] * 2
    (problem,) = found[0]["problems"]
    assert LINES.get(name, "") in problem


def remarks_of(path, **options):
    """The remarks by rows, by Polars and by DuckDB; they are alike."""
    by = [Request((str(path),), rules="shanxi", format="csv", engine=e, **options) for e in (None, "polars", "duckdb")]
    found = [(batch_by_columns if request.engine else batch_by_rows)(request) for request in by]
    assert all(each.remarks == found[0].remarks for each in found)
    assert all([row.kept for row in each.ranking.rows] == [row.kept for row in found[0].ranking.rows] for each in found)
    return [remark.message for remark in found[0].remarks], [row.kept for row in found[0].ranking.rows]


def test_of_two_columns_of_one_title_the_first_is_kept_and_both_are_named(tmp_path):
    path = tmp_path / "towns.csv"
    path.write_text("名称,省,备注,企业户数,备注\n甲,山西,一,3,二\n", "utf-8")
    with speaking("en"):
        remarks, kept = remarks_of(path, keep=("备注",))
    assert remarks[-1] == "E1: several columns are called '备注' (C1, E1); the first of them is kept"
    assert kept == [("一",)]


def test_a_result_of_zhenkit_is_one_remark(tmp_path):
    towns, ranking = tmp_path / "towns.csv", tmp_path / "ranking.csv"
    towns.write_text("名称,省,市,县,备注\n甲,山西,长治,襄垣,x\n", "utf-8")
    found = batch_by_rows(Request((str(towns),), rules="shanxi", format="csv", keep=("备注",))).ranking
    ranking.write_text(render_ranking("csv", found, Style()), "utf-8")
    parquet = tmp_path / "ranking.parquet"
    batch_by_columns(Request((str(towns),), rules="shanxi", format="parquet", output=parquet, score=True))
    with speaking("en"):
        remarks, _kept = remarks_of(ranking)
        assert remarks[0].startswith("A1: this table is a result of zhenkit: its columns rank to merits are ignored")
        assert [remark[:9] for remark in remarks[1:]] == ["AC1: this"]
        (remark,) = remarks_of(parquet)[0]
        assert "this table is a result of zhenkit" in remark


def test_rejects_name_the_title_whatever_the_file_is_read_by(tmp_path):
    path = tmp_path / "towns.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for row, cells in enumerate([["名称", "省", "企业户数"], ["甲", "山西", 3], ["乙", "山西", "x"]]):
            sheet.write_row(row, 0, cells)
    found = [
        batch_by_rows(Request((str(path),), rules="shanxi", format="csv")).ranking.rejects,
        batch_by_columns(Request((str(path),), rules="shanxi", format="csv", engine="polars")).ranking.rejects,
    ]
    assert [reject.title for reject in found[0]] == ["企业户数"]
    assert found[0] == found[1]
