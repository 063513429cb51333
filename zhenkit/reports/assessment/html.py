"""The yearly assessment as one HTML page that loads nothing and runs nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from zhenkit.core.i18n import _
from zhenkit.judging.assessment import Assessment
from zhenkit.reports.assessment.outline import (
    GRADES,
    GroupOutline,
    ListedTown,
    MovementLine,
    outline,
    result_word,
    standing_word,
    with_before,
)
from zhenkit.reports.formats import Style
from zhenkit.reports.layout.html import Html, element, joined
from zhenkit.reports.layout.page import frame, grade, problems, text_of, wide
from zhenkit.reports.phrases.titles import problems_note
from zhenkit.reports.ranking.since_baseline import MARKS, ChangedTown

STYLE = Path(__file__).parent / "assessment.css"


def render(found: Assessment, _style: Style) -> str:
    """The page."""
    said = outline(found)
    before, after = frame(said.title, text_of(STYLE))
    pieces = [
        before,
        element("header", element("h1", said.title), element("p", said.counted, class_="soft")),
        "<main>",
    ]
    if note := problems_note(found):
        pieces.append(element("p", element("a", note, href="#problems"), class_="notice"))
    for group in said.groups:
        pieces += _group(group)
    pieces += _listed(_("Commended"), said.commended)
    pieces += _listed(_("For a notice"), said.slow)
    if said.since:
        pieces.append(element("h2", said.since))
        pieces += (element("p", line, class_="notice") for line in said.rules_changed)
        pieces.append(element("ul", joined(map(_changed, said.changed), "\n"), class_="list"))
    pieces += _moved(_("By criterion"), said.criteria)
    pieces += _moved(_("By fact"), said.facts)
    pieces.append(element("footer", *(element("p", line, class_="soft") for line in (*said.rules, *said.notes))))
    pieces += problems(found.problems)
    return "\n".join((*pieces, "</main>", after.lstrip("\n")))


def _group(group: GroupOutline) -> Iterator[Html]:
    yield element("h2", group.title)
    yield element("p", group.heading, class_="soft")
    counts = (element("li", grade(GRADES[one], standing_word(one)), f" {count}") for one, count in group.tally)
    yield element("ul", joined(counts, "\n"), class_="tally")
    titles = (_("Rank"), _("Town"), _("Verdict"), _("Score"), _("Standing"), _("Result"))
    rows = (
        element(
            "tr",
            element("td", with_before(town.rank, town.rank_before)),
            element("th", town.name, element("span", town.place, class_="soft below"), scope="row"),
            element("td", grade(town.verdict, with_before(town.said, town.before))),
            element("td", with_before(town.score, town.score_before)),
            element("td", grade(GRADES[town.standing], town.stands)),
            element("td", element("strong", result_word(town.result)) if town.result else ""),
        )
        for town in group.towns
    )
    yield _table(group.title, titles, rows)


def _table(label: str, titles: Sequence[str], rows: Iterator[Html]) -> Html:
    head = element("thead", element("tr", *(element("th", title, scope="col") for title in titles)))
    return wide(label, element("table", head, element("tbody", joined(rows, "\n"))))


def _listed(title: str, towns: Sequence[ListedTown]) -> Iterator[Html]:
    if towns:
        yield element("h2", title)
        items = (
            element("li", element("strong", town.name), *(element("p", reason) for reason in town.reasons))
            for town in towns
        )
        yield element("ul", joined(items, "\n"), class_="list")


def _changed(town: ChangedTown) -> Html:
    details = (element("p", line, class_="soft") for line in town.details)
    return element("li", grade(MARKS[town.kind], town.word), " ", town.town, *details)


def _moved(title: str, lines: Sequence[MovementLine]) -> Iterator[Html]:
    if lines:
        yield element("h2", title)
        rows = (
            element("tr", element("th", one.name, scope="row"), *(element("td", str(count)) for count in one[1:]))
            for one in lines
        )
        yield _table(title, ("", _("Up"), _("Down"), _("Otherwise")), rows)
