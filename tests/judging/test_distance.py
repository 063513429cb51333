"""How many changes a town is from a grade: the formula of all towns against the ways of each."""

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.judging.test_gap import cases, sample_towns
from tests.strategies import rule_set
from zhenkit.checks.tree import FigureTable, InPrinciple, Leaf, Relaxed
from zhenkit.facts.dictionary import Facts
from zhenkit.judging.distance import distance, formula_of
from zhenkit.judging.gap import Gap
from zhenkit.judging.judgement import judge
from zhenkit.judging.outcome import REQUIRE
from zhenkit.judging.routes import Asked, held_by


def by_ways(found):
    """The fewest changes of all ways; None where there is none."""
    return next((sum(change.steps for change in one.changes) for one in found.alternatives()), None)


def gap_to(judgement, grade):
    return Gap(judgement, Asked(grade, held_by(judgement.rule_set)))


@st.composite
def held(draw):
    """A case of `cases` where nobody can change some of the facts."""
    one, rules, to = draw(cases(most_checks=3))
    fixed = draw(st.frozensets(st.sampled_from(sorted(fact.id for fact in rules.asked)), max_size=2))

    every = {fact.id: replace(fact, changeable=fact.id not in fixed) for fact in rules.facts.by_id.values()}

    def as_fixed(fact):
        return every[fact.id]

    def of_fixed(check):
        match check:
            case Leaf():
                figure = check.figure
                if isinstance(figure, FigureTable):
                    figure = replace(figure, by=as_fixed(figure.by))
                return replace(check, fact=as_fixed(check.fact), figure=figure)
            case Relaxed() | InPrinciple():
                return replace(check, check=of_fixed(check.check))
        return replace(check, checks=tuple(map(of_fixed, check.checks)))

    facts = Facts(list(every.values()), rules.facts.levels)
    checks = [of_fixed(criterion.require) for criterion in rules.criteria]
    return one, replace(rule_set(*checks), facts=facts), to


@settings(max_examples=60)
@given(held())
def test_the_formula_is_the_fewest_changes_of_all_ways(case):
    one, rules, to = case
    grade = REQUIRE[to]
    assume(formula_of(rules, grade) is not None)
    found = gap_to(judge(one, rules), grade)
    assume(found.complete)
    assert distance(found.judgement, grade) == by_ways(found)


@pytest.mark.parametrize("to", REQUIRE)
def test_the_shipped_standards_have_a_formula_that_is_right(to):
    seen = 0
    for one, rules in sample_towns():
        if rules.derived:
            assert formula_of(rules, REQUIRE[to]) is None
            continue
        assert formula_of(rules, REQUIRE[to]) is not None
        found = gap_to(judge(one, rules), REQUIRE[to])
        assert distance(found.judgement, REQUIRE[to]) == by_ways(found), (one.facts, rules.id)
        seen += 1
    assert seen > 40
