"""The texts of the rule files: ours, in both languages, short, and each criterion with where the document says it."""

import re

import pytest

from tests.rules.towns import SETS, STANDARDS, nodes
from zhenkit import load_rules
from zhenkit.rulesets.catalog import shipped

HAN = re.compile("[\u4e00-\u9fff]")
LATIN_WORD = re.compile("[A-Za-z]{2,}")
OFFICIAL = re.compile("专精特新|小巨人|单项冠军|龙头企业|高新技术企业|阳政办发〔2023〕27号")
"""The documents' own names, which an English text may quote."""

LONGEST_RUN = 25
"""Characters: a longer run of Chinese without a break reads like a sentence of a document."""


def texts(rules):
    """Every text that the rule set of an id carries: of itself, of its criteria, of its checks."""
    rule_set = load_rules(rules)
    yield rule_set.title
    if rule_set.note is not None:
        yield rule_set.note
    for criterion in rule_set.criteria:
        yield criterion.name
    for _number, check, _asked in nodes(rules):
        yield from (text for text in (check.text, check.reading) if text is not None)


@pytest.mark.parametrize("rules", SETS)
def test_every_text_is_there_in_both_languages(rules):
    for text in texts(rules):
        assert HAN.search(text.zh), text
        assert LATIN_WORD.search(text.en), text
        assert not HAN.search(OFFICIAL.sub("", text.en)), text


@pytest.mark.parametrize("rules", STANDARDS)
def test_every_check_says_what_it_asks(rules):
    assert [sorted(asked) for _number, check, asked in nodes(rules) if check.text is None] == []


@pytest.mark.parametrize("rules", STANDARDS)
def test_texts_are_short_and_readings_not_long(rules):
    for _number, check, _asked in nodes(rules):
        assert len(check.text.zh) <= 40 and len(check.text.en) <= 125, check.text
        assert check.reading is None or (len(check.reading.zh) <= 100 and len(check.reading.en) <= 300), check.reading


@pytest.mark.parametrize("rules", SETS)
def test_no_text_runs_on_like_an_official_sentence(rules):
    for text in texts(rules):
        assert max(map(len, re.findall("[\u4e00-\u9fff0-9]+", text.zh))) <= LONGEST_RUN, text


@pytest.mark.parametrize("rules", SETS)
def test_every_criterion_says_its_clause(rules):
    clauses = [criterion.clause for criterion in load_rules(rules).criteria]
    assert all(re.fullmatch("[一二三四五]（[一二三四五六七八九十]）", clause) for clause in clauses)
    assert len(set(clauses)) == len(clauses)


def test_the_dictionary_is_in_both_languages():
    for fact in shipped().facts.by_id.values():
        for text in filter(None, (fact.label, fact.unit, fact.note)):
            assert HAN.search(text.zh), fact.id
            assert LATIN_WORD.search(text.en), fact.id
            assert not HAN.search(OFFICIAL.sub("", text.en)), fact.id
