"""The report for people at a terminal: the verdict first, a row a criterion, what is open, what is to be argued.

Rich lays it out; it is given `Text` alone, so that nothing a file says is read as its markup.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from rich.table import Table
from rich.text import Text

from zhenkit.core.i18n import _
from zhenkit.judging.judgement import Judgement
from zhenkit.judging.outcome import Run
from zhenkit.reports.formats import Style
from zhenkit.reports.judgement.text_table import criteria_table
from zhenkit.reports.layout.styles import COLOURS, graded, table_of, text
from zhenkit.reports.layout.terminal import Page
from zhenkit.reports.phrases import summary


def render(run: Run, style: Style) -> str:
    """The report: of several towns a summary table and the reports of those that do not pass; of one its report."""
    report = _Report(style)
    several = len(run.judgements) > 1
    if several:
        report.towns(run.judgements)
    for judgement in run.judgements:
        if not several:
            report.town(judgement)
        elif judgement.verdict != "pass":
            report.divide()
            report.town(judgement)
    if note := summary.problems_note(run):
        report.say(text(note, "yellow"), before=1)
    return report.printed()


class _Report(Page):
    """The parts of a report."""

    def __init__(self, style: Style) -> None:
        super().__init__(style)
        self.explain = style.explain

    def heading(self, title: str, note: str = "") -> None:
        line = text(title, "bold")
        if note:
            line.append("  ").append_text(text(note, "dim"))
        self.say(line, before=1)

    def divide(self) -> None:
        self.say(text("─" * self.console.width, "dim"), before=1)
        self.console.print()

    def towns(self, judgements: Sequence[Judgement]) -> None:
        """Several towns at a glance: how many have each verdict, and a row each."""
        self.say(text(_("Towns judged: {count}").format(count=len(judgements)), "bold"))
        tally = [
            graded(verdict, f"{count} {summary.verdict_word(verdict)}") for verdict, count in summary.tally(judgements)
        ]
        self.say(Text("   ").join(tally))
        self.console.print()
        numbers = sorted({judged.criterion.number for judgement in judgements for judged in judgement.criteria})
        table = table_of(_("Town"), _("Rules"), _("Verdict"), _at_a_glance(numbers), _("Score"))
        for column in table.columns[2:]:
            column.no_wrap = True
        table.columns[4].justify = "right"
        for judgement in judgements:
            table.add_row(
                text(judgement.town.name).append("\n").append_text(text(summary.where(judgement), "dim")),
                text(judgement.rule_set.id, "dim"),
                graded(judgement.verdict, summary.verdict_word(judgement.verdict)),
                _symbols(judgement, numbers),
                text(summary.score_in_words(judgement)),
            )
        self.console.print(table)

    def town(self, judgement: Judgement) -> None:
        """The whole report of one town."""
        self.head(judgement)
        self.console.print()
        self.console.print(criteria_table(judgement, self.console.width))
        self.open_facts(judgement)
        self.argued(judgement)
        self.decisions(judgement)
        self.merits(judgement)
        score = _("Score {score} of 100").format(score=summary.score_in_words(judgement))
        self.heading(score, summary.score_note())
        if self.explain:
            from zhenkit.reports.judgement.text_trace import trace_tree

            self.heading(_("Every check"), _("* the grade above hangs on it"))
            for judged in judgement.criteria:
                self.say(trace_tree(judged, judgement), before=1)

    def head(self, judgement: Judgement) -> None:
        """The verdict and the place, then by what the town is judged."""
        verdict = judgement.verdict
        first = graded(verdict, summary.verdict_in_words(judgement.span), "bold")
        self.say(first.append("  ").append_text(text(judgement.town.name, "bold")))
        for line in (
            text(_(" · ").join(summary.about(judgement))),
            text(str(judgement.rule_set.title)),
            text(_(" · ").join(summary.standard(judgement.rule_set)), "dim"),
        ):
            if line.plain:
                self.say(line, indent=2)

    def open_facts(self, judgement: Judgement) -> None:
        """The missing facts that can still move a criterion, then the ranges that can."""
        missing = [(judged, judged.missing) for judged in judgement.criteria if judged.missing]
        if missing:
            self.heading(_("Missing"), _("facts that can still move a criterion"))
            grid = _grid(3)
            for judged, facts in missing:
                for position, fact in enumerate(facts):
                    number = "" if position else str(judged.criterion.number)
                    grid.add_row(text(number), text(str(fact.label)), text(fact.id, "dim"))
            self.say(grid, indent=2)
        uncertain = [(judged, judged.uncertain) for judged in judgement.criteria if judged.uncertain]
        if uncertain:
            self.heading(_("Uncertain"), _("ranges that can still move a criterion"))
            grid = _grid(4)
            for judged, facts in uncertain:
                for fact in facts:
                    shown = fact.type.show(judgement.town.facts[fact.id])
                    grid.add_row(
                        text(str(judged.criterion.number)), text(str(fact.label)), text(shown), text(fact.id, "dim")
                    )
            self.say(grid, indent=2)

    def argued(self, judgement: Judgement) -> None:
        """The checks that people have to decide; a reading that several share is told once, below them."""
        found = list(summary.argued(judgement))
        if not found:
            return
        self.heading(_("To argue"), _("for people to decide; record it under decisions: in the town file"))
        grid = _grid(2)
        told: dict[str, int] = {}
        last = 0
        for (number, reading), group in groupby(found, lambda one: (one.number, one.reading)):
            for one in group:
                said = text(one.words).append_text(text(_(": {why}").format(why=one.why), COLOURS["review"]))
                grid.add_row(text("" if number == last else str(number)), said)
                last = number
            if reading:
                first = told.setdefault(reading, number)
                shown = reading if first == number else _("as under {number}").format(number=first)
                grid.add_row(Text(), text(_("reading: {text}").format(text=shown), "dim"))
        self.say(grid, indent=2)

    def decisions(self, judgement: Judgement) -> None:
        """Every decision that the town file records."""
        found = summary.decisions(judgement)
        if not found:
            return
        self.heading(_("Decisions"))
        grid = _grid(2)
        for decided in found:
            said = text(summary.decision_in_words(decided), COLOURS["relaxed" if decided.granted else "not_met"])
            grid.add_row(text(str(decided.number)), said)
            grid.add_row(Text(), text(decided.why))
        self.say(grid, indent=2)

    def merits(self, judgement: Judgement) -> None:
        """The preferences held, and those that cannot be told yet."""
        if not judgement.merits:
            return
        self.heading(_("Merits"), _("preferred; they never change the verdict"))
        grid = _grid(3)
        for number, held, labels in summary.merits(judgement):
            mark, word = ("met", _("held")) if held else ("incomplete", _("not known"))
            grid.add_row(text(str(number)), graded(mark, word), text(_("; ").join(labels)))
        self.say(grid, indent=2)


def _grid(columns: int) -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0))
    for _column in range(columns):
        grid.add_column(overflow="fold")
    return grid


def _at_a_glance(numbers: Sequence[int]) -> str:
    return "".join(map(str, numbers)) if max(numbers) < 10 else _("Criteria")


def _symbols(judgement: Judgement, numbers: Sequence[int]) -> Text:
    """A symbol a criterion, each below its number."""
    words = {judged.criterion.number: judged.span.word for judged in judgement.criteria}
    return Text().join([graded(words[number]) if number in words else Text(" ") for number in numbers])
