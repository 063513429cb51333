"""A town's facts -> which missing and uncertain ones can still move a criterion's grade.

A fact can move it if some completion of the others makes the grade depend on it. That is asked of one *cut* of the
grades at a time (at least review, at least relaxed, met): an answer is then yes or no. Each check is folded into the
set of *profiles* that completions of the other facts allow: a profile says of the fact in question at its worst and at
its best (of a choice: at each of its values) whether the check reaches the cut, as bits of a number: of two cases,
`0b00` never, `0b11` in both, `0b10` at the best alone, and so the fact decides.

Spans alone would not do: `all` of two open checks has the same span whether one of them is exports or not, but a
profile says of the two ends of exports *for the same completion of the rest* whether the answer differs between them.

Two checks that hang on one open fact are not free of each other: as long as such a fact is open, the profiles are more
than there are. Where none of them is a difference, there is no difference; where one is, the fact is tried cell by
cell. That is a search, so it has a budget, counted in leaves looked at: the same answer on every machine.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import product
from typing import Any, NamedTuple

from zhenkit.checks.critical_values import cells
from zhenkit.checks.evaluate import KnownFacts
from zhenkit.checks.grades import MET, RELAXED, REVIEW, Grade
from zhenkit.checks.tree import All, AnyOf, Check, FigureTable, Fold, InPrinciple, Leaf, Of, Relaxed, leaves
from zhenkit.facts.derived import bounds
from zhenkit.facts.fact import Fact
from zhenkit.facts.quantities import UNDEFINED, OrUndefined, Range, Series
from zhenkit.facts.types.base import Value
from zhenkit.facts.types.members import ChoiceType

EFFORT = 400_000
"""How many leaves are looked at to find the facts that decide one criterion: about a second."""

Profiles = frozenset[int]


class Outcome(NamedTuple):
    """What a check can still come to."""

    profiles: Profiles
    tied: tuple[str, ...] = ()
    """The open facts that it hangs on, each as often as leaves ask for it."""


SharedOutcomes = dict[tuple[Any, ...], tuple[set[bool], list[str]]]
"""Whether leaves reach a cut, by all that they depend on, and the open facts that they ask for."""


class Outcomes(Fold[Outcome]):
    """What a check can come to at a cut, over `cases`: the same case with the fact `about` at each of its values.

    `chosen` are the values of other open facts that are being tried.
    """

    def __init__(
        self, about: str, cases: Sequence[KnownFacts], cut: Grade, shared: SharedOutcomes | None = None
    ) -> None:
        self.about, self.cases, self.cut = about, cases, cut
        self.shared: SharedOutcomes = {} if shared is None else shared
        self.always = (1 << len(cases)) - 1
        self.never_or_always = Outcome(frozenset([0])), Outcome(frozenset([self.always]))
        self.chosen: dict[str, Value] = {}
        self.looked_at = 0
        self._leaves: dict[tuple[Leaf, Value, Value], Outcome] = {}

    def leaf(self, check: Leaf, /) -> Outcome:
        """A profile for each cell of the leaf's facts that are still open."""
        self.looked_at += 1
        by = check.figure.by.id if type(check.figure) is FigureTable else ""
        key = (check, self.chosen.get(check.fact.id), self.chosen.get(by))
        found = self._leaves.get(key)
        if found is None:
            found = self._leaves[key] = self._outcome(check, by)
        return found

    def _outcome(self, check: Leaf, by: str) -> Outcome:
        if self.about in (check.fact.id, by):
            truths, open_ids = self._truths(check, self.cases)
            return self._made([sum(held << at for at, held in enumerate(each)) for each in truths], open_ids)
        # the cases differ in another fact: they come out alike, and alike in searches about others
        chosen, known = self.chosen, self.cases[0].facts
        key = (check, self.cut, *(chosen.get(each, known.get(each)) for each in (check.fact.id, by)))
        if key not in self.shared:
            each, open_ids = self._truths(check, self.cases[:1])
            self.shared[key] = {held for (held,) in each}, open_ids
        held, open_ids = self.shared[key]
        if len(held) == 1:
            return self.never_or_always[next(iter(held))]
        return self._made([0, self.always], open_ids)

    def _truths(self, check: Leaf, cases: Sequence[KnownFacts]) -> tuple[set[tuple[bool, ...]], list[str]]:
        """Whether the leaf reaches the cut in each case, for every way its open facts may be; and the ids of those."""
        asked = [check.fact, check.figure.by] if type(check.figure) is FigureTable else [check.fact]
        known = cases[0].facts
        # open in one case is open in all: they differ in the fact in question alone
        tied = [fact for fact in asked if fact.id not in self.chosen and is_open(known.get(fact.id))]
        ids = [fact.id for fact in asked]
        given = [{each: case.facts[each] for each in ids if each in case.facts} for case in cases]
        found = set()
        for values in product(*(cells(fact, (check,), known.get(fact.id)) for fact in tied)):
            facts = {**self.chosen, **{fact.id: value for fact, value in zip(tied, values, strict=True)}}
            wholes = [KnownFacts({**its, **facts}, case.unproven) for case, its in zip(cases, given, strict=True)]
            found.add(tuple([whole.grade(check, whole.facts[check.fact.id]) >= self.cut for whole in wholes]))
        return found, [fact.id for fact in tied]

    def _made(self, profiles: Iterable[int], tied: Iterable[str]) -> Outcome:
        found = frozenset(profiles)
        return Outcome(found, tuple(tied) if len(found) > 1 else ())

    def all(self, _check: All, parts: Sequence[Outcome], /) -> Outcome:
        """Where every part reaches the cut."""
        found: Profiles = frozenset([self.always])
        for part in parts:
            found = frozenset([one & other for one in found for other in part.profiles])
        return self._made(found, [each for part in parts for each in part.tied])

    def any(self, _check: AnyOf, parts: Sequence[Outcome], /) -> Outcome:
        """Where some part does."""
        found: Profiles = frozenset([0])
        for part in parts:
            found = frozenset([one | other for one in found for other in part.profiles])
        return self._made(found, [each for part in parts for each in part.tied])

    def of(self, check: Of, parts: Sequence[Outcome], /) -> Outcome:
        """Where the parts that do earn the mark."""
        found = enough_points([part.profiles for part in parts], check.points, check.count, len(self.cases))
        return self._made(found, [each for part in parts for each in part.tied])

    def relaxed(self, _check: Relaxed, part: Outcome, /) -> Outcome:
        """Never met."""
        return self.never_or_always[False] if self.cut == MET else part

    def in_principle(self, _check: InPrinciple, part: Outcome, /) -> Outcome:
        """Always at least review."""
        return self.never_or_always[True] if self.cut == REVIEW else part


