"""YAML read safely: plain values with their places, and a message for everything else."""

import subprocess
import sys
import textwrap

import pytest

from zhenkit.documents.yaml import MAX_ALIASED, MAX_DEPTH, as_text, as_value, read_yaml


def read(text, resolve=as_text):
    return list(read_yaml(text, "t.yaml", resolve))


def one(text, resolve=as_text):
    (document,) = read(text, resolve)
    return document


def told(text):
    return [str(problem) for document in read(text) for problem in document.problems]


def test_plain_values_of_a_town_stay_text_for_the_facts_type_to_read():
    value = one("a: yes\nb: 12\nc: 1e999\nd: .nan\ne: 2023-05-01\nf: 'null'\ng: ~\nh:\ni: null\nj: 0o17").value
    assert value == {
        "a": "yes",
        "b": "12",
        "c": "1e999",
        "d": ".nan",
        "e": "2023-05-01",
        "f": "null",
        "g": None,
        "h": None,
        "i": None,
        "j": "0o17",
    }


@pytest.mark.parametrize(
    ("scalar", "value"),
    [
        ("yes", True),
        ("True", True),
        ("no", False),
        ("FALSE", False),
        ("~", None),
        ("", None),
        ("12", 12),
        ("-3", -3),
        ("0", 0),
        ("012", "012"),
        ("1_000", "1_000"),
        ("12.5", "12.5"),
        ("9" * 18, 10**18 - 1),
        ("9" * 5000, "9" * 5000),
        ("on", "on"),
        ("是", "是"),
    ],
)
def test_plain_values_of_a_rule_file(scalar, value):
    found = as_value(scalar)
    assert found == value
    assert type(found) is type(value)


def test_quoted_values_are_text():
    assert one("a: 'yes'\nb: \"12\"", as_value).value == {"a": "yes", "b": "12"}


def test_every_value_and_key_has_its_place():
    document = one("\nname: A\n定额: {a: 1,\n  b: [x, {y: z}]}\n")
    assert document.line == 2
    assert document.find((), False) == (2, 1)
    assert document.find(("name",), True) == (2, 1)
    assert document.find(("name",), False) == (2, 7)
    assert document.find(("定额", "b"), True) == (4, 3)
    assert document.find(("定额", "b", 1, "y"), False) == (4, 14)
    assert document.find(("定额", "c"), True) == (3, 1)  # the innermost that is there
    assert document.find(("定额", "b", 7), False) == (4, 6)


def test_the_lines_of_later_documents_count_from_the_beginning_of_the_file():
    first, second = read("a: 1\n---\n\nb: 2\nc: [1,\n  2]\n")
    assert (first.line, second.line) == (1, 4)
    assert second.find(("c", 1), False) == (6, 3)


