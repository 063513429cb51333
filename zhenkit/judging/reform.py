"""Towns judged by two rule sets, of which one may be the other with figures changed: who gains, and who loses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from zhenkit.checks.grades import Span
from zhenkit.core.errors import Problem, ZhenkitError
from zhenkit.core.i18n import _
from zhenkit.core.progress import counting
from zhenkit.facts.dictionary import PLACE_FACTS
from zhenkit.facts.places import counted_as
from zhenkit.facts.quantities import Range
from zhenkit.judging.directions import Direction, direction
from zhenkit.judging.judgement import Judgement, Memo, judge
from zhenkit.judging.outcome import FAILED, PASSED, TROUBLE
from zhenkit.judging.run import ReadingByRules
from zhenkit.judging.standards import Standards
from zhenkit.rulesets.catalog import Rulebook, shipped, shipped_rules
from zhenkit.rulesets.changed import Changed, read_changes
from zhenkit.rulesets.editions import as_day
from zhenkit.rulesets.lined_up import lined_up
from zhenkit.rulesets.merged import merged
from zhenkit.rulesets.model import Criterion, RuleSet
from zhenkit.towns.options import Options
from zhenkit.towns.problem_groups import share


class NoReform(ZhenkitError):
    """What is to be compared is not two rule sets, nor one with figures changed."""


class Pair(NamedTuple):
    """A criterion and what became of it; None where one side has none."""

    a: Criterion | None
    b: Criterion | None


class MovedCriterion(NamedTuple):
    """A criterion that grades a town otherwise; None where that side has no such criterion."""

    pair: int
    a: Span | None
    b: Span | None

    @property
    def direction(self) -> Direction:
        """Whether it is higher or lower; a criterion that is new or gone is neither."""
        return "moves" if self.a is None or self.b is None else direction(self.a, self.b)


class Reformed(NamedTuple):
    """A town under both."""

    name: str
    place: tuple[str, str, str]
    year: int | None
    file: str
    line: int
    a: Span
    b: Span
    criteria: tuple[MovedCriterion, ...]
    """Those that grade it otherwise."""

    @property
    def direction(self) -> Direction:
        """What becomes of its verdict."""
        return direction(self.a, self.b)


@dataclass(frozen=True)
class Reform:
    """The towns of a run under two rule sets, and every problem of the files they came from."""

    a: RuleSet
    b: RuleSet
    pairs: tuple[Pair, ...]
    changed: Sequence[Changed] = ()
    """The figures that make B of the rule set it is named by."""
    towns: Sequence[Reformed] = ()
    problems: Sequence[Problem] = ()
    remarks: Sequence[Problem] = ()

    @property
    def exit_code(self) -> int:
        """2 where there is trouble, or no town; 1 where some town loses; else 0."""
        if self.problems or not self.towns:
            return TROUBLE
        return FAILED if self.tally["loses"] else PASSED

    @cached_property
    def tally(self) -> Mapping[Direction, int]:
        """How many towns gain, lose, come out otherwise, stay."""
        return Counter(town.direction for town in self.towns)

    @cached_property
    def verdicts(self) -> Mapping[tuple[str, str], int]:
        """How many towns go from each verdict to each."""
        return Counter((town.a.verdict, town.b.verdict) for town in self.towns)

    @property
    def places(self) -> list[tuple[str, Mapping[Direction, int]]]:
        """What becomes of the towns of each city; where all lie in one, of each county."""
        found: dict[str, Counter[Direction]] = {}
        for town, place in zip(self.towns, counted_as([town.place for town in self.towns]), strict=True):
            found.setdefault(place, Counter())[town.direction] += 1
        return sorted(found.items())

    @property
    def criteria(self) -> list[tuple[Pair, Mapping[Direction, int]]]:
        """What becomes of each criterion, in how many towns."""
        found: list[Counter[Direction]] = [Counter() for _pair in self.pairs]
        for town in self.towns:
            for moved in town.criteria:
                found[moved.pair][moved.direction] += 1
        return list(zip(self.pairs, found, strict=True))

    @property
    def moved(self) -> list[Reformed]:
        """The towns whose verdict changes: those that lose first, then those that gain, then the others."""
        order = ("loses", "gains", "moves")
        return sorted([one for one in self.towns if one.a != one.b], key=lambda one: order.index(one.direction))


def reform(
    names: Sequence[str],
    towns: Sequence[str],
    changes: Sequence[str] = (),
    on: str | None = None,
    strict: bool = False,
    options: Options = Options(),  # noqa: B008 - it is frozen
) -> Reform:
    """The towns of files and folders under two rule sets, by id or file; `changes` are figures of the second.

    With changes one name is enough. Raises NoReform, NoSuchDay, NoSuchRules, FileProblems, WrongChange, Differs.
    """
    if not 1 <= len(names) <= 2:
        raise NoReform(_("reform compares two rule sets; {count} are named").format(count=len(names)))
    if len(names) < 2 and not changes:
        said = _("name a second rule set besides {name}, or change a figure of it with --set-rule")
        raise NoReform(said.format(name=names[0]))
    day = None if on is None else as_day(on)
    book = shipped()
    a = book.named(names[0], day).to_judge_by
    told: list[Changed] = []
    book = Rulebook(shipped_rules(), beside=book, changes=read_changes(changes), told=told) if changes else book
    return between(a, book.named(names[-1], day).to_judge_by, towns, told, strict, options)


def between(
    a: RuleSet,
    b: RuleSet,
    towns: Sequence[str],
    told: Sequence[Changed] = (),
    strict: bool = False,
    options: Options = Options(),  # noqa: B008 - it is frozen
) -> Reform:
    """The towns of files and folders under two rule sets; raises Differs where these mean two things by one name."""
    facts, pairs = merged(a, b), tuple(Pair(*row) for row in lined_up((a, b)))
    reading = ReadingByRules(towns, Standards((replace(a, facts=facts),), facts), options)
    memos: tuple[Memo, Memo] = ({}, {})
    found = []
    with counting(_("judging towns")) as step:
        for town, _rule_set, _document in reading:
            sides = [judge(town, rules, strict=strict, memo=memo) for rules, memo in zip((a, b), memos, strict=True)]
            found.append(_reformed(sides[0], sides[1], pairs))
            step()
    said = dict.fromkeys((*reading.remarks, *b.remarks))
    return Reform(a, b, pairs, tuple(told), found, reading.reported(), tuple(share(list(said))))


def _reformed(a: Judgement, b: Judgement, pairs: Sequence[Pair]) -> Reformed:
    before, after = ({judged.criterion: judged.span for judged in side.criteria} for side in (a, b))
    moved = []
    for at, pair in enumerate(pairs):
        one = before[pair.a] if pair.a is not None else None
        other = after[pair.b] if pair.b is not None else None
        if one != other:
            moved.append(MovedCriterion(at, one, other))
    town, year = a.town, a.town.facts.get("year")
    province, city, county = (str(town.facts.get(key, "")) for key in PLACE_FACTS)
    year = year.low if isinstance(year, Range) else year
    return Reformed(town.name, (province, city, county), year, town.file, town.line, a.span, b.span, tuple(moved))
