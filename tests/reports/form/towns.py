"""Rule sets and towns at random, and what the evaluator makes of them: what the form's script is held to.

The same seed makes the same cases.
"""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Iterator
from typing import Any, NamedTuple

from hypothesis import given, seed, settings
from hypothesis import strategies as st

from tests.strategies import CHOICES, DICTIONARY, FIGURES, GRANTED, REFUSED, YES_NO, rule_set, text, trees, values
from zhenkit.checks.tree import AT_LEAST, AT_MOST, LESS_THAN, MORE_THAN, All, Leaf
from zhenkit.facts.derived import BY_ZERO, DERIVATIONS, GROWTHS, RATIO, YEARS_SINCE, Derivation
from zhenkit.facts.dictionary import Facts
from zhenkit.facts.fact import Fact
from zhenkit.facts.quantities import Range, Series
from zhenkit.facts.town import Decision, Town
from zhenkit.facts.types.members import ChoiceType, LevelType, SetType
from zhenkit.facts.types.registry import PLAIN_TYPES, SIGNED_TYPES
from zhenkit.facts.types.series import SeriesType
from zhenkit.facts.types.yes_no import YesNoType
from zhenkit.judging.judgement import judge
from zhenkit.reports.form.data import data
from zhenkit.rulesets.model import RuleSet

STATED = [fact for figure in FIGURES for fact in figure.bases or (figure,)]
FACTS = [*YES_NO, *STATED, *CHOICES, DICTIONARY["set"]]


class Case(NamedTuple):
    """A rule set and towns, both as the script is given them as well, and what it must answer."""

    rules: RuleSet
    towns: list[Town]
    data: Any
    told: list[Any]
    answers: list[Any]


def case(rules: RuleSet, towns: list[Town]) -> Case:
    """Judged by the evaluator; the script is told the facts that its page has a field for."""
    found = data(rules)
    told = [
        {
            "facts": {
                name: rules.facts[name].type.write(value)
                for name, value in town.facts.items()
                if name in found["stated"]
            },
            "decisions": {number: {"granted": one.granted} for number, one in town.decisions.items()},
        }
        for town in towns
    ]
    return Case(rules, towns, found, told, [answer(town, rules) for town in towns])


def answer(town: Town, rules: RuleSet) -> Any:
    """Ends of the town, and of each criterion, with what is open and whether that is all told."""
    judged = judge(town, rules)
    return {
        "span": list(judged.span),
        "criteria": [
            [list(each.span), [fact.id for fact in each.missing], [fact.id for fact in each.uncertain], each.complete]
            for each in judged.criteria
        ],
    }


def random_cases(count: int, number: int) -> list[Case]:
    """Random trees over every type of fact, a few towns each; `count` rule sets."""
    found: list[Case] = []

    @seed(number)
    @settings(max_examples=count, derandomize=False, database=None)
    @given(
        st.lists(trees(most_leaves=7), min_size=1, max_size=2),
        st.lists(st.fixed_dictionaries({fact.id: values(fact) for fact in FACTS}), min_size=2, max_size=4),
        st.lists(st.sampled_from([None, GRANTED, REFUSED]), min_size=4, max_size=4),
    )
    def drawn(checks: Any, towns: Any, decisions: Any) -> None:
        known = [{"name": "镇"} | {key: value for key, value in facts.items() if value is not None} for facts in towns]
        decided: list[dict[int, Decision]] = [{} if one is None else {1: one} for one in decisions[: len(known)]]
        rules = rule_set(*checks)
        found.append(case(rules, [Town(facts, {}, made) for facts, made in zip(known, decided, strict=True)]))

    drawn()
    return found


def towns_of(rules: RuleSet, count: int, number: int) -> list[Town]:
    """Towns that state some of what a rule set asks for, at and beside its figures; some decided by people."""
    luck = random.Random(number)
    stated = [fact for fact in rules.to_state if fact.id != "year"]
    found = []
    for _nth in range(count):
        gaps, good = luck.choice((0.0, 0.05, 0.2, 0.5)), luck.choice((0.5, 0.9, 1.0))
        facts = {"name": "虚构镇", "year": luck.choice((2023, 2024, Range(2023, 2024)))}
        if luck.random() < 0.1:
            del facts["year"]
        facts |= {fact.id: _value(fact, rules, luck, good) for fact in stated if luck.random() >= gaps}
        decisions = {each.number: luck.choice((GRANTED, REFUSED)) for each in rules.criteria if luck.random() < 0.1}
        found.append(Town(facts, {}, decisions))
    return found


