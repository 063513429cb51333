"""Ways that conflict: which no other beats by how many changes it has and of which classes of effort."""

import zipfile

import pytest

from tests.paths import ROOT
from zhenkit.judging.changes import KINDS, GapChange
from zhenkit.judging.fronts import by_class, unbeaten

FAIL = ROOT / "samples" / "made-up" / "fail.yaml"


def way(*kinds):
    return [GapChange(None, None, True, kind, 1) for kind in kinds]


FIND, PROVE, DECIDE, ACHIEVE = KINDS


@pytest.mark.parametrize(
    ("ways", "marks"),
    [
        ([], ""),
        ([way(FIND)], "-"),
        ([way(FIND), way(FIND)], "--"),
        ([way(FIND), way(ACHIEVE)], "--"),  # easier and no longer: nothing conflicts
        ([way(ACHIEVE), way(FIND, FIND)], "xx"),
        ([way(ACHIEVE), way(FIND, FIND), way(FIND, PROVE), way(ACHIEVE, FIND)], "xx--"),
        ([way(DECIDE), way(PROVE, PROVE), way(FIND, FIND, FIND), way(ACHIEVE)], "xxx-"),
    ],
)
def test_those_that_no_other_beats_are_marked_where_they_conflict(ways, marks):
    assert unbeaten(ways) == [mark == "x" for mark in marks]


def test_of_a_set_each_member_is_a_change():
    change = GapChange(None, frozenset("a"), frozenset("abc"), "achieve", 1)
    assert by_class([change, *way(FIND)]) == (1, 0, 0, 2)


@pytest.mark.parametrize("format", ["text", "markdown", "html", "docx"])
def test_reports_mark_them_and_say_what_it_means(zhenkit, tmp_path, format):
    asked = ("gap", FAIL, "--level", "province", "--to", "relaxed", "--lang", "en", "--format", format)
    zhenkit(*asked, "--output", tmp_path / "out")
    assert said(tmp_path / "out").count("unbeaten") == 1 + 3
    (tmp_path / "costs.yaml").write_text("achieve: 9\n", "utf-8")
    zhenkit(*asked, "--costs", tmp_path / "costs.yaml", "--output", tmp_path / "out")
    assert "unbeaten" not in said(tmp_path / "out")


def said(file):
    if file.read_bytes()[:2] != b"PK":
        return file.read_text("utf-8")
    with zipfile.ZipFile(file) as book:
        return book.read("word/document.xml").decode()
