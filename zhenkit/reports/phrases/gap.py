"""What separates a town from a grade, in words: changes, sections of them, the headline."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import groupby
from typing import Any

from zhenkit.checks.describe import figure_in_words, words
from zhenkit.checks.tree import FigureTable
from zhenkit.core.i18n import _, plural
from zhenkit.facts.fact import Fact
from zhenkit.facts.quantities import Series
from zhenkit.facts.types.base import Value
from zhenkit.judging.changes import KINDS, Alternative, GapChange
from zhenkit.judging.costs import Costs
from zhenkit.judging.fronts import by_class, unbeaten
from zhenkit.judging.gap import Gap
from zhenkit.judging.gaps import Wanted
from zhenkit.judging.judgement import Judgement
from zhenkit.judging.outcome import REQUIRE
from zhenkit.judging.pace import SeriesPace, pace_of
from zhenkit.judging.questions import Answer, Outlook, Question
from zhenkit.judging.routes import Asked, GapMemo, held_by
from zhenkit.reports.phrases.goals import a_year
from zhenkit.reports.phrases.grades import in_brackets, verdict_word
from zhenkit.reports.phrases.sections import Item, Section
from zhenkit.reports.phrases.values import members_moved

MOST_LISTED = 12
"""How many ways of one choice are listed."""


def headline(gap: Gap) -> str:
    """Where the town is and how far it is, in one line."""
    to = verdict_word(gap.asked.grade.verdict)
    if gap.reached:
        return _("{verdict} is reached: nothing has to change").format(verdict=to)
    if not gap.reachable:
        best = verdict_word(gap.best_reachable.verdict)
        if not gap.complete:
            said = _("no way to {verdict} was found, though there may be one; what changes surely reach: {best}")
            return said.format(verdict=to, best=best)
        return _("{verdict} cannot be reached; the best that changes can reach: {best}").format(verdict=to, best=best)
    least = sum(change.steps for change in gap.first(1)[0].changes)
    if gap.ways == 1 and gap.complete:
        changes = plural("{count} change", "{count} changes", least).format(count=least)
        return _("to {verdict}: one way, of {changes}").format(verdict=to, changes=changes)
    ways = plural("{count} way", "{count} ways", gap.ways).format(count=gap.ways)
    if not gap.complete:
        ways = _("more than {count} ways, too many to find all").format(count=gap.ways)
    common = sum(change.steps for change in gap.common)
    return _("to {verdict}: {ways}; the shortest has {least} changes, and {common} are in every way").format(
        verdict=to, ways=ways, least=least, common=common
    )


def kind_word(kind: str) -> str:
    """What a class of effort is called."""
    return {
        "find_out": _("find out"),
        "prove": _("prove"),
        "decide": _("decide"),
        "achieve": _("achieve"),
    }[kind]


def sections(gap: Gap, wanted: Wanted) -> Iterator[Section]:
    """The sections of a town's report that have entries."""
    if wanted.ask:
        note = _("to know whether it is reached without any change; what each answer leaves open")
        nothing = (Item(0, (_("nothing: what is missing decides it no more"),)),)
        if items := tuple(_questions(gap, wanted.most)) if gap.questions else nothing:
            yield Section(_("To ask first"), note, items)
    if not gap.reachable:
        yield from _why_not(gap)
    titles = {
        "find_out": (_("To find out"), _("missing or a range: it may be so already")),
        "prove": (_("To prove"), _("a finding or a yes/no that is no")),
        "decide": (_("To be decided"), _("people decide; record it under decisions: in the town file")),
        "achieve": (_("To achieve"), _("figures, levels and members of sets")),
    }
    for kind in KINDS:
        items = tuple(_item(change) for change in gap.common if change.kind == kind)
        if items:
            yield Section(*titles[kind], items)
    choices = tuple(_choices(gap))
    if choices:
        note = _("least effort first") if gap.costs is None else _("least cost first")
        yield Section(_("One way of each"), _(" · ").join((note, *_on_marks(gap, gap.choices))), choices)
    if len(choices) > 1 and wanted.most:
        note = _("beside what is in every way; shortest first")
        marks = _on_marks(gap, [gap.first(wanted.most)])
        yield Section(_("Whole ways"), _(" · ").join((note, *marks)), tuple(_ways(gap, wanted.most)))
    if wanted.blockers:
        listed = tuple(Item(0, (_(" and ").join(str(fact.label) for fact in one),)) for one in gap.blockers_left if one)
        if listed:
            yield Section(_("What keeps it out"), _("as it is, whatever else changes"), listed)


def sections_beside(to: str = "pass") -> Callable[[Judgement], Sequence[Section]]:
    """What gives, for a report on a judged town, the sections that say what separates it from a verdict.

    Towns reported by the same one share what their facts have in common.
    """
    memo: GapMemo = {}

    def told(judgement: Judgement) -> Sequence[Section]:
        found = Gap(judgement, Asked(REQUIRE[to], held_by(judgement.rule_set)), memo)
        title = _("What separates it from {verdict}").format(verdict=verdict_word(to))
        return (Section(title, "", (Item(0, (headline(found),)),)), *sections(found, Wanted(to)))

    return told


