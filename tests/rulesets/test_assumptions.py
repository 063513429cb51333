"""What the dictionary assumes of its facts: ours, marked as readings, and wrong ones told with their place."""

import shutil

import pytest

from zhenkit.checks.tree import leaves
from zhenkit.core.errors import FileProblems
from zhenkit.rulesets.catalog import Rulebook, shipped, shipped_rules


def book_with(folder, assumed):
    shutil.copytree(shipped_rules(), folder / "rules")
    dictionary = folder / "rules" / "facts.yaml"
    text = dictionary.read_text("utf-8")
    dictionary.write_text(text[: text.index("assumes:")] + f"assumes:\n{assumed}", "utf-8")
    return Rulebook(folder / "rules"), dictionary


def test_each_shipped_assumption_is_an_implication_marked_as_our_reading():
    assert len(shipped().assumptions) == 4
    for assumed in shipped().assumptions:
        assert "our reading" in assumed.reading.en
        assert "我们的理解" in assumed.reading.zh
        asked = [{leaf.fact.id for leaf in leaves(check)} for check in (assumed.condition, assumed.consequence)]
        assert not asked[0] & asked[1]


@pytest.mark.parametrize(
    ("assumed", "told"),
    [
        (
            "  - {if: {fact: export, is: yes}, then: {fact: standards, at_least: 1}, reading: {zh: 甲, en: A}}\n",
            "unknown fact 'export'; did you mean exports?",
        ),
        (
            "  - {if: {fact: exports, is: yes}, then: {fact: standards, is: yes}, reading: {zh: 甲, en: A}}\n",
            "standards: a count cannot be compared with `is:`; write `at_least: 10`",
        ),
        ("  - {if: {fact: exports, is: yes}, then: {fact: standards, at_least: 1}}\n", "'reading' is missing here"),
        ("  - {if: {fact: exports, is: yes}, reading: {zh: 甲, en: A}}\n", "'then' is missing here"),
    ],
)
def test_a_wrong_assumption_is_told_where_assumptions_are_read(tmp_path, assumed, told):
    book, dictionary = book_with(tmp_path, assumed)
    line = dictionary.read_text("utf-8").count("\n")
    with pytest.raises(FileProblems) as caught:
        _ = book.assumptions
    (problem,) = caught.value.problems
    assert (problem.file, problem.line) == (str(dictionary), line)
    assert problem.message.startswith(told)


def test_a_dictionary_may_assume_nothing(tmp_path):
    shutil.copytree(shipped_rules(), tmp_path / "rules")
    dictionary = tmp_path / "rules" / "facts.yaml"
    text = dictionary.read_text("utf-8")
    dictionary.write_text(text[: text.index("assumes:")], "utf-8")
    assert Rulebook(tmp_path / "rules").assumptions == ()
