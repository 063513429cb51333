"""`zhenkit init` writes tables to fill in: Excel opens them without a word, and filled in they are read back."""

import re
import zipfile
from xml.etree import ElementTree

import openpyxl
import pytest

from tests.loading import load_towns
from tests.made_up_rules import HEAD
from tests.rules_examples import GOOD
from tests.towns.tables.grids import csv_text, read
from zhenkit import load_rules
from zhenkit.cli import main
from zhenkit.core import i18n
from zhenkit.judging.judgement import judge
from zhenkit.rulesets.catalog import shipped
from zhenkit.templates.town_table import blank_csv, blank_workbook, columns
from zhenkit.towns.tables.header import read_header

FACTS = shipped().facts
OWN = [file for file in GOOD if file.stem in ("own-facts", "derived-points-vetoes")]
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture(params=["zh", "en"])
def lang(request):
    with i18n.speaking(request.param):
        yield request.param


@pytest.fixture
def workbook(tmp_path, lang):
    """The workbook of the shipped facts."""
    path = tmp_path / "towns.xlsx"
    assert main.run(["init", str(path), "--lang", lang]) == 0
    return path


def test_the_columns_name_every_fact_once_those_of_identity_first(lang):
    header = read_header([column.title for column in columns(FACTS, shipped(), 2023)], FACTS)
    assert (header.unknown, header.problems) == ((), ())
    named = list(dict.fromkeys(column.fact.id for column in header.columns))
    assert named[:5] == ["name", "province", "city", "county", "year"]
    assert sorted(named) == sorted(fact.id for fact in FACTS.stated)
    by_title = {column.title: column for column in header.columns}
    assert ("annual_output (亿元)" if lang == "en" else "主导产业年产值（亿元）") in by_title
    assert ("services.testing" if lang == "en" else "公共服务功能·检验检测") in by_title


@pytest.mark.parametrize("own", OWN, ids=lambda file: file.stem)
def test_the_facts_of_a_rule_file_have_their_columns_a_series_one_a_year(own, lang, tmp_path):
    facts = load_rules(own).facts
    header = read_header([column.title for column in columns(facts, shipped(), 2023)], facts)
    assert (header.unknown, header.problems) == ((), ())
    assert {column.fact.id for column in header.columns} == {fact.id for fact in facts.stated}
    years = {column.part for column in header.columns if column.fact.type.name == "series"}
    assert years in (set(), {"2019", "2020", "2021", "2022", "2023"})
    assert main.run(["init", str(tmp_path / "towns.csv"), "--rules", str(own)]) == 0


@pytest.mark.parametrize(("ending", "delimiter"), [(".csv", b","), (".tsv", b"\t")])
def test_a_csv_is_the_header_alone_with_the_mark_that_excel_knows_utf_8_by(tmp_path, lang, ending, delimiter):
    path = tmp_path / f"towns{ending}"
    assert main.run(["init", str(path), "--lang", lang]) == 0
    assert path.read_bytes().startswith(b"\xef\xbb\xbf") and path.read_bytes().count(b"\n") == 1
    assert path.read_bytes().count(delimiter) == len(columns(FACTS, shipped(), 2023)) - 1
    towns, problems, remarks = read(path)
    assert (towns, len(problems), remarks) == ([], 1, [])


def test_what_is_offered_for_not_known_is_missing_when_read_back(tmp_path):
    with i18n.speaking("zh"):
        titles = [column.title for column in columns(FACTS, shipped(), 2023)]
        row = ["甲" if title == "名称" else "未知" for title in titles]
    path = tmp_path / "towns.csv"
    path.write_text(csv_text([titles, row]), "utf-8")
    (town,), problems, _remarks = read(path)
    assert (dict(town.facts), problems) == ({"name": "甲"}, [])


WORDS = {"zh": {"text": "甲", "yes": "是", "no": "否"}, "en": {"text": "A", "yes": "yes", "no": "no"}}


def filled(column, lang):
    """A word for a column, and the fact's value so stated in YAML."""
    kind = column.fact.type.name
    if column.member is not None:
        return WORDS[lang]["yes" if column.member.id in ("testing", "training") else "no"]
    if kind in ("yes/no", "finding"):
        return WORDS[lang]["yes"]
    if kind in ("level", "choice"):
        return column.offered[-1]
    return {"text": WORDS[lang]["text"], "count": 2023, "money": 12.5, "date": "2022-12-01"}[kind]


