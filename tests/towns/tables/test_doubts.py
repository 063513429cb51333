"""Rows that are read as towns and may be none, or in another unit: told by their figures, whatever they are called."""

import pytest

from tests.towns.tables.grids import csv_text
from zhenkit.columnar.batch import batch_by_columns
from zhenkit.judging.batch import Request, batch_by_rows

FIGURES = ["名称", "年产值（亿元）", "企业户数"]
ONE, TWO, THREE = ["甲镇", "12.5", "41"], ["乙镇", "8.5", "20"], ["丙镇", "3", "7"]
SUMS = "are the sums of those of"


def doubted(remarks, words):
    """The rows of the remarks that have these words."""
    return [int(remark.partition(":")[0]) for remark in remarks if words in remark]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([ONE, TWO, ["两镇", "21", "61"]], [4]),
        ([["城区", "21", "61"], ONE, TWO, THREE], [2]),
        ([ONE, TWO, ["城区", "21", "61"], THREE, ["丁镇", "4", "9"]], [4]),
        ([ONE, TWO, THREE, ["三项", "24", "68"]], [5]),
        ([["甲镇", "12.5", ""], ["乙镇", "8.5", ""], ["两镇", "21", ""]], [4]),
        # as many of the same figures may be sums by chance
        ([["甲镇", "1", "1"], ["乙镇", "2", "2"], ["丙镇", "3", "3"]], []),
        ([ONE, TWO, ["丙镇", "21", "60"]], []),
        ([ONE, ["乙镇", "", ""], ["丙镇", "12.5", "41"]], []),
        ([ONE, ["乙镇", "0", "0"], ["丙镇", "12.5", "41"]], []),
        ([ONE, ["乙镇", "12.5", "41"]], []),
    ],
)
def test_a_row_that_sums_up_others_is_doubted_by_whatever_name(table, rows, expected):
    towns, problems, remarks = table(FIGURES, *rows)
    assert (problems, len(towns)) == ([], len(rows))
    assert doubted(remarks, SUMS) == expected


def test_a_column_of_a_form_that_sums_up_others_is_doubted(table):
    _towns, problems, remarks = table(
        ["指标", "甲镇", "乙镇", "两镇"], ["年产值（亿元）", "12.5", "8.5", "21"], ["企业户数", "41", "20", "61"]
    )
    assert problems == []
    assert remarks == [
        "1:4: D1: the figures of '两镇' are the sums of those of 2 others (甲镇, 乙镇), and it is read as a town: "
        "remove it if it is their total"
    ]


@pytest.mark.parametrize(
    ("title", "outputs", "expected"),
    [
        ("年产值（亿元）", ["12.5", "125000", "8.5"], [3]),
        ("年产值（万元）", ["125000", "85000", "8.5"], [4]),
        ("年产值（亿元）", ["125000", "85000"], [2]),
        ("年产值（亿元）", ["0.5", "450", "0"], []),
        ("年产值", ["12.5亿元", "85000万元", "7亿元"], []),
    ],
)
def test_money_in_hardly_the_unit_it_is_read_in_is_doubted(table, title, outputs, expected):
    _towns, problems, remarks = table(["名称", title], *(["甲乙丙"[nth], each] for nth, each in enumerate(outputs)))
    assert problems == []
    assert doubted(remarks, "check the unit") == expected


def test_a_row_with_a_name_alone_and_a_town_with_and_without_its_year_are_told(table):
    head = ["名称", "县", "年份", "企业户数"]
    _towns, problems, remarks = table(
        head, ["甲镇", "虚构县", "2024", "41"], ["甲镇", "虚构县", "", "3"], ["培育库", "", "", ""]
    )
    assert problems == []
    assert doubted(remarks, "'甲镇' is in row 2 with a year and here without one") == [3]
    assert doubted(remarks, "1 row has a name and nothing else") == [4]
    assert not doubted(table(head, ["甲镇"], ["乙镇"])[2], "nothing else")  # a list of names


def test_doubts_are_told_alike_by_columns(tmp_path):
    path = tmp_path / "towns.csv"
    rows = [[*ONE], [*TWO], ["两镇", "21", "61"], ["丁镇", "125000", "3"], ["戊"]]
    path.write_text(csv_text([FIGURES, *rows]), "utf-8")
    by_rows = batch_by_rows(Request((str(path),), rules="shanxi", format="csv"))
    by_columns = batch_by_columns(Request((str(path),), rules="shanxi", format="csv", engine="polars"))
    assert by_rows.remarks == by_columns.remarks
    assert len(by_rows.remarks) == 3
