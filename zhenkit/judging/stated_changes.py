"""A way to a grade, in steps of the facts that criteria ask for -> changes of the facts that a town states."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from zhenkit.checks.steps import Chain, States, Steps, Way
from zhenkit.checks.ways import defined
from zhenkit.facts.derived import bounds
from zhenkit.facts.fact import Fact
from zhenkit.facts.types.base import Value
from zhenkit.judging.changes import GapChange, changed, kind_of
from zhenkit.judging.judgement import judge
from zhenkit.judging.routes import Routes


class StatedChanges:
    """Says ways as changes of the facts that a town states."""

    def __init__(self, routes: Routes) -> None:
        self.routes, self.judgement = routes, routes.judgement
        self.town, self.rule_set = routes.judgement.town, routes.judgement.rule_set
        self.dropped = False
        """Whether a way was left out, since no facts were found that make it."""

    def changes(self, way: Way, criteria: Sequence[int], owned: Way = 0) -> tuple[GapChange, ...] | None:
        """The changes of a way that these criteria need; None where no facts can be stated that make it.

        `owned` are steps that other criteria take for these as well.
        """
        routes, left = self.routes, way
        found: list[GapChange] = []
        computed: list[tuple[Fact, Value, int]] = []
        for index in criteria:
            judged = self.judgement.criteria[index]
            number, facts = judged.criterion.number, judged.case.facts
            for fact in judged.criterion.asked if left else ():
                steps = routes.scales.by_fact[fact.id]
                if left & steps.mask:
                    before = defined(facts.get(fact.id), self.routes.asked.grade)
                    after = steps.goal(left, before)
                    left &= ~steps.mask
                    if fact.derived is not None:
                        computed.append((fact, after, number))
                    else:
                        upward = steps.helps_upward(after)
                        if not routes.is_statable(fact.id, after):
                            if isinstance(steps, States):  # 0 may be too much
                                self.dropped = True
                                return None
                            after = 0
                        found.append(GapChange(fact, before, after, kind_of(before, after), number, upward=upward))
            if left & routes.decision(index):
                found.append(GapChange(None, None, True, "decide", number))
        if not computed:
            return tuple(found)
        changes = self._in_stated_facts(found, computed)
        if changes is None or not self._harms_none(changes, criteria, owned):
            self.dropped = True
            return None
        return changes if self._is_least(changes, criteria) else None

    def _harms_none(self, changes: Sequence[GapChange], criteria: Sequence[int], owned: Way) -> bool:
        """Whether the criteria reach the grade, where a fact moves that helps one line and hurts another.

        `owned` are the steps that other criteria take for these as well.
        """
        if not any(change.fact is not None and change.fact.id in self.routes.both_ways for change in changes):
            return True
        after = changed(self.town, changes)
        facts = dict(after.facts)
        for fact in self.rule_set.asked:
            steps = self.routes.scales.by_fact.get(fact.id)
            if steps is not None and (goal := _goal_of(steps, owned, facts.get(fact.id))) is not None:
                more = {fact.id: goal} if fact.derived is None else self._moved(fact, goal, facts)
                facts.update(more or {})
        judged = judge(replace(after, facts=facts), self.rule_set).criteria
        return all(judged[index].span.worst >= self.routes.asked.grade for index in criteria)

    def _moved(self, fact: Fact, goal: Value, facts: Mapping[str, Value]) -> dict[str, Value] | None:
        """What a derived fact comes from, where it has reached a goal."""
        steps = self.routes.scales.by_fact[fact.id]
        assert isinstance(steps, (Chain, States))  # a derived fact is a figure
        return self.routes.reaching(fact, goal, steps.helps_upward(goal), facts)

    def _is_least(self, changes: Sequence[GapChange], criteria: Sequence[int]) -> bool:
        """Whether these criteria need each change: what a computed fact comes from may take it further than asked."""
        for left_out in changes:
            others = changed(self.town, [change for change in changes if change is not left_out])
            judged = judge(others, self.rule_set).criteria
            if all(judged[index].span.worst >= self.routes.asked.grade for index in criteria):
                return False
        return True

    def _in_stated_facts(
        self, found: Sequence[GapChange], computed: Sequence[tuple[Fact, Value, int]]
    ) -> tuple[GapChange, ...] | None:
        """Changes with those of derived facts given in what these are computed from."""
        before = self.town.facts
        scales, stated = self.routes.scales.by_fact, self.rule_set.facts
        for order in (computed, computed[::-1]):
            facts = {**before, **{change.fact.id: change.after for change in found if change.fact is not None}}
            moved: dict[str, tuple[int, Fact, Value]] = {}
            for fact, goal, number in order:
                changes = self._moved(fact, goal, facts)
                for base, to in (changes or {}).items():
                    if facts.get(base) != to:
                        facts[base] = to
                        moved[base] = (number, fact, goal)
            whole = [change for change in found if change.fact is None or change.fact.id not in moved]
            for base, (number, fact, goal) in moved.items():
                was, to = before.get(base), facts[base]
                goal_upward = scales[fact.id].helps_upward(goal)
                upward = goal_upward is fact.pulls.get((base, 0), True)
                kind = kind_of(was, to)
                whole.append(GapChange(stated[base], was, to, kind, number, fact, goal, goal_upward, upward))
            if all(self._holds(fact, goal, facts) for fact, goal, _number in computed) and all(
                _is_as_good(scales[change.fact.id], facts[change.fact.id], change.after)
                for change in found
                if change.fact is not None
            ):
                return tuple(whole)
        return None

    def _holds(self, fact: Fact, goal: Value, facts: Mapping[str, Value]) -> bool:
        value = defined(fact.value_of(facts))
        if value is None:
            return False
        low, high = bounds(value)
        steps = self.routes.scales.by_fact[fact.id]
        return bool(low >= goal if isinstance(steps, (Chain, States)) and steps.helps_upward(goal) else high <= goal)


def _goal_of(steps: Steps, owned: Way, value: Value | None) -> Value | None:
    """What a fact has to be for steps as they are joined; None where they ask nothing of it."""
    if isinstance(steps, States):
        return next((one for bit, one in steps.moves(value) if bit & owned), None)
    return steps.goal(owned, value) if owned & steps.mask else None


def _is_as_good(steps: Steps, value: Value, goal: Value) -> bool:
    """Whether a value that was changed once more is no worse than the one that was asked for."""
    if value == goal:
        return True
    return isinstance(steps, Chain) and bool(value >= goal if steps.upward else value <= goal)
