"""What `rules verify` found, as a page to sit down with: what differs, then each clause beside our lines."""

from __future__ import annotations

from rich.text import Text

from zhenkit.analysis.document.lines import DIFFERS, FIGURE, PEOPLE, READING, WORDS, Beside
from zhenkit.analysis.document.read import where
from zhenkit.analysis.document.verify import ComparedClause, Verified
from zhenkit.core.i18n import _, plural
from zhenkit.reports.formats import Style
from zhenkit.reports.layout.styles import grid, text
from zhenkit.reports.layout.terminal import Page

SIGNS = {FIGURE: "=", WORDS: "≈", READING: "§", PEOPLE: "?", DIFFERS: "✗"}
"""The sign of each state of a line."""
COLOURS = {FIGURE: "green", WORDS: "cyan", READING: "yellow", PEOPLE: "magenta", DIFFERS: "red"}


def render(verified: Verified, style: Style) -> str:
    """The differences, each clause with its text and our lines, and how many lines there are of each kind."""
    page = Page(style)
    rule_set, source = verified.rule_set, verified.document.source
    head = _("{file} beside {document}").format(file=f"{rule_set.title} ({rule_set.file})", document=source.file)
    page.say(text(head, "bold"))
    if verified.differences:
        page.say(text(_("Differences"), "bold red"), before=1)
        page.lines(f"  {text(f'{each.place} [{each.code}]')}" for each in verified.differences)
    for clause in verified.clauses:
        _clause(page, clause, source.unit)
    if verified.not_compared:
        page.say(text(_("Not compared"), "bold"), before=1)
        for said in verified.not_compared:
            page.say(text(said), 2)
    page.say(text(_("Signs"), "bold"), before=1)
    table = grid(3, folding=1)
    for state, sign in SIGNS.items():
        count = str(len(verified.lines(state)))
        table.add_row(text(sign, COLOURS[state]), text(count), text(_(state)))
    page.say(table, 2)
    page.say(text(summary(verified), "bold red" if verified.differences else "bold green"), before=1)
    return page.printed()


def _clause(page: Page, clause: ComparedClause, unit: str) -> None:
    said = text(f"{clause.clause} {clause.heading}".rstrip(), "bold")
    said.append_text(text(f"  {where(unit, clause.line)}", "dim"))
    page.say(said, before=1)
    page.say(text(clause.text, "dim"), 2)
    table = grid(3, folding=2)
    for line in clause.lines:
        table.add_row(text(SIGNS[line.state], COLOURS[line.state]), text(str(line.text)), _beside(line))
    page.say(table, 2)


def _beside(line: Beside) -> Text:
    return text(line.said or _(line.state), "" if line.said else "dim")


def summary(verified: Verified) -> str:
    """How many differences there are; where there are none, of how much that is said."""
    if count := len(verified.differences):
        return plural("{count} difference", "{count} differences", count).format(count=count)
    people = len(verified.lines(PEOPLE)) + len(verified.lines(WORDS)) + len(verified.lines(READING))
    said = _("no difference in what was compared: the document's head, numbers and names of clauses, figures, lists")
    left = plural("{count} line is for people to read", "{count} lines are for people to read", people)
    return _("{said}; {left}").format(said=said, left=left.format(count=people))
