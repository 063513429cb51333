"""A text of several documents is divided before it is parsed, so that a bad one cannot spoil the next."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import tests.strategies  # noqa: F401 - the profile
from zhenkit.documents.split import MAX_BYTES, chunks, is_too_large
from zhenkit.documents.yaml import as_value, read_yaml


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\n", [(0, "a: 1\n")]),
        ("---\na: 1\n", [(0, "---\na: 1\n")]),
        ("# a comment\n\n---\na: 1\n", [(3, "a: 1\n")]),
        ("a: 1\n---\nb: 2\n", [(0, "a: 1\n"), (2, "b: 2\n")]),
        ("a: 1\r\n---\r\nb: 2\r\n", [(0, "a: 1\r\n"), (2, "b: 2\r\n")]),
        ("a: 1\n--- {b: 2}\n", [(0, "a: 1\n"), (1, "--- {b: 2}\n")]),
        ("a: 1\n...\n%YAML 1.1\n---\nb: 2\n", [(0, "a: 1\n..."), (2, "%YAML 1.1\n---\nb: 2\n")]),
        ("a: 1\n... # done\n--- # next\nb: 2\n", [(0, "a: 1\n..."), (3, "b: 2\n")]),
        ("a: |\n  ---\n  x\n---\nb: 2\n", [(0, "a: |\n  ---\n  x\n"), (4, "b: 2\n")]),
        ("a: ----\n---x: 1\n---\nb: 2\n", [(0, "a: ----\n---x: 1\n"), (3, "b: 2\n")]),
        ("---\n---\n\n...\n---\na: 1\n---\n---\n", [(5, "a: 1\n")]),
        ("a: 1\n---", [(0, "a: 1\n"), (1, "---")]),
        ("\n---\n", []),
        ("", [(0, "")]),
    ],
)
def test_documents_are_divided_at_their_markers_with_the_lines_before_them(text, expected):
    assert list(chunks(text)) == expected


LINES = ["---", "...", "--- {c: 3}", "--- |", "# said", "", "%YAML 1.1", "a: 1", "b:", "  - x", "? x", " text"]


@given(st.lists(st.sampled_from(LINES), max_size=8).map("\n".join))
def test_what_the_yaml_library_reads_as_documents_is_read_as_the_same(text):
    try:
        expected = [value for value in yaml.load_all(text, yaml.CSafeLoader) if value is not None]
    except yaml.YAMLError:
        return
    assert [document.value for document in read_yaml(text, "x", as_value) if document.value is not None] == expected


def test_millions_of_empty_documents_are_passed_over():
    assert list(chunks("---\n" * 4_000_000)) == []


def test_a_town_is_measured_in_bytes():
    assert not is_too_large("x" * MAX_BYTES, 0, MAX_BYTES)
    assert is_too_large("x" * (MAX_BYTES + 1), 0, MAX_BYTES + 1)
    third = MAX_BYTES // 3
    assert not is_too_large("镇" * third, 0, third)
    assert is_too_large("镇" * (third + 1), 0, third + 1)
    assert not is_too_large("x" * (MAX_BYTES + 1), 1, MAX_BYTES + 1)
