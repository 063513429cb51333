"""The table of towns at a terminal, a row a town with its grades at a glance: of `check` and of `batch`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zhenkit.core.i18n import _
from zhenkit.judging.ranking import Ranked, kept_text
from zhenkit.reports.layout.styles import COLOURS
from zhenkit.reports.layout.table import Content, TextCell, TextColumn, lay_out, natural_widths
from zhenkit.reports.layout.terminal import NARROWEST
from zhenkit.reports.phrases.grades import (
    SYMBOLS,
    completeness_in_words,
    score_in_words,
    verdict_ends,
    verdict_in_words,
    verdict_word,
)
from zhenkit.reports.phrases.titles import place_and_year

EMPTY, BETWEEN = TextCell(""), TextCell("  ")


def towns_table(
    rows: Sequence[Ranked],
    numbers: Sequence[int],
    width: int,
    colour: bool,
    kept: Sequence[str] = (),
    *,
    ranks: bool = False,
    rules: bool = False,
) -> Iterator[str]:
    """The lines of the table; `numbers` are those of the criteria, ranks and rule sets have a column on request.

    A ranking says how complete a town is. Where it is too wide, part of a town is below its name, its verdict and its
    score; below `NARROWEST` cells everything is.
    """
    rank = [TextColumn(_("Rank"), right=True)] if ranks else []
    town = TextColumn(_("Town"), folds=True)
    if width < NARROWEST:
        return lay_out([*rank, town], [line for row in rows for line in _stacked(row, numbers, kept)], width, colour)
    columns = [
        *rank,
        town,
        TextColumn(_("Place"), folds=True),
        *([TextColumn(_("Rules"))] if rules else ()),
        *(TextColumn(title, folds=True) for title in kept),
        TextColumn(_("Verdict"), folds=True),
        *([TextColumn(_("Facts given"), right=True)] if ranks else ()),
        _glances(numbers),
        TextColumn(_("Score"), right=True),
    ]
    cells = [_cells(row, numbers, ranks, rules) for row in rows]
    if sum(natural_widths(columns, cells)) > width:
        at = columns.index(town)
        verdict = at + 1 + rules + len(kept)
        dropped = {at + 1, *([verdict + 2] if ranks else ())}
        columns = [column for place, column in enumerate(columns) if place not in dropped]
        lines = []
        for row, found in zip(rows, cells, strict=True):
            first = [cell for place, cell in enumerate(found) if place not in dropped]
            first[verdict] = _verdict(row)
            lines += [first, _below(row, first, at, verdict, ranks)]
        cells = lines
    return lay_out(columns, cells, width, colour)


def short_table(rows: Sequence[Ranked], width: int, colour: bool) -> Iterator[str]:
    """The lines of a table without scores, so that most towns take a line each."""
    numbers = sorted({number for row in rows for number in row.criteria})
    several = len({row.rule_set for row in rows}) > 1
    columns = [
        TextColumn(_("Town"), folds=True),
        TextColumn(_("Place"), folds=True),
        *([TextColumn(_("Rules"))] if several else ()),
        TextColumn(_("Verdict")),
        _glances(numbers),
    ]
    cells: list[list[Content]] = [
        [
            TextCell(row.name),
            _place(row),
            *([TextCell(row.rule_set, "dim")] if several else ()),
            _verdict(row),
            _glance(row, numbers),
        ]
        for row in rows
    ]
    return lay_out(columns, cells, width, colour)


def _glances(numbers: Sequence[int]) -> TextColumn:
    """The column of the criteria's symbols, below their numbers where these have a digit each."""
    return TextColumn("".join(map(str, numbers)) if max(numbers) < 10 else _("Criteria"))


def _below(row: Ranked, cells: list[Content], town: int, verdict: int, ranks: bool) -> list[Content]:
    """What is below a town's cells: its place, from which to which an open verdict is, how complete it is."""
    below: list[Content] = [EMPTY] * len(cells)
    below[town] = _place(row)
    if not row.span.decided:
        below[verdict] = TextCell(f"  {verdict_ends(row.span)}", "dim")
    if ranks:
        below[-1] = TextCell(_given(row), "dim")
    return below


def _stacked(row: Ranked, numbers: Sequence[int], kept: Sequence[str]) -> Iterator[list[Content]]:
    """The lines of a town in a table too narrow for more than the rank and the town."""
    yield [_rank(row), TextCell(row.name)]
    yield [EMPTY, _place(row)]
    for title, value in zip(kept, row.kept, strict=True):
        yield [EMPTY, TextCell(_("{name}: {said}").format(name=title, said=kept_text(value)))]
    yield [EMPTY, (_verdict(row), BETWEEN, *_glance(row, numbers), BETWEEN, TextCell(score_in_words(row.score)))]
    ends = [] if row.span.decided else [verdict_ends(row.span)]
    yield [EMPTY, TextCell(_("; ").join([*ends, *filter(None, [_given(row)])]), "dim")]


def _given(row: Ranked) -> str:
    found = completeness_in_words(row.completeness)
    return _("{count} given").format(count=found) if found else ""


def _cells(row: Ranked, numbers: Sequence[int], ranks: bool, rules: bool) -> list[Content]:
    return [
        *([_rank(row)] if ranks else ()),
        TextCell(row.name),
        _place(row),
        *([TextCell(row.rule_set, "dim")] if rules else ()),
        *(TextCell(kept_text(value)) for value in row.kept),
        _verdict(row, in_words=True),
        *([TextCell(completeness_in_words(row.completeness))] if ranks else ()),
        _glance(row, numbers),
        TextCell(score_in_words(row.score)),
    ]


def _rank(row: Ranked) -> TextCell:
    return TextCell("" if row.rank is None else str(row.rank))


def _place(row: Ranked) -> TextCell:
    return TextCell(place_and_year(row.place, row.year), "dim")


def _verdict(row: Ranked, in_words: bool = False) -> TextCell:
    """The verdict; `in_words` where it is open, also from which to which."""
    verdict = row.span.verdict
    said = verdict_in_words(row.span) if in_words else verdict_word(verdict)
    return TextCell(f"{SYMBOLS[verdict]} {said}", COLOURS[verdict])


def _glance(row: Ranked, numbers: Sequence[int]) -> tuple[TextCell, ...]:
    """A symbol a criterion, each below its number."""
    return tuple([_symbol(row, number) for number in numbers])


def _symbol(row: Ranked, number: int) -> TextCell:
    span = row.criteria.get(number)
    return TextCell(" ") if span is None else TextCell(SYMBOLS[span.word], COLOURS[span.word])
