"""A town's page: what it says, that it prints on two sheets and is legible, that no text of a town becomes more."""

import re
from itertools import pairwise

import pytest
from lxml import html

from tests.browser import contrast
from tests.paths import ROOT
from tests.reports.runs import (
    FOUR,
    GRANTED,
    HOSTILE,
    INJECTED,
    NAMES,
    check,
    hostile_run,
    one_of_each_grade,
    town,
    write_town,
)
from zhenkit.core.errors import ZhenkitError
from zhenkit.core.i18n import speaking
from zhenkit.judging.outcome import Run
from zhenkit.reports.formats import Style, render

SAMPLES = ROOT / "samples" / "made-up"
A4 = 2
"""Sheets that the page of an ordinary town prints on."""
LEGIBLE, VISIBLE = 4.5, 3
"""The least contrast of texts and of what is drawn: WCAG 2.1, sections 1.4.3 and 1.4.11, level AA."""


@pytest.fixture(autouse=True)
def in_english():
    with speaking("en"):
        yield


@pytest.fixture
def browser(started, tmp_path):
    """Opens a page; in the end, it has asked for nothing and its console is empty."""

    def opened(run, **how):
        started.open(page(run).encode(), tmp_path, **how)
        return started

    yield opened
    assert started.complaints() == []
    assert [address for address in started.requests() if not address.startswith(("file:", "data:,"))] == []


def page(run):
    return render("html", run, Style())


def read(run):
    return html.document_fromstring(page(run).encode(), html.HTMLParser(encoding="utf-8"))


def said(element):
    return " ".join(" ".join(element.itertext()).split())


def one(folder, **changes):
    return check(write_town(folder / "town.yaml", town(**changes)))


def hostile(folder):
    run = hostile_run(folder)
    evidence = {"annual_output": list(INJECTED)}
    towns = (town(name=text, city=text, county=text, evidence=evidence) for text in INJECTED)
    return Run([*run.judgements, *check(write_town(folder / "b.yaml", *towns)).judgements], run.problems)


# what the page says


def test_the_verdict_and_what_it_hangs_on_come_first(tmp_path):
    found = read(one(tmp_path, annual_output="2亿元", industry_influence=False))
    (header,) = found.xpath("//section[@class='town']/header")
    assert said(found.xpath("//h1")[0]) == "虚构镇"
    assert "fail 虚构镇 does not meet “Shanxi provincial standard for specialised towns”." in said(header)
    assert "not met 4 Industrial clustering annual output of the leading industry: 2亿元" in said(header)
    parts = [said(part) for part in found.xpath("//section[@class='town']/h2")]
    assert parts == [
        *("The criteria at a glance", "Figures", "Criterion by criterion", "Notes"),
        "What was judged, and by what",
    ]


def test_each_criterion_is_at_a_glance_and_then_told_with_notes_and_every_check(tmp_path):
    evidence = {"annual_output": ["yearbook 2024"]}
    found = read(one(tmp_path, single_county=False, evidence=evidence, decisions={"4": GRANTED}))
    glance = [said(item) for item in found.xpath("//ol[@class='glance']/li")]
    assert len(glance) == 8
    assert glance[3] == "4 Industrial clustering relaxed"
    fourth = found.get_element_by_id("t1-4")
    rows = {said(row[0]): said(row[1]) for row in fourth.xpath("./dl/div")}
    assert list(rows) == ["Required", "Given", "Decision", "Evidence", "Readings"]
    assert "annual output of the leading industry: 25亿元 (required: 20亿元) over by 5亿元" in rows["Given"]
    assert rows["Decision"] == "granted by 省工信厅 on 2023-05-01: 跨两县，产业链一体"
    (evidence,) = fourth.xpath(".//dt[.='Evidence']/following-sibling::dd/a")
    note = found.get_element_by_id(evidence.get("href")[1:])
    assert said(note) == f"{said(evidence)} evidence · annual output of the leading industry: yearbook 2024"
    (folded,) = fourth.xpath("./details")
    assert folded.get("open") is None
    assert "annual output of the leading industry: 25亿元 (required: at least 1亿元)" in said(folded)


