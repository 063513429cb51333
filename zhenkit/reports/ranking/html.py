"""A ranking as one HTML page that loads nothing else: a heat map to sort and filter, complete without scripts.

The page's own style and script are files in `page/`.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from string import Template

from zhenkit.core.i18n import _
from zhenkit.judging.baseline import Changes
from zhenkit.judging.ranking import Ranked, Ranking
from zhenkit.reports.formats import Style
from zhenkit.reports.layout.html import Html, element, escaped, joined
from zhenkit.reports.layout.page import frame, grade, problems, text_of, verdict
from zhenkit.reports.phrases.grades import GRADES, tally
from zhenkit.reports.phrases.titles import problems_note, rule_set_heading
from zhenkit.reports.ranking import since_baseline
from zhenkit.reports.ranking.columns import counted
from zhenkit.reports.ranking.html_table import HeatMap
from zhenkit.rulesets.model import RuleSet

FOLDER = Path(__file__).parent / "page"


def render(ranking: Ranking, _style: Style) -> bytes:
    """The page, in UTF-8; made row by row, so that one of many towns is held in memory once."""
    title = _("Ranking of towns")
    style, script = text_of(FOLDER / "page.css") + HeatMap(ranking).columns(), text_of(FOLDER / "page.js")
    before, after = frame(title, style, script)
    parts = _parts(ranking, title)
    top, _rows, bottom = text_of(FOLDER / "page.html").partition("$rows")
    page = io.BytesIO()
    page.write((before + Template(top).substitute(parts)).encode())
    for row in HeatMap(ranking).parts() if ranking.rows else ():
        page.write(f"{row}\n".encode())
    page.write((Template(bottom).substitute(parts) + after).encode())
    return page.getvalue()


def _parts(ranking: Ranking, title: str) -> dict[str, str]:
    """The parts of the page's template, without the table."""
    return {
        "title": escaped(title),
        "standards": joined(map(_standard, ranking.rule_sets.values()), "\n"),
        "overview": joined(_overview(ranking), "\n"),
        "changes": joined(_changes(ranking.changes) if ranking.changes is not None else (), "\n"),
        "criteria": joined(_criteria(ranking), "\n"),
        "problems": joined(problems(ranking.problems), "\n"),
    }


def _standard(rule_set: RuleSet) -> Html:
    said = (
        element("b", str(rule_set.title)),
        element("span", rule_set_heading(rule_set), class_="soft"),
    )
    return element("p", joined(said, " "))


def _overview(ranking: Ranking) -> Iterator[Html]:
    """How many towns there are and how many have each verdict; of changes and problems, listed below, how many."""
    counts = tally(ranking.rows)
    said = counted(ranking.counts)
    yield element("h2", said)
    if counts:
        yield element(
            "ul", *(element("li", element("b", str(count)), verdict(word)) for word, count in counts), class_="tally"
        )
        yield _share(counts)
    if ranking.changes is not None:
        yield element("p", element("a", since_baseline.headline(ranking.changes), href="#changes"), class_="notice")
    if note := problems_note(ranking):
        yield element("p", element("a", note, href="#problems"), class_="notice")


def _share(counts: Sequence[tuple[str, int]]) -> Html:
    """A bar that shows what part of the towns has each verdict; for the eye alone, the figures are beside it."""
    bars, start, total = [], 0.0, sum(count for _word, count in counts)
    for word, count in counts:
        width = 100 * count / total
        bars.append(element("rect", x=f"{start:.3f}", width=f"{width:.3f}", height=1, class_=word))
        start += width
    options = {"viewBox": "0 0 100 1", "preserveAspectRatio": "none", "aria_hidden": "true"}
    return element("svg", *bars, class_="share", **options)


def _changes(found: Changes) -> Iterator[Html]:
    yield element("h2", _("Changes"), id="changes")
    yield element("p", since_baseline.headline(found))
    yield from (element("p", line, class_="notice") for line in since_baseline.rules_lines(found))
    items = [
        element(
            "li",
            joined([grade(since_baseline.MARKS[town.kind], town.word), town.town], " "),
            element("ul", *(element("li", detail) for detail in town.details)) if town.details else "",
        )
        for town in since_baseline.changed_towns(found)
    ]
    if items:
        yield element("ul", *items, class_="list")


def _criteria(ranking: Ranking) -> Iterator[Html]:
    """The criteria of each rule set: their clauses, and how many towns have each grade."""
    if not ranking.rows:
        return
    yield element("h2", _("Criteria"))
    for rule_set in ranking.rule_sets.values():
        rows = [ranked for ranked in ranking.rows if ranked.rule_set == rule_set.id]
        if len(ranking.rule_sets) > 1:
            yield element("h3", str(rule_set.title))
        yield _counts(rule_set, rows)


def _counts(rule_set: RuleSet, rows: Iterable[Ranked]) -> Html:
    counted = Counter((number, span.word) for ranked in rows for number, span in ranked.criteria.items())
    heads = [
        element("th", "#", class_="number", scope="col"),
        element("th", _("Criterion"), scope="col"),
        element("th", _("Clause"), class_="clause", scope="col"),
        *(element("th", grade(word), class_="number", scope="col") for word in GRADES),
    ]
    lines = [
        element(
            "tr",
            element("td", str(criterion.number), class_="number"),
            element("th", str(criterion.name), scope="row"),
            element("td", criterion.clause, class_="clause"),
            *(element("td", str(counted[criterion.number, word]), class_="number") for word in GRADES),
        )
        for criterion in rule_set.criteria
    ]
    table = element("table", element("thead", element("tr", *heads)), element("tbody", joined(lines, "\n")))
    return element("div", table, class_="counts")
