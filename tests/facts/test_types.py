"""The types of facts: how each is read from a file, written back and shown."""

import datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tests.strategies  # noqa: F401 - the profile
from zhenkit.core.characters import control_in, seen
from zhenkit.core.i18n import speaking
from zhenkit.facts.quantities import MOST_COUNT, MOST_FEN, Range, Series, Unreadable
from zhenkit.facts.types.base import is_missing
from zhenkit.facts.types.registry import PLAIN_TYPES, TYPE_NAMES
from zhenkit.facts.types.series import SeriesType
from zhenkit.rulesets.catalog import shipped

FACTS = shipped().facts
YES_NO, COUNT, MONEY, TEXT = (PLAIN_TYPES[name] for name in ("yes/no", "count", "money", "text"))
LEVEL, CHOICE, SET = (FACTS[name].type for name in ("brand_level", "category", "services"))


@pytest.mark.parametrize("raw", [None, "", "  ", "未知", " 未知 ", "\t", "\u3000"])
def test_absent_null_blank_and_weizhi_are_missing(raw):
    assert is_missing(raw)


@pytest.mark.parametrize("raw", [False, 0, "无", "none", "no", [], Decimal(0), "未知数"])
def test_nothing_else_is_missing(raw):
    assert not is_missing(raw)


@pytest.mark.parametrize("raw", [True, "true", "True", "yes", "YES", "是", "有", " 是 "])
def test_every_spelling_of_yes(raw):
    assert YES_NO.read(raw) is True
    assert PLAIN_TYPES["finding"].read(raw) is True


@pytest.mark.parametrize("raw", [False, "false", "False", "no", "NO", "否", "无", " 否 "])
def test_every_spelling_of_no(raw):
    assert YES_NO.read(raw) is False


@pytest.mark.parametrize("raw", ["y", "n", "1", 1, 0, "on", "off", "对", "是的", "maybe", Decimal(1)])
def test_what_is_neither_yes_nor_no_is_refused(raw):
    with pytest.raises(Unreadable, match="is neither yes nor no; write yes or no"):
        YES_NO.read(raw)


@pytest.mark.parametrize("kind", [YES_NO, COUNT, MONEY, TEXT, LEVEL, CHOICE])
@pytest.mark.parametrize("raw", [[], ["12"], {}, {"a": 1}])
def test_a_list_or_a_mapping_is_no_value(kind, raw):
    with pytest.raises(Unreadable, match="one value is expected here, not a list or a mapping"):
        kind.read(raw)


@pytest.mark.parametrize(
    ("raw", "count"),
    [
        (12, 12),
        (0, 0),
        ("12", 12),
        (Decimal("12.0"), 12),
        (Decimal("1E+3"), 1000),
        (Decimal("12E-1") * 10, 12),
        ("8~12", Range(8, 12)),
    ],
)
def test_a_count_may_be_a_number_of_json(raw, count):
    assert COUNT.read(raw) == count


@pytest.mark.parametrize(
    "raw",
    [
        -1,
        True,
        Decimal("12.5"),
        Decimal("-3"),
        Decimal("NaN"),
        Decimal("Infinity"),
        Decimal("1e999999999"),
        Decimal("1e-999999999"),
        Decimal("0e-999999999"),
        Decimal("0e999999999"),
        10**15,
        pytest.param(10**5000, id="5,000 digits"),
        pytest.param(-(10**5000), id="5,000 digits below 0"),
        MOST_COUNT + 1,
    ],
)
def test_no_number_of_json_is_read_as_a_count_that_is_none(raw):
    with pytest.raises(Unreadable) as caught:
        COUNT.read(raw)
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize("raw", [1250000000, Decimal("12.5"), 0])
def test_money_as_a_bare_number_is_an_error_that_says_how_to_write_it(raw):
    with pytest.raises(Unreadable, match=r"has no unit; write money like 12\.5亿元"):
        MONEY.read(raw)


@pytest.mark.parametrize("raw", [Decimal("1e9"), Decimal("1e999999999"), Decimal("NaN"), True])
def test_money_as_an_odd_number_is_refused(raw):
    with pytest.raises(Unreadable, match=r"is not an amount of money|write it out in full"):
        MONEY.read(raw)


