"""A text of a document that knows where each of its places stands."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from zhenkit.analysis.document.read import SourceLine


class Passage(NamedTuple):
    """A text of several lines joined, which knows the line of each of its places."""

    text: str
    starts: tuple[tuple[int, int], ...]
    """At which offset each line begins, and its number."""

    def line_at(self, offset: int) -> int:
        """The number of the line that a place of the text stands in."""
        return self.starts[max(0, bisect_right(self.starts, offset, key=lambda start: start[0]) - 1)][1]

    @classmethod
    def of(cls, lines: Iterable[SourceLine]) -> Passage:
        """The lines, joined without what broke them."""
        text, starts = "", []
        for line in lines:
            between = " " if text[-1:].isascii() and text[-1:].isalnum() and line.text[:1].isascii() else ""
            text += between
            starts.append((len(text), line.number))
            text += line.text
        return cls(text, tuple(starts) or ((0, 1),))


class HeadLine(NamedTuple):
    """What a document says of itself, and on which line."""

    text: str
    line: int
