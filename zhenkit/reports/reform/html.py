"""What a change of a standard does to towns, as one HTML page that loads nothing and runs nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from zhenkit.core.i18n import _
from zhenkit.judging.reform import Reform
from zhenkit.reports.formats import Style
from zhenkit.reports.layout.html import Html, element, joined
from zhenkit.reports.layout.page import frame, grade, problems, text_of, verdict, wide
from zhenkit.reports.phrases.reform import (
    MARKS,
    CountTable,
    VerdictBar,
    bars,
    changes,
    direction_word,
    headline,
    summary,
    tables,
    town_heads,
    town_lines,
    towns_title,
)

STYLE = Path(__file__).parent / "reform.css"


def render(found: Reform, _style: Style) -> str:
    """The page: a chart of the verdicts before and after, totals, a row a town whose verdict changes."""
    title = headline(found)
    before, after = frame(title, text_of(STYLE))
    pieces = [before, element("header", element("h1", title), *(element("p", one) for one in changes(found)))]
    pieces += ["<main>", element("p", summary(found), class_="notice"), *_chart(bars(found))]
    for table in tables(found):
        pieces += _counts(table)
    if lines := town_lines(found):
        pieces.append(element("h2", towns_title(lines)))
        rows = [
            element(
                "tr",
                element("td", f"{MARKS[line.direction]} {direction_word(line.direction)}"),
                element("th", line.name, scope="row"),
                element("td", line.place),
                element("td", grade(line.before_word, line.before)),
                element("td", grade(line.after_word, line.after)),
                element("td", line.criteria),
            )
            for line in lines
        ]
        pieces.append(_table(towns_title(lines), town_heads(found), rows))
    pieces += problems(found.problems)
    return "\n".join((*pieces, "</main>", after.lstrip("\n")))


def _chart(found: Sequence[VerdictBar]) -> Iterator[Html]:
    """A bar a verdict and a side, beside its count: words and bars say the same."""
    yield element("h2", _("Verdicts"))
    rows, last = [], ""
    for bar in found:
        drawn = element(
            "rect", x=0, y=3, width=f"{float(100 * bar.share):.2f}%", height=14, class_=f"bar {bar.verdict}"
        )
        rows.append(
            element(
                "tr",
                element("th", verdict(bar.verdict) if bar.verdict != last else "", scope="row"),
                element("td", bar.side),
                element("td", str(bar.towns), class_="number"),
                element("td", element("svg", drawn, width="100%", height=20, aria_hidden="true"), class_="drawn"),
            )
        )
        last = bar.verdict
    yield element("table", element("tbody", joined(rows, "\n")), class_="chart")


def _counts(table: CountTable) -> Iterator[Html]:
    yield element("h2", table.title)
    yield element("p", table.note, class_="soft")
    rows = [
        element("tr", element("th", name, scope="row"), *(element("td", one, class_="number") for one in counts))
        for name, *counts in table.rows
    ]
    yield _table(table.title, table.heads, rows, numbers=True)


def _table(label: str, heads: Sequence[str], rows: Sequence[Html], numbers: bool = False) -> Html:
    titles = [
        element("th", head, scope="col", class_="number" if numbers and place else "")
        for place, head in enumerate(heads)
    ]
    body = element("tbody", joined(rows, "\n"))
    return wide(label, element("table", element("thead", element("tr", *titles)), body))
