"""The samples: each reads without a problem, is what it says it is, and invents nothing."""

import re

import pytest

from tests.loading import load_towns
from tests.paths import ROOT
from zhenkit import load_rules
from zhenkit.judging.judgement import judge
from zhenkit.judging.outcome import REQUIRE
from zhenkit.judging.run import check_towns

FOLDER = ROOT / "samples"
REAL = sorted(FOLDER.glob("*.yaml"))
MADE_UP = sorted((FOLDER / "made-up").iterdir())
ASSESSED = sorted((FOLDER / "assessment").glob("*/*.yaml"))

VERDICTS = {
    # the made-up samples: by what, and the verdict of each town in the file
    "pass.yaml": ("province", ["pass"]),
    "relaxed.yaml": ("province", ["relaxed"]),
    "review.yaml": ("province", ["review"]),
    "decided.yaml": ("province", ["relaxed"]),
    "fail.yaml": ("province", ["fail"]),
    "incomplete.yaml": ("province", ["incomplete"]),
    "chinese.yaml": ("province", ["relaxed"]),
    "three-years.yaml": ("province", ["fail", "incomplete", "incomplete"]),
    "two-towns.json": ("city", ["pass", "relaxed"]),
}
EXITS = {"pass": 0, "relaxed": 0, "fail": 1, "review": 3, "incomplete": 3}

by_name = pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)


def run(path, level, strict=False):
    return check_towns([str(path)], level, None, strict).run


def exit_code(path, level, strict=False):
    return run(path, level, strict).exit_code(REQUIRE["relaxed"])


def test_there_are_real_towns_and_a_made_up_one_for_each_verdict():
    assert len(REAL) >= 8
    assert {path.name for path in MADE_UP} == set(VERDICTS)
    assert {verdict for _level, verdicts in VERDICTS.values() for verdict in verdicts} == set(EXITS)


@pytest.mark.parametrize("name", VERDICTS)
def test_a_made_up_sample_has_the_verdict_it_claims(name):
    level, verdicts = VERDICTS[name]
    found = run(FOLDER / "made-up" / name, level)
    assert found.problems == []
    assert [judgement.verdict for judgement in found.judgements] == verdicts


@pytest.mark.parametrize("verdict", EXITS)
def test_the_sample_named_after_a_verdict_exits_as_that_verdict_does(verdict):
    assert exit_code(FOLDER / "made-up" / f"{verdict}.yaml", "province") == EXITS[verdict]


def test_the_passing_sample_passes_strictly_too_and_says_everything_the_standard_asks():
    assert exit_code(FOLDER / "made-up" / "pass.yaml", "province", strict=True) == 0
    (town,) = load_towns(FOLDER / "made-up" / "pass.yaml")
    optional = {"historical_origin", "geographical_indication", "traditional_feature", "industry_influence"}
    optional |= {"name_recognition", "development_prospects"}  # the relaxation, which it does not need
    assert {fact.id for fact in load_rules("shanxi").asked} - set(town.facts) == optional


def test_a_decision_turns_the_review_of_a_like_town_into_relaxed():
    review, decided = (
        run(FOLDER / "made-up" / f"{name}.yaml", "province").judgements[0] for name in ("review", "decided")
    )
    assert {**decided.town.facts, "name": review.town.name} == review.town.facts
    assert sorted(decided.town.decisions) == [
        each.criterion.number for each in review.criteria if each.span.word == "review"
    ]
    assert decided.remarks == ()


def test_made_up_towns_say_so_in_their_names_and_files():
    for path in MADE_UP:
        assert all(town.name.startswith("虚构") for town in load_towns(path))
        assert path.suffix == ".json" or re.search("Made up|虚构", path.read_text("utf-8").splitlines()[1])


def test_no_real_town_is_called_made_up():
    assert not any("虚构" in path.read_text("utf-8") for path in REAL)


@by_name
def test_a_real_town_is_honestly_incomplete_at_provincial_level(path):
    found = run(path, "province")
    assert found.problems == []
    assert [judgement.verdict for judgement in found.judgements] == ["incomplete"]
    assert exit_code(path, "province") == 3


@by_name
def test_every_figure_of_a_real_town_carries_its_source(path):
    (town,) = load_towns(path)
    dictionary = load_rules("shanxi").facts
    figures = {
        name for name in town.facts if dictionary[name].type.name in ("money", "count", "yes/no", "level", "set")
    }
    figures |= {"output_basis"} & set(town.facts)
    assert set(town.evidence) == figures - {"year"}
    assert all(re.match(r"\w+(\.\w+)+", text) for texts in town.evidence.values() for text in texts)


@by_name
def test_no_finding_is_filled_in_for_a_real_town(path):
    (town,) = load_towns(path)
    assert not load_rules("shanxi").facts.findings & set(town.facts)


@by_name
def test_a_real_town_says_where_it_lies_and_what_it_makes(path):
    (town,) = load_towns(path)
    assert {"name", "province", "city", "county", "category", "leading_industry"} <= set(town.facts)


def test_what_is_a_target_is_no_output():
    (town,) = load_towns(FOLDER / "yangcheng-ceramics.yaml")
    assert "annual_output" not in town.facts


def test_revenue_in_the_place_of_output_is_said_and_counts_as_review_when_strict():
    (town,) = load_towns(FOLDER / "qixian-glassware.yaml")
    assert town.facts["output_basis"] == "revenue"
    spans = [judge(town, load_rules("shanxi"), strict=strict).criteria[3].span.best.word for strict in (False, True)]
    assert spans == ["met", "review"]


@pytest.mark.parametrize(
    ("name", "rules"),
    [("zezhou-castings", "jincheng"), ("yangcheng-ceramics", "jincheng"), ("qinzhou-millet", "changzhi")],
)
def test_a_towns_city_finds_its_standard(name, rules):
    (judgement,) = run(FOLDER / f"{name}.yaml", "city").judgements
    assert judgement.rule_set.id == rules


def test_a_county_finds_the_standard_it_adopts():
    (judgement,) = run(FOLDER / "yangcheng-ceramics.yaml", "county").judgements
    assert judgement.rule_set.id == "yangcheng"


def test_a_city_without_a_rule_set_is_told_and_none_is_guessed():
    found = run(FOLDER / "jishan-packaging.yaml", "city")
    assert found.judgements == []
    (problem,) = found.problems
    assert "运城市" in problem.message
    assert "jincheng" in problem.message


def test_the_towns_of_the_yearly_assessment_are_made_up_and_say_so():
    for path in ASSESSED:
        assert "# Made up: " in path.read_text("utf-8")
        (town,) = load_towns(path)
        assert town.name.startswith("虚构") and str(town.facts["year"]) == path.parent.name


def test_all_samples_can_be_judged_in_one_run():
    found = run(FOLDER, "province")
    assert found.problems == []
    made_up = sum(len(verdicts) for _level, verdicts in VERDICTS.values())
    assert len(found.judgements) == len(REAL) + made_up + len(ASSESSED)
