"""Rule sets compared: the relation is exact, and every proof is a town that proves it."""

import re
from dataclasses import replace
from itertools import product
from math import prod

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.paths import ROOT
from tests.strategies import DICTIONARY, completions, criterion, domain, grade, rule_set, text, trees
from zhenkit.analysis.diff.align import Differs
from zhenkit.analysis.diff.compare import Ground, compare
from zhenkit.analysis.diff.matrix import matrix
from zhenkit.analysis.diff.result import EQUAL, INCOMPARABLE, LOOSER, STRICTER, UNDECIDED, Open, relation_of
from zhenkit.analysis.search import search
from zhenkit.checks.grades import MET
from zhenkit.checks.tree import (
    AT_LEAST,
    AT_MOST,
    IS_NO,
    IS_YES,
    MORE_THAN,
    All,
    AnyOf,
    FigureTable,
    InPrinciple,
    Leaf,
    Of,
    Relaxed,
    facts_asked,
)
from zhenkit.core.errors import FileProblems
from zhenkit.facts.dictionary import Facts
from zhenkit.facts.fact import Fact
from zhenkit.facts.town import Town
from zhenkit.facts.types.registry import PLAIN_TYPES
from zhenkit.judging.judgement import judge
from zhenkit.rulesets.catalog import shipped
from zhenkit.rulesets.dictionary_file import Assumption
from zhenkit.rulesets.lined_up import lined_up
from zhenkit.rulesets.model import RuleSet

MANY = 1500
"""The most towns that are tried one by one."""


def yes(name, fact=None):
    return Leaf(None, None, fact or DICTIONARY[name], IS_YES, True)


def no(name):
    return Leaf(None, None, DICTIONARY[name], IS_NO, False)


def least(name, figure):
    return Leaf(None, None, DICTIONARY[name], AT_LEAST, figure)


def every(*checks):
    return All(None, None, checks)


def either(*checks):
    return AnyOf(None, None, checks)


def finding(number):
    return Fact(f"aspect_{number}", PLAIN_TYPES["finding"], text(f"aspect_{number}"))


@st.composite
def pairs(draw, most_criteria=2):
    """Two rule sets, of at most so many criteria each, whose towns can be tried one by one."""
    sides = draw(st.lists(st.lists(trees(most_leaves=3), min_size=1, max_size=most_criteria), min_size=2, max_size=2))
    asked = {fact.id: fact for checks in sides for check in checks for fact in facts_asked(check)}
    assume(prod(len(domain(fact)) for fact in asked.values()) <= MANY)
    return [rule_set(*checks) for checks in sides], list(asked.values())


def grades(rules, town):
    return {one.number: grade(one.require, town) for one in rules.criteria}


def relations(a, b, towns, number=None):
    """How B stands to A over these towns, by the words of the contract."""
    above = below = False
    for town in towns:
        one, other = grades(a, town), grades(b, town)
        if number is None:
            one, other = min(one.values()), min(other.values())
        else:
            one, other = one.get(number, MET), other.get(number, MET)
        above, below = above or one > other, below or one < other
    return relation_of(above, below)


@settings(max_examples=25)
@given(pairs())
def test_the_relation_is_that_of_all_towns_tried_one_by_one(drawn):
    (a, b), asked = drawn
    towns = list(completions(asked, {}, {fact.id: domain(fact) for fact in asked}))
    found = compare(a, b)
    assert found.relation == relations(a, b, towns)
    for compared in found.criteria:
        assert compared.relation == relations(a, b, towns, compared.numbers[0])


def witnesses(found):
    """Each proof with the number of its criterion (None of the whole) and the side that it favours."""
    for number, one in [(None, found), *((compared.numbers[0], compared) for compared in found.criteria)]:
        for side, witness in (("a", one.higher_a), ("b", one.higher_b)):
            if witness is not None:
                yield number, side, witness


@settings(max_examples=25)
@given(pairs())
def test_every_proof_is_a_whole_town_that_is_graded_as_it_says(drawn):
    (a, b), asked = drawn
    for number, side, witness in witnesses(compare(a, b)):
        assert {fact.id for fact in asked} <= witness.facts.keys()
        one, other = grades(a, witness.facts), grades(b, witness.facts)
        assert (witness.verdict_a, witness.verdict_b) == (min(one.values()), min(other.values()))
        if number is None:
            one, other = {None: min(one.values())}, {None: min(other.values())}
        assert (witness.a, witness.b) == (one.get(number, MET), other.get(number, MET))
        assert (witness.a > witness.b) == (side == "a")
        assert witness.a != witness.b


