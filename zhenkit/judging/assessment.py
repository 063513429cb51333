"""A year's towns and the last's -> the yearly assessment: ranks, who meets the standard, who is commended, who is slow.

Nothing is taken from what is missing: a town has fallen, or lost points, only where that is so whatever the missing
facts are, and it is commended only for what is sure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import groupby
from typing import Any, Literal, NamedTuple

from zhenkit.checks.grades import GRADE_WORDS, VERDICT_WORDS
from zhenkit.core.errors import TROUBLE, Problem
from zhenkit.core.i18n import _
from zhenkit.facts.dictionary import PLACE_FACTS
from zhenkit.facts.fact import Fact
from zhenkit.facts.quantities import Unreadable
from zhenkit.judging.baseline import Changes, TownChange, compare_runs, pairs, span_of, town_key
from zhenkit.judging.directions import Direction, direction
from zhenkit.judging.judgement import Judgement, Score
from zhenkit.judging.outcome import FAILED, OPEN, PASSED, REQUIRE
from zhenkit.judging.ranking import Ranked, Ranking, in_order, merit_order, order_of
from zhenkit.judging.report_model import TownJson
from zhenkit.judging.standing import Stand, Standing, Standings
from zhenkit.rulesets.assessment import AssessmentRules
from zhenkit.rulesets.model import Criterion, RuleSet

CATEGORY = "category"
"""The fact whose choices are ranked apart from each other."""


class Reason(NamedTuple):
    """Why a town is commended, or slow: by which rule, and the figures that it is so by."""

    rule: Literal["first", "score_rose_by", "no_longer_meets", "below", "score_fell_by", "last"]
    figures: tuple[Any, ...] = ()
    """Of `first` and `last`: rank, towns in the group, places; of scores: last and this year's Score, points."""
    by: RuleSet | None = None
    """The edition that a standing is by, where it is another than that of the group."""


@dataclass(frozen=True)
class AssessedTown:
    """A town of this year."""

    judgement: Judgement
    row: Ranked
    """With its rank in its group."""
    stand: Stand
    before: Ranked | None = None
    """Its row of the last assessment, with its rank in its group then; None where it was not in it."""
    change: TownChange | None = None
    """What changed since; None where nothing did, or there is no last assessment."""
    commended: tuple[Reason, ...] = ()
    slow: tuple[Reason, ...] = ()

    @property
    def standing(self) -> Standing:
        """How it compares with the standard it was designated under."""
        return self.stand.standing

    @property
    def other_edition(self) -> RuleSet | None:
        """The edition it was designated under, where it is another than that of its group."""
        by = self.stand.judgement.rule_set
        return None if by is self.judgement.rule_set else by


@dataclass(frozen=True)
class AssessedGroup:
    """The towns of one standard and one category, the first first."""

    rule_set: RuleSet
    category: str | None
    """The choice; None where towns do not state it, or the dictionary has none."""
    towns: tuple[AssessedTown, ...]

    @property
    def category_name(self) -> str:
        """What the category is called; empty where it is not stated."""
        fact = self.rule_set.facts.by_id.get(CATEGORY)
        return "" if fact is None or self.category is None else fact.type.show(self.category)


class Movement(NamedTuple):
    """How many towns moved in one criterion, or in one fact."""

    of: Criterion | Fact
    up: int
    down: int
    otherwise: int
    """Of facts without an order, of ranges, of what was missing or is; of spans that became wider or narrower."""


@dataclass(frozen=True)
class Assessment:
    """What `assess` found."""

    groups: Sequence[AssessedGroup]
    rules: AssessmentRules
    problems: Sequence[Problem] = ()
    changes: Changes | None = None
    """Since the last assessment, where one was given."""
    criteria: Sequence[tuple[RuleSet, tuple[Movement, ...]]] = ()
    facts: Sequence[Movement] = ()
    remarks: Sequence[Problem] = field(default_factory=tuple)

    @property
    def towns(self) -> Iterator[AssessedTown]:
        """Every town, group by group."""
        return (town for group in self.groups for town in group.towns)

    @property
    def commended(self) -> list[AssessedTown]:
        """Those to be commended."""
        return [town for town in self.towns if town.commended]

    @property
    def slow(self) -> list[AssessedTown]:
        """Those to receive a notice."""
        return [town for town in self.towns if town.slow]

    @property
    def gone(self) -> list[TownChange]:
        """Those of the last assessment that are not in this one."""
        return [] if self.changes is None else [town for town in self.changes.towns if town.kind == "gone"]

    @property
    def exit_code(self) -> int:
        """2 where there is trouble, or no town; 1 where one is slow; 3 where one is open; else 0."""
        towns = list(self.towns)
        if self.problems or not towns:
            return TROUBLE
        if any(town.slow for town in towns):
            return FAILED
        return OPEN if any(town.standing == "open" for town in towns) else PASSED


