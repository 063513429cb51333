"""Number formats are part of what is seen: a figure is read in the unit that its format shows, or not at all."""

import datetime

import pytest

from zhenkit.towns.tables.cells import Unusable
from zhenkit.towns.tables.xlsx.number_format import BUILT_IN, number_format

ACCOUNTS = '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '


@pytest.mark.parametrize(
    "code", ["General", "0", "0.00", "#,##0", "#,##0.00", "0.00E+00", "# ?/?", "@", "000000", "0.00_ "]
)
def test_a_plain_format_shows_numbers_as_they_are(code):
    assert number_format(code).is_plain
    assert number_format(code).show("9.456", False) == "9.456"


@pytest.mark.parametrize(
    ("code", "stored", "seen"),
    [
        ("0%", "0.125", "12.5%"),
        ('0.0"%"', "12", "12%"),
        ('0.00"亿元"', "9500", "9500亿元"),
        ("0万", "5", "5万"),
        ('0"户"', "12", "12户"),
        ("0!.0,", "80000000", "8000"),
        ("0\\.0,", "80000000", "8000"),
        ('0"."0,', "80000000", "8000"),
        ("0!.0000", "12345", "1.2345"),
        ('0!.0,"万元"', "80000000", "8000万元"),
        ("0.0,", "12500", "12.5"),
        ("#,##0,,", "12000000", "12"),
        ("[$¥-804]#,##0", "5", "¥5"),
        ('"¥"#,##0.00', "5", "¥5"),
        ("￥0.00", "5", "¥5"),
        ('"约"0', "5", "约5"),
        ("0;[Red]-0", "-5", "-5"),
        ("0_);(0)", "-5", "-5"),
        (ACCOUNTS, "12.5", "12.5"),
        (ACCOUNTS, "0", "0"),
        ('[=1]"是";[=0]"否";General', "1", "是"),
        ('[=1]"是";[=0]"否";General', "0", "否"),
        ("[>=10000]0.0,;0", "12000", "12"),
        ("[>=10000]0.0,;0", "120", "120"),
        ('0;-0;"无"', "0", "无"),
    ],
)
def test_what_is_seen_is_what_is_read(code, stored, seen):
    assert number_format(code).show(stored, False) == seen


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("[$$-409]#,##0.00", "shown as an amount in '$'"),
        ("[$€-2] 0", "shown as an amount in '€'"),
        ('"US$"0', "shown as an amount in 'US$'"),
        ("$0", "yuan is the only currency"),
        ('0"美元"', "yuan is the only currency"),
        (";;;", "hides the value"),
        ("000-0000", "changes what is seen"),
    ],
)
def test_what_cannot_be_read_so_is_said(code, said):
    shown = number_format(code).show("5", False)
    assert isinstance(shown, Unusable) and said in shown.message


def test_a_negative_figure_shown_without_its_sign_is_none():
    shown = number_format("0;[Red]0").show("-5", False)
    assert isinstance(shown, Unusable) and "hides the sign" in shown.message


@pytest.mark.parametrize(
    ("code", "stored", "since_1904", "seen"),
    [
        ("yyyy-mm-dd", "45292", False, datetime.date(2024, 1, 1)),
        ("yyyy-mm-dd", "43830", True, datetime.date(2024, 1, 1)),
        ('yyyy"年"m"月"d"日"', "45292", False, datetime.date(2024, 1, 1)),
        ("[$-804]yyyy/m/d", "45292", False, datetime.date(2024, 1, 1)),
        ("mmm-yy", "45292", False, datetime.date(2024, 1, 1)),
        ("yyyy-mm-dd", "59", False, datetime.date(1900, 2, 28)),
        ("yyyy-mm-dd hh:mm", "45292.5", False, datetime.datetime(2024, 1, 1, 12)),
        ("yyyy", "45292", False, "2024"),
        ('yyyy"年"', "45292", False, "2024年"),
        ("h:mm", "0.5", False, datetime.time(12)),
        ("[h]:mm", "1.5", False, datetime.timedelta(days=1.5)),
    ],
)
def test_dates_are_dates_and_a_year_alone_is_one(code, stored, since_1904, seen):
    assert number_format(code).show(stored, since_1904) == seen


@pytest.mark.parametrize("stored", ["-1", "1e9"])
def test_a_day_before_or_after_all_calendars_is_none(stored):
    assert isinstance(number_format("yyyy-mm-dd").show(stored, False), Unusable)


def test_every_built_in_format_is_understood():
    for code in BUILT_IN.values():
        assert not any(section.is_odd for section in number_format(code).sections), code
