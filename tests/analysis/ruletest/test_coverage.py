"""What cases reach: each check both ways where it decides, each row, each exception, each lift, each grade."""

from __future__ import annotations

import pytest

from tests.case_examples import run, suite
from zhenkit.analysis.ruletest.coverage import OF_CHECK, OF_EXCEPTION, OF_GRADE, OF_LIFT, OF_ROW, TARGET_KINDS, can_be
from zhenkit.checks.grades import Grade
from zhenkit.checks.tree import AT_LEAST, IS_YES, All, AnyOf, InPrinciple, Leaf, Relaxed, leaves
from zhenkit.rulesets.catalog import shipped

FULL = (
    "{name: at every figure, town: {little_giants: 0}, verdict: pass, merits: {1: []}}",
    "{name: a firm too few, town: {supporting_firms: 2}, verdict: fail}",
    "{name: output too low, town: {annual_output: 1.9亿元}, grades: {1: not_met}}",
    "{name: a farm, town: {category: agriculture, annual_output: 1亿元}, grades: {1: met}}",
    "{name: a poor farm, town: {category: agriculture, annual_output: 0.9亿元}, grades: {1: not_met}}",
    "{name: a craft, town: {category: light_industry, annual_output: 1亿元}, grades: {1: met}}",
    "{name: a poor craft, town: {category: light_industry, annual_output: 0.9亿元}, grades: {1: not_met}}",
    "{name: no category, town: {category: other}, grades: {1: review}}",
    "{name: a tradition, town: {annual_output: 1亿元, historical_origin: yes}, grades: {1: relaxed}}",
    "{name: a little giant, town: {little_giants: 1}, merits: {1: [little_giants]}}",
    "{name: over two counties, town: {single_county: no}, grades: {2: review}}",
)


def reached(tmp_path, *cases):
    (coverage,) = run(tmp_path, suite(*cases)).coverage.values()
    return coverage


def lacking(coverage):
    return [target.lacking.en for target in coverage.not_reached]


def test_cases_that_show_everything_reach_all_of_every_kind(tmp_path):
    coverage = reached(tmp_path, *FULL)
    assert lacking(coverage) == []
    assert coverage.percent == 100
    # 1: two leaves and a table; the merit; 2: a leaf. Grades: all four of 1; review and met of 2
    assert [coverage.count(kind) for kind in TARGET_KINDS] == [(8, 8), (7, 7), (1, 1), (1, 1), (6, 6)]
    assert (OF_CHECK, OF_ROW, OF_EXCEPTION, OF_LIFT, OF_GRADE) == TARGET_KINDS


@pytest.mark.parametrize(
    ("left_out", "told"),
    [
        ("a firm too few", "no case in which this is not met: supporting firms: at least 3 firms"),
        (
            "a farm",
            "is met: annual output of the leading industry: at least 1亿元 (special agriculture)",
        ),
        ("no category", "no case that needs review because of this"),
        ("a tradition", "no case that needs the exception"),
        ("a little giant", "no case in which this is met: firms titled 小巨人 (little giant): at least 1 firm"),
        ("over two counties", "no case that fails this and so needs review: in principle: within one county: yes"),
    ],
)
def test_what_no_case_reaches_is_told_in_words(tmp_path, left_out, told):
    coverage = reached(tmp_path, *(case for case in FULL if f"{{name: {left_out}," not in case))
    assert any(told in each for each in lacking(coverage))
    assert 80 < coverage.percent < 100
    assert coverage.is_below(100)
    assert not coverage.is_below(80)


def test_a_grade_that_no_case_has_is_told(tmp_path):
    coverage = reached(tmp_path, *(case for case in FULL if "no category" not in case))
    assert [target.lacking.en for target in coverage.not_reached if target.kind == OF_GRADE] == [
        "no case in which the criterion needs review"
    ]


def test_a_case_that_expects_nothing_reaches_nothing(tmp_path):
    assert reached(tmp_path, "{name: a}").count().reached == 0
    # what is expected of one criterion shows nothing of another
    assert {target.criterion.number for target in reached(tmp_path, "{name: a, grades: {2: met}}").not_reached} == {
        1,
        2,
    }
    assert reached(tmp_path, "{name: a, grades: {2: met}}").count().reached == 2  # its leaf holds, and it is met


