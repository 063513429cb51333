"""The gap of a town: every least set of changes that reaches a grade, and no other, by brute force."""

import random
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, islice, product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import zhenkit
from tests.checks.shipped import RULE_SETS
from tests.loading import load_towns
from tests.paths import ROOT
from tests.strategies import DICTIONARY, GRANTED, REFUSED, domain, known, rule_set, text, town, trees
from zhenkit import load_rules
from zhenkit.checks.steps import least_met
from zhenkit.checks.tree import AT_LEAST, FEWER_MEMBERS, IS_YES, LESS_THAN, All, AnyOf, Leaf, Of, leaves
from zhenkit.checks.ways import Held, Scales
from zhenkit.core.i18n import speaking
from zhenkit.facts.dictionary import Facts
from zhenkit.facts.fact import Fact
from zhenkit.facts.quantities import Range, Series
from zhenkit.facts.town import Town
from zhenkit.facts.types.members import ChoiceType, SetType
from zhenkit.facts.types.registry import PLAIN_TYPES
from zhenkit.judging.changes import Alternative, changed
from zhenkit.judging.gap import Gap, gap
from zhenkit.judging.judgement import judge
from zhenkit.judging.outcome import REQUIRE
from zhenkit.judging.pace import SeriesPace, pace_of
from zhenkit.judging.routes import Asked

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


@settings(max_examples=35)
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
    assert set(told([Alternative(found.common)])[0]) == set(frozenset.intersection(*expected) if expected else ())
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


def hold_what_they_promise(one, rules, to, most):
    """Each of the first ways reaches the verdict, and without any one of its changes does not; how many there were."""
    count = 0
    for way in gap(one, rules, to).first(most):
        count += 1
        assert judge(changed(one, way.changes), rules).span.worst >= REQUIRE[to], (one.facts, rules.id, way)
        for left_out in way.changes:
            others = [change for change in way.changes if change is not left_out]
            assert judge(changed(one, others), rules).span.worst < REQUIRE[to], (one.facts, rules.id, left_out)
    return count


