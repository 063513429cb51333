"""A dossier: what is stated is filled in, what is open or lacking is marked, forms are people's own."""

import docx
import pytest
from openpyxl import load_workbook

from tests.paths import ROOT
from tests.reports.letters.test_letters import names, part, template_of, texts
from tests.reports.runs import HOSTILE, town, write_town
from zhenkit.reports.layout.workbook import LINE

MADE_UP = ROOT / "samples" / "made-up"


@pytest.fixture
def dossier(zhenkit, tmp_path):
    def run(*towns, lang="zh", folder="out", options=("--rules", "shanxi")):
        out = tmp_path / folder
        code, _out, err = zhenkit("dossier", *towns, *options, "--output", out, "--lang", lang)
        return code, err, out

    return run


def rows(path):
    return [list(row) for row in load_workbook(path).active.iter_rows(values_only=True)]


def test_one_town_has_an_application_its_facts_and_its_evidence(dossier):
    code, err, out = dossier(MADE_UP / "incomplete.yaml")
    assert code == 0 and "已写出5个文件" in err
    stem = "虚构镇（资料不全示例）"
    assert names(out) == sorted(
        f"{stem}-{kind}"
        for kind in ("申报书.docx", "基本情况表.docx", "基本情况表.xlsx", "佐证材料清单.docx", "佐证材料清单.xlsx")
    )
    said = texts(out / f"{stem}-申报书.docx")
    assert said[0] == "省级专业镇申报书" and said[1] == stem
    assert "【待填写】" in said
    assert "按所填数据判定：资料不全（不达标至达标）" in said


def test_what_is_open_or_lacking_is_counted_and_marked_everywhere(dossier, tmp_path):
    changes = {"standards": None, "evidence": {"annual_output": ["年鉴", "税表"], "brand_effect": "名录"}}
    file = write_town(tmp_path / "towns.yaml", town(name="甲镇", **changes))
    _code, _err, out = dossier(file)
    facts = {row[1]: row for row in rows(out / "甲镇-基本情况表.xlsx")}
    assert facts["主导或参与制定标准数"][2] == "【待填写】" and facts["主导产业年产值"][2] == "25亿元"
    assert facts["主导产业年产值"][5] == "年鉴\n税表"
    evidence = {row[3]: row for row in rows(out / "甲镇-佐证材料清单.xlsx")[1:]}
    proven = [label for label, row in evidence.items() if row[5] != "缺"]
    assert sorted(proven) == ["主导产业年产值", "品牌效应突出"]
    lacking = len(evidence) - 2
    for name in ("申报书", "佐证材料清单", "基本情况表"):
        assert any(text.endswith(f"缺佐证：{lacking}项") for text in texts(out / f"甲镇-{name}.docx"))
    listed = texts(out / "甲镇-佐证材料清单.docx")
    assert listed.count("缺") == lacking and {"年鉴", "税表", "名录"} <= set(listed)
    application = texts(out / "甲镇-申报书.docx")
    opened = int(next(text for text in application if text.startswith("待填：")).split("：")[1].split("项")[0])
    merits = application.count("【待填写】") - opened
    assert merits == 6, "merits that are not stated are marked, and not asked for"


def test_several_towns_are_numbered_and_recommended_together(dossier, tmp_path):
    file = write_town(tmp_path / "towns.yaml", town(name="甲镇"), town(name="甲镇", county="另县", category=None))
    code, _err, out = dossier(file, lang="en")
    assert code == 0
    assert {"1-甲镇-Application.docx", "2-甲镇-Application.docx", "Recommendation of towns.xlsx"} <= set(names(out))
    table = rows(out / "Recommendation of towns.xlsx")
    assert [row[1] for row in table[1:]] == ["甲镇", "甲镇"]
    assert [row[4] for row in table[1:]] == ["manufacturing", "[to fill in]"]
    assert "Recommendation of specialised towns" in texts(out / "Recommendation of towns.docx")


def test_the_town_without_a_problem_is_written_all_the_same(dossier, tmp_path):
    file = write_town(tmp_path / "towns.yaml", town(name="甲镇"), town(name="乙镇", annual_output=12))
    code, err, out = dossier(file, lang="en")
    assert code == 2 and "12" in err
    assert len(names(out)) == 5
    code, _err, out = dossier(write_town(tmp_path / "bad.yaml", {"name": "乙镇", "annual_output": 12}), folder="none")
    assert code == 2 and names(out) == []


