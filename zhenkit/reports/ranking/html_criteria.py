"""What a ranking's page says of each criterion: how many towns it stops, and their figures against its thresholds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from zhenkit.core.i18n import _, pgettext, plural
from zhenkit.judging.judgement import Judgement
from zhenkit.judging.ranking import Ranked, Ranking
from zhenkit.reports.judgement.scales import Scale, mark_word, scales
from zhenkit.reports.layout.html import Html, element, joined
from zhenkit.reports.layout.page import grade
from zhenkit.reports.phrases.grades import GRADES
from zhenkit.reports.ranking.html_table import explained
from zhenkit.rulesets.model import RuleSet


def criteria(ranking: Ranking) -> Iterator[Html]:
    """The criteria of each rule set: how many towns have each grade, and their figures against the thresholds."""
    if not ranking.rows:
        return
    yield element("h2", _("How many towns each criterion stops"))
    judgements = explained(ranking)
    for rule_set in ranking.rule_sets.values():
        rows = [ranked for ranked in ranking.rows if ranked.rule_set == rule_set.id]
        if len(ranking.rule_sets) > 1:
            yield element("h3", str(rule_set.title))
        yield _counts(rule_set, rows)
        strips = _strips([judgement for judgement in judgements if judgement.rule_set.id == rule_set.id])
        if strips:
            yield element("h3", _("Figures against their thresholds"))
            yield element(
                "p", _("a dot is a town, or as many as the chart says; of a range, its lower end"), class_="soft"
            )
            yield element("div", joined(map(_strip, strips), "\n"), class_="strips")


def share(counts: Sequence[tuple[str, int]]) -> Html:
    """A bar that shows what part of the towns has each word; for the eye alone, the figures are beside it."""
    bars, start, total = [], 0.0, sum(count for _word, count in counts)
    for word, count in counts:
        if not count:
            continue
        width = 100 * count / total
        bars.append(element("rect", x=f"{start:.3f}", width=f"{width:.3f}", height=1, class_=word))
        start += width
    options = {"viewBox": "0 0 100 1", "preserveAspectRatio": "none", "aria_hidden": "true"}
    return element("svg", *bars, class_="share", **options)


def _counts(rule_set: RuleSet, rows: Iterable[Ranked]) -> Html:
    counted = Counter((number, span.word) for ranked in rows for number, span in ranked.criteria.items())
    worst_first = GRADES[::-1]
    heads = [
        element("th", _("Criterion"), scope="col"),
        element("th", _("Clause"), class_="clause", scope="col"),
        element("td", "", class_="bar"),
        *(element("th", grade(word), class_="number", scope="col") for word in worst_first),
    ]
    lines = [
        element(
            "tr",
            element("th", f"{criterion.number} {criterion.name}", scope="row"),
            element("td", criterion.clause, class_="clause"),
            element("td", share([(word, counted[criterion.number, word]) for word in worst_first]), class_="bar"),
            *(element("td", str(counted[criterion.number, word]), class_="number") for word in worst_first),
        )
        for criterion in rule_set.criteria
    ]
    table = element("table", element("thead", element("tr", *heads)), element("tbody", joined(lines, "\n")))
    return element("div", table, class_="counts")


class Dot(NamedTuple):
    """A town's figure as a multiple of what is required of it; None where the figure is missing."""

    place: float | None
    grade: str
    said: str


class Strip(NamedTuple):
    """A figure of a criterion, for all towns."""

    label: str
    dots: list[Dot]


REACH = 2.5
"""So many times the threshold a strip reaches; what is beyond lies at its end."""
BINS, HIGHEST, SIZE = 50, 10, 8
"""Columns of dots, dots in the highest column, and the pixels that one takes."""


def _strips(judgements: Iterable[Judgement]) -> list[Strip]:
    """The figures that are required at a threshold of their own, which a town's category may select."""
    found: dict[tuple[int, str], Strip] = {}
    for judgement in judgements:
        for judged in judgement.criteria:
            for scale in scales(judged, judgement):
                thresholds = [mark.at for mark in scale.marks if mark.kind == "threshold"]
                if len(thresholds) != 1 or thresholds[0] <= 0 or scale.steps or not scale.upward:
                    continue
                strip = found.setdefault((scale.number, scale.label), Strip(f"{scale.number} {scale.label}", []))
                strip.dots.append(_dot(scale, thresholds[0], judgement))
    return [found[key] for key in sorted(found, key=lambda key: key[0])]


def _dot(scale: Scale, threshold: float, judgement: Judgement) -> Dot:
    place = None if scale.low is None else min(max(scale.low / threshold, 0), REACH)
    said = _("{fact}: {figure}").format(fact=judgement.town.name, figure=scale.value)
    return Dot(place, scale.grade, said)


def _strip(strip: Strip) -> Html:
    """The dots of a figure, stacked where towns lie together; a dot stands for several where they are too many."""
    columns: dict[int, list[Dot]] = {}
    for dot in strip.dots:
        if dot.place is not None:
            columns.setdefault(min(int(dot.place / REACH * BINS), BINS - 1), []).append(dot)
    highest = max(map(len, columns.values()), default=1)
    each = -(-highest // HIGHEST)
    base = min(highest, HIGHEST) * SIZE + 6
    parts = [
        element("line", x1="0", x2="100%", y1=base, y2=base, class_="axis"),
        element("line", x1=_percent(1), x2=_percent(1), y1="0", y2=base + 4, class_="threshold"),
        element("text", "0", x="0", y=base + 16),
        element("text", mark_word("threshold"), x=_percent(1), y=base + 16, text_anchor="middle"),
        element("text", f"≥ {REACH} ×", x="100%", y=base + 16, text_anchor="end"),
    ]
    for column, dots in sorted(columns.items()):
        dots.sort(key=lambda dot: GRADES.index(dot.grade))
        for row, dot in enumerate(dots[::each]):
            title = [element("title", dot.said)] if each == 1 else []
            x, y = f"{100 * (column + 0.5) / BINS:g}%", base - SIZE * row - SIZE // 2 - 1
            parts.append(element("circle", *title, cx=x, cy=y, r="3.5", class_=dot.grade))
    said = _said(strip)
    note = plural("one dot: {count} town", "one dot: {count} towns", each).format(count=each) if each > 1 else ""
    caption = element("figcaption", element("b", strip.label), " ", said, " ", element("span", note, class_="soft"))
    label = _("{name}: {said}").format(name=strip.label, said=said)
    svg = element("svg", *parts, class_="strip", role="img", aria_label=label, width="100%", height=base + 20)
    return element("figure", caption, svg)


def _percent(ratio: float) -> str:
    return f"{100 * ratio / REACH:g}%"


def _said(strip: Strip) -> str:
    """How many towns reach the threshold, and how many do not."""
    counted = Counter("missing" if dot.place is None else dot.grade for dot in strip.dots)
    parts = [
        (counted["met"], _("{count} at the threshold or above")),
        (counted["not_met"], _("{count} below")),
        (counted["incomplete"] + counted["review"] + counted["relaxed"], _("{count} open or for review")),
        (counted["missing"], pgettext("towns", "{count} missing")),
    ]
    return _("; ").join(text.format(count=count) for count, text in parts if count)
