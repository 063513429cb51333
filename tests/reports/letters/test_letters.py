"""Letters of a yearly assessment: what they say, how they look, whose templates they take, where they go."""

import re
import zipfile
from html import unescape

import docx
import pytest
from openpyxl import load_workbook

from tests.paths import ROOT
from tests.reports.runs import HOSTILE, town, write_town
from zhenkit.core.escape import visible
from zhenkit.reports.layout.docx.sandbox import BadTemplate
from zhenkit.reports.letters.markdown_fill import fill

ASSESSED = ROOT / "samples" / "assessment"
LAST = ("--level", "province", "--last", ASSESSED / "2023")
MM = 56.6929
"""Twentieths of a point in a millimetre."""


@pytest.fixture
def letters(zhenkit, tmp_path):
    """Drafts letters; gives the exit code, what was said, and the folder."""

    def run(*options, towns=(ASSESSED / "2024", *LAST), lang="zh", folder="out"):
        out = tmp_path / folder
        code, _out, err = zhenkit("assess", *towns, "--letters", out, "--lang", lang, *options)
        return code, err, out

    return run


def texts(path):
    """The texts of a document, paragraph by paragraph, tables and all."""
    document = docx.Document(str(path))
    return [
        "".join(node.text or "" for node in p.iter() if node.tag.endswith("}t"))
        for p in document.element.iter()
        if p.tag.endswith("}p")
    ]


def part(path, name="word/document.xml"):
    with zipfile.ZipFile(path) as archive:
        return archive.read(name).decode()


def names(folder):
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_each_slow_town_has_a_notice_and_those_commended_a_circular(letters):
    code, err, out = letters("--dated", "2025-03-01")
    assert code == 1 and "已在" in err and "代拟3份文稿" in err
    assert names(out) == [
        "01-督办通知书-虚构铸造镇.docx",
        "01-督办通知书-虚构铸造镇.md",
        "02-督办通知书-虚构玻璃镇.docx",
        "02-督办通知书-虚构玻璃镇.md",
        "03-通报表扬.docx",
        "03-通报表扬.md",
        "登记表.xlsx",
    ]
    notice = texts(out / "02-督办通知书-虚构玻璃镇.docx")
    assert notice[0] == "（代拟稿）"
    assert "关于虚构玻璃镇年度评估问题的督办通知书" in notice
    assert "（机关代字）〔2025〕2号" in notice
    assert "虚构丙县人民政府：" in notice
    assert "1. 请于2025年4月30日前完成整改，并将整改情况连同佐证材料报我单位。" in notice, (
        "60 days after the letter's date"
    )
    assert "配套企业户数：8户 → 10户（+2）" in notice
    assert notice[notice.index("（发文机关署名）") + 1] == "2025年3月1日"
    reply = notice[notice.index("督办通知书回执") :]
    assert {"通知书文号", "认定条件5整改情况", "盖章及日期"} <= set(reply)
    assert not any("文件" in text for text in notice[:4]), "no red head without an issuer"
    circular = texts(out / "03-通报表扬.docx")
    assert "关于表扬2024年度评估优秀专业镇的通报" in circular and "虚构陶瓷镇" in circular
    assert "督办通知书回执" not in circular


def test_who_issues_them_has_a_red_head_a_number_and_a_signature(letters):
    given = (
        "--issuer",
        "虚构市办公室",
        "--code",
        "虚专督",
        "--first",
        "12",
        "--due",
        "2025-06-30",
        "--dated",
        "2025-03-01",
    )
    _code, _err, out = letters(*given, "--addressee", "{city}工信局（{town}）")
    path = out / "02-督办通知书-虚构玻璃镇.docx"
    notice = texts(path)
    assert notice.count("虚构市办公室文件") == 1 and "虚专督〔2025〕13号" in notice
    assert "虚构市工信局（虚构玻璃镇）：" in notice
    assert "1. 请于2025年6月30日前完成整改，并将整改情况连同佐证材料报虚构市办公室。" in notice
    assert notice[notice.index("2025年3月1日") - 1] == "虚构市办公室"
    assert re.search(r'<w:color w:val="C00000"/><w:sz w:val="62"/>.*?虚构市办公室文件', part(path), re.DOTALL)