def test_a_workbook_filled_in_is_judged_as_the_yaml_town_is(workbook, lang, tmp_path):
    found = columns(FACTS, shipped(), 2023)
    book = openpyxl.load_workbook(workbook)
    for position, column in enumerate(found, 1):
        book.worksheets[0].cell(2, position, filled(column, lang))
    book.save(workbook)
    lines = ["services: [testing, training]"]
    for column in found:
        if column.member is None:
            unit = "亿元" if column.fact.type.name == "money" else ""
            lines.append(f"{column.fact.id}: {filled(column, lang)}{unit}")
    (tmp_path / "town.yaml").write_text("\n".join(lines), "utf-8")
    (town,), (other,) = load_towns(workbook), load_towns(tmp_path / "town.yaml")
    assert town.facts == other.facts
    assert {fact.id for fact in FACTS.stated} == set(town.facts)
    rules = load_rules("shanxi")
    assert judge(town, rules).verdict == judge(other, rules).verdict


def parts(path):
    """The parts of a workbook, by name; every one of them is XML."""
    with zipfile.ZipFile(path) as archive:
        return {name: ElementTree.fromstring(archive.read(name)) for name in archive.namelist()}


def test_every_part_is_xml_and_every_relationship_leads_to_one(workbook):
    found = parts(workbook)
    for name, root in found.items():
        if name.endswith(".rels"):
            base = name.rpartition("_rels/")[0]
            for relationship in root:
                target = relationship.get("Target").removeprefix("/")
                steps = [*base.strip("/").split("/"), *target.split("/")] if base else target.split("/")
                while ".." in steps:
                    at = steps.index("..")
                    del steps[at - 1 : at + 1]
                assert "/".join(steps) in found
    types = {one.get("PartName", "").removeprefix("/") for one in found["[Content_Types].xml"]} - {""}
    assert types <= set(found)


def validations(path):
    sheet = parts(path)["xl/worksheets/sheet1.xml"]
    return [
        (one.get("sqref"), one.findtext(f"{MAIN}formula1"), one)
        for one in sheet.iter(f"{MAIN}dataValidation")
        if one.get("type") == "list"
    ]


def test_the_words_of_each_closed_column_are_offered_in_a_list_that_excel_takes(workbook, lang):
    offered = [column for column in columns(FACTS, shipped(), 2023) if column.offered]
    found = validations(workbook)
    assert len(found) == len(offered)
    for (cells, formula, _element), column in zip(found, offered, strict=True):
        assert re.fullmatch(r"([A-Z]+)2:(?:\1)1001", cells)
        assert len(formula) <= 257
        assert formula == f'"{",".join(column.offered)}{",未知" if lang == "zh" else ""}"'


def test_no_cell_is_a_formula_or_a_link(workbook):
    found = parts(workbook)
    for name, root in found.items():
        if name.startswith("xl/worksheets/sheet"):
            assert not list(root.iter(f"{MAIN}f")) and not list(root.iter(f"{MAIN}hyperlink"))


def test_a_workbook_prints_on_as_few_pages_as_its_columns_allow(tmp_path, workbook):
    small = tmp_path / "small.xlsx"
    small.write_bytes(blank_workbook(FACTS, [], 2023, [FACTS["annual_output"]]))
    for file, most in ((workbook, 5), (small, 1)):
        for sheet in openpyxl.load_workbook(file).worksheets[:2]:
            assert sheet.page_setup.orientation == "landscape"
            assert sheet.sheet_properties.pageSetUpPr.fitToPage
            assert sheet.page_setup.fitToHeight == 0
            assert (sheet.page_setup.fitToWidth or 1) <= most
            assert sheet.print_title_rows == "$1:$1"
        towns = openpyxl.load_workbook(file).worksheets[0]
        assert towns.print_title_cols == ("$A:$A" if most > 1 else None)


def test_the_header_is_frozen_wide_enough_and_explained(workbook):
    book = openpyxl.load_workbook(workbook)
    towns, explained = book.worksheets[:2]
    found = columns(FACTS, shipped(), 2023)
    assert towns.freeze_panes == "B2"
    assert [cell.value for cell in towns[1]] == [column.title for column in found]
    assert all(cell.comment is not None and cell.comment.text for cell in towns[1])
    assert towns.column_dimensions["E"].width >= 10
    assert [row[0].value for row in explained.iter_rows(min_row=2, max_row=len(found) + 1)] == [
        f"{column.title} / {column.fact.id}" for column in found
    ]
    output = next(row for row in explained.iter_rows(values_only=True) if row[0].endswith("/ annual_output"))
    assert "shanxi 4" in output[3] and "亿元" in output[2]


