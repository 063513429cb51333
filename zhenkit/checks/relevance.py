"""A town's facts -> which missing and uncertain ones can still move a criterion's grade.

A fact can move it if some completion of the others makes the grade depend on it. Each check is folded into the set of
*profiles* that completions of the other facts allow: a profile is the tuple of grades it has with the fact in question
at its worst and at its best (for a choice: at each of its values). Facts that occur in several checks tie those
together, so they are tried cell by cell outside the fold; all others vary freely, check by check.

Spans alone would not do: `all` of two open checks has the same span whether one of them is exports or not, but a
profile says of the two ends of exports *for the same completion of the rest* whether the grade differs between them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import product

from zhenkit.checks.critical_values import cells
from zhenkit.checks.evaluate import KnownFacts
from zhenkit.checks.grades import MET, NOT_MET, RELAXED, REVIEW, Grade, cap, lift
from zhenkit.checks.tree import All, AnyOf, Check, Fold, InPrinciple, Leaf, Of, Relaxed, leaves
from zhenkit.facts.fact import Fact
from zhenkit.facts.quantities import Range, Series
from zhenkit.facts.types.base import Value
from zhenkit.facts.types.members import ChoiceType

HIGHER = (REVIEW, RELAXED, MET)
Profile = tuple[Grade, ...]
Profiles = frozenset[Profile]


class ProfilesOf(Fold[Profiles]):
    """The profiles of a check over `cases`: the same case with the fact in question at each of its values."""

    def __init__(self, cases: Sequence[KnownFacts]) -> None:
        self.cases = cases

    def leaf(self, check: Leaf) -> Profiles:
        """A profile for each cell of the leaf's fact that is still open."""
        given = [case.facts.get(check.fact.id) for case in self.cases]
        if is_open(given[0]):  # open in one case is open in all: they differ in the fact in question alone
            return frozenset(
                tuple([case.grade(check, value) for case in self.cases])
                for value in cells(check.fact, (check,), given[0])
            )
        return frozenset([tuple([case.grade(check, value) for case, value in zip(self.cases, given, strict=True)])])

    def all(self, _check: All, parts: Sequence[Profiles]) -> Profiles:
        """The lowest, grade by grade, of every combination."""
        return _combined(parts, min)

    def any(self, _check: AnyOf, parts: Sequence[Profiles]) -> Profiles:
        """The highest, grade by grade, of every combination."""
        return _combined(parts, max)

    def of(self, check: Of, parts: Sequence[Profiles]) -> Profiles:
        """What parts of enough points reach, grade by grade, of every combination."""
        nothing = (0,) * len(HIGHER)
        earned: frozenset[tuple[tuple[int, ...], ...]] = frozenset([(nothing,) * len(self.cases)])
        for part, worth in zip(parts, check.points, strict=True):
            # for each grade of the profile: the points, up to the mark, of the parts that reach each grade. Sums that
            # agree are one, so that there are at most (mark + 1) ** 3 for each grade, however many parts there are
            earned = frozenset(
                tuple(
                    tuple(
                        min(points + worth, check.count) if grade >= step else points
                        for points, step in zip(so_far, HIGHER, strict=True)
                    )
                    for so_far, grade in zip(before, profile, strict=True)
                )
                for before in earned
                for profile in part
            )
        return frozenset(
            tuple(
                max(
                    (step for points, step in zip(found, HIGHER, strict=True) if points >= check.count), default=NOT_MET
                )
                for found in each
            )
            for each in earned
        )

    def relaxed(self, _check: Relaxed, part: Profiles) -> Profiles:
        """Capped."""
        return frozenset(tuple(map(cap, profile)) for profile in part)

    def in_principle(self, _check: InPrinciple, part: Profiles) -> Profiles:
        """Lifted."""
        return frozenset(tuple(map(lift, profile)) for profile in part)


def _combined(parts: Sequence[Profiles], pick: Callable[[Grade, Grade], Grade]) -> Profiles:
    found = parts[0]
    for part in parts[1:]:  # any profile of one goes with any of the other: no open fact is in both
        found = frozenset([tuple(map(pick, one, other)) for one in found for other in part])
    return found


def decisive(
    check: Check, asked: Iterable[Fact], repeated: frozenset[str], case: KnownFacts, decided: Callable[[Grade], Grade]
) -> tuple[Fact, ...]:
    """The facts missing or given as a range that can still move the grade of `check`, in the order asked.

    `repeated` are the ids of facts that occur in several leaves; `decided` maps the check's grade to the criterion's
    (a decision on it).

    >>> def moving(**known):
    ...     found = decisive(either, (firms, exports), frozenset(), KnownFacts(known), lambda grade: grade)
    ...     return [fact.id for fact in found]
    >>> moving(), moving(exports=False), moving(firms=12)  # with firms enough, exports no longer matter
    (['firms', 'exports'], ['firms'], [])
    """
    open_facts = [fact for fact in asked if is_open(case.facts.get(fact.id))]
    return tuple(fact for fact in open_facts if _matters(fact, check, open_facts, repeated, case, decided))


def is_open(value: Value | None) -> bool:
    """Whether a value is missing or only known as a range; of figures by year, whether one is.

    >>> is_open(None), is_open(Range(8, 12)), is_open(10)
    (True, True, False)
    """
    if type(value) is Series:
        return any(is_open(figure) for _year, figure in value.years) or value.has_gaps
    return value is None or type(value) is Range


def _matters(
    fact: Fact,
    check: Check,
    open_facts: Sequence[Fact],
    repeated: frozenset[str],
    case: KnownFacts,
    decided: Callable[[Grade], Grade],
) -> bool:
    asking = leaves(check)
    tied = [
        other
        for other in open_facts
        if other is not fact and (other.id in repeated or isinstance(other.type, ChoiceType))
    ]
    ends = _ends(fact, case.facts.get(fact.id))
    for values in product(*(cells(other, asking, case.facts.get(other.id)) for other in tied)):
        chosen = {other.id: value for other, value in zip(tied, values, strict=True)}
        cases = [KnownFacts({**case.facts, **chosen, fact.id: end}, case.unproven) for end in ends]
        for profile in check.fold(ProfilesOf(cases)):
            if len({decided(grade) for grade in profile}) > 1:
                return True
    return False


def _ends(fact: Fact, value: Value | None) -> tuple[Value, ...]:
    if isinstance(fact.type, ChoiceType):
        return tuple(fact.type.by_id)
    if type(value) is Range:
        return value
    return (fact.type.bottom, fact.type.top)
