"""What separates towns from a grade, as one HTML page that loads nothing and runs nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from zhenkit.core.i18n import _
from zhenkit.judging.gap import Gap
from zhenkit.judging.gaps import Gaps
from zhenkit.reports.formats import Style
from zhenkit.reports.layout.html import Html, element, joined
from zhenkit.reports.layout.page import frame, grade, problems, text_of, wide
from zhenkit.reports.phrases.gap import headline, sections
from zhenkit.reports.phrases.gap_table import COUNTED, VERDICT, cells, headers, overall, summary
from zhenkit.reports.phrases.grades import verdict_in_words
from zhenkit.reports.phrases.sections import Item, Section
from zhenkit.reports.phrases.titles import rule_set_heading, town_heading

STYLE = Path(__file__).parent / "page" / "gap.css"


def render(found: Gaps, _style: Style) -> str:
    """The page: of several towns first a table, and which facts keep most of them out."""
    gaps = found.gaps
    title = gaps[0].town.name if len(gaps) == 1 else _("What separates towns from a verdict")
    before, after = frame(title, text_of(STYLE))
    pieces: list[str] = [before, "<main>"]
    if len(gaps) > 1:
        pieces += _table(found)
    for place, gap in enumerate(gaps, 1):
        pieces.append(_town(gap, found, place, alone=len(gaps) == 1))
    pieces += problems(found.problems)
    return "\n".join((*pieces, "</main>", after.lstrip("\n")))


def _table(found: Gaps) -> Iterator[Html]:
    yield element("h1", summary(found.gaps))
    yield from map(_section, overall(found))
    heads = [
        element("th", title, scope="col", class_="number" if place >= COUNTED else "")
        for place, title in enumerate(headers(found.wanted.ladder))
    ]
    rows = [_row(gap, f"t{place}", found.wanted.ladder) for place, gap in enumerate(found.gaps, 1)]
    table = element("table", element("thead", element("tr", *heads)), element("tbody", joined(rows, "\n")))
    yield wide(summary(found.gaps), table)


def _row(gap: Gap, key: str, rules: bool) -> Html:
    first, *others = cells(gap, rules)
    said = [element("th", element("a", first, href=f"#{key}"), scope="row")]
    for place, one in enumerate(others, 1):
        if place == VERDICT:
            said.append(element("td", grade(gap.judgement.verdict, verdict_in_words(gap.span))))
        else:
            said.append(element("td", one, class_="number" if place >= COUNTED else ""))
    return element("tr", *said)


def _town(gap: Gap, found: Gaps, place: int, alone: bool) -> Html:
    judgement = gap.judgement
    lines = [town_heading(judgement), str(gap.rule_set.title), rule_set_heading(gap.rule_set)]
    return element(
        "section",
        element("h1" if alone else "h2", gap.town.name),
        element("p", grade(judgement.verdict, verdict_in_words(gap.span))),
        *(element("p", line, class_="soft") for line in lines if line),
        element("p", headline(gap), class_="headline"),
        *(_section(section) for section in sections(gap, found.wanted)),
        id=f"t{place}",
    )


def _section(section: Section) -> Html:
    title = element("h3", section.title, element("span", f" {section.note}", class_="soft") if section.note else "")
    return element("div", title, element("ul", joined(map(_item, section.items), "\n"), class_="list"), class_="part")


def _item(item: Item) -> Html:
    number = element("span", str(item.number), class_="place") if item.number else ""
    fact = element("code", item.fact) if item.fact else ""
    first, *others = item.cells
    said = joined([element("span", first), *(element("b", one) for one in others)], " ")
    below = element("ul", *(element("li", one) for one in item.below)) if item.below else ""
    return element("li", number, " ", said, " ", fact, below)
