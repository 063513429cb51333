"""The ranking's page: what it says, what a browser makes of it, and that no text of a town becomes more than a text."""

import json
import re

import pytest
from lxml import html
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.browser import PHONE, TABLET, WIDE, contrast
from tests.made_up_rules import HEAD
from tests.reports.runs import (
    HOSTILE,
    INJECTED,
    NAMES,
    check,
    hostile_run,
    one_of_each_grade,
    rank_judged,
    town,
    write_town,
)
from zhenkit import load_rules
from zhenkit.checks.grades import SPANS
from zhenkit.core.i18n import speaking
from zhenkit.judging.ranking import Ranked, Ranking
from zhenkit.reports.formats import Style, render_ranking
from zhenkit.reports.phrases.grades import GRADE_OF, GRADES, SYMBOLS
from zhenkit.reports.ranking import html_table

IN_ORDER = list(NAMES.values())
TOWNS = "[...document.querySelectorAll('#ranking tbody tr:not(.more)')]"
SHOWN = f"{TOWNS}.filter(row => row.checkVisibility()).map(row => row.querySelector('.town').textContent)"


@pytest.fixture(autouse=True)
def in_english():
    with speaking("en"):
        yield


@pytest.fixture
def ranking(tmp_path):
    """Five towns, one of each verdict, with a column to keep, and a file that is broken."""
    run = one_of_each_grade(tmp_path)
    kept = [(f"code {number}",) for number in (10, 9, 2, 1, 3)]
    return rank_judged(run.judgements, ("code",), kept, run.problems)


@pytest.fixture
def browser(started, tmp_path):
    """Opens the page of a ranking; in the end, the page has asked for nothing and its console is empty."""

    def opened(found, **how):
        started.open(page(found), tmp_path, **how)
        return started

    yield opened
    assert started.complaints() == []
    assert [address for address in started.requests() if not address.startswith(("file:", "data:,"))] == []
    assert started.ask("performance.getEntriesByType('resource').length") == 0


def page(found):
    return render_ranking("html", found, Style())


def read(found):
    return html.document_fromstring(page(found), html.HTMLParser(encoding="utf-8"))


def said(element):
    return " ".join(element.text_content().split())


def hostile(folder):
    run = hostile_run(folder)
    texts = (*HOSTILE, *INJECTED)
    path = write_town(folder / "b.yaml", *(town(name=text, city=text, county=text) for text in INJECTED))
    judgements = [*run.judgements, *check(path).judgements]
    return rank_judged(judgements, texts, [texts for _judgement in judgements], run.problems)


def shown(browser):
    return browser.ask(SHOWN)


def head(browser, position):
    return browser.driver.find_elements(By.CSS_SELECTOR, "#ranking thead th")[position]


RANK, TOWN, PLACE, CODE, VERDICT = range(5)
FOURTH, SCORE = VERDICT + 4, VERDICT + 9


# what the page says


def test_the_page_has_a_row_a_town_with_its_grades_in_words(ranking):
    rows = read(ranking).xpath("//table[@id='ranking']/tbody/tr[not(@class)]")
    told = [[said(cell) for cell in row] for row in rows]
    assert [row[:4] for row in told] == [
        [str(rank), name, "山西省 虚构市 虚构县 · 2024", code]
        for rank, (name, code) in enumerate(
            zip(IN_ORDER, ("code 10", "code 9", "code 2", "code 1", "code 3"), strict=True), start=1
        )
    ]
    verdicts = [re.sub(r"\d+ of \d+", "n of m", row[VERDICT]) for row in told]
    ends = ("pass", "relaxed", "needs review", "incompletefail to pass", "fail")
    assert verdicts == [f"{said}n of m facts given" for said in ends]
    assert [row[FOURTH] for row in told] == [
        *("met", "relaxed", "needs review"),
        "incomplete (not met to met)",
        "not met",
    ]
    assert all(row[VERDICT + 1] == "met" for row in told)
    assert told[0][SCORE] == "100.0"


