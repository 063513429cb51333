"""A ranking for people at a terminal: a row a town with its grades at a glance, then what changed and every check."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.text import Text

from zhenkit.core.i18n import _
from zhenkit.judging.outcome import Run
from zhenkit.judging.ranking import Ranked, Ranking, kept_text
from zhenkit.reports.formats import Style
from zhenkit.reports.judgement import text as one_town
from zhenkit.reports.layout.styles import COLOURS, graded, text
from zhenkit.reports.layout.table import Content, TextCell, TextColumn, lay_out, natural_widths
from zhenkit.reports.layout.terminal import NARROWEST, Page
from zhenkit.reports.phrases import summary
from zhenkit.reports.phrases.summary import SYMBOLS
from zhenkit.reports.ranking.columns import counted
from zhenkit.rulesets.model import RuleSet


def render(ranking: Ranking, style: Style) -> str:
    """The report: how many have each verdict, a table of each rule set, then what changed, then problems."""
    parts = [_head(ranking, style)]
    for rule_set, rows in groupby(ranking.rows, lambda ranked: ranked.rule_set):
        parts.append(_title(ranking.rule_sets[rule_set], style))
        parts += [f"{line}\n" for line in _table(ranking.rule_sets[rule_set], list(rows), ranking.kept, style)]
    parts.append(_foot(ranking, style))
    if style.explain:
        for judgement in ranking.judgements or ():
            parts += [f"\n{'─' * max(style.width, NARROWEST)}\n\n", one_town.render(Run([judgement]), style)]
    return "".join(parts)


def _head(ranking: Ranking, style: Style) -> str:
    page = Page(style, LEAST)
    page.say(text(counted(ranking.counts), "bold"))
    tally = [
        graded(verdict, f"{count} {summary.verdict_word(verdict)}") for verdict, count in summary.tally(ranking.rows)
    ]
    if tally:
        page.say(Text("   ").join(tally))
    return page.printed()


def _title(rule_set: RuleSet, style: Style) -> str:
    page = Page(style, LEAST)
    page.say(text(str(rule_set.title), "bold"), before=1)
    page.say(text(_(" · ").join(summary.standard(rule_set)), "dim"))
    page.console.print()
    return page.printed()


def _table(rule_set: RuleSet, rows: Sequence[Ranked], kept: Sequence[str], style: Style) -> Iterator[str]:
    numbers = [criterion.number for criterion in rule_set.criteria]
    columns = [
        TextColumn(_("Rank"), right=True),
        TextColumn(_("Town"), folds=True),
        TextColumn(_("Place"), folds=True),
        *(TextColumn(title, folds=True) for title in kept),
        TextColumn(_("Verdict")),
        TextColumn(at_a_glance(numbers)),
        TextColumn(_("Score"), right=True),
    ]
    if style.width < NARROWEST:
        return lay_out(*_stacked(rows, numbers, kept), max(style.width, LEAST), style.colour)
    cells = [_cells(ranked, numbers) for ranked in rows]
    if sum(natural_widths(columns, cells)) > style.width:
        columns, cells = _place_below(columns, cells)
    return lay_out(columns, cells, style.width, style.colour)


LEAST = 40
"""Cells: a terminal narrower than `NARROWEST` has the parts of a town below one another, each in so many at most."""
EMPTY, BETWEEN = TextCell(""), TextCell("  ")


def _stacked(
    rows: Sequence[Ranked], numbers: Sequence[int], kept: Sequence[str]
) -> tuple[list[TextColumn], list[list[Content]]]:
    """Columns and cells of a table too narrow for more than the rank and the town."""
    cells: list[list[Content]] = []
    for ranked in rows:
        place = TextCell(summary.where_ranked(ranked), "dim")
        carried: list[Content] = [
            TextCell(_("{name}: {said}").format(name=title, said=kept_text(value)))
            for title, value in zip(kept, ranked.kept, strict=True)
        ]
        judged: tuple[TextCell, ...] = (_verdict(ranked), BETWEEN, *_glance(ranked, numbers), BETWEEN, _score(ranked))
        cells.append([_rank(ranked), TextCell(ranked.name)])
        cells += [[EMPTY, below] for below in (place, *carried, judged)]
    return [TextColumn(_("Rank"), right=True), TextColumn(_("Town"), folds=True)], cells


TOWN, PLACE = 1, 2


def _place_below(columns: list[TextColumn], rows: list[list[Content]]) -> tuple[list[TextColumn], list[list[Content]]]:
    """The same with each town's place below its name."""
    narrow = [*columns[:PLACE], *columns[PLACE + 1 :]]
    found: list[list[Content]] = []
    for cells in rows:
        below: list[Content] = [TextCell("")] * len(narrow)
        below[TOWN] = cells[PLACE]
        found += [[*cells[:PLACE], *cells[PLACE + 1 :]], below]
    return narrow, found


def at_a_glance(numbers: Sequence[int]) -> str:
    """The title above a symbol a criterion: their numbers, where each is one digit."""
    return "".join(map(str, numbers)) if max(numbers) < 10 else _("Criteria")


def _cells(ranked: Ranked, numbers: Sequence[int]) -> list[Content]:
    return [
        _rank(ranked),
        TextCell(ranked.name),
        TextCell(summary.where_ranked(ranked), "dim"),
        *(TextCell(kept_text(value)) for value in ranked.kept),
        _verdict(ranked),
        _glance(ranked, numbers),
        _score(ranked),
    ]


def _rank(ranked: Ranked) -> TextCell:
    return TextCell("" if ranked.rank is None else str(ranked.rank))


def _verdict(ranked: Ranked) -> TextCell:
    verdict = ranked.span.verdict
    return TextCell(f"{SYMBOLS[verdict]} {summary.verdict_word(verdict)}", COLOURS[verdict])


def _glance(ranked: Ranked, numbers: Sequence[int]) -> tuple[TextCell, ...]:
    return tuple([_symbol(ranked, number) for number in numbers])


def _score(ranked: Ranked) -> TextCell:
    return TextCell("" if ranked.score is None else summary.figure_of(ranked.score))


def _symbol(ranked: Ranked, number: int) -> TextCell:
    word = ranked.criteria[number].word
    return TextCell(SYMBOLS[word], COLOURS[word])


def _foot(ranking: Ranking, style: Style) -> str:
    page = Page(style, LEAST)
    if ranking.rows:
        page.say(Text("   ").join(graded(word, summary.grade_word(word)) for word in summary.LEGEND), before=1)
        page.say(text(_("Score: {note}").format(note=summary.score_note()), "dim"))
    if ranking.changes is not None:
        from zhenkit.reports.ranking import since_baseline  # only where an earlier run is compared with

        page.say(text(since_baseline.headline(ranking.changes), "bold"), before=1)
        for line in since_baseline.rules_lines(ranking.changes):
            page.say(text(line, "yellow"), indent=2)
        for told in since_baseline.changed_towns(ranking.changes):
            page.say(
                graded(since_baseline.MARKS[told.kind], told.word).append("  ").append_text(text(told.town)), indent=2
            )
            for detail in told.details:
                page.say(text(detail), indent=6)
    if note := summary.problems_note(ranking):
        page.say(text(note, "yellow"), before=1)
    return page.printed()
