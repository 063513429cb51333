"""A text of several documents -> the text of each, so that a bad or a huge one cannot spoil the next."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhenkit.core.i18n import _
from zhenkit.core.patterns import late

MAX_BYTES = 1024 * 1024
"""The largest document (one town) we read."""

_MARKER = late(r"^(?:---|\.\.\.)(?=[ \t\r\n\x85\u2028\u2029]|\Z)", re.MULTILINE)
_NOTHING = late(r"(?:(?:---|\.\.\.)?[ \t]*(?:#[^\x00-\x08\x0a-\x1f\x7f]*)?\r?\n)*+")
_CONTENT = late(r"^[ \t]*[^#%\s]", re.MULTILINE)


def chunks(text: str) -> Iterator[tuple[int, str]]:
    """The documents' texts with the number of lines before each; a bad one cannot spoil the next.

    `---` and `...` at the beginning of a line always divide documents: YAML allows them nowhere else.
    """
    if "\n---" not in text and "\n..." not in text:
        yield 0, text
        return
    begin = line = 0
    while begin < len(text):
        nothing = _NOTHING.match(text, begin)
        start = nothing.end() if nothing else begin  # documents that hold nothing, in one leap
        end = _end_of_chunk(text, start)
        line += text.count("\n", begin, start)
        if start < end:
            yield line, text[start:end]
        line += text.count("\n", start, end)
        begin = end


def _end_of_chunk(text: str, start: int) -> int:
    marker = _MARKER.search(text, start)
    if marker and marker[0] == "---" and _CONTENT.search(text, start, marker.start()) is None:
        # what is before it is directives and comments alone, which belong to this document
        marker = _MARKER.search(text, marker.end())
    if marker is None:
        return len(text)
    return marker.start() if marker[0] == "---" else marker.end()


def is_too_large(text: str, begin: int, end: int) -> bool:
    """Whether this part of a text is larger than a town may be."""
    length = end - begin
    return length > MAX_BYTES or (
        length * 4 > MAX_BYTES and len(text[begin:end].encode("utf-8", "surrogatepass")) > MAX_BYTES
    )


def too_large() -> str:
    """What to say of a town that is too large."""
    return _(
        "larger than {size} MiB, which no town is; many towns are better kept in a table (CSV, XLSX or Parquet)"
    ).format(size=MAX_BYTES // 1024**2)
