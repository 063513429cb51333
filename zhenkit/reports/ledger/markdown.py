"""The ledger as Markdown: a table a town."""

from __future__ import annotations

from zhenkit.judging.kept_ledger import COLUMNS
from zhenkit.judging.ledger import Ledger, LedgerEntry
from zhenkit.reports.formats import Style
from zhenkit.reports.judgement.markdown import Markdown, inline, problems, table
from zhenkit.reports.phrases.ledger import SHOWN, by_town, shown_row, states_line, summary, title


def render(ledger: Ledger, _style: Style) -> str:
    """The report."""
    blocks = [f"## {inline(title())}", inline(summary(ledger)), inline(states_line(ledger))]
    for name, entries in by_town(ledger):
        blocks += [f"### {inline(name)}", table([str(COLUMNS[column]) for column in SHOWN], map(_row, entries))]
    blocks += problems(ledger.problems)
    return "\n\n".join(filter(None, blocks)) + "\n"


def _row(entry: LedgerEntry) -> list[str]:
    row = shown_row(entry)
    return [Markdown("<br>".join(map(inline, row[column].split("\n")))) for column in SHOWN]
