"""Money and counts: read exactly, refused with how to write them, written as they were read."""

import math
import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tests.strategies  # noqa: F401 - the profile
from zhenkit.facts.quantities import (
    MOST_COUNT,
    MOST_FEN,
    Range,
    Series,
    Unreadable,
    read_count,
    read_money,
    read_number,
    write_count,
    write_money,
    write_number,
)
from zhenkit.facts.types.registry import PLAIN_TYPES

WAN, YI = 10**4 * 100, 10**8 * 100
"""In fen."""


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("12.5亿元", 1_250_000_000_00),
        ("8000万元", 80_000_000_00),
        ("1250000000元", 1_250_000_000_00),
        ("12.5亿", 1_250_000_000_00),
        ("8000万", 80_000_000_00),
        ("1亿5000万元", 150_000_000_00),
        ("1亿5000万", 150_000_000_00),
        ("1.5亿元", 150_000_000_00),
        ("0元", 0),
        ("0.01元", 1),
        ("1,999,999,999.99元", 1_999_999_999_99),
        ("1999999999.99 元", 1_999_999_999_99),
        ("１２．５亿元", 1_250_000_000_00),
        ("１，２５０，０００，０００元", 1_250_000_000_00),
        (" 12.5 亿 元 ", 1_250_000_000_00),
        ("0.000000000001亿元", None),
        ("0.0000000001亿元", 1),
        ("12.50000000000000亿元", 1_250_000_000_00),
        ("1000000亿元", 10**6 * YI),
    ],
)
def test_money_is_read_in_whole_fen(text, fen):
    if fen is None:
        with pytest.raises(Unreadable, match="finer than a fen"):
            read_money(text)
    else:
        assert read_money(text) == fen


def test_a_fen_less_than_the_threshold_is_below_it():
    assert read_money("1,999,999,999.99元") < read_money("20亿元") == read_money("2,000,000,000元")


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("9.5亿元~10.5亿元", "9.5", "10.5"),
        ("9.5~10.5亿元", "9.5", "10.5"),
        ("9.5~10.5亿", "9.5", "10.5"),
        ("9.5亿~10.5亿元", "9.5", "10.5"),
        ("9.5 亿元 ～ 10.5 亿元", "9.5", "10.5"),
        ("9.5至10.5亿元", "9.5", "10.5"),
        ("9.5-10.5亿元", "9.5", "10.5"),
        ("9.5—10.5亿元", "9.5", "10.5"),
        ("8000万~1.2亿元", "0.8", "1.2"),
        ("8000~9000万元", "0.8", "0.9"),
        ("1亿5000万~2亿元", "1.5", "2"),
        ("0.5亿~1亿5000万元", "0.5", "1.5"),
    ],
)
def test_a_range_of_money_takes_the_unit_of_its_second_end(text, low, high):
    assert read_money(text) == Range(int(Fraction(low) * YI), int(Fraction(high) * YI))


def test_a_range_whose_ends_agree_is_one_figure():
    assert read_money("2~2亿元") == 2 * YI
    assert read_count("8~8") == 8


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("12.5", r"'12\.5' has no unit; write money like 12\.5亿元, 8000万元 or 1250000000元"),
        ("1250000000", "has no unit"),
        ("9.5~10.5", "has no unit"),
        ("9.5亿元~10.5", "has no unit"),
        ("1~1亿5000万元", "'1' has no unit"),
        ("0.001元", r"finer than a fen \(0\.01元\); round it"),
        ("12.34567890123亿元~13亿元", "finer than a fen"),
        ("1亿0.0000001万元", "finer than a fen"),
        ("1亿10000万元", "more than 1亿 in 万"),
        ("10.5~9.5亿元", "goes from low to high"),
        ("1~2~3亿元", "a range has two ends"),
        ("-5亿元", "is not an amount of money"),
        ("-5~5亿元", "is not an amount of money"),
        ("5~-5亿元", "is not an amount of money"),
        ("+5亿元", "is not an amount of money"),
        ("1e9元", "is how spreadsheets shorten a long figure"),
        ("1e999亿元", "is written with a power of ten"),
        (".nan", "is not an amount of money"),
        (".inf", "is not an amount of money"),
        ("nan亿元", "is not an amount of money"),
        ("5亿美元", "is in another currency; yuan is the only one read here"),
        (
            "约5亿元",
            "is not an exact figure, and zhenkit does not guess; write one, or a range like 9.5亿元",
        ),
        ("5..5亿元", "is not an amount of money"),
        ("5.亿元", "is not an amount of money"),
        ("1,00元", "is not an amount of money"),
        ("1,0000元", "is not an amount of money"),
        ("亿元", "is not an amount of money"),
        ("元", "is not an amount of money"),
        ("~", "is not an amount of money"),
        ("", "is not an amount of money"),
        ("五亿元", "is not an amount of money"),
        ("٥亿元", "is not read as a number; write it in the digits 0 to 9"),
        ("1000001亿元", "too large to be an amount of money"),
        ("9" * 30 + "元", "more digits than money can have"),
        ("0." + "0" * 30 + "亿元", "more digits than money can have"),
        ("9" * 5000 + "元", "too long for a quantity"),
        ("1~" * 60 + "1亿元", "too long for a quantity"),
    ],
)
def test_what_is_no_money_is_refused_with_how_to_write_it(text, message):
    with pytest.raises(Unreadable, match=message):
        read_money(text)


