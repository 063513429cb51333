"""What a person sees: full-width forms are plain ones, hidden characters are none, marks are no digits."""

import sys
import unicodedata

import pytest

from zhenkit.core.characters import HIDDEN, half_width, marks, other_digits, seen
from zhenkit.facts.quantities import Unreadable, read_count, read_money, read_number

NUMERIC = [
    character
    for character in map(chr, range(0x80, sys.maxunicode + 1))
    if unicodedata.numeric(character, None) is not None and unicodedata.category(character) != "Lo"
]
FULL = "０１２３４５６７８９"


@pytest.mark.parametrize(
    ("full", "plain"),
    [
        ("１２．５％", "12.5%"),
        ("＋１，０００", "+1,000"),
        ("（Ａｂ）　～－", "(Ab) ~-"),
        ("￥5", "¥5"),
        ("①²½Ⅲ㎡", "①²½Ⅲ㎡"),
    ],
)
def test_full_width_forms_alone_are_made_plain(full, plain):
    assert half_width(full) == plain


def test_what_cannot_be_seen_is_none():
    assert seen(f"\ufeff 甲{HIDDEN}镇\u3000\u00a0") == "甲镇"
    assert seen("甲 镇") == "甲 镇"


@pytest.mark.parametrize("read", [read_count, read_number, lambda text: read_money(text, "亿元")])
@pytest.mark.parametrize("place", ["9{0}", "{0}9", "9{0}9", "{0}", "9~1{0}"])
def test_no_character_but_the_ten_digits_is_ever_part_of_a_number(read, place):
    """Every character that Unicode gives a value, and that Python might take for a digit."""
    assert len(NUMERIC) > 800
    for character in NUMERIC:
        if character in FULL:
            continue
        with pytest.raises(Unreadable):
            read(place.format(character))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("9①", "the mark ① is not part of a number; write 9 (and the note elsewhere)"),
        ("12¹", "the mark ¹ is not part of a number; write 12"),
        ("９²", "the mark ² is not part of a number; write 9"),
        ("12*", "the mark * is not part of a number; write 12"),
        ("12[1]", "the mark [1] is not part of a number; write 12"),
        ("12［注1］", "the mark [注1] is not part of a number; write 12"),
        ("12注2", "the mark 注2 is not part of a number; write 12"),
        ("12†", "the mark † is not part of a number; write 12"),
        ("①", "① is a mark, not a number; write the number in the digits 0 to 9"),
        ("½", "½ in '½' is not read as a number; write it in the digits 0 to 9"),
        ("12½", "½ in '12½' is not read as a number"),
        ("٣", "٣ in '٣' is not read as a number"),
    ],
)
def test_a_mark_is_told_with_the_figure_without_it(text, said):
    with pytest.raises(Unreadable) as caught:
        read_count(text)
    assert str(caught.value).startswith(said)


def test_marks_are_found_only_where_they_are():
    assert marks("12.5") is None
    assert marks("12（估）") is None
    assert marks("9.8②亿元") == ("②", "9.8亿元")
    assert other_digits("12.5亿元三") == ""