def test_a_check_is_not_reached_where_another_decides_alone(tmp_path):
    """Both are failed, but with either of them turned round the criterion would still not be met."""
    coverage = reached(tmp_path, "{name: a, town: {supporting_firms: 2, annual_output: 1亿元}, grades: {1: not_met}}")
    assert coverage.count(OF_CHECK).reached == coverage.count(OF_ROW).reached == 0


def test_a_verdict_shows_a_criterion_only_where_the_others_are_no_lower(tmp_path):
    both = "town: {supporting_firms: 2, single_county: no}"
    by_verdict = reached(tmp_path, f"{{name: a, {both}, verdict: fail}}")
    assert {target.criterion.number for target in by_verdict.targets if target not in by_verdict.not_reached} == {1}
    by_grade = reached(tmp_path, f"{{name: a, {both}, verdict: fail, grades: {{2: review}}}}")
    assert {target.criterion.number for target in by_grade.targets if target not in by_grade.not_reached} == {1, 2}


def test_a_review_row_is_reached_where_no_exception_hides_it(tmp_path):
    hidden = reached(tmp_path, "{name: a, town: {category: other, historical_origin: yes}, grades: {1: relaxed}}")
    assert hidden.count(OF_ROW).reached == 0
    open_ = reached(tmp_path, "{name: a, town: {category: other}, grades: {1: review}}")
    assert open_.count(OF_ROW).reached == 1


def test_what_is_missing_shows_nothing(tmp_path):
    coverage = reached(tmp_path, "{name: a, town: {supporting_firms: null}, grades: {1: incomplete}, merits: {1: []}}")
    assert not any(
        "supporting firms" in target.lacking.en for target in coverage.targets if target not in coverage.not_reached
    )


def test_a_decision_is_seen_through(tmp_path):
    decided = "decisions: {2: {granted: yes, by: 虚构局, date: 2024-05-01, why: 一体}}"
    coverage = reached(tmp_path, f"{{name: a, town: {{single_county: no, {decided}}}, grades: {{2: relaxed}}}}")
    found = {target.kind for target in coverage.targets if target not in coverage.not_reached}
    assert OF_CHECK in found  # the county was not alone: were it, the criterion would be met
    assert OF_GRADE not in found  # that people grant it does not make relaxed a grade of the checks


def test_percentages_are_rounded_down_so_that_100_means_all(tmp_path):
    coverage = reached(tmp_path, *FULL[:-1])
    count = coverage.count()
    assert coverage.percent <= 100 * count.reached / count.total < coverage.percent + 0.1


FIRMS = shipped().facts["supporting_firms"]


def figure(at_least):
    return Leaf(None, None, FIRMS, AT_LEAST, at_least)


def test_a_grade_is_asked_for_only_where_some_town_has_it():
    """The lift never helps: with so few firms the check beside it fails as well."""
    both = All(None, None, (figure(3), InPrinciple(None, None, figure(2))))
    assert [grade for grade in Grade if can_be(both, grade)] == [Grade.NOT_MET, Grade.MET]
    reviewed = All(None, None, (figure(2), InPrinciple(None, None, figure(3))))
    assert [grade for grade in Grade if can_be(reviewed, grade)] == [Grade.NOT_MET, Grade.REVIEW, Grade.MET]
    never = AnyOf(None, None, (figure(2), Relaxed(None, None, figure(3))))
    assert [grade for grade in Grade if can_be(never, grade)] == [Grade.NOT_MET, Grade.MET]


def test_the_grades_that_can_be_are_those_of_every_complete_town():
    """Against every combination of answers to the shipped criteria that are small enough."""
    from itertools import product

    from zhenkit.checks.critical_values import cells
    from zhenkit.checks.evaluate import KnownFacts, span

    for criterion in shipped().get("changzhi").criteria:
        scales = {fact.id: cells(fact, leaves(criterion.require)) for fact in criterion.asked}
        towns = (dict(zip(scales, values, strict=True)) for values in product(*scales.values()))
        seen = {span(criterion.require, KnownFacts(town), ()).worst for town in towns}
        assert [grade for grade in Grade if can_be(criterion.require, grade)] == sorted(seen)


def test_yes_and_no_can_be_either():
    leaf = Leaf(None, None, shipped().facts["exports"], IS_YES, True)
    assert [grade for grade in Grade if can_be(leaf, grade)] == [Grade.NOT_MET, Grade.MET]
