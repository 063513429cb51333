"""A ranking as one HTML page that loads nothing else: a heat map to sort and filter, complete without scripts.

The page's own style and script are files in `page/`.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from string import Template

from zhenkit.core.i18n import _, plural
from zhenkit.judging.baseline import Changes
from zhenkit.judging.ranking import Ranking
from zhenkit.reports.formats import Style
from zhenkit.reports.layout.html import Html, element, escaped, joined
from zhenkit.reports.layout.page import frame, grade, problems, text_of, verdict
from zhenkit.reports.phrases.grades import tally
from zhenkit.reports.phrases.titles import problems_note, rule_set_heading
from zhenkit.reports.ranking import since_baseline
from zhenkit.reports.ranking.columns import counted, with_distances
from zhenkit.reports.ranking.html_criteria import criteria, share
from zhenkit.reports.ranking.html_table import HeatMap
from zhenkit.rulesets.model import RuleSet

FOLDER = Path(__file__).parent / "page"


def render(ranking: Ranking, style: Style) -> bytes:
    """The page, in UTF-8; made row by row, so that one of many towns is held in memory once."""
    title, ranking = _("Ranking of towns"), with_distances(ranking)
    sheet = text_of(FOLDER / "page.css") + HeatMap(ranking).columns()
    before, after = frame(title, sheet, text_of(FOLDER / "page.js"))
    parts = _parts(ranking, title, style)
    top, _rows, bottom = text_of(FOLDER / "page.html").partition("$rows")
    page = io.BytesIO()
    page.write((before + Template(top).substitute(parts)).encode())
    for row in HeatMap(ranking).parts() if ranking.rows else ():
        page.write(f"{row}\n".encode())
    page.write((Template(bottom).substitute(parts) + after).encode())
    return page.getvalue()


def _parts(ranking: Ranking, title: str, style: Style) -> dict[str, str]:
    """The parts of the page's template, without the table."""
    return {
        "title": escaped(title),
        "standards": joined(map(_standard, ranking.rule_sets.values()), "\n"),
        "origin": element("p", origin, class_="soft") if (origin := _origin(style)) else "",
        "overview": joined(_overview(ranking), "\n"),
        "changes": joined(_changes(ranking.changes) if ranking.changes is not None else (), "\n"),
        "criteria": joined(criteria(ranking), "\n"),
        "problems": joined(problems(ranking.problems), "\n"),
    }


def _standard(rule_set: RuleSet) -> Html:
    said = (
        element("b", str(rule_set.title)),
        element("span", rule_set_heading(rule_set), class_="soft"),
    )
    return element("p", joined(said, " "))


MOST_NAMED = 5
"""Inputs that a page names; of more it says how many."""


def _origin(style: Style) -> str:
    """When the towns were judged, and what they were read from."""
    named, more = style.inputs[:MOST_NAMED], len(style.inputs) - MOST_NAMED
    listed = _(", ").join(named)
    if more > 0:
        listed = plural("{list} and {count} more", "{list} and {count} more", more).format(list=listed, count=more)
    said = (
        style.day and _("judged on {day}").format(day=style.day),
        listed and _("read from {list}").format(list=listed),
    )
    return _(" · ").join(filter(None, said))


def _overview(ranking: Ranking) -> Iterator[Html]:
    """How many towns there are and how many have each verdict; of changes and problems, listed below, how many."""
    counts = tally(ranking.rows)
    said = counted(ranking.counts)
    yield element("h2", said)
    if not counts:
        yield element("p", _("No town was judged: there is nothing to rank."), class_="notice")
    else:
        yield element(
            "ul", *(element("li", element("b", str(count)), verdict(word)) for word, count in counts), class_="tally"
        )
        yield share(counts)
    if ranking.changes is not None:
        yield element("p", element("a", since_baseline.headline(ranking.changes), href="#changes"), class_="notice")
    if note := problems_note(ranking):
        yield element("p", element("a", note, href="#problems"), class_="notice")


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
