"""A table's header is read as people write it; what cannot be meant is told."""

import pytest

from tests.rules_examples import GOOD
from zhenkit import load_rules
from zhenkit.rulesets.catalog import shipped
from zhenkit.towns.tables.header import Role, left_aside, of_different_years, read_header

FACTS = shipped().facts
SERIES = load_rules(next(file for file in GOOD if file.stem == "derived-points-vetoes")).facts
A_SERIES = next(
    fact for fact in SERIES.by_id.values() if fact.type.name == "series" and fact.type.figure.name == "money"
)
MEMBERS = [member.id for member in FACTS["services"].type.members]


def one(title, facts=FACTS):
    header = read_header([title], facts)
    (column,) = header.columns
    assert (header.unknown, column.index, column.title) == ((), 0, title)
    return column.role, column.fact.id if column.fact else None, column.unit, column.part


def told(*titles, facts=FACTS):
    header = read_header(titles, facts)
    return [f"{index}: {message}" for index, message in header.problems]


@pytest.mark.parametrize(
    "title",
    ["annual_output", "主导产业年产值", "年产值", "产值", " 年产值 ", "Annual_Output", "annual output", "年\n产值"],
)
def test_a_fact_goes_by_its_id_its_label_and_its_aliases_however_spaced(title):
    assert one(title) == (Role.FACT, "annual_output", None, "")


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("年产值（亿元）", "亿元"),
        ("年产值(亿元)", "亿元"),
        ("年产值（亿）", "亿元"),
        ("年产值（单位：万元）", "万元"),
        ("annual_output (万元)", "万元"),
        ("annual_output（元）", "元"),
        ("年产值\n（ 亿元 ）", "亿元"),
        ("年产值（亿元人民币）", "亿元"),
        ("年产值(人民币万元)", "万元"),
        ("年产值（人民币：亿元）", "亿元"),
        ("annual_output (CNY 亿元)", "亿元"),
        ("年产值【亿元】", "亿元"),
        ("年产值[万元]", "万元"),
        ("年产值 亿元", "亿元"),
        ("年产值\n万元", "万元"),
        ("年产值/亿元", "亿元"),
        ("年产值／万元", "万元"),
        ("年产值_亿元", "亿元"),
        ("年产值-元", "元"),
        ("年产值亿元", "亿元"),
        ("年产值：万元", "万元"),
        ("年产值，单位：万元", "万元"),
        ("年产值 单位 亿元", "亿元"),
        ("年产值 亿元人民币", "亿元"),
        ("annual_output_亿元", "亿元"),
        ("annual_output/元", "元"),
    ],
)
def test_money_may_have_its_unit_in_the_title(title, unit):
    assert one(title) == (Role.FACT, "annual_output", unit, "")


@pytest.mark.parametrize(
    "title",
    [
        "企业户数（户）",
        "企业户数(家)",
        "firms (firms)",
        "有出口产品（是/否）",
        "县（区、市）",
        "县(区、市)",
        "企业户数/户",
        "企业户数 家",
        "从业人数_人",
        "年份 年",
    ],
)
def test_what_scales_nothing_may_stand_in_brackets(title):
    role, _fact, unit, _part = one(title)
    assert (role, unit) == (Role.FACT, None)


def test_a_unit_that_is_not_known_is_told_and_never_left_out():
    assert told("年产值（日元）") == ["0: '年产值（日元）': money is in 亿元, 万元 or 元"]
    assert told("从业人数（亿人）") == [
        "0: '从业人数（亿人）': '亿人' is not known here; give the figures without it, and write employees alone"
    ]
    assert told("龙头企业数（人）") == [
        "0: '龙头企业数（人）': '人' is not known here; give the figures without it, and write leading_firms alone"
    ]
    assert told("年产值/万美元") == ["0: '年产值/万美元': money is in 亿元, 万元 or 元"]
    assert told("年产值 美元") == ["0: '年产值 美元': money is in 亿元, 万元 or 元"]
    assert told("企业户数 亿元") == [
        "0: '企业户数 亿元': '亿元' is not known here; give the figures without it, and write firms alone"
    ]
    assert told("evidence.firms（亿元）") == ["0: 'evidence.firms（亿元）': no unit belongs to this column"]


@pytest.mark.parametrize(
    ("low", "high", "unit"),
    [
        ("annual_output_low", "annual_output_high", None),
        ("年产值下限（亿元）", "年产值上限（亿元）", "亿元"),
        ("年产值（万元）下限", "年产值（万元）上限", "万元"),
        ("年产值下限/亿元", "年产值上限/亿元", "亿元"),
    ],
)
def test_a_range_may_stand_in_two_columns(low, high, unit):
    header = read_header([low, high], FACTS)
    assert [(column.role, column.fact.id, column.unit) for column in header.columns] == [
        (Role.LOW, "annual_output", unit),
        (Role.HIGH, "annual_output", unit),
    ]
    assert header.problems == ()


@pytest.mark.parametrize("title", ["services.testing", "公共服务功能·检验检测", "公共服务功能.testing"])
def test_a_set_may_have_a_column_a_member(title):
    assert one(title) == (Role.MEMBER, "services", None, "testing")


