"""CSV and TSV files as people make them are read; broken ones are told, never with a traceback."""

import os
import threading

import pytest

from tests.towns.tables.grids import csv_text, read
from zhenkit.core import files
from zhenkit.towns.tables import csv

ROWS = (
    ["名称", "县", "年产值（亿元）", "公共服务功能"],
    ["甲专业镇", "祁县", "1,250", "研发;检测"],
    ["乙专业镇", "祁县", "3", "无"],
)
GB18030 = ["1:1: read as GB18030, since it is not UTF-8"]
STOPPED = "; reading stopped here, and the lines below were not read"
UTF16 = ["1:1: read as UTF-16, since it is not UTF-8"]


@pytest.fixture
def file(tmp_path):
    """Reads these bytes, or this text, as a file."""

    def of(content, ending=".csv", **options):
        path = tmp_path / f"towns{ending}"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read(path, **options)

    return of


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("ending", [".csv", ".tsv", ".CSV"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_encoding_delimiter_and_line_ends_are_found(file, encoding, delimiter, ending, newline):
    text = csv_text(ROWS, delimiter).replace("\r\n", newline)
    towns, problems, remarks = file(text.encode(encoding), ending)
    assert [town.facts["annual_output"] for town in towns] == [1250 * 10**10, 3 * 10**10]
    assert [sorted(town.facts["services"]) for town in towns] == [["rd_design", "testing"], []]
    assert [town.line for town in towns] == [2, 3]
    assert (problems, remarks) == ([], {"gb18030": GB18030, "utf-16": UTF16}.get(encoding, []))


def test_titles_above_the_header_are_passed_over(file):
    towns, problems, _remarks = file("2023年专业镇一览表,,\n单位：户,,\n\n,名称,企业户数\n1,A,3\n")
    assert [(town.name, town.line) for town in towns] == []
    assert problems == ["5:1: A5: this cell has no title above it; give its column one, or clear the cell"]
    towns, problems, _remarks = file("2023年专业镇一览表,,\n单位：户,,\n\n名称,企业户数\nA,3\n")
    assert [(town.name, town.facts["firms"], town.line) for town in towns] == [("A", 3, 5)]
    assert problems == []


def test_a_name_alone_makes_a_header(file):
    assert [town.name for town in file("名称\nA\nB\n")[0]] == ["A", "B"]


def test_cells_may_hold_delimiters_quotation_marks_and_lines(file):
    towns, problems, _remarks = file('name,leading_industry,firms\n"A, ""B""","x\ny",3\nC, "z, z",x\n')
    assert [(town.name, town.facts["leading_industry"]) for town in towns] == [('A, "B"', "x\ny")]
    assert problems[0].startswith("4:3: C4: firms: 'x'")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('name,firms\nA,3\n"B,4\nC,5\n', "3:1: not CSV: a quotation mark is not closed"),
        (
            'name,firms\nA,3\n"B"b,4\n',
            "3:1: not CSV: a cell goes on behind its closing quotation mark; double the quotation marks inside it",
        ),
    ],
)
def test_what_is_no_csv_is_told_and_the_towns_above_are_read(file, text, problem):
    towns, problems, _remarks = file(text)
    assert [town.name for town in towns] == ["A"]
    assert problems == [problem + STOPPED]


def test_a_cell_too_long_is_a_problem_of_its_row(file):
    towns, problems, _remarks = file(f"name,firms\nA,3\n{'x' * 140_000},4\nC,5\n")
    assert [town.name for town in towns] == ["A", "C"]
    assert problems == ["3:1: A3: a cell of more than 131072 characters is not read"]


def test_what_is_no_text_is_told(file):
    for content in [b"name,firms\nA\0,\xff\n", b"name\n\x81\x20"]:
        towns, problems, _remarks = file(content)
        assert towns == []
        assert len(problems) == 1 and problems[0].endswith("neither UTF-8 nor GB18030 text; save the file as UTF-8")


def test_utf_16_of_either_order_is_read_where_it_is_marked_and_told_where_it_is_broken(file):
    text = "名称,企业户数\nA,3\n"
    for encoding in ("utf-16-le", "utf-16-be"):
        content = ("\ufeff" + text).encode(encoding)
        assert [town.facts["firms"] for town in file(content)[0]] == [3]
        towns, problems, _remarks = file(content[:-1])
        assert (towns, problems) == ([], ["1:1: it begins like UTF-16 but is not valid UTF-16; save the file as UTF-8"])


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_character_that_no_text_has_is_told_with_its_cell_in_every_encoding(file, encoding):
    towns, problems, _remarks = file("名称,企业户数\n甲,3\n乙\0,4\n丙,5\n".encode(encoding))
    assert [town.name for town in towns] == ["甲", "丙"]
    assert problems == ["3:1: A3: the character U+0000 is not allowed; remove it"]


def test_the_encoding_tried_is_told_where_no_header_is_found(file):
    problems = file("甲,乙\n1,2\n".encode("gb18030"))[1]
    assert problems == [
        "1:1: its header names no known fact (read as GB18030; the first titles: '甲', '乙'); "
        "`zhenkit preview FILE` shows what is read, `zhenkit init` writes a table to fill in"
    ]