def test_the_page_tells_by_which_standard_how_many_have_each_verdict_and_what_is_wrong(ranking):
    read_page = read(ranking)
    assert "晋政办发〔2022〕80号 · shanxi · in force from 2022-09-26" in said(read_page.xpath("//header")[0])
    tally = [said(item) for item in read_page.xpath("//ul[@class='tally']/li")]
    assert tally == ["1pass", "1relaxed", "1needs review", "1incomplete", "1fail"]
    widths = [float(part.get("width")) for part in read_page.xpath("(//*[@class='share'])[1]/*")]
    assert widths == [20] * 5
    (problem,) = read_page.xpath("//h2[@id='problems']/following-sibling::ul/li")
    assert "zz.yaml:2:16: annual_output" in said(problem)
    fourth = read_page.xpath("//div[@class='counts']//tbody/tr")[3]
    assert [said(cell) for cell in fourth] == ["4 Industrial clustering", "二（四）", "", *["1"] * 5]
    assert [bar.get("class") for bar in fourth.xpath(".//*[local-name()='rect']")] == [*reversed(GRADES)]


def test_details_tell_the_ends_of_each_grade_that_is_not_met_and_what_it_hangs_on(ranking):
    details = [said(row) for row in read(ranking).xpath("//tr[@class='more']")]
    assert len(details) == 5
    assert "incomplete 4 Industrial clustering, 二（四） (not met to met)" in details[3]
    assert "uncertain: annual output of the leading industry: 19亿元~21亿元" in details[3]
    assert "annual output of the leading industry: 2亿元 (required: at least 20亿元)" in details[4]
    assert "met 1, 2, 3, 5, 6, 7, 8" in details[4]


def test_a_page_of_too_many_towns_says_that_it_tells_no_details(ranking, monkeypatch):
    monkeypatch.setattr(html_table, "MOST_EXPLAINED", 4)
    found = read(ranking)
    assert not found.xpath("//details | //tr[@class='more']")
    assert "Too many towns to show the details of each here." in said(found)
    assert len(found.xpath("//table[@id='ranking']/tbody/tr")) == 5


def test_what_judging_by_columns_leaves_out_stays_empty():
    of_one = dict.fromkeys(range(1, 8), SPANS[3][3])
    judged = Ranked(None, "甲", "", "", "", "shanxi", SPANS[3][3], of_one, None, 0)
    found = read(Ranking([judged], {"shanxi": load_rules("shanxi")}))
    cells = [said(cell) for cell in found.xpath("//table[@id='ranking']/tbody/tr")[0]]
    assert cells == ["", "甲", "", "pass", *["met"] * 7, "", "", "0"]
    assert not found.xpath("//details")


def test_nothing_judged_makes_a_page_without_a_table_that_says_so():
    found = read(Ranking([], {}, judgements=[]))
    assert not found.xpath("//table")
    assert "No town was judged: there is nothing to rank." in said(found)


def test_the_page_tells_when_and_from_what_it_was_made(ranking):
    style = Style(day="2026-11-27", inputs=tuple("abcdefg"))
    found = html.document_fromstring(render_ranking("html", ranking, style))
    assert "judged on 2026-11-27 · read from a, b, c, d, e and 2 more" in said(found.xpath("//header")[0])


def test_figures_lie_as_dots_about_their_thresholds(ranking):
    output, *_others = read(ranking).xpath("//div[@class='strips']/figure")
    said_of_it = "4 annual output of the leading industry: 2 at the threshold or above; 2 below; 1 open or for review"
    (chart,) = output.xpath("./*[local-name()='svg']")
    assert chart.get("aria-label") == said_of_it
    threshold = float(chart.xpath("./*[@class='threshold']")[0].get("x1").rstrip("%"))
    dots = {dot.get("class"): float(dot.get("cx").rstrip("%")) for dot in chart.xpath("./*[local-name()='circle']")}
    assert dots["not_met"] < dots["incomplete"] < threshold < dots["met"]
    assert "落选镇: 2亿元" in {title.text for title in chart.xpath(".//*[local-name()='title']")}


def test_dots_stand_for_several_towns_where_these_are_many(tmp_path):
    path = write_town(tmp_path / "a.yaml", *(town(name=f"{number}镇") for number in range(25)))
    output, *_others = read(rank_judged(check(path).judgements)).xpath("//div[@class='strips']/figure")
    assert "25 at the threshold or above one dot: 3 towns" in said(output)
    assert len(output.xpath(".//*[local-name()='circle']")) == 9


