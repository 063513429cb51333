"""Files, folders and standard input become towns; problems and remarks are told with their place."""

import io
import os
import sys
import threading
from pathlib import Path

import pytest

from tests.town_examples import BAD, GOOD, as_expected, name
from zhenkit.core.errors import Problem
from zhenkit.rulesets.catalog import shipped
from zhenkit.towns.inputs import ENDINGS, read_towns

FACTS = shipped().facts


def read(*inputs, standard=None):
    found = read_towns([str(one) for one in inputs], standard or (lambda _raw: shipped()), FACTS)
    return (
        [town.name for town, _standard in found.towns],
        [str(problem) for problem in found.problems],
        [str(remark) for remark in found.remarks],
    )


@pytest.fixture
def files(tmp_path, monkeypatch):
    """Writes files (name -> text or bytes) into a folder that is then the working one."""
    monkeypatch.chdir(tmp_path)

    def written(**contents):
        for key, content in contents.items():
            path = Path(
                key.replace("__", "/").replace("_yaml", ".yaml").replace("_json", ".json").replace("_csv", ".csv")
            )
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())

    return written


@pytest.mark.parametrize("file", GOOD, ids=name)
def test_a_good_file_is_read_without_a_word(file):
    names, problems, remarks = read(file)
    assert names
    assert problems == []
    told = ["read as GB18030, since it is not UTF-8"] if file.name == "gb18030.yaml" else []
    assert remarks == [f"{file}:1:1: {remark}" for remark in told]


@pytest.mark.parametrize("file", BAD, ids=name)
def test_a_bad_file_gets_the_messages_it_states(file):
    names, problems, _remarks = read(file)
    assert as_expected(problems, file), problems
    assert "B" not in names


def test_the_neighbours_of_a_bad_town_are_read():
    folder = BAD[0].parent
    assert read(folder / "one-bad-document-of-three.yaml")[0] == ["A", "C"]
    assert read(folder / "second-town.json")[0] == ["A", "C"]
    assert read(folder / "town-twice.yaml")[0] == ["A"]


def test_a_range_of_good_towns_reads_as_it_is_meant():
    by_file = {file.name: read(file)[0] for file in GOOD}
    assert by_file["several-documents.yaml"] == ["A", "B", "C", "D"]
    assert by_file["windows-line-ends.yaml"] == ["A", "B"]
    assert by_file["block-scalars.yaml"] == ["两行的 名称"]
    assert by_file["gb18030.yaml"] == ["示例专业镇"]


def test_a_town_that_stands_in_two_files_is_a_problem_of_the_second(files):
    files(
        a_yaml="name: A\nprovince: 山西省\ncounty: 祁县\nyear: 2023\n",
        b_yaml="name: B\n---\n名称: A\n省: 山西\n县: 祁\n年份: 2023\nfirms: 5\n",
        c_json='{"name": "A", "province": "山西省", "county": "祁县", "year": 2024}',
    )
    names, problems, _remarks = read("a.yaml", "b.yaml", "c.json")
    assert names == ["A", "B", "A"]
    assert problems == [
        "b.yaml:3:1: the same town is in a.yaml:1 already (same province, city, county, name and year); keep one"
    ]


def test_a_file_named_twice_is_read_once(files):
    files(a_yaml="name: A\n")
    Path("b.yaml").symlink_to("a.yaml")
    assert read("a.yaml", "./a.yaml", "b.yaml", ".") == (["A"], [], [])


def test_a_folder_is_searched_for_files_of_towns(files):
    files(
        towns__b_yaml="name: B\n",
        towns__deep__a_json='{"name": "A"}',
        towns__d_csv="name\nD\n",
        towns__README="no town",
        towns__notes_yaml_txt=b"\xff",
    )
    Path("towns/c.yml").write_text("name: C\n", "utf-8")
    Path("towns/.hidden.yaml").write_text("[", "utf-8")
    unread = "towns:1:1: 2 files in this folder are not read: README, notes.yaml_txt"
    assert read("towns") == (["B", "C", "D", "A"], [], [unread])


def test_rule_files_among_towns_are_left_aside_unless_they_are_named(files):
    files(towns__a_yaml="name: A\n", towns__rules__mine_yaml="id: mine\n", towns__rules__towns__b_yaml="name: B\n")
    assert read("towns") == (["A"], [], [])
    assert read("towns/rules/towns") == (["B"], [], [])
    assert read("towns/rules")[0] == ["B"]


def test_a_folder_without_a_town_file_is_told(files):
    files(towns__README="x")
    assert read("towns") == (
        [],
        [f"towns:1:1: no town file in this folder ({' '.join(ENDINGS)})"],
        ["towns:1:1: 1 file in this folder is not read: README"],
    )


def test_a_folder_that_cannot_be_read_is_told(files, monkeypatch):
    files(towns__a_yaml="name: A\n")

    def denied(path):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "scandir", denied)
    assert read("towns") == ([], ["towns:1:1: cannot read it: Permission denied"], [])


