"""YAML changed in place: what is set is set, and everything else of the text stays as it is."""

import pytest

from tests.paths import ROOT
from zhenkit.documents.yaml import as_text, read_yaml
from zhenkit.documents.yaml_edit import Edit, OtherwiseRead, edited

FILES = [*sorted((ROOT / "samples").glob("*.yaml")), *sorted((ROOT / "samples" / "made-up").glob("*.yaml"))]
FILES += sorted((ROOT / "samples" / "rules" / "goals").glob("*.yaml"))
TOWN = """\
# a town
名称: 甲镇   # its name
单个: "yes"
产值: 1_000
date: 2024-01-02

# where it is known from
佐证:
  - 甲
---
name: 乙
"""


def values(text):
    return [document.value for document in read_yaml(text, "file.yaml", as_text)]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_nothing_else_of_a_file_changes(file):
    text = file.read_text("utf-8")
    documents = values(text)
    for index in range(len(documents)):
        after = edited(text, [Edit(index, ("added",), "x")])
        assert values(after) == [{**value, "added": "x"} if n == index else value for n, value in enumerate(documents)]
        left = [line.split() for line in after.splitlines() if line != "added: x"]
        assert left == [line.split() for line in text.splitlines()]


def test_lines_end_as_they_did_and_comments_before_the_first_document_stay():
    text = "# head\r\n---\r\n# one\r\na: 1\r\n...\r\n---\r\nb: 2\r\n"
    assert edited(text, [Edit(0, ("a",), "x")]) == text.replace("1", "x")
    assert edited(text, [Edit(1, ("b",), "x")]) == text.replace("2", "x")


def test_a_value_is_set_where_it_stands_and_a_new_one_behind():
    after = edited(
        TOWN, [Edit(0, ("产值",), "2亿元"), Edit(0, ("firms",), 3), Edit(1, ("evidence", "firms"), ["a", "b"])]
    )
    assert after == TOWN.replace("1_000", "2亿元").replace("  - 甲\n", "  - 甲\nfirms: 3\n").replace(
        "name: 乙\n", "name: 乙\nevidence:\n  firms:\n    - a\n    - b\n"
    )


def test_a_new_key_stands_before_another_unless_a_comment_is_between():
    assert edited("a: 1\nb: 2\n", [Edit(0, ("c",), "3", "b")]) == "a: 1\nc: '3'\nb: 2\n"
    assert edited("a: 1\n# of b\nb: 2\n", [Edit(0, ("c",), "x", "b")]) == "a: 1\n# of b\nb: 2\nc: x\n"


@pytest.mark.parametrize(
    "value", ["yes", "否", "12.5亿元", "2024-01-02", "=1+1", "- a", "# b", "{a", "a: b", "~", "多\n行"]
)
def test_a_text_comes_back_as_it_was(value):
    assert values(edited("a: 1\n", [Edit(0, ("b",), value)]))[0]["b"] == value


def test_lists_are_in_one_line_where_that_is_asked_for():
    assert edited("a: 1\n", [Edit(0, ("b",), ["x", "y"], None, True)]) == "a: 1\nb: [x, y]\n"


def test_the_first_document_keeps_its_mark():
    text = "---\na: 1\n---\nb: 2\n"
    assert edited(text, [Edit(1, ("b",), 3)]) == text.replace("2", "3")


def test_documents_that_hold_nothing_are_none():
    text = "# a\n---\n# b\n---\n...\n---\na: 1\n"
    assert len(values(text)) == 1
    assert edited(text, [Edit(0, ("a",), "x")]) == text.replace("1", "x")


@pytest.mark.parametrize(
    "text", ["name: 甲镇\n--- b\n...\n", "name: 甲镇\ndate: 2023-02-30\n", "firms: !!int x\n", "- 甲镇\n", "甲镇\n"]
)
def test_what_is_read_otherwise_is_not_changed(text):
    with pytest.raises(OtherwiseRead):
        edited(text, [Edit(0, ("firms",), "5")])


def test_an_anchor_that_is_there_twice_is_let_be():
    text = "name: &a 甲镇\ncounty: &a 甲县\ncity: *a\n"
    assert edited(text, [Edit(0, ("firms",), 5)]) == text + "firms: 5\n"