def test_no_name_of_a_criterion_is_more_than_a_text_in_the_style(tmp_path, browser):
    name = '</style><script>hacked=1</script>\\" ; } body { display: none } /*'
    criterion = {"number": 1, "id": "a", "name": {"zh": name, "en": name}, "clause": "一"}
    rules = HEAD.replace("facts:\n", "") + json.dumps(
        {"criteria": [{**criterion, "require": {"fact": "exports", "is": True}}]}, ensure_ascii=False
    ).strip("{}")
    (tmp_path / "mine.yaml").write_text(rules, "utf-8")
    place = {"province": "虚构省", "city": "虚构市", "county": "虚构县"}
    run = check(write_town(tmp_path / "a.yaml", town(**place)), rules=str(tmp_path / "mine.yaml"))
    opened = browser(rank_judged(run.judgements), width=PHONE)
    assert opened.ask("typeof window.hacked") == "undefined"
    assert opened.ask("document.styleSheets.length") == 1
    shown_name = opened.ask("getComputedStyle(document.querySelector('td.heat'), '::after').content")
    assert json.loads(shown_name) == f"1 {name}"


def test_the_page_names_no_address(ranking):
    text = page(ranking).decode()
    assert not re.search(r"://|url\(|@import", text)
    assert re.findall(r'(?:src|href)="([^"]*)"', text) == ["data:,", "#problems"]


def test_every_text_of_a_town_stays_a_text(tmp_path):
    found = read(hostile(tmp_path))
    names = {element.tag for element in found.iter() if isinstance(element.tag, str)}
    assert not names & {"img", "iframe", "object", "embed", "base"}
    assert len(found.xpath("//script")) == len(found.xpath("//style")) == len(found.xpath("//title")) == 1
    assert not [name for element in found.iter() for name in element.attrib if name.startswith("on")]
    towns = [said(cell) for cell in found.xpath("//tbody/tr/th[@class='town']")]
    assert {INJECTED[0], INJECTED[2], INJECTED[4]} <= set(towns)
    assert all(line.isprintable() for line in page(hostile(tmp_path)).decode().splitlines())


# in a browser


def test_a_click_sorts_by_a_column_and_a_second_click_turns_it_round(browser, ranking):
    opened = browser(ranking)
    assert shown(opened) == IN_ORDER
    for position, expected in (
        (CODE, [3, 2, 4, 1, 0]),
        (FOURTH, [0, 1, 2, 3, 4]),
        (RANK, [0, 1, 2, 3, 4]),
    ):
        header = head(opened, position)
        first = "descending" if position == FOURTH else "ascending"
        for direction, order in ((first, expected), (None, expected[::-1])):
            header.find_element(By.TAG_NAME, "button").click()
            assert shown(opened) == [IN_ORDER[place] for place in order]
            assert direction in (None, header.get_attribute("aria-sort"))
        sorted_by = opened.driver.find_elements(By.CSS_SELECTOR, "[aria-sort]")
        assert sorted_by == [header]


def test_the_keyboard_sorts_and_opens_details(browser, ranking):
    opened = browser(ranking)
    opened.driver.find_element(By.CSS_SELECTOR, "#controls button").send_keys(Keys.TAB)
    for _column in range(FOURTH):
        opened.driver.switch_to.active_element.send_keys(Keys.TAB)
    button = opened.driver.switch_to.active_element
    assert button.text.startswith("4")
    button.send_keys(Keys.ENTER)
    assert head(opened, FOURTH).get_attribute("aria-sort") == "descending"
    button.send_keys(Keys.SPACE)
    assert shown(opened) == IN_ORDER[::-1]
    for _column in range(FOURTH, SCORE + 2):
        opened.driver.switch_to.active_element.send_keys(Keys.TAB)
    summary = opened.driver.switch_to.active_element
    assert summary.text == IN_ORDER[-1]
    summary.send_keys(Keys.ENTER)
    assert opened.ask("document.querySelectorAll('tr.more')[0].checkVisibility()")
    assert not opened.ask("document.querySelectorAll('tr.more')[1].checkVisibility()")