def otherwise(luck, value):
    """A figure that is another, a series with years missing or only known as a range; anything else as it is."""
    if isinstance(value, Series):
        return Series(
            tuple((year, otherwise(luck, figure) if luck.random() < 0.7 else None) for year, figure in value.years)
        )
    if isinstance(value, (Range, bool)) or not isinstance(value, (int, Fraction)):
        return value
    if isinstance(value, int) and luck.random() < 0.1:
        return Range(value - value // 10, value + value // 10 + 1)
    moved = value * luck.choice([Fraction(1, 2), 1, 1, 2, 3, 0])
    return int(moved) if isinstance(value, int) else moved


def test_computed_facts_are_told_in_what_they_come_from():
    luck = random.Random(4)
    samples = [(one, rules) for one, rules in sample_towns() if rules.derived]
    count = 0
    for _number in range(24):
        one, rules = luck.choice(samples)
        stays = ("name", "province", "city", "county", "year")
        facts = {key: value if key in stays else otherwise(luck, value) for key, value in one.facts.items()}
        facts = {key: value for key, value in facts.items() if key in stays or luck.random() < 0.85}
        count += hold_what_they_promise(Town(facts), rules, luck.choice(["pass", "relaxed"]), 2)
    assert count > 24


@pytest.mark.parametrize("to", REQUIRE)
def test_every_way_reaches_the_grade_and_without_any_change_does_not(to):
    seen = sum(hold_what_they_promise(one, rules, to, 4) for one, rules in sample_towns())
    assert seen > 40


FINDINGS = [Fact(f"finding_{number}", PLAIN_TYPES["finding"], text(str(number))) for number in range(24)]


def yes(number):
    return Leaf(None, None, FINDINGS[number], IS_YES, True)


def gap_of(*checks):
    """The gap of a town of which nothing is known to a rule set of these checks."""
    facts = Facts([*DICTIONARY.by_id.values(), *FINDINGS], DICTIONARY.levels)
    return gap(town({}), replace(rule_set(*checks), facts=facts))


def test_ways_are_counted_and_not_multiplied_out():
    ors = [AnyOf(None, None, (yes(at), yes(at + 1), yes(at + 2))) for at in range(0, 24, 3)]
    found = gap_of(*ors)
    assert (found.ways, found.complete) == (3**8, True)
    listed = list(islice(found.alternatives(), 500))
    assert len({one.changes for one in listed}) == 500
    assert len(found.blockers) == 8


def test_criteria_that_share_a_fact_take_it_once():
    shared, other = All(None, None, (yes(0), yes(1))), AnyOf(None, None, (yes(0), yes(2)))
    found = gap_of(shared, other)
    assert told(found.alternatives()) == [{("finding_0", True), ("finding_1", True)}]
    assert [len(one.alternatives) for one in found.criteria] == [1, 2]
    found = gap_of(AnyOf(None, None, (yes(0), yes(1))), AnyOf(None, None, (yes(0), yes(2))))
    assert told(found.alternatives()) == [{("finding_0", True)}, {("finding_1", True), ("finding_2", True)}]


def test_fewer_members_of_a_set_and_a_figure_between_two():
    everything = frozenset(DICTIONARY["set"].type.by_id)
    fewer = rule_set(Leaf(None, None, DICTIONARY["set"], FEWER_MEMBERS, 2))
    for members, left in ((everything, "xyz"), (None, "xyz"), (everything - {"x"}, "yz")):  # missing it may be all
        found = told(gap(town({} if members is None else {"set": members}), fewer).alternatives())
        assert set(found) == {frozenset({("set", frozenset(name))}) for name in left}
    count = DICTIONARY["count_a"]
    between = rule_set(Leaf(None, None, count, AT_LEAST, 5), Leaf(None, None, count, LESS_THAN, 9))
    for facts, to in (({}, 5), ({"count_a": 2}, 5), ({"count_a": 20}, 8), ({"count_a": Range(4, 9)}, 5)):
        assert told(gap(town(facts), between).alternatives()) == [{("count_a", to)}]
    assert told(gap(town({"count_a": Range(5, 8)}), between).alternatives()) == [frozenset()]
    assert gap(town({"count_a": 2}), between, fixed=["count_a"]).best_reachable == 0


def test_where_there_are_too_many_ways_those_told_are_least_and_it_is_said():
    found = gap_of(Of(None, None, tuple(yes(at) for at in range(20)), 10))
    assert (found.complete, found.common) == (False, ())
    assert found.ways >= 20
    assert {len(one.changes) for one in found.alternatives()} == {10}
    found = gap_of(All(None, None, (yes(23), Of(None, None, tuple(yes(at) for at in range(20)), 10))))
    assert [change.fact.id for change in found.common] == ["finding_23"]


def test_uneven_points_are_followed_within_bounds():
    points = tuple(100 + at * at * 37 % 997 for at in range(24))  # hardly two sums of them are one
    count = sum(points) * 2 // 3
    found = gap_of(Of(None, None, tuple(yes(at) for at in range(24)), count, points))
    assert not found.complete and found.ways >= 20
    for one in found.first(20):
        earned = [points[int(change.fact.id.removeprefix("finding_"))] for change in one.changes]
        assert sum(earned) >= count > sum(earned) - min(earned)
    fewest = next(at for at in range(25) if sum(sorted(points, reverse=True)[:at]) >= count)
    assert len(found.first(1)[0].changes) == fewest


def test_names_of_nothing_are_told():
    rules = RULE_SETS["shanxi"]
    one = load_towns(ROOT / "samples" / "made-up" / "fail.yaml", rules=rules)[0]
    found = gap(one, rules, to="relaxed", fixed=["龙头企业数"])
    assert (found.ways, found.best_reachable.verdict) == (0, "fail")
    assert repr(found) == "<Gap of 虚构镇（不符合示例） to relaxed: 0 ways>"
    with pytest.raises(zhenkit.ZhenkitError, match="pass, relaxed, review"), speaking("en"):
        gap(one, rules, to="met")
    with pytest.raises(zhenkit.ZhenkitError, match="did you mean leading_firms"), speaking("en"):
        gap(one, rules, free=["leading_firm"])


def test_towns_of_one_run_are_asked_about_by_their_own_facts():
    rules = load_rules("shanxi")
    first, second = ({"annual_output": output, "category": "manufacturing"} for output in (0, 12 * 10**10))
    run = {}
    gap(town(first), rules, "review", judged=run)
    shared, alone = gap(town(second), rules, "review", judged=run), gap(town(second), rules, "review")
    assert [one.fact for one in shared.questions] == [one.fact for one in alone.questions]


def test_a_criterion_is_searched_once_where_nobody_holds_what_it_asks_for(monkeypatch):
    searched = []
    reach = Scales.reach
    monkeypatch.setattr(Scales, "reach", lambda *given: searched.append(given) or reach(*given))
    check = Leaf(None, None, DICTIONARY["count_a"], AT_LEAST, 12)
    found = Gap(judge(town({"count_a": 2}), rule_set(check)), Asked(REQUIRE["pass"], Held(frozenset(["another"]))))
    assert [[fact.id for fact in one] for one in found.blockers] == [["count_a"]]
    assert len(searched) == 1


@pytest.mark.parametrize(
    ("before", "to", "expected"),
    [
        ({2021: 50, 2022: 49, 2023: 53, 2024: 56}, 63, SeriesPace(2024, Fraction(10, 53), Fraction(2), 2021, 2028)),
        ({2023: 9, 2024: 6}, 3, SeriesPace(2024, Fraction(-2, 3), Fraction(-3), 2023, 2025)),  # less is better
        ({2023: 6, 2024: 5}, 8, SeriesPace(2024, Fraction(1, 3), Fraction(-1), 2023, None)),  # the wrong way
        ({2022: 0, 2023: 0, 2024: 0}, 8, SeriesPace(2024, None, Fraction(0), 2022, None)),
        ({2023: Range(4, 5), 2024: 6}, 8, SeriesPace(2024, None, None, 2024, None)),
        ({2023: 6, 2024: Range(4, 5)}, 8, None),
        ({2023: 6, 2024: 8}, 8, None),
    ],
)
def test_the_pace_of_a_series_that_is_to_grow(before, to, expected):
    after = {**before, 2024: to}
    assert pace_of(Series(tuple(before.items())), Series(tuple(after.items()))) == expected
