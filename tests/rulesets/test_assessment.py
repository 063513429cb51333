"""The rules of a yearly assessment: those that are shipped, and what a user's file may and may not say."""

from decimal import ROUND_HALF_UP, Decimal

import pytest

from zhenkit.core import i18n
from zhenkit.core.errors import FileProblems
from zhenkit.rulesets.assessment import Places, load_assessment
from zhenkit.rulesets.catalog import shipped

LEAST = "commended: {}\nslow: {}\nnotice: {days: 30}\n"


@pytest.fixture(autouse=True)
def in_english():
    with i18n.speaking("en"):
        yield


def read(tmp_path, text):
    path = tmp_path / "by.yaml"
    path.write_text(text, "utf-8")
    return load_assessment(path)


def told(tmp_path, text):
    with pytest.raises(FileProblems) as caught:
        read(tmp_path, text)
    return [f"{problem.line}:{problem.column}: {problem.message}" for problem in caught.value.problems]


def test_those_shipped_say_that_they_are_ours_and_are_no_rule_set():
    rules = load_assessment()
    assert "zhenkit" in rules.note.zh and "the documents set none" in rules.note.en
    assert rules.first == Places(20, None) and rules.below and rules.days == 60
    assert "assessment" not in shipped().ids


def test_what_is_left_out_makes_no_town_commended_or_slow(tmp_path):
    rules = read(tmp_path, LEAST)
    assert (rules.first, rules.last, rules.score_rose_by, rules.score_fell_by) == (None,) * 4
    assert not rules.below and not rules.no_longer_meets and rules.note is None


def test_a_percentage_is_rounded_half_up():
    for percent in range(1, 101):
        for towns in range(120):
            exact = (Decimal(towns * percent) / 100).quantize(Decimal(1), ROUND_HALF_UP)
            assert Places(percent, None).of(towns) == exact
    assert [Places(None, 3).of(towns) for towns in (0, 2, 3, 9)] == [0, 2, 3, 3]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (LEAST.replace("slow: {}", "slow: {below: maybe}"), "2:15: "),
        (LEAST.replace("slow: {}", "slow: {belo: yes}"), "2:8: unknown key 'belo'; did you mean below?"),
        (LEAST.replace("days: 30", "days: 0"), "3:16: "),
        (LEAST.replace("commended: {}", "commended: {first: {percent: 120}}"), "1:30: "),
        (LEAST.replace("commended: {}", "commended: {first: {}}"), "`percent:` or `count:` is expected here"),
        (LEAST.replace("commended: {}", "commended: {first: {percent: 1, count: 1}}"), "`percent:` or `count:` is"),
        ("commended: {}\nslow: {}\n", "notice"),
        ("name: 甲\n", "1:1"),
        ("", "the file is empty"),
        ("- a\n", "1:1"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(tmp_path, text, said):
    assert said in " | ".join(told(tmp_path, text))


def test_the_linter_reads_it_too(zhenkit, tmp_path):
    path = tmp_path / "assessment.yaml"
    path.write_text(LEAST, "utf-8")
    assert zhenkit("rules", "lint", path, "--lang", "en")[0] == 0
    path.write_text(LEAST.replace("30", "x"), "utf-8")
    code, out, _err = zhenkit("rules", "lint", path, "--lang", "en")
    assert code == 1 and "assessment.yaml:3:16" in out
