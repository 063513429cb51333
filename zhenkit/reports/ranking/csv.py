"""A ranking as CSV: the columns of the contract's tables, grades in words, the columns to keep behind them."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from zhenkit.core.escape import cell
from zhenkit.judging.ranking import Ranking
from zhenkit.reports.formats import Style
from zhenkit.reports.ranking.columns import titles, values


def render(ranking: Ranking, style: Style) -> str:
    """The report as CSV; a text that a spreadsheet would run as a formula begins with an apostrophe."""
    return "".join(pieces(ranking, style))


def pieces(ranking: Ranking, _style: Style) -> Iterator[str]:
    """The lines, as they are rendered."""
    lines = _Lines()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow([cell(title) for title in titles(ranking)])
    numbers = ranking.numbers
    for ranked in ranking.rows:
        yield lines.last
        found = values(ranked, ranking, numbers)
        writer.writerow([cell(value) if isinstance(value, str) else value for value in found])
    yield lines.last


class _Lines:
    """What a writer of CSV writes to: holds the last line."""

    last = ""

    def write(self, line: str) -> None:
        """Take a line."""
        self.last = line
