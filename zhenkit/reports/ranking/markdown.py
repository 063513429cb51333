"""A ranking as Markdown for a pull-request comment: a table of each rule set, then what changed, then problems."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from zhenkit.core.i18n import _
from zhenkit.judging.baseline import Changes
from zhenkit.judging.ranking import Ranked, Ranking, kept_text
from zhenkit.reports.formats import Style
from zhenkit.reports.judgement.markdown import inline, section, table
from zhenkit.reports.phrases import summary
from zhenkit.reports.phrases.summary import SYMBOLS
from zhenkit.reports.ranking import since_baseline
from zhenkit.reports.ranking.columns import counted
from zhenkit.rulesets.model import RuleSet


def render(ranking: Ranking, _style: Style) -> str:
    """The report."""
    blocks = ["## " + inline(counted(ranking.counts))]
    tally = [f"{count} {summary.verdict_word(verdict)}" for verdict, count in summary.tally(ranking.rows)]
    blocks += [inline(_(", ").join(tally))] if tally else []
    for rule_set, rows in groupby(ranking.rows, lambda ranked: ranked.rule_set):
        blocks += _of_one(ranking.rule_sets[rule_set], list(rows), ranking.kept)
    if ranking.rows:
        legend = _(", ").join(f"{SYMBOLS[word]} {summary.grade_word(word)}" for word in summary.LEGEND)
        blocks.append(inline(legend) + "<br>\n" + inline(_("Score: {note}").format(note=summary.score_note())))
    if ranking.changes is not None:
        blocks += _changes(ranking.changes)
    problems = (inline(str(problem)) for problem in ranking.problems)
    blocks += section(_("Problems"), _("a town with a problem is not judged"), problems)
    return "\n\n".join(blocks) + "\n"


def _of_one(rule_set: RuleSet, rows: Sequence[Ranked], kept: Sequence[str]) -> Iterator[str]:
    yield f"**{inline(str(rule_set.title))}**<br>\n" + inline(_(" · ").join(summary.standard(rule_set)))
    headers = [_("Rank"), _("Town"), _("Place"), *map(inline, kept), _("Verdict"), _("Criteria"), _("Score")]
    yield table(headers, [_cells(ranked) for ranked in rows], right=(0, len(headers) - 1))


def _cells(ranked: Ranked) -> list[str]:
    verdict, score = ranked.span.verdict, ranked.score
    cells = [
        "" if ranked.rank is None else str(ranked.rank),
        ranked.name,
        summary.where_ranked(ranked),
        *map(kept_text, ranked.kept),
        f"{SYMBOLS[verdict]} {summary.verdict_word(verdict)}",
        " ".join(SYMBOLS[span.word] for span in ranked.criteria.values()),
        "" if score is None else summary.figure_of(score),
    ]
    return [inline(cell) for cell in cells]


def _changes(found: Changes) -> Iterator[str]:
    yield f"**{inline(since_baseline.headline(found))}**"
    listed = [inline(line) for line in since_baseline.rules_lines(found)]
    for told in since_baseline.changed_towns(found):
        symbol = SYMBOLS[since_baseline.MARKS[told.kind]]
        listed.append("<br>".join(map(inline, (f"{symbol} {told.word}: {told.town}", *told.details))))
    if listed:
        yield "\n".join(f"- {item}" for item in listed)
