"""What is said of one town, before any format: the verdict, what it hangs on, notes, figures on their scales."""

import pytest

from tests.paths import ROOT
from tests.reports.runs import FOUR, GRANTED, check, town, write_town
from zhenkit.core.i18n import speaking
from zhenkit.reports.judgement.outline import outline

SAMPLES = ROOT / "samples" / "rules"


@pytest.fixture(autouse=True)
def in_english():
    with speaking("en"):
        yield


def outlined(folder, rules="shanxi", **changes):
    (judgement,) = check(write_town(folder / "town.yaml", town(**changes)), rules=rules).judgements
    return outline(judgement)


@pytest.mark.parametrize(
    "grade, sentence, decided_by",
    [
        ("met", "虚构镇 meets “Shanxi provincial standard for specialised towns”: all 8 criteria are met.", []),
        ("relaxed", "in part only with relaxation", [(4, "relaxed")]),
        ("review", "People have to decide", [(4, "review")]),
        ("incomplete", "at worst fail, at best pass.", [(4, "incomplete")]),
        ("not_met", "does not meet", [(4, "not_met")]),
    ],
)
def test_the_verdict_is_a_sentence_with_the_criteria_it_hangs_on(tmp_path, grade, sentence, decided_by):
    found = outlined(tmp_path, **FOUR[grade])
    assert sentence in found.sentence
    assert [(one.number, one.grade) for one in found.decided_by] == decided_by


def test_a_verdict_that_is_decided_hangs_on_what_decides_it_alone(tmp_path):
    found = outlined(tmp_path, annual_output="2亿元", industry_influence=False, single_county=False, clear_plan=None)
    assert [one.number for one in found.decided_by] == [4]


def test_many_missing_facts_are_counted(tmp_path):
    (one,) = outlined(tmp_path, **dict.fromkeys(("government_priority", "clear_plan", "service_awareness"))).decided_by
    assert one.why == "3 facts are missing or uncertain"


def test_evidence_and_readings_are_numbered_once_and_none_is_lost(tmp_path):
    evidence = {"annual_output": ["yearbook", "yearbook"], "brand_effect": ["list"], "firms": ["count"]}
    found = outlined(tmp_path, evidence=evidence)
    said = [(note.number, note.kind, note.about, note.text) for note in found.notes]
    assert [number for number, *_rest in said] == list(range(1, len(said) + 1))
    assert len({(about, text) for _number, _kind, about, text in said}) == len(said)
    of_output = [number for number, _kind, _about, text in said if text == "yearbook"]
    assert list(found.criteria[3].evidence) == of_output
    assert any(text == "count" for *_rest, text in said)
    in_checks = [number for criterion in found.criteria for number in (*criterion.evidence, *criterion.readings)]
    assert set(in_checks) == {number for number, *_rest, text in said if text != "count"}


def test_a_figure_stands_on_a_scale_with_its_threshold_and_floor(tmp_path):
    (output,) = outlined(tmp_path, annual_output="9亿元~25亿元").criteria[3].scales
    assert [(mark.kind, mark.text) for mark in output.marks] == [
        ("floor", "floor 1亿元"),
        ("threshold", "threshold 20亿元"),
    ]
    assert (output.low, output.high, output.grade) == (9e10, 25e10, "incomplete")
    assert output.start <= output.marks[0].at < output.marks[1].at < output.high < output.end
    assert "9亿元~25亿元; floor 1亿元; threshold 20亿元 (short by 11亿元 ~ over by 5亿元)" in output.text


def test_a_scale_has_a_threshold_for_each_choice_where_the_choice_is_missing(tmp_path):
    (output,) = outlined(tmp_path, category=None, annual_output=None).criteria[3].scales
    assert output.low is output.high is None
    assert [mark.figure for mark in output.marks] == [
        "1亿元",
        "10亿元 (special agriculture, special light industry)",
        "20亿元 (manufacturing)",
    ]


def test_where_no_figure_is_set_the_floor_stays_one_and_the_rest_is_for_review(tmp_path):
    (output,) = outlined(tmp_path, category="other").criteria[3].scales
    assert [mark.text for mark in output.marks] == ["floor 1亿元"]
    assert (output.grade, output.margin) == ("review", ())


def test_a_value_far_beyond_leaves_the_marks_apart(tmp_path):
    (output,) = outlined(tmp_path, annual_output="3000亿元").criteria[3].scales
    assert output.marks[-1].at / output.end >= 0.4
    assert output.high > output.end


def test_levels_have_steps_and_sets_their_members(tmp_path):
    found = outlined(tmp_path, services="testing, training")
    _reach, brand, _standards = found.criteria[5].scales
    assert brand.steps[int(brand.marks[0].at)] == "province" == brand.steps[int(brand.low)]
    (services,) = found.criteria[6].scales
    assert (services.low, services.end) == (2, 8)
    assert [mark.text for mark in services.marks] == ["floor 1", "threshold 8"]


def test_points_and_relaxed_figures_are_scales_too(tmp_path):
    run = check(SAMPLES / "towns" / "innovation-relaxed.yaml", rules=str(SAMPLES / "made-up-innovation-county.yaml"))
    found = outline(run.judgements[0])
    points = found.criteria[0].scales[0]
    assert (points.label, [mark.at for mark in points.marks], points.end) == ("points", [60], 100)
    kinds = {mark.kind for criterion in found.criteria for scale in criterion.scales for mark in scale.marks}
    assert "relaxation" in kinds


def test_a_decision_and_what_was_judged_by_what_are_told(tmp_path):
    found = outlined(tmp_path, single_county=False, decisions={"4": GRANTED})
    assert found.criteria[3].decision.startswith("granted by 省工信厅 on 2023-05-01")
    basis = dict(found.basis)
    assert basis["edition"] == "in force from 2022-09-26"
    assert len(basis["digest of the facts"]) == len(basis["digest of the rules"]) == 12
    assert basis["version"].startswith("zhenkit ")
