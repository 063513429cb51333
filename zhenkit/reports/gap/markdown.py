"""What separates towns from a grade, as Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from zhenkit.judging.gap import Gap
from zhenkit.judging.gaps import Gaps
from zhenkit.reports.formats import Style
from zhenkit.reports.judgement.markdown import in_html, inline, item_line, listing, problems, table
from zhenkit.reports.phrases.gap import headline, sections
from zhenkit.reports.phrases.gap_table import COUNTED, cells, headers, overall, summary
from zhenkit.reports.phrases.grades import SYMBOLS, verdict_in_words
from zhenkit.reports.phrases.titles import rule_set_heading, town_heading


def render(found: Gaps, _style: Style) -> str:
    """The report: of several towns a table, with what each needs folded below it; of one what it needs."""
    blocks: list[str] = []
    several = len(found.gaps) > 1
    if several:
        blocks.append("## " + inline(summary(found.gaps)))
        rules = found.wanted.ladder
        titles = headers(rules)
        blocks.append(table(titles, [cells(gap, rules) for gap in found.gaps], right=range(COUNTED, len(titles))))
        for section in overall(found):
            blocks += listing(section.title, section.note, map(item_line, section.items))
    for gap in found.gaps:
        title = f"{SYMBOLS[gap.judgement.verdict]} {verdict_in_words(gap.span)} · {gap.town.name}"
        if several:
            blocks += [f"<details><summary>{in_html(title)}</summary>", *_town(gap, found), "</details>"]
        else:
            blocks += [f"## {inline(title)}", *_town(gap, found)]
    blocks += problems(found.problems)
    return "\n\n".join(blocks) + "\n"


def _town(gap: Gap, found: Gaps) -> Iterator[str]:
    head = [town_heading(gap.judgement), str(gap.rule_set.title), rule_set_heading(gap.rule_set)]
    yield "<br>\n".join(inline(line) for line in head if line)
    yield f"**{inline(headline(gap))}**"
    for section in sections(gap, found.wanted):
        yield from listing(section.title, section.note, map(item_line, section.items))