def assess(
    ranking: Ranking,
    rules: AssessmentRules,
    standings: Standings,
    last: Sequence[TownJson] | None = None,
    last_file: str = "",
) -> Assessment:
    """The assessment of towns judged one by one; `last` is what a report said of those of the last assessment.

    Raises as `Standings.of` does.
    """
    assert ranking.judgements is not None  # towns are judged one by one here
    judgements, aside = _latest(zip(ranking.rows, ranking.judgements, strict=True))
    paired, changes, ranks_then = {}, None, {}
    if last is not None:
        now = [judgement for _row, judgement in judgements]
        last = _by_these_standards(_latest_then(last), now)
        changes = _but_the_year(compare_runs(last_file, last, now))
        found = pairs(last, now)
        paired = {id(after): before for before, after in found if before is not None and after is not None}
        ranks_then = {id(town): row for town, row in _ranked_then(last)}
    moved = {id(change.judgement): change for change in changes.towns} if changes is not None else {}
    groups = []
    for (rule_set, category), towns in _grouped(judgements):
        rows = [row for row, _judgement in towns]
        order = order_of(rows)
        ranked = list(zip(in_order(rows, order), [towns[at][1] for at in order], strict=True))
        assessed = [
            _town(row, judgement, paired.get(id(judgement)), ranks_then, moved.get(id(judgement)), standings)
            for row, judgement in ranked
        ]
        groups.append(AssessedGroup(rule_set, category, tuple(_by_rules(assessed, rules))))
    return Assessment(
        tuple(groups),
        rules,
        ranking.problems,
        changes,
        tuple(_by_criterion(groups)) if changes is not None else (),
        tuple(_by_fact(town for group in groups for town in group.towns)),
        (*aside, *standings.remarks),
    )


def _but_the_year(changes: Changes) -> Changes:
    """The changes without that of the year of the data, which is another in every town."""
    towns = (town._replace(facts=tuple(fact for fact in town.facts if fact.fact != "year")) for town in changes.towns)
    some = (town for town in towns if town.kind != "changed" or town.criteria or town.facts or town.decisions)
    return changes._replace(towns=tuple(some))


def _latest(judged: Iterable[tuple[Ranked, Judgement]]) -> tuple[list[tuple[Ranked, Judgement]], list[Problem]]:
    """Of a town that is given for several years the latest, and a remark on each year that is left aside."""
    found: dict[tuple[str, ...], tuple[Ranked, Judgement]] = {}
    remarks = []
    for row, judgement in judged:
        key = (row.rule_set, *town_key(judgement.town.facts, row.name))
        here = (row, judgement)
        if key in found:
            older, here = sorted((found[key], here), key=lambda one: one[0].year or 0)
            said = _("the latest year of a town is assessed; these data of {town} are left aside")
            remarks.append(Problem(older[0].file, older[0].line, 1, said.format(town=older[0].name)))
        found[key] = here
    return list(found.values()), remarks


def _latest_then(last: Sequence[TownJson]) -> list[TownJson]:
    found: dict[tuple[str, ...], TownJson] = {}
    for town in sorted(last, key=lambda town: str(town.facts.get("year", ""))):
        found[(town.rule_set.id, *town_key(town.facts, town.name))] = town
    return list(found.values())


def _by_these_standards(last: Sequence[TownJson], now: Sequence[Judgement]) -> list[TownJson]:
    """What was said by other standards is left aside of towns that the standards of this year were there for too."""
    standards = {judgement.rule_set.id for judgement in now}
    known = {town_key(town.facts, town.name) for town in last if town.rule_set.id in standards}
    return [town for town in last if town.rule_set.id in standards or town_key(town.facts, town.name) not in known]


