"""What changed between two rule sets: the largest parts that differ, criterion by criterion.

Two criteria are compared as outlines, so that wording, order and brackets do not count as
changes. A part that the other side has too, with another figure, is one change with both figures; one that it has not
is one change, as a whole.

Which way a change goes is judged by the grades that it moves: A's criterion with this change alone against A's as it
is, and B's as it is against B's without it. An alternative that nobody needs can be dropped without effect.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

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
)
from zhenkit.analysis.diff.match import like, partners, signatures
from zhenkit.analysis.diff.result import EQUAL, INCOMPARABLE, UNDECIDED, Compared
from zhenkit.analysis.search.search import Budget
from zhenkit.checks.normal_form import ALL, ANY, GROUPS, IN_PRINCIPLE, LEAF, OF, RELAXED_CHECK, Outline, outline
from zhenkit.checks.tree import All, AnyOf, Check, FigureTable, InPrinciple, Leaf, Of, Relaxed
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


class _Side(NamedTuple):
    """Where in a side's criterion a part lies."""

    whole: Callable[[Check], Check]
    """The criterion with another check in the place of the part."""

    def wrapped(self, check: Check) -> _Side:
        """Where the part of an exception, or of a check in principle, lies."""
        assert isinstance(check, (Relaxed, InPrinciple))
        return _Side(lambda part: self.whole(replace(check, check=part)))

    def listing(self, group: Outline, kind: str) -> _Listing:
        """The parts of a group of this kind; of anything else, itself as the only part."""
        if group.kind == kind:
            return _Listing(self, kind, group.parts, group.worths, group.count)
        return _Listing(self, kind, (group,), (1,), 1)


class _Listing(NamedTuple):
    """The parts of a group, each with its points, where the group lies in the criterion."""

    side: _Side
    kind: str
    parts: Sequence[Outline]
    points: Sequence[int]
    mark: int

    @property
    def as_it_is(self) -> Check:
        """The criterion."""
        return self._with([part.check for part in self.parts], self.points)

    @property
    def check(self) -> Check:
        """The group by itself."""
        return self._replace(side=_Side(lambda check: check)).as_it_is

    def within(self, at: Outline) -> _Side:
        """Where one of the parts lies."""
        return _Side(
            lambda check: self._with([check if part is at else part.check for part in self.parts], self.points)
        )

    def without(self, gone: Outline) -> Check:
        """The criterion as if one part had not been listed."""
        kept = [(part.check, worth) for part, worth in zip(self.parts, self.points, strict=True) if part is not gone]
        return self._with([check for check, _worth in kept], [worth for _check, worth in kept])

    def beside(self, part: Outline, worth: int) -> Check:
        """The criterion with another part."""
        return self._with([*(each.check for each in self.parts), part.check], [*self.points, worth])

    def worth(self, part: Outline) -> int:
        """The points of a part."""
        return next(points for each, points in zip(self.parts, self.points, strict=True) if each is part)

    def marked(self, mark: int) -> Check:
        """The criterion with another mark."""
        return self._replace(mark=mark).as_it_is

    def worth_else(self, at: Outline, worth: int) -> Check:
        """The criterion with other points for one part."""
        found = [worth if part is at else points for part, points in zip(self.parts, self.points, strict=True)]
        return self._replace(points=found).as_it_is

    def _with(self, checks: Sequence[Check], points: Sequence[int]) -> Check:
        if self.kind == ALL:
            return self.side.whole(All(None, None, tuple(checks)))
        if self.kind == ANY:
            return self.side.whole(AnyOf(None, None, tuple(checks)))
        return self.side.whole(Of(None, None, tuple(checks), self.mark, tuple(points)))


_Sides = tuple[_Side, _Side]
"""Where a part lies in A's criterion, and what became of it in B's."""


def changes(ground: Ground, compared: Compared) -> tuple[Change, ...]:
    """What changed in a criterion from A to B: requirements in their order, then preferences, then its weight."""
    return tuple(_Changes(ground, compared).found())


