"""Folders of documents: names that every system takes, and files written all or none."""

import pytest

from tests.reports.runs import HOSTILE
from zhenkit.core import i18n
from zhenkit.core.errors import ZhenkitError
from zhenkit.core.folders import FolderTaken, distinct, file_stem, write_folder

DEVICES = ("CON", "con.txt", "Aux", "nul", "COM1", "lpt9.a.b", "CONIN$")
STEMS = (
    *HOSTILE,
    *DEVICES,
    "..",
    "",
    " . ",
    "../../etc/passwd",
    "C:\\x",
    "甲/乙",
    "镇" * 500,
    "a" * 500,
    "镇.",
    "\ud800",
)


@pytest.fixture(autouse=True)
def in_english():
    with i18n.speaking("en"):
        yield


@pytest.mark.parametrize("text", STEMS, ids=ascii)
def test_every_text_is_a_name_on_every_system(text, tmp_path):
    stem = file_stem(text)
    assert stem and not set(stem) & set('/\\:*?"<>|') and stem == stem.strip(" .") and stem.isprintable()
    assert len(stem.encode()) <= 121
    assert stem.split(".")[0].upper() not in {"CON", "AUX", "NUL", "COM1", "LPT9", "CONIN$"}
    write_folder(tmp_path / "out", {f"{stem}.md": b"x"})
    assert [path.name for path in (tmp_path / "out").iterdir()] == [f"{stem}.md"]


def test_a_common_name_stays_as_it_is():
    assert file_stem("01-督办通知书-虚构镇（示例） 2024") == "01-督办通知书-虚构镇（示例） 2024"


def test_two_towns_of_one_name_have_two_files():
    assert distinct(["甲镇", "乙镇", "甲镇", "甲镇"]) == ["甲镇", "乙镇", "甲镇 (2)", "甲镇 (3)"]
    assert distinct(["Abc", "abc"]) == ["Abc", "abc (2)"], "some systems take these for one"
    assert distinct(["a (2)", "a", "a"]) == ["a (2)", "a", "a (3)"]


def test_nothing_is_overwritten_unasked(tmp_path):
    write_folder(tmp_path / "out", {"a": b"1", "b": b"1"})
    (tmp_path / "out" / "mine").write_bytes(b"mine")
    with pytest.raises(FolderTaken, match="has files of these names already: b; choose another folder, or --force"):
        write_folder(tmp_path / "out", {"b": b"2", "c": b"2"})
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == {
        "a": b"1",
        "b": b"1",
        "mine": b"mine",
    }
    write_folder(tmp_path / "out", {"b": b"2", "c": b"2"}, force=True)
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == {
        "a": b"1",
        "b": b"2",
        "c": b"2",
        "mine": b"mine",
    }


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "out").write_bytes(b"x")
    with pytest.raises(FolderTaken, match="is no folder"):
        write_folder(tmp_path / "out", {"a": b"1"}, force=True)


def test_a_move_that_fails_takes_the_others_back(tmp_path, monkeypatch):
    out = tmp_path / "out"
    write_folder(out, {"a": b"1", "c": b"1"})
    moved = type(out).replace

    def replace(self, target):
        if self.name == "c" and self.parent.name.startswith(".zhenkit-"):
            raise OSError(28, "no room")
        return moved(self, target)

    monkeypatch.setattr(type(out), "replace", replace)
    with pytest.raises(ZhenkitError, match="No space left"):
        write_folder(out, {"a": b"2", "b": b"2", "c": b"2"}, force=True)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == {"a": b"1", "c": b"1"}