def _grouped(
    judged: Sequence[tuple[Ranked, Judgement]],
) -> Iterator[tuple[tuple[RuleSet, str | None], list[tuple[Ranked, Judgement]]]]:
    """The towns of each standard and category, in the order of the dictionary's choices."""
    groups: dict[tuple[str, str | None], list[tuple[Ranked, Judgement]]] = {}
    for row, judgement in judged:
        groups.setdefault((row.rule_set, judgement.town.facts.get(CATEGORY)), []).append((row, judgement))

    def order(key: tuple[str, str | None]) -> tuple[str, int]:
        fact = groups[key][0][1].rule_set.facts.by_id.get(CATEGORY)
        choices = [] if fact is None else list(getattr(fact.type, "by_id", ()))
        return key[0], choices.index(key[1]) if key[1] in choices else len(choices)

    for key in sorted(groups, key=order):
        yield (groups[key][0][1].rule_set, key[1]), groups[key]


def _ranked_then(last: Sequence[TownJson]) -> Iterator[tuple[TownJson, Ranked]]:
    """The towns of the last assessment, each with its row and its rank in its group then."""
    rows = [(town, _row_then(town)) for town in last]
    rows.sort(key=lambda pair: (pair[1].rule_set, str(pair[0].facts.get(CATEGORY))))
    for _group, found in groupby(rows, key=lambda pair: (pair[1].rule_set, pair[0].facts.get(CATEGORY))):
        towns = list(found)
        order = order_of([row for _town, row in towns])
        yield from zip([towns[at][0] for at in order], in_order([row for _town, row in towns], order), strict=True)


def _row_then(town: TownJson) -> Ranked:
    province, city, county = [str(town.facts.get(key, "")) for key in PLACE_FACTS]
    return Ranked(
        rank=None,
        name=town.name,
        province=province,
        city=city,
        county=county,
        rule_set=town.rule_set.id,
        span=span_of(VERDICT_WORDS, town.worst, town.best),
        criteria={each.number: span_of(GRADE_WORDS, each.worst, each.best) for each in town.criteria},
        score=Score(town.score.low, town.score.high),
        merits=sum(merit.held is True for merit in town.merits),
        file=town.file,
        line=town.line,
    )


def _town(
    row: Ranked,
    judgement: Judgement,
    then: TownJson | None,
    rows_then: dict[int, Ranked],
    change: TownChange | None,
    standings: Standings,
) -> AssessedTown:
    before = None if then is None else rows_then[id(then)]
    if before is not None and before.rule_set != row.rule_set:
        before, then = None, None  # another standard's ranks and verdicts say nothing here
    stand = standings.of(judgement, then)
    if before is not None and then is not None and then.rule_set.digest != judgement.rule_set.digest:
        before = before._replace(score=None)  # points of other rules are other points
    return AssessedTown(judgement, row, stand, before, change)


def _by_rules(towns: Sequence[AssessedTown], rules: AssessmentRules) -> Iterator[AssessedTown]:
    """The towns of a group, with why each is commended or slow."""
    first = _first(towns, rules)
    last = _last(towns, rules)
    for town in towns:
        slow = tuple(_slow(town, rules, last, len(towns)))
        commended = () if slow else tuple(_commended(town, rules, first, len(towns)))
        yield replace(town, commended=commended, slow=slow)


def _first(towns: Sequence[AssessedTown], rules: AssessmentRules) -> int:
    """How many places of a group are commended."""
    return 0 if rules.first is None else rules.first.of(len(towns))


def _last(towns: Sequence[AssessedTown], rules: AssessmentRules) -> dict[int, int]:
    """The ranks that are the last of a group, with how many places these are: no more towns than the rule says."""
    places = left = 0 if rules.last is None else rules.last.of(len(towns))
    found: dict[int, int] = {}
    for _key, equals in groupby(reversed(towns), key=lambda town: merit_order(town.row)):
        together = list(equals)
        if len(together) > left or len(together) == len(towns):
            break
        left -= len(together)
        found[together[0].row.rank or 0] = places
    return found


