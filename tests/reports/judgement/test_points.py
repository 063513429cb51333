"""Points tables and vetoes in reports: what was earned, by how much it is short, what the town stated."""

import json

import pytest

from tests.strategies import DICTIONARY, rule_set, town
from zhenkit.checks.tree import AT_LEAST, IS_NO, IS_YES, All, Leaf, Of
from zhenkit.core.i18n import speaking
from zhenkit.judging.judgement import judge
from zhenkit.judging.outcome import Run
from zhenkit.reports.formats import Style
from zhenkit.reports.judgement import json as report
from zhenkit.reports.phrases.criteria import explanation, lines

COUNT = Leaf(None, None, DICTIONARY["count_a"], AT_LEAST, 10)
FOUND = Leaf(None, None, DICTIONARY["found_a"], IS_YES, True)
TABLE = Of(None, None, (COUNT, FOUND), 71, (40, 60))
VETO = Leaf(None, None, DICTIONARY["found_b"], IS_NO, False)


@pytest.fixture(autouse=True)
def english():
    with speaking("en"):
        yield


def judged(check, **facts):
    judgement = judge(town(facts), rule_set(check))
    return judgement.criteria[0], judgement


@pytest.mark.parametrize(
    ("facts", "value", "margin", "note"),
    [
        ({"count_a": 10, "found_a": False}, "40", ("short by 31",), "no points for: found_a: yes (60 points)"),
        ({"count_a": 10, "found_a": True}, "100", ("over by 29",), ""),
        ({"count_a": 10}, "40 to 100", ("short by 31", "over by 29"), "open: found_a: yes (60 points)"),
    ],
)
def test_points_say_how_many_were_earned_and_what_gave_none(facts, value, margin, note):
    criterion, judgement = judged(TABLE, **facts)
    line = lines(criterion, judgement)[0]
    assert (line.label, line.value, line.required, line.margin, line.note) == (
        "points",
        value,
        "at least 71",
        margin,
        note,
    )
    assert f"{value} points of 71 required" in explanation(criterion, judgement)


def test_the_json_has_the_points_of_each_award():
    _criterion, judgement = judged(TABLE, count_a=10)
    found = json.loads(report.render(Run([judgement]), Style()))["towns"][0]["criteria"][0]["check"]["points"]
    assert found == {
        "earned": 40,
        "possible": 100,
        "required": 71,
        "awards": [{"points": 40, "earned": 40, "possible": 40}, {"points": 60, "earned": 0, "possible": 60}],
    }


@pytest.mark.parametrize(("stated", "said"), [(True, "yes"), (False, "no")])
def test_a_veto_shows_what_the_town_stated(stated, said):
    (line,) = lines(*judged(VETO, found_b=stated))
    assert (line.label, line.text) == ("found_b (required: no)", said)


def test_a_veto_among_findings_is_named_with_what_is_required():
    (line,) = lines(*judged(All(None, None, (FOUND, VETO)), found_a=True, found_b=True))
    assert line.text == "yes/no: 1 of 2 met; not met: found_b (required: no)"
