"""What the form reads, in fields and in files, zhenkit reads alike; what it saves is read back to the same verdict."""

import json
from decimal import Decimal

import pytest

from tests.paths import ROOT
from tests.reports.form.towns import answer, derived_rules, random, towns_of
from tests.reports.runs import HOSTILE, INJECTED
from tests.strategies import DICTIONARY, rule_set
from tests.town_examples import BAD, GOOD
from zhenkit.checks.as_data import facts_as_data
from zhenkit.core.characters import control_in
from zhenkit.core.i18n import speaking
from zhenkit.documents.json import read_json
from zhenkit.documents.yaml import as_text, read_yaml
from zhenkit.facts.fact import Fact
from zhenkit.facts.quantities import Unreadable
from zhenkit.facts.town import Decision, Town
from zhenkit.facts.types.registry import PLAIN_TYPES, SIGNED_TYPES
from zhenkit.reports.form.data import data
from zhenkit.reports.form.html import render
from zhenkit.rulesets.catalog import shipped
from zhenkit.towns.town_file import RawTown

SAMPLES = sorted((ROOT / "samples").glob("*.yaml")) + sorted((ROOT / "samples" / "made-up").glob("*.yaml"))


@pytest.fixture
def browser(started, tmp_path):
    """Opens the form of a rule set in a language."""

    def opened(rules, language="en"):
        with speaking(language):
            started.open(render(rules).encode(), tmp_path)
        return started

    yield opened
    assert started.complaints() == []


def shanxi():
    return shipped().named("shanxi", None)


# what stands in a field


FIGURES = {
    "count": (
        "12| 12 |１２|1,200|12.0|12.|8~12|8-12|8 至 12|12~8|8~12~14|-1|1.5|9①|12户|8户~12户|1.2万|10^3|1e3|"
        "|未知|约12|12以上|12+|无|若干|9999999999999|9999999999999999|10000000000000|1000000000000|"
        "12\u200b|1,20|0x10|٣|½|0|00012|8~8"
    ),
    "money": (
        "12.5亿元|12.5 亿元|1亿5000万元|1亿2万|1亿10000万元|8000万|1250000000元|12亿|12|12.5|9.5~10.5亿元|"
        "9.5亿元~10.5亿元|9.5亿~8000万元|1亿5000万元~2亿元|0.01元|0.001元|-3亿元|¥100|5美元|100万亿元|"
        "1000000亿元|1000000.01亿元|1,000元|1,00元|元|亿元|10亿元以上|0元|１２．５亿元|"
        "111111111111111111111元|12.5亿元\u202e|1亿5000万元~3|3~5|3元~5"
    ),
    "number": (
        "12.5|-12.5|+3|1,234.5|10~12.5|-3~-1|-3~2|3~-3|12.5%|1111111111111111111|0.111111111111111111|"
        "0.1111111111111111111|.5|5.|1e5|10-12|10至12|0|-0"
    ),
    "percent": ("12.5%|12.5 %|12.5|10~12.5%|10%~12.5%|-5%|１０％|10%~5%|100%|0.001%|%|10%至12%"),
    "date": (
        "2023-05-01|2023/5/1|2023.5.1|2023年5月1日|2023-02-29|2024-02-29|2023-5-1~2023-6-1|0001-01-01|"
        "9999-12-31|2023-06-01~2023-05-01|2023|1-1-1|2023-13-01|2023-05-01 至 2023-05-02|0000-01-01"
    ),
    "year": ("2023|2023年|2022~2023|2023-2024|1899|2100|2101|２０２３|2023~2022|23|2023.0"),
    "signed": (
        "-3亿元|- 3亿元|-3~5亿元|-3亿元~-1亿元|-3~-1亿元|5亿元~-3亿元|3亿元|-1亿5000万元|-3|--3亿元|-3亿元-5亿元|0元"
    ),
    "text": ("甲| 甲 |甲\u200b镇|yes||未知|a\tb|\u202egnp"),
    "yes/no": ("yes|No|是|否|有|无|TRUE|y|1|√|"),
}
"""Texts that people write, divided by |, of each type of fact."""
UNITS = {"count": "户", "number": "平方公里"}