@pytest.mark.parametrize(
    ("words", "rank"),
    [
        (["none", "无", "NONE"], 0),
        (["county", "县级"], 1),
        (["city", "市级", "City"], 2),
        (["province", "省级", "全省"], 3),
        (["nation", "国家级", "全国"], 4),
        (["world", "世界级", "全球"], 5),
    ],
)
def test_every_name_of_a_level(words, rank):
    assert [LEVEL.read(word) for word in words] == [rank] * len(words)


def test_levels_are_ordered():
    assert LEVEL.bottom == LEVEL.read("无") < LEVEL.read("市级") < LEVEL.read("全球") == LEVEL.top


@pytest.mark.parametrize(
    ("word", "category"),
    [
        ("manufacturing", "manufacturing"),
        ("制造业", "manufacturing"),
        ("工艺美术", "light_industry"),
        ("其他", "other"),
    ],
)
def test_a_choice_may_be_written_by_id_label_or_alias(word, category):
    assert CHOICE.read(word) == category


@pytest.mark.parametrize(
    ("kind", "word", "close"),
    [
        (LEVEL, "provincial", "province"),
        (LEVEL, "国家", "国家级"),
        (CHOICE, "manufacture", "manufacturing"),
        (CHOICE, "制造", "制造业"),
        (SET, "检验检查", "检验检测"),
    ],
)
def test_an_unknown_level_choice_or_member_is_told_with_the_near_name_and_the_list(kind, word, close):
    with pytest.raises(Unreadable) as caught:
        kind.read(word)
    assert f"did you mean {close}? There are: " in str(caught.value)
    assert all(member.id in str(caught.value) for member in kind.members)


def test_a_word_near_no_member_is_told_with_the_list_alone():
    with pytest.raises(Unreadable, match="is not one of its values; there are: none"):
        LEVEL.read("很高")
    with pytest.raises(Unreadable, match="is not one of its values; there are: none"):
        LEVEL.read("x" * 100_000)


@pytest.mark.parametrize("divider", [";", "；", ",", "，", "、", " ; ", "\n"])
def test_members_of_a_set_are_divided_by_each_of_the_dividers(divider):
    assert SET.read(divider.join(["rd_design", "检验检测", "培训"])) == {"rd_design", "testing", "training"}


def test_members_of_a_set_may_be_a_list_and_stand_twice():
    assert SET.read(["testing", "检测", "物流"]) == {"testing", "logistics"}
    assert SET.read("testing;;物流；") == {"testing", "logistics"}


@pytest.mark.parametrize("raw", ["无", "none", "None", " 无 ", ["无"], ["none"], []])
def test_the_empty_set_can_be_said(raw):
    assert SET.read(raw) == frozenset()


@pytest.mark.parametrize("raw", ["无、检测", ["None", "testing"], "检测;；none"])
def test_none_among_members_is_refused_with_how_to_write_it(raw):
    with pytest.raises(Unreadable, match=r"^'(无|None|none)' is listed with other members; write it alone"):
        SET.read(raw)


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (["testing", None], "a member of the list is empty"),
        ({"testing": "yes"}, r"a list of members is expected here, like \[rd_design\]"),
        ([["testing"]], "one value is expected here"),
        ("检测;；没有", "is not one of its values"),
        (True, "is not one of its values"),
        (8, "is not one of its values"),
    ],
)
def test_what_is_no_set_is_refused(raw, message):
    with pytest.raises(Unreadable, match=message):
        SET.read(raw)


def test_text_is_kept_as_it_stands_but_for_blanks_around_it():
    assert TEXT.read("  定襄法兰 专业镇 ") == "定襄法兰 专业镇"
    assert (TEXT.read(True), TEXT.read(False), TEXT.read(12)) == ("true", "false", "12")


@pytest.mark.parametrize("kind", PLAIN_TYPES.values(), ids=PLAIN_TYPES.keys())
def test_no_text_holds_a_control_character(kind):
    with pytest.raises(Unreadable, match="the character U\\+0007 is not allowed; remove it"):
        kind.read("12\a")


