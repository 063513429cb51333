"""The program that fills in a user's template, in a process of its own: `template` starts it, for one document.

It reads a line of JSON, then the template; it writes how it went, `DONE` or `BAD`, and then the document, or why not.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from typing import BinaryIO

from zhenkit.core import i18n
from zhenkit.core.apart import bound_memory, end_after

MEMORY = 2 * 1024**3
"""The most memory, in bytes, that a template may take."""
DONE, BAD = b"+", b"-"


def run(taken: BinaryIO, out: BinaryIO) -> None:
    """Fill in what is read, and write it."""
    from zhenkit.reports.layout.docx.sandbox import BadTemplate

    asked = json.loads(taken.readline())
    i18n.use(asked["language"])
    try:
        fill = import_module(asked["filler"]).fill
        out.write(DONE + fill(taken.read(), asked["report"], asked["title"]))
    except BadTemplate as error:
        out.write(BAD + str(error).encode("utf-8", "backslashreplace"))


if __name__ == "__main__":
    bound_memory(MEMORY)
    end_after(lambda: run(sys.stdin.buffer, sys.stdout.buffer))