def kind_of(name):
    return SIGNED_TYPES["money"] if name == "signed" else PLAIN_TYPES[name]


def texts_of(name):
    texts = FIGURES[name].split("|")
    return [*texts, *HOSTILE, *INJECTED] if name == "text" else texts


def test_a_text_is_read_as_zhenkit_reads_it_or_told(browser):
    page = browser(shanxi())
    for name in FIGURES:
        unit = DICTIONARY["name"].label._replace(zh=UNITS[name], en=UNITS[name]) if name in UNITS else None
        fact = Fact("figure", kind_of(name), DICTIONARY["name"].label, unit=unit)
        with speaking("en"):
            rules = data(rule_set())
        rules["facts"] |= facts_as_data([fact])
        rules["facts"]["figure"] |= {"label": "figure", "units": list(fact.units)}
        texts = texts_of(name)
        answers = page.ask("arguments[1].map(text => zhenkit.judge(arguments[0], {figure: text}))", rules, texts)
        read = 0
        for text, found in zip(texts, answers, strict=True):
            try:
                value = fact.read(text)
            except Unreadable:
                assert "figure" in found["told"], text
                continue
            if value is None:
                assert found["told"] == found["written"] == {}, text
            elif "figure" not in found["told"]:
                read += 1
                written = fact.type.write(value)
                expected = ("yes" if value else "no") if isinstance(value, bool) else str(written)
                assert found["written"]["figure"] == expected, text
        assert read >= len(texts) / 4


# files


def page_reads(page, text):
    """What the page makes of a file's text: the mapping, or None where it says that it does not read it."""
    reading = "{ try { return [zhenkit.parse(arguments[0])] } catch (error) { return [null, String(error)] } }"
    return json.loads(page.ask(f"JSON.stringify((() => {reading})())", text))


def alike(found, value):
    """Whether the page has a value as zhenkit has it: numbers and words of JSON as their texts."""
    if isinstance(value, dict):
        return found.keys() == value.keys() and all(alike(found[key], each) for key, each in value.items())
    if isinstance(value, list):
        return len(found) == len(value) and all(map(alike, found, value))
    if isinstance(value, bool):
        return found == str(value).lower()
    return Decimal(found) == value if isinstance(value, (int, Decimal)) else found == value


OTHERS = [
    "name: 甲\nfirms: 12 # a note\n",
    "{name: 甲, services: [testing, training]}\n",
    "name: 甲\nservices:\n- testing\n- training\nevidence:\n  firms:\n    - a: b\n",
    "name: 甲\nservices:\n  - testing\n  - training\nevidence:\n  firms:\n    - a\n    - 'it''s'\n",
    'name: "a\\tb\\u4e00\\x41"\n',
    "name: a\n  b\n",
    "name: |\n  a\n",
    "name: &a b\n",
    "name: a: b\n",
    "name: a#b\n",
    "name: a #b\n",
    "name: - a\n",
    "name: -a\n",
    "name: a\n---\nname: b\n",
    "---\nname: a\n...\n",
    "name: ~\nfirms: null\nyear:\n",
    "name: a\nname: b\n",
    "name：a\n",
    "\tname: a\n",
    "name: [a, b\n",
    "name: {a: 1, b: {c: [1, 2]}}\nevidence: {firms: [x, 'y, z']}\n",
    "name: [a, [b], {c: d}]\n",
    "? a\n: b\n",
    '{"name": "甲", "firms": 12, "exports": true, "year": null, "evidence": {"firms": ["a", "b"]}}',
    '[{"name": "甲"}]',
    '[{"name": "甲"}, {"name": "乙"}]',
    "just a text\n",
    "",
    "# nothing\n",
    "name: 'a\n",
    "decisions:\n  4:\n    granted: yes\n    by: 省\n   date: 2023\n",
    "decisions:\n  4: {granted: yes, by: 省, date: 2023-05-01, why: 'a: b'}\n",
    "output:\n  2022: 1亿元\n  2023: null\n",
    "name: @a\n",
    "name: `a\n",
    "name: %a\n",
    "name: a,b\nfirms: [a,b]\n",
    "name: {a, b}\n",
    "name: [a: b]\n",
    "name: a]b\n",
    "name: !x a\n",
    "<<: {name: a}\n",
    '"name": "a" b\n',
    "name:a\n",
    "name: a:b\nfirms: 'x' # y\n",
    "name: a\r\nfirms: 1\r\n",
    "\ufeffname: a\n",
    "a b: c d\n",
    "name:    a   \n\n\n  # indented\nfirms: 1\n",
    "- name: a\n",
    "name: a\n firms: 2\n",
    "  name: a\n  firms: 2\n",
]


