"""Two runs over the same towns -> what changed: who got better or worse, by which criterion, fact or decision."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

from zhenkit.checks.grades import GRADE_WORDS, SPANS, VERDICT_WORDS, Grade, Span
from zhenkit.facts.dictionary import PLACE_FACTS, bare_place
from zhenkit.facts.town import Decision
from zhenkit.judging.judgement import Judgement, facts_as_json
from zhenkit.judging.outcome import KINDS, Kind
from zhenkit.rulesets.model import RuleSet

if TYPE_CHECKING:
    from zhenkit.judging.report_model import CriterionJson, TownJson


class JudgedBy(NamedTuple):
    """By what a town was judged."""

    id: str
    effective: str
    digest: str


class CriterionChange(NamedTuple):
    """A criterion with another grade; None where that run's rule set had no such criterion."""

    number: int
    before: Span | None
    after: Span | None


class FactChange(NamedTuple):
    """A fact with another value, as JSON has it; None where it was missing."""

    fact: str
    before: Any
    after: Any


class DecisionChange(NamedTuple):
    """A decision that is new, gone, or another than before."""

    number: int
    before: Decision | None
    after: Decision | None


class TownChange(NamedTuple):
    """What changed of one town."""

    kind: Kind
    name: str
    place: tuple[str, str, str]
    year: Any
    before: Span | None
    """None where the town is new."""
    after: Span | None
    """None where the town is gone."""
    criteria: tuple[CriterionChange, ...] = ()
    facts: tuple[FactChange, ...] = ()
    decisions: tuple[DecisionChange, ...] = ()
    judgement: Judgement | None = None
    """Of this run; None where the town is gone."""


class Changes(NamedTuple):
    """What changed since an earlier run."""

    file: str
    towns: tuple[TownChange, ...]
    """Those that changed: first the worse, then the better, the otherwise changed, the new and the gone."""
    rules: tuple[tuple[JudgedBy, JudgedBy], ...]
    """Rule sets that are not those of the earlier run: which it judged by, and which this one does."""

    @property
    def regressed(self) -> bool:
        """Whether some town fell."""
        return any(town.kind == "worse" for town in self.towns)

    def tally(self) -> list[tuple[Kind, int]]:
        """How many towns changed in each way; ways that none did are left out."""
        kinds = [town.kind for town in self.towns]
        return [(kind, kinds.count(kind)) for kind in KINDS if kind in kinds]


def compare_runs(file: str, earlier: Sequence[TownJson], judgements: Sequence[Judgement]) -> Changes:
    """What changed between the towns of a report and those judged now.

    Towns are matched by place, name and year; what is left over of one place and name, by place and name alone, so that
    a new year's data is compared with the last.
    """
    found_pairs = list(pairs(earlier, judgements))
    found = [change for before, after in found_pairs if (change := _changed(before, after)) is not None]
    editions = (
        (_edition_of(before), _edition(after.rule_set))
        for before, after in found_pairs
        if before is not None and after is not None
    )
    return Changes(
        file,
        tuple(sorted(found, key=lambda change: KINDS.index(change.kind))),
        tuple(dict.fromkeys((was, now) for was, now in editions if (was.id, was.digest) != (now.id, now.digest))),
    )


Key = tuple[str, ...]


def pairs(
    earlier: Sequence[TownJson], judgements: Sequence[Judgement]
) -> Iterator[tuple[TownJson | None, Judgement | None]]:
    """Each town of this run with the same of the earlier one; then those that are gone."""
    left: dict[Key, list[TownJson]] = {}
    for town in sorted(earlier, key=lambda town: str(town.facts.get("year", "")), reverse=True):
        left.setdefault(town_key(town.facts, town.name), []).append(town)
    partners: dict[int, TownJson] = {}
    for same_rules, same_year in product((True, False), repeat=2):
        for position, judgement in enumerate(judgements):
            if position in partners:
                continue
            candidates = left.get(town_key(judgement.town.facts, judgement.town.name), [])
            year = judgement.town.facts.get("year")
            if year is not None:
                year = judgement.rule_set.facts["year"].type.write(year)
            for place, town in enumerate(candidates):
                if same_rules and town.rule_set.id != judgement.rule_set.id:
                    continue
                if not same_year or town.facts.get("year") == year:
                    partners[position] = candidates.pop(place)
                    break
    yield from ((partners.get(position), judgement) for position, judgement in enumerate(judgements))
    yield from ((town, None) for rest in left.values() for town in rest)