@pytest.mark.parametrize("divided", [".2021", "·2021", "·2021年", ".2021（亿元）", "·2021年/亿元"])
def test_a_series_has_a_column_a_year(divided):
    unit = "亿元" if "亿" in divided else None
    assert one(A_SERIES.id + divided, SERIES) == (Role.YEAR, A_SERIES.id, unit, "2021")
    assert one(A_SERIES.label.zh + divided, SERIES) == (Role.YEAR, A_SERIES.id, unit, "2021")


@pytest.mark.parametrize("title", ["evidence.annual_output", "年产值佐证", "佐证·年产值", "evidence.产值"])
def test_evidence_has_a_column_a_fact(title):
    assert one(title) == (Role.EVIDENCE, "annual_output", None, "")


@pytest.mark.parametrize("title", ["decisions.4.granted", "评审决定·4·同意", "评审决定.4.granted"])
def test_a_decision_has_four_columns(title):
    assert one(title) == (Role.DECISION, None, None, "4.granted")


@pytest.mark.parametrize(
    "title",
    [
        *("firmz", "services.nothing", "decisions.0.granted", "decisions.4.who", "evidence.x", "·", "name_low", "()"),
        *("企业名", "龙头企业名", "利税 亿元", "亿元", "/亿元", "年产值（亿元）（规上企业）"),
    ],
)
def test_what_is_no_fact_is_left_aside(title):
    header = read_header(["name", title], FACTS)
    assert header.unknown == ((1, title),)
    assert header.problems == ()


def test_columns_left_aside_are_told_with_the_near_name():
    header = read_header(["name", "firmz", "", "年产植（亿元）", "年产植 亿元"], FACTS)
    assert left_aside(header, FACTS) == [
        (1, "this column is ignored: unknown fact 'firmz'; did you mean firms?"),
        (3, "this column is ignored: unknown fact '年产植'; did you mean 年产值?"),
        (4, "this column is ignored: unknown fact '年产植'; did you mean 年产值?"),
    ]
    assert left_aside(header, FACTS, strict_columns=True) == [
        (1, "unknown fact 'firmz'; did you mean firms?"),
        (3, "unknown fact '年产植'; did you mean 年产值?"),
        (4, "unknown fact '年产植'; did you mean 年产值?"),
    ]


def test_a_fact_that_two_columns_state_is_told():
    assert told("name", "firms", "企业户数") == ["2: '企业户数' repeats 'firms'; keep one"]
    assert told("services", *(f"services.{member}" for member in MEMBERS)) == [
        "1: 'services.rd_design' repeats 'services'; keep one"
    ]
    assert told("firms_low", "firms_high", "firms") == ["2: 'firms' repeats 'firms_low'; keep one"]
    assert told("evidence.firms", "企业户数佐证") == ["1: '企业户数佐证' repeats 'evidence.firms'; keep one"]
    assert told("decisions.4.by", "评审决定·4·单位") == ["1: '评审决定·4·单位' repeats 'decisions.4.by'; keep one"]


def test_columns_that_need_others_beside_them_are_told():
    assert told("firms_low") == ["0: 'firms_low' has no firms_high beside it"]
    assert told("name", "企业户数上限") == ["1: '企业户数上限' has no firms_low beside it"]
    first, *rest = MEMBERS
    absent = ", ".join(f"services.{member}" for member in rest)
    assert told(f"services.{first}") == [f"0: services has a column a member; these are not there: {absent}"]


def test_a_fact_that_is_computed_or_comes_by_year_is_told():
    computed = next(fact for fact in SERIES.by_id.values() if fact.bases)
    (said,) = told(computed.id, facts=SERIES)
    assert said.startswith(f"0: '{computed.id}' is computed from ")
    (said,) = told(A_SERIES.id, facts=SERIES)
    assert said == f"0: {A_SERIES.id} has a column a year, like {A_SERIES.id}.2021, {A_SERIES.id}.2022"


def test_a_header_tells_whether_it_names_towns():
    assert read_header(["企业户数", "名称"], FACTS).names_a_town
    assert not read_header(["企业户数", "evidence.name"], FACTS).names_a_town


def test_a_title_of_no_end_takes_no_time():
    title = "/ " * 50_000 + "x"
    assert read_header(["name", title], FACTS).unknown == ((1, title),)


@pytest.mark.parametrize(
    ("titles", "index"),
    [
        (["名称", "2023年产值（亿元）", "2024年企业户数", "2022年从业人数"], 2),
        (["名称", "2023年产值（亿元）", "2023年企业户数", "从业人数"], None),
        (["名称", "年份", "2023年产值（亿元）", "2024年企业户数"], None),
    ],
)
def test_figures_of_different_years_are_remarked_on(titles, index):
    found = of_different_years(read_header(titles, FACTS))
    assert [at for at, _said in found] == ([] if index is None else [index])


@pytest.mark.parametrize("title", ["季度", "统计期间", "报告期", "月份", "所属时期", "month"])
def test_a_column_of_periods_is_not_just_unknown(title):
    ((_index, said),) = left_aside(read_header(["名称", title], FACTS), FACTS)
    assert "part of a year" in said


@pytest.mark.parametrize("title", ["所在市县", "省、市、县", "市（县）", "所在地", "地区"])
def test_a_column_of_several_places_is_told_as_such(title):
    header = read_header(["名称", title], FACTS)
    assert [index for index, _title in header.unknown] == [1]
    said = "may say where the towns lie; give province, city and county (省, 市, 县) a title each"
    assert left_aside(header, FACTS)[0][1] == f"this column is ignored: {title!r} {said}"