@settings(max_examples=25)
@given(pairs())
def test_where_it_can_be_all_other_criteria_are_met_under_both(drawn):
    (a, b), asked = drawn
    towns = list(completions(asked, {}, {fact.id: domain(fact) for fact in asked}))
    for number, side, witness in witnesses(compare(a, b)):
        if number is None:
            continue

        def proves(town, number=number, side=side):
            one, other = grades(a, town), grades(b, town)
            difference = one.pop(number, MET) - other.pop(number, MET)
            others_met = all(value == MET for value in (*one.values(), *other.values()))
            return others_met and (difference > 0 if side == "a" else difference < 0)

        assert proves(witness.facts) == any(proves(town) for town in towns)


@settings(max_examples=20)
@given(pairs(most_criteria=1))
def test_no_proof_differs_from_the_ideal_town_in_more_facts_than_it_must(drawn):
    (a, b), _asked = drawn
    ideal = Ground(a, b).ideal
    scales = Ground(a, b).scales
    for number, side, witness in witnesses(compare(a, b)):

        def differs(town):
            return sum(town[name] != ideal[name] for name in scales)

        def proves(town, number=number, side=side):
            difference = grade(a.criterion(1).require, town) - grade(b.criterion(1).require, town)
            return difference > 0 if side == "a" else difference < 0

        grid = [dict(zip(scales, cells, strict=True)) for cells in product(*scales.values())]
        assert len(witness.named) == min(differs(town) for town in grid if proves(town))


@settings(max_examples=20)
@given(pairs(most_criteria=1), trees(most_leaves=2), trees(most_leaves=2))
def test_assumptions_leave_out_just_the_towns_that_break_them(drawn, condition, consequence):
    (a, b), asked = drawn
    assumed = {fact.id: fact for check in (condition, consequence) for fact in facts_asked(check)}
    every_fact = list({**{fact.id: fact for fact in asked}, **assumed}.values())
    assume(prod(len(domain(fact)) for fact in every_fact) <= MANY)
    towns = [
        town
        for town in completions(every_fact, {}, {fact.id: domain(fact) for fact in every_fact})
        if grade(condition, town) < MET or grade(consequence, town) == MET
    ]
    found = compare(a, b, [Assumption(condition, consequence, text("assumed"))])
    assert found.relation == relations(a, b, towns)
    for _number, _side, witness in witnesses(found):
        assert grade(condition, witness.facts) < MET or grade(consequence, witness.facts) == MET


@pytest.mark.parametrize(
    ("a", "b", "relation"),
    [
        (every(yes("found_a"), yes("found_b")), every(yes("found_b"), yes("found_a")), EQUAL),
        (every(yes("found_a"), every(yes("found_b"))), every(yes("found_a"), yes("found_b")), EQUAL),
        (either(yes("found_a"), every(yes("found_a"), yes("found_b"))), yes("found_a"), EQUAL),
        (least("count_a", 10), least("count_a", 5), LOOSER),
        (least("count_a", 5), Leaf(None, None, DICTIONARY["count_a"], MORE_THAN, 4), EQUAL),
        (least("money", 5), Leaf(None, None, DICTIONARY["money"], MORE_THAN, 5), STRICTER),
        (yes("found_a"), either(yes("found_a"), Relaxed(None, None, yes("found_b"))), LOOSER),
        (yes("found_a"), InPrinciple(None, None, yes("found_a")), LOOSER),
        (yes("found_a"), yes("found_b"), INCOMPARABLE),
        (yes("found_a"), no("found_a"), INCOMPARABLE),
        (
            Leaf(
                None,
                None,
                DICTIONARY["money"],
                AT_LEAST,
                FigureTable(DICTIONARY["kind"], {"one": 3, "two": 2, "three": 1}),
            ),
            Leaf(
                None,
                None,
                DICTIONARY["money"],
                AT_LEAST,
                FigureTable(DICTIONARY["kind"], {"one": 2, "two": 3, "three": 1}),
            ),
            INCOMPARABLE,
        ),
    ],
)
def test_how_two_checks_stand_to_each_other(a, b, relation):
    assert compare(rule_set(a), rule_set(b)).relation == relation
    reverse = {STRICTER: LOOSER, LOOSER: STRICTER}
    assert compare(rule_set(b), rule_set(a)).relation == reverse.get(relation, relation)


def test_a_criterion_that_one_side_lacks_counts_as_met_there():
    found = compare(rule_set(yes("found_a"), yes("found_b")), rule_set(yes("found_a")))
    assert found.relation == LOOSER
    assert [compared.relation for compared in found.criteria] == [EQUAL, LOOSER]
    assert found.criteria[1].b is None


