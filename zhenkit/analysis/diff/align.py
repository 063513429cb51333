"""Two rule sets -> one dictionary of the facts of both, where each name means the same to both.

A town file states a fact by its id, so one id is one fact. No file states what is computed: two computed facts
are one where they are computed alike, whatever their ids, and two where they are not.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from zhenkit.checks.rewrite import Rewritten
from zhenkit.checks.tree import Check, FigureTable, Leaf
from zhenkit.core.errors import Problem
from zhenkit.core.i18n import Text, _
from zhenkit.facts.derived import GROWTHS, Derivation
from zhenkit.facts.dictionary import Facts
from zhenkit.facts.fact import Fact
from zhenkit.rulesets.merged import Differs as Differs  # raised by what is imported from here
from zhenkit.rulesets.merged import merged as merged  # imported from here together with `aligned`
from zhenkit.rulesets.merged import told_apart
from zhenkit.rulesets.model import RuleSet

SUM, AVERAGE, GROWTH, YEARLY_GROWTH = "sum", "average", "growth", "yearly_growth"


def facts_taken_for_one(a: RuleSet, b: RuleSet) -> Iterator[Problem]:
    """Facts that are treated as the same though the two files name them differently, reported at B's."""
    name, _other = told_apart(a, b)
    for fact_id in sorted(a.own_facts & b.own_facts):
        one, other = a.facts[fact_id], b.facts[fact_id]
        words = [(one.label, other.label), (one.unit, other.unit)]
        if _same_way(one, other) and (differing := [pair for pair in words if pair[0] != pair[1]]):
            mine, yours = (_("no unit") if text is None else str(text) for text in differing[0])
            said = _("{fact} is called {b} here and {a} in {rules}; treated as the same fact")
            yield b.problem(("facts", fact_id), said.format(fact=fact_id, a=mine, b=yours, rules=name))
    computed = _by_quantity(a)
    for fact in _computed_facts(b):
        if (same := computed.get(_quantity(fact))) and same.id != fact.id:
            said = _("{fact} always comes to the same as {other} of {rules}; treated as the same fact")
            if _same_way(fact, same):
                said = _("{fact} is computed in the same way as {other} of {rules}; treated as the same fact")
            yield b.problem(("facts", fact.id), said.format(fact=fact.id, other=same.id, rules=name))
    for rule_set, beside in ((a, b), (b, a)):
        for fact in rule_set.derived:
            if (total := _in_terms_of(fact, rule_set, beside)) is not None:
                said = _("{fact} is {total} spread evenly over its years; they are compared by {total}")
                if fact.derived is not None and fact.derived.kind == AVERAGE:
                    said = _("{fact} is the average of the years that {total} sums; they are compared by the sum")
                yield rule_set.problem(("facts", fact.id), said.format(fact=fact.id, total=total.id))


def aligned(a: RuleSet, b: RuleSet) -> tuple[RuleSet, RuleSet]:
    """The two with one computed fact where facts are computed alike, and two where one name is computed in two ways."""
    a, b = _in_fewer_terms(a, b), _in_fewer_terms(b, a)
    one_of = _by_quantity(a)
    # two names for one computation would be two free facts as well, and one name for two computations a single one
    names_of_a = _renamed(a, {fact.id: one_of[_quantity(fact)] for fact in _computed_facts(a)})
    taken = names_of_a.facts.by_name
    of_b = _by_quantity(b)
    new: dict[str, Fact] = {}
    for fact in _computed_facts(b):
        quantity = _quantity(fact)
        if quantity in one_of:
            new[fact.id] = one_of[quantity]
        elif of_b[quantity] is not fact:
            new[fact.id] = new.get(of_b[quantity].id, of_b[quantity])
        elif any(name in taken and taken[name].derived is not None for name in fact.names):
            new[fact.id] = _of_edition(fact, b.edition if b.edition != a.edition else Path(b.file).name)
    return names_of_a, _renamed(b, new)


def _computed_facts(rule_set: RuleSet) -> Sequence[Fact]:
    return [fact for fact in rule_set.facts.by_id.values() if fact.derived is not None]


def _quantity(fact: Fact) -> Hashable:
    """What a computed fact comes to: equal for two that are the same figure for every town, and of one type."""
    derivation = fact.derived
    assert derivation is not None  # called for computed facts alone
    if derivation.years == 1:  # of one year the sum is the average and the least; of one step every growth is the same
        derivation = replace(derivation, kind=GROWTH if derivation.kind in GROWTHS else SUM)
    return _way(derivation, fact), fact.type.name


