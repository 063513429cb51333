"""A town along the values of a fact, or of two, as Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from zhenkit.core.i18n import _
from zhenkit.judging.sweep import Sweep, Sweeps
from zhenkit.reports.formats import Style
from zhenkit.reports.judgement.markdown import inline, listing, problems, table
from zhenkit.reports.phrases.grades import SYMBOLS, verdict_in_words
from zhenkit.reports.phrases.sweep import (
    axis_title,
    criteria_moving,
    headline,
    legend,
    mark,
    no_share,
    nothing,
    piece_in_words,
    region_rows,
    share_lines,
    still,
    symbols,
    turn_in_words,
    verdict_there,
)
from zhenkit.reports.phrases.titles import rule_set_heading, town_heading


def render(found: Sweeps, _style: Style) -> str:
    """The report: each town of the file."""
    blocks = [block for sweep in found.sweeps for block in _town(sweep)]
    blocks += problems(found.problems)
    return "\n\n".join(blocks) + "\n"


def _town(sweep: Sweep) -> Iterator[str]:
    judgement = sweep.judgement
    title = f"{SYMBOLS[judgement.verdict]} {verdict_in_words(judgement.span)} · {judgement.town.name}"
    yield f"## {inline(title)}"
    head = [town_heading(judgement), str(judgement.rule_set.title), rule_set_heading(judgement.rule_set)]
    yield "<br>\n".join(inline(line) for line in head if line)
    yield f"**{inline(headline(sweep))}**"
    yield from map(inline, nothing(sweep))
    if not sweep.moves:
        return
    numbers = [str(criterion.number) for _at, criterion in criteria_moving(sweep)]
    if len(sweep.axes) > 1:
        one, other = sweep.axes
        rows = [
            [
                piece_in_words(one, piece),
                *(verdict_there(sweep.outcomes[place, column]) for column in range(len(other.pieces))),
            ]
            for place, piece in enumerate(one.pieces)
        ]
        yield table([axis_title(one.fact), *(piece_in_words(other, piece) for piece in other.pieces)], rows)
        regions = [[*words, verdict_there(outcome), *symbols(sweep, outcome)] for words, outcome in region_rows(sweep)]
        yield table([*(axis_title(axis.fact) for axis in sweep.axes), _("Verdict"), *numbers], regions)
    else:
        axis = sweep.axes[0]
        pieces = [
            [
                mark(sweep, axis, piece),
                piece_in_words(axis, piece),
                verdict_there(outcome),
                *symbols(sweep, outcome),
            ]
            for piece, outcome in sweep.pieces
        ]
        yield table(["", axis_title(axis.fact), _("Verdict"), *numbers], pieces)
    yield "<br>\n".join(map(inline, legend(sweep)))
    if len(sweep.axes) == 1:
        points = (inline(_(": ").join(turn_in_words(sweep, turn))) for turn in sweep.turns)
        yield from listing(
            _("Points of change"), _("exact: the town was judged at each and on both sides of it"), points
        )
        shares = (inline(f"{said}{_(': ')}{share}") for _span, said, share in share_lines(sweep))
        note = _("how much of it is at each verdict, every value counting alike")
        yield from listing(_("Share of the range"), note, shares)
        if line := no_share(sweep):
            yield inline(line)
    if line := still(sweep):
        yield "**" + inline(_("Criteria that stay as they are")) + "**"
        yield inline(line)
