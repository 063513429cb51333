"""What the report of a yearly assessment says, in the language in use, as data of no format.

Nothing here is made safe for an output: texts may hold whatever the town file says, and each format escapes them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from zhenkit.core.i18n import _
from zhenkit.facts.fact import Fact
from zhenkit.judging.assessment import AssessedGroup, AssessedTown, Assessment, Movement, Reason
from zhenkit.judging.baseline import Changes
from zhenkit.judging.standing import STANDINGS, Standing
from zhenkit.reports.phrases.grades import in_brackets, score_in_words, score_note, verdict_in_words
from zhenkit.reports.phrases.titles import place_and_year, rule_set_heading
from zhenkit.reports.ranking.since_baseline import ChangedTown, changed_towns, headline, rules_lines
from zhenkit.rulesets.model import RuleSet

GRADES: Mapping[Standing, str] = {
    "meets": "met",
    "reached": "met",
    "open": "incomplete",
    "below": "not_met",
    "fell": "not_met",
}
"""The grade whose symbol and colour each standing has."""


class AssessedLine(NamedTuple):
    """A town's row."""

    rank: int
    rank_before: int | None
    name: str
    place: str
    """With the year of its data."""
    verdict: str
    """`pass`, ..., `incomplete`."""
    said: str
    """The verdict in words."""
    before: str
    """The verdict of the last assessment in words; empty where there is none."""
    score: str
    score_before: str
    standing: Standing
    stands: str
    """The standing in words, with the edition it is by where that is another than the group's."""
    result: str
    """`commended`, `slow` or nothing."""


class GroupOutline(NamedTuple):
    """The towns of one standard and one category."""

    title: str
    heading: str
    """The document, the rule set and from when it is in force."""
    tally: tuple[tuple[Standing, int], ...]
    towns: tuple[AssessedLine, ...]


class ListedTown(NamedTuple):
    """A town that is commended or slow, and why."""

    name: str
    place: str
    group: str
    reasons: tuple[str, ...]


class MovementLine(NamedTuple):
    """How many towns moved in something."""

    name: str
    up: int
    down: int
    otherwise: int


class AssessmentOutline(NamedTuple):
    """All that is said."""

    title: str
    counted: str
    groups: tuple[GroupOutline, ...]
    commended: tuple[ListedTown, ...]
    slow: tuple[ListedTown, ...]
    since: str
    """How many towns changed in each way since the last assessment; empty where there is none."""
    rules_changed: tuple[str, ...]
    criteria: tuple[MovementLine, ...]
    facts: tuple[MovementLine, ...]
    changed: tuple[ChangedTown, ...]
    rules: tuple[str, ...]
    """By which rules towns are commended and slow."""
    notes: tuple[str, ...]


def outline(found: Assessment) -> AssessmentOutline:
    """The whole of it."""
    changes = found.changes
    several = len({id(group.rule_set) for group in found.groups}) > 1
    return AssessmentOutline(
        title(),
        _counted(found),
        tuple(map(_group, found.groups)),
        tuple(_listed(found, "commended")),
        tuple(_listed(found, "slow")),
        "" if changes is None else headline(changes),
        () if changes is None else tuple(_rules_lines(changes)),
        tuple(
            _movement(one, f"{one.of.number} {one.of.name}" + (in_brackets(rule_set.id) if several else ""))
            for rule_set, moved in found.criteria
            for one in moved
            if not isinstance(one.of, Fact)
        ),
        tuple(_movement(one, str(one.of.label)) for one in found.facts if isinstance(one.of, Fact)),
        () if changes is None else tuple(changed_towns(changes)),
        tuple(_rules(found)),
        (
            _("Rank: within a standard and a category; {note}").format(note=_("equals share a rank")),
            _("Score: {note}").format(note=score_note()),
            *_editions_note(found),
        ),
    )


def _editions_note(found: Assessment) -> Iterator[str]:
    if any(town.other_edition is not None for town in found.towns):
        yield _("Standing: by the edition named, where a town was designated under another than that of its group")


def title() -> str:
    """What the report is called."""
    return _("Yearly assessment of specialised towns")


def _counted(found: Assessment) -> str:
    towns = sum(len(group.towns) for group in found.groups)
    said = [
        _("Towns assessed: {count}").format(count=towns),
        _("commended: {count}").format(count=len(found.commended)),
        _("for a notice: {count}").format(count=len(found.slow)),
    ]
    return _(", ").join(said)


def group_title(group: AssessedGroup) -> str:
    """The standard and the category of a group."""
    category = group.category_name or _("category not stated")
    return _(" · ").join((str(group.rule_set.title), category))


def _group(group: AssessedGroup) -> GroupOutline:
    counts = [town.standing for town in group.towns]
    return GroupOutline(
        group_title(group),
        rule_set_heading(group.rule_set),
        tuple((standing, counts.count(standing)) for standing in reversed(STANDINGS) if standing in counts),
        tuple(map(_line, group.towns)),
    )