def enough_points(parts: Sequence[Profiles], points: Sequence[int], mark: int, cases: int) -> Profiles:
    """In which cases parts that earn points earn the mark, for every way the parts can come out.

    Not the subsets of the parts are gone through but the sums they reach, which are far fewer. A part that comes out
    alike in every case moves all the sums together: how far it can move them is one number, whose bit `n` says that
    `n` points can be earned. Of thirty such parts that is thirty shifts.

    >>> free, deciding = frozenset({0b00, 0b11}), frozenset({0b10})
    >>> sorted(enough_points([free, free, deciding], (3, 5, 2), mark=9, cases=2))  # 0, 3, 5 or 8; 2 more at the best
    [0, 2]
    >>> sorted(enough_points([free, free, deciding], (3, 5, 2), mark=8, cases=2))  # 8 is enough without, 6 is not with
    [0, 3]
    """
    always = (1 << cases) - 1
    alike = 1
    apart = {(0,) * cases}  # the points that parts earn that come out unlike, case by case
    for profiles, worth in zip(parts, points, strict=True):
        if profiles <= {0, always}:
            alike = (alike if 0 in profiles else 0) | (alike << worth if always in profiles else 0)
            if alike >> mark:  # beyond the mark more points change nothing
                alike = alike & ((1 << mark) - 1) | 1 << mark
        else:
            apart = {
                tuple([min(mark, sum_ + worth * (profile >> at & 1)) for at, sum_ in enumerate(sums)])
                for sums in apart
                for profile in profiles
            }
    found = set()
    for sums in apart:
        # with what is still needed in each case in order, every case up to some place is enough, and none after it
        needed = sorted({0, *[mark - sum_ for sum_ in sums]})
        for low, high in zip(needed, [*needed[1:], mark + 1], strict=True):
            if alike >> low & ((1 << (high - low)) - 1):
                found.add(sum((mark - sum_ <= low) << at for at, sum_ in enumerate(sums)))
    return frozenset(found)


