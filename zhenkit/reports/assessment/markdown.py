"""The yearly assessment as Markdown: a table of each group, then lists of who is commended or slow, and what moved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

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
from zhenkit.reports.judgement.markdown import bullets, inline, listing, problems, table
from zhenkit.reports.phrases.grades import SYMBOLS
from zhenkit.reports.ranking.since_baseline import MARKS


def render(found: Assessment, _style: Style) -> str:
    """The report."""
    said = outline(found)
    blocks = [f"## {inline(said.title)}", inline(said.counted)]
    for group in said.groups:
        blocks += _group(group)
    blocks += listing(_("Commended"), "", _listed(said.commended))
    blocks += listing(_("For a notice"), "", _listed(said.slow))
    if said.since:
        blocks.append(f"**{inline(said.since)}**")
        lines = [inline(line) for line in said.rules_changed]
        for town in said.changed:
            first = f"{SYMBOLS[MARKS[town.kind]]} {town.word}{_(': ')}{town.town}"
            lines.append("<br>".join(map(inline, (first, *town.details))))
        if lines:
            blocks.append(bullets(lines))
    blocks += listing(_("By criterion"), "", (inline(movement_in_words(one)) for one in said.criteria))
    blocks += listing(_("By fact"), "", (inline(movement_in_words(one)) for one in said.facts))
    blocks.append("<br>\n".join(map(inline, (*said.rules, *said.notes))))
    blocks += problems(found.problems)
    return "\n\n".join(blocks) + "\n"


def _group(group: GroupOutline) -> Iterator[str]:
    yield f"### {inline(group.title)}"
    yield inline(group.heading)
    counts = (f"{SYMBOLS[GRADES[standing]]} {standing_word(standing)} {count}" for standing, count in group.tally)
    yield inline(_(", ").join(counts))
    headers = [_("Rank"), _("Town"), _("Place"), _("Verdict"), _("Score"), _("Standing"), _("Result")]
    rows = (
        [
            with_before(town.rank, town.rank_before),
            town.name,
            town.place,
            f"{SYMBOLS[town.verdict]} {with_before(town.said, town.before)}",
            with_before(town.score, town.score_before),
            town.stands,
            result_word(town.result),
        ]
        for town in group.towns
    )
    yield table(headers, rows, right=(0,))


def _listed(towns: Iterable[ListedTown]) -> Iterator[str]:
    for town in towns:
        yield "<br>".join(map(inline, (_(" · ").join(filter(None, (town.name, town.place))), *town.reasons)))
