"""The ledger for people at a terminal: town by town, an entry with what it lacks, who answers for it, until when."""

from __future__ import annotations

from zhenkit.core.i18n import _
from zhenkit.judging.ledger import Ledger, LedgerEntry
from zhenkit.reports.formats import Style
from zhenkit.reports.layout.styles import grid, text, text_of_lines
from zhenkit.reports.layout.terminal import Page
from zhenkit.reports.phrases.ledger import by_town, lines, outcome_word, state_word, states_line, summary, title

COLOURS = {"urged": "red", "returned": "red", "closed": "green", "archived": "green", "extended": "yellow"}
"""The colours of states."""


def render(ledger: Ledger, style: Style) -> str:
    """The report."""
    page = Page(style)
    page.say(text(title(), "bold"))
    page.say(text(summary(ledger), "dim"))
    if ledger.entries:
        page.say(text(states_line(ledger)))
    else:
        page.say(text(_("nothing is open")), before=1)
    for name, entries in by_town(ledger):
        page.say(text(name, "bold"), before=1)
        for entry in entries:
            _entry(page, entry)
    return page.printed()


def _entry(page: Page, entry: LedgerEntry) -> None:
    """An entry: its state and criterion, below them what there is to say."""
    head = text(state_word(entry.state), COLOURS.get(entry.state, "cyan"))
    head.append_text(text(f"  {entry.said.get('criterion', '')}", "bold"))
    head.append_text(text(f"  {entry.key}  {outcome_word(entry.outcome)}", "dim"))
    page.say(head, 2, before=1)
    if entry.is_done:
        return
    table = grid(2, folding=1)
    for name, said in lines(entry):
        table.add_row(text(name, "dim"), text_of_lines(said))
    page.say(table, 4)
