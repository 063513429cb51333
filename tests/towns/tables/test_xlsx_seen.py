"""What a person sees in a workbook is what is read: merged and hidden cells, marks, formulas, odd packages."""

import io
import itertools
import random
import zipfile

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Border, Font, PatternFill, Side

from tests.towns.tables.grids import read
from tests.towns.tables.test_xlsx import content_of, repacked
from zhenkit.core.errors import FileProblems
from zhenkit.facts.quantities import read_money
from zhenkit.towns.options import Options
from zhenkit.towns.tables.cells import Merged, Unusable
from zhenkit.towns.tables.xlsx.workbook import open_sheets

HEADER = ["名称", "市", "县", "年份", "年产值（万元）", "企业户数"]
TOWN = ["甲镇", "虚构市", "虚构县", 2024, 125000, 30]
WITHOUT = "a formula without a stored value; open the file in Excel, calculate and save it"


@pytest.fixture
def written(tmp_path):
    """Writes a workbook by a function of its sheet (openpyxl), and reads it."""

    def of(change, rows=(HEADER, TOWN), **parts):
        path = tmp_path / "towns.xlsx"
        book = openpyxl.Workbook()
        book.active.title = "s"
        for row in rows:
            book.active.append(row)
        change(book.active)
        stream = io.BytesIO()
        book.save(stream)
        path.write_bytes(repacked(stream.getvalue(), **parts) if parts else stream.getvalue())
        return read(path)

    return of


def seen(content, name="towns.xlsx", folder=None):
    """The rows of the first sheet of a workbook."""
    path = folder / name
    path.write_bytes(content)
    with open_sheets(path, None, Options()) as sheets:
        return list(sheets[0].rows()), sheets[0]


def test_a_place_merged_over_rows_is_that_of_each_and_a_figure_that_of_none(written):
    def merge(sheet):
        for cells in ("B2:B3", "C2:C3", "D2:D3"):
            sheet.merge_cells(cells)

    def merge_figures_too(sheet):
        merge(sheet)
        sheet.merge_cells("E2:E3")

    towns, problems, _remarks = written(merge_figures_too, [HEADER, TOWN, ["乙镇", None, None, None, None, 20]])
    assert towns == []
    said = "the figure is merged over E2:E3 and belongs to all of them together; give each town its own"
    assert problems == [f"2:5: s!E2: {said} (likewise in 2 rows: 2, 3)"]

    towns, problems, _remarks = written(merge, [HEADER, TOWN, ["乙镇", None, None, None, 7, 20]])
    assert problems == []
    assert [(town.facts["county"], town.facts["year"]) for town in towns] == [("虚构县", 2024)] * 2
    assert towns[1].facts["annual_output"] == read_money("7万元")


def test_a_town_whose_cells_are_all_merged_over_two_rows_is_one_town(written):
    def merge(sheet):
        for column in "ABCDEF":
            for first, last in ((1, 2), (3, 4), (5, 7)):
                sheet.merge_cells(f"{column}{first}:{column}{last}")
        for cell in ("A2", "C4", "D6"):  # which Excel writes for its border
            sheet[cell].border = Border(top=Side(style="thin"))

    rows = [HEADER, [], TOWN, [], ["乙镇", "虚构市", "虚构县", 2024, 7000, 20]]
    towns, problems, remarks = written(merge, rows)
    assert problems == []
    assert [remark.split(": ")[-1] for remark in remarks] == [
        "2 rows have nothing of their own but cells merged with those above, and are no towns (rows 4, 6)"
    ]
    assert [(town.facts["name"], town.facts["firms"]) for town in towns] == [("甲镇", 30), ("乙镇", 20)]
    assert [town.facts["annual_output"] for town in towns] == [read_money("125000万元"), read_money("7000万元")]


def test_a_figure_merged_over_two_years_of_a_town_is_that_of_neither(written):
    def merge(sheet):
        for cells in ("A2:A3", "B2:B3", "C2:C3", "E2:E3"):
            sheet.merge_cells(cells)

    towns, problems, _remarks = written(merge, [HEADER, TOWN, [None, None, None, 2023, None, 20]])
    assert towns == []
    assert "the figure is merged over E2:E3" in problems[0]


def test_cells_merged_over_columns_are_one(written):
    def merge(sheet):
        sheet.merge_cells("E1:F1")
        sheet.merge_cells("E2:F2")

    (town,), problems, _remarks = written(merge, [HEADER[:5], TOWN[:5]])
    assert (problems, town.facts["annual_output"]) == ([], read_money("125000万元"))