ROUND_TRIPS = {
    "text": st.text().filter(lambda text: control_in(text) is None).map(seen),
    "yes/no": st.booleans(),
    "finding": st.booleans(),
    "year": st.integers(1900, 2100),
    "count": st.integers(0, MOST_COUNT),
    "money": st.integers(0, MOST_FEN),
    "number": st.decimals(-(10**9), 10**9, places=6).map(Fraction),
    "percent": st.decimals(-1000, 1000, places=6).map(lambda percent: Fraction(percent) / 100),
    "series": st.dictionaries(st.integers(1900, 2100), st.none() | st.integers(0, MOST_FEN), min_size=1).map(
        lambda years: Series(tuple(sorted(years.items())))
    ),
    "level": st.integers(LEVEL.bottom, LEVEL.top),
    "date": st.dates().map(datetime.date.toordinal),
    "choice": st.sampled_from(sorted(CHOICE.by_id)),
    "set": st.frozensets(st.sampled_from(sorted(SET.by_id))),
}


def ranged(values):
    two = st.tuples(values, values).filter(lambda ends: ends[0] < ends[1])
    return st.one_of(values, two.map(lambda ends: Range(*ends)))


@pytest.mark.parametrize("name", TYPE_NAMES)
@given(data=st.data())
def test_what_is_written_is_read_as_the_same_value(name, data):
    made = {"level": LEVEL, "choice": CHOICE, "set": SET, "series": SeriesType(PLAIN_TYPES["money"])}
    kind = made.get(name) or PLAIN_TYPES[name]
    values = ROUND_TRIPS[name]
    value = data.draw(ranged(values) if kind.has_ranges else values)
    assert kind.read(kind.write(value)) == value


@given(st.frozensets(st.sampled_from(sorted(SET.by_id))), st.sampled_from(";；,，、"))
def test_a_set_shown_in_chinese_or_divided_by_hand_is_read_as_the_same(value, divider):
    with speaking("zh"):
        labels = [str(member.label) for member in SET.members if member.id in value]
    assert SET.read(divider.join(labels) or "无") == value


@pytest.mark.parametrize(
    ("kind", "value", "english", "chinese"),
    [
        (YES_NO, True, "yes", "是"),
        (YES_NO, False, "no", "否"),
        (LEVEL, 3, "province", "省级"),
        (CHOICE, "other", "other", "其他"),
        (MONEY, Range(10**10, 2 * 10**10), "1亿元~2亿元", "1亿元~2亿元"),
        (COUNT, Range(8, 12), "8~12", "8~12"),
        (SET, frozenset({"testing", "logistics"}), "inspection and testing, logistics", "检验检测、物流服务"),
        (SET, frozenset(), "none of them", "无"),
        (TEXT, "祁县", "祁县", "祁县"),
    ],
)
def test_values_are_shown_in_the_language_in_use(kind, value, english, chinese):
    assert kind.show(value) == english
    with speaking("zh"):
        assert kind.show(value) == chinese


def test_figures_by_year_are_read_in_order_and_a_missing_one_stays_missing():
    money = SeriesType(PLAIN_TYPES["money"])
    assert money.read({"2022": "2亿元", " 2021 ": "1~1.5亿元", "2023": "未知"}) == Series(
        ((2021, Range(10**10, 15 * 10**9)), (2022, 2 * 10**10), (2023, None))
    )


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ({}, "figures by year are expected here, like {2021: ..., 2022: ...}"),
        ("2亿元", "figures by year are expected here"),
        ([2021], "figures by year are expected here"),
        ({str(year): None for year in range(1800, 2001)}, "figures by year are expected here"),
        ({"last year": "2亿元"}, "'last year' is not a year"),
        ({"20211": "2亿元"}, "'20211' is not a year"),
        ({"2021": "2亿元", " 2021": "3亿元"}, "' 2021' is here twice; keep one"),
        ({"2021": "2"}, "'2' has no unit"),
    ],
)
def test_what_are_no_figures_by_year_is_refused(raw, message):
    with pytest.raises(Unreadable) as caught:
        SeriesType(PLAIN_TYPES["money"]).read(raw)
    assert message in str(caught.value)


def test_a_fact_remembers_what_it_read_but_not_for_ever():
    fact = FACTS["firms"]
    for _again in range(2):
        assert [fact.read(str(count)) for count in range(1500)] == list(range(1500))
        assert [fact.read(word) for word in ("", "未知", None, " ")] == [None] * 4
    assert len(fact._read) <= 1000
    for _again in range(2):
        with pytest.raises(Unreadable):
            fact.read("x")
