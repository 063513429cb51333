"""The pages that people read, README and guide in both languages, and what their examples come to.

`python -m tests.docs` writes the output of every command that they show anew, from what the program prints today.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

from tests.paths import ROOT

LANGUAGES = ("en", "zh")
READMES = {"en": ROOT / "README.md", "zh": ROOT / "README.zh.md"}
GUIDE = ROOT / "zhenkit" / "guide"


def pages(language: str) -> list[Path]:
    """README and guide of a language."""
    return [READMES[language], *sorted(GUIDE.glob(f"*.{language}.md"))]


PAGES = [page for language in LANGUAGES for page in pages(language)]


def blocks_of(page: Path, kind: str) -> list[str]:
    """What stands in the page's blocks of this kind."""
    return re.findall(rf"^```{kind}\n(.*?)^```$", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)


def blocks(kind: str) -> list[tuple[str, str]]:
    """The blocks of all pages, each with its page's name."""
    return [(page.name, block) for page in PAGES for block in blocks_of(page, kind)]


def real(block: str) -> str:
    """A console block as the program prints it: each of its commands, and what comes out."""
    return "".join(
        f"$ {command}\n{_output(command)}" for command in re.findall(r"^\$ (zhenkit .*)\n", block, re.MULTILINE)
    )


def _output(command: str) -> str:
    program = [sys.executable, "-m", "zhenkit", *shlex.split(command)[1:]]
    streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    return subprocess.run(
        program, cwd=ROOT, env=os.environ | {"LC_ALL": "C.UTF-8"}, check=False, **streams
    ).stdout.decode()


def renew(page: Path) -> bool:
    """Write the page's outputs anew; whether any changed."""
    before = page.read_text("utf-8")
    after = before
    for block in blocks_of(page, "console"):
        after = after.replace(f"```console\n{block}```", f"```console\n{real(block)}```")
    page.write_text(after, "utf-8")
    return after != before


if __name__ == "__main__":
    for page in PAGES:
        if renew(page):
            print(page.relative_to(ROOT))