def test_cells_merged_to_the_end_of_a_row_are_those_of_each_town_of_a_form(written):
    def merge(sheet):
        for cells in ("B2:C2", "B3:C3"):
            sheet.merge_cells(cells)

    places = [["指标", "甲镇", "乙镇"], ["县", "虚构县"]]
    towns, problems, _remarks = written(merge, [*places, ["企业户数（户）", 12], ["从业人数（人）", 3, 4]])
    assert towns == []
    assert problems[0].endswith("give each town its own (likewise in 2 cells: B3, C3)")
    towns, problems, _remarks = written(lambda s: s.merge_cells("B2:C2"), [*places, ["企业户数（户）", 12, 10]])
    assert (problems, [town.facts["county"] for town in towns]) == ([], ["虚构县"] * 2)


def test_an_application_form_whose_cells_are_merged_over_columns_and_rows(written):
    rows = [
        ["专业镇申报书"],
        ["专业镇名称", "", "甲镇", "", "所在县（市、区）", "", "虚构县", ""],
        ["主导产业", "", "法兰", "", "年份", "", "2024", ""],
        ["经济\n指标", "主导产业年产值（亿元）", "", "12", "企业户数", "", "30", ""],
        ["", "其中：出口（万元）", "", "3", "从业人数", "", "3000", ""],
        ["龙头企业", "年产值（亿元）", "", "3", "从业人数", "", "30", ""],
    ]
    places = "A1:H1 A2:B2 C2:D2 E2:F2 G2:H2 A3:B3 C3:D3 E3:F3 G3:H3 A4:A5 B4:C4 E4:F4 G4:H4 B5:C5 E5:F5 G5:H5"
    (town,), problems, remarks = written(lambda s: [s.merge_cells(each) for each in places.split()], rows)
    stated = {"name": "甲镇", "county": "虚构县", "leading_industry": "法兰", "year": 2024}
    figures = {"annual_output": read_money("12亿元"), "firms": 30, "employees": 3000}
    assert (problems, town.facts) == ([], {**stated, **figures})
    assert [remark.split(": ")[1] for remark in remarks] == ["s!A5", "s!B6", "s!E6"]