class Decisive(NamedTuple):
    """The facts that can still move a grade."""

    facts: tuple[Fact, ...]
    complete: bool
    """False where the search was given up: then `facts` has each one that is not known to be without effect."""
    looked_at: int = 0
    """How many leaves were looked at."""


def decisive(
    check: Check,
    asked: Iterable[Fact],
    case: KnownFacts,
    decided: Callable[[Grade], Grade],
    effort: int = EFFORT,
    shared: SharedOutcomes | None = None,
) -> Decisive:
    """The facts missing or given as a range that can still move the grade of `check`, in the order asked.

    `decided` maps the check's grade to the criterion's (a decision on it). Searches of towns that differ in no more
    than facts and have the same facts unproven may share what leaves come to.

    >>> def moving(**known):
    ...     found = decisive(either, (firms, exports), KnownFacts(known), lambda grade: grade)
    ...     return [fact.id for fact in found.facts]
    >>> moving(), moving(exports=False), moving(firms=12)  # with firms enough, exports no longer matter
    (['firms', 'exports'], ['firms'], [])
    """
    asking = leaves(check)
    open_facts = [fact for fact in asked if is_open(case.facts.get(fact.id))]
    scales = {fact.id: cells(fact, asking, case.facts.get(fact.id)) for fact in open_facts}
    # a difference between two grades is one only where the decision on the criterion leaves it one
    cuts = [cut for cut in (MET, RELAXED, REVIEW) if decided(Grade(cut - 1)) != decided(cut)]
    found: list[Fact] = []
    complete = True
    shared = {} if shared is None else shared
    left = effort
    for at, fact in enumerate(open_facts):
        share = left // (len(open_facts) - at)  # what one fact does not need is for those after it
        ends = _ends(fact, case.facts.get(fact.id))
        cases = [KnownFacts({**case.facts, fact.id: end}, case.unproven) for end in ends]
        given_up = False
        for cut in cuts:
            outcomes = Outcomes(fact.id, cases, cut, shared)
            moves = _differs(check, outcomes, scales, share)
            left -= outcomes.looked_at
            share -= outcomes.looked_at
            if moves:
                found.append(fact)
                break
            given_up = given_up or moves is None
        else:
            if given_up:
                found.append(fact)
                complete = False
    return Decisive(tuple(found), complete, effort - left)


def _differs(check: Check, outcomes: Outcomes, scales: Mapping[str, Sequence[Value]], effort: int) -> bool | None:
    """Whether some completion makes a difference between the cases; None where that takes more leaves than allowed."""
    even = {0, outcomes.always}
    stack: list[dict[str, Value]] = [{}]
    while stack:
        if outcomes.looked_at > effort:
            return None
        outcomes.chosen = stack.pop()
        profiles, tied = check.fold(outcomes)
        if profiles <= even:
            continue
        [(fact_id, times)] = Counter(tied).most_common(1) or [("", 0)]
        if times <= 1:
            return True  # nothing open is asked for twice: each of the profiles comes of some completion
        stack += [{**outcomes.chosen, fact_id: value} for value in scales[fact_id]]
    return False


def is_open(value: Value | None) -> bool:
    """Whether a value is missing or only known as a range; of figures by year, whether one is.

    >>> is_open(None), is_open(Range(8, 12)), is_open(10)
    (True, True, False)
    """
    if type(value) is Series:
        return any(is_open(figure) for _year, figure in value.years) or value.has_gaps
    return value is None or type(value) in (Range, OrUndefined)


def _ends(fact: Fact, value: Value | None) -> tuple[Value, ...]:
    if isinstance(fact.type, ChoiceType):
        return tuple(fact.type.by_id)
    if type(value) is OrUndefined:
        return (UNDEFINED, *bounds(value.value))
    if type(value) is Range:
        return value
    ends = (fact.type.bottom, fact.type.top)
    return (UNDEFINED, *ends) if fact.may_be_undefined else ends
