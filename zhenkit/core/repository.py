"""Paths as code hosts want them: from the root of the repository, whatever folder a command runs in."""

from __future__ import annotations

import os
from pathlib import Path, PurePath

ROOTS = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR")
"""The variables in which GitHub and GitLab name the folder that they checked a repository out to."""


def from_root(file: str) -> str:
    """A path from the root of the repository that it and the current folder lie in; else as it is given."""
    root = _root()
    if root is None:
        return PurePath(file).as_posix()
    for full in (Path(os.path.abspath(file)), Path(os.path.realpath(file))):  # noqa: PTH100 - links are kept
        if full.is_relative_to(root):
            return full.relative_to(root).as_posix()
    return PurePath(file).as_posix()


def _root() -> Path | None:
    """The root: the folder that CI names where that is the current one or above it, else the nearest with `.git`."""
    here = Path(os.path.realpath(os.curdir))
    above = (here, *here.parents)
    for name in ROOTS:
        if (named := os.environ.get(name)) and (root := Path(os.path.realpath(named))) in above:
            return root
    return next((folder for folder in above if os.path.lexists(folder / ".git")), None)