def test_a_merge_over_the_whole_sheet_takes_no_room(written):
    def merged(sheet):
        return sheet.replace(b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A3:XFD1048576"/></mergeCells>')

    towns, problems, _remarks = written(lambda _sheet: None, sheet1=merged)
    assert ([town.name for town in towns], problems) == (["甲镇"], [])


def test_what_is_hidden_is_read_with_a_remark(written):
    def hide(sheet):
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["F"].hidden = True

    towns, problems, remarks = written(hide, [HEADER, TOWN, ["乙镇", *TOWN[1:]]])
    assert ([town.name for town in towns], problems) == (["甲镇", "乙镇"], [])
    assert remarks == ["3:1: s!A3: 1 hidden row is read too (row 3)", "1:6: s!F1: hidden columns are read too: F"]


def test_filtered_rows_are_read_with_a_remark(written):
    def hide(sheet):
        sheet.auto_filter.ref = "A1:F3"
        sheet.auto_filter.add_filter_column(0, ["甲镇"])
        sheet.row_dimensions[3].hidden = True

    towns, _problems, remarks = written(hide, [HEADER, TOWN, ["乙镇", *TOWN[1:]]])
    assert ([town.name for town in towns], remarks) == (
        ["甲镇", "乙镇"],
        ["3:1: s!A3: 1 row that a filter hides is read too (row 3)"],
    )


@pytest.mark.parametrize("mark", ["1", "8", "①", "[2]", "*", "注1", "a"])
@pytest.mark.parametrize("place", ["superscript", "subscript"])
def test_a_mark_above_the_line_behind_a_figure_is_told_as_the_sign_for_it_is(written, mark, place):
    def note(sheet):
        sheet["F2"] = CellRichText("9", TextBlock(InlineFont(vertAlign=place), mark))
        sheet["A2"] = CellRichText("甲镇", TextBlock(InlineFont(vertAlign=place), mark))

    towns, (problem,), _remarks = written(note)
    assert (towns, "s!F2" in problem, "9" in problem) == ([], True, True)


def test_a_mark_above_the_line_behind_a_name_is_none_of_it(written):
    def note(sheet):
        sheet["A2"] = CellRichText("甲镇", TextBlock(InlineFont(vertAlign="superscript"), "1"))

    assert [town.name for town in written(note)[0]] == ["甲镇"]


def test_a_text_that_is_struck_out_in_part_is_a_problem(written):
    def strike(sheet):
        sheet["F2"] = CellRichText(TextBlock(InlineFont(strike=True), "9"), "12")

    towns, (problem,), _remarks = written(strike)
    assert (towns, "s!F2: a part of the text is struck out" in problem) == ([], True)


def test_cells_that_are_struck_out_or_white_on_white_are_read_with_a_remark(written):
    def strike(sheet):
        sheet["A2"] = CellRichText(TextBlock(InlineFont(strike=True), "甲镇"))
        sheet["F2"].font = Font(strike=True)
        sheet["E2"].font = Font(color="FFFFFFFF")
        sheet["B2"].font, sheet["B2"].fill = Font(color="FFFFFFFF"), PatternFill("solid", fgColor="FF000080")
        sheet["H9"].font = Font(strike=True)  # nothing stands in it

    (town,), problems, remarks = written(strike)
    assert (town.name, town.facts["firms"], problems) == ("甲镇", 30, [])
    assert remarks == [
        "2:1: s!A2: 2 struck-out cells are read too (A2, F2)",
        "2:5: s!E2: 1 cell in white on white is read too (E2)",
    ]


def test_a_run_of_text_that_is_no_mark_is_kept(written):
    def note(sheet):
        sheet["A2"] = CellRichText(
            "甲", TextBlock(InlineFont(b=True), "镇"), TextBlock(InlineFont(vertAlign="superscript"), "新")
        )

    assert [town.name for town in written(note)[0]] == ["甲镇新"]


def test_escapes_of_xml_are_the_characters_they_stand_for(written):
    def escape(sheet):
        sheet["A2"], sheet["A3"] = "甲镇_x000D_", "_x4E59_镇_x005F_x0041_"

    assert [town.name for town in written(escape, [HEADER, TOWN, TOWN])[0]] == ["甲镇", "乙镇_x0041_"]


def test_formulas_that_nobody_computed_are_problems(tmp_path):
    path = tmp_path / "towns.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("s")
    for number, row in enumerate([HEADER, TOWN, ["乙镇", *TOWN[1:]], ["丙镇", *TOWN[1:]]]):
        sheet.write_row(number, 0, row)
    sheet.write_formula("F2", "=30+0")
    sheet.write_dynamic_array_formula("E3:E4", "=A1:A2*2")
    book.close()
    towns, problems, _remarks = read(path)
    assert towns == []
    assert problems == [f"2:6: s!F2: {WITHOUT} (likewise in 3 cells: F2, E3, E4)"]


def test_an_array_formula_with_results_is_read_and_a_gap_in_it_is_none(written):
    def computed(workbook):
        return workbook.replace(b'fullCalcOnLoad="1"', b"")

    def arrayed(sheet):
        array = b'<c r="F2"><f t="array" ref="F2:F3">A1:A2</f><v>5</v></c>'
        return sheet.replace(b'<c r="F2" t="n"><v>30</v></c>', array).replace(b'<c r="F3" t="n"><v>30</v></c>', b"")

    towns, problems, _remarks = written(
        lambda _s: None, [HEADER, TOWN, ["乙镇", *TOWN[1:]]], sheet1=arrayed, workbook=computed
    )
    assert [(town.name, town.facts["firms"]) for town in towns] == [("甲镇", 5)]
    assert problems == [f"3:6: s!F3: {WITHOUT}"]


def test_rows_and_cells_out_of_order_are_all_read(written):
    def shuffled(sheet):
        rows = [sheet[sheet.index(f'<row r="{nth}"'.encode()) :].split(b"</row>")[0] + b"</row>" for nth in (1, 2, 3)]
        before, after = sheet.split(rows[0])[0], sheet.split(rows[2])[1]
        row, *cells = rows[1].removesuffix(b"</row>").split(b"<c ")
        swapped = b"<c ".join([row, *reversed(cells)]) + b"</row>"
        return before + rows[2] + swapped + rows[0] + after

    towns, problems, _remarks = written(lambda _s: None, [HEADER, TOWN, ["乙镇", *TOWN[1:]]], sheet1=shuffled)
    assert (problems, [(town.name, town.facts["firms"]) for town in towns]) == ([], [("甲镇", 30), ("乙镇", 30)])


def test_two_rows_of_one_number_are_both_read_and_two_cells_of_one_name_are_a_problem(written):
    def doubled(sheet):
        return sheet.replace(b'<row r="3">', b'<row r="2">')

    towns, problems, _remarks = written(lambda _s: None, [HEADER, TOWN, ["乙镇", *TOWN[1:]]], sheet1=doubled)
    assert (problems, [town.name for town in towns]) == ([], ["甲镇", "乙镇"])

    def twice(sheet):
        return sheet.replace(b'<c r="E2" t="n">', b'<c r="F2" t="n">')

    problems = written(lambda _s: None, sheet1=twice)[1]
    assert problems == ["2:6: s!F2: the file has two cells of this name; save it anew in Excel"]


def test_cells_without_references_stand_one_after_another(written):
    def bare(sheet):
        for row, column in itertools.product("12", "ABCDEF"):
            sheet = sheet.replace(f'<c r="{column}{row}"'.encode(), b"<c").replace(f'<row r="{row}"'.encode(), b"<row")
        return sheet

    (town,), problems, _remarks = written(lambda _s: None, sheet1=bare)
    assert (problems, town.name, town.facts["firms"]) == ([], "甲镇", 30)


STRICT = [
    (b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main"),
    (b"http://schemas.openxmlformats.org/officeDocument/2006/", b"http://purl.oclc.org/ooxml/officeDocument/"),
]


@pytest.mark.parametrize(
    "rename", [str, str.upper, lambda name: name.replace("/", "\\")], ids=["strict", "capitals", "backslashes"]
)
def test_strict_open_xml_and_parts_of_other_names_are_read(tmp_path, rename):
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content_of(HEADER, TOWN))) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            for was, becomes in STRICT:
                part = part.replace(was, becomes)
            new.writestr(rename(name), part)
    path = tmp_path / "towns.xlsx"
    path.write_bytes(stream.getvalue())
    assert [town.name for town in read(path)[0]] == ["甲镇"]


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**12), 10**12),
    st.floats(-1e9, 1e9).map(lambda value: float(format(value, ".12g"))),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20).filter(
        lambda text: text[:1] != "="
    ),
    st.dates(),
)