def test_anchors_and_aliases_stand_for_their_value():
    assert one("a: &x {k: [1]}\nb: *x\n&y c: *y\nd: &z 5\ne: *z").value == {
        "a": {"k": ["1"]},
        "b": {"k": ["1"]},
        "c": "c",
        "d": "5",
        "e": "5",
    }


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: 1\nb: 2\na: 3\n", "t.yaml:3:1: 'a' is here twice (first on line 1); keep one"),
        ("a: 1\n---\n- b: 1\n  b: 2\n", "t.yaml:4:3: 'b' is here twice (first on line 3); keep one"),
        ("a: 1\n<<: {b: 1}\n", "t.yaml:2:1: merge keys (<<) are not read; write the keys out"),
        (
            "a: !!python/object:os.system x\n",
            "t.yaml:1:4: tags (tag:yaml.org,2002:python/object:os.system)",
        ),
        ("a: !!binary aGk=\n", "t.yaml:1:4: tags (tag:yaml.org,2002:binary) are not read; write the plain value"),
        ("!!map\na: 1\n", "t.yaml:1:1: tags (tag:yaml.org,2002:map) are not read"),
        ("!t a: 1\n", "t.yaml:1:1: tags (!t) are not read"),
        ("a: !t [1]\n", "t.yaml:1:4: tags (!t) are not read"),
        ("%TAG ! tag:x,2000:\n---\na: 1\n", "t.yaml:1:1: tags (%TAG) are not read"),
        ("# said\n%YAML 1.1\n%TAG ! tag:x,2000:\n---\na: 1\n", "t.yaml:3:1: tags (%TAG) are not read"),
        ("a: *x\n", "t.yaml:1:4: the alias *x has no anchor before it"),
        ("a: &x [*x]\n", "t.yaml:1:8: the alias *x has no anchor before it"),
        ("? [1, 2]\n: 3\n", "t.yaml:1:3: a key must be plain text"),
        ("a: &x 1\n*x : 2\n", "t.yaml:2:1: a key must be plain text"),
        ("a: [1\n", "t.yaml:2:1: not YAML: the [ of line"),
        (
            "a: b: c\n",
            "t.yaml:1:5: not YAML: a colon is not allowed here; put the text into quotation marks, or begin a new line",
        ),
        ("a:\n\t- 1\n", "t.yaml:2:1: not YAML: a tab indents this line; indent with spaces"),
        ("%FOO bar\n---\na: 1\n", "t.yaml:1:5: not YAML: directives (%) are not read; remove the line"),
        ("a: 'x\n", "not YAML: a quotation mark is not closed"),
        ("a: 1\nb: x\0y\n", "t.yaml:2:5: the character U+0000 is not allowed in YAML; remove it"),
        ("a: 1\nb: 镇\x1b[31m\n", "t.yaml:2:5: the character U+001B is not allowed in YAML; remove it"),
        ("a: \ufeff1\nb: \x7f\n", "t.yaml:2:4: the character U+007F is not allowed in YAML; remove it"),
        ("a: \ud800\n", "t.yaml:1:4: the character U+D800 is not allowed in YAML; remove it"),
        ("[" * 41, f"t.yaml:1:41: nested more than {MAX_DEPTH} levels deep"),
        ("- " * 41, f"t.yaml:1:81: nested more than {MAX_DEPTH} levels deep"),
    ],
)
def test_what_is_wrong_with_a_document_is_told_once_with_its_place(text, problem):
    (found,) = told(text)
    assert problem in found


def test_a_third_statement_of_a_key_names_the_line_of_the_first():
    assert [line.rpartition("(")[2] for line in told("a: 1\na: 2\na: 3\n")] == ["first on line 1); keep one"] * 2


def test_several_faults_of_one_document_are_all_told():
    assert len(told("a: 1\na: !t 2\n<<: 3\n")) == 3


def test_a_bad_document_does_not_spoil_its_neighbours():
    good, bad, other = read("name: A\n---\nname: [B\n---\nname: C\n")
    assert (good.value, other.value) == ({"name": "A"}, {"name": "C"})
    assert bad.value is None
    assert [problem.line for problem in bad.problems] == [4]
    assert other.line == 5


@pytest.mark.parametrize("bad", ["name: 'B\n", "name: [B\n", "{{{\n", "name: &x *y\n", "%YAML 9.9\n---\nB: 1\n"])
def test_whatever_is_wrong_with_one_document_the_next_is_read(bad):
    documents = read(f"name: A\n...\n{bad}...\n---\nname: C\n")
    assert documents[0].value == {"name": "A"}
    assert documents[-1].value == {"name": "C"}
    assert any(document.problems for document in documents[1:-1])


def test_block_scalars_and_directives_are_read():
    assert [
        document.value for document in read("%YAML 1.1\n---\na: |\n  x\n  --- y\n  ...\n\n---\nb: >\n  c\n  d\n")
    ] == [
        {"a": "x\n--- y\n...\n"},
        {"b": "c\nd\n".replace("\n", " ", 1)},
    ]


@pytest.mark.parametrize("text", ["", "\n", "# said\n", "---\n", "---\n...\n---\n", "~\n", "null"])
def test_documents_that_hold_nothing_are_none(text):
    assert read(text) == []


def test_windows_line_ends_change_nothing():
    text = "name: A\nlist:\n  - x\n---\nname: B\nname: C\n"
    unix, windows = read(text), read(text.replace("\n", "\r\n"))
    assert [(found.value, found.line, found.problems) for found in windows] == [
        (found.value, found.line, found.problems) for found in unix
    ]


def test_the_deepest_nesting_that_is_read():
    assert told("[" * MAX_DEPTH + "]" * MAX_DEPTH) == []
    deep = "".join(f"{'  ' * level}a:\n" for level in range(MAX_DEPTH))
    assert told(deep) == []
    assert "nested more than" in told(deep + "  " * MAX_DEPTH + "a: 1\n")[0]


