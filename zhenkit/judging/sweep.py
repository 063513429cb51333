"""A town along all the values of a fact, or of two: the verdict and each criterion, with the points where they change.

Every piece of an axis is judged, as any town is; pieces that come out alike are one. So a point of change is exact:
the town is judged at it, and on both sides of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise, product
from typing import NamedTuple

from zhenkit.checks.grades import Span
from zhenkit.core.errors import Problem
from zhenkit.facts.fact import Fact
from zhenkit.facts.quantities import Range
from zhenkit.facts.town import Town
from zhenkit.facts.types.base import Value
from zhenkit.judging.axes import Axis, Cut, Piece, axis_of, can_join, crossed, joined
from zhenkit.judging.judgement import Judgement, Memo, judge
from zhenkit.judging.outcome import PASSED, TROUBLE
from zhenkit.judging.routes import named
from zhenkit.judging.run import ReadingByRules
from zhenkit.judging.standards import standards
from zhenkit.rulesets.model import RuleSet
from zhenkit.towns.inputs import all_of
from zhenkit.towns.options import Options

MEASURED = (int, Fraction)
"""What the length of a range can be computed of: not of one without an end, nor exactly of a root."""
Place = tuple[int, ...]
"""A piece of each axis, by their numbers."""


class Swept(NamedTuple):
    """What a piece comes to; `span` is None where figures of the town would contradict each other."""

    span: Span | None
    criteria: tuple[Span, ...] = ()


class Share(NamedTuple):
    """How much of a range comes to a verdict."""

    span: Span | None
    share: Fraction


class Region(NamedTuple):
    """A rectangle of a map whose pieces come out alike: from the first to the last piece of each axis."""

    first: Place
    last: Place
    outcome: Swept


class Turn(NamedTuple):
    """A point where something changes."""

    at: Cut
    before: Swept
    after: Swept


class Sweep:
    """A town along one fact or two."""

    def __init__(self, judgement: Judgement, axes: tuple[Axis, ...], outcomes: Mapping[Place, Swept]) -> None:
        self.judgement = judgement
        self.axes, self.outcomes = _merged(axes, outcomes)

    def __repr__(self) -> str:
        facts = ", ".join(axis.fact.id for axis in self.axes)
        return f"<Sweep of {self.judgement.town.name} along {facts}: {len(self.outcomes)} pieces>"

    def value(self, axis: Axis) -> Value | None:
        """What the town has there as it is."""
        return self.judgement.facts.get(axis.fact.id)

    @property
    def moves(self) -> bool:
        """Whether anything changes at all."""
        return len(set(self.outcomes.values())) > 1

    @cached_property
    def moving(self) -> list[int]:
        """The places of the criteria that change anywhere."""
        return [at for at, spans in enumerate(self._spans) if len(spans) > 1]

    @cached_property
    def differently_open(self) -> frozenset[int]:
        """The places of the criteria that are open in several ways: their ends tell more than that they are open."""
        open_there = (sum(span.worst != span.best for span in spans) for spans in self._spans)
        return frozenset(at for at, count in enumerate(open_there) if count > 1)

    @property
    def _spans(self) -> list[set[Span]]:
        every = {outcome.criteria for outcome in self.outcomes.values() if outcome.span is not None}
        return [{spans[at] for spans in every} for at in range(len(self.judgement.rule_set.criteria))]

    def hangs(self, fact: Fact) -> bool:
        """Whether any criterion asks for a fact, or for what is computed from it."""
        rule_set = self.judgement.rule_set
        return any(fact.id in one.reads or fact.id == one.id for each in rule_set.criteria for one in each.asked)

    @property
    def pieces(self) -> list[tuple[Piece, Swept]]:
        """Along one fact: its pieces in order, each with what it comes to."""
        return [(piece, self.outcomes[at,]) for at, piece in enumerate(self.axes[0].pieces)]

    @property
    def turns(self) -> list[Turn]:
        """Along one fact that has an order: the points where something changes."""
        along = [(piece, found) for piece, found in self.pieces if not piece.is_listed]
        return [
            Turn(piece.low, before, after)
            for (_one, before), (piece, after) in pairwise(along)
            if piece.low is not None
        ]

    @cached_property
    def shares(self) -> list[Share]:
        """Along one fact that is a range, or missing on a scale with two ends: how much of it comes to each verdict.

        None where that has no measure.
        """
        value = self.value(self.axes[0])
        ends = self._measured(self.axes[0], value)
        if ends is None:
            return []
        whole = self.axes[0].fact.whole
        found: dict[Span | None, Fraction] = {}
        for piece, outcome in self.pieces:
            if (size := _size(piece, *ends, whole)) is not None:
                found[outcome.span] = found.get(outcome.span, Fraction(0)) + size
        total = sum(found.values())
        return [Share(span, size / total) for span, size in found.items()] if total else []

    def _measured(self, axis: Axis, value: Value | None) -> tuple[Value, Value] | None:
        """Between which figures it lies, where these can be measured."""
        kind = axis.fact.type
        if not (kind.ordered and kind.has_ranges):
            return None
        ends = (axis.fact.least, axis.fact.most) if value is None else value
        if (value is not None and not isinstance(value, Range)) or not all(isinstance(end, MEASURED) for end in ends):
            return None
        return ends[0], ends[1]

    @property
    def is_unmeasured(self) -> bool:
        """Whether a missing figure, or one without an upper end, has no share at any verdict."""
        axis = self.axes[0]
        value = self.value(axis)
        return (
            self.moves and not self.shares and (value is None or isinstance(value, Range)) and axis.fact.type.has_ranges
        )

    @cached_property
    def regions(self) -> list[Region]:
        """A map in rectangles that come out alike, together the whole of it."""
        widths = [range(len(axis.pieces)) for axis in self.axes]
        left = set(self.outcomes)
        found = []
        for start in product(*widths):
            if start not in left:
                continue
            outcome, last = self.outcomes[start], list(start)
            for along in range(len(start)):
                while last[along] + 1 < len(widths[along]) and self._like(start, last, along, outcome, left):
                    last[along] += 1
            region = Region(start, tuple(last), outcome)
            left -= set(_within(region.first, region.last))
            found.append(region)
        return found

    def _like(self, start: Place, last: Sequence[int], along: int, outcome: Swept, left: set[Place]) -> bool:
        """Whether the next slice of a rectangle comes out as it does, and is in none yet."""
        pieces = self.axes[along].pieces
        if not can_join(pieces[last[along]], pieces[last[along] + 1]):
            return False
        first = [last[along] + 1 if place == along else at for place, at in enumerate(start)]
        until = [last[along] + 1 if place == along else at for place, at in enumerate(last)]
        return all(place in left and self.outcomes[place] == outcome for place in _within(first, until))


def _within(first: Sequence[int], last: Sequence[int]) -> Iterator[Place]:
    return product(*(range(low, high + 1) for low, high in zip(first, last, strict=True)))


def _size(piece: Piece, low: Value, high: Value, whole: bool) -> Fraction | None:
    """How much of what lies from one figure to another, ends included, is in a piece; None where nothing is."""
    if piece.low is None or piece.high is None:
        return None
    start, end = max(piece.low, Cut(low)), min(piece.high, Cut(high, True))
    if start >= end:
        return None
    if whole:  # so many whole numbers: an end just behind one counts it
        return Fraction(int(end.value + end.behind - start.value - start.behind))
    return Fraction(end.value) - Fraction(start.value)


def _merged(axes: tuple[Axis, ...], outcomes: Mapping[Place, Swept]) -> tuple[tuple[Axis, ...], Mapping[Place, Swept]]:
    """The axes without the cuts where nothing changes."""
    kept = list(axes)
    for along, axis in enumerate(axes):
        slices: dict[int, list[Swept]] = {}
        for place in sorted(outcomes):
            slices.setdefault(place[along], []).append(outcomes[place])
        groups: list[list[int]] = []
        for at, piece in enumerate(axis.pieces):
            near = groups if piece.is_listed else groups[-1:]
            for group in near:
                if slices[at] == slices[group[-1]] and can_join(axis.pieces[group[-1]], piece):
                    group.append(at)
                    break
            else:
                groups.append([at])
        kept[along] = axis._replace(pieces=tuple(joined([axis.pieces[at] for at in group]) for group in groups))
        at_of = {group[0]: place for place, group in enumerate(groups)}
        outcomes = {
            (*place[:along], at_of[place[along]], *place[along + 1 :]): outcome
            for place, outcome in outcomes.items()
            if place[along] in at_of
        }
    return tuple(kept), outcomes


def sweep(town: Town, rule_set: RuleSet, facts: Sequence[str], memo: Memo | None = None) -> Sweep:
    """A town along one fact or two, given by any of their names.

    Raises NoSuchFact and NoAxis, which are ZhenkitErrors.
    """
    rule_set, memo = rule_set.to_judge_by, {} if memo is None else memo
    along = [rule_set.facts[name] for name in named(facts, rule_set.facts)]
    axes = tuple(axis_of(fact, rule_set, town.facts) for fact in along)
    if len(axes) > 1:
        crossed(axes, rule_set)
    held_to = [fact for fact in rule_set.facts.held_to if any(one.id in fact.reads for one in along)]
    outcomes: dict[Place, Swept] = {}
    for pieces in product(*(enumerate(axis.pieces) for axis in axes)):
        chosen = {
            axis.fact.id: piece.sample for axis, (_at, piece) in zip(axes, pieces, strict=True) if not piece.is_any
        }
        place = tuple(at for at, _piece in pieces)
        if any(fact.contradiction({**town.facts, **chosen}) for fact in held_to):
            outcomes[place] = Swept(None)
            continue
        found = judge(town, rule_set, memo=memo, instead=chosen)
        outcomes[place] = Swept(found.span, tuple(judged.span for judged in found.criteria))
    return Sweep(judge(town, rule_set, memo=memo), axes, outcomes)


@dataclass(frozen=True)
class Sweeps:
    """The towns of one run along facts, and every problem of the file that they came from."""

    sweeps: Sequence[Sweep]
    problems: Sequence[Problem] = ()
    remarks: Sequence[Problem] = ()

    @property
    def exit_code(self) -> int:
        """2 where there is trouble, or no town; else 0."""
        return TROUBLE if self.problems or not self.sweeps else PASSED


def sweeps_of(
    inputs: Sequence[str],
    level: str | None,
    rules: str | None,
    facts: Sequence[str],
    on: str | None = None,
    options: Options = Options(),  # noqa: B008 - it is frozen
) -> Sweeps:
    """The towns of files along facts, by the rule set of a level or the one named; raises as `standards`, `sweep`."""
    by = standards(inputs, level, rules, on)
    named(facts, by.facts)  # a wrong name is reported whatever the towns are
    found = all_of(ReadingByRules(inputs, by, options))
    memo: Memo = {}
    swept = [sweep(town, rule_set, facts, memo) for town, rule_set in found.towns]
    return Sweeps(swept, found.problems, found.remarks)
