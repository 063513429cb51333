"""A town's document: what it says, in the type that GB/T 9704 asks for, whatever the town file says."""

import io
import re
import sys
import zipfile

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from tests.docs import GUIDE, LANGUAGES
from tests.reports.runs import GRANTED, HOSTILE, PASSING, check, rank_judged, town, write_town
from zhenkit.core import i18n
from zhenkit.core.errors import ZhenkitError
from zhenkit.core.escape import visible
from zhenkit.judging.outcome import Run
from zhenkit.reports.formats import Style, render
from zhenkit.reports.judgement import docx as of_judgement
from zhenkit.reports.judgement.docx import template
from zhenkit.reports.judgement.outline import outline
from zhenkit.reports.layout.docx.template import as_data
from zhenkit.reports.ranking import docx as of_ranking

OPEN = town(name="缺料镇", annual_output="19亿元~21亿元", single_county=False, decisions={4: GRANTED})


def made(run):
    content = render("docx", run, Style())
    return docx.Document(io.BytesIO(content)), content


def texts(found) -> list[str]:
    return [paragraph.text for paragraph in found.paragraphs]


def rows(table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


@pytest.fixture(scope="module")
def one(tmp_path_factory):
    """The document of one open town, in Chinese."""
    given = {**OPEN, "evidence": {"single_county": "县志，第3页"}}
    path = write_town(tmp_path_factory.mktemp("one") / "town.yaml", given)
    with i18n.speaking("zh"):
        return made(check(path))


def test_it_sets_the_town_against_the_criteria(one):
    found, _content = one
    said = texts(found)
    assert said[0] == found.core_properties.title == "缺料镇认定条件对照表"
    assert said[2:4] == [
        "结论",
        "缺料镇是否符合《山西省省级专业镇认定标准》尚不能确定：最差为“不符合”，最好为“放宽符合”。",
    ]
    (table,) = found.tables
    head, *criteria = rows(table)
    assert head == ["认定条件", "要求", "填报情况", "等次", "佐证"]
    assert [row[0].split()[0] for row in criteria] == list("12345678")
    name, required, given, result, evidence = criteria[3]
    assert name == "4 产业集聚度高\n二（四）"
    assert required.startswith("集中在一个县，配套有力，产值达到门槛或适用放宽[")
    assert "主导产业年产值：19亿元~21亿元（要求：20亿元；差1亿元 ~ 超1亿元）（资料不全）" in given.split("\n")
    assert "限定在一个县（待评审）" in given.split("\n")
    assert given.endswith("省工信厅 2023-05-01 同意：跨两县，产业链一体")
    assert (result, criteria[0][3]) == ("资料不全（不达标至放宽达标）", "达标")
    number = evidence.strip("[]")
    assert f"[{number}] 佐证（限定在一个县）：县志，第3页" in said
    headings = [p.text for p in found.paragraphs if p.style.style_id == "Heading1"]
    assert headings == ["结论", "逐条对照", "缺失指标", "数值未定", "评审决定", "优先评定", "佐证与解读", "判定依据"]
    assert said[-1].startswith("程序版本：zhenkit ")


def test_page_and_type_are_as_gb_t_9704_asks(one):
    found, content = one
    (section,) = found.sections
    page = (section.page_width, section.page_height, section.top_margin, section.bottom_margin)
    assert [round(each.mm) for each in (*page, section.left_margin, section.right_margin)] == [210, 297, 37, 35, 28, 26]
    assert found.settings.odd_and_even_pages_header_footer
    for footer in (section.footer, section.even_page_footer):
        assert footer.paragraphs[0].text == "— 1 —"
        assert [field.text for field in footer._element.iter(qn("w:instrText"))] == [" PAGE "]
    fonts = {style.style_id: _east_asian(style) for style in found.styles if _east_asian(style)}
    defaults = found.styles.element.find(qn("w:docDefaults"))
    assert next(defaults.iter(qn("w:rFonts"))).get(qn("w:eastAsia")) == "仿宋"
    wanted = {"Title": "方正小标宋简体", "Heading1": "黑体", "TableHead": "黑体", "Subtitle": "楷体", "Remark": "楷体"}
    assert fonts == {**wanted, "Footer": "宋体"}
    assert (found.styles["Title"].font.size.pt, found.styles["heading 1"].font.size) == (22, None)
    assert next(defaults.iter(qn("w:sz"))).get(qn("w:val")) == "32"
    declared = zipfile.ZipFile(io.BytesIO(content)).read("word/fontTable.xml").decode()
    assert all(f'w:name="{font}"' in declared for font in {*fonts.values(), "仿宋"})


def _east_asian(style):
    fonts = style.element.find(f".//{qn('w:rFonts')}")
    return None if fonts is None else fonts.get(qn("w:eastAsia"))


def test_rows_do_not_split_and_the_header_is_repeated(one):
    head, *others = one[0].tables[0].rows
    assert head._tr.find(f".//{qn('w:tblHeader')}") is not None
    assert all(row._tr.find(f".//{qn('w:cantSplit')}") is not None for row in (head, *others))
    assert all(row._tr.find(f".//{qn('w:tblHeader')}") is None for row in others)


def test_of_several_towns_each_has_a_section_and_what_is_wrong_is_told(tmp_path):
    good = write_town(tmp_path / "towns.yaml", PASSING, OPEN)
    bad = tmp_path / "bad.yaml"
    bad.write_text("name: 坏\nannual_output: 12\n", "utf-8")
    with i18n.speaking("en"):
        found, _content = made(check(good, bad))
    assert len(found.sections) == 3
    assert [row[2] for row in rows(found.tables[0])] == ["Verdict", "pass", "incomplete (fail to relaxed)"]
    titles = [p.text for p in found.paragraphs if p.style.style_id == "Title"]
    assert titles == [
        "Towns compared with the criteria",
        *(f"{name} compared with the criteria" for name in ("虚构镇", "缺料镇")),
    ]
    assert any("bad.yaml:2:16: " in text for text in texts(found))
    with i18n.speaking("zh"):
        assert texts(made(Run([]))[0])[0] == "专业镇认定条件对照表"


def test_nothing_that_a_town_file_says_is_markup_a_field_or_a_tag(tmp_path):
    hostile = [*HOSTILE, "{{ 7*7 }}{%p endfor %}", "<w:p/>", '"><w:fldSimple w:instr="DDEAUTO c:\\\\x"/>']
    evidence = {"standards": hostile, "annual_output": hostile[0]}
    named = [town(name=name, county=name, leading_industry=name) for name in hostile]
    path = write_town(tmp_path / "towns.yaml", *named, town(evidence=evidence))
    run = check(path)
    found, content = made(Run(run.judgements))
    assert len(run.judgements) > 5
    shown = [row[0].split("\n")[0] for row in rows(found.tables[0])[1:]]
    assert shown == [visible(judgement.town.name) for judgement in run.judgements]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        body = archive.read("word/document.xml").decode()
    plain = made(
        Run(check(write_town(tmp_path / "plain.yaml", *[town(name=f"镇{n}") for n in range(len(shown))])).judgements)
    )[1]
    with zipfile.ZipFile(io.BytesIO(plain)) as archive:
        kinds = {element.tag for element in docx.oxml.parse_xml(archive.read("word/document.xml")).iter()}
    assert {element.tag for element in docx.oxml.parse_xml(body.encode()).iter()} == kinds
    assert "{%" not in body.replace("{%p endfor %}", "")


def test_a_document_of_too_many_towns_is_refused(monkeypatch, tmp_path, zhenkit):
    run = check(write_town(tmp_path / "towns.yaml", PASSING, OPEN))
    for module in (of_judgement, of_ranking):
        monkeypatch.setattr(module, "MOST_TOWNS", 1)
    with pytest.raises(ZhenkitError, match="at most 1 towns, and these are 2"):
        render("docx", run, Style())
    code, _out, err = zhenkit(
        "batch", tmp_path / "towns.yaml", "--rules", "shanxi", "-o", tmp_path / "ranking.docx", "--lang", "en"
    )
    assert (code, "at most 1 towns" in err) == (2, True)


@pytest.mark.slow
def test_init_writes_the_template_and_check_fills_it_in(zhenkit, tmp_path):
    path, mine = write_town(tmp_path / "town.yaml", PASSING), tmp_path / "report.docx"
    arguments = ("check", path, "--rules", "shanxi", "-o", tmp_path / "town.docx", "--lang", "zh")
    assert zhenkit("init", mine, "--lang", "zh") == (0, "", "")
    with i18n.speaking("zh"):
        assert mine.read_bytes() == template()
    assert zhenkit(*arguments) == zhenkit(*arguments, "--template", mine) == (0, "", "")
    changed = docx.Document(str(mine))
    changed.add_paragraph("{{ towns[0].criteria[0].required }}，{{ grades.met }}")
    changed.save(str(mine))
    assert zhenkit(*arguments, "--template", mine) == (0, "", "")
    assert texts(docx.Document(str(tmp_path / "town.docx")))[-1] == "四个方面都得到认定，达标"


@pytest.mark.slow
def test_init_writes_the_template_of_a_ranking_and_batch_fills_it_in(zhenkit, tmp_path):
    path, mine = write_town(tmp_path / "towns.yaml", PASSING, OPEN), tmp_path / "ranking.docx"
    assert zhenkit("init", mine, "--of", "ranking", "--lang", "zh") == (0, "", "")
    with i18n.speaking("zh"):
        assert mine.read_bytes() == of_ranking.template()
    changed = docx.Document(str(mine))
    changed.add_paragraph("{{ standards[0].towns[1].name }}：{{ standards[0].towns[1].grades[0].criteria[0] }}")
    changed.save(str(mine))
    arguments = ("batch", path, "--rules", "shanxi", "--lang", "zh", "--template", mine)
    assert zhenkit(*arguments, "-o", tmp_path / "made.docx") == (3, "", "")
    assert texts(docx.Document(str(tmp_path / "made.docx")))[-1] == "缺料镇：4 产业集聚度高"
    for more in ((), ("-o", tmp_path / "made.xlsx"), ("-o", tmp_path / "made.docx", "--engine", "polars")):
        assert zhenkit(*arguments, *more)[:2] == (2, "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_guide_names_all_that_a_template_finds(language, tmp_path):
    bad = tmp_path / "bad.yaml"
    bad.write_text("name: 坏\nannual_output: 12\n", "utf-8")
    run = check(write_town(tmp_path / "town.yaml", OPEN), bad)
    towns = [outline(judgement) for judgement in run.judgements]
    ranking = rank_judged(run.judgements, ("code",), [("1",)], run.problems)
    page = (GUIDE / f"reports.{language}.md").read_text("utf-8")
    verdicts = {"pass", "fail"}  # which are values
    for found, first in (
        (of_judgement.report(run, towns), "| `decided_by` |"),
        (of_ranking.report(ranking), "| `standards` |"),
    ):
        table = next(part for part in page.split("\n\n") if first in part)
        assert set(re.findall(r"`(\w+)`", table)) - verdicts == set(names(as_data(found)))


def names(found) -> list[str]:
    if isinstance(found, dict):
        return [*found, *names(list(found.values()))]
    return [name for one in found for name in names(one)] if isinstance(found, list) else []


@pytest.mark.slow
def test_what_templates_are_not_for(zhenkit, tmp_path):
    path, mine = write_town(tmp_path / "town.yaml", PASSING), tmp_path / "report.docx"
    arguments = ("check", path, "--rules", "shanxi", "--lang", "en")
    assert zhenkit("init", mine, "--rules", "shanxi", "--lang", "en")[2].startswith(
        "zhenkit: --rules goes with a town file"
    )
    mine.write_bytes(b"x")
    for more, said in (
        (("--template", mine), "--template goes only with docx"),
        (("-o", mine, "--template", mine), f"--output {mine}: this file is --template already"),
        (
            ("-o", tmp_path / "a.docx", "--template", mine),
            f"{mine}:1:1: the template cannot be used: not a document of Word",
        ),
        (("-o", tmp_path / "a.docx", "--template", tmp_path / "b.docx"), "b.docx:1:1: cannot read it: No such file"),
    ):
        code, out, err = zhenkit(*arguments, *more)
        assert (code, out, said in err) == (2, "", True), err
    assert not (tmp_path / "a.docx").exists()


def test_a_missing_library_is_one_message(zhenkit, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "docxtpl", None)
    path = write_town(tmp_path / "town.yaml", PASSING)
    for more in ((), ("--template", tmp_path / "report.docx")):
        code, out, err = zhenkit("check", path, "--rules", "shanxi", "-o", tmp_path / "a.docx", "--lang", "en", *more)
        assert (code, out) == (2, "")
        assert err.startswith("zhenkit: this needs the library docxtpl, which is not installed; run: ")
        assert err.endswith("pip install 'zhenkit[reports]'\n")


def test_a_ranking_says_what_each_town_lacks(zhenkit, tmp_path):
    path = write_town(tmp_path / "towns.yaml", PASSING, {**OPEN, "leading_industry": None, "decisions": {}})
    file = tmp_path / "ranking.docx"
    code, _out, err = zhenkit("batch", path, "--rules", "shanxi", "-o", file, "--lang", "zh", "--keep", "year")
    assert (code, err) == (3, "")
    found = docx.Document(str(file))
    (section,) = found.sections
    assert (section.orientation, round(section.page_width.mm)) == (WD_ORIENT.LANDSCAPE, 297)
    assert texts(found)[:3] == ["专业镇排名", "已判定专业镇：2个", "山西省省级专业镇认定标准"]
    (table,) = found.tables
    head, first, second = rows(table)
    assert head == ["名次", "专业镇", "结论", "得分", "各认定条件", "缺失或未定的指标"]
    assert first[:1] + first[2:] == ["1", "符合", "100.0", "8 条中 8 条达标", "—"]
    assert second[4].split("\n") == ["8 条中 7 条达标", "资料不全（不达标至待评审）：4 产业集聚度高"]
    assert "主导产业年产值" in second[5]
