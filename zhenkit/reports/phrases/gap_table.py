"""Several towns and what they lack: a row each, and the facts that keep most of them out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from zhenkit.core.i18n import _, pgettext, plural
from zhenkit.facts.fact import Fact
from zhenkit.facts.quantities import Range
from zhenkit.judging.changes import KINDS
from zhenkit.judging.gap import Gap
from zhenkit.judging.gaps import Gaps
from zhenkit.reports.phrases.gap import counts, kind_word, rungs
from zhenkit.reports.phrases.grades import SYMBOLS, verdict_word
from zhenkit.reports.phrases.sections import Item, Section
from zhenkit.reports.phrases.titles import place, place_and_year

MOST_FACTS = 10
"""How many of the facts that keep towns out are listed."""
VERDICT, COUNTED, CLASSES = 2, 4, 6
"""The columns of the verdict, and the first of those that are numbers and of those that are classes of effort."""


def summary(gaps: Sequence[Gap]) -> str:
    """How many towns there are (or standards, where each is looked at by several), how many are there or can be."""
    to = verdict_word(gaps[0].asked.grade.verdict)
    towns = len({id(gap.town) for gap in gaps})
    counted = _towns(towns)
    if towns < len(gaps):
        by = plural("{towns} by {count} standard", "{towns} by {count} standards", len(gaps))
        counted = by.format(towns=gaps[0].town.name if towns == 1 else counted, count=len(gaps))
    reached = sum(gap.reached for gap in gaps)
    reachable = sum(gap.reachable for gap in gaps) - reached
    unknown = sum(not gap.reachable and not gap.complete for gap in gaps)
    said = _("{counted}, to {verdict}: {reached} there, {reachable} within reach, {rest} out of reach")
    rest = len(gaps) - reached - reachable - unknown
    said = said.format(counted=counted, verdict=to, reached=reached, reachable=reachable, rest=rest)
    if unknown:
        said += _(", {count} without a way found, though there may be one").format(count=unknown)
    return said


def _towns(count: int) -> str:
    return plural("{count} town", "{count} towns", count).format(count=count)


def headers(rules: bool) -> list[str]:
    """The titles of the columns, with one of rule sets on request; those from KINDS on are of the shortest way."""
    kinds = [kind_word(kind) for kind in KINDS]
    return [_("Town"), _("Rules") if rules else _("Place"), _("Verdict"), _("Lacking"), _("Ways"), _("Changes"), *kinds]


def cells(gap: Gap, rules: bool) -> list[str]:
    """A town's row."""
    verdict, year = gap.judgement.verdict, gap.town.facts.get("year")
    lacking = [one.judged.criterion.number for one in gap.criteria if one.judged.span.worst < gap.asked.grade]
    first = [
        gap.town.name,
        gap.rule_set.id if rules else place_and_year(place(gap.town), None if isinstance(year, Range) else year),
        f"{SYMBOLS[verdict]} {verdict_word(verdict)}",
        " ".join(map(str, lacking)),
    ]
    shortest = gap.first(1)
    if not shortest:
        return [*first, _("none") if gap.complete else _("none found"), *[""] * (1 + len(KINDS))]
    return [
        *first,
        str(gap.ways) if gap.complete else f"> {gap.ways}",
        str(sum(change.steps for change in shortest[0].changes)),
        *(str(count) for count in counts(shortest[0]).values()),
    ]


def overall(found: Gaps) -> Iterator[Section]:
    """What is said of several towns together; of one by several standards, of each of these."""
    if found.alone:
        yield from rungs(found.gaps)
        return
    if found.wanted.ask:
        yield _to_ask_first(found.gaps, found.wanted.most)
    if section := most_keeping_out(found.gaps):
        yield section


def _to_ask_first(gaps: Sequence[Gap], most: int) -> Section:
    """The facts to find out that still matter to most towns; of as many, those that come first of more."""
    asked: Counter[str] = Counter()
    first: Counter[str] = Counter()
    facts: dict[str, Fact] = {}
    for gap in gaps:
        for nth, question in enumerate(gap.questions):
            facts[question.fact.id] = question.fact
            asked[question.fact.id] += 1
            first[question.fact.id] += not nth
    ranked = sorted(asked, key=lambda fact_id: (-asked[fact_id], -first[fact_id]))
    items = [Item(0, (str(facts[fact_id].label), _towns(asked[fact_id])), fact=fact_id) for fact_id in ranked[:most]]
    if not asked:
        items.append(Item(0, (_("nothing: what is missing decides it no more"),)))
    elif (more := len(ranked) - len(items)) > 0:
        items.append(Item(0, (pgettext("facts", "... and {count} more").format(count=more),)))
    note = _("what is not known and still matters to most towns, to know whether they reach it as they are")
    return Section(_("To ask first"), note, tuple(items))


def most_keeping_out(gaps: Sequence[Gap]) -> Section | None:
    """The facts each of which alone keeps towns out as it is, those of most towns first."""
    found: Counter[str] = Counter()
    facts: dict[str, Fact] = {}
    for gap in gaps:
        if not gap.reached:
            for fact in (one[0] for one in gap.blockers_left if len(one) == 1):
                facts[fact.id] = fact
                found[fact.id] += 1
    items = tuple(
        Item(
            0,
            (str(facts[fact_id].label), _towns(towns)),
            fact=fact_id,
        )
        for fact_id, towns in found.most_common(MOST_FACTS)
    )
    if not items:
        return None
    if (more := len(found) - len(items)) > 0:
        items += (Item(0, (pgettext("facts", "... and {count} more").format(count=more),)),)
    return Section(_("What keeps most towns out"), _("each fact alone, as it is, whatever else changes"), items)
