"""The tree of clauses, whatever breaks the lines and whatever the numbers are; and what a document says of itself."""

import pytest

from tests.analysis.document.plans import written
from zhenkit.analysis.document.clauses import OfficialDocument


def tree(document: OfficialDocument) -> list[str]:
    return [f"{each.path}|{each.heading}|{each.line}" for each in document.walk()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一、甲\n（一）乙。丙丁。\n(二) 戊：己。", ["一|甲|1", "一（一）|乙|2", "一（二）|戊|3"]),
        # lines broken in mid-sentence with blank lines between, a page's number among them
        (
            "一、总体要求\n\n（一）产业规模大。主导产业的年产值应达\n\n- 1 -\n\n到五亿元以上，特优减半，按照第一部\n\n"
            "（一）计算的不算。\n\n（二）企业带动强。企业数量达到一百户以\n\n上的县区。",
            ["一|总体要求|1", "一（一）|产业规模大|3", "一（二）|企业带动强|11"],
        ),
        ("第一章 总则\n第一条 甲。\n第二章 条件\n第二条 应当具备下列条件：\n（一）乙；\n（二）丙。\n第三条 丁。",
         ["第一章|总则|1", "第一条||2", "第二章|条件|3", "第二条||4", "第二条（一）||5", "第二条（二）||6",
          "第三条||7"]),
        ("一、甲\n1. 乙。丙。\n（1）丁。戊。\n2.己。庚。", ["一|甲|1", "一1|乙|2", "一1（1）|丁|3", "一2|己|4"]),
        # a figure at the beginning of a line is no number of a clause
        ("一、甲\n（一）乙。达到\n1.5亿元以上。\n2025年以前。", ["一|甲|1", "一（一）|乙|2"]),
        ("目录\n一、甲\n二、乙\n一、甲\n（一）丙。丁。\n二、乙\n戊。", ["一|甲|4", "一（一）|丙|5", "二|乙|6"]),
        ("一、甲\n见附件。\n附件：名单\n附件1\n名单\n一、乙\n丙。", ["一|甲|1", "附件1|名单|4", "附件1 一|乙|6"]),
    ],
)  # fmt: skip
def test_clauses_are_known_by_their_numbers_with_path_heading_and_line(text, expected):
    assert tree(written(text)) == expected


def test_each_place_of_a_clause_knows_its_line_of_the_file():
    clause = written("一、甲\n（一）乙。前一\n\n行，后\n一行。").clause("一、(一)")
    assert clause is not None
    assert clause.whole.text == "前一行,后一行。"
    assert [clause.whole.line_at(clause.whole.text.index(sign)) for sign in "前行后"] == [2, 4, 4]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("虚构省人民政府办公厅文件\n虚政办发[2024]5号\n虚构省人民政府办公厅\n关于印发虚构省专业镇\n培育方案的通知\n2024年5月6日",
         ("虚政办发〔2024〕5号", "虚构省专业镇培育方案", "虚构省人民政府办公厅", "2024-05-06", None)),
        ("虚构县人民政府关于印发《虚构县专业镇办法（试行）》的通知\n根据甲政发〔2020〕1号文件",
         (None, "虚构县专业镇办法(试行)", "虚构县人民政府", None, None)),
        ("虚构市专业镇认定标准\n（2024年5月）", (None, "虚构市专业镇认定标准", None, None, None)),
        ("虚构市工业和信息化局\n2024年2月30日", (None, None, "虚构市工业和信息化局", None, None)),
    ],
)  # fmt: skip
def test_what_a_document_says_of_itself(head, expected):
    document = written(f"{head}\n一、甲\n乙。")
    stated = (document.number, document.title, document.issuer, document.date, document.effective)
    assert tuple(each and each.text for each in stated) == expected


def test_the_day_from_which_it_is_in_force_is_found_in_its_text():
    document = written("一、附则\n本办法自2024年\n7月1日起施行，有效期五年。")
    assert document.effective is not None
    assert (document.effective.text, document.effective.line) == ("2024-07-01", 2)