def test_a_figure_is_a_chart_that_says_in_words_what_it_shows(tmp_path):
    found = read(one(tmp_path, annual_output="19亿元~21亿元"))
    charts = found.xpath("//figure/*[local-name()='svg']")
    assert all(chart.get("role") == "img" for chart in charts)
    assert charts[0].get("aria-label") == (
        "annual output of the leading industry: 19亿元~21亿元; floor 1亿元; threshold 20亿元"
        " (short by 1亿元 ~ over by 1亿元)"
    )
    texts = charts[0].xpath("./*[local-name()='text']/text()")
    assert texts == ["threshold 20亿元", "floor 1亿元"]
    (paler,) = charts[0].xpath("./*[@class='range']")
    (mark,) = charts[0].xpath("./*[@class='threshold' and local-name()='line']")
    start, width, at = (float(value.rstrip("%")) for value in (paler.get("x"), paler.get("width"), mark.get("x1")))
    assert start < at < start + width


def test_what_is_missing_or_for_people_to_decide_is_listed_by_criterion(tmp_path):
    found = read(one(tmp_path, single_county=False, exports=None))
    lists = [said(part) for part in found.xpath("//div[@class='lists']/section")]
    assert lists[0].startswith(
        "Missing facts that can still change a criterion's grade 3 Market demand exports products"
    )
    assert any(part.startswith("Needs review") and "4 Industrial clustering" in part for part in lists)


def test_several_towns_have_an_index_and_a_page_each(tmp_path):
    found = read(one_of_each_grade(tmp_path))
    assert said(found.xpath("//h1")[0]) == "Towns judged: 5"
    rows = [[said(cell) for cell in row] for row in found.xpath("//table[@class='index']/tbody/tr")]
    assert [row[0] for row in rows] == [said(name) for name in found.xpath("//section/header/h2")] == [*NAMES.values()]
    assert [row[2] for row in rows] == ["pass", "relaxed", "needs review", "incomplete", "fail"]
    assert [row[3] for row in rows] == ["", *["4 Industrial clustering"] * 4]
    sentences = [said(each) for each in found.xpath("//p[@class='sentence']")]
    assert [sentence.split()[0] for sentence in sentences] == ["pass", "relaxed", "needs", "incomplete", "fail"]
    assert "zz.yaml:2:16" in said(found.xpath("//h2[@id='problems']/following-sibling::ul")[0])


def test_more_towns_than_a_browser_opens_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("zhenkit.reports.judgement.html.MOST_TOWNS", 4)
    with pytest.raises(ZhenkitError, match="a page has at most 4 towns, and these are 5; name fewer, or rank them"):
        page(one_of_each_grade(tmp_path))


def test_nothing_judged_is_said(tmp_path):
    assert "Towns judged: 0" in said(read(Run([])))


def test_links_find_their_place_and_headings_leave_out_no_level(tmp_path):
    for run in (one(tmp_path, **FOUR["review"]), one_of_each_grade(tmp_path)):
        found = read(run)
        ids = found.xpath("//@id")
        assert len(ids) == len(set(ids))
        assert {link[1:] for link in found.xpath("//a/@href")} <= set(ids)
        levels = [int(heading.tag[1]) for heading in found.iter("h1", "h2", "h3", "h4")]
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))


def test_in_chinese_nothing_is_said_in_english():
    with speaking("zh"):
        found = read(check(SAMPLES))
    for code in found.xpath("//code"):
        code.drop_tree()
    body = found.xpath("//main")[0]
    texts = [*body.itertext(), *body.xpath(".//@aria-label")]
    ours = [re.sub(r"\S+\.(?:yaml|json)|\b[0-9a-f]{12}\b", "", text) for text in texts]  # but files and digests
    words = {word for text in ours for word in re.findall(r"[A-Za-z]{2,}", text)}
    assert words <= {"zhenkit", "shanxi"}


def test_the_page_names_no_address_and_runs_nothing(tmp_path):
    text = page(one_of_each_grade(tmp_path))
    assert not re.search(r"://|url\(|@import|<script|\sstyle=|\son\w+=", text)
    assert "default-src 'none'" in text