@given(rows=st.lists(st.lists(VALUES, min_size=1, max_size=6), min_size=1, max_size=6))
def test_cells_are_read_as_openpyxl_reads_them(tmp_path_factory, rows):
    found, _sheet = seen(content_of(*rows), folder=tmp_path_factory.mktemp("book"))
    by_number = dict(found)
    for number, row in enumerate(rows, 1):
        cells = by_number.get(number, [])
        for column, value in enumerate(row):
            cell = cells[column] if column < len(cells) else None
            if value is None or value == "":
                assert cell in (None, "")
            elif isinstance(value, bool) or not isinstance(value, (int, float, str)):
                assert cell == value or isinstance(cell, Unusable)  # a date before 1900
            elif isinstance(value, str):
                assert isinstance(cell, (str, Unusable))
                assert isinstance(cell, Unusable) or cell == openpyxl_text(value)
            else:
                assert float(cell) == pytest.approx(value, rel=1e-14)


def openpyxl_text(value):
    """A text as a workbook holds it."""
    from zhenkit.towns.tables.xlsx.parts import unescaped

    return unescaped(value)


def test_whatever_byte_is_damaged_a_workbook_is_read_or_is_one_problem(tmp_path):
    content = bytearray(content_of(HEADER, TOWN))
    choose = random.Random(20261126)
    for at in choose.sample(range(len(content)), 400):
        damaged = bytearray(content)
        damaged[at] ^= 1 << choose.randrange(8)
        try:
            rows, _sheet = seen(bytes(damaged), folder=tmp_path)
        except (FileProblems, IndexError) as error:
            assert isinstance(error, FileProblems) or not rows_of_sheets(damaged, tmp_path)
        else:
            assert all(not isinstance(cell, Merged) for _number, cells in rows for cell in cells)


def rows_of_sheets(content, folder):
    """How many sheets a damaged workbook lists."""
    path = folder / "towns.xlsx"
    path.write_bytes(content)
    with open_sheets(path, None, Options()) as sheets:
        return sheets


def test_a_town_over_several_rows_for_a_list_of_firms_is_one(written):
    rows = [[*HEADER, "企业名单"], [*TOWN, "甲公司"], [*[None] * 6, "乙公司"], ["乙镇", *TOWN[1:], "丙公司"]]

    def merge(sheet):
        for column in "ABCDEF":
            sheet.merge_cells(f"{column}2:{column}3")

    towns, problems, remarks = written(merge, rows)
    assert (problems, [(town.name, town.facts["firms"]) for town in towns]) == ([], [("甲镇", 30), ("乙镇", 30)])
    assert any("(row 3)" in remark for remark in remarks)


def test_a_blank_far_to_the_right_is_nothing(written):
    def far(sheet):
        sheet["XFD1"] = " "

    towns, problems, _remarks = written(far)
    assert ([town.name for town in towns], problems) == (["甲镇"], [])


def test_comments_on_cells_are_told_but_for_our_own(written):
    def comment(sheet):
        sheet["E2"].comment = Comment("快报数，\n单位：万元", "张三")
        for column in "ABCDEF":
            sheet[f"{column}1"].comment = Comment("how it is written", "zhenkit")

    towns, problems, remarks = written(comment)
    assert (problems, len(towns)) == ([], 1)
    assert remarks == ["2:5: s!E2: 1 cell has a comment, which is not read: E2 '快报数， 单位：万元'"]


def test_of_many_comments_a_few_are_named(written):
    def comment(sheet):
        for row in range(2, 12):
            sheet.cell(row, 1).comment = Comment("x" * 100, "张三")

    _towns, _problems, remarks = written(comment)
    assert remarks[0].startswith(f"2:1: s!A2: 10 cells have comments, which are not read: A2 '{'x' * 40}…', A3 ")
    assert remarks[0].endswith(", ...")