def _why_not(gap: Gap) -> Iterator[Section]:
    keeping = {fact.id for one in gap.keeping_out for fact in one}
    items = []
    for one in gap.criteria:
        if one.alternatives:
            continue
        criterion = one.judged.criterion
        checks = [
            leaf
            for leaf in criterion.leaves
            if leaf.fact.id in keeping or (isinstance(leaf.figure, FigureTable) and leaf.figure.by.id in keeping)
        ]
        asked = [fact for fact in criterion.asked if fact.id in keeping]
        said = tuple(
            _("{fact}: {value} (nobody can change it)").format(
                fact=fact.label, value=fact.type.show(one.judged.case.facts[fact.id])
            )
            for fact in asked
            if fact.id in one.judged.case.facts
        )
        items.append(Item(criterion.number, (str(criterion.name),), (*said, *(str(words(leaf)) for leaf in checks))))
    if items:
        yield Section(_("What keeps it out"), "", tuple(items))


def _item(change: GapChange) -> Item:
    below: tuple[str, ...] = () if change.serves is None else (_serves(change.serves, change),)
    if isinstance(change.before, Series) and change.fact is not None:
        below += tuple(_pace(change.fact, pace_of(change.before, change.after)))
    fact = "" if change.fact is None else change.fact.id
    return Item(change.criterion, (_called(change), change_in_words(change)), below, fact=fact)


def _serves(fact: Fact, change: GapChange) -> str:
    """What a computed fact has to be, for whose sake this one changes."""
    return _("{fact}: {required}").format(fact=fact.label, required=_bound(fact, change.goal, change.goal_upward))


def _pace(series: Fact, pace: SeriesPace | None) -> Iterator[str]:
    """How fast a figure of a series is to grow, and when it is there at the pace so far."""
    if pace is None:
        return
    if pace.growth is not None:
        share = f"{float(100 * pace.growth):+.1f}"
        yield _("{year}: {share} % on the year before").format(year=pace.year, share=share)
    if pace.so_far is not None:
        a_figure = replace(series, type=series.type.figure)
        said = _("so far {figure} a year since {year}").format(figure=a_year(a_figure, pace.so_far), year=pace.since)
        if pace.reached is None:
            yield _("{said}: at that pace it is never reached").format(said=said)
        else:
            yield _("{said}: at that pace, in {year}").format(said=said, year=pace.reached)


def _called(change: GapChange) -> str:
    if change.fact is None:
        return _("decision on criterion {number}").format(number=change.criterion)
    return str(change.fact.label)


def _choices(gap: Gap) -> Iterator[Item]:
    """For each group of criteria that leaves a choice: its ways, beside what is in all of them."""
    for part in gap.choices:
        listed = _told(gap, part)
        more = len(listed) - MOST_LISTED
        if more > 0:
            listed = [*listed[:MOST_LISTED], _("... and {count} more").format(count=more)]
        number = min(change.criterion for one in part for change in one.changes)
        yield Item(number, (_("one of {count}:").format(count=len(part)),), tuple(listed))


def _ways(gap: Gap, most: int) -> Iterator[Item]:
    for place, said in enumerate(_told(gap, gap.first(most)), 1):
        yield Item(place, (said,))


def _told(gap: Gap, ways: Sequence[Alternative]) -> list[str]:
    """Ways beside what is in all of them, each in one line; marked are those that no other beats."""
    common = set(gap.common)
    said = [_way([change for change in way.changes if change not in common], gap.costs) for way in ways]
    return [
        way + in_brackets(_("unbeaten")) if mark else way for way, mark in zip(said, _marks(gap, ways), strict=True)
    ]


def _marks(gap: Gap, ways: Sequence[Alternative]) -> list[bool]:
    """Which ways no other beats, where these conflict; with costs by somebody who knows nothing does."""
    return unbeaten([way.changes for way in ways]) if gap.costs is None else [False] * len(ways)


def _on_marks(gap: Gap, listed: Iterable[Sequence[Alternative]]) -> Iterator[str]:
    """What the mark means, where a way has it."""
    if any(mark for ways in listed for mark in _marks(gap, ways)):
        yield _("unbeaten: any other that is shorter is harder, any that is easier is longer")


def _way(changes: Sequence[GapChange], costs: Costs | None) -> str:
    """Changes side by side, with what they cost where that is known."""
    said = in_one_line(changes)
    if costs is None:
        return said
    free = [change for change in changes if costs.of(change) is None]
    cost = _("cost {cost}") if not free else _("cost {cost} and what has no cost given")
    return said + in_brackets(cost.format(cost=f"{costs.total(changes):g}"))


def _questions(gap: Gap, most: int) -> Iterator[Item]:
    for place, question in enumerate(gap.questions[:most], 1):
        fact = question.fact
        label = str(fact.label)
        if fact.bases:  # nobody states it
            label += in_brackets(_(" and ").join(str(base.label) for base in fact.bases))
        yield Item(place, (label,), tuple(_answers(question)), fact=fact.id)


