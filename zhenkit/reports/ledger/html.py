"""The ledger as one HTML page that loads nothing and runs nothing: a table a town."""

from __future__ import annotations

from pathlib import Path

from zhenkit.judging.kept_ledger import COLUMNS
from zhenkit.judging.ledger import Ledger, LedgerEntry
from zhenkit.reports.formats import Style
from zhenkit.reports.layout.html import Html, element, joined
from zhenkit.reports.layout.page import frame, grade, problems, text_of, wide
from zhenkit.reports.phrases.ledger import SHOWN, by_town, shown_row, states_line, summary, title

STYLE = Path(__file__).parent / "ledger.css"
SHORT = ("due", "state")
"""The columns whose texts stay on one line."""


def render(ledger: Ledger, _style: Style) -> str:
    """The page."""
    before, after = frame(title(), text_of(STYLE))
    pieces = [
        before,
        element("header", element("h1", title()), element("p", summary(ledger), class_="soft")),
        "<main>",
        element("p", states_line(ledger)),
    ]
    for name, entries in by_town(ledger):
        pieces += [element("h2", name), _table(name, entries)]
    pieces += problems(ledger.problems)
    return "\n".join((*pieces, "</main>", after.lstrip("\n")))


def _table(name: str, entries: list[LedgerEntry]) -> Html:
    heads = (element("th", str(COLUMNS[column]), scope="col") for column in SHOWN)
    rows = joined(map(_row, entries), "\n")
    table = element("table", element("thead", element("tr", *heads)), element("tbody", rows), class_="ledger")
    return wide(name, table)


def _row(entry: LedgerEntry) -> Html:
    row = shown_row(entry)
    first, *others = SHOWN
    cells = [
        grade(entry.state, row[column]) if column == "state" else joined(row[column].split("\n"), Html("<br>"))
        for column in others
    ]
    shown = (
        element("td", cell, class_="short" if column in SHORT else "long" if column == "support" else False)
        for column, cell in zip(others, cells, strict=True)
    )
    return element("tr", element("th", row[first], scope="row"), *shown)