def test_the_page_is_as_the_standard_of_official_documents_asks(letters):
    _code, _err, out = letters("--dated", "2025-03-01")
    for path in out.glob("*.docx"):
        margins = dict(re.findall(r'w:(\w+)="(\d+)"', re.search(r"<w:pgMar[^>]*>", part(path))[0]))
        millimetres = [round(int(margins[side]) / MM) for side in ("top", "bottom", "left", "right")]
        assert millimetres == [37, 35, 28, 26]
        height, width = 16838 - 2098 - 1984, 11906 - 1588 - 1474
        styles = part(path, "word/styles.xml")
        line = int(re.search(r'w:styleId="Normal".*?w:line="(\d+)" w:lineRule="exact"', styles, re.DOTALL)[1])
        assert height // line == 22
        closer = int(re.search(r'w:styleId="BodyText".*?<w:spacing w:val="(-\d+)"/>', styles, re.DOTALL)[1])
        assert width // (16 * 20 + closer) == 28
        assert 'w:eastAsia="仿宋"' in styles and '<w:sz w:val="32"/>' in styles
        assert re.search(r'w:styleId="Title".*?w:eastAsia="方正小标宋简体".*?<w:sz w:val="44"/>', styles, re.DOTALL)
        assert part(path, "word/footer1.xml").count("—") == 2
        body = [p for p in re.findall(r"<w:p>.*?</w:p>", part(path)) if "BodyText" in p]
        assert body


def test_markdown_says_what_the_document_says(letters):
    _code, _err, out = letters("--dated", "2025-03-01", lang="en")
    for path in out.glob("*.md"):
        said = path.read_text("utf-8")
        for text in filter(None, texts(path.with_suffix(".docx"))):
            bare = re.sub(r"^\d+\. ", "", text).rstrip(": ")
            if bare != "Attachment":
                assert bare in re.sub(r"\\(.)", r"\1", unescape(said)).replace("\u200b", ""), (path.name, text)


def test_the_register_has_a_row_a_letter_and_room_for_what_becomes_of_it(letters):
    _code, _err, out = letters("--dated", "2025-03-01")
    head, *rows = load_workbook(out / "登记表.xlsx").active.iter_rows(values_only=True)
    assert head[1] == "文号" and head[-1] == "办结情况"
    assert [row[1] for row in rows] == [f"（机关代字）〔2025〕{number}号" for number in (1, 2, 3)]
    assert [row[7] for row in rows] == ["2025年4月30日", "2025年4月30日", None]
    assert [row[9] for row in rows] == [name for name in names(out) if name.endswith(".docx")]
    assert all(row[10:] == (None,) * 4 for row in rows)


@pytest.mark.slow
def test_nothing_is_overwritten_unasked(letters):
    _code, _err, out = letters("--dated", "2025-03-01")
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    code, err, _out = letters("--dated", "2025-04-01", lang="zh")
    assert code == 2 and "已有同名文件" in err
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    assert letters("--dated", "2025-04-01", "--force")[0] == 1
    assert "2025年4月1日" in texts(out / "03-通报表扬.docx")


def template_of(zhenkit, folder, kind, *paragraphs):
    """A user's template, begun with ours."""
    folder.mkdir(exist_ok=True)
    assert zhenkit("init", folder / f"{kind}.docx", "--of", kind, "--lang", "zh")[0] == 0
    document = docx.Document(str(folder / f"{kind}.docx"))
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.save(str(folder / f"{kind}.docx"))
    return folder


@pytest.mark.slow
def test_a_template_of_the_users_is_filled_in_and_ours_for_the_rest(letters, zhenkit, tmp_path):
    folder = template_of(zhenkit, tmp_path / "mine", "notice", "抄送：{{ letter.place }}")
    code, _err, out = letters("--templates", folder, "--dated", "2025-03-01")
    assert code == 1
    notice = texts(out / "02-督办通知书-虚构玻璃镇.docx")
    assert notice[-1] == "抄送：山西省 虚构市 虚构丙县" and "虚构丙县人民政府：" in notice
    assert not any("抄送" in text for text in texts(out / "03-通报表扬.docx"))


@pytest.mark.slow
def test_a_template_that_is_wrong_is_told_and_no_letter_is_written(letters, zhenkit, tmp_path):
    folder = template_of(zhenkit, tmp_path / "mine", "notice", "{{ letter.adressee }}")
    code, err, out = letters("--templates", folder, lang="en")
    assert code == 2 and names(out) == []
    assert "notice.docx:1:1: the template cannot be used: " in err and "did you mean addressee?" in err
    empty = tmp_path / "empty"
    empty.mkdir()
    code, err, out = letters("--templates", empty, lang="en")
    assert code == 2 and "no template in this folder; they are called: notice.docx, commendation.docx, " in err


