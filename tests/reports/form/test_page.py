"""The form in a browser: it judges as one types, is reached by keyboard and ear, fits a telephone, and runs no text."""

import json
import re
import time

import pytest
from lxml import html
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.browser import PHONE, WIDE
from tests.made_up_rules import HEAD
from tests.paths import ROOT
from tests.reports.runs import HOSTILE, INJECTED
from zhenkit import load_rules
from zhenkit.core.i18n import speaking
from zhenkit.judging.run import check_towns
from zhenkit.reports.form.html import render
from zhenkit.rulesets.catalog import shipped

SAMPLES = ROOT / "samples" / "made-up"
GREEN_PARK = ROOT / "samples" / "rules" / "made-up-green-park.yaml"
CONTROLS = ("button", "textbox", "radio", "checkbox", "combobox", "link")


@pytest.fixture
def browser(started, tmp_path):
    """Opens a form; in the end it has asked for nothing, and its console is empty."""

    def opened(rules="shanxi", language="en", **how):
        started.open(page(rules, language), tmp_path, **how)
        return started

    yield opened
    assert started.complaints() == []
    assert [address for address in started.requests() if not address.startswith(("file:", "data:,", "blob:"))] == []


def page(rules, language="en"):
    with speaking(language):
        return render(shipped().named(str(rules), None)).encode()


def load(opened, name):
    text = (SAMPLES / name).read_text("utf-8")
    return opened.driver.execute_script("return zhenkit.load(arguments[0])", text)


def said(opened, selector):
    return " ".join(opened.ask("document.querySelector(arguments[0]).innerText", selector).split())


def settled(opened, selector, wanted):
    """Waits until what is said is what is wanted: the page judges a moment after the last key."""
    until = time.monotonic() + 10
    while said(opened, selector) != wanted and time.monotonic() < until:
        time.sleep(0.05)
    assert said(opened, selector) == wanted


def fill(opened, fact, text):
    field = opened.driver.find_element(By.ID, f"f-{fact}")
    field.clear()
    field.send_keys(text)


def click(opened, selector):
    """Clicks it in the middle of the window, where nothing stays above it."""
    found = opened.driver.find_element(By.CSS_SELECTOR, selector)
    opened.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", found)
    found.click()


# what it says


def test_every_fact_that_is_asked_has_one_field_with_its_name():
    read = html.document_fromstring(page("shanxi"), html.HTMLParser(encoding="utf-8"))
    fields = [each.get("data-fact") for each in read.xpath("//*[@data-fact]")]
    assert len(fields) == len(set(fields))
    rules = load_rules("shanxi")
    assert {fact.id for fact in rules.to_state} <= set(fields)
    assert sorted(json.loads(read.get_element_by_id("data").text)["stated"]) == sorted(fields)
    leaves = [int(each.get("data-leaf")) for each in read.xpath("//*[@data-leaf]")]
    assert leaves == list(range(len(leaves)))


def test_a_town_that_is_loaded_has_the_verdict_of_check(browser):
    opened = browser()
    for sample in ("pass", "relaxed", "review", "incomplete", "fail", "decided", "chinese"):
        file = SAMPLES / f"{sample}.yaml"
        assert load(opened, file.name) == []
        (judged,) = check_towns([str(file)], None, "shanxi", False).run.judgements
        assert opened.ask("document.querySelector('#verdict > span').classList[1]") == judged.verdict
        grades = "[...document.querySelectorAll('h2 [data-grade-of] > span')].map(each => each.classList[1])"
        assert opened.ask(grades) == [each.span.word for each in judged.criteria]


def test_it_judges_as_one_types_and_says_what_is_missing_and_what_is_enough(browser):
    opened = browser()
    load(opened, "incomplete.yaml")
    assert said(opened, "#verdict") == "incomplete (fail to pass)"
    third, fourth = '[data-next-of="3"]', '[data-next-of="4"]'
    assert said(opened, third).startswith("missing: exports products, room for exports overseas one way that is enough")
    assert "uncertain: annual output of the leading industry" in said(opened, fourth)
    assert "annual output of the leading industry: 9.5亿元~10.5亿元 → at least 10亿元" in said(opened, fourth)
    fill(opened, "annual_output", "10亿元")
    settled(opened, fourth, "")
    click(opened, "#fact-exports [value=no]")
    settled(opened, "#verdict", "pass")
    fill(opened, "annual_output", "9.99亿元")
    settled(opened, "#verdict", "incomplete (fail to relaxed)")


def test_what_cannot_be_read_is_told_at_the_field_and_counts_as_missing(browser):
    opened = browser()
    load(opened, "pass.yaml")
    fill(opened, "annual_output", "25")
    remedy = "'25' has no unit; write money like 12.5亿元, 8000万元 or 1250000000元 (it counts as missing)"
    settled(opened, "#told-annual_output", remedy)
    field = opened.driver.find_element(By.ID, "f-annual_output")
    assert field.get_attribute("aria-invalid") == "true"
    assert "told-annual_output" in field.get_attribute("aria-describedby")
    assert said(opened, "#verdict") == "incomplete (fail to pass)"
    field.send_keys("亿元")
    settled(opened, "#verdict", "pass")
    assert field.get_attribute("aria-invalid") == "false"


