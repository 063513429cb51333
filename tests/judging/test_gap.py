"""The gap of a town: every least set of changes that reaches a grade, and no other, by brute force."""

from itertools import combinations, islice, product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.checks.shipped import RULE_SETS
from tests.loading import load_towns
from tests.paths import ROOT
from tests.strategies import GRANTED, REFUSED, domain, known, rule_set, town, trees
from zhenkit import load_rules
from zhenkit.checks.tree import leaves
from zhenkit.checks.ways import Held, least_met
from zhenkit.facts.quantities import Range
from zhenkit.facts.types.members import ChoiceType, SetType
from zhenkit.judging import gap as gaps
from zhenkit.judging.gap import Asked, Gap, changed, gap
from zhenkit.judging.judgement import judge
from zhenkit.judging.outcome import REQUIRE

MOST_TOWNS = 300
"""How many changed towns an example may have: each is judged."""


def options(fact, asking, value, free):
    """What a fact may become, each with marks: of two changes one is the lesser where its marks are a part."""
    kind = fact.type
    if isinstance(kind, ChoiceType):
        return {one: {(fact.id, one)} for one in kind.by_id if one != value} if free or value is None else {}
    directions = {leaf.operator.upward for leaf in asking}
    if isinstance(kind, SetType):
        if len(directions) > 1:
            start = value or frozenset()
            return {
                one: {fact.id, *((fact.id, member) for member in one ^ start)} for one in domain(fact) if one != value
            }
        upward = directions == {True}
        start = value if value is not None else kind.bottom if upward else kind.top
        return {
            one: {(fact.id, member) for member in one ^ start}
            for one in domain(fact)
            if (one > start if upward else one < start)
        }
    low, high = (value.low, value.high) if isinstance(value, Range) else (value, value)
    figures = {figure for leaf in asking for figure in leaf.figures}
    asked = {least_met(leaf, figure, figures) for leaf in asking for figure in leaf.figures} - {None}
    if len(directions) > 1:
        if value is not None and low == high:
            return {
                one: {(fact.id, other) for other in asked if lies_between(other, one, value)} for one in asked - {value}
            }
        return {one: {(fact.id, other) for other in asked if other <= one} for one in asked}
    values = asked | set(domain(fact))
    if directions == {True}:
        worst = kind.bottom if value is None else low
        return {one: {(fact.id, other) for other in values if worst < other <= one} for one in values if one > worst}
    worst = kind.top if value is None else high
    return {one: {(fact.id, other) for other in values if one <= other < worst} for one in values if one < worst}


def lies_between(other, one, value):
    return value < other <= one if one > value else one <= other < value


def by_brute_force(one, rules, grade, free=False, fixed=frozenset()):
    """Every least set of changes, as sets of (fact or number of a decided criterion, value)."""
    every = []
    asking = [leaf for criterion in rules.criteria for leaf in leaves(criterion.require)]
    for fact in rules.asked:
        found = options(fact, [leaf for leaf in asking if leaf.fact is fact], one.facts.get(fact.id), free)
        if fact.id in fixed:
            found = {}
        every.append([((), set()), *(((fact.id, to), marks) for to, marks in found.items())])
    for criterion in rules.criteria:
        if criterion.number not in one.decisions:
            every.append([((), set()), ((criterion.number, True), {criterion.number})])
    towns = 1
    for found in every:
        towns *= len(found)
    assume(towns <= MOST_TOWNS)
    reaching = []
    for chosen in product(*every):
        changes = dict(change for change, _marks in chosen if change)
        decisions = {f"decision_{key}": GRANTED for key in changes if isinstance(key, int)}
        already = {f"decision_{key}": decision for key, decision in one.decisions.items()}
        facts = {key: to for key, to in changes.items() if isinstance(key, str)}
        after = town({**one.facts, **facts}, **already, **decisions)
        if judge(after, rules).span.worst >= grade:
            reaching.append((frozenset(changes.items()), frozenset().union(*(marks for _change, marks in chosen))))
    return {way for way, marks in reaching if not any(other < marks for _way, other in reaching)}