@pytest.mark.parametrize(
    ("text", "unit", "fen"),
    [
        ("12.5", "亿元", 12.5 * YI),
        ("12.5", "亿", 12.5 * YI),
        ("8,000", "万元", 8000 * WAN),
        ("1250000000", "元", 12.5 * YI),
        ("8000万元", "亿元", 8000 * WAN),
        ("12.5元", "亿元", 1250),
        ("9.5~10.5", "亿元", Range(95 * YI // 10, 105 * YI // 10)),
        ("9000万~1.5", "亿元", Range(9000 * WAN, 15 * YI // 10)),
        ("1~1亿5000万元", "亿元", Range(YI, 15 * YI // 10)),
    ],
)
def test_a_tables_header_gives_the_unit_and_a_cells_own_wins(text, unit, fen):
    assert read_money(text, unit) == fen


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("12", 12),
        ("0", 0),
        ("12.0", 12),
        ("12.", 12),
        ("1,234,567", 1_234_567),
        ("１２", 12),
        (" 12 ", 12),
        ("007", 7),
        (str(MOST_COUNT), MOST_COUNT),
        ("8~12", Range(8, 12)),
        ("8 至 12", Range(8, 12)),
        ("8-12", Range(8, 12)),
        ("1,000~2,000", Range(1000, 2000)),
    ],
)
def test_counts_are_whole_numbers_or_ranges_of_them(text, count):
    assert read_count(text) == count


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("-3", "'-3' is not a whole number of 0 or more; write it like 12, or a range like 8~12"),
        ("-3~5", "is not a whole number"),
        ("3~-5", "is not a whole number"),
        ("12.5", "is not a whole number"),
        ("1e3", "is how spreadsheets shorten a long figure"),
        (".nan", "is not a whole number"),
        ("0x10", "is not a whole number"),
        ("1_000", "is not a whole number"),
        ("十", "is not a whole number"),
        ("12户", "^'12户' is not a bare number; write 12$"),
        ("3,500人", "write 3500$"),
        ("1.2 万人", "write 12000$"),
        ("2023年", "write 2023$"),
        ("8~12家", "'12家' is not a bare number; write 12$"),
        ("1.5家", "is not a whole number"),
        ("99999999亿户", "is not a whole number"),
        (
            "近30家",
            "not an exact figure, and zhenkit does not guess; write one, or a range like 8~12, or leave it blank$",
        ),
        ("", "is not a whole number"),
        ("12~8", "goes from low to high"),
        ("1~2~3", "a range has two ends"),
        (str(MOST_COUNT + 1), "too large to be a count"),
        ("9" * 90, "too large to be a count"),
        ("9" * 5000, "too long for a quantity"),
    ],
)
def test_what_is_no_count_is_refused_with_how_to_write_it(text, message):
    with pytest.raises(Unreadable, match=message):
        read_count(text)


fen = st.one_of(
    st.integers(0, MOST_FEN), st.integers(0, 10**6), st.integers(0, 10**6).map(lambda many: many * YI // 1000)
)


def ranges(ends):
    return st.tuples(ends, ends).filter(lambda two: two[0] < two[1]).map(lambda two: Range(*two))


@given(st.one_of(fen, ranges(fen)))
def test_money_written_and_read_again_is_the_same_to_the_fen(value):
    assert read_money(write_money(value)) == value


@given(st.one_of(st.integers(0, MOST_COUNT), ranges(st.integers(0, MOST_COUNT))))
def test_a_count_written_and_read_again_is_the_same(value):
    assert read_count(str(write_count(value))) == value


@given(fen)
def test_every_unit_says_the_same_amount(value):
    yuan = f"{value // 100}.{value % 100:02}元"
    assert read_money(yuan) == read_money(f"{value // 100:,}.{value % 100:02}元") == value
    assert read_money(str(value // 100), "元") == value - value % 100


@given(st.integers(0, 10**6 - 1), st.integers(0, 9999))
def test_yi_and_wan_together_are_their_sum(yi, wan):
    assert read_money(f"{yi}亿{wan}万元") == yi * YI + wan * WAN == read_money(f"{yi}.{wan:04}亿元")


@given(st.text(max_size=30))
def test_any_other_text_is_refused_and_nothing_worse(text):
    for read in (read_money, read_count):
        try:
            value = read(text)
        except Unreadable as error:
            assert str(error)
        else:
            assert isinstance(value, (int, Range))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1_250_000_000_00, "12.5亿元"),
        (80_000_000_00, "8000万元"),
        (1_999_999_999_99, "19.9999999999亿元"),
        (999_999, "9999.99元"),
        (1_000_000, "1万元"),
        (0, "0元"),
        (Range(0, 10**10), "0元~1亿元"),
    ],
)
def test_money_is_written_in_the_unit_a_reader_expects(value, text):
    assert write_money(value) == text


def test_a_refused_value_is_shown_short_and_without_line_breaks():
    with pytest.raises(Unreadable) as caught:
        read_money("一" * 2000 + "\n")
    assert len(str(caught.value)) < 120
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "sign", "value"),
    [
        ("12.5", "", Fraction(25, 2)),
        ("-12.5", "", Fraction(-25, 2)),
        ("+3", "", 3),
        ("1,234.50", "", Fraction(2469, 2)),
        ("１２．５％", "%", Fraction(25, 2)),
        ("12.5 %", "%", Fraction(25, 2)),
        ("-3~-1", "", Range(-3, -1)),
        ("10~12.5%", "%", Range(10, Fraction(25, 2))),
        ("10%至12.5%", "%", Range(10, Fraction(25, 2))),
        ("2~2", "", 2),
    ],
)
def test_numbers_and_percents_are_read_exactly(text, sign, value):
    assert read_number(text, sign) == value