def _value(fact: Fact, rules: RuleSet, luck: random.Random, good: float) -> Any:
    kind = fact.type
    if isinstance(kind, YesNoType):
        return luck.random() < good
    if isinstance(kind, (LevelType, ChoiceType)):
        members = [member.id for member in kind.members]
        return kind.read(luck.choice(members[len(members) // 2 :] if luck.random() < good else members))
    if isinstance(kind, SetType):
        return frozenset(name for name in kind.by_id if luck.random() < good)
    if isinstance(kind, SeriesType):
        first = luck.randrange(2018, 2024)
        years = [year for year in range(first, 2025) if luck.random() < 0.9] or [first]
        return Series(tuple((year, None if luck.random() < 0.08 else _figure(fact, rules, luck)) for year in years))
    return _figure(fact, rules, luck)


UNITS = {"money": "亿元", "percent": "%"}
STEPS = {"money": "0.01元", "percent": "0.1%"}
WIDTHS = {"money": "0.5亿元", "percent": "3%"}
"""How far a figure lies from one that is asked, and how wide a range is; of other types 1, and 2."""


def _figure(fact: Fact, rules: RuleSet, luck: random.Random) -> Any:
    """A figure at or beside one that a leaf asks for, or any; now and then a range."""
    kind = fact.type.figure
    if kind.name == "date":
        low = luck.randrange(730_000, 739_000)
        return low if luck.random() < 0.7 else Range(low, low + luck.randrange(1, 900))
    near = [figure for each in rules.criteria for leaf in each.leaves if leaf.fact is fact for figure in leaf.figures]
    if near and luck.random() < 0.6:
        value = luck.choice(near) + luck.choice((-1, 0, 0, 1)) * kind.read(STEPS.get(kind.name, "1"))
    else:
        figure = luck.choice((0, 0, 1, 2, 3, 5, 8, 40, 1000))
        value = kind.read(f"{figure}{UNITS.get(kind.name, '')}")
    if kind.bottom != 0 and luck.random() < 0.3:
        value = -value
    if luck.random() < 0.15:
        return Range(value, value + kind.read(WIDTHS.get(kind.name, "2")))
    return value if kind.bottom != 0 else max(value, 0)


# figures by year, and what is computed of them


def derived_rules(luck: random.Random) -> RuleSet:
    """A rule set that asks for facts computed in every way of series and of figures.

    One is called as what every object of the script's language has.
    """
    series = {
        name: Fact(name, SeriesType(figure), text(name))
        for name, figure in (
            ("counts", PLAIN_TYPES["count"]),
            ("amounts", PLAIN_TYPES["money"]),
            ("losses", SIGNED_TYPES["money"]),
            ("numbers", PLAIN_TYPES["number"]),
        )
    }
    plain = {
        name: Fact(name, PLAIN_TYPES[kind], text(name))
        for name, kind in (("constructor", "money"), ("whole", "money"), ("founded", "date"), ("year", "year"))
    }
    computed = [_computed(luck, f"computed_{letter}", series, plain) for letter in "abcd"]
    dictionary = Facts(
        [Fact("name", PLAIN_TYPES["text"], text("name")), *plain.values(), *series.values(), *computed],
        DICTIONARY.levels,
    )
    checks = [All(None, None, tuple(_asking(luck, fact) for fact in computed[at : at + 2])) for at in (0, 2)]
    return dataclasses.replace(rule_set(*checks), facts=dictionary)


def _computed(luck: random.Random, name: str, series: dict[str, Fact], plain: dict[str, Fact]) -> Fact:
    kind = luck.choice(sorted(DERIVATIONS))
    by_zero = luck.choice(BY_ZERO)
    if kind == YEARS_SINCE:
        parts = (plain["founded"], plain["year"])
        return Fact(name, PLAIN_TYPES["number"], text(name), derived=Derivation(kind, ("founded", "year")), parts=parts)
    if kind == RATIO:
        parts = (plain["constructor"], plain["whole"])
        if luck.random() < 0.5:
            parts = (plain["constructor"], _sum(f"{name}.1", series["amounts"], luck))
        bases = tuple(part.id for part in parts)
        made = Derivation(kind, bases, whole=luck.random() < 0.8, by_zero=by_zero)
        return Fact(name, PLAIN_TYPES["percent"], text(name), derived=made, parts=parts)
    names = ["counts", "amounts"] if kind in GROWTHS else list(series)
    base = series[luck.choice(names)]
    of_growth = kind in GROWTHS
    until = luck.choice((None, None, 2023, "latest"))
    lowest = base.type.figure.bottom
    whole = base.type.figure.whole
    made = Derivation(kind, (base.id,), luck.randrange(1, 5), lowest, whole, until, by_zero)
    figure = PLAIN_TYPES["percent"] if of_growth else base.type.figure
    return Fact(name, figure, text(name), derived=made, parts=(base,))


def _sum(name: str, series: Fact, luck: random.Random) -> Fact:
    made = Derivation("sum", (series.id,), luck.randrange(1, 4), 0, True)
    return Fact(name, series.type.figure, text(name), derived=made, parts=(series,))


def _asking(luck: random.Random, fact: Fact) -> Leaf:
    comparison = luck.choice((AT_LEAST, MORE_THAN, AT_MOST, LESS_THAN))
    figure = {"percent": "10%", "money": "5亿元"}.get(fact.type.name, "3")
    return Leaf(None, None, fact, comparison, fact.type.read(figure))


def derived_cases(count: int, number: int) -> Iterator[Case]:
    """So many rule sets of computed facts, some towns each."""
    luck = random.Random(number)
    for nth in range(count):
        rules = derived_rules(luck)
        yield case(rules, towns_of(rules, 4, number + nth))
