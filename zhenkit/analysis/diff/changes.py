"""What changed between two rule sets: the largest parts that differ, criterion by criterion.

Two criteria are compared as outlines, so that wording, order and brackets do not count as
changes. A part that the other side has too, with another figure, is one change with both figures; one that it has not
is one change, as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zhenkit.analysis.diff.compare import Ground
from zhenkit.analysis.diff.describe import (
    COUNT,
    CRITERION,
    PREFERRED,
    REQUIRED,
    WEIGHT,
    Place,
    Requirement,
    Subject,
    requirement,
    role_of,
    row_of,
)
from zhenkit.analysis.diff.match import like, partners, signatures
from zhenkit.analysis.diff.result import EQUAL, LOOSER, STRICTER, Compared
from zhenkit.checks.normal_form import ALL, ANY, GROUPS, IN_PRINCIPLE, LEAF, OF, RELAXED_CHECK, Outline, outline
from zhenkit.checks.tree import Check, FigureTable, Leaf
from zhenkit.rulesets.model import Criterion

PREFERENCE = "preference"
"""The direction of a change that moves no verdict: of what is preferred, or of a weight in the score."""


@dataclass(frozen=True)
class Change:
    """One difference: what differs, what either side requires (None: nothing), which way it goes."""

    what: Subject
    a: Requirement | None
    b: Requirement | None
    direction: str
    checks: tuple[Check | None, Check | None] = (None, None)
    """The parts that differ; none of a preference or a weight, which no grade depends on."""
    given: Mapping[str, tuple[str, ...]] | None = None
    """Of rows of a table: the values of the choice that they are for."""
    one_way: bool = False
    """Whether the part is one way among several: where a side has it not, it is not met there."""


def changes(ground: Ground, compared: Compared) -> tuple[Change, ...]:
    """What changed in a criterion from A to B: requirements in their order, then preferences, then its weight."""
    return tuple(_Changes(ground, compared).found())


class _Changes:
    """Finds the changes of one criterion."""

    def __init__(self, ground: Ground, compared: Compared) -> None:
        self.ground, self.compared = ground, compared
        self.prefer_a, self.prefer_b = _preferences(compared.a, compared.b)

    def found(self) -> list[Change]:
        a, b = self.compared.a, self.compared.b
        if a is None or b is None:
            return [self.whole(a, b)]
        found = []
        if self.compared.relation != EQUAL:
            one, other = outline(a.require), outline(b.require)
            place = Place((a.leaves, b.leaves))
            found = list(self.differences(one, other, place)) or [self.replaced(one, other, place)]
        return [*found, *self.merits(), *self.weight()]

    def whole(self, a: Criterion | None, b: Criterion | None) -> Change:
        criterion = a or b
        assert criterion is not None  # its number comes from one of the two
        required = Requirement(REQUIRED)
        return Change(
            Subject(CRITERION, (criterion.require,), name=criterion.name),
            required if a is not None else None,
            required if b is not None else None,
            self.compared.relation,
            (a.require if a is not None else None, b.require if b is not None else None),
        )

    def differences(self, a: Outline, b: Outline, place: Place) -> Iterator[Change]:
        if a.signature == b.signature:
            return
        kinds = {a.kind, b.kind}
        if kinds == {LEAF} and a.fact_ids == b.fact_ids:
            yield from self.leaf(a.leaves[0], b.leaves[0], place)
        elif a.kind == b.kind == OF:
            yield from self.counts(a, b, place)
            yield from self.points(a, b, place.within(OF))
            yield from self.parts(a.parts, b.parts, place.within(OF))
        elif len(kinds & {*GROUPS}) == 2 and signatures(a.parts) == signatures(b.parts):
            yield from self.counts(a, b, place)
        elif len(kinds & {*GROUPS}) == 2 and OF in kinds:
            yield self.replaced(a, b, place)
        elif kinds & {ALL, ANY}:
            kind = ALL if ALL in kinds else ANY
            one, other = (side.parts if side.kind == kind else (side,) for side in (a, b))
            yield from self.parts(one, other, place.within(kind))
        elif len(kinds) == 1 and a.kind in (RELAXED_CHECK, IN_PRINCIPLE):
            yield from self.differences(a.parts[0], b.parts[0], place.within(a.kind))
        else:
            yield self.replaced(a, b, place)

    def parts(self, a: Sequence[Outline], b: Sequence[Outline], place: Place) -> Iterator[Change]:
        """Parts of two groups: those that are alike are compared, the others gone or new."""
        only_a = [part for part in a if part.signature not in signatures(b)]
        only_b = [part for part in b if part.signature not in signatures(a)]
        partner = partners(only_a, only_b)
        for part in only_a:
            if part in partner:
                yield from self.differences(part, partner[part], place)
            else:
                yield self.alone(part, None, place)
        for part in only_b:
            if part not in partner.values():
                yield self.alone(None, part, place)

    def alone(self, a: Outline | None, b: Outline | None, place: Place) -> Change:
        """A part that one side alone has: not required by the other, or only preferred."""
        part = a or b
        assert part is not None
        direction = LOOSER if (place.kind == ALL) == (b is None) else STRICTER
        what = place.part(part)
        checks = (a.check if a is not None else None, b.check if b is not None else None)
        if place.kind == ALL and place.path == REQUIRED:
            preferences = self.prefer_b if b is None else self.prefer_a
            if (match := like(part, preferences)) is not None:
                preferences.remove(match)
                required, preferred = requirement(part, REQUIRED), requirement(match, PREFERRED)
                both = (required, preferred) if b is None else (preferred, required)
                return Change(what, *both, direction, checks)
        required = requirement(part, role_of(part, place))
        return Change(
            what,
            required if a is not None else None,
            required if b is not None else None,
            direction,
            checks,
            one_way=place.kind != ALL,
        )

    def replaced(self, a: Outline, b: Outline, place: Place) -> Change:
        """Two parts that differ in kind: an exception that became the rule, a check in principle that became one."""
        bare_a, bare_b = _bare(a), _bare(b)
        direction = self.ground.relation(a.check, b.check)
        checks, one_way = (a.check, b.check), place.kind != ALL
        if bare_a.signature == bare_b.signature:
            roles = [Requirement(role_of(side, place)) for side in (a, b)]
            return Change(place.part(bare_a), roles[0], roles[1], direction, checks, one_way=one_way)
        sides = [Requirement(check=side.check) for side in (a, b)]
        return Change(place.about(*checks), sides[0], sides[1], direction, checks, one_way=one_way)

    def counts(self, a: Outline, b: Outline, place: Place) -> Iterator[Change]:
        """How many of a group's parts must be met, or how many points they must earn."""
        if a.count == b.count and a.kind == b.kind:
            return
        same = signatures(a.parts) == signatures(b.parts)
        direction = self.ground.relation(a.check, b.check) if same else STRICTER if b.count > a.count else LOOSER
        what = Subject(COUNT, tuple(part.check for part in a.parts), place.path, name=a.check.text)
        if direction != EQUAL:
            yield Change(what, _count(a), _count(b), direction, (a.check, b.check), one_way=place.kind != ALL)

    def points(self, a: Outline, b: Outline, place: Place) -> Iterator[Change]:
        """What the parts of both sides are worth."""
        worth = [dict(zip((part.signature for part in side.parts), _worth(side), strict=True)) for side in (a, b)]
        for part in a.parts:
            one, other = (side.get(part.signature) for side in worth)
            if one is not None and other is not None and one != other:
                sides = [Requirement(count=count, points=True) for count in (one, other)]
                direction = LOOSER if other > one else STRICTER
                yield Change(place.part(part), sides[0], sides[1], direction, (a.check, b.check))

    def leaf(self, a: Leaf, b: Leaf, place: Place) -> Iterator[Change]:
        """The same fact against another figure; of tables, the rows that differ, those alike together."""
        by = [leaf.figure.by for leaf in (a, b) if isinstance(leaf.figure, FigureTable)]
        if a.operator.word != b.operator.word or len({fact.id for fact in by}) > 1:
            sides = [Requirement(leaf=leaf, figure=leaf.figure, with_operator=True) for leaf in (a, b)]
            direction = self.ground.relation(a, b)
            yield Change(place.figure(a), sides[0], sides[1], direction, (a, b), one_way=place.kind != ALL)
            return
        choices = tuple(by[0].type.by_id) if by else (None,)  # type: ignore[attr-defined]
        rows: dict[tuple[Any, Any], list[Any]] = {}
        for choice in choices:
            asked = (row_of(a, choice), row_of(b, choice))
            if asked[0] != asked[1]:
                rows.setdefault(asked, []).append(choice)
        for (one, other), choices_alike in rows.items():
            direction = self.ground.relation(a, b, {by[0].id: choices_alike[0]} if by else None)
            if direction == EQUAL:
                continue
            yield Change(
                place.figure(a, choices_alike, by[0] if by else None),
                Requirement(leaf=a, figure=one),
                Requirement(leaf=b, figure=other),
                direction,
                (a, b),
                {by[0].id: tuple(choices_alike)} if by else None,
                place.kind != ALL,
            )

    def merits(self) -> Iterator[Change]:
        """Preferences that are new, gone, or of another level."""
        partner = partners(self.prefer_a, self.prefer_b)
        for one in self.prefer_a:
            yield self.merit(one, partner.get(one))
        for other in self.prefer_b:
            if other not in partner.values():
                yield self.merit(None, other)

    def merit(self, a: Outline | None, b: Outline | None) -> Change:
        part = a or b
        assert part is not None
        sides = [requirement(side, PREFERRED) if side else None for side in (a, b)]
        return Change(Place().part(part), sides[0], sides[1], PREFERENCE)

    def weight(self) -> Iterator[Change]:
        number = self.compared.number
        one, other = (side.weights.get(number, 1) for side in (self.ground.a, self.ground.b))
        if one != other:
            yield Change(Subject(WEIGHT), Requirement(count=one), Requirement(count=other), PREFERENCE)


def _preferences(a: Criterion | None, b: Criterion | None) -> tuple[list[Outline], list[Outline]]:
    """The preferences of either side that the other has not."""
    one, other = ([outline(check) for check in side.prefer] if side else [] for side in (a, b))
    return (
        [part for part in one if part.signature not in signatures(other)],
        [part for part in other if part.signature not in signatures(one)],
    )


def _worth(part: Outline) -> Sequence[int]:
    return part.points or (1,) * len(part.parts)


def _count(part: Outline) -> Requirement:
    """How much of a group is required."""
    return Requirement(count=part.count, total=sum(_worth(part)), points=bool(part.points))


def _bare(part: Outline) -> Outline:
    return part.parts[0] if part.kind in (RELAXED_CHECK, IN_PRINCIPLE) else part
