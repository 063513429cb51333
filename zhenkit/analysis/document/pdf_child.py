"""The text of a PDF's pages, read in a process of its own (`core/apart.py`): no file ends or holds up the program."""

from __future__ import annotations

import io
import json
import sys

from zhenkit.core.apart import bound_memory, end_after
from zhenkit.core.extras import load

MEMORY = 2 * 1024**3
MOST_PAGES = 1000
BAD = 3
"""What the program ends with where it cannot read the file."""


def read_pages() -> int | None:
    """Write the pages' texts as a JSON list to standard output; BAD where the file is no PDF or has a password."""
    pypdf = load("pypdf", "documents")
    try:
        reader = pypdf.PdfReader(io.BytesIO(sys.stdin.buffer.read()))
        if len(reader.pages) > MOST_PAGES:
            return BAD
        pages = [page.extract_text() for page in reader.pages]
    except Exception:  # noqa: BLE001 - whatever a damaged file makes the library raise
        return BAD
    json.dump([page.encode("utf-8", "replace").decode() for page in pages], sys.stdout, ensure_ascii=False)
    return None


if __name__ == "__main__":
    bound_memory(MEMORY)
    end_after(read_pages)
