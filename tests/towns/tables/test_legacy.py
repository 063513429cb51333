"""Workbooks of other kinds are read as far as they are shown, by what they are and not by what they are called."""

import io
import zipfile

import pytest
import xlwt

from tests.towns.tables.grids import read
from tests.towns.tables.test_xlsx import content_of
from zhenkit.core.extras import how_to_install
from zhenkit.facts.quantities import read_money

HEADER = ["名称", "县", "年份", "年产值（万元）", "有出口产品"]
TOWN = ["甲镇", "虚构县", 2024, 125000, True]
REMARK = (
    "of this kind of file number formats, hidden cells and comments are not seen: check the units, or save it as .xlsx"
)
REMARK_ON_MERGED = (
    "of this kind of file number formats, comments, hidden and merged cells are not seen: "
    "check them, or save it as .xlsx"
)

ODS = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 office:version="1.2"><office:body><office:spreadsheet><table:table table:name="s">{rows}</table:table>
</office:spreadsheet></office:body></office:document-content>"""


def xls(merge=False):
    book = xlwt.Workbook()
    sheet = book.add_sheet("s")
    for number, row in enumerate([HEADER, TOWN, ["乙镇", *TOWN[1:]]]):
        for column, value in enumerate(row):
            if merge and column == 1 and number:
                continue
            sheet.write(number, column, value)
    if merge:
        sheet.write_merge(1, 2, 1, 1, "虚构县")
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def ods():
    def cell(value):
        if isinstance(value, bool):
            return f'<table:table-cell office:value-type="boolean" office:boolean-value="{str(value).lower()}"/>'
        if isinstance(value, int):
            return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
        return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'

    rows = "".join(
        f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in [HEADER, TOWN, ["乙镇", *TOWN[1:]]]
    )
    stream = io.BytesIO()
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("mimetype", kind)
        package.writestr("META-INF/manifest.xml", manifest)
        package.writestr("content.xml", ODS.format(rows=rows))
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "name"), [(xls(), "a.xls"), (xls(), "a.et"), (ods(), "a.ods")], ids=["xls", "et", "ods"]
)
def test_towns_are_read_and_what_is_not_seen_is_said(tmp_path, content, name):
    path = tmp_path / name
    path.write_bytes(content)
    towns, problems, remarks = read(path)
    said = REMARK if name != "a.ods" else REMARK_ON_MERGED
    assert (problems, remarks) == ([], [f"1:1: s: {said}"])
    assert [(town.name, town.facts["year"], town.facts["exports"]) for town in towns] == [
        ("甲镇", 2024, True),
        ("乙镇", 2024, True),
    ]
    assert towns[0].facts["annual_output"] == read_money("125000万元")


def test_cells_merged_over_rows_are_filled(tmp_path):
    path = tmp_path / "a.xls"
    path.write_bytes(xls(merge=True))
    assert [town.facts["county"] for town in read(path)[0]] == ["虚构县", "虚构县"]


@pytest.mark.parametrize("name", ["a.xls", "a.et", "a.xlsm", "a.ods"])
def test_a_workbook_is_read_by_what_it_is(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(content_of(HEADER, TOWN))
    towns, problems, remarks = read(path)
    assert ([town.name for town in towns], problems, remarks) == (["甲镇"], [], [])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<html><table><tr><td>a</td></tr></table></html>", "this is a web page or XML text, not a workbook"),
        (b"name,firms\nA,3\n", "this is a text file, not a workbook; name it .csv"),
        (b"", "not a workbook that can be read"),
        (b"PK\x03\x04" + bytes(100), "not a workbook that can be read"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "not a workbook that can be read"),
    ],
)
@pytest.mark.parametrize("ending", [".xls", ".xlsb", ".ods", ".et"])
def test_what_is_no_workbook_is_one_problem(tmp_path, content, said, ending):
    path = tmp_path / f"a{ending}"
    path.write_bytes(content)
    towns, (problem,), remarks = read(path)
    assert (towns, remarks) == ([], []) and problem.startswith(f"1:1: {said}")


@pytest.mark.slow
@pytest.mark.parametrize("content", [xls(), ods()], ids=["xls", "ods"])
def test_whatever_byte_is_damaged_there_is_no_traceback(tmp_path, content):
    path = tmp_path / "a.xls"
    for at in range(0, len(content), 149):
        damaged = bytearray(content)
        damaged[at] ^= 0x55
        path.write_bytes(bytes(damaged))
        towns, problems, _remarks = read(path)
        assert towns or problems


def test_a_missing_library_is_reported_with_the_command_that_installs_it(tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "python_calamine", None)
    path = tmp_path / "a.xls"
    path.write_bytes(xls())
    assert read(path)[1] == [
        "1:1: this needs the library python_calamine, which is not installed; run: " + how_to_install("tables")
    ]


def test_damage_that_ends_the_library_s_process_is_one_problem(tmp_path, monkeypatch):
    path = tmp_path / "a.xls"
    damaged = bytearray(xls())
    damaged[1614] = 0x9A  # the row of a cell: calamine asks for 800 GB, and its process ends
    path.write_bytes(bytes(damaged))
    towns, problems, _remarks = read(path)
    assert towns or problems
    ending = tmp_path / "python"
    ending.write_text("#!/bin/sh\nkill -ABRT $$\n", "utf-8")
    ending.chmod(0o755)
    monkeypatch.setattr("sys.executable", str(ending))
    assert read(path)[1][0].startswith("1:1: not a workbook that can be read")
