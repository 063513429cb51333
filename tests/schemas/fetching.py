"""Published schemas, fetched with the packages that carry them when a test asks, and kept in `.cache/schemas`.

Where the package cannot be had, the test is skipped with the reason; under CI it fails, for there nothing is skipped.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.paths import ROOT


class Carrier(NamedTuple):
    """A package that carries a schema: how to download it into the working directory, and the schema's path in it."""

    command: tuple[str, ...]
    path: str

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]


JUNIT = Carrier(
    (sys.executable, "-m", "pip", "download", "--no-deps", "--no-binary", "pytest", "pytest==9.0.3"),
    "pytest-9.0.3/testing/example_scripts/junit-10.xsd",
)
SARIF = Carrier(("npm", "pack", "@microsoft/sarif-multitool-linux@5.7.0"), "package/sarif-2.1.0.json")

LONGEST = 300
"""Seconds to wait for a package."""


CACHE = ROOT / ".cache" / "schemas"


def fetched(carrier: Carrier) -> bytes:
    """The schema, from the cache or from the package that carries it."""
    kept = CACHE / f"{carrier.command[-1].replace('/', '-')}-{carrier.name}"
    if not kept.exists():
        content = _from_package(carrier)
        if isinstance(content, str):
            give_up(content)
        CACHE.mkdir(parents=True, exist_ok=True)
        partial = kept.with_name(f"{kept.name}.{os.getpid()}")
        partial.write_bytes(content)
        partial.replace(kept)
    return kept.read_bytes()


def give_up(why: str) -> None:
    """Skip the test; under CI fail it."""
    if os.environ.get("CI"):
        pytest.fail(why)
    pytest.skip(why)


def _from_package(carrier: Carrier) -> bytes | str:
    """The schema's content, or why it cannot be had."""
    with tempfile.TemporaryDirectory() as folder:
        if why := _why_not(carrier.command, folder):
            return f"{carrier.name} cannot be fetched with {carrier.command[-1]}: {why}"
        archives = [path for path in Path(folder).iterdir() if path.name.endswith((".tgz", ".tar.gz"))]
        with tarfile.open(archives[0]) as archive:
            member = archive.extractfile(carrier.path)
            assert member is not None
            return member.read()


def _why_not(command: Sequence[str], folder: str) -> str:
    """Run the command in the folder; why it could not do its work, or nothing."""
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=LONGEST, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    return done.stderr.strip()[-500:] or f"exit {done.returncode}" if done.returncode else ""