def test_files_and_lines_of_no_end_are_refused(file, monkeypatch):
    monkeypatch.setattr(csv, "MAX_LINE", 1024 * 1024)
    towns, problems, _remarks = file("name,firms\nA,3\n" + "B," * 600_000 + "\n")
    assert [town.name for town in towns] == ["A"]
    assert problems == ["3:1: a line of more than 1 MiB is not read" + STOPPED]
    monkeypatch.setattr(files, "MAX_TABLE", 1024 * 1024)
    problems = file("name,firms\nA,3\n" + "B," * 600_000 + "\n")[1]
    assert problems == ["1:1: larger than 1 MiB; split so many towns into several files, or use Parquet"]


def test_a_table_may_be_larger_than_a_yaml_file(file):
    note = "x" * 1000
    rows = "".join(f"T{number},{note}\n" for number in range(17_000))
    towns, problems, _remarks = file(f"name,leading_industry\n{rows}")
    assert (len(towns), problems) == (17_000, [])


def test_a_pipe_is_read(tmp_path):
    path = tmp_path / "pipe.csv"
    os.mkfifo(path)
    writer = threading.Thread(target=lambda: path.write_text("name,firms\nA,3\n", "utf-8"))
    writer.start()
    assert [town.name for town in read(path)[0]] == ["A"]
    writer.join()


def test_a_file_that_is_not_there_is_told(tmp_path):
    assert read(tmp_path / "none.csv")[1] == ["1:1: cannot read it: No such file or directory"]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_a_row_is_told_by_its_line_also_behind_cells_of_several(file, newline):
    text = 'name,leading_industry,firms\n"A\n(a)","x\n\ny",3\n\nB,z,x\n'.replace("\n", newline)
    towns, problems, _remarks = file(text)
    assert [town.line for town in towns] == [2]
    assert [problem[:13] for problem in problems] == ["7:3: C7: firm"]
    assert [town.line for town in file('"a\nlist"\nname,firms\nA,3\n')[0]] == [4]


@pytest.mark.parametrize("text", ['"名称" ,"省"\nA,B\n', '"名称"\u3000;"省"\nA;B\n', '"名称","省" \nA,B\n'])
def test_a_blank_behind_a_quotation_mark_is_told_in_the_first_row(file, text):
    said = "1:1: not CSV: there is a blank between a closing quotation mark and what follows; remove it"
    assert file(text)[:2] == ([], [said + STOPPED])


def test_a_blank_behind_a_quotation_mark_is_told_in_any_row(file):
    towns, problems, _remarks = file('名称,省\n甲,"山西"\n"乙" ,"山西"\n丙,"山西"\n')
    said = "3:1: not CSV: there is a blank between a closing quotation mark and what follows; remove it"
    assert ([town.name for town in towns], problems) == (["甲"], [said + STOPPED])


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_more_marks_of_an_encoding_are_one(file, encoding):
    text = "\ufeff\ufeff名称,企业户数\n甲,3\n\ufeff乙,4\n".encode(encoding)
    towns, problems, _remarks = file(text)
    assert [town.name for town in towns] == ["甲", "乙"]
    assert problems == []


def test_two_kinds_of_commas_are_ambiguous_in_a_file_of_semicolons(file):
    head = "名称;年产值（亿元）;备注\n"
    towns, problems, _remarks = file(head + "甲;12,5;\n乙;1,234;\n")
    assert towns == []
    assert problems == [
        "3:2: B3: '1,234' can mean two figures, since '12,5' in B2 has a decimal comma; "
        "write all figures of this file with a decimal point and without other commas"
    ]
    assert problems == file((head + "甲;12,5;\n乙;1,234;\n").encode("utf-16"))[1]
    for unambiguous in ("甲;1,234;1,5\n", "甲;1,234.5;\n", "甲;12.5;1,234\n"):
        assert len(file(head + unambiguous)[0]) == 1
    towns, problems, _remarks = file(head + "甲;12,5;\n")
    assert (towns, len(problems)) == ([], 1)
    assert file(head.replace(";", ",") + '甲,"12,5",\n乙,"1,234",\n')[1][0].startswith("2:2: B2")


@pytest.mark.parametrize("sign", ["|", "，"])
def test_another_divider_is_named(file, sign):
    towns, problems, _remarks = file(f"名称{sign}县{sign}企业户数\n甲{sign}虚构县{sign}3\n")
    assert towns == []
    assert problems == [f"1:1: its cells are divided by '{sign}'; divide them by commas, semicolons or tabs"]


@pytest.mark.parametrize(("begin", "ending"), [(b"PK\x03\x04", ".xlsx"), (b"\xd0\xcf\x11\xe0", ".xls")])
def test_a_workbook_called_csv_is_named(file, begin, ending):
    towns, problems, _remarks = file(begin + b"\x00" * 20)
    assert towns == []
    assert problems == [f"1:1: this is a workbook, not text; give it the ending {ending}, or save it as CSV"]


def test_a_header_that_is_not_known_is_said_to_be_so_though_another_delimiter_fails(file):
    _towns, problems, _remarks = file('"Some\nname","a\nb"\n"x","y"\n')
    assert (
        len(problems) == 1 and "its header names no known fact (read as UTF-8; the first titles: 'Some" in problems[0]
    )