class _Changes:
    """Finds the changes of one criterion."""

    def __init__(self, ground: Ground, compared: Compared) -> None:
        self.ground, self.compared = ground, compared
        self.prefer_a, self.prefer_b = _preferences(compared.a, compared.b)
        self.budget = Budget()
        """For all lines of the criterion: what is left undecided when it is spent says so."""

    def found(self) -> list[Change]:
        a, b = self.compared.a, self.compared.b
        if a is None or b is None:
            return [self.whole(a, b)]
        found = []
        if self.compared.relation != EQUAL:
            one, other = outline(a.require), outline(b.require)
            place, sides = Place((a.leaves, b.leaves)), (_Side(lambda check: check),) * 2
            found = list(self.differences(one, other, place, sides))
            if all(change.direction == EQUAL for change in found):  # no line says what makes the difference
                found = [self.replaced(one, other, place, sides)]
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

    def _relation(self, a: Check, b: Check) -> str:
        return self.ground.relation(a, b, self.budget)

    def moved(self, in_a: tuple[Check, Check], in_b: tuple[Check, Check]) -> str:
        """Which way a change goes, in A's criterion and in B's: each without it and with it."""
        # more of a part met never makes a criterion lower: so the two never contradict each other, unless the change
        # itself goes both ways
        found = {self._relation(*in_a), self._relation(*in_b)} - {EQUAL}
        if len(found) <= 1:
            return found.pop() if found else EQUAL
        known = found - {UNDECIDED}
        return known.pop() if len(known) == 1 else INCOMPARABLE

    def differences(self, a: Outline, b: Outline, place: Place, sides: _Sides) -> Iterator[Change]:
        if a.signature == b.signature:
            return
        kinds = {a.kind, b.kind}
        if kinds == {LEAF} and a.fact_ids == b.fact_ids:
            yield from self.leaf(a.leaves[0], b.leaves[0], place, sides)
        elif a.kind == b.kind == OF:
            listings = sides[0].listing(a, OF), sides[1].listing(b, OF)
            yield from self.counts(a, b, place, sides)
            yield from self.points(*listings, place.within(OF))
            yield from self.parts(*listings, place.within(OF))
        elif len(kinds & {*GROUPS}) == 2 and signatures(a.parts) == signatures(b.parts):
            yield from self.counts(a, b, place, sides)
        elif len(kinds & {*GROUPS}) == 2 and OF in kinds:
            yield self.replaced(a, b, place, sides)
        elif kinds & {ALL, ANY}:
            kind = ALL if ALL in kinds else ANY
            yield from self.parts(sides[0].listing(a, kind), sides[1].listing(b, kind), place.within(kind))
        elif len(kinds) == 1 and a.kind in (RELAXED_CHECK, IN_PRINCIPLE):
            inner = sides[0].wrapped(a.check), sides[1].wrapped(b.check)
            yield from self.differences(a.parts[0], b.parts[0], place.within(a.kind), inner)
        else:
            yield self.replaced(a, b, place, sides)

    def parts(self, a: _Listing, b: _Listing, place: Place) -> Iterator[Change]:
        """Parts of two groups: those that are alike are compared, the others gone or new."""
        only_a = [part for part in a.parts if part.signature not in signatures(b.parts)]
        only_b = [part for part in b.parts if part.signature not in signatures(a.parts)]
        partner = partners(only_a, only_b)
        for part in only_a:
            if part in partner:
                yield from self.differences(part, partner[part], place, (a.within(part), b.within(partner[part])))
            else:
                direction = self.moved((a.as_it_is, a.without(part)), (b.beside(part, a.worth(part)), b.as_it_is))
                yield self.alone(part, None, place, direction)
        for part in only_b:
            if part not in partner.values():
                direction = self.moved((a.as_it_is, a.beside(part, b.worth(part))), (b.without(part), b.as_it_is))
                yield self.alone(None, part, place, direction)

    def alone(self, a: Outline | None, b: Outline | None, place: Place, direction: str) -> Change:
        """A part that one side alone has: not required by the other, or only preferred."""
        part = a or b
        assert part is not None
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

    def became(self, a: Check, b: Check, sides: _Sides) -> str:
        """Which way it goes that one check took another's place."""
        return self.moved((sides[0].whole(a), sides[0].whole(b)), (sides[1].whole(a), sides[1].whole(b)))

    def replaced(self, a: Outline, b: Outline, place: Place, sides: _Sides) -> Change:
        """Two parts that differ in kind: an exception that became the rule, a check in principle that became one."""
        bare_a, bare_b = _bare(a), _bare(b)
        direction = self.became(a.check, b.check, sides)
        checks, one_way = (a.check, b.check), place.kind != ALL
        if bare_a.signature == bare_b.signature:
            roles = [Requirement(role_of(side, place)) for side in (a, b)]
            return Change(place.part(bare_a), roles[0], roles[1], direction, checks, one_way=one_way)
        required = [Requirement(check=side.check) for side in (a, b)]
        return Change(place.about(*checks), required[0], required[1], direction, checks, one_way=one_way)

    def counts(self, a: Outline, b: Outline, place: Place, sides: _Sides) -> Iterator[Change]:
        """How many of a group's parts must be met, or how many points they must earn."""
        if a.count == b.count and a.kind == b.kind:
            return
        if signatures(a.parts) == signatures(b.parts):
            if self._relation(a.check, b.check) == EQUAL:
                return
            direction = self.became(a.check, b.check, sides)
        else:
            one, other = sides[0].listing(a, OF), sides[1].listing(b, OF)
            direction = self.moved((one.as_it_is, one.marked(b.count)), (other.marked(a.count), other.as_it_is))
        what = Subject(COUNT, tuple(part.check for part in a.parts), place.path, name=a.check.text)
        yield Change(what, _count(a), _count(b), direction, (a.check, b.check), one_way=place.kind != ALL)

    def points(self, a: _Listing, b: _Listing, place: Place) -> Iterator[Change]:
        """What the parts of both sides are worth."""
        for part, one in zip(a.parts, a.points, strict=True):
            same = next((each for each in b.parts if each.signature == part.signature), None)
            if same is not None and (other := b.worth(same)) != one:
                required = [Requirement(count=count, points=True) for count in (one, other)]
                direction = self.moved((a.as_it_is, a.worth_else(part, other)), (b.worth_else(same, one), b.as_it_is))
                yield Change(place.part(part), required[0], required[1], direction, (a.check, b.check))

    def leaf(self, a: Leaf, b: Leaf, place: Place, sides: _Sides) -> Iterator[Change]:
        """The same fact against another figure; of tables, the rows that differ, those alike together."""
        by = [leaf.figure.by for leaf in (a, b) if isinstance(leaf.figure, FigureTable)]
        if a.operator.word != b.operator.word or len({fact.id for fact in by}) > 1:
            required = [Requirement(leaf=leaf, figure=leaf.figure, with_operator=True) for leaf in (a, b)]
            direction = self.became(a, b, sides)
            yield Change(place.figure(a), required[0], required[1], direction, (a, b), one_way=place.kind != ALL)
            return
        choices = tuple(by[0].type.by_id) if by else (None,)  # type: ignore[attr-defined]
        rows: dict[tuple[Any, Any], list[Any]] = {}
        for choice in choices:
            asked = (a.figure_of(choice), b.figure_of(choice))
            if asked[0] != asked[1]:
                rows.setdefault(asked, []).append(choice)
        for (one, other), alike in rows.items():
            with_it, without_it = _with_rows(a, b, alike), _with_rows(b, a, alike)
            if self._relation(a, with_it) == EQUAL:
                continue
            direction = self.moved(
                (sides[0].whole(a), sides[0].whole(with_it)), (sides[1].whole(without_it), sides[1].whole(b))
            )
            yield Change(
                place.figure(a, alike, by[0] if by else None),
                Requirement(leaf=a, figure=one),
                Requirement(leaf=b, figure=other),
                direction,
                (a, b),
                {by[0].id: tuple(alike)} if by else None,
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
        one, other = (
            rules.weights.get(criterion.number, 1)
            for rules, criterion in ((self.ground.a, self.compared.a), (self.ground.b, self.compared.b))
            if criterion is not None
        )
        if one != other:
            yield Change(Subject(WEIGHT), Requirement(count=one), Requirement(count=other), PREFERENCE)


def _preferences(a: Criterion | None, b: Criterion | None) -> tuple[list[Outline], list[Outline]]:
    """The preferences of either side that the other has not."""
    one, other = ([outline(check) for check in side.prefer] if side else [] for side in (a, b))
    return (
        [part for part in one if part.signature not in signatures(other)],
        [part for part in other if part.signature not in signatures(one)],
    )


def _with_rows(leaf: Leaf, other: Leaf, choices: Sequence[Any]) -> Leaf:
    """The leaf with the rows of these choices as another has them; without tables, the other leaf."""
    by = next((side.figure.by for side in (leaf, other) if isinstance(side.figure, FigureTable)), None)
    if by is None:
        return other  # a yes that became a no has another operator, not only another figure
    figures = {choice: (other if choice in choices else leaf).figure_of(choice) for choice in by.type.by_id}  # type: ignore[attr-defined]
    return replace(leaf, figure=FigureTable(by, figures))


def _count(part: Outline) -> Requirement:
    """How much of a group is required."""
    return Requirement(count=part.count, total=sum(part.worths), points=bool(part.points))


def _bare(part: Outline) -> Outline:
    return part.parts[0] if part.kind in (RELAXED_CHECK, IN_PRINCIPLE) else part
