"""Missing and uncertain: exactly the open facts that some completion of the others makes the grade depend on."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.checks.shipped import RULE_SETS, completions_of, towns_of
from tests.strategies import (
    DICTIONARY,
    GRANTED,
    REFUSED,
    completions,
    criterion,
    grade,
    known,
    rule_set,
    town,
    trees,
)
from zhenkit.checks.evaluate import KnownFacts
from zhenkit.checks.grades import granted, refused
from zhenkit.checks.tree import AT_LEAST, IS_YES, All, AnyOf, FigureTable, Leaf, Of, Relaxed, facts_asked
from zhenkit.facts.quantities import Range
from zhenkit.judging.judgement import CriterionJudgement, judge


def decided_by(decision, one):
    if decision is None:
        return one
    return granted(one) if decision.granted else refused(one)


def by_brute_force(one, full_towns, decision, unproven=frozenset()):
    """The open facts whose value some completion of the others makes the criterion's grade depend on."""
    grades = [(full, decided_by(decision, grade(one.require, full, unproven))) for full in full_towns]
    found = []
    for fact in one.asked:
        seen = {}
        for full, one in grades:
            others = tuple(value for name, value in full.items() if name != fact.id)
            if seen.setdefault(others, one) != one:
                found.append(fact.id)
                break
    return found


STATED = {"ratio": ["count_c", "count_d"]}
"""What a town file states in the place of a computed fact."""


def told(judged):
    return sorted(fact.id for fact in (*judged.missing, *judged.uncertain))


decisions = st.sampled_from([None, None, GRANTED, REFUSED])


@st.composite
def judged_criteria(draw):
    check = draw(trees())
    facts = draw(known(check, most_completions=600))
    doubted = draw(st.frozensets(st.sampled_from(sorted(facts)))) if facts else frozenset()
    return criterion(check), KnownFacts(facts, doubted), draw(decisions)


def judged_afresh(one, case, decision):
    """The judgement of a criterion that was never judged before."""
    fresh = criterion(one.require)
    return CriterionJudgement(fresh, case, decision)


@settings(max_examples=80)
@given(judged_criteria())
def test_missing_and_uncertain_are_the_facts_that_can_still_move_the_grade(drawn):
    one, case, decision = drawn
    judged = judged_afresh(one, case, decision)
    expected = by_brute_force(one, completions(list(one.asked), case.facts), decision, case.unproven)
    assert told(judged) == sorted(stated for fact_id in expected for stated in STATED.get(fact_id, [fact_id]))
    assert all(fact.id not in case.facts for fact in judged.missing)
    bases = STATED["ratio"]
    assert all(isinstance(case.facts[fact.id], Range) for fact in judged.uncertain if fact.id not in bases)


@given(st.data())
def test_what_is_remembered_of_one_town_is_true_of_the_next(data):
    check = data.draw(trees())
    one = criterion(check)
    for _town in range(data.draw(st.integers(2, 5))):
        facts = data.draw(known(check))
        doubted = data.draw(st.frozensets(st.sampled_from(sorted(facts)))) if facts else frozenset()
        case, decision = KnownFacts(facts, doubted), data.draw(decisions)
        remembering = CriterionJudgement(one, case, decision)
        assert told(remembering) == told(judged_afresh(one, case, decision))


@pytest.mark.parametrize("rules", RULE_SETS)
@settings(max_examples=25)
@given(data=st.data())
def test_it_is_so_for_every_criterion_of_the_shipped_rule_sets(rules, data):
    for one in RULE_SETS[rules].criteria:
        facts, decision = data.draw(towns_of(one, most_completions=300)), data.draw(decisions)
        judged = judged_afresh(one, KnownFacts(facts), decision)
        expected = by_brute_force(one, completions_of(one, facts), decision)
        assert told(judged) == sorted(expected)


def leaf(name, figure=True):
    return Leaf(None, None, DICTIONARY[name], IS_YES if figure is True else AT_LEAST, figure)