def _answers(question: Question) -> Iterator[str]:
    """A line for each run of answers that come to the same."""
    fact, answers = question.fact, question.answers
    runs = [list(run) for _key, run in groupby(answers, key=lambda answer: answer.outlook)]
    for number, run in enumerate(runs):
        after = runs[number + 1][0].value if number + 1 < len(runs) else None
        before = runs[number - 1][-1].value if number else None
        yield _("{before} → {after}").format(before=_values(fact, run, before, after), after=_comes_to(run[0].outlook))


def _values(fact: Fact, run: Sequence[Answer], before: Value | None, after: Value | None) -> str:
    """What the values of a run of answers are called."""
    first, last = run[0].value, run[-1].value
    if isinstance(first, frozenset):
        most = len(last)
        return plural("{count} member", "{count} members", most).format(
            count=len(first) if len(first) == most else f"{len(first)}~{most}"
        )
    if not fact.type.has_steps:
        return _(", ").join(fact.type.show(answer.value) for answer in run)
    if after is None and before is None:
        return _("any value")
    if before is None:
        return _("below {figure}").format(figure=figure_in_words(fact, after))
    said = fact.type.comparisons["at_least"]
    return _(said).format(figure=figure_in_words(fact, first))


def _comes_to(outlook: Outlook) -> str:
    if outlook.reached is None:
        if not outlook.complete:
            most = len(outlook.left)
            return plural("at most {count} fact left", "at most {count} facts left", most).format(count=most)
        return plural("{count} fact left", "{count} facts left", len(outlook.left)).format(count=len(outlook.left))
    return _("reached") if outlook.reached else _("not reached, whatever else is so")


def in_one_line(changes: Sequence[GapChange]) -> str:
    """Changes side by side."""
    return _("; ").join(
        _("{fact}: {required}").format(fact=_called(change), required=change_in_words(change)) for change in changes
    )


def change_in_words(change: GapChange) -> str:
    """What a change changes: `12亿元 → 20亿元 (+8亿元)`, `missing → at least 10 firms`, `+ training`."""
    fact, before, after = change.fact, change.before, change.after
    if fact is None:
        return _("granted")
    if isinstance(after, frozenset):
        return _members(fact, before, after)
    if isinstance(after, Series):
        return _years(fact, before, after)
    if before is None:
        return _("{before} → {after}").format(before=_("missing"), after=_bound(fact, after, change.upward))
    said = _("{before} → {after}").format(before=figure_in_words(fact, before), after=figure_in_words(fact, after))
    if fact.type.is_quantity and isinstance(before, (int, Fraction)):
        sign = "+" if after > before else "-"
        said += in_brackets(f"{sign}{fact.type.difference(abs(after - before))}")
    return said


def _bound(fact: Fact, value: Value, upward: bool) -> str:
    """A least or a highest figure; of what is no figure the value."""
    shown = figure_in_words(fact, value)
    comparison = "at_least" if upward else "at_most"
    if not fact.type.has_steps or comparison not in fact.type.operators:
        return shown
    return _(fact.type.comparisons[comparison]).format(figure=shown)


def _members(fact: Fact, before: Any, after: frozenset[str]) -> str:
    if before is None:
        return _("{before} → {after}").format(before=_("missing"), after=fact.type.show(after))
    return members_moved(fact, before, after)


def _years(fact: Fact, before: Series | None, after: Series) -> str:
    known = dict(before.years) if before is not None else {}
    kind = fact.type.figure
    moved = [(year, figure) for year, figure in after.years if known.get(year) != figure]
    return _("; ").join(
        _("{year}: {before} → {after}").format(
            year=year,
            before=_("missing") if known.get(year) is None else kind.show(known[year]),
            after=kind.show(figure),
        )
        for year, figure in moved
    )


def rungs(gaps: Sequence[Gap]) -> Iterator[Section]:
    """Of a town looked at by several standards: what each needs in every way that those before it do not."""
    needed: set[tuple[str, Value]] = set()
    for place, gap in enumerate(gaps):
        new = [change for change in gap.common if _key(change) not in needed]
        needed.update(map(_key, gap.common))
        items = tuple(map(_item, new)) + tuple(_choices(gap))
        title = _("{level}: {what}").format(level=_(gap.rule_set.level), what=headline(gap))
        if not gap.reachable:
            items = tuple(item for section in _why_not(gap) for item in section.items)
        if not items:
            items = (Item(0, (_("nothing more"),)),)
        note = [_("beside what the standards before it need")] if place else []
        yield Section(title, _(" · ").join((*note, *_on_marks(gap, gap.choices))), items)


def _key(change: GapChange) -> tuple[str, Value]:
    fact = change.fact.id if change.fact is not None else f"decision {change.criterion}"
    return fact, change.after


def counts(alternative: Alternative) -> dict[str, int]:
    """How many elementary changes of each class it has."""
    return dict(zip(KINDS, by_class(alternative.changes), strict=True))
