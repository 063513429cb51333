"""Lines of Chinese break between characters, with no comma at their beginning and no bracket at their end."""

from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from tests import strategies as _profile  # noqa: F401  (settles hypothesis' profile)
from zhenkit.reports.layout.wrap import NOT_FIRST, FlowingText, breaks


def lines(text: str, width: int) -> list[str]:
    ends = [0, *breaks(text, width), len(text)]
    return [text[start:end] for start, end in pairwise(ends)]


def test_chinese_breaks_anywhere_but_before_a_comma():
    assert lines("集聚效应明显，就业重要渠道", 12) == ["集聚效应明", "显，就业重要", "渠道"]


def test_an_opening_bracket_goes_with_what_it_opens():
    assert lines("以上含本数（R2）", 12) == ["以上含本数", "（R2）"]


def test_a_figure_stays_with_its_unit():
    assert lines("主导产业年产值16.56亿元", 18) == ["主导产业年产值", "16.56亿元"]
    assert lines("底线 → 5000万元", 14) == ["底线 → ", "5000万元"]


def test_words_in_latin_letters_stay_whole():
    assert lines("zhenkit 自拟的排序指数 ranking", 15) == ["zhenkit 自拟的", "排序指数 ", "ranking"]


@given(st.text("集聚，（）12 ab。“”e\u0301❤\ufe0f", max_size=60), st.integers(4, 30))
@example("❤\ufe0f" * 20, 7)
def test_wrapped_text_is_all_there_and_fits(text, width):
    console = Console(width=width, color_system=None)
    wrapped = [line.plain for line in FlowingText(text, overflow="fold").wrap(console, width, overflow="fold")]
    assert "".join("".join(wrapped).split()) == "".join(text.split())
    assert all(cell_len(line) <= width for line in wrapped)


@given(st.text("集聚效应，。）", min_size=1, max_size=60), st.integers(12, 30))
def test_punctuation_begins_a_line_only_after_punctuation(text, width):
    for before, after in pairwise(lines(text, width)):
        assert after[0] not in NOT_FIRST or all(character in NOT_FIRST for character in before[1:])
