"""Templates of Excel: rows are repeated and all that names them follows; what hostile ones may not."""

import io
import zipfile

import openpyxl
import pytest
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from tests.reports.runs import HOSTILE
from zhenkit.core import i18n
from zhenkit.reports.layout.docx.sandbox import BadTemplate
from zhenkit.reports.layout.docx.template import as_data
from zhenkit.reports.layout.workbook import LINE
from zhenkit.reports.layout.workbook_fill import fill

TOWNS = [{"name": "甲镇", "facts": ["一", "二"]}, {"name": "=乙镇", "facts": []}, {"name": "007", "facts": ["8"]}]


@pytest.fixture(autouse=True)
def in_english():
    with i18n.speaking("en"):
        yield


def made(*rows, change=lambda _sheet: None) -> bytes:
    """A template with these rows."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    change(book.active)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def filled(template, **report):
    report = report or {"towns": TOWNS}
    return openpyxl.load_workbook(io.BytesIO(fill(template, as_data(report), "T"))).active


def rows(sheet):
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def wrong(*rows, change=lambda _sheet: None):
    with pytest.raises(BadTemplate) as caught:
        fill(made(*rows, change=change), as_data({"towns": TOWNS}), "")
    return str(caught.value)


LISTED = (
    ("名称", "项"),
    ("{%tr for town in towns %}",),
    ("{{ loop.index }} {{ town.name }}", "{{ town.name }}"),
    ("{%tr for one in town.facts %}",),
    ("", "{{ one }}"),
    ("{%tr endfor %}",),
    ("{%tr endfor %}",),
    (),
    ("共{{ towns|length }}个", "签字："),
)


def test_rows_are_repeated_within_each_other_and_those_below_move():
    assert rows(filled(made(*LISTED))) == [
        ["名称", "项"],
        ["1 甲镇", "甲镇"],
        [None, "一"],
        [None, "二"],
        ["2 =乙镇", "'=乙镇"],
        ["3 007", "007"],
        [None, 8],
        [None, None],
        ["共3个", "签字："],
    ]


def test_a_loop_over_nothing_leaves_no_row():
    assert rows(filled(made(*LISTED), towns=[])) == [["名称", "项"], [None, None], ["共0个", "签字："]]


def test_what_names_rows_follows_them():
    def change(sheet):
        sheet.merge_cells("A3:B3")
        sheet.merge_cells("A9:B9")
        sheet.auto_filter.ref = "A1:B7"
        sheet.print_area = "A1:B9"
        sheet.print_title_rows = "1:1"
        listed = DataValidation("list", formula1='"A1,B2"')
        listed.add("B5")
        sheet.add_data_validation(listed)
        marked = FormulaRule(['AND(A3="A3",$B$9=1,LOG10(1)=0)'], fill=PatternFill(bgColor="FFF2CC"))
        sheet.conditional_formatting.add("A3:B5", marked)

    sheet = filled(made(*LISTED, change=change))
    assert {str(one) for one in sheet.merged_cells.ranges} == {"A2:B2", "A5:B5", "A6:B6", "A9:B9"}
    assert (sheet.auto_filter.ref, sheet.print_title_rows) == ("A1:B7", "$1:$1")
    assert sheet.print_area == "'Sheet'!$A$1:$B$9"
    (listed,) = sheet.data_validations.dataValidation
    assert (str(listed.sqref), listed.formula1) == ("B3:B7", '"A1,B2"')
    ((area, rules),) = sheet.conditional_formatting._cf_rules.items()
    assert (str(area.sqref), rules[0].formula) == ("A2:B7", ['AND(A2="A3",$B$9=1,LOG10(1)=0)'])


def test_rows_without_a_height_are_as_high_as_their_texts_and_the_title_is_set():
    sheet = filled(made(("{{ text }}", "x")), text="字" * 40)
    assert sheet.row_dimensions[1].height == 11 * LINE
    assert sheet.parent.properties.title in (None, "T")
    fixed = made(("{{ text }}",), change=lambda sheet: setattr(sheet.row_dimensions[1], "height", 20))
    assert filled(fixed, text="字" * 40).row_dimensions[1].height == 20


@pytest.mark.parametrize("text", [*HOSTILE, "{{ towns }}", "{%tr for x in y %}", "&#10;<c>", "</t></is>"])
def test_no_text_is_more_than_a_text(text):
    sheet = filled(made(("{{ text }}", '{{ text|upper ~ "" }}', "a {{ text }}")), text=text)
    assert [cell.data_type for cell in sheet[1]] == ["s"] * 3 or not text.strip()
    assert not str(sheet["A1"].value).startswith(("=", "+", "-", "@"))


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([("{{ twons }}",)], "in '{{ twons }}': there is no twons; did you mean towns?"),
        ([("a",), ("{{ towns[0].nam }}",)], "there is no nam; did you mean name?"),
        ([("{%tr for town in towns %}",), ("{{ town.name }}",)], "for is not closed: endfor is missing"),
        ([("{% for town in towns %}", "{% endfor %}")], "rows are repeated by {%tr for ... %}"),
        ([("{% include 'x' %}",)], "no such tag"),
        ([("{{ ''.__class__ }}",)], ""),
        ([("{{ towns }}",), ("=SUM(A1:A2)",)], "A2 has a formula"),
    ],
)
def test_what_is_wrong_is_told(rows, said):
    assert said in wrong(*rows)


def test_a_package_made_to_do_harm_is_refused():
    for name, content, said in (
        ("xl/vbaProject.bin", b"", "it contains macros"),
        ("xl/externalLinks/externalLink1.xml", b"<a/>", "links to other workbooks"),
        ("xl/a.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "not such as Excel writes"),
    ):
        stream = io.BytesIO(made(("{{ towns }}",)))
        with zipfile.ZipFile(stream, "a") as archive:
            archive.writestr(name, content)
        with pytest.raises(BadTemplate, match=said):
            fill(stream.getvalue(), {"towns": []}, "")
