"""The ledger as CSV, a row an entry, to be kept and filled in: the titles are those of the language in use."""

from __future__ import annotations

import csv
import io

from zhenkit.core.escape import cell_of_lines
from zhenkit.judging.ledger import Ledger
from zhenkit.reports.formats import Style
from zhenkit.reports.phrases.ledger import cells, titles


def render(ledger: Ledger, _style: Style) -> str:
    """The report, with the mark by which Excel knows UTF-8; no text of it is a formula."""
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(titles(ledger)[: -len(ledger.extra) or None] + [cell_of_lines(title) for title in ledger.extra])
    writer.writerows([cell_of_lines(said) for said in cells(entry, ledger)] for entry in ledger.entries)
    return "\ufeff" + table.getvalue()
