"""The words of cells: each means one thing, or is told."""

import pytest

from zhenkit.facts.quantities import Unreadable
from zhenkit.rulesets.catalog import shipped
from zhenkit.towns import words

SERVICES = shipped().facts["services"].type


@pytest.mark.parametrize(
    "text",
    [
        "检验检测、物流服务",
        "检验检测,物流服务",
        "检验检测；物流",
        "检验检测/物流服务",
        "检验检测 物流",
        "检验检测　物流服务",
        "检验检测\n物流服务",
        "1.检验检测 2.物流",
        "1、检验检测 2、物流",
        "（1）检验检测（2）物流",
        "(1) 检验检测\n(2) 物流",
        "①检验检测②物流服务",
        "testing; 物流服务；",
    ],
)
def test_a_set_in_one_text_is_divided_as_people_divide_it(text):
    assert SERVICES.read(text) == {"testing", "logistics"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("检验检测 物流 乱写", "'检验检测 物流 乱写' is not one of its values"),
        ("检验检测/乱写", "'乱写' is not one of its values"),
        ("1.", "'1.' is not one of its values"),
        ("①", "'①' is not one of its values"),
        ("检验检测、无", "'无' is listed with other members"),
    ],
)
def test_what_is_no_member_is_told_whole(text, said):
    with pytest.raises(Unreadable) as caught:
        SERVICES.read(text)
    assert str(caught.value).startswith(said)


def test_no_word_means_two_things():
    said = [words.PLACEHOLDERS, words.YES, words.NO, words.OF_MANY_MEANINGS, words.ONES_AND_ZEROS]
    assert sum(map(len, said)) == len(frozenset().union(*said))
    assert words.PLACEHOLDERS < words.OF_NAMES


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("☑研发设计 ☐业务培训", ["研发设计"]),
        ("■研发设计□业务培训■检验检测", ["研发设计", "检验检测"]),
        ("研发设计√、业务培训□", ["研发设计"]),
        ("√研发设计\n√检验检测", ["研发设计", "检验检测"]),
        ("□研发设计 □其他：", None),
        ("☒研发设计 ☐业务培训", None),
        ("研发设计 √检验检测", None),
        ("☑", None),
        ("研发设计", None),
    ],
)
def test_of_boxes_that_all_have_a_word_those_ticked_are_read(text, expected):
    assert (words.ticked(text) or None) == expected


@pytest.mark.parametrize(
    "text", ["#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "####"]
)
def test_the_text_of_an_error_is_told(text):
    assert words.error_in(text) == f"the cell contains {text}; fix the formula or clear the cell"


@pytest.mark.parametrize("text", ["#1", "# 甲镇", "甲#", "#甲镇!"])
def test_another_text_is_none(text):
    assert words.error_in(text) == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('="0012"', "'=\"0012\"' is a formula that keeps a text as it is; write '0012' alone"),
        ("=A1+B1", "the cell contains the formula '=A1+B1' as a text; write its result"),
    ],
)
def test_a_formula_as_a_text_is_told(text, said):
    assert words.error_in(text) == said
