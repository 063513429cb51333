"""The yearly assessment: ranks in groups, who meets the standard and who fell, who is commended, who is slow."""

import json
from dataclasses import replace

import pytest

from tests.reports.runs import GRANTED, RELAXED, town, write_town
from zhenkit.core import i18n
from zhenkit.judging.assessing import assess_files
from zhenkit.judging.batch import Request
from zhenkit.judging.earlier_report import is_report
from zhenkit.rulesets.assessment import load_assessment

NO_RELAXATION = dict.fromkeys(("historical_origin", "geographical_indication", "traditional_feature"), False)
"""A town of which it is known that less output will not do."""
BELOW = {"annual_output": "2亿元", **NO_RELAXATION}


@pytest.fixture(autouse=True)
def in_english():
    with i18n.speaking("en"):
        yield


@pytest.fixture
def assessed(tmp_path):
    """Assesses towns, each by its name with what is otherwise about it; the same towns of last year."""

    def run(now, last=None, by=None, **request):
        files = []
        for year, towns in ((2024, now), (2023, last)):
            if towns is not None:
                named = (town(name=name, year=year, **changes) for name, changes in towns.items())
                files.append(str(write_town(tmp_path / f"{year}.yaml", *named)))
        rules = None
        if by is not None:
            rules = tmp_path / "by.yaml"
            rules.write_text(by, "utf-8")
        asked = Request((files[0],), **{"rules": "shanxi", "needs_judgements": True, **request})
        return assess_files(asked, files[1:], rules).assessment

    return run


def towns_of(assessment):
    return {town.row.name: town for town in assessment.towns}


def ranks(assessment):
    return [[(town.row.name, town.row.rank) for town in group.towns] for group in assessment.groups]


def rules_of(reasons):
    return [reason.rule for reason in reasons]


def test_towns_are_ranked_within_their_category_in_the_order_of_the_dictionary(assessed):
    found = assessed(
        {
            "甲": {"category": "light_industry"},
            "乙": {"category": "manufacturing"},
            "丙": {"category": "manufacturing", "merits": None, "standards": 0},
            "丁": {"category": None},
        }
    )
    assert [group.category for group in found.groups] == ["manufacturing", "light_industry", None]
    assert ranks(found) == [[("乙", 1), ("丙", 2)], [("甲", 1)], [("丁", 1)]]


def test_towns_of_two_standards_are_two_groups(assessed):
    places = {"甲": {"city": "长治市"}, "乙": {"city": "晋城市"}}
    found = assessed(places, rules=None, level="city")
    assert [(group.rule_set.id, len(group.towns)) for group in found.groups] == [("changzhi", 1), ("jincheng", 1)]


def test_how_towns_stand_to_their_standard(assessed):
    review, unknown = {"single_county": False}, {"annual_output": "19亿元~21亿元"}
    last = {"稳": {}, "落": {}, "久": BELOW, "升": unknown, "疑": {}, "审": {}}
    now = {"稳": RELAXED, "落": BELOW, "久": BELOW, "升": {}, "疑": unknown, "审": review, "新": {}, "新低": BELOW}
    found = towns_of(assessed(now, last))
    assert {name: town.standing for name, town in found.items()} == {
        "稳": "meets",
        "落": "fell",
        "久": "below",
        "升": "reached",
        "疑": "open",
        "审": "open",
        "新": "meets",
        "新低": "below",
    }
    assert {name: rules_of(town.slow) for name, town in found.items() if town.slow} == {
        "落": ["no_longer_meets"],
        "久": ["below"],
        "新低": ["below"],
    }
    assert {name: town.before and town.before.rank for name, town in found.items()}["新"] is None