def test_a_file_is_read_as_zhenkit_reads_it_or_refused(browser):
    page = browser(shanxi())
    files = [file for file in (*SAMPLES, *GOOD, *BAD) if file.suffix in (".yaml", ".json")]
    texts = {str(file): file.read_bytes().decode("utf-8", "replace") for file in files}
    texts |= {text: text for text in OTHERS}
    read, otherwise = set(), []
    for name, text in texts.items():
        found, *_told = page_reads(page, text)
        if found is not None:
            read.add(name)
            text = text.removeprefix("\ufeff")
            documents = list(read_json(text, name)) if name.endswith(".json") else []
            if not documents or documents[0].problems:  # what is not JSON may be YAML all the same
                documents = list(read_yaml(text, name, as_text))
            values = [document.value for document in documents]
            value = values[0][0] if isinstance(values[0], list) else values[0]
            if len(values) != 1 or documents[0].problems or not alike(found, value):
                otherwise.append((name, found, documents))
    assert otherwise == []
    of_one_town = {str(file) for file in SAMPLES if "\n---\n" not in file.read_text("utf-8")}
    assert of_one_town <= read
    assert len(read) > 60


def test_what_is_not_read_is_told_with_its_line_and_what_reads_it(browser):
    page = browser(shanxi())
    for text, line, said in (
        ("name: a\nfirms: &x 12\n", 2, "this page does not read it so; `zhenkit check` reads the file, and judges it"),
        ("name: a\nname: b\n", 2, "'name' is here twice; keep one"),
        ("# x\n\nname: 'a\n", 3, "the quotation mark is not closed on its line; `zhenkit check` says more"),
        ("name：a\n", 1, "the colon is full width; write : and a blank"),
        ("name: a\n\tfirms: 2\n", 2, "a tab at the beginning of a line; write blanks"),
    ):
        assert page_reads(page, text) == [None, f"Error: line {line}: {said}"]
    (_none, told) = page_reads(page, "name: a\n---\nname: b\n")
    assert "this page takes one; `zhenkit batch` judges them all" in told


# there and back


def written(town, rules):
    """A town as JSON."""
    facts = {name: rules.facts[name].type.write(value) for name, value in town.facts.items()}
    decided = {number: {**one._asdict(), "granted": one.granted} for number, one in town.decisions.items()}
    evidence = {name: list(texts) for name, texts in town.evidence.items()}
    return json.dumps({**facts, "evidence": evidence, "decisions": decided}, ensure_ascii=False)


def read_back(text, rules):
    (document,) = read_yaml(text, "saved.yaml", as_text)
    raw = RawTown(document)
    town = raw.read(rules.facts)
    assert raw.problems == [], raw.problems
    return town


@pytest.mark.parametrize(("name", "language"), [("shanxi", "zh"), ("changzhi", "en"), ("computed", "zh")])
def test_what_is_saved_is_read_back_to_the_same_town(browser, name, language):
    luck = random.Random(5)
    rules = derived_rules(luck) if name == "computed" else shipped().named(name, None)
    page = browser(rules, language)
    nasty = (*HOSTILE, *INJECTED, "~", "yes", "- a", "a: b", " #x", "'", "12", "甲：乙", "😀")
    for nth, town in enumerate(towns_of(rules, 24, 4)):
        text = nasty[nth % len(nasty)]
        said = "".join(character for character in text if control_in(character) is None)
        evidence = {fact: (said.replace("\n", " ").strip() or "x", "b") for fact in list(town.facts)[2:5]}
        made = Town({**town.facts, "name": said.strip() or "x"}, evidence, town.decisions)
        made.facts["name"] = rules.facts["name"].read(made.facts["name"]) or "x"
        refused, saved = page.ask("[zhenkit.load(arguments[0]), zhenkit.save()]", written(made, rules))
        assert refused == []
        back = read_back(saved, rules)
        assert answer(back, rules) == answer(made, rules)
        assert back.decisions == made.decisions
        assert {**back.facts, "name": ""} == {**made.facts, "name": ""}


