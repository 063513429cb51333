"""Paths as code hosts want them: from the root of the repository, whatever folder a command runs in."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path, PurePath

ROOTS = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR")
"""The variables in which GitHub and GitLab name the folder that they checked a repository out to."""


def from_root(file: str) -> str:
    """A path from the root of the repository that it lies in; else as it is given."""
    for root in _roots():
        for full in (Path(os.path.abspath(file)), Path(os.path.realpath(file))):  # noqa: PTH100 - links are kept
            if full.is_relative_to(root):
                return full.relative_to(root).as_posix()
    return PurePath(file).as_posix()


def _roots() -> Iterator[Path]:
    """What may be the root: the folders that CI names, then the nearest to the current one that has `.git`."""
    for name in ROOTS:
        if named := os.environ.get(name):
            yield Path(os.path.realpath(named))
    here = Path(os.path.realpath(os.curdir))
    yield from (folder for folder in (here, *here.parents) if os.path.lexists(folder / ".git"))


PROJECT = "https://example.org/zhenkit"
"""Where the project is at home. It is published nowhere yet: this name is reserved and leads nowhere; `urls` in
`pyproject.toml` says the same."""
