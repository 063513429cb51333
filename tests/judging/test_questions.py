"""What to ask first: nearly as few questions as any order could do with, and fewer than the order of the file."""

import random
from dataclasses import replace
from functools import cache
from itertools import product

from tests.strategies import YES_NO, rule_set, town
from zhenkit.checks.grades import MET, RELAXED
from zhenkit.checks.relevance import decisive
from zhenkit.checks.tree import IS_YES, All, AnyOf, InPrinciple, Leaf, Of
from zhenkit.judging import questions
from zhenkit.judging.judgement import judge
from zhenkit.judging.questions import Inquiry


def asked_until_settled(inquiry, truth, facts):
    """The questions that are asked, best first each time, until a town of which all is known in truth is settled."""
    found = []
    facts = dict(facts)
    while questions := inquiry.questions(facts):
        fact = questions[0].fact
        found.append(fact)
        facts[fact.id] = truth[fact.id]
    return found


def tree(luck, depth):
    """A random tree over five facts that are yes or no, some of them asked for more than once."""
    if not depth or luck.random() < 0.2:
        return Leaf(None, None, luck.choice(YES_NO), IS_YES, True)
    parts = tuple(tree(luck, depth - 1) for _part in range(luck.choice((2, 2, 3))))
    kind = luck.choice((All, AnyOf, AnyOf, Of))
    if kind is Of:
        return Of(None, None, parts, luck.randrange(1, len(parts) + 1))
    whole = kind(None, None, parts)
    return InPrinciple(None, None, whole) if luck.random() < 0.05 else whole


def fewest(inquiry, names):
    """How many questions the best order needs, over all answers together."""

    @cache
    def more(known):
        outlook = inquiry.outlook(dict(known))
        if outlook.reached is not None:
            return 0
        answers = 2 ** (len(names) - len(known))
        return answers + min(sum(more(known | {(fact.id, value)}) for value in (False, True)) for fact in outlook.left)

    return more(frozenset())


def in_order(inquiry, truth):
    """How many questions the order of the rule file needs."""
    facts, count = {}, 0
    while left := inquiry.outlook(facts).left:
        facts[left[0].id] = truth[left[0].id]
        count += 1
    return count


def test_nearly_as_few_questions_as_any_order_could_do_with():
    luck = random.Random(7)
    best = asked = ordered = trees = 0
    while trees < 25:
        rules = rule_set(tree(luck, 3), tree(luck, 3))
        inquiry = Inquiry(judge(town({}), rules), RELAXED)
        names = [fact.id for fact in inquiry.outlook({}).left]
        if len(names) < 4:
            continue
        trees += 1
        best += fewest(inquiry, names)
        for values in product((False, True), repeat=len(names)):
            truth = dict(zip(names, values, strict=True))
            asked += len(asked_until_settled(inquiry, truth, {}))
            ordered += in_order(inquiry, truth)
    assert best <= asked <= 1.1 * best
    assert asked < 0.9 * ordered


def test_a_criterion_of_too_many_combinations_is_answered_within_the_budget_and_it_is_said(monkeypatch):
    luck = random.Random(3)
    facts = [replace(YES_NO[0], id=f"fact_{number}") for number in range(12)]
    alls = [
        Of(None, None, tuple(Leaf(None, None, fact, IS_YES, True) for fact in luck.sample(facts, 6)), 3)
        for _part in range(8)
    ]
    searched = []

    def counted(*given):
        searched.append(decisive(*given))
        return searched[-1]

    monkeypatch.setattr(questions, "decisive", counted)
    monkeypatch.setattr(questions, "EFFORT_IN_ALL", 5_000)
    inquiry = Inquiry(judge(town({}), rule_set(All(None, None, tuple(alls)))), MET)
    whole = inquiry.outlook({})
    searched.clear()
    found = inquiry.questions()
    assert sum(one.looked_at for one in searched) < 10_000
    assert {one.fact for one in found} == set(whole.left)
    outlooks = [answer.outlook for one in found for answer in one.answers]
    assert not all(outlook.complete for outlook in outlooks)
    assert all(len(outlook.left) == len(facts) - 1 for outlook in outlooks if not outlook.complete)
