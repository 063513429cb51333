"""A ranking as Markdown for a pull-request comment: a table of each rule set, then what changed, then problems."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from zhenkit.core.i18n import _
from zhenkit.judging.baseline import Changes
from zhenkit.judging.ranking import Ranking
from zhenkit.reports.formats import Style
from zhenkit.reports.judgement.markdown import bullets, inline, problems, tally_line, towns_table
from zhenkit.reports.phrases.grades import GRADES, SYMBOLS, completeness_note, grade_word, score_note
from zhenkit.reports.phrases.titles import rule_set_heading
from zhenkit.reports.ranking import since_baseline
from zhenkit.reports.ranking.columns import counted, with_distances


def render(ranking: Ranking, _style: Style) -> str:
    """The report."""
    ranking = with_distances(ranking)
    blocks = ["## " + inline(counted(ranking.counts))]
    blocks += [tally_line(ranking.rows)] if ranking.rows else []
    for rule_set_id, rows in groupby(ranking.rows, lambda row: row.rule_set):
        rule_set = ranking.rule_sets[rule_set_id]
        blocks.append(f"**{inline(str(rule_set.title))}**<br>\n{inline(rule_set_heading(rule_set))}")
        blocks.append(towns_table(list(rows), ranking.kept, ranks=True))
    if ranking.rows:
        legend = _(", ").join(f"{SYMBOLS[word]} {grade_word(word)}" for word in GRADES)
        blocks.append(inline(legend) + "<br>\n" + inline(_("Facts given: {note}").format(note=completeness_note())))
        blocks[-1] += "<br>\n" + inline(_("Score: {note}").format(note=score_note()))
    if ranking.changes is not None:
        blocks += _changes(ranking.changes)
    blocks += problems(ranking.problems)
    return "\n\n".join(blocks) + "\n"


def _changes(found: Changes) -> Iterator[str]:
    yield f"**{inline(since_baseline.headline(found))}**"
    listed = [inline(line) for line in since_baseline.rules_lines(found)]
    for town in since_baseline.changed_towns(found):
        symbol = SYMBOLS[since_baseline.MARKS[town.kind]]
        listed.append("<br>".join(map(inline, (f"{symbol} {town.word}{_(': ')}{town.town}", *town.details))))
    if listed:
        yield bullets(listed)
