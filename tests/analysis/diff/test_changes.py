"""What changed between two rule sets, in the words of an analyst."""

import pytest
from hypothesis import given, settings

from tests.analysis.diff.test_compare import either, every, finding, least, many, no, pairs, with_facts, yes
from tests.strategies import DICTIONARY, criterion, rule_set, text
from zhenkit.analysis.diff.changes import PREFERENCE, changes
from zhenkit.analysis.diff.compare import Ground, compare
from zhenkit.analysis.diff.result import EQUAL, INCOMPARABLE, LOOSER, STRICTER
from zhenkit.checks.tree import (
    AT_LEAST,
    AT_LEAST_MEMBERS,
    AT_MOST,
    INCLUDES,
    FigureTable,
    InPrinciple,
    Leaf,
    Of,
    Relaxed,
)
from zhenkit.core.i18n import speaking
from zhenkit.reports.diff.requirements import requirement_in_words, subject_in_words
from zhenkit.rulesets.catalog import shipped
from zhenkit.rulesets.model import RuleSet


def preferring(check, *prefer, **others):
    one = rule_set(check)
    fields = {name: getattr(one, name) for name in one.__dataclass_fields__}
    return RuleSet(**{**fields, "criteria": (criterion(check, 1, prefer),), **others})


def told(a, b):
    """Each change as (what, a, b, direction)."""
    one, other = (side if isinstance(side, RuleSet) else rule_set(side) for side in (a, b))
    ground = Ground(one, other)
    found = compare(one, other)
    return [
        (
            subject_in_words(change.what),
            *(side and requirement_in_words(side) for side in (change.a, change.b)),
            change.direction,
        )
        for compared in found.criteria
        for change in changes(ground, compared)
    ]


def table(**figures):
    return Leaf(None, None, DICTIONARY["money"], AT_LEAST, FigureTable(DICTIONARY["kind"], figures))


YI = 10**10


def test_another_figure_is_told_with_both():
    assert told(least("count_a", 10), least("count_a", 5)) == [("count_a", "10", "5", LOOSER)]
    assert told(least("level", 2), least("level", 3)) == [("level", "city", "province", STRICTER)]


def test_rows_of_a_table_that_differ_alike_are_told_together():
    a, b = table(one=20 * YI, two=10 * YI, three=10 * YI), table(one=10 * YI, two=5 * YI, three=5 * YI)
    assert told(a, b) == [
        ("money, threshold (one)", "20亿元", "10亿元", LOOSER),
        ("money, threshold (two, three)", "10亿元", "5亿元", LOOSER),
    ]


def test_a_row_without_a_figure_is_for_review():
    a, b = table(one=YI, two=YI, three=None), table(one=YI, two=YI, three=YI)
    assert told(a, b) == [("money, threshold (three)", "needs review", "1亿元", INCOMPARABLE)]


def test_one_figure_that_became_a_table_is_told_by_choice():
    assert told(least("money", YI), table(one=YI, two=2 * YI, three=YI)) == [
        ("money, threshold (two)", "1亿元", "2亿元", STRICTER)
    ]


def test_tables_by_different_choices_are_told_as_wholes():
    by_side = Leaf(
        None, None, DICTIONARY["money"], AT_LEAST, FigureTable(DICTIONARY["side"], {"left": YI, "right": 2 * YI})
    )
    ((what, a, b, direction),) = told(table(one=YI, two=YI, three=3 * YI), by_side)
    assert (what, direction) == ("money", INCOMPARABLE)
    assert "three" in a
    assert "right" in b