def test_a_decision_is_asked_for_where_people_decide_and_must_be_whole(browser):
    opened = browser()
    load(opened, "review.yaml")
    boxes = opened.driver.find_elements(By.CSS_SELECTOR, "fieldset.decision")
    shown = [box for box in boxes if box.is_displayed()]
    assert shown and len(shown) < len(boxes)
    for box in shown:
        box.find_element(By.CSS_SELECTOR, "[value=yes]").click()
    number = shown[0].get_attribute("data-decision")
    told = f'[data-decision="{number}"] .told'
    settled(opened, told, "a decision needs all four: granted or refused, by whom, when and why")
    for box in shown:
        for text, field in zip(("省工信厅", "2023-05-01", "产业链一体"), ("by", "date", "why"), strict=True):
            box.find_element(By.CSS_SELECTOR, f"[data-field={field}]").send_keys(text)
    settled(opened, "#verdict", "relaxed")
    assert said(opened, told) == ""


def test_figures_by_year_and_what_is_computed_of_them(browser):
    opened = browser(GREEN_PARK)
    town = ROOT / "samples" / "rules" / "towns" / "green-pass.yaml"
    assert opened.ask("zhenkit.load(arguments[0])", town.read_text("utf-8")) == []
    assert said(opened, "#verdict") == "pass"
    assert re.fullmatch("[0-9.≈]+亿元", said(opened, "[data-computed=green_total]"))
    field = opened.driver.find_element(By.ID, "fact-green_output")
    years = len(field.find_elements(By.CLASS_NAME, "of-year"))
    click(opened, "#fact-green_output .more")
    assert len(field.find_elements(By.CLASS_NAME, "of-year")) == years + 1
    # a year that nobody writes is the one that the row is for
    opened.ask("document.getElementById('clear').click()")
    fill(opened, "year", "2024")
    rows = field.find_elements(By.CLASS_NAME, "of-year")
    last = rows[-1].find_element(By.CLASS_NAME, "year")
    settled_placeholder = time.monotonic() + 10
    while not last.get_attribute("placeholder") and time.monotonic() < settled_placeholder:
        time.sleep(0.05)
    assert last.get_attribute("placeholder") == "2024"
    rows[-1].find_element(By.CLASS_NAME, "figure").send_keys("3亿元")
    assert "green_output: {2024: 3亿元}" in opened.ask("zhenkit.save()")


# files