@pytest.mark.parametrize(
    ("text", "sign", "message"),
    [
        ("12.5", "%", "'12.5' is not read here; write it like 12.5%, or a range like 10%~12.5%"),
        ("12.5%", "", "write it like 12.5, or a range like 10~12.5"),
        ("1e3", "", "is how spreadsheets shorten a long figure"),
        (".5", "", "is not read here"),
        ("nan", "", "is not read here"),
        ("9" * 19, "", "is not read here"),
        ("0." + "0" * 18 + "1", "", "is not read here"),
        ("1~2~3", "", "a range has two ends"),
        ("-1~-3", "", "goes from low to high"),
        ("9" * 5000, "", "too long for a quantity"),
    ],
)
def test_what_is_no_number_is_refused_with_how_to_write_it(text, sign, message):
    with pytest.raises(Unreadable) as caught:
        read_number(text, sign)
    assert message in str(caught.value)


decimals = st.tuples(st.integers(-(10**18) + 1, 10**18 - 1), st.integers(0, 10**18 - 1)).map(
    lambda parts: Fraction(parts[0]) + Fraction(parts[1], 10**18) * (-1 if parts[0] < 0 else 1)
)


@given(st.one_of(decimals, ranges(decimals)), st.sampled_from(["", "%"]))
def test_a_number_written_and_read_again_is_the_same_to_the_last_digit(value, sign):
    assert read_number(write_number(value, sign), sign) == value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(1, 3), "0.3333"),
        (Fraction(-2, 3), "-0.6667"),
        (Fraction(1, 30_000), "0"),
        (3, "3"),
        (math.inf, "∞"),
        (-math.inf, "-∞"),
        (Range(1, Fraction(3, 2)), "1~1.5"),
    ],
)
def test_a_number_that_no_decimal_holds_is_written_to_four_places(value, text):
    assert write_number(value) == text


def test_a_derived_amount_is_written_to_the_fen():
    assert write_money(Fraction(YI, 3)) == "3333.333333万元"
    assert write_money(math.inf) == "∞"


