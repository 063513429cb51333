"""What became of the answers of departments, for people at a terminal."""

from __future__ import annotations

from zhenkit.judging.merge import LEFT_OUT, MergeFound
from zhenkit.reports.formats import Style
from zhenkit.reports.layout.styles import text
from zhenkit.reports.layout.terminal import Page
from zhenkit.reports.phrases.merge import below, groups, line, outcome_title, summary


def render(found: MergeFound, style: Style) -> str:
    """The report: what was put in, what was not and why; the files that changed."""
    page = Page(style)
    page.say(text(summary(found), "bold"))
    for outcome, answers in groups(found):
        page.say(text(outcome_title(outcome), "red" if outcome in LEFT_OUT else "bold"), before=1)
        for one in answers:
            page.say(text(line(one)), 2)
            for said in below(one):
                page.say(text(said, "dim"), 4)
    if found.files:
        page.console.print()
    for file in found.files:
        page.say(text(file))
    return page.printed()