def told(alternatives):
    return [
        frozenset((change.criterion if change.fact is None else change.fact.id, change.after) for change in one.changes)
        for one in alternatives
    ]


@st.composite
def cases(draw, most_checks=2):
    """A town, a rule set of one or two criteria, a grade."""
    # derived facts are told in those that they come from, and tried by rule files below
    of_stated = trees(most_leaves=4).filter(lambda check: not any(leaf.fact.bases for leaf in leaves(check)))
    checks = draw(st.lists(of_stated, min_size=1, max_size=most_checks))
    rules = rule_set(*checks)
    facts = {}
    for check in checks:
        facts = {**draw(known(check)), **facts}
    decision = draw(st.sampled_from([None, None, None, GRANTED, REFUSED]))
    one = town(facts, **({"decision_1": decision} if decision else {}))
    return one, rules, draw(st.sampled_from(sorted(REQUIRE)))


@settings(max_examples=50)
@given(cases(), st.data())
def test_every_least_set_of_changes_and_no_other(case, data):
    one, rules, to = case
    fixed = data.draw(st.frozensets(st.sampled_from([fact.id for fact in rules.asked]), max_size=1))
    expected = by_brute_force(one, rules, REQUIRE[to], fixed=fixed)
    unchangeable = frozenset(fact.id for fact in rules.asked if isinstance(fact.type, ChoiceType))
    found = Gap(judge(one, rules), Asked(REQUIRE[to], Held(unchangeable, fixed)))
    listed = list(found.alternatives())
    assert set(told(listed)) == expected
    assert len(listed) == len(expected)
    assert found.complete
    assert found.ways == len(expected)
    assert found.reachable is bool(expected)
    assert set(told([gaps.Alternative(found.common)])[0]) == set(frozenset.intersection(*expected) if expected else ())
    assert [one.effort() for one in listed] == sorted(one.effort() for one in listed)


@settings(max_examples=20)
@given(cases())
def test_blockers_are_the_least_sets_of_facts_that_keep_it_out(case):
    one, rules, to = case
    ways = [{key for key, _to in way if isinstance(key, str)} for way in by_brute_force(one, rules, REQUIRE[to], True)]
    names = [fact.id for fact in rules.asked]
    blocking = []
    for count in range(len(names) + 1):
        for held in map(set, combinations(names, count)):
            if all(way & held for way in ways) and not any(other <= held for other in blocking):
                blocking.append(held)
    found = [{fact.id for fact in facts} for facts in gap(one, rules, to).blockers]
    assert sorted(map(sorted, found)) == sorted(map(sorted, blocking))


MADE_UP = {"green": "made-up-green-park", "innovation": "made-up-innovation-county"}
"""The samples' own standards, whose facts are computed from others, by the towns that are for them."""


def sample_towns():
    for path in sorted((ROOT / "samples" / "made-up").glob("*.*")):
        yield from ((each, rules) for rules in RULE_SETS.values() for each in load_towns(path, rules=rules))
    for path in sorted((ROOT / "samples" / "rules" / "towns").glob("*.yaml")):
        rules = load_rules(ROOT / "samples" / "rules" / f"{MADE_UP[path.stem.split('-')[0]]}.yaml")
        yield from ((each, rules) for each in load_towns(path, rules=rules))


@pytest.mark.parametrize("to", REQUIRE)
def test_every_way_reaches_the_grade_and_without_any_change_does_not(to):
    seen = 0
    for one, rules in sample_towns():
        found = gap(one, rules, to)
        for way in islice(found.alternatives(), 4):
            seen += 1
            assert judge(changed(one, way.changes), rules).span.worst >= REQUIRE[to], (one.name, rules.id, way)
            for left_out in way.changes:
                others = [change for change in way.changes if change is not left_out]
                assert judge(changed(one, others), rules).span.worst < REQUIRE[to], (one.name, rules.id, left_out)
    assert seen > 40
