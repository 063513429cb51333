"""Parses every YAML file of a folder with libyaml and does nothing more: `python -m tests.benchmarks.parse FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path

import yaml


def main(name: str) -> None:
    """Parse the file, or every file of the folder."""
    path = Path(name)
    for file in sorted(path.glob("*.yaml")) if path.is_dir() else [path]:
        with file.open("rb") as stream:
            yaml.load(stream, Loader=yaml.CSafeLoader)


if __name__ == "__main__":
    main(sys.argv[1])
