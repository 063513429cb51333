"""The report for people at a terminal: the verdict first, a row a criterion, what is open, what needs review.

Rich lays it out; it gets `Text` alone, so that nothing a file says is read as its markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from zhenkit.core.i18n import _
from zhenkit.judging.judgement import Judgement
from zhenkit.judging.outcome import Run
from zhenkit.reports.formats import Style
from zhenkit.reports.judgement.text_table import criteria_table
from zhenkit.reports.layout.styles import graded, grid, text
from zhenkit.reports.layout.terminal import Page
from zhenkit.reports.phrases.grades import score_in_words, score_note, tally, verdict_in_words, verdict_word
from zhenkit.reports.phrases.sections import Section, sections
from zhenkit.reports.phrases.titles import problems_note, rule_set_heading, town_heading

if TYPE_CHECKING:
    from zhenkit.judging.ranking import Ranked


def render(run: Run, style: Style) -> str:
    """The report: of several towns a summary table and the reports of those that do not pass; of one its report."""
    report = TownReport(style)
    several = len(run.every) > 1
    if several:
        from zhenkit.judging.ranking import row

        report.count(run)
        report.towns([row(judgement) for judgement in run.judgements])
    for judgement in run.judgements:
        if not several:
            report.town(judgement)
        elif judgement.verdict != "pass":
            report.divide()
            report.town(judgement)
    report.notes(run)
    return report.printed()


def summary(run: Run, style: Style) -> str:
    """The report in short: how many have each verdict, a line a town, totals by place and by criterion."""
    from zhenkit.judging.ranking import row
    from zhenkit.reports.judgement.summary import totals
    from zhenkit.reports.judgement.text_towns import short_table
    from zhenkit.reports.layout.table import TextCell, TextColumn, lay_out

    report = TownReport(style)
    report.count(run)
    if run.judgements:
        report.lines(short_table([row(judgement) for judgement in run.judgements], report.width, style.colour))
    for found in totals(run):
        report.heading(found.title)
        columns = [TextColumn(found.of, folds=True), *(TextColumn(word, right=True) for word in found.words)]
        lines = [[TextCell(name), *(TextCell(str(count)) for count in counts)] for name, counts in found.lines]
        report.lines(lay_out(columns, lines, report.width, style.colour))
    report.notes(run)
    return report.printed()


def tally_line(judged: Iterable[Judgement | Ranked]) -> Text:
    """How many towns have each verdict."""
    return Text("  ").join(graded(verdict, f"{verdict_word(verdict)} {count}") for verdict, count in tally(judged))


class TownReport(Page):
    """The parts of a report."""

    def __init__(self, style: Style) -> None:
        super().__init__(style)
        self.style = style

    def heading(self, title: str, note: str = "") -> None:
        """A title, with a note beside it."""
        line = text(title, "bold")
        if note:
            line.append("  ").append_text(text(note, "dim"))
        self.say(line, before=1)

    def divide(self) -> None:
        """A line between two towns."""
        self.say(text("─" * self.console.width, "dim"), before=1)
        self.console.print()

    @property
    def width(self) -> int:
        """How wide the page is."""
        return self.console.width

    def count(self, run: Run) -> None:
        """How many towns were judged, how many have each verdict, and how many are not shown."""
        from zhenkit.reports.judgement.summary import hidden_note

        self.say(text(_("Towns judged: {count}").format(count=len(run.every)), "bold"))
        self.say(tally_line(run.every))
        if note := hidden_note(run):
            self.say(text(note, "yellow"))
        self.console.print()

    def notes(self, run: Run) -> None:
        """That there are problems, where there are."""
        if note := problems_note(run):
            self.say(text(note, "yellow"), before=1)

    def towns(self, rows: Sequence[Ranked]) -> None:
        """Several towns at a glance, a row each."""
        if not rows:
            return
        from zhenkit.reports.judgement.text_towns import towns_table

        numbers = sorted({number for town in rows for number in town.criteria})
        self.lines(towns_table(rows, numbers, self.console.width, self.style.colour, rules=True))

    def town(self, judgement: Judgement) -> None:
        """The whole report of one town."""
        self.head(judgement)
        self.console.print()
        self.console.print(criteria_table(judgement, self.console.width))
        for section in (*sections(judgement), *self.style.sections(judgement)):
            self.section(section)
        score = _("Score {score} of 100").format(score=score_in_words(judgement.score))
        self.heading(score, score_note())
        if self.style.explain:
            from zhenkit.reports.judgement.text_trace import trace_tree

            self.heading(_("Every check"), _("* decides the grade above it"))
            for judged in judgement.criteria:
                self.say(trace_tree(judged, judgement), before=1)

    def head(self, judgement: Judgement) -> None:
        """The verdict and the place, then by what the town is judged."""
        first = graded(judgement.verdict, verdict_in_words(judgement.span), "bold")
        self.say(first.append("  ").append_text(text(judgement.town.name, "bold")))
        for line in (
            text(town_heading(judgement)),
            text(str(judgement.rule_set.title)),
            text(rule_set_heading(judgement.rule_set), "dim"),
        ):
            if line.plain:
                self.say(line, indent=2)

    def section(self, section: Section) -> None:
        """A title, and below it an entry a line; a criterion's number is beside its first entry."""
        self.heading(section.title, section.note)
        first = section.items[0]
        table = grid(1 + len(first.cells) + bool(first.fact))
        last = 0
        for number, cells, below, grade, fact in section.items:
            shown = [graded(grade, cells[0]) if grade else text(cells[0]), *map(text, cells[1:])]
            table.add_row(text("" if number == last else f"  {number}"), *shown, *([text(fact, "dim")] if fact else ()))
            for line in below:
                table.add_row(Text(), text(line, "dim"))
            last = number
        self.console.print(table)
