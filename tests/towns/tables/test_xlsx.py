"""Workbooks as people make them are read; what is missing, broken or hostile in them is told."""

import datetime
import io
import zipfile

import openpyxl
import pytest

from tests.towns.tables.grids import read
from zhenkit.rulesets.catalog import shipped
from zhenkit.towns.tables.xlsx import guard, rows

HEADER = ["名称", "企业户数", "年产值（亿元）", "有出口产品"]
WITHOUT = "a formula without a stored value; open the file in Excel, calculate and save it"
BROKEN = ["1:1: not an XLSX workbook that can be read; open it in Excel and save it as .xlsx anew"]


def computed(workbook):
    """As a program leaves it that computes its formulas."""
    return workbook.replace(b'fullCalcOnLoad="1"', b"")


@pytest.fixture
def book(tmp_path):
    """Reads a workbook of these sheets (name -> rows); `change` is given the workbook before it is saved."""

    def of(change=None, content=None, facts=None, options=None, **sheets):
        path = tmp_path / "towns.xlsx"
        if content is None:
            made = openpyxl.Workbook()
            made.remove(made.active)
            for name, rows in sheets.items():
                sheet = made.create_sheet(name)
                for row in rows:
                    sheet.append(row)
            if change:
                change(made)
            made.save(path)
        else:
            path.write_bytes(content)
        return read(path, facts, **(options or {}))

    return of