def test_a_looser_criterion_that_another_always_overrules_makes_no_verdict_looser():
    """Criterion 2 of B is looser, but whoever profits fails criterion 1, which asks for the same and more."""
    a = rule_set(least("count_a", 3), least("count_a", 2))
    b = rule_set(least("count_a", 3), least("count_a", 1))
    found = compare(a, b)
    assert [compared.relation for compared in found.criteria] == [EQUAL, LOOSER]
    assert found.relation == EQUAL
    proof = found.criteria[1].higher_b
    assert not proof.by_verdict
    assert proof.facts["count_a"] == 1


def test_criteria_that_pull_a_fact_opposite_ways_are_compared_as_a_whole():
    """No town passes A, and none fails B in both: found without a criterion that could prove it alone."""
    a = rule_set(yes("fact_a"), no("fact_a"))
    b = rule_set(either(yes("fact_a"), yes("fact_b")), either(no("fact_a"), yes("fact_b")))
    found = compare(a, b)
    assert found.relation == LOOSER
    assert found.higher_b.verdict_b == MET


def test_a_figure_of_a_proof_is_next_to_a_threshold():
    fewer = compare(rule_set(least("count_a", 10)), rule_set(least("count_a", 5))).higher_b
    assert fewer.facts["count_a"] == 5
    none = compare(rule_set(least("count_a", 10)), rule_set(yes("found_a"))).higher_b
    assert none.facts["count_a"] == 9
    money = compare(rule_set(least("money", 10**10)), rule_set(yes("found_a"))).higher_b
    assert money.facts["money"] == 10**10 - 1
    at_most = Leaf(None, None, DICTIONARY["count_a"], AT_MOST, 3)
    assert compare(rule_set(at_most), rule_set(yes("found_a"))).higher_b.facts["count_a"] == 4


def many(count, need, start=0):
    facts = [finding(number) for number in range(start, start + count)]
    return Of(None, None, tuple(yes("", fact) for fact in facts), need, (1,) * count)


def with_facts(check):
    facts = [*DICTIONARY.by_id.values(), *facts_asked(check)]
    one = rule_set(check)
    return RuleSet(**{**{name: getattr(one, name) for name in one.__dataclass_fields__}, "facts": Facts(facts, ())})


def test_a_grid_of_a_thousand_million_towns_is_decided_exactly():
    found = compare(with_facts(many(30, 15)), with_facts(many(30, 16)))
    assert found.relation == STRICTER
    assert sum(found.higher_a.facts[f"aspect_{number}"] for number in range(30)) == 15
    halves = every(either(many(15, 8), many(15, 8, 15)), many(30, 10))
    assert compare(with_facts(halves), with_facts(every(many(30, 10), halves))).relation == EQUAL


def test_what_is_too_large_to_decide_is_told_and_never_guessed(monkeypatch):
    """Who has 7 of one half and 8 of the other has 15 of all: true, but not by the shape of the checks."""
    whole, halves = with_facts(many(30, 15)), with_facts(every(many(15, 7), many(15, 8, 15)))
    assert compare(whole, halves).relation == STRICTER
    monkeypatch.setattr(search, "MOST_LEAVES", 1_000)
    found = compare(whole, halves)
    assert (found.relation, found.complete, found.differs) == (UNDECIDED, False, True)
    assert found.higher_b == Open(None)
    assert found.higher_a.verdict_a == MET  # a town that is found is one, whatever was not looked at


def test_a_name_that_means_two_facts_is_told():
    count = Fact("aspect_0", PLAIN_TYPES["count"], text("aspect_0"))
    other = with_facts(Leaf(None, None, count, AT_LEAST, 1))
    with pytest.raises(Differs, match="the fact 'aspect_0' differs between random and random"):
        compare(with_facts(many(1, 1)), other)
    alias = Fact("aspect_9", PLAIN_TYPES["finding"], text("aspect_9"), aliases=("aspect_0",))
    with pytest.raises(Differs, match="the name 'aspect_0' means aspect_0 in random and aspect_9 in random"):
        compare(with_facts(many(1, 1)), with_facts(yes("", alias)))


MADE_UP = sorted((ROOT / "samples" / "rules").glob("*.yaml"))
FIGURE = re.compile(r"\b(at_least|more_than|at_most|less_than): (\d+(?:\.\d+)?)(%|亿元|)(?=[,}\n])")


