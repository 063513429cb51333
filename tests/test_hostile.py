"""Hostile files, each in a process of its own: one clear message, exit 2, and the good town beside it is reported."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from zhenkit.towns.problem_groups import MOST_TOLD

pytestmark = pytest.mark.slow

HANGS = 20
"""Seconds after which a run that should take a fraction of one is taken to hang."""

GOOD = "name: 好镇\nfirms: 12\n"


def told_of(folder: Path, names: list[str]) -> dict[str, list[str]]:
    """Checks hostile files and a good one in one run: what is told of each, after what must hold of every such run."""
    (folder / "good.yaml").write_text(GOOD, "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "zhenkit", "check", *names, "good.yaml", "--rules", "shanxi", "--format", "json"],
        cwd=folder,
        env={**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": "en"},
        capture_output=True,
        check=False,
        timeout=HANGS,
    )
    assert done.returncode == 2, done.stderr[-2000:]  # a death by signal would be negative
    report = json.loads(done.stdout)
    assert [town["name"] for town in report["towns"] if town["file"] == "good.yaml"] == ["好镇"]
    lines = done.stderr.decode().splitlines()
    assert len(report["problems"]) == len(lines)
    assert max(map(len, lines)) < 500
    told = {name: [line.removeprefix(f"{name}:") for line in lines if line.startswith(f"{name}:")] for name in names}
    assert sum(map(len, told.values())) == len(lines)
    return told


@pytest.fixture
def check(tmp_path):
    """Checks one hostile file beside a good one: what is told of it."""

    def run(name: str, content: bytes | None = None) -> list[str]:
        if content is not None:
            (tmp_path / name).write_bytes(content)
        return told_of(tmp_path, [name])[name]

    return run


def checked(folder: Path, contents: dict[str, bytes]) -> dict[str, list[str]]:
    """Checks hostile files of these contents in one run: what is told of each."""
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return told_of(folder, list(contents))


TOLD = MOST_TOLD + 1
"""The problems told of a file that has too many: the first, and how many more there are."""
TOO_DEEP = "nested more than 40 levels deep"
TOO_LARGE = "larger than 1 MiB, which no town is; many towns are better kept in a table (CSV, XLSX or Parquet)"

YAML_NESTS = {
    "flow-sequences": ("[", "]"),
    "flow-mappings": ("{a: ", "}"),
    "block-sequences": ("- ", ""),
    "complex-keys": ("? ", ""),
    "open-brackets": ("[", ""),
    "both-in-turn": ("[{a: ", "}]"),
}
JSON_NESTS = {
    "arrays": ("[", "]"),
    "objects": ('{"a":', "}"),
    "open-brackets": ("[", ""),
    "both-in-turn": ('{"a":[', "]}"),
}


@pytest.mark.parametrize("levels", [5_000, 50_000, 500_000])
def test_nesting(tmp_path, levels):
    contents = {
        **{
            f"{name}.yaml": f"name:\n  {opening * levels}{closing * levels}\n".encode()
            for name, (opening, closing) in YAML_NESTS.items()
        },
        **{
            f"{name}.json": f'{{"name": {opening * levels}1{closing * levels}}}'.encode()
            for name, (opening, closing) in JSON_NESTS.items()
        },
        "list.json": f'[{{"name": "A"}}, {"[" * levels}{"]" * levels}]'.encode(),
    }
    for name, told in checked(tmp_path, contents).items():
        (line,) = told
        expected = "a key must be plain text" if name == "complex-keys.yaml" else TOO_DEEP
        assert line.endswith((expected, TOO_LARGE)), name


def test_nesting_by_indentation(tmp_path):
    mappings = "".join(f"{' ' * level}a:\n" for level in range(1000))
    sequences = "name:\n" + "".join(f"{' ' * level}-\n" for level in range(1000))
    told = checked(tmp_path, {"mappings.yaml": mappings.encode(), "sequences.yaml": sequences.encode()})
    assert told == {"mappings.yaml": [f"41:41: {TOO_DEEP}"], "sequences.yaml": [f"41:40: {TOO_DEEP}"]}


def test_alias_bombs(tmp_path):
    tens = ", ".join(["*a{}"] * 10)
    laughs = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [{tens.replace('{}', str(n - 1))}]\n" for n in range(1, 30))
    pairs = "a0: &a0 {x: y}\n" + "".join(f"a{n}: &a{n} {{l: *a{n - 1}, r: *a{n - 1}}}\n" for n in range(1, 100))
    chain = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 10_000))
    contents = {
        "laughs.yaml": laughs.encode(),
        "pairs.yaml": pairs.encode(),
        "quadratic.yaml": b"a: &a [" + b"x, " * 9000 + b"]\nb: [" + b"*a, " * 9000 + b"]\n",
        "chain.yaml": chain.encode(),
        "itself.yaml": b"a: &a [*a]\n",
    }
    told = {name: line.partition(": ")[2] for name, (line,) in checked(tmp_path, contents).items()}
    bomb = "aliases expand to more than 10000 values"
    assert told == {
        **dict.fromkeys(["laughs.yaml", "pairs.yaml", "quadratic.yaml"], bomb),
        "chain.yaml": TOO_DEEP,
        "itself.yaml": "the alias *a has no anchor before it",
    }


def test_a_file_of_100_megabytes_and_one_without_end(tmp_path):
    names = ["huge.yaml", "huge.json"]
    for name in names:
        with (tmp_path / name).open("wb") as stream:
            stream.truncate(100_000_000)
    if Path("/dev/zero").exists():
        (tmp_path / "zero.yaml").symlink_to("/dev/zero")
        names.append("zero.yaml")
    for (line,) in told_of(tmp_path, names).values():
        assert line.startswith("1:1: larger than 16 MiB; ")


def test_a_town_of_a_megabyte(tmp_path):
    contents = {
        "text.yaml": b"name: " + b"x" * 2**20,
        "comment.yaml": b"name: A\n" + b"# said\n" * 200_000,
        "text.json": b'{"name": "' + b"x" * 2**20 + b'"}',
        "spaces.json": b'{"name": "A"' + b" " * 2**20 + b"}",
        "list.json": b'[{"name": "' + b"x" * 2**20 + b'"}]',
        "numbers.json": b'[{"name": "A", "firms": ' + b"9" * 2**20 + b"}]",
    }
    for (line,) in checked(tmp_path, contents).values():
        assert line.endswith(TOO_LARGE)


MEBIBYTE = 2**20 - 100


def repeated(part: str, before: str = "", after: str = "") -> bytes:
    """As much of a part as a town may hold."""
    return (before + part * ((MEBIBYTE - len(before) - len(after)) // len(part)) + after).encode()


TAG_DIRECTIVES = "".join(f"%TAG !{number:x}! x\n" for number in range(60_000)).encode() + b"---\nname: A\n"
MUCH = [
    ("tag-directives.yaml", TAG_DIRECTIVES, "tags (%TAG) are not read; write the plain value"),
    (
        "version.yaml",
        b"%YAML " + b"9" * 100_000 + b".1\n---\nname: A\n",
        "directives (%) are not read; remove the line",
    ),
    ("comments-first.yaml", repeated("#\n", after="firms: x\nname: A\n"), "is not a whole number of 0 or more"),
    ("open-quote.yaml", repeated('\n"', 'name: "'), "not YAML: "),
    ("breaks.yaml", repeated("\n", 'name: "A', '"\nfirms: x\n'), "is not a whole number of 0 or more"),
    (
        "colons.yaml",
        repeated(": ", "name"),
        "a colon is not allowed here; put the text into quotation marks, or begin a new line",
    ),
    ("anchors.yaml", repeated("&a ", "name: "), "not YAML: "),
    ("spaces.yaml", repeated(" ", "name: A\nfirms: ", "x\n"), "is not a whole number of 0 or more"),
    ("tabs.yaml", repeated("\t", "name: A\n", "x\n"), "not YAML: "),
    ("long-key.yaml", repeated("k", "name: A\n", ": 1\n"), "not YAML: "),
    ("escapes.json", repeated("\\\\", '{"name": "A", "firms": "', '"}'), "is too long for a quantity"),
    ("digits.yaml", repeated("9", "name: A\nfirms: ", "\n"), "is too long for a quantity"),
    ("digits.json", repeated("9", '{"name": "A", "firms": ', "}"), "is too long for a quantity"),
    ("range.yaml", repeated("1~", "name: A\nannual_output: ", "1亿元\n"), "is too long for a quantity"),
    ("level.yaml", f"name: A\nbrand_level: {'省级' * 170_000}\n".encode(), "is not one of its values"),
    ("members.yaml", b"name: A\nservices: [" + b"x, " * 50_000 + b"]\n", "is not one of its values"),
    ("evidence.yaml", b"name: A\nfirms: x\nevidence: {firms: [" + b"x, " * 50_000 + b"]}\n", "is not a whole number"),
    ("quotes.json", repeated('"",', '[{"name": "A", "services": [', '"x"]}]'), "is not one of its values"),
    ("breaks.json", repeated("\n", '{"name": "A",', '"firms": -1}'), "is not a whole number of 0 or more"),
]


def test_much_of_one_thing(tmp_path):
    told = checked(tmp_path, {name: content for name, content, _message in MUCH})
    for name, _content, message in MUCH:
        assert [message in line for line in told[name]] == [True], (name, told[name][:3])


def test_a_key_stated_over_and_over(check):
    assert len(check("keys.yaml", b"name: A\n" * 2_000)) == TOLD
    pairs = b'"name": "A",' * 2_000
    assert len(check("keys.json", b"{" + pairs + b'"name": "A"}')) == TOLD


def test_unknown_facts_by_the_thousand(check):
    keys = [f"firms_{number}" for number in range(10_000)]
    assert len(check("facts.yaml", ("name: A\n" + "".join(f"{key}: 1\n" for key in keys)).encode())) == TOLD
    assert len(check("facts.json", json.dumps({"name": "A", **dict.fromkeys(keys, 1)}).encode())) == TOLD


def test_documents_by_the_hundred_thousand(check):
    assert check("empty.yaml", b"---\n" * 4_000_000) == ["1:1: there is no town in this file"]
    assert check("commented.yaml", b"--- # x\n\n...\n" * 1_000_000) == ["1:1: there is no town in this file"]


def test_towns_by_the_thousand(check):
    assert len(check("towns.json", b"[" + b"{}, " * 5_000 + b"{}]")) == TOLD
    assert len(check("towns.yaml", b"---\nfirms: 1\n" * 3_000)) == TOLD


NO_GOOD = [
    ("object.yaml", b"name: !!python/object/apply:os.system ['touch hacked']\n", "tags ("),
    ("new.yaml", b"!!python/object/new:os.system\nname: A\n", "tags ("),
    ("binary.yaml", b"name: !!binary aGk=\n", "tags ("),
    ("set.yaml", b"name: A\nservices: !!set {testing}\n", "tags (tag:yaml.org,2002:set)"),
    ("merge.yaml", b"evidence: &b {firms: A}\nname: A\n<<: *b\n", "merge keys (<<) are not read"),
    ("nul.yaml", b"name: A\0\n", "1:8: the character U+0000 is not allowed in YAML"),
    ("nuls.yaml", b"\0" * 1000, "1:1: the character U+0000 is not allowed in YAML"),
    ("nul.json", b'{"name": "A\0"}', "not JSON: "),
    ("escape.yaml", b"name: \x1b]0;hacked\x07\n", "1:7: the character U+001B is not allowed in YAML"),
    ("c1.yaml", "name: \x9b31m\n".encode(), "1:7: the character U+009B is not allowed in YAML"),
    ("utf-16.yaml", "name: 镇\n".encode("utf-16"), "neither UTF-8 nor GB18030 text; save the file as UTF-8"),
    ("utf-32.json", '{"name": "A"}'.encode("utf-32"), "neither UTF-8 nor GB18030 text"),
    ("latin.yaml", b"name: caf\xe9\n", "neither UTF-8 nor GB18030 text"),
    ("truncated.yaml", "name: 镇".encode()[:-2], "neither UTF-8 nor GB18030 text"),
    ("surrogate.json", b'{"name": "\\ud800"}', "half of a surrogate pair is not a character"),
    ("surrogate.yaml", b'name: "\\ud800"\n', "not YAML: "),
    ("random.yaml", bytes(range(256)) * 4000, "neither UTF-8 nor GB18030 text"),
    ("zip.yaml", b"PK\x03\x04" + b"\x14\0" * 100, "the character U+0003 is not allowed in YAML"),
    ("exponent.yaml", "name: A\nannual_output: 1e999亿元\n".encode(), "is written with a power of ten"),
    ("nan.yaml", b"name: A\nfirms: .nan\n", "is not a whole number of 0 or more"),
    ("infinite.json", b'{"name": "A", "firms": Infinity}', "is not a whole number of 0 or more"),
    ("exponent.json", b'{"name": "A", "firms": 1e999999999}', "is not a whole number of 0 or more"),
    ("tiny.json", b'{"name": "A", "firms": 1e-999999999}', "is not a whole number of 0 or more"),
    ("zero.json", b'{"name": "A", "firms": 0e-999999999}', "is not a whole number of 0 or more"),
    ("beyond.json", b'{"name": "A", "firms": 1e99999999999999999999}', "is not a whole number of 0 or more"),
    ("money.json", b'{"name": "A", "annual_output": 1e999999999}', "is not an amount of money"),
    ("negative.yaml", b"name: A\nfirms: -1\n", "is not a whole number of 0 or more"),
    ("half.yaml", b"name: A\nfirms: 1.5\n", "is not a whole number of 0 or more"),
]


def test_files_that_mean_no_good(tmp_path):
    told = checked(tmp_path, {name: content for name, content, _message in NO_GOOD})
    for name, _content, message in NO_GOOD:
        assert [message in line for line in told[name]] == [True], (name, told[name][:3])
        assert not re.search("[\x00-\x1f\x7f-\x9f]", told[name][0])
    assert not (tmp_path / "hacked").exists()


def test_two_faults_of_one_town_are_both_told(check):
    assert len(check("faults.yaml", b"name: !!str A\nfirms: !!int 12\n")) == 2


def test_a_hostile_document_between_good_ones(tmp_path):
    towns = ["name: 甲\n", f"name: {'[' * 50_000}\n", "name: 乙\n", "name: &a [*a]\n", "name: 丙\n", "name: 丁\0\n"]
    path = tmp_path / "towns.yaml"
    path.write_text("---\n".join(towns), "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "zhenkit", "check", path, "--rules", "shanxi", "--format", "json"],
        capture_output=True,
        check=False,
        timeout=HANGS,
    )
    report = json.loads(done.stdout)
    assert done.returncode == 2
    assert [town["name"] for town in report["towns"]] == ["甲", "乙", "丙"]
    assert [problem["line"] for problem in report["problems"]] == [3, 7, 11]