def test_a_name_that_names_nothing_is_missing(browser):
    page = browser(shanxi())
    for name in ("null", "/", "无", "未知", " "):
        assert page.ask("zhenkit.judge(zhenkit.data, {name: arguments[0]}).written", name) == {}


def test_what_a_standard_does_not_ask_is_kept(browser):
    page = browser(shanxi())
    text = (
        "name: 甲\nfirms: 12\n专精特新: 3\nunheard_of: [a, {b: c}]\n"
        "evidence:\n  firms: a register\ndecisions:\n"
        "  99: {granted: yes, by: 省, date: 2023-05-01, why: x}\n"
    )
    refused, saved = page.ask("[zhenkit.load(arguments[0]), zhenkit.save()]", text)
    assert refused == []
    (document,) = read_yaml(saved, "-", as_text)
    assert document.value == {
        "name": "甲",
        "firms": "12",
        "specialised_firms": "3",
        "unheard_of": ["a", {"b": "c"}],
        "evidence": {"firms": "a register"},
        "decisions": {"99": {"granted": "yes", "by": "省", "date": "2023-05-01", "why": "x"}},
    }


def test_what_is_not_read_is_saved_as_a_comment(browser):
    page = browser(shanxi())
    saved = page.ask("[zhenkit.load(arguments[0]), zhenkit.save()][1]", "name: 甲\nannual_output: 12.5\n")
    assert "\n# not read: annual_output: 12.5\n" in saved
    assert read_back(saved, shanxi()).facts == {"name": "甲"}


def test_a_decision_that_is_not_whole_and_evidence_that_no_file_takes_are_saved_as_comments(browser):
    page = browser(shanxi())
    town = "name: 甲\nevidence: {exports: 海关}\ndecisions:\n  4: {granted: yes, by: 评审组}\n"
    change = "document.querySelector('#evidence-exports').value = '海\\u0007关'"
    saved = page.ask(f"[zhenkit.load(arguments[0]), {change}, zhenkit.save()][2]", town)
    assert '\n# not read: decisions.4: "yes / 评审组' in saved
    assert '\n# not read: evidence.exports: "海' in saved
    back = read_back(saved, shanxi())
    assert (back.facts, dict(back.decisions), dict(back.evidence)) == ({"name": "甲"}, {}, {})


def test_what_a_decision_of_another_standard_is_called_is_no_line_of_its_own(browser):
    page = browser(shanxi())
    text = 'name: 甲\ndecisions:\n  "99\\n年产值: 9亿元": {granted: yes, by: 省, date: 2023-05-01, why: x}\n'
    refused, saved = page.ask("[zhenkit.load(arguments[0]), zhenkit.save()]", text)
    (document,) = read_yaml(saved, "-", as_text)
    assert set(document.value) <= {"name", "decisions"}, refused


def test_decisions_and_evidence_come_through(browser):
    page = browser(shanxi(), "zh")
    sample = ROOT / "samples" / "made-up" / "decided.yaml"
    saved = page.ask("[zhenkit.load(arguments[0]), zhenkit.save()][1]", sample.read_text("utf-8"))
    back = read_back(saved, shanxi())
    assert set(back.decisions) == {4, 7}
    assert back.decisions[4] == Decision(True, "虚构评审组", "2024-11-05", "跨两县，产业链一体，县际有协作协议")
    assert "评审决定:" in saved and "\n主导产业年产值: 15亿元\n" in saved