def content_of(*rows):
    """A workbook of these rows as bytes."""
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def repacked(content, **changed):
    """A workbook with some of its parts written anew (`sheet1` -> bytes); None leaves one out."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            stem = name.rpartition("/")[2].partition(".")[0]
            part = changed.get(stem, old.read(name))
            if part is not None:
                new.writestr(name, part(old.read(name)) if callable(part) else part)
    return stream.getvalue()


def test_titles_merged_cells_empty_rows_and_columns_are_passed_over(book):
    def merge(made):
        made.active.merge_cells("A1:D1")
        made.active.insert_cols(1)

    rows = [["2023年专业镇一览表"], [], HEADER, [], ["A", 3, 12.5, True], [], ["B", 20.0, "8000万元", "否"]]
    towns, problems, remarks = book(merge, 填报=rows)
    assert [(town.name, town.line, town.facts["firms"], town.facts["exports"]) for town in towns] == [
        ("A", 5, 3, True),
        ("B", 7, 20, False),
    ]
    assert [town.facts["annual_output"] for town in towns] == [125 * 10**9, 8000 * 10**6]
    assert (problems, remarks) == ([], [])


def test_figures_may_be_numbers_or_texts_and_are_exact(book):
    def as_text(made):
        made.active["B3"].quotePrefix = True

    towns, problems, _remarks = book(as_text, s=[HEADER, ["A", 12, 0.07], ["B", "12", "0.07"], ["C", 1e3, 19.99999999]])
    assert [(town.facts["firms"], town.facts["annual_output"]) for town in towns] == [
        (12, 7 * 10**8),
        (12, 7 * 10**8),
        (1000, 199_999_999_900),
    ]
    assert problems == []


def test_a_percentage_is_read_as_it_is_shown(book):
    from tests.strategies import DICTIONARY

    def percent(made):
        made.active["B2"].number_format = "0.0%"
        made.active["B3"].number_format = '0.0"%"'

    towns, problems, _remarks = book(
        percent, facts=DICTIONARY, s=[["name", "percent"], ["A", 0.07], ["B", 7], ["C", "7%"]]
    )
    assert [town.facts["percent"].as_integer_ratio() for town in towns] == [(7, 100)] * 3
    assert problems == []


def test_a_date_is_a_date_where_one_is_wanted_and_no_figure(book):
    rows = [["name", "year", "decisions.4.granted", "decisions.4.by", "decisions.4.date", "decisions.4.why"]]
    rows += [["A", 2023, "yes", "b", datetime.date(2023, 5, 1), "w"], ["B", datetime.datetime(2023, 1, 1)]]
    (town,), problems, _remarks = book(s=rows)
    assert town.decisions[4].date == "2023-05-01"
    assert problems == ["3:2: s!B3: this is a date (2023-01-01); write the year alone, such as 2023"]
    problems = book(s=[["name", "firms"], ["A", datetime.date(2024, 5, 8)]])[1]
    assert problems == [
        "2:2: s!B2: this is a date (2024-05-08); write the number "
        "(spreadsheets make dates of 5-8: write a range as 5~8)"
    ]


def test_what_a_computation_left_behind_the_last_digit_is_none(book):
    def as_excel(sheet):
        return sheet.replace(b"<v>7</v>", b"<v>0.30000000000000004</v>")

    content = repacked(content_of(["name", "年产值（亿元）"], ["A", 7]), sheet1=as_excel)
    (town,), problems, _remarks = book(content=content)
    assert (town.facts["annual_output"], problems) == (3 * 10**9, [])


def test_a_formula_without_a_stored_value_is_a_problem_never_missing(book):
    towns, problems, _remarks = book(s=[HEADER, ["A", "=1+2"], ["B", 3], ["C", 4, "=B2/2"]])
    assert [town.name for town in towns] == ["B"]
    assert problems == [f"2:2: s!B2: {WITHOUT} (likewise in 2 cells: B2, C4)"]


def test_a_formula_counts_with_its_stored_value_an_empty_text_too(book):
    def stored(sheet):
        return sheet.replace(b"<f>1+2</f><v></v>", b"<f>1+2</f><v>3</v>").replace(
            b"<f>1+2</f><v />", b"<f>1+2</f><v>3</v>"
        )

    def empty(sheet):
        return sheet.replace(b'<c r="B2">', b'<c r="B2" t="str">')

    content = content_of(["name", "firms"], ["A", "=1+2"])
    (town,), problems, _remarks = book(content=repacked(content, sheet1=stored, workbook=computed))
    assert (town.facts["firms"], problems) == (3, [])
    (town,), problems, _remarks = book(content=repacked(content, sheet1=empty, workbook=computed))
    assert (dict(town.facts), problems) == ({"name": "A"}, [])


def test_an_error_in_a_cell_is_a_problem(book):
    problems = book(s=[HEADER, ["A", "#REF!"], ["B", "#DIV/0!"]])[1]
    assert problems == [
        "2:2: s!B2: the cell contains #REF!; fix the formula or clear the cell",
        "3:2: s!B3: the cell contains #DIV/0!; fix the formula or clear the cell",
    ]


def test_the_one_sheet_that_holds_towns_is_read_whichever_it_is(book):
    towns, problems, _remarks = book(说明=[["怎样填写"], ["见下"]], 空=[], 填报=[HEADER, ["A", 3]])
    assert ([town.name for town in towns], problems) == (["A"], [])


def test_a_sheet_without_names_is_not_read_beside_one_that_has_them(book):
    sums = [["县", "年产值（亿元）", "企业户数"], ["虚构县", 21, 61]]
    towns, problems, remarks = book(汇总=sums, 填报=[HEADER, ["A", 3]])
    assert ([town.name for town in towns], problems) == (["A"], [])
    said = "1:1: the sheet '汇总' has no column of the towns' names and is not read; --sheet '汇总' asks for it"
    assert remarks == [said]


@pytest.mark.parametrize(
    "heads",
    [["指标", "含义", "填写要求"], ["列名", "数据类型", "是否必填"], ["column", "what it is", "how it is written"]],
)
def test_a_sheet_that_explains_the_columns_of_another_has_no_towns(book, heads):
    rows = [[f"{zh} / {en}", zh, "文字"] for zh, en in (("名称", "name"), ("县", "county"), ("企业户数", "firms"))]
    towns, problems, remarks = book(填报=[HEADER, ["A", 3]], 说明=[heads, *rows])
    assert ([town.name for town in towns], problems, remarks) == (["A"], [], [])


def test_a_table_of_towns_may_have_columns_that_explain(book):
    header = [*HEADER, "type", "description", "示例"]
    towns, problems, _remarks = book(s=[header, ["A", 3, 12, "是", "x", "y", "z"]])
    assert ([town.name for town in towns], problems) == (["A"], [])


def test_of_several_sheets_one_is_to_be_named(book):
    sheets = {"一": [HEADER, ["A", 3]], "二": [HEADER, ["B", 3]]}
    assert book(**sheets)[:2] == ([], ["1:1: several sheets contain towns: '一', '二'; name one with --sheet"])
    assert [town.name for town in book(options={"sheet": "二"}, **sheets)[0]] == ["B"]
    assert book(options={"sheet": "三"}, **sheets)[1] == ["1:1: there is no sheet '三'; there are: '一', '二'"]


def test_a_hidden_sheet_is_read_only_where_it_is_named_or_alone_has_towns(book):
    def hide(made):
        made["二"].sheet_state = "hidden"

    sheets = {"一": [HEADER, ["A", 3]], "二": [HEADER, ["B", 3]]}
    towns, _problems, remarks = book(hide, **sheets)
    assert [town.name for town in towns] == ["A"]
    assert remarks == ["1:1: the hidden sheet 二 contains towns too and is not read; --sheet 二 reads it"]
    towns, _problems, remarks = book(hide, 一=[["怎样填写"]], 二=sheets["二"])
    assert ([town.name for town in towns], remarks) == (["B"], ["1:1: the sheet 二 is hidden; it is read"])
    assert [town.name for town in book(hide, options={"sheet": "二"}, **sheets)[0]] == ["B"]


def test_a_workbook_without_a_header_or_without_towns_is_told(book):
    assert book(s=[["x", "y"], [1, 2]])[1] == [
        "1:1: its header names no known fact (read as sheet s; the first titles: 'x', 'y'); "
        "`zhenkit preview FILE` shows what is read, `zhenkit init` writes a table to fill in"
    ]
    assert book(s=[HEADER])[1] == ["1:1: there is no town in this file"]
    assert book(s=[])[1] == ["1:1: there is no town in this file"]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"name,firms\nA,3\n", "1:1: not an XLSX workbook; save it as .xlsx, or name it by what it is"),
        (b"", "1:1: not an XLSX workbook; save it as .xlsx, or name it by what it is"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512),
            "1:1: an old .xls workbook, or one with a password; save it as .xlsx without a password",
        ),
        (b"PK\x03\x04" + bytes(100), BROKEN[0]),
    ],
)
def test_what_is_no_xlsx_is_told_in_one_line(book, content, problem):
    assert book(content=content) == ([], [problem], [])


@pytest.mark.parametrize(
    "changed",
    [
        {"sheet1": b"<worksheet"},
        {"sheet1": lambda sheet: sheet.replace(b'r="2"', b'r="two"')},
        {"sheet1": lambda sheet: sheet.replace(b"<v>3<", b"<v>x<")},
        {"workbook": b"<a>"},
        {"workbook": None},
        {"styles": b"<a>"},
    ],
    ids=["sheet-cut", "row-no-number", "text-index-no-number", "workbook", "no-workbook", "styles"],
)
def test_a_broken_workbook_is_told_in_one_line(book, changed):
    content = repacked(content_of(["name", "firms"], ["A", 3]), **changed)
    assert book(content=content)[:2] == ([], BROKEN)


def test_entities_are_refused_before_anything_parses_them(book):
    content = content_of(["name", "firms"], ["A", 3])
    entity = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'
    for change in (lambda part: entity + part, lambda part: part.decode().encode("utf-16")):
        problems = book(content=repacked(content, sheet1=change))[1]
        assert problems == ["1:1: a part of it ('xl/worksheets/sheet1.xml') is not such as Excel writes"]


def test_a_zip_bomb_is_refused_before_it_is_unpacked(book, monkeypatch):
    bomb = repacked(content_of(["name"], ["A"]), sheet1=lambda sheet: sheet + b" " * 40_000_000)
    said = ["1:1: it unpacks to more than is read (512 MiB); keep so many towns in CSV"]
    assert book(content=bomb)[1] == said
    monkeypatch.setattr(guard, "MAX_PARTS", 3)
    assert book(s=[HEADER, ["A", 3]])[1] == said


def test_a_sheet_that_says_it_has_no_end_is_refused(book, monkeypatch):
    content = content_of(["name", "firms"], ["A", 3])
    far = repacked(content, sheet1=lambda sheet: sheet.replace(b'r="2"', b'r="99999999999"'))
    monkeypatch.setattr(rows, "MAX_ROWS", 5000)
    assert book(content=far)[1] == ["1:1: more than 5000 rows are not read"]
    wide = repacked(content, sheet1=lambda sheet: sheet.replace(b'"B2"', b'"XFD2"'))
    assert book(content=wide)[1] == ["2:10001: Sheet!NTQ2: more than 10000 columns are not read"]
    lying = repacked(content, sheet1=lambda sheet: sheet.replace(b'ref="A1:B2"', b'ref="A1:XFD1048576"'))
    assert [town.name for town in book(content=lying)[0]] == ["A"]


def test_the_dictionary_of_a_rule_set_names_its_columns(book):
    assert shipped().facts.named("名称") is not None
    assert book(s=[["名称", "窑炉数"], ["A", 3]])[2][0].startswith("1:2: s!B1: this column is ignored")
