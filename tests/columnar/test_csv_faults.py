"""What is wrong with a CSV file itself is told alike by rows and by columns, each with its line in the file."""

import pytest

from tests.columnar.answers import answers
from zhenkit.judging.batch import Request

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
