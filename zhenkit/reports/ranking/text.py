"""A ranking for people at a terminal: a row a town with its grades at a glance, then what changed and every check."""

from __future__ import annotations

from itertools import groupby

from rich.text import Text

from zhenkit.core.i18n import _
from zhenkit.judging.outcome import Run
from zhenkit.judging.ranking import Ranking
from zhenkit.reports.formats import Style
from zhenkit.reports.judgement import text as one_town
from zhenkit.reports.judgement.text_towns import towns_table
from zhenkit.reports.layout.styles import graded, grid, text
from zhenkit.reports.layout.terminal import NARROWEST, Page
from zhenkit.reports.phrases.grades import GRADES, completeness_note, grade_word, score_note
from zhenkit.reports.phrases.titles import problems_note, rule_set_heading
from zhenkit.reports.ranking.columns import counted, with_distances

LEAST = 40
"""Cells; a terminal narrower than `NARROWEST` has the parts of a town below one another, each in so many at most."""


def render(ranking: Ranking, style: Style) -> str:
    """The report: how many have each verdict, a table of each rule set, then what changed, then problems."""
    page, ranking = Page(style, LEAST), with_distances(ranking)
    page.say(text(counted(ranking.counts), "bold"))
    if ranking.rows:
        page.say(one_town.tally_line(ranking.rows))
    for rule_set_id, rows in groupby(ranking.rows, lambda row: row.rule_set):
        rule_set = ranking.rule_sets[rule_set_id]
        page.say(text(str(rule_set.title), "bold"), before=1)
        page.say(text(rule_set_heading(rule_set), "dim"))
        page.console.print()
        numbers = [criterion.number for criterion in rule_set.criteria]
        width = max(style.width, LEAST)
        page.lines(towns_table(list(rows), numbers, width, style.colour, ranking.kept, ranks=True))
    _foot(page, ranking)
    parts = [page.printed()]
    if style.explain:
        for judgement in ranking.judgements or ():
            parts += [f"\n{'─' * max(style.width, NARROWEST)}\n\n", one_town.render(Run([judgement]), style)]
    return "".join(parts)


def _foot(page: Page, ranking: Ranking) -> None:
    if ranking.rows:
        page.say(Text("  ").join(graded(word, grade_word(word)) for word in GRADES), before=1)
        page.say(text(_("Facts given: {note}").format(note=completeness_note()), "dim"))
        page.say(text(_("Score: {note}").format(note=score_note()), "dim"))
    if ranking.changes is not None:
        from zhenkit.reports.ranking import since_baseline  # only where an earlier run is compared with

        page.say(text(since_baseline.headline(ranking.changes), "bold"), before=1)
        for line in since_baseline.rules_lines(ranking.changes):
            page.say(text(line, "yellow"), indent=2)
        table = grid(2, folding=1)
        for town in since_baseline.changed_towns(ranking.changes):
            table.add_row(graded(since_baseline.MARKS[town.kind], town.word), text(town.town))
            for detail in town.details:
                table.add_row(Text(), text(detail, "dim"))
        page.say(table, indent=2)
    if note := problems_note(ranking):
        page.say(text(note, "yellow"), before=1)
