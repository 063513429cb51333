"""A file given to the wrong command is answered in one line that says what it is and what takes it."""

import pytest

from tests.paths import ROOT
from zhenkit.documents.yaml import as_value, read_yaml
from zhenkit.rulesets.catalog import shipped
from zhenkit.towns.file_kinds import FileKind, kind_of

RULES = ROOT / "rules"
OF_KIND = {
    FileKind.RULES: sorted(path for path in RULES.glob("*.yaml") if path.name not in ("facts.yaml", "assessment.yaml")),
    FileKind.CASES: sorted((RULES / "tests").glob("*.yaml")),
    FileKind.TOWN: sorted([*(ROOT / "samples").glob("*.yaml"), *(ROOT / "samples" / "made-up").glob("*.yaml")]),
    FileKind.DICTIONARY: [RULES / "facts.yaml"],
}
SAID = {
    FileKind.RULES: "this is a rule file",
    FileKind.CASES: "this is a file of cases",
    FileKind.TOWN: "this is a town",
}
TAKES = {
    FileKind.TOWN: [("check", "--level", "province"), ("check", "--rules", "shanxi"), ("batch", "--rules", "shanxi")],
    FileKind.RULES: [("rules", "lint"), ("rules", "show"), ("diff", "shanxi")],
    FileKind.CASES: [("rules", "test")],
}


@pytest.mark.parametrize(("kind", "path"), [(kind, path) for kind, paths in OF_KIND.items() for path in paths])
def test_every_file_of_ours_is_recognised(kind, path):
    found = {kind_of(document.value, shipped().facts) for document in read_yaml(path.read_text("utf-8"), "f", as_value)}
    assert kind in found
    assert found <= {kind, None}


@pytest.mark.parametrize(
    ("given", "arguments"),
    [
        (given, arguments)
        for expected, commands in TAKES.items()
        for arguments in commands
        for given in SAID
        if given is not expected
    ],
)
def test_a_file_given_to_the_wrong_command_is_answered_in_one_line(zhenkit, tmp_path, given, arguments):
    text = next(
        text
        for path in OF_KIND[given]
        for text in path.read_text("utf-8").split("\n---\n")
        if kind_of(next(iter(read_yaml(text, "f", as_value))).value, shipped().facts) is given
    )
    file = tmp_path / "given.yaml"
    file.write_text(text, "utf-8")
    code, out, err = zhenkit(*arguments, file, "--lang", "en")
    assert code == (1 if arguments == ("rules", "lint") else 2)
    assert [line for line in (out + err).splitlines() if "given.yaml:" in line and SAID[given] in line]
    assert len([line for line in (out + err).splitlines() if "given.yaml:" in line]) == 1


@pytest.mark.parametrize(
    "keys", [{"name": "A"}, {"name": "A", "rules": 1}, {"facts": {}, "name": "A"}, {"levl": 1}, {}, [], None]
)
def test_what_could_be_another_kind_is_left_to_the_reader(keys):
    assert kind_of(keys, shipped().facts) in (None, FileKind.TOWN)