def test_every_text_of_a_town_stays_a_text(tmp_path):
    text = page(hostile(tmp_path))
    found = html.document_fromstring(text.encode(), html.HTMLParser(encoding="utf-8"))
    names = {element.tag for element in found.iter() if isinstance(element.tag, str)}
    assert not names & {"img", "iframe", "object", "embed", "base", "script", "form"}
    assert len(found.xpath("//style")) == len(found.xpath("//title")) == 1
    assert not [name for element in found.iter() for name in element.attrib if name.startswith("on")]
    assert {INJECTED[0], INJECTED[2], INJECTED[4]} <= {said(cell) for cell in found.xpath("//tbody//th")}
    assert len(found.xpath("//section[@class='town']")) == len(HOSTILE) + len(INJECTED)
    assert all(line.isprintable() for line in text.splitlines())


# in a browser


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_telephone_shows_all_of_it_and_paper_takes_two_sheets(browser, tmp_path, language):
    with speaking(language):
        for run in (check(SAMPLES / "pass.yaml"), check(SAMPLES / "incomplete.yaml")):
            opened = browser(run, width=390)
            assert opened.ask("document.documentElement.scrollWidth") == 390
            names = [str(judged.criterion.name) for judged in run.judgements[0].criteria]
            at_a_glance = "[...document.querySelectorAll('.glance a')].filter(each => each.checkVisibility())"
            shown = opened.ask(f"{at_a_glance}.map(each => each.textContent)")
            assert shown == [f"{number} {name}" for number, name in enumerate(names, 1)]
            assert sheets(opened) <= A4
            opened.command("Emulation.setEmulatedMedia", media="print")
            assert opened.ask(f"{at_a_glance}.length") == 8
            assert not opened.ask("document.querySelector('details').checkVisibility()")
            opened.command("Emulation.setEmulatedMedia", media="")


def sheets(opened):
    return len(re.findall(rb"/Type /Page\b", opened.printed()))


def test_each_town_begins_a_sheet_of_its_own(browser, tmp_path):
    run = one_of_each_grade(tmp_path)
    opened = browser(Run(run.judgements))
    towns = len(run.judgements)
    assert towns < sheets(opened) <= 1 + A4 * towns
    opened.command("Emulation.setEmulatedMedia", media="print")
    before = "[...document.querySelectorAll('.town')].map(each => getComputedStyle(each).breakBefore)"
    assert opened.ask(before) == ["page"] * towns
    opened.command("Emulation.setEmulatedMedia", media="")


TEXTS = """(() => {
  const ground = (each) => {
    for (let at = each; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (!/rgba\\(.*, 0\\)/.test(colour)) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const found = new Map();
  for (const each of document.querySelectorAll("body *")) {
    const says = [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!says || !each.checkVisibility()) continue;
    const ink = each.namespaceURI.endsWith("svg") ? "fill" : "color";
    const pair = [getComputedStyle(each)[ink], ground(each)];
    found.set(pair.join(), [...pair, each.className.baseVal ?? each.className]);
  }
  return [...found.values()];
})()"""
DRAWN = """[...document.querySelectorAll(".bullet")].map((chart) => {
  const fill = (name) => { const part = chart.querySelector(name); return part && getComputedStyle(part).fill; };
  return [fill(".bar"), fill(".track"), fill(".enough")];
})"""


@pytest.mark.parametrize("look", ["light", "dark", "print"])
def test_every_text_is_legible_and_every_bar_visible(browser, tmp_path, look):
    opened = browser(one_of_each_grade(tmp_path), dark=look == "dark")
    opened.ask("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    if look == "print":
        opened.command("Emulation.setEmulatedMedia", media="print")
    texts, drawn = opened.ask(TEXTS), opened.ask(DRAWN)
    opened.command("Emulation.setEmulatedMedia", media="")
    assert len(texts) > 6
    assert [each for each in texts if contrast(*each[:2]) < LEGIBLE] == []
    bars = [(bar, ground) for bar, *grounds in drawn if bar for ground in grounds if ground]
    assert bars
    assert [pair for pair in bars if contrast(*pair) < VISIBLE] == []


def test_nothing_that_a_town_says_runs(browser, tmp_path):
    opened = browser(hostile(tmp_path), width=390)
    assert opened.ask("document.documentElement.scrollWidth") == 390
    assert opened.ask("typeof window.hacked") == "undefined"
    assert opened.ask("document.scripts.length") == 0