def _place(facts: Mapping[str, Any]) -> tuple[str, str, str]:
    province, city, county = [str(facts.get(key, "")) for key in PLACE_FACTS]
    return province, city, county


def town_key(facts: Mapping[str, Any], name: str) -> Key:
    """By what a town is known from year to year: its place and its name."""
    return (*map(bare_place, _place(facts)), name)


def _edition(rule_set: RuleSet) -> JudgedBy:
    return JudgedBy(rule_set.id, rule_set.effective, rule_set.digest)


def _edition_of(town: TownJson) -> JudgedBy:
    return JudgedBy(town.rule_set.id, town.rule_set.effective, town.rule_set.digest)


def _changed(before: TownJson | None, after: Judgement | None) -> TownChange | None:
    """What changed of a town, or None where nothing did."""
    if after is None:
        assert before is not None  # a pair has one town at least
        ends = span_of(VERDICT_WORDS, before.worst, before.best)
        return TownChange("gone", before.name, _place(before.facts), before.facts.get("year"), ends, None)
    facts = facts_as_json(after)
    about = (after.town.name, _place(after.town.facts), facts.get("year"))
    if before is None:
        return TownChange("new", *about, None, after.span, judgement=after)
    ends = span_of(VERDICT_WORDS, before.worst, before.best)
    criteria = tuple(_criteria(before.criteria, after))
    changed = tuple(_facts(before.facts, facts))
    decisions = tuple(_decisions(before.criteria, after))
    kind = _kind(ends, after.span)
    if kind == "changed" and not (criteria or changed or decisions):
        return None
    return TownChange(kind, *about, ends, after.span, criteria, changed, decisions, after)


def span_of(words: Sequence[str], worst: str, best: str) -> Span:
    """The span whose ends are called so, by the words of grades or of verdicts."""
    return SPANS[Grade(words.index(worst))][Grade(words.index(best))]


def _kind(before: Span, after: Span) -> Kind:
    """Worse where either end is lower than before; better where neither is, and one is higher."""
    if after.worst < before.worst or after.best < before.best:
        return "worse"
    return "changed" if after == before else "better"


def _criteria(before: Iterable[CriterionJson], after: Judgement) -> Iterator[CriterionChange]:
    was = {each.number: span_of(GRADE_WORDS, each.worst, each.best) for each in before}
    now = {judged.criterion.number: judged.span for judged in after.criteria}
    for number in sorted(was | now):
        if was.get(number) != now.get(number):
            yield CriterionChange(number, was.get(number), now.get(number))


def _facts(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[FactChange]:
    """Facts with another value; name and place are what the towns were matched by."""
    for fact in (*after, *(fact for fact in before if fact not in after)):
        if fact not in (*PLACE_FACTS, "name") and before.get(fact) != after.get(fact):
            yield FactChange(fact, before.get(fact), after.get(fact))


def _decisions(before: Iterable[CriterionJson], after: Judgement) -> Iterator[DecisionChange]:
    was = {each.number: each.decision for each in before if each.decision is not None}
    earlier = {number: Decision(each.granted, each.by, each.date, each.why) for number, each in was.items()}
    now = {judged.criterion.number: judged.decision for judged in after.criteria if judged.decision is not None}
    for number in sorted(earlier | now):
        if earlier.get(number) != now.get(number):
            yield DecisionChange(number, earlier.get(number), now.get(number))