def _line(town: AssessedTown) -> AssessedLine:
    row, before, edition = town.row, town.before, town.other_edition
    return AssessedLine(
        row.rank or 0,
        None if before is None else before.rank,
        row.name,
        place_and_year(row.place, row.year),
        row.span.verdict,
        verdict_in_words(row.span),
        "" if before is None else verdict_in_words(before.span),
        score_in_words(row.score),
        "" if before is None else score_in_words(before.score),
        town.standing,
        standing_word(town.standing) + ("" if edition is None else in_brackets(edition_word(edition))),
        "commended" if town.commended else "slow" if town.slow else "",
    )


def with_before(now: object, before: object) -> str:
    """This year's value, with that of the last assessment where there is one and it was another."""
    if before in (None, "", now):
        return str(now)
    return _("{now} (last: {before})").format(now=now, before=before)


def standing_word(standing: Standing) -> str:
    """What a standing is called."""
    return {
        "meets": _("meets the standard"),
        "reached": _("meets it now"),
        "open": _("open"),
        "below": _("does not meet it"),
        "fell": _("no longer meets it"),
    }[standing]


def edition_word(edition: RuleSet) -> str:
    """An edition, by the day on which it came into force."""
    return _("edition of {day}").format(day=edition.effective)


def result_word(result: str) -> str:
    """What comes of the assessment of a town."""
    return {"": "", "commended": _("commended"), "slow": _("notice")}[result]


def _listed(found: Assessment, what: str) -> Iterator[ListedTown]:
    for group in found.groups:
        for town in group.towns:
            reasons: tuple[Reason, ...] = getattr(town, what)
            if reasons:
                row = town.row
                said = tuple(map(reason_in_words, reasons))
                yield ListedTown(row.name, place_and_year(row.place, row.year), group_title(group), said)


def reason_in_words(reason: Reason) -> str:
    """Why a town is commended or slow, in a sentence without a full stop."""
    if reason.by is not None:
        said = _("by the edition of {day}, under which it was designated: {reason}")
        return said.format(day=reason.by.effective, reason=reason_in_words(reason._replace(by=None)))
    figures = reason.figures
    if reason.rule in ("first", "last"):
        rank, towns, places = figures
        said = {
            "first": _("rank {rank} of {towns} in its group (places commended: {places})"),
            "last": _("rank {rank} of {towns} in its group (last places for a notice: {places})"),
        }[reason.rule]
        return said.format(rank=rank, towns=towns, places=places)
    if reason.rule in ("score_rose_by", "score_fell_by"):
        then, now, points, least = figures
        said = {
            "score_rose_by": _("score risen from {then} to {now}, by {points} points ({least} are asked for)"),
            "score_fell_by": _("score fallen from {then} to {now}, by {points} points ({least} are too many)"),
        }[reason.rule]
        return said.format(
            then=score_in_words(then), now=score_in_words(now), points=f"{float(points):g}", least=f"{least:g}"
        )
    if reason.rule == "no_longer_meets":
        before, after = figures
        said = _("met the standard at the last assessment ({before}), and no longer does ({after})")
        return said.format(before=verdict_in_words(before), after=verdict_in_words(after))
    return _("does not meet the standard ({verdict})").format(verdict=verdict_in_words(figures[0]))


def _movement(one: Movement, name: str) -> MovementLine:
    return MovementLine(name, one.up, one.down, one.otherwise)


def _rules_lines(changes: Changes) -> Iterator[str]:
    """What is another standard than the last time, for whose sake no points are compared."""
    for line in rules_lines(changes):
        yield _("{said}: points are not compared").format(said=line)


def _rules(found: Assessment) -> Iterator[str]:
    """By which rules: of which file, and each in a line."""
    rules = found.rules
    note = in_brackets(str(rules.note)) if rules.note is not None else ""
    yield _("Rules of commendation and notices: {file}").format(file=rules.file) + note
    for places, said in (
        (rules.first, _("commended: the first {places} of each group, equals at the last place too")),
        (rules.last, _("for a notice: the last {places} of each group")),
    ):
        if places is not None:
            yield said.format(places=f"{places.percent}%" if places.number is None else places.number)
    for points, said in (
        (rules.score_rose_by, _("commended: a score risen by {points} points or more")),
        (rules.score_fell_by, _("for a notice: a score fallen by {points} points or more")),
    ):
        if points is not None:
            yield said.format(points=f"{points:g}")
    if rules.below:
        yield _("for a notice: towns that do not meet their standard")
    elif rules.no_longer_meets:
        yield _("for a notice: towns that met their standard and no longer do")


def movement_in_words(line: MovementLine) -> str:
    """A movement in one line."""
    parts = [
        (_("up {count}"), line.up),
        (_("down {count}"), line.down),
        (_("otherwise {count}"), line.otherwise),
    ]
    return _("{name}: {said}").format(
        name=line.name, said=_(", ").join(said.format(count=count) for said, count in parts if count)
    )
