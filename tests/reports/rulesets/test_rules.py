"""A rule set in words: every kind of check, indented under what it belongs to."""

import textwrap

import pytest

from zhenkit.core.i18n import speaking
from zhenkit.reports.formats import Style
from zhenkit.reports.rulesets.text import render_list, render_set
from zhenkit.rulesets.catalog import shipped


def rule_set(tmp_path, require: str, more: str = ""):
    file = tmp_path / "mine.yaml"
    head = """
        id: mine
        level: province
        place: {province: 山西省}
        title: {zh: 我的标准, en: my standard}
        document:
          title: 示例文件
          number: 〔2024〕1号
          issuer: 示例单位
          date: 2024-01-02
          known_through: 〔2024〕3号 二
        effective: {from: 2024-02-01}
        note: {zh: 说明, en: a note}
    """
    text = textwrap.dedent(head) + textwrap.dedent(more)
    text += "criteria:\n  - number: 1\n    id: one\n    name: {zh: 条目, en: One}\n    clause: 二（一）\n"
    file.write_text(text + "    require: " + require + "\n", "utf-8")
    return shipped().load(file)


def shown(tmp_path, require: str, lang: str = "en", style: Style | None = None) -> str:
    with speaking(lang):
        return render_set(rule_set(tmp_path, require), style or Style())


def test_what_is_said_of_the_document_comes_first(tmp_path):
    assert shown(tmp_path, "{fact: standards, at_least: 2}") == textwrap.dedent(
        """\
        my standard (mine)

        Level          province
        Place          山西省
        Document       〔2024〕1号 示例文件
        Issued         示例单位, 2024-01-02
        Known through  〔2024〕3号 二
        In force       from 2024-02-01
        Note           a note

        1 One, 二（一）
          - standards led or joined (standards): at least 2 standards
        """
    )


@pytest.mark.parametrize(
    ("require", "lines"),
    [
        pytest.param(
            "{fact: exports, is: no, text: {zh: 没有出口, en: nothing is exported}}",
            ["  - nothing is exported", "    exports products (exports): no"],
            id="a leaf with words of its own",
        ),
        pytest.param(
            "{fact: brand_level, at_least: province, reading: {zh: 读法, en: any brand}}",
            ["  - highest level of a well-known brand (brand_level): at least province", "    reading: any brand"],
            id="a reading beside the check it governs",
        ),
        pytest.param(
            "{any: [{fact: standards, at_least: 1}, {all: [{fact: exports, is: yes}]}]}",
            [
                "  - one of these:",
                "    - standards led or joined (standards): at least 1 standard",
                "    - all of these:",
                "      - exports products (exports): yes",
            ],
            id="groups",
        ),
        pytest.param(
            "{of: [{fact: exports, is: yes}, {fact: single_county, is: yes}], at_least: 1, text: {zh: 一, en: one}}",
            [
                "  - one (at least 1 of these):",
                "    - exports products (exports): yes",
                "    - within one county (single_county): yes",
            ],
            id="so many of them",
        ),
        pytest.param(
            "{relaxed: {in_principle: {fact: services, includes: [testing, training]}}}",
            [
                "  - an exception: relaxed at best:",
                "    - in principle: where it is not met, people decide:",
                "      - public service functions (services): includes business training,",
                "        inspection and testing",
            ],
            id="an exception and a lift",
        ),
        pytest.param(
            "{fact: annual_output, at_least: "
            "{by: category, manufacturing: 20亿元, agriculture: 1亿元, light_industry: 5000万元, other: review}}",
            [
                "  - annual output of the leading industry (annual_output), by category of the",
                "    industry (category):",
                "      manufacturing: at least 20亿元",
                "      special agriculture: at least 1亿元",
                "      special light industry: at least 5000万元",
                "      other: no figure is set: for review",
            ],
            id="a table, spelled out",
        ),
    ],
)
def test_every_kind_of_check_is_shown_in_words(tmp_path, require, lines):
    page = shown(tmp_path, require).splitlines()
    assert page[page.index("1 One, 二（一）") + 1 :] == lines


@pytest.mark.parametrize("rule_id", shipped().ids)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_line_is_wider_than_asked_for(rule_id, lang):
    from rich.cells import cell_len

    with speaking(lang):
        for width in (60, 80, 120):
            page = render_set(shipped().get(rule_id), Style(width=width))
            assert max(map(cell_len, page.splitlines())) <= width
        for width in (40, 60, 80, 120):
            page = render_list(shipped(), Style(width=width))
            assert max(map(cell_len, page.splitlines())) <= width


@pytest.mark.parametrize("width", [60, 70, 80, 120])
def test_no_word_of_the_list_is_split(width):
    with speaking("en"):
        words = render_list(shipped(), Style(width=width)).split()
    assert {"changzhi", "province", "specialised", "provincial", "2022-09-26", "山西省", "长治市"} <= set(words)


def test_colour_is_had_on_a_terminal_alone(tmp_path):
    assert "\x1b[" in shown(tmp_path, "{fact: exports, is: yes}", style=Style(colour=True))
    assert "\x1b" not in shown(tmp_path, "{fact: exports, is: yes}")


def test_chinese_shows_chinese_words(tmp_path):
    page = shown(tmp_path, "{fact: exports, is: no, reading: {zh: 读法一, en: reading one}}", "zh")
    assert "我的标准（mine）" in page and "有出口产品（exports）" in page and "读法一" in page
    assert "reading one" not in page