@pytest.mark.parametrize(
    ("input", "problem"),
    [
        ("nowhere.yaml", "nowhere.yaml:1:1: cannot read it: No such file or directory"),
        ("nowhere", "nowhere:1:1: cannot read it: No such file or directory"),
        ("nowhere/", "nowhere:1:1: cannot read it: No such file or directory"),
        ("a.yaml/b.yaml", "a.yaml/b.yaml:1:1: cannot read it: Not a directory"),
        ("loop.yaml", "loop.yaml:1:1: cannot read it: Too many levels of symbolic links"),
        ("x" * 300 + ".yaml", "x" * 300 + ".yaml:1:1: cannot read it: File name too long"),
        (
            "notes.txt",
            f"notes.txt:1:1: not a kind of file that is read here; there are: {' '.join(ENDINGS)}",
        ),
        ("empty.yaml", "empty.yaml:1:1: there is no town in this file"),
        ("comments.yaml", "comments.yaml:1:1: there is no town in this file"),
    ],
)
def test_an_input_that_gives_no_town_is_told_and_the_others_are_read(files, input, problem):
    files(a_yaml="name: A\n", empty_yaml="", comments_yaml="# nothing\n\n")
    Path("notes.txt").touch()
    Path("loop.yaml").symlink_to("loop.yaml")
    assert read(input, "a.yaml") == (["A"], [problem], [])


def stdin(monkeypatch, content):
    monkeypatch.setattr(sys, "stdin", content and io.TextIOWrapper(io.BytesIO(content)))


def test_a_dash_is_yaml_on_standard_input(monkeypatch):
    stdin(monkeypatch, "name: 甲\n---\nfirms: x\n".encode())
    names, problems, remarks = read("-")
    assert names == ["甲"]
    assert [line.partition(" ")[0] for line in problems] == ["-:3:8:", "-:3:1:"]
    assert remarks == []


def test_standard_input_is_decoded_as_a_file_is(monkeypatch):
    stdin(monkeypatch, "name: 甲乙\n".encode("gb18030"))
    assert read("-") == (["甲乙"], [], ["-:1:1: read as GB18030, since it is not UTF-8"])
    stdin(monkeypatch, "name: 甲\n".encode("utf-16"))
    assert read("-")[1] == ["-:1:1: neither UTF-8 nor GB18030 text; save the file as UTF-8"]


def test_standard_input_that_is_empty_or_closed_is_told(monkeypatch):
    stdin(monkeypatch, b"\n")
    assert read("-") == ([], ["-:1:1: there is no town in this file"], [])
    stdin(monkeypatch, None)
    assert read("-") == ([], ["-:1:1: cannot read it: it is closed"], [])


def test_a_pipe_that_is_named_is_read(files):
    files()
    os.mkfifo("pipe.yaml")
    writer = threading.Thread(target=lambda: Path("pipe.yaml").write_text("name: A\n", "utf-8"))
    writer.start()
    assert read("pipe.yaml") == (["A"], [], [])
    writer.join()


def test_a_town_without_a_standard_is_told_with_its_other_problems(files):
    files(a_yaml="name: A\nfirms: x\n---\n- b\n---\nname: [C\n---\nname: D\n")

    def none_for_it(raw):
        return Problem("a.yaml", raw.document.line, 1, "no rule set")

    names, problems, _remarks = read("a.yaml", standard=none_for_it)
    assert names == []
    assert [problems[0], problems[-1], len(problems)] == ["a.yaml:1:1: no rule set", "a.yaml:8:1: no rule set", 5]
    assert problems[1].startswith("a.yaml:2:8: firms: 'x' is not a whole number")
    assert problems[2].startswith("a.yaml:4:1: a town is a mapping of facts")
    assert problems[3].startswith("a.yaml:7:1: not YAML")


def test_files_of_a_folder_that_nobody_reads_are_named_in_one_remark(files, tmp_path):
    files(towns__a_yaml="name: A\n", towns__b__c_yaml="name: C\n", rules__d_txt="x", towns__rules__e_txt="x")
    for other in ("a.doc", "b/b.pdf", "b/~$c.xlsx", ".hidden", ".git/config"):
        path = tmp_path / "towns" / other
        path.parent.mkdir(exist_ok=True)
        path.touch()
    (tmp_path / "towns" / "gone.csv").symlink_to("nowhere.csv")
    (tmp_path / "towns" / "linked").symlink_to(tmp_path)
    names, problems, remarks = read("towns")
    assert (names, problems) == (["A", "C"], [])
    assert remarks == ["towns:1:1: 5 files in this folder are not read: linked, a.doc, gone.csv, b/b.pdf, b/~$c.xlsx"]
    (tmp_path / "towns" / "z").touch()
    assert read("towns")[2][0].endswith("6 files in this folder are not read: linked, a.doc, gone.csv, z, b/b.pdf, ...")


@pytest.mark.parametrize("ending", [".jsonl", ".ndjson", ".JSONL"])
def test_json_lines_hold_a_town_a_line(tmp_path, ending):
    path = tmp_path / f"towns{ending}"
    lines = ['{"name": "A", "firms": 3}', "", '{"name": "B", "firms": "x"}', '{"name": "C"', '{"name": "D"}\r', "3"]
    path.write_text("\n".join(lines), "utf-8")
    names, problems, _remarks = read(path)
    assert names == ["A", "D"]
    assert [problem.removeprefix(str(path))[:40] for problem in problems] == [
        ":3:24: firms: 'x' is not a whole number ",
        ":4:13: not JSON: a comma or a closing br",
        ":6:1: a town is a mapping of facts, like",
    ]
    path.write_text("\n\n", "utf-8")
    assert read(path)[1] == [f"{path}:1:1: there is no town in this file"]
