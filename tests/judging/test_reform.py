"""A change of a standard: towns judged by both, who gains and loses; a standard with figures changed."""

import pytest
import yaml

from tests.checks.shipped import RULE_SETS
from tests.paths import ROOT
from zhenkit.checks.grades import SPANS, Grade
from zhenkit.core.errors import ZhenkitError
from zhenkit.core.i18n import speaking
from zhenkit.judging.directions import direction
from zhenkit.judging.reform import reform
from zhenkit.judging.run import check_towns
from zhenkit.rulesets.catalog import Rulebook, shipped, shipped_rules
from zhenkit.rulesets.changed import read_changes

MADE_UP = str(ROOT / "samples" / "made-up")


def spans(rules):
    return [judgement.span for judgement in check_towns([MADE_UP], None, rules, strict=False).run.judgements]


def with_changes(name, *said):
    with speaking("en"):
        return Rulebook(shipped_rules(), beside=shipped(), changes=read_changes(said)).named(name)


@pytest.mark.parametrize(("a", "b"), [("shanxi", "jincheng"), ("changzhi", "shanxi"), ("yangcheng", "changzhi")])
def test_each_town_has_the_verdict_that_judging_gives_it(a, b):
    found = reform([a, b], [MADE_UP])
    assert [town.a for town in found.towns] == spans(a)
    assert [town.b for town in found.towns] == spans(b)
    assert sum(found.tally.values()) == len(found.towns) == sum(found.verdicts.values())
    assert sum(sum(counts.values()) for _place, counts in found.places) == len(found.towns)
    for at, (_pair, counts) in enumerate(found.criteria):
        assert sum(counts.values()) == sum(moved.pair == at for town in found.towns for moved in town.criteria)
    assert found.exit_code == (1 if any(town.direction == "loses" for town in found.towns) else 0)


def test_a_place_that_is_named_in_two_ways_is_counted_once(tmp_path):
    counties = ("甲县", "乙县", "乙")
    towns = "---\n".join(f"name: 镇{nth}\nprovince: 山西\ncounty: {at}\n" for nth, at in enumerate(counties))
    (tmp_path / "towns.yaml").write_text(towns, "utf-8")
    assert [
        (place, sum(counts.values())) for place, counts in reform(["shanxi", "shanxi"], [str(tmp_path)]).places
    ] == [
        ("山西 乙县", 2),
        ("山西 甲县", 1),
    ]


def test_a_changed_figure_is_the_figure_of_a_changed_file(tmp_path):
    content = (shipped_rules() / "shanxi.yaml").read_text("utf-8")
    file = tmp_path / "changed.yaml"
    file.write_text(content.replace("manufacturing: 20亿元", "manufacturing: 15亿元"), "utf-8")
    by_file = reform(["shanxi", str(file)], [MADE_UP])
    by_change = reform(["shanxi"], [MADE_UP], ["4.threshold.manufacturing=15亿元"])
    assert [(town.a, town.b, town.criteria) for town in by_change.towns] == [
        (town.a, town.b, town.criteria) for town in by_file.towns
    ]
    assert by_change.changed[0][:3] == ("4.annual_output.at_least.manufacturing", "20亿元", "15亿元")
    assert by_change.b.digest == by_file.b.digest != by_change.a.digest
    assert shipped().named("shanxi").digest == by_change.a.digest  # the shipped one stays as it is


