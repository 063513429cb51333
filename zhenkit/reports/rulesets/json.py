"""Rule sets as JSON: which there are, and what one asks, its criteria in the keys of a rule file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from zhenkit import __version__
from zhenkit.checks.describe import words
from zhenkit.checks.tree import All, AnyOf, Check, FigureTable, Fold, InPrinciple, Leaf, Of, Relaxed
from zhenkit.core.escape import encode
from zhenkit.core.i18n import Text
from zhenkit.facts.derived import LATEST, REVIEW, YEARS_SINCE
from zhenkit.facts.fact import Fact
from zhenkit.facts.types.members import MemberType, SetType
from zhenkit.facts.types.registry import SIGNED_TYPES
from zhenkit.facts.types.series import SeriesType
from zhenkit.judging.outcome import SCHEMA
from zhenkit.reports.formats import Style
from zhenkit.reports.judgement.json import rule_set_as_json
from zhenkit.reports.layout.json import document, item_lines
from zhenkit.rulesets.duties import Task
from zhenkit.rulesets.goals import Goal, Goals
from zhenkit.rulesets.model import NO_FIGURE, Criterion, RuleSet

Json = dict[str, Any]


class Written(Fold[Json]):
    """A check as a rule file would have it, with words for it even where the file has none."""

    def leaf(self, check: Leaf) -> Json:
        """`fact: ...` and what is required of it."""
        required = required_as_written(check, check.figure)
        return self._check(check, {"fact": check.fact.id, check.operator.word: required})

    def all(self, check: All, parts: Sequence[Json]) -> Json:
        """`all: [...]`."""
        return self._check(check, {"all": list(parts)})

    def any(self, check: AnyOf, parts: Sequence[Json]) -> Json:
        """`any: [...]`."""
        return self._check(check, {"any": list(parts)})

    def of(self, check: Of, parts: Sequence[Json]) -> Json:
        """`of: [...]` and how many."""
        if not check.weighed:
            return self._check(check, {"of": list(parts), "at_least": check.count})
        awards = [{"points": points, "check": part} for part, points in zip(parts, check.points, strict=True)]
        return self._check(check, {"points": awards, "at_least": check.count})

    def relaxed(self, check: Relaxed, part: Json) -> Json:
        """`relaxed: ...`."""
        return self._check(check, {"relaxed": part})

    def in_principle(self, check: InPrinciple, part: Json) -> Json:
        """`in_principle: ...`."""
        return self._check(check, {"in_principle": part})

    def _check(self, check: Check, required: Json) -> Json:
        said = {"text": _text(words(check))}
        if check.reading is not None:
            said["reading"] = _text(check.reading)
        return {**said, **required}


def required_as_written(check: Leaf, figure: Any) -> Any:
    """What a leaf requires, a figure or a table of them, as a rule file would have it."""
    if isinstance(figure, FigureTable):
        rows = {choice: required_as_written(check, each) for choice, each in figure.figures.items()}
        return {"by": figure.by.id, **rows}
    if figure is None:
        return NO_FIGURE
    if isinstance(check.fact.type, SetType) and isinstance(figure, int):
        return figure
    return check.fact.type.write(figure)


def _text(text: Text) -> Json:
    return {"zh": text.zh, "en": text.en}


def render_list(rule_sets: Iterable[RuleSet], _style: Style) -> str:
    """One rule set a line."""
    return document({}, {"rule_sets": map(_head, rule_sets)})


def render_set(rule_set: RuleSet, _style: Style) -> str:
    """A whole rule set, one criterion a line."""
    head = encode(_head(rule_set) | _rest(rule_set))
    rows = item_lines((_criterion(criterion, rule_set) for criterion in rule_set.criteria), 3)
    goals = item_lines(map(_goal, rule_set.goals.listed), 3) if rule_set.goals else ""
    goal_facts = encode(_goal_facts(rule_set.goals) if rule_set.goals else {})
    tasks = item_lines(map(_task, rule_set.duties.tasks), 3)
    groups = item_lines((group._asdict() for group in rule_set.duties.groups), 3)
    return (
        f'{{"zhenkit": {encode(__version__)}, "schema": {SCHEMA},\n'
        f' "rule_set": {head[:-1]},\n  "criteria": [{rows}],\n'
        f'  "goal_facts": {goal_facts},\n  "goals": [{goals}],\n'
        f'  "tasks": [{tasks}],\n  "work_groups": [{groups}]}}}}\n'
    )


def _head(rule_set: RuleSet) -> Json:
    return rule_set_as_json(rule_set) | {
        "place": dict(rule_set.place),
        "until": rule_set.until,
        "adopts": rule_set.adopts,
        "adopted_effective": rule_set.adopted_from,
    }


def _rest(rule_set: RuleSet) -> Json:
    own = [fact for fact in rule_set.facts.by_id.values() if fact.id in rule_set.own_facts]
    return {
        "source": rule_set.document._asdict(),
        "note": _text(rule_set.note) if rule_set.note else None,
        "facts": {fact.id: _fact(fact) for fact in own},
    }


def _fact(fact: Fact) -> Json:
    said: Json = {"type": fact.type.name, **_text(fact.label)}
    if fact.unit is not None:
        said["unit"] = _text(fact.unit)
    if fact.note is not None:
        said["note"] = _text(fact.note)
    if isinstance(fact.type, MemberType):
        said["values"] = {member.id: _text(member.label) for member in fact.type.members}
    if isinstance(fact.type, SeriesType):
        said["of"] = fact.type.figure.name
    if fact.derived is None and fact.type.figure in SIGNED_TYPES.values():
        said["negative"] = True
    if fact.derived is not None:
        said["derived"] = _derived(fact)
    return said


def _derived(fact: Fact) -> Json:
    way = fact.derived
    assert way is not None  # asked of derived facts alone
    parts = [_derived(part) if part.is_nameless else part.id for part in fact.parts]
    if way.kind == YEARS_SINCE:
        return {way.kind: parts[0]}
    if fact.is_nameless and way.years == 1 and way.until == LATEST:
        return {LATEST: parts[0]}
    said: Json = {way.kind: parts[0], "years": way.years} if way.years else {way.kind: parts}
    if way.until is not None:
        said["until"] = way.until
    if way.by_zero != REVIEW:
        said["by_zero"] = way.by_zero
    return said


def _goal_facts(goals: Goals) -> Json:
    found = {fact.id: _fact(fact) for fact in goals.facts.by_id.values() if fact.id in goals.own_facts}
    for fact_id, level in goals.counted.items():
        found[fact_id]["counted"] = level
    for fact_id, (of, since) in goals.multiples.items():
        found[fact_id]["multiple"] = {"of": of.id, "since": since}
    return found


def _goal(goal: Goal) -> Json:
    return {
        "id": goal.id,
        "name": _text(goal.name),
        "clause": goal.clause,
        "by": goal.by,
        "when": _text(goal.when) if goal.when else None,
        "scope": goal.scope,
        "require": goal.require.fold(Written()),
    }


def _task(task: Task) -> Json:
    return {
        **task._asdict(),
        "name": _text(task.name),
        "reading": _text(task.reading) if task.reading is not None else None,
    }


def _criterion(criterion: Criterion, rule_set: RuleSet) -> Json:
    weight = rule_set.weights.get(criterion.number, 1)
    return {
        "number": criterion.number,
        "id": criterion.id,
        "name": _text(criterion.name),
        "clause": criterion.clause,
        "weight": float(weight) if weight != int(weight) else int(weight),
        "require": criterion.require.fold(Written()),
        "prefer": [check.fold(Written()) for check in criterion.prefer],
    }
