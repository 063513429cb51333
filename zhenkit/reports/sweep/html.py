"""Towns along the values of a fact, or of two, as one HTML page that loads nothing and runs nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from zhenkit.core.i18n import _
from zhenkit.judging.sweep import Sweep, Sweeps
from zhenkit.reports.formats import Style
from zhenkit.reports.layout.html import Html, element, joined
from zhenkit.reports.layout.page import frame, grade, problems, text_of
from zhenkit.reports.phrases.grades import verdict_in_words
from zhenkit.reports.phrases.sweep import headline, no_share, nothing, share_lines, still, turn_in_words
from zhenkit.reports.phrases.titles import rule_set_heading, town_heading
from zhenkit.reports.sweep.chart import chart

FOLDER = Path(__file__).parent


def render(found: Sweeps, _style: Style) -> str:
    """The page: of each town a chart, the points of change in words, the shares of a range."""
    title = found.sweeps[0].judgement.town.name if len(found.sweeps) == 1 else _("What hangs on a fact")
    before, after = frame(title, text_of(FOLDER / "chart.css") + text_of(FOLDER / "sweep.css"))
    pieces = [before, "<main>", *(part for sweep in found.sweeps for part in _town(sweep)), *problems(found.problems)]
    return "\n".join((*pieces, "</main>", after.lstrip("\n")))


def _town(sweep: Sweep) -> Iterator[Html]:
    judgement = sweep.judgement
    yield element("h1", judgement.town.name)
    yield element("p", grade(judgement.verdict, verdict_in_words(judgement.span)))
    for line in (town_heading(judgement), str(judgement.rule_set.title), rule_set_heading(judgement.rule_set)):
        if line:
            yield element("p", line, class_="soft")
    yield element("h2", headline(sweep))
    for line in nothing(sweep):
        yield element("p", line)
    if sweep.moves:
        yield element("div", chart(sweep), class_="figure")
    if len(sweep.axes) == 1:
        if sweep.turns:
            yield element("h3", _("Points of change"))
            yield element("p", _("exact: the town was judged at each and on both sides of it"), class_="soft")
            rows = (
                element("tr", element("th", where, scope="row"), element("td", said))
                for where, said in (turn_in_words(sweep, turn) for turn in sweep.turns)
            )
            yield element("table", element("tbody", joined(rows, "\n")))
        if shares := share_lines(sweep):
            yield element("h3", _("Share of the range"))
            yield element("p", _("how much of it is at each verdict, every value counting alike"), class_="soft")
            rows = (element("tr", element("th", said, scope="row"), element("td", one)) for _span, said, one in shares)
            yield element("table", element("tbody", joined(rows, "\n")))
        if line := no_share(sweep):
            yield element("p", line, class_="soft")
    if sweep.moves and (line := still(sweep)):
        yield element("h3", _("Criteria that stay as they are"))
        yield element("p", line)