def test_a_floor_below_a_table_is_called_so():
    a = every(least("money", YI), table(one=20 * YI, two=10 * YI, three=None))
    b = every(least("money", YI // 2), table(one=20 * YI, two=10 * YI, three=None))
    assert told(a, b) == [("money, floor", "1亿元", "5000万元", LOOSER)]


def test_what_only_one_side_asks_for():
    both = every(yes("found_a"), yes("found_b"))
    assert told(yes("found_a"), both) == [("found_b: yes", None, "required", STRICTER)]
    assert told(both, yes("found_a")) == [("found_b: yes", "required", None, LOOSER)]


def test_another_way_to_meet_it_is_looser():
    both = either(yes("found_a"), yes("found_b"))
    assert told(yes("found_a"), both) == [("found_b: yes", None, "one way", LOOSER)]
    assert told(both, yes("found_a")) == [("found_b: yes", "one way", None, STRICTER)]


def test_a_part_is_told_as_a_whole_and_not_leaf_by_leaf():
    exception = Relaxed(None, None, every(yes("found_b"), yes("found_c")))
    ((what, a, b, direction),) = told(yes("found_a"), either(yes("found_a"), exception))
    assert what == "as an exception: all of: found_b: yes; found_c: yes"
    assert (a, b, direction) == (None, "as an exception", LOOSER)


def test_within_an_exception_it_is_said_so():
    def exception(*checks):
        return either(yes("found_a"), Relaxed(None, None, every(yes("found_b"), *checks)))

    assert told(exception(), exception(yes("found_c"))) == [
        ("found_c: yes (in the exception)", None, "required", STRICTER)
    ]
    assert told(exception(least("count_a", 2)), exception(least("count_a", 3))) == [
        ("count_a (in the exception)", "2", "3", STRICTER)
    ]


def test_a_requirement_that_became_a_preference():
    a = preferring(every(yes("found_a"), least("level", 3), least("count_a", 1)))
    b = preferring(yes("found_a"), least("level", 2), least("count_a", 1))
    assert told(a, b) == [
        ("level", "required: province", "preferred: city", LOOSER),
        ("count_a", "required", "preferred", LOOSER),
    ]
    assert told(b, a) == [
        ("level", "preferred: city", "required: province", STRICTER),
        ("count_a", "preferred", "required", STRICTER),
    ]


def test_preferences_that_are_new_gone_or_of_another_level_change_no_verdict():
    a = preferring(yes("found_a"), least("level", 3), yes("found_b"))
    b = preferring(yes("found_a"), least("level", 2), yes("found_c"))
    assert told(a, b) == [
        ("level", "preferred: province", "preferred: city", PREFERENCE),
        ("found_b: yes", "preferred", None, PREFERENCE),
        ("found_c: yes", None, "preferred", PREFERENCE),
    ]
    assert compare(a, b).relation == EQUAL


def test_a_weight_changes_no_verdict():
    a, b = preferring(yes("found_a")), preferring(yes("found_a"), weights={1: 3})
    assert told(a, b) == [("weight in the score", "1", "3", PREFERENCE)]


def test_a_check_that_became_one_in_principle_or_an_exception():
    plain, principle = yes("found_a"), InPrinciple(None, None, yes("found_a"))
    assert told(plain, principle) == [("found_a: yes", "required", "in principle", LOOSER)]
    other = every(yes("found_b"), Relaxed(None, None, yes("found_a")))
    assert told(every(yes("found_b"), plain), other) == [("found_a: yes", "required", "as an exception", STRICTER)]


def test_how_many_of_a_list():
    assert told(with_facts(many(3, 2)), with_facts(many(3, 3)))[0][1:] == ("2 of 3", "3 of 3", STRICTER)
    ((what, a, b, direction),) = told(with_facts(many(4, 2)), with_facts(many(4, 3)))
    assert (a, b, direction) == ("2 of 4", "3 of 4", STRICTER)
    assert what.startswith("how many of: aspect_0")


def test_points_that_a_part_is_worth():
    parts = tuple(yes("", finding(number)) for number in range(3))
    a, b = (Of(None, None, parts, 4, points) for points in ((2, 2, 1), (1, 2, 2)))
    assert told(with_facts(a), with_facts(b)) == [
        ("aspect_0: yes", "2 points", "1 point", STRICTER),
        ("aspect_2: yes", "1 point", "2 points", LOOSER),
    ]
    c = Of(None, None, parts, 5, (2, 2, 1, 1)[:3])
    assert told(with_facts(a), with_facts(c))[0][1:] == ("4 of 5 points", "3 of 3", STRICTER)


def test_sets_are_told_by_their_members():
    def including(*members):
        return Leaf(None, None, DICTIONARY["set"], INCLUDES, frozenset(members))

    some = Leaf(None, None, DICTIONARY["set"], AT_LEAST_MEMBERS, 1)
    assert told(including("x"), including("x", "y")) == [("set", "includes x", "includes x, y", STRICTER)]
    assert told(including("x", "y"), including("x", "y", "z")) == [("set", "includes x, y", "all 3", STRICTER)]
    assert told(including("x", "y"), some) == [("set", "includes x, y", "at least 1", LOOSER)]


def test_another_comparison_is_told_with_both():
    at_most = Leaf(None, None, DICTIONARY["count_a"], AT_MOST, 3)
    assert told(least("count_a", 3), at_most) == [("count_a", "at least 3", "at most 3", INCOMPARABLE)]


def test_a_whole_criterion():
    assert told(rule_set(yes("found_a"), yes("found_b")), yes("found_a")) == [
        ("the whole criterion: criterion", "required", None, LOOSER)
    ]


def test_wording_order_and_brackets_are_no_change():
    a = every(yes("found_a"), either(yes("found_b"), either(no("fact_a"), yes("found_c"))))
    worded = Leaf(text("other words"), text("a reading"), DICTIONARY["found_a"], yes("found_a").operator, True)
    b = every(every(either(yes("found_c"), no("fact_a"), yes("found_b"))), worded)
    assert told(a, b) == []


def test_what_changes_no_grade_is_no_change():
    assert told(least("count_a", 5), every(least("count_a", 5), least("count_a", 3))) == []


@settings(max_examples=30)
@given(pairs(most_criteria=1))
def test_a_criterion_that_differs_is_never_left_without_a_change_and_one_that_does_not_has_none(drawn):
    (a, b), _asked = drawn
    ground = Ground(a, b)
    (compared,) = compare(a, b).criteria
    assert bool(changes(ground, compared)) == (compared.relation != EQUAL)


@settings(max_examples=30)
@given(pairs(most_criteria=1))
def test_where_all_changes_go_one_way_so_does_the_criterion(drawn):
    (a, b), _asked = drawn
    ground = Ground(a, b)
    (compared,) = compare(a, b).criteria
    directions = {change.direction for change in changes(ground, compared)}
    if len(directions) == 1 and directions != {INCOMPARABLE}:
        assert compared.relation in (EQUAL, *directions)


def test_each_line_is_judged_by_the_grades_it_moves():
    needless = every(least("count_a", 12), yes("found_a"))
    a = either(yes("found_a"), needless, yes("found_b"))
    b = either(yes("found_a"), yes("found_b"), yes("found_c"))
    lines = {line[0]: line[-1] for line in told(a, b)}
    assert lines == {"all of: count_a: at least 12; found_a: yes": EQUAL, "found_c: yes": LOOSER}
    back = {line[0]: line[-1] for line in told(b, a)}
    assert back == {"all of: count_a: at least 12; found_a: yes": EQUAL, "found_c: yes": STRICTER}


def test_a_figure_that_another_requirement_overrules_has_no_effect():
    a = every(least("count_a", 12), either(least("count_a", 5), yes("found_a")), yes("found_b"))
    b = every(least("count_a", 12), either(least("count_a", 9), yes("found_a")))
    assert {(line[1], line[2]): line[-1] for line in told(a, b)} == {("5", "9"): EQUAL, ("required", None): LOOSER}


@settings(max_examples=40)
@given(pairs(most_criteria=1))
def test_a_line_never_says_the_reverse_of_what_it_does(drawn):
    """A criterion that only got looser has no line that is stricter by itself alone in A or in B, and the reverse."""
    (a, b), _asked = drawn
    ground = Ground(a, b)
    (compared,) = compare(a, b).criteria
    directions = [change.direction for change in changes(ground, compared)]
    if compared.relation != EQUAL:
        assert set(directions) - {EQUAL}
    if len(directions) == 1:
        assert directions == [compared.relation]


def chinese(a, b):
    book = shipped()
    with speaking("zh"):
        return told(book.get(a), book.get(b))


def test_the_shipped_rule_sets_in_chinese():
    found = chinese("shanxi", "jincheng")
    assert ("主导产业年产值门槛（制造业）", "20亿元", "10亿元", LOOSER) in found
    assert ("主导产业年产值底线", "1亿元", "5000万元", LOOSER) in found
    assert ("配套企业户数", "10户", "5户", LOOSER) in found
    assert ("知名品牌最高级别", "必备：省级", "优先评定：省级", LOOSER) in found
    assert ("在国内同业中有比较优势", None, "必备", STRICTER) in found


@pytest.mark.parametrize("pair", [("jincheng", "yangcheng"), ("shanxi", "shanxi")])
def test_equal_rule_sets_have_no_changes(pair):
    assert chinese(*pair) == []
