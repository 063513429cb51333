"""A ranking as CSV: the columns of the contract's tables, grades in words, the columns to keep behind them."""

from __future__ import annotations

import csv
import io

from zhenkit.core.escape import cell
from zhenkit.judging.ranking import Ranking
from zhenkit.reports.formats import Style
from zhenkit.reports.ranking.columns import titles, values


def render(ranking: Ranking, _style: Style) -> str:
    """The report as CSV; a text that a spreadsheet would run as a formula begins with an apostrophe."""
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow([cell(title) for title in titles(ranking)])
    numbers = ranking.numbers
    writer.writerows(
        [cell(value) if isinstance(value, str) else value for value in values(ranked, numbers)]
        for ranked in ranking.rows
    )
    return table.getvalue()