def _commended(town: AssessedTown, rules: AssessmentRules, places: int, towns: int) -> Iterator[Reason]:
    if town.row.span.worst < REQUIRE[rules.require]:
        return
    rank = town.row.rank or 0
    if rank <= places:
        yield Reason("first", (rank, towns, places))
    rose = _points(town, up=True)
    if rules.score_rose_by is not None and rose >= rules.score_rose_by:
        yield Reason("score_rose_by", (_score_then(town), town.row.score, rose, rules.score_rose_by))


def _slow(town: AssessedTown, rules: AssessmentRules, last: dict[int, int], towns: int) -> Iterator[Reason]:
    if town.standing == "fell" and (rules.no_longer_meets or rules.below):
        yield Reason("no_longer_meets", (town.stand.before, town.stand.judgement.span), town.other_edition)
    elif town.standing == "below" and rules.below:
        yield Reason("below", (town.stand.judgement.span,), town.other_edition)
    fell = _points(town, up=False)
    if rules.score_fell_by is not None and fell >= rules.score_fell_by:
        yield Reason("score_fell_by", (_score_then(town), town.row.score, fell, rules.score_fell_by))
    rank = town.row.rank or 0
    if rank in last:
        yield Reason("last", (rank, towns, last[rank]))


def _score_then(town: AssessedTown) -> Score | None:
    return None if town.before is None else town.before.score


def _points(town: AssessedTown, up: bool) -> Fraction:
    """By how many points the score rose (or fell) for sure, whatever was missing then and is now."""
    then, now = _score_then(town), town.row.score
    if then is None or now is None:
        return Fraction(-1)
    higher, lower = (now.low, then.high) if up else (then.low, now.high)
    return Fraction(f"{higher:.1f}") - Fraction(f"{lower:.1f}")


def _by_criterion(groups: Sequence[AssessedGroup]) -> Iterator[tuple[RuleSet, tuple[Movement, ...]]]:
    """How many towns moved in each criterion of each standard; only those in which some did."""
    rule_sets = dict.fromkeys(group.rule_set for group in groups)
    for rule_set in rule_sets:
        counts: dict[int, Counter[Direction]] = {}
        for town in (town for group in groups if group.rule_set is rule_set for town in group.towns):
            for each in town.change.criteria if town.change is not None and town.before is not None else ():
                if each.before is not None and each.after is not None:
                    counts.setdefault(each.number, Counter())[direction(each.before, each.after)] += 1
        moved = ((one, counts[one.number]) for one in rule_set.criteria if one.number in counts)
        found = [Movement(one, ways["gains"], ways["loses"], ways["moves"]) for one, ways in moved]
        if found:
            yield rule_set, tuple(found)


def _by_fact(moved: Iterable[AssessedTown]) -> Iterator[Movement]:
    """How many towns changed in each fact that a standard asks for, in the order of the dictionary."""
    counts: dict[str, tuple[Fact, list[int]]] = {}
    place: dict[str, int] = {}
    for town in moved:
        facts = town.judgement.rule_set.facts.by_id
        place |= {fact_id: at for at, fact_id in enumerate(facts) if fact_id not in place}
        for each in town.change.facts if town.change is not None and town.before is not None else ():
            if (fact := facts.get(each.fact)) is not None:
                found = counts.setdefault(each.fact, (fact, [0, 0, 0]))
                found[1][_direction(fact, each.before, each.after)] += 1
    for fact_id in sorted(counts, key=lambda one: place[one]):
        fact, ways = counts[fact_id]
        yield Movement(fact, *ways)


def _direction(fact: Fact, before: Any, after: Any) -> int:
    """0 for more, 1 for less, 2 where the values have no order or one of them is missing or not exact."""
    try:
        was, now = (None if raw is None else fact.read(raw) for raw in (before, after))
    except Unreadable:  # of an earlier dictionary
        return 2
    plain = (bool, int, Fraction)
    if not fact.type.ordered or not (
        (isinstance(was, plain) and isinstance(now, plain))
        or (isinstance(was, frozenset) and isinstance(now, frozenset))
    ):
        return 2
    return 0 if now > was else 1 if now < was else 2  # type: ignore[operator]
