"""The yearly assessment for people at a terminal: a table of each group, who is commended or slow, what moved."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from zhenkit.core.i18n import _
from zhenkit.judging.assessment import Assessment
from zhenkit.reports.assessment.outline import (
    GRADES,
    GroupOutline,
    ListedTown,
    movement_in_words,
    outline,
    result_word,
    standing_word,
    with_before,
)
from zhenkit.reports.formats import Style
from zhenkit.reports.layout.styles import graded, grid, table_of, text
from zhenkit.reports.layout.terminal import Page
from zhenkit.reports.phrases.titles import problems_note
from zhenkit.reports.ranking.since_baseline import MARKS

RESULTS = {"commended": "green", "slow": "red", "": ""}


def render(found: Assessment, style: Style) -> str:
    """The report."""
    said = outline(found)
    page = Page(style)
    page.say(text(said.title, "bold"))
    page.say(text(said.counted))
    for group in said.groups:
        _group(page, group)
    _listed(page, _("Commended"), said.commended)
    _listed(page, _("For a notice"), said.slow)
    if said.since:
        page.say(text(said.since, "bold"), before=1)
        for line in said.rules_changed:
            page.say(text(line, "yellow"), indent=2)
        table = grid(2, folding=1)
        for town in said.changed:
            table.add_row(graded(MARKS[town.kind], town.word), text(town.town))
            for detail in town.details:
                table.add_row(Text(), text(detail, "dim"))
        page.say(table, indent=2)
    for title, moved in ((_("By criterion"), said.criteria), (_("By fact"), said.facts)):
        if moved:
            page.say(text(title, "bold"), before=1)
            for one in moved:
                page.say(text(movement_in_words(one)), indent=2)
    _lines(page, said.rules, said.notes)
    if note := problems_note(found):
        page.say(text(note, "yellow"), before=1)
    return page.printed()


def _group(page: Page, group: GroupOutline) -> None:
    page.say(text(group.title, "bold"), before=1)
    page.say(text(group.heading, "dim"))
    counts = (graded(GRADES[standing], f"{standing_word(standing)} {count}") for standing, count in group.tally)
    page.say(Text("  ").join(counts))
    page.console.print()
    table = table_of(_("Rank"), _("Town"), _("Verdict"), _("Score"), _("Standing"), _("Result"))
    for town in group.towns:
        name = text(town.name)
        name.append("\n").append_text(text(town.place, "dim"))
        table.add_row(
            text(with_before(town.rank, town.rank_before)),
            name,
            graded(town.verdict, with_before(town.said, town.before)),
            text(with_before(town.score, town.score_before)),
            text(standing_word(town.standing)),
            text(result_word(town.result), RESULTS[town.result]),
        )
    page.say(table)


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