@pytest.fixture
def rule_file(tmp_path):
    """A rule file whose own fact has these labels and members."""

    def of(label, members=()):
        text = next(file for file in GOOD if file.stem == "own-facts").read_text("utf-8")
        old = re.search(r"zh: 窑炉数, en: kilns", text)
        assert old is not None
        text = text.replace(old[0], f'zh: "{label}", en: kilns')
        path = tmp_path / "own.yaml"
        path.write_text(text, "utf-8")
        return load_rules(path)

    return of


@pytest.mark.parametrize("label", ["=1+2", "@窑", "+窑", "a\\u0007b"])
def test_a_label_of_a_rule_file_never_runs_nor_breaks_the_table(rule_file, label):
    rules = rule_file(label)
    with i18n.speaking("zh"):
        titles = [column.title for column in columns(rules.facts, [rules], 2023)]
        assert "kilns" in titles
        assert not [title for title in titles if title.startswith(("=", "+", "-", "@"))]
        assert blank_csv(rules.facts, [rules], 2023).count("\n") == 1
        assert blank_workbook(rules.facts, [rules], 2023).startswith(b"PK")


def test_a_list_too_long_for_excel_stands_on_a_hidden_sheet(tmp_path):
    from dataclasses import replace

    from zhenkit.core.i18n import Text
    from zhenkit.facts.dictionary import Facts
    from zhenkit.facts.types.members import ChoiceType, Member

    many = tuple(Member(f"member_number_{number}", Text(f"第{number}种", f"kind {number}")) for number in range(40))
    facts = Facts([FACTS["name"], replace(FACTS["category"], type=ChoiceType(many))], FACTS.levels)
    path = tmp_path / "towns.xlsx"
    with i18n.speaking("en"):
        path.write_bytes(blank_workbook(facts, [], 2023))
    ((_cells, formula, _element),) = validations(path)
    assert formula == "'Lists'!$A$1:$A$40"
    book = openpyxl.load_workbook(path)
    assert [row[0].value for row in book["Lists"].iter_rows()] == [member.id for member in many]
    assert book["Lists"].sheet_state == "hidden"


YEARS_OF_SERIES = (
    HEAD
    + """\
  sales: {type: series, of: money, zh: 历年销售额, en: sales by year}
  accidents_by_year: {type: series, of: count, zh: 历年事故数, en: accidents by year}
  income: {type: money, zh: 人均收入, en: income}
  growth: {type: percent, zh: 增速, en: growth, derived: {growth: sales, years: 3}}
  total: {type: money, zh: 合计, en: total, derived: {sum: sales, years: 2}}
  accidents: {type: count, zh: 事故数, en: accidents, derived: {sum: accidents_by_year, years: 2, until: 2021}}
criteria:
  - {number: 1, id: a, name: {zh: 甲, en: a}, clause: 一, require: {fact: growth, at_least: 30%}}
  - {number: 2, id: b, name: {zh: 乙, en: b}, clause: 二, require: {fact: total, at_least: 2亿元}}
  - {number: 3, id: c, name: {zh: 丙, en: c}, clause: 三, require: {fact: accidents, at_most: 2}}
  - {number: 4, id: d, name: {zh: 丁, en: d}, clause: 四, require: {fact: income, at_least: 20000元}}
"""
)


def test_a_table_has_every_year_that_is_asked_for_and_money_in_the_size_that_is(tmp_path, capsys):
    path = tmp_path / "mine.yaml"
    path.write_text(YEARS_OF_SERIES, "utf-8")
    rules = load_rules(path)
    with i18n.speaking("en"):
        titles = [
            column.title for column in columns(rules.facts, [rules], 2023) if column.fact in rules.facts.stated[-3:]
        ]
    assert titles == [
        *(f"sales.{year} (亿元)" for year in (2020, 2021, 2022, 2023)),
        *(f"accidents_by_year.{year}" for year in (2020, 2021)),
        "income (元)",
    ]
    assert main.run(["init", "--rules", str(path), "--lang", "en"]) == 0
    said = capsys.readouterr().out
    assert "#   4 years are asked for\n" in said and "#   2 years are asked for\n" in said


def test_a_report_says_which_years_are_wanted(tmp_path, capsys):
    rules, town = tmp_path / "mine.yaml", tmp_path / "town.yaml"
    rules.write_text(YEARS_OF_SERIES, "utf-8")
    town.write_text("name: 甲\nyear: 2023\nsales: {2021: 1亿元, 2022: null, 2023: 1.1亿元}\nincome: 3万元\n", "utf-8")
    assert main.run(["check", str(town), "--rules", str(rules), "--lang", "en", "--format", "markdown"]) == 3
    said = " ".join(capsys.readouterr().out.split())
    assert "(wanted: 2020)" in said and "(wanted: 2022)" in said and "accidents by year (wanted: 2020, 2021)" in said
