"""The yearly assessment for people at a terminal: a table of each group, who is commended or slow, what moved."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from rich.text import Text

from zhenkit.core.i18n import _
from zhenkit.judging.assessment import Assessment
from zhenkit.reports.assessment.outline import (
    GRADES,
    AssessedLine,
    GroupOutline,
    ListedTown,
    movement_in_words,
    outline,
    result_word,
    standing_word,
    with_before,
)
from zhenkit.reports.formats import Style
from zhenkit.reports.layout.styles import COLOURS, graded, grid, text
from zhenkit.reports.layout.table import TextCell, TextColumn, lay_out
from zhenkit.reports.layout.terminal import NARROWEST, Page
from zhenkit.reports.phrases.grades import SYMBOLS
from zhenkit.reports.phrases.titles import problems_note
from zhenkit.reports.ranking.since_baseline import MARKS, ChangedTown

RESULTS = {"commended": "green", "slow": "red", "": ""}
INDENT = 2
HEADER = 2
"""The lines of a table's titles."""


def render(found: Assessment, style: Style) -> str:
    """The report."""
    said = outline(found)
    page = Page(style)
    page.say(text(said.title, "bold"))
    page.say(text(said.counted))
    for group in said.groups:
        _group(page, group, style)
    _listed(page, _("Commended"), said.commended)
    _listed(page, _("For a notice"), said.slow)
    if said.since:
        page.say(text(said.since, "bold"), before=1)
        for line in said.rules_changed:
            page.say(text(line, "yellow"), indent=2)
        _changed(page, said.changed, style)
    for title, moved in ((_("By criterion"), said.criteria), (_("By fact"), said.facts)):
        if moved:
            page.say(text(title, "bold"), before=1)
            for one in moved:
                page.say(text(movement_in_words(one)), indent=2)
    _lines(page, said.rules, said.notes)
    if note := problems_note(found):
        page.say(text(note, "yellow"), before=1)
    return page.printed()


def _group(page: Page, group: GroupOutline, style: Style) -> None:
    page.say(text(group.title, "bold"), before=1)
    page.say(text(group.heading, "dim"))
    counts = (graded(GRADES[standing], f"{standing_word(standing)} {count}") for standing, count in group.tally)
    page.say(Text("  ").join(counts))
    page.console.print()
    titles = (_("Rank"), _("Town"), _("Place"), _("Verdict"), _("Score"), _("Standing"))
    columns = [*(TextColumn(title, folds=True) for title in titles), TextColumn(_("Result"))]
    page.lines(lay_out(columns, list(map(_row, group.towns)), max(style.width, NARROWEST), style.colour))


def _row(town: AssessedLine) -> list[TextCell]:
    verdict = with_before(town.said, town.before)
    return [
        TextCell(with_before(town.rank, town.rank_before)),
        TextCell(town.name),
        TextCell(town.place, "dim"),
        TextCell(f"{SYMBOLS[town.verdict]} {verdict}", COLOURS[town.verdict]),
        TextCell(with_before(town.score, town.score_before)),
        TextCell(town.stands),
        TextCell(result_word(town.result), RESULTS[town.result]),
    ]


def _changed(page: Page, towns: Sequence[ChangedTown], style: Style) -> None:
    """What changed of each town: laid out at once, for there may be thousands."""
    rows = []
    for town in towns:
        mark = MARKS[town.kind]
        rows.append([TextCell(f"{SYMBOLS[mark]} {town.word}", COLOURS[mark]), TextCell(town.town)])
        rows += [[TextCell(""), TextCell(detail, "dim")] for detail in town.details]
    width = max(style.width, NARROWEST) - INDENT
    laid_out = lay_out([TextColumn(""), TextColumn("", folds=True)], rows, width, style.colour) if rows else ()
    page.lines(" " * INDENT + line for line in islice(laid_out, HEADER, None))


def _listed(page: Page, title: str, towns: Sequence[ListedTown]) -> None:
    if not towns:
        return
    page.say(text(title, "bold"), before=1)
    table = grid(2, folding=2)
    for town in towns:
        for nth, reason in enumerate(town.reasons):
            table.add_row(text("" if nth else town.name), text(reason))
    page.say(table, indent=2)


def _lines(page: Page, rules: Sequence[str], notes: Sequence[str]) -> None:
    first, *rest = rules
    page.say(text(first, "dim"), before=1)
    for line in rest:
        page.say(text(line, "dim"), indent=2)
    for line in notes:
        page.say(text(line, "dim"))
