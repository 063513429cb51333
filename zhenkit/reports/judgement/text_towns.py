"""The table of towns at a terminal, a row a town with its grades at a glance: of `check` and of `batch`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zhenkit.core.i18n import _
from zhenkit.judging.ranking import Ranked, kept_text
from zhenkit.reports.layout.styles import COLOURS
from zhenkit.reports.layout.table import Content, TextCell, TextColumn, lay_out, natural_widths
from zhenkit.reports.layout.terminal import NARROWEST
from zhenkit.reports.phrases.grades import SYMBOLS, score_in_words, verdict_word
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

    Where it is too wide, each town's place is below its name; below `NARROWEST` cells all parts of a town are.
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
        TextColumn(_("Verdict")),
        TextColumn("".join(map(str, numbers)) if max(numbers) < 10 else _("Criteria")),
        TextColumn(_("Score"), right=True),
    ]
    cells = [_cells(row, numbers, ranks, rules) for row in rows]
    if sum(natural_widths(columns, cells)) > width:
        at = columns.index(town)
        del columns[at + 1]
        below: list[Content] = [EMPTY] * len(columns)
        cells = [
            line
            for row in cells
            for line in ([*row[: at + 1], *row[at + 2 :]], [*below[:at], row[at + 1], *below[at + 1 :]])
        ]
    return lay_out(columns, cells, width, colour)


def _stacked(row: Ranked, numbers: Sequence[int], kept: Sequence[str]) -> Iterator[list[Content]]:
    """The lines of a town in a table too narrow for more than the rank and the town."""
    yield [_rank(row), TextCell(row.name)]
    yield [EMPTY, _place(row)]
    for title, value in zip(kept, row.kept, strict=True):
        yield [EMPTY, TextCell(_("{name}: {said}").format(name=title, said=kept_text(value)))]
    yield [EMPTY, (_verdict(row), BETWEEN, *_glance(row, numbers), BETWEEN, TextCell(score_in_words(row.score)))]


def _cells(row: Ranked, numbers: Sequence[int], ranks: bool, rules: bool) -> list[Content]:
    return [
        *([_rank(row)] if ranks else ()),
        TextCell(row.name),
        _place(row),
        *([TextCell(row.rule_set, "dim")] if rules else ()),
        *(TextCell(kept_text(value)) for value in row.kept),
        _verdict(row),
        _glance(row, numbers),
        TextCell(score_in_words(row.score)),
    ]


def _rank(row: Ranked) -> TextCell:
    return TextCell("" if row.rank is None else str(row.rank))


def _place(row: Ranked) -> TextCell:
    return TextCell(place_and_year(row.place, row.year), "dim")


def _verdict(row: Ranked) -> TextCell:
    verdict = row.span.verdict
    return TextCell(f"{SYMBOLS[verdict]} {verdict_word(verdict)}", COLOURS[verdict])


def _glance(row: Ranked, numbers: Sequence[int]) -> tuple[TextCell, ...]:
    """A symbol a criterion, each below its number."""
    return tuple([_symbol(row, number) for number in numbers])


def _symbol(row: Ranked, number: int) -> TextCell:
    span = row.criteria.get(number)
    return TextCell(" ") if span is None else TextCell(SYMBOLS[span.word], COLOURS[span.word])