def all_of(*checks):
    return All(None, None, checks)


def any_of(*checks):
    return AnyOf(None, None, checks)


def open_facts(check, **facts):
    (judged,) = judge(town(facts), rule_set(check)).criteria
    return [fact.id for fact in judged.missing], [fact.id for fact in judged.uncertain]


def test_a_fact_that_cannot_matter_any_more_is_not_missing():
    check = all_of(leaf("found_a"), leaf("found_b"))
    assert open_facts(check) == (["found_a", "found_b"], [])
    assert open_facts(check, found_a=False) == ([], [])
    assert open_facts(any_of(leaf("found_a"), leaf("found_b")), found_a=True) == ([], [])


def test_a_fact_that_matters_only_together_with_another_missing_one_is_missing():
    check = Of(None, None, (leaf("found_a"), leaf("found_b"), leaf("found_c")), 2)
    assert open_facts(check) == (["found_a", "found_b", "found_c"], [])
    assert open_facts(check, found_a=True) == (["found_b", "found_c"], [])


def test_a_range_is_uncertain_only_while_a_figure_lies_within_it():
    check = leaf("count_a", 10)
    assert open_facts(check, count_a=Range(8, 12)) == ([], ["count_a"])
    assert open_facts(check, count_a=Range(10, 12)) == ([], [])
    assert open_facts(check, count_a=Range(8, 9)) == ([], [])


def test_a_choice_is_missing_while_it_picks_the_figure():
    table = leaf("money", FigureTable(DICTIONARY["kind"], {"one": 2, "two": 1, "three": None}))
    assert open_facts(table) == (["kind", "money"], [])
    assert open_facts(table, money=0) == (["kind"], [])  # for `three` it is for review all the same
    assert open_facts(table, kind="three") == ([], [])
    assert open_facts(table, kind="one") == (["money"], [])


def test_a_fact_that_stands_twice_is_one_fact():
    # below the floor nothing else matters, at the threshold the exception does not
    check = all_of(leaf("money", 1), any_of(leaf("money", 3), Relaxed(None, None, leaf("found_a"))))
    assert open_facts(check) == (["money", "found_a"], [])
    assert open_facts(check, money=0) == ([], [])
    assert open_facts(check, money=3) == ([], [])
    assert open_facts(check, money=Range(0, 1)) == (["found_a"], ["money"])
    assert open_facts(check, money=Range(1, 2)) == (["found_a"], [])


def test_which_figure_a_known_choice_picks_is_not_forgotten_between_towns():
    # where the choice asks less than the floor does, the exception cannot matter
    threshold = leaf("money", FigureTable(DICTIONARY["side"], {"left": 1, "right": 3}))
    check = all_of(leaf("money", 2), any_of(threshold, Relaxed(None, None, leaf("found_a"))))
    rules = rule_set(check)
    for side, expected in (("left", ["money"]), ("right", ["money", "found_a"])) * 2:
        (judged,) = judge(town({"side": side}), rules).criteria
        assert [fact.id for fact in judged.missing] == expected


def test_a_refusal_leaves_open_only_what_can_still_matter():
    check = leaf("money", FigureTable(DICTIONARY["kind"], {"one": 2, "two": 2, "three": None}))
    (judged,) = judge(town({"money": 0}, decision_1=REFUSED), rule_set(check)).criteria
    assert (judged.span.word, judged.missing) == ("not_met", ())
    (judged,) = judge(town({"money": 0}, decision_1=GRANTED), rule_set(check)).criteria
    assert (judged.span.word, [fact.id for fact in judged.missing]) == ("incomplete", ["kind"])


def test_facts_are_told_in_the_order_the_criterion_asks_for_them():
    check = all_of(leaf("found_c"), leaf("found_a"), leaf("found_b"))
    assert [fact.id for fact in facts_asked(check)] == ["found_c", "found_a", "found_b"]
    assert open_facts(check)[0] == ["found_c", "found_a", "found_b"]