def test_nothing_is_overwritten_unasked(dossier):
    dossier(MADE_UP / "pass.yaml")
    code, err, _out = dossier(MADE_UP / "pass.yaml", lang="zh")
    assert code == 2 and "已有同名文件" in err
    assert dossier(MADE_UP / "pass.yaml", options=("--rules", "shanxi", "--force"))[0] == 0


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["application", "profile", "evidence", "recommendation"])
def test_each_form_can_be_replaced(dossier, zhenkit, tmp_path, kind):
    subject = "{{ towns|length }}" if kind == "recommendation" else "{{ town.name }}"
    folder = template_of(zhenkit, tmp_path / "mine", kind, f"自定 {subject}")
    options = ("--rules", "shanxi", "--templates", folder)
    code, err, out = dossier(MADE_UP / "pass.yaml", MADE_UP / "fail.yaml", options=options)
    assert code == 0, err
    changed = [path.name for path in out.glob("*.docx") if any(text.startswith("自定 ") for text in texts(path))]
    assert len(changed) == (1 if kind == "recommendation" else 2)


@pytest.mark.parametrize("kind", ["profile", "evidence", "recommendation"])
def test_each_workbook_can_be_replaced(dossier, zhenkit, tmp_path, kind):
    folder = tmp_path / "mine"
    folder.mkdir()
    assert zhenkit("init", folder / f"{kind}.xlsx", "--of", kind, "--lang", "zh")[0] == 0
    book = load_workbook(folder / f"{kind}.xlsx")
    book.active.append(["填表人", "{{ towns|length }}" if kind == "recommendation" else "{{ town.name }}"])
    book.save(folder / f"{kind}.xlsx")
    towns = (MADE_UP / "pass.yaml", MADE_UP / "fail.yaml")
    _code, _err, ours = dossier(*towns, folder="ours")
    code, err, out = dossier(*towns, options=("--rules", "shanxi", "--templates", folder))
    assert code == 0, err
    changed = [path for path in out.glob("*.xlsx") if rows(path) != rows(ours / path.name)]
    assert len(changed) == (1 if kind == "recommendation" else 2)
    for path in changed:
        *first, last = rows(path)
        assert first == rows(ours / path.name) and last[0] == "填表人" and (last[1] == 2 or last[1] in path.name)


def test_what_is_open_is_marked_in_a_workbook(dossier):
    _code, _err, out = dossier(MADE_UP / "incomplete.yaml")
    sheet = load_workbook(next(out.glob("*基本情况表.xlsx"))).active
    ((area, rules),) = sheet.conditional_formatting._cf_rules.items()
    assert str(area.sqref) == f"A2:F{sheet.max_row}"
    assert [rule.formula for rule in rules] == [['"【待填写】"'], ['"缺"']]
    heights = {sheet.cell(row, 2).value: sheet.row_dimensions[row].height for row in range(2, sheet.max_row + 1)}
    assert heights["名称"] == LINE and heights["公共服务功能"] > 3 * LINE


def test_a_template_goes_to_a_file_of_its_kind(zhenkit, tmp_path):
    code, _out, err = zhenkit("init", tmp_path / "a.yaml", "--of", "notice", "--lang", "en")
    assert code == 2 and "its template is a file that ends in .docx or .md" in err
    assert zhenkit("init", tmp_path / "a.xlsx", "--of", "application")[0] == 2
    assert zhenkit("init", tmp_path / "a.docx", "--of", "report", "--lang", "en")[0] == 0
    assert "{{ town.name }}" in part(tmp_path / "a.docx")


@pytest.mark.slow
def test_no_text_of_a_town_file_becomes_more_than_a_text(dossier, tmp_path):
    known = [text for text in HOSTILE if text.isprintable()][:4]
    towns = [
        town(name=f"{text} 镇", county=text, leading_industry=text, evidence={"brand_effect": text}) for text in known
    ]
    code, err, out = dossier(write_town(tmp_path / "towns.yaml", *towns))
    assert code == 0, err
    assert len(names(out)) == 5 * len(known) + 2
    for path in out.glob("*.docx"):
        assert docx.Document(str(path)).paragraphs
    for path in out.glob("*.xlsx"):
        for row in load_workbook(path).active.iter_rows():
            assert all(cell.data_type in "sn" for cell in row), path.name