def test_a_letter_as_markdown_can_be_replaced(letters, zhenkit, tmp_path):
    folder = tmp_path / "mine"
    folder.mkdir()
    assert zhenkit("init", folder / "notice.md", "--of", "notice", "--lang", "zh")[0] == 0
    ours = (folder / "notice.md").read_text("utf-8")
    code, _err, out = letters("--dated", "2025-03-01")
    before = {path.name: path.read_text("utf-8") for path in out.glob("*.md")}
    (folder / "notice.md").write_text(f"{ours}\n抄送：{{{{ letter.place }}}}\n", "utf-8")
    code, _err, out = letters("--templates", folder, "--dated", "2025-03-01", "--force")
    after = {path.name: path.read_text("utf-8") for path in out.glob("*.md")}
    assert code == 1
    places = {"01-督办通知书-虚构铸造镇.md": "丁", "02-督办通知书-虚构玻璃镇.md": "丙"}
    told = {name: f"\n抄送：山西省 虚构市 虚构{place}县\n" for name, place in places.items()}
    assert after == {name: text + told.get(name, "") for name, text in before.items()}
    assert all(before[name].count("|") > 20 for name in told)
    (folder / "notice.md").write_text("a\n{{ letter.adressee }}", "utf-8")
    code, err, _out = letters("--templates", folder, "--force", lang="en")
    assert code == 2 and "notice.md:1:1: the template cannot be used: in '{{ letter.adressee }}': there is no" in err


def test_no_filter_of_a_template_of_markdown_makes_markup_of_a_text():
    text = "[a](b) <i>*x*|{{ y }}"
    made = fill(b"{% set z = t|upper %}{{ z }} {{ t|join }} {{ t }} {{ [t, t]|join(t) }}", {"t": text}, "").decode()
    assert not re.search(r"(?<!\\)[\[*|]|<", made)
    with pytest.raises(BadTemplate):
        fill(b"{{ t|e }}", {"t": text}, "")
    with pytest.raises(BadTemplate, match="UTF-8"):
        fill(b"\xff", {"t": text}, "")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--due", "2025-02-01", "--dated", "2025-03-01"), "--due 2025-02-01 is before the letters' date"),
        (("--addressee", "{country}"), "there is no {country}; there are: {province}, {city}, {county}, {town}"),
        (("--dated", "soon"), "soon"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_written(letters, options, said):
    code, err, out = letters(*options, lang="en")
    assert code == 2 and said in err and names(out) == []


def test_options_of_letters_need_letters(zhenkit):
    for option in (("--issuer", "甲"), ("--due", "2025-01-01"), ("--force",)):
        code, _out, err = zhenkit("assess", ASSESSED / "2024", *LAST, *option, "--lang", "en")
        assert code == 2 and "go with --letters" in err


def test_no_letters_while_a_town_has_a_problem_or_where_nobody_is_to_have_one(letters, tmp_path):
    file = write_town(
        tmp_path / "towns.yaml",
        town(name="甲", annual_output="2亿元", historical_origin=False),
        town(name="乙", annual_output=1),
    )
    code, err, out = letters(towns=(file, "--rules", "shanxi"), lang="en")
    assert code == 2 and "no letters were written: a town with a problem" in err and names(out) == []
    file = write_town(tmp_path / "towns.yaml", town(name="甲", annual_output="19亿元~21亿元"))
    code, err, out = letters(towns=(file, "--rules", "shanxi"), lang="en")
    assert code == 3 and "no letters were written" in err and names(out) == []


def test_no_text_of_a_town_file_becomes_more_than_a_text(letters, tmp_path):
    known = [text for text in HOSTILE if text.isprintable()]
    below = dict.fromkeys(("historical_origin", "geographical_indication", "traditional_feature"), False)
    towns = [
        town(name=f"{text} 镇", county=text, leading_industry=text, annual_output="2亿元", **below) for text in known
    ]
    file = write_town(tmp_path / "towns.yaml", *towns)
    code, err, out = letters("--issuer", HOSTILE[0], towns=(file, "--rules", "shanxi"), lang="en")
    assert code == 1, err
    assert len(list(out.glob("*.docx"))) == len(known)
    shown = "".join("".join(texts(path)) for path in sorted(out.glob("*.docx")))
    for text in known:
        assert visible(text).strip() in shown
    for row in load_workbook(out / "Register.xlsx").active.iter_rows():
        assert all(cell.data_type in "sn" for cell in row)
    for path in out.glob("*.md"):
        assert "<script>" not in path.read_text("utf-8")