def test_figures_by_year_know_their_gaps_and_their_last_years():
    series = Series(((2020, 1), (2022, 3)))
    assert series.has_gaps
    assert series.last(3, 2022) == [1, None, 3]
    assert series.last(2, 2023) == [3, None]
    assert (series.latest, Series(((2020, 1), (2022, None))).latest) == (2022, 2020)
    assert not Series(((2021, None), (2022, 3))).has_gaps


@pytest.mark.parametrize(
    "text",
    ["10亿元以上", "近10亿", "超过10亿元", "逾10亿元", "10余亿元", "10多亿元", "10亿元左右", "≥10亿元", "10+亿元"],
)
def test_a_figure_told_loosely_is_not_guessed_at(text):
    with pytest.raises(Unreadable, match="zhenkit does not guess"):
        read_money(text)


@pytest.mark.parametrize("text", ["约12%", "12%以上", "10~12%左右"])
def test_a_percentage_told_loosely_is_not_guessed_at(text):
    with pytest.raises(Unreadable, match=r"does not guess; write one, or a range like 10%~12\.5%, or"):
        read_number(text, "%")


@pytest.mark.parametrize("text", ["近", "+5亿元", "约莫"])
def test_words_without_a_figure_are_no_loose_figure(text):
    with pytest.raises(Unreadable, match="is not an amount of money"):
        read_money(text)


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("12.5亿元人民币", 125 * 10**9),
        ("人民币12.5亿元", 125 * 10**9),
        ("12.5 亿", 125 * 10**9),
        ("12.5亿元（人民币）", 125 * 10**9),
        ("￥1,000元", 10**5),
        ("¥1,000", 10**5),
        ("RMB 5万元", 5 * 10**6),
        ("¥9.5~10.5亿元", Range(95 * 10**9, 105 * 10**9)),
        ("人民币9.5亿元至人民币10.5亿元", Range(95 * 10**9, 105 * 10**9)),
    ],
)
def test_that_money_is_yuan_may_be_said(text, fen):
    assert read_money(text) == fen
    assert re.match(PLAIN_TYPES["money"].schema()["pattern"], text)


@pytest.mark.parametrize(
    "text", ["$12", "US$5亿", "12.5亿美元", "€5万", "5亿欧元", "HK$1,000", "3亿港元", "100亿日元", "USD 5"]
)
@pytest.mark.parametrize("unit", [None, "亿元"])
def test_no_other_currency_is_read(text, unit):
    with pytest.raises(Unreadable, match="yuan is the only one read here: convert it"):
        read_money(text, unit)


@pytest.mark.parametrize("text", ["1¥2亿元", "12亿人民币元", "12人民币", "¥"])
def test_a_currency_stands_before_or_behind_an_amount_alone(text):
    with pytest.raises(Unreadable):
        read_money(text)


@pytest.mark.parametrize("text", ["若干", "较多", "多家", "数家", "几家", "少量", "大量", "较高", "不少"])
@pytest.mark.parametrize("read", [read_count, read_money, read_number])
def test_a_vague_word_is_told_with_the_remedy(text, read):
    with pytest.raises(Unreadable, match=r"is not a figure; write the number, or a range like .*, or leave it blank"):
        read(text)


@pytest.mark.parametrize("read", [read_count, read_money, read_number])
def test_that_there_is_none_is_written_as_0(read):
    with pytest.raises(Unreadable, match="write 0 if there is none, or leave it blank if it is not known"):
        read("无")


@pytest.mark.parametrize("text", ["约12.5亿元", "12.5亿元以上", "12.5亿元左右", "近12亿元", "不低于5亿元", "预计5亿元"])
def test_a_guess_asks_for_a_range(text):
    with pytest.raises(Unreadable, match="zhenkit does not guess; write one, or a range like"):
        read_money(text)


@pytest.mark.parametrize(
    ("read", "text", "full"),
    [
        (read_money, "1.25E+09元", "1250000000元"),
        (read_count, "3×10³", "3000"),
        (read_count, "1.2e4", "12000"),
        (read_number, "2.5*10^-2", "0.025"),
        (read_count, "3.7x10²", "370"),
    ],
)
def test_a_power_of_ten_is_to_be_written_out(read, text, full):
    with pytest.raises(Unreadable, match=f"write it out in full, like {re.escape(full)}"):
        read(text)


def test_a_power_of_ten_beyond_measure_is_not_written_out():
    with pytest.raises(Unreadable, match="is written with a power of ten; write the figure out in full"):
        read_count("1E+308")
