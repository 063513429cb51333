"""Random rule trees and towns over a small dictionary, and what they must amount to, by brute force.

The profile is settled here: the same examples in every run.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from zhenkit.checks.grades import MET, NOT_MET, RELAXED, REVIEW, Grade
from zhenkit.checks.tree import (
    AT_LEAST,
    AT_LEAST_MEMBERS,
    AT_MOST,
    FEWER_MEMBERS,
    INCLUDES,
    IS_NO,
    IS_YES,
    LESS_THAN,
    MORE_THAN,
    All,
    AnyOf,
    Check,
    FigureTable,
    InPrinciple,
    Leaf,
    Of,
    Relaxed,
    facts_asked,
)
from zhenkit.core.i18n import Text
from zhenkit.facts.derived import Derivation
from zhenkit.facts.dictionary import Facts
from zhenkit.facts.fact import Fact
from zhenkit.facts.quantities import UNDEFINED, OrUndefined, Range
from zhenkit.facts.town import Decision, Town
from zhenkit.facts.types.members import ChoiceType, LevelType, Member, SetType
from zhenkit.facts.types.registry import PLAIN_TYPES
from zhenkit.rulesets.model import Criterion, RuleSet, Source

settings.register_profile(
    "zhenkit",
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=50,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("zhenkit")


def text(word: str) -> Text:
    return Text(f"{word}（中文）", word)


def _members(*names: str) -> tuple[Member, ...]:
    return tuple(Member(name, text(name)) for name in names)


LEVELS = _members("none", "county", "city", "province")
MOST = 3
"""No figure of a random tree is higher, so no value need be by more than one."""

DICTIONARY = Facts(
    [
        *(Fact(name, PLAIN_TYPES["text"], text(name)) for name in ("name", "province", "city", "county")),
        Fact("year", PLAIN_TYPES["count"], text("year")),
        *(Fact(f"found_{letter}", PLAIN_TYPES["finding"], text(f"found_{letter}")) for letter in "abc"),
        *(Fact(f"fact_{letter}", PLAIN_TYPES["yes/no"], text(f"fact_{letter}")) for letter in "ab"),
        *(Fact(f"count_{letter}", PLAIN_TYPES["count"], text(f"count_{letter}")) for letter in "ab"),
        *(PARTS := [Fact(f"count_{letter}", PLAIN_TYPES["count"], text(f"count_{letter}")) for letter in "cd"]),
        Fact(
            "ratio",
            PLAIN_TYPES["number"],
            text("ratio"),
            derived=Derivation("ratio", ("count_c", "count_d"), whole=True),
            parts=tuple(PARTS),
        ),
        Fact("basis", ChoiceType(_members("plain", "odd")), text("basis")),
        Fact("money", PLAIN_TYPES["money"], text("money"), basis="basis"),
        Fact("number", PLAIN_TYPES["number"], text("number")),
        Fact("percent", PLAIN_TYPES["percent"], text("percent")),
        Fact("day", PLAIN_TYPES["date"], text("day")),
        Fact("level", LevelType(LEVELS), text("level")),
        Fact("kind", ChoiceType(_members("one", "two", "three")), text("kind")),
        Fact("side", ChoiceType(_members("left", "right")), text("side")),
        Fact("set", SetType(_members("x", "y", "z")), text("set")),
    ],
    LEVELS,
)
YES_NO = [fact for fact in DICTIONARY.by_id.values() if fact.type.name in ("finding", "yes/no")]
FIGURES = [DICTIONARY[name] for name in ("count_a", "count_b", "money", "number", "percent", "day", "level", "ratio")]
CHOICES = [DICTIONARY["kind"], DICTIONARY["side"]]
MEMBERS = tuple(DICTIONARY["set"].type.by_id)


FIRST_DAY = datetime.date(2024, 2, 28).toordinal()


def _lowest(fact: Fact) -> int:
    """The lowest figure that random trees ask of a fact."""
    return FIRST_DAY if fact.type.name == "date" else 0


@st.composite
def _figures(draw: st.DrawFn, lowest: int = 0) -> Any:
    """A figure, or a table of figures by a choice."""
    one = st.integers(lowest, lowest + MOST)
    if draw(st.integers(0, 2)):
        return draw(one)
    by = draw(st.sampled_from(CHOICES))
    figure = st.one_of(st.none(), one)
    return FigureTable(by, {choice: draw(figure) for choice in by.type.by_id})


@st.composite
def leaf(draw: st.DrawFn, downward: frozenset[str]) -> Leaf:
    """A leaf; less of the facts of `downward` is asked, everywhere."""
    kind = draw(st.integers(0, 5))
    if kind < 2:
        fact = draw(st.sampled_from(YES_NO))
        comparison = IS_NO if fact.id in downward else IS_YES
        return Leaf(None, None, fact, comparison, comparison is IS_YES)
    if kind < 5:
        fact = draw(st.sampled_from(FIGURES))
        comparison = draw(st.sampled_from([AT_MOST, LESS_THAN] if fact.id in downward else [AT_LEAST, MORE_THAN]))
        return Leaf(None, None, fact, comparison, draw(_figures(_lowest(fact))))
    if "set" in downward:
        return Leaf(None, None, DICTIONARY["set"], FEWER_MEMBERS, draw(_figures()))
    if draw(st.booleans()):
        wanted = draw(st.frozensets(st.sampled_from(MEMBERS), min_size=1))
        return Leaf(None, None, DICTIONARY["set"], INCLUDES, wanted)
    return Leaf(None, None, DICTIONARY["set"], AT_LEAST_MEMBERS, draw(_figures()))


@st.composite
def _of(draw: st.DrawFn, parts: tuple[Check, ...]) -> Check:
    """So many of the parts, or so many of the points that each is worth."""
    points = draw(st.one_of(st.just((1,) * len(parts)), st.tuples(*(st.integers(1, 3) for _part in parts))))
    return Of(None, None, parts, draw(st.integers(1, sum(points))), points)


@st.composite
def trees(draw: st.DrawFn, most_leaves: int = 6) -> Check:
    """A tree of checks in which each fact pulls one way."""
    downward = draw(st.frozensets(st.sampled_from([fact.id for fact in (*YES_NO, *FIGURES, DICTIONARY["set"])])))

    def grown(parts: st.SearchStrategy[Check]) -> st.SearchStrategy[Check]:
        several = st.lists(parts, min_size=1, max_size=3).map(tuple)
        return st.one_of(
            st.builds(All, st.none(), st.none(), several),
            st.builds(AnyOf, st.none(), st.none(), several),
            several.flatmap(_of),
            st.builds(Relaxed, st.none(), st.none(), parts),
            st.builds(InPrinciple, st.none(), st.none(), parts),
        )

    return draw(st.recursive(leaf(downward), grown, max_leaves=most_leaves))


def domain(fact: Fact) -> tuple[Any, ...]:
    """Every value of a fact that random trees can tell apart."""
    kind = fact.type
    if kind.name in ("finding", "yes/no"):
        return (False, True)
    if isinstance(kind, ChoiceType):
        return tuple(kind.by_id)
    if isinstance(kind, SetType):
        every = product(*((False, True) for _member in kind.by_id))
        return tuple(frozenset(name for name, taken in zip(kind.by_id, way, strict=True) if taken) for way in every)
    if fact.derived is not None:
        return (*(Fraction(half, 2) for half in range(2 * MOST + 2)), UNDEFINED)
    if not kind.whole:
        return tuple(Fraction(half, 2) for half in range(-1, 2 * MOST + 2))
    lowest = _lowest(fact)
    below = 1 if kind.name == "date" else 0  # there are days before the first that is asked, no figures below 0
    return tuple(range(lowest - below, lowest + MOST + (1 if kind.name == "level" else 2)))


@st.composite
def values(draw: st.DrawFn, fact: Fact) -> Any:
    """None (missing), a value, or a Range where the fact may have one."""
    ways = draw(st.integers(0, 4))
    if ways < 2:
        return None
    everything = domain(fact)
    if fact.derived is not None and ways == 2:
        low, high = sorted(draw(st.lists(st.sampled_from(everything[:-1]), min_size=2, max_size=2)))
        defined = Range(low, high) if low < high else low
        return draw(st.sampled_from([defined, OrUndefined(defined)]))
    if ways == 2 and fact.type.has_ranges:
        low, high = sorted(draw(st.lists(st.sampled_from(everything), min_size=2, max_size=2, unique=True)))
        return Range(low, high)
    return draw(st.sampled_from(everything))


@st.composite
def known(draw: st.DrawFn, check: Check, most_completions: int = 1200) -> dict[str, Any]:
    """What is known of the facts that a check asks for, with no more completions than can be tried."""
    found: dict[str, Any] = {}
    left = most_completions
    for fact in facts_asked(check):
        value = draw(values(fact))
        ways = len(possible(fact, value))
        if ways > left:
            value = draw(st.sampled_from(domain(fact)))
        else:
            left //= ways
        if value is not None:
            found[fact.id] = value
            # of what is computed from nothing no value is shown
            found.update({base.id: draw(st.integers(0, 2)) for base in fact.bases})
    return found


def possible(fact: Fact, value: Any, everything: tuple[Any, ...] | None = None) -> tuple[Any, ...]:
    """The values that what is known of a fact allows."""
    every = domain(fact) if everything is None else everything
    if value is None:
        ends = [end for end in (fact.type.bottom, fact.type.top) if end in (-math.inf, math.inf)]
        return (*every, *ends)
    if isinstance(value, OrUndefined):
        return (*possible(fact, value.value, everything), UNDEFINED)
    if isinstance(value, Range):
        return tuple(one for one in {*every, value.low, value.high} if value.low <= one <= value.high)
    return (value,)


def completions(asked: list[Fact], given: Mapping[str, Any], domains: Mapping[str, Any] | None = None) -> Iterator[Any]:
    """Every complete set of the facts asked for that what is given allows."""
    domains = domains or {}
    ways = [possible(fact, given.get(fact.id), domains.get(fact.id)) for fact in asked]
    for chosen in product(*ways):
        yield {fact.id: value for fact, value in zip(asked, chosen, strict=True)}


def figure_of(check: Leaf, facts: Mapping[str, Any]) -> Any:
    return check.figure.figures[facts[check.figure.by.id]] if isinstance(check.figure, FigureTable) else check.figure


def holds(check: Leaf, facts: Mapping[str, Any]) -> bool:
    """Whether a leaf holds for complete facts, said once more in plain words."""
    value, figure, word = facts[check.fact.id], figure_of(check, facts), check.operator.word
    if word == "is":
        return value is check.figure
    if word == "includes":
        return all(member in value for member in figure)
    given = len(value) if isinstance(value, frozenset) else value
    if word == "at_least":
        return given >= figure
    if word == "more_than":
        return given > figure
    return given <= figure if word == "at_most" else given < figure


def grade(check: Check, facts: Mapping[str, Any], unproven: frozenset[str] = frozenset()) -> Grade:
    """The grade of a check for complete facts, by the words of the design."""
    if isinstance(check, Leaf):
        if figure_of(check, facts) is None or facts[check.fact.id] is UNDEFINED:
            return REVIEW
        if not holds(check, facts):
            return NOT_MET
        return REVIEW if check.fact.id in unproven else MET
    if isinstance(check, Relaxed):
        return min(RELAXED, grade(check.check, facts, unproven))
    if isinstance(check, InPrinciple):
        return max(REVIEW, grade(check.check, facts, unproven))
    parts = [grade(part, facts, unproven) for part in check.checks]
    if isinstance(check, All):
        return min(parts)
    if isinstance(check, AnyOf):
        return max(parts)
    earned = {one: sum(worth for part, worth in zip(parts, check.points, strict=True) if part >= one) for one in Grade}
    return max(one for one in Grade if earned[one] >= check.count)


def progress(check: Check, facts: Mapping[str, Any]) -> Fraction:
    """The progress of a check for complete facts, by the words of the contract."""
    if isinstance(check, Leaf):
        figure = figure_of(check, facts)
        if figure is None or facts[check.fact.id] is UNDEFINED:
            return Fraction(1, 2)
        if holds(check, facts):
            return Fraction(1)
        value = facts[check.fact.id]
        if check.operator is INCLUDES:
            return Fraction(sum(member in value for member in figure), len(figure))
        if check.operator.word == "is" or check.fact.type.name == "date":
            return Fraction(0)
        given = len(value) if isinstance(value, frozenset) else value
        if check.operator.word in ("at_most", "less_than"):
            given, figure = figure, given
        if given <= 0 or figure <= 0 or figure == math.inf:
            return Fraction(0)
        most = Fraction(999, 1000) if check.operator.word in ("more_than", "less_than") else Fraction(1)
        return min(Fraction(given) / figure, most)
    if isinstance(check, (Relaxed, InPrinciple)):
        return progress(check.check, facts)
    shares = [progress(part, facts) for part in check.checks]
    if isinstance(check, AnyOf):
        return max(shares)
    if isinstance(check, All):
        return sum(shares, start=Fraction(0)) / len(shares)
    # every point of every part, the best first, as far as points are asked
    each_point = [share for share, worth in zip(shares, check.points, strict=True) for _point in range(worth)]
    return sum(sorted(each_point, reverse=True)[: check.count], start=Fraction(0)) / check.count


def criterion(check: Check, number: int = 1, prefer: tuple[Check, ...] = ()) -> Criterion:
    return Criterion(number, f"criterion_{number}", text("criterion"), "一", check, prefer)


def rule_set(*checks: Check, weights: Mapping[int, Any] | None = None) -> RuleSet:
    """A rule set of a criterion for each check."""
    return RuleSet(
        id="random",
        level="province",
        place={"province": "山西省"},
        title=text("random"),
        document=Source("random", None, None, None, None),
        effective="2022-01-01",
        until=None,
        note=None,
        criteria=tuple(criterion(check, number) for number, check in enumerate(checks, 1)),
        weights=weights or {},
        facts=DICTIONARY,
        digest="",
        file="-",
    )


def town(facts: Mapping[str, Any], evidence: Mapping[str, Any] | None = None, **decisions: Decision) -> Town:
    """A town of these facts; `decision_4=...` decides criterion 4."""
    decided = {int(key.removeprefix("decision_")): decision for key, decision in decisions.items()}
    return Town({"name": "A", **facts}, evidence or {}, decided)


GRANTED = Decision(True, "省工信厅", "2023-05-01", "产业链一体")
REFUSED = Decision(False, "省工信厅", "2023-05-01", "跨三县")