@pytest.mark.parametrize("file", MADE_UP, ids=lambda file: file.stem)
def test_every_figure_of_a_made_up_programme_moved_is_proven_in_facts_a_town_file_states(file, tmp_path):
    whole = file.read_text("utf-8")
    head, asked = whole[: whole.index("criteria:")], whole[whole.index("criteria:") :]
    book, moved = shipped(), tmp_path / file.name
    proven = 0
    for match in FIGURE.finditer(asked):
        figure = str(int(match[2]) + 1) if match[2].isdigit() else f"{match[2]}1"
        changed = f"{asked[: match.start()]}{match[1]}: {figure}{match[3]}{asked[match.end() :]}"
        moved.write_text(head + changed, "utf-8")
        try:
            rules = book.named(str(file)), book.named(str(moved))
        except FileProblems:  # more of a list than it has
            continue
        for number, side, witness in witnesses(compare(*rules)):
            assert not {fact.id for fact in rules[0].derived} & witness.stated.keys()
            written = {"name": "证", **{name: rules[0].facts[name].type.write(v) for name, v in witness.stated.items()}}
            read = {name: rules[0].facts[name].read(value) for name, value in written.items()}
            one, other = (judge(Town(read), side_rules) for side_rules in rules)
            if number is not None:
                one, other = (next(c for c in x.criteria if c.criterion.number == number) for x in (one, other))
            assert one.span.decided
            assert other.span.decided
            assert (one.span.worst > other.span.worst) == (side == "a")
            proven += 1
    assert proven


SHIPPED = [(a, b) for a in shipped().to_judge_by for b in shipped().to_judge_by if a != b]


@pytest.mark.parametrize(("a", "b"), SHIPPED)
@pytest.mark.parametrize("assuming", [False, True])
def test_judging_the_proofs_of_the_shipped_rule_sets_gives_what_they_promise(a, b, assuming):
    book = shipped()
    rules = book.get(a), book.get(b)
    found = compare(*rules, book.assumptions if assuming else ())
    for number, side, witness in witnesses(found):
        one, other = (judge(Town({"name": "证", **witness.stated}), side_rules) for side_rules in rules)
        assert one.span.decided
        assert other.span.decided
        spans = [{judged.criterion.number: judged.span.worst for judged in side.criteria} for side in (one, other)]
        if number is not None:
            assert spans[0][number] == witness.a
            assert spans[1][number] == witness.b
            assert all(span == MET for each in spans for name, span in each.items() if name != number)
        assert (one.span.worst > other.span.worst) == (side == "a")


def test_what_the_policy_says_of_the_shipped_rule_sets():
    book = shipped()

    def told(a, b, *assuming):
        found = compare(book.get(a), book.get(b), assuming)
        return [found.relation, *(one.relation for one in found.criteria)]

    e, s, l, i = EQUAL, STRICTER, LOOSER, INCOMPARABLE  # noqa: E741
    assert told("shanxi", "jincheng") == [i, e, e, i, l, l, l, e, e]
    assert told("shanxi", "changzhi") == [i, e, e, s, l, e, i, e, e]
    assert told("changzhi", "jincheng") == [i, e, e, i, l, l, i, e, e]
    assert told("jincheng", "yangcheng") == [e] * 9
    # a share that is high in the nation is high in the province: changzhi asks for nothing more
    assert told("shanxi", "changzhi", *book.assumptions) == [i, e, e, e, l, e, i, e, e]


def test_a_criterion_of_random_number_is_matched_by_its_number():
    a = rule_set(yes("found_a"))
    b = RuleSet(
        **{**{name: getattr(a, name) for name in a.__dataclass_fields__}, "criteria": (criterion(yes("found_a"), 7),)}
    )
    assert [(one.key, one.relation) for one in compare(a, b).criteria] == [("1", LOOSER), ("7", STRICTER)]


def test_criteria_are_paired_by_id_before_number():
    one, other = criterion(yes("found_a"), 1), criterion(yes("found_b"), 2)
    a = rule_set()
    fields = {name: getattr(a, name) for name in a.__dataclass_fields__}
    sides = [(one, other), (replace(other, number=1), replace(one, number=2), criterion(yes("found_c"), 3))]
    a, b = (RuleSet(**{**fields, "criteria": criteria}) for criteria in sides)
    assert [(each.key, each.relation) for each in compare(a, b).criteria] == [
        ("1→2", EQUAL),
        ("2→1", EQUAL),
        ("3", STRICTER),
    ]


def test_criteria_of_many_are_lined_up_by_id_before_number():
    one, other = criterion(yes("found_a"), 1), criterion(yes("found_b"), 2)
    fields = {name: getattr(rule_set(), name) for name in rule_set().__dataclass_fields__}
    alone = replace(criterion(yes("found_c"), 2), id="alone")
    sides = [(one, other), (replace(other, number=1), replace(one, number=2)), (one, alone)]
    rules = [RuleSet(**{**fields, "criteria": criteria}) for criteria in sides]
    found = lined_up(rules)
    assert [[each and each.id for each in row] for row in found] == [
        [one.id, one.id, one.id],
        [other.id, other.id, "alone"],  # by its number, since no other set has its id
    ]
    assert list(matrix(rules, ("a", "b", "c")).names) == ["1→2", "2→1"]