def test_it_is_saved_by_a_click_and_check_reads_it_back(browser, tmp_path):
    opened = browser(language="zh")
    opened.command("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(tmp_path))
    click(opened, "#save")
    assert said(opened, "#told") == "专业镇文件须有名称：请填写后再保存"
    assert opened.ask("document.activeElement.id") == "f-name"
    opened.driver.find_element(By.ID, "file").send_keys(str(SAMPLES / "relaxed.yaml"))
    settled(opened, "#verdict", "放宽符合")
    opened.driver.find_element(By.ID, "f-name").clear()
    opened.driver.find_element(By.ID, "f-name").send_keys("虚构/镇: 甲")
    click(opened, "#save")
    saved = tmp_path / "虚构_镇_甲.yaml"
    until = time.monotonic() + 10
    while not saved.exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert said(opened, "#told") == f"已保存为 {saved.name}"
    run = check_towns([str(saved)], None, "shanxi", False).run
    assert run.problems == []
    assert [judged.verdict for judged in run.judgements] == ["relaxed"]
    assert run.judgements[0].town.name == "虚构/镇: 甲"


def test_a_file_that_is_not_read_is_told_and_leaves_the_form_as_it_is(browser, tmp_path):
    opened = browser()
    load(opened, "pass.yaml")
    for content, told in (
        (b"name: a\nfirms: *x\n", "line 2: this page does not read it so; `zhenkit check` reads the file"),
        ("名称: 甲".encode("gb18030"), "the file is not text in UTF-8; `zhenkit check` reads other files"),
        (b"x" * (2 << 20), "the file is too large for one town; `zhenkit batch` reads tables"),
    ):
        file = tmp_path / "other.yaml"
        file.write_bytes(content)
        opened.ask("document.getElementById('told').textContent = ''")
        opened.driver.find_element(By.ID, "file").send_keys(str(file))
        until = time.monotonic() + 10
        while not said(opened, "#told") and time.monotonic() < until:
            time.sleep(0.05)
        assert f"other.yaml is not loaded: {told}" in said(opened, "#told")
        assert said(opened, "#verdict") == "pass"


# who uses it, and where


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_control_has_a_name_of_its_own_to_the_ear(browser, language):
    for rules in ("shanxi", GREEN_PARK):
        opened = browser(rules, language)
        opened.ask("document.querySelectorAll('details').forEach(each => each.open = true)")
        tree = opened.command("Accessibility.getFullAXTree")["nodes"]
        controls = [node for node in tree if node.get("role", {}).get("value") in CONTROLS and not node["ignored"]]
        assert len(controls) > 20
        assert [node for node in controls if not node["name"]["value"].strip()] == []
        legends = "[...document.querySelectorAll('fieldset')].map(each => each.querySelector('legend').textContent)"
        assert all(name.strip() for name in opened.ask(legends))


def test_the_keyboard_alone_fills_it_in(browser):
    opened = browser()
    opened.driver.find_element(By.ID, "f-year").send_keys("2024", Keys.TAB)
    for _nth in range(20):  # past the links to what is missing
        if opened.ask("document.activeElement.type") == "radio":
            break
        opened.driver.switch_to.active_element.send_keys(Keys.TAB)
    assert opened.ask("document.activeElement.type") == "radio"
    first = opened.ask("document.activeElement.name")
    opened.driver.switch_to.active_element.send_keys(Keys.ARROW_RIGHT)
    assert opened.ask("document.querySelector(`[name='${arguments[0]}']:checked`).value", first) == "yes"
    settled(opened, "#given", "1 of 33 facts given")
    opened.driver.switch_to.active_element.send_keys(Keys.TAB)
    assert opened.ask("document.activeElement.tagName") == "SUMMARY"
    opened.driver.switch_to.active_element.send_keys(Keys.ENTER, Keys.TAB)
    opened.driver.switch_to.active_element.send_keys("a register\na list")
    fill(opened, "name", "甲")
    saved = opened.ask("zhenkit.save()")
    assert saved.endswith("evidence:\n  heritage_product:\n    - a register\n    - a list\n")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_the_page_is_never_wider_than_its_window(browser, width, language):
    for rules in ("shanxi", GREEN_PARK):
        opened = browser(rules, language, width=width)
        opened.ask("document.querySelectorAll('details').forEach(each => each.open = true)")
        assert opened.ask("document.documentElement.scrollWidth <= innerWidth && innerWidth") == width
        assert opened.ask("document.documentElement.lang") == {"zh": "zh-Hans", "en": "en"}[language]


def test_the_verdict_stays_in_sight(browser):
    opened = browser()
    opened.driver.execute_script("document.querySelector('#criterion-8').scrollIntoView()")
    assert opened.ask("document.querySelector('.bar').getBoundingClientRect().top") == 0


def test_printed_it_is_what_is_filled_in_without_buttons(browser):
    opened = browser()
    load(opened, "pass.yaml")
    assert 2 <= len(re.findall(rb"/Type /Page\b", opened.printed())) <= 8
    opened.command("Emulation.setEmulatedMedia", media="print")
    assert not opened.ask("document.getElementById('save').checkVisibility()")
    assert opened.ask("document.getElementById('f-annual_output').checkVisibility()")
    opened.command("Emulation.setEmulatedMedia", media="")


def test_without_scripts_it_is_a_form_to_print(browser):
    opened = browser(scripts=False)
    assert "Without scripts this page is a form to print." in said(opened, "header")
    assert opened.ask("document.getElementById('f-annual_output').checkVisibility()")


# nothing of a text is more than a text


def hostile_rules(folder):
    """A rule file whose every text is hostile."""
    texts = [text.replace("\x00", "").replace("\x08", "") for text in (*INJECTED, *HOSTILE) if text.isprintable()]
    facts, checks = {}, []
    for nth, text in enumerate(texts):
        both = {"zh": f"{text}{nth}", "en": f"{text}{nth}"}
        facts[f"fact_{nth}"] = {"type": "count", **both, "unit": both, "note": both}
        checks.append({"fact": f"fact_{nth}", "at_least": 1, "text": both, "reading": both})
    every = {"zh": INJECTED[0], "en": INJECTED[0]}
    criterion = {"number": 1, "id": "a", "name": every, "clause": INJECTED[3], "require": {"all": checks}}
    rules = HEAD.replace("facts:\n", "").replace("标准", "</title><script>hacked=1</script>")
    rules += (
        f"facts: {json.dumps(facts, ensure_ascii=False)}\ncriteria: {json.dumps([criterion], ensure_ascii=False)}\n"
    )
    file = folder / "hostile.yaml"
    file.write_text(rules, "utf-8")
    return file


def test_no_text_of_a_rule_file_or_a_town_is_more_than_a_text(browser, tmp_path):
    rules = hostile_rules(tmp_path)
    text = page(rules).decode()
    assert re.findall(r"://", text.replace("file://", "")) == []
    opened = browser(rules)
    for name in INJECTED:
        opened.ask("(() => { try { zhenkit.load(arguments[0]) } catch {} })()", json.dumps({"name": name, name: name}))
        fill(opened, "fact_0", "<img src=x onerror=hacked=1>")
    click(opened, "#save")
    assert opened.ask("typeof window.hacked") == "undefined"
    assert opened.ask("document.querySelectorAll('img, iframe, svg, [onclick], [onload], [onerror]').length") == 0
    assert opened.ask("document.scripts.length") == 2


def test_the_page_names_no_address():
    text = page("shanxi").decode()
    assert not re.search(r"://|url\(|@import", text)
    policy = re.search('http-equiv="Content-Security-Policy" content="([^"]*)"', text)[1]
    assert policy.startswith("default-src 'none'; ") and "unsafe" not in policy
