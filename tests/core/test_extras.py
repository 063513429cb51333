"""What to run where a library is missing fits how zhenkit was installed."""

import json
import sys
from importlib import metadata
from types import SimpleNamespace

import pytest

from zhenkit.core.extras import MissingExtra, how_to_install, load

FOLDER = {"url": "file:///home/someone/zhenkit", "dir_info": {}}
EDITABLE = {"url": "file:///home/someone/zhen%20kit", "dir_info": {"editable": True}}
GIT = {"url": "https://example.org/zhenkit", "vcs_info": {"vcs": "git", "requested_revision": "v1", "commit_id": "a1"}}
COMMIT = {"url": "https://example.org/zhenkit", "vcs_info": {"vcs": "git", "commit_id": "a1"}}
WHEEL = {"url": "file:///home/someone/zhenkit-1-py3-none-any.whl", "archive_info": {}}


@pytest.fixture
def prefix(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    return tmp_path


def came_from(monkeypatch, said):
    text = None if said is None else json.dumps(said)
    monkeypatch.setattr(metadata, "distribution", lambda _name: SimpleNamespace(read_text=lambda _file: text))


@pytest.mark.parametrize(
    ("said", "named"),
    [
        (None, "'zhenkit[tables]'"),
        (FOLDER, "'zhenkit[tables] @ file:///home/someone/zhenkit'"),
        (EDITABLE, "--editable '/home/someone/zhen kit[tables]'"),
        (GIT, "'zhenkit[tables] @ git+https://example.org/zhenkit@v1'"),
        (COMMIT, "'zhenkit[tables] @ git+https://example.org/zhenkit@a1'"),
        (WHEEL, "'zhenkit[tables] @ file:///home/someone/zhenkit-1-py3-none-any.whl'"),
    ],
)
def test_a_tool_is_installed_again_from_where_it_came(prefix, monkeypatch, said, named):
    came_from(monkeypatch, said)
    (prefix / "uv-receipt.toml").touch()
    assert how_to_install("tables") == f"uv tool install {named}"
    (prefix / "uv-receipt.toml").unlink()
    (prefix / "pipx_metadata.json").touch()
    assert how_to_install("tables") == f"pipx install --force {named}"


RECEIPT = """[tool]
requirements = [{ name = "zhenkit" }]

[tool.options]
no-index = true
find-links = ["file:///home/someone/the%20wheels", "https://example.org/wheels"]
"""
GIVEN = ["--no-index", "--find-links", "/home/someone/wheels"]


def test_a_tool_from_a_folder_of_wheels_is_installed_again_from_there(prefix, monkeypatch):
    came_from(monkeypatch, None)
    receipt = prefix / "uv-receipt.toml"
    receipt.write_text(RECEIPT, "utf-8")
    folders = "--find-links '/home/someone/the wheels' --find-links https://example.org/wheels"
    assert how_to_install("tables") == f"uv tool install --no-index {folders} 'zhenkit[tables]'"
    receipt.unlink()
    (prefix / "pipx_metadata.json").write_text(json.dumps({"main_package": {"pip_args": GIVEN}}), "utf-8")
    wanted = "--pip-args='--no-index --find-links /home/someone/wheels'"
    assert how_to_install("tables") == f"pipx install --force {wanted} 'zhenkit[tables]'"


def test_in_an_environment_its_own_pip_adds_the_extra(prefix, monkeypatch):
    (prefix / "bin").mkdir()
    (prefix / "bin" / "pip").touch()
    assert how_to_install("scale") == f"{prefix}/bin/pip install 'zhenkit[scale]'"
    monkeypatch.chdir(prefix.parent)
    assert how_to_install("scale") == f"{prefix.name}/bin/pip install 'zhenkit[scale]'"


def test_in_an_environment_without_pip_uv_does(prefix):
    assert how_to_install("scale") == f"uv pip install --python {prefix} 'zhenkit[scale]'"


def test_on_windows_cmd_knows_double_quotes(prefix, monkeypatch):
    monkeypatch.setattr(sys, "platform", "win32")
    assert how_to_install("scale").endswith(' "zhenkit[scale]"')


def test_the_error_has_the_command(prefix):
    with pytest.raises(MissingExtra, match=r"no_such_library, which is not installed; run: uv pip install"):
        load("no_such_library.part", "tables")
