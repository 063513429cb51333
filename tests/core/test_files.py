"""Files at the rim: bounded, decoded, found in folders, written whole or not at all."""

import os
import stat
from pathlib import Path

import pytest

from zhenkit.core.errors import FileProblems
from zhenkit.core.files import MAX_BYTES, decode, read_text, search, write_whole


def refusal(content: bytes) -> str:
    with pytest.raises(FileProblems) as caught:
        decode(content, "t.yaml")
    (problem,) = caught.value.problems
    return str(problem)


@pytest.mark.parametrize("content", ["name: 祁县".encode(), "\ufeffname: 祁县".encode()])
def test_utf_8_is_read_with_or_without_its_mark(content):
    assert decode(content, "t.yaml") == ("name: 祁县", None)


def test_gb18030_is_read_and_told_as_a_remark():
    text, remark = decode("name: 祁县玻璃器皿\n".encode("gb18030"), "t.yaml")
    assert text == "name: 祁县玻璃器皿\n"
    assert str(remark) == "t.yaml:1:1: read as GB18030, since it is not UTF-8"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_utf_16_and_its_like_are_refused(encoding):
    content = "name: 祁县\n".encode(encoding)
    assert refusal(content).endswith(": neither UTF-8 nor GB18030 text; save the file as UTF-8")


def test_other_encodings_are_refused_at_the_line_where_utf_8_ends():
    assert refusal("name: A\ncity: café\n".encode("latin-1")).startswith("t.yaml:2:1: neither UTF-8 nor GB18030")
    assert refusal("name: 祁县\n".encode() + b"x\n\xff\xff\n").startswith("t.yaml:3:1: neither")


def test_a_file_over_16_mebibytes_is_refused_with_a_word_on_tables():
    assert decode(b" " * MAX_BYTES, "t.yaml")[1] is None
    assert "t.yaml:1:1: larger than 16 MiB" in refusal(b" " * (MAX_BYTES + 1))
    assert "table" in refusal(b" " * (MAX_BYTES + 1))


def test_a_huge_file_is_not_read_to_its_end(tmp_path):
    path = tmp_path / "huge.yaml"
    with path.open("wb") as stream:
        stream.truncate(10**12)
    with pytest.raises(FileProblems, match="larger than 16 MiB"):
        read_text(path)


@pytest.mark.parametrize("name", ["missing.yaml", "folder", "x" * 5000 + ".yaml"])
def test_what_cannot_be_read_is_told_with_the_reason(tmp_path, name):
    (tmp_path / "folder").mkdir()
    with pytest.raises(FileProblems) as caught:
        read_text(tmp_path / name)
    (problem,) = caught.value.problems
    assert problem.file == str(tmp_path / name)
    assert problem.message.startswith("cannot read it: ")


def names(folder):
    return [path.name for path in folder.iterdir()]


def found(folder, *endings):
    errors = []
    paths = search(folder, endings or (".yaml", ".json"), errors.append)
    return [path.relative_to(folder).as_posix() for path in paths], errors


def test_a_folder_is_searched_in_order_whatever_the_case_of_an_ending(tmp_path):
    for name in ("b.yaml", "a.JSON", "sub/c.Yaml", "sub/deep/d.json", "e.txt", "README.md", "yaml"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    assert found(tmp_path) == (["a.JSON", "b.yaml", "sub/c.Yaml", "sub/deep/d.json"], [])
    assert found(tmp_path, ".txt") == (["e.txt"], [])


def test_hidden_files_and_folders_are_left_aside(tmp_path):
    for name in (".hidden.yaml", "~$open.yaml", ".git/a.yaml", "shown/.b.yaml", "shown/c.yaml"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    assert found(tmp_path) == (["shown/c.yaml"], [])


def test_links_that_go_round_are_left_aside(tmp_path):
    (tmp_path / "a.yaml").touch()
    (tmp_path / "up").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "self.yaml").symlink_to("self.yaml")
    (tmp_path / "broken.yaml").symlink_to("nowhere")
    (tmp_path / "other.yaml").symlink_to("a.yaml")
    assert found(tmp_path) == (["a.yaml", "other.yaml"], [])


def test_a_pipe_in_a_folder_is_left_aside(tmp_path):
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "folder.yaml").mkdir()
    assert found(tmp_path) == ([], [])


def test_a_folder_that_cannot_be_searched_is_told(tmp_path):
    paths, (error,) = found(tmp_path / "nowhere")
    assert paths == []
    assert isinstance(error, FileNotFoundError)


def test_a_file_is_written_whole_and_leaves_nothing_else_behind(tmp_path):
    path = tmp_path / "report.json"
    write_whole(path, [b"one"])
    write_whole(path, [b"two"])
    assert path.read_bytes() == b"two"
    assert names(tmp_path) == ["report.json"]


def test_permissions_of_a_file_are_kept_and_a_new_one_has_the_usual(tmp_path):
    old, new, usual = (tmp_path / name for name in ("old", "new", "usual"))
    old.touch()
    old.chmod(0o604)
    usual.touch()
    write_whole(old, [b"x"])
    write_whole(new, [b"x"])
    assert stat.S_IMODE(old.stat().st_mode) == 0o604
    assert stat.S_IMODE(new.stat().st_mode) == stat.S_IMODE(usual.stat().st_mode)


def test_a_link_to_a_file_stays_a_link(tmp_path):
    target, link = tmp_path / "target", tmp_path / "link"
    target.touch()
    link.symlink_to(target)
    write_whole(link, [b"x"])
    assert link.is_symlink()
    assert target.read_bytes() == b"x"


def test_what_is_no_file_is_written_to_and_not_replaced():
    write_whole(Path(os.devnull), [b"x"])
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)


def test_a_write_that_fails_leaves_the_old_file_and_no_other(tmp_path, monkeypatch):
    path = tmp_path / "report.json"
    path.write_bytes(b"old")

    def full(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_whole(path, [b"new"])
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["report.json"]


@pytest.mark.parametrize("name", ["nowhere/report.json", "file/report.json", "folder", "x" * 300])
def test_where_nothing_can_be_written_an_os_error_says_why(tmp_path, name):
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError, match=r"\[Errno"):
        write_whole(tmp_path / name, [b"x"])