def test_a_slow_town_is_never_commended_and_equals_at_the_last_place_are(assessed):
    by = "commended: {require: relaxed, first: {count: 1}}\nslow: {below: yes}\nnotice: {days: 1}\n"
    found = towns_of(assessed({"甲": {}, "乙": {}, "丙": RELAXED, "丁": BELOW}, by=by))
    assert {name for name, town in found.items() if town.commended} == {"甲", "乙"}
    fell = by.replace("below: yes", "score_fell_by: 1")
    decided = {"single_county": False, "decisions": {"4": GRANTED}}
    (alone,) = assessed({"甲": decided}, {"甲": {}}, fell).towns
    assert alone.standing == "meets" and alone.row.rank == 1
    assert rules_of(alone.slow) == ["score_fell_by"] and not alone.commended
    (as_before,) = assessed({"甲": decided}, {"甲": decided}, fell).towns
    assert rules_of(as_before.commended) == ["first"] and not as_before.slow


def test_pass_may_be_asked_of_those_commended(assessed):
    by = "commended: {require: REQUIRED, first: {count: 1}}\nslow: {}\nnotice: {days: 1}\n"
    for required, commended in (("pass", []), ("relaxed", ["丙"])):
        found = assessed({"丙": RELAXED}, by=by.replace("REQUIRED", required))
        assert [town.row.name for town in found.commended] == commended


def test_the_last_are_no_more_than_the_places_and_never_all(assessed):
    by = "commended: {}\nslow: {last: {count: 2}}\nnotice: {days: 1}\n"
    low, lower = {"standards": 0, **NO_RELAXATION}, {"standards": 0, "supporting_firms": 1}
    cases = {
        ("甲", "乙", "丙"): ({"甲": {}, "乙": low, "丙": lower}, ["乙", "丙"]),
        ("three equals",): ({"甲": {}, "乙": low, "丙": low, "丁": low}, []),
        ("two equals",): ({"甲": {}, "乙": low, "丙": low}, ["乙", "丙"]),
        ("all equal",): ({"甲": {}, "乙": {}}, []),
    }
    for name, (towns, slow) in cases.items():
        assert sorted(town.row.name for town in assessed(towns, by=by).slow) == sorted(slow), name


def test_points_count_only_where_they_are_sure(assessed):
    by = "commended: {score_rose_by: 2}\nslow: {score_fell_by: 2}\nnotice: {days: 1}\n"
    few, range_ = {"supporting_firms": 2}, {"supporting_firms": "2~12"}
    last = {"落": {}, "疑": {}, "升": few, "疑升": range_, "小": {}}
    now = {"落": few, "疑": range_, "升": {}, "疑升": {}, "小": {"supporting_firms": 9}}
    found = assessed(now, last, by)
    assert [town.row.name for town in found.slow] == ["落"]
    assert [town.row.name for town in found.commended] == ["升"]
    (reason,) = found.slow[0].slow
    then, score, points, least = reason.figures
    assert (float(points), float(least)) == (round(then.low - score.high, 1), 2.0)


def test_a_report_of_last_year_says_the_same_as_its_towns(assessed, zhenkit, tmp_path):
    last = {"稳": {}, "落": {}, "没": {}}
    by_towns = assessed({"稳": {}, "落": BELOW, "新": {}}, last)
    report = tmp_path / "last.json"
    assert zhenkit("batch", tmp_path / "2023.yaml", "--rules", "shanxi", "--output", report)[0] == 0
    asked = Request((str(tmp_path / "2024.yaml"),), rules="shanxi", needs_judgements=True)
    by_report = assess_files(asked, [str(report)]).assessment

    def said(found):
        towns = [
            (t.row, t.before._replace(file="", line=0) if t.before else None, t.standing, t.slow) for t in found.towns
        ]
        changes = found.changes
        details = [(t.kind, t.name, t.before, t.after, t.criteria, t.facts) for t in changes.towns]
        return towns, details, changes.rules, found.facts, [gone.name for gone in found.gone]

    assert said(by_report) == said(by_towns)
    assert [gone.name for gone in by_report.gone] == ["没"]


