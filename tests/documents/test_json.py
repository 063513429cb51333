"""JSON read town by town: places, faults, neighbours, and what would never end."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tests.strategies  # noqa: F401 - the profile
from zhenkit.documents.json import read_json
from zhenkit.documents.yaml import MAX_DEPTH


def read(text):
    return list(read_json(text, "t.json"))


def one(text):
    (document,) = read(text)
    return document


def told(text):
    return [str(problem) for document in read(text) for problem in document.problems]


def test_an_object_is_one_town_and_a_list_is_a_town_an_item():
    assert one(' {"name": "A"} ').value == {"name": "A"}
    assert [document.value for document in read('[{"name": "A"}, {"name": "B"}]')] == [{"name": "A"}, {"name": "B"}]
    assert read(" [ ] ") == []


KEYS = st.text().filter(str.isprintable)
PLAIN = st.none() | st.booleans() | st.integers() | st.text()


@given(st.recursive(PLAIN, lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner)))
def test_a_valid_text_is_read_as_the_json_library_reads_it(value):
    text = json.dumps(value, ensure_ascii=False, indent=1)
    expected = value if isinstance(value, list) else [value]
    assert [document.value for document in read(text)] == expected
    assert told(text) == []


TWO = """
[
  {"name": "A",
   "evidence": {"firms": ["x", "y"]}}, {"name": "B"
  }
]
"""


def test_every_value_and_key_has_its_place():
    first, second = read(TWO)
    assert (first.line, second.line) == (3, 4)
    assert first.find((), False) == (3, 3)
    assert first.find(("name",), True) == (3, 4)
    assert first.find(("name",), False) == (3, 12)
    assert first.find(("evidence", "firms"), True) == (4, 17)
    assert first.find(("evidence", "firms", 1), False) == (4, 32)
    assert first.find(("evidence", "nothing"), True) == (4, 4)  # the innermost that is there
    assert second.find((), False) == (4, 40)
    assert second.find(("name",), False) == (4, 49)


NAMES = st.text(st.characters(exclude_characters="\r", exclude_categories=["Cs"]), min_size=1).filter(str.isprintable)


@given(st.lists(st.dictionaries(NAMES, st.integers() | st.lists(NAMES)), min_size=1), st.sampled_from([None, 0, 3]))
def test_places_are_where_the_text_says(towns, indent):
    text = json.dumps(towns, ensure_ascii=False, indent=indent)
    lines = text.split("\n")
    for town, document in zip(towns, read(text), strict=True):
        for key in town:
            line, column = document.find((key,), True)
            assert lines[line - 1][column - 1 :].startswith(json.dumps(key, ensure_ascii=False))
        line, column = document.find((), False)
        assert line == document.line
        assert lines[line - 1][column - 1] == "{"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('{"a": 1,\n "b": 2, "a": 3}', "t.json:2:10: 'a' is here twice (first on line 1); keep one"),
        ('{"a": {"b": 1, "b": 2}}', "t.json:1:16: 'b' is here twice (first on line 1); keep one"),
        ('{"a": "\\ud800"}', "t.json:1:7: half of a surrogate pair is not a character; remove it"),
        ('{"\\uDFFF": 1}', "t.json:1:2: half of a surrogate pair is not a character; remove it"),
        ("", "t.json:1:1: not JSON: a value is missing"),
        ("\n ", "t.json:2:2: not JSON: a value is missing"),
        ("[", "t.json:1:2: not JSON: a value is missing"),
        ('{"a": 1', "t.json:1:8: not JSON: a comma or a closing bracket is missing"),
        ('{"a" 1}', "t.json:1:6: not JSON: a colon is missing after the key"),
        ("{'a': 1}", "t.json:1:2: not JSON: a key in double quotation marks is expected here"),
        (
            '{"a": "x\ny"}',
            "t.json:1:9: not JSON: a text contains a line break or another control character; write it as an escape",
        ),
        (
            '{"a": "x\0y"}',
            "t.json:1:9: not JSON: a text contains a line break or another control character; write it as an escape",
        ),
        ('{"a": "x', "t.json:1:7: not JSON: a quotation mark is not closed"),
        ('{"a": 1}\n{"b": 2}', "t.json:2:1: not JSON: something follows where the value has ended"),
        ("[1] 2", "t.json:1:5: not JSON: something follows where the value has ended"),
        ("[1 2]", "t.json:1:4: not JSON: a comma or a closing bracket is missing"),
        ("[1,]", "t.json:1:4: not JSON: a value is missing"),
        ("\0", "t.json:1:1: not JSON: a value is missing"),
        ("[" * 42 + "]" * 42, f"t.json:1:42: nested more than {MAX_DEPTH} levels deep"),
        ('{"a":' * 41 + "1" + "}" * 41, f"t.json:1:201: nested more than {MAX_DEPTH} levels deep"),
        ('{"a": "[[[["}' + "[" * 50_000, "t.json:1:14: not JSON: something follows where the value has ended"),
        ("[" * 50_000, f"t.json:1:42: nested more than {MAX_DEPTH} levels deep"),
        ('{"[[\\"": ' * 50_000, f"t.json:1:{40 * 9 + 1}: nested more than {MAX_DEPTH} levels deep"),
    ],
)
def test_what_is_wrong_with_a_text_is_told_once_with_its_place(text, problem):
    (found,) = told(text)
    assert found.startswith(problem)


def test_a_pair_of_surrogates_is_a_character():
    assert one('{"a": "\\ud83c\\udfed"}').problems == ()


def test_every_fault_of_every_town_is_told_at_its_own_town():
    first, second, third = read('[{"a": 1, "a": 2, "a": 3},\n {"b": 1},\n {"c": "\\ud800", "c": 1}]')
    assert [(problem.line, problem.column) for problem in first.problems] == [(1, 11), (1, 19)]
    assert second.problems == ()
    assert [(problem.line, problem.column) for problem in third.problems] == [(3, 18), (3, 8)]


def test_what_stands_before_the_fault_is_read_all_the_same():
    good, bad = read('[{"name": "A"},\n {"name": ]')
    assert good.value == {"name": "A"}
    assert (bad.value, [problem.line for problem in bad.problems]) == (None, [2])


def test_a_town_that_nests_too_deep_does_not_spoil_its_neighbours():
    first, deep, last = read(f'[{{"name": "A"}},\n {"[" * 50 + "]" * 50},\n {{"name": "C"}}]')
    assert (first.value, deep.value, last.value) == ({"name": "A"}, None, {"name": "C"})
    assert [(problem.line, problem.column) for problem in deep.problems] == [(2, 42)]
    assert last.line == 3


def test_the_deepest_nesting_that_is_read():
    assert told("[" + "[" * MAX_DEPTH + "]" * MAX_DEPTH + "]") == []
    assert told('{"a":' * MAX_DEPTH + "1" + "}" * MAX_DEPTH) == []


def test_a_town_over_a_mebibyte_is_refused_with_a_word_on_tables():
    large = json.dumps({"name": "镇" * 400_000}, ensure_ascii=False)
    for text, line in ((f"\n{large}", 2), (f'[{{"name": "A"}},\n\n{large},\n{{"name": "C"}}]', 3)):
        (problem,) = [problem for document in read(text) for problem in document.problems]
        assert str(problem).startswith(f"t.json:{line}:1: larger than 1 MiB, which no town is; many towns are better")
    assert [document.value for document in read(f'[{{"name": "A"}}, {large}, {{"name": "C"}}]')] == [
        {"name": "A"},
        None,
        {"name": "C"},
    ]


def test_many_small_towns_may_be_larger_together():
    towns = [{"name": f"town {number}", "evidence": "x" * 1000} for number in range(2000)]
    documents = read(json.dumps(towns))
    assert [document.value for document in documents] == towns


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("12", "12"),
        ("12.50", "12.50"),
        ("9" * 5000, "9" * 5000),
        ("1e999999999", "1E+999999999"),
        ("1e99999999999999999999", "1e99999999999999999999"),
        ("-1e-99999999999999999999", "-1e-99999999999999999999"),
        ("NaN", "NaN"),
        ("-Infinity", "-Infinity"),
    ],
)
def test_numbers_are_kept_exactly_and_none_of_them_takes_for_ever(number, text):
    assert str(one(f'{{"a": {number}}}').value["a"]) == text


def test_a_document_without_problems_can_be_asked_for_places_late():
    documents = read("[" + ", ".join('{"name": "A",\n "b": 1}' for _town in range(5)) + "]")
    assert [document.find(("b",), True) for document in reversed(documents)] == [(6, 2), (5, 2), (4, 2), (3, 2), (2, 2)]