def test_aliases_do_not_nest_deeper_than_that():
    half = "[" * 30 + "]" * 30
    assert told(f"a: &x {half}\nb: [[[[[[[[[*x]]]]]]]]]\n") == []
    assert "2:14: nested more than" in told(f"a: &x {half}\nb: [[[[[[[[[[*x]]]]]]]]]]\n")[0]
    chained = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 100))
    assert "40:12: nested more than" in told(chained)[0]


def test_an_alias_bomb_is_refused():
    laughs = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10)
    )
    (problem,) = told(laughs)
    assert f"aliases expand to more than {MAX_ALIASED} values" in problem


def test_few_aliases_are_no_bomb():
    assert told("a: &a [x, x]\n" + "b: [" + "*a, " * 1000 + "]\n") == []


def test_a_document_over_a_mebibyte_is_refused_with_a_word_on_tables():
    small, large, other = read(f"name: A\n---\nname: {'B' * 2**20}\n---\nname: C\n")
    assert (small.value, large.value, other.value) == ({"name": "A"}, None, {"name": "C"})
    (problem,) = large.problems
    assert str(problem).startswith(
        "t.yaml:3:1: larger than 1 MiB, which no town is; many towns are better kept in a table"
    )


WITHOUT_LIBYAML = """
import sys

class NoLibyaml:
    def find_spec(self, name, path=None, target=None):
        if name in ("yaml.cyaml", "yaml._yaml"):
            raise ImportError(name)

sys.meta_path.insert(0, NoLibyaml())
from zhenkit.documents.yaml import as_text, read_yaml

assert "yaml.cyaml" not in sys.modules
for document in read_yaml(sys.stdin.buffer.read().decode(), "t.yaml", as_text):
    print(document.value, document.line, *document.problems, sep=" | ")
"""


def test_where_pyyaml_has_no_libyaml_documents_are_read_all_the_same():
    text = textwrap.dedent("""\
        name: 甲
        list: [1, {a: yes}]
        ---
        name: [B
        ---
        a: 1
        a: 2
        ---
        b: "\\UFFFFFFFF"
        ---
        c: x\x01
        ---
        d: &x [1]
        e: *x
        """)
    text += f"---\n{'[' * 5000}\n---\n%YAML {'9' * 5000}.1\n---\nf: 1\n"
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", WITHOUT_LIBYAML],
        input=text.encode(),
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.stderr == b""
    assert done.stdout.decode().splitlines() == [
        "{'name': '甲', 'list': ['1', {'a': 'yes'}]} | 1",
        "None | 5 | t.yaml:5:1: not YAML: the [ of line 4 is still open: add ], or a comma between its entries",
        "{'a': '2'} | 6 | t.yaml:7:1: 'a' is here twice (first on line 6); keep one",
        "None | 9 | t.yaml:9:7: not YAML: a number that is too large",
        "None | 11 | t.yaml:11:5: the character U+0001 is not allowed in YAML; remove it",
        "{'d': ['1'], 'e': ['1']} | 13",
        "None | 16 | t.yaml:16:41: nested more than 40 levels deep",
        "None | 18 | t.yaml:18:7: not YAML: a number that is too large",
    ]


MANY = "[" * 100


@pytest.mark.parametrize(
    "text",
    [
        f"a: '{MANY}'\n",
        f'a: "{MANY}\\""\n',
        f"a: 1 # {MANY}\n",
        f"a: it's {MANY}\n",
        f"a: |\n  {MANY}\n",
        "a: [[1], [2]]\n" * 1,
    ],
)
def test_brackets_that_open_nothing_are_not_counted(text):
    (document,) = read_yaml(text, "t.yaml", as_text)
    assert not document.problems


@pytest.mark.parametrize("text", [f"a: '{MANY}'\nb: [1\n", f"# {MANY}\nb: [1\n", f'a: "{MANY}"\nb: [1\n'])
def test_a_bracket_left_open_is_told_as_such_whatever_is_quoted_before_it(text):
    (document,) = read_yaml(text, "t.yaml", as_text)
    (problem,) = document.problems
    assert "the [ of line 2 is still open" in problem.message


@pytest.mark.parametrize("levels", [41, 60, 300, 999, 1000, 1001, 5000])
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ("{a: ", "}"), ("[{a: ", "}]")])
def test_too_many_brackets_are_told_by_our_own_bound_whatever_the_parser_says(opening, closing, levels):
    (document,) = read_yaml(f"a: {opening * levels}{closing * levels}\n", "t.yaml", as_text)
    (problem,) = document.problems
    assert problem.message == "nested more than 40 levels deep"
