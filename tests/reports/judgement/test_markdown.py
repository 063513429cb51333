"""The Markdown report: fit for a pull-request comment, and only ours is markup."""

import re
from html import unescape

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tests import strategies as _profile  # noqa: F401  (settles hypothesis' profile)
from tests.reports.runs import GRANTED, HOSTILE, RELAXED, check, hostile_run, one_of_each_grade, town, write_town
from zhenkit.core.escape import plain
from zhenkit.core.i18n import LANGUAGES, speaking
from zhenkit.reports.formats import Style, render
from zhenkit.reports.judgement.markdown import in_html, inline

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
ALPHABET = "ab1 #@:$|`*_{}[]()<>!~-+=.\\/&;'\"\n\t中，"
NO_WIDTH = "\u200b"
TAG = re.compile(r"<[^>]*>")


@pytest.fixture
def report(tmp_path):
    def make(language="en", **changes):
        run = check(write_town(tmp_path / "town.yaml", town(**changes)))
        with speaking(language):
            return render("markdown", run, Style())

    return make


def shown(markdown: str) -> str:
    """The words a reader sees of a line of Markdown."""
    return unescape(TAG.sub("", MARKDOWN.renderInline(markdown))).replace(NO_WIDTH, "")


def rows(markdown: str) -> list[list[str]]:
    """The cells of the criteria's rows."""
    return [
        [shown(cell.strip()) for cell in line.split(" | ")]
        for line in markdown.splitlines()
        if re.match(r"\| \d", line)
    ]


def test_the_heading_has_the_verdict_and_the_name(report):
    assert report().startswith("## ✓ pass · 虚构镇\n")
    assert report(standards=None).startswith("## ? incomplete (fail to pass) · 虚构镇\n")


def test_below_it_stands_by_what_the_town_was_judged(report):
    html = MARKDOWN.render(report())
    assert "<p>山西省 虚构市 虚构县 · manufacturing · 2024<br>\nShanxi provincial standard" in html
    assert "晋政办发〔2022〕80号 · shanxi · in force from 2022-09-26</p>" in html


def test_every_criterion_has_a_row_also_those_that_are_met(report):
    found = rows(report(supporting_firms=6, annual_output="21亿元", output_basis="sales"))
    assert [row[0].strip("| ") for row in found] == list("12345678")
    assert found[0][1:] == ["Deep heritage", "二（一）", "✓ met", "yes/no: 4 of 4 met |"]
    assert (
        found[3][4]
        == "yes/no: 2 of 2 metannual output of the leading industry: 21亿元 (sales) / 20亿元 (over by 1亿元) |"
    )
    assert found[4][3:] == [
        "✗ not met",
        "leading firms: 2 firms / 1 firm (over by 1)supporting firms: 6 firms / 10 firms (short by 4) |",
    ]


def test_what_is_open_argued_and_decided_is_listed(report):
    text = report(
        standards=None,
        supporting_firms="8~12",
        single_county=False,
        services="testing",
        decisions={"7": GRANTED},
        technology_centre="nation",
    )
    note = "facts that can still change a criterion's grade"
    assert f"**Missing** ({note})\n\n- 6: standards led or joined `standards`\n\n" in text
    assert "\n\n- 5: supporting firms 8\\~12 firms `supporting_firms`\n\n" in text
    assert "\n\n- 4: the leading industry lies, in principle, within one county: not met; an exception may" in text
    assert " be granted<br>reading: “in principle”" in text
    assert "\n\n- 7: \\~ granted by 省工信厅 on 2023-05-01<br>跨两县，产业链一体\n\n" in text
    assert (
        "\n\n- 5: ✓ held: an enterprise technology centre of national or provincial level\n- 5: ? not known: " in text
    )
    assert re.search(r"\*\*Score \d\d\.\d\\~\d\d\.\d of 100\*\* \(zhenkit's own index", text)


def test_what_there_is_nothing_of_has_no_heading(report):
    text = report()
    for heading in ("Missing", "Uncertain", "Needs review", "Decisions", "Problems"):
        assert heading not in text


def test_it_speaks_chinese(report):
    text = report("zh", **RELAXED)
    assert text.startswith("## \\~ 放宽符合 · 虚构镇\n")
    assert "**\\~ 放宽达标**" in text


def test_several_towns_stand_in_a_table_with_each_report_folded_below(tmp_path):
    text = render("markdown", one_of_each_grade(tmp_path), Style())
    html = MARKDOWN.render(text)
    assert "<h2>Towns judged: 5</h2>\n<p>pass 1, relaxed 1, needs review 1, incomplete 1, fail 1</p>\n<table>" in html
    assert html.count("<details><summary>") == html.count("</details>") == 5
    assert "<details><summary>✓ pass · 合格镇</summary>" in html
    assert html.count("<table>") == 6


def test_problems_are_listed(tmp_path):
    html = MARKDOWN.render(render("markdown", one_of_each_grade(tmp_path), Style()))
    assert re.search(r"<strong>Problems</strong> .*\n<ul>\n<li>.*zz.yaml:\u200b2:\u200b16: .*has no unit", html)


@settings(max_examples=300)
@given(st.text(ALPHABET, max_size=40))
@example("1. x")
@example("- x")
@example(":--")
@example("===")
@example("https://example.invalid www.example.invalid a@b.invalid @all #1 GH-1 :tada:")
@example("$x$ and $$y$$")
@example("a\\")
@example("1 #")
def test_any_text_shows_as_it_is_and_is_no_markup(text):
    # at the beginning of a line, on a second line, in a cell: wherever a report puts it
    wanted = " ".join(plain(text).split())
    said = inline(text.strip(" "))
    for document, tags in (
        (f"{said}<br>\n{said}", {"p", "br", "span"}),
        (f"- {said}", {"ul", "li", "span"}),
        (f"## x {said}", {"h2", "span"}),
        (f"| a |\n| --- |\n| x {said} |", {"table", "thead", "tbody", "tr", "th", "td", "span"}),
    ):
        html = MARKDOWN.render(document)
        assert set(re.findall(r"</?([a-z0-9]+)", html)) <= tags, html
        assert wanted in " ".join(unescape(TAG.sub("", html)).replace(NO_WIDTH, "").split()), html


@settings(max_examples=300)
@given(st.text(ALPHABET, max_size=40))
def test_nothing_is_left_that_a_site_would_link(text):
    for html in (MARKDOWN.renderInline(inline(text)), in_html(text)):
        assert not re.search(r"[@#]\w|://|:\w+:", unescape(TAG.sub("", html)))
        assert "$" not in re.sub(r"<span>\$</span>", "", html)


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_text_keeps_to_its_place(tmp_path, language):
    with speaking(language):
        run = hostile_run(tmp_path)
        text = render("markdown", run, Style())
    ours = {"h2", "p", "br", "table", "thead", "tbody", "tr", "th", "td", "strong", "ul", "li", "code"}
    html = MARKDOWN.render(text)
    assert set(re.findall(r"<([a-z0-9]+)", html)) == {*ours, "details", "summary"}
    assert html.count("<details>") == html.count("</details>") == len(HOSTILE)
    assert html.count("<tr>") == len(HOSTILE) + 1 + 9 * len(HOSTILE)
    assert all(character == "\n" or character.isprintable() for character in text)