def test_details_follow_their_town_when_it_moves(browser, ranking):
    opened = browser(ranking)
    head(opened, CODE).find_element(By.TAG_NAME, "button").click()
    assert opened.ask(f"{TOWNS}.every(row => row.nextElementSibling.className == 'more')")
    fourth = opened.ask("document.querySelectorAll('tr.more')[0].textContent")
    assert "not met to met" in fourth


def test_a_search_and_the_verdicts_decide_what_is_shown(browser, ranking):
    opened = browser(ranking)
    search = opened.driver.find_element(By.NAME, "search")
    search.send_keys("虚构县 合格")
    assert shown(opened) == [NAMES["met"]]
    assert opened.driver.find_element(By.ID, "shown").text == "1 of 5 towns shown"
    search.clear()
    search.send_keys("ＣＯＤＥ １")
    assert shown(opened) == [NAMES["met"], NAMES["incomplete"]]
    opened.driver.find_element(By.CSS_SELECTOR, "[value=pass]").click()
    assert shown(opened) == [NAMES["incomplete"]]
    head(opened, VERDICT).find_element(By.TAG_NAME, "button").click()
    opened.driver.find_element(By.CSS_SELECTOR, "[type=reset]").click()
    opened.driver.execute_async_script("setTimeout(arguments[0], 20)")
    assert shown(opened) == IN_ORDER
    assert not opened.driver.find_elements(By.CSS_SELECTOR, "[aria-sort]")


def test_towns_of_one_rule_set_are_shown_alone(browser, tmp_path):
    write_town(tmp_path / "a.yaml", town(city="晋城市"), town(name="乙镇", city="晋城市"))
    judgements = [*check(tmp_path).judgements[:1], *check(tmp_path, rules="jincheng").judgements[1:]]
    opened = browser(rank_judged(judgements))
    assert len(shown(opened)) == 2
    opened.driver.find_element(By.NAME, "rules").send_keys("Jincheng")
    assert shown(opened) == ["乙镇"]


def test_towns_of_a_place_or_of_a_grade_in_a_criterion_are_shown_alone(browser, tmp_path, ranking):
    opened = browser(ranking)
    choose(opened, "criterion", "4 Industrial clustering")
    assert shown(opened) == IN_ORDER[1:]
    choose(opened, "grade", "incomplete")
    assert shown(opened) == [NAMES["incomplete"]]
    choose(opened, "criterion", "3 Market demand")
    choose(opened, "grade", "met")
    assert shown(opened) == IN_ORDER
    others = write_town(tmp_path / "b.yaml", town(name="乙镇", city="虚构", county="虚构县城"), town(city="别市"))
    opened = browser(rank_judged(check(tmp_path / "met.yaml", others).judgements))
    for place, towns in (
        ("· · 虚构县城", ["乙镇"]),
        ("· 虚构市", ["乙镇", NAMES["met"]]),
        ("山西省", ["乙镇", NAMES["met"], "虚构镇"]),
    ):
        choose(opened, "place", place)
        assert sorted(shown(opened)) == sorted(towns)


def choose(opened, name, option):
    select = opened.driver.find_element(By.NAME, name)
    next(each for each in select.find_elements(By.TAG_NAME, "option") if each.text.strip() == option).click()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_telephone_and_paper_show_the_names_of_the_criteria(browser, ranking, language):
    with speaking(language):
        names = [str(criterion.name) for criterion in ranking.rule_sets["shanxi"].criteria]
        opened = browser(ranking, width=PHONE)
        row = "[...document.querySelector('#ranking tbody tr').querySelectorAll('.heat')]"
        on_card = opened.ask(f"{row}.map(cell => getComputedStyle(cell, '::after').content)")
        assert on_card == [f'"{number} {name}"' for number, name in enumerate(names, start=1)]
        heads = "[...document.querySelectorAll('thead .heat small')].filter(name => name.checkVisibility())"
        assert opened.ask(f"{heads}.map(name => name.textContent)") == names
        opened.command("Emulation.setEmulatedMedia", media="print")
        assert opened.ask(f"{heads}.map(name => name.textContent)") == names
        opened.command("Emulation.setEmulatedMedia", media="")