def _way(derivation: Derivation, fact: Fact) -> Hashable:
    """How a fact is computed, with how its parts are: their ids say nothing, each file has its own."""
    parts = tuple(part.id if part.derived is None else _quantity(part) for part in fact.parts)
    return replace(derivation, bases=()), parts


def _same_way(one: Fact, other: Fact) -> bool:
    """Whether two facts are computed alike, or neither is computed."""
    if one.derived is None or other.derived is None:
        return one.derived is other.derived
    return _way(one.derived, one) == _way(other.derived, other)


def _by_quantity(rule_set: RuleSet) -> dict[Hashable, Fact]:
    """The computed facts by what they come to; of two that come to the same, the first."""
    found: dict[Hashable, Fact] = {}
    for fact in _computed_facts(rule_set):
        found.setdefault(_quantity(fact), fact)
    return found


def _of_edition(fact: Fact, edition: str) -> Fact:
    """The fact under a name that says whose it is."""
    label = Text(f"{fact.label.zh}（{edition}）", f"{fact.label.en} ({edition})")
    return replace(fact, id=f"{fact.id}@{edition}", label=label, aliases=())


def _in_terms_of(fact: Fact, rule_set: RuleSet, other: RuleSet) -> Fact | None:
    """The fact that either side has by which another is compared: for an average the sum of the same years, for a
    growth spread over years the growth over them. None where there is no such fact, or one of another type.
    """
    kind = {AVERAGE: SUM, YEARLY_GROWTH: GROWTH}.get(fact.derived.kind) if fact.derived is not None else None
    if fact.derived is None or kind is None or fact.derived.years == 1:
        return None
    quantity = (_way(replace(fact.derived, kind=kind), fact), fact.type.name)
    found = _by_quantity(rule_set).get(quantity)
    if found is None:
        found = _by_quantity(other).get(quantity)
        if found is not None and any(rule_set.facts.by_name.get(name, fact) is not fact for name in found.names):
            return None
    return found


def _in_fewer_terms(rule_set: RuleSet, other: RuleSet) -> RuleSet:
    """The rule set with sums in the place of averages, and growths in that of yearly ones, where either side has
    these."""
    # As two facts, the sum and the average of the same years would be free of each other, and a town whose average is
    # 10 and whose sum is 0 would stand for a difference that no town can have. Over three years an average of at least
    # 10 is a sum of at least 30, exactly; over two years 10 % a year are 21 %.
    found = ((fact, _in_terms_of(fact, rule_set, other)) for fact in _computed_facts(rule_set))
    return _renamed(rule_set, {fact.id: total for fact, total in found if total is not None})


class _Renaming(Rewritten):
    """The check with other facts in the place of some; in other terms, with the figure that says the same of them."""

    def __init__(self, new: Mapping[str, Fact]) -> None:
        self.new = new

    def leaf(self, check: Leaf) -> Check:
        """The same of the other fact."""
        fact = self.new.get(check.fact.id, check.fact)
        one, other = check.fact.derived, fact.derived
        if one is None or other is None or one.kind == other.kind or one.years == 1:
            return replace(check, fact=fact)
        in_all = {AVERAGE: lambda mean: mean * one.years, YEARLY_GROWTH: lambda rate: _over_years(rate, one.years)}
        return replace(check, fact=fact, figure=_changed(check.figure, in_all[one.kind]))


def _over_years(rate: Any, years: int) -> Any:
    """What a yearly growth makes over so many years; of less than nothing, which no growth is, less than nothing."""
    factor = 1 + rate
    return (factor**years if factor >= 0 else factor) - 1


def _changed(figure: Any, change: Callable[[Any], Any]) -> Any:
    """A figure, or each of a table of them, changed."""
    if isinstance(figure, FigureTable):
        return replace(figure, figures={choice: _changed(each, change) for choice, each in figure.figures.items()})
    return None if figure is None else change(figure)


def _renamed(rule_set: RuleSet, new: Mapping[str, Fact]) -> RuleSet:
    """The rule set with other facts in the place of some; itself where these are its own."""
    new = {fact_id: fact for fact_id, fact in new.items() if fact is not rule_set.facts[fact_id]}
    if not new:
        return rule_set
    renaming = _Renaming(new)
    criteria = [
        replace(
            criterion,
            require=criterion.require.fold(renaming),
            prefer=tuple(check.fold(renaming) for check in criterion.prefer),
        )
        for criterion in rule_set.criteria
    ]
    facts = {fact.id: fact for fact in (new.get(fact_id, fact) for fact_id, fact in rule_set.facts.by_id.items())}
    return replace(rule_set, criteria=tuple(criteria), facts=Facts(facts.values(), rule_set.facts.levels))
