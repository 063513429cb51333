"""Paths for code hosts begin at the repository's root, whatever folder a command runs in."""

import os

import pytest

from zhenkit.core.repository import ROOTS, from_root


@pytest.fixture
def data(tmp_path, monkeypatch):
    """The current folder, data in a repository."""
    for name in ROOTS:
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "repository" / "data").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "repository" / "data")
    return tmp_path / "repository" / "data"


@pytest.mark.parametrize("name", ROOTS)
@pytest.mark.parametrize("relative", [True, False])
def test_the_root_that_ci_names(data, monkeypatch, name, relative):
    monkeypatch.setenv(name, os.pardir if relative else str(data.parent))
    assert from_root("towns/a.yaml") == "data/towns/a.yaml"
    assert from_root("./a.yaml") == "data/a.yaml"
    assert from_root("../b.yaml") == "b.yaml"
    assert from_root(str(data / "a.yaml")) == "data/a.yaml"
    assert from_root(str(data.parent.parent / "a.yaml")) == str(data.parent.parent / "a.yaml")


@pytest.mark.parametrize("is_file", [True, False])
def test_the_nearest_folder_with_git(data, monkeypatch, is_file):
    git = data.parent / ".git"
    git.touch() if is_file else git.mkdir()
    assert from_root("a.yaml") == "data/a.yaml"
    monkeypatch.setenv(ROOTS[0], str(data / "elsewhere"))
    assert from_root("a.yaml") == "data/a.yaml"


@pytest.mark.parametrize("name", ROOTS)
def test_a_command_run_outside_of_the_repository(data, monkeypatch, name):
    monkeypatch.setenv(name, str(data.parent))
    monkeypatch.chdir(data.parent.parent)
    assert from_root("repository/data/a.yaml") == from_root(str(data / "a.yaml")) == "data/a.yaml"
    assert from_root("b.yaml") == "b.yaml"


def test_no_repository(data, monkeypatch):
    monkeypatch.setattr(os.path, "lexists", lambda _path: False)
    assert from_root("towns/a.yaml") == "towns/a.yaml"
    assert from_root(str(data / "a.yaml")) == str(data / "a.yaml")


def test_a_link_to_the_repository(data, monkeypatch):
    link = data.parent.parent / "link"
    link.symlink_to(data.parent)
    monkeypatch.setenv(ROOTS[0], str(link))
    assert from_root("a.yaml") == "data/a.yaml"
    assert from_root(str(link / "data" / "a.yaml")) == "data/a.yaml"
