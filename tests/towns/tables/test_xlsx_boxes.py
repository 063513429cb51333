"""What stands over the cells of a workbook, and how money in a format with a currency is read."""

import pytest
import xlsxwriter

from tests.towns.tables.grids import read
from zhenkit.facts.quantities import read_money


@pytest.fixture
def written(tmp_path):
    """Writes a workbook by a function of it and its sheet (XlsxWriter), and reads it."""

    def of(change, title="年产值（亿元）"):
        path = tmp_path / "towns.xlsx"
        book = xlsxwriter.Workbook(str(path))
        sheet = book.add_worksheet("s")
        sheet.write_row(0, 0, ["名称", title])
        sheet.write_row(1, 0, ["甲镇", 12.5])
        change(book, sheet)
        book.close()
        return read(path)

    return of


def test_text_boxes_are_told(written):
    _towns, problems, remarks = written(lambda _book, sheet: sheet.insert_textbox(4, 1, "单位：万元"))
    assert (problems, remarks) == ([], ["5:2: s!B5: 1 text box is not read: '单位：万元'"])
    _towns, _problems, remarks = written(lambda _book, sheet: sheet.insert_textbox(4, 1, ""))
    assert remarks == []


@pytest.mark.parametrize(("title", "expected"), [("年产值（亿元）", "12.5亿元"), ("年产值", "12.5元")])
def test_a_sign_of_yuan_says_the_currency_and_the_title_the_unit(written, title, expected):
    def shown(book, sheet):
        sheet.write(1, 1, 12.5, book.add_format({"num_format": "¥#,##0.00"}))

    (town,), problems, _remarks = written(shown, title)
    assert (problems, town.facts["annual_output"]) == ([], read_money(expected))