def test_without_scripts_the_table_is_whole_and_details_open(browser, ranking):
    opened = browser(ranking, scripts=False)
    assert shown(opened) == IN_ORDER
    assert not opened.ask("document.getElementById('controls').checkVisibility()")
    assert opened.ask("[...document.querySelectorAll('thead button')].every(button => button.disabled)")
    opened.driver.find_element(By.CSS_SELECTOR, "summary").click()
    assert opened.ask("[...document.querySelectorAll('tr.more')].map(row => row.checkVisibility())") == [
        *(True, False, False, False, False)
    ]


def test_nothing_that_a_town_says_runs(browser, tmp_path):
    opened = browser(hostile(tmp_path))
    opened.ask("[...document.querySelectorAll('summary, thead button')].forEach(each => each.click())")
    opened.driver.find_element(By.NAME, "search").send_keys("script")
    assert 0 < len(shown(opened)) < 30
    assert opened.ask("typeof window.hacked") == "undefined"
    assert opened.ask("document.querySelectorAll('img, iframe, [onclick], [onload], [onerror]').length") == 0
    assert opened.ask("document.scripts.length") == 1


@pytest.mark.parametrize("width", [WIDE, TABLET, PHONE])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_is_never_wider_than_its_window(browser, tmp_path, ranking, width, language):
    with speaking(language):
        for found in (ranking, hostile(tmp_path)):
            opened = browser(found, width=width)
            assert opened.ask("document.documentElement.scrollWidth <= innerWidth && innerWidth") == width
            assert opened.ask("document.documentElement.lang") == {"zh": "zh-Hans", "en": "en"}[language]
            assert opened.ask(f"{TOWNS}[0].children[1].getBoundingClientRect().width") > 80


def test_the_header_stays_in_sight(browser, tmp_path):
    path = write_town(tmp_path / "a.yaml", *(town(name=f"{number}镇") for number in range(80)))
    opened = browser(rank_judged(check(path).judgements))
    opened.driver.execute_script("document.querySelectorAll('#ranking tbody tr')[100].scrollIntoView()")
    assert opened.ask("document.querySelector('#ranking thead').getBoundingClientRect().top") == 0


def test_every_town_is_printed_below_a_header_and_no_controls(browser, tmp_path):
    path = write_town(tmp_path / "a.yaml", *(town(name=f"{number}镇") for number in range(80)))
    opened = browser(rank_judged(check(path).judgements))
    pages = len(re.findall(rb"/Type /Page\b", opened.printed()))
    assert 3 <= pages <= 10
    opened.command("Emulation.setEmulatedMedia", media="print")
    assert len(shown(opened)) == 80
    assert not opened.ask("document.querySelector('[name=search]').checkVisibility()")
    style = "getComputedStyle(document.querySelector('#ranking {}')).display"
    assert opened.ask(style.format("thead")) == "table-header-group"
    assert opened.ask(style.format("thead button")) == "contents"  # else only the first page has them
    opened.command("Emulation.setEmulatedMedia", media="")


@pytest.mark.parametrize("look", ["light", "dark", "print"])
def test_every_grade_has_its_symbol_and_is_legible(browser, ranking, look):
    opened = browser(ranking, dark=look == "dark")
    if look == "print":
        opened.command("Emulation.setEmulatedMedia", media="print")
    looks = opened.ask(
        "[...document.querySelectorAll('.grade, td.heat')].map(each => [each.classList.item(1),"
        " getComputedStyle(each, '::before').content, getComputedStyle(each).color,"
        " getComputedStyle(each).backgroundColor])"
    )
    opened.command("Emulation.setEmulatedMedia", media="")
    assert {word for word, *_style in looks} == set(GRADE_OF)
    for word, symbol, ink, fill in looks:
        assert symbol == f'"{SYMBOLS[word]}"'
        assert contrast(ink, fill) >= 4.5, (word, ink, fill)
    assert len({fill for _word, _symbol, _ink, fill in looks}) == 5