def test_points_of_another_edition_are_not_compared(assessed, zhenkit, tmp_path):
    found = assessed({"落": {"supporting_firms": 0}}, {"落": {}})
    assert "score_fell_by" in rules_of(found.slow[0].slow)
    report = tmp_path / "last.json"
    zhenkit("batch", tmp_path / "2023.yaml", "--rules", "shanxi", "--output", report)
    said = json.loads(report.read_text("utf-8"))
    said["towns"][0]["rule_set"]["digest"] = "0" * 12
    report.write_text(json.dumps(said, ensure_ascii=False), "utf-8")
    asked = Request((str(tmp_path / "2024.yaml"),), rules="shanxi", needs_judgements=True)
    (town,) = assess_files(asked, [str(report)]).assessment.towns
    assert town.before.score is None and rules_of(town.slow) == ["no_longer_meets"]


def test_the_latest_year_of_a_town_counts(tmp_path):
    years = [town(name="甲", year=year, annual_output=f"{year - 2000}亿元") for year in (2022, 2024, 2023)]
    file = write_town(tmp_path / "towns.yaml", *years)
    found = assess_files(Request((str(file),), rules="shanxi", needs_judgements=True), [str(file)])
    (only,) = found.assessment.towns
    assert only.row.year == 2024 and only.change is None
    assert sum("are left aside" in remark.message for remark in found.remarks) == 2


def test_movement_by_criterion_and_by_fact(assessed):
    last = {"甲": {"annual_output": "22亿元"}, "乙": {}, "丙": {"exports": None}, "丁": {"services": "testing"}}
    now = {
        "甲": {"annual_output": "30亿元"},
        "乙": {"annual_output": "20亿元", "standards": 0},
        "丙": {},
        "丁": {"annual_output": "24亿元~26亿元"},
    }
    found = assessed(now, last)
    assert {one.of.id: one[1:] for one in found.facts} == {
        "annual_output": (1, 1, 1),
        "standards": (0, 1, 0),
        "exports": (0, 0, 1),
        "services": (1, 0, 0),
    }
    ((_rule_set, moved),) = found.criteria
    assert {one.of.number: one[1:] for one in moved} == {3: (1, 0, 0), 6: (0, 1, 0), 7: (1, 0, 0)}


def test_a_town_with_a_problem_is_in_no_group(assessed, tmp_path):
    found = assessed({"甲": {}, "乙": {"annual_output": 12}})
    assert ranks(found) == [[("甲", 1)]] and len(found.problems) == 1 and found.exit_code == 2


def test_the_exit_code_is_of_the_worst(assessed):
    assert assessed({"甲": {}}).exit_code == 0
    assert assessed({"甲": {}, "乙": {"annual_output": "19亿元~21亿元"}}).exit_code == 3
    assert assessed({"甲": BELOW, "乙": {"annual_output": "19亿元~21亿元"}}).exit_code == 1
    assert replace(assessed({"甲": {}}), groups=()).exit_code == 2


def test_the_shipped_rules_are_taken_where_no_file_is_given(assessed):
    assert assessed({"甲": {}}).rules == load_assessment()


def test_a_report_in_utf_16_is_a_report(zhenkit, tmp_path):
    report = tmp_path / "last.json"
    assert zhenkit("batch", write_town(tmp_path / "town.yaml", town()), "--rules", "shanxi", "--output", report)[0] == 0
    report.write_text(report.read_text("utf-8"), "utf-16")
    assert is_report(report)
    report.write_bytes(b"\xff\xfe\x00\xd8")
    assert not is_report(report)


def test_criteria_of_another_standard_are_not_compared(zhenkit, tmp_path):
    then = write_town(tmp_path / "then.yaml", town(year=2023, city="长治市"))
    now = write_town(tmp_path / "now.yaml", town(year=2024, city="长治市", **BELOW))
    last = {rules: str(tmp_path / f"{rules}.json") for rules in ("shanxi", "changzhi")}
    for rules, report in last.items():
        zhenkit("batch", then, "--rules", rules, "--output", report)
    asked = Request((str(now),), rules="changzhi", needs_judgements=True)
    assert assess_files(asked, [last["shanxi"]]).assessment.criteria == ()
    for order in (("shanxi", "changzhi"), ("changzhi", "shanxi")):
        both = assess_files(asked, [last[rules] for rules in order]).assessment
        assert both.gone == []
        assert [one.before is not None for one in both.towns] == [True]
        assert both.criteria != ()
