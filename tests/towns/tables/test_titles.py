"""Titles as bureaus write them are read as the fact meant; what is near to one is not; people's own word wins."""

from pathlib import Path

import pytest
import yaml

from zhenkit import load_rules
from zhenkit.rulesets.catalog import shipped
from zhenkit.towns.tables.header import Role, left_aside, read_header
from zhenkit.towns.tables.meanings import meaning
from zhenkit.towns.tables.units import WrongTitle

FACTS = shipped().facts
LISTED = yaml.safe_load(Path(__file__).with_name("titles.yaml").read_text("utf-8"))
NONE = [str(title) for title in LISTED.pop("none")]
MEANT = [(str(title), fact_id) for fact_id, titles in LISTED.items() for title in titles]


def read_as(title):
    """The id of the fact that a title is read as; None where it is none, or a question."""
    try:
        meant = meaning(title, FACTS)
    except WrongTitle:
        return None
    return meant.fact.id if meant is not None and meant.fact is not None else None


def test_nine_titles_of_ten_are_read_right_and_none_wrong():
    assert len(MEANT) >= 400 and len(NONE) >= 100
    read = [(title, fact_id, read_as(title)) for title, fact_id in MEANT]
    assert [each for each in read if each[2] not in (each[1], None)] == []
    assert sum(found == fact_id for _title, fact_id, found in read) >= 0.9 * len(read)


@pytest.mark.parametrize("title", NONE)
def test_what_is_none_of_the_facts_is_read_as_none(title):
    assert read_as(title) is None


def test_every_fact_is_in_the_list_and_reads_its_own_words():
    assert set(LISTED) == set(FACTS.by_id)
    for fact in FACTS.by_id.values():
        for word in (*fact.names, fact.label.en, *fact.titles):
            found = meaning(word, FACTS)
            assert found is not None and found.fact is fact, word


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("2024年产值（亿元）", 2024),
        ("产值2023", 2023),
        ("产值（2022年）", 2022),
        ("年产值（亿元，2021年度）", 2021),
        ("产值", None),
    ],
)
def test_a_year_dates_the_figure(title, year):
    (column,) = read_header([title], FACTS).columns
    assert (column.fact.id, column.dated) == ("annual_output", year)


def test_figures_of_two_years_are_a_question_that_map_answers():
    titles = ["名称", "2023年产值（亿元）", "2024年产值（亿元）"]
    ((index, said),) = read_header(titles, FACTS).problems
    assert index == 2
    assert (
        "'2023年产值（亿元）' are figures of different years" in said
        and '--map "2024年产值（亿元）=annual_output"' in said
    )


@pytest.mark.parametrize(
    ("title", "named"),
    [
        ("工业总产值", "主导产业年产值 (annual_output)"),
        ("规上企业产值（亿元）", "主导产业年产值 (annual_output)"),
        ("省级龙头企业数", "龙头企业数 (leading_firms)"),
    ],
)
def test_the_remark_says_what_a_title_is_not(title, named):
    ((_index, said),) = left_aside(read_header([title], FACTS), FACTS)
    assert f"is not {named}" in said
    assert f'--map "{title}=FACT"' in said and "zhenkit preview" in said


@pytest.mark.parametrize(
    "title",
    [
        *(
            "公共服务功能-检验检测",
            "公共服务功能—检验检测",
            "公共服务功能：检验检测",
            "公共服务功能/检测",
            "services_testing",
        ),
        *("公共服务功能（检验检测）", "公共服务功能·是否有检验检测", "公共服务平台功能·检验检测（有/无）"),
    ],
)
def test_a_member_stands_behind_anything_that_divides(title):
    found = meaning(title, FACTS)
    assert (found.role, found.fact.id, found.part) == (Role.MEMBER, "services", "testing")


@pytest.mark.parametrize(
    "title", ["是否有出口（佐证材料）", "有出口产品佐证", "证明材料：有出口产品", "有出口依据", "是否出口-佐证材料"]
)
def test_evidence_goes_by_many_words(title):
    found = meaning(title, FACTS)
    assert (found.role, found.fact.id) == (Role.EVIDENCE, "exports")


@pytest.mark.parametrize("title", ["产值（下限）", "年产值下限（亿元）", "主导产业年产值（亿元）下限"])
def test_an_end_of_a_range_may_stand_in_brackets(title):
    assert meaning(title, FACTS).role is Role.LOW


OWN = """
id: own
title: {zh: 自定, en: own}
level: county
place: {province: 虚构省, city: 虚构市, county: 虚构县}
document: {title: 虚构, number: 虚构〔2024〕1号}
effective: {from: 2024-01-01}
facts:
  workers: {type: count, zh: 用工人数, en: workers, unit: {zh: 人, en: people, one: person}, titles: [就业人员]}
  patents: {type: count, zh: 发明专利数, en: patents}
  sold: {type: series, of: money, zh: 销售收入, en: sales}
criteria:
  - number: 1
    id: one
    clause: 一
    name: {zh: 一, en: one}
    require: {fact: patents, at_least: 1}
"""


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    path = tmp_path_factory.mktemp("rules") / "own.yaml"
    path.write_text(OWN, "utf-8")
    return load_rules(path).facts


def test_own_facts_are_read_by_the_same_grammar(own):
    assert meaning("发明专利数量（个）", own).fact.id == "patents"
    assert meaning("现有发明专利个数", own) is None  # how they are counted it does not say
    year = meaning("2023年销售收入（亿元）", own)
    assert (year.role, year.fact.id, year.part, year.unit) == (Role.YEAR, "sold", "2023", "亿元")


def test_what_two_facts_share_is_asked_about(own):
    with pytest.raises(
        WrongTitle, match='could mean employees or workers; say which with --map "就业人员数（人）=FACT"'
    ):
        meaning("就业人员数（人）", own)
    assert meaning("用工人数", own).fact.id == "workers"


def test_a_title_of_no_end_takes_no_time_and_is_none():
    for title in ("（" * 5000, "（）" * 5000, "2024" * 3000, "名称" * 4000, "/ " * 5000, "是否" * 90, "数" * 190):
        assert read_as(title) is None