@pytest.mark.parametrize(
    ("said", "name", "value"),
    [
        ("4.threshold.manufacturing=15亿元", "4.annual_output.at_least.manufacturing", "15亿元"),
        ("clustering.manufacturing = review", "4.annual_output.at_least.manufacturing", "review"),
        ("4.require.all.4.any.1.at_least.other=1亿元", "4.annual_output.at_least.other", "1亿元"),
        ("4.annual_output.at_least=2亿元", "4.annual_output.at_least", "2亿元"),
        ("5.supporting_firms.threshold=12", "5.supporting_firms.at_least", 12),
        ("3.exports=yes", "3.exports.is", True),
        ("7.includes=[testing, training]", "7.services.includes", ["testing", "training"]),
        ("6.brand_level=nation", "6.brand_level.at_least", "nation"),
    ],
)
def test_a_figure_is_named_by_enough_of_what_leads_to_it(said, name, value):
    told = []
    Rulebook(shipped_rules(), beside=shipped(), changes=read_changes([said]), told=told).named("shanxi")
    assert [(one.name, one.after) for one in told] == [(name, value)]


def test_every_figure_goes_by_the_name_it_is_told_by():
    from zhenkit.rulesets.changed import RuleChange, _meant, _names, figures_in
    from zhenkit.rulesets.loader import read_document

    rules = RULE_SETS["shanxi"]
    figures = list(figures_in(read_document(shipped_rules() / "shanxi.yaml"), rules))
    names = _names(figures)
    assert len(set(names.values())) == len(figures) > 40
    for figure in figures:
        for name in (names[figure.path], figure.whole_name):
            assert _meant(RuleChange(name, tuple(name.split(".")), 1), figures, names) is figure


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("4.threshold.manufacturing=15", "manufacturing: '15' has no unit; write money like 12.5亿元"),
        ("5.supporting_firms=1.5", "'1.5' is not a whole number of 0 or more; write it like 12"),
        ("5.supporting_firms=8~12", "a threshold is one figure, not a range"),
        ("4.anual_output.manufacturing=1亿元", "no such figure; there are: 4.annual_output.at_least.manufacturing"),
        ("11.output=1", "it begins with a criterion's number or id; there are: 1 (heritage), 2 (livelihood)"),
        ("4.annual_output=2亿元", "this may be 4.annual_output.at_least, 4.annual_output.at_least.manufacturing, "),
        ("4.is=no", "this may be 4.single_county.is, 4.supporting_capacity.is"),
        ("4.manufacturing", "write where the figure is and its value"),
        ("4.manufacturing=[1", "write where the figure is and its value"),
    ],
)
def test_what_is_wrong_names_the_change_and_the_remedy(said, message):
    with pytest.raises(ZhenkitError) as caught, speaking("en"):
        with_changes("shanxi", said)
    assert f"--set-rule '{said}': " in str(caught.value)
    assert message in str(caught.value)


def test_of_several_changes_each_is_told_of_its_own_fault():
    said = ("4.manufacturing=15亿元", "5.supporting_firms=many")
    with pytest.raises(ZhenkitError) as caught:
        with_changes("shanxi", *said)
    assert str(caught.value).startswith("--set-rule '5.supporting_firms=many': ")
    with pytest.raises(ZhenkitError, match="is changed twice"):
        with_changes("shanxi", "4.manufacturing=15亿元", "4.threshold.manufacturing=16亿元")


def test_what_is_adopted_is_changed_where_it_is_stated(tmp_path):
    assert with_changes("yangcheng", "4.manufacturing=3亿元").digest != shipped().named("yangcheng").digest
    own = yaml.safe_load((shipped_rules() / "yangcheng.yaml").read_text("utf-8"))
    file = tmp_path / "mine.yaml"
    file.write_text(yaml.safe_dump({**own, "id": "mine"}, allow_unicode=True), "utf-8")
    assert with_changes(str(file), "4.manufacturing=3亿元").digest != shipped().named(str(file)).digest


def test_what_is_open_may_come_out_neither_higher_nor_lower():
    fail, review, relaxed, met = Grade
    assert direction(SPANS[fail][met], SPANS[review][relaxed]) == "moves"
    assert direction(SPANS[fail][fail], SPANS[fail][met]) == "gains"
    assert direction(SPANS[met][met], SPANS[fail][met]) == "loses"
    assert direction(SPANS[fail][met], SPANS[fail][met]) == "stays"
