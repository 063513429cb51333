"""Renews `tests/constraints.txt`, the versions that the suite is known to pass with: `python -m tests.constraints`.

Installs the newest of everything that `pyproject.toml` allows into a virtual environment of its own, and writes down
what came. Run the suite with it before you commit it.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from tests.paths import ROOT, TESTS

FILE = TESTS / "constraints.txt"
HEAD = "# Versions that the whole suite passes with; renewed by `python -m tests.constraints`.\n"


def newest() -> list[str]:
    """`name==version` of every package that zhenkit, its extras for tests and development, and these need."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder) / ("Scripts" if sys.platform == "win32" else "bin") / "python"
        subprocess.run([python, "-m", "pip", "install", "-q", "-e", f"{ROOT}[dev]"], check=True)
        command = [python, "-m", "pip", "freeze", "--exclude-editable"]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()


if __name__ == "__main__":
    FILE.write_text(HEAD + "".join(f"{line}\n" for line in newest()), encoding="utf-8")
    print("tests/constraints.txt is renewed; run the suite with it: pip install -c tests/constraints.txt -e '.[dev]'")
